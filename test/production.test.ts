// The API with ENVIRONMENT=production, asked over HTTP. The ids are rows of THREATS.md: F fields, N headers and errors, O secrets.
import { request as httpRequest } from "node:http";
import { once } from "node:events";
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import { refusalOf, refused } from "./refusal.ts";
import { readStored } from "./stored-state.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ours = "https://shop.example";
const patienceMs = 60_000;

interface Operation {
  "x-access": string;
  requestBody?: unknown;
}
type Paths = Record<string, Record<string, Operation>>;

let api: RunningApi;
let bearer: string;
let routes: { path: string; method: string; operation: Operation }[];

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${api.url}${path}`, { redirect: "manual", signal: AbortSignal.timeout(patienceMs), ...init });

const post = (path: string, json: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(json),
  });

interface Account {
  access_token: string;
  refresh_token: string;
}

const register = async (email: string, password: string): Promise<Account> => {
  const answer = await post("/api/v1/auth/register", { email, password });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Account;
};

beforeAll(async () => {
  api = await startApi({ ENVIRONMENT: "production", ALLOW_ANONYMOUS: "true", ALLOWED_ORIGINS: ours });
  ({ access_token: bearer } = await register("crawler@example.com", "violet-otter-42-lamp"));
  const { paths } = (await (await ask("/openapi.json")).json()) as { paths: Paths };
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path: path.replaceAll(/\{\w+\}/g, "nothing"),
      method: method.toUpperCase(),
      operation,
    })),
  );
  if (routes.length < 40) throw new Error("the contract is not whole");
});
afterAll(() => api.stop());

/** A refusal as `refusalOf` reads it. */
const toAnswer = async (response: Response) => ({
  status: response.status,
  type: response.headers.get("content-type") ?? "",
  text: await response.text(),
});

describe("every route of the contract", () => {
  const safe = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
  };
  const types = /^(application\/(problem\+)?json|text\/plain; (version=[\d.]+; )?charset=utf-8)$/i;

  test("N3, N4: without a credential: the headers that keep a browser safe, and problems that tell nothing", async () => {
    for (const { path, method } of routes) {
      const response = await ask(path, { method, headers: { "X-Request-Id": "crawler-01" } });
      const at = `${method} ${path}`;
      expect({ at, ...Object.fromEntries(response.headers) }).toMatchObject({
        at,
        ...safe,
        "x-request-id": "crawler-01",
      });
      if (response.status === 204 || response.status === 302) continue;
      expect({ at, type: response.headers.get("content-type") }).toEqual({ at, type: expect.stringMatching(types) });
      if (response.status < 400) continue;
      const answer = await toAnswer(response);
      expect({ at, ...refusalOf(answer) }).toEqual({ at, ...refused(response.status) });
      expect(JSON.parse(answer.text)).toMatchObject({
        type: "about:blank",
        title: expect.any(String),
        request_id: "crawler-01",
      });
      const inside = /SQLITE|D1_ERROR|\bSELECT\b|Error:| at \w+ \(/.exec(answer.text)?.[0];
      expect({ at, inside }).toEqual({ at, inside: undefined });
    }
  });

  test("N6: needs a credential where the contract says so, and says which", async () => {
    const closed = routes.filter(({ operation }) => ["user", "person", "admin"].includes(operation["x-access"]));
    expect(closed.length).toBeGreaterThan(10);
    for (const { path, method } of closed) {
      const response = await ask(path, { method });
      expect({ path, method, status: response.status }).toEqual({ path, method, status: 401 });
      expect(response.headers.get("www-authenticate")).toContain("Bearer");
    }
  });

  test("N6: 404 below it, 405 with Allow for a method it does not take", async () => {
    for (const path of new Set(routes.map((route) => route.path))) {
      const below = await toAnswer(await ask(`${path === "/" ? "" : path}/none/of/this`));
      expect({ path, ...refusalOf(below) }).toEqual({ path, ...refused(404) });
      const response = await ask(path, { method: "PROPFIND" });
      const listed = routes.filter((route) => route.path === path).map(({ method }) => method);
      const allowed = response.headers.get("allow")?.split(", ");
      expect({ path, allowed }).toEqual({ path, allowed: expect.arrayContaining(listed) });
      expect({ path, ...refusalOf(await toAnswer(response)) }).toEqual({ path, ...refused(405) });
    }
  });

  test("F7, N6: 415 for a body of a type it does not take, and for one of no type", async () => {
    const writing = routes.filter(({ operation }) => operation.requestBody !== undefined);
    expect(writing.length).toBeGreaterThan(15);
    for (const { path, method, operation } of writing) {
      if (operation["x-access"] === "admin") continue;
      for (const type of ["text/csv", "application/x-www-form-urlencoded", undefined]) {
        const headers = { Authorization: `Bearer ${bearer}`, ...(type !== undefined && { "Content-Type": type }) };
        const response = await ask(path, { method, headers, body: new TextEncoder().encode("canary") });
        expect({ path, sent: type, ...refusalOf(await toAnswer(response)) }).toEqual({
          path,
          sent: type,
          ...refused(415),
        });
      }
    }
  });

  test("N1: tells no page but ours that it may read the answer", async () => {
    for (const { path } of routes)
      for (const origin of [
        "https://evil.example",
        "null",
        `${ours}.evil.example`,
        "https://shop.example:444",
        "http://shop.example",
      ]) {
        const { headers } = await ask(path, {
          method: "OPTIONS",
          headers: { Origin: origin, "Access-Control-Request-Method": "POST" },
        });
        expect({ path, origin, allowed: headers.get("access-control-allow-origin") }).toEqual({
          path,
          origin,
          allowed: null,
        });
        expect(headers.has("access-control-allow-credentials")).toBe(false);
      }
  });

  test("N2: answers a preflight exactly, once a day, and says that it depends on the origin", async () => {
    for (const { path, method } of routes) {
      const response = await ask(path, {
        method: "OPTIONS",
        headers: {
          Origin: ours,
          "Access-Control-Request-Method": method,
          "Access-Control-Request-Headers": "authorization,content-type",
        },
      });
      expect(response.status).toBe(204);
      expect({ path, ...Object.fromEntries(response.headers) }).toMatchObject({
        path,
        "access-control-allow-origin": ours,
        "access-control-allow-credentials": "true",
        "access-control-allow-headers": "authorization,content-type",
        "access-control-allow-methods": expect.stringContaining(method),
        "access-control-max-age": "86400",
        vary: expect.stringContaining("Origin"),
      });
    }
  });
});

test.each([
  "/metrics",
  "/debug",
  "/debug/pprof",
  "/__debug",
  "/test",
  "/_internal",
  "/admin",
  "/__scheduled",
  "/.env",
  "/.dev.vars",
  "/.git/config",
  "/wrangler.toml",
  "/package.json",
  "/src/index.ts",
  "/graphql",
  "/actuator",
  "/cdn-cgi/explorer",
  "/cdn-cgi/local/explorer/api/storage",
])("N7: %s is not there", async (path) => {
  expect(refusalOf(await toAnswer(await ask(path)))).toEqual(refused(404));
});

test("E10: TRACE is not answered with what was sent", async () => {
  const sent = httpRequest(`${api.url}/users/me`, { method: "TRACE", headers: { "X-Canary": "canary-trace" } });
  sent.end();
  const [response] = await once(sent, "response");
  let text = "";
  for await (const chunk of response) text += String(chunk);
  expect(response.statusCode).toBeGreaterThanOrEqual(400);
  expect(text).not.toContain("canary-trace");
});

describe("fields", () => {
  const email = "fields@example.com";
  const password = "violet-otter-42-lamp";
  const credential = () => ({ Authorization: `Bearer ${bearer}` });

  /** Every field of the identity routes that takes text, with the route that reads it. */
  const places: [string, (text: string) => Promise<Response>][] = [
    ["email", (text) => post("/api/v1/auth/register", { email: text, password })],
    ["email of a login", (text) => post("/api/v1/auth/login", { email: `${text}@example.com`, password })],
    ["password", (text) => post("/api/v1/auth/login", { email, password: text })],
    [
      "full_name",
      (text) =>
        ask("/api/v1/users/me", {
          method: "PATCH",
          headers: { "Content-Type": "application/json", ...credential() },
          body: JSON.stringify({ full_name: text }),
        }),
    ],
    ["refresh_token", (text) => post("/api/v1/auth/refresh", { refresh_token: text })],
    ["code", (text) => post("/api/v1/auth/exchange", { code: text })],
    ["id_token", (text) => post("/api/auth/login", { id_token: text })],
    ["a key's name", (text) => post("/api/v1/auth/api-keys", { name: text }, credential())],
    ["a key's expiry", (text) => post("/api/v1/auth/api-keys", { name: "x", expires_at: text }, credential())],
    ["a first-run field", (text) => post("/api/auth/onboarding", { [text]: "x", answer: text }, credential())],
    ["logout", (text) => post("/auth/logout", { refresh_token: text })],
    ["analysed code", (text) => post("/api/analyze?diagram=none", { content: text })],
    ["an earlier analysis", (text) => post("/api/analyze?diagram=none", { content: "a shop", previous: text })],
    ["a Mermaid diagram", (text) => post("/api/diagram", { mermaid: text, format: "mermaid" })],
    ["a country", (text) => post("/api/regions", { cloud: "aws", users: [{ country: text, share: 1 }] })],
  ];
  const inAddress: [string, (text: string) => Promise<Response>][] = [
    ["limit", (text) => ask(`/api/v1/analyses?limit=${text}`, { headers: credential() })],
    ["cursor", (text) => ask(`/api/v1/analyses?cursor=${text}`, { headers: credential() })],
    ["an analysis' id", (text) => ask(`/api/v1/analyses/${text}`, { headers: credential() })],
    ["a key's id", (text) => ask(`/api/v1/auth/api-keys/${text}`, { method: "DELETE", headers: credential() })],
    ["redirect_uri", (text) => ask(`/auth/google?redirect_uri=${text}`)],
    ["state", (text) => ask(`/auth/google/callback?state=${text}&code=${text}`)],
  ];
  const expected = [200, 201, 204, 400, 401, 403, 404, 409, 422, 503];
  const isTaken = async (name: string, answer: Promise<Response>) => {
    const { status } = await answer;
    expect({ name, status, isExpected: expected.includes(status) }).toEqual({ name, status, isExpected: true });
  };

  test.each([
    "' OR 1=1 --",
    `"; DROP TABLE users; --`,
    "x') UNION SELECT password_hash FROM users --",
    "%' ESCAPE '\\",
    "${jndi:ldap://x}",
  ])("F9: SQL in every field of text does nothing: %s", async (text) => {
    for (const [name, send] of places) await isTaken(name, send(text));
    for (const [name, send] of inAddress) await isTaken(name, send(encodeURIComponent(text)));
    const me = await ask("/users/me", { headers: credential() });
    expect(await me.json()).toMatchObject({ email: "crawler@example.com" });
  });

  const long = 50_000;
  test.each([
    ["one letter", "a".repeat(long)],
    ["an e-mail that never comes to its end", `a@${"a.".repeat(long / 2)}`],
    ["dots and hyphens", `${"a-.".repeat(long / 3)}!`],
    ["white space", `${" ".repeat(long)}!`],
    ["digits", `${"1".repeat(long)}!`],
    ["a date that never ends", `2026-01-01T00:00:00.${"0".repeat(long)}!`],
    ["keys in brackets", `${"ss_live_".repeat(long / 8)}!`],
  ])("F10: no field is slow to read 50 KB of %s", async (_name, text) => {
    // The deadline of `ask` is the assertion: a pattern that backtracks takes minutes.
    for (const [name, send] of places) await isTaken(name, send(text));
    for (const [name, send] of inAddress) await isTaken(name, send(encodeURIComponent(text.slice(0, 5_000))));
    for (const header of ["Authorization", "X-API-Key", "X-Request-Id", "Origin", "Cookie", "Idempotency-Key"]) {
      const value = `${header === "Authorization" ? "Bearer " : ""}${text.slice(0, 8_000)}`;
      await isTaken(header, ask("/api/auth/user", { headers: { [header]: value } }));
    }
    expect((await ask("/health")).status).toBe(200);
  });

  test.each<[string, BodyInit, number]>([
    ["F6 a key given twice", '{"email":"a@example.com","email":"b@example.com","password":"canary-12345"}', 422],
    ["F6 a byte order mark", '\ufeff{"email":"nobody@example.com","password":"canary-12345"}', 401],
    ["F6 UTF-16", new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]), 400],
    ["F6 half a surrogate pair", String.raw`{"email":"a@example.com","password":"canary\ud800"}`, 422],
    ["F6 a NUL", String.raw`{"email":"a@example.com","password":"canary\u0000"}`, 422],
    ["F8 NaN", '{"email":NaN,"password":"canary-12345"}', 400],
    ["F8 a list for a text", '{"email":["a@example.com"],"password":"canary-12345"}', 422],
    ["F8 a number for a text", '{"email":"a@example.com","password":-0}', 422],
    ["F5 __proto__", '{"__proto__":{"email":"a@example.com"},"password":"canary-12345"}', 422],
    ["F5 constructor", '{"constructor":{"prototype":{"is_admin":true}},"email":1,"password":"x"}', 422],
    ["F1 two megabytes", JSON.stringify({ email: "a@example.com", password: "canary".repeat(350_000) }), 413],
  ])("%s", async (_name, body, status) => {
    const response = await ask("/api/v1/auth/login", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
    });
    expect(refusalOf(await toAnswer(response))).toEqual(refused(status));
  });

  test.each([
    ["F8 an integer that loses digits", { name: "x", expires_in_days: 2 ** 53 + 2 }],
    ["F8 half a day", { name: "x", expires_in_days: 1.5 }],
    ["F8 minus zero days", { name: "x", expires_in_days: -0 }],
  ])("%s", async (_name, json) => {
    const answer = await toAnswer(await post("/api/v1/auth/api-keys", json, credential()));
    expect(refusalOf(answer)).toEqual(refused(422));
    expect(JSON.parse(answer.text)).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ path: "expires_in_days" })]),
    });
  });

  test.each([
    ["F11 a setting given twice", "/api/v1/analyses?limit=1&limit=2", 422],
    ["F11 a setting that is a list", "/api/v1/analyses?limit[]=1&cursor=%00", 422],
    ["F11 a NUL in the path", "/api/v1/analyses/an_%00", 404],
    ["F11 a path that climbs", "/api/v1/analyses/%2e%2e%2f%2e%2e%2fusers", 404],
  ])("%s", async (_name, path, status) => {
    expect(refusalOf(await toAnswer(await ask(path, { headers: credential() })))).toEqual(refused(status));
  });
});

test("O1: no secret that was sent is in what was printed or stored", async () => {
  const password = "canary-password-5e1f";
  const wrong = "canary-wrong-77aa";
  const next = "canary-changed-90cd";
  const email = "o1@example.com";
  const json = { "Content-Type": "application/json" };
  const first = await register(email, password);
  const auth = { Authorization: `Bearer ${first.access_token}` };
  await post("/api/v1/auth/login", { email, password: wrong });
  const made = await post("/api/v1/auth/api-keys", { name: "o1" }, auth);
  const { key } = (await made.json()) as { key: string };
  const code = 'resource "aws_sqs_queue" "jobs" {}';
  await post("/api/analyze?diagram=none", { content: code }, { "X-API-Key": key, "Idempotency-Key": "o1-first" });
  const query = `access_token=${first.access_token}&api_key=${key}&password=${password}`;
  await ask(`/users/me?${query}`);
  await ask(`/nowhere/at/all?${query}`);
  await ask("/users/me", { headers: { Authorization: `Basic ${btoa(`x:${wrong}`)}` } });
  await ask("/users/me", { headers: { "X-API-Key": `${key}x`, Cookie: `session=${wrong}` } });
  const change = JSON.stringify({ password: next, current_password: password });
  expect((await ask("/api/v1/users/me", { method: "PATCH", headers: { ...json, ...auth }, body: change })).status).toBe(
    200,
  );
  const refreshed = (await (
    await post("/api/v1/auth/refresh", { refresh_token: first.refresh_token })
  ).json()) as Account;
  await post("/auth/logout", { refresh_token: refreshed.refresh_token });
  await ask("/metrics", { headers: { Authorization: `Bearer ${wrong}` } });

  const stored = [...(await readStored(api.stateDir)).values()].map((bytes) => bytes.toString("latin1"));
  // That the search finds what is there: the address of the account, and the line of a request.
  expect(stored.some((text) => text.includes(email))).toBe(true);
  expect(api.said()).toContain('"event":"request"');
  const everything = [api.said(), ...stored];
  const secrets = {
    password,
    wrong,
    next,
    key,
    access: first.access_token,
    refresh: first.refresh_token,
    refreshed: refreshed.refresh_token,
  };
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret.length).toBeGreaterThan(10);
    for (const form of [secret, encodeURIComponent(secret), btoa(`x:${secret}`)])
      expect({ name, found: everything.some((text) => text.includes(form)) }).toEqual({ name, found: false });
  }
  expect(api.said()).not.toContain(email);
});
