import type { DocumentNode, MapNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { intrinsicOf } from "../intrinsics.ts";

/** Globals nest a few levels (Environment.Variables); deeper values are taken as they are. */
const deepest = 6;

const isPlain = (node: DocumentNode): boolean => intrinsicOf(node) === undefined;

/** SAM's rule: maps are merged, lists joined with the global one first, and of other values the resource's own counts. */
const merge = (common: DocumentNode, own: DocumentNode, depth: number): DocumentNode => {
  if (depth > deepest || !isPlain(common) || !isPlain(own)) return own;
  if (common.kind === "list" && own.kind === "list") return { ...own, items: [...common.items, ...own.items] };
  return common.kind === "map" && own.kind === "map" ? mergeMaps(common, own, depth) : own;
};

const mergeMaps = (common: MapNode, own: MapNode, depth: number): MapNode => {
  const inherited = common.entries.filter(({ key }) => entryOf(own, key) === undefined);
  const entries = own.entries.map((entry) => {
    const value = entryOf(common, entry.key);
    return value === undefined ? entry : { ...entry, value: merge(value, entry.value, depth + 1) };
  });
  return { ...own, entries: [...entries, ...inherited] };
};

/** The properties of a resource with what `Globals` says of its kind. */
export const withGlobals = (
  properties: DocumentNode | undefined,
  globals: DocumentNode | undefined,
  kind: string,
): DocumentNode | undefined => {
  const common = entryOf(globals, kind);
  if (common?.kind !== "map") return properties;
  if (properties === undefined) return common;
  return properties.kind === "map" && isPlain(properties) ? mergeMaps(common, properties, 0) : properties;
};
