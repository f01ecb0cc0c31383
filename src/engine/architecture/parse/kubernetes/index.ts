import { Names } from "../cloudformation/names.ts";
import { readDocument } from "../document/index.ts";
import type { DocumentFile } from "../document/index.ts";
import type { DocumentNode, DocumentReading, MapNode } from "../document/node.ts";
import { textOf } from "../document/node.ts";
import type { Translation } from "../translate/terraform-writer.ts";
import { TerraformWriter } from "../translate/terraform-writer.ts";
import { adapt } from "./adapt.ts";
import { targetOf } from "./kinds.ts";
import { changesIn, isKustomization } from "./kustomization.ts";
import type { Manifest } from "./manifests.ts";
import { readManifests } from "./manifests.ts";
import { objectCode } from "./object.ts";
import { removalOf } from "./removed-versions.ts";
import { ResourceWriter } from "./resource-writer.ts";
import { shapeOfResource } from "./shapes.ts";
import { chartActionLine } from "./templates.ts";

const mostProblems = 20;

/** Problems of one file: each place once, and no more than anybody reads. */
const createReport = (out: TerraformWriter): ((line: number, message: string) => void) => {
  const told = new Set<string>();
  return (line, message) => {
    if (told.size >= mostProblems || told.has(`${line} ${message}`)) return;
    told.add(`${line} ${message}`);
    out.problem(line, message);
  };
};

/** Terraform names by manifest: its own name, with its namespace where another of its kind has the same. */
const labelOf = (names: Names, manifests: readonly Manifest[]): ((manifest: Manifest, type: string) => string) => {
  const homes = new Map<string, Set<string>>();
  const keyOf = ({ kind, name }: Manifest): string => `${kind} ${name ?? ""}`;
  for (const manifest of manifests) {
    const known = homes.get(keyOf(manifest)) ?? new Set();
    homes.set(keyOf(manifest), known.add(manifest.namespace ?? ""));
  }
  return (manifest, type) => {
    const { name, namespace, kind } = manifest;
    const own = (name ?? kind).replace(/-+$/, "").toLowerCase();
    const isShared = (homes.get(keyOf(manifest))?.size ?? 0) > 1 && namespace !== undefined;
    return names.claim(type, isShared ? `${namespace}_${own}` : own);
  };
};

/** The object without what the cluster writes into it: `kubernetes_manifest` refuses that. */
const withoutStatus = (root: MapNode): MapNode => ({
  ...root,
  entries: root.entries.filter(({ key }) => key !== "status"),
});

/** Writes manifests as resources, one after the other. */
const writeManifests = (manifests: readonly Manifest[], names: Names, out: TerraformWriter): void => {
  const report = createReport(out);
  const nameOf = labelOf(names, manifests);
  const labelled = manifests.map((manifest) => {
    const target = targetOf(manifest);
    return { manifest, target, label: nameOf(manifest, target.type) };
  });
  const namespaces = new Map(
    labelled.flatMap(({ manifest, target, label }) =>
      target.type === "kubernetes_namespace_v1" && manifest.name !== undefined ? [[manifest.name, label]] : [],
    ),
  );
  // A reference makes Terraform create the namespace first.
  const override = (path: string, value: DocumentNode): string | undefined => {
    const label = path === "metadata.namespace" ? namespaces.get(textOf(value) ?? "") : undefined;
    return label === undefined ? undefined : `kubernetes_namespace_v1.${label}.metadata[0].name`;
  };
  const skip = (line: number): void =>
    report(line, "Terraform's provider has no argument for this field: it is left out");

  for (const { manifest, target, label } of labelled) {
    const { root } = manifest;
    const removal = removalOf(manifest);
    if (removal !== undefined) report(root.line, removal);
    const shape = shapeOfResource(target.type);
    out.block("resource", [target.type, label], root, () => {
      if (target.comment !== undefined) out.comment(target.comment, root.line);
      if (shape === undefined) out.attribute("manifest", objectCode(withoutStatus(root)), root.line);
      else new ResourceWriter(out, skip, override).write(adapt(manifest), shape);
    });
  }
};

const translateDocuments = ({ documents, problems }: DocumentReading, names: Names): Translation => {
  const out = new TerraformWriter();
  const report = createReport(out);
  writeManifests(readManifests(documents, report), names, out);
  const translation = out.finish();
  return { ...translation, problems: [...problems, ...translation.problems] };
};

const mostNamed = 5;

const kustomized = (changes: readonly string[]): string =>
  `a kustomization, which is not applied (${changes.slice(0, mostNamed).join(", ")}): build it (kubectl kustomize) and send what comes out`;

/** No resources, and why. */
const nothing = (line?: number, problem?: string): Translation => {
  const out = new TerraformWriter();
  if (line !== undefined && problem !== undefined) out.problem(line, problem);
  return out.finish();
};

/**
 * Reads manifests of Kubernetes (YAML of one or several documents, JSON, lists) and writes them as resources of
 * Terraform's Kubernetes provider. Files of one folder share their `names`.
 */
export const translateKubernetes = (file: DocumentFile, names = new Names()): Translation => {
  const template = chartActionLine(file.text);
  if (template !== undefined)
    return nothing(
      template,
      "a template of a Helm chart, which is not run: render the chart (helm template) and send what comes out",
    );
  const reading = file.reading ?? readDocument(file.text);
  if (!isKustomization(file)) return translateDocuments(reading, names);
  const [root] = reading.documents;
  const changes = changesIn(root);
  return changes.length === 0 || root === undefined ? nothing() : nothing(root.line, kustomized(changes));
};
