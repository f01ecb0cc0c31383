import type { AppEnv } from "#http/context";
import { createMiddleware } from "hono/factory";

// A route that sets one of these itself (a picture's cache, a page's policy) keeps its own.
const defaults = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
};

const twoYears = 63_072_000;

/**
 * The request's id, and the headers that keep a browser from guessing, caching, framing or leaking; HSTS only where there
 * is TLS for sure. Hono copies an answer for each header that is set late: after the first its headers are ours to change.
 */
export const withAnswerHeaders = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  c.header("X-Request-Id", c.var.requestId);
  const { headers } = c.res;
  for (const [name, value] of Object.entries(defaults)) if (!headers.has(name)) headers.set(name, value);
  if (c.env.ENVIRONMENT === "production")
    headers.set("Strict-Transport-Security", `max-age=${twoYears}; includeSubDomains`);
});
