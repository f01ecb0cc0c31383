// What belongs to one account is not there for another: group E of test/THREATS.md.
import type { SignedIn } from "../test/caller.ts";
import { call, password, read, signUp, toRequest } from "../test/caller.ts";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createApp } from "./app.ts";

const canary = "canary-b7e1";
const code = `resource "aws_s3_bucket" "${canary}" {\n  bucket = "${canary}"\n}\n`;

interface Analysis {
  analysis_id: string;
  diagram_image?: string;
  since_last?: unknown;
}

const analyze = async (
  content: string,
  who: { bearer?: string; headers?: Record<string, string> } = {},
  query = "?diagram=none",
) => {
  const answer = await call(`/api/analyze${query}`, { json: { content }, ...who });
  expect(answer.status).toBe(200);
  return { ...answer, body: answer.body as Analysis };
};

let alice: SignedIn;
let bob: SignedIn;
let analysisId: string;
let keyId: string;
let sessionId: string;
let guruSessionId: string;
let documentId: string;
let draftId: string;
let workflowId: string;

beforeAll(async () => {
  alice = await signUp();
  bob = await signUp();
  analysisId = (await analyze(code, { bearer: alice.access_token })).body.analysis_id;
  const key = await call("/api/v1/auth/api-keys", { bearer: alice.access_token, json: { name: "alice" } });
  keyId = (key.body as { id: string }).id;
  const session = await call("/api/v1/sessions", { bearer: alice.access_token, json: { name: canary } });
  sessionId = (session.body as { id: string }).id;
  const chat = await call("/api/v1/chat/", { bearer: alice.access_token, json: { message: "Where is the campus?" } });
  guruSessionId = (chat.body as { session_id: string }).session_id;
  const form = new FormData();
  form.append("file", new File([`${canary} is a word of Alice's.`], "notes.txt"));
  const document = await call("/api/v1/documents/upload", { bearer: alice.access_token, form });
  documentId = (document.body as { id: string }).id;
  const draft = await call("/api/v1/blog/generate", {
    bearer: alice.access_token,
    json: { document_ids: [documentId] },
  });
  draftId = (draft.body as { id: string }).id;
  const workflow = await call("/workflows/generate", {
    bearer: alice.access_token,
    json: { prompt: "Every Monday at 9am send a Slack message" },
  });
  workflowId = (workflow.body as { id: string }).id;
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const draftPaths = ["", "/generate-content", "/refine", "/versions", "/undo", "/redo", "/export", "/publish"];

/** What routes that take a body are asked with; others get none. */
const bodies: Readonly<Record<string, unknown>> = {
  "post /api/v1/sessions/{id}/messages": { content: "hello" },
  "put /api/v1/blog/{id}": { content: "hello" },
  "post /api/v1/blog/{id}/generate-content": {},
  "post /api/v1/blog/{id}/refine": { feedback: "shorter" },
  "post /api/v1/blog/{id}/export": { format: "markdown" },
  "post /api/v1/blog/{id}/publish": { repo: "a/b", token: "t", dry_run: true },
  "put /workflows/{id}": { name: "hello" },
  "post /workflows/{id}/credentials": { credentials: {} },
};

/** Alice's id for each route that takes one; a route that is not here fails the test below. */
const idsOf = (): Record<string, string> => ({
  "/api/v1/analyses/{id}": analysisId,
  "/api/v1/analyses/{id}/sarif": analysisId,
  "/api/analysis/{id}": analysisId,
  "/api/v1/auth/api-keys/{key_id}": keyId,
  "/api/v1/sessions/{id}": sessionId,
  "/api/v1/sessions/{id}/chat-history": sessionId,
  "/api/v1/sessions/{id}/events": sessionId,
  "/api/v1/sessions/{id}/messages": sessionId,
  "/api/v1/sessions/{id}/ticket": sessionId,
  "/ws/{session_id}": sessionId,
  "/api/v1/documents/{id}": documentId,
  "/api/v1/documents/{id}/content": documentId,
  "/api/v1/documents/{id}/process": documentId,
  ...Object.fromEntries(draftPaths.map((path) => [`/api/v1/blog/{id}${path}`, draftId])),
  "/workflows/{id}": workflowId,
  "/workflows/{id}/credentials": workflowId,
  "/workflows/{id}/download": workflowId,
  "/workflows/user/{id}": alice.user.id,
  "/api/v1/chat/{session_id}": guruSessionId,
  "/api/v1/chat/{session_id}/history": guruSessionId,
});

/** Reached by a signature, or by administrators, whoever owns what is behind. */
const notOwned = new Set([
  "/api/artifacts/{key}",
  "/api/v1/users/{id}",
  "/api/v1/knowledge/{topic}",
  "/v1/models/{model}",
  // A number beside the draft's id, which its own tests hold.
  "/api/v1/blog/{id}/versions/{version}",
]);

const unknownId = (id: string): string => id.replace(/[0-9a-f]{32}$/, "0".repeat(32));

const comparable = ({ status, body }: Awaited<ReturnType<typeof call>>) => ({
  status,
  body: { ...(body as object), request_id: "", instance: "" },
});

test("E1: every route with an id answers another account as if there were nothing", async () => {
  const { body } = await call("/openapi.json");
  const { paths } = body as { paths: Record<string, Record<string, unknown>> };
  const withId = Object.entries(paths).filter(([path]) => path.includes("{") && !notOwned.has(path));
  const ids = idsOf();
  expect(withId.map(([path]) => path).toSorted()).toEqual(Object.keys(ids).toSorted());
  for (const [path, methods] of withId)
    for (const method of Object.keys(methods)) {
      const at = (id: string) =>
        call(path.replace(/\{\w+\}/, id), {
          method: method.toUpperCase(),
          bearer: bob.access_token,
          ...(`${method} ${path}` in bodies && { json: bodies[`${method} ${path}`] }),
        });
      const foreign = comparable(await at(ids[path] ?? ""));
      expect({ path, method, status: foreign.status }).toEqual({ path, method, status: 404 });
      expect(foreign).toEqual(comparable(await at(unknownId(ids[path] ?? ""))));
    }
  expect((await call(`/api/v1/analyses/${analysisId}`, { bearer: alice.access_token })).status).toBe(200);
});

test("E1: without a credential an account's analysis is not there either", async () => {
  expect((await call(`/api/v1/analyses/${analysisId}`)).status).toBe(404);
  expect((await call(`/api/v1/analyses/${analysisId}`, { method: "DELETE" })).status).toBe(404);
});

test("E2: another account's analysis cannot be named inside one's own request", async () => {
  const bearer = bob.access_token;
  const pdf = await call("/api/export/pdf", { bearer, json: { analysis_id: analysisId } });
  const dialectPdf = await call("/api/export/pdf", { bearer, json: { analysisId } });
  const compare = await call("/api/compare", {
    bearer,
    json: { a: { analysis_id: analysisId }, b: { content: code } },
  });
  const again = await call("/api/analyze?diagram=none", { bearer, json: { content: code, previous: analysisId } });
  const fix = await call("/api/apply-fix", { bearer, json: { analysisId, fixId: "aws-s3-versioning", fixType: "x" } });
  for (const { status, body } of [pdf, dialectPdf, compare, again, fix]) {
    expect(status).toBe(404);
    expect(JSON.stringify(body)).not.toContain(canary);
  }
});

test("E3: an owner in the body is not taken", async () => {
  const json = { content: code, user_id: alice.user.id, owner: alice.user.id, tenant: alice.user.id };
  const { body } = await call("/api/analyze?diagram=none", { bearer: bob.access_token, json });
  const { analysis_id: id } = body as Analysis;
  expect((await call(`/api/v1/analyses/${id}`, { bearer: alice.access_token })).status).toBe(404);
  expect((await call(`/api/v1/analyses/${id}`, { bearer: bob.access_token, method: "DELETE" })).status).toBe(204);
});

test("E4: a list holds one's own, newest first, page by page", async () => {
  const carol = await signUp();
  const mine: string[] = [];
  for (let index = 0; index < 3; index++)
    mine.unshift(
      (await analyze(code.replaceAll(canary, `own-${index}`), { bearer: carol.access_token })).body.analysis_id,
    );
  const page = async (query: string) => {
    const { body } = await call(`/api/v1/analyses${query}`, { bearer: carol.access_token });
    return body as { analyses: { analysis_id: string }[]; next_cursor: string | null };
  };
  const first = await page("?limit=2");
  const second = await page(`?limit=2&cursor=${encodeURIComponent(first.next_cursor ?? "")}`);
  expect([...first.analyses, ...second.analyses].map(({ analysis_id: id }) => id)).toEqual(mine);
  expect(second.next_cursor).toBeNull();
  expect(JSON.stringify([first, second])).not.toContain(canary);
  expect((await call("/api/v1/analyses?cursor=nonsense", { bearer: carol.access_token })).status).toBe(422);
  expect((await call("/api/v1/analyses")).status).toBe(401);
});

describe("E5: a picture", () => {
  test("is reached by its signature alone, unchanged and in time", async () => {
    const { body } = await analyze(code, { bearer: alice.access_token }, "");
    const url = new URL(body.diagram_image ?? "");
    const path = `${url.pathname}${url.search}`;
    expect((await call(path)).status).toBe(200);
    const last = path.at(-1) === "0" ? "1" : "0";
    expect((await call(`${path.slice(0, -1)}${last}`)).status).toBe(403);
    expect((await call(url.pathname)).status).toBe(403);
    expect((await call(path.replace(/expires=\d+/, "expires=9999999999"))).status).toBe(403);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_601_000 });
    expect((await call(path)).status).toBe(403);
  });
});

test("E6: nothing is cached between callers", async () => {
  const { headers } = await call(`/api/v1/analyses/${analysisId}`, { bearer: alice.access_token });
  expect(headers.get("cache-control")).toBe("no-store");
  const [one, other] = [
    await analyze(code, { bearer: alice.access_token }),
    await analyze(code, { bearer: bob.access_token }),
  ];
  expect(one.body.analysis_id).not.toBe(other.body.analysis_id);
});

test("E9: an account shows what the contract lists, and nothing of how it is kept", async () => {
  const { body } = await call("/users/me", { bearer: alice.access_token });
  expect(Object.keys(body as object).toSorted()).toEqual(
    [
      "created_at",
      "email",
      "email_verified",
      "firstName",
      "full_name",
      "id",
      "is_active",
      "lastName",
      "name",
      "rememberMe",
    ].toSorted(),
  );
});

test("E10: a method that is not listed is 405, and none can be smuggled in", async () => {
  const trace = await call("/users/me", { method: "PROPFIND", bearer: alice.access_token });
  expect(trace.status).toBe(405);
  expect(trace.headers.get("allow")).toContain("GET");
  const headers = { "X-HTTP-Method-Override": "DELETE", "X-Method-Override": "DELETE" };
  await call(`/api/v1/analyses/${analysisId}`, { bearer: alice.access_token, headers });
  expect((await call(`/api/v1/analyses/${analysisId}`, { bearer: alice.access_token })).status).toBe(200);
});

describe("analysing again", () => {
  const open = 'resource "aws_ebs_volume" "data" {\n  availability_zone = "us-east-1a"\n  size = 10\n}\n';
  const closed = open.replace("size = 10", "size = 10\n  encrypted = true");

  test("tells an account what is new and what is gone since the last time", async () => {
    const dora = await signUp();
    const bearer = dora.access_token;
    const first = await analyze(open, { bearer });
    expect(first.body.since_last).toBeUndefined();
    const second = await analyze(closed, { bearer });
    expect(second.body.since_last).toMatchObject({
      analysis_id: first.body.analysis_id,
      new: [],
      gone: expect.arrayContaining([expect.objectContaining({ resource: "aws_ebs_volume.data" })]),
    });
    const other = await analyze('resource "aws_sqs_queue" "jobs" {}\n', { bearer });
    expect(other.body.since_last).toBeUndefined();
  });

  test("tells anyone who names the earlier one", async () => {
    const first = await analyze(open);
    const { body } = await call("/api/analyze?diagram=none", {
      json: { content: closed, previous: first.body.analysis_id },
    });
    expect(body).toMatchObject({
      since_last: { analysis_id: first.body.analysis_id, score_delta: expect.any(Number) },
    });
  });
});

describe("Idempotency-Key", () => {
  const app = createApp();
  const send = (key: string, content: string, bearer = alice.access_token) =>
    call("/api/analyze?diagram=none", { bearer, json: { content }, headers: { "Idempotency-Key": key } });

  test("L5: the same request again gets what the first one made", async () => {
    const first = await send("l5", code);
    const again = await send("l5", code);
    expect(again.status).toBe(first.status);
    expect(again.body).toEqual(first.body);
    expect([first.headers.get("idempotency-replayed"), again.headers.get("idempotency-replayed")]).toEqual([
      null,
      "true",
    ]);
    const kept = await env.DB.prepare("SELECT * FROM idempotency_keys WHERE key = 'l5'").first();
    expect(JSON.stringify(kept)).not.toContain(canary);
  });

  test("L6: the same key for another request is 422", async () => {
    await send("l6", code);
    expect((await send("l6", `${code}# more\n`)).status).toBe(422);
  });

  test("L7: the same key while the first is running is 409", async () => {
    const { promise: open, resolve: openGate } = Promise.withResolvers<void>();
    const { promise: waiting, resolve: isWaiting } = Promise.withResolvers<void>();
    const bucket = {
      get: (key: string) => env.BUCKET.get(key),
      put: async (key: string, value: string) => {
        isWaiting();
        await open;
        return env.BUCKET.put(key, value);
      },
    };
    const slow = { ...env, BUCKET: Object.assign(Object.create(env.BUCKET), bucket) };
    const json = { content: code };
    const request = toRequest("/api/analyze?diagram=none", {
      bearer: alice.access_token,
      json,
      headers: { "Idempotency-Key": "l7" },
    });
    const first = app.request(request, {}, slow, createExecutionContext());
    await waiting;
    const second = await send("l7", code);
    expect(second.status).toBe(409);
    expect(second.headers.get("retry-after")).toBe("1");
    openGate();
    expect((await first).status).toBe(200);
    expect((await send("l7", code)).headers.get("idempotency-replayed")).toBe("true");
  });

  test("L8: a key of 300 characters is 400", async () => {
    expect((await send("k".repeat(300), code)).status).toBe(400);
    expect((await send("two words", code)).status).toBe(400);
  });

  test("L9: another account's same key is another key, and an anonymous caller has none", async () => {
    const first = await send("l9", code);
    const other = await send("l9", code, bob.access_token);
    expect((other.body as Analysis).analysis_id).not.toBe((first.body as Analysis).analysis_id);
    const headers = { "Idempotency-Key": "l9" };
    const nobody = await call("/api/analyze?diagram=none", { json: { content: code }, headers });
    expect(nobody.headers.get("idempotency-replayed")).toBeNull();
  });

  test("a request that failed gives its key back", async () => {
    const put = () => {
      throw new Error("gone");
    };
    vi.spyOn(console, "error").mockReturnValue();
    const broken = { ...env, BUCKET: Object.assign(Object.create(env.BUCKET), { put }) };
    const request = () =>
      toRequest("/api/analyze?diagram=none", {
        bearer: alice.access_token,
        json: { content: code },
        headers: { "Idempotency-Key": "failed" },
      });
    const context = createExecutionContext();
    expect((await read(await app.request(request(), {}, broken, context))).status).toBe(503);
    await vi.waitFor(async () => {
      expect(await env.DB.prepare("SELECT 1 FROM idempotency_keys WHERE key = 'failed'").first()).toBeNull();
    }, 15_000);
    expect((await send("failed", code)).status).toBe(200);
  });
});

test("O4: deleting an account leaves no row and no object of it", async () => {
  const eve = await signUp();
  const bearer = eve.access_token;
  await analyze(code, { bearer, headers: { "Idempotency-Key": "o4" } }, "");
  await call("/api/compare", { bearer, json: { a: { content: code }, b: { content: `${code}# b\n` } } });
  await call("/api/v1/auth/api-keys", { bearer, json: { name: "eve" } });
  await call("/api/v1/auth/login", { json: { email: eve.user.email, password } });
  const objects = async () => (await env.BUCKET.list()).objects.map(({ key }) => key);
  const before = (await objects()).length;
  expect((await call("/api/v1/users/me", { method: "DELETE", bearer })).status).toBe(204);
  const tables = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
  ).all<{ name: string }>();
  for (const { name } of tables.results.filter((table) => !/^(sqlite|d1)_/.test(table.name))) {
    const { results } = await env.DB.prepare(`SELECT * FROM "${name}"`).all();
    const dump = JSON.stringify({ name, results });
    expect(dump).not.toContain(eve.user.id);
    expect(dump).not.toContain(eve.user.email);
  }
  // An analysis and a comparison: their contents and four pictures each.
  expect((await objects()).length).toBe(before - 10);
});
