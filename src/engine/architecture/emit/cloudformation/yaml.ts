import { deepest } from "./cfn.ts";
import type { Cfn } from "./cfn.ts";

/** Texts that need no quotes: they begin like a word and hold nothing that YAML reads as a sign. */
const plainText = /^[A-Za-z/][\w/.:*+@%-]*(?: [\w/.:*+@%()-]+)*$/;
/** A colon that ends the text or a word would make it a key. */
const colonBeforeSpace = /:(?: |$)/;
/** Words of YAML 1.1 that are not texts. */
const reserved = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/** What JSON leaves as it is and YAML does not allow, or reads as a line break. */
const unprintable = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g;
/** Keys longer than this need YAML's explicit form. */
const longestKey = 1_000;

const escapeCharacter = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

const writeText = (text: string): string => {
  const isPlain = plainText.test(text) && !colonBeforeSpace.test(text) && !reserved.test(text);
  return isPlain ? text : JSON.stringify(text.toWellFormed()).replace(unprintable, escapeCharacter);
};

const writeScalar = (value: string | number | boolean): string =>
  typeof value === "string" ? writeText(value) : String(value);

const isList = (value: Cfn): value is readonly Cfn[] => Array.isArray(value);
const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

/** Lines of a value that stands on lines of its own, not yet indented. */
const linesOf = (value: Cfn, depth: number): string[] => {
  if (typeof value !== "object") return [writeScalar(value)];
  if (isEmpty(value) || depth > 2 * deepest) return [isList(value) ? "[]" : "{}"];
  if (isList(value)) return value.flatMap((item) => itemLines(item, depth));
  return Object.entries(value).flatMap(([name, item]) => memberLines(name, item, depth));
};

const itemLines = (item: Cfn, depth: number): string[] =>
  linesOf(item, depth + 1).map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));

const memberLines = (name: string, item: Cfn, depth: number): string[] => {
  const key = writeText(name);
  const opening = key.length > longestKey ? [`? ${key}`, ":"] : [`${key}:`];
  const lines = linesOf(item, depth + 1);
  if (typeof item !== "object" || isEmpty(item))
    return [...opening.slice(0, -1), `${opening.at(-1) ?? ""} ${lines[0] ?? ""}`];
  return [...opening, ...lines.map((line) => `  ${line}`)];
};

/** A value as YAML, in the order in which it is built. */
export const toYaml = (value: Cfn): string => `${linesOf(value, 0).join("\n")}\n`;
