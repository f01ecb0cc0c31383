import type { z } from "zod";

/** A picture that a message shows. */
export interface Picture {
  mediaType: string;
  bytes: Uint8Array;
}

export interface Message {
  role: "user" | "assistant";
  content: string;
  /** Of a user's message alone: what goes with its text, for a model that can see. */
  pictures?: readonly Picture[];
}

/** Tokens that a call used, as the provider counts them. */
export interface Usage {
  input: number;
  output: number;
}

export interface ChatRequest {
  /** What the model is told by us. Text of a caller never stands here. */
  system: string;
  messages: readonly Message[];
  /** At most so many tokens in the answer. */
  maxTokens: number;
  signal: AbortSignal;
}

/** Something that the model may ask us to do. Its arguments are checked against the schema before `run` sees them. */
export interface Tool {
  name: string;
  description: string;
  parameters: z.ZodType;
  run: (parameters: unknown) => Promise<string>;
}

export interface Transcript {
  text: string;
  language: string | undefined;
  seconds: number | undefined;
}

/**
 * A language model behind an OpenAI-compatible address. Every method throws `AiError`, ends at its deadline, and tries
 * once more after a 429 or a 5xx. What it says is a claim, never a fact: whoever calls holds it against the engine.
 */
export interface Model {
  /** The model's own name, for `engine` in answers. */
  name: string;
  /** The answer piece by piece; `onUsage` is called once, at the end, also of an answer that broke off. */
  stream: (request: ChatRequest, onUsage: (usage: Usage) => void) => AsyncIterable<string>;
  /** A whole answer in the shape of a schema, repaired once when the model misses it. */
  structured: <S extends z.ZodType>(
    request: ChatRequest,
    schema: S,
    name: string,
  ) => Promise<{ value: z.output<S>; usage: Usage }>;
  /** A whole answer, the model calling tools on the way, at most `mostSteps` times. A tool that is not listed is refused. */
  withTools: (
    request: ChatRequest,
    tools: readonly Tool[],
    mostSteps: number,
  ) => Promise<{ text: string; usage: Usage; calls: readonly string[] }>;
  /** One vector per text, or undefined where no embedding model is set. */
  embed: ((texts: readonly string[], signal: AbortSignal) => Promise<number[][]>) | undefined;
  /** Speech to text, or undefined where no model for it is set. */
  transcribe: ((file: File, signal: AbortSignal) => Promise<Transcript>) | undefined;
}

/** `limited`: 429 or no credit. `refused`: a key or a request that the provider does not take. `invalid`: an answer that cannot be read. */
export type AiFailure = "timeout" | "limited" | "refused" | "unreachable" | "invalid";

/** Carries no text of the provider: it may quote a key or what was asked. */
export class AiError extends Error {
  readonly failure: AiFailure;
  /** The provider's HTTP status, where there was one. */
  readonly status: number | undefined;
  /** What was used before it failed: it is paid for all the same. */
  readonly usage: Usage | undefined;

  constructor(failure: AiFailure, { status, usage }: { status?: number | undefined; usage?: Usage } = {}) {
    super(`The model failed: ${failure}${status === undefined ? "" : ` (${status})`}`);
    this.failure = failure;
    this.status = status;
    this.usage = usage;
  }
}
