import { messagesOf, speakerFor, textOf } from "../../../test/mcp-caller.ts";
import type { Result } from "../../../test/mcp-caller.ts";
import { call, signUp } from "../../../test/caller.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../app.ts";

const { callTool, post, rpc } = speakerFor(createApp());

const ping = { jsonrpc: "2.0", id: 1, method: "ping" };
const pong = { jsonrpc: "2.0", id: 1, result: {} };
const open = 'resource "aws_s3_bucket" "b" {\n  bucket = "b"\n  acl = "public-read"\n}\n';

beforeEach(() => {
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("the answer comes", () => {
  test.each([
    ["nothing", {}],
    ["anything", { Accept: "*/*" }],
    ["JSON", { Accept: "Application/JSON" }],
    ["any application", { Accept: "text/html, application/*;q=0.1" }],
    ["both, as the clients do", { Accept: "application/json, text/event-stream" }],
    ["JSON rather", { Accept: "text/event-stream;q=0.3, application/json;q=0.9" }],
    ["JSON and no events", { Accept: "application/json, text/event-stream;q=0" }],
  ])("as JSON to who takes %s", async (_name, headers) => {
    const answer = await post(ping, { headers });
    expect([answer.status, answer.body]).toEqual([200, pong]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test.each([
    ["events", { Accept: "text/event-stream" }],
    ["any text", { Accept: "TEXT/*" }],
    ["events rather", { Accept: "application/json;q=0.5, text/event-stream" }],
  ])("as events to who takes %s", async (_name, headers) => {
    const answer = await post(ping, { headers });
    expect([answer.headers.get("content-type"), messagesOf(answer.body)]).toEqual(["text/event-stream", [pong]]);
  });

  test.each(["text/html", "application/json;q=0", "image/*, text/plain"])(
    "to nobody who takes only %s",
    async (accept) => {
      const { status, body } = await post(ping, { headers: { Accept: accept } });
      expect([status, body]).toEqual([
        406,
        {
          jsonrpc: "2.0",
          id: null,
          error: { code: -32_000, message: "Answers are application/json or text/event-stream." },
        },
      ]);
    },
  );
});

describe("a message that is none", () => {
  test.each([
    ["broken JSON", "{bad", -32_700, null],
    ["F5: a key twice", '{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}', -32_600, null],
    ["a number", 5, -32_600, null],
    ["nothing", null, -32_600, null],
    ["no method, with a number as id", { jsonrpc: "2.0", id: 7 }, -32_600, 7],
    ["no method, with a text as id", { jsonrpc: "2.0", id: "a-7" }, -32_600, "a-7"],
    ["no method, with half a number as id", { jsonrpc: "2.0", id: 1.5 }, -32_600, null],
    ["no method, with an object as id", { jsonrpc: "2.0", id: { of: 7 } }, -32_600, null],
    ["no method and no id", { jsonrpc: "2.0" }, -32_600, null],
    ["JSON-RPC 1", { ...ping, jsonrpc: "1.0" }, -32_600, 1],
    ["a batch with one that is none", [ping, 5], -32_600, null],
    ["a batch of nothing", [], -32_600, null],
    ["a batch of 21", Array.from({ length: 21 }, (_, id) => ({ ...ping, id })), -32_600, null],
    ["a batch with one id twice", [ping, ping], -32_600, null],
    [
      "a batch with a beginning in it",
      [
        ping,
        {
          jsonrpc: "2.0",
          id: 2,
          method: "initialize",
          params: { protocolVersion: "2025-03-26", capabilities: {}, clientInfo: { name: "c", version: "1" } },
        },
      ],
      -32_600,
      null,
    ],
  ])("is refused with its id, where that can be one: %s", async (_name, body, code, id) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ jsonrpc: "2.0", id, error: { code, message: expect.any(String) } });
  });

  test("F1: or too much of one is a problem like anywhere else", async () => {
    const { status, body } = await post({ ...ping, params: { text: "x".repeat(5_600_000) } });
    expect([status, body]).toEqual([413, expect.objectContaining({ code: "too_large" })]);
  });
});

describe("a batch", () => {
  const cancel = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } };

  test.each([
    ["one request", [ping], {}, [pong]],
    ["two and a notice", [ping, cancel, { ...ping, id: 2 }], {}, [pong, { ...pong, id: 2 }]],
    ["by its revision", [ping], { "MCP-Protocol-Version": "2025-03-26" }, [pong]],
  ])("is answered as a batch: %s", async (_name, body, headers, answers) => {
    expect((await post(body, { headers })).body).toEqual(answers);
  });

  test("of notices alone is taken without an answer, as a notice alone is", async () => {
    expect((await post([cancel, cancel])).status).toBe(202);
    expect((await post(cancel)).status).toBe(202);
  });

  test("as events is answered in events", async () => {
    const { body } = await post([ping, { ...ping, id: 2 }], { headers: { Accept: "text/event-stream" } });
    expect(messagesOf(body)).toEqual([pong, { ...pong, id: 2 }]);
  });

  test("is refused where its revision knows none any more", async () => {
    const { status, body } = await post([ping], { headers: { "MCP-Protocol-Version": "2025-06-18" } });
    expect([status, body]).toEqual([
      400,
      expect.objectContaining({ error: { code: -32_600, message: expect.stringContaining("2025-03-26") } }),
    ]);
  });
});

describe("a revision", () => {
  test("that nobody knows is refused with those that are known, and met in a beginning", async () => {
    const headers = { "MCP-Protocol-Version": "1999-01-01" };
    const { status, body } = await post(ping, { headers });
    expect([status, body]).toEqual([
      400,
      { jsonrpc: "2.0", id: 1, error: { code: -32_000, message: expect.stringContaining("2025-11-25") } },
    ]);
    const params = { protocolVersion: "1999-01-01", capabilities: {}, clientInfo: { name: "old", version: "0" } };
    const { result } = await rpc("initialize", params, { headers });
    expect(result).toMatchObject({ protocolVersion: "2025-11-25", serverInfo: { name: "stackstage" } });
  });

  const modern = (method: string, params: object, accept: string, name?: string) =>
    post(
      {
        jsonrpc: "2.0",
        id: 1,
        method,
        params: {
          ...params,
          _meta: {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientInfo": { name: "new", version: "1" },
            "io.modelcontextprotocol/clientCapabilities": {},
            ...(name !== undefined && { progressToken: "p" }),
          },
        },
      },
      {
        headers: {
          Accept: accept,
          "MCP-Protocol-Version": "2026-07-28",
          "Mcp-Method": method,
          ...(name !== undefined && { "Mcp-Name": name }),
        },
      },
    );

  test("without a beginning is served at once, as JSON or as events", async () => {
    const json = await modern("tools/list", {}, "application/json");
    expect(json.body).toMatchObject({ id: 1, result: { tools: expect.any(Array), ttlMs: 3_600_000 } });
    const events = await modern("tools/list", {}, "text/event-stream");
    expect(messagesOf(events.body)).toEqual([json.body]);
  });

  test("without a beginning knows no other method, and says so as HTTP does", async () => {
    const { status, body } = await modern("nothing/at-all", {}, "application/json");
    expect([status, body]).toEqual([
      404,
      expect.objectContaining({ error: expect.objectContaining({ code: -32_601 }) }),
    ]);
  });

  test("without a beginning tells of progress where events are taken", async () => {
    const params = { name: "analyze_infrastructure", arguments: { content: open } };
    const { body } = await modern("tools/call", params, "application/json, text/event-stream", params.name);
    const told = messagesOf(body).filter(({ method }) => method === "notifications/progress");
    expect(told.map(({ params: of }) => of?.["progress"])).toEqual([0.2, 0.4, 0.5, 0.8, 0.9]);
  });
});

describe("progress", () => {
  const params = {
    name: "analyze_infrastructure",
    arguments: { content: open },
    _meta: { progressToken: "p" },
  };

  test("is told before the answer to who asks for it and takes events", async () => {
    const { body } = await post(
      { jsonrpc: "2.0", id: 1, method: "tools/call", params },
      { headers: { Accept: "application/json, text/event-stream" } },
    );
    const messages = messagesOf(body);
    const told = messages.slice(0, -1).map(({ params: of }) => [of?.["progressToken"], of?.["message"]]);
    expect(told).toEqual([
      ["p", "1 resources read"],
      ["p", expect.stringMatching(/^score \d+, \d+ findings$/)],
      ["p", expect.stringMatching(/^\$\d+\.\d\d\/month$/)],
      ["p", expect.stringMatching(/^suggested design: score \d+, \d+ changes$/)],
      ["p", "worded and compared"],
    ]);
    expect(messages.at(-1)?.result).toMatchObject({ structuredContent: { cloud: "aws" } });
  });

  test("is kept back from who takes JSON alone", async () => {
    const { result } = await rpc("tools/call", params, { headers: { Accept: "application/json" } });
    expect(textOf(result as Result)).toContain("aws_s3_bucket.b");
  });
});

describe("N1: a page", () => {
  const of = async (origin: string, settings: Record<string, string> = {}): Promise<number> =>
    (await post(ping, { headers: { Origin: origin }, settings })).status;

  test.each([
    ["that is listed", "http://localhost:5173", {}, 200],
    ["of somebody else", "https://evil.example", {}, 403],
    ["without a name", "null", {}, 403],
    // The request's own address is made of the Host that the client wrote.
    ["of the address that the request itself names", "http://api", {}, 403],
    ["of the address that the operator named", "https://api.example", { PUBLIC_URL: "https://api.example/" }, 200],
    [
      "of the request's address where the operator named another",
      "http://api",
      { PUBLIC_URL: "https://a.example" },
      403,
    ],
    [
      "of the request's address in production",
      "http://api",
      { ENVIRONMENT: "production", ALLOW_ANONYMOUS: "true" },
      200,
    ],
  ])("%s", async (_name, origin, settings, status) => {
    expect(await of(origin, settings)).toBe(status);
  });
});

describe("what fails", () => {
  const refused: unknown = {
    prepare: () => {
      throw new TypeError("secret-of-the-store");
    },
  };
  // A store that is there and does not do what it should.
  const settings = { DB: refused as D1Database };
  const uri = `analysis://an_${"0".repeat(32)}`;

  test.each([
    ["an address of nothing", "resources/read", { uri: "file:///etc/passwd" }, /nothing at this address/],
    ["a form that there is not", "resources/read", { uri: `${uri}/secrets.txt` }, /nothing at this address/],
    ["an analysis that there is not", "resources/read", { uri }, /no such analysis/],
    ["an unknown tool", "tools/call", { name: "drop_tables", arguments: {} }, /Unknown tool/],
  ])("by the caller's mistake is an error of the protocol: %s", async (_name, method, params, message) => {
    expect((await rpc(method, params)).error).toMatchObject({ code: -32_602, message: expect.stringMatching(message) });
  });

  test("on our side is told in one sentence, and nothing of its cause", async () => {
    const { error } = await rpc("resources/read", { uri }, { settings });
    expect(error?.code).toBe(-32_603);
    const { result } = await rpc(
      "tools/call",
      { name: "estimate_cost", arguments: { analysis_id: uri.slice(11) } },
      { settings },
    );
    expect((result as Result).isError).toBe(true);
    expect(JSON.stringify([error, result])).not.toContain("secret-of-the-store");
  });

  test("by a cursor that is none names it, and a tool called with nothing names what it needs", async () => {
    const { access_token: bearer } = await signUp();
    expect((await rpc("resources/list", { cursor: "nonsense" }, { bearer })).error).toMatchObject({
      code: -32_602,
      data: { errors: [{ path: "cursor", message: "Not a cursor of this list." }] },
    });
    expect((await rpc("resources/list", {})).result).toEqual({ resources: [] });
    const { result } = await rpc("tools/call", { name: "validate_python" });
    expect(textOf(result as Result)).toMatch(/^Some fields are not valid\.\n- code: /);
  });

  test("before the protocol's turn is a problem like anywhere else", async () => {
    const { access_token: bearer } = await signUp();
    const made = await call("/api/v1/auth/api-keys", { bearer, json: { name: "agent" } });
    const { key } = made.body as { key: string };
    const { status, body } = await post(ping, { apiKey: key, settings });
    expect(status).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(body)).not.toContain("secret-of-the-store");
    expect(body).toMatchObject({ code: expect.any(String), status });
  });

  test("by asking too often says when to ask again", async () => {
    const { access_token: bearer } = await signUp();
    // One call of a model's work a minute, and ten requests.
    const slow = { bearer, settings: { RATE_LIMIT_SCALE: "0.0017" } };
    const first = await callTool("generate_workflow", { prompt: 5 }, slow);
    expect(textOf(first)).toBe("Some fields are not valid.\n- prompt: Invalid input: expected string, received number");
    const second = await callTool("generate_workflow", { prompt: 5 }, slow);
    expect([second.isError, textOf(second)]).toEqual([
      true,
      expect.stringMatching(/\nRetry after (?:[1-5]\d|60) seconds\.$/),
    ]);
  });
});
