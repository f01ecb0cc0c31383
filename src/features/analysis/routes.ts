import { getBody } from "#http/body";
import { AppError, validate } from "#http/errors";
import { toSarif } from "#engine/architecture";
import { about, createRouter, json, problemAnswer, route } from "#http/openapi";
import { anyOf } from "#http/fields";
import { PageQuery, usualLimit } from "#http/pages";
import { once } from "#features/platform";
import type { ServerEvent } from "#http/stream";
import { answerEvents, wantsEvents } from "#http/stream";
import { z } from "@hono/zod-openapi";
import { DialectAnalysis, DialectAnswer, DialectRequest, fromDialect, isDialect, toDialect } from "./dialect.ts";
import { analyzeForm, AnalyzeQuery, AnalyzeRequest } from "./input.ts";
import { readInput } from "./read-body.ts";
import { deleteOne, listHistory } from "./history.ts";
import { readAnalysis } from "./kept.ts";
import { Analysis, AnalysisEvent, AnalysisList } from "./schema.ts";
import type { Progress } from "./service.ts";
import { analyze, analyzeWithProgress } from "./service.ts";
import examples from "./examples.json" with { type: "json" };

const maxUploadBytes = 5_500_000;

const AnalysisId = z.string().regex(/^an_[0-9a-f]{32}$/);

const analyzeRoute = route(
  { access: "anon", maxBytes: maxUploadBytes },
  {
    method: "post",
    path: "/api/analyze",
    operationId: "analyze",
    tags: ["StackStage"],
    summary: "Terraform or a few words in; findings, score, price, pictures, a better design as code out",
    request: {
      query: AnalyzeQuery,
      body: {
        content: {
          "application/json": {
            schema: anyOf<typeof AnalyzeRequest | typeof DialectRequest>("AnalyzeRequest", "StackStageRequest"),
          },
          "multipart/form-data": { schema: analyzeForm },
          "text/plain": {
            schema: {
              type: "string",
              example: "A chat on Azure with PostgreSQL and Redis that survives a zone outage",
            },
          },
          // A client's types know the JSON alone; a form or a text is sent by fetch.
        } as { "application/json": { schema: typeof AnalyzeRequest | typeof DialectRequest } },
        required: true,
      },
    },
    responses: {
      200: {
        description:
          "The whole analysis; with `Accept: text/event-stream` the steps as events, the last of them `done`",
        content: {
          "application/json": { schema: z.union([Analysis, DialectAnswer]) },
          "text/event-stream": { schema: AnalysisEvent },
        },
      },
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
    operationId: "getAnalysis",
    tags: ["StackStage"],
    summary: "A kept analysis: an account's own until it is deleted, an anonymous one for 7 days",
    request: { params: z.object({ id: AnalysisId }) },
    responses: { 200: json(Analysis, "The analysis"), 404: problemAnswer("Unknown or expired") },
  },
);

const listRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/api/v1/analyses",
    operationId: "listAnalyses",
    tags: ["StackStage"],
    summary: "Own analyses, newest first",
    request: { query: PageQuery },
    responses: { 200: json(AnalysisList, "A page of them") },
  },
);

const deleteRoute = route(
  { access: "anon" },
  {
    method: "delete",
    path: "/api/v1/analyses/{id}",
    operationId: "deleteAnalysis",
    tags: ["StackStage"],
    summary: "Delete an analysis, its source and its pictures",
    request: { params: z.object({ id: AnalysisId }) },
    responses: { 204: { description: "Gone" }, 404: problemAnswer("Unknown, expired or somebody else's") },
  },
);

/** As far as the format is ours to describe. */
const Sarif = z
  .looseObject({ version: z.literal("2.1.0"), runs: z.array(z.looseObject({})) })
  .openapi("Sarif", { example: examples.Sarif });

const sarifRoute = route(
  { access: "anon" },
  {
    method: "get",
    path: "/api/v1/analyses/{id}/sarif",
    operationId: "getAnalysisSarif",
    tags: ["StackStage"],
    summary: "The findings of a kept analysis as SARIF 2.1.0, what comments accept marked as suppressed",
    request: { params: z.object({ id: AnalysisId }) },
    responses: {
      200: { description: "SARIF 2.1.0", content: { "application/sarif+json": { schema: Sarif } } },
      404: problemAnswer("Unknown or expired"),
    },
  },
);

const KeptForUi = z
  .object({ success: z.literal(true), analysis: DialectAnalysis })
  .openapi("StackStageKept", { example: examples.StackStageKept });

const dialectRoute = route(
  { access: "anon" },
  {
    method: "get",
    path: "/api/analysis/{id}",
    operationId: "getAnalysisForUi",
    tags: ["StackStage"],
    summary: "A kept analysis as the published StackStage UI reads it",
    request: { params: z.object({ id: AnalysisId }) },
    responses: {
      200: json(KeptForUi, "The analysis"),
      404: problemAnswer("Unknown or expired"),
    },
  },
);

const connectRoute = route(
  { access: "anon" },
  {
    method: "post",
    path: "/api/cloud/connect",
    operationId: "connectCloud",
    tags: ["StackStage"],
    summary: "Not offered: an account's credentials are never taken; upload an export instead",
    responses: { 501: problemAnswer("What to do instead") },
  },
);

/** Steps as events: `parsed`, `checked`, `priced`, `designed`, `drawn`, and `done` with the whole answer. */
async function* tell(steps: AsyncGenerator<Progress, Analysis>): AsyncGenerator<ServerEvent, void> {
  for (;;) {
    const next = await steps.next();
    if (next.done) {
      yield { event: "done", data: next.value };
      return;
    }
    const { step, ...data } = next.value;
    yield { event: step, data };
  }
}

const router = createRouter();
router.openAPIRegistry.register("AnalyzeRequest", AnalyzeRequest);
router.openAPIRegistry.register("StackStageRequest", DialectRequest);

export const analysis = router
  .openapi(analyzeRoute, async (c) => {
    const body = getBody(c);
    const wish = c.req.valid("query");
    if (body.kind === "json" && isDialect(body.value)) {
      const request = fromDialect(validate(DialectRequest, body.value));
      const found = await analyze(c.var.ctx, await readInput({ kind: "json", value: request }), wish);
      return c.json({ success: true as const, analysisId: found.analysis_id, result: toDialect(found) }, 200);
    }
    const input = await readInput(body);
    if (wantsEvents(c)) return answerEvents(c, tell(analyzeWithProgress(c.var.ctx, input, wish)));
    const { answer } = await once(c, () => JSON.stringify([input, wish]), {
      run: async () => {
        const made = await analyze(c.var.ctx, input, wish);
        return { id: made.analysis_id, status: 200, answer: made };
      },
      reread: (id) => readAnalysis(c.var.ctx, id),
    });
    return c.json(answer, 200);
  })
  .openapi(listRoute, async (c) => {
    const { limit = usualLimit, cursor } = c.req.valid("query");
    return c.json(await listHistory(c.var.ctx, limit, cursor), 200);
  })
  .openapi(deleteRoute, async (c) => {
    await deleteOne(c.var.ctx, c.req.valid("param").id);
    return c.body(null, 204);
  })
  .openapi(readRoute, async (c) => c.json(await readAnalysis(c.var.ctx, c.req.valid("param").id), 200))
  .openapi(sarifRoute, async (c) => {
    const { id } = c.req.valid("param");
    const sarif = toSarif(await readAnalysis(c.var.ctx, id), { ...about, url: c.var.ctx.origin });
    return c.json(sarif, 200, {
      "Content-Type": "application/sarif+json",
      "Content-Disposition": `attachment; filename="${id}.sarif"`,
    });
  })
  .openapi(dialectRoute, async (c) =>
    c.json(
      { success: true as const, analysis: toDialect(await readAnalysis(c.var.ctx, c.req.valid("param").id)) },
      200,
    ),
  )
  .openapi(connectRoute, () => {
    throw new AppError(
      "not_offered",
      "StackStage does not connect to cloud accounts, so it never holds their credentials. Upload what the account exports: `terraform show -json`, a CloudFormation template, or the code itself, to POST /api/analyze.",
    );
  });
