// A model on this machine that speaks the OpenAI protocol and takes its time: a question with "slowly" in it is answered
// in forty pieces over two seconds, one with "hold:NAME" in it in forty of which it says eight, and the rest when the test
// lets it; any other in three at once.
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

export interface SlowModel {
  /** What a person would set in the shell to use it. */
  settings: Record<string, string>;
  /** Lets it say so many of the forty pieces to every question with "hold:NAME" in it. */
  allow: (name: string, pieces: number) => void;
  /** How many pieces of each answer that is under way to such a question have been said. */
  underWay: (name: string) => number[];
  stop: () => void;
}

const model = "slow-model";
const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

const pieces = 40;
const atFirst = 8;

const questionOf = (request: { messages?: { role: string; content: unknown }[] }): string =>
  JSON.stringify(request.messages?.findLast(({ role }) => role === "user") ?? "");

const chunk = (delta: unknown, finish_reason: string | null) =>
  `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 0, model, choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

/** Says so many pieces; before each it waits until it may. */
const stream = async (response: ServerResponse, count: number, may: (piece: number) => unknown): Promise<void> => {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  for (let piece = 0; piece < count && !response.destroyed; piece++) {
    await may(piece);
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

/** Answers that go on only as far as they may. */
const createHolds = () => {
  const allowed = new Map<string, number>();
  const underWay = new Map<string, Map<ServerResponse, number>>();
  const answersTo = (name: string): Map<ServerResponse, number> => {
    const answers = underWay.get(name) ?? new Map<ServerResponse, number>();
    underWay.set(name, answers);
    return answers;
  };
  const hold = (response: ServerResponse, name: string): Promise<void> => {
    const answers = answersTo(name);
    response.on("close", () => answers.delete(response));
    return stream(response, pieces, async (piece) => {
      answers.set(response, piece);
      while (piece >= (allowed.get(name) ?? atFirst)) {
        if (response.destroyed) throw new Error("nobody listens");
        await wait(10);
      }
    });
  };
  return { allowed, hold, underWay: (name: string) => [...answersTo(name).values()] };
};

export const startSlowModel = async (): Promise<SlowModel> => {
  const { allowed, hold, underWay } = createHolds();
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const body = JSON.parse((await text(request)) || "{}");
      if (body.stream === true) {
        const question = questionOf(body);
        const held = /hold:(\w+)/.exec(question)?.[1];
        if (held !== undefined) return hold(response, held);
        return question.includes("slowly") ? stream(response, pieces, () => wait(50)) : stream(response, 3, () => 0);
      }
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end(JSON.stringify(whole("As it was.")));
    };
    // Whoever asked may be killed in the middle of it.
    answer().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  // Whoever asks keeps its connections, and takes one that we close at that moment for a model that is gone.
  server.keepAliveTimeout = 0;
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    settings: {
      AI_BASE_URL: `http://127.0.0.1:${address.port}/v1`,
      AI_API_KEY: "a-key",
      AI_MODEL: model,
      AI_DEADLINE_MS: "120000",
    },
    allow: (name, count) => void allowed.set(name, count),
    underWay,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
