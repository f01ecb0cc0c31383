import { z } from "zod";

/** A Python name in lower case. */
const Name = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/);

const Path = z.array(z.union([z.string().max(100), z.int().min(0).max(1_000)])).max(10);

/** A value of a step: what the user wrote, what an earlier step knows, a setting of the function, or text made of these. */
const Part = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("literal"), value: z.union([z.string().max(4_000), z.number(), z.boolean()]) }),
  /** `from`: `trigger`, `item` (the one that a loop is at), or the id of an earlier step. */
  z.object({ kind: z.literal("reference"), from: Name, path: Path }),
  /** An environment variable of the function that is no secret: a table's name, a sender's address. */
  z.object({
    kind: z.literal("setting"),
    name: z.string().regex(/^[A-Z][A-Z0-9_]{0,59}$/),
    example: z.string().max(200),
  }),
]);
export type Part = z.infer<typeof Part>;

export const Value = z.union([Part, z.object({ kind: z.literal("template"), parts: z.array(Part).max(40) })]);
export type Value = z.infer<typeof Value>;

const Condition = z.object({
  left: Value,
  operator: z.enum([
    "equals",
    "not_equals",
    "greater",
    "at_least",
    "less",
    "at_most",
    "contains",
    "not_contains",
    "exists",
    "missing",
  ]),
  right: Value.optional(),
});
export type Condition = z.infer<typeof Condition>;

export const Trigger = z.object({
  type: z.enum(["webhook", "schedule", "email", "s3", "sqs", "sns", "dynamodb", "eventbridge", "api", "manual"]),
  /** Id of the tool that sends it, where one does. */
  tool: z.string().max(60).optional(),
  /** The event, as the sender calls it. */
  event: z.string().max(120).optional(),
  /** Of `dynamodb`: the table that is watched, where the sentence names one. */
  table: z
    .string()
    .regex(/^[\w.-]{1,255}$/)
    .optional(),
  /** Of a schedule: as EventBridge reads it, `cron(0 9 ? * MON *)` or `rate(5 minutes)`. */
  schedule: z
    .string()
    .regex(/^(?:cron|rate)\([^()]{1,80}\)$/)
    .optional(),
  /** IANA name; UTC where the sentence names none. */
  timezone: z.string().max(60).optional(),
  /** In words, for a person: `Every Monday at 09:00`. */
  description: z.string().max(300),
});
export type Trigger = z.infer<typeof Trigger>;

const Step = z.object({
  /** Also the name of its function. */
  id: Name,
  tool: z.string().max(60),
  action: z.string().max(60),
  title: z.string().max(120),
  /** Per input of the action. */
  inputs: z.record(Name, Value),
  /** It runs only when all of them hold. */
  when: z.array(Condition).max(5).optional(),
  /** It runs once per element of this list. */
  for_each: Value.optional(),
});
type Step = z.infer<typeof Step>;

/** What a sentence asks for: what starts it and what is done, in order. A model fills the same shape. */
export const Plan = z.object({
  name: Name,
  description: z.string().max(4_000),
  trigger: Trigger,
  steps: z.array(Step).min(1).max(20),
  /** What the sentence asks for and the plan does not do, each in a sentence. */
  open: z.array(z.string().max(300)).max(20),
});
export type Plan = z.infer<typeof Plan>;
