import type { Chunk, ChunkerState } from "#engine/text";
import { openChunker } from "#engine/text";
import { embedderOf } from "./embedder.ts";
import { EmbeddingFailed } from "./failure.ts";
import type { Vectors } from "./library.ts";
import { openSource } from "./source.ts";
import type { DocumentRow } from "./store.ts";
import { libraryOf } from "./store.ts";

/** Chunks that are embedded and indexed together. */
const chunksAtOnce = 100;
/** Of a document that is wholly read: making it searchable is the rest. */
const wholeProgress = 0.99;

/** Where processing stands: between two ranges of the document. */
export interface Place {
  /** Units (pages, blocks) that have been read. */
  read: number;
  chunks: number;
  chunker: ChunkerState | undefined;
}

export const beginning: Place = { read: 0, chunks: 0, chunker: undefined };

interface StepInput {
  place: Place;
  withVectors: boolean;
  /** When to write down where it is, at the next border of ranges. */
  untilMs: number;
  signal: AbortSignal;
}

export interface Step {
  /** Where to go on; undefined when the document can be found. */
  rest: Place | undefined;
  progress: number;
  chunkCount: number;
  pageCount: number | null;
}

/** Hands chunks to the library in batches, with their vectors where there is a model for them. */
const createIndexer = (
  env: Cloudflare.Env,
  { id, owner, filename }: DocumentRow,
  { place, withVectors, signal }: StepInput,
) => {
  const library = libraryOf(env, owner);
  const model = withVectors ? embedderOf(env, owner) : undefined;
  let waiting: Chunk[] = [];
  let count = place.chunks;
  let hasBegun = place.read > 0;

  const toVectors = async (chunks: readonly Chunk[]): Promise<Vectors | undefined> => {
    if (model === undefined || chunks.length === 0) return undefined;
    const texts = chunks.map(({ headings, text }) => [...headings, text].join("\n"));
    try {
      return { model: model.name, values: await model.embed(texts, signal) };
    } catch (error) {
      throw new EmbeddingFailed(error);
    }
  };

  const flush = async (): Promise<void> => {
    const chunks = waiting;
    waiting = [];
    if (!hasBegun) await library.begin(id, filename);
    hasBegun = true;
    if (chunks.length === 0) return;
    const vectors = await toVectors(chunks);
    signal.throwIfAborted();
    await library.add(id, chunks, vectors);
    signal.throwIfAborted();
    count += chunks.length;
  };

  /** Makes it searchable. Most documents are short and have handed over nothing yet: all of one in a single call. */
  const publish = async (): Promise<void> => {
    if (hasBegun) {
      await flush();
      return library.publish(id);
    }
    const vectors = await toVectors(waiting);
    signal.throwIfAborted();
    await library.store(id, filename, waiting, vectors);
  };

  const take = async (chunks: Iterable<Chunk>): Promise<void> => {
    for (const chunk of chunks) {
      if (waiting.length >= chunksAtOnce) await flush();
      waiting.push(chunk);
    }
  };
  return { take, flush, publish, count: () => count + waiting.length };
};

/**
 * Reads on in a document from a place, and makes searchable what it finds. It stops between two ranges when its time is
 * over; whatever is done twice after a crash comes out the same.
 */
export const processDocument = async (env: Cloudflare.Env, row: DocumentRow, input: StepInput): Promise<Step> => {
  const { place, untilMs, signal } = input;
  const source = await openSource(env, row, signal);
  try {
    const { take, flush, publish, count } = createIndexer(env, row, input);
    const chunker = openChunker(place.chunker);
    let { read } = place;
    while (read < source.length) {
      const range = await source.read(read);
      signal.throwIfAborted();
      for (const block of range.blocks) await take(chunker.add(block));
      read = range.end;
      if (read === source.length) break;
      await flush();
      if (Date.now() >= untilMs) {
        return {
          rest: { read, chunks: count(), chunker: chunker.save() },
          progress: (read / source.length) * wholeProgress,
          chunkCount: count(),
          pageCount: source.pageCount,
        };
      }
    }
    await take(chunker.finish());
    const chunkCount = count();
    source.checkText(chunkCount);
    await publish();
    return { rest: undefined, progress: 1, chunkCount, pageCount: source.pageCount };
  } finally {
    await source.close();
  }
};
