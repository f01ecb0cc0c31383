import type { DocumentNode, ListNode, MapNode, ScalarNode } from "../../document/node.ts";
import { intrinsicOf } from "../intrinsics.ts";

export type Entry = MapNode["entries"][number];

/** A map of entries that stand elsewhere; its place is theirs. */
export const mapOf = (entries: readonly [Entry, ...Entry[]]): MapNode => {
  const [first, ...others] = entries;
  const last = others.at(-1) ?? first;
  return {
    kind: "map",
    start: first.keyStart,
    end: last.value.end,
    line: first.keyLine,
    endLine: Math.max(...entries.map(({ value }) => value.endLine)),
    entries: [...entries],
  };
};

/** A value that the template leaves unsaid, in the place of what it belongs to. */
export const scalarAt = ({ start, end, line }: DocumentNode, value: ScalarNode["value"]): ScalarNode => ({
  kind: "scalar",
  start,
  end,
  line,
  endLine: line,
  value,
});

export const findEntry = (map: DocumentNode, key: string): Entry | undefined =>
  map.kind === "map" ? map.entries.find((entry) => entry.key === key) : undefined;

/** The map without the entries of these names. */
export const without = (map: MapNode, ...keys: readonly string[]): MapNode => ({
  ...map,
  entries: map.entries.filter(({ key }) => !keys.includes(key)),
});

/** The map with further entries at its end. */
export const withEntries = (map: MapNode, ...entries: readonly Entry[]): MapNode => ({
  ...map,
  entries: [...map.entries, ...entries],
});

/** The map with `value` where it says nothing of `key`. */
export const withDefault = (map: MapNode, key: string, value: ScalarNode["value"]): MapNode =>
  findEntry(map, key) === undefined
    ? withEntries(map, { key, keyStart: map.start, keyLine: map.line, value: scalarAt(map, value) })
    : map;

/**
 * Moves entries into a map of their own, under other names: `HealthCheckPath` becomes `Path` of the map at `into`, which
 * stands where the first of them stood.
 */
export const gather = (map: MapNode, into: string, names: Readonly<Record<string, string>>): MapNode => {
  const [first, ...others] = map.entries.flatMap((entry) => {
    const key = Object.hasOwn(names, entry.key) ? names[entry.key] : undefined;
    return key === undefined ? [] : [{ ...entry, key }];
  });
  if (first === undefined) return map;
  const group: Entry = { ...first, key: into, value: mapOf([first, ...others]) };
  let isPlaced = false;
  const entries = map.entries.flatMap((entry) => {
    if (!Object.hasOwn(names, entry.key)) return [entry];
    const placed = isPlaced ? [] : [group];
    isPlaced = true;
    return placed;
  });
  return { ...map, entries };
};

/** The map with another value for `key`, where it has one. */
export const change = (map: MapNode, key: string, to: (value: DocumentNode) => DocumentNode): MapNode => ({
  ...map,
  entries: map.entries.map((entry) => (entry.key === key ? { ...entry, value: to(entry.value) } : entry)),
});

/** How deep conditions may stand in one another. */
const deepest = 8;

/**
 * What `to` makes of a value, or of each value that a condition chooses from: `!If [IsProd, {…}, {…}]` stays a condition.
 */
export const throughConditions = (
  node: DocumentNode,
  to: (value: DocumentNode) => DocumentNode,
  depth = 0,
): DocumentNode => {
  const intrinsic = intrinsicOf(node);
  if (intrinsic === undefined) return to(node);
  const { name, argument } = intrinsic;
  if (name !== "If" || argument.kind !== "list" || depth > deepest) return node;
  const [condition, ...branches] = argument.items;
  if (condition === undefined) return node;
  const items = [condition, ...branches.map((branch) => throughConditions(branch, to, depth + 1))];
  const changed: ListNode = { ...argument, items };
  if (node.tag !== undefined) return { ...changed, tag: node.tag };
  return node.kind === "map" ? { ...node, entries: node.entries.map((entry) => ({ ...entry, value: changed })) } : node;
};

/** What `to` makes of the items of a list; a value alone is taken for a list of one. */
export const changeItems = (list: DocumentNode, to: (item: DocumentNode) => DocumentNode): DocumentNode =>
  list.kind === "list" && list.tag === undefined
    ? { ...list, items: list.items.map((item) => throughConditions(item, to)) }
    : throughConditions(list, to);

/** Items of a list; a value alone is one. */
export const itemsOf = (node: DocumentNode | undefined): readonly DocumentNode[] =>
  node === undefined ? [] : node.kind === "list" && node.tag === undefined ? node.items : [node];
