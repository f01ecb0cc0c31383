import type { AppEnv } from "#http/context";
import { createMiddleware } from "hono/factory";
import { cors } from "hono/cors";

const exposed = [
  "X-Request-Id",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "Content-Disposition",
  "ETag",
  "Link",
  "Idempotency-Replayed",
];
const oneDay = 86_400;

/** Lets the pages of ALLOWED_ORIGINS call us, credentials included; any other page gets no CORS header at all. */
export const withCors = createMiddleware<AppEnv>((c, next) => {
  const { allowedOrigins } = c.var.ctx.settings;
  const origin = c.req.header("origin") ?? "";
  const listed = allowedOrigins.has(origin);
  return cors({
    origin: () => (listed ? origin : null),
    credentials: listed,
    exposeHeaders: listed ? exposed : [],
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    maxAge: oneDay,
  })(c, next);
});
