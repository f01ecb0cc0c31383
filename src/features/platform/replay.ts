import type { AppEnv } from "#http/context";
import { ownerOf } from "#http/actor";
import { AppError, fromStore } from "#http/errors";
import type { Context } from "hono";
import type { ReplayRow } from "./store.ts";
import { claimKey, finishKey, releaseKey } from "./store.ts";

const dayMs = 86_400_000;
/** A request that has not finished by then never will: its isolate is gone. */
const runsAtMostMs = 10 * 60_000;
const maxLength = 255;

/** What a request made, and how it was answered. */
export interface Made<T> {
  id: string;
  status: number;
  answer: T;
}

interface Once<T> {
  run: () => Promise<Made<T>>;
  /** Reads what an earlier request with the same key made. */
  reread: (id: string) => Promise<T>;
}

const hash = async (text: string): Promise<string> => {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

const readKey = (c: Context<AppEnv>): string | undefined => {
  const key = c.req.header("idempotency-key");
  if (key === undefined || key === "") return undefined;
  if (key.length > maxLength || !/^[\x21-\x7e]+$/.test(key))
    throw new AppError("bad_request", `Idempotency-Key takes up to ${maxLength} visible ASCII characters.`);
  return key;
};

const replay = async <T>(
  c: Context<AppEnv>,
  first: ReplayRow,
  requestHash: string,
  reread: Once<T>["reread"],
): Promise<Made<T>> => {
  if (first.request_hash !== requestHash)
    throw new AppError("invalid_request", "This Idempotency-Key was used for another request.");
  if (first.status === null || first.resource_id === null)
    throw new AppError("conflict", "The first request with this Idempotency-Key is still running.", {
      headers: { "Retry-After": "1" },
    });
  const answer = await reread(first.resource_id);
  c.header("Idempotency-Replayed", "true");
  return { id: first.resource_id, status: first.status, answer };
};

/**
 * Runs a request that makes something once for an Idempotency-Key: a repetition within 24 hours gets what the first one
 * made, read again. Kept are key, hash of the request, status and id, never a body. Without a key, or for an anonymous
 * caller, it simply runs. Throws `bad_request` for a key that is too long, `invalid_request` for one used for another
 * request, `conflict` while the first is running.
 */
export const once = async <T>(c: Context<AppEnv>, body: () => string, { run, reread }: Once<T>): Promise<Made<T>> => {
  const { ctx } = c.var;
  const key = readKey(c);
  const owner = ownerOf(ctx);
  if (key === undefined || owner === null) return run();
  const now = ctx.now().getTime();
  const claim: ReplayRow = {
    owner,
    key,
    request_hash: await hash(`${c.req.method} ${new URL(c.req.url).pathname}\n${body()}`),
    status: null,
    resource_id: null,
    created_at: new Date(now).toISOString(),
    expires_at: new Date(now + runsAtMostMs).toISOString(),
  };
  const giveBack = (error: unknown): never => {
    ctx.defer(releaseKey(ctx.env, claim));
    throw error;
  };
  const first = await fromStore(claimKey(ctx.env, claim)).catch(giveBack);
  if (first !== undefined) return replay(c, first, claim.request_hash, reread);
  const made = await run().catch(giveBack);
  const done = { status: made.status, resource_id: made.id, expires_at: new Date(now + dayMs).toISOString() };
  // It is made, and its caller is told so: a store that does not answer is asked once more.
  await finishKey(ctx.env, claim, done).catch(() => ctx.defer(finishKey(ctx.env, claim, done)));
  return made;
};
