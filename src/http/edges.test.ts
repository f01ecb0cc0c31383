// What callers write into headers, and what is told of what nobody foresaw.
import { answerError, AppError, describeFailure, fromStore, invalid } from "#http/errors";
import { requireUser } from "#http/actor";
import { readAddress } from "#http/limit";
import { describeError } from "#http/log";
import { toOpenAiError } from "#http/openai-error";
import { wantsEvents } from "#http/stream";
import { call } from "../../test/caller.ts";
import { HTTPException } from "hono/http-exception";
import { afterEach, describe, expect, test, vi } from "vitest";

afterEach(() => {
  vi.restoreAllMocks();
});

/** As much of a request as is looked at. */
const contextWith = (headers: Record<string, string>) => {
  const logged: unknown[] = [];
  const c = {
    req: { header: (name: string) => headers[name.toLowerCase()], url: "http://api/v1x/%41" },
    var: {
      requestId: "request-1",
      ctx: { log: (...line: unknown[]) => logged.push(line), settings: { production: false } },
    },
    json: (body: unknown, status: number) => Response.json(body, { status }),
  };
  // Only what is above is used of it.
  return { c: c as never, logged };
};

describe("Accept", () => {
  test.each([
    ["", false],
    ["text/event-stream", true],
    ["text/event-stream;q=0", false],
    ["text/event-stream; q=nothing", false],
    ["application/json, text/event-stream;q=0.5", false],
    ["application/json;q=0.5, TEXT/EVENT-STREAM;charset=x;q=0.5", true],
    ["*/*", false],
  ])("%j wants events: %s", (accept, expected) => {
    expect(wantsEvents(contextWith({ accept }).c)).toBe(expected);
  });
});

describe("where a request comes from", () => {
  test.each([
    ["203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8::6", "2001:db8:0:0"],
    ["::1", ":0:0:0"],
    ["2001:db8:1:2::", "2001:db8:1:2"],
  ])("%s is counted as %s", (address, caller) => {
    expect(readAddress(contextWith({ "cf-connecting-ip": address }).c, true)).toBe(caller);
    expect(readAddress(contextWith({ "cf-connecting-ip": address }).c, false)).toBe("local");
  });
});

describe("a failure", () => {
  test.each([
    [new HTTPException(400), 400, "malformed_body", 0],
    [new HTTPException(415), 415, "unsupported_media_type", 0],
    [new HTTPException(418), 500, "internal", 1],
    [new TypeError("secret-of-ours"), 500, "internal", 1],
    [new AppError("unavailable", "Later.", { cause: new Error("secret-of-the-store") }), 503, "unavailable", 1],
    [new AppError("conflict", "No."), 409, "conflict", 0],
  ])("%s is told as %i %s", async (error, status, code, lines) => {
    const { c, logged } = contextWith({});
    const answer = answerError(error, c);
    const text = await answer.text();
    expect([answer.status, JSON.parse(text)]).toEqual([
      status,
      expect.objectContaining({ status, code, instance: "/v1x/%41", request_id: "request-1" }),
    ]);
    expect([logged.length, text.includes("secret")]).toEqual([lines, false]);
  });

  test("that is no error is told all the same", () => {
    expect(describeFailure("gone", contextWith({}).c)).toMatchObject({ status: 500, code: "internal" });
  });

  test("of a store keeps its cause for the log, and no stack is made up for one that has none", async () => {
    const cause = new Error("full");
    await expect(fromStore(Promise.reject(cause))).rejects.toMatchObject({ code: "unavailable", cause });
    delete cause.stack;
    expect(describeError(cause, true)).toEqual({ error: "Error", stack: "" });
    expect(describeError(cause, false)).toEqual({ error: "Error: full", stack: "" });
  });

  test("of a field names plain keys, and of a caller's own words none", () => {
    const issue = { code: "custom", path: ["a", 0, "their own words", Symbol("s")], message: "No." } as const;
    expect(invalid([issue as never]).errors).toEqual([{ path: "a.0.*.*", message: "No." }]);
  });

  test.each([
    [
      "a field",
      [{ path: "messages.0.content", message: "Too long." }],
      "messages[0].content: Too long.",
      "messages[0].content",
    ],
    ["the whole", [{ path: "", message: "Too long." }], "Too long.", null],
    ["a line of a file", [{ file: "a.tf", line: 1, column: 1, message: "Broken." }], "Broken.", null],
    ["nothing", undefined, "Some fields are not valid.", null],
  ])("of %s is told in OpenAI's words", (_name, errors, message, param) => {
    const error = new AppError("invalid_request", "Some fields are not valid.", errors && { errors });
    expect(toOpenAiError(error, 400)).toMatchObject({ message, param, type: "invalid_request_error" });
  });
});

test("a verb that needs an account refuses nobody's call", () => {
  expect(() => requireUser({ actor: { kind: "anonymous" } } as never)).toThrow("This needs an account.");
});

test.each(["Basic abc", "Bearer", "Bearer  "])("Authorization: %s is refused", async (authorization) => {
  const { status } = await call("/api/v1/users/me", { headers: { Authorization: authorization } });
  expect(status).toBe(401);
});
