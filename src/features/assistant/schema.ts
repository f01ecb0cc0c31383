import { SessionEvent } from "#features/sessions";
import { optional, orNothing } from "#http/fields";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

/** A page sends its whole conversation each time: what a model cannot take in of it is shortened, not refused. */
const mostMessages = 1_000;
const Content = z.string().max(20_000);

/** Only what people and assistants say: a system message of a caller would be an instruction, and there is none from outside. */
const ChatMessage = z.object({ role: z.enum(["user", "assistant"]), content: Content }).openapi("AssistantMessage");

export const AssistantRequest = z
  .object({
    messages: z
      .array(ChatMessage)
      .min(1)
      .max(mostMessages)
      .refine((messages) => messages.at(-1)?.role === "user", "The last message is the user's.")
      .refine((messages) => messages.at(-1)?.content.trim() !== "", "The last message is empty.")
      .openapi({ description: "An empty message before the last one, as of an answer that failed, is passed over" }),
    role: z
      .preprocess(orNothing, z.enum(["CTO", "DevOps", "Architect"]).optional())
      .openapi({ description: "Whom the answer is for" }),
    session_id: optional(z.string().max(100)).openapi({
      description: "Only the last message is added, and the session's history is used; unknown: a new session",
    }),
    analysis_id: optional(z.string().regex(/^an_[0-9a-f]{32}$/, "The id of an analysis")).openapi({
      description: "Answers stand on this analysis and cite its findings",
    }),
  })
  .openapi("AssistantRequest", { example: examples.AssistantRequest });
export type AssistantRequest = z.infer<typeof AssistantRequest>;

const Citation = z.object({ id: z.string(), title: z.string(), url: z.string().optional() }).openapi("Citation");

export const AssistantAnswer = z
  .object({
    response: z.string().openapi({ description: "Markdown" }),
    suggestions: z.array(z.string()),
    session_id: z.string().optional(),
    citations: z.array(Citation),
    engine: z.string().openapi({ description: "`builtin`, or the model's name" }),
    timestamp: z.iso.datetime(),
  })
  .openapi("AssistantAnswer", { example: examples.AssistantAnswer });
export type AssistantAnswer = z.infer<typeof AssistantAnswer>;

/** The data of one event of an answer: in a session its events; without one a step, a piece of the text, or the whole. */
export const AssistantEvent = z
  .union([SessionEvent, z.object({ step: z.literal("answering") }), z.object({ content: z.string() }), AssistantAnswer])
  .openapi("AssistantEvent");

const ExportedMessage = z
  .looseObject({
    role: optional(z.string().max(20)),
    type: optional(z.string().max(20)),
    content: z.string().max(50_000),
  })
  .openapi("ExportedMessage", { description: "`role` or `type`: user, or anyone else" });

const ExportedMessages = z.array(ExportedMessage).min(1).max(500);

export const ChatExportRequest = z
  .object({
    session_id: optional(z.string().max(100)),
    messages: optional(ExportedMessages),
    session_info: z.unknown().optional(),
    title: optional(z.string().max(200)),
  })
  .refine(({ session_id: id, messages }) => id !== undefined || messages !== undefined, {
    error: "Give session_id or messages.",
    path: ["session_id"],
  })
  .openapi("ChatExportRequest", { example: examples.ChatExportRequest });
export type ChatExportRequest = z.infer<typeof ChatExportRequest>;

export const AssistantExportRequest = z
  .object({ messages: ExportedMessages, role: optional(z.string().max(40)), title: optional(z.string().max(200)) })
  .openapi("AssistantExportRequest", { example: examples.AssistantExportRequest });

export const ChatExportAnswer = z
  .object({ success: z.literal(true), pdf_data: z.string().openapi({ description: "base64" }), filename: z.string() })
  .openapi("ChatExportAnswer", { example: examples.ChatExportAnswer });
