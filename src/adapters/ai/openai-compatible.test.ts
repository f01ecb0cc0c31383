import { inspect } from "node:util";
import { AiError, openAi } from "#adapters/ai";
import type { ChatRequest, Tool, Usage } from "#adapters/ai";
import { afterEach, expect, inject, test, vi } from "vitest";
import { z } from "zod";
import { newQuestion, readAsked, teach } from "../../../test/ai-fixtures.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const key = "sk-canary-7f3a";

const modelAt = (path: string, more: Partial<Parameters<typeof openAi>[0]> = {}) =>
  openAi({
    baseUrl: `${inject("ai")}${path}`,
    apiKey: key,
    model: "openai/gpt-4.1",
    embeddingModel: undefined,
    transcriptionModel: undefined,
    deadlineMs: 15_000,
    ...more,
  });

const requestOf = (question: string): ChatRequest => ({
  system: `You are a test. ${question}`,
  messages: [{ role: "user", content: question }],
  maxTokens: 200,
  signal: new AbortController().signal,
});

/** What came, what it cost, and what it ended with. */
const streamed = async (model: ReturnType<typeof openAi>, question: string, signal?: AbortSignal) => {
  let text = "";
  const usages: Usage[] = [];
  let error: unknown;
  try {
    const request = { ...requestOf(question), ...(signal && { signal }) };
    for await (const piece of model.stream(request, (usage) => usages.push(usage))) text += piece;
  } catch (thrown) {
    error = thrown;
  }
  return { text, usages, error };
};

const failed = async (work: Promise<unknown>): Promise<AiError> => {
  const error: unknown = await work.then(() => undefined).catch((thrown: unknown) => thrown);
  if (!(error instanceof AiError)) throw new Error(`no AiError but ${String(error)}`);
  return error;
};

const Plan = z.object({ title: z.string(), steps: z.array(z.string()).min(1) });
const plan = { title: "Move", steps: ["Copy", "Switch"] };

test("an answer comes piece by piece, and its tokens are counted once", async () => {
  const question = newQuestion();
  await teach(question, {
    response: { content: "Use two zones, not one.", usage: { prompt_tokens: 12, completion_tokens: 7 } },
  });
  const { text, usages, error } = await streamed(modelAt("/v1"), question);
  expect({ text, usages, error }).toEqual({
    text: "Use two zones, not one.",
    usages: [{ input: 12, output: 7 }],
    error: undefined,
  });
  const [asked] = await readAsked(question);
  expect(asked?.headers["authorization"]).not.toBeUndefined();
  expect(asked?.body).toMatchObject({ model: "openai/gpt-4.1", max_tokens: 200, stream: true });
});

test("a model on this machine is asked without a key", async () => {
  const question = newQuestion();
  await teach(question, { response: { content: "Hello." } });
  expect((await streamed(modelAt("/v1", { apiKey: undefined }), question)).text).toBe("Hello.");
  const [asked] = await readAsked(question);
  expect(asked?.headers).not.toHaveProperty("authorization");
});

test.each([
  [401, "refused", 1],
  [402, "limited", 1],
  [404, "refused", 1],
  [429, "limited", 2],
  [500, "unreachable", 2],
  [503, "unreachable", 2],
])("J6: %i is `%s`, after %i tries, and the key is in no error", async (status, failure, tries) => {
  const question = newQuestion();
  await teach(question, { response: { error: { message: `Bad key ${key}` }, status, retryAfter: 0 } });
  const { error, text } = await streamed(modelAt("/v1"), question);
  expect(text).toBe("");
  expect(error).toMatchObject({ name: "Error", failure, status });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(key);
  expect(await readAsked(question)).toHaveLength(tries);
});

test("J6: the second try after a 503 may succeed", async () => {
  const question = newQuestion();
  const down = { response: { error: { message: "busy" }, status: 503 } };
  await teach(question, down, { response: { content: "Here I am." } });
  const { text, error } = await streamed(modelAt("/v1"), question);
  expect({ text, error }).toEqual({ text: "Here I am.", error: undefined });
});

test("J6: a provider that asks for a long pause is not waited for", async () => {
  const question = newQuestion();
  await teach(question, { response: { error: { message: "slow down" }, status: 429, retryAfter: 60 } });
  const error = await failed(modelAt("/v1", { deadlineMs: 90_000 }).structured(requestOf(question), Plan, "plan"));
  expect(error.failure).toBe("limited");
  expect(await readAsked(question)).toHaveLength(1);
});

test.each(["silence", "silence-midway"])("J7: a model in %s ends at its deadline", async (name) => {
  const { error, usages } = await streamed(modelAt(`/faults/${name}`, { deadlineMs: 500 }), "Anyone?");
  expect(error).toMatchObject({ failure: "timeout" });
  expect(usages).toHaveLength(1);
});

test("J7: so does a whole answer, with tools and without", async () => {
  const model = modelAt("/faults/silence", { deadlineMs: 500 });
  const [whole, withTools] = await Promise.all([
    failed(model.structured(requestOf("Anyone?"), Plan, "plan")),
    failed(model.withTools(requestOf("Anyone?"), [], 2)),
  ]);
  expect([whole.failure, withTools.failure]).toEqual(["timeout", "timeout"]);
});

test("J7: a caller who gives up ends it at once", async () => {
  const giveUp = new AbortController();
  setTimeout(() => giveUp.abort(), 50);
  const { error } = await streamed(modelAt("/faults/silence", { deadlineMs: 60_000 }), "Anyone?", giveUp.signal);
  expect(error).toMatchObject({ failure: "timeout" });
});

test("J7: a slow model is waited for as long as it keeps talking", async () => {
  const question = newQuestion();
  await teach(question, { response: { content: "x".repeat(96) } });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const model = modelAt("/v1", { deadlineMs: 1_000 });
  const pieces = model.stream(requestOf(question), () => undefined)[Symbol.asyncIterator]();
  // Nearly all of the deadline for each piece: for all of them many times as much.
  const readNext = () => {
    const next = pieces.next();
    vi.advanceTimersByTime(900);
    return next;
  };
  const read: string[] = [];
  for (let next = await readNext(); next.done !== true; next = await readNext()) read.push(next.value);
  expect(read.join("")).toBe("x".repeat(96));
  expect(read.length).toBeGreaterThan(10);
});

test.each([
  ["cut", "unreachable"],
  ["early-end", "unreachable"],
  ["garbage", "invalid"],
])("J8: a stream that ends in %s keeps what was said and fails as `%s`", async (name, failure) => {
  const logged = vi.spyOn(console, "error");
  const { text, error, usages } = await streamed(modelAt(`/faults/${name}`), "Go on");
  expect({ text, failure: (error as AiError).failure }).toEqual({ text: "Half a sentence", failure });
  expect(usages[0]?.output).toBeGreaterThan(0);
  expect(logged).not.toHaveBeenCalled();
});

test("S2: a redirect is not followed", async () => {
  const question = newQuestion();
  await teach(question, { response: { content: "You found me." } });
  const { text, error } = await streamed(modelAt("/faults/redirect"), question);
  expect({ text, failure: (error as AiError).failure }).toEqual({ text: "", failure: "unreachable" });
  expect(await readAsked(question)).toEqual([]);
});

test("J4: a whole answer comes in the shape that was asked for", async () => {
  const question = newQuestion();
  await teach(question, {
    response: { content: JSON.stringify(plan), usage: { prompt_tokens: 20, completion_tokens: 9 } },
  });
  const answer = await modelAt("/v1").structured(requestOf(question), Plan, "plan");
  expect(answer).toEqual({ value: plan, usage: { input: 20, output: 9 } });
  const [asked] = await readAsked(question);
  expect(asked?.body["response_format"]).toMatchObject({
    type: "json_schema",
    json_schema: { name: "plan", strict: true, schema: { required: ["title", "steps"], additionalProperties: false } },
  });
});

test.each([
  ["invalid JSON", "{ title: Move"],
  ["an empty answer", " "],
  ["a wrong shape", JSON.stringify({ title: "Move", steps: [] })],
])("J4: %s is repaired once", async (_name, first) => {
  const question = newQuestion();
  await teach(question, { response: { content: first } });
  // The repair has another last message, but the same system.
  const match = { userMessage: "Answer again", systemMessage: question };
  await teach(question, { response: { content: JSON.stringify(plan) }, match });
  const { value } = await modelAt("/v1").structured(requestOf(question), Plan, "plan");
  expect(value).toEqual(plan);
  expect(await readAsked(question)).toHaveLength(2);
});

test.each([
  ["a fence", `Here you are:\n\`\`\`json\n${JSON.stringify(plan)}\n\`\`\`\nEnjoy.`],
  ["keys that nobody asked for", JSON.stringify({ ...plan, admin: true, constructor: { prototype: 1 } })],
])("J4: %s around the answer is left out", async (_name, content) => {
  const question = newQuestion();
  await teach(question, { response: { content } });
  const { value } = await modelAt("/v1").structured(requestOf(question), Plan, "plan");
  expect(Object.keys(value)).toEqual(["title", "steps"]);
});

test("J4: what stays wrong is `invalid`, and was paid for", async () => {
  const question = newQuestion();
  const content = '{"title": 1}';
  const Other = z.object({ other: z.string() });
  const match = { userMessage: undefined, systemMessage: question };
  await teach(question, { response: { content, usage: { prompt_tokens: 5, completion_tokens: 5 } }, match });
  const error = await failed(modelAt("/v1").structured(requestOf(question), Other, "other"));
  expect(error.failure).toBe("invalid");
  expect(error.usage).toEqual({ input: 10, output: 10 });
  expect(await readAsked(question)).toHaveLength(2);
});

test("J4: an answer of more than 1 MB is none", async () => {
  const question = newQuestion();
  await teach(question, { response: { content: JSON.stringify({ ...plan, title: "x".repeat(1_100_000) }) } });
  const error = await failed(modelAt("/v1").structured(requestOf(question), Plan, "plan"));
  expect(error.failure).toBe("invalid");
  expect(await readAsked(question)).toHaveLength(1);
});

test.each([
  ["flood", "invalid"],
  ["page", "invalid"],
])("J4: a %s in place of an answer is `%s`", async (name, failure) => {
  const error = await failed(modelAt(`/faults/${name}`).structured(requestOf("Go"), Plan, "plan"));
  expect(error.failure).toBe(failure);
});

test("a provider without JSON schemas is asked in words, and that is remembered", async () => {
  const [first, second] = [newQuestion(), newQuestion()];
  const refused = { response: { error: { message: "response_format is not supported" }, status: 400 } };
  for (const question of [first, second]) {
    await teach(question, { ...refused, match: { responseFormat: "json_schema" } });
    await teach(question, { ...refused, match: { responseFormat: "json_object" } });
    await teach(question, { response: { content: JSON.stringify(plan) } });
  }
  const model = modelAt("/v1");
  expect((await model.structured(requestOf(first), Plan, "plan")).value).toEqual(plan);
  expect((await model.structured(requestOf(second), Plan, "plan")).value).toEqual(plan);
  expect(await readAsked(first)).toHaveLength(3);
  const [only, ...rest] = await readAsked(second);
  expect(rest).toEqual([]);
  expect(only?.body.messages?.[0]?.content).toContain('"required":["title","steps"]');
});

/** Two tenants' designs behind a tool that knows for whom it runs. */
const designs: Record<string, { owner: string; text: string }> = {
  mine: { owner: "ada", text: "three tiers" },
  theirs: { owner: "bob", text: "secret-of-bob" },
};

const readDesign = (owner: string): Tool & { seen: unknown[] } => {
  const seen: unknown[] = [];
  return {
    seen,
    name: "read_design",
    description: "Reads a design",
    parameters: z.object({ id: z.string() }),
    run: async (parameters) => {
      seen.push(parameters);
      const { id } = z.object({ id: z.string() }).parse(parameters);
      const design = designs[id];
      return design?.owner === owner ? design.text : "There is no such design.";
    },
  };
};

const call = (name: string, parameters: unknown) => ({
  response: { toolCalls: [{ id: `call_${name}`, name, arguments: JSON.stringify(parameters) }] },
  match: { hasToolResult: false },
});

test("a tool that was listed runs with checked arguments, and its result is answered from", async () => {
  const question = newQuestion();
  const tool = readDesign("ada");
  await teach(question, call("read_design", { id: "mine", extra: "dropped" }));
  await teach(question, { response: { content: "It has three tiers." }, match: { toolResultContains: "three tiers" } });
  const { text, calls } = await modelAt("/v1").withTools(requestOf(question), [tool], 3);
  expect({ text, calls, seen: tool.seen }).toEqual({
    text: "It has three tiers.",
    calls: ["read_design"],
    seen: [{ id: "mine" }],
  });
});

test.each([
  ["a tool that is not listed", call("delete_everything", {}), "There is no such tool."],
  ["arguments that do not fit", call("read_design", { id: 7 }), "These arguments cannot be used."],
  ["another tenant's id", call("read_design", { id: "theirs" }), "There is no such design."],
])("J9: %s is denied", async (_name, asking, told) => {
  const question = newQuestion();
  await teach(question, asking);
  await teach(question, { response: { content: "I could not." }, match: { toolResultContains: told } });
  const { text } = await modelAt("/v1").withTools(requestOf(question), [readDesign("ada")], 3);
  expect(text).toBe("I could not.");
  expect(JSON.stringify(await readAsked(question))).not.toContain("secret-of-bob");
});

test("J9: a model that calls for ever is stopped after the last step", async () => {
  const question = newQuestion();
  const tool = readDesign("ada");
  const { match: _, ...forEver } = call("read_design", { id: "mine" });
  await teach(question, forEver);
  const error = await failed(modelAt("/v1").withTools(requestOf(question), [tool], 5));
  expect(error.failure).toBe("invalid");
  expect(tool.seen).toHaveLength(5);
  const asked = await readAsked(question);
  expect(asked.map(({ body }) => body["tool_choice"])).toEqual([...Array.from({ length: 5 }, () => "auto"), "none"]);
});

test("J9: fifty calls at once are not all run", async () => {
  const question = newQuestion();
  const tool = readDesign("ada");
  const toolCalls = Array.from({ length: 50 }, (_, n) => ({
    id: `call_${n}`,
    name: "read_design",
    arguments: '{"id":"mine"}',
  }));
  await teach(question, { response: { toolCalls }, match: { hasToolResult: false } });
  await teach(question, { response: { content: "Enough." }, match: { hasToolResult: true } });
  await modelAt("/v1").withTools(requestOf(question), [tool], 3);
  expect(tool.seen.length).toBeLessThanOrEqual(8);
});

test("J9: what went wrong inside a tool is not told to the model", async () => {
  const question = newQuestion();
  const broken: Tool = {
    ...readDesign("ada"),
    run: () => Promise.reject(new Error("SQLITE_ERROR: no such table designs")),
  };
  await teach(question, call("read_design", { id: "mine" }));
  await teach(question, { response: { content: "It failed." }, match: { hasToolResult: true } });
  await modelAt("/v1").withTools(requestOf(question), [broken], 3);
  expect(JSON.stringify(await readAsked(question))).not.toContain("SQLITE");
});

test("texts become vectors, one each and in their order", async () => {
  const model = modelAt("/v1", { embeddingModel: "text-embedding-3-small" });
  const texts = Array.from({ length: 100 }, (_, n) => `text ${n}`);
  const vectors = await model.embed?.(texts, new AbortController().signal);
  expect(vectors).toHaveLength(100);
  expect(new Set(vectors?.map((vector) => vector.length)).size).toBe(1);
  expect(modelAt("/v1").embed).toBeUndefined();
});

test("speech becomes text", async () => {
  await teach("", {
    response: { transcription: { text: "Draw a queue.", language: "english", duration: 2.5 } },
    // By a name of its own: every test of the run asks the same server.
    match: { userMessage: undefined, endpoint: "transcription", model: "whisper-that-draws" },
  });
  const model = modelAt("/v1", { transcriptionModel: "whisper-that-draws" });
  const file = new File([new Uint8Array(2_000)], "a.wav", { type: "audio/wav" });
  expect(await model.transcribe?.(file, new AbortController().signal)).toEqual({
    text: "Draw a queue.",
    language: "english",
    seconds: 2.5,
  });
  expect(modelAt("/v1").transcribe).toBeUndefined();
});

test("a picture goes with the words of its message, and is counted", async () => {
  const question = newQuestion();
  await teach(question, { response: { content: JSON.stringify(plan) } });
  const picture = { mediaType: "image/png", bytes: new Uint8Array([1, 2, 3]) };
  const request = requestOf(question);
  const messages = [{ role: "user" as const, content: question, pictures: [picture] }];
  expect((await modelAt("/v1").structured({ ...request, messages }, Plan, "plan")).value).toEqual(plan);
  const [asked] = await readAsked(question);
  expect(asked?.body.messages?.at(-1)?.content).toEqual([
    { type: "text", text: question },
    { type: "image_url", image_url: { url: "data:image/png;base64,AQID" } },
  ]);
});
