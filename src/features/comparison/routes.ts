import { AnalyzeQuery } from "#features/analysis";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { Comparison, CompareRequest } from "./schema.ts";
import { compare } from "./service.ts";

const compareRoute = route(
  { access: "anon", maxBytes: 10_500_000 },
  {
    method: "post",
    path: "/api/compare",
    operationId: "compareDesigns",
    tags: ["StackStage"],
    summary: "Two designs side by side: scores, cost, availability, findings, components, both pictures",
    request: {
      query: AnalyzeQuery,
      body: { ...json(CompareRequest, "Each side an analysis id, code, words or a form"), required: true },
    },
    responses: {
      200: json(Comparison, "What b has, scores and costs more than a"),
      404: problemAnswer("Unknown or expired analysis"),
      422: problemAnswer("A side that cannot be read; `errors` says which and where"),
    },
  },
);

export const comparison = createRouter().openapi(compareRoute, async (c) =>
  c.json(await compare(c.var.ctx, c.req.valid("json"), c.req.valid("query")), 200),
);
