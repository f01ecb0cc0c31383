import { identities, login_codes, login_sessions, refresh_tokens, users } from "#db/identity";
import { openDb } from "#db/client";
import type { SQL } from "drizzle-orm";
import { and, eq, exists, gt, inArray, lte, ne, not, notExists } from "drizzle-orm";
import type { UserRow } from "./users.store.ts";

export type SessionRow = typeof login_sessions.$inferSelect;
export type RefreshRow = typeof refresh_tokens.$inferSelect;

/** How somebody signed in. */
export type Method = "password" | "google" | "github" | "firebase";

/** Who signed in, and by what: the hash of the password that was right, or a provider's account that is linked. */
export type Proof =
  | { userId: string; method: "password"; passwordHash: string }
  | { userId: string; method: Exclude<Method, "password"> };

const identityOf = (env: Cloudflare.Env, userId: string, provider: string) =>
  openDb(env)
    .select({ user_id: identities.user_id })
    .from(identities)
    .where(and(eq(identities.user_id, userId), eq(identities.provider, provider)));

const provenBy = (env: Cloudflare.Env, proof: Proof) => {
  const isActive = and(eq(users.id, proof.userId), eq(users.is_active, true));
  const isGood =
    proof.method === "password"
      ? eq(users.password_hash, proof.passwordHash)
      : exists(identityOf(env, proof.userId, proof.method));
  return openDb(env).select({ id: users.id }).from(users).where(and(isActive, isGood));
};

/**
 * A session, with the first of its refresh tokens or with a cookie alone. False when what was proven no longer holds: a
 * change of the password, a takeover or a deletion may come between the proof and its session.
 */
export const insertSession = async (
  env: Cloudflare.Env,
  session: SessionRow,
  refresh: RefreshRow | undefined,
  proof: Proof,
): Promise<boolean> => {
  const db = openDb(env);
  const start = db.insert(login_sessions).values(session);
  const undo = db
    .delete(login_sessions)
    .where(and(eq(login_sessions.id, session.id), notExists(provenBy(env, proof))))
    .returning({ id: login_sessions.id });
  if (refresh === undefined) return (await db.batch([start, undo]))[1].length === 0;
  const undoRefresh = db
    .delete(refresh_tokens)
    .where(and(eq(refresh_tokens.hash, refresh.hash), notExists(provenBy(env, proof))));
  const done = await db.batch([start, db.insert(refresh_tokens).values(refresh), undoRefresh, undo]);
  return done[3].length === 0;
};

/** Whether a caller is still signed in: a condition of the very statement that writes, for a takeover may come before it. */
export const isStillIn = (env: Cloudflare.Env, { id, sessionId }: { id: string; sessionId: string | null }) =>
  sessionId === null
    ? exists(identityOf(env, id, "firebase"))
    : exists(
        openDb(env)
          .select({ id: login_sessions.id })
          .from(login_sessions)
          .where(and(eq(login_sessions.id, sessionId), eq(login_sessions.user_id, id))),
      );

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

/** The generation of a token whose twin was used first: whoever comes with it holds a copy. */
const spent = -2;

/**
 * Makes `successor` the newest token of its session, in place of `used`. Its generation is the session's next one, or the
 * session's own when the answer to an earlier use was lost, or is on its way to another tab. Of several successors the one
 * that is used first goes on, and spends the others. False when `used` is spent, the session has moved further or is gone.
 */
export const rotate = async (env: Cloudflare.Env, used: RefreshRow, successor: RefreshRow): Promise<boolean> => {
  const db = openDb(env);
  const { session_id: id, generation } = successor;
  const isUsable = exists(
    db
      .select({ hash: refresh_tokens.hash })
      .from(refresh_tokens)
      .where(and(eq(refresh_tokens.hash, used.hash), eq(refresh_tokens.generation, used.generation))),
  );
  const current = db
    .select({ id: login_sessions.id })
    .from(login_sessions)
    .where(and(eq(login_sessions.id, id), eq(login_sessions.generation, generation)));
  const twins = and(
    eq(refresh_tokens.session_id, id),
    eq(refresh_tokens.generation, used.generation),
    ne(refresh_tokens.hash, used.hash),
  );
  const taken = db
    .select({ id: refresh_tokens.session_id })
    .from(refresh_tokens)
    .where(eq(refresh_tokens.hash, successor.hash));
  const isCurrent = and(exists(current), isUsable) ?? isUsable;
  const [, , refused] = await db.batch([
    db
      .update(login_sessions)
      .set({ generation })
      .where(and(eq(login_sessions.id, id), eq(login_sessions.generation, used.generation), isUsable)),
    db.insert(refresh_tokens).values(successor),
    db
      .delete(refresh_tokens)
      .where(and(eq(refresh_tokens.hash, successor.hash), not(isCurrent)))
      .returning({ hash: refresh_tokens.hash }),
    db
      .update(refresh_tokens)
      .set({ generation: spent })
      .where(and(twins, inArray(refresh_tokens.session_id, taken))),
  ]);
  return refused.length === 0;
};

export const deleteSession = async (env: Cloudflare.Env, id: string): Promise<void> => {
  const db = openDb(env);
  await db.batch([
    db.delete(refresh_tokens).where(eq(refresh_tokens.session_id, id)),
    db.delete(login_sessions).where(eq(login_sessions.id, id)),
  ]);
};

const ending = (env: Cloudflare.Env, userId: string, where?: SQL) => {
  const db = openDb(env);
  const those = and(eq(login_sessions.user_id, userId), where);
  const ids = db.select({ id: login_sessions.id }).from(login_sessions).where(those);
  return [
    db.delete(refresh_tokens).where(inArray(refresh_tokens.session_id, ids)),
    db.delete(login_sessions).where(those),
  ] as const;
};

/** Ends every session of an account, and those that a code would begin. */
export const deleteSessions = async (env: Cloudflare.Env, userId: string): Promise<void> => {
  const db = openDb(env);
  await db.batch([db.delete(login_codes).where(eq(login_codes.user_id, userId)), ...ending(env, userId)]);
};

/** Ends every other session of a caller who is signed in still, as statements for one batch with what is the reason for it. */
export const endingOthers = (env: Cloudflare.Env, caller: { id: string; sessionId: string | null }) =>
  [
    openDb(env)
      .delete(login_codes)
      .where(and(eq(login_codes.user_id, caller.id), isStillIn(env, caller))),
    ...ending(env, caller.id, and(ne(login_sessions.id, caller.sessionId ?? ""), isStillIn(env, caller))),
  ] as const;

/** Deletes what has ended. */
export const sweepSessions = async (env: Cloudflare.Env, now: string): Promise<void> => {
  const db = openDb(env);
  await db.batch([
    db.delete(refresh_tokens).where(lte(refresh_tokens.expires_at, now)),
    db.delete(login_sessions).where(lte(login_sessions.expires_at, now)),
  ]);
};
