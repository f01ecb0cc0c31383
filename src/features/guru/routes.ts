import { once } from "#features/platform";
import type { AppEnv } from "#http/context";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { toDialect } from "./dialect.ts";
import {
  DialectDrop,
  DialectDropped,
  DialectReply,
  DialectRequest,
  GuruDropped,
  GuruHistory,
  GuruReply,
  GuruRequest,
} from "./schema.ts";
import { askGuru, readGuru, rereadGuru, resetGuru } from "./service.ts";

const tags = ["AU-GURU"];
const params = z.object({ session_id: z.string().max(200) });
const gone = problemAnswer("Unknown, expired or somebody else's");
const dropped = "Conversation reset successfully";

const chatRoute = route(
  { access: "anon", limit: "ai" },
  {
    method: "post",
    path: "/api/v1/chat",
    operationId: "askGuru",
    tags,
    summary: "Ask about Assumption University: answered from the knowledge, with its sources, in English or Thai",
    request: { body: { ...json(GuruRequest, "The question"), required: true } },
    responses: { 200: json(GuruReply, "The answer") },
  },
);

const historyRoute = route(
  { access: "anon" },
  {
    method: "get",
    path: "/api/v1/chat/{session_id}/history",
    operationId: "getGuruHistory",
    tags,
    summary: "What was said in a conversation, oldest first",
    request: { params },
    responses: { 200: json(GuruHistory, "The messages"), 404: gone },
  },
);

const dropRoute = route(
  { access: "anon" },
  {
    method: "delete",
    path: "/api/v1/chat/{session_id}",
    operationId: "deleteGuruChat",
    tags,
    summary: "Delete a conversation",
    request: { params },
    responses: { 200: json(GuruDropped, "Gone"), 404: gone },
  },
);

const uiChatRoute = route(
  { access: "anon", limit: "ai" },
  {
    method: "post",
    path: "/api/chat",
    operationId: "askGuruFromUi",
    tags,
    summary: "The same question as AU-GURU's page asks it",
    request: { body: { ...json(DialectRequest, "The question"), required: true } },
    responses: { 200: json(DialectReply, "The answer") },
  },
);

const uiDropRoute = route(
  { access: "anon" },
  {
    method: "delete",
    path: "/api/chat",
    operationId: "deleteGuruChatFromUi",
    tags,
    summary: "Delete a conversation, as AU-GURU's page does",
    request: { body: { ...json(DialectDrop, "Which one"), required: true } },
    responses: { 200: json(DialectDropped, "Gone"), 404: gone },
  },
);

/** Asks once for an Idempotency-Key: the same request again gets the same turn's answer. */
const askOnce = async (c: Context<AppEnv>, message: string, sessionId: string | undefined) => {
  const { ctx } = c.var;
  const { answer } = await once(c, () => JSON.stringify({ message, sessionId }), {
    run: async () => {
      const { turn, reply } = await askGuru(ctx, message, sessionId);
      return { id: `${reply.session_id}/${turn}`, status: 200, answer: reply };
    },
    reread: (id) => rereadGuru(ctx, id),
  });
  return answer;
};

export const guru = createRouter()
  .openapi(chatRoute, async (c) => {
    const { message, session_id: sessionId } = c.req.valid("json");
    return c.json(await askOnce(c, message, sessionId), 200);
  })
  .openapi(historyRoute, async (c) => c.json(await readGuru(c.var.ctx, c.req.valid("param").session_id), 200))
  .openapi(dropRoute, async (c) => {
    const { session_id } = c.req.valid("param");
    await resetGuru(c.var.ctx, session_id);
    return c.json({ message: dropped, session_id }, 200);
  })
  .openapi(uiChatRoute, async (c) => {
    const { message, sessionId } = c.req.valid("json");
    const reply = await askOnce(c, message, sessionId);
    const { messages } = await readGuru(c.var.ctx, reply.session_id);
    return c.json(toDialect(reply, messages), 200);
  })
  .openapi(uiDropRoute, async (c) => {
    const { sessionId } = c.req.valid("json");
    await resetGuru(c.var.ctx, sessionId);
    return c.json({ message: dropped, sessionId }, 200);
  });
