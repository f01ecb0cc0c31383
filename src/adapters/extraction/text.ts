import type { Block } from "#engine/text";
import { cleanText } from "./plain.ts";

/** Lines of prose that a program broke are about this long. */
const shortestWrap = 40;
const longestWrap = 120;

const startsList = /^\s*(?:[-*+•·–]|\d{1,3}[.)])\s/;

/** Whether a program broke these lines at a width: they are about equally long, up to the last. */
const isWrapped = (lines: readonly string[]): boolean => {
  const widths = lines.slice(0, -1).map(({ length }) => length);
  const widest = widths.reduce((most, width) => Math.max(most, width), 0);
  if (widest < shortestWrap || widest > longestWrap) return false;
  const full = widths.filter((width) => width >= widest * 0.7).length;
  return full >= widths.length * 0.7;
};

const paragraphOf = (lines: readonly string[]): Block => {
  if (lines.length > 1 && lines.filter((line) => startsList.test(line)).length > lines.length / 2)
    return { kind: "list", text: lines.join("\n"), page: null };
  const joined = isWrapped(lines) ? lines.map((line) => line.trim()).join(" ") : lines.join("\n");
  return { kind: "paragraph", text: joined.trim(), page: null };
};

/** Groups of lines with blank lines between them. */
function* groupsOf(text: string): Generator<string[]> {
  let lines: string[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() !== "") lines.push(line.trimEnd());
    else if (lines.length > 0) {
      yield lines;
      lines = [];
    }
  }
  if (lines.length > 0) yield lines;
}

/** Paragraphs and lists of a plain text. */
export const extractText = (text: string): Block[] => Array.from(groupsOf(cleanText(text)), paragraphOf);

/** Source code, data or a log: every line as it stands. */
export const extractCode = (text: string): Block[] => {
  const code = cleanText(text)
    .replaceAll(/[ \t]+$/gm, "")
    .replaceAll(/^\n+|\n+$/g, "");
  return code === "" ? [] : [{ kind: "code", text: code, page: null }];
};
