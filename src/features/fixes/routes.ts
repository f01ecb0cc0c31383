import { getBody } from "#http/body";
import { anyOf } from "#http/fields";
import { AppError, validate } from "#http/errors";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import {
  DialectFixAnswer,
  DialectFixRequest,
  DialectRollbackRequest,
  FixAnswer,
  FixRequest,
  Refusal,
  RollbackAnswer,
  RollbackRequest,
} from "./schema.ts";
import { applyFix, applyFixById, refuseRollback, rollBack } from "./service.ts";

const maxBytes = 3_000_000;

const applyRoute = route(
  { access: "anon", maxBytes },
  {
    method: "post",
    path: "/api/apply-fix",
    operationId: "applyFix",
    tags: ["StackStage"],
    summary:
      "Findings mended in the code that is sent, in its own language: a unified diff, the new code, and the code judged again",
    request: {
      body: {
        content: {
          "application/json": {
            schema: anyOf<typeof FixRequest | typeof DialectFixRequest>("FixRequest", "StackStageFixRequest"),
          },
        },
        required: true,
      },
    },
    responses: {
      200: json(z.union([FixAnswer, DialectFixAnswer, Refusal]), "The changes"),
      404: problemAnswer("The analysis is unknown or expired"),
      422: problemAnswer("No code that changes are written into, or a field that is not valid"),
    },
  },
);

const rollbackRoute = route(
  { access: "anon", maxBytes },
  {
    method: "post",
    path: "/api/rollback-fix",
    operationId: "rollBackFix",
    tags: ["StackStage"],
    summary: "A patch of apply-fix taken back out of the code that is sent",
    request: {
      body: {
        content: {
          "application/json": {
            schema: anyOf<typeof RollbackRequest | typeof DialectRollbackRequest>(
              "RollbackRequest",
              "StackStageRollbackRequest",
            ),
          },
        },
        required: true,
      },
    },
    responses: {
      200: json(z.union([RollbackAnswer, Refusal]), "The code as it was"),
      409: problemAnswer("The code is not what the patch left behind"),
      422: problemAnswer("A field that is not valid"),
    },
  },
);

const router = createRouter();
router.openAPIRegistry.register("FixRequest", FixRequest);
router.openAPIRegistry.register("StackStageFixRequest", DialectFixRequest);
router.openAPIRegistry.register("RollbackRequest", RollbackRequest);
router.openAPIRegistry.register("StackStageRollbackRequest", DialectRollbackRequest);

/** Whether a field is given: `null` means the same as leaving it out. */
const has = (value: unknown, field: "fixId" | "patch"): boolean =>
  typeof value === "object" && value !== null && new Map(Object.entries(value)).get(field) != null;

export const fixes = router
  .openapi(applyRoute, async (c) => {
    const value = bodyOf(getBody(c));
    if (has(value, "fixId")) return c.json(await applyFixById(c.var.ctx, validate(DialectFixRequest, value)), 200);
    return c.json(applyFix(validate(FixRequest, value)), 200);
  })
  .openapi(rollbackRoute, (c) => {
    const value = bodyOf(getBody(c));
    if (has(value, "fixId") && !has(value, "patch")) {
      validate(DialectRollbackRequest, value);
      return c.json(refuseRollback(), 200);
    }
    const { content, patch } = validate(RollbackRequest, value);
    return c.json({ content: rollBack(content, patch) }, 200);
  });

const bodyOf = (body: ReturnType<typeof getBody>): unknown => {
  if (body.kind === "json") return body.value;
  throw new AppError("unsupported_media_type", "Send application/json.");
};
