import { letSleep } from "../../../test/awake.ts";
import { call, signUp } from "../../../test/caller.ts";
import type { SignedIn } from "../../../test/caller.ts";
import type { Responder, SessionEvent } from "../../../test/session-caller.ts";
import {
  answerBy,
  ask,
  askForEvents,
  begin,
  echo,
  followEvents,
  historyOf,
  holding,
  objectOf,
  readEvents,
  settledHistoryOf,
  silent,
  wait,
} from "../../../test/session-caller.ts";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

let alice: SignedIn;
let bob: SignedIn;
beforeAll(async () => {
  alice = await signUp();
  bob = await signUp();
});
beforeEach(() => void vi.spyOn(console, "error").mockReturnValue());
afterEach(() => vi.restoreAllMocks());

const unknown = `chat_${"0".repeat(32)}`;
const tokensOf = (events: readonly SessionEvent[]): string =>
  events.flatMap(({ type, content }) => (type === "token" ? [content] : [])).join("");
const placesOf = (events: readonly SessionEvent[]): number[] => events.map(({ seq }) => seq);
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

describe("a session", () => {
  const as = (who: SignedIn, path = "", init: Parameters<typeof call>[1] = {}) =>
    call(`/api/v1/sessions${path}`, { bearer: who.access_token, ...init });

  test("is made as the Blog's page makes it", async () => {
    const { status, body } = await as(alice, "", { json: { name: "Blog: Durable Objects", metadata: { a: [1] } } });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^chat_[0-9a-f]{32}$/),
      user_id: alice.user.id,
      name: "Blog: Durable Objects",
      llm_provider: null,
      llm_model: null,
      metadata: { a: [1] },
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
      document_ids: [],
      draft_ids: [],
      messages: [],
    });
    const { id } = body as { id: string };
    expect((await as(alice, `/${id}`)).body).toEqual(body);
  });

  test.each([
    [
      { title: "T", llm_provider: "openai", llm_model: "m" },
      { name: "T", llm_provider: "openai", llm_model: "m" },
    ],
    [
      { name: "", title: null, metadata: null },
      { name: "New session", metadata: {} },
    ],
    [{ id: unknown, user_id: "usr_1", owner: "usr_1" }, { name: "New session" }],
  ])("takes %j", async (json, expected) => {
    const { body } = await as(alice, "", { json });
    expect(body).toMatchObject({ ...expected, user_id: alice.user.id });
    expect((body as { id: string }).id).not.toBe(unknown);
  });

  test("is refused what is too much, by the name of the field", async () => {
    const { status, body } = await as(alice, "", {
      json: { name: "x".repeat(201), metadata: { a: "x".repeat(10_000) } },
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ path: "name" }, { path: "metadata" }] });
  });

  test("is listed last used first, page by page, and named by its first message", async () => {
    const carol = await signUp();
    const [first, second, third] = [await begin(carol), await begin(carol), await begin(carol)];
    await ask(carol, first, { content: `What is a VPC?\n${"x".repeat(100)}` });
    await wait(2);
    // Not by its alarm, which may be at it already, and is not waited for then.
    await runInDurableObject(objectOf(first), (session) => session.alarm());
    const page = async (query: string) => {
      const { body } = await as(carol, query);
      return body as { sessions: { id: string; name: string }[]; next_cursor: string | null };
    };
    const one = await page("?limit=1");
    expect(one.sessions).toMatchObject([{ id: first, name: "What is a VPC?" }]);
    const rest = await page(`?limit=2&cursor=${encodeURIComponent(one.next_cursor ?? "")}`);
    expect(rest.sessions.map(({ id }) => id).toSorted()).toEqual([second, third].toSorted());
    expect(rest.next_cursor).toBeNull();
  });

  test("E1, E7: is not there for anyone else, by any route", async () => {
    const id = await begin(alice);
    const answers = await Promise.all(
      [id, unknown].flatMap((which) => [
        as(bob, `/${which}`),
        as(bob, `/${which}`, { method: "DELETE" }),
        as(bob, `/${which}/chat-history`),
        as(bob, `/${which}/messages`, { json: { content: "hello" } }),
        as(bob, `/${which}/messages`, { json: { content: "hello" }, headers: { Accept: "text/event-stream" } }),
        as(bob, `/${which}/events`, { headers: { Accept: "text/event-stream" } }),
        as(bob, `/${which}/ticket`, { method: "POST" }),
      ]),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect((await as(alice, `/${id}`)).status).toBe(200);
    expect((await call(`/api/v1/sessions/${id}`)).status).toBe(401);
  });

  test.each(["../../x", "CHAT_0", `${unknown}%00`, "chat_０", "x".repeat(1_000)])(
    "E8: is found by no other name: %s",
    async (twin) => {
      const { status } = await as(alice, `/${encodeURIComponent(twin)}/chat-history`);
      expect(status).toBe(404);
    },
  );

  test("E8: an object that nobody began keeps nothing", async () => {
    const object = objectOf("never-begun");
    const message = { content: "hello", clientMessageId: null, options: {} };
    expect(await object.post(message)).toEqual({ refused: "gone", turn: 0, seq: 0 });
    expect(await object.history()).toBeUndefined();
    await runInDurableObject(object, async (_session, { storage }) => {
      expect(
        storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_%' ESCAPE '\\'").toArray(),
      ).toEqual([]);
      expect(await storage.getAlarm()).toBeNull();
    });
  });
});

describe("a message", () => {
  test("is answered, and both are kept", async () => {
    const id = await begin(alice);
    const { status, body } = await ask(alice, id, { content: "one two", options: { persona: "CTO" } });
    expect(status).toBe(200);
    expect(body).toEqual({
      session_id: id,
      turn: 1,
      message: expect.objectContaining({ seq: 1, turn: 1, role: "user", content: "one two", status: "complete" }),
      reply: expect.objectContaining({ seq: 5, turn: 1, role: "assistant", content: "one two ", status: "complete" }),
    });
    const { message, reply } = body as Record<string, unknown>;
    expect(await historyOf(alice, id)).toEqual([message, reply]);
  });

  test("carries what the caller chose to whoever answers", async () => {
    const id = await begin(alice, async function* (_env, { options, owner, sessionId }) {
      yield { type: "progress", data: { step: "looking" } };
      yield "yes";
      return { content: "yes", data: { options, owner, sessionId } };
    });
    const { body } = await ask(alice, id, { content: "hello", options: { persona: "CTO" } });
    const data = { options: { persona: "CTO" }, owner: alice.user.id, sessionId: id };
    expect(body).toMatchObject({ reply: { content: "yes", data } });
  });

  test.each([
    [{ content: "" }, "content"],
    [{ content: "x".repeat(32_001) }, "content"],
    [{ content: ["x"] }, "content"],
    [{ content: "x", options: { a: 1 } }, "options.a"],
    [{ content: "x", client_message_id: "x".repeat(201) }, "client_message_id"],
  ])("%j is refused by the name of its field", async (json, path) => {
    const id = await begin(alice);
    const { status, body } = await ask(alice, id, json);
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ path }] });
    expect(await historyOf(alice, id)).toEqual([]);
  });

  test("K3, K4: a hundred at once are a hundred pairs, in order, each knowing the ones before", async () => {
    const id = await begin(alice);
    const asked = Array.from({ length: 100 }, (_, index) => `question ${index}`);
    const answers = await Promise.all(asked.map((content) => ask(alice, id, { content })));
    expect(answers.map(({ status }) => status)).toEqual(asked.map(() => 200));
    const messages = await historyOf(alice, id);
    expect(messages.map(({ turn, role }) => `${turn} ${role}`)).toEqual(
      asked.flatMap((_, index) => [`${index + 1} user`, `${index + 1} assistant`]),
    );
    const questions = messages.filter(({ role }) => role === "user").map(({ content }) => content);
    const replies = messages.filter(({ role }) => role === "assistant").map(({ data }) => data);
    expect(questions.toSorted()).toEqual(asked.toSorted());
    expect(replies).toEqual(questions.map((content, index) => ({ asked: content, seen: index * 2 })));
  });

  test("K5: with the same client_message_id is one message with one answer", async () => {
    const id = await begin(alice);
    const json = { content: "once", client_message_id: "c-1" };
    const [first, second] = await Promise.all([ask(alice, id, json), ask(alice, id, json)]);
    expect(second.body).toEqual(first.body);
    expect((await ask(alice, id, json)).body).toEqual(first.body);
    expect((await ask(alice, id, { ...json, client_message_id: "c-2" })).body).toMatchObject({ turn: 2 });
    expect(await historyOf(alice, id)).toHaveLength(4);
  });

  test("L5, L6: with the same Idempotency-Key is one message too", async () => {
    const id = await begin(alice);
    const send = (content: string) =>
      call(`/api/v1/sessions/${id}/messages`, {
        bearer: alice.access_token,
        json: { content },
        headers: { "Idempotency-Key": `key-of-${id}` },
      });
    const first = await send("once");
    const again = await send("once");
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect((await send("other")).status).toBe(422);
    expect(await historyOf(alice, id)).toHaveLength(2);
  });

  test("is refused when too many wait", async () => {
    const id = await begin(alice, silent, 600_000);
    const message = { content: "again", clientMessageId: null, options: {} };
    const posted = await runInDurableObject(objectOf(id), (session) => upTo(257).map(() => session.post(message)));
    expect(posted.findIndex(({ refused }) => refused === "full")).toBe(256);
    expect((await ask(alice, id, { content: "and again" })).status).toBe(429);
    expect((await call(`/api/v1/sessions/${id}`, { method: "DELETE", bearer: alice.access_token })).status).toBe(204);
  });
});

describe("an answer as events", () => {
  test("comes piece by piece, each with its place, and ends with the whole message", async () => {
    const id = await begin(alice);
    const answer = await askForEvents(alice, id, { content: "one two" });
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    const events = await readEvents(answer);
    expect(events.map(({ seq, type, content }) => [seq, type, content])).toEqual([
      [2, "progress", undefined],
      [3, "token", "one "],
      [4, "token", "two "],
      [5, "message", "one two "],
    ]);
    expect(events.at(-1)).toMatchObject({ role: "assistant", status: "complete", data: { asked: "one two" } });
  });

  test("K1: is kept whole when the caller leaves, 20 of 20", async () => {
    const { responder, release } = holding(20, 5);
    const ids = await Promise.all(upTo(20).map(() => begin(alice, responder, 600_000)));
    for (const id of ids) {
      const events = await readEvents(await askForEvents(alice, id, { content: "count" }), (so) => so.length >= 3);
      expect(events.some(({ type }) => type === "message")).toBe(false);
    }
    release();
    const kept = await Promise.all(ids.map((id) => settledHistoryOf(alice, id)));
    const whole = upTo(20)
      .map((number) => `${number - 1} `)
      .join("");
    expect(kept.map(([, reply]) => [reply?.status, reply?.content])).toEqual(ids.map(() => ["complete", whole]));
  });

  test.each([
    ["Last-Event-ID", (seq: number) => ["?after=0", { "Last-Event-ID": String(seq) }] as const],
    ["after", (seq: number) => [`?after=${seq}`, {}] as const],
  ])("K2: goes on after %s without a gap or a double", async (_name, comeBack) => {
    const { responder, release } = holding(30, 10);
    const id = await begin(alice, responder);
    const before = await readEvents(await askForEvents(alice, id, { content: "count" }), (so) => so.length >= 5);
    const [query, headers] = comeBack(before.at(-1)?.seq ?? 0);
    const isWhole = (so: readonly SessionEvent[]) => so.some(({ type }) => type === "message");
    const following = await followEvents(alice, id, query, headers);
    release();
    const after = await readEvents(following, isWhole);
    const events = [...before, ...after];
    expect(placesOf(events)).toEqual(upTo(33).slice(1));
    expect(tokensOf(events)).toBe(events.at(-1)?.content);
  });

  test("K2: goes on from what a history showed of it", async () => {
    const { responder, release } = holding(50, 10);
    const id = await begin(alice, responder);
    await readEvents(await askForEvents(alice, id, { content: "count" }), (so) => so.length >= 5);
    const shown = await historyOf(alice, id);
    const seen = Math.max(...placesOf(shown.map((message) => ({ ...message, type: "message" }))));
    const following = await followEvents(alice, id, `?after=${seen}`);
    release();
    const after = await readEvents(following, (so) => so.some(({ type }) => type === "message"));
    expect(shown[1]?.status).toBe("pending");
    expect((shown[1]?.content ?? "") + tokensOf(after)).toBe(after.at(-1)?.content);
  });

  test("K2: of an older turn is the whole message where its pieces are no longer kept", async () => {
    const id = await begin(alice);
    for (const content of ["a b", "c d", "e f", "g h"]) await ask(alice, id, { content });
    const events = await readEvents(await followEvents(alice, id, "?after=2"), (so) => so.at(-1)?.content === "g h ");
    const told = events.filter(({ type, turn }) => type !== "progress" && turn < 3);
    expect(told.map(({ seq, type, role, content }) => [seq, type, role, content])).toEqual([
      [5, "message", "assistant", "a b "],
      [6, "message", "user", "c d"],
      [8, "token", undefined, "c "],
      [9, "token", undefined, "d "],
      [10, "message", "assistant", "c d "],
    ]);
  });

  test("K9: waits for a slow reader in storage, and the work does not wait", async () => {
    const id = await begin(alice, async function* () {
      const piece = "x".repeat(1_000);
      for (let index = 0; index < 300; index++) yield piece;
      return { content: piece.repeat(300), data: {} };
    });
    const answer = await askForEvents(alice, id, { content: "much" });
    const [, reply] = await settledHistoryOf(alice, id);
    expect(reply).toMatchObject({ status: "complete" });
    const events = await readEvents(answer);
    expect(placesOf(events)).toEqual(upTo(303).slice(1));
    expect(tokensOf(events)).toHaveLength(300_000);
  });

  test.each(["?after=-1", "?after=x", "?after=1.5"])("refuses %s", async (query) => {
    expect((await followEvents(alice, await begin(alice), query)).status).toBe(422);
  });
});

describe("a turn that does not end well", () => {
  const deaf: Responder = async function* () {
    yield "half ";
    await wait(100_000);
    return { content: "never", data: {} };
  };
  const broken: Responder = async function* () {
    yield "half ";
    throw new Error("provider said: sk-canary");
  };
  const endless: Responder = async function* () {
    for (;;) {
      await wait(0);
      yield "x".repeat(50_000);
    }
  };

  test.each([
    ["outlives its deadline", deaf, "timeout", 300],
    ["fails", broken, "failed", 60_000],
    ["never stops", endless, "too_long", 60_000],
  ])("J8: one that %s is kept as far as it came, and says so", async (_name, responder, code, deadlineMs) => {
    const id = await begin(alice, responder, deadlineMs);
    const events = await readEvents(await askForEvents(alice, id, { content: "hello" }));
    expect(events.slice(-2)).toMatchObject([
      { type: "error", code },
      { type: "message", role: "assistant", status: "incomplete", content: tokensOf(events) },
    ]);
    expect(tokensOf(events)).not.toBe("");
    expect(JSON.stringify(events)).not.toContain("canary");
    await answerBy(id, echo);
    const next = await ask(alice, id, { content: "and now" });
    expect(next.body).toMatchObject({ turn: 2, reply: { status: "complete", data: { seen: 1 } } });
  });

  test("is incomplete when its object died, and what waited behind it too", async () => {
    const id = await begin(alice, holding(2, 1).responder, 600_000);
    const object = objectOf(id);
    for (const content of ["first", "second"]) await object.post({ content, clientMessageId: null, options: {} });
    await vi.waitFor(async () => expect((await historyOf(alice, id))[1]?.content).not.toBe(""), 15_000);
    await runInDurableObject(object, (_session, state) => state.abort("killed")).catch(() => undefined);
    const messages = await historyOf(alice, id);
    expect(messages.map(({ role, status }) => [role, status])).toEqual([
      ["user", "complete"],
      ["assistant", "incomplete"],
      ["user", "complete"],
      ["assistant", "incomplete"],
    ]);
    expect(messages[1]?.content).toMatch(/^0 /);
    expect(messages[3]?.content).toBe("");
  });

  test("is closed by the alarm when nobody asks for it", async () => {
    const id = await begin(alice, silent, 600_000);
    const object = objectOf(id);
    await object.post({ content: "first", clientMessageId: null, options: {} });
    await runInDurableObject(object, async (_session, { storage }) => {
      expect(await storage.getAlarm()).toBeGreaterThan(Date.now());
    });
    await runInDurableObject(object, (_session, state) => state.abort("killed")).catch(() => undefined);
    // Where it has rung by itself meanwhile, it is waited for: what an alarm leaves behind is the name in the list.
    await runDurableObjectAlarm(objectOf(id));
    await vi.waitFor(async () => {
      const name = await env.DB.prepare("SELECT name FROM sessions WHERE id = ?").bind(id).first("name");
      expect(name).toBe("first");
    }, 15_000);
    await runInDurableObject(objectOf(id), (_session, { storage }) => {
      const rows = storage.sql.exec("SELECT status FROM messages WHERE role = 'assistant'").toArray();
      expect(rows).toEqual([{ status: "incomplete" }]);
    });
  });
});

describe("a deleted session", () => {
  const drop = (id: string) => call(`/api/v1/sessions/${id}`, { method: "DELETE", bearer: alice.access_token });

  const leftOf = (id: string) =>
    runInDurableObject(objectOf(id), async (_session, { storage }) => ({
      tables: storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_%' ESCAPE '\\'").toArray(),
      alarm: await storage.getAlarm(),
    }));

  test("K10: is gone while it was answering, and stays so", async () => {
    const id = await begin(alice, holding(10, 3).responder, 600_000);
    const answer = await askForEvents(alice, id, { content: "count" });
    const heard = Promise.all([ask(alice, id, { content: "behind it" }), readEvents(answer)]);
    await vi.waitFor(async () => expect(await historyOf(alice, id)).toHaveLength(4), 15_000);
    const [dropped, late] = await Promise.all([drop(id), ask(alice, id, { content: "late" })]);
    expect(dropped.status).toBe(204);
    expect([200, 404]).toContain(late.status);
    const [waiting, events] = await heard;
    expect(waiting.status).toBe(404);
    expect(events.some(({ type }) => type === "message")).toBe(false);
    await wait(50);
    expect(await leftOf(id)).toEqual({ tables: [], alarm: null });
    await letSleep(objectOf(id));
    await evictDurableObject(objectOf(id));
    expect(await leftOf(id)).toEqual({ tables: [], alarm: null });
    const row = await env.DB.prepare("select id from sessions where id = ?").bind(id).first();
    expect(row).toBeNull();
    expect((await drop(id)).status).toBe(404);
  });
});
