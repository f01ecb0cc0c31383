import type { SignedIn } from "../../../test/caller.ts";
import { call, signUp } from "../../../test/caller.ts";
import { beforeAll, describe, expect, test } from "vitest";

interface Reply {
  response: string;
  session_id: string;
  timestamp: string;
  sources: { id: string; title: string }[];
  engine: string;
}

interface UiReply {
  response: string;
  sessionId: string;
  timestamp: string;
  conversationStats: { messageCount: number; estimatedTokens: number };
}

const chat = async (message: string, sessionId?: string, bearer?: string) => {
  const answer = await call("/api/v1/chat/", {
    json: { message, session_id: sessionId },
    ...(bearer !== undefined && { bearer }),
  });
  return { ...answer, body: answer.body as Reply };
};

test("an answer has its sources, its session and its engine", async () => {
  const { status, body } = await chat("How much is the matriculation fee?");
  expect(status).toBe(200);
  expect(body).toEqual({
    response: "The undergraduate matriculation fee is 23,500 baht, paid once (as of 2025).",
    session_id: expect.stringMatching(/^chat_[0-9a-f]{32}$/),
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    sources: [{ id: "tuition/ug-matriculation", title: "Matriculation fee, undergraduate, once" }],
    engine: "builtin",
  });
});

test("a conversation goes on, is read and is deleted", async () => {
  const first = await chat("How much is tuition for undergraduates from Thailand?");
  const { session_id: id } = first.body;
  const second = await chat("And how much is it for international students?", id);
  expect(second.body.session_id).toBe(id);
  expect(second.body.sources.map((source) => source.id)).toEqual(["tuition/ug-international"]);

  const history = await call(`/api/v1/chat/${id}/history`);
  expect(history.status).toBe(200);
  expect(history.body).toMatchObject({
    session_id: id,
    messages: [
      { role: "user", content: "How much is tuition for undergraduates from Thailand?" },
      { role: "assistant", content: first.body.response },
      { role: "user", content: "And how much is it for international students?" },
      { role: "assistant", content: second.body.response, timestamp: second.body.timestamp },
    ],
  });

  const dropped = await call(`/api/v1/chat/${id}/`, { method: "DELETE" });
  expect(dropped).toMatchObject({ status: 200, body: { message: expect.any(String), session_id: id } });
  expect((await call(`/api/v1/chat/${id}/history`)).status).toBe(404);
  expect((await call(`/api/v1/chat/${id}`, { method: "DELETE" })).status).toBe(404);
  expect((await chat("Hello", id)).body.session_id).not.toBe(id);
});

describe("another caller's conversation", () => {
  let alice: SignedIn;
  let bob: SignedIn;
  let id: string;
  beforeAll(async () => {
    alice = await signUp();
    bob = await signUp();
    id = (await chat("My canary question: do you teach law?", undefined, alice.access_token)).body.session_id;
  });

  test("is not there", async () => {
    for (const who of [{ bearer: bob.access_token }, {}]) {
      const read = await call(`/api/v1/chat/${id}/history`, who);
      const dropped = await call(`/api/v1/chat/${id}`, { method: "DELETE", ...who });
      const uiDropped = await call("/api/chat", { method: "DELETE", json: { sessionId: id }, ...who });
      expect([read.status, dropped.status, uiDropped.status]).toEqual([404, 404, 404]);
      expect(JSON.stringify([read.body, dropped.body, uiDropped.body])).not.toContain("canary");
    }
    expect((await call(`/api/v1/chat/${id}/history`, { bearer: alice.access_token })).status).toBe(200);
  });

  test("is not gone on with: it begins a new one", async () => {
    const { body } = await chat("And how much is it?", id, bob.access_token);
    expect(body.session_id).not.toBe(id);
    expect(body.response).not.toContain("Law");
  });
});

// As recorded from the published page.
describe("AU-GURU's page", () => {
  const origin = "http://localhost:13100";
  const send = (method: string, body: unknown) =>
    call("/api/chat", { method, json: body, headers: { accept: "*/*", origin } });

  test("asks, asks on and resets", async () => {
    const asked = { message: "What is the phone number of the Suvarnabhumi campus?", sessionId: null };
    const first = await send("POST", asked);
    expect(first.status).toBe(200);
    const { response, sessionId, timestamp, conversationStats } = first.body as UiReply;
    expect(response).toContain("+66 2 723 2323");
    expect(Number.isNaN(Date.parse(timestamp))).toBe(false);
    expect(conversationStats.messageCount).toBe(2);
    expect(conversationStats.estimatedTokens).toBeGreaterThan(20);

    const message = "And how much is the tuition for international students?";
    const second = (await send("POST", { message, sessionId })).body as UiReply;
    expect(second).toMatchObject({ sessionId, conversationStats: { messageCount: 4 } });
    expect(second.response).toContain("115,000 to 350,000 baht");

    const reset = await send("DELETE", { sessionId });
    expect(reset).toMatchObject({ status: 200, body: { message: "Conversation reset successfully", sessionId } });
    expect((await send("DELETE", { sessionId })).status).toBe(404);
  });

  test("with a session of before the server's last reset gets a new one", async () => {
    const { body } = await send("POST", { message: "Do you teach law?", sessionId: "session_1" });
    expect(body).toMatchObject({
      response: "The School of Law offers Law.",
      sessionId: expect.stringMatching(/^chat_/),
    });
  });
});

test.each([
  [{}, "message"],
  [{ message: "" }, "message"],
  [{ message: "   " }, "message"],
  [{ message: 7 }, "message"],
  [{ message: "x".repeat(20_001) }, "message"],
  [{ message: "Hello", session_id: 7 }, "session_id"],
])("%j is refused by name", async (json, path) => {
  const { status, body } = await call("/api/v1/chat", { json });
  expect(status).toBe(422);
  expect(body).toMatchObject({ errors: [{ path }] });
});

test("the same question again under its Idempotency-Key is asked once", async () => {
  const { access_token: bearer } = await signUp();
  const ask = () =>
    call("/api/v1/chat", {
      bearer,
      json: { message: "Do you teach law?" },
      headers: { "Idempotency-Key": "guru-1" },
    });
  const [first, again] = [await ask(), await ask()];
  expect(again.body).toEqual(first.body);
  const { session_id: id } = first.body as Reply;
  const { body } = await call(`/api/v1/chat/${id}/history`, { bearer });
  expect((body as { messages: unknown[] }).messages).toHaveLength(2);
});
