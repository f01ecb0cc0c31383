import type { AppEnv } from "#http/context";
import { AppError } from "#http/errors";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Whether the request's own address can be believed. On a developer's machine it is made of the Host that the client
 * wrote, and a page whose name was pointed at this machine after it was loaded (DNS rebinding) would be an "own" page:
 * there only the machine's own names count. In production only Cloudflare's edge delivers, and only names that are ours.
 */
const isOwnOrigin = (c: Context<AppEnv>, page: string): boolean => {
  const { origin, settings } = c.var.ctx;
  if (page !== origin) return false;
  return settings.production || settings.publicUrl !== undefined || loopback.has(new URL(origin).hostname);
};

/**
 * Refuses a browser's page that is none of ours, before anything else is looked at: what MCP asks of every server
 * against DNS rebinding. A program sends no Origin, and could send any: it needs its credential.
 */
export const refuseForeignOrigin = createMiddleware<AppEnv>(async (c, next) => {
  const page = c.req.header("origin");
  if (page !== undefined && !c.var.ctx.settings.allowedOrigins.has(page) && !isOwnOrigin(c, page))
    throw new AppError("forbidden", "A page may call this when it is listed in ALLOWED_ORIGINS.");
  await next();
});
