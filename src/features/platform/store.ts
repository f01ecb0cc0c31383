import { openDb } from "#db/client";
import { idempotency_keys } from "#db/platform";
import { and, eq, isNull, lte, sql } from "drizzle-orm";

/** The smallest question to each store. */
export const probes = {
  d1: (env: Cloudflare.Env) => openDb(env).run(sql`SELECT 1`),
  kv: (env: Cloudflare.Env) => env.KV.get("status-probe"),
  r2: (env: Cloudflare.Env) => env.BUCKET.head("status-probe"),
  durable_objects: (env: Cloudflare.Env) => env.COUNTERS.getByName("all").read(),
} satisfies Record<string, (env: Cloudflare.Env) => Promise<unknown>>;

export type ReplayRow = typeof idempotency_keys.$inferSelect;

/** Claims a key for a request, or answers the claim that was first. */
export const claimKey = async (env: Cloudflare.Env, row: ReplayRow): Promise<ReplayRow | undefined> => {
  const db = openDb(env);
  const { owner, key, created_at: now } = row;
  const [, claimed, kept] = await db.batch([
    db
      .delete(idempotency_keys)
      .where(
        and(eq(idempotency_keys.owner, owner), eq(idempotency_keys.key, key), lte(idempotency_keys.expires_at, now)),
      ),
    db.insert(idempotency_keys).values(row).onConflictDoNothing().returning(),
    db
      .select()
      .from(idempotency_keys)
      .where(and(eq(idempotency_keys.owner, owner), eq(idempotency_keys.key, key))),
  ]);
  return claimed.length > 0 ? undefined : kept[0];
};

export const finishKey = async (
  env: Cloudflare.Env,
  { owner, key }: ReplayRow,
  done: { status: number; resource_id: string; expires_at: string },
): Promise<void> => {
  await openDb(env)
    .update(idempotency_keys)
    .set(done)
    .where(and(eq(idempotency_keys.owner, owner), eq(idempotency_keys.key, key)));
};

/** Gives a key back whose request failed: the caller may try again with it. Another request's claim stays. */
export const releaseKey = async (env: Cloudflare.Env, claim: ReplayRow): Promise<void> => {
  const { owner, key, request_hash: hash, created_at: createdAt } = idempotency_keys;
  const isOurs = and(eq(owner, claim.owner), eq(key, claim.key), eq(hash, claim.request_hash));
  await openDb(env)
    .delete(idempotency_keys)
    .where(and(isOurs, eq(createdAt, claim.created_at), isNull(idempotency_keys.status)));
};

export const sweepKeys = async (env: Cloudflare.Env, now: string): Promise<void> => {
  await openDb(env).delete(idempotency_keys).where(lte(idempotency_keys.expires_at, now));
};

export const deleteKeysOf = async (env: Cloudflare.Env, owner: string): Promise<void> => {
  await openDb(env).delete(idempotency_keys).where(eq(idempotency_keys.owner, owner));
};
