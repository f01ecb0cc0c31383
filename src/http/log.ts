import type { AppEnv } from "#http/context";
import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";

export type Fields = Record<string, string | number | boolean>;

/** One JSON line. The fields are chosen by us: never a body, a query, an id that opens something, or a credential. */
export type Log = (level: "info" | "error", event: string, fields?: Fields) => void;

/** In production everything is written; on a developer's machine only what went wrong. */
export const createLog =
  (production: boolean, requestId: string): Log =>
  (level, event, fields) => {
    if (level === "info" && !production) return;
    const line = JSON.stringify({ time: new Date().toISOString(), level, event, request_id: requestId, ...fields });
    if (level === "error") console.error(line);
    else console.log(line);
  };

/** An error as fields. In production its message stays out: a driver's message may quote what the caller sent. */
export const describeError = (error: Error, production: boolean): Fields => {
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return production
    ? { error: error.name, stack: frames.join("\n") }
    : { error: String(error), stack: frames.join("\n") };
};

/** What is counted of one request. */
export interface Served {
  method: string;
  /** The route's pattern, never its path: an id in it may open something. */
  route: string;
  status: number;
  ms: number;
}

/** Counts a request; see `/metrics`. What is still to be done then, if anything is. */
export type Count = (env: Cloudflare.Env, served: Served) => Promise<void> | undefined;

const refusals = new Map([
  [401, "refused_credential"],
  [403, "refused_permission"],
]);

/** One line and one count per request, and one event for each that was refused: the refusal where nobody knew more of it. */
export const withLog = (count: Count) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const started = Date.now();
    const { ctx } = c.var;
    const { event } = ctx;
    let isTold = false;
    ctx.event = (name, fields) => {
      isTold = true;
      event(name, fields);
    };
    await next();
    const served = { method: c.req.method, route: routePath(c, -1), status: c.res.status, ms: Date.now() - started };
    const refused = refusals.get(served.status);
    if (refused !== undefined && !isTold) ctx.event(refused, { route: served.route });
    ctx.log("info", "request", { ...served, caller: ctx.actor.kind === "user" ? ctx.actor.by : "anonymous" });
    const sending = count(ctx.env, served);
    if (sending !== undefined) ctx.defer(sending);
  });
