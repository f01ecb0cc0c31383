import { openDb } from "#db/client";
import { draft_versions, drafts } from "#db/drafts";
import type { Position } from "#http/pages";
import type { Column } from "drizzle-orm";
import { and, desc, eq, exists, lt, or, sql } from "drizzle-orm";

export type DraftRow = typeof drafts.$inferSelect;
export type VersionRow = typeof draft_versions.$inferSelect;

/** A draft, and what it says now; null before its first version. */
export interface DraftAndVersion {
  draft: DraftRow;
  version: VersionRow | null;
}

const shownVersion = and(eq(draft_versions.draft_id, drafts.id), eq(draft_versions.version, drafts.version));

/** As one value: D1 binds a hundred in a statement. */
const oneOf = (column: Column, values: readonly (string | number)[]) =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;

export const insertDraft = async (env: Cloudflare.Env, row: DraftRow): Promise<void> => {
  await openDb(env).insert(drafts).values(row);
};

export const findDraft = async (
  env: Cloudflare.Env,
  owner: string,
  id: string,
): Promise<DraftAndVersion | undefined> => {
  const [row] = await openDb(env)
    .select({ draft: drafts, version: draft_versions })
    .from(drafts)
    .leftJoin(draft_versions, shownVersion)
    .where(and(eq(drafts.id, id), eq(drafts.owner, owner)));
  return row;
};

/** Own drafts, last changed first, after the one named. */
export const listDrafts = (
  env: Cloudflare.Env,
  owner: string,
  after: Position | undefined,
  most: number,
): Promise<DraftAndVersion[]> => {
  const { updated_at: changedAt, id } = drafts;
  const earlier = after && or(lt(changedAt, after.createdAt), and(eq(changedAt, after.createdAt), lt(id, after.id)));
  return openDb(env)
    .select({ draft: drafts, version: draft_versions })
    .from(drafts)
    .leftJoin(draft_versions, shownVersion)
    .where(and(eq(drafts.owner, owner), earlier))
    .orderBy(desc(changedAt), desc(id))
    .limit(most);
};

/** The draft of a session that was changed last. */
export const findDraftOfSession = async (
  env: Cloudflare.Env,
  owner: string,
  sessionId: string,
): Promise<DraftAndVersion | undefined> => {
  const [row] = await openDb(env)
    .select({ draft: drafts, version: draft_versions })
    .from(drafts)
    .leftJoin(draft_versions, shownVersion)
    .where(and(eq(drafts.owner, owner), eq(drafts.session_id, sessionId)))
    .orderBy(desc(drafts.updated_at), desc(drafts.id))
    .limit(1);
  return row;
};

/** What was made in a session. */
interface Works {
  document_ids: string[];
  draft_ids: string[];
}

/** Drafts of these sessions, and the documents that they are written from. */
export const worksOf = async (
  env: Cloudflare.Env,
  owner: string,
  sessionIds: readonly string[],
): Promise<Map<string, Works>> => {
  const rows = await openDb(env)
    .select({ id: drafts.id, session_id: drafts.session_id, document_ids: drafts.document_ids })
    .from(drafts)
    .where(and(eq(drafts.owner, owner), oneOf(drafts.session_id, sessionIds)))
    .orderBy(drafts.created_at, drafts.id);
  const works = new Map<string, Works>();
  for (const { id, session_id: session, document_ids: documents } of rows) {
    if (session === null) continue;
    const { draft_ids = [], document_ids = [] } = works.get(session) ?? {};
    // Written by this store.
    const all = new Set([...document_ids, ...(JSON.parse(documents) as string[])]);
    works.set(session, { draft_ids: [...draft_ids, id], document_ids: [...all] });
  }
  return works;
};

/** What an edit may change of a draft beside its text. */
export type DraftChange = Partial<
  Pick<
    DraftRow,
    | "status"
    | "turn"
    | "session_id"
    | "content_format"
    | "categories"
    | "tags"
    | "error_message"
    | "document_ids"
    | "published_at"
    | "published_url"
    | "published_to"
  >
>;

/** What is null stays as the version before has it. */
export type NewVersion = Pick<VersionRow, "author" | "reason" | "created_at"> & {
  [Field in "title" | "content" | "sources"]: VersionRow[Field] | null;
};

/**
 * Adds a version after the one that the draft shows, in one step with what else changes; what was undone cannot be
 * redone any more, and stays in the list. Answers its number; undefined when there is no such draft, or when it shows
 * another version than the one `expected`.
 */
export const addVersion = async (
  env: Cloudflare.Env,
  { owner, id, expected }: { owner: string; id: string; expected: number | undefined },
  { title, content, sources, author, reason, created_at }: NewVersion,
  change: DraftChange = {},
): Promise<number | undefined> => {
  const set = Object.keys(change)
    .map((name) => `, ${name} = ?`)
    .join("");
  const as = expected ?? null;
  const [added] = await env.DB.batch<{ version: number }>([
    env.DB.prepare(
      `INSERT INTO draft_versions (draft_id, version, parent, title, content, sources, author, reason, created_at)
       SELECT d.id, (SELECT coalesce(max(version), 0) + 1 FROM draft_versions WHERE draft_id = ?1),
              nullif(d.version, 0), coalesce(?4, d.title), coalesce(?5, v.content, ''), coalesce(?6, v.sources, '[]'), ?7, ?8, ?9
       FROM drafts d LEFT JOIN draft_versions v ON v.draft_id = d.id AND v.version = d.version
       WHERE d.id = ?1 AND d.owner = ?2 AND (?3 IS NULL OR d.version = ?3) RETURNING version`,
    ).bind(id, owner, as, title, content, sources, author, reason, created_at),
    env.DB.prepare(
      `UPDATE drafts SET version = (SELECT max(version) FROM draft_versions WHERE draft_id = drafts.id),
              redo = '[]', title = coalesce(?, title), updated_at = ?${set}
       WHERE id = ? AND owner = ? AND (? IS NULL OR version = ?)`,
    ).bind(title, created_at, ...Object.values(change), id, owner, as, as),
  ]);
  return added?.results[0]?.version;
};

/** Changes what is beside the text. */
export const updateDraft = async (
  env: Cloudflare.Env,
  owner: string,
  id: string,
  change: DraftChange & Partial<Pick<DraftRow, "updated_at">>,
): Promise<void> => {
  await openDb(env)
    .update(drafts)
    .set(change)
    .where(and(eq(drafts.id, id), eq(drafts.owner, owner)));
};

/** Notes which turn is at a draft, unless it has ended already. */
export const noteTurn = async (
  env: Cloudflare.Env,
  { owner, id, turn }: { owner: string; id: string; turn: number },
): Promise<void> => {
  await openDb(env)
    .update(drafts)
    .set({ turn })
    .where(and(eq(drafts.id, id), eq(drafts.owner, owner), eq(drafts.status, "generating")));
};

/** Ends the writing of a draft that says it is being written, by this turn where one is named. */
export const endWriting = async (
  env: Cloudflare.Env,
  { owner, id, turn }: { owner: string; id: string; turn?: number | undefined },
  change: Pick<DraftRow, "status" | "error_message">,
): Promise<void> => {
  const byTurn = turn === undefined ? undefined : eq(drafts.turn, turn);
  await openDb(env)
    .update(drafts)
    .set({ ...change, turn: null })
    .where(and(eq(drafts.id, id), eq(drafts.owner, owner), eq(drafts.status, "generating"), byTurn));
};

const stepBack = `UPDATE drafts SET
    redo = json_insert(redo, '$[#]', version),
    title = (SELECT p.title FROM draft_versions v JOIN draft_versions p ON p.draft_id = v.draft_id AND p.version = v.parent
             WHERE v.draft_id = drafts.id AND v.version = drafts.version),
    version = (SELECT v.parent FROM draft_versions v WHERE v.draft_id = drafts.id AND v.version = drafts.version),
    updated_at = ?1
  WHERE id = ?2 AND owner = ?3 AND (?4 IS NULL OR version = ?4)
    AND (SELECT v.parent FROM draft_versions v WHERE v.draft_id = drafts.id AND v.version = drafts.version) IS NOT NULL`;

const stepForward = `UPDATE drafts SET
    title = (SELECT v.title FROM draft_versions v WHERE v.draft_id = drafts.id AND v.version = redo ->> '$[#-1]'),
    version = redo ->> '$[#-1]',
    redo = json_remove(redo, '$[#-1]'),
    updated_at = ?1
  WHERE id = ?2 AND owner = ?3 AND (?4 IS NULL OR version = ?4) AND json_array_length(redo) > 0`;

/** Moves a draft to the version before (`undo`), or to the one that was undone last (`redo`); false when it cannot. */
export const moveDraft = async (
  env: Cloudflare.Env,
  direction: "undo" | "redo",
  { owner, id, expected }: { owner: string; id: string; expected: number | undefined },
  now: string,
): Promise<boolean> => {
  const moved = await env.DB.prepare(direction === "undo" ? stepBack : stepForward)
    .bind(now, id, owner, expected ?? null)
    .run();
  return moved.meta.changes > 0;
};

const ownVersion = (env: Cloudflare.Env, owner: string, id: string) =>
  and(
    eq(draft_versions.draft_id, id),
    exists(
      openDb(env)
        .select({ id: drafts.id })
        .from(drafts)
        .where(and(eq(drafts.id, id), eq(drafts.owner, owner))),
    ),
  );

/** A version without its text. */
export type VersionEntry = Omit<VersionRow, "draft_id" | "content" | "sources"> & { characters: number };

/** Versions of a draft, newest first, at most `most`, before the one named. */
export const listVersions = (
  env: Cloudflare.Env,
  { owner, id }: { owner: string; id: string },
  before: number | undefined,
  most: number,
): Promise<VersionEntry[]> => {
  const { version, parent, title, author, reason, created_at } = draft_versions;
  const characters = sql<number>`length(${draft_versions.content})`;
  return openDb(env)
    .select({ version, parent, title, author, reason, created_at, characters })
    .from(draft_versions)
    .where(and(ownVersion(env, owner, id), before === undefined ? undefined : lt(version, before)))
    .orderBy(desc(version))
    .limit(most);
};

/** These versions of a draft, whole; one that is not there is left out. */
export const findVersions = (
  env: Cloudflare.Env,
  { owner, id }: { owner: string; id: string },
  versions: readonly number[],
): Promise<VersionRow[]> =>
  openDb(env)
    .select()
    .from(draft_versions)
    .where(and(ownVersion(env, owner, id), oneOf(draft_versions.version, versions)));

/** Takes a draft out with all that it ever said; false when there is none. */
export const deleteDraft = async (env: Cloudflare.Env, owner: string, id: string): Promise<boolean> => {
  const [, gone] = await env.DB.batch([
    env.DB.prepare(
      "DELETE FROM draft_versions WHERE draft_id IN (SELECT id FROM drafts WHERE id = ? AND owner = ?)",
    ).bind(id, owner),
    env.DB.prepare("DELETE FROM drafts WHERE id = ? AND owner = ?").bind(id, owner),
  ]);
  return (gone?.meta.changes ?? 0) > 0;
};

/** Takes out everything of an account. */
export const deleteDraftsOf = async (env: Cloudflare.Env, owner: string): Promise<void> => {
  await env.DB.batch([
    env.DB.prepare("DELETE FROM draft_versions WHERE draft_id IN (SELECT id FROM drafts WHERE owner = ?)").bind(owner),
    env.DB.prepare("DELETE FROM drafts WHERE owner = ?").bind(owner),
  ]);
};
