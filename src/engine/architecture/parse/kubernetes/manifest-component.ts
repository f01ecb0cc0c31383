import { own } from "../../model/own.ts";
import { asText, catalogue, isObject, isUnknown } from "../../model/index.ts";
import type { Attributes, Component, Value } from "../../model/index.ts";
import { readDocument } from "../document/index.ts";
import type { DocumentNode, MapNode, ScalarNode } from "../document/node.ts";
import { adapt } from "./adapt.ts";
import { customTypeOf, targetOf } from "./kinds.ts";
import type { Manifest } from "./manifests.ts";
import { argumentOf, isListArgument, shapeOfBlock, shapeOfResource } from "./shapes.ts";
import type { Shape } from "./shapes.ts";

type Lines = Component["lines"];
type Place = { line: number; end_line: number };

/** A manifest's values as the tree that manifests in YAML are read into: one table of fields serves both. */
class ManifestReader {
  /** What the tree has no word for: values that are only known after apply. */
  readonly unknown = new Map<DocumentNode, Value>();
  private readonly lines: Lines;

  constructor(lines: Lines) {
    this.lines = lines;
  }

  /** Values nest no deeper than expressions may. */
  read(value: Value, path: string, around: Place): DocumentNode {
    const place = this.lines.get(path) ?? around;
    const at = { start: 0, end: 0, line: place.line, endLine: place.end_line };
    if (isObject(value)) {
      const entries = Object.entries(value).map(([key, inner]) => {
        const node = this.read(inner, `${path}.${key}`, place);
        return { key, keyStart: node.start, keyLine: node.line, value: node };
      });
      return { kind: "map", ...at, entries };
    }
    if (isList(value))
      return {
        kind: "list",
        ...at,
        items: value.map((item, index) => this.read(item, `${path}[${index}]`, place)),
      };
    const scalar: ScalarNode = { kind: "scalar", ...at, value: isUnknown(value) ? "" : value };
    if (isUnknown(value)) this.unknown.set(scalar, value);
    return scalar;
  }
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** Builds attributes as the provider's own resource would have them, and keeps where each is written. */
class AttributeBuilder {
  readonly lines = new Map<string, Place>();
  private readonly unknown: Written["unknown"];
  private readonly place: Written["place"];

  constructor({ unknown, place }: Pick<Written, "unknown" | "place">) {
    this.unknown = unknown;
    this.place = place;
  }

  build(node: MapNode, shape: Shape, prefix = ""): Attributes {
    const built: [string, Value][] = [];
    const written = new Set<string>();
    for (const { key, value } of node.entries) {
      const [name, holds] = argumentOf(key, shape) ?? [];
      if (name === undefined || holds === undefined || written.has(name)) continue;
      written.add(name);
      const path = `${prefix}${name}`;
      if (typeof holds === "number") built.push([name, this.blocks(value, shapeOfBlock(holds), path)]);
      else built.push([name, this.value(value, path, isListArgument(holds))]);
    }
    return Object.fromEntries(built);
  }

  private blocks(node: DocumentNode, shape: Shape, path: string): Value {
    const own = this.unknown.get(node);
    if (own !== undefined) {
      this.mark(path, node);
      return own;
    }
    const nodes = node.kind === "list" ? node.items : [node];
    return nodes.map((item, index) => {
      const at = `${path}[${index}]`;
      this.mark(at, item);
      return item.kind === "map" ? this.build(item, shape, `${at}.`) : (this.unknown.get(item) ?? {});
    });
  }

  private value(node: DocumentNode, path: string, wantsList: boolean): Value {
    this.mark(path, node);
    if (node.kind === "map")
      return Object.fromEntries(
        node.entries.map(({ key, value }) => [key, this.value(value, `${path}.${key}`, false)]),
      );
    if (node.kind === "list") return node.items.map((item, index) => this.value(item, `${path}[${index}]`, false));
    const value = this.unknown.get(node) ?? node.value;
    return wantsList && value !== null && !isUnknown(value) ? [value] : value;
  }

  private mark(path: string, node: DocumentNode): void {
    this.lines.set(path, this.place(node));
  }
}

/** An object as it is written, and the values that only exist after apply. */
interface Written {
  value: Attributes;
  root: MapNode;
  unknown: ReadonlyMap<DocumentNode, Value>;
  /** Where a part stands in the file. */
  place: (node: DocumentNode) => Place;
}

const ownPlace = ({ line, endLine }: DocumentNode): Place => ({ line, end_line: endLine });

/** `manifest = {…}` of HashiCorp's provider. */
const writtenObject = ({ attributes, lines, source }: Component): Written | undefined => {
  const value = attributes["manifest"];
  if (!isObject(value)) return undefined;
  const reader = new ManifestReader(lines);
  const root = reader.read(value, "manifest", source);
  return root.kind === "map" ? { value, root, unknown: reader.unknown, place: ownPlace } : undefined;
};

const plainValue = (node: DocumentNode): Value => {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plainValue);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
};

/** `yaml_body = <<YAML …` of the provider kubectl: the text begins in the line after its mark. */
const writtenText = ({ attributes, lines, source }: Component): Written | undefined => {
  const text = attributes["yaml_body"];
  const [root] = typeof text === "string" ? readDocument(text).documents : [];
  if (root?.kind !== "map") return undefined;
  const { line, end_line } = lines.get("yaml_body") ?? source;
  const within = (inner: number): number => Math.min(line + inner, end_line);
  const place = (node: DocumentNode): Place => ({ line: within(node.line), end_line: within(node.endLine) });
  const value = plainValue(root);
  return isObject(value) ? { value, root, unknown: new Map(), place } : undefined;
};

const manifestIn = ({ value, root }: Written): Manifest | undefined => {
  const [apiVersion, kind] = [asText(value["apiVersion"]), asText(value["kind"])];
  if (apiVersion === undefined || kind === undefined) return undefined;
  const metadata = isObject(value["metadata"]) ? value["metadata"] : {};
  return {
    apiVersion,
    kind,
    group: apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "",
    name: asText(metadata["name"]),
    namespace: asText(metadata["namespace"]),
    root,
  };
};

/** What of any object is read alike: its name, namespace, labels and annotations. */
const metadataOf = (root: MapNode, builder: AttributeBuilder): Attributes => {
  const shape = shapeOfResource("kubernetes_config_map_v1") ?? { arguments: new Map(), required: [] };
  return builder.build({ ...root, entries: root.entries.filter(({ key }) => key === "metadata") }, shape);
};

const readers: Readonly<Record<string, (component: Component) => Written | undefined>> = {
  kubernetes_manifest: writtenObject,
  kubectl_manifest: writtenText,
};

/**
 * The object of a `kubernetes_manifest` as the resource that the provider has for its kind, so that it is judged and
 * drawn like one. Its address stays its own. Kinds of others' making keep their manifest beside their metadata.
 */
export const readManifestComponent = (component: Component): Component => {
  const written = own(readers, component.type)?.(component);
  const manifest = written && manifestIn(written);
  if (written === undefined || manifest === undefined) return component;
  const target = targetOf(manifest).type;
  const shape = shapeOfResource(target);
  const type = shape === undefined ? customTypeOf(manifest) : target;
  if (type === undefined) return component;
  const builder = new AttributeBuilder(written);
  const built = shape === undefined ? metadataOf(written.root, builder) : builder.build(adapt(manifest), shape);
  const { id: service, kind } = catalogue(type);
  return {
    ...component,
    type,
    service,
    kind,
    attributes: { ...built, manifest: written.value },
    lines: new Map([...component.lines, ...builder.lines]),
  };
};
