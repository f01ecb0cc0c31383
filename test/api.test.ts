import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { basename } from "node:path";
import type { Contract } from "../scripts/api-reference.ts";
import { describeRoutes, withRoutes } from "../scripts/api-reference.ts";
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ ALLOWED_ORIGINS: "https://shop.example/" });
});
afterAll(() => api.stop());

test("npm start says where it is, and the command it prints works", async () => {
  expect(api.said()).toContain(`StackStage is at ${api.url}`);
  const [, url = "", example = ""] = /curl -s (\S+) -F file=@(\S+)/.exec(api.said()) ?? [];
  const form = new FormData();
  form.set("file", new File([await readFile(example)], basename(example)));
  const answer = await fetch(url, { method: "POST", body: form });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ engine: "builtin" });
});

test("it is healthy", async () => {
  const answer = await fetch(`${api.url}/health`);
  expect(await answer.text()).toBe('{"status":"ok"}');
});

test("the shell's settings win: the origin given at start is allowed, a default one is not", async () => {
  const ask = async (origin: string) => (await fetch(`${api.url}/health`, { headers: { Origin: origin } })).headers;
  expect((await ask("https://shop.example")).get("access-control-allow-origin")).toBe("https://shop.example");
  expect((await ask("http://localhost:5173")).has("access-control-allow-origin")).toBe(false);
});

test("API.md lists every route as the contract has it; `npm run api` writes the list", async () => {
  // As much of it as the list needs.
  const contract = (await (await fetch(`${api.url}/openapi.json`)).json()) as Contract;
  const page = await readFile("API.md", "utf8");
  expect(page).toBe(withRoutes(page, describeRoutes(contract)));
});

describe("the docs come from our own origin", () => {
  test.each([
    ["/docs", "/docs/swagger-ui-bundle.js"],
    ["/docs", "/docs/swagger-ui.css"],
    ["/docs", "/docs/init.js"],
    ["/docs/", "/docs/init.js"],
    ["/redoc", "/redoc/redoc.standalone.js"],
  ])("%s loads %s", async (page, part) => {
    const answer = await fetch(`${api.url}${page}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'self'");
    const html = await answer.text();
    expect(html).toContain(`"${part}"`);
    expect(html).not.toMatch(/https?:\/\//);
    expect((await fetch(`${api.url}${part}`)).status).toBe(200);
  });

  test("and describe the API in OpenAPI 3.1", async () => {
    const contract = await (await fetch(`${api.url}/openapi.json`)).json();
    expect(contract).toMatchObject({ openapi: "3.1.0", paths: { "/health": {} } });
  });
});

describe("F1, F2: a body over the limit", () => {
  const large = 10_000_000;
  const post = (body: BodyInit) =>
    fetch(`${api.url}/api/analyze`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Connection: "keep-alive" },
      body,
      // What fetch wants for a body that is sent in chunks.
      ...(body instanceof ReadableStream && { duplex: "half" }),
    });

  test("is refused by its length", async () => {
    const answer = await post("[".repeat(large));
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: "too_large" });
  });

  test("is refused each time when it comes in chunks, and the connection survives", async () => {
    const chunk = new Uint8Array(100_000).fill(0x5b);
    const inChunks = () => {
      let sent = 0;
      return new ReadableStream({
        pull: (controller) => {
          controller.enqueue(chunk);
          sent += chunk.length;
          if (sent >= large) controller.close();
        },
      });
    };
    const statuses: number[] = [];
    let broken = 0;
    for (let round = 0; round < 15; round++) {
      // A connection that nothing comes over for five seconds is closed, perhaps just when it is taken again.
      const answer = await post(inChunks()).catch(() => {
        broken++;
        return post(inChunks());
      });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual(Array.from({ length: 15 }, () => 413));
    expect(broken).toBeLessThan(3);
  });
});

test("a client that goes away in the middle of an upload does not end it", async () => {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname === "localhost" ? "127.0.0.1" : hostname);
  socket.resume();
  socket.end("POST /api/analyze HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nab");
  await once(socket, "close");
  await vi.waitFor(async () => expect((await fetch(`${api.url}/health`)).status).toBe(200), {
    timeout: 60_000,
    interval: 500,
  });
});
