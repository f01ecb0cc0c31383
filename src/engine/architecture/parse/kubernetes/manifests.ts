import type { DocumentNode, MapNode } from "../document/node.ts";
import { entryOf, textOf } from "../document/node.ts";

/** One object of the Kubernetes API as it is written. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  /** What stands before the slash of the API version; "" for the core. */
  group: string;
  name: string | undefined;
  namespace: string | undefined;
  root: MapNode;
}

type Report = (line: number, message: string) => void;

const manifestOf = (root: MapNode): Manifest | undefined => {
  const apiVersion = textOf(entryOf(root, "apiVersion"));
  const kind = textOf(entryOf(root, "kind"));
  if (apiVersion === undefined || kind === undefined) return undefined;
  const metadata = entryOf(root, "metadata");
  return {
    apiVersion,
    kind,
    group: apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "",
    name: textOf(entryOf(metadata, "name")) ?? textOf(entryOf(metadata, "generateName")),
    namespace: textOf(entryOf(metadata, "namespace")),
    root,
  };
};

const isEmpty = (node: DocumentNode): boolean =>
  (node.kind === "scalar" && (node.value === null || node.value === "")) ||
  (node.kind === "map" && node.entries.length === 0);

/** `kind: List` and the lists that `kubectl get -o yaml` prints (`PodList`) hold objects of their own. */
const itemsOf = (root: MapNode): readonly DocumentNode[] | undefined => {
  const items = entryOf(root, "items");
  return items?.kind === "list" && (textOf(entryOf(root, "kind")) ?? "List").endsWith("List") ? items.items : undefined;
};

/** Objects of a text's documents, those in lists taken out of them. */
export const readManifests = (documents: readonly DocumentNode[], report: Report): Manifest[] => {
  const manifests: Manifest[] = [];
  const add = (node: DocumentNode, isInList: boolean): void => {
    if (isEmpty(node)) return;
    const items =
      node.kind === "map" && !isInList ? itemsOf(node) : node.kind === "list" && !isInList ? node.items : undefined;
    if (items !== undefined) {
      for (const item of items) add(item, true);
      return;
    }
    const manifest = node.kind === "map" ? manifestOf(node) : undefined;
    if (manifest === undefined) report(node.line, "this is no Kubernetes object: it has no apiVersion and kind");
    else manifests.push(manifest);
  };
  for (const document of documents) add(document, false);
  return manifests;
};
