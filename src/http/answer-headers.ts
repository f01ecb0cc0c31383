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

/** The headers that keep a browser from guessing, caching, framing or leaking; HSTS only where there is TLS for sure. */
export const withAnswerHeaders = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(defaults)) if (!c.res.headers.has(name)) c.header(name, value);
  if (c.env.ENVIRONMENT === "production")
    c.header("Strict-Transport-Security", `max-age=${twoYears}; includeSubDomains`);
});
