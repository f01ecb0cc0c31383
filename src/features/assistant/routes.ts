import type { AppEnv } from "#http/context";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import type { ServerEvent } from "#http/stream";
import { answerEvents, wantsEvents } from "#http/stream";
import { streamReply } from "#features/sessions";
import type { Context } from "hono";
import { readSaid, writeConversation } from "./export.ts";
import {
  AssistantAnswer,
  AssistantEvent,
  AssistantExportRequest,
  AssistantRequest,
  ChatExportAnswer,
  ChatExportRequest,
} from "./schema.ts";
import { answerWhole, askInSession, readQuestion, readReply, streamAnswer } from "./service.ts";

const tags = ["StackStage"];

const assistantRoute = <P extends "/api/assistant" | "/api/assistant/chat">(path: P, operationId: string) =>
  route(
    { access: "anon", limit: "ai" },
    {
      method: "post",
      path,
      operationId,
      tags,
      summary: "Ask the cloud advisor, about anything or about an analysis; with a session it remembers",
      request: {
        body: { ...json(AssistantRequest, "The conversation so far, its last message the question"), required: true },
      },
      responses: {
        200: {
          description:
            "The answer; with `Accept: text/event-stream` an event `progress` at once, its pieces as `token`, and `message` with the whole",
          content: { "application/json": { schema: AssistantAnswer }, "text/event-stream": { schema: AssistantEvent } },
        },
        404: problemAnswer("The analysis is unknown, expired or somebody else's"),
        422: problemAnswer("A field that is not valid"),
      },
    },
  );

const pdf = { description: "The PDF", content: { "application/pdf": {} } };

const chatExportRoute = route(
  { access: "anon", maxBytes: 2_000_000 },
  {
    method: "post",
    path: "/api/chat/export/pdf",
    operationId: "exportChat",
    tags,
    summary: "A conversation as PDF, by its session or as sent; with `session_info` as base64 inside JSON",
    request: { body: { ...json(ChatExportRequest, "The session, or the messages"), required: true } },
    responses: {
      200: { ...pdf, content: { ...pdf.content, "application/json": { schema: ChatExportAnswer } } },
      404: problemAnswer("The session is unknown or somebody else's"),
    },
  },
);

const assistantExportRoute = route(
  { access: "anon", maxBytes: 2_000_000 },
  {
    method: "post",
    path: "/api/assistant/export/pdf",
    operationId: "exportAssistantChat",
    tags,
    summary: "A conversation with the assistant as PDF",
    request: { body: { ...json(AssistantExportRequest, "The messages"), required: true } },
    responses: { 200: pdf },
  },
);

/** At once that there will be an answer, then its pieces as `token`, then the whole as `message`. */
async function* tell(answer: AsyncGenerator<string, AssistantAnswer>): AsyncGenerator<ServerEvent, void> {
  yield { event: "progress", data: { step: "answering" } };
  // The first question of an isolate builds an index: what has been said goes out before that.
  await scheduler.wait(1);
  for (;;) {
    const next = await answer.next();
    if (next.done) {
      yield { event: "message", data: next.value };
      return;
    }
    yield { event: "token", data: { content: next.value } };
  }
}

const download = (filename: string) => ({
  "Content-Type": "application/pdf",
  "Content-Disposition": `attachment; filename="${filename}"`,
});

const answer = async (c: Context<AppEnv>, request: AssistantRequest) => {
  const { ctx } = c.var;
  if (request.session_id === undefined) {
    const question = await readQuestion(ctx, request);
    if (wantsEvents(c)) return answerEvents(c, tell(streamAnswer(ctx, question)));
    return c.json(await answerWhole(ctx, question), 200);
  }
  const { sessionId, posted } = await askInSession(ctx, request);
  return wantsEvents(c) ? streamReply(ctx, sessionId, posted) : c.json(await readReply(ctx, sessionId, posted), 200);
};

export const assistant = createRouter()
  .openapi(assistantRoute("/api/assistant", "askAssistant"), (c) => answer(c, c.req.valid("json")))
  .openapi(assistantRoute("/api/assistant/chat", "askAssistantChat"), (c) => answer(c, c.req.valid("json")))
  .openapi(chatExportRoute, async (c) => {
    const { ctx } = c.var;
    const { session_id: id, messages = [], session_info: info, title } = c.req.valid("json");
    const said =
      messages.length > 0
        ? messages.map(({ role, type, content }) => ({ from: role ?? type ?? "assistant", content }))
        : await readSaid(ctx, id ?? "");
    const { bytes, filename } = await writeConversation(ctx, said, { title });
    if (info != null)
      return c.json({ success: true as const, pdf_data: Buffer.from(bytes).toString("base64"), filename }, 200);
    return c.body(bytes, 200, download(filename));
  })
  .openapi(assistantExportRoute, async (c) => {
    const { messages, role, title } = c.req.valid("json");
    const said = messages.map(({ role: from, type, content }) => ({ from: from ?? type ?? "assistant", content }));
    const assistantName = role === undefined ? "StackStage" : `StackStage for the ${role}`;
    const { bytes, filename } = await writeConversation(c.var.ctx, said, { title, assistant: assistantName });
    return c.body(bytes, 200, download(filename));
  });
