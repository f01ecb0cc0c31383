// A language model's server that can be told to fail, in every way that the one of the tests does and with statuses.
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request } from "node:http";
import { text } from "node:stream/consumers";
import { startAiServer } from "../ai-server.ts";

/** Stands in what the server says when it fails; with the key, what must never reach a caller. */
export const secret = "secret-of-the-model-51c9";

const statuses: Readonly<Record<string, number>> = {
  "401": 401,
  "402": 402,
  "429": 429,
  "500": 500,
  "503": 503,
};
const served = ["redirect", "cut", "early-end", "garbage", "page", "flood", "silence", "silence-midway"];

export const modelFaults: readonly string[] = [...Object.keys(statuses), ...served];

const answerWell = (response: ServerResponse, path: string, body: Record<string, unknown>): void => {
  const content = "As it was.";
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  const about = { id: "c", created: 0, model: "m" };
  if (body["stream"] === true) {
    const chunk = (delta: unknown, finish_reason: string | null) =>
      `data: ${JSON.stringify({ ...about, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.end(`${chunk({ role: "assistant", content }, null)}${chunk({}, "stop")}data: [DONE]\n\n`);
    return;
  }
  const inputs = Array.isArray(body["input"]) ? body["input"] : [""];
  const answers: Record<string, unknown> = {
    "/v1/embeddings": {
      object: "list",
      model: "m",
      usage,
      data: inputs.map((_, index) => ({ object: "embedding", index, embedding: [1, 0, 0, index] })),
    },
    "/v1/audio/transcriptions": { text: content },
  };
  const completion = {
    ...about,
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage,
  };
  response.writeHead(200, { "Content-Type": "application/json" });
  response.end(JSON.stringify(answers[path] ?? completion));
};

const passOn = (incoming: IncomingMessage, response: ServerResponse, to: string): void => {
  const upstream = request(to, { method: "POST", agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    answer.on("error", () => response.destroy());
  });
  upstream.on("error", () => response.destroy());
  response.on("close", () => upstream.destroy());
  incoming.pipe(upstream);
};

/** Starts it; it answers well until it is told to fail. */
export const startFaultyModel = async () => {
  const server = await startAiServer();
  let fault: string | undefined;
  let asked = 0;
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    asked++;
    const path = incoming.url ?? "";
    if (fault !== undefined && served.includes(fault))
      return passOn(incoming, response, `${server.address}/faults/${fault}`);
    const body = await text(incoming);
    if (fault === undefined) return answerWell(response, path, body.startsWith("{") ? JSON.parse(body) : {});
    response.writeHead(statuses[fault] ?? 500, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ error: { message: `${secret} is over quota`, type: "error", code: null } }));
  };
  const front = createServer((incoming, response) => {
    answer(incoming, response).catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  // Whoever asks keeps its connections, and takes one that we close at that moment for a model that is gone.
  front.keepAliveTimeout = 0;
  await once(front, "listening");
  const address = front.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    settings: {
      AI_BASE_URL: `http://127.0.0.1:${address.port}/v1`,
      AI_API_KEY: secret,
      AI_MODEL: "m",
      AI_EMBEDDING_MODEL: "e",
      AI_TRANSCRIPTION_MODEL: "t",
      // What this process answers well must not be late because it stood still; a silence is waited for that long.
      AI_DEADLINE_MS: "15000",
    },
    fail: (next: string | undefined): void => {
      fault = next;
    },
    /** How often it was asked so far. */
    asked: () => asked,
    stop: async (): Promise<void> => {
      front.closeAllConnections();
      front.close();
      await server.stop();
    },
  };
};
