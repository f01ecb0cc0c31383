import type { Access } from "#http/access";
import { AppError } from "#http/errors";
import { createRouter, json, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createApp } from "./app.ts";

const app = createApp();
const allowed = "http://localhost:5173";

const ask = (path: string, init: RequestInit = {}, settings: Partial<Cloudflare.Env> = {}, api = app) =>
  api.request(`http://api${path}`, init, { ...env, ...settings }, createExecutionContext());

const guarded = (access: Access, handler: () => void = () => {}) => {
  const guardedRoute = route(
    { access },
    {
      method: "get",
      path: "/guarded/{id}",
      request: { params: z.object({ id: z.string().max(5) }), query: z.object({ a: z.string().optional() }) },
      responses: { 200: json(z.object({ id: z.string() }), "Through") },
    },
  );
  const router = createRouter().openapi(guardedRoute, (c) => {
    handler();
    return c.json({ id: c.req.valid("param").id }, 200);
  });
  return createApp().route("/", router);
};

beforeEach(() => {
  vi.spyOn(console, "log").mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("every answer", () => {
  test.each([
    ["a success", "GET", "/health"],
    ["the contract", "GET", "/openapi.json"],
    ["a 404", "GET", "/nowhere"],
    ["a 405", "POST", "/health"],
    ["a preflight", "OPTIONS", "/health"],
  ])("N3: %s carries the security headers and an id", async (_name, method, path) => {
    const { headers } = await ask(path, { method });
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "referrer-policy": "no-referrer",
      vary: expect.stringContaining("Origin"),
      "x-content-type-options": "nosniff",
      "x-request-id": expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(headers.has("strict-transport-security")).toBe(false);
  });

  test("is kept on TLS in production", async () => {
    const { headers } = await ask("/health", {}, { ENVIRONMENT: "production" });
    expect(headers.get("strict-transport-security")).toContain("max-age=63072000");
  });

  test.each([
    ["from-the-caller", true],
    ["short", false],
    ["spaces are not ids", false],
    ["x".repeat(65), false],
  ])("keeps the request id %s: %s", async (id, kept) => {
    const { headers } = await ask("/health", { headers: { "X-Request-Id": id } });
    expect(headers.get("x-request-id") === id).toBe(kept);
  });
});

describe("N4, N6: failures are problems", () => {
  test.each([
    ["an unknown address", "GET", "/nowhere", 404, "not_found"],
    ["a NUL in the path", "GET", "/%00", 404, "not_found"],
    ["a path that climbs", "GET", "/..%2f..%2fetc/passwd", 404, "not_found"],
    ["a broken escape", "GET", "/%zz", 404, "not_found"],
    ["markup in the path", "GET", "/%3Cscript%3E", 404, "not_found"],
    ["another method", "DELETE", "/health/", 405, "method_not_allowed"],
    ["a method nobody knows here", "PROPFIND", "/", 405, "method_not_allowed"],
  ])("%s", async (_name, method, path, status, code) => {
    const answer = await ask(path, { method, headers: { "X-Request-Id": "request-1" } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const problem = await answer.json<Record<string, unknown>>();
    expect(problem).toMatchObject({ type: "about:blank", status, code, request_id: "request-1" });
    expect(problem["instance"]).toBe(new URL(`http://api${path}`).pathname);
    expect(problem["error"]).toBe(problem["detail"]);
  });

  test("N5, N6: a 405 lists what the address takes; HEAD comes with GET", async () => {
    expect((await ask("/health", { method: "POST" })).headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    expect((await ask("/health", { method: "HEAD" })).status).toBe(200);
  });

  test("an address that takes GET but for a slash too many is a 404", async () => {
    expect((await ask("/health/")).status).toBe(200);
    expect((await ask("/health//")).status).toBe(404);
  });

  test("E10: a method in a header changes nothing", async () => {
    const answer = await ask("/health", { method: "POST", headers: { "X-HTTP-Method-Override": "GET" } });
    expect(answer.status).toBe(405);
  });

  test.each([
    ["/guarded/toolong", 404, "not_found"],
    ["/guarded/1?a=1&a=2", 422, "invalid_request"],
  ])("%s", async (path, status, code) => {
    const answer = await ask(path, {}, {}, guarded("public"));
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
  });

  test("a setting that cannot be used is named", async () => {
    const answer = await ask("/health", {}, { RATE_LIMIT_SCALE: "many" });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      code: "not_configured",
      detail: "Not a usable value: RATE_LIMIT_SCALE.",
    });
  });

  test("N4: what nobody foresaw is a 500 that tells nothing, and a log line without the message in production", async () => {
    const logged = vi.spyOn(console, "error").mockReturnValue();
    const broken = guarded("public", () => {
      throw new TypeError("row of ada@example.com\r\nis odd");
    });
    const headers = { "X-Request-Id": "unforeseen-1" };
    const answer = await ask("/guarded/1", { headers }, { ENVIRONMENT: "production" }, broken);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("ada@example.com");
    const [line = ""] = logged.mock.calls.map(String).filter((text) => text.includes("unforeseen-1"));
    expect(JSON.parse(line)).toMatchObject({ event: "internal", error: "TypeError" });
    expect(line).not.toContain("ada@example.com");
  });

  test("an AppError keeps its code, its faults and its headers", async () => {
    const fault = { file: "main.tf", line: 3, column: 1, message: "Expected a brace." };
    const failing = guarded("public", () => {
      throw new AppError("unavailable", "Try again.", { errors: [fault], headers: { "Retry-After": "1" } });
    });
    const answer = await ask("/guarded/1", {}, {}, failing);
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(await answer.json()).toMatchObject({ code: "unavailable", errors: [fault] });
  });
});

describe("access", () => {
  test.each<[Access, string, number]>([
    ["public", "false", 200],
    ["signature", "false", 200],
    ["anon", "true", 200],
    ["anon", "false", 401],
    ["user", "true", 401],
    ["admin", "true", 401],
    ["operator", "true", 200],
  ])("%s with ALLOW_ANONYMOUS=%s answers %i", async (access, ALLOW_ANONYMOUS, status) => {
    const answer = await ask("/guarded/1", {}, { ALLOW_ANONYMOUS }, guarded(access));
    expect(answer.status).toBe(status);
    expect(answer.headers.get("www-authenticate")).toBe(status === 401 ? 'Bearer realm="api"' : null);
  });
});

describe("N1, N2: CORS", () => {
  test.each([
    ["a listed origin", allowed, true],
    ["another origin", "https://evil.example", false],
    ["null", "null", false],
    ["a listed origin's lookalike", `${allowed}.evil.example`, false],
    ["another port", "http://localhost:51730", false],
  ])("%s", async (_name, origin, welcome) => {
    const { headers } = await ask("/health", { headers: { Origin: origin } });
    expect(headers.get("access-control-allow-origin")).toBe(welcome ? origin : null);
    expect(headers.get("access-control-allow-credentials")).toBe(welcome ? "true" : null);
    expect(headers.get("access-control-expose-headers")?.includes("RateLimit-Policy") ?? false).toBe(welcome);
  });

  test("a preflight is answered exactly and may be remembered", async () => {
    const headers = {
      Origin: allowed,
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "content-type",
    };
    const answer = await ask("/api/analyze", { method: "OPTIONS", headers });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "access-control-allow-origin": allowed,
      "access-control-allow-headers": "content-type",
      "access-control-allow-methods": expect.stringContaining("POST"),
      "access-control-max-age": "86400",
      vary: expect.stringContaining("Origin"),
    });
  });

  test("errors reach the page too", async () => {
    const { headers } = await ask("/nowhere", { headers: { Origin: allowed } });
    expect(headers.get("access-control-allow-origin")).toBe(allowed);
  });

  test("a trailing slash in the setting is forgiven", async () => {
    const settings = { ALLOWED_ORIGINS: "https://shop.example/" };
    const { headers } = await ask("/health", { headers: { Origin: "https://shop.example" } }, settings);
    expect(headers.get("access-control-allow-origin")).toBe("https://shop.example");
  });
});

test("O1: in production each request is one log line, with the route's pattern and nothing of the caller", async () => {
  const logged = vi.spyOn(console, "log").mockReturnValue();
  const headers = { "X-Request-Id": "one-line-of-its-own" };
  await ask("/guarded/abc?a=secret", { headers }, { ENVIRONMENT: "production" }, guarded("public"));
  const lines = logged.mock.calls.map(([text]) => String(text)).filter((text) => text.includes("one-line-of-its-own"));
  expect(lines).toHaveLength(1);
  const [line = ""] = lines;
  expect(JSON.parse(line)).toMatchObject({ event: "request", method: "GET", route: "/guarded/:id", status: 200 });
  expect(line).not.toMatch(/abc|secret/);
});
