import { openDb } from "#db/client";
import { documents } from "#db/documents";
import type { Position } from "#http/pages";
import { and, desc, eq, inArray, lt, ne, notInArray, or, sql } from "drizzle-orm";

export type DocumentRow = typeof documents.$inferSelect;

/** Never shown: what is being stored, and what is being taken away. */
const hidden = ["uploading", "deleting"] as const;
const unfinished = ["pending", "processing"] as const;
/** D1 binds a hundred values in a statement. */
const idsAtOnce = 90;

const keyOf = (id: string): string => `documents/${id}`;

const inGroups = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, group) => list.slice(group * size, (group + 1) * size));

/** What an account has of what it may have. */
export interface Usage {
  files: number;
  bytes: number;
}

/** Writes down what is about to be stored, and answers what the account has with it: one transaction, so that two at once see each other. */
export const reserveDocuments = async (
  env: Cloudflare.Env,
  owner: string,
  rows: readonly DocumentRow[],
): Promise<Usage> => {
  const db = openDb(env);
  const usage = db
    .select({ files: sql<number>`count(*)`, bytes: sql<number>`coalesce(sum(${documents.size}), 0)` })
    .from(documents)
    .where(and(eq(documents.owner, owner), ne(documents.status, "deleting")));
  const [found] = await db.batch([usage, ...rows.map((row) => db.insert(documents).values(row))]);
  const { files, bytes } = found[0] ?? { files: 0, bytes: 0 };
  return { files: files + rows.length, bytes: rows.reduce((sum, { size }) => sum + size, bytes) };
};

export const noteSize = async (env: Cloudflare.Env, id: string, size: number): Promise<void> => {
  await openDb(env).update(documents).set({ size }).where(eq(documents.id, id));
};

/** From now on they are shown. */
export const publishDocuments = async (env: Cloudflare.Env, ids: readonly string[]): Promise<void> => {
  const db = openDb(env);
  const [first, ...rest] = inGroups(ids, idsAtOnce).map((group) =>
    db
      .update(documents)
      .set({ status: "pending" })
      .where(and(inArray(documents.id, group), eq(documents.status, "uploading"))),
  );
  if (first !== undefined) await db.batch([first, ...rest]);
};

export const storeBytes = async (env: Cloudflare.Env, id: string, bytes: Uint8Array): Promise<void> => {
  await env.BUCKET.put(keyOf(id), bytes, { httpMetadata: { contentType: "application/octet-stream" } });
};

/** Bytes that come in parts: all of the same size, at least 5 MiB, but the last. */
export const openUpload = async (env: Cloudflare.Env, id: string) => {
  const upload = await env.BUCKET.createMultipartUpload(keyOf(id), {
    httpMetadata: { contentType: "application/octet-stream" },
  });
  const parts: R2UploadedPart[] = [];
  return {
    add: async (bytes: Uint8Array): Promise<void> => {
      parts.push(await upload.uploadPart(parts.length + 1, bytes));
    },
    complete: async (): Promise<void> => {
      await upload.complete(parts);
    },
    abort: () => upload.abort(),
  };
};

/** The bytes as they were uploaded. */
export const readBytes = (env: Cloudflare.Env, id: string): Promise<R2ObjectBody | null> => env.BUCKET.get(keyOf(id));

/** Takes away bytes, then rows: an interruption leaves rows, which are swept. */
export const eraseDocuments = async (env: Cloudflare.Env, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await env.BUCKET.delete(ids.map(keyOf));
  const db = openDb(env);
  for (const group of inGroups(ids, idsAtOnce)) await db.delete(documents).where(inArray(documents.id, group));
};

export const findDocument = async (
  env: Cloudflare.Env,
  owner: string,
  id: string,
): Promise<DocumentRow | undefined> => {
  const [row] = await openDb(env)
    .select()
    .from(documents)
    .where(and(eq(documents.id, id), eq(documents.owner, owner), notInArray(documents.status, [...hidden])))
    .limit(1);
  return row;
};

/** Own documents of these ids, in the order of the ids. */
export const findDocuments = async (
  env: Cloudflare.Env,
  owner: string,
  ids: readonly string[],
): Promise<DocumentRow[]> => {
  const db = openDb(env);
  const rows = new Map<string, DocumentRow>();
  for (const group of inGroups(ids, idsAtOnce))
    for (const row of await db
      .select()
      .from(documents)
      .where(and(inArray(documents.id, group), eq(documents.owner, owner), notInArray(documents.status, [...hidden]))))
      rows.set(row.id, row);
  return ids.flatMap((id) => rows.get(id) ?? []);
};

/** Own documents, newest first, after the one named. */
export const listDocuments = (
  env: Cloudflare.Env,
  owner: string,
  after: Position | undefined,
  most: number,
): Promise<DocumentRow[]> => {
  const { created_at: createdAt, id } = documents;
  const earlier = after && or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), lt(id, after.id)));
  return openDb(env)
    .select()
    .from(documents)
    .where(and(eq(documents.owner, owner), notInArray(documents.status, [...hidden]), earlier))
    .orderBy(desc(createdAt), desc(id))
    .limit(most);
};

/** All that an account has, oldest first. */
export const listIds = async (env: Cloudflare.Env, owner: string): Promise<string[]> => {
  const rows = await openDb(env)
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.owner, owner), notInArray(documents.status, [...hidden])))
    .orderBy(documents.created_at, documents.id);
  return rows.map(({ id }) => id);
};

/** Shows a document as one that waits to be processed. */
export const resetDocument = async (env: Cloudflare.Env, id: string): Promise<void> => {
  await openDb(env)
    .update(documents)
    .set({ status: "pending", progress: 0, error_code: null, error_message: null, processed_at: null })
    .where(and(eq(documents.id, id), notInArray(documents.status, [...hidden])));
};

/** The row of a document that waits or is being processed, which it is from now on; otherwise only how it stands. */
export const claimDocument = async (
  env: Cloudflare.Env,
  id: string,
): Promise<{ row: DocumentRow | undefined; status: DocumentRow["status"] | undefined }> => {
  const db = openDb(env);
  const [row] = await db
    .update(documents)
    .set({ status: "processing" })
    .where(and(eq(documents.id, id), inArray(documents.status, [...unfinished])))
    .returning();
  if (row !== undefined) return { row, status: row.status };
  const [found] = await db.select({ status: documents.status }).from(documents).where(eq(documents.id, id));
  return { row: undefined, status: found?.status };
};

/** What a step has changed; nothing of a document that is no longer being processed. */
export const noteStep = async (
  env: Cloudflare.Env,
  id: string,
  changes: Partial<
    Pick<
      DocumentRow,
      "status" | "progress" | "page_count" | "chunk_count" | "error_code" | "error_message" | "processed_at"
    >
  >,
): Promise<void> => {
  await openDb(env)
    .update(documents)
    .set(changes)
    .where(and(eq(documents.id, id), eq(documents.status, "processing")));
};

/** From now on it is not shown. Answers whether there was such a document. */
export const markDeleting = async (env: Cloudflare.Env, owner: string, id: string): Promise<boolean> => {
  const rows = await openDb(env)
    .update(documents)
    .set({ status: "deleting" })
    .where(and(eq(documents.id, id), eq(documents.owner, owner), notInArray(documents.status, [...hidden])))
    .returning({ id: documents.id });
  return rows.length > 0;
};

/** From now on nothing of an account is shown. */
export const markAllDeleting = async (env: Cloudflare.Env, owner: string): Promise<void> => {
  await openDb(env).update(documents).set({ status: "deleting" }).where(eq(documents.owner, owner));
};

export type Leftover = Pick<DocumentRow, "id" | "owner" | "status">;

const leftover = { id: documents.id, owner: documents.owner, status: documents.status };

/** What an account is being rid of. */
export const listDeleting = (env: Cloudflare.Env, owner: string, most: number): Promise<Leftover[]> =>
  openDb(env)
    .select(leftover)
    .from(documents)
    .where(and(eq(documents.owner, owner), eq(documents.status, "deleting")))
    .limit(most);

/** What an interruption may have left behind: of all accounts, in the order of their ids. */
export const listLeftovers = (
  env: Cloudflare.Env,
  before: string,
  afterId: string,
  most: number,
): Promise<Leftover[]> =>
  openDb(env)
    .select(leftover)
    .from(documents)
    .where(
      and(
        sql`${documents.id} > ${afterId}`,
        or(
          eq(documents.status, "deleting"),
          and(inArray(documents.status, ["uploading", ...unfinished]), lt(documents.created_at, before)),
        ),
      ),
    )
    .orderBy(documents.id)
    .limit(most);

/** What was left of an upload that never ended becomes something to delete. */
export const giveUpUpload = async (env: Cloudflare.Env, id: string): Promise<void> => {
  await openDb(env)
    .update(documents)
    .set({ status: "deleting" })
    .where(and(eq(documents.id, id), eq(documents.status, "uploading")));
};

/** The job of a document. The id is always one of our own making. */
export const documentJob = (env: Cloudflare.Env, id: string) => env.DOCUMENT_JOBS.getByName(id);

/** What an account can search. The name is an account's own id. */
export const libraryOf = (env: Cloudflare.Env, owner: string) => env.LIBRARIES.getByName(owner);
