import { optional } from "#http/fields";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

// As everywhere where a conversation is sent whole.
const mostMessages = 1_000;
const mostCharacters = 20_000;

const asText = z.string().max(mostCharacters, `Longer than ${mostCharacters} characters.`);

type Read = { text: string } | { fault: string; path: (string | number)[] };

/** The text of one part; a refusal is what an assistant said instead of one. */
const readPart = (part: unknown): string | undefined => {
  if (typeof part !== "object" || part === null || !("type" in part)) return undefined;
  if (part.type === "text" && "text" in part && typeof part.text === "string") return part.text;
  if (part.type === "refusal" && "refusal" in part && typeof part.refusal === "string") return part.refusal;
  return undefined;
};

const readContent = (value: unknown): Read => {
  if (value === undefined || value === null) return { text: "" };
  if (typeof value === "string") return { text: value };
  if (!Array.isArray(value)) return { fault: "Must be text, or a list of text parts.", path: [] };
  const texts = value.map(readPart);
  const wrong = texts.indexOf(undefined);
  if (wrong !== -1)
    return { fault: "Must be a part of type text: pictures, sound and files are not taken.", path: [wrong] };
  return { text: texts.join("\n") };
};

/** Text, or a list of text parts, as one text. */
const Content = z
  .unknown()
  .optional()
  .transform((value, ctx) => {
    const read = readContent(value);
    if ("text" in read) return read.text;
    ctx.addIssue({ code: "custom", message: read.fault, path: read.path });
    return z.NEVER;
  })
  .pipe(asText);

const roles = ["system", "developer", "user", "assistant"] as const;

const notEmpty = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

const ChatMessage = z
  .object({
    role: z.enum(roles, `Must be one of ${roles.join(", ")}: there are no tools or functions here.`).openapi({
      description: "`system` and `developer` are taken as what a user says",
    }),
    content: Content.openapi({
      oneOf: [
        { type: "string", maxLength: mostCharacters },
        {
          type: "array",
          items: {
            type: "object",
            properties: { type: { type: "string", enum: ["text"] }, text: { type: "string" } },
            required: ["type", "text"],
          },
        },
        { type: "null" },
      ],
      description: "Text, or text parts, of at most 20,000 characters together",
    }),
    name: optional(z.string().max(256)).openapi({ description: "Ignored" }),
    tool_calls: z
      .unknown()
      .optional()
      .refine((value) => !notEmpty(value), "Tools are not offered."),
    function_call: z
      .unknown()
      .optional()
      .refine((value) => !notEmpty(value), "Functions are not offered."),
  })
  .openapi("ChatCompletionMessage");
export type ChatMessage = z.infer<typeof ChatMessage>;

const ignored = (schema: z.ZodType) => optional(schema).openapi({ description: "Ignored" });
const refused = (description: string) => z.unknown().optional().openapi({ description });

const Stop = optional(
  z.preprocess((value) => (typeof value === "string" ? [value] : value), z.array(z.string().min(1).max(100)).max(4)),
).openapi({
  type: ["string", "array", "null"],
  maxLength: 100,
  description: "The answer ends before this, or before any of these",
});

const MaxTokens = optional(z.int().min(1)).openapi({
  description: "The answer is cut after so many tokens of four bytes, with `finish_reason` `length`",
});

export const CompletionRequest = z
  .object({
    model: z.string().min(1).max(200).openapi({
      description: "`stackstage-advisor`, `au-guru` or `blog-writer`",
      example: "stackstage-advisor",
    }),
    messages: z
      .array(ChatMessage)
      .min(1)
      .max(mostMessages)
      .openapi({
        description: "The whole conversation: nothing is remembered between calls",
        example: [{ role: "user", content: "How do I make RDS highly available?" }],
      }),
    stream: optional(z.boolean()),
    stream_options: optional(z.object({ include_usage: optional(z.boolean()) })),
    max_tokens: MaxTokens,
    max_completion_tokens: MaxTokens,
    stop: Stop,
    temperature: ignored(z.number().min(0).max(2)),
    top_p: ignored(z.number().min(0).max(1)),
    presence_penalty: ignored(z.number().min(-2).max(2)),
    frequency_penalty: ignored(z.number().min(-2).max(2)),
    seed: ignored(z.number()),
    user: ignored(z.string().max(1_000)),
    n: refused("One answer is given: anything but 1 is refused"),
    tools: refused("Refused, unless empty"),
    tool_choice: refused("Refused, unless `none` or `auto`"),
    functions: refused("Refused, unless empty"),
    function_call: refused("Refused, unless `none` or `auto`"),
    response_format: refused("Refused, unless of type `text`"),
    logprobs: refused("Refused, unless false"),
    top_logprobs: refused("Refused, unless 0"),
    modalities: refused('Refused, unless `["text"]`'),
    audio: refused("Refused"),
    web_search_options: refused("Refused"),
  })
  .openapi("ChatCompletionRequest");
export type CompletionRequest = z.infer<typeof CompletionRequest>;

const Citation = z
  .object({
    id: z.string().openapi({ description: "As the text marks it in brackets, where it marks it", example: "1" }),
    title: z.string().openapi({ example: "guide.md" }),
    url: z.string().optional(),
    document_id: z.string().optional().openapi({ description: "Of a document of the caller's" }),
    chunk_id: z.string().optional(),
    page: z.int().optional(),
    quote: z.string().optional(),
  })
  .openapi("ChatCompletionCitation");
export type Citation = z.infer<typeof Citation>;

const Usage = z
  .object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() })
  .openapi("ChatCompletionUsage", {
    description:
      "Of a model's answer what its provider counted, all calls for it included; of the built-in engine's a token for every four bytes, rounded up for each message",
  });
export type Usage = z.infer<typeof Usage>;

const FinishReason = z.enum(["stop", "length"]);

const extras = {
  citations: z.array(Citation).openapi({ description: "What the answer stands on. Not of OpenAI's protocol" }),
  engine: z.string().openapi({ description: "`builtin`, or the model that worded it. Not of OpenAI's protocol" }),
};

const head = {
  id: z.string().openapi({ example: "chatcmpl-0f1e2d3c4b5a69788796a5b4c3d2e1f0" }),
  created: z.int().openapi({ description: "Seconds since 1970" }),
  model: z.string().openapi({ example: "stackstage-advisor" }),
};

export const Completion = z
  .object({
    ...head,
    object: z.literal("chat.completion"),
    choices: z
      .array(
        z.object({
          index: z.literal(0),
          message: z.object({
            role: z.literal("assistant"),
            content: z.string().openapi({ description: "Markdown" }),
            refusal: z.null(),
          }),
          logprobs: z.null(),
          finish_reason: FinishReason,
        }),
      )
      .length(1),
    usage: Usage,
    ...extras,
  })
  .openapi("ChatCompletion", { example: examples.ChatCompletion });
export type Completion = z.infer<typeof Completion>;

export const CompletionChunk = z
  .object({
    ...head,
    object: z.literal("chat.completion.chunk"),
    choices: z
      .array(
        z.object({
          index: z.literal(0),
          delta: z.object({
            role: z.literal("assistant").optional(),
            content: z.string().optional(),
            refusal: z.null().optional(),
          }),
          logprobs: z.null(),
          finish_reason: FinishReason.nullable(),
        }),
      )
      .max(1)
      .openapi({ description: "Empty in the one that tells the usage" }),
    usage: Usage.nullable().optional().openapi({ description: "With `stream_options.include_usage`, in the last one" }),
    citations: extras.citations.optional(),
    engine: extras.engine.optional(),
  })
  .openapi("ChatCompletionChunk");
export type CompletionChunk = z.infer<typeof CompletionChunk>;

export const ListedModel = z
  .object({
    id: z.string().openapi({ example: "au-guru" }),
    object: z.literal("model"),
    created: z.int().openapi({ description: "Seconds since 1970" }),
    owned_by: z.string(),
    description: z.string().openapi({ description: "Not of OpenAI's protocol" }),
  })
  .openapi("OpenAiModel", { example: examples.OpenAiModel });
export type ListedModel = z.infer<typeof ListedModel>;

export const ModelList = z
  .object({ object: z.literal("list"), data: z.array(ListedModel) })
  .openapi("OpenAiModelList", { example: examples.OpenAiModelList });

export const OpenAiProblem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    request_id: z.string(),
    code: z.string().openapi({ description: "Stable name of the failure" }),
    error: z
      .object({
        message: z.string(),
        type: z.string().openapi({ example: "invalid_request_error" }),
        param: z.string().nullable().openapi({ example: "messages[0].content" }),
        code: z.string().openapi({ example: "model_not_found" }),
      })
      .openapi({ description: "As OpenAI's clients read it" }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi("OpenAiProblem", { description: "A problem document that is OpenAI's error object as well" });
