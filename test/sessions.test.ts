// Sessions lose nothing: over a real `npm start`, with clients that leave and come back, and with kill -9.
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import type { SlowModel } from "./slow-model.ts";
import { startSlowModel } from "./slow-model.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

interface Message {
  turn: number;
  role: string;
  content: string;
  status: string;
}

interface Frame {
  seq: number;
  type: string;
  role?: string;
  content?: string;
  status?: string;
  code?: string;
}

const writer = { email: "writer@example.com", password: "violet-otter-42-lamp" };
const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms));
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

let model: SlowModel;
beforeAll(async () => {
  model = await startSlowModel();
});
afterAll(() => model.stop());

/** A signed-in client of a running API. */
const signIn = async ({ url }: RunningApi, how: "register" | "login") => {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  const signedIn = await fetch(`${url}/api/v1/auth/${how}`, { method: "POST", headers, body: JSON.stringify(writer) });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  headers["Authorization"] = `Bearer ${token}`;
  const send = (path: string, json?: unknown, more: RequestInit = {}) =>
    fetch(`${url}/api/v1/sessions${path}`, {
      ...(json !== undefined && { method: "POST", body: JSON.stringify(json) }),
      ...more,
      headers: { ...headers, ...(more.headers as Record<string, string>) },
    });
  const read = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;
  return {
    send,
    begin: async () => (await read<{ id: string }>(send("", {}))).id,
    historyOf: async (id: string) => (await read<{ messages: Message[] }>(send(`/${id}/chat-history`))).messages,
    /** Asks for the answer as events; what was heard so far is in `frames`. */
    listen: async (path: string, json?: unknown, lastEventId?: number) => {
      const leave = new AbortController();
      const headers: Record<string, string> = { Accept: "text/event-stream" };
      if (lastEventId !== undefined) headers["Last-Event-ID"] = String(lastEventId);
      const answer = await send(path, json, { headers, signal: leave.signal });
      expect(answer.status).toBe(200);
      const frames: Frame[] = [];
      const ended = collect(answer, frames).catch(() => undefined);
      return { frames, ended, leave: () => leave.abort() };
    },
    connect: async (id: string, query = "") => {
      const { ticket } = await read<{ ticket: string }>(send(`/${id}/ticket`, undefined, { method: "POST" }));
      const socket = new WebSocket(`${url.replace("http", "ws")}/ws/${id}?ticket=${ticket}${query}`);
      const frames: Frame[] = [];
      const closed: number[] = [];
      socket.addEventListener("message", ({ data }) => void frames.push(JSON.parse(String(data))));
      socket.addEventListener("close", ({ code }) => void closed.push(code));
      await new Promise((opened, refused) => {
        socket.addEventListener("open", opened);
        socket.addEventListener("error", refused);
      });
      return { socket, frames, closed };
    },
  };
};
type Client = Awaited<ReturnType<typeof signIn>>;

const collect = async (answer: Response, frames: Frame[]): Promise<void> => {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of answer.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) frames.push(JSON.parse(data));
    }
  }
};

const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 60_000, interval: 50 });
const tokensOf = (frames: readonly Frame[]): string =>
  frames.flatMap(({ type, content }) => (type === "token" ? [content] : [])).join("");
const isEnd = ({ type, role, status }: Frame) => type === "message" && role === "assistant" && status !== "pending";

describe("a session", () => {
  let api: RunningApi;
  let client: Client;
  beforeAll(async () => {
    api = await startApi(model.settings);
    client = await signIn(api, "register");
  });
  afterAll(() => api.stop());

  test("K3, K4: takes a hundred messages at once as a hundred pairs, none lost, none doubled", async () => {
    const id = await client.begin();
    const asked = upTo(100).map((number) => `question ${number}`);
    const answers = await Promise.all(asked.map((content) => client.send(`/${id}/messages`, { content })));
    expect(answers.map(({ status }) => status)).toEqual(asked.map(() => 200));
    const messages = await client.historyOf(id);
    expect(messages.map(({ turn, role, status }) => `${turn} ${role} ${status}`)).toEqual(
      asked.flatMap((_, index) => [`${index + 1} user complete`, `${index + 1} assistant complete`]),
    );
    const questions = messages.filter(({ role }) => role === "user").map(({ content }) => content);
    expect(questions.toSorted()).toEqual(asked.toSorted());
  });

  test("K1: has the whole reply for a client who left in the middle of it, 20 of 20", async () => {
    const left = await Promise.all(
      upTo(20).map(async () => {
        const id = await client.begin();
        const answer = await client.listen(`/${id}/messages`, { content: "Tell me, hold:left" });
        await until(() => expect(tokensOf(answer.frames)).toContain("piece"));
        answer.leave();
        expect(answer.frames.some(isEnd)).toBe(false);
        return id;
      }),
    );
    model.allow("left", 40);
    for (const id of left)
      await until(async () => {
        const [, reply] = await client.historyOf(id);
        expect(reply).toMatchObject({ status: "complete", content: expect.stringContaining("piece 39") });
      });
  });

  test("K2: goes on after Last-Event-ID without a gap or a double, through two breaks", async () => {
    const id = await client.begin();
    const heard: Frame[] = [];
    let answer = await client.listen(`/${id}/messages`, { content: "Tell me, hold:broken" });
    for (const [held, next] of [
      ["piece 5 ", 24],
      ["piece 20 ", 40],
    ] as const) {
      await until(() => expect(tokensOf(answer.frames)).toContain(held));
      answer.leave();
      heard.push(...answer.frames);
      expect(heard.some(isEnd)).toBe(false);
      // What is said now, nobody hears.
      model.allow("broken", next);
      await until(() => expect([[], [next]]).toContainEqual(model.underWay("broken")));
      answer = await client.listen(`/${id}/events`, undefined, heard.at(-1)?.seq ?? 0);
    }
    await until(() => expect(answer.frames.some(isEnd)).toBe(true));
    answer.leave();
    heard.push(...answer.frames);
    const first = heard[0]?.seq ?? 0;
    expect(heard.map(({ seq }) => seq)).toEqual(heard.map((_, index) => first + index));
    const [, reply] = await client.historyOf(id);
    expect(heard.at(-1)).toMatchObject({ content: reply?.content, status: "complete" });
    expect(tokensOf(heard)).toContain("piece 39");
  });

  test("K6: keeps a WebSocket for which nothing happens, and goes on in it", async () => {
    const id = await client.begin();
    const { socket, frames, closed } = await client.connect(id);
    socket.send(JSON.stringify({ type: "message", content: "before", client_message_id: "c-1" }));
    await until(() => expect(frames.some(isEnd)).toBe(true));
    // The runtime puts an object away after ten seconds.
    await wait(12_000);
    expect(closed).toEqual([]);
    const before = frames.length;
    socket.send(JSON.stringify({ type: "message", content: "after", client_message_id: "c-2" }));
    await until(() => expect(frames.slice(before).some(isEnd)).toBe(true));
    expect(frames.map(({ seq }) => seq)).toEqual(upTo(frames.length));
    socket.send('{"type":"ping"}');
    await until(() => expect(frames.at(-1)).toEqual({ type: "pong", seq: frames.length - 1 }));
    socket.close();
  });

  test("K8: closes the WebSocket of whoever sends 2 MB or a thousand frames, and no other", async () => {
    const id = await client.begin();
    const [big, many, good] = [await client.connect(id), await client.connect(id), await client.connect(id)];
    big.socket.send("x".repeat(2_000_000));
    for (const number of upTo(1_000)) many.socket.send(`{ "type": "ping", "number": ${number} }`);
    await until(() => expect([big.closed, many.closed]).toEqual([[1009], [1008]]));
    good.socket.send(JSON.stringify({ type: "message", content: "fine" }));
    await until(() => expect(good.frames.some(isEnd)).toBe(true));
    expect(good.closed).toEqual([]);
    good.socket.close();
  });

  test("K10: is gone when it is deleted in the middle of an answer", async () => {
    const id = await client.begin();
    const { frames, ended } = await client.listen(`/${id}/messages`, { content: "Tell me, hold:deleted" });
    await until(() => expect(tokensOf(frames)).not.toBe(""));
    expect((await client.send(`/${id}`, undefined, { method: "DELETE" })).status).toBe(204);
    await ended;
    expect(frames.some(isEnd)).toBe(false);
    model.allow("deleted", 40);
    await until(() => expect(model.underWay("deleted")).toEqual([]));
    expect((await client.send(`/${id}/chat-history`)).status).toBe(404);
  });
});

// Each takes a start of the whole API: KILLS=10 for more of them.
const kills = Number(process.env["KILLS"] ?? 2);

test("P1, P3: kill -9 in the middle of a turn, again and again: all that was acknowledged is there, what was cut off says so", async () => {
  let api = await startApi(model.settings);
  try {
    let client = await signIn(api, "register");
    const id = await client.begin();
    const acknowledged: string[] = [];
    for (const round of upTo(kills)) {
      const asked = [`Tell me, hold:killed, ${round}`, `And what waits, hold:killed, ${round}`];
      const [running, waiting] = [
        await client.listen(`/${id}/messages`, { content: asked[0] }),
        await client.listen(`/${id}/messages`, { content: asked[1] }),
      ];
      await until(() => expect(tokensOf(running.frames)).not.toBe(""));
      await until(() => expect(waiting.frames).not.toEqual([]));
      await api.kill();
      const heard = tokensOf(running.frames);
      acknowledged.push(...asked);

      api = await startApi(model.settings, api.stateDir);
      client = await signIn(api, "login");
      const messages = await client.historyOf(id);
      expect(messages.filter(({ role }) => role === "user").map(({ content }) => content)).toEqual(acknowledged);
      const replies = messages.filter(({ role }) => role === "assistant");
      expect(replies.map(({ status }) => status)).toEqual(acknowledged.map(() => "incomplete"));
      expect(replies.at(-2)?.content.startsWith(heard)).toBe(true);
      expect(replies.at(-1)?.content).toBe("");
    }
    const last = await client.send(`/${id}/messages`, { content: "Still there?" });
    expect(await last.json()).toMatchObject({ turn: 2 * kills + 1, reply: { status: "complete" } });
  } finally {
    await api.stop();
  }
}, 600_000);
