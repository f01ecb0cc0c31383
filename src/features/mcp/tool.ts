import { requireUser, unauthorized } from "#http/actor";
import type { Ctx } from "#http/context";
import { validate } from "#http/errors";
import type { LimitClass } from "#http/limit";
import { takeOne } from "#http/limit";
import { z } from "zod";

/** Another way to what a result speaks of: read with `resources/read`. */
export interface Link {
  uri: string;
  name: string;
  title: string;
  mimeType: string;
}

/** What a tool found: the same as text for a reader and as data for a program, both bounded. */
export interface ToolAnswer<T = Record<string, unknown>> {
  text: string;
  structured: T;
  picture?: { base64: string; mimeType: string };
  /** A file of the answer, in full. */
  file?: { uri: string; mimeType: string; text: string };
  links?: readonly Link[];
}

/** Told while a tool works: how far it is, in parts of one. */
export type Tell = (progress: number, message: string) => Promise<void>;

interface ToolSpec<I extends z.ZodObject, O extends z.ZodObject> {
  name: string;
  title: string;
  /** Written for a model that chooses between tools. */
  description: string;
  input: I;
  output: O;
  access: "anon" | "user";
  /** What a call is counted as, like the HTTP route of the same work. */
  limit: LimitClass;
  /** What it leaves behind: nothing, or something new each time. */
  effect: "none" | "keeps";
  run: (ctx: Ctx, input: z.output<I>, tell: Tell) => Promise<ToolAnswer<z.output<O>>>;
}

/** A tool as the protocol lists it. */
interface Listed {
  name: string;
  title: string;
  description: string;
  inputSchema: { type: "object" } & Record<string, unknown>;
  outputSchema: { type: "object" } & Record<string, unknown>;
  annotations: {
    title: string;
    readOnlyHint: boolean;
    destructiveHint: boolean;
    idempotentHint: boolean;
    openWorldHint: boolean;
  };
}

export interface Tool {
  name: string;
  list: () => Listed;
  /** Throws AppError, as the service behind it does. */
  call: (ctx: Ctx, given: unknown, tell: Tell) => Promise<ToolAnswer>;
}

const toJsonSchema = (schema: z.ZodObject, io: "input" | "output") => {
  // Without `$schema`: every client takes its own default, and older ones know no other than draft 7.
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return { ...rest, type: "object" as const };
};

const signIn = (ctx: Ctx): string =>
  [
    "This needs an account. Send an API key with every request, as `Authorization: Bearer ss_live_…` or `X-API-Key`:",
    `sign up with POST ${ctx.origin}/api/v1/auth/register, then make a key with POST ${ctx.origin}/api/v1/auth/api-keys.`,
  ].join(" ");

/** Refuses a caller who may not, or who asks too often: a request of several calls counts as several. */
const admit = async (ctx: Ctx, { access, limit }: Pick<ToolSpec<z.ZodObject, z.ZodObject>, "access" | "limit">) => {
  if (access === "user" && ctx.actor.kind !== "user") throw unauthorized(signIn(ctx));
  await takeOne(ctx, limit, ctx.actor.kind === "user" ? requireUser(ctx).id : ctx.address);
};

/** A tool out of its description, its schemas and its work. */
export const defineTool = <I extends z.ZodObject, O extends z.ZodObject>(spec: ToolSpec<I, O>): Tool => ({
  name: spec.name,
  list: () => ({
    name: spec.name,
    title: spec.title,
    description: spec.description,
    inputSchema: toJsonSchema(spec.input, "input"),
    outputSchema: toJsonSchema(spec.output, "output"),
    annotations: {
      title: spec.title,
      readOnlyHint: spec.effect === "none",
      destructiveHint: false,
      idempotentHint: spec.effect === "none",
      openWorldHint: false,
    },
  }),
  call: async (ctx, given, tell) => {
    await admit(ctx, spec);
    return spec.run(ctx, validate(spec.input, given ?? {}), tell);
  },
});
