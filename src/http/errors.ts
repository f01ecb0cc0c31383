import type { AppEnv } from "#http/context";
import { describeError } from "#http/log";
import { speaksOpenAi, toOpenAiError } from "#http/openai-error";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";

/** Every failure a caller can see: stable code → HTTP status and title. The only such table. */
const kinds = {
  malformed_body: [400, "Bad Request"],
  bad_request: [400, "Bad Request"],
  unauthorized: [401, "Unauthorized"],
  forbidden: [403, "Forbidden"],
  not_found: [404, "Not Found"],
  method_not_allowed: [405, "Method Not Allowed"],
  conflict: [409, "Conflict"],
  stale: [412, "Precondition Failed"],
  too_large: [413, "Content Too Large"],
  unsupported_media_type: [415, "Unsupported Media Type"],
  invalid_request: [422, "Unprocessable Content"],
  rate_limited: [429, "Too Many Requests"],
  quota_exceeded: [429, "Too Many Requests"],
  internal: [500, "Internal Server Error"],
  not_offered: [501, "Not Implemented"],
  upstream_failed: [502, "Bad Gateway"],
  not_configured: [503, "Service Unavailable"],
  unavailable: [503, "Service Unavailable"],
  upstream_timeout: [504, "Gateway Timeout"],
} as const;

export type ErrorCode = keyof typeof kinds;

/** What is wrong with a field of the request, or with a line of a file in it. */
export type Fault = { path: string; message: string } | { file: string; line: number; column: number; message: string };

/** A failure the caller is told about. `detail` is shown as it stands, so it never quotes the request. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly Fault[] | undefined;
  readonly headers: Record<string, string>;
  /** OpenAI's own name of it, for its clients. */
  readonly reason: string | undefined;

  constructor(
    code: ErrorCode,
    detail: string,
    options: { errors?: readonly Fault[]; headers?: Record<string, string>; reason?: string; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    this.reason = options.reason;
  }
}

/** Work on a store; when it fails the caller is told to try again, and the cause is logged. */
export const fromStore = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (cause) {
    throw new AppError("unavailable", "A store did not answer. Please try again.", {
      headers: { "Retry-After": "5" },
      cause,
    });
  }
};

const mostFaults = 50;

// A key of a record is the caller's own text: it is named only when it is a plain word.
const nameSegment = (segment: PropertyKey): string => (/^[\w-]{1,64}$/.test(String(segment)) ? String(segment) : "*");

/** Validation failures as a 422 that names the fields. Zod's messages speak of types and limits, never of the value. */
export const invalid = (issues: readonly z.core.$ZodIssue[]): AppError =>
  new AppError("invalid_request", "Some fields are not valid.", {
    errors: issues
      .slice(0, mostFaults)
      .map(({ path, message }) => ({ path: path.map(nameSegment).join("."), message })),
  });

/** A value as its schema has it, or a 422 that names what is wrong with it. */
export const validate = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
  const result = schema.safeParse(value);
  if (!result.success) throw invalid(result.error.issues);
  return result.data;
};

const problemOf = (c: Context<AppEnv>, error: AppError) => {
  // Not `c.req.path`: that is decoded, and so is whatever the caller hid in it.
  const instance = new URL(c.req.url).pathname;
  const isOpenAi = speaksOpenAi(instance);
  // OpenAI's clients know a 400 for every request that is not valid.
  const [status, title] = kinds[isOpenAi && error.code === "invalid_request" ? "bad_request" : error.code];
  return {
    type: "about:blank",
    title,
    status,
    detail: error.message,
    instance,
    request_id: c.var.requestId,
    code: error.code,
    // The same text once more: of the published frontends one reads `detail`, another `error`; OpenAI's clients an object.
    error: isOpenAi ? toOpenAiError(error, status) : error.message,
    ...(error.errors && { errors: error.errors }),
  };
};

const toAppError = (error: Error): AppError => {
  if (error instanceof AppError) return error;
  // Hono's validators throw these for a body they cannot read.
  if (error instanceof HTTPException && error.status === 400)
    return new AppError("malformed_body", "The body could not be parsed.");
  if (error instanceof HTTPException && error.status === 415)
    return new AppError("unsupported_media_type", "This Content-Type is not taken here.");
  return new AppError("internal", "Something went wrong on our side.", { cause: error });
};

/** Whatever was thrown as what the caller is told; what nobody foresaw and what a store refused is logged. */
const toldAndLogged = (error: Error, c: Context<AppEnv>): AppError => {
  const known = toAppError(error);
  if (known.code === "internal" || known.code === "unavailable") {
    const { log, settings } = c.var.ctx;
    const reason = known.cause instanceof Error ? known.cause : error;
    // A store's own message may quote what was to be written.
    log("error", known.code, describeError(reason, settings.production || known.code === "unavailable"));
  }
  return known;
};

/** Answers whatever was thrown as a problem document. */
export const answerError = (error: Error, c: Context<AppEnv>): Response => {
  const known = toldAndLogged(error, c);
  const problem = problemOf(c, known);
  return c.json(problem, problem.status, { ...known.headers, "Content-Type": "application/problem+json" });
};

/** The same document for a stream that has begun: its status can no longer say so. */
export const describeFailure = (error: unknown, c: Context<AppEnv>) =>
  problemOf(c, toldAndLogged(error instanceof Error ? error : new Error(String(error)), c));
