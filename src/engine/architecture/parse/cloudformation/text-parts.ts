import type { Hcl } from "../translate/terraform-writer.ts";
import { hclString } from "../translate/terraform-writer.ts";

/** A piece of a text: as it stands, or code whose value stands there. */
export type Part = { text: string } | { code: string };

const isText = (part: Part | undefined): part is { text: string } => part !== undefined && "text" in part;

const merged = (parts: readonly Part[]): Part[] => {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (isText(part) && isText(last)) joined[joined.length - 1] = { text: last.text + part.text };
    else if (!isText(part) || part.text !== "") joined.push(part);
  }
  return joined;
};

const quotedInside = (text: string): string => hclString(text).slice(1, -1);

/** A mark right before `${` would turn it into text: it becomes a piece of code itself. */
const guarded = (text: string): string => {
  let end = text.length;
  while (end > 0 && (text[end - 1] === "$" || text[end - 1] === "%")) end--;
  const marks = text.slice(end);
  const rest = quotedInside(text.slice(0, end));
  return marks === "" ? rest : `${rest}\${"${marks}"}`;
};

/** The pieces as one HCL expression: a string, a template, or the code alone. */
export const expressionOf = (parts: readonly Part[]): string => {
  const joined = merged(parts);
  const [only] = joined;
  if (joined.length === 1 && only !== undefined && "code" in only) return only.code;
  const inside = joined.map((part, index) => {
    if ("code" in part) return `\${${part.code}}`;
    return index === joined.length - 1 ? quotedInside(part.text) : guarded(part.text);
  });
  return `"${inside.join("")}"`;
};

/** A reference that CloudFormation resolves when it deploys, taken out of a text. */
export interface DynamicReference {
  service: string;
  /** What stands between the service and the closing braces. */
  arguments: Part[];
}

const opening = /\{\{resolve:(ssm|ssm-secure|secretsmanager):/;

/** Replaces each `{{resolve:…}}`, interpolations inside it included, by what `resolve` makes of it. */
export const resolveReferences = (parts: readonly Part[], resolve: (found: DynamicReference) => string): Part[] => {
  const all = merged(parts);
  const done: Part[] = [];
  let next = 0;
  let part = all[next];
  while (part !== undefined) {
    const match = isText(part) ? opening.exec(part.text) : null;
    if (!isText(part) || match === null) {
      done.push(part);
      part = all[++next];
      continue;
    }
    const inside = part.text.slice(match.index + match[0].length);
    const closing = closingOf(inside, all, next);
    // What is not closed here is closed nowhere behind it.
    if (closing === undefined) return [...done, part, ...all.slice(next + 1)];
    done.push({ text: part.text.slice(0, match.index) });
    done.push({ code: resolve({ service: match[1] ?? "", arguments: closing.before }) });
    next = closing.at;
    part = { text: closing.after };
  }
  return done;
};

/** The pieces up to the closing braces, the index of the piece that has them, and what of it stands behind. */
const closingOf = (
  inside: string,
  parts: readonly Part[],
  from: number,
): { before: Part[]; at: number; after: string } | undefined => {
  const before: Part[] = [];
  for (let at = from; at < parts.length; at++) {
    const part = at === from ? { text: inside } : parts[at];
    const end = isText(part) ? part.text.indexOf("}}") : -1;
    if (isText(part) && end !== -1)
      return { before: [...before, { text: part.text.slice(0, end) }], at, after: part.text.slice(end + 2) };
    if (part !== undefined) before.push(part);
  }
  return undefined;
};

/** What stands between marks: one piece at least, which may be empty. */
export type Pieces = [Part[], ...Part[][]];

/** Splits pieces at a mark in their texts: the arguments of a dynamic reference. */
export const splitParts = (parts: readonly Part[], mark: string): Pieces => {
  const pieces: Pieces = [[]];
  for (const part of parts) {
    if (!isText(part)) {
      pieces.at(-1)?.push(part);
      continue;
    }
    for (const [index, text] of part.text.split(mark).entries()) {
      if (index > 0) pieces.push([]);
      if (text !== "") pieces.at(-1)?.push({ text });
    }
  }
  return pieces;
};

/** The placeholders of `Fn::Sub`: `${Name}` is code, `${!Name}` the text `${Name}`. */
export const partsOfSub = (text: string, codeFor: (name: string) => readonly Part[]): Part[] => {
  const parts: Part[] = [];
  let last = 0;
  for (const match of text.matchAll(/\$\{([^{}]*)\}/g)) {
    const name = match[0].slice(2, -1).trim();
    parts.push({ text: text.slice(last, match.index) });
    if (name.startsWith("!")) parts.push({ text: `\${${name.slice(1)}}` });
    else parts.push(...codeFor(name));
    last = match.index + match[0].length;
  }
  parts.push({ text: text.slice(last) });
  return parts;
};

/** What stands safely before an index, a step or an operator. */
const isAtom = (code: string): boolean => /^[\w.-]+(?:\[[\w."-]*\]|\.[\w-]+)*$/.test(code) || /^\w+\(.*\)$/.test(code);

/** The code in brackets, unless nothing could tear it apart. */
export const atom = (code: string): string => (isAtom(code) || /^"[^"]*"$/.test(code) ? code : `(${code})`);

const plainName = /^[A-Za-z_][\w-]*$/;

/** A value as code on one line. */
export const onOneLine = (value: Hcl): string => {
  if (typeof value === "string") return value;
  if ("call" in value) return `${value.call}(${value.args.map(onOneLine).join(", ")})`;
  if ("condition" in value) return `(${value.condition} ? ${onOneLine(value.yes)} : ${onOneLine(value.no)})`;
  if ("list" in value) return `[${value.list.map((item) => onOneLine(item.value)).join(", ")}]`;
  const members = value.object.map(
    ({ key, value: inner }) => `${plainName.test(key) ? key : hclString(key)} = ${onOneLine(inner)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
};
