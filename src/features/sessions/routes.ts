import { once } from "#features/platform";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { PageQuery, usualLimit } from "#http/pages";
import { wantsEvents } from "#http/stream";
import { z } from "@hono/zod-openapi";
import {
  ChatHistory,
  EventsQuery,
  Exchange,
  MessageRequest,
  Session,
  SessionEvent,
  SessionId,
  SessionList,
  SessionRequest,
  Ticket,
} from "./schema.ts";
import type { MessageRequest as Message } from "./schema.ts";
import type { WorksOf } from "./service.ts";
import {
  checkSession,
  createSession,
  dropSession,
  followSession,
  issueTicket,
  listOwnSessions,
  postMessage,
  readHistory,
  readSession,
  streamReply,
  waitForReply,
} from "./service.ts";
import { socket } from "./socket-route.ts";

const tags = ["Sessions"];
const params = z.object({ id: SessionId });
const gone = problemAnswer("Unknown, expired or somebody else's");

const createRoute = route(
  { access: "user" },
  {
    method: "post",
    path: "/api/v1/sessions",
    operationId: "createSession",
    tags,
    summary: "Begin a session",
    request: { body: { ...json(SessionRequest, "All of it may be left out"), required: true } },
    responses: { 201: json(Session, "The session") },
  },
);

const listRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/api/v1/sessions",
    operationId: "listSessions",
    tags,
    summary: "Own sessions, last used first",
    request: { query: PageQuery },
    responses: { 200: json(SessionList, "A page of them") },
  },
);

const readRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/api/v1/sessions/{id}",
    operationId: "getSession",
    tags,
    summary: "A session with all that was said",
    request: { params },
    responses: { 200: json(Session, "The session"), 404: gone },
  },
);

const deleteRoute = route(
  { access: "user" },
  {
    method: "delete",
    path: "/api/v1/sessions/{id}",
    operationId: "deleteSession",
    tags,
    summary: "Delete a session and everything of it, also while it is answering",
    request: { params },
    responses: { 204: { description: "Gone" }, 404: gone },
  },
);

const historyRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/api/v1/sessions/{id}/chat-history",
    operationId: "getChatHistory",
    tags,
    summary: "What was said, oldest first, and the place to follow on from",
    request: { params },
    responses: { 200: json(ChatHistory, "The messages"), 404: gone },
  },
);

const messageRoute = route(
  { access: "user", limit: "ai" },
  {
    method: "post",
    path: "/api/v1/sessions/{id}/messages",
    operationId: "sendMessage",
    tags,
    summary: "Say something; the answer whole, or as it is made with `Accept: text/event-stream`",
    request: { params, body: { ...json(MessageRequest, "The message"), required: true } },
    responses: {
      200: {
        description:
          "Message and reply; as events `progress`, `token` … and at the end `message`, each with its `seq` as id",
        content: { "application/json": { schema: Exchange }, "text/event-stream": { schema: SessionEvent } },
      },
      404: gone,
    },
  },
);

const eventsRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/api/v1/sessions/{id}/events",
    operationId: "followEvents",
    tags,
    summary: "Everything that happens in a session as events, after `Last-Event-ID` or `after`",
    request: { params, query: EventsQuery },
    responses: {
      200: {
        description: "Server-sent events; the schema is that of the data of each",
        content: { "text/event-stream": { schema: SessionEvent } },
      },
      404: gone,
    },
  },
);

const ticketRoute = route(
  { access: "user" },
  {
    method: "post",
    path: "/api/v1/sessions/{id}/ticket",
    operationId: "createTicket",
    tags,
    summary: "A ticket that opens one WebSocket to the session, within 30 seconds",
    request: { params },
    responses: { 201: json(Ticket, "Shown this once"), 404: gone },
  },
);

const toNewMessage = ({ content, client_message_id: clientMessageId, options }: Message) => ({
  content,
  clientMessageId,
  options,
});

/** `Last-Event-ID` is what a browser adds when it comes back; its address still has the place it first came from. */
const placeOf = (lastEventId: string | undefined, after: number | undefined): number | undefined =>
  lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : after;

/** The routes of sessions; `worksOf` knows what was made in them. */
export const createSessions = (worksOf: WorksOf) =>
  createRouter()
    .route("/", socket)
    .openapi(createRoute, async (c) => c.json(await createSession(c.var.ctx, c.req.valid("json")), 201))
    .openapi(listRoute, async (c) => {
      const { limit = usualLimit, cursor } = c.req.valid("query");
      return c.json(await listOwnSessions(c.var.ctx, limit, cursor, worksOf), 200);
    })
    .openapi(readRoute, async (c) => c.json(await readSession(c.var.ctx, c.req.valid("param").id, worksOf), 200))
    .openapi(deleteRoute, async (c) => {
      await dropSession(c.var.ctx, c.req.valid("param").id);
      return c.body(null, 204);
    })
    .openapi(historyRoute, async (c) => {
      const { id } = c.req.valid("param");
      const { messages, lastSeq } = await readHistory(c.var.ctx, id);
      return c.json({ session_id: id, messages, last_seq: lastSeq }, 200);
    })
    .openapi(messageRoute, async (c) => {
      const { ctx } = c.var;
      const request = c.req.valid("json");
      const id = await checkSession(ctx, c.req.valid("param").id);
      if (wantsEvents(c)) return streamReply(ctx, id, await postMessage(ctx, id, toNewMessage(request)));
      const exchange = async (turn: number) => ({ session_id: id, turn, ...(await waitForReply(ctx, id, turn)) });
      const { answer } = await once(c, () => JSON.stringify(request), {
        run: async () => {
          const { turn } = await postMessage(ctx, id, toNewMessage(request));
          return { id: String(turn), status: 200, answer: await exchange(turn) };
        },
        reread: (turn) => exchange(Number(turn)),
      });
      return c.json(answer, 200);
    })
    .openapi(eventsRoute, (c) => {
      const after = placeOf(c.req.header("last-event-id"), c.req.valid("query").after);
      return followSession(c.var.ctx, c.req.valid("param").id, after);
    })
    .openapi(ticketRoute, async (c) => c.json(await issueTicket(c.var.ctx, c.req.valid("param").id), 201));
