/** A piece of Markdown that is moved, kept or dropped as a whole. */
export interface Block {
  kind: "paragraph" | "list" | "quote" | "table" | "code" | "other";
  text: string;
  /** It stands right under the line before, without a blank one between. */
  tight: boolean;
}

/** A heading with what stands under it, up to the next heading of any level. */
export interface Part {
  /** As the text has it; undefined for what comes before the first heading. */
  heading: string | undefined;
  /** 1 is the highest; 0 without a heading. */
  level: number;
  tight: boolean;
  blocks: Block[];
}

/** A draft as its parts, in order; the first has no heading and may be empty. */
export interface Page {
  title: string;
  parts: Part[];
  newline: string;
}

const fenceMark = /^ {0,3}(`{3,}|~{3,})/;
const atxHeading = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;
const itemMark = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)/;
const rule = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const tableRule = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const definition = /^ {0,3}\[[^\]]+\]:\s*\S/;
const html = /^ {0,3}<(?:[a-z!/?])/i;
const math = /^ {0,3}\$\$/;

/** A line of a text; beyond its end they are blank. */
const lineAt = (lines: readonly string[], at: number): string => lines[at] ?? "";
const isBlank = (line: string): boolean => line.trim() === "";
const startsTable = (lines: readonly string[], at: number): boolean => {
  const under = lineAt(lines, at + 1);
  return lineAt(lines, at).includes("|") && under.includes("-") && tableRule.test(under);
};

/** Something other than a paragraph begins here, even right under one. */
const interrupts = (lines: readonly string[], at: number): boolean => {
  const line = lineAt(lines, at);
  return (
    fenceMark.test(line) ||
    atxHeading.test(line) ||
    rule.test(line) ||
    /^ {0,3}>/.test(line) ||
    /^ {0,3}(?:[-*+]|1[.)])[ \t]+\S/.test(line) ||
    math.test(line) ||
    startsTable(lines, at)
  );
};

const endOfFence = (lines: readonly string[], at: number, mark: string): number => {
  const end = lines.findIndex((line, index) => {
    const text = index > at ? line.trim() : "";
    return text.startsWith(mark) && text.replaceAll(mark.charAt(0), "") === "";
  });
  return end === -1 ? lines.length : end + 1;
};

const endOfMath = (lines: readonly string[], at: number): number => {
  if (/\$\$\s*$/.test(lineAt(lines, at).trim().slice(2))) return at + 1;
  const end = lines.findIndex((line, index) => index > at && /\$\$\s*$/.test(line));
  return end === -1 ? lines.length : end + 1;
};

/** Items, what is indented under them, and blank lines between them. */
const endOfList = (lines: readonly string[], from: number): number => {
  let at = from + 1;
  let end = at;
  while (at < lines.length) {
    const line = lineAt(lines, at);
    const nested = /^\s*(`{3,}|~{3,})/.exec(line);
    if (isBlank(line)) at++;
    else if (isBlank(lineAt(lines, at - 1)) && !/^(?: {2,}|\t)/.test(line) && (!itemMark.test(line) || rule.test(line)))
      break;
    else if (!/^\s/.test(line) && (fenceMark.test(line) || atxHeading.test(line) || rule.test(line))) break;
    else if (nested?.[1] !== undefined) end = at = endOfFence(lines, at, nested[1]);
    else end = ++at;
  }
  return end;
};

const endWhile = (lines: readonly string[], at: number, goes: (line: string, at: number) => boolean): number => {
  let end = at + 1;
  while (end < lines.length && !isBlank(lineAt(lines, end)) && goes(lineAt(lines, end), end)) end++;
  return end;
};

interface Span {
  kind: Block["kind"] | "heading";
  level: number;
  end: number;
}

const readSpan = (lines: readonly string[], at: number): Span => {
  const line = lineAt(lines, at);
  const is = (kind: Span["kind"], end: number, level = 0): Span => ({ kind, end, level });
  if (at === 0 && line.trim() === "---") {
    const end = lines.findIndex((other, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(other));
    if (end > 0) return is("other", end + 1);
  }
  const [, fence] = fenceMark.exec(line) ?? [];
  if (fence !== undefined) return is("code", endOfFence(lines, at, fence));
  if (math.test(line)) return is("code", endOfMath(lines, at));
  if (/^(?: {4}|\t)/.test(line))
    return is(
      "code",
      endWhile(lines, at, (other) => /^(?: {4}|\t)/.test(other)),
    );
  const [, marks] = atxHeading.exec(line) ?? [];
  if (marks !== undefined) return is("heading", at + 1, marks.length);
  if (rule.test(line)) return is("other", at + 1);
  if (itemMark.test(line)) return is("list", endOfList(lines, at));
  if (/^ {0,3}>/.test(line))
    return is(
      "quote",
      endWhile(lines, at, (other, index) => other.startsWith(">") || !interrupts(lines, index)),
    );
  if (definition.test(line))
    return is(
      "other",
      endWhile(lines, at, () => true),
    );
  if (html.test(line))
    return is(
      "other",
      endWhile(lines, at, () => true),
    );
  if (startsTable(lines, at))
    return is(
      "table",
      endWhile(lines, at, (other) => other.includes("|")),
    );
  const end = endWhile(lines, at, (other, index) => !interrupts(lines, index) && !/^ {0,3}=+\s*$/.test(other));
  const under = lineAt(lines, end);
  if (/^ {0,3}=+\s*$/.test(under)) return is("heading", end + 1, 1);
  if (/^ {0,3}-+\s*$/.test(under)) return is("heading", end + 1, 2);
  return is("paragraph", end);
};

/** Reads Markdown of anybody's making. */
export const readPage = (title: string, markdown: string): Page => {
  const newline = markdown.includes("\r\n") ? "\r\n" : "\n";
  const lines = markdown.replaceAll("\r\n", "\n").split("\n");
  let part: Part = { heading: undefined, level: 0, tight: false, blocks: [] };
  const parts = [part];
  let at = 0;
  while (at < lines.length) {
    if (isBlank(lineAt(lines, at))) {
      at++;
      continue;
    }
    const { kind, level, end } = readSpan(lines, at);
    const text = lines.slice(at, end).join("\n").trimEnd();
    const tight = at > 0 && !isBlank(lineAt(lines, at - 1));
    if (kind === "heading") {
      part = { heading: text, level, tight, blocks: [] };
      parts.push(part);
    } else part.blocks.push({ kind, text, tight });
    at = end;
  }
  return { title, parts, newline };
};

/** The Markdown of a page. */
export const writePage = ({ parts, newline }: Page): string => {
  let text = "";
  const add = (piece: string, tight: boolean): void => {
    text += text === "" ? piece : `${tight ? "\n" : "\n\n"}${piece}`;
  };
  for (const part of parts) {
    if (part.heading !== undefined) add(part.heading, part.tight);
    for (const block of part.blocks) add(block.text, block.tight);
  }
  return newline === "\n" ? text : text.replaceAll("\n", newline);
};

/** What a heading says, without its marks. */
export const headingText = ({ heading = "" }: Part): string =>
  heading
    .replace(/\n {0,3}(?:=+|-+)\s*$/, "")
    .trim()
    .replace(/^#{1,6}(?:[ \t]+|$)/, "")
    .replace(/[ \t]#+$/, "")
    .trim();

/** A heading that says something else. */
export const nameHeading = (part: Part, text: string): void => {
  part.heading = `${"#".repeat(part.level)} ${text}`;
};

/** A block of its own. */
export const blockOf = (kind: Block["kind"], text: string): Block => ({ kind, text, tight: false });

/** A part under a new heading. */
export const partOf = (heading: string, level: number, blocks: Block[]): Part => ({
  heading: `${"#".repeat(level)} ${heading}`,
  level,
  tight: false,
  blocks,
});

/** The parts that have something under their heading. */
export const filled = ({ parts }: Page): ReadonlySet<Part> => new Set(parts.filter(({ blocks }) => blocks.length > 0));

/** Drops those of them under whose heading nothing stands any more, unless they are about to hold others. */
export const dropEmpty = (page: Page, had: ReadonlySet<Part>): void => {
  let below = 0;
  page.parts = page.parts
    .toReversed()
    .filter((part) => {
      const stays = part.heading === undefined || part.blocks.length > 0 || !had.has(part) || below > part.level;
      if (stays) below = part.level;
      return stays;
    })
    .toReversed();
};
