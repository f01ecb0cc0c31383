import { respell } from "../../../text/index.ts";
import { lex } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import { asMeant } from "./speech.ts";
import words from "./words.json" with { type: "json" };

/** A sentence read: its tokens, and one line of their norms, so that phrases are matched whole and keep their place. */
export interface Reading {
  tokens: readonly Token[];
  line: string;
  /** As it was written. */
  text: string;
  /** Where each token begins in the line. */
  starts: readonly number[];
}

/** Tokens from `from` up to, not with, `to`. */
export interface Span {
  from: number;
  to: number;
}

const slips = new Map(Object.entries(words.slips));
const everyday = new Set(words.everyday.split(" "));

const mended = (token: Token, uses: (word: string) => number): Token => {
  if (token.kind !== "word") return token;
  // "around 4ish"
  const hour = /^(\d{1,2})ish$/.exec(token.norm)?.[1];
  if (hour !== undefined) return { ...token, norm: hour };
  const known = slips.get(token.norm);
  if (known !== undefined) return { ...token, norm: known };
  // "reviews", where "review" is known
  const isPlural = token.norm.length > 4 && /[^s]s$/.test(token.norm) && uses(token.norm.slice(0, -1)) > 0;
  return isPlural || everyday.has(token.norm) ? token : { ...token, norm: respell(token.norm, uses) };
};

/** Reads a text; `uses` says which words are known, so that a slip of the pen is taken for the word that was meant. */
export const read = (text: string, uses: (word: string) => number): Reading => {
  const tokens = asMeant(lex(text), (token) => mended(token, uses));
  const starts: number[] = [];
  let line = "";
  for (const { norm } of tokens) {
    if (line !== "") line += " ";
    starts.push(line.length);
    line += norm;
  }
  return { tokens, line, starts, text };
};

/** The token at a place of the line. */
export const tokenAt = ({ starts }: Reading, place: number): number =>
  Math.max(
    0,
    starts.findLastIndex((start) => start <= place),
  );

/** Where a token begins in the line; beyond the last, where one more would. */
export const placeOf = ({ line, starts }: Reading, at: number): number => starts[at] ?? line.length + 1;

/** Part of the line. */
export const lineOf = (reading: Reading, { from, to }: Span): string =>
  from >= to ? "" : reading.line.slice(placeOf(reading, from), placeOf(reading, to) - 1);

/** The tokens that stand between two places of what was written. */
export const spanOf = ({ tokens }: Reading, start: number, end: number): Span => ({
  from: Math.max(
    0,
    tokens.findIndex((token) => token.end > start),
  ),
  to: tokens.findLastIndex((token) => token.start < end) + 1,
});

/** As it was read, to be shown: amounts, times and quotes as they were written. */
export const shownOf = ({ tokens, text }: Reading, { from, to }: Span): string =>
  tokens
    .slice(from, to)
    .map(({ kind, norm, start, end }) =>
      kind === "word" || kind === "mark" || kind === "line" ? norm : text.slice(start, end),
    )
    .join(" ")
    .replaceAll(" ,", ",")
    .trim();

/** As the user wrote it, on one line. */
export const wordsOf = ({ tokens, text }: Reading, { from, to }: Span): string => {
  const first = tokens[from];
  const last = tokens[to - 1];
  return first === undefined || last === undefined || to <= from
    ? ""
    : text.slice(first.start, last.end).replaceAll(/\s+/g, " ").trim();
};
