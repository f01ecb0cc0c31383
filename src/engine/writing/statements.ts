import { cutPieces, tokenise } from "../text/index.ts";
import type { QuotableChunk } from "../text/index.ts";

/** Something that a document says. */
export interface Statement {
  chunk: QuotableChunk;
  kind: "sentence" | "item";
  /** Word for word as the document has it. */
  text: string;
  /** Where it begins in its document. */
  start: number;
  /** The headings that it stands under, the highest first. */
  headings: readonly string[];
  /** It opens a paragraph. */
  opens: boolean;
  words: readonly string[];
}

const fewestWords = 5;
const longestSentence = 420;

/** What is printed around a text, and is none. */
const furniture =
  /^(?:copyright|©|all rights reserved|table of contents|contents$|page \d|figure \d|fig\. ?\d|table \d|see (?:also|figure|table|section|page)|click |subscribe|share this|skip to)/i;

const unspaced = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Braces, arrows and comments of programs. */
const code = /[{}]|=>|(?:^|;\s*)\/\/|^\$ |&&/;

/** Settings of a file of configuration, one after another. */
const settings = /\b\w+: \S+ \w+: \S+ \w+:/;

const isProse = (text: string): boolean => {
  if (furniture.test(text) || code.test(text) || settings.test(text) || text.length > longestSentence) return false;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters >= text.replaceAll(/\s/g, "").length * 0.6;
};

const isWhole = (text: string): boolean =>
  // What begins in the middle, as pieces of a page's table or margin do, is none.
  /^["'“‘«([]?[\p{Lu}\p{Lo}\p{N}]/u.test(text) &&
  (text.match(/\(/g)?.length ?? 0) === (text.match(/\)/g)?.length ?? 0) &&
  /[.!?…:;。！？]["'”’)\]]*$/.test(text) &&
  text.split(/\s+/).length >= fewestWords;

const isSentence = (text: string): boolean =>
  isProse(text) && (unspaced.test(text) ? text.length >= 12 : isWhole(text));

/**
 * The path of headings after one more of them: one that the chunk does not name stands beside the last, under the title
 * that stands over the whole document.
 */
const goUnder = (
  path: readonly string[],
  heading: string,
  { headings: named }: QuotableChunk,
  hasTitle: boolean,
): readonly string[] => {
  // The chunk's own path is that of its beginning: a heading of the same name further down is another one.
  const level = path === named ? named.findIndex((name) => normal(name) === normal(heading)) : -1;
  return level === -1
    ? [...path.slice(0, Math.max(hasTitle ? 1 : 0, path.length - 1)), heading]
    : named.slice(0, level + 1);
};

/** The documents all of whose chunks stand under the same highest heading. */
const findTitled = (chunks: readonly QuotableChunk[]): ReadonlySet<string> => {
  const highest = new Map<string, Set<string | undefined>>();
  for (const { documentId, headings } of chunks) {
    const own = highest.get(documentId);
    if (own) own.add(headings[0]);
    else highest.set(documentId, new Set([headings[0]]));
  }
  return new Set([...highest].flatMap(([id, names]) => (names.size === 1 && !names.has(undefined) ? [id] : [])));
};

const normal = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[\s#*_`]+/g, " ")
    .trim();

/** All that documents say, in order and each only once, though their chunks overlap. */
export const statementsOf = (chunks: readonly QuotableChunk[]): Statement[] => {
  const statements: Statement[] = [];
  const covered = new Map<string, number>();
  const headings = new Set(chunks.flatMap((chunk) => chunk.headings.map(normal)));
  const titled = findTitled(chunks);
  for (const chunk of chunks) {
    let block = -1;
    let path = chunk.headings;
    for (const piece of cutPieces(chunk.text)) {
      const start = chunk.start + piece.start;
      const known = covered.get(chunk.documentId) ?? -1;
      const text = chunk.text.slice(piece.start, piece.end);
      if (piece.kind === "heading") path = goUnder(path, text, chunk, titled.has(chunk.documentId));
      const opens = piece.block !== block;
      block = piece.block;
      if (start < known || (piece.kind !== "sentence" && piece.kind !== "item") || headings.has(normal(text))) continue;
      // Cut off by the end of its chunk: the next one has it whole.
      const isCut =
        piece.end >= chunk.text.trimEnd().length && !/[.!?…。！？:"”)\]`]$/.test(text) && !unspaced.test(text);
      if (piece.kind === "sentence" ? isCut || !isSentence(text) : !isProse(text)) continue;
      covered.set(chunk.documentId, chunk.start + piece.end);
      statements.push({ chunk, kind: piece.kind, text, start, headings: path, opens, words: tokenise(text) });
    }
  }
  return statements;
};
