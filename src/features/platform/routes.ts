import type { Contract } from "#http/openapi";
import { about, createRouter, json, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";

const tags = ["Platform"];

const welcomeRoute = route(
  { access: "public" },
  {
    method: "get",
    path: "/",
    tags,
    summary: "What this is and where its pages are",
    responses: {
      200: json(
        z.object({
          message: z.string(),
          name: z.string(),
          version: z.string(),
          docs: z.url(),
          openapi: z.url(),
          health: z.url(),
        }),
        "What this is and where its pages are",
      ),
    },
  },
);

const healthRoute = route(
  { access: "public" },
  {
    method: "get",
    path: "/health",
    tags,
    summary: "Whether the Worker answers; nothing else is touched",
    responses: { 200: json(z.object({ status: z.literal("ok") }), "The worker answers; nothing else is touched") },
  },
);

const contractRoute = route(
  { access: "public" },
  {
    method: "get",
    path: "/openapi.json",
    tags,
    summary: "This contract",
    responses: { 200: json(z.object({ openapi: z.string() }), "This document: OpenAPI 3.1 of every route") },
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
    .openapi(contractRoute, (c) => {
      contract ??= describe();
      return c.json(contract, 200);
    });
};
