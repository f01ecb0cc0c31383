import type { Block } from "#engine/text";
import { textOf } from "./pdf-rows.ts";
import type { Row } from "./pdf-rows.ts";

/** What some pages tell of the whole document. */
export interface Profile {
  /** Size of the letters that most of the text is set in. */
  bodySize: number;
  /** Sizes of headings, the largest first. */
  headingSizes: readonly number[];
  /** What stands at the same height on many pages: running titles. */
  running: ReadonlySet<string>;
  /** Titles of the document's own table of contents, and how deep they lie. */
  outline: ReadonlyMap<string, number>;
}

/** A larger size than the text's, by this factor, is a heading's. */
const larger = 1.15;
const mostSizes = 4;
/** Rows at the top and at the bottom of a page that may be running titles. */
const marginRows = 2;
/** Points that a running title may move by. */
const slack = 4;

const roundSize = (size: number): number => Math.round(size * 2) / 2;

/** A page number by itself, or with the number of all pages. */
const pageNumber =
  /^(?:[-–—[(]\s*)?(?:(?:page|p\.|seite|หน้า)\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|\/|von|จาก)\s*\d{1,4})?(?:\s*[-–—\])])?$/i;

/** What is the same of a running title on every page: its text but for the figures, and about where it stands. */
const runningKeys = (row: Row): string[] => {
  const text = textOf(row).replaceAll(/\d+/g, "#").toLowerCase();
  const band = Math.floor(row.y / slack);
  return [`${band} ${text}`, `${band + 1} ${text}`];
};

/** The rows of a page that stand highest and lowest. */
export const marginOf = (rows: readonly Row[]): readonly Row[] => {
  const byHeight = rows.toSorted((a, b) => b.y - a.y);
  return rows.length <= marginRows * 2 ? byHeight : [...byHeight.slice(0, marginRows), ...byHeight.slice(-marginRows)];
};

/** Whether a row in the margin is a running title or a page number. */
export const isRunning = (row: Row, { running, bodySize }: Profile): boolean =>
  row.size < bodySize * larger && (pageNumber.test(textOf(row)) || runningKeys(row).some((key) => running.has(key)));

/** Learns from the rows of some pages. */
export const profileOf = (pages: readonly (readonly Row[])[], outline: ReadonlyMap<string, number>): Profile => {
  const letters = new Map<number, number>();
  const running = new Map<string, number>();
  for (const rows of pages) {
    for (const row of rows) {
      const size = roundSize(row.size);
      letters.set(size, (letters.get(size) ?? 0) + textOf(row).length);
    }
  }
  const [bodySize] = [...letters].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [10, 0]);
  for (const rows of pages) {
    // What is as large as a heading is one, even at the top of every page.
    const margin = marginOf(rows).filter(({ size }) => size < bodySize * larger);
    for (const key of new Set(margin.flatMap(runningKeys))) running.set(key, (running.get(key) ?? 0) + 1);
  }
  const all = [...letters.values()].reduce((sum, count) => sum + count, 0);
  // On every other page at least, as of a book with two kinds of pages; of a few pages nothing can be told.
  const often = Math.max(3, Math.ceil(pages.length * 0.4));
  return {
    bodySize,
    headingSizes: [...letters]
      .filter(([size, count]) => size >= bodySize * larger && count < all * 0.2)
      .map(([size]) => size)
      .toSorted((a, b) => b - a)
      .slice(0, mostSizes),
    running: new Set([...running].filter(([, count]) => count >= often).map(([key]) => key)),
    outline,
  };
};

type Level = NonNullable<Block["level"]>;

const levels: readonly Level[] = [1, 2, 3, 4, 5, 6];

const titleKey = (text: string): string => text.toLowerCase().replaceAll(/[\s\p{P}]+/gu, "");

/** Puts the titles of a table of contents where `headingLevel` finds them. */
export const outlineOf = (titles: readonly { title: string; depth: number }[]): ReadonlyMap<string, number> =>
  new Map(titles.map(({ title, depth }) => [titleKey(title), depth] as const).filter(([key]) => key !== ""));

/** The level of the heading that rows of this text and size are, if they are one. */
export const headingLevel = (text: string, size: number, profile: Profile): Level | undefined => {
  if (text.length > 200 || !/\p{L}/u.test(text)) return undefined;
  const depth = profile.outline.get(titleKey(text));
  if (depth !== undefined) return levels[Math.min(depth, levels.length - 1)];
  if (size < profile.bodySize * larger) return undefined;
  const rank = profile.headingSizes.findIndex((known) => roundSize(size) >= known);
  return levels[rank === -1 ? Math.max(0, profile.headingSizes.length - 1) : rank];
};
