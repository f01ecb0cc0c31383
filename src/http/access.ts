import { createHash, timingSafeEqual } from "node:crypto";
import type { Actor, Credentials, Scope, User } from "#http/actor";
import { anonymous, unauthorized } from "#http/actor";
import type { AppEnv } from "#http/context";
import { AppError } from "#http/errors";
import { takeOne } from "#http/limit";
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";

/**
 * Who may call a route: anyone (`public`, no credential is looked at), anyone while ALLOW_ANONYMOUS holds (`anon`), the
 * holder of a signed URL (`signature`, which the route verifies), an account (`user`), a person signed in to it and no
 * API key (`person`), an administrator (`admin`), or whoever runs this (`operator`).
 */
export type Access = "public" | "anon" | "signature" | "user" | "person" | "admin" | "operator";

/** The cookie of a browser that signed in. */
export const sessionCookie = "session";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

const readCredentials = (c: Context<AppEnv>): Credentials => {
  const [scheme = "", ...rest] = (c.req.header("authorization") ?? "").split(" ");
  const value = rest.join(" ").trim();
  if (scheme !== "" && (scheme.toLowerCase() !== "bearer" || value === ""))
    throw unauthorized("Authorization takes `Bearer` and a token.");
  return {
    bearer: value === "" ? undefined : value,
    apiKey: c.req.header("x-api-key"),
    cookie: getCookie(c, sessionCookie),
  };
};

/** Whether a request comes from one of our pages, as far as it says where it comes from. */
export const isOwnPage = (c: Context<AppEnv>): boolean | undefined => {
  const { origin, settings } = c.var.ctx;
  const page = c.req.header("origin");
  return page === undefined ? undefined : page === origin || settings.allowedOrigins.has(page);
};

/** A page of another site can make a browser send its cookie, but cannot make up the Origin. */
const refuseForeignPage = (c: Context<AppEnv>, user: User): void => {
  if (user.by !== "cookie" || safeMethods.has(c.req.method) || isOwnPage(c) === true) return;
  throw new AppError("forbidden", "A request with a cookie must come from a page listed in ALLOWED_ORIGINS.");
};

const neededScope = (method: string, access: Access): Scope => {
  if (access === "admin") return "admin";
  return safeMethods.has(method) ? "read" : "write";
};

const checkUser = (c: Context<AppEnv>, user: User, access: Access): void => {
  refuseForeignPage(c, user);
  if (access === "person" && user.by === "key") throw new AppError("forbidden", "An API key may not do this: sign in.");
  if (access === "admin" && !user.isAdmin) throw new AppError("forbidden", "This needs an administrator.");
  const scope = neededScope(c.req.method, access);
  if (!user.scopes.has(scope)) throw new AppError("forbidden", `This API key lacks the scope "${scope}".`);
};

const refuseAnonymous = (c: Context<AppEnv>, access: Access): void => {
  if (access !== "anon") throw unauthorized("This needs an account.");
  if (!c.var.ctx.settings.allowAnonymous) throw unauthorized("This needs an account: ALLOW_ANONYMOUS is off.");
};

/** Open to developers; in production only with METRICS_TOKEN, and not there at all without it. */
export const isOperator = (c: Context<AppEnv>): boolean => {
  const { production, metricsToken } = c.var.ctx.settings;
  if (!production) return true;
  const given = c.req.header("authorization");
  return metricsToken !== undefined && given !== undefined && isSame(given, `Bearer ${metricsToken}`);
};

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** In constant time, and whatever the lengths. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/** As if there were nothing; whoever sends a token that is not ours is counted like any other guesser. */
const refuseStranger = async (c: Context<AppEnv>): Promise<never> => {
  const { ctx } = c.var;
  if (c.req.header("authorization") !== undefined) await takeOne(ctx, "credential", ctx.address);
  throw new AppError("not_found", "There is nothing at this address.");
};

/** Finds out who is calling, and refuses whoever may not use a route with this access. */
export const requireAccess = (access: Access) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (access === "operator" && !isOperator(c)) await refuseStranger(c);
    if (access !== "public" && access !== "signature" && access !== "operator") {
      const actor = await resolve(c);
      if (actor.kind === "user") checkUser(c, actor, access);
      else refuseAnonymous(c, access);
      c.var.ctx.actor = actor;
    }
    await next();
  });

/** A bad credential is counted against where it comes from, so that nobody can try many. */
const resolve = async (c: Context<AppEnv>): Promise<Actor> => {
  const { ctx } = c.var;
  try {
    return await ctx.resolveActor(ctx, readCredentials(c));
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthorized") await takeOne(ctx, "credential", ctx.address);
    throw error;
  }
};

/** Who is calling a route that anyone may call: what is wrong with a credential makes the caller nobody, and is not told. */
export const identify = async (c: Context<AppEnv>): Promise<Actor> => {
  const { ctx } = c.var;
  try {
    const actor = await ctx.resolveActor(ctx, readCredentials(c));
    if (actor.kind === "user") refuseForeignPage(c, actor);
    return actor;
  } catch (error) {
    if (error instanceof AppError && (error.code === "unauthorized" || error.code === "bad_request")) return anonymous;
    throw error;
  }
};
