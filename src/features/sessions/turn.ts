import type { Message } from "#adapters/ai";

/** What a session is for; it decides who answers in it. */
export type SessionKind = "advisor" | "guru" | "writer";

/** One message of a session, as it is stored and answered. */
export interface StoredMessage extends Message {
  /** Place in the session's log; a client resumes after the largest one it has seen. */
  seq: number;
  /** Which turn of the session it belongs to, counted from 1. */
  turn: number;
  /** Of a message of the caller: the id they gave it. */
  client_message_id: string | null;
  created_at: string;
  /** Of an answer: complete, or cut off by an error, a deadline or a crash. */
  status: "complete" | "pending" | "incomplete";
  /** What belongs to an answer beside its text: citations, suggestions, engine. */
  data: Record<string, unknown>;
}

export interface TurnInput {
  sessionId: string;
  /** The account it belongs to; null for an anonymous session. */
  owner: string | null;
  /** Complete messages before this one, oldest first. */
  history: readonly Message[];
  content: string;
  /** What the caller chose for this turn: persona, analysis_id. */
  options: Readonly<Record<string, string>>;
  signal: AbortSignal;
}

/** What an answer says of itself on the way: a step of the work, or the state of what is being written. */
export interface Sign {
  type: "progress" | "draft";
  data: Record<string, unknown>;
}

/** The end of an answer: its whole text, as it is to be stored, and what belongs to it. */
interface TurnResult {
  content: string;
  data: Record<string, unknown>;
}

/** Answers a message piece by piece. What it throws makes the turn `incomplete`; what it yielded before is kept. */
export type Responder = (env: Cloudflare.Env, input: TurnInput) => AsyncGenerator<string | Sign, TurnResult>;
