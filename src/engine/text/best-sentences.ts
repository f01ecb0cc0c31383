import type { Chunk } from "./chunk.ts";
import type { Finder, ReadText } from "./match.ts";
import { finderOf, readText } from "./match.ts";
import type { Piece } from "./pieces.ts";
import { cutPieces } from "./pieces.ts";
import type { AskedWord } from "./question.ts";

/** A chunk with where it comes from. */
export interface QuotableChunk extends Chunk {
  id: string;
  documentId: string;
  filename: string;
}

/** A piece of a chunk among all that were read. */
export interface ReadPiece extends Piece {
  chunk: QuotableChunk;
  /** Place of its chunk in the order that they were given in. */
  rank: number;
  /** Where its chunk's pieces begin among all. */
  first: number;
  text: string;
  words: ReadText;
}

/** Chunks cut into pieces, and what finds the asked words in them. */
export interface ReadChunks {
  pieces: readonly ReadPiece[];
  words: readonly AskedWord[];
  finders: readonly Finder[];
  /** Of each word, how much it says among these chunks. */
  weights: readonly number[];
  /** Of each chunk, how well it holds each word; headings and file name included. */
  inChunk: ReadonlyMap<QuotableChunk, readonly number[]>;
  /** The same of its headings and file name alone. */
  inTitle: ReadonlyMap<QuotableChunk, readonly number[]>;
}

const leastWeight = 0.6;
const rareWeight = 0.9;

/** Reads chunks for what is asked. */
export const readChunks = (chunks: readonly QuotableChunk[], words: readonly AskedWord[]): ReadChunks => {
  const pieces: ReadPiece[] = [];
  const titles = new Map<QuotableChunk, ReadText>();
  const vocabulary = new Set<string>();
  for (const [rank, chunk] of chunks.entries()) {
    const first = pieces.length;
    const cut = cutPieces(chunk.text);
    const [opening] = cut;
    // The first chunk of a document stands under no heading: its title is its first line.
    const own = chunk.position === 0 && opening?.kind === "heading" ? chunk.text.slice(opening.start, opening.end) : "";
    const title = readText(
      `${own} \n ${chunk.headings.join(" \n ")} \n ${chunk.filename.replace(/\.\w{1,5}$/, "").replaceAll(/[_-]/g, " ")}`,
    );
    titles.set(chunk, title);
    for (const word of title.stems) vocabulary.add(word);
    for (const piece of cut) {
      const text = chunk.text.slice(piece.start, piece.end);
      const read = readText(text);
      for (const word of read.stems) vocabulary.add(word);
      pieces.push({ ...piece, chunk, rank, first, text, words: read });
    }
  }
  const list = [...vocabulary];
  const finders = words.map((word) => finderOf(word, vocabulary, list));
  const inTitle = new Map(
    chunks.map((chunk) => {
      const title = titles.get(chunk);
      return [chunk, finders.map((find) => (title === undefined ? 0 : find(title)))];
    }),
  );
  const inChunk = new Map(chunks.map((chunk) => [chunk, [...(inTitle.get(chunk) ?? [])]]));
  for (const piece of pieces) {
    const held = inChunk.get(piece.chunk) ?? [];
    for (const [at, find] of finders.entries()) held[at] = Math.max(held[at] ?? 0, find(piece.words));
  }
  const weights = words.map(({ weight }, at) => {
    const holders = chunks.filter((chunk) => (inChunk.get(chunk)?.[at] ?? 0) > 0.5).length;
    const rarity = 1 - Math.log(1 + holders) / Math.log(2 + chunks.length);
    return weight * (leastWeight + rareWeight * rarity);
  });
  return { pieces, words, finders, weights, inChunk, inTitle };
};

/** A sentence exactly as its chunk has it. */
export interface RankedSentence {
  chunkId: string;
  documentId: string;
  filename: string;
  /** Of the chunk in its document. */
  position: number;
  page: number | null;
  /** `chunk.text.slice(start, end)` is the sentence. */
  start: number;
  end: number;
  text: string;
  kind: Piece["kind"];
  /** Part of what was asked that it holds, 0 to 1. */
  score: number;
}

interface SentenceOptions {
  /** At most so many. */
  most: number;
  /** Below this share of the asked words nothing is taken. */
  least?: number;
  /** 0: by score alone; 1: only what is new. */
  variety?: number;
}

/** Part of two texts that they share: their words for those that have any, as Jaccard has it. */
export const likeness = (a: ReadText, b: ReadText): number => {
  let shared = 0;
  for (const word of a.stems) if (b.stems.has(word)) shared++;
  return shared / Math.max(1, a.stems.size + b.stems.size - shared);
};

const tooLike = 0.8;

/**
 * The sentences, items and rows of chunks that say most about words (from `readQuestion`), the best first and no two
 * alike: maximal marginal relevance (Carbonell and Goldstein, 1998).
 */
export const bestSentences = (
  chunks: readonly QuotableChunk[],
  words: readonly AskedWord[],
  { most, least = 0.2, variety = 0.3 }: SentenceOptions,
): RankedSentence[] => {
  const read = readChunks(chunks, words);
  const all = read.weights.reduce((sum, weight) => sum + weight, 0) || 1;
  const scored = read.pieces.flatMap((piece) => {
    if (piece.kind === "heading" || piece.kind === "code") return [];
    const held = read.finders.reduce((sum, find, at) => {
      const inTitle = (read.inTitle.get(piece.chunk)?.[at] ?? 0) * 0.5;
      return sum + Math.max(find(piece.words), inTitle) * (read.weights[at] ?? 0);
    }, 0);
    const own = read.finders.some((find) => find(piece.words) > 0.5);
    const score = held / all;
    return own && score >= least ? [{ piece, score }] : [];
  });
  scored.sort((a, b) => b.score - a.score || a.piece.rank - b.piece.rank || a.piece.start - b.piece.start);
  const pool = scored.slice(0, Math.max(60, most * 4));
  const chosen: typeof pool = [];
  const nearest = new Map(pool.map((each) => [each, 0]));
  while (chosen.length < most) {
    let best: (typeof pool)[number] | undefined;
    let bestValue = -Infinity;
    for (const [each, near] of nearest) {
      const value = (1 - variety) * each.score - variety * near;
      if (near < tooLike && value > bestValue) [best, bestValue] = [each, value];
    }
    if (best === undefined) break;
    nearest.delete(best);
    chosen.push(best);
    for (const [each, near] of nearest) nearest.set(each, Math.max(near, likeness(each.piece.words, best.piece.words)));
  }
  return chosen.map(({ piece: { chunk, start, end, text, kind }, score }) => ({
    chunkId: chunk.id,
    documentId: chunk.documentId,
    filename: chunk.filename,
    position: chunk.position,
    page: chunk.page,
    start,
    end,
    text,
    kind,
    score,
  }));
};
