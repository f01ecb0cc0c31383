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

/** Writes a value into `lines`: its first line after `first`, the others after as many blanks as `indent` has. */
const write = (value: Cfn, first: string, indent: string, depth: number, lines: string[]): void => {
  if (typeof value !== "object") lines.push(first + writeScalar(value));
  else if (isEmpty(value) || depth > 2 * deepest) lines.push(first + (isList(value) ? "[]" : "{}"));
  else if (isList(value)) writeItems(value, first, indent, depth, lines);
  else writeMembers(value, first, indent, depth, lines);
};

const writeItems = (items: readonly Cfn[], first: string, indent: string, depth: number, lines: string[]): void => {
  let lead = first;
  for (const item of items) {
    write(item, `${lead}- `, `${indent}  `, depth + 1, lines);
    lead = indent;
  }
};

const writeMembers = (
  members: { readonly [name: string]: Cfn },
  first: string,
  indent: string,
  depth: number,
  lines: string[],
): void => {
  let lead = first;
  for (const [name, item] of Object.entries(members)) {
    const key = writeText(name);
    const isLong = key.length > longestKey;
    if (isLong) lines.push(`${lead}? ${key}`);
    const opening = isLong ? `${indent}:` : `${lead}${key}:`;
    if (typeof item !== "object" || isEmpty(item)) write(item, `${opening} `, indent, depth + 1, lines);
    else {
      lines.push(opening);
      write(item, `${indent}  `, `${indent}  `, depth + 1, lines);
    }
    lead = indent;
  }
};

/** A value as YAML, in the order in which it is built. */
export const toYaml = (value: Cfn): string => {
  const lines: string[] = [];
  write(value, "", "", 0, lines);
  return `${lines.join("\n")}\n`;
};
