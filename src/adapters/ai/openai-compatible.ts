import { createCaller } from "./caller.ts";
import type { AiSettings } from "./connection.ts";
import { createEmbed } from "./embeddings.ts";
import type { Model } from "./model.ts";
import { createStream } from "./stream.ts";
import { createStructured } from "./structured.ts";
import { createWithTools } from "./tools.ts";
import { createTranscribe } from "./transcription.ts";

/** A model behind any address that speaks OpenAI's chat completions: OpenRouter, OpenAI, Gemini, Ollama and others. */
export const openAi = (settings: AiSettings): Model => {
  const caller = createCaller(settings);
  const { model, embeddingModel, transcriptionModel } = settings;
  return {
    name: model,
    stream: createStream(caller),
    structured: createStructured(caller),
    withTools: createWithTools(caller),
    embed: embeddingModel === undefined ? undefined : createEmbed(caller, embeddingModel),
    transcribe: transcriptionModel === undefined ? undefined : createTranscribe(caller, transcriptionModel),
  };
};
