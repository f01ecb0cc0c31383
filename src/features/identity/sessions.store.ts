import { login_sessions, refresh_tokens, users } from "#db/identity";
import { openDb } from "#db/client";
import { and, eq, gt, inArray, lte, ne } from "drizzle-orm";
import type { UserRow } from "./users.store.ts";

export type SessionRow = typeof login_sessions.$inferSelect;
export type RefreshRow = typeof refresh_tokens.$inferSelect;

/** A session, with the first of its refresh tokens or with a cookie alone. */
export const insertSession = async (
  env: Cloudflare.Env,
  session: SessionRow,
  refresh: RefreshRow | undefined,
): Promise<void> => {
  const db = openDb(env);
  const start = db.insert(login_sessions).values(session);
  await db.batch(refresh === undefined ? [start] : [start, db.insert(refresh_tokens).values(refresh)]);
};

/** A session that holds, and its account. */
export interface LiveSession {
  session: SessionRow;
  user: UserRow;
}

const findLive = async (
  env: Cloudflare.Env,
  which: ReturnType<typeof eq>,
  now: string,
): Promise<LiveSession | undefined> => {
  const [row] = await openDb(env)
    .select({ session: login_sessions, user: users })
    .from(login_sessions)
    .innerJoin(users, eq(users.id, login_sessions.user_id))
    .where(and(which, gt(login_sessions.expires_at, now), eq(users.is_active, true)))
    .limit(1);
  return row;
};

export const findSession = (env: Cloudflare.Env, id: string, now: string): Promise<LiveSession | undefined> =>
  findLive(env, eq(login_sessions.id, id), now);

export const findCookieSession = (
  env: Cloudflare.Env,
  cookieHash: string,
  now: string,
): Promise<LiveSession | undefined> => findLive(env, eq(login_sessions.cookie_hash, cookieHash), now);

export const findRefreshToken = async (
  env: Cloudflare.Env,
  hash: string,
  now: string,
): Promise<RefreshRow | undefined> => {
  const [row] = await openDb(env)
    .select()
    .from(refresh_tokens)
    .where(and(eq(refresh_tokens.hash, hash), gt(refresh_tokens.expires_at, now)))
    .limit(1);
  return row;
};

/**
 * Makes `successor` the newest token of its session. Its generation is the session's next one, or the session's own when
 * somebody else with the same token was a moment faster; false when the session has moved further, or is gone.
 */
export const rotate = async (env: Cloudflare.Env, successor: RefreshRow): Promise<boolean> => {
  const db = openDb(env);
  const { session_id: id, generation } = successor;
  await db
    .update(login_sessions)
    .set({ generation })
    .where(and(eq(login_sessions.id, id), eq(login_sessions.generation, generation - 1)));
  const current = db
    .select({ id: login_sessions.id })
    .from(login_sessions)
    .where(and(eq(login_sessions.id, id), eq(login_sessions.generation, generation)));
  if ((await current.limit(1)).length === 0) return false;
  await db.insert(refresh_tokens).values(successor);
  return true;
};

export const deleteSession = async (env: Cloudflare.Env, id: string): Promise<void> => {
  const db = openDb(env);
  await db.batch([
    db.delete(refresh_tokens).where(eq(refresh_tokens.session_id, id)),
    db.delete(login_sessions).where(eq(login_sessions.id, id)),
  ]);
};

/** Ends every session of an account but the one named. */
export const deleteOtherSessions = async (env: Cloudflare.Env, userId: string, kept: string | null): Promise<void> => {
  const db = openDb(env);
  const others = and(eq(login_sessions.user_id, userId), ne(login_sessions.id, kept ?? ""));
  const ids = db.select({ id: login_sessions.id }).from(login_sessions).where(others);
  await db.batch([
    db.delete(refresh_tokens).where(inArray(refresh_tokens.session_id, ids)),
    db.delete(login_sessions).where(others),
  ]);
};

/** Deletes what has ended. */
export const sweepSessions = async (env: Cloudflare.Env, now: string): Promise<void> => {
  const db = openDb(env);
  await db.batch([
    db.delete(refresh_tokens).where(lte(refresh_tokens.expires_at, now)),
    db.delete(login_sessions).where(lte(login_sessions.expires_at, now)),
  ]);
};
