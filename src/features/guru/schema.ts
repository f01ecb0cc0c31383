import { optional } from "#http/fields";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

const Message = z.string().trim().min(1).max(20_000);

/** Of another caller or of none: the message begins a new session. */
const SessionId = z.string().max(200);

const Source = z.object({
  id: z.string().openapi({ example: "tuition/ug-matriculation" }),
  title: z.string().openapi({ example: "Matriculation fee, undergraduate, once" }),
});

export const GuruRequest = z
  .object({
    message: Message.openapi({ example: "How much is the matriculation fee?" }),
    session_id: optional(SessionId).openapi({ type: "string", description: "Of the answer before, to go on" }),
  })
  .openapi("GuruRequest", { example: examples.GuruRequest });

export const GuruReply = z
  .object({
    response: z.string(),
    session_id: z.string(),
    timestamp: z.iso.datetime(),
    sources: z.array(Source).openapi({ description: "The facts it stands on; none where the knowledge holds nothing" }),
    engine: z.string().openapi({ description: "builtin, or the model that worded it" }),
  })
  .openapi("GuruReply", { example: examples.GuruReply });
export type GuruReply = z.infer<typeof GuruReply>;

export const GuruHistory = z
  .object({
    session_id: z.string(),
    messages: z.array(
      z.object({ role: z.enum(["user", "assistant"]), content: z.string(), timestamp: z.iso.datetime() }),
    ),
  })
  .openapi("GuruHistory", { example: examples.GuruHistory });
export type GuruHistory = z.infer<typeof GuruHistory>;

export const GuruDropped = z
  .object({ message: z.string(), session_id: z.string() })
  .openapi("GuruDropped", { example: examples.GuruDropped });

export const DialectRequest = z
  .object({ message: Message, sessionId: optional(SessionId).openapi({ type: ["string", "null"] }) })
  .openapi("GuruUiRequest", { example: examples.GuruUiRequest });

export const DialectReply = z
  .object({
    response: z.string(),
    sessionId: z.string(),
    timestamp: z.iso.datetime(),
    conversationStats: z.object({ messageCount: z.int(), estimatedTokens: z.int() }),
  })
  .openapi("GuruUiReply", { example: examples.GuruUiReply });
export type DialectReply = z.infer<typeof DialectReply>;

export const DialectDrop = z.object({ sessionId: SessionId }).openapi("GuruUiDrop", { example: examples.GuruUiDrop });
export const DialectDropped = z
  .object({ message: z.string(), sessionId: z.string() })
  .openapi("GuruUiDropped", { example: examples.GuruUiDropped });

/** What a reply keeps beside its text. */
export const ReplyData = z.object({ sources: z.array(Source).catch([]), engine: z.string().catch("builtin") });
