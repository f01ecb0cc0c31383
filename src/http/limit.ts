import type { AppEnv, Ctx } from "#http/context";
import { AppError } from "#http/errors";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";

/**
 * What is counted together. `login` counts whoever tries to get in, `password` the wrong passwords for one account,
 * `credential` tokens and keys that were not good.
 */
export type LimitClass = "read" | "write" | "upload" | "ai" | "login" | "password" | "credential";

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

/** What a limit depends on, beside the caller: the settings, and whether the caller is an account. */
export type LimitContext = Pick<Ctx, "env" | "settings"> & { actor: Pick<Ctx["actor"], "kind"> };

/** Takes one request out of what `caller` has left in this class. */
export type Limit = (ctx: LimitContext, limitClass: LimitClass, caller: string) => Promise<Verdict>;

/** A limiter that fails lets everyone pass, except where it is what stands between a guesser and an account. */
const failsClosed: ReadonlySet<LimitClass> = new Set(["login", "password"]);

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

/** Where a request comes from. Only Cloudflare's edge makes its header trustworthy; on a developer's machine the client could write it. */
export const readAddress = (c: Context<AppEnv>, production: boolean): string =>
  toCaller((production ? c.req.header("cf-connecting-ip") : undefined) ?? "local");

// Names of the fields: draft-ietf-httpapi-ratelimit-headers.
const toHeaders = (limitClass: LimitClass, verdict: Verdict): Record<string, string> => ({
  "RateLimit-Policy": `"${limitClass}";q=${verdict.quota};w=${verdict.windowSeconds}`,
  RateLimit: `"${limitClass}";r=${verdict.remaining};t=${verdict.resetSeconds}`,
});

const ask = async (ctx: Ctx, limitClass: LimitClass, caller: string): Promise<Verdict | undefined> => {
  try {
    return await ctx.limit(ctx, limitClass, caller);
  } catch {
    ctx.log("error", "limiter_failed", { limit: limitClass });
    if (!failsClosed.has(limitClass)) return undefined;
    throw new AppError("unavailable", "Signing in is not possible for a moment. Please try again.", {
      headers: { "Retry-After": "5" },
    });
  }
};

/** Takes one request; answers the headers that tell how much is left. Throws `rate_limited` when nothing is. */
export const takeOne = async (ctx: Ctx, limitClass: LimitClass, caller: string): Promise<Record<string, string>> => {
  const verdict = await ask(ctx, limitClass, caller);
  if (verdict === undefined) return {};
  const headers = toHeaders(limitClass, verdict);
  if (verdict.allowed) return headers;
  ctx.event("rate_limited", { limit: limitClass });
  throw new AppError("rate_limited", "Too many requests. Try again after the time in Retry-After.", {
    headers: { ...headers, "Retry-After": String(verdict.retryAfterSeconds) },
  });
};

/** Cloudflare's own limiter in front of ours, where it is bound: it is per location and costs nothing. */
const passShield = async ({ env, address, event }: Ctx): Promise<void> => {
  const passed = await env.SHIELD?.limit({ key: address }).catch(() => undefined);
  if (passed === undefined || passed.success) return;
  event("rate_limited", { limit: "shield" });
  throw new AppError("rate_limited", "Too many requests. Try again after the time in Retry-After.", {
    headers: { "Retry-After": "60" },
  });
};

/** The shield, before anything is looked up for the caller. */
export const withShield = createMiddleware<AppEnv>(async (c, next) => {
  await passShield(c.var.ctx);
  await next();
});

/** Refuses a caller who asks too often: an account by its id, anyone else by their address. */
export const withLimit = (limitClass: LimitClass) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const { ctx } = c.var;
    const caller = ctx.actor.kind === "user" && limitClass !== "login" ? ctx.actor.id : ctx.address;
    const headers = await takeOne(ctx, limitClass, caller);
    await next();
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
  });
