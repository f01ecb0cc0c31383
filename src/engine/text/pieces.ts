/** A part of a text that can be quoted by itself, and what is needed to understand it. */
export interface Piece {
  kind: "sentence" | "item" | "row" | "heading" | "code";
  /** Where it stands in its text: `text.slice(start, end)` is the piece, without the mark of a list. */
  start: number;
  end: number;
  /** Which block of the text it belongs to: lines without a blank one between them. */
  block: number;
  /** Place of the line that introduces it: of a row its head, of an item the sentence before the list. */
  lead: number | undefined;
  /** Places of the headings in this text that it stands under. */
  under: readonly number[];
}

interface Line {
  text: string;
  start: number;
}

const listMark = /^\s*(?:[-*+•▪‣·–]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+(?=\S)/;
const headingMark = /^ {0,3}(#{1,6})\s+(?=\S)/;
const fence = /^\s*(?:```|~~~)/;
const tableRule = /^\s*\|?\s*:?-{2,}:?\s*(?:[|+]\s*:?-{2,}:?\s*)*\|?\s*$/;

/** Ends of sentences: after . ! ? before what can begin one, and after the full stops that need no space. */
const sentenceEnd =
  /[.!?…]+["'”’)\]]*\s+(?=["'“‘([*`]*[\p{Lu}\p{Lo}\p{N}])|(?<=\s)[.!?]\s+|[。！？]+[」』”）]*\s*|(?<=\p{Script=Thai}) +(?=\p{Script=Thai})|[.!?]+["'”’)\]]*\s*\n+/gu;

const leastThai = 16;

/** A dot after these ends no sentence. */
const abbreviated =
  /(?:^|[\s(])(?:[A-Z]|e\.g|i\.e|etc|vs|no|nos|fig|figs|eq|sec|ch|vol|pp?|ca|approx|min|max|dr|mr|mrs|ms|prof|st|jr|sr|inc|ltd|co|corp|dept|tel|ext|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.["'”’)\]]*\s+$/i;

const linesOf = (text: string): Line[] => {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    lines.push({ text: line, start });
    start += line.length + 1;
  }
  return lines;
};

const cellsOf = (line: string): string[] => {
  const inner = line.trim().replace(/^\|/, "").replace(/\|$/, "");
  const cut = line.includes("|") ? inner.split("|") : line.includes("\t") ? line.trim().split("\t") : [];
  return cut.map((cell) => cell.trim());
};

/** Whether a line is one of a table: cells between bars or tabs. */
const isRow = (line: string): boolean =>
  cellsOf(line).length > 1 && (/^\s*\|/.test(line) || line.includes("\t") || line.includes(" | "));

const headerless = /^\d[\d.,:% ]*$/;

class Cutter {
  readonly pieces: Piece[] = [];
  readonly #text: string;
  readonly #headings: { level: number; place: number }[] = [];
  #block = 0;

  constructor(text: string) {
    this.#text = text;
  }

  newBlock(): void {
    this.#block++;
  }

  get block(): number {
    return this.#block;
  }

  /** Adds what stands between two places, without the white space around it. */
  add(kind: Piece["kind"], from: number, to: number, lead: number | undefined): number | undefined {
    const raw = this.#text.slice(from, to);
    const start = from + (raw.length - raw.trimStart().length);
    const end = from + raw.trimEnd().length;
    if (end <= start || !/[\p{L}\p{N}]/u.test(raw)) return undefined;
    this.pieces.push({ kind, start, end, block: this.#block, lead, under: this.#headings.map(({ place }) => place) });
    return this.pieces.length - 1;
  }

  addHeading(from: number, to: number, level: number): void {
    while ((this.#headings.at(-1)?.level ?? 0) >= level) this.#headings.pop();
    const place = this.add("heading", from, to, undefined);
    if (place !== undefined) this.#headings.push({ level, place });
  }

  addSentences(from: number, to: number): void {
    const text = this.#text.slice(from, to);
    let start = 0;
    for (const { index, 0: found } of text.matchAll(sentenceEnd)) {
      const end = index + found.length;
      // Thai ends its sentences with a space, and has others too.
      if (/^ +$/.test(found) && end - start < leastThai) continue;
      const tail = text.slice(Math.max(start, end - 20), end);
      if (!found.includes("\n") && abbreviated.test(tail)) continue;
      // "1. " at the start of a line is a number, not a sentence.
      if (/^\s*\(?\d{1,3}[.)]\s+$/.test(text.slice(start, end))) continue;
      this.add("sentence", from + start, from + end, undefined);
      start = end;
    }
    this.add("sentence", from + start, to, undefined);
  }
}

/** A short line of its own without an end of a sentence, as headings are where they have no mark. */
const looksLikeHeading = (lines: readonly Line[], at: number): boolean => {
  const text = lines[at]?.text.trim() ?? "";
  const isAlone = (lines[at - 1]?.text.trim() ?? "") === "" && (lines[at + 1]?.text.trim() ?? "") === "";
  if (!isAlone || lines.length <= at + 2) return false;
  // A question by itself is the heading of its answer.
  if (/[?？]$/.test(text)) return text.length < 160;
  // Scripts without capitals may have no full stops either.
  if (/^\p{Lo}/u.test(text)) return text.length < 32 && !/[\d.。!！,，、:：]/u.test(text);
  if (!/^[\p{Lu}\d]/u.test(text) || /[.!:;,]$/.test(text)) return false;
  return at === 0 ? text.length < 160 : text.length < 80 && !/,|: /.test(text);
};

/** Cuts a text into what can be quoted: sentences, items of lists, rows of tables, headings and lines of code. */
export const cutPieces = (text: string): Piece[] => {
  const cutter = new Cutter(text);
  const lines = linesOf(text);
  let at = 0;
  while (at < lines.length) at = readBlock(cutter, lines, at);
  return cutter.pieces;
};

const endOf = ({ start, text }: Line): number => start + text.length;

const readBlock = (cutter: Cutter, lines: readonly Line[], at: number): number => {
  const line = lines[at];
  if (line === undefined) return at + 1;
  const before = lines[at - 1]?.text.trim() ?? "";
  if (before === "") cutter.newBlock();
  if (line.text.trim() === "") return at + 1;
  if (fence.test(line.text)) return readCode(cutter, lines, at);
  const heading = headingMark.exec(line.text);
  if (heading !== null || looksLikeHeading(lines, at)) {
    cutter.newBlock();
    const level = heading?.[1]?.length ?? 6;
    cutter.addHeading(line.start + (heading?.[0].length ?? 0), endOf(line), level);
    cutter.newBlock();
    return at + 1;
  }
  if (isRow(line.text)) return readTable(cutter, lines, at);
  if (listMark.test(line.text)) return readList(cutter, lines, at);
  let next = at + 1;
  while (next < lines.length && isProse(lines[next]?.text ?? "")) next++;
  const last = lines[next - 1] ?? line;
  cutter.addSentences(line.start, endOf(last));
  return next;
};

const isProse = (line: string): boolean =>
  line.trim() !== "" && !fence.test(line) && !headingMark.test(line) && !isRow(line) && !listMark.test(line);

const readCode = (cutter: Cutter, lines: readonly Line[], at: number): number => {
  let next = at + 1;
  for (; next < lines.length; next++) {
    const line = lines[next];
    if (line === undefined || fence.test(line.text)) break;
    cutter.add("code", line.start, endOf(line), undefined);
  }
  return next + 1;
};

const readTable = (cutter: Cutter, lines: readonly Line[], at: number): number => {
  let head: number | undefined;
  let next = at;
  for (; next < lines.length; next++) {
    const line = lines[next];
    if (line === undefined || (!isRow(line.text) && !tableRule.test(line.text))) break;
    if (tableRule.test(line.text)) continue;
    const place = cutter.add("row", line.start, endOf(line), head);
    // The first row names the columns, unless it holds figures itself.
    if (next === at && !cellsOf(line.text).some((cell) => headerless.test(cell))) head = place;
  }
  return next;
};

/** The sentence that a list follows: of the same block, or of the one before when it ends in a colon. */
const introOf = (cutter: Cutter, text: (piece: Piece) => boolean): number | undefined => {
  const place = cutter.pieces.length - 1;
  const piece = cutter.pieces[place];
  if (piece === undefined || piece.kind !== "sentence") return undefined;
  return piece.block === cutter.block || text(piece) ? place : undefined;
};

const readList = (cutter: Cutter, lines: readonly Line[], at: number): number => {
  const beginning = lines[at]?.start ?? 0;
  const lead = introOf(
    cutter,
    ({ end, block }) => block === cutter.block - 1 && beginning - end < 5 && endsInColon(lines, end),
  );
  let next = at;
  while (next < lines.length) {
    const line = lines[next];
    const mark = line && listMark.exec(line.text);
    if (line === undefined || mark === null || mark === undefined) break;
    let last = line;
    next++;
    // What is indented or simply goes on belongs to the item.
    while (next < lines.length && isProse(lines[next]?.text ?? "")) last = lines[next++] ?? last;
    cutter.add("item", line.start + mark[0].length, endOf(last), lead);
    // Items with a blank line between them are still one list.
    const after = lines[next + 1];
    if (lines[next]?.text.trim() === "" && after !== undefined && listMark.test(after.text)) next++;
  }
  return next;
};

const endsInColon = (lines: readonly Line[], end: number): boolean =>
  lines.some((line) => endOf(line) >= end && line.start < end && /:\s*$/.test(line.text));
