import { call, signUp, toRequest } from "../../../test/caller.ts";
import type { SignedIn } from "../../../test/caller.ts";
import { answerBy, ask, begin as beginSession, echo, objectOf, wait } from "../../../test/session-caller.ts";
import { createExecutionContext, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createRouter, json, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import { describe, expect, test } from "vitest";
import { createApp } from "../../app.ts";
import { openSession, postMessage, readMemory, sweepSessions, waitForReply } from "./index.ts";

const contentsOf = async (who: SignedIn) => (await readMemory(env, who.user.id)).map(({ content }) => content);
const kept = (who: SignedIn) => env.KV.get(`memory:${who.user.id}`);
const drop = (who: SignedIn, id: string) =>
  call(`/api/v1/sessions/${id}`, { method: "DELETE", bearer: who.access_token });

/** A new session that tells what is new when a test lets it, and not a second after the first answer. */
const begin = async (who: SignedIn): Promise<string> => {
  const id = await beginSession(who);
  await runInDurableObject(objectOf(id), (session) => {
    session.tellAfterMs = 3_600_000;
  });
  return id;
};

const tell = async (id: string): Promise<void> => {
  await runDurableObjectAlarm(objectOf(id));
};

describe("what is remembered of an account", () => {
  test("are the last ten messages, across sessions, oldest first", async () => {
    const carol = await signUp();
    const [first, second] = [await begin(carol), await begin(carol)];
    for (const content of ["a1", "a2", "a3"]) await ask(carol, first, { content });
    await tell(first);
    await wait(2);
    for (const content of ["b1", "b2", "b3"]) await ask(carol, second, { content });
    await tell(second);
    expect(await contentsOf(carol)).toEqual(["a2", "a2 ", "a3", "a3 ", "b1", "b1 ", "b2", "b2 ", "b3", "b3 "]);
  });

  test("is asked of the objects when the memory has nothing", async () => {
    const carol = await signUp();
    const id = await begin(carol);
    await ask(carol, id, { content: "hello" });
    expect(await kept(carol)).toBeNull();
    expect(await contentsOf(carol)).toEqual(["hello", "hello "]);
    expect(await contentsOf(await signUp())).toEqual([]);
  });

  test("is written once for many turns, and nothing new writes nothing", async () => {
    const carol = await signUp();
    const id = await begin(carol);
    for (const content of ["1", "2", "3"]) await ask(carol, id, { content });
    expect(await kept(carol)).toBeNull();
    await tell(id);
    const memory = await kept(carol);
    expect(memory).toContain("3 ");
    expect(await runDurableObjectAlarm(objectOf(id))).toBe(false);
  });

  test("leaves out what was deleted, and goes with the account", async () => {
    const carol = await signUp();
    const [first, second] = [await begin(carol), await begin(carol)];
    for (const id of [first, second]) {
      await ask(carol, id, { content: `in ${id}` });
      await tell(id);
    }
    expect((await drop(carol, first)).status).toBe(204);
    expect(await contentsOf(carol)).toEqual([`in ${second}`, `in ${second} `]);
    expect((await call("/api/v1/users/me", { method: "DELETE", bearer: carol.access_token })).status).toBe(204);
    expect(await kept(carol)).toBeNull();
    const rows = await env.DB.prepare("select id from sessions where owner = ?").bind(carol.user.id).all();
    expect(rows.results).toEqual([]);
    for (const id of [first, second])
      await runInDurableObject(objectOf(id), async (_session, { storage }) => {
        expect(storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'session'").toArray()).toEqual([]);
        expect(await storage.getAlarm()).toBeNull();
      });
  });
});

/** A route as another feature has one: a session is opened by whatever id comes, and anyone may. */
const chatRoute = route(
  { access: "anon" },
  {
    method: "post",
    path: "/chat",
    request: { body: { ...json(z.object({ id: z.string().optional() }), "Where"), required: true } },
    responses: { 200: json(z.object({ id: z.string(), known: z.boolean(), reply: z.string() }), "What") },
  },
);
const app = createApp().route(
  "/",
  createRouter().openapi(chatRoute, async (c) => {
    const { ctx } = c.var;
    const { id, known } = await openSession(ctx, "guru", c.req.valid("json").id);
    await answerBy(id, echo);
    const { turn } = await postMessage(ctx, id, { content: "hello" });
    const { reply } = await waitForReply(ctx, id, turn);
    return c.json({ id, known, reply: reply.content }, 200);
  }),
);

const chat = async (id?: string, who?: SignedIn) => {
  const request = toRequest("/chat", { json: { id }, ...(who && { bearer: who.access_token }) });
  const answer = await app.fetch(request, env, createExecutionContext());
  expect(answer.status).toBe(200);
  return (await answer.json()) as { id: string; known: boolean; reply: string };
};

describe("a session that another feature opens", () => {
  test("goes on under its own id, and is a new one under any other", async () => {
    const [alice, bob] = [await signUp(), await signUp()];
    const first = await chat(undefined, alice);
    expect(first).toMatchObject({ known: false, reply: "hello " });
    expect(await chat(first.id, alice)).toMatchObject({ id: first.id, known: true });
    const ofAnotherKind = await begin(alice);
    for (const [id, who] of [
      [first.id, bob],
      [first.id, undefined],
      [ofAnotherKind, alice],
      ["session_1", alice],
      [`chat_${"0".repeat(32)}`, alice],
    ] as const) {
      const other = await chat(id, who);
      expect(other.known).toBe(false);
      expect(other.id).not.toBe(id);
    }
  });

  test("belongs to nobody without an account: its id is the key, and after a week it is gone", async () => {
    const { id } = await chat();
    expect(await chat(id)).toMatchObject({ id, known: true });
    const row = await env.DB.prepare("select owner, created_at, expires_at from sessions where id = ?")
      .bind(id)
      .first();
    const { owner, created_at: made, expires_at: ends } = row as Record<string, string | null>;
    expect(owner).toBeNull();
    expect(Date.parse(ends ?? "") - Date.parse(made ?? "")).toBe(7 * 86_400_000);
    await sweepSessions(env, new Date(Date.parse(ends ?? "") - 1));
    expect(await objectOf(id).history()).toBeDefined();
    await env.DB.prepare("update sessions set expires_at = '2020-01-01T00:00:00.000Z' where id = ?").bind(id).run();
    expect((await chat(id)).id).not.toBe(id);
    await sweepSessions(env, new Date());
    expect(await objectOf(id).history()).toBeUndefined();
    expect(await env.DB.prepare("select id from sessions where id = ?").bind(id).first()).toBeNull();
  });
});
