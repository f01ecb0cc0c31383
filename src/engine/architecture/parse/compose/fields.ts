import { own } from "../../model/own.ts";
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

/** `key: value` maps and lists of `key=value` say the same; a key alone has no value. */
export const pairsOf = (node: DocumentNode | undefined): { key: string; value: string | undefined; line: number }[] => {
  if (node?.kind === "map")
    return node.entries.map(({ key, keyLine, value }) => ({ key, value: textOf(value), line: keyLine }));
  return textsOf(node).map(({ text, line }) => {
    const at = text.indexOf("=");
    return at < 0 ? { key: text, value: undefined, line } : { key: text.slice(0, at), value: text.slice(at + 1), line };
  });
};

/** Keys of a map, or the texts of a list: `depends_on`, `networks`. */
export const namesOf = (node: DocumentNode | undefined): Placed[] =>
  node?.kind === "map" ? node.entries.map(({ key, keyLine }) => ({ text: key, line: keyLine })) : textsOf(node);

/** The node at a path of keys. */
export const at = (node: DocumentNode | undefined, ...path: string[]): DocumentNode | undefined =>
  path.reduce<DocumentNode | undefined>((inner, key) => entryOf(inner, key), node);

export const isTrue = (node: DocumentNode | undefined): boolean => textOf(node)?.toLowerCase() === "true";

/** Words of a command line as a shell splits them; quotes keep words together. */
export const shellWords = (line: string): string[] =>
  Array.from(line.matchAll(/(?:[^\s"']|"[^"]{0,2000}"|'[^']{0,2000}'){1,2000}/g), ([word]) =>
    word.replaceAll(/["']/g, ""),
  );

const byteUnits: Readonly<Record<string, number>> = { b: 1 / 1_048_576, k: 1 / 1024, m: 1, g: 1024 };

/** `512m`, `1gb`, `64000000` → whole mebibytes. */
export const mebibytes = (size: string): number | undefined => {
  const [, amount, unit = "b"] = /^(\d{1,15}(?:\.\d{1,6})?)\s{0,3}([bkmg])?(?:i?b)?$/i.exec(size.trim()) ?? [];
  if (amount === undefined) return undefined;
  return Math.max(1, Math.round(Number(amount) * (own(byteUnits, unit.toLowerCase()) ?? 1)));
};

const timeUnits: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** `1m30s` → 90. */
export const seconds = (duration: string): number | undefined => {
  const parts = [...duration.matchAll(/(\d{1,9})(h|ms|us|m|s)/g)];
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (own(timeUnits, unit ?? "") ?? 0), 0);
};
