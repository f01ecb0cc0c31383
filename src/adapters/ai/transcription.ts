import { z } from "zod";
import { attempt, toAiError } from "./attempt.ts";
import type { Caller } from "./caller.ts";
import type { Model, Transcript } from "./model.ts";
import { AiError } from "./model.ts";

// `duration` in whisper's verbose answer, `usage.seconds` in the newer models'.
const Transcription = z.object({
  text: z.string(),
  language: z.string().optional().catch(undefined),
  duration: z.coerce.number().optional().catch(undefined),
  usage: z.object({ seconds: z.number().optional() }).optional().catch(undefined),
});

const readTranscript = (raw: unknown): Transcript => {
  const { data } = Transcription.safeParse(raw);
  if (data === undefined) throw new AiError("invalid");
  return { text: data.text, language: data.language, seconds: data.duration ?? data.usage?.seconds };
};

/** How speech becomes text. */
export const createTranscribe = ({ start }: Caller, model: string): NonNullable<Model["transcribe"]> => {
  return async (file, signal) => {
    const { client, deadline } = await start(signal);
    try {
      // Only whisper tells the language and the length.
      const response_format = model.includes("whisper") ? "verbose_json" : "json";
      const ask = () =>
        client.audio.transcriptions.create({ model, file, response_format }, { signal: deadline.signal });
      return readTranscript(await attempt<unknown>(ask, deadline));
    } catch (error) {
      throw toAiError(error, deadline);
    } finally {
      deadline.pause();
    }
  };
};
