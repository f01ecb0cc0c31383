import { deleteKeysOf, sweepKeys } from "./store.ts";

export { Counters } from "./counters.do.ts";
export { limit } from "./limit.ts";
export { count, countEvents } from "./metrics.ts";
export { RateLimiter } from "./rate-limiter.do.ts";
export { once } from "./replay.ts";
export { createPlatform } from "./routes.ts";

/** Deletes Idempotency-Keys that have ended. */
export const sweepReplays = (env: Cloudflare.Env, now: Date): Promise<void> => sweepKeys(env, now.toISOString());

/** Deletes the Idempotency-Keys of an account. */
export const forgetReplays = ({ env }: { env: Cloudflare.Env }, userId: string): Promise<void> =>
  deleteKeysOf(env, userId);
