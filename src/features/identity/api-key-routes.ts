import { requireUser } from "#http/actor";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import { createApiKey, readApiKeys, revokeApiKey } from "./api-keys.ts";
import { ApiKey, ApiKeyRequest, NewApiKey } from "./schema.ts";

const tags = ["Identity"];
const path = "/api/v1/auth/api-keys";

const createKeyRoute = route(
  { access: "person" },
  {
    method: "post",
    path,
    operationId: "createApiKey",
    tags,
    summary: "A key for scripts, sent as `X-API-Key` or as Bearer; the answer is the only place that shows it",
    request: { body: { ...json(ApiKeyRequest, "Name, end and scopes"), required: true } },
    responses: {
      201: json(NewApiKey, "The key"),
      403: problemAnswer("Asked with an API key, or for too wide a scope"),
    },
  },
);

const listKeysRoute = route(
  { access: "person" },
  {
    method: "get",
    path,
    operationId: "listApiKeys",
    tags,
    summary: "Own keys, without the keys themselves",
    responses: { 200: json(z.array(ApiKey), "The keys, oldest first") },
  },
);

const revokeKeyRoute = route(
  { access: "person" },
  {
    method: "delete",
    path: `${path}/{key_id}`,
    operationId: "revokeApiKey",
    tags,
    summary: "Revoke a key: it stops working at once",
    request: { params: z.object({ key_id: z.string().regex(/^key_[0-9a-f]{32}$/) }) },
    responses: { 204: { description: "Revoked" }, 404: problemAnswer("No such key of this account") },
  },
);

export const apiKeys = createRouter()
  .openapi(createKeyRoute, async (c) => {
    const { ctx } = c.var;
    return c.json(await createApiKey(ctx, requireUser(ctx), c.req.valid("json")), 201);
  })
  .openapi(listKeysRoute, async (c) => c.json(await readApiKeys(c.var.ctx, requireUser(c.var.ctx)), 200))
  .openapi(revokeKeyRoute, async (c) => {
    await revokeApiKey(c.var.ctx, requireUser(c.var.ctx), c.req.valid("param").key_id);
    return c.body(null, 204);
  });
