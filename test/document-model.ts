// A model on this machine that speaks the OpenAI protocol and does what documents need: vectors of words, a description of a
// picture, the words of a recording, an answer with quotes.
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

const dimension = 64;

/** The words of a text, each in a place of its own. */
const vectorOf = (input: string): number[] => {
  const vector = Array.from({ length: dimension }, () => 0);
  for (const word of input.toLowerCase().match(/[a-z]+/g) ?? []) {
    let place = 0;
    for (const letter of word) place = (place * 31 + letter.charCodeAt(0)) % dimension;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  return vector;
};

const seen = { text: "PLEASE CLOSE THE GATE", description: "A wooden sign beside a meadow gate." };

/** One quote that is there, one of a chunk that is not, one that its chunk does not hold. */
const answered = (message: string): unknown => {
  const { CHUNKS: chunks } = JSON.parse(message) as { CHUNKS: { chunk_id: string; text: string }[] };
  const [first] = chunks;
  return {
    found: true,
    answer: "The badger lives in the old quarry [1], and it can fly [2] [3].",
    quotes: [
      { chunk_id: first?.chunk_id, quote: "The badger lives in the old quarry." },
      { chunk_id: "doc_made_up.7", quote: "Badgers can fly." },
      { chunk_id: first?.chunk_id, quote: "Badgers can fly." },
    ],
  };
};

interface Asked {
  input?: string[];
  messages?: { role: string; content: unknown }[];
}

export interface DocumentModel {
  /** What a person would set in the shell to use it. */
  settings: Record<string, string>;
  /** Whether vectors are refused. */
  refusesVectors: boolean;
  stop: () => void;
}

/** Starts it. */
export const startDocumentModel = async (): Promise<DocumentModel> => {
  const answerTo = async (request: IncomingMessage): Promise<unknown> => {
    const body = await text(request);
    if (request.url?.endsWith("/audio/transcriptions")) return { text: "Tomorrow the lighthouse will be painted red." };
    const { input = [], messages = [] } = JSON.parse(body) as Asked;
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    if (request.url?.endsWith("/embeddings")) {
      if (model.refusesVectors) return undefined;
      const data = input.map((one, index) => ({ object: "embedding", index, embedding: vectorOf(one) }));
      return { object: "list", model: "words", data, usage };
    }
    const content = messages.at(-1)?.content;
    const answer = typeof content === "string" ? answered(content) : seen;
    const message = { role: "assistant", content: JSON.stringify(answer) };
    return {
      id: "c",
      object: "chat.completion",
      created: 0,
      model: "m",
      choices: [{ index: 0, message, finish_reason: "stop" }],
      usage,
    };
  };
  const server = createServer((request, response) => {
    const send = async (): Promise<void> => {
      const answer = await answerTo(request);
      response.writeHead(answer === undefined ? 400 : 200, { "Content-Type": "application/json" });
      response.end(JSON.stringify(answer ?? { error: { message: "no" } }));
    };
    send().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  // Whoever asks keeps its connections, and takes one that we close at that moment for a model that is gone.
  server.keepAliveTimeout = 0;
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const model: DocumentModel = {
    settings: {
      AI_BASE_URL: `http://127.0.0.1:${address.port}/v1`,
      AI_API_KEY: "a-key",
      AI_MODEL: "reader",
      AI_EMBEDDING_MODEL: "words",
      AI_TRANSCRIPTION_MODEL: "hearer",
      AI_DEADLINE_MS: "120000",
    },
    refusesVectors: false,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return model;
};
