import { openAi } from "#adapters/ai";
import type { ChatRequest } from "#adapters/ai";
import { modelOf, paidModelOf, payerOf, requireBudget, withBudget } from "#features/ai";
import type { Payer, Purse } from "#features/ai";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, inject, test } from "vitest";
import { z } from "zod";
import { newQuestion, teach } from "../../../test/ai-fixtures.ts";
import { call } from "../../../test/caller.ts";

/** An account has 10,000 tokens a day, an address 2,000. */
const poor = { ...env, RATE_LIMIT_SCALE: "0.01" };

const purseOf = (payer: Payer, at = "2096-08-15T22:00:00Z"): Purse => ({ env: poor, payer, now: () => new Date(at) });

const model = () =>
  openAi({
    baseUrl: `${inject("ai")}/v1`,
    apiKey: "sk",
    model: "gpt-4.1",
    embeddingModel: undefined,
    transcriptionModel: undefined,
    deadlineMs: 15_000,
  });

const requestOf = (content: string): ChatRequest => ({
  system: `You are a test. ${content}`,
  messages: [{ role: "user", content }],
  maxTokens: 1_000,
  signal: new AbortController().signal,
});

const say = async (purse: Purse, question: string): Promise<string> => {
  let text = "";
  for await (const piece of withBudget(model(), purse).stream(requestOf(question), () => undefined)) text += piece;
  return text;
};

const answerWith = async (tokens: number): Promise<string> => {
  const question = newQuestion();
  const usage = { prompt_tokens: tokens - 10, completion_tokens: 10 };
  await teach(question, { response: { content: "Two zones.", usage } });
  return question;
};

test("J10: whoever has used up the day's tokens is told so, and when it ends", async () => {
  const [dear, cheap] = [await answerWith(50_000), await answerWith(20)];
  expect(await say(purseOf("account:ada"), dear)).toBe("Two zones.");
  const refused = { code: "quota_exceeded", headers: { "Retry-After": "7200" } };
  await expect(say(purseOf("account:ada"), cheap)).rejects.toMatchObject(refused);
  await expect(requireBudget(purseOf("account:ada"))).rejects.toMatchObject(refused);
  expect(await say(purseOf("account:bob"), cheap)).toBe("Two zones.");
  expect(await say(purseOf("account:ada", "2096-08-16T00:00:01Z"), cheap)).toBe("Two zones.");
});

test("J10: of many calls at once only so many begin as there are tokens for", async () => {
  const question = await answerWith(1_000);
  const calls = await Promise.allSettled(Array.from({ length: 30 }, () => say(purseOf("account:crowd"), question)));
  const passed = calls.filter(({ status }) => status === "fulfilled").length;
  expect(passed).toBeGreaterThanOrEqual(9);
  expect(passed).toBeLessThanOrEqual(10);
});

test("J10: what a call did not use is there for the next", async () => {
  const question = await answerWith(20);
  const payer = "address:192.0.2.7";
  for (let times = 0; times < 10; times++) expect(await say(purseOf(payer), question)).toBe("Two zones.");
});

test("J10: a call that fails costs what it used, an unreachable one nothing", async () => {
  const question = newQuestion();
  await teach(question, { response: { error: { message: "no" }, status: 401 } });
  const payer = "address:192.0.2.8";
  for (let times = 0; times < 5; times++)
    await expect(say(purseOf(payer), question)).rejects.toMatchObject({ failure: "refused" });

  const wrong = newQuestion();
  const usage = { prompt_tokens: 3_000, completion_tokens: 10 };
  // The repair has another last message, but the same system.
  await teach(wrong, { response: { content: "{}", usage }, match: { userMessage: undefined, systemMessage: wrong } });
  const paid = withBudget(model(), purseOf(payer));
  const shape = z.object({ never: z.string() });
  await expect(paid.structured(requestOf(wrong), shape, "shape")).rejects.toMatchObject({ failure: "invalid" });
  await expect(requireBudget(purseOf(payer))).rejects.toMatchObject({ code: "quota_exceeded" });
});

test("J10: who leaves a stream has paid for what came, and no more", async () => {
  const question = newQuestion();
  await teach(question, { response: { content: "word ".repeat(400) }, latency: 5 });
  const paid = withBudget(model(), purseOf("account:leaver"));
  for await (const piece of paid.stream(requestOf(question), () => undefined)) if (piece !== "") break;
  const left = await runInDurableObject(poor.AI_BUDGET.getByName("account:leaver"), (_, state) =>
    state.storage.kv.get("spent"),
  );
  expect(left).toMatchObject({ tokens: expect.any(Number) });
  expect((left as { tokens: number }).tokens).toBeLessThan(100);
});

test("what was spent is forgotten when the day is over", async () => {
  await requireBudget(purseOf("account:gone"));
  const budget = poor.AI_BUDGET.getByName("account:gone");
  expect(await runDurableObjectAlarm(budget)).toBe(true);
  expect(await runInDurableObject(budget, async (_, state) => [...(await state.storage.list())])).toEqual([]);
});

test("calls and tokens are counted for /metrics", async () => {
  const read = async (name: string): Promise<number> => {
    const { body } = await call("/metrics");
    const line = String(body)
      .split("\n")
      .find((one) => one.startsWith(`${name} `));
    return Number(line?.split(" ")[1] ?? 0);
  };
  const names = [
    'ai_calls_total{outcome="ok"}',
    'ai_calls_total{outcome="over_budget"}',
    'ai_tokens_total{direction="input"}',
    'ai_tokens_total{direction="output"}',
  ];
  const before = await Promise.all(names.map(read));
  const question = await answerWith(9_900);
  await say(purseOf("account:counted"), question);
  await say(purseOf("account:counted"), question).catch(() => undefined);
  const after = await Promise.all(names.map(read));
  expect(after.map((value, index) => value - (before[index] ?? 0))).toEqual([1, 1, 9_890, 10]);
});

test("without a setting there is no model, with one it is made once", () => {
  expect(modelOf({ ...env })).toBeUndefined();
  const set = { ...env, AI_BASE_URL: `${inject("ai")}/v1`, AI_MODEL: "llama" };
  expect(modelOf(set)?.name).toBe("llama");
  expect(modelOf(set)).toBe(modelOf(set));
  expect(paidModelOf({ ...purseOf("account:x"), env: set })?.name).toBe("llama");
});

test("an account pays for itself, anyone else by their address", () => {
  const user = {
    kind: "user",
    id: "usr_1",
    isAdmin: false,
    by: "token",
    scopes: new Set([]),
    sessionId: null,
  } as const;
  expect(payerOf({ actor: user, address: "192.0.2.1" })).toBe("account:usr_1");
  expect(payerOf({ actor: { kind: "anonymous" }, address: "192.0.2.1" })).toBe("address:192.0.2.1");
});
