import type { AppEnv, Ctx } from "#http/context";
import { AppError } from "#http/errors";
import { createMiddleware } from "hono/factory";

/** How a caller stands with a limit of `quota` requests per `windowSeconds`. */
interface Verdict {
  allowed: boolean;
  quota: number;
  windowSeconds: number;
  remaining: number;
  /** Until the whole quota is there again. */
  resetSeconds: number;
  /** Until one request passes; 0 when allowed. */
  retryAfterSeconds: number;
}

/** Takes one request out of the caller's quota. */
export type Limit = (ctx: Ctx, caller: string) => Promise<Verdict>;

const ipv6Groups = (address: string): string[] => {
  const [head = "", tail] = address.split("::");
  const left = head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array.from({ length: Math.max(0, zeros) }, () => "0"), ...right];
};

/** One caller per IPv4 address or IPv6 /64: a single IPv6 customer holds 2^64 addresses. */
const toCaller = (address: string): string =>
  address.includes(":") ? ipv6Groups(address).slice(0, 4).join(":") : address;

// Names of the fields: draft-ietf-httpapi-ratelimit-headers.
const toHeaders = (verdict: Verdict): Record<string, string> => ({
  "RateLimit-Policy": `"default";q=${verdict.quota};w=${verdict.windowSeconds}`,
  RateLimit: `"default";r=${verdict.remaining};t=${verdict.resetSeconds}`,
});

/** Refuses a caller who asks too often. A limiter that fails lets everyone pass: it protects, it does not gate. */
export const withLimit = (limit: Limit) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const { ctx } = c.var;
    // Only Cloudflare's edge makes this header trustworthy; on a developer's machine the client could write it.
    const address = ctx.settings.production ? c.req.header("cf-connecting-ip") : undefined;
    const verdict = await limit(ctx, toCaller(address ?? "local")).catch(() => undefined);
    if (!verdict) {
      ctx.log("error", "limiter_failed");
      return next();
    }
    const headers = toHeaders(verdict);
    if (!verdict.allowed)
      throw new AppError("rate_limited", "Too many requests. Try again after the time in Retry-After.", {
        headers: { ...headers, "Retry-After": String(verdict.retryAfterSeconds) },
      });
    await next();
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
  });
