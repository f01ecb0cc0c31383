import type { Model } from "#adapters/ai";
import { AiError } from "#adapters/ai";
import type { WebSearch } from "#adapters/web-search";
import { tavily } from "#adapters/web-search";
import type { QuotableChunk } from "#engine/text";
import { paidModelOf } from "#features/ai";
import { documentStates, readChunks, searchLibrary } from "#features/documents";
import { AppError } from "#http/errors";
import { readSettings } from "#http/settings";
import type { Source } from "./schema.ts";
import { readNames } from "./service.ts";
import type { DraftAndVersion } from "./store.ts";

const mostFound = 5;

/** What a writer has at hand: the documents of one draft, the web where it may be searched, a model where there is one. */
export interface Desk {
  env: Cloudflare.Env;
  owner: string;
  documentIds: readonly string[];
  model: Model | undefined;
  web: WebSearch | undefined;
  signal: AbortSignal;
  now: () => Date;
  /** Passages that fit a query, best first. */
  search: (query: string, most?: number) => Promise<QuotableChunk[]>;
  /** Everything in the documents, in order. */
  readAll: () => Promise<QuotableChunk[]>;
}

/** Lays out what a draft is written from. */
export const openDesk = (env: Cloudflare.Env, owner: string, { draft }: DraftAndVersion, signal: AbortSignal): Desk =>
  openDeskOn(env, owner, readNames(draft.document_ids), signal);

/** Lays out some documents of an account to write from. */
export const openDeskOn = (
  env: Cloudflare.Env,
  owner: string,
  documentIds: readonly string[],
  signal: AbortSignal,
): Desk => {
  const now = () => new Date();
  const { tavily: settings } = readSettings(env);
  const { apiKey, baseUrl } = settings;
  return {
    env,
    owner,
    documentIds,
    model: paidModelOf({ env, payer: `account:${owner}`, now }),
    web: apiKey === undefined ? undefined : tavily({ apiKey, baseUrl }),
    signal,
    now,
    search: (query, most = mostFound) =>
      searchLibrary(env, owner, { text: query, mode: "hybrid", topK: most, documentIds, vector: undefined }),
    readAll: () => readChunks(env, owner, documentIds),
  };
};

/** Whether the built-in engine answers instead of a model: it failed, or its caller's tokens are used up. */
export const isModelFailure = (error: unknown): boolean =>
  error instanceof AiError || (error instanceof AppError && error.code === "quota_exceeded");

const pollMs = 500;

/** Waits until no document is being processed any more, and says how many are left while it waits. */
export async function* awaitDocuments({ env, owner, documentIds, signal }: Desk) {
  for (let told = -1; !signal.aborted;) {
    const states = await documentStates(env, owner, documentIds);
    const waiting = states.filter(({ status }) => status === "pending" || status === "processing").length;
    if (waiting === 0) return;
    if (waiting !== told)
      yield { type: "progress" as const, data: { step: "waiting_for_documents", documents: waiting } };
    told = waiting;
    await scheduler.wait(pollMs, { signal });
  }
}

/** A passage as a source of a draft. */
export const toSource = (id: string, chunk: QuotableChunk, quote: string): Source => ({
  id,
  kind: "document",
  chunk_id: chunk.id,
  document_id: chunk.documentId,
  title: chunk.filename,
  page: chunk.page,
  url: null,
  quote,
});
