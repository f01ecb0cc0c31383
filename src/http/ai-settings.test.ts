import { readSettings } from "#http/settings";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";

const openRouter = "https://openrouter.ai/api/v1";

test.each<[string, Partial<Cloudflare.Env>, object]>([
  ["OpenRouter's key", { OPENROUTER_API_KEY: "or" }, { baseUrl: openRouter, apiKey: "or", model: "openai/gpt-4.1" }],
  ["a key alone", { AI_API_KEY: "k", AI_MODEL: "x/y" }, { baseUrl: openRouter, apiKey: "k", model: "x/y" }],
  ["OpenAI's key", { OPENAI_API_KEY: "oa" }, { baseUrl: "https://api.openai.com/v1", apiKey: "oa", model: "gpt-4.1" }],
  [
    "Gemini's key",
    { GEMINI_API_KEY: "g" },
    {
      baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
      apiKey: "g",
      embeddingModel: "gemini-embedding-001",
    },
  ],
  [
    "a model on this machine, which gets no other service's key",
    { AI_BASE_URL: "http://localhost:11434/v1/", AI_MODEL: "llama3.3", OPENAI_API_KEY: "oa" },
    { baseUrl: "http://localhost:11434/v1", apiKey: undefined, model: "llama3.3", embeddingModel: undefined },
  ],
  ["a service by its address", { AI_BASE_URL: "https://api.openai.com/v1", OPENAI_API_KEY: "oa" }, { apiKey: "oa" }],
  ["patience", { AI_API_KEY: "k", AI_DEADLINE_MS: "500" }, { deadlineMs: 500 }],
])("with %s it is clear which model answers", (_name, settings, expected) => {
  expect(readSettings({ ...env, ...settings }).ai).toMatchObject(expected);
});

test.each([{}, { AI_MODEL: "llama3.3" }, { AI_API_KEY: "" }])("with %o the built-in engine answers", (settings) => {
  expect(readSettings({ ...env, ...settings }).ai).toBeUndefined();
});
