// A model that speaks the OpenAI protocol and says twelve words, then waits until the test lets it go on: what a page shows
// by then, it shows before the end. Only a question with "hold:NAME" in it is held; `POST {url}/release/NAME` lets it go.
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

interface HeldModel {
  url: string;
  /** What a person would set in the shell to use it. */
  settings: Record<string, string>;
  stop: () => void;
}

const model = "held-model";
const trees =
  "alder ash aspen beech birch cedar elm fir hazel holly larch lime maple oak pine poplar rowan spruce willow yew";
/** All that it ever says, in paragraphs of five: drafts are shown by the paragraph, and only once the next has begun. */
export const words = trees.split(" ");
const pieces = words.map((word, index) => word + (index % 5 === 4 ? "\n\n" : " "));
/** Of the first two paragraphs, and of what it holds back. */
export const early = "holly";
export const late = "poplar";

const chunk = (delta: unknown, finish_reason: string | null) =>
  `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 0, model, choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

const say = (response: ServerResponse, part: readonly string[]): void => {
  for (const content of part) response.write(chunk({ role: "assistant", content }, null));
};

const whole = (content: string) => ({
  id: "c",
  object: "chat.completion",
  created: 0,
  model,
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

interface Question {
  stream?: boolean;
  tools?: unknown[];
  messages?: { role: string; content: unknown }[];
}

export const startHeldModel = async (): Promise<HeldModel> => {
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const gateOf = (name: string): PromiseWithResolvers<void> => {
    const gate = gates.get(name) ?? Promise.withResolvers<void>();
    gates.set(name, gate);
    return gate;
  };
  const stream = async (response: ServerResponse, asked: string): Promise<void> => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    const name = /hold:(\w+)/.exec(asked)?.[1];
    say(response, pieces.slice(0, 12));
    if (name !== undefined) await gateOf(name).promise;
    say(response, pieces.slice(12));
    response.end(`${chunk({}, "stop")}data: [DONE]\n\n`);
  };
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const released = /^\/release\/(\w+)$/.exec(request.url ?? "")?.[1];
      if (released !== undefined) {
        gateOf(released).resolve();
        response.end();
        return;
      }
      const question = JSON.parse((await text(request)) || "{}") as Question;
      const asked = JSON.stringify(question.messages?.findLast(({ role }) => role === "user") ?? "");
      // Whoever offers tools wants them called before the text: none is, at once.
      if (question.stream === true) return stream(response, question.tools === undefined ? asked : "");
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end(JSON.stringify(whole(pieces.join(""))));
    };
    // Whoever asked may be gone.
    answer().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  // Whoever asks keeps its connections, and takes one that we close at that moment for a model that is gone.
  server.keepAliveTimeout = 0;
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    settings: { AI_BASE_URL: `${url}/v1`, AI_API_KEY: "a-key", AI_MODEL: model, AI_DEADLINE_MS: "120000" },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
