import { openDb } from "#db/client";
import { sessions } from "#db/sessions";
import type { Position } from "#http/pages";
import type { SessionKind } from "./turn.ts";
import { and, desc, eq, gt, isNull, lt, lte, or } from "drizzle-orm";

export type SessionRow = typeof sessions.$inferSelect;

export const insertSession = async (env: Cloudflare.Env, row: SessionRow): Promise<void> => {
  await openDb(env).insert(sessions).values(row);
};

/** A caller's own session, or one that belongs to nobody, whose id is the key to it. */
export const findSession = async (
  env: Cloudflare.Env,
  id: string,
  owner: string | null,
  now: string,
): Promise<SessionRow | undefined> => {
  const visible = owner === null ? isNull(sessions.owner) : or(isNull(sessions.owner), eq(sessions.owner, owner));
  const [row] = await openDb(env)
    .select()
    .from(sessions)
    .where(and(eq(sessions.id, id), gt(sessions.expires_at, now), visible))
    .limit(1);
  return row;
};

/** Whether there is a session with this id, whoever owns it: for a ticket, which is proof enough. */
export const isSession = async (env: Cloudflare.Env, id: string, now: string): Promise<boolean> => {
  const rows = await openDb(env)
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, id), gt(sessions.expires_at, now)))
    .limit(1);
  return rows.length > 0;
};

/** Own sessions, last used first, after the one named. */
export const listSessions = (
  env: Cloudflare.Env,
  owner: string,
  after: Position | undefined,
  most: number,
): Promise<SessionRow[]> => {
  const { updated_at: usedAt, id } = sessions;
  const earlier = after && or(lt(usedAt, after.createdAt), and(eq(usedAt, after.createdAt), lt(id, after.id)));
  return openDb(env)
    .select()
    .from(sessions)
    .where(and(eq(sessions.owner, owner), earlier))
    .orderBy(desc(usedAt), desc(id))
    .limit(most);
};

export const listExpired = async (env: Cloudflare.Env, now: string, most: number): Promise<string[]> => {
  const rows = await openDb(env)
    .select({ id: sessions.id })
    .from(sessions)
    .where(lte(sessions.expires_at, now))
    .limit(most);
  return rows.map(({ id }) => id);
};

/** Notes that a session was used, and its name where it has none yet. */
export const touchSession = async (
  env: Cloudflare.Env,
  id: string,
  { updatedAt, name }: { updatedAt: string; name: string | undefined },
): Promise<void> => {
  await openDb(env)
    .update(sessions)
    .set({ updated_at: updatedAt, ...(name !== undefined && { name }) })
    .where(eq(sessions.id, id));
};

/** Notes that a session is of another kind now. */
export const updateKind = async (env: Cloudflare.Env, id: string, kind: SessionKind): Promise<void> => {
  await sessionObject(env, id).become(kind);
  await openDb(env).update(sessions).set({ kind }).where(eq(sessions.id, id));
};

/** Takes a session out: the object's content first, the row last, so that an interrupted deletion is found again. */
export const deleteSession = async (env: Cloudflare.Env, id: string): Promise<void> => {
  await sessionObject(env, id).remove();
  await openDb(env).delete(sessions).where(eq(sessions.id, id));
};

/** The object behind a session. The id is always one of our own making, read from its row. */
export const sessionObject = (env: Cloudflare.Env, id: string) => env.SESSIONS.getByName(id);
