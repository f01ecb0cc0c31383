import { isOperator } from "#http/access";
import type { Contract } from "#http/openapi";
import { about, createRouter, json, problemAnswer, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import { readMetrics } from "./metrics.ts";
import { readStatus } from "./status.ts";
import examples from "./examples.json" with { type: "json" };

const tags = ["Platform"];

const Welcome = z
  .object({
    message: z.string(),
    name: z.string(),
    version: z.string(),
    docs: z.url(),
    openapi: z.url(),
    health: z.url(),
  })
  .openapi("Welcome", { example: examples.Welcome });
const Health = z.object({ status: z.literal("ok") }).openapi("Health", { example: examples.Health });

const welcomeRoute = route(
  { access: "public" },
  {
    method: "get",
    path: "/",
    operationId: "getWelcome",
    tags,
    summary: "What this is and where its pages are",
    responses: {
      200: json(Welcome, "What this is and where its pages are"),
    },
  },
);

const healthRoute = route(
  { access: "public" },
  {
    method: "get",
    path: "/health",
    operationId: "getHealth",
    tags,
    summary: "Whether the Worker answers; nothing else is touched",
    responses: { 200: json(Health, "The worker answers; nothing else is touched") },
  },
);

const contractRoute = route(
  { access: "public" },
  {
    method: "get",
    path: "/openapi.json",
    operationId: "getContract",
    tags,
    summary: "This contract",
    responses: {
      200: json(
        z.object({ openapi: z.string() }).openapi({ example: { openapi: "3.1.0" }, additionalProperties: true }),
        "This document: OpenAPI 3.1 of every route",
      ),
    },
  },
);

const Check = z.object({ ok: z.boolean(), latency_ms: z.number(), detail: z.string() });

const Status = z
  .object({
    status: z.enum(["ok", "degraded"]),
    version: z.string(),
    checks: z
      .record(z.string(), Check)
      .optional()
      .openapi({ description: "By store: d1, kv, r2, durable_objects, ai. In production only with METRICS_TOKEN" }),
  })
  .openapi("Status", { example: examples.Status });

const statusRoute = route(
  { access: "public", limit: "read" },
  {
    method: "get",
    path: "/api/v1/status",
    operationId: "getStatus",
    tags,
    summary: "Whether every store answers; each is asked twice before it counts as down",
    responses: { 200: json(Status, "All of them do"), 503: json(Status, "One does not") },
  },
);

const metricsRoute = route(
  { access: "operator" },
  {
    method: "get",
    path: "/metrics",
    operationId: "getMetrics",
    tags,
    summary: "Counters of all isolates, for Prometheus; in production with METRICS_TOKEN as Bearer",
    responses: {
      200: { description: "Prometheus text", content: { "text/plain": { schema: z.string() } } },
      404: problemAnswer("In production without the token"),
    },
  },
);

/** The routes that are about the API itself. `describe` makes the contract: once per isolate, when first asked for. */
export const createPlatform = (describe: () => Contract) => {
  let contract: Contract | undefined;
  return createRouter()
    .openapi(welcomeRoute, (c) => {
      const { origin } = c.var.ctx;
      return c.json(
        {
          message: `${about.name} API is running`,
          ...about,
          docs: `${origin}/docs`,
          openapi: `${origin}/openapi.json`,
          health: `${origin}/health`,
        },
        200,
      );
    })
    .openapi(healthRoute, (c) => c.json({ status: "ok" as const }, 200))
    .openapi(statusRoute, async (c) => {
      const { ok, checks } = await readStatus(c.var.ctx);
      const told = isOperator(c) ? { checks } : {};
      return ok
        ? c.json({ status: "ok" as const, version: about.version, ...told }, 200)
        : c.json({ status: "degraded" as const, version: about.version, ...told }, 503);
    })
    .openapi(metricsRoute, async (c) =>
      c.text(await readMetrics(c.env), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }),
    )
    .openapi(contractRoute, (c) => {
      contract ??= describe();
      return c.json(contract, 200);
    });
};
