import { createRouter, json, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import { assistants, getAssistant } from "./assistants.ts";
import type { Assistant } from "./assistants.ts";
import { answerChunks } from "./event-stream.ts";
import type { ListedModel } from "./schema.ts";
import {
  Completion,
  CompletionChunk,
  CompletionRequest,
  ListedModel as ModelShape,
  ModelList,
  OpenAiProblem,
} from "./schema.ts";
import { complete, completeInChunks, readRequest } from "./service.ts";

const tags = ["OpenAI"];

const failure = (description: string) => ({
  content: { "application/problem+json": { schema: OpenAiProblem } },
  description,
});

/** What every route of ours may fail with, each in OpenAI's words as well. */
const failures = {
  401: failure("No credential, or one that is wrong or has ended: `invalid_api_key`"),
  403: failure("The credential may not do this"),
  429: failure("Too many calls: `rate_limit_exceeded`; or the day's tokens are used up: `insufficient_quota`"),
  default: failure("Any other failure"),
};

const completionRoute = route(
  { access: "user", limit: "ai" },
  {
    method: "post",
    path: "/v1/chat/completions",
    operationId: "createChatCompletion",
    tags,
    summary: "Ask an assistant as OpenAI's clients do; nothing is kept",
    request: {
      body: {
        required: true,
        content: {
          "application/json": {
            schema: CompletionRequest,
            examples: {
              advisor: {
                summary: "The cloud advisor",
                value: {
                  model: "stackstage-advisor",
                  messages: [{ role: "user", content: "How do I make RDS highly available?" }],
                },
              },
              guru: {
                summary: "A question that leans on the one before, as a stream",
                value: {
                  model: "au-guru",
                  stream: true,
                  stream_options: { include_usage: true },
                  messages: [
                    { role: "user", content: "How much is the matriculation fee?" },
                    { role: "assistant", content: "The matriculation fee is paid once." },
                    { role: "user", content: [{ type: "text", text: "And for international students?" }] },
                  ],
                },
              },
              writer: {
                summary: "An article out of the caller's own documents",
                value: {
                  model: "blog-writer",
                  max_tokens: 1_500,
                  messages: [{ role: "user", content: "Write a short post out of my documents" }],
                },
              },
            },
          },
        },
        description: "The conversation so far, its last message the question",
      },
    },
    responses: {
      200: {
        description:
          "The answer; with `stream` its chunks as `data` lines with `[DONE]` at the end, and a failure midway as an event `error`",
        content: {
          "application/json": { schema: Completion },
          "text/event-stream": { schema: CompletionChunk },
        },
      },
      400: failure("A field that is not valid, or asks for what is not offered: `error.param` names it"),
      404: failure("There is no such model: `model_not_found`"),
      413: failure("The body is larger than 1 MB"),
      415: failure("The body is not JSON"),
      ...failures,
    },
  },
);

const listRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/v1/models",
    operationId: "listModels",
    tags,
    summary: "The assistants, as models",
    responses: { 200: json(ModelList, "All of them"), ...failures },
  },
);

const modelRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/v1/models/{model}",
    operationId: "retrieveModel",
    tags,
    summary: "One assistant, as a model",
    request: { params: z.object({ model: z.string().openapi({ example: "au-guru" }) }) },
    responses: {
      200: json(ModelShape, "The model"),
      404: failure("There is no such model: `model_not_found`"),
      ...failures,
    },
  },
);

/** The day on which they were first offered by these names: 2026-11-22. */
const created = 1_795_305_600;

const listed = ({ id, description }: Assistant): ListedModel => ({
  id,
  object: "model",
  created,
  owned_by: "stackstage",
  description,
});

export const completions = createRouter()
  .openapi(completionRoute, async (c) => {
    const request = c.req.valid("json");
    const { ctx } = c.var;
    const asked = readRequest(ctx, request);
    if (request.stream !== true) return c.json(await complete(ctx, asked), 200);
    const leave = new AbortController();
    return answerChunks(c, completeInChunks(ctx, asked, leave.signal), leave);
  })
  .openapi(listRoute, (c) => c.json({ object: "list" as const, data: assistants.map(listed) }, 200))
  .openapi(modelRoute, (c) => c.json(listed(getAssistant(c.req.valid("param").model)), 200));
