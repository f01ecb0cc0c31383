// A session that was deleted while somebody still held its name, and messages at the edges of what one takes.
import type { SignedIn } from "../../../test/caller.ts";
import { call, signUp } from "../../../test/caller.ts";
import { ask, begin, echo, historyOf, objectOf, settledHistoryOf, silent } from "../../../test/session-caller.ts";
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";

let ada: SignedIn;
beforeAll(async () => {
  ada = await signUp();
});

/** A session whose row is there and whose object has forgotten everything. */
const emptied = async (who = ada): Promise<string> => {
  const id = await begin(who);
  await runInDurableObject(objectOf(id), (session) => session.remove());
  return id;
};

describe("a session whose object is gone", () => {
  test.each([
    ["its history", "GET", "/chat-history", undefined],
    ["its events", "GET", "/events", undefined],
    ["its events from a place", "GET", "/events?after=0", undefined],
    ["a message", "POST", "/messages", { content: "Hello" }],
    ["a ticket", "POST", "/socket-ticket", {}],
  ])("is not there for %s", async (_name, method, path, json) => {
    const id = await emptied();
    const { status } = await call(`/api/v1/sessions/${id}${path}`, {
      method,
      bearer: ada.access_token,
      ...(json !== undefined && { json }),
    });
    expect(status).toBe(404);
  });

  test("takes nothing in, tells nothing, and sleeps on", async () => {
    const id = await emptied();
    await runInDurableObject(objectOf(id), async (session) => {
      expect(session.stateOf(1)).toBeUndefined();
      expect(session.post({ content: "x", clientMessageId: null, options: {} })).toMatchObject({ refused: "gone" });
      expect(await session.wait(1)).toEqual([]);
      expect(session.history()).toBeUndefined();
      expect(session.keepTicket("h", Date.now() + 1_000)).toBe(false);
      expect(session.takeTicket("h")).toBe(false);
      session.become("guru");
      await session.alarm();
      await session.remove();
      expect(session.fetch(new Request("http://session/socket")).status).toBe(404);
    });
  });

  test("that is begun twice is begun once", async () => {
    const id = await begin(ada);
    await ask(ada, id, { content: "Hello" });
    await runInDurableObject(objectOf(id), (session) =>
      session.start({ id, owner: null, kind: "advisor", named: false } as never),
    );
    expect((await settledHistoryOf(ada, id)).map(({ content }) => content)).toEqual(["Hello", "Hello "]);
  });
});

test("a session with 256 messages that wait takes no further one", async () => {
  const id = await begin(ada, silent, 600_000);
  await runInDurableObject(objectOf(id), (session) => {
    for (let n = 0; n < 256; n++) session.post({ content: "x", clientMessageId: null, options: {} });
  });
  const { status, headers } = await ask(ada, id, { content: "One more" });
  expect([status, headers.get("retry-after")]).toEqual([429, "5"]);
  await call(`/api/v1/sessions/${id}`, { method: "DELETE", bearer: ada.access_token });
});

test.each([
  ["is short", "Two zones?", "Two zones?"],
  ["is long", `${"word ".repeat(40)}`, `${"word ".repeat(40).slice(0, 59)}…`],
  ["has several lines", "First line\nSecond line", "First line"],
])("a session that nobody named is named by its first message, which %s", async (_name, content, name) => {
  const id = await begin(ada, echo);
  await ask(ada, id, { content });
  await settledHistoryOf(ada, id);
  await runInDurableObject(objectOf(id), (session) => session.alarm());
  const { body } = await call("/api/v1/sessions?limit=100", { bearer: ada.access_token });
  const { sessions } = body as { sessions: { id: string; name: string | null }[] };
  expect(sessions.find((session) => session.id === id)?.name).toBe(name);
});

test("a turn that breaks inside of the session is ended as interrupted, and the next one is answered", async () => {
  const id = await begin(ada, echo);
  await runInDurableObject(objectOf(id), (session) => {
    // A responder that is none: nothing foresaw it.
    session.responders = { ...session.responders, advisor: undefined as never };
  });
  await ask(ada, id, { content: "Hello" });
  const [, reply] = await settledHistoryOf(ada, id);
  expect(reply?.status).toBe("incomplete");
});

test("the row of a session that is nobody's names no other's history", async () => {
  const bob = await signUp();
  const id = await begin(bob);
  expect((await call(`/api/v1/sessions/${id}/chat-history`, { bearer: ada.access_token })).status).toBe(404);
  expect(await historyOf(bob, id)).toEqual([]);
  expect(await env.DB.prepare("SELECT owner FROM sessions WHERE id = ?").bind(id).first("owner")).toBe(bob.user.id);
});
