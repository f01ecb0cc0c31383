import type { AppEnv } from "#http/context";
import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";

type Fields = Record<string, string | number>;

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

/** One line per request, with the route's pattern in place of its path. */
export const withLog = createMiddleware<AppEnv>(async (c, next) => {
  const started = Date.now();
  await next();
  c.var.ctx.log("info", "request", {
    method: c.req.method,
    route: routePath(c, -1),
    status: c.res.status,
    ms: Date.now() - started,
  });
});
