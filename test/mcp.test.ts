// POST /mcp of a real `npm start`, by the official clients and by hand.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signIn } from "./document-client.ts";
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import type { AgentClient, ToolResult } from "./mcp-clients.ts";
import { connect, libraries } from "./mcp-clients.ts";

const code = 'resource "aws_s3_bucket" "assets" {\n  bucket = "assets"\n  acl    = "public-read"\n}\n';
const canary = "quokkapalooza";

let api: RunningApi;
let url: URL;
const alice: Record<string, string> = {};
const bob: Record<string, string> = {};

const register = async (email: string): Promise<string> => {
  const answer = await fetch(`${api.url}/api/v1/auth/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password: "violet-otter-42-lamp" }),
  });
  return `Bearer ${((await answer.json()) as { access_token: string }).access_token}`;
};

beforeAll(async () => {
  api = await startApi();
  url = new URL(`${api.url}/mcp`);
  alice["Authorization"] = await register("alice@example.com");
  const key = await fetch(`${api.url}/api/v1/auth/api-keys`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: await register("bob@example.com") },
    body: JSON.stringify({ name: "agent" }),
  });
  bob["X-API-Key"] = ((await key.json()) as { key: string }).key;
  const reader = await signIn(api, "login", "alice@example.com");
  await reader.upload([["notes.txt", `The ${canary} is held on the last Friday of May, in the east hall.`]]);
  await reader.settled();
});
afterAll(async () => api.stop());

const textOf = ({ content }: ToolResult): string => content.find(({ type }) => type === "text")?.text ?? "";

/** Each tool with what it can use and what it cannot, and who may call it. */
const calls: {
  tool: string;
  good: Record<string, unknown>;
  says: RegExp;
  bad: Record<string, unknown>;
  told: RegExp;
}[] = [
  {
    tool: "analyze_infrastructure",
    good: { files: [{ name: "infra/s3.tf", text: code }], requirements: ["high availability"] },
    says: /critical[^\n]*`aws_s3_bucket\.assets` at `infra\/s3\.tf:3`/,
    bad: { content: code, region: "eu/west" },
    told: /- region: Use the cloud's own code/,
  },
  {
    tool: "estimate_cost",
    good: { content: 'resource "aws_instance" "web" {\n  instance_type = "m5.large"\n}\n' },
    says: /\$\d+\.\d\d a month \(USD/,
    bad: { content: "resource {" },
    told: /main\.tf:1:\d+/,
  },
  {
    tool: "draw_diagram",
    good: { mermaid: "flowchart LR\n  A[Client] --> B[Server]\n" },
    says: /```mermaid\nflowchart/,
    bad: { mermaid: "flowchart LR\n  A[Client --> B\n" },
    told: /- mermaid:3:1:/,
  },
  {
    tool: "suggest_regions",
    good: { cloud: "aws", users: [{ country: "DE", share: 1 }], limit: 3 },
    says: /- eu-central-1: \d+/,
    bad: { cloud: "aws", residency: ["Atlantis"] },
    told: /- residency: Names a place that is not known/,
  },
  {
    tool: "validate_python",
    good: { code: "def lambda_handler(event, context):\n    return undefined_name\n" },
    says: /error F821 at 2:12/,
    bad: { code: 5 },
    told: /- code: Invalid input: expected string/,
  },
  {
    tool: "search_documents",
    good: { query: `When is the ${canary}?` },
    says: /`notes\.txt`[^]*last Friday of May/,
    bad: { query: "" },
    told: /- query: /,
  },
  {
    tool: "generate_workflow",
    good: { prompt: "Every Monday at 9am send a Slack message" },
    says: /```python\n[^]*def lambda_handler\(event: /,
    bad: { prompt: "zzz" },
    told: /- prompt: /,
  },
];
const needAccount = new Set(["search_documents", "generate_workflow"]);

describe.each(libraries)("%s", (_name, open, revision) => {
  let agent: AgentClient;
  beforeAll(async () => {
    agent = await open(url, alice);
  });
  afterAll(async () => agent.close());

  test("agrees on a revision and lists the tools, each described and marked", async () => {
    expect(agent.revision).toBe(revision);
    const tools = await agent.listTools();
    expect(tools.map(({ name }) => name)).toEqual(calls.map(({ tool }) => tool));
    for (const { title, description, annotations } of tools) {
      expect(title).toMatch(/^[A-Z]/);
      expect(description?.length).toBeGreaterThan(100);
      expect(annotations).toMatchObject({ openWorldHint: false, destructiveHint: false });
    }
  });

  // The client itself holds the structured content to the schema that the tool announced.
  test.each(calls)("$tool answers, and tells what is wrong with a call", async ({ tool, good, says, bad, told }) => {
    const answer = await agent.call(tool, good);
    expect([answer.isError ?? false, textOf(answer)]).toEqual([false, expect.stringMatching(says)]);
    expect(answer.structuredContent).toBeTypeOf("object");
    const failure = await agent.call(tool, bad);
    expect([failure.isError, textOf(failure)]).toEqual([true, expect.stringMatching(told)]);
  });

  test("reads an analysis back in each of its forms", async () => {
    const { structuredContent } = await agent.call("analyze_infrastructure", { content: code });
    const id = String(structuredContent?.["analysis_id"]);
    const { resources } = await agent.listResources();
    const own = resources.filter(({ uri }) => uri.startsWith(`analysis://${id}`)).map(({ uri }) => uri);
    expect(own).toEqual(
      ["", "/analysis.json", "/findings.sarif", "/suggested.tf"].map((path) => `analysis://${id}${path}`),
    );
    const [report, data, sarif, terraform] = await Promise.all(own.map((uri) => agent.read(uri)));
    expect(report).toMatchObject({ mimeType: "text/markdown", text: expect.stringContaining("`main.tf:3`") });
    expect(JSON.parse(data?.text ?? "")).toMatchObject({ analysis_id: id, architecture: { cloud: "aws" } });
    expect(JSON.parse(sarif?.text ?? "")).toMatchObject({ version: "2.1.0" });
    expect(terraform?.text).toContain('resource "aws_s3_bucket"');
    expect(await agent.listTemplates()).toContain("analysis://{id}/findings.sarif");
  });

  test("is told of the progress that it asks for", async () => {
    const told: string[] = [];
    await agent.call("analyze_infrastructure", { content: code }, (message) => told.push(message));
    expect(told).toEqual([
      "1 resources read",
      expect.stringMatching(/^score \d+/),
      expect.stringMatching(/month$/),
      expect.stringMatching(/^suggested design/),
      expect.any(String),
    ]);
  });

  test("an unknown tool, resource and cursor are errors of the protocol", async () => {
    await expect(agent.call("drop_tables", {})).rejects.toMatchObject({ code: -32_602 });
    await expect(agent.read("file:///etc/passwd")).rejects.toMatchObject({ code: -32_602 });
    await expect(agent.listResources("nonsense")).rejects.toMatchObject({ code: -32_602 });
  });

  test("without an account five tools work, and two say how to sign in", async () => {
    const nobody = await open(url, {});
    for (const { tool, good } of calls) {
      const answer = await nobody.call(tool, good);
      const saysHow = textOf(answer).includes("/api/v1/auth/api-keys");
      expect([tool, answer.isError ?? false, saysHow]).toEqual([tool, needAccount.has(tool), needAccount.has(tool)]);
    }
    expect((await nobody.listResources()).resources).toEqual([]);
    await nobody.close();
  });
});

test("E1, E4: another account neither lists, reads nor draws an analysis, and finds no document", async () => {
  const [own, other, nobody] = await Promise.all([connect(url, alice), connect(url, bob), connect(url, {})]);
  const { structuredContent } = await own.call("analyze_infrastructure", { content: code });
  const id = String(structuredContent?.["analysis_id"]);
  expect((await other.listResources()).resources).toEqual([]);
  for (const stranger of [other, nobody]) {
    for (const path of ["", "/report.md", "/analysis.json", "/findings.sarif", "/suggested.tf"])
      await expect(stranger.read(`analysis://${id}${path}`)).rejects.toThrow(/no such analysis/);
    for (const tool of ["analyze_infrastructure", "estimate_cost", "draw_diagram", "suggest_regions"]) {
      const answer = await stranger.call(tool, { analysis_id: id });
      expect([answer.isError, textOf(answer)]).toEqual([true, expect.stringContaining("no such analysis")]);
    }
  }
  const found = await other.call("search_documents", { query: canary });
  expect(JSON.stringify(found)).not.toContain("Friday");
  await Promise.all([own, other, nobody].map((client) => client.close()));
});

test("pictures come as images that fit into an answer", async () => {
  const nobody = await connect(url, {});
  const many = Array.from({ length: 80 }, (_, n) => `resource "aws_instance" "n${n}" {\n  ami = "a"\n}\n`).join("");
  for (const [format, mimeType, magic] of [
    ["png", "image/png", "\u0089PNG"],
    ["svg", "image/svg+xml", "<svg"],
  ] as const) {
    const { content } = await nobody.call("draw_diagram", { content: many, format });
    const image = content.find(({ type }) => type === "image");
    expect(image?.mimeType).toBe(mimeType);
    const bytes = Buffer.from(image?.data ?? "", "base64");
    expect(bytes.toString("latin1").startsWith(magic)).toBe(true);
    expect(bytes.length).toBeLessThanOrEqual(700_000);
  }
  await nobody.close();
});

test("an answer about a large design stays readable, and says what it left out and where that is", async () => {
  const nobody = await connect(url, {});
  const content = Array.from(
    { length: 300 },
    (_, n) => `resource "aws_s3_bucket" "bucket_${n}" {\n  bucket = "b${n}"\n  acl = "public-read"\n}\n`,
  ).join("");
  for (const tool of ["analyze_infrastructure", "estimate_cost"]) {
    const answer = await nobody.call(tool, { content });
    // Some 25,000 tokens of four characters.
    expect(JSON.stringify(answer).length).toBeLessThan(100_000);
    expect(textOf(answer)).toMatch(/… \d+ (?:more findings|cheaper items)/);
  }
  const { structuredContent } = await nobody.call("analyze_infrastructure", { content });
  const { analysis_id: id, counts } = structuredContent as { analysis_id: string; counts: { critical: number } };
  expect(counts.critical).toBe(300);
  const more = await nobody.call("analyze_infrastructure", { analysis_id: id, skip_findings: 300 });
  expect(textOf(more)).not.toContain("**critical**");
  expect(textOf(more)).toContain("300 critical");
  await nobody.close();
});

test("20 calls at once are each answered with their own", async () => {
  const client = await connect(url, alice);
  const scores = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      const name = `bucket_${n}`;
      const answer = await client.call("analyze_infrastructure", { content: code.replace('"assets"', `"${name}"`) });
      return textOf(answer).includes(`aws_s3_bucket.${name}\``);
    }),
  );
  expect(scores).toEqual(scores.map(() => true));
  await client.close();
});

const send = async (body: unknown, headers: Record<string, string> = {}, method = "POST") => {
  const answer = await fetch(url, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    ...(method === "POST" && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get("content-type") ?? "");
  return { status: answer.status, headers: answer.headers, body: isJson ? (JSON.parse(text) as unknown) : text };
};
const ping = { jsonrpc: "2.0", id: 1, method: "ping" };

test.each([
  ["broken JSON", "{bad", 400, -32_700],
  ["F5: a key twice", '{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}', 400, -32_600],
  ["F3: JSON that is nested without end", `${"[".repeat(10_000)}${"]".repeat(10_000)}`, 400, -32_600],
  ["a number", "5", 400, -32_600],
  ["no method", { jsonrpc: "2.0", id: 1 }, 400, -32_600],
  ["JSON-RPC 1", { jsonrpc: "1.0", id: 1, method: "ping" }, 400, -32_600],
  ["an unknown method", { jsonrpc: "2.0", id: 1, method: "shutdown" }, 200, -32_601],
  ["a call without a tool", { jsonrpc: "2.0", id: 1, method: "tools/call", params: {} }, 200, -32_602],
  ["an empty batch", [], 400, -32_600],
  ["a batch that is too long", Array.from({ length: 21 }, (_, id) => ({ ...ping, id })), 400, -32_600],
  ["a batch with one id twice", [ping, ping], 400, -32_600],
])("%s is an error of JSON-RPC", async (_name, body, status, rpcCode) => {
  const answer = await send(body);
  expect([answer.status, answer.body]).toEqual([
    status,
    expect.objectContaining({ jsonrpc: "2.0", error: expect.objectContaining({ code: rpcCode }) }),
  ]);
});

test("a batch is answered as one where its revision knows batches, and refused where none does any more", async () => {
  const cancel = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } };
  const both = await send([ping, cancel, { ...ping, id: 2 }], { "MCP-Protocol-Version": "2025-03-26" });
  expect(both.body).toEqual([1, 2].map((id) => ({ jsonrpc: "2.0", id, result: {} })));
  expect((await send([ping])).body).toEqual([{ jsonrpc: "2.0", id: 1, result: {} }]);
  expect((await send([cancel])).status).toBe(202);
  expect((await send([ping], { "MCP-Protocol-Version": "2025-06-18" })).status).toBe(400);
});

test.each([
  ["nothing named", {}, "application/json"],
  ["anything", { Accept: "*/*" }, "application/json"],
  ["both, as the clients do", { Accept: "application/json, text/event-stream" }, "application/json"],
  ["JSON", { Accept: "application/json" }, "application/json"],
  ["events", { Accept: "text/event-stream" }, "text/event-stream"],
  ["events rather", { Accept: "application/json;q=0.5, text/event-stream" }, "text/event-stream"],
])("Accept: %s", async (_name, headers, type) => {
  const answer = await send(ping, headers);
  expect([answer.status, answer.headers.get("content-type")?.split(";")[0]]).toEqual([200, type]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.has("mcp-session-id")).toBe(false);
});

test.each([
  ["Accept: pages", { Accept: "text/html" }, 406],
  ["F7: another media type", { "Content-Type": "text/plain" }, 415],
  ["a revision that nobody knows", { "MCP-Protocol-Version": "1999-01-01" }, 400],
  ["a credential that is not good", { Authorization: "Bearer nonsense" }, 401],
  ["N1: a page of somebody else", { Origin: "https://evil.example" }, 403],
  ["N1: a page without a name", { Origin: "null" }, 403],
  ["N1: a page of a name that begins like a listed one", { Origin: "http://localhost:5173.evil.example" }, 403],
])("%s is refused", async (_name, headers, status) => {
  expect((await send(ping, headers)).status).toBe(status);
});

test("N1: a page whose name was pointed here afterwards is refused, a listed page and an own one are not", async () => {
  const rebound = new URL(url);
  const { status } = await send(ping, {
    Origin: `http://evil.example:${rebound.port}`,
    Host: `evil.example:${rebound.port}`,
  });
  expect(status).toBe(403);
  const listed = await send(ping, { Origin: "http://localhost:5173" });
  expect([listed.status, listed.headers.get("access-control-allow-origin")]).toEqual([200, "http://localhost:5173"]);
  expect((await send(ping, { Origin: api.url })).status).toBe(200);
});

test.each(["GET", "DELETE", "PUT"])(
  "E10: %s is 405 with Allow, for there is no session to open or to end",
  async (method) => {
    const answer = await send(undefined, { Accept: "text/event-stream" }, method);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, expect.stringContaining("POST")]);
  },
);

test("F1: a body over the limit is 413", async () => {
  expect((await send(JSON.stringify({ ...ping, params: { text: "x".repeat(6_000_000) } }))).status).toBe(413);
});

test.each(["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "1999-01-01"])(
  "a client of revision %s is met",
  async (asked) => {
    const params = { protocolVersion: asked, capabilities: {}, clientInfo: { name: "old", version: "0" } };
    const { body } = await send({ jsonrpc: "2.0", id: 0, method: "initialize", params });
    const { result } = body as {
      result: { protocolVersion: string; instructions: string; serverInfo: { name: string } };
    };
    expect(result.protocolVersion).toBe(asked === "1999-01-01" ? "2025-11-25" : asked);
    expect(result.serverInfo.name).toBe("stackstage");
    const header = { "MCP-Protocol-Version": result.protocolVersion };
    expect((await send({ jsonrpc: "2.0", method: "notifications/initialized" }, header)).status).toBe(202);
    expect((await send({ jsonrpc: "2.0", id: 1, method: "tools/list" }, header)).status).toBe(200);
  },
);
