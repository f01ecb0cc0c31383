import type { AppEnv } from "#http/context";
import { AppError } from "#http/errors";
import { createMiddleware } from "hono/factory";

/**
 * Who may call a route: anyone (`public`), anyone while ALLOW_ANONYMOUS holds (`anon`), the holder of a signed URL
 * (`signature`, which the route verifies), or an account. There are no accounts yet, so the last three refuse everyone.
 */
export type Access = "public" | "anon" | "signature" | "user" | "admin" | "operator";

const isOpen = (access: Access, allowAnonymous: boolean): boolean =>
  access === "public" || access === "signature" || (access === "anon" && allowAnonymous);

/** Answers 401 to a caller who may not use a route with this access. */
export const requireAccess = (access: Access) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (!isOpen(access, c.var.ctx.settings.allowAnonymous))
      throw new AppError("unauthorized", "This needs an account.", { headers: { "WWW-Authenticate": "Bearer" } });
    await next();
  });
