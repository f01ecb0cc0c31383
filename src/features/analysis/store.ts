import { analyses } from "#db/analyses";
import { openDb } from "#db/client";
import type { Position } from "#http/pages";
import { and, desc, eq, gt, isNull, like, lt, lte, or } from "drizzle-orm";

export interface AnalysisRow {
  id: string;
  created_at: string;
  expires_at: string;
  title: string;
  cloud: string;
  region: string;
  score: number;
  findings: number;
  monthly_cents: number;
  owner: string | null;
}

const contentKey = (id: string): string => `analyses/${id}.json`;

/**
 * Writes the content first: a row without its content would be half an analysis. What fails is taken back, also where it
 * was done and only its answer was lost.
 */
export const writeAnalysis = async (env: Cloudflare.Env, row: AnalysisRow, content: string): Promise<void> => {
  const key = contentKey(row.id);
  try {
    await env.BUCKET.put(key, content, { httpMetadata: { contentType: "application/json" } });
    await openDb(env)
      .insert(analyses)
      .values({ ...row, content_key: key });
  } catch (error) {
    await deleteAnalysis(env, row.id).catch(() => undefined);
    throw error;
  }
};

/** What a caller may see: their own, and what belongs to nobody, whose id is the key to it. */
const visibleTo = (owner: string | null) =>
  owner === null ? isNull(analyses.owner) : or(isNull(analyses.owner), eq(analyses.owner, owner));

/** The stored content of an analysis that has not expired and that `owner`, or anyone, may see. */
export const findAnalysis = async (
  env: Cloudflare.Env,
  id: string,
  owner: string | null,
  now: string,
): Promise<string | undefined> => {
  const [row] = await openDb(env)
    .select({ key: analyses.content_key })
    .from(analyses)
    .where(and(eq(analyses.id, id), gt(analyses.expires_at, now), visibleTo(owner)))
    .limit(1);
  if (row === undefined) return undefined;
  const content = await env.BUCKET.get(row.key);
  return content === null ? undefined : content.text();
};

/** All that is kept of an analysis, however it stands. */
export const readContent = async (env: Cloudflare.Env, id: string): Promise<string | undefined> => {
  const content = await env.BUCKET.get(contentKey(id));
  return content === null ? undefined : content.text();
};

/**
 * From now on it has expired: nobody sees it, and where its deletion breaks off it is swept. False when the caller sees
 * no such analysis.
 */
export const hideAnalysis = async (
  env: Cloudflare.Env,
  id: string,
  owner: string | null,
  now: string,
): Promise<boolean> => {
  const hidden = await openDb(env)
    .update(analyses)
    .set({ expires_at: now })
    .where(and(eq(analyses.id, id), gt(analyses.expires_at, now), visibleTo(owner)))
    .returning({ id: analyses.id });
  return hidden.length > 0;
};

/** Own analyses, newest first, after the one named. A kept comparison is none. */
export const listAnalyses = (
  env: Cloudflare.Env,
  owner: string,
  { after, most, now }: { after: Position | undefined; most: number; now: string },
): Promise<AnalysisRow[]> => {
  const { created_at: createdAt, id } = analyses;
  const earlier = after && or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), lt(id, after.id)));
  return openDb(env)
    .select()
    .from(analyses)
    .where(and(eq(analyses.owner, owner), gt(analyses.expires_at, now), like(id, "an_%"), earlier))
    .orderBy(desc(createdAt), desc(id))
    .limit(most);
};

/** The id of an owner's newest analysis with this title. */
export const findLatest = async (env: Cloudflare.Env, owner: string, title: string): Promise<string | undefined> => {
  const [row] = await openDb(env)
    .select({ id: analyses.id })
    .from(analyses)
    .where(and(eq(analyses.owner, owner), eq(analyses.title, title), like(analyses.id, "an_%")))
    .orderBy(desc(analyses.created_at), desc(analyses.id))
    .limit(1);
  return row?.id;
};

/** Ids of what an owner has, comparisons too, at most `most` of them. */
export const listOwned = async (env: Cloudflare.Env, owner: string, most: number): Promise<string[]> => {
  const rows = await openDb(env)
    .select({ id: analyses.id })
    .from(analyses)
    .where(eq(analyses.owner, owner))
    .limit(most);
  return rows.map(({ id }) => id);
};

/** Analyses that have expired, at most `most` of them. */
export const findExpired = async (env: Cloudflare.Env, now: string, most: number): Promise<string[]> => {
  const rows = await openDb(env)
    .select({ id: analyses.id })
    .from(analyses)
    .where(lte(analyses.expires_at, now))
    .limit(most);
  return rows.map(({ id }) => id);
};

/** Takes an analysis out: the row last, so that an interrupted deletion is found again. */
export const deleteAnalysis = async (env: Cloudflare.Env, id: string): Promise<void> => {
  await env.BUCKET.delete(contentKey(id));
  await openDb(env).delete(analyses).where(eq(analyses.id, id));
};
