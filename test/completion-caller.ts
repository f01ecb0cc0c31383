// How the tests in workerd ask as OpenAI's clients do.
import type { Answer, App, SignedIn } from "./caller.ts";
import { read, toRequest } from "./caller.ts";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, inject } from "vitest";

/** The settings of an operator whose model is at this path of the tests' server. */
export const modelAt = (path: string): Record<string, string> => ({
  AI_BASE_URL: `${inject("ai")}${path}`,
  AI_API_KEY: "sk-canary-91c2",
  AI_MODEL: "wise-model",
  AI_DEADLINE_MS: path.includes("silence") ? "500" : "15000",
});

export interface Told {
  id: string;
  object: string;
  model: string;
  choices: { index: number; message: { role: string; content: string }; finish_reason: string }[];
  usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
  citations: { id: string; title: string; document_id?: string; quote?: string }[];
  engine: string;
  /** Of the one choice. */
  text: string;
  finish: string | undefined;
}

interface Message {
  role: string;
  content: unknown;
  name?: string;
}

export const user = (content: unknown): Message => ({ role: "user", content });
export const assistantSays = (content: string): Message => ({ role: "assistant", content });

interface Chunk {
  object: string;
  id: string;
  choices: { delta: { role?: string; content?: string }; finish_reason: string | null }[];
  usage?: Told["usage"] | null;
  citations?: Told["citations"];
  engine?: string;
}

/** A stream as its lines say it. */
const readStream = async (answer: Response) => {
  const events = (await answer.text()).split("\n\n").filter((event) => event !== "");
  const datas = events.map((event) => ({
    event: /^event: (.*)$/m.exec(event)?.[1],
    data: /^data: (.*)$/m.exec(event)?.[1] ?? "",
  }));
  const chunks = datas
    .filter(({ event, data }) => event === undefined && data !== "[DONE]")
    // As the schema has it; the tests hold it to that.
    .map(({ data }) => JSON.parse(data) as Chunk);
  return {
    datas,
    chunks,
    text: chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join(""),
    finish: chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? []),
  };
};

/** Calls of one account to /v1/chat/completions, with these settings of the operator's. */
export const askerFor = (app: App, { access_token: bearer }: SignedIn) => {
  const send = async (json: object, settings: Record<string, string> = {}): Promise<Response> =>
    app.request(
      toRequest("/v1/chat/completions", { json, bearer }),
      {},
      { ...env, ...settings },
      createExecutionContext(),
    );
  const post = async (json: object, settings?: Record<string, string>): Promise<Answer> =>
    read(await send(json, settings));
  const ask = async (
    model: string,
    messages: string | readonly Message[],
    more: object = {},
    settings?: Record<string, string>,
  ): Promise<Told> => {
    const asked = typeof messages === "string" ? [user(messages)] : messages;
    const { status, body } = await post({ model, messages: asked, ...more }, settings);
    expect({ status, error: (body as { error?: unknown }).error }).toEqual({ status: 200, error: undefined });
    const told = body as Told;
    const [choice] = told.choices;
    return { ...told, text: choice?.message.content ?? "", finish: choice?.finish_reason };
  };
  const stream = async (
    model: string,
    messages: readonly Message[],
    more: object = {},
    settings?: Record<string, string>,
  ) => readStream(await send({ model, messages, stream: true, ...more }, settings));
  return { send, post, ask, stream };
};

export type Asker = ReturnType<typeof askerFor>;
