import { analyses } from "#db/analyses";
import { openDb } from "#db/client";
import { and, eq, gt, lte } from "drizzle-orm";

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

/** The stored content of an analysis that has not expired. An anonymous one is open to whoever knows its id. */
export const findAnalysis = async (env: Cloudflare.Env, id: string, now: string): Promise<string | undefined> => {
  const [row] = await openDb(env)
    .select({ key: analyses.content_key, owner: analyses.owner })
    .from(analyses)
    .where(and(eq(analyses.id, id), gt(analyses.expires_at, now)))
    .limit(1);
  if (row === undefined || row.owner !== null) return undefined;
  const content = await env.BUCKET.get(row.key);
  return content === null ? undefined : content.text();
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
