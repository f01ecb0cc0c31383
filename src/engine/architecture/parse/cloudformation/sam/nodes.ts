import type { DocumentNode, ListNode, MapNode, ScalarNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";

/** Writes parts of a template that stand for something in it: all of them have its place. */
export interface Builder {
  text: (value: ScalarNode["value"]) => ScalarNode;
  list: (items: readonly DocumentNode[]) => ListNode;
  /** A map of the entries that have a value. */
  map: (entries: Readonly<Record<string, DocumentNode | undefined>>) => MapNode;
  ref: (id: string) => MapNode;
  getAtt: (id: string, attribute: string) => MapNode;
  /** `Fn::Sub` with variables of its own. */
  sub: (text: string, variables?: Readonly<Record<string, DocumentNode | undefined>>) => MapNode;
}

/** A builder for what stands where `node` does, from `line` on. */
export const builderAt = (node: DocumentNode, line = node.line): Builder => {
  const place = { start: node.start, end: node.end, line, endLine: Math.max(line, node.endLine) };
  const text: Builder["text"] = (value) => ({ kind: "scalar", ...place, value });
  const list: Builder["list"] = (items) => ({ kind: "list", ...place, items: [...items] });
  const map: Builder["map"] = (entries) => ({
    kind: "map",
    ...place,
    entries: Object.entries(entries).flatMap(([key, value]) =>
      value === undefined ? [] : [{ key, keyStart: value.start, keyLine: value.line, value }],
    ),
  });
  return {
    text,
    list,
    map,
    ref: (id) => map({ Ref: text(id) }),
    getAtt: (id, attribute) => map({ "Fn::GetAtt": list([text(id), text(attribute)]) }),
    sub: (value, variables) =>
      map({ "Fn::Sub": variables === undefined ? text(value) : list([text(value), map(variables)]) }),
  };
};

/** A builder for what SAM adds on its own: it stands on the line of what asks for it. */
export const builderOn = (node: DocumentNode, line: number): Builder =>
  builderAt({ kind: "scalar", start: node.start, end: node.start, line, endLine: line, value: null });

/** The entries of a map by their names, those of `names` only. */
export const pick = (map: DocumentNode | undefined, names: readonly string[]): Record<string, DocumentNode> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = entryOf(map, name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

/** The map with other values for some of its entries; further ones stand at its end. */
export const withValues = (map: MapNode, values: Readonly<Record<string, DocumentNode | undefined>>): MapNode => {
  const changed = map.entries.map((entry) => {
    const value = Object.hasOwn(values, entry.key) ? values[entry.key] : undefined;
    return value === undefined ? entry : { ...entry, value };
  });
  const known = new Set(map.entries.map(({ key }) => key));
  const added = Object.entries(values).flatMap(([key, value]) =>
    value === undefined || known.has(key) ? [] : [{ key, keyStart: value.start, keyLine: value.line, value }],
  );
  return { ...map, entries: [...changed, ...added] };
};

/** Only letters and digits, as logical ids have. */
export const idFrom = (text: string): string =>
  text
    .split(/[^A-Za-z\d]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
