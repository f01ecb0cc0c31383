import { letSleep } from "../../../test/awake.ts";
import { call, signUp, toRequest } from "../../../test/caller.ts";
import type { SignedIn } from "../../../test/caller.ts";
import type { SessionEvent } from "../../../test/session-caller.ts";
import { answerBy, begin, echo, historyOf, holding, objectOf } from "../../../test/session-caller.ts";
import { evictDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";

let alice: SignedIn;
let bob: SignedIn;
beforeAll(async () => {
  alice = await signUp();
  bob = await signUp();
});

const unknown = `chat_${"0".repeat(32)}`;
const page = "http://localhost:5173";
const patience = 15_000;

type Credentials = NonNullable<Parameters<typeof toRequest>[1]>;

const knock = (path: string, { headers, ...credentials }: Credentials = {}): Promise<Response> =>
  exports.default.fetch(toRequest(path, { ...credentials, headers: { Upgrade: "websocket", ...headers } }));

const ticketFor = async (id: string): Promise<string> => {
  const { status, body } = await call(`/api/v1/sessions/${id}/ticket`, {
    method: "POST",
    bearer: alice.access_token,
  });
  expect(status).toBe(201);
  expect(body).toEqual({ ticket: expect.stringMatching(/^tkt_[0-9a-f]{32}$/), expires_in: 30 });
  return (body as { ticket: string }).ticket;
};

const opened: WebSocket[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const socket of opened.splice(0)) socket.close();
});

/** An open socket and what it has heard. */
const connect = async (id: string, query = "") => {
  const ticket = await ticketFor(id);
  const { status, webSocket } = await knock(`/ws/${id}?ticket=${ticket}${query}`);
  expect(status).toBe(101);
  if (webSocket === null) throw new Error("no socket");
  const frames: SessionEvent[] = [];
  const closed: number[] = [];
  webSocket.addEventListener("message", ({ data }) => void frames.push(JSON.parse(String(data))));
  webSocket.addEventListener("close", ({ code }) => void closed.push(code));
  webSocket.accept();
  opened.push(webSocket);
  const hears = (expected: unknown) =>
    vi.waitFor(() => expect(frames).toEqual(expect.arrayContaining([expect.objectContaining(expected)])), patience);
  const say = (frame: unknown) => webSocket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  return { socket: webSocket, frames, closed, hears, say };
};

const message = (content: string, client_message_id?: string) => ({ type: "message", content, client_message_id });
const reply = (content: string) => ({ type: "message", role: "assistant", content, status: "complete" });
const places = (frames: readonly SessionEvent[]) => frames.map(({ seq }) => seq);

describe("the handshake", () => {
  test("K7: takes a ticket once", async () => {
    const id = await begin(alice);
    const path = `/ws/${id}?ticket=${await ticketFor(id)}`;
    const first = await knock(path);
    expect(first.status).toBe(101);
    first.webSocket?.accept();
    first.webSocket?.close();
    const second = await knock(path);
    expect(second.status).toBe(401);
    expect(second.headers.get("www-authenticate")).toBe('Bearer realm="api"');
  });

  test("K7: takes no ticket of another session, none that is made up, and none that is too old", async () => {
    const [id, other] = [await begin(alice), await begin(alice)];
    const ticket = await ticketFor(other);
    for (const path of [`/ws/${id}?ticket=${ticket}`, `/ws/${id}?ticket=tkt_1`, `/ws/${unknown}?ticket=${ticket}`])
      expect((await knock(path)).status).toBe(401);
    const late = await ticketFor(id);
    const halfAMinuteOn = Date.now() + 30_001;
    const clock = vi.spyOn(Date, "now").mockReturnValue(halfAMinuteOn);
    const refused = await knock(`/ws/${id}?ticket=${late}`);
    clock.mockRestore();
    expect(refused.status).toBe(401);
  });

  test.each([
    ["nothing", 401, () => ({})],
    ["a Bearer token", 101, () => ({ bearer: alice.access_token })],
    ["a Bearer token from a listed page", 101, () => ({ bearer: alice.access_token, headers: { Origin: page } })],
    [
      "a Bearer token from another page",
      403,
      () => ({ bearer: alice.access_token, headers: { Origin: "https://evil" } }),
    ],
    ["a Bearer token from no page", 403, () => ({ bearer: alice.access_token, headers: { Origin: "null" } })],
    ["somebody else's token", 404, () => ({ bearer: bob.access_token })],
    ["a token that is none", 401, () => ({ bearer: "x.y.z" })],
  ])("K7, E7: with %s answers %d", async (_name, expected, credentials: () => Credentials) => {
    const id = await begin(alice);
    const { status, webSocket } = await knock(`/ws/${id}`, credentials());
    webSocket?.accept();
    webSocket?.close();
    expect(status).toBe(expected);
  });

  test("K7: with a cookie needs a listed page", async () => {
    const id = await begin(alice);
    const value = "ssc_of-alice";
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(value)));
    const hash = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    await env.DB.prepare("update login_sessions set cookie_hash = ? where user_id = ?").bind(hash, alice.user.id).run();
    const cookie = `session=${value}`;
    const at = async (headers: Record<string, string>) => {
      const { status, webSocket } = await knock(`/ws/${id}`, { cookie, headers });
      webSocket?.accept();
      webSocket?.close();
      return status;
    };
    expect([await at({}), await at({ Origin: "https://evil" }), await at({ Origin: page })]).toEqual([403, 403, 101]);
  });

  test("E7, E8: finds nothing by another name, and nothing without an upgrade", async () => {
    for (const id of [unknown, "chat_０", "x".repeat(1_000), "%2e%2e%2fx"])
      expect((await knock(`/ws/${id}`, { bearer: alice.access_token })).status).toBe(404);
    const id = await begin(alice);
    expect((await call(`/ws/${id}`, { bearer: alice.access_token })).status).toBe(400);
    const path = `/ws/${id}?ticket=${await ticketFor(id)}`;
    expect((await call(path)).status).toBe(400);
    expect((await knock(path)).status).toBe(101);
  });

  test("is not for an API key that may only read", async () => {
    const id = await begin(alice);
    const { body } = await call("/api/v1/auth/api-keys", {
      bearer: alice.access_token,
      json: { name: "reader", scopes: ["read"] },
    });
    expect((await knock(`/ws/${id}`, { apiKey: (body as { key: string }).key })).status).toBe(403);
  });
});

describe("a socket", () => {
  test("carries a message in, and pieces and the whole answer out, to everyone in the session", async () => {
    const id = await begin(alice);
    const [one, two] = [await connect(id), await connect(id)];
    one.say(message("a b", "c-1"));
    await two.hears(reply("a b "));
    await one.hears(reply("a b "));
    expect(one.frames).toEqual(two.frames);
    expect(one.frames.map(({ seq, type, content }) => [seq, type, content])).toEqual([
      [1, "message", "a b"],
      [2, "progress", undefined],
      [3, "token", "a "],
      [4, "token", "b "],
      [5, "message", "a b "],
    ]);
    expect(one.frames[0]).toMatchObject({ role: "user", client_message_id: "c-1", turn: 1 });
  });

  test("K2: goes on where it was", async () => {
    const { responder, release } = holding(40, 10);
    const id = await begin(alice, responder);
    const first = await connect(id);
    first.say(message("count"));
    await first.hears({ type: "token", content: "5 " });
    first.socket.close();
    const seen = first.frames.at(-1)?.seq ?? 0;
    const second = await connect(id, `&after=${seen}`);
    release();
    await second.hears({ type: "message", role: "assistant", status: "complete" });
    expect(places([...first.frames.filter(({ seq }) => seq <= seen), ...second.frames])).toEqual(
      Array.from({ length: 43 }, (_, index) => index + 1),
    );
  });

  test("K5: answers a message that it has had already with what became of it", async () => {
    const id = await begin(alice);
    const first = await connect(id);
    first.say(message("a", "c-1"));
    await first.hears(reply("a "));
    const second = await connect(id);
    second.say(message("a", "c-1"));
    await second.hears(reply("a "));
    expect(second.frames).toEqual(first.frames);
    expect(await historyOf(alice, id)).toHaveLength(2);
  });

  test("K6: outlives its object, which knows all from its storage", async () => {
    const id = await begin(alice);
    const { say, hears, frames, closed } = await connect(id);
    say(message("before"));
    await hears(reply("before "));
    await letSleep(objectOf(id));
    await evictDurableObject(objectOf(id));
    await answerBy(id, echo);
    say(message("after it slept"));
    await hears(reply("after it slept "));
    expect(frames.at(-1)).toMatchObject({ data: { seen: 2 } });
    expect(places(frames)).toEqual(Array.from({ length: frames.length }, (_, index) => index + 1));
    expect(closed).toEqual([]);
  });

  test("answers a ping with the newest place, asleep or not, however it is written", async () => {
    const id = await begin(alice);
    const { say, hears, frames } = await connect(id);
    say(message("a"));
    await hears(reply("a "));
    await letSleep(objectOf(id));
    await evictDurableObject(objectOf(id));
    say('{"type":"ping"}');
    await hears({ type: "pong", seq: 4 });
    say('{ "type": "ping" }');
    await vi.waitFor(() => expect(frames.filter(({ type }) => type === "pong")).toHaveLength(2), patience);
  });

  test.each([
    ["no JSON", "{", "malformed_body"],
    ["another type", '{"type":"delete"}', "invalid_request"],
    ["no content", '{"type":"message"}', "invalid_request"],
    ["a content that is none", '{"type":"message","content":{"a":1}}', "invalid_request"],
    ["half a character", '{"type":"message","content":"\\ud800"}', "invalid_request"],
    ["a depth", `${"[".repeat(100)}${"]".repeat(100)}`, "invalid_request"],
  ])("K8: is told what is wrong with %s, and stays open", async (_name, frame, code) => {
    const id = await begin(alice);
    const { say, hears, frames, closed } = await connect(id);
    say(frame);
    await hears({ type: "error", code, seq: 0 });
    say(message("fine"));
    await hears(reply("fine "));
    expect(closed).toEqual([]);
    expect(JSON.stringify(frames)).not.toContain("delete");
  });

  test.each([
    ["a frame of more than 64 KB", 1009, ["x".repeat(64 * 1_024 + 1)]],
    ["more than 50 frames a second", 1008, Array.from({ length: 200 }, () => '{ "type": "ping" }')],
  ])("K8: is closed for %s, the others stay", async (_name, code, sent) => {
    const id = await begin(alice);
    const [bad, good] = [await connect(id), await connect(id)];
    // Within one second, however long it takes.
    const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now());
    for (const frame of sent) if (bad.socket.readyState === WebSocket.OPEN) bad.say(frame);
    await vi.waitFor(() => expect(bad.closed).toEqual([code]), patience);
    clock.mockRestore();
    good.say(message("fine"));
    await good.hears(reply("fine "));
    expect(good.closed).toEqual([]);
  });

  test("K10: is closed when its session is deleted", async () => {
    const id = await begin(alice, holding(10, 3).responder);
    const { say, hears, closed } = await connect(id);
    say(message("count"));
    await hears({ type: "token" });
    const { status } = await call(`/api/v1/sessions/${id}`, { method: "DELETE", bearer: alice.access_token });
    expect(status).toBe(204);
    await vi.waitFor(() => expect(closed).toEqual([1000]), patience);
  });
});
