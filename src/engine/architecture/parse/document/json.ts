import { parseTree, printParseErrorCode } from "jsonc-parser";
import type { Node, ParseError } from "jsonc-parser";
import { lineIndex } from "../hcl/index.ts";
import type { DocumentNode, DocumentReading, ScalarNode } from "./node.ts";

/** As deep as HCL may nest; the library itself recurses, so it is asked only when the text stays below. */
const deepest = 64;

const isTooDeep = (text: string): boolean => {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") {
      if (++depth > deepest) return true;
    } else if (character === "}" || character === "]") depth--;
  }
  return false;
};

const toNode = (node: Node, lineOf: (offset: number) => number): DocumentNode => {
  const end = node.offset + node.length;
  const placed = {
    start: node.offset,
    end,
    line: lineOf(node.offset),
    endLine: lineOf(Math.max(node.offset, end - 1)),
  };
  const children = node.children ?? [];
  if (node.type === "array") return { kind: "list", ...placed, items: children.map((child) => toNode(child, lineOf)) };
  if (node.type !== "object") {
    const value: unknown = node.value;
    const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    return { kind: "scalar", ...placed, value: isPlain ? value : null } satisfies ScalarNode;
  }
  const known = new Set<string>();
  const entries = children.flatMap(({ children: [key, value] = [] }) => {
    if (key === undefined || value === undefined || typeof key.value !== "string" || known.has(key.value)) return [];
    known.add(key.value);
    return [{ key: key.value, keyStart: key.offset, keyLine: lineOf(key.offset), value: toNode(value, lineOf) }];
  });
  return { kind: "map", ...placed, entries };
};

/** Words of the library's codes: `ColonExpected` → `colon expected`. */
const wordsOf = (code: string): string => code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();

/** JSON with places. Comments and trailing commas are taken, as CloudFormation's own tools do. */
export const readJson = (text: string): DocumentReading => {
  const position = lineIndex(text);
  if (isTooDeep(text))
    return { documents: [], problems: [{ line: 1, column: 1, message: `nested deeper than ${deepest} levels` }] };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const problems = errors.slice(0, 20).map(({ error, offset }) => {
    const { line, column } = position(offset);
    return { line, column, message: `JSON: ${wordsOf(printParseErrorCode(error))}` };
  });
  if (root === undefined) return { documents: [], problems };
  return { documents: [toNode(root, (offset) => position(offset).line)], problems };
};
