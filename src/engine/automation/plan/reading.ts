import { respell } from "../../text/index.ts";
import { lex, normAt } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import words from "./words.json" with { type: "json" };

/** A sentence read: its tokens, and one line of their norms, so that phrases are matched whole and keep their place. */
export interface Reading {
  tokens: readonly Token[];
  line: string;
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
  const known = slips.get(token.norm);
  if (known !== undefined) return { ...token, norm: known };
  return everyday.has(token.norm) ? token : { ...token, norm: respell(token.norm, uses) };
};

/** What is said while thinking, and says nothing: dropped wherever it stands. */
const fillers = new Set(words.fillers.split(" "));

const setPhrases = words.set_phrases.map((phrase) => phrase.split(" "));

/** "It would be great if" asks for nothing, and its "if" is no condition. */
const withoutPoliteness = (tokens: readonly Token[]): Token[] => {
  let next = 0;
  return tokens.filter((_, at) => {
    if (at < next) return false;
    const said = setPhrases.find((phrase) => phrase.every((word, step) => tokens[at + step]?.norm === word));
    if (said !== undefined) next = at + said.length;
    return said === undefined;
  });
};

const corrections = words.corrections.map((phrase) => phrase.split(" "));

/** "a payout, I mean a payment": what was said by mistake is taken back. */
const corrected = (tokens: readonly Token[]): Token[] => {
  const kept: Token[] = [];
  let next = 0;
  for (const [at, token] of tokens.entries()) {
    if (at < next) continue;
    const said = corrections.find((phrase) => phrase.every((word, step) => tokens[at + step]?.norm === word));
    if (said === undefined || kept.length === 0) {
      kept.push(token);
      continue;
    }
    next = at + said.length;
    if (normAt(tokens, next) === ",") next++;
    while (kept.at(-1)?.kind === "mark") kept.pop();
    // Back to the same word ("at 9, no wait, at 10"), else the one word before.
    const first = normAt(tokens, next);
    const same = kept.slice(-4).findLastIndex(({ norm }) => norm === first);
    kept.splice(same < 0 ? -1 : Math.max(0, kept.length - 4) + same);
  }
  return kept;
};

/** Reads a text; `uses` says which words are known, so that a slip of the pen is taken for the word that was meant. */
export const read = (text: string, uses: (word: string) => number): Reading => {
  const said = lex(text)
    .filter(({ kind, norm }) => kind !== "word" || !fillers.has(norm))
    .map((token) => mended(token, uses));
  const tokens = corrected(withoutPoliteness(said));
  const starts: number[] = [];
  let line = "";
  for (const { norm } of tokens) {
    if (line !== "") line += " ";
    starts.push(line.length);
    line += norm;
  }
  return { tokens, line, starts };
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

/** As the user wrote it, on one line. */
export const wordsOf = ({ tokens }: Reading, { from, to }: Span, text: string): string => {
  const first = tokens[from];
  const last = tokens[to - 1];
  return first === undefined || last === undefined || to <= from
    ? ""
    : text.slice(first.start, last.end).replaceAll(/\s+/g, " ").trim();
};
