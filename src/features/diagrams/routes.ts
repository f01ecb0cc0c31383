import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import { DiagramRequest } from "./schema.ts";
import { drawDiagram } from "./service.ts";

const diagramRoute = route(
  { access: "anon", maxBytes: 5_500_000 },
  {
    method: "post",
    path: "/api/diagram",
    operationId: "drawDiagram",
    tags: ["StackStage"],
    summary: "Mermaid, an architecture, infrastructure as code or a few words in; a picture or Mermaid text out",
    request: { body: { ...json(DiagramRequest, "One thing to draw, and how"), required: true } },
    responses: {
      200: {
        description: "The picture itself, in the format asked for",
        content: {
          "image/svg+xml": { schema: z.string() },
          "image/png": { schema: { type: "string" as const, format: "binary" } },
          "text/plain": { schema: z.string() },
        },
      },
      413: problemAnswer("The body is too large"),
      415: problemAnswer("The body is not JSON"),
      422: problemAnswer("Nothing that can be drawn; `errors` names fields, or line and column of the Mermaid text"),
    },
  },
);

export const diagrams = createRouter().openapi(diagramRoute, async (c) => {
  const { body, type, filename } = await drawDiagram(c.var.ctx, c.req.valid("json"));
  return c.body(body, 200, {
    "Content-Type": type,
    "Content-Disposition": `inline; filename="${filename}"`,
    "Cache-Control": "no-store",
    // An SVG opened as a page: it may draw itself, and nothing else.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  });
});
