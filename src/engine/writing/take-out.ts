import { tokenise } from "../text/index.ts";
import type { Kind } from "./asks.ts";
import { dropEmpty, filled } from "./page.ts";
import type { Block, Page, Part } from "./page.ts";
import { itemsOf, joinPassages, passagesOf, withoutMarks } from "./passages.ts";
import { isApparatus, isSources } from "./places.ts";
import type { Extent } from "./places.ts";

const codeSpans = /((?:^|\n)\s*(?:```|~~~)[\s\S]*?\n\s*(?:```|~~~)|`[^`\n]+`)/;

/** Changes a text, and leaves the code in it as it is. */
const outsideCode = (text: string, change: (text: string) => string): string =>
  text
    .split(codeSpans)
    .map((piece, at) => (at % 2 === 1 ? piece : change(piece)))
    .join("");

const isFrontMatter = (page: Page, block: Block): boolean =>
  block === page.parts[0]?.blocks[0] && block.text.startsWith("---\n");

/** Changes all that is written, headings and lists too, and drops what becomes empty. Counts the blocks that changed. */
const rewrite = (page: Page, { from, to }: Extent, change: (text: string) => string): number => {
  let changed = 0;
  for (const part of page.parts.slice(from, to)) {
    if (part.heading !== undefined) {
      const heading = outsideCode(part.heading, change);
      if (heading !== part.heading) {
        part.heading = heading;
        changed++;
      }
    }
    for (const block of part.blocks) {
      if (block.kind === "code" || isFrontMatter(page, block)) continue;
      const text = outsideCode(block.text, change);
      if (text === block.text) continue;
      changed++;
      block.text = text
        .split("\n")
        .map((line) => line.trimEnd())
        .join("\n")
        .trim();
      if (block.kind === "list")
        block.text = block.text
          .split("\n")
          .filter((line) => !/^\s*(?:[-*+]|\d{1,9}[.)])$/.test(line))
          .join("\n");
    }
    part.blocks = part.blocks.filter(({ text }) => text !== "" && !/^(?:>\s*)+$/.test(text));
  }
  return changed;
};

const image = /!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])[ \t]*/g;

const dropLinks = (text: string): string =>
  text
    .replaceAll(/(?<!!)\[((?:[^[\]\n]|!\[[^\]\n]*\]\([^)\n]*\)){1,300})\]\((?:[^()\n]|\([^()\n]*\)){0,2000}\)/g, "$1")
    .replaceAll(/(?<!!)\[([^\]\n]{1,300})\]\[[^\]\n]*\]/g, "$1")
    .replaceAll(/^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S.*$/gm, "")
    .replaceAll(/[ \t]?<(?:https?:\/\/|mailto:)[^>\s]+>/g, "")
    .replaceAll(/(?<![(\w"'])[ \t]?\bhttps?:\/\/[^\s<>)\]]*[^\s<>)\].,;:!?]/g, "");

const dropBlocks = (page: Page, { from, to }: Extent, goes: (block: Block) => boolean): number => {
  let gone = 0;
  for (const part of page.parts.slice(from, to)) {
    const left = part.blocks.filter((block) => !goes(block));
    gone += part.blocks.length - left.length;
    part.blocks = left;
  }
  return gone;
};

/** Takes out all of a kind. Counts what went. */
export const takeOut = (page: Page, range: Extent, kind: Kind): number => {
  switch (kind) {
    case "sources": {
      const before = page.parts.length;
      page.parts = page.parts.filter((part) => !isSources(part));
      return before - page.parts.length + rewrite(page, { from: 0, to: page.parts.length }, withoutMarks);
    }
    case "quotes": {
      const had = filled(page);
      const gone = dropBlocks(page, range, (block) => block.kind === "quote");
      dropEmpty(page, had);
      return gone;
    }
    case "tables":
      return dropBlocks(page, range, (block) => block.kind === "table");
    case "code": {
      const gone = dropBlocks(page, range, ({ kind: is, text }) => is === "code" && !text.trimStart().startsWith("$$"));
      let changed = 0;
      for (const part of page.parts.slice(range.from, range.to))
        for (const block of part.blocks) {
          const text =
            block.kind === "list"
              ? block.text.replaceAll(/\n\s*(```|~~~)[\s\S]*?\n\s*\1[`~]*[ \t]*(?=\n|$)/g, "")
              : block.text;
          if (text !== block.text) changed++;
          block.text = text;
        }
      return gone + changed;
    }
    case "links":
      return rewrite(page, range, dropLinks);
    case "images":
      return rewrite(page, range, (text) => text.replaceAll(image, ""));
    case "bold":
      return rewrite(page, range, (text) =>
        text
          .replaceAll(/\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*/g, "$1")
          .replaceAll(/(?<![\p{L}\p{N}_])__(?=\S)([^_\n]+?)(?<=\S)__(?![\p{L}\p{N}_])/gu, "$1"),
      );
    case "emoji":
      return rewrite(page, range, (text) =>
        text.replaceAll(
          /[ \t]?(?:(?![©®™])\p{Extended_Pictographic}|\p{Regional_Indicator})(?:\u200D|\uFE0F|\p{Emoji_Modifier}|\p{Extended_Pictographic})*/gu,
          "",
        ),
      );
    case "headings": {
      const { parts } = page;
      const [first] = parts;
      const gone = parts.filter(({ heading }, at) => at >= range.from && at < range.to && heading !== undefined).length;
      const kept: Part[] = first === undefined ? [] : [first];
      for (const [at, part] of parts.entries()) {
        if (at === 0) continue;
        const isKept = at < range.from || at >= range.to || isSources(part);
        if (isKept) kept.push(part);
        else kept.at(-1)?.blocks.push(...part.blocks.map((block) => ({ ...block, tight: false })));
      }
      page.parts = kept;
      return gone;
    }
    case "repetitions":
      return dropPassages(page, range, repeats());
  }
};

const keyOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "");

const repeats = (): ((text: string) => boolean) => {
  const seen = new Set<string>();
  return (text) => {
    const key = keyOf(withoutMarks(text));
    if (key === "" || seen.has(key)) return key !== "";
    seen.add(key);
    return false;
  };
};

/** Takes out the sentences and items that something is true of. */
const dropPassages = (page: Page, { from, to }: Extent, goes: (text: string) => boolean): number => {
  let gone = 0;
  const had = filled(page);
  for (const part of page.parts.slice(from, to)) {
    if (isApparatus(part)) continue;
    for (const block of part.blocks) {
      if (block.kind === "paragraph") {
        const passages = passagesOf(block.text);
        const left = passages.filter(({ text }) => !goes(text));
        if (left.length === passages.length) continue;
        gone += passages.length - left.length;
        block.text = joinPassages(left);
      } else if (block.kind === "list") {
        const items = itemsOf(block.text);
        const left = items.filter((item) => !goes(item));
        if (left.length === items.length) continue;
        gone += items.length - left.length;
        block.text = left.join("\n");
      } else if (block.kind === "quote" && goes(block.text)) {
        gone++;
        block.text = "";
      }
    }
    part.blocks = part.blocks.filter(({ text }) => text !== "");
  }
  dropEmpty(page, had);
  return gone;
};

/** Takes out the sentences that speak of something. Counts them. */
export const takeOutAbout = (page: Page, subject: string): number => {
  const asked = [...new Set(tokenise(subject))];
  const plain = subject.toLowerCase();
  const speaks = (text: string): boolean => {
    if (asked.length === 0) return plain !== "" && text.toLowerCase().includes(plain);
    const words = new Set(tokenise(text));
    return asked.every((word) => words.has(word));
  };
  return dropPassages(page, { from: 0, to: page.parts.length }, speaks);
};

/** Takes out one paragraph or sentence, counted from 1, or from the end by -1. */
export const takeOutNth = (page: Page, { from, to }: Extent, unit: "paragraph" | "sentence", nth: number): boolean => {
  const blocks = page.parts
    .slice(from, to)
    .flatMap((part) =>
      isApparatus(part)
        ? []
        : part.blocks.filter(({ kind, text }) => kind === "paragraph" && !/^!\[[^\]\n]*\]\([^)\n]*\)$/.test(text)),
    );
  const pick = <T>(list: readonly T[]): T | undefined => list.at(nth > 0 ? nth - 1 : nth);
  if (unit === "paragraph") {
    const block = pick(blocks);
    return block !== undefined && dropBlocks(page, { from: 0, to: page.parts.length }, (other) => other === block) > 0;
  }
  const cut = blocks.map((block) => ({ block, passages: passagesOf(block.text) }));
  const passage = pick(cut.flatMap(({ passages }) => passages));
  const home = cut.find(({ passages }) => passage !== undefined && passages.includes(passage));
  if (home === undefined) return false;
  home.block.text = joinPassages(home.passages.filter((other) => other !== passage));
  dropBlocks(page, { from: 0, to: page.parts.length }, ({ text }) => text === "");
  return true;
};

const escapePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

/** Scripts that put particles right behind a word, or no space at all. */
const joined = /[\p{Script=Thai}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Puts one wording for another, whole words, and not where code or a link would break. Counts the places. */
export const replaceWords = (page: Page, from: string, to: string): number => {
  const edge = (letter: string): boolean => /[\p{L}\p{N}]/u.test(letter) && !joined.test(letter);
  const words = escapePattern(from).replaceAll(/\s+/g, String.raw`\s+`);
  const shape = `${edge(from.charAt(0)) ? String.raw`(?<![\p{L}\p{N}_])` : ""}${words}${edge(from.slice(-1)) ? String.raw`(?![\p{L}\p{N}_])` : ""}`;
  let places = 0;
  const replaceIn = (text: string, pattern: RegExp): string =>
    text
      .split(/(\]\([^()\n]{0,500}\)|<[^<>\n]{1,500}>|https?:\/\/\S+|^ {0,3}\[[^\]\n]+\]:.*$)/m)
      .map((piece, at) =>
        at % 2 === 1
          ? piece
          : piece.replaceAll(pattern, (found) => {
              places++;
              return /^\p{Lu}/u.test(found) && /^\p{Ll}/u.test(from) ? to.charAt(0).toUpperCase() + to.slice(1) : to;
            }),
      )
      .join("");
  for (const flags of ["gu", "giu"]) {
    const pattern = new RegExp(shape, flags);
    page.title = replaceIn(page.title, pattern);
    const sources = page.parts.findIndex(isSources);
    rewrite(page, { from: 0, to: sources === -1 ? page.parts.length : sources }, (text) => replaceIn(text, pattern));
    if (places > 0) break;
  }
  return places;
};
