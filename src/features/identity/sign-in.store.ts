import { login_codes, oauth_states } from "#db/identity";
import { openDb } from "#db/client";
import { and, eq, gt, lte } from "drizzle-orm";

export type StateRow = typeof oauth_states.$inferSelect;
export type CodeRow = typeof login_codes.$inferSelect;

export const insertState = async (env: Cloudflare.Env, row: StateRow): Promise<void> => {
  await openDb(env).insert(oauth_states).values(row);
};

/** Takes a state out: whoever comes second with it finds nothing. */
export const takeState = async (env: Cloudflare.Env, hash: string, now: string): Promise<StateRow | undefined> => {
  const [row] = await openDb(env)
    .delete(oauth_states)
    .where(and(eq(oauth_states.hash, hash), gt(oauth_states.expires_at, now)))
    .returning();
  return row;
};

export const insertCode = async (env: Cloudflare.Env, row: CodeRow): Promise<void> => {
  await openDb(env).insert(login_codes).values(row);
};

/** Takes a code out, like a state. */
export const takeCode = async (env: Cloudflare.Env, hash: string, now: string): Promise<CodeRow | undefined> => {
  const [row] = await openDb(env)
    .delete(login_codes)
    .where(and(eq(login_codes.hash, hash), gt(login_codes.expires_at, now)))
    .returning();
  return row;
};

/** Deletes what nobody came back with. */
export const sweepSignIns = async (env: Cloudflare.Env, now: string): Promise<void> => {
  const db = openDb(env);
  await db.batch([
    db.delete(oauth_states).where(lte(oauth_states.expires_at, now)),
    db.delete(login_codes).where(lte(login_codes.expires_at, now)),
  ]);
};
