import { Code } from "./edit.ts";
import type { Literal } from "./edit.ts";

const plainKey = /^[A-Za-z_][\w-]*$/;

/** Text as an HCL string: nothing in it is read as a template. */
export const quote = (text: string): string =>
  `"${text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replaceAll(/[$%](?=\{)/g, (mark) => mark + mark)}"`;

const isList = (value: Literal): value is readonly Literal[] => Array.isArray(value);

/** A literal as HCL, in `terraform fmt` style; `indent` is that of the line it begins on. */
export const printLiteral = (value: Literal, indent = ""): string => {
  if (value instanceof Code) return value.text;
  if (typeof value === "string") return quote(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (isList(value)) {
    const flat = `[${value.map((item) => printLiteral(item, indent)).join(", ")}]`;
    if (flat.length + indent.length <= 100 && !flat.includes("\n")) return flat;
    return `[\n${value.map((item) => `${indent}  ${printLiteral(item, `${indent}  `)},\n`).join("")}${indent}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  return `{\n${printAligned(
    entries.map(([name, item]) => [plainKey.test(name) ? name : quote(name), item]),
    `${indent}  `,
  )}${indent}}`;
};

/** `name = value` lines with their `=` aligned, each ending in a newline. */
export const printAligned = (entries: readonly (readonly [name: string, value: Literal])[], indent: string): string => {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${indent}${name.padEnd(width)} = ${printLiteral(value, indent)}\n`).join("");
};
