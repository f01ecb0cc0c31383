import type { Chunk } from "#engine/text";

/** Vectors of a batch of chunks, one each, in order. */
export interface Vectors {
  /** Which model made them: vectors of two models are never compared. */
  model: string;
  values: readonly (readonly number[])[];
}

type SearchMode = "hybrid" | "keyword" | "vector";

export interface LibraryQuery {
  text: string;
  mode: SearchMode;
  /** At most so many. */
  topK: number;
  /** Only these documents; all where it is undefined. */
  documentIds: readonly string[] | undefined;
  /** The text's own vector, where there is an embedding model. */
  vector: { model: string; values: readonly number[] } | undefined;
}

export interface LibraryChunk extends Chunk {
  /** `{document id}.{position}`. */
  id: string;
  documentId: string;
  filename: string;
}

export interface LibraryHit extends LibraryChunk {
  /** What the order follows. */
  score: number;
  /** What it is made of; null where a part did not take part. */
  scores: { bm25: number | null; trigram: number | null; vector: number | null };
}
