import { api_keys, users } from "#db/identity";
import { openDb } from "#db/client";
import { and, asc, eq, gt, isNull, not, or, sql } from "drizzle-orm";
import { isStillIn } from "./sessions.store.ts";
import type { UserRow } from "./users.store.ts";

export type ApiKeyRow = typeof api_keys.$inferSelect;

/** False when the caller is no longer signed in: what takes an account over revokes its keys, and this one must not come after. */
export const insertApiKey = async (
  env: Cloudflare.Env,
  caller: { id: string; sessionId: string | null },
  row: ApiKeyRow,
): Promise<boolean> => {
  const db = openDb(env);
  const [, undone] = await db.batch([
    db.insert(api_keys).values(row),
    db
      .delete(api_keys)
      .where(and(eq(api_keys.id, row.id), not(isStillIn(env, caller))))
      .returning({ id: api_keys.id }),
  ]);
  return undone.length === 0;
};

export const listApiKeys = (env: Cloudflare.Env, userId: string): Promise<ApiKeyRow[]> =>
  openDb(env)
    .select()
    .from(api_keys)
    .where(eq(api_keys.user_id, userId))
    .orderBy(asc(api_keys.created_at), asc(api_keys.id));

/** False when this account has no such key. */
export const deleteApiKey = async (env: Cloudflare.Env, userId: string, id: string): Promise<boolean> => {
  const gone = await openDb(env)
    .delete(api_keys)
    .where(and(eq(api_keys.id, id), eq(api_keys.user_id, userId)))
    .returning({ id: api_keys.id });
  return gone.length > 0;
};

/** Counts a use of the key that holds, and answers it with its account. */
export const useApiKey = async (
  env: Cloudflare.Env,
  hash: string,
  now: string,
): Promise<{ key: ApiKeyRow; user: UserRow } | undefined> => {
  const db = openDb(env);
  const holds = and(eq(api_keys.hash, hash), or(isNull(api_keys.expires_at), gt(api_keys.expires_at, now)));
  const [key] = await db
    .update(api_keys)
    .set({ use_count: sql`${api_keys.use_count} + 1`, last_used_at: now })
    .where(holds)
    .returning();
  if (key === undefined) return undefined;
  const [user] = await db
    .select()
    .from(users)
    .where(and(eq(users.id, key.user_id), eq(users.is_active, true)))
    .limit(1);
  return user && { key, user };
};
