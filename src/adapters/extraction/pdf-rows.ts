import { cleanText } from "./plain.ts";

/** Words on one baseline without a gap that a column or a cell could make. */
export interface Fragment {
  text: string;
  x: number;
  end: number;
}

/** What stands on one baseline, from left to right. */
export interface Row {
  fragments: readonly Fragment[];
  x: number;
  end: number;
  y: number;
  size: number;
  isMonospaced: boolean;
}

interface Item {
  str: string;
  /** Of an affine matrix, by columns. */
  transform: readonly [number, number, number, number, number, number];
  width: number;
  fontName: string;
  dir: string;
}

/** In parts of the letters' size: what is a space, and what is more than one. */
const spaceGap = 0.18;
const columnGap = 0.9;

const isItem = (item: unknown): item is Item =>
  typeof item === "object" && item !== null && "str" in item && "transform" in item;

interface Glyphs {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
  isMonospaced: boolean;
  isRightToLeft: boolean;
}

/** An item in upright coordinates, whatever quarter turn it is set in. */
const upright = ({ str, transform, width, fontName, dir }: Item, monospaced: ReadonlySet<string>): Glyphs => {
  const [a, b, c, d, e, f] = transform;
  const [x, y] = Math.abs(a) >= Math.abs(b) ? (a >= 0 ? [e, f] : [-e, -f]) : b > 0 ? [f, -e] : [-f, e];
  // Matrices are the file's own: a huge or missing figure must not reach the sums.
  const finite = (figure: number): number => (Number.isFinite(figure) ? figure : 0);
  return {
    text: cleanText(str),
    x: finite(x),
    y: finite(y),
    width: finite(width),
    size: finite(Math.hypot(c, d) || Math.hypot(a, b)) || 1,
    isMonospaced: monospaced.has(fontName),
    isRightToLeft: dir === "rtl",
  };
};

/** One form of white space, and of the Thai vowel that fonts set as two glyphs. */
const mend = (text: string): string =>
  text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\u0E4D([\u0E48-\u0E4B]?)\u0E32|([\u0E48-\u0E4B])\u0E4D\u0E32/g, "$1$2\u0E33")
    .trim()
    .normalize("NFC");

const joinFragments = (glyphs: readonly Glyphs[]): Fragment[] => {
  const fragments: Fragment[] = [];
  const isRightToLeft = glyphs.filter((glyph) => glyph.isRightToLeft).length > glyphs.length / 2;
  let isSpaced = false;
  for (const { text, x, width, size } of glyphs.toSorted((a, b) => (isRightToLeft ? b.x - a.x : a.x - b.x))) {
    if (text.trim() === "") {
      isSpaced ||= text !== "";
      continue;
    }
    const last = fragments.at(-1);
    const gap = last === undefined ? 0 : isRightToLeft ? last.x - (x + width) : x - last.end;
    if (last === undefined || gap > columnGap * size) fragments.push({ text, x, end: x + width });
    else {
      last.text += (isSpaced || gap > spaceGap * size ? " " : "") + text;
      last.x = Math.min(last.x, x);
      last.end = Math.max(last.end, x + width);
    }
    isSpaced = false;
  }
  return fragments.map((fragment) => ({ ...fragment, text: mend(fragment.text) }));
};

const rowOf = (glyphs: readonly Glyphs[]): Row | undefined => {
  const fragments = joinFragments(glyphs);
  // The row is as large as the letters that most of it is set in: a raised figure is smaller.
  const [main] = glyphs.toSorted((a, b) => b.text.trim().length - a.text.trim().length);
  if (main === undefined || fragments.length === 0) return undefined;
  return {
    fragments,
    x: Math.min(...fragments.map(({ x }) => x)),
    end: Math.max(...fragments.map(({ end }) => end)),
    y: main.y,
    size: main.size,
    isMonospaced: glyphs.every((glyph) => glyph.isMonospaced || glyph.text.trim() === ""),
  };
};

/** Rows of a page in the order in which the page was written, which is nearly always the order to read it in. */
export const rowsOf = (items: readonly unknown[], monospaced: ReadonlySet<string>): Row[] => {
  const rows: Row[] = [];
  let open: Glyphs[] = [];
  const close = (): void => {
    const row = rowOf(open);
    if (row !== undefined) rows.push(row);
    open = [];
  };
  for (const item of items) {
    if (!isItem(item) || item.str === "") continue;
    const glyphs = upright(item, monospaced);
    const last = open.at(-1);
    const first = open[0];
    // Printed twice to look bold.
    if (last?.text === glyphs.text && Math.abs(last.x - glyphs.x) < 1 && Math.abs(last.y - glyphs.y) < 1) continue;
    if (first !== undefined && Math.abs(first.y - glyphs.y) > Math.min(first.size, glyphs.size) * 0.5) close();
    open.push(glyphs);
  }
  close();
  return rows;
};

/** The text of a row. */
export const textOf = ({ fragments }: Row): string => fragments.map(({ text }) => text).join(" ");
