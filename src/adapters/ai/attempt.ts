import type { Deadline } from "./deadline.ts";
import type { AiFailure, Usage } from "./model.ts";
import { AiError } from "./model.ts";

/** Longer than this is not waited for: an answer of our own comes sooner. */
const longestWaitMs = 3_000;
/** Where the provider does not say how long to wait. */
const usualWaitMs = 300;

/** The body of an answer went past its limit. */
export class BodyTooLarge extends Error {}

const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : undefined;

const headersOf = (error: unknown): Headers | undefined =>
  error instanceof Error && "headers" in error && error.headers instanceof Headers ? error.headers : undefined;

const failureOf = (status: number): AiFailure => {
  if (status === 429 || status === 402) return "limited";
  if (status === 408 || status === 504) return "timeout";
  // A redirect is not followed: what is configured is not where the models are.
  return status >= 400 && status < 500 ? "refused" : "unreachable";
};

const causesOf = (error: unknown): unknown[] => {
  const causes: unknown[] = [];
  for (let at = error; at instanceof Error && causes.length < 5; at = at.cause) causes.push(at);
  return causes;
};

/**
 * Whatever a call threw as `AiError`, with what it had used until then. Nothing of the original goes along: it may quote
 * a key or what was asked.
 */
export const toAiError = (error: unknown, { signal }: Pick<Deadline, "signal">, usage?: Usage): AiError => {
  const used = usage === undefined ? {} : { usage };
  // First of all: what is aborted may end like an answer that was cut.
  if (signal.aborted) return new AiError("timeout", used);
  if (error instanceof AiError) return new AiError(error.failure, { status: error.status, ...used });
  const status = statusOf(error);
  if (status !== undefined) return new AiError(failureOf(status), { status, ...used });
  const unreadable = causesOf(error).some((cause) => cause instanceof SyntaxError || cause instanceof BodyTooLarge);
  return new AiError(unreadable ? "invalid" : "unreachable", used);
};

/** How long to wait before the second and last try; undefined where it would not help. */
const waitOf = (error: unknown): number | undefined => {
  const status = statusOf(error);
  if (status === undefined || (status !== 429 && status < 500)) return undefined;
  const asked = headersOf(error)?.get("retry-after") ?? null;
  if (asked === null) return usualWaitMs;
  // In seconds or as a date (RFC 9110 §10.2.3).
  const ms = /^\s*\d/.test(asked) && !asked.includes(":") ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  return Number.isNaN(ms) ? usualWaitMs : Math.max(0, ms);
};

/** Calls the provider; once more after a 429 or a 5xx, when it asks for no long wait. Throws `AiError`. */
export const attempt = async <T>(call: () => Promise<T>, deadline: Deadline): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    const wait = deadline.signal.aborted ? undefined : waitOf(error);
    if (wait === undefined || wait > Math.min(longestWaitMs, deadline.left())) throw toAiError(error, deadline);
    await new Promise((wake) => setTimeout(wake, wait));
  }
  try {
    return await call();
  } catch (error) {
    throw toAiError(error, deadline);
  }
};
