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

/** Writes the content first: a row without its content would be half an analysis, content without a row is swept. */
export const writeAnalysis = async (env: Cloudflare.Env, row: AnalysisRow, content: string): Promise<void> => {
  const key = contentKey(row.id);
  await env.BUCKET.put(key, content, { httpMetadata: { contentType: "application/json" } });
  try {
    await openDb(env)
      .insert(analyses)
      .values({ ...row, content_key: key });
  } catch (error) {
    await env.BUCKET.delete(key);
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

/** Own analyses, newest first, after the one named. A kept comparison is none. */
export const listAnalyses = (
  env: Cloudflare.Env,
  owner: string,
  after: Position | undefined,
  most: number,
): Promise<AnalysisRow[]> => {
  const { created_at: createdAt, id } = analyses;
  const earlier = after && or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), lt(id, after.id)));
  return openDb(env)
    .select()
    .from(analyses)
    .where(and(eq(analyses.owner, owner), like(id, "an_%"), earlier))
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

/** Content of analyses that have expired, at most `most` of them. */
export const findExpired = async (
  env: Cloudflare.Env,
  now: string,
  most: number,
): Promise<{ id: string; content: string | null }[]> => {
  const rows = await openDb(env)
    .select({ id: analyses.id, key: analyses.content_key })
    .from(analyses)
    .where(lte(analyses.expires_at, now))
    .limit(most);
  return Promise.all(
    rows.map(async ({ id, key }) => {
      const content = await env.BUCKET.get(key);
      return { id, content: content === null ? null : await content.text() };
    }),
  );
};

/** Takes an analysis out: the row last, so that an interrupted deletion is found again. */
export const deleteAnalysis = async (env: Cloudflare.Env, id: string): Promise<void> => {
  await env.BUCKET.delete(contentKey(id));
  await openDb(env).delete(analyses).where(eq(analyses.id, id));
};
