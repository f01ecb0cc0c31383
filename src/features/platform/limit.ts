import type { Limit } from "#http/limit";

const perMinute = 3_000;
const windowSeconds = 60;

/** 3,000 requests a minute and caller, times RATE_LIMIT_SCALE. */
export const limit: Limit = async ({ env, settings }, caller) => {
  const quota = Math.max(1, Math.round(perMinute * settings.rateLimitScale));
  const perSecond = quota / windowSeconds;
  const { taken, tokens } = await env.RATE_LIMITER.getByName(caller).take(quota, perSecond);
  return {
    allowed: taken,
    quota,
    windowSeconds,
    remaining: Math.floor(tokens),
    resetSeconds: Math.ceil((quota - tokens) / perSecond),
    retryAfterSeconds: taken ? 0 : Math.ceil((1 - tokens) / perSecond),
  };
};
