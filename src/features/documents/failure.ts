import { ExtractionError } from "#adapters/extraction";
import { AiError } from "#adapters/ai";
import { AppError } from "#http/errors";

/** The texts of a document could not be turned into vectors. */
export class EmbeddingFailed extends Error {
  /** Whether asking again soon is of no use. */
  readonly isFinal: boolean;

  constructor(cause: unknown) {
    super("The embedding model failed.", { cause });
    this.isFinal = cause instanceof AppError || (cause instanceof AiError && cause.failure === "refused");
  }
}

/** A step of processing was begun several times and never came to an end. */
export class EndlessStep extends Error {}

interface Failure {
  /** Stable, for programs. */
  code: string;
  /** For whoever uploaded it: holds nothing of the file. */
  message: string;
  /** It would be the same another time. */
  isFinal: boolean;
}

const ofModel: Record<AiError["failure"], Omit<Failure, "isFinal">> = {
  timeout: { code: "upstream_timeout", message: "The model did not answer in time." },
  limited: { code: "upstream_failed", message: "The model's provider takes no more requests at the moment." },
  refused: { code: "upstream_failed", message: "The model did not take this file." },
  unreachable: { code: "upstream_failed", message: "The model cannot be reached." },
  invalid: { code: "upstream_failed", message: "The model's answer cannot be read." },
};

/** What a failure of processing is called, and what is said of it. */
export const describeFailure = (error: unknown): Failure => {
  if (error instanceof ExtractionError) return { code: error.code, message: error.message, isFinal: true };
  if (error instanceof EndlessStep)
    return { code: "too_complex", message: "Reading the file did not come to an end, several times.", isFinal: true };
  if (error instanceof AiError) return { ...ofModel[error.failure], isFinal: error.failure === "refused" };
  if (error instanceof EmbeddingFailed)
    return { code: "upstream_failed", message: error.message, isFinal: error.isFinal };
  if (error instanceof AppError && error.code !== "unavailable")
    return { code: error.code, message: error.message, isFinal: true };
  return {
    code: "internal",
    message: "The document could not be processed. It can be started again.",
    isFinal: false,
  };
};
