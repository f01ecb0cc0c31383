import type { DocumentNode } from "../document/node.ts";
import { entryOf, textOf } from "../document/node.ts";

/** A text of the file and where it stands. */
export interface Placed {
  text: string;
  line: number;
}

/** Texts of a list; a bare text is a list of one. */
export const textsOf = (node: DocumentNode | undefined): Placed[] => {
  if (node === undefined) return [];
  if (node.kind === "list") return node.items.flatMap(textsOf);
  const text = textOf(node);
  return text === undefined ? [] : [{ text, line: node.line }];
};

/** What a text says before and after its first mark; nothing follows where it has none. */
export const cutAt = (text: string, mark: string): [before: string, after: string | undefined] => {
  const place = text.indexOf(mark);
  return place < 0 ? [text, undefined] : [text.slice(0, place), text.slice(place + 1)];
};

/** `key: value` maps and lists of `key=value` say the same; a key alone has no value. */
export const pairsOf = (node: DocumentNode | undefined): { key: string; value: string | undefined; line: number }[] => {
  if (node?.kind === "map")
    return node.entries.map(({ key, keyLine, value }) => ({ key, value: textOf(value), line: keyLine }));
  return textsOf(node).map(({ text, line }) => {
    const [key, value] = cutAt(text, "=");
    return { key, value, line };
  });
};

/** Keys of a map, or the texts of a list: `depends_on`, `networks`. */
export const namesOf = (node: DocumentNode | undefined): Placed[] =>
  node?.kind === "map" ? node.entries.map(({ key, keyLine }) => ({ text: key, line: keyLine })) : textsOf(node);

/** The node at a path of keys. */
export const at = (node: DocumentNode | undefined, ...path: string[]): DocumentNode | undefined =>
  path.reduce<DocumentNode | undefined>((inner, key) => entryOf(inner, key), node);

/** The text at a path of keys. */
export const textAt = (node: DocumentNode | undefined, ...path: string[]): Placed | undefined => {
  const found = at(node, ...path);
  const text = textOf(found);
  return found === undefined || text === undefined ? undefined : { text, line: found.line };
};

export const isTrue = (node: DocumentNode | undefined): boolean => textOf(node)?.toLowerCase() === "true";

/** Words of a command line as a shell splits them; quotes keep words together. */
export const shellWords = (line: string): string[] =>
  Array.from(line.matchAll(/(?:[^\s"']|"[^"]{0,2000}"|'[^']{0,2000}'){1,2000}/g), ([word]) =>
    word.replaceAll(/["']/g, ""),
  );

/** Each a thousand times the one before; the third is a mebibyte. */
const byteUnits = "bkmg";

/** `512m`, `1gb`, `64000000` → whole mebibytes. */
export const mebibytes = (size: string): number | undefined => {
  const [, amount, unit = "b"] = /^(\d{1,15}(?:\.\d{1,6})?)\s{0,3}([bkmg])?(?:i?b)?$/i.exec(size.trim()) ?? [];
  if (amount === undefined) return undefined;
  return Math.max(1, Math.round(Number(amount) * 1024 ** (byteUnits.indexOf(unit.toLowerCase()) - 2)));
};

/** What is shorter than a second counts for nothing. */
const timeUnits: ReadonlyMap<string, number> = new Map([
  ["h", 3600],
  ["m", 60],
  ["s", 1],
]);

/** `1m30s` → 90. */
export const seconds = (duration: string): number | undefined => {
  const parts = [...duration.matchAll(/(\d{1,9})(h|ms|us|m|s)/g)];
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (timeUnits.get(String(unit)) ?? 0), 0);
};
