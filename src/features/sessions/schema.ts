import { optional } from "#http/fields";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

export const maxContent = 32_000;

export const SessionId = z.string().regex(/^chat_[0-9a-f]{32}$/);

const Text = z.string().trim().max(200);

/** What a caller chose beside the text: persona, analysis_id … Short values by name. */
export const TurnOptions = z
  .record(z.string().regex(/^[a-z]\w{0,39}$/i), z.string().max(200))
  .refine((options) => Object.keys(options).length <= 20, "At most 20 options.");

const Metadata = z
  .record(z.string().max(100), z.unknown())
  .refine((metadata) => JSON.stringify(metadata).length <= 10_000, "At most 10,000 characters of JSON.");

export const SessionRequest = z
  .object({
    name: optional(Text),
    title: optional(Text).openapi({ description: "The same as name" }),
    llm_provider: optional(Text),
    llm_model: optional(Text),
    metadata: optional(Metadata),
  })
  .openapi("SessionRequest", { example: examples.SessionRequest });
export type SessionRequest = z.infer<typeof SessionRequest>;

export const MessageRequest = z
  .object({
    content: z.string().min(1).max(maxContent),
    client_message_id: optional(z.string().max(200)).openapi({
      description: "The same id is the same message: sent again, it gets the first one's answer",
    }),
    options: optional(TurnOptions).openapi({ description: "Short values for whoever answers: persona, analysis_id" }),
  })
  .openapi("MessageRequest", { example: examples.MessageRequest });
export type MessageRequest = z.infer<typeof MessageRequest>;

/** Where a line stands in a session's log. */
const place = {
  seq: z.int().openapi({ description: "Place in the session's log; resume after the largest one seen" }),
  turn: z.int().openapi({ description: "A message and its answer share a turn" }),
};

const ChatMessage = z
  .object({
    ...place,
    role: z.enum(["user", "assistant"]),
    content: z.string(),
    status: z
      .enum(["complete", "pending", "incomplete"])
      .openapi({ description: "incomplete: cut off by an error, a deadline or a restart" }),
    client_message_id: z.string().nullable(),
    created_at: z.iso.datetime(),
    data: z
      .record(z.string(), z.unknown())
      .openapi({ description: "What belongs to an answer beside its text: citations, suggestions, engine" }),
  })
  .openapi("ChatMessage");

/** The data of one event of a session, as a stream and a socket tell it. */
export const SessionEvent = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("token"), ...place, content: z.string() }),
    z.object({
      type: z.literal("progress"),
      ...place,
      step: z.enum(["waiting", "waiting_for_documents", "reading", "searching", "writing"]),
      documents: z.int().optional().openapi({ description: "How many are waited for" }),
      sources: z.int().optional().openapi({ description: "How many are written from" }),
    }),
    z
      .looseObject({ type: z.literal("draft"), ...place, draft_id: z.string(), version: z.int(), status: z.string() })
      .openapi({ description: "What became of a draft" }),
    z.object({
      type: z.literal("message"),
      ...ChatMessage.omit({ data: true, client_message_id: true }).shape,
      client_message_id: ChatMessage.shape.client_message_id.optional().openapi({ description: "Of a user's" }),
      data: ChatMessage.shape.data.optional().openapi({ description: "Of an assistant's" }),
    }),
    z.object({
      type: z.literal("error"),
      ...place,
      code: z.enum(["timeout", "interrupted", "failed", "too_long"]),
      detail: z.string(),
    }),
  ])
  .openapi("SessionEvent");

export const Exchange = z
  .object({ session_id: z.string(), turn: z.int(), message: ChatMessage, reply: ChatMessage })
  .openapi("Exchange", { example: examples.Exchange });

const sessionFields = {
  id: z.string(),
  user_id: z.string().nullable(),
  name: z.string(),
  llm_provider: z.string().nullable(),
  llm_model: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  document_ids: z.array(z.string()),
  draft_ids: z.array(z.string()),
};

export const SessionEntry = z.object(sessionFields).openapi("SessionEntry");
export type SessionEntry = z.infer<typeof SessionEntry>;

export const SessionList = z
  .object({ sessions: z.array(SessionEntry), next_cursor: z.string().nullable() })
  .openapi("SessionList", { example: examples.SessionList });

export const Session = z
  .object({ ...sessionFields, messages: z.array(ChatMessage) })
  .openapi("Session", { example: examples.Session });

export const ChatHistory = z
  .object({
    session_id: z.string(),
    messages: z.array(ChatMessage),
    last_seq: z.int().openapi({ description: "Follow the events after this place: nothing is missed or doubled" }),
  })
  .openapi("ChatHistory", { example: examples.ChatHistory });

export const Ticket = z
  .object({
    ticket: z.string().openapi({ description: "For ?ticket= of /ws/{session_id}, once" }),
    expires_in: z.int().openapi({ description: "Seconds" }),
  })
  .openapi("Ticket", { example: examples.Ticket });

const Place = optional(z.coerce.number().int().min(0)).openapi({
  type: "integer",
  description: "Follow after this place of the log; without it from now on",
  example: 0,
});

export const EventsQuery = z.object({ after: Place });
export const SocketQuery = z.object({
  after: Place,
  ticket: optional(z.string().max(100)).openapi({ example: "of POST /api/v1/sessions/{id}/ticket" }),
});
