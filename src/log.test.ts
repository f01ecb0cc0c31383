// What whoever runs this reads of what happened: rows O2, O3 and O5 of test/THREATS.md.
import { password, read, signUp, toRequest } from "../test/caller.ts";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createApp } from "./app.ts";

const app = createApp();
const requestId = "a-request-of-ours";

let written: string[];
beforeEach(() => {
  written = [];
  for (const method of ["log", "error"] as const)
    vi.spyOn(console, method).mockImplementation((line: string) => {
      // Objects go on by themselves, and it is not them that are asked.
      if (!/"request_id":"(?:session|document-job)"/.test(line)) written.push(line);
    });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const ask = async (path: string, init: Parameters<typeof toRequest>[1] = {}, more: Partial<Cloudflare.Env> = {}) => {
  const headers = { "X-Request-Id": requestId, ...init.headers };
  const bindings = { ...env, ENVIRONMENT: "production", ALLOW_ANONYMOUS: "true", ...more };
  return read(await app.request(toRequest(path, { ...init, headers }), {}, bindings, createExecutionContext()));
};

interface Line {
  event: string;
  request_id: string;
}

/** The security events of what was asked since the last look. */
const events = (): string[] => {
  const lines = written.splice(0).map((line): Line => JSON.parse(line));
  for (const { request_id } of lines) expect(request_id).toBe(requestId);
  return lines.map(({ event }) => event).filter((event) => event.startsWith("security."));
};

describe("O3: exactly one event, with the id of the request, tells of", () => {
  test("a registration, a sign-in, a wrong password and signing out", async () => {
    const json = { email: "o3@example.com", password };
    const made = await ask("/api/v1/auth/register", { json });
    expect([made.status, events()]).toEqual([201, ["security.registered"]]);
    expect([(await ask("/api/v1/auth/login", { json })).status, events()]).toEqual([200, ["security.login"]]);
    const wrong = await ask("/api/v1/auth/login", { json: { ...json, password: "not it at all" } });
    expect([wrong.status, events()]).toEqual([401, ["security.login_failed"]]);
    const { access_token: bearer } = made.body as { access_token: string };
    expect([(await ask("/auth/logout", { method: "POST", bearer })).status, events()]).toEqual([
      204,
      ["security.signed_out"],
    ]);
    expect([(await ask("/users/me", { bearer })).status, events()]).toEqual([401, ["security.refused_credential"]]);
  });

  test("a missing credential, a permission that is lacking and a refresh token that was copied", async () => {
    const { access_token: bearer, refresh_token } = await signUp();
    written = [];
    expect([(await ask("/users/me")).status, events()]).toEqual([401, ["security.refused_credential"]]);
    expect([(await ask("/api/v1/users", { bearer })).status, events()]).toEqual([403, ["security.refused_permission"]]);
    const refresh = (token: string) => ask("/api/v1/auth/refresh", { json: { refresh_token: token } });
    const second = await refresh(refresh_token);
    await refresh((second.body as { refresh_token: string }).refresh_token);
    written = [];
    expect([(await refresh(refresh_token)).status, events()]).toEqual([401, ["security.refresh_token_reused"]]);
  });

  test("a limit that was reached, whoever sets it", async () => {
    const few = { RATE_LIMIT_SCALE: "0.0001" };
    const from = { headers: { "CF-Connecting-IP": "198.51.100.3" } };
    await ask("/api/auth/user", from, few);
    written = [];
    expect([(await ask("/api/auth/user", from, few)).status, events()]).toEqual([429, ["security.rate_limited"]]);
    const shut = { SHIELD: { limit: async () => ({ success: false }) } };
    expect([(await ask("/users/me", { bearer: "x" }, shut)).status, events()]).toEqual([
      429,
      ["security.rate_limited"],
    ]);
    const guess = () => ask("/metrics", { ...from, bearer: "guess" }, { RATE_LIMIT_SCALE: "0.02" });
    expect((await guess()).status).toBe(404);
    written = [];
    expect([(await guess()).status, events()]).toEqual([429, ["security.rate_limited"]]);
  });
});

describe("O2: a log line stays one line of JSON", () => {
  test.each([
    ["CRLF in the path", "/api/v1/analyses/an_%0d%0a%7B%22event%22:%22forged%22%7D", {}],
    ["colours in the path", "/%1b%5B31mred%1b%5B0m", {}],
    ["CRLF in the query", "/health?a=%0d%0aforged", {}],
    ["a request id that is none", "/health", { "X-Request-Id": '","event":"forged' }],
    ["a user agent with a quote and colours", "/health", { "User-Agent": '"\u001b[31mforged' }],
  ])("%s", async (_name, path, headers) => {
    await app.request(
      `http://api${path}`,
      { headers },
      { ...env, ENVIRONMENT: "production" },
      createExecutionContext(),
    );
    expect(written.length).toBeGreaterThan(0);
    for (const line of written) {
      expect(JSON.parse(line)).toMatchObject({ request_id: expect.stringMatching(/^[\w-]{8,64}$/) });
      // oxlint-disable-next-line no-control-regex
      expect(line).not.toMatch(/[\u0000-\u001f]|forged|31mred/);
    }
  });
});

test("O5: an e-mail address is in no line: its keyed hash is, the same each time", async () => {
  const email = "Grace.Hopper@example.com";
  await ask("/api/v1/auth/register", { json: { email, password } });
  await ask("/api/v1/auth/login", { json: { email, password: "not it at all" } });
  await ask("/api/v1/auth/login", { json: { email, password } });
  const all = written.join("\n");
  expect(all).not.toMatch(/hopper|example\.com|violet-otter/i);
  const hashes = [...all.matchAll(/"email":"([0-9a-f]+)"/g)].map(([, hash]) => hash);
  expect(hashes).toHaveLength(3);
  expect(new Set(hashes).size).toBe(1);
  expect(hashes[0]).toMatch(/^[0-9a-f]{16}$/);
});
