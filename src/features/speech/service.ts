import { AiError } from "#adapters/ai";
import { detectFileType } from "#adapters/extraction";
import { paidModelOf, payerOf } from "#features/ai";
import type { Ctx } from "#http/context";
import { AppError } from "#http/errors";
import { durationOf } from "./duration.ts";

const longestSeconds = 900;
const deadlineMs = 60_000;

/** Names that recordings end with; services for speech go by them. */
const extensions = ["wav", "mp3", "m4a", "ogg", "webm", "flac", "aac"];

/** What a recording is by its bytes alone: a browser's recorder calls what it made `blob`, and a name may lie. */
const recognise = (bytes: Uint8Array): { extension: string; mediaType: string } | undefined => {
  for (const extension of extensions) {
    const detected = detectFileType(bytes, bytes.length, `speech.${extension}`);
    if (detected?.fileType === "audio") return { extension, mediaType: detected.mediaType };
  }
  return undefined;
};

export interface Spoken {
  transcript: string;
  language?: string;
  duration_s?: number;
}

const describe = (error: AiError): AppError => {
  if (error.failure === "timeout") return new AppError("upstream_timeout", "The transcription took too long.");
  if (error.failure === "limited")
    return new AppError("rate_limited", "The transcription service takes no more for now.", {
      headers: { "Retry-After": "30" },
    });
  return new AppError("upstream_failed", "The transcription service could not transcribe this recording.");
};

const refuse = (message: string): AppError =>
  new AppError("invalid_request", "Some fields are not valid.", { errors: [{ path: "audio", message }] });

/**
 * Speech to text. Throws `not_configured` without a model for it, `unsupported_media_type` for what is no recording,
 * `invalid_request` for one that is empty or too long, `upstream_failed`, `upstream_timeout`.
 */
export const transcribe = async (ctx: Ctx, file: File): Promise<Spoken> => {
  const model = paidModelOf({ env: ctx.env, payer: payerOf(ctx), now: ctx.now });
  if (model?.transcribe === undefined)
    throw new AppError(
      "not_configured",
      "No model for speech is set up: set AI_TRANSCRIPTION_MODEL with AI_BASE_URL or a key, or OPENAI_API_KEY.",
    );
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length === 0) throw refuse("The recording is empty.");
  const known = recognise(bytes);
  if (known === undefined)
    throw new AppError("unsupported_media_type", "Send a recording: MP3, WAV, M4A, OGG, WebM or FLAC.");
  const seconds = durationOf(bytes, known.mediaType);
  if (seconds !== undefined && seconds > longestSeconds)
    throw refuse(`The recording is longer than ${longestSeconds / 60} minutes.`);
  // Under a name of ours: what the caller called it is nobody's business.
  const named = new File([bytes], `speech.${known.extension}`, { type: known.mediaType });
  try {
    const { text, language, seconds: told } = await model.transcribe(named, AbortSignal.timeout(deadlineMs));
    const duration = told ?? seconds;
    return {
      transcript: text,
      ...(language !== undefined && { language }),
      ...(duration !== undefined && { duration_s: Math.round(duration * 100) / 100 }),
    };
  } catch (error) {
    if (error instanceof AiError) throw describe(error);
    throw error;
  }
};
