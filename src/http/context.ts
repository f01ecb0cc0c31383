import type { Actor, ResolveActor } from "#http/actor";
import { anonymous } from "#http/actor";
import type { Body } from "#http/body";
import type { Limit } from "#http/limit";
import { readAddress } from "#http/limit";
import type { Fields, Log } from "#http/log";
import { createLog, describeError } from "#http/log";
import type { Settings } from "#http/settings";
import { readSettings } from "#http/settings";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";

/** Everything a verb may use of the outside world. Built once per request; a test builds its own. */
export interface Ctx {
  env: Cloudflare.Env;
  settings: Settings;
  /** Who is calling: set by the route's access, anonymous until then. */
  actor: Actor;
  /** Where the request comes from, as far as that can be trusted: what an anonymous caller is counted by. */
  address: string;
  resolveActor: ResolveActor;
  limit: Limit;
  requestId: string;
  /** The API's public base URL, without a trailing slash. */
  origin: string;
  now: () => Date;
  /** `prefix_` and 128 random bits in hexadecimal: unguessable, so an id may itself be the key to a thing. */
  newId: (prefix: string) => string;
  log: Log;
  /** Something that matters to whoever watches over this: a sign-in, a refusal. A line of its own in the log. */
  event: (name: string, fields?: Fields) => void;
  /** Lets work finish after the answer; a failure is logged. */
  defer: (work: Promise<unknown>) => void;
}

export interface AppEnv {
  Bindings: Cloudflare.Env;
  Variables: { requestId: string; ctx: Ctx; body: Body | undefined };
}

const wellFormedId = /^[\w-]{8,64}$/;

const newId = (prefix: string): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `${prefix}_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
};

/** What the features lend to every request. */
export interface Lent {
  resolveActor: ResolveActor;
  limit: Limit;
}

const createCtx = (c: Context<AppEnv>, { resolveActor, limit }: Lent): Ctx => {
  const { requestId } = c.var;
  const settings = readSettings(c.env);
  const log = createLog(settings.production, requestId);
  const report = (error: unknown): void =>
    log(
      "error",
      "deferred_work_failed",
      describeError(error instanceof Error ? error : new Error(String(error)), settings.production),
    );
  return {
    env: c.env,
    settings,
    resolveActor,
    actor: anonymous,
    address: readAddress(c, settings.production),
    limit,
    requestId,
    origin: settings.publicUrl ?? new URL(c.req.url).origin,
    now: () => new Date(),
    newId,
    log,
    event: (name, fields) => log("info", `security.${name}`, fields),
    defer: (work) => c.executionCtx.waitUntil(work.catch(report)),
  };
};

/** Gives every request its id: the caller's own when it is well formed. */
export const withRequestId = createMiddleware<AppEnv>(async (c, next) => {
  const asked = c.req.header("x-request-id") ?? "";
  c.set("requestId", wellFormedId.test(asked) ? asked : crypto.randomUUID());
  await next();
});

/** Builds `ctx`, or answers `not_configured` when a setting cannot be used. */
export const withContext = (lent: Lent) =>
  createMiddleware<AppEnv>(async (c, next) => {
    c.set("ctx", createCtx(c, lent));
    await next();
  });
