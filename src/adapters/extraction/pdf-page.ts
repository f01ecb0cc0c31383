import type { Block } from "#engine/text";
import { headingLevel, isRunning, marginOf } from "./pdf-profile.ts";
import type { Profile } from "./pdf-profile.ts";
import { textOf } from "./pdf-rows.ts";
import type { Fragment, Row } from "./pdf-rows.ts";

/** Points between what is set one below the other. */
const alignment = 2.5;
/** Lines closer than this, in parts of the letters' size, belong to one paragraph. */
const looseLeading = 1.75;
const fewestColumnRows = 4;
/** Letters that a row of a column of prose holds at least, on the average; a cell of a table holds fewer. */
const columnLetters = 22;

const listMark = /^(?:[•◦▪‣●○■□–*·-]|\(?(?:\d{1,3}|[a-z])[.)])\s+\S/i;
const bareMark = /^(?:[•◦▪‣●○■□–*·-]|\(?(?:\d{1,3}|[a-z])[.)])$/i;
const endsSentence = /[.!?:;…。！？]["'”’)\]]*$/;
/** Scripts without spaces between words: their lines are joined without one. */
const joinsBare =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}、。，！？「」（）]/u;

/** Two lines of a paragraph as one, with a word broken by a hyphen mended. */
const joinLines = (before: string, after: string): string => {
  const last = before.slice(-1);
  const word = /(\S*\p{L})[-\u2010]$/u.exec(before)?.[1];
  // "state-of-the-" keeps its hyphen; "infor-" loses it.
  if (word !== undefined && /^\p{Ll}/u.test(after))
    return (/[-\u2010]/.test(word) ? before : before.slice(0, -1)) + after;
  if (/\d[-–]$/.test(before)) return before + after;
  return joinsBare.test(last) && joinsBare.test(after.slice(0, 1)) ? before + after : `${before} ${after}`;
};

const sharesColumns = (a: Row, b: Row): boolean => {
  if (a.fragments.length < 2 || b.fragments.length < 2) return false;
  const near = (one: Fragment, two: Fragment): boolean =>
    Math.abs(one.x - two.x) < alignment || Math.abs(one.end - two.end) < alignment;
  return a.fragments.filter((one) => b.fragments.some((two) => near(one, two))).length >= 2;
};

const rowWith = (row: Row, fragments: readonly Fragment[]): Row => ({
  ...row,
  fragments,
  x: Math.min(...fragments.map(({ x }) => x)),
  end: Math.max(...fragments.map(({ end }) => end)),
});

/** Rows that run across two columns of prose, as some programs write them: the left column first, then the right. */
const uncross = (rows: readonly Row[]): readonly Row[] => {
  const columns = [0, 1].map((column) => rows.map((row) => rowWith(row, row.fragments.slice(column, column + 1))));
  const isWide = (column: readonly Row[]): boolean =>
    column.reduce((sum, row) => sum + textOf(row).length, 0) >= columnLetters * rows.length;
  const isProse =
    rows.length >= fewestColumnRows && rows.every(({ fragments }) => fragments.length === 2) && columns.every(isWide);
  return isProse ? columns.flat() : rows;
};

/** Runs of rows, each with whether its rows share columns. */
function* runsOf(rows: readonly Row[]): Generator<{ rows: readonly Row[]; isTable: boolean }> {
  let run: Row[] = [];
  let isShared = false;
  const close = () => {
    const ordered = isShared ? uncross(run) : run;
    return { rows: ordered, isTable: isShared && ordered === run };
  };
  for (const row of rows) {
    const last = run.at(-1);
    const shares = last !== undefined && sharesColumns(last, row);
    if (shares && !isShared) {
      // The row before is the table's first.
      run.pop();
      if (run.length > 0) yield close();
      run = [last];
    } else if (isShared && !shares) {
      yield close();
      run = [];
    }
    isShared = shares;
    run.push(row);
  }
  if (run.length > 0) yield close();
}

/** Whether a row goes on with the paragraph that ends with `before`. */
const continues = (before: Row, row: Row, lines: readonly [Row, ...Row[]]): boolean => {
  if (Math.abs(before.size - row.size) > before.size * 0.1) return false;
  const text = textOf(row);
  if (listMark.test(text)) return false;
  const right = Math.max(...lines.map(({ end }) => end));
  const isFull = before.end > right - (right - before.x) * 0.15;
  const drop = before.y - row.y;
  // The next column, or the next page's first line: the sentence says whether it goes on.
  if (drop < 0 || row.x > before.end) return !endsSentence.test(textOf(before)) && /^[\p{Ll}\p{Lo}\d(]/u.test(text);
  const [first, second] = lines;
  const leading = second === undefined ? before.size * looseLeading : first.y - second.y;
  if (drop > Math.min(Math.max(leading, before.size) * 1.3, before.size * 2.5)) return false;
  const isIndented = row.x > Math.min(...lines.map(({ x }) => x)) + row.size * 0.8;
  if (listMark.test(textOf(first)) && row.x <= first.x + 1 && endsSentence.test(textOf(before))) return false;
  if (endsSentence.test(textOf(before)) && (!isFull || (isIndented && lines.length > 1))) return false;
  return true;
};

const withoutBareMarks = (rows: readonly Row[]): Row[] => {
  const joined: Row[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    // A list's mark that was written by itself.
    if (last !== undefined && bareMark.test(textOf(last)) && Math.abs(last.y - row.y) < row.size)
      joined[joined.length - 1] = rowWith(row, [...last.fragments, ...row.fragments]);
    else joined.push(row);
  }
  return joined;
};

/** Rows looked at on either side of one, in the order of writing: more than a column holds. */
const neighbours = 120;

/** How far lines of this place reach: the right edge of their column. */
const reachOf = (row: Row, at: number, rows: readonly Row[]): number => {
  const near = rows.slice(Math.max(0, at - neighbours), at + neighbours);
  const widest = Math.max(...near.filter(({ x }) => Math.abs(x - row.x) < row.size * 4).map(({ end }) => end));
  const beside = near.filter(({ x, y }) => x > row.end && Math.abs(y - row.y) < row.size);
  return Math.min(widest, ...beside.map(({ x }) => x - row.size));
};

/** Whether a line ends though its next word would have fitted: its end means something. */
const isBroken = (before: Row, row: Row, reach: number): boolean => {
  const text = textOf(row);
  const word = text.indexOf(" ") === -1 ? text.length : text.indexOf(" ");
  const wordWidth = ((row.end - row.x) * word) / Math.max(1, text.length);
  return before.end + wordWidth + row.size < reach - (reach - before.x) * 0.08;
};

/** Lines of a program with their indentation. */
const codeOf = (rows: readonly Row[]): string => {
  const left = Math.min(...rows.map(({ x }) => x));
  return rows
    .map((row) => {
      const text = textOf(row);
      const letter = (row.end - row.x) / Math.max(1, text.length);
      return " ".repeat(Math.min(40, Math.round((row.x - left) / Math.max(1, letter)))) + text;
    })
    .join("\n");
};

const paragraphsOf = (rows: readonly Row[], page: number, profile: Profile): Block[] => {
  const blocks: Block[] = [];
  const all = withoutBareMarks(rows);
  let at = 0;
  for (let first = all[at]; first !== undefined; first = all[at]) {
    const lines: [Row, ...Row[]] = [first];
    let text = textOf(first);
    if (first.isMonospaced) {
      for (let row = all[++at]; row?.isMonospaced === true; row = all[++at]) lines.push(row);
      blocks.push({ kind: "code", text: codeOf(lines), page });
      continue;
    }
    const reach = reachOf(first, at, all);
    const isHeading = headingLevel(text, first.size, profile) !== undefined;
    let before = first;
    for (let row = all[++at]; row !== undefined; row = all[++at]) {
      if (row.isMonospaced || !continues(before, row, lines)) break;
      const next = textOf(row);
      if (!isHeading && headingLevel(next, row.size, profile) !== undefined) break;
      // A heading of the text's own size is known by the table of contents alone: what follows is not part of it.
      if (isHeading && row.size < profile.bodySize * 1.15) break;
      lines.push(row);
      text = !isHeading && isBroken(before, row, reach) ? `${text}\n${next}` : joinLines(text, next);
      before = row;
    }
    const level = headingLevel(text, first.size, profile);
    const last = blocks.at(-1);
    if (level !== undefined) blocks.push({ kind: "heading", level, text, page });
    else if (!listMark.test(text)) blocks.push({ kind: "paragraph", text, page });
    else if (last?.kind === "list") last.text += `\n${text}`;
    else blocks.push({ kind: "list", text, page });
  }
  return blocks;
};

/** Blocks of the rows of one page, without running titles and page numbers. */
export const readPage = (rows: readonly Row[], page: number, profile: Profile): Block[] => {
  const running = new Set(marginOf(rows).filter((row) => isRunning(row, profile)));
  const own = rows.filter((row) => !running.has(row));
  return Array.from(runsOf(own)).flatMap((run): Block[] =>
    run.isTable
      ? [
          {
            kind: "table",
            text: run.rows.map(({ fragments }) => fragments.map(({ text }) => text).join(" | ")).join("\n"),
            page,
          },
        ]
      : paragraphsOf(run.rows, page, profile),
  );
};
