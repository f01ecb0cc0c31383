import type { Limit, LimitClass, LimitContext } from "#http/limit";

const windowSeconds = 60;

/** Requests a minute, times RATE_LIMIT_SCALE: of an account, and of an address that did not say who it is. */
const quotas: Record<LimitClass, { account: number; address: number }> = {
  read: { account: 6_000, address: 3_000 },
  write: { account: 6_000, address: 3_000 },
  upload: { account: 1_200, address: 20 },
  ai: { account: 600, address: 300 },
  login: { account: 30, address: 30 },
  password: { account: 5, address: 5 },
  credential: { account: 60, address: 60 },
};

/** What somebody could guess: these are counted however long the guesser waits in between. */
const guarded: ReadonlySet<LimitClass> = new Set(["login", "password", "credential"]);

const quotaOf = ({ settings, actor }: LimitContext, limitClass: LimitClass): number => {
  const { account, address } = quotas[limitClass];
  return Math.max(1, Math.round((actor.kind === "user" ? account : address) * settings.rateLimitScale));
};

/** Takes one request out of the bucket of this caller and class. */
export const limit: Limit = async (ctx, limitClass, caller) => {
  const quota = quotaOf(ctx, limitClass);
  const perSecond = quota / windowSeconds;
  const bucket = ctx.env.RATE_LIMITER.getByName(`${limitClass}:${caller}`);
  const { taken, tokens } = await bucket.take(quota, perSecond, guarded.has(limitClass));
  return {
    allowed: taken,
    quota,
    windowSeconds,
    remaining: Math.floor(tokens),
    resetSeconds: Math.ceil((quota - tokens) / perSecond),
    retryAfterSeconds: taken ? 0 : Math.ceil((1 - tokens) / perSecond),
  };
};
