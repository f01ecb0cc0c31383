import type { AppError, ErrorCode, Fault } from "#http/errors";

/** What OpenAI's clients read of a failure. https://platform.openai.com/docs/guides/error-codes */
interface OpenAiError {
  message: string;
  type: string;
  param: string | null;
  code: string;
}

/** Whether an address belongs to the part of the API that OpenAI's clients call. */
export const speaksOpenAi = (path: string): boolean => path === "/v1" || path.startsWith("/v1/");

/** OpenAI's names where it has one; the rest keep ours. */
const codes: Partial<Record<ErrorCode, string>> = {
  unauthorized: "invalid_api_key",
  rate_limited: "rate_limit_exceeded",
  quota_exceeded: "insufficient_quota",
};

const typeOf = (code: ErrorCode, status: number): string => {
  if (code === "rate_limited") return "requests";
  if (code === "quota_exceeded") return "insufficient_quota";
  return status >= 500 ? "server_error" : "invalid_request_error";
};

/** `messages.0.content` as OpenAI writes it: `messages[0].content`. */
const paramOf = (fault: Fault | undefined): string | null =>
  fault === undefined || !("path" in fault) || fault.path === ""
    ? null
    : fault.path.replaceAll(/\.(\d+)(?![^.])/g, "[$1]");

/** A failure in OpenAI's words. Its clients show the message alone, so it names the first field at fault. */
export const toOpenAiError = ({ code, message, errors, reason }: AppError, status: number): OpenAiError => {
  const [fault] = errors ?? [];
  const param = paramOf(fault);
  const isField = code === "invalid_request" && fault !== undefined;
  return {
    message: isField ? `${param === null ? "" : `${param}: `}${fault.message}` : message,
    type: typeOf(code, status),
    param,
    code: reason ?? codes[code] ?? code,
  };
};
