import { AppError } from "#http/errors";
import type { CompletionRequest } from "./schema.ts";

interface Offer {
  accepts: (value: unknown) => boolean;
  message: string;
  /** OpenAI's name of the failure. */
  reason: "unsupported_parameter" | "unsupported_value";
}

const nothing = (): boolean => false;
const emptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
const noChoice = (value: unknown): boolean => value === "none" || value === "auto";

const parameter = (accepts: Offer["accepts"], message: string): Offer => ({
  accepts,
  message,
  reason: "unsupported_parameter",
});
const value = (accepts: Offer["accepts"], message: string): Offer => ({
  accepts,
  message,
  reason: "unsupported_value",
});

const offers = {
  n: value((given) => given === 1, "One answer is given to a request: n must be 1."),
  tools: parameter(emptyList, "Tools are not offered: the answer is text."),
  tool_choice: parameter(noChoice, "Tools are not offered: the answer is text."),
  functions: parameter(emptyList, "Functions are not offered: the answer is text."),
  function_call: parameter(noChoice, "Functions are not offered: the answer is text."),
  response_format: value(
    (given) => typeof given === "object" && given !== null && "type" in given && given.type === "text",
    "The answer is Markdown: only the type text is offered.",
  ),
  logprobs: parameter((given) => given === false, "Probabilities are not offered."),
  top_logprobs: parameter((given) => given === 0, "Probabilities are not offered."),
  modalities: value(
    (given) => Array.isArray(given) && given.length === 1 && given[0] === "text",
    'Only ["text"] is offered.',
  ),
  audio: parameter(nothing, "Sound is not offered."),
  web_search_options: parameter(nothing, "Searching the web is not offered."),
} satisfies Partial<Record<keyof CompletionRequest, Offer>>;

/** Refuses what would otherwise be silently left undone. Throws `invalid_request`. */
export const refuseUnoffered = (request: CompletionRequest): void => {
  for (const [path, { accepts, message, reason }] of Object.entries<Offer>(offers)) {
    // Only names of the table above.
    const given = request[path as keyof typeof offers];
    if (given === undefined || given === null || accepts(given)) continue;
    throw new AppError("invalid_request", "Some fields are not valid.", { errors: [{ path, message }], reason });
  }
};
