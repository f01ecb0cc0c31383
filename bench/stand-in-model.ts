// Stands in for a language model behind OpenAI's protocol: it answers at once, so that what is measured is ours. Embeddings
// are the sum of a direction for every word.
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { randomFrom } from "./random.ts";

export const dimension = 256;
/** Pieces of a streamed answer. */
export const pieces = 60;

const Asked = z.object({
  stream: z.boolean().optional(),
  input: z.array(z.string()).default([]),
  encoding_format: z.string().optional(),
});
type Asked = z.infer<typeof Asked>;

const vectorOf = (words: string): number[] => {
  const sum = new Float64Array(dimension);
  for (const word of words.toLowerCase().match(/[a-z]+/g) ?? []) {
    let seed = 0;
    for (let at = 0; at < word.length; at++) seed = (Math.imul(seed, 31) + word.charCodeAt(at)) | 0;
    const random = randomFrom(seed);
    for (let index = 0; index < 24; index++) {
      const at = Math.floor(random() * dimension);
      sum[at] = (sum[at] ?? 0) + random() - 0.5;
    }
  }
  // Fewer digits are sooner read.
  return Array.from(sum, (value) => Math.round(value * 1_000) / 1_000);
};

const embed = ({ input, encoding_format: format }: Asked) => ({
  object: "list",
  data: input.map((words, index) => {
    const values = vectorOf(words);
    const bytes = Buffer.from(Float32Array.from(values).buffer);
    return { object: "embedding", index, embedding: format === "base64" ? bytes.toString("base64") : values };
  }),
  usage: { prompt_tokens: 1, total_tokens: 1 },
});

const usage = { prompt_tokens: 200, completion_tokens: pieces, total_tokens: 200 + pieces };
const piece = (index: number): string =>
  index % 12 === 11 ? "zones. " : "Several availability ".slice(0, 8 + (index % 3));
const about = { id: "chat", created: 0, model: "stand-in" };

const stream = (response: ServerResponse): void => {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  const send = (delta: object, reason: string | null, more = {}): void => {
    const choices = [{ index: 0, delta, finish_reason: reason }];
    response.write(`data: ${JSON.stringify({ ...about, object: "chat.completion.chunk", choices, ...more })}\n\n`);
  };
  for (let index = 0; index < pieces; index++) send({ role: "assistant", content: piece(index) }, null);
  send({}, "stop", { usage });
  response.end("data: [DONE]\n\n");
};

const whole = () => {
  const content = Array.from({ length: pieces }, (_, index) => piece(index)).join("");
  const choices = [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }];
  return { ...about, object: "chat.completion", choices, usage };
};

/** Starts it on a free port; `settings` are what a person would set in the shell to use it. */
export const startModel = async (): Promise<{ settings: Record<string, string>; url: string; stop: () => void }> => {
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const asked = Asked.parse(JSON.parse(await text(request)));
      if (asked.stream === true) return stream(response);
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify(request.url?.endsWith("/embeddings") === true ? embed(asked) : whole()));
    };
    // Whoever asked may have gone.
    answer().catch(() => response.destroy());
  });
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The stand-in for a model has no address.");
  const url = `http://127.0.0.1:${address.port}/v1`;
  return {
    url,
    settings: { AI_BASE_URL: url, AI_API_KEY: "none", AI_MODEL: "stand-in" },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
