import { optional } from "#http/fields";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

const Code = z.string().max(1_000_000);

/** Code and which findings in it are to be mended. */
export const FixRequest = z
  .object({
    content: Code.openapi({
      description:
        "Terraform, CloudFormation, Kubernetes manifests, a Compose file or an ARM template; several files joined by lines `--- File: name ---`",
    }),
    file: optional(z.string().max(200)).openapi({
      description: "Name of the file, where `content` is one without a marker line",
    }),
    rules: z
      .union([z.literal("all"), z.array(z.string().max(100)).min(1).max(500)])
      .openapi({ description: "Ids of rules, or `all`" }),
    resource: optional(z.string().max(500)).openapi({ description: "Only findings on this resource" }),
  })
  .openapi("FixRequest", { example: examples.FixRequest });

/** What the published StackStage UI sends; recognised by `fixId`: a rule's id, or the id of an issue. */
export const DialectFixRequest = z
  .looseObject({
    fixId: z.string().min(1).max(700),
    fixType: z.unknown().optional(),
    analysisId: optional(z.string().max(100)),
    code: optional(Code),
    content: optional(Code),
  })
  .openapi("StackStageFixRequest", { example: examples.StackStageFixRequest });

const FoundHere = z
  .object({
    rule: z.string(),
    severity: z.string(),
    resource: z.string(),
    file: z.string(),
    line: z.int(),
    title: z.string(),
  })
  .openapi("FoundHere");
const Verdict = z.object({ score: z.int(), findings: z.array(FoundHere) }).openapi("Verdict");
const Rescan = z
  .object({ before: Verdict, after: Verdict })
  .openapi("Rescan", { description: "The code judged again: before, and with the changes" });

export const FixAnswer = z
  .object({
    patch: z.string().openapi({ description: "Unified diff of all changes, for `git apply` or `patch -p0`" }),
    content: z.string().openapi({ description: "The code with the changes in it" }),
    changes: z.array(
      z.object({
        rule: z.string(),
        resource: z.string(),
        file: z.string(),
        line: z.int(),
        diff: z.array(z.string()).openapi({ description: "This change alone, as lines of a unified diff" }),
      }),
    ),
    open: z
      .array(
        z.object({
          rule: z.string(),
          resource: z.string(),
          file: z.string(),
          line: z.int(),
          fix: z.string(),
          reason: z
            .string()
            .optional()
            .openapi({ description: "Why a change that would be safe is not made to this file" }),
        }),
      )
      .openapi({
        description:
          "Findings that were asked for and need a person: no change is safe unasked, or none can be written here",
      }),
    rescan: Rescan,
  })
  .openapi("FixAnswer", { example: examples.FixAnswer });
export type FixAnswer = z.infer<typeof FixAnswer>;

export const DialectFixAnswer = z
  .object({
    success: z.literal(true),
    details: z.object({
      changes: z.object({
        changeId: z.string(),
        type: z.string(),
        diff: z.array(z.string()),
        before: z.string(),
        after: z.string(),
      }),
    }),
    rescan: Rescan,
  })
  .openapi("StackStageFixAnswer", { example: examples.StackStageFixAnswer });

/** A rollback takes back a patch that `apply-fix` answered. */
export const RollbackRequest = z
  .object({ content: Code, patch: Code.min(1) })
  .openapi("RollbackRequest", { example: examples.RollbackRequest });

export const DialectRollbackRequest = z
  .looseObject({ fixId: z.string().min(1).max(700), reason: z.unknown().optional() })
  .openapi("StackStageRollbackRequest", { example: examples.StackStageRollbackRequest });

export const RollbackAnswer = z
  .object({ content: z.string() })
  .openapi("RollbackAnswer", { example: examples.RollbackAnswer });

/** Nothing was done, and what to do instead. */
export const Refusal = z
  .object({ success: z.literal(false), error: z.string(), suggestions: z.array(z.string()) })
  .openapi("StackStageRefusal", { example: examples.StackStageRefusal });
