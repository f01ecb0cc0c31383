import type { Block } from "#engine/text";
import { cleanText } from "./plain.ts";

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  "#39": "'",
};

/** Text without the marks of emphasis, links, pictures, code and HTML. Every pattern stops at its own first character, so all are linear. */
const withoutMarks = (text: string): string =>
  text
    .replaceAll(/<(?:https?:\/\/|mailto:)([^<>\s]*)>/g, "$1")
    .replaceAll(/<[a-zA-Z/!][^<>]*>/g, "")
    .replaceAll(/!?\[([^[\]]*)\]\([^()]*\)/g, "$1")
    .replaceAll(/!?\[([^[\]]*)\]\[[^[\]]*\]/g, "$1")
    .replaceAll(/(?<!\\)(`+)([^`]+)\1/g, "$2")
    .replaceAll(/(?<!\\)\*\*([^*\n]+)\*\*/g, "$1")
    .replaceAll(/(?<![\\\w*])\*([^\s*][^*\n]*)\*(?![\w*])/g, "$1")
    .replaceAll(/(?<![\\\w])__([^_\n]+)__(?!\w)/g, "$1")
    .replaceAll(/(?<![\\\w_])_([^\s_][^_\n]*)_(?![\w_])/g, "$1")
    .replaceAll(/(?<!\\)~~([^~\n]+)~~/g, "$1")
    .replaceAll(/\\([!-/:-@[-`{-~])/g, "$1")
    .replaceAll(/&(#?\w{1,6});/g, (whole, name: string) => entities[name] ?? whole);

const fence = /^ {0,3}(`{3,}|~{3,})/;
const heading = /^ {0,3}(#{1,6})(?:[ \t]|$)/;
const underline = /^ {0,3}(?:=+|-{2,})[ \t]*$/;
const rule = /^ {0,3}(?:[-*_][ \t]*){3,}$/;
const item = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+/;
const row = /^ {0,3}\|/;
const delimiterRow = /^[\s|:-]*-[\s|:-]*$/;
const definition = /^ {0,3}\[[^\]]{1,200}\]:\s/;

type Level = NonNullable<Block["level"]>;

const levels: ReadonlyMap<string, Level> = new Map([
  ["#", 1],
  ["##", 2],
  ["###", 3],
  ["####", 4],
  ["#####", 5],
  ["######", 6],
]);

const titleOf = (line: string): string => withoutMarks(line.replace(/[ \t]+#+[ \t]*$/, "")).trim();

const cellsOf = (line: string): string =>
  line
    .trim()
    .replace(/^\|/, "")
    .replace(/\|$/, "")
    .split("|")
    .map((cell) => withoutMarks(cell).trim())
    .join(" | ");

/** The title in front matter (a YAML block between dashes), and the line after it. */
const readFrontMatter = (lines: readonly string[]): { title: string | undefined; next: number } => {
  const end =
    lines[0]?.trimEnd() === "---" ? lines.findIndex((line, at) => at > 0 && /^(?:---|\.\.\.)\s*$/.test(line)) : -1;
  if (end === -1) return { title: undefined, next: 0 };
  const line = lines.slice(1, end).find((entry) => /^title:\s/i.test(entry));
  const title = line
    ?.slice("title:".length)
    .trim()
    .replaceAll(/^(["'])|(["'])$/g, "");
  return { title: title === "" ? undefined : title, next: end + 1 };
};

/**
 * Headings, paragraphs, lists, tables and code of a text in Markdown, by its lines: all that search needs of it, in
 * linear time whatever the nesting.
 */
export const extractMarkdown = (markdown: string): Block[] => {
  const lines = cleanText(markdown).split("\n");
  const blocks: Block[] = [];
  const { title, next } = readFrontMatter(lines);
  let open: string[] = [];
  let kind: "paragraph" | "list" | "table" = "paragraph";

  const flush = (): void => {
    const text = kind === "table" ? open.join("\n") : withoutMarks(open.join("\n")).trim();
    if (text.trim() !== "")
      blocks.push({ kind, text: kind === "paragraph" ? text.replaceAll("\n", " ") : text, page: null });
    open = [];
    kind = "paragraph";
  };

  let at = next;
  for (let whole = lines[at]; whole !== undefined; whole = lines[++at]) {
    // A quotation is text like any other.
    const line = whole.replace(/^(?: {0,3}> ?)+/, "");
    const fenced = fence.exec(line)?.[1];
    const level = levels.get(heading.exec(line)?.[1] ?? "");
    if (fenced !== undefined) {
      flush();
      const code: string[] = [];
      const closing = new RegExp(`^ {0,3}${fenced.charAt(0)}{${fenced.length},}\\s*$`);
      for (let inside = lines[++at]; inside !== undefined && !closing.test(inside); inside = lines[++at])
        code.push(inside.trimEnd());
      const text = code.join("\n").replaceAll(/^\n+|\n+$/g, "");
      if (text.trim() !== "") blocks.push({ kind: "code", text, page: null });
    } else if (level !== undefined) {
      flush();
      const text = titleOf(line.trimStart().slice(level));
      if (text !== "") blocks.push({ kind: "heading", level, text, page: null });
    } else if (kind === "paragraph" && open.length > 0 && underline.test(line)) {
      const text = titleOf(open.join(" "));
      open = [];
      blocks.push({ kind: "heading", level: line.trim().startsWith("=") ? 1 : 2, text, page: null });
    } else if (rule.test(line)) flush();
    else if (line.trim() === "") {
      if (kind !== "list" || !continuesList(lines[at + 1])) flush();
    } else if (
      row.test(line) ||
      (kind === "table" && line.includes("|")) ||
      (delimiterRow.test(lines[at + 1] ?? "") && line.includes("|"))
    ) {
      if (kind !== "table") flush();
      kind = "table";
      if (!delimiterRow.test(line)) open.push(cellsOf(line));
    } else if (item.test(line)) {
      if (kind !== "list") flush();
      kind = "list";
      open.push(line.trimEnd());
    } else if (kind === "list") open[open.length - 1] = `${open.at(-1) ?? ""} ${line.trim()}`;
    else if (kind === "table") {
      flush();
      open.push(line.trim());
    } else if (!definition.test(line)) open.push(line.trim());
  }
  flush();
  if (title !== undefined && !blocks.some((block) => block.kind === "heading" && block.level === 1))
    blocks.unshift({ kind: "heading", level: 1, text: title, page: null });
  return blocks;
};

/** After a blank line a list goes on with another item or with an indented line. */
const continuesList = (line: string | undefined): boolean =>
  line !== undefined && (item.test(line) || /^(?: {2,}|\t)\S/.test(line));
