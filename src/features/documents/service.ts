import { requireUser } from "#http/actor";
import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { pageOf, readCursor } from "#http/pages";
import { DocumentId } from "./schema.ts";
import type { Document, SearchRequest } from "./schema.ts";
import { searchLibrary } from "./search.ts";
import type { DocumentRow, Leftover } from "./store.ts";
import {
  documentJob,
  findDocument,
  findDocuments,
  libraryOf,
  listDeleting,
  listDocuments,
  listLeftovers,
  markAllDeleting,
  publishDocuments,
  readBytes,
  resetDocument,
} from "./store.ts";

const usualResults = 10;
const perRound = 50;
/** What is not finished after so long has been interrupted. */
const staleMs = 3_600_000;

const noDocument = () => new AppError("not_found", "There is no such document.");

const get = async (ctx: Ctx, id: string): Promise<DocumentRow> => {
  const { id: owner } = requireUser(ctx);
  const row = DocumentId.safeParse(id).success ? await fromStore(findDocument(ctx.env, owner, id)) : undefined;
  if (row === undefined) throw noDocument();
  return row;
};

const isShown = (status: DocumentRow["status"]): status is Document["status"] =>
  status !== "uploading" && status !== "deleting";

const toDocument = (row: DocumentRow): Document => ({
  id: row.id,
  user_id: row.owner,
  filename: row.filename,
  file_type: row.file_type,
  size: row.size,
  // The store shows no other.
  status: isShown(row.status) ? row.status : "pending",
  progress: row.progress,
  page_count: row.page_count,
  chunk_count: row.chunk_count,
  created_at: row.created_at,
  processed_at: row.processed_at,
  error_code: row.error_code,
  error_message: row.error_message,
});

/** Shows staged files as documents, each with a job that will process it: all of them or none. */
export const publishUpload = async (ctx: Ctx, ids: readonly string[]): Promise<Document[]> => {
  const { id: owner } = requireUser(ctx);
  try {
    await fromStore(Promise.all(ids.map((id) => documentJob(ctx.env, id).start(id, owner))));
    await fromStore(publishDocuments(ctx.env, ids));
    return await readUpload(ctx, ids);
  } catch (error) {
    // By their jobs, which may have begun: what they have made searchable goes too.
    await Promise.allSettled(ids.map((id) => documentJob(ctx.env, id).remove(id, owner)));
    throw error;
  }
};

/** What an upload made, as far as it is still there. Throws `not_found` where nothing is. */
export const readUpload = async (ctx: Ctx, ids: readonly string[]): Promise<Document[]> => {
  const rows = await fromStore(findDocuments(ctx.env, requireUser(ctx).id, ids));
  if (rows.length === 0) throw noDocument();
  return rows.map(toDocument);
};

/** Own documents, newest first. */
export const listOwnDocuments = async (ctx: Ctx, limit: number, cursor: string | undefined) => {
  const rows = await fromStore(listDocuments(ctx.env, requireUser(ctx).id, readCursor(cursor), limit + 1));
  const { page, next_cursor } = pageOf(rows, limit);
  return { documents: page.map(toDocument), next_cursor };
};

/** Throws `not_found`. */
export const readDocument = async (ctx: Ctx, id: string): Promise<Document> => toDocument(await get(ctx, id));

/** A document's own bytes and its name. Throws `not_found`. */
export const readContent = async (ctx: Ctx, id: string): Promise<{ filename: string; stored: R2ObjectBody }> => {
  const row = await get(ctx, id);
  const stored = await fromStore(readBytes(ctx.env, row.id));
  if (stored === null) throw noDocument();
  return { filename: row.filename, stored };
};

/** Processes a document from the beginning, however it stands. Throws `not_found`. */
export const restartDocument = async (ctx: Ctx, id: string): Promise<Document> => {
  const row = await get(ctx, id);
  await fromStore(documentJob(ctx.env, row.id).start(row.id, row.owner));
  await fromStore(resetDocument(ctx.env, row.id));
  return readDocument(ctx, id);
};

/** Deletes a document and everything of it, also while it is processed. Throws `not_found`. */
export const dropDocument = async (ctx: Ctx, id: string): Promise<void> => {
  const row = await get(ctx, id);
  await fromStore(documentJob(ctx.env, row.id).remove(row.id, row.owner));
};

/** Searches own documents. Throws `not_configured` for mode vector without a model. */
export const searchDocuments = async (ctx: Ctx, request: SearchRequest) => {
  const hits = await searchLibrary(ctx.env, requireUser(ctx).id, {
    text: request.query,
    mode: request.mode ?? "hybrid",
    topK: request.top_k ?? request.k ?? usualResults,
    documentIds: request.document_ids,
  });
  return {
    results: hits.map(({ id, documentId, filename, page, text, headings, start, end, score, scores }) => ({
      chunk_id: id,
      document_id: documentId,
      filename,
      page,
      text,
      headings: [...headings],
      start,
      end,
      score,
      scores,
    })),
  };
};

const removeEach = async (env: Cloudflare.Env, leftovers: readonly Leftover[]): Promise<void> => {
  await Promise.all(leftovers.map(({ id, owner }) => documentJob(env, id).remove(id, owner)));
};

/** Deletes every document of an account, and its library. */
export const forgetDocuments = async ({ env }: Pick<Ctx, "env">, userId: string): Promise<void> => {
  await fromStore(markAllDeleting(env, userId));
  for (;;) {
    const leftovers = await fromStore(listDeleting(env, userId, perRound));
    await fromStore(removeEach(env, leftovers));
    if (leftovers.length < perRound) break;
  }
  await fromStore(libraryOf(env, userId).clear());
};

/** Finishes what an interruption has left: uploads that never ended, deletions, and jobs that have lost their alarm. */
export const sweepDocuments = async (env: Cloudflare.Env, now: Date): Promise<void> => {
  const before = new Date(now.getTime() - staleMs).toISOString();
  let after = "";
  for (;;) {
    const leftovers: Leftover[] = await listLeftovers(env, before, after, perRound);
    const last = leftovers.at(-1);
    if (last === undefined) return;
    await removeEach(
      env,
      leftovers.filter(({ status }) => status === "uploading" || status === "deleting"),
    );
    for (const { id, owner, status } of leftovers)
      if (status === "pending" || status === "processing") await documentJob(env, id).ensure(id, owner);
    after = last.id;
  }
};
