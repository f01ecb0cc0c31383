/**
 * Services that one key is enough for: their OpenAI-compatible address and the models that stand there when none is
 * named. A model for embeddings or speech is named where the service has the route.
 */
const aiServices = {
  openrouter: {
    baseUrl: "https://openrouter.ai/api/v1",
    model: "openai/gpt-4.1",
    embeddingModel: undefined,
    transcriptionModel: undefined,
  },
  openai: {
    baseUrl: "https://api.openai.com/v1",
    model: "gpt-4.1",
    embeddingModel: "text-embedding-3-small",
    transcriptionModel: "whisper-1",
  },
  gemini: {
    baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
    model: "gemini-2.5-pro",
    embeddingModel: "gemini-embedding-001",
    transcriptionModel: undefined,
  },
};

interface AiEnv {
  AI_BASE_URL?: string | undefined;
  AI_API_KEY?: string | undefined;
  AI_MODEL?: string | undefined;
  AI_EMBEDDING_MODEL?: string | undefined;
  AI_TRANSCRIPTION_MODEL?: string | undefined;
  AI_DEADLINE_MS: number;
  OPENROUTER_API_KEY?: string | undefined;
  OPENAI_API_KEY?: string | undefined;
  GEMINI_API_KEY?: string | undefined;
}

/** The service that a setting speaks of: by its address, else by the first key that is there. */
const chooseService = (env: AiEnv) => {
  const { openrouter, openai, gemini } = aiServices;
  const named = Object.values(aiServices).find(({ baseUrl }) => baseUrl === env.AI_BASE_URL);
  if (named !== undefined) return named;
  // Any other server, a model on this machine among them: nothing is known of what it offers.
  if (env.AI_BASE_URL !== undefined) return { ...openrouter, baseUrl: env.AI_BASE_URL };
  if (env.AI_API_KEY !== undefined || env.OPENROUTER_API_KEY !== undefined) return openrouter;
  if (env.OPENAI_API_KEY !== undefined) return openai;
  return env.GEMINI_API_KEY === undefined ? undefined : gemini;
};

/** A service's own key goes nowhere else: what is at another address gets AI_API_KEY alone. */
const chooseKey = (env: AiEnv, baseUrl: string): string | undefined => {
  const { openrouter, openai, gemini } = aiServices;
  const own = {
    [openrouter.baseUrl]: env.OPENROUTER_API_KEY,
    [openai.baseUrl]: env.OPENAI_API_KEY,
    [gemini.baseUrl]: env.GEMINI_API_KEY,
  };
  return env.AI_API_KEY ?? own[baseUrl];
};

/** Where the language model is; undefined without an address and without a key, and then the built-in engine answers. */
export const chooseAi = (env: AiEnv) => {
  const service = chooseService(env);
  if (service === undefined) return undefined;
  return {
    baseUrl: service.baseUrl,
    apiKey: chooseKey(env, service.baseUrl),
    model: env.AI_MODEL ?? service.model,
    embeddingModel: env.AI_EMBEDDING_MODEL ?? service.embeddingModel,
    transcriptionModel: env.AI_TRANSCRIPTION_MODEL ?? service.transcriptionModel,
    deadlineMs: env.AI_DEADLINE_MS,
  };
};
