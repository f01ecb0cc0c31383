import { getBody } from "#http/body";
import { answerError, AppError, describeFailure } from "#http/errors";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import { answerFormOf } from "./answer-form.ts";
import { refuseForeignOrigin } from "./origin.ts";
import { answerRpcError, rpcCodes } from "./rpc-error.ts";

const maxBytes = 5_500_000;

const Id = z.union([z.string(), z.int(), z.null()]);
const RpcError = z.object({ code: z.int(), message: z.string(), data: z.unknown().optional() });
const RpcFailure = z.object({ jsonrpc: z.literal("2.0"), id: Id, error: RpcError }).openapi("McpFailure");
const RpcAnswer = z
  .union([z.object({ jsonrpc: z.literal("2.0"), id: Id, result: z.looseObject({}) }), RpcFailure])
  .openapi("McpAnswer");
const RpcNotification = z
  .object({ jsonrpc: z.literal("2.0"), method: z.string(), params: z.looseObject({}).optional() })
  .openapi("McpNotification");

/** Documented only: what is wrong with a message is told as JSON-RPC has it. */
const message = {
  type: "object" as const,
  required: ["jsonrpc"],
  properties: {
    jsonrpc: { const: "2.0" },
    id: { type: ["string", "integer"] as ("string" | "integer")[], description: "Left out in a notification" },
    method: { type: "string" as const, description: "initialize, tools/list, tools/call, resources/read …" },
    params: { type: "object" as const },
  },
};

const toolsCall = {
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name: "validate_python", arguments: { code: "def lambda_handler(event, context):\n    return {}\n" } },
};

const mcpRoute = route(
  { access: "anon", maxBytes, limit: "read" },
  {
    method: "post",
    path: "/mcp",
    operationId: "callMcp",
    tags: ["MCP"],
    summary: "Model Context Protocol (streamable HTTP, no session): the engine as tools and resources for agents",
    description: [
      "Tools: `analyze_infrastructure`, `estimate_cost`, `draw_diagram`, `suggest_regions`, `validate_python`; with an",
      "account `search_documents` and `generate_workflow`. Each call of a tool is counted like its HTTP route.",
      "A tool's failure is a result with `isError`; a mistake in the protocol is a JSON-RPC error.",
      "Revisions 2024-10-07 to 2025-11-25 (with `initialize`) and 2026-07-28 (without); batches as 2025-03-26 has them.",
      "Answers are JSON, or events where the caller prefers them or asks for progress. An API key needs the scope `write`.",
    ].join(" "),
    request: {
      body: {
        required: true,
        description: "A JSON-RPC 2.0 message; up to revision 2025-03-26 also a batch of at most 20",
        content: {
          "application/json": {
            schema: { anyOf: [message, { type: "array" as const, items: message }] },
            example: toolsCall,
          },
        },
      },
    },
    responses: {
      200: {
        description: "The answer, or the answers to a batch; as events also the progress before it",
        content: {
          "application/json": {
            schema: z.union([RpcAnswer, z.array(RpcAnswer)]),
            example: { jsonrpc: "2.0", id: 1, result: { content: [{ type: "text", text: "…" }] } },
          },
          "text/event-stream": { schema: z.union([RpcAnswer, RpcNotification]) },
        },
      },
      202: { description: "Nothing was asked: a notification, or an answer of the client's" },
      400: json(RpcFailure, "Not JSON, no JSON-RPC message, or a revision that is not known"),
      403: problemAnswer("A page whose Origin is not in ALLOWED_ORIGINS, or a key without the scope `write`"),
      404: json(RpcFailure, "Revision 2026-07-28 and later: a method that is not known"),
      406: json(RpcFailure, "Accept allows neither JSON nor events"),
    },
  },
);

const router = createRouter();
router.onError((error, c) => {
  const code = error instanceof AppError ? error.code : undefined;
  if (code === "malformed_body") return answerRpcError(400, rpcCodes.parseError, error.message);
  if (code === "invalid_request") return answerRpcError(400, rpcCodes.invalidRequest, error.message);
  return answerError(error, c);
});
router.use("/mcp", refuseForeignOrigin);

export const mcp = router.openapi(mcpRoute, async (c) => {
  const { ctx } = c.var;
  const body = getBody(c);
  const form = answerFormOf(c);
  if (form === undefined)
    return answerRpcError(406, rpcCodes.refused, "Answers are application/json or text/event-stream.");
  // The protocol's library reads a body of its own, and takes no Accept but the full one.
  const headers = new Headers(c.req.raw.headers);
  headers.set("Accept", "application/json, text/event-stream");
  const request = new Request(c.req.url, { method: "POST", headers });
  const { serve } = await import("./serve.ts");
  const answer = await serve({
    ctx,
    request,
    body: body.kind === "json" ? body.value : null,
    form,
    explain: (error) => describeFailure(error, c),
  });
  answer.headers.set("Cache-Control", "no-store");
  return answer;
});
