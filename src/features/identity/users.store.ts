import { endingOthers, isStillIn } from "./sessions.store.ts";
import { api_keys, identities, login_codes, login_sessions, refresh_tokens, users } from "#db/identity";
import { openDb } from "#db/client";
import type { Position } from "#http/pages";
import { and, asc, eq, gt, inArray, or, sql } from "drizzle-orm";

export type UserRow = typeof users.$inferSelect;

/** Which provider's account somebody signed in with. */
export interface IdentityKey {
  provider: string;
  subject: string;
}

export const findUser = async (env: Cloudflare.Env, id: string): Promise<UserRow | undefined> => {
  const [row] = await openDb(env).select().from(users).where(eq(users.id, id)).limit(1);
  return row;
};

export const findUserByEmail = async (env: Cloudflare.Env, email: string): Promise<UserRow | undefined> => {
  const [row] = await openDb(env).select().from(users).where(eq(users.email, email)).limit(1);
  return row;
};

export const findUserByIdentity = async (
  env: Cloudflare.Env,
  { provider, subject }: IdentityKey,
): Promise<UserRow | undefined> => {
  const [row] = await openDb(env)
    .select({ user: users })
    .from(identities)
    .innerJoin(users, eq(users.id, identities.user_id))
    .where(and(eq(identities.provider, provider), eq(identities.subject, subject)))
    .limit(1);
  return row?.user;
};

/** False when the e-mail has an account already: the index decides, so two at once cannot both win. */
export const insertUser = async (env: Cloudflare.Env, row: UserRow): Promise<boolean> => {
  const made = await openDb(env).insert(users).values(row).onConflictDoNothing().returning({ id: users.id });
  return made.length > 0;
};

/** The same with the provider's account that enters it, in one step: without it nobody could. */
export const insertLinkedUser = async (env: Cloudflare.Env, row: UserRow, key: IdentityKey): Promise<boolean> => {
  const db = openDb(env);
  const { provider, subject } = key;
  const [made] = await db.batch([
    db.insert(users).values(row).onConflictDoNothing().returning({ id: users.id }),
    // Not `db.run`: in a batch drizzle cannot bind the values of bare SQL.
    db.insert(identities).select(
      db
        .select({
          provider: sql<string>`${provider}`.as("provider"),
          subject: sql<string>`${subject}`.as("subject"),
          user_id: users.id,
          created_at: users.created_at,
        })
        .from(users)
        .where(eq(users.id, row.id)),
    ),
  ]);
  return made.length > 0;
};

export const updateUser = async (
  env: Cloudflare.Env,
  id: string,
  change: Partial<Omit<UserRow, "id" | "email">>,
): Promise<void> => {
  if (Object.keys(change).length > 0) await openDb(env).update(users).set(change).where(eq(users.id, id));
};

/** Sets another password hash in place of the one that was checked; false when that is no longer the account's. */
export const replacePasswordHash = async (
  env: Cloudflare.Env,
  userId: string,
  checked: string,
  hash: string,
): Promise<boolean> => {
  const set = await openDb(env)
    .update(users)
    .set({ password_hash: hash })
    .where(and(eq(users.id, userId), eq(users.password_hash, checked)))
    .returning({ id: users.id });
  return set.length > 0;
};

/**
 * Changes an account for a caller who is signed in to it still; false when a takeover was faster. A new password ends
 * every other session in the same step.
 */
export const updateOwnUser = async (
  env: Cloudflare.Env,
  caller: { id: string; sessionId: string | null },
  change: Partial<Pick<UserRow, "full_name" | "password_hash">>,
): Promise<boolean> => {
  const db = openDb(env);
  const update = db
    .update(users)
    .set(change)
    .where(and(eq(users.id, caller.id), isStillIn(env, caller)))
    .returning({ id: users.id });
  const ended = change.password_hash === undefined ? [] : endingOthers(env, caller);
  const [set] = await db.batch([update, ...ended]);
  return set.length > 0;
};

export const insertIdentity = async (
  env: Cloudflare.Env,
  key: IdentityKey,
  userId: string,
  now: string,
): Promise<void> => {
  await openDb(env)
    .insert(identities)
    .values({ ...key, user_id: userId, created_at: now })
    .onConflictDoNothing();
};

/** A page of accounts, oldest first, after the one named. */
export const listUsers = async (env: Cloudflare.Env, after: Position | undefined, most: number): Promise<UserRow[]> => {
  const { created_at: createdAt, id } = users;
  const later = after && or(gt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), gt(id, after.id)));
  return openDb(env).select().from(users).where(later).orderBy(asc(createdAt), asc(id)).limit(most);
};

const sessionsOf = (env: Cloudflare.Env, userId: string) =>
  openDb(env).select({ id: login_sessions.id }).from(login_sessions).where(eq(login_sessions.user_id, userId));

/** Every way in that an account has, as statements for one batch: sessions, refresh tokens, codes and API keys. */
const withoutCredentials = (env: Cloudflare.Env, userId: string) => {
  const db = openDb(env);
  return [
    db.delete(refresh_tokens).where(inArray(refresh_tokens.session_id, sessionsOf(env, userId))),
    db.delete(login_sessions).where(eq(login_sessions.user_id, userId)),
    db.delete(login_codes).where(eq(login_codes.user_id, userId)),
    db.delete(api_keys).where(eq(api_keys.user_id, userId)),
  ] as const;
};

/** Ends every session and key of an account, and makes it active or not. */
export const setActive = async (env: Cloudflare.Env, userId: string, active: boolean): Promise<void> => {
  const change = openDb(env).update(users).set({ is_active: active }).where(eq(users.id, userId));
  await openDb(env).batch(active ? [change] : [change, ...withoutCredentials(env, userId)]);
};

/**
 * The owner of the address has come: whoever registered it unverified loses the password, every session, key and other
 * provider's account, in one step.
 */
export const handOver = async (
  env: Cloudflare.Env,
  userId: string,
  key: IdentityKey,
  name: string | null,
  now: string,
): Promise<void> => {
  const db = openDb(env);
  await db.batch([
    ...withoutCredentials(env, userId),
    db.delete(identities).where(eq(identities.user_id, userId)),
    db
      .update(users)
      .set({ email_verified: true, password_hash: null, full_name: name, onboarding: null })
      .where(eq(users.id, userId)),
    db.insert(identities).values({ ...key, user_id: userId, created_at: now }),
  ]);
};

/** The account and every way into it. What it owns elsewhere is taken out before. */
export const deleteUser = async (env: Cloudflare.Env, userId: string): Promise<void> => {
  const db = openDb(env);
  await db.batch([
    ...withoutCredentials(env, userId),
    db.delete(identities).where(eq(identities.user_id, userId)),
    db.delete(users).where(eq(users.id, userId)),
  ]);
};
