import { AiError } from "#adapters/ai";
import { AppError, fromStore } from "#http/errors";
import { embedderOf } from "./embedder.ts";
import type { LibraryChunk, LibraryHit, LibraryQuery } from "./library.ts";
import type { DocumentRow } from "./store.ts";
import { findDocuments, libraryOf, listIds } from "./store.ts";

type Vector = LibraryQuery["vector"];

const failureOf = (error: unknown): unknown => {
  if (!(error instanceof AiError)) return error;
  return error.failure === "timeout"
    ? new AppError("upstream_timeout", "The embedding model did not answer in time. Mode keyword needs none.")
    : new AppError("upstream_failed", "The embedding model failed. Mode keyword needs none.");
};

/** The meaning of a text. Without it a search goes by words, unless it is asked for by meaning alone. */
const toVector = async (
  env: Cloudflare.Env,
  owner: string,
  { text, mode }: Pick<LibraryQuery, "text" | "mode">,
): Promise<Vector> => {
  if (mode === "keyword") return undefined;
  const model = embedderOf(env, owner);
  if (model === undefined) {
    if (mode === "hybrid") return undefined;
    throw new AppError("not_configured", "Search by meaning needs an embedding model: set AI_EMBEDDING_MODEL.");
  }
  try {
    const [values] = await model.embed([text], new AbortController().signal);
    return values && { model: model.name, values };
  } catch (error) {
    if (mode === "hybrid" && (error instanceof AiError || error instanceof AppError)) return undefined;
    throw failureOf(error);
  }
};

/** What is searched for; `vector` is found here where it is needed. */
export type Wanted = Omit<LibraryQuery, "vector"> & { vector?: Vector };

/** Searches the documents of one account. The id of another's document holds nothing. Needs no request. */
export const searchLibrary = async (env: Cloudflare.Env, owner: string, wanted: Wanted): Promise<LibraryHit[]> => {
  const vector = wanted.vector ?? (await toVector(env, owner, wanted));
  const { text, mode, topK, documentIds } = wanted;
  return fromStore(libraryOf(env, owner).search({ text, mode, topK, documentIds, vector }));
};

/** Chunks that are read of documents at most, some thousand pages, and at once. */
const mostRead = 30_000;
const readAtOnce = 2_500;

/**
 * The chunks of documents of one account, in order: the first 30,000, where there are more. The id of another's document
 * holds nothing. Needs no request.
 */
export const readChunks = async (
  env: Cloudflare.Env,
  owner: string,
  documentIds: readonly string[],
): Promise<LibraryChunk[]> => {
  const library = libraryOf(env, owner);
  const chunks: LibraryChunk[] = [];
  while (chunks.length < mostRead) {
    const most = Math.min(readAtOnce, mostRead - chunks.length);
    const page = await fromStore(library.read(documentIds, { skip: chunks.length, most }));
    for (const chunk of page) chunks.push(chunk);
    if (page.length < most) break;
  }
  return chunks;
};

/** Those of these documents that are an account's own, all that it has where none are named. Needs no request. */
export const ownDocuments = async (
  env: Cloudflare.Env,
  owner: string,
  wanted: readonly string[] | undefined,
): Promise<string[]> =>
  wanted === undefined
    ? fromStore(listIds(env, owner))
    : (await fromStore(findDocuments(env, owner, wanted))).map(({ id }) => id);

/** How far the processing of own documents is; another's, or one that is gone, is left out. Needs no request. */
export const documentStates = async (
  env: Cloudflare.Env,
  owner: string,
  documentIds: readonly string[],
): Promise<Pick<DocumentRow, "id" | "filename" | "status">[]> =>
  (await fromStore(findDocuments(env, owner, documentIds))).map(({ id, filename, status }) => ({
    id,
    filename,
    status,
  }));
