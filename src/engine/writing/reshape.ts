import type { Page, Part } from "./page.ts";
import { blockOf, headingText, nameHeading } from "./page.ts";
import { itemsOf, itemText, joinPassages, passagesOf } from "./passages.ts";
import { isApparatus } from "./places.ts";
import type { Range } from "./places.ts";

const textParts = ({ parts }: Page, { from, to }: Range): Part[] =>
  parts.slice(from, to).filter((part) => !isApparatus(part));

const bulletOf =
  (ordered: boolean) =>
  (text: string, at: number): string =>
    ordered ? `${at + 1}. ${text}` : `- ${text}`;

/** A sentence may open with what would be read as the mark of a block. */
const atLineStart = (text: string): string =>
  text.replace(/^(#{1,6}|[-+>*]|\d{1,9}(?=[.)]))(?=[.)\s]|$)/, (mark) => (/\d/.test(mark) ? mark : `\\${mark}`));

/** Paragraphs become lists, one item a sentence; lists that are there take the wanted marks. Counts what changed. */
export const makeLists = (page: Page, range: Range, ordered: boolean): number => {
  let changed = 0;
  for (const part of textParts(page, range)) {
    for (const block of part.blocks) {
      if (block.kind === "list") {
        const items = itemsOf(block.text);
        const text = items.map((item, at) => bulletOf(ordered)(itemText(item), at)).join("\n");
        if (text !== block.text && !text.includes("\n ")) {
          block.text = text;
          changed++;
        }
      } else if (block.kind === "paragraph" && !/^!\[[^\]]*\]\([^)]*\)$/.test(block.text)) {
        const passages = passagesOf(block.text);
        // What announces a list stays above it.
        if (passages.length === 1 && passages.every(({ text }) => /[:：]$/.test(text))) continue;
        block.text = passages
          .map((passage) => joinPassages([passage]))
          .map((text, at) => bulletOf(ordered)(atLineStart(text), at))
          .join("\n");
        block.kind = "list";
        block.tight = false;
        changed++;
      }
    }
    mergeLists(part, ordered);
  }
  return changed;
};

/** Lists that follow each other are one. */
const mergeLists = (part: Part, ordered: boolean): void => {
  const blocks: Part["blocks"] = [];
  for (const block of part.blocks) {
    const last = blocks.at(-1);
    if (last?.kind !== "list" || block.kind !== "list") blocks.push(block);
    else
      last.text = [...itemsOf(last.text), ...itemsOf(block.text)]
        .map((item, at) => (ordered ? item.replace(/^ {0,3}\d+[.)]/, `${at + 1}.`) : item))
        .join("\n");
  }
  part.blocks = blocks;
};

const ends = /[.!?…:;,。！？]["'”’)\]*_]*$/;
const unspaced = /[\p{Script=Thai}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Lists become paragraphs, one sentence an item. Counts what changed. */
export const makeProse = (page: Page, range: Range): number => {
  let changed = 0;
  for (const part of textParts(page, range))
    for (const block of part.blocks) {
      if (block.kind !== "list" || /^\s*(?:```|~~~)/m.test(block.text)) continue;
      const lines = block.text
        .replaceAll(/\n{2,}/g, "\n")
        .split(/\n(?=\s*(?:[-*+]|\d{1,9}[.)])\s)/)
        .map((item) => itemText(item.trim()).replaceAll(/\s+/g, " ").trim())
        .filter((text) => text !== "");
      block.text = lines
        .map((line) => {
          const [marks = ""] = /(?: {0,3}\[\d{1,4}\])+$/.exec(line) ?? [];
          const text = line.slice(0, line.length - marks.length);
          return ends.test(text) || unspaced.test(text) ? line : `${text}.${marks}`;
        })
        .join(" ");
      block.kind = "paragraph";
      block.tight = false;
      changed++;
    }
  return changed;
};

const mostSentences = 3;

/** Long paragraphs become several of a few sentences. Counts what changed. */
export const splitParagraphs = (page: Page, range: Range): number => {
  let changed = 0;
  for (const part of textParts(page, range))
    part.blocks = part.blocks.flatMap((block) => {
      const passages = block.kind === "paragraph" ? passagesOf(block.text) : [];
      if (passages.length <= mostSentences) return [block];
      changed++;
      const pieces = Math.ceil(passages.length / mostSentences);
      const size = Math.ceil(passages.length / pieces);
      return Array.from({ length: pieces }, (_, at) =>
        blockOf("paragraph", joinPassages(passages.slice(at * size, (at + 1) * size))),
      ).filter(({ text }) => text !== "");
    });
  return changed;
};

const smallWords = new Set(
  "a an and as at but by for from if in into nor of off on or over per so the to up via vs with yet".split(" "),
);

const isPlain = (word: string): boolean => /^\p{Lu}?[\p{Ll}\p{M}'’-]+$/u.test(word);
const raise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Words that the text writes with a capital inside sentences: names. */
const namesIn = ({ parts }: Page): Set<string> => {
  const names = new Set<string>();
  for (const part of parts)
    for (const { kind, text } of part.blocks)
      if (kind !== "code") for (const [name] of text.matchAll(/(?<=[\p{Ll},;] )\p{Lu}[\p{L}\p{M}]+/gu)) names.add(name);
  return names;
};

/** Writes the headings in the case of titles or of sentences. Counts what changed. */
export const caseHeadings = (page: Page, style: "title" | "sentence"): number => {
  const names = style === "sentence" ? namesIn(page) : new Set<string>();
  let changed = 0;
  for (const part of page.parts) {
    if (part.heading === undefined) continue;
    const text = headingText(part);
    const pieces = text.split(/(`[^`]*`|\]\([^)]*\)|[\p{L}\p{M}\p{N}'’]+)/u);
    const words = pieces.flatMap((piece, at) => (at % 2 === 1 && /^[\p{L}]/u.test(piece) ? [at] : []));
    const cased = pieces.map((piece, at) => {
      if (!words.includes(at) || !isPlain(piece)) return piece;
      const isEdge =
        at === words[0] ||
        (style === "title" && at === words.at(-1)) ||
        /[:?!.]\s*$/.test(pieces.slice(0, at).join(""));
      if (style === "title") return isEdge || !smallWords.has(piece.toLowerCase()) ? raise(piece) : piece.toLowerCase();
      return isEdge ? raise(piece) : names.has(piece) || piece === "I" ? piece : piece.toLowerCase();
    });
    if (cased.join("") === text) continue;
    nameHeading(part, cased.join(""));
    changed++;
  }
  return changed;
};
