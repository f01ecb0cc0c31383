import { parseHcl } from "../../hcl/index.ts";
import { onOneLine } from "./line-breaks.ts";

/** A string of the JSON syntax is a template: text with `${…}` and `%{…}` in it. */
export type TemplateCode = { code: string } | { fault: string };

/** A stretch of text, or of code between `${` or `%{` and its brace. */
interface Part {
  kind: "text" | "code";
  text: string;
}

/** Offset after the brace that closes the one before `from`; `undefined` when there is none. */
const closingBrace = (text: string, from: number): number | undefined => {
  // Innermost last: a brace of code, or a quoted string that a template in it may leave again.
  const open: ("brace" | "string")[] = ["brace"];
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (open.at(-1) === "string") {
      if (character === "\\") at++;
      else if (character === '"') open.pop();
      else if (isEscape(text, at)) at += 2;
      else if (isOpening(text, at)) {
        open.push("brace");
        at++;
      }
    } else if (character === '"') open.push("string");
    else if (character === "{") open.push("brace");
    else if (character === "}") {
      open.pop();
      if (open.length === 0) return at + 1;
    }
  }
  return undefined;
};

const isOpening = (text: string, at: number): boolean => (text[at] === "$" || text[at] === "%") && text[at + 1] === "{";

/** `$${` and `%%{` stand for `${` and `%{` as text. */
const isEscape = (text: string, at: number): boolean => isOpening(text, at + 1) && text[at] === text[at + 1];

/** The parts of a template; `undefined` when one of its braces is not closed. */
const partsOf = (template: string): Part[] | undefined => {
  const parts: Part[] = [];
  let textStart = 0;
  let at = 0;
  while (at < template.length) {
    if (isEscape(template, at)) at += 3;
    else if (isOpening(template, at)) {
      const end = closingBrace(template, at + 2);
      if (end === undefined) return undefined;
      parts.push({ kind: "text", text: template.slice(textStart, at) });
      parts.push({ kind: "code", text: template.slice(at, end) });
      at = textStart = end;
    } else at++;
  }
  parts.push({ kind: "text", text: template.slice(textStart) });
  return parts.filter(({ text }) => text !== "");
};

/** Inside a JSON string a backslash, a quote and a line break are themselves; inside quotes they are written out. */
const quoted = (text: string): string =>
  text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");

/** Whether `code` is one whole expression: nothing that came in a string may end the attribute it is put in. */
export const isExpression = (code: string): boolean => {
  const text = `value = ${code}`;
  const { body, problems } = parseHcl(text);
  const [item] = body;
  return problems.length === 0 && body.length === 1 && item?.kind === "attribute" && item.end === text.trimEnd().length;
};

/** A string of the JSON syntax as an expression: `"${aws_vpc.main.id}"` → `aws_vpc.main.id`. */
export const templateCode = (template: string): TemplateCode => {
  const parts = partsOf(template);
  if (parts === undefined) return { fault: "expected } to close the ${ in this string" };
  const [only] = parts;
  const code =
    parts.length === 1 && only?.kind === "code" && only.text.startsWith("${") && !only.text.startsWith("${~")
      ? onOneLine(only.text.slice(2, -1)).trim()
      : `"${parts.map(({ kind, text }) => (kind === "code" ? onOneLine(text) : quoted(text))).join("")}"`;
  const isPlain = parts.every(({ kind }) => kind === "text");
  return isPlain || isExpression(code) ? { code } : { fault: "this string is not a template that Terraform can read" };
};
