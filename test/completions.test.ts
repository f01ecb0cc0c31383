// The official OpenAI client against a real `npm start`, without a model and with one.
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";

type Messages = OpenAI.Chat.ChatCompletionMessageParam[];

const models = ["stackstage-advisor", "au-guru", "blog-writer"];
const questions: Record<string, string> = {
  "stackstage-advisor": "How do I make RDS highly available?",
  "au-guru": "How much is the matriculation fee?",
  "blog-writer": "Which rivers do otters swim in?",
};
const notes =
  "# Otters\n\nOtters swim in cold rivers. They eat fish and crabs.\n\nA raft of otters has twenty animals.";

const ask = (content: string): Messages => [{ role: "user", content }];

/** An account with a document and an API key, as a script would have one. */
const openAccount = async ({ url }: RunningApi) => {
  const post = async (path: string, body: FormData | object, token?: string) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: "POST",
      headers: {
        ...(!(body instanceof FormData) && { "Content-Type": "application/json" }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      body: body instanceof FormData ? body : JSON.stringify(body),
    });
    // As the contract has it.
    return (await answer.json()) as Record<"access_token" | "key" | "id" | "status", string>;
  };
  const account = { email: "script@example.com", password: "violet-otter-42-lamp" };
  const { access_token: token } = await post("/auth/register", account);
  const { key } = await post("/auth/api-keys", { name: "openai" }, token);
  const form = new FormData();
  form.append("file", new Blob([notes]), "otters.md");
  const { id } = await post("/documents/upload", form, token);
  await vi.waitFor(
    async () => {
      const document = await fetch(`${url}/api/v1/documents/${id}`, { headers: { Authorization: `Bearer ${token}` } });
      expect(await document.json()).toMatchObject({ status: "completed" });
    },
    { timeout: 60_000, interval: 100 },
  );
  return { key, client: new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 }) };
};

/** What the client threw. */
const failureOf = async (work: Promise<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof OpenAI.APIError) return error;
  throw new Error("The client did not throw an APIError.", { cause: error });
};

describe("without a model", () => {
  let api: RunningApi;
  let client: OpenAI;
  beforeAll(async () => {
    api = await startApi();
    ({ client } = await openAccount(api));
  }, 240_000);
  afterAll(() => api.stop());

  test("models are listed and retrieved", async () => {
    const listed = [];
    for await (const model of client.models.list()) listed.push(model);
    expect(listed.map(({ id }) => id)).toEqual(models);
    expect(await client.models.retrieve("au-guru")).toMatchObject({ id: "au-guru", object: "model" });
  });

  describe.each(models)("%s", (model) => {
    const messages = ask(questions[model] ?? "");

    test("answers whole, in a stream, and through the helpers", async () => {
      const whole = await client.chat.completions.create({ model, messages });
      const content = whole.choices[0]?.message.content ?? "";
      expect(content).not.toBe("");
      expect(whole).toMatchObject({
        object: "chat.completion",
        model,
        citations: expect.any(Array),
        engine: "builtin",
      });

      const chunks = [];
      for await (const chunk of await client.chat.completions.create({ model, messages, stream: true }))
        chunks.push(chunk);
      expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe(content);
      expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("stop");

      const runner = client.chat.completions.stream({ model, messages, stream_options: { include_usage: true } });
      let heard = "";
      runner.on("content", (delta) => {
        heard += delta;
      });
      const final = await runner.finalChatCompletion();
      expect(heard).toBe(content);
      expect(final.choices[0]).toMatchObject({ finish_reason: "stop", message: { role: "assistant", content } });
      expect(final.usage).toEqual(whole.usage);
      expect(final).toMatchObject({ citations: (whole as unknown as Record<string, unknown>)["citations"] });

      const parsed = await client.chat.completions.parse({ model, messages });
      expect(parsed.choices[0]?.message).toMatchObject({ content, parsed: null });
    });

    test("is cut where the caller wants it", async () => {
      const { choices, usage } = await client.chat.completions.create({ model, messages, max_completion_tokens: 2 });
      expect(choices[0]).toMatchObject({ finish_reason: "length" });
      expect(usage?.completion_tokens).toBe(2);
    });
  });

  test("a question is understood by what was said before", async () => {
    const messages: Messages = [
      { role: "developer", content: "Keep it short." },
      ...ask("What does a Multi-AZ Postgres cost?"),
      { role: "assistant", content: "Where?" },
      { role: "user", content: [{ type: "text", text: "And in Frankfurt?" }] },
    ];
    const { choices } = await client.chat.completions.create({ model: "stackstage-advisor", messages });
    expect(choices[0]?.message.content).toContain("eu-central-1");
  });

  test("a wrong key, an unknown model and a wrong request are the client's own errors", async () => {
    const stranger = new OpenAI({ baseURL: `${api.url}/v1`, apiKey: "ss_live_wrong", maxRetries: 0 });
    const wrongKey = await failureOf(stranger.models.list());
    expect(wrongKey).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(wrongKey).toMatchObject({ status: 401, code: "invalid_api_key", type: "invalid_request_error" });
    for (const work of [
      () => client.models.retrieve("gpt-4"),
      () => client.chat.completions.create({ model: "gpt-4", messages: ask("Hello") }),
      () => client.chat.completions.create({ model: "gpt-4", messages: ask("Hello"), stream: true }),
    ]) {
      const unknown = await failureOf(work());
      expect(unknown).toBeInstanceOf(OpenAI.NotFoundError);
      expect(unknown).toMatchObject({ status: 404, code: "model_not_found", param: "model" });
    }
    const wrong = await failureOf(client.chat.completions.create({ model: "au-guru", messages: ask("Hello"), n: 2 }));
    expect(wrong).toBeInstanceOf(OpenAI.BadRequestError);
    expect(wrong).toMatchObject({ status: 400, param: "n", code: "unsupported_value" });
    expect(wrong.message).toMatch(/^400 n: /);
    expect(wrong.requestID).toMatch(/^[\w-]{8,}$/);
  });
});

/** A model that talks without end, and knows who still listens; to a question with "break" it breaks off. */
const startTalker = async () => {
  const listening = new Set<unknown>();
  const server = createServer((request, response) => {
    const talk = async (): Promise<void> => {
      const isToBreak = (await text(request)).includes("break");
      listening.add(response);
      response.on("close", () => listening.delete(response));
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      const delta = { content: "Two zones hold.\n\n" };
      for (let piece = 0; !response.destroyed; piece++) {
        response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`);
        await new Promise((wake) => setTimeout(wake, 20));
        if (isToBreak && piece === 20) response.destroy();
      }
    };
    talk().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  // Whoever asks keeps its connections, and takes one that we close at that moment for a model that is gone.
  server.keepAliveTimeout = 0;
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    listening,
    settings: {
      AI_BASE_URL: `http://127.0.0.1:${address.port}/v1`,
      AI_API_KEY: "a-key",
      AI_MODEL: "talker",
      AI_DEADLINE_MS: "120000",
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

describe("with a model that does not end", () => {
  let talker: Awaited<ReturnType<typeof startTalker>>;
  let api: RunningApi;
  let client: OpenAI;
  const model = "stackstage-advisor";
  beforeAll(async () => {
    talker = await startTalker();
    api = await startApi(talker.settings);
    ({ client } = await openAccount(api));
  }, 240_000);
  afterAll(async () => {
    await api.stop();
    talker.stop();
  });

  test("a client that leaves stops the model", async () => {
    const stream = await client.chat.completions.create({ model, messages: ask("How are zones?"), stream: true });
    let heard = "";
    for await (const { choices } of stream) {
      heard += choices[0]?.delta.content ?? "";
      if (heard.length > 60) break;
    }
    expect(heard).toContain("Two zones hold.");
    await vi.waitFor(() => expect(talker.listening.size).toBe(0), { timeout: 60_000, interval: 50 });
    expect(await client.models.retrieve(model)).toMatchObject({ id: model });
  });

  test("an answer that is long enough stops the model", async () => {
    const messages = ask("How are zones?");
    const stream = await client.chat.completions.create({ model, messages, stream: true, max_tokens: 20 });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const heard = chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("");
    expect(heard).toBe("Two zones hold.\n\n".repeat(5).slice(0, 80));
    expect(chunks.at(-1)).toMatchObject({ choices: [{ finish_reason: "length" }], engine: "talker" });
    await vi.waitFor(() => expect(talker.listening.size).toBe(0), { timeout: 60_000, interval: 50 });
  });

  test("J8: a model that breaks off is an error in the middle of the stream", async () => {
    let heard = "";
    const listen = async (): Promise<void> => {
      const messages = ask("How do zones break?");
      for await (const { choices } of await client.chat.completions.create({ model, messages, stream: true }))
        heard += choices[0]?.delta.content ?? "";
    };
    const error = await failureOf(listen());
    expect(error).toMatchObject({ code: "unavailable", type: "server_error", param: null });
    expect(error.message).toContain("cut off");
    expect(heard).toContain("Two zones hold.");
    const runner = client.chat.completions.stream({ model, messages: ask("How do zones break?") });
    expect((await failureOf(runner.finalChatCompletion())).message).toContain("cut off");
  });
});
