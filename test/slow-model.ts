// A model on this machine that speaks the OpenAI protocol and takes its time: a question with "slowly" in it is answered
// in forty pieces over two seconds, any other in three at once.
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

export interface SlowModel {
  /** What a person would set in the shell to use it. */
  settings: Record<string, string>;
  stop: () => void;
}

const model = "slow-model";
const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

const isSlow = (request: { messages?: { role: string; content: unknown }[] }): boolean => {
  const question = request.messages?.findLast(({ role }) => role === "user");
  return JSON.stringify(question ?? "").includes("slowly");
};

const chunk = (delta: unknown, finish_reason: string | null) =>
  `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 0, model, choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

const stream = async (response: ServerResponse, pieces: number, ms: number): Promise<void> => {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  for (let piece = 0; piece < pieces; piece++) {
    await wait(ms);
    response.write(chunk({ role: "assistant", content: `piece ${piece} ` }, null));
  }
  response.end(`${chunk({}, "stop")}data: [DONE]\n\n`);
};

const whole = (content: string) => ({
  id: "c",
  object: "chat.completion",
  created: 0,
  model,
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

export const startSlowModel = async (): Promise<SlowModel> => {
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const body = JSON.parse((await text(request)) || "{}");
      if (body.stream === true) return isSlow(body) ? stream(response, 40, 50) : stream(response, 3, 0);
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end(JSON.stringify(whole("As it was.")));
    };
    // Whoever asked may be killed in the middle of it.
    answer().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    settings: { AI_BASE_URL: `http://127.0.0.1:${address.port}/v1`, AI_API_KEY: "a-key", AI_MODEL: model },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
