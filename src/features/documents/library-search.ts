import { askedTerms, termsOf } from "#engine/text";
import { chunksRead, fewestChunks, learnFrom } from "./rank-feedback.ts";
import { addRanking, weightOfVectors } from "./rank-fusion.ts";
import { addTerm, countHolders, tellingOf } from "./rank-lexical.ts";
import type { Lengths, PostingPage } from "./rank-lexical.ts";
import { bestOfDocuments, selectTop, spread } from "./rank-select.ts";
import type { LibraryChunks } from "./library-chunks.store.ts";
import type { AskedVector, LibraryVectors } from "./library-vectors.store.ts";
import type { LibraryWords } from "./library-words.store.ts";
import type { LibraryHit, LibraryQuery } from "./library.ts";

const mostHits = 1_000;
/** Up to so many chunks every vector is compared; of more, those of the best found by words. */
const mostCompared = 20_000;
const comparedAgain = 500;
/** Places of either ranking that are fused: more than are ever shown. */
const mostRanked = 2_000;
/** A shorter question names what it looks for: what does not hold it is not shown. */
const fewestTermsToWiden = 3;
/** Documents of either ranking that are held against the other's. */
const held = 50;
/** Of many chunks, those that are compared although no word found them. */
const sampled = 2_000;

/** What a search reads of one account. */
export interface Shelves {
  chunks: LibraryChunks;
  words: LibraryWords;
  vectors: LibraryVectors;
}

/** Scores by slot, 0 where a part found nothing. */
interface Parts {
  bm25: Float64Array | undefined;
  trigram: Float64Array | undefined;
  /** NaN where there is nothing to compare. */
  vector: Float64Array | undefined;
  total: Float64Array;
}

const sumOf = (a: Float64Array, b: Float64Array | undefined): Float64Array =>
  b === undefined ? a : a.map((value, index) => value + (b[index] ?? 0));

/** The chunks of one search: which may be found, and what was read of the index so far. */
class Search {
  readonly #shelves: Shelves;
  readonly #documents: Uint32Array;
  /** All that are published: their words count for what is telling. */
  readonly #published: Uint8Array;
  readonly #open: Uint8Array;
  readonly #lengths: Lengths;
  readonly #read = new Map<string, { pages: PostingPage[]; holders: number }>();

  constructor(shelves: Shelves, documentIds: readonly string[] | undefined) {
    const { chunks } = shelves;
    const { open, lengths } = chunks.published;
    const wanted = documentIds === undefined ? undefined : new Set(documentIds);
    this.#shelves = shelves;
    this.#documents = chunks.slots.documents;
    this.#published = open;
    this.#open =
      wanted === undefined ? open : chunks.maskOf(chunks.versionsIn("found").filter(({ id }) => wanted.has(id)));
    this.#lengths = lengths;
  }

  /** By the words of the question; with `respelt` also by known words in place of unknown ones. */
  byWords(question: string, respelt: boolean): Parts & { bm25: Float64Array } {
    const asked = askedTerms(question);
    const first = this.#score(asked);
    const near = respelt ? this.#nearTerms(asked) : undefined;
    const trigram = near === undefined || near.size === 0 ? undefined : this.#score(near);
    const found = sumOf(first, trigram);
    const wider = this.#widen(new Map([...asked, ...(near ?? [])]), found);
    if (wider === undefined) return { bm25: first, trigram, vector: undefined, total: found };
    near?.forEach((_, term) => wider.delete(term));
    const scored = this.#score(wider);
    const bm25 =
      asked.size < fewestTermsToWiden ? scored.map((score, slot) => (found[slot] === 0 ? 0 : score)) : scored;
    return { bm25, trigram, vector: undefined, total: sumOf(bm25, trigram) };
  }

  /** By likeness to the question's vector; `candidates` stand in where there are too many chunks to compare. */
  byVector(asked: AskedVector, candidates: () => Float64Array): Float64Array {
    const size = this.#open.length;
    const { vectors } = this.#shelves;
    const isSmall = this.#lengths.count <= mostCompared;
    const likeness = isSmall
      ? vectors.compareAll(asked, size)
      : vectors.compareSome(asked, size, [...selectTop(candidates(), comparedAgain), ...this.#sample()]);
    // By index: an iterator makes a pair for every chunk, which takes longer than comparing it.
    for (let slot = 0; slot < size; slot++) if (this.#open[slot] === 0) likeness[slot] = Number.NaN;
    return likeness;
  }

  /** Both rankings as one, by the places that documents have in them. */
  fuse(words: Float64Array, likeness: Float64Array): Float64Array {
    const near = positive(likeness);
    const bestOf = (scores: Float64Array): (number | undefined)[] =>
      bestOfDocuments(scores, this.#documents, held).map(({ slot }) => this.#documents[slot]);
    const weight = weightOfVectors(bestOf(words), bestOf(near), this.#shelves.chunks.published.documents);
    const fused = new Float64Array(words.length);
    addRanking(fused, selectTop(words, mostRanked), this.#documents, 1);
    addRanking(fused, selectTop(near, mostRanked), this.#documents, weight);
    return fused;
  }

  show(parts: Parts, most: number): LibraryHit[] {
    const valueAt = (scores: Float64Array | undefined, slot: number): number | null => {
      const value = scores?.[slot] ?? 0;
      return value === 0 || Number.isNaN(value) ? null : value;
    };
    return spread(parts.total, this.#documents, most).flatMap(({ slot, score }) => {
      const chunk = this.#shelves.chunks.chunkAt(slot);
      if (chunk === undefined) return [];
      const { bm25, trigram, vector } = parts;
      const scores = { bm25: valueAt(bm25, slot), trigram: valueAt(trigram, slot), vector: valueAt(vector, slot) };
      return [{ ...chunk, score, scores }];
    });
  }

  /** Chunks from all over. */
  #sample(): number[] {
    const step = Math.max(1, Math.ceil(this.#open.length / sampled));
    return Array.from({ length: Math.floor(this.#open.length / step) }, (_, index) => index * step);
  }

  #pagesOf(term: string): { pages: PostingPage[]; holders: number } {
    const known = this.#read.get(term);
    if (known !== undefined) return known;
    const pages = this.#shelves.words.pagesOf(term);
    const read = { pages, holders: countHolders(pages, this.#published) };
    this.#read.set(term, read);
    return read;
  }

  #score(terms: ReadonlyMap<string, number>): Float64Array {
    const scores = new Float64Array(this.#open.length);
    for (const [term, weight] of terms) {
      const { pages, holders } = this.#pagesOf(term);
      const worth = weight * tellingOf(this.#lengths.count, holders);
      addTerm(scores, pages, worth, this.#open, this.#lengths);
    }
    return scores;
  }

  /** Known terms in place of those that no chunk holds. */
  #nearTerms(asked: ReadonlyMap<string, number>): Map<string, number> {
    const near = new Map<string, number>();
    for (const [term, weight] of asked) {
      if (this.#pagesOf(term).holders > 0) continue;
      const meant = this.#shelves.words.near(term).filter((known) => this.#pagesOf(known.term).holders > 0);
      for (const known of meant)
        if (!asked.has(known.term)) near.set(known.term, (weight * known.likeness) / Math.sqrt(meant.length));
    }
    return near;
  }

  #widen(asked: ReadonlyMap<string, number>, scores: Float64Array): Map<string, number> | undefined {
    if (this.#lengths.count < fewestChunks) return undefined;
    const found = spread(scores, this.#documents, chunksRead).flatMap(({ slot, score }) => {
      const chunk = this.#shelves.chunks.chunkAt(slot);
      return chunk === undefined ? [] : [{ score, terms: termsOf([chunk.text, ...chunk.headings].join("\n")) }];
    });
    return learnFrom(asked, found, (term) => this.#pagesOf(term).holders, this.#lengths.count);
  }
}

/** Likeness as scores above zero, in the same order. */
const positive = (likeness: Float64Array): Float64Array =>
  likeness.map((value) => (Number.isNaN(value) ? 0 : Math.max(Number.EPSILON, (1 + value) / 2)));

/** The chunks that answer a question best. */
export const searchLibrary = (shelves: Shelves, query: LibraryQuery): LibraryHit[] => {
  const most = Math.min(mostHits, Math.max(0, Math.floor(query.topK)));
  if (most === 0 || query.documentIds?.length === 0) return [];
  const search = new Search(shelves, query.documentIds);
  const { mode, text, vector } = query;
  if (mode === "vector") {
    if (vector === undefined) return [];
    const likeness = search.byVector(vector, () => search.byWords(text, true).total);
    return search.show({ bm25: undefined, trigram: undefined, vector: likeness, total: positive(likeness) }, most);
  }
  const words = search.byWords(text, mode === "hybrid");
  if (mode === "keyword" || vector === undefined) return search.show(words, most);
  const likeness = search.byVector(vector, () => words.total);
  if (likeness.every(Number.isNaN)) return search.show(words, most);
  return search.show({ ...words, vector: likeness, total: search.fuse(words.total, likeness) }, most);
};
