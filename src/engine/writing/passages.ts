import { cutPieces, tokenise } from "../text/index.ts";

/** A sentence of a draft. */
export interface Passage {
  /** Without the marks at its end. */
  text: string;
  /** The marks at its end: `[1]`. */
  marks: string;
  /** The marks that stand for it: its own, or those of the next sentence of its paragraph that has some. */
  source: string;
  /** It opens a paragraph. */
  opens: boolean;
  words: readonly string[];
}

const mark = String.raw`\[\d{1,4}(?: ?[,;] ?\d{1,4}){0,20}\]`;
const leadingMarks = new RegExp(String.raw`^(?: {0,3}${mark})+`);
const trailingMarks = new RegExp(String.raw`(?: {0,3}${mark})+$`);
const markThenThai = new RegExp(String.raw`${mark} +(?=\p{Script=Thai})`, "gu");

/** Marks of sources anywhere in a text. */
export const marksIn = (text: string): Set<string> =>
  new Set([...text.matchAll(new RegExp(mark, "g"))].flatMap(([found]) => found.match(/\d+/g) ?? []));

/** A text without its marks. */
export const withoutMarks = (text: string): string =>
  text.replaceAll(new RegExp(String.raw`[ \t]{0,3}${mark}(?![(\[:])`, "g"), "");

/** What no sentence ends in: code, and where links lead. */
const inline = /`[^`\n]+`|\]\([^()\s]{0,500}(?: "[^"]{0,200}")?\)|<[^<>\s]{1,500}>|https?:\/\/\S+/g;

/** Where sentences end in one line of text. */
const borders = (line: string): number[] => {
  const masked = line.replaceAll(inline, (found) => "x".repeat(found.length));
  const ends = cutPieces(masked).map(({ end }) => end);
  for (const { index, 0: found } of masked.matchAll(markThenThai)) ends.push(index + found.trimEnd().length);
  return [...new Set([...ends, line.length])].toSorted((a, b) => a - b);
};

/** A paragraph as sentences. */
export const passagesOf = (paragraph: string): Passage[] => {
  const line = paragraph.replaceAll(/\s+/g, " ").trim();
  const cut: { text: string; marks: string }[] = [];
  let from = 0;
  for (const end of borders(line)) {
    let piece = line.slice(from, end).trim();
    from = end;
    const [leading = ""] = leadingMarks.exec(piece) ?? [];
    const last = cut.at(-1);
    if (leading !== "" && last !== undefined) {
      last.marks = `${last.marks} ${leading.trim()}`.trim();
      piece = piece.slice(leading.length).trim();
    }
    if (piece === "") continue;
    const [trailing = ""] = trailingMarks.exec(piece) ?? [];
    const text = piece.slice(0, piece.length - trailing.length);
    // A rest without a letter is the end of what was before.
    if (last !== undefined && !/[\p{L}\p{N}]/u.test(text)) {
      last.text += text === "" ? "" : ` ${text}`;
      last.marks = `${last.marks} ${trailing.trim()}`.trim();
    } else cut.push({ text, marks: trailing.trim() });
  }
  let source = "";
  const sources = cut
    .toReversed()
    .map(({ marks }) => (source = marks === "" ? source : marks))
    .toReversed();
  return cut.map(({ text, marks }, at) => ({
    text,
    marks,
    source: sources[at] ?? "",
    opens: at === 0,
    words: tokenise(text),
  }));
};

/** Sentences as a paragraph, with a mark where its source ends. */
export const joinPassages = (passages: readonly Passage[], glue = " "): string =>
  passages
    .map(({ text, source, marks }, at) => {
      const ends = passages[at + 1]?.source !== source || glue !== " ";
      const shown = ends ? source : marks === source ? "" : marks;
      return shown === "" ? text : `${text} ${shown}`;
    })
    .join(glue);

/** Items of a list: each with its own lines, a nested list among them. */
export const itemsOf = (list: string): string[] => {
  const items: string[] = [];
  for (const line of list.split("\n"))
    if (items.length === 0 || /^ {0,1}(?:[-*+]|\d{1,9}[.)])[ \t]+/.test(line)) items.push(line);
    else items[items.length - 1] += `\n${line}`;
  return items.map((item) => item.trimEnd());
};

/** What an item says, without the mark of the list. */
export const itemText = (item: string): string =>
  item.replace(/^ {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/, "");
