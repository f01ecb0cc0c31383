// A language model's server, on this machine: aimock, which speaks OpenAI's protocol. The tests in workerd say what it
// answers by `POST {ai}/__aimock/fixtures`, and read what it was asked from `GET {ai}/__aimock/journal`. What aimock does
// not do wrong is done wrong under `{ai}/faults/{name}`.
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { LLMock } from "@copilotkit/aimock";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    ai: string;
  }
}

type Fault = (response: ServerResponse, address: string) => Promise<void> | void;

const events = { "Content-Type": "text/event-stream" };

const piece = (content: string): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;

const begin = async (response: ServerResponse): Promise<void> => {
  response.writeHead(200, events);
  response.write(piece("Half a "));
  await new Promise((sent) => response.write(piece("sentence"), sent));
};

const faults: Record<string, Fault> = {
  redirect: (response, address) => {
    response.writeHead(307, { Location: `${address}/v1/chat/completions` });
    response.end();
  },
  cut: async (response) => {
    await begin(response);
    // Time for what was said to arrive: a reset may overtake it.
    setTimeout(() => response.destroy(), 50);
  },
  "early-end": async (response) => {
    await begin(response);
    response.end("data: [DONE]\n\n");
  },
  garbage: async (response) => {
    await begin(response);
    response.end('data: {"choices": [{"delta": {"content": "an unclosed\n\n');
  },
  page: (response) => {
    response.writeHead(200, { "Content-Type": "text/html" });
    response.end("<h1>Welcome</h1>");
  },
  // A body without an end.
  flood: async (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    while (!response.destroyed) if (!response.write(" ".repeat(65_536))) await once(response, "drain").catch(() => 0);
  },
  // Neither an answer nor an end.
  silence: () => undefined,
  "silence-midway": begin,
};

/** Starts it; `stop` ends it. */
export const startAiServer = async (): Promise<{ address: string; stop: () => Promise<void> }> => {
  const server = new LLMock({ port: 0, host: "127.0.0.1", chunkSize: 8 });
  const open = new Set<ServerResponse>();
  server.mount("/faults", {
    handleRequest: async (_request: IncomingMessage, response: ServerResponse, pathname: string) => {
      const fault = faults[pathname.split("/").find((segment) => segment !== "") ?? ""];
      if (fault === undefined) return false;
      open.add(response);
      response.on("close", () => open.delete(response));
      await fault(response, server.url);
      return true;
    },
  });
  await server.start();
  return {
    address: server.url,
    stop: async () => {
      for (const response of open) response.destroy();
      await server.stop();
    },
  };
};

let stop: (() => Promise<void>) | undefined;

/** Starts it for a run of the tests in workerd. */
export const setup = async (project: TestProject): Promise<void> => {
  const server = await startAiServer();
  stop = server.stop;
  project.provide("ai", server.address);
};

export const teardown = async (): Promise<void> => {
  await stop?.();
};
