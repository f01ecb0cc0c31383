import { createExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { version } from "../../../package.json" with { type: "json" };
import { createApp } from "../../app.ts";

const get = (path: string) => exports.default.fetch(`http://api${path}`);

afterEach(() => {
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
    expect(operation["x-access"]).toMatch(/^(public|anon|signature|user|admin|operator)$/);
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

test("every route of the contract refuses a method it does not know with 405", async () => {
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
  const few = { ...env, ENVIRONMENT: "production", RATE_LIMIT_SCALE: "0.001" };
  const postAs = async (ip: string, headers: Record<string, string> = {}, bindings: Cloudflare.Env = few) => {
    vi.spyOn(console, "log").mockReturnValue();
    const init = { method: "POST", headers: { "CF-Connecting-IP": ip, ...headers } };
    return app.request("http://api/api/nowhere", init, bindings, createExecutionContext());
  };
  const statuses = async (ips: string[], headers?: (index: number) => Record<string, string>) =>
    (await Promise.all(ips.map((ip, index) => postAs(ip, headers?.(index))))).map((answer) => answer.status);

  test("lets exactly the quota through, also at once", async () => {
    const answers = await statuses(Array.from({ length: 10 }, () => "192.0.2.1"));
    expect(answers.filter((status) => status === 404)).toHaveLength(3);
    expect(answers.filter((status) => status === 429)).toHaveLength(7);
  });

  test("says how much is left, and when to come back", async () => {
    const first = await postAs("192.0.2.2");
    expect(first.headers.get("ratelimit-policy")).toBe('"default";q=3;w=60');
    expect(first.headers.get("ratelimit")).toBe('"default";r=2;t=20');
    await statuses(["192.0.2.2", "192.0.2.2"]);
    const refused = await postAs("192.0.2.2");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toMatch(/^(19|20)$/);
    expect(refused.headers.get("ratelimit")).toMatch(/^"default";r=0;t=(59|60)$/);
    expect(await refused.json()).toMatchObject({ code: "rate_limited" });
  });

  test("counts callers apart, an IPv6 /64 as one, and believes no X-Forwarded-For", async () => {
    expect(await statuses(["192.0.2.3", "192.0.2.4", "192.0.2.5", "192.0.2.6"])).not.toContain(429);
    expect(await statuses(["2001:db8::1", "2001:db8::2", "2001:db8:0:0:5::", "2001:db8:0:0:6:7:8:9"])).toContain(429);
    expect(await statuses(["2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:0:3::1", "2001:db8:0:4::1"])).not.toContain(
      429,
    );
    const spoofed = await statuses(
      Array.from({ length: 4 }, () => "192.0.2.7"),
      (index) => ({ "X-Forwarded-For": `198.51.100.${index}` }),
    );
    expect(spoofed).toContain(429);
  });

  test("that fails lets the caller pass and is logged", async () => {
    const logged = vi.spyOn(console, "error").mockReturnValue();
    const getByName = () => {
      throw new Error("gone");
    };
    const answer = await postAs(
      "192.0.2.8",
      {},
      { ...few, RATE_LIMITER: Object.assign(Object.create(env.RATE_LIMITER), { getByName }) },
    );
    expect(answer.status).toBe(404);
    expect(String(logged.mock.lastCall?.[0])).toContain("limiter_failed");
  });
});
