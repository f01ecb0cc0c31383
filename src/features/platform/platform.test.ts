import { createExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { version } from "../../../package.json" with { type: "json" };
import { keepAwake } from "../../../test/awake.ts";
import { toRequest } from "../../../test/caller.ts";
import { createApp } from "../../app.ts";

const get = (path: string) => exports.default.fetch(`http://api${path}`);

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("the front page says what runs and where its pages are", async () => {
  const answer = await get("/");
  expect(await answer.json()).toEqual({
    message: "StackStage API is running",
    name: "StackStage",
    version,
    docs: "http://api/docs",
    openapi: "http://api/openapi.json",
    health: "http://api/health",
  });
});

test.each(["/health", "/health/"])("%s is exactly ok", async (path) => {
  const answer = await get(path);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('{"status":"ok"}');
});

interface Contract {
  openapi: string;
  paths: Record<string, Record<string, { "x-access"?: string; responses: Record<string, unknown> }>>;
}

test("the contract is OpenAPI 3.1, and every route in it states its access and its failures", async () => {
  const contract = await (await get("/openapi.json")).json<Contract>();
  expect(contract.openapi).toBe("3.1.0");
  expect(Object.keys(contract.paths)).toEqual(expect.arrayContaining(["/", "/health", "/openapi.json"]));
  const operations = Object.values(contract.paths).flatMap((methods) => Object.values(methods));
  for (const operation of operations) {
    expect(operation["x-access"]).toMatch(/^(public|anon|signature|user|person|admin|operator)$/);
    expect(operation.responses).toHaveProperty("default");
  }
});

test("no route is missing from the contract: one added past route() would have no access", async () => {
  const contract = await (await get("/openapi.json")).json<Contract>();
  const documented = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const registered = createApp()
    .routes.filter(({ method, path }) => method !== "ALL" && !path.endsWith("*"))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
  expect(new Set(documented)).toEqual(new Set(registered));
});

test("N6, E10: every route of the contract refuses a method it does not know with 405", async () => {
  const contract = await (await get("/openapi.json")).json<Contract>();
  for (const [path, methods] of Object.entries(contract.paths)) {
    const answer = await exports.default.fetch(`http://api${path.replaceAll(/\{\w+\}/g, "x")}`, { method: "PROPFIND" });
    const allowed = answer.headers.get("allow")?.split(", ");
    const documented = Object.keys(methods).map((method) => method.toUpperCase());
    expect({ path, status: answer.status, allowed }).toEqual({
      path,
      status: 405,
      allowed: expect.arrayContaining(documented),
    });
  }
});

describe("the rate limit", () => {
  const app = createApp();
  // 3,000 × 0.001: three requests a minute. In production the caller is who Cloudflare says.
  const few = { ...env, ENVIRONMENT: "production", ALLOW_ANONYMOUS: "true", RATE_LIMIT_SCALE: "0.001" };
  const postAs = async (ip: string, headers: Record<string, string> = {}, bindings: Cloudflare.Env = few) => {
    vi.spyOn(console, "log").mockReturnValue();
    const init = { method: "POST", headers: { "CF-Connecting-IP": ip, ...headers } };
    // A route that counts and does nothing: it answers 501.
    return app.request("http://api/api/cloud/connect", init, bindings, createExecutionContext());
  };
  const statuses = async (ips: string[], headers?: (index: number) => Record<string, string>) =>
    (await Promise.all(ips.map((ip, index) => postAs(ip, headers?.(index))))).map((answer) => answer.status);
  const repeat = <T>(times: number, value: T): T[] => Array.from({ length: times }, () => value);

  // At one moment: whoever waits gets a request back.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });

  test("L2: of 50 at once at a limit of 10, exactly 10 pass", async () => {
    const ten = { ...few, RATE_LIMIT_SCALE: String(10 / 3_000) };
    const answers = await Promise.all(repeat(50, "192.0.2.1").map((ip) => postAs(ip, {}, ten)));
    expect(answers.filter(({ status }) => status === 501)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(40);
  });

  test("L1: says how much is left, and when to come back", async () => {
    keepAwake(env.RATE_LIMITER.getByName("write:192.0.2.2"));
    const first = await postAs("192.0.2.2");
    expect(first.headers.get("ratelimit-policy")).toBe('"write";q=3;w=60');
    expect(first.headers.get("ratelimit")).toBe('"write";r=2;t=20');
    await statuses(["192.0.2.2", "192.0.2.2"]);
    const refused = await postAs("192.0.2.2");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("20");
    expect(refused.headers.get("ratelimit")).toBe('"write";r=0;t=60');
    expect(await refused.json()).toMatchObject({ code: "rate_limited", status: 429 });
  });

  test("L3: counts callers apart, an IPv6 /64 as one, and believes no X-Forwarded-For", async () => {
    expect(await statuses(["192.0.2.3", "192.0.2.4", "192.0.2.5", "192.0.2.6"])).not.toContain(429);
    expect(await statuses(["2001:db8::1", "2001:db8::2", "2001:db8:0:0:5::", "2001:db8:0:0:6:7:8:9"])).toContain(429);
    expect(await statuses(["2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:0:3::1", "2001:db8:0:4::1"])).not.toContain(
      429,
    );
    const spoofed = await statuses(repeat(4, "192.0.2.7"), (index) => ({ "X-Forwarded-For": `198.51.100.${index}` }));
    expect(spoofed).toContain(429);
  });

  test("L4: that fails lets a caller pass, refuses a sign-in, and is logged", async () => {
    const logged = vi.spyOn(console, "error").mockReturnValue();
    const getByName = () => {
      throw new Error("gone");
    };
    const broken = { ...few, RATE_LIMITER: Object.assign(Object.create(env.RATE_LIMITER), { getByName }) };
    expect((await postAs("192.0.2.8", {}, broken)).status).toBe(501);
    expect(logged.mock.calls.join("\n")).toContain("limiter_failed");
    const json = { email: "a@example.com", password: "violet-otter-42-lamp" };
    const signIn = await app.request(toRequest("/api/v1/auth/login", { json }), {}, broken, createExecutionContext());
    expect(signIn.status).toBe(503);
    expect(signIn.headers.get("retry-after")).toBe("5");
  });

  test("the shield in front of it refuses first, where it is bound", async () => {
    const keys: string[] = [];
    const limit = async ({ key }: RateLimitOptions) => {
      keys.push(key);
      return { success: false };
    };
    const answer = await postAs("192.0.2.9", {}, { ...few, SHIELD: { limit } });
    expect(answer.status).toBe(429);
    expect(answer.headers.get("retry-after")).toBe("60");
    expect(keys).toEqual(["192.0.2.9"]);
  });
});

describe("what an operator sees", () => {
  const app = createApp();
  const ask = (path: string, bindings: Partial<Cloudflare.Env>, headers: Record<string, string> = {}) => {
    vi.spyOn(console, "log").mockReturnValue();
    return app.request(`http://api${path}`, { headers }, { ...env, ...bindings }, createExecutionContext());
  };

  test("/metrics counts what was answered, by route pattern", async () => {
    await get("/health");
    await get("/health");
    const text = await (await get("/metrics")).text();
    expect(text).toContain("# TYPE http_requests_total counter");
    const [, before = ""] = /http_requests_total\{method="GET",route="\/health",status="200"\} (\d+)/.exec(text) ?? [];
    expect(Number(before)).toBeGreaterThanOrEqual(2);
    await get("/health");
    const later = await (await get("/metrics")).text();
    expect(later).toContain(`http_requests_total{method="GET",route="/health",status="200"} ${Number(before) + 1}`);
    expect(later).toMatch(/http_request_duration_ms_bucket\{route="\/health",le="\+Inf"\} \d+/);
  });

  test("N7: is not there in production without the token", async () => {
    const production = { ENVIRONMENT: "production", METRICS_TOKEN: "let-me-see-the-numbers" };
    expect((await ask("/metrics", { ENVIRONMENT: "production" })).status).toBe(404);
    expect((await ask("/metrics", production)).status).toBe(404);
    expect((await ask("/metrics", production, { Authorization: "Bearer wrong" })).status).toBe(404);
    const seen = await ask("/metrics", production, { Authorization: "Bearer let-me-see-the-numbers" });
    expect(seen.status).toBe(200);
    expect(seen.headers.get("content-type")).toContain("text/plain; version=0.0.4");
    expect(await (await ask("/api/v1/status", production)).json()).toEqual({ status: "ok", version });
  });

  test("/api/v1/status asks every store", async () => {
    // No deadline passes while it asks: a machine that stands still would let one.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const status = await (await get("/api/v1/status")).json();
    vi.useRealTimers();
    const ok = { ok: true, latency_ms: expect.any(Number), detail: "ok" };
    expect(status).toEqual({
      status: "ok",
      version,
      checks: {
        d1: ok,
        kv: ok,
        r2: ok,
        durable_objects: ok,
        ai: { ok: true, latency_ms: 0, detail: "built-in engine" },
      },
    });
  });

  test("/api/v1/status is 503 when a store is down, and asks twice before it says so", async () => {
    let asked = 0;
    const head = () => {
      asked++;
      throw new Error("gone");
    };
    const answer = await ask("/api/v1/status", { BUCKET: Object.assign(Object.create(env.BUCKET), { head }) });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ status: "degraded", checks: { r2: { ok: false }, d1: { ok: true } } });
    expect(asked).toBe(2);
  });
});
