import { identify } from "#http/access";
import { unauthorized } from "#http/actor";
import type { AppEnv } from "#http/context";
import { AppError } from "#http/errors";
import { createRouter, problemAnswer, route } from "#http/openapi";
import type { Context } from "hono";
import { z } from "@hono/zod-openapi";
import { SocketQuery } from "./schema.ts";
import { checkSession, openSocket, redeemTicket } from "./service.ts";

const socketRoute = route(
  { access: "public", limit: "read" },
  {
    method: "get",
    path: "/ws/{session_id}",
    operationId: "openSocket",
    tags: ["Sessions"],
    summary:
      "WebSocket to a session: `message` and `ping` in; `token`, `progress`, `message`, `draft`, `error`, `pong` out, each with `seq`",
    request: { params: z.object({ session_id: z.string().max(100) }), query: SocketQuery },
    responses: {
      101: { description: "Opened" },
      401: problemAnswer("Neither a good ticket nor a credential"),
      403: problemAnswer("From a page that is not listed in ALLOWED_ORIGINS"),
      404: problemAnswer("Unknown, expired or somebody else's"),
    },
  },
);

/** A browser sends cookies with any page's WebSocket and asks no permission: only the Origin tells whose page it is. */
const refuseForeignPage = (c: Context<AppEnv>): void => {
  const { origin, settings } = c.var.ctx;
  const page = c.req.header("origin");
  if (page === undefined || page === origin || settings.allowedOrigins.has(page)) return;
  throw new AppError("forbidden", "A WebSocket must come from a page listed in ALLOWED_ORIGINS.");
};

const requireUpgrade = (c: Context<AppEnv>): void => {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket")
    throw new AppError("bad_request", "This address takes a WebSocket: send `Upgrade: websocket`.");
};

/** Lets in whoever holds a ticket for the session, or may use it by their credential. */
const admit = async (c: Context<AppEnv>, id: string, ticket: string | undefined): Promise<string> => {
  const { ctx } = c.var;
  refuseForeignPage(c);
  if (ticket !== undefined) {
    // Before the ticket is used up.
    requireUpgrade(c);
    if (await redeemTicket(ctx, id, ticket)) return id;
    throw unauthorized("The ticket is not valid: it may be used or too old.");
  }
  const actor = await identify(c);
  if (actor.kind !== "user") throw unauthorized("This needs a ticket or an account.");
  if (!actor.scopes.has("write")) throw new AppError("forbidden", 'This API key lacks the scope "write".');
  if (actor.by === "cookie" && c.req.header("origin") === undefined)
    throw new AppError("forbidden", "A WebSocket with a cookie must say which page it comes from.");
  ctx.actor = actor;
  return checkSession(ctx, id);
};

export const socket = createRouter().openapi(socketRoute, async (c) => {
  const { ticket, after } = c.req.valid("query");
  const id = await admit(c, c.req.valid("param").session_id, ticket);
  requireUpgrade(c);
  return openSocket(c.var.ctx, id, after);
});
