import { getBody } from "#http/body";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import { analyzeForm, AnalyzeQuery, AnalyzeRequest } from "./input.ts";
import { readInput } from "./read-body.ts";
import { Analysis } from "./schema.ts";
import { analyze, readAnalysis } from "./service.ts";

const maxUploadBytes = 5_500_000;

const analyzeRoute = route(
  { access: "anon", maxBytes: maxUploadBytes },
  {
    method: "post",
    path: "/api/analyze",
    tags: ["StackStage"],
    summary: "Terraform or a few words in; findings, score, price, pictures, a better design as code out",
    request: {
      query: AnalyzeQuery,
      body: {
        content: {
          "application/json": { schema: AnalyzeRequest },
          "multipart/form-data": { schema: analyzeForm },
          "text/plain": { schema: { type: "string" } },
        },
      },
    },
    responses: {
      200: json(Analysis, "The whole analysis"),
      413: problemAnswer("A file or the upload is too large"),
      422: problemAnswer("Nothing that can be read; `errors` names files, lines and columns"),
    },
  },
);

const readRoute = route(
  { access: "anon" },
  {
    method: "get",
    path: "/api/v1/analyses/{id}",
    tags: ["StackStage"],
    summary: "A kept analysis, for 7 days",
    request: { params: z.object({ id: z.string().regex(/^an_[0-9a-f]{32}$/) }) },
    responses: { 200: json(Analysis, "The analysis"), 404: problemAnswer("Unknown or expired") },
  },
);

export const analysis = createRouter()
  .openapi(analyzeRoute, async (c) =>
    c.json(await analyze(c.var.ctx, await readInput(getBody(c)), c.req.valid("query").diagram), 200),
  )
  .openapi(readRoute, async (c) => c.json(await readAnalysis(c.var.ctx, c.req.valid("param").id), 200));
