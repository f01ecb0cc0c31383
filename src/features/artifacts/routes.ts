import { createRouter, problemAnswer, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import { readArtifact } from "./service.ts";

const artifactRoute = route(
  { access: "signature" },
  {
    method: "get",
    path: "/api/artifacts/{key}",
    operationId: "getArtifact",
    tags: ["Artifacts"],
    summary: "A picture or report by its signed, expiring URL",
    request: {
      params: z.object({ key: z.string().regex(/^art_[0-9a-f]{32}\.[a-z]{3}$/) }),
      query: z.object({
        expires: z.string().optional().openapi({ description: "Seconds since 1970", example: "1795305600" }),
        signature: z.string().optional().openapi({ example: "5Yb2Hn0o0cQvJc1n2b8vG1Qk6o3m9r7s4t0uXwYzA1B" }),
      }),
    },
    responses: {
      200: {
        description: "The bytes",
        content: { "image/png": { schema: z.string() }, "image/svg+xml": { schema: z.string() } },
      },
      403: problemAnswer("The signature is wrong or has expired"),
    },
  },
);

export const artifacts = createRouter().openapi(artifactRoute, async (c) => {
  const { key } = c.req.valid("param");
  const { expires = "", signature = "" } = c.req.valid("query");
  const found = await readArtifact(c.var.ctx, key, Number.parseInt(expires, 10) || 0, signature);
  return c.body(found.body, 200, {
    "Content-Type": found.httpMetadata?.contentType ?? "application/octet-stream",
    "Content-Length": String(found.size),
    "Cache-Control": "private, max-age=3600, immutable",
    "Cross-Origin-Resource-Policy": "cross-origin",
    // An SVG opened as a page: it may draw itself, and nothing else.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    ETag: found.httpEtag,
  });
});
