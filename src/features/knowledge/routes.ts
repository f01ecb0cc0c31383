import type { Body } from "#http/body";
import { getBody } from "#http/body";
import { validate } from "#http/errors";
import { anyOf } from "#http/fields";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import { readMarkdown } from "./markdown.ts";
import { SearchQuery, SearchResults, Slug, Topic, TopicInput, TopicList } from "./schema.ts";
import examples from "./examples.json" with { type: "json" };
import { dropKnowledge, listKnowledge, putKnowledge, readKnowledge, searchKnowledge } from "./service.ts";

const tags = ["AU-GURU"];
const params = z.object({ topic: Slug });

const listRoute = route(
  { access: "anon" },
  {
    method: "get",
    path: "/api/v1/knowledge",
    operationId: "listKnowledge",
    tags,
    summary: "What AU-GURU knows about",
    responses: { 200: json(TopicList, "The topics") },
  },
);

const searchRoute = route(
  { access: "anon" },
  {
    method: "get",
    path: "/api/v1/knowledge/search",
    operationId: "searchKnowledge",
    tags,
    summary: "Facts, ranked by how much of the words they cover",
    request: { query: SearchQuery },
    responses: { 200: json(SearchResults, "The best facts first; none is an empty list") },
  },
);

const readRoute = route(
  { access: "anon" },
  {
    method: "get",
    path: "/api/v1/knowledge/{topic}",
    operationId: "getTopic",
    tags,
    summary: "A topic with its facts",
    request: { params },
    responses: { 200: json(Topic, "The topic"), 404: problemAnswer("No such topic") },
  },
);

const putRoute = route(
  { access: "admin" },
  {
    method: "put",
    path: "/api/v1/knowledge/{topic}",
    operationId: "putTopic",
    tags,
    summary: "Replace or add a topic: JSON, or Markdown with a fact in each paragraph, list item or table row",
    request: {
      params,
      body: {
        content: {
          "application/json": { schema: anyOf<typeof TopicInput>("TopicInput") },
          "text/markdown": { schema: z.string().openapi({ example: examples.TopicMarkdown }) },
        },
        description: "The whole topic as it is to be",
        required: true,
      },
    },
    responses: { 200: json(Topic, "The topic as it is kept"), 403: problemAnswer("Not an administrator") },
  },
);

const dropRoute = route(
  { access: "admin" },
  {
    method: "delete",
    path: "/api/v1/knowledge/{topic}",
    operationId: "deleteTopic",
    tags,
    summary: "Delete a topic",
    request: { params },
    responses: {
      204: { description: "Gone" },
      403: problemAnswer("Not an administrator"),
      404: problemAnswer("No such topic"),
    },
  },
);

const readTopic = (body: Body, topic: string): TopicInput => {
  if (body.kind === "text") return validate(TopicInput, readMarkdown(body.text, topic));
  return validate(TopicInput, body.kind === "json" ? body.value : undefined);
};

const router = createRouter();
router.openAPIRegistry.register("TopicInput", TopicInput);

export const knowledge = router
  .openapi(listRoute, async (c) => c.json(await listKnowledge(c.var.ctx), 200))
  .openapi(searchRoute, async (c) => {
    const { q, limit } = c.req.valid("query");
    return c.json(await searchKnowledge(c.var.ctx, q, limit), 200);
  })
  .openapi(readRoute, async (c) => c.json(await readKnowledge(c.var.ctx, c.req.valid("param").topic), 200))
  .openapi(putRoute, async (c) => {
    const { topic } = c.req.valid("param");
    return c.json(await putKnowledge(c.var.ctx, topic, readTopic(getBody(c), topic)), 200);
  })
  .openapi(dropRoute, async (c) => {
    await dropKnowledge(c.var.ctx, c.req.valid("param").topic);
    return c.body(null, 204);
  });
