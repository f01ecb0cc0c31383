// Drafts that leave the house: exported, published, deleted; and whose they are. Groups E, I, O and S of test/THREATS.md.
import type { Answer, SignedIn } from "../../../test/caller.ts";
import { call, password, read, signUp, toRequest } from "../../../test/caller.ts";
import { blog, editDraft, settledDraft, versionsOf, writeDraft } from "../../../test/draft-caller.ts";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { parse } from "yaml";
import { beforeAll, describe, expect, inject, test, vi } from "vitest";
import { createApp } from "../../app.ts";

const gitHub = `${inject("standIns")["draft-files"].control}/github`;
const token = "ghp_a-token-that-may-write";

let ann: SignedIn;
let bob: SignedIn;
beforeAll(async () => {
  [ann, bob] = [await signUp(), await signUp()];
});

describe("another account", () => {
  test("E1: finds nothing under a draft's id, on any route, and the same as under no draft's", async () => {
    const draft = await writeDraft(ann);
    const publishing = { repo: "ann/blog", token, dry_run: true };
    const routes: [method: string, path: string, json?: unknown][] = [
      ["GET", ""],
      ["PUT", "", { content: "x" }],
      ["DELETE", ""],
      ["POST", "/generate-content", { instructions: "x" }],
      ["POST", "/refine", { feedback: "x" }],
      ["GET", "/versions"],
      ["GET", "/versions/1"],
      ["POST", "/undo"],
      ["POST", "/redo"],
      ["POST", "/export", { format: "markdown" }],
      ["POST", "/publish", publishing],
    ];
    const answer = async (id: string, [method, path, json]: (typeof routes)[number]) => {
      const { status, body } = await blog(bob, `/${id}${path}`, { method, ...(json !== undefined && { json }) });
      return { status, ...(body as object), request_id: "", instance: "" };
    };
    for (const route of routes) {
      const [theirs, none] = [await answer(draft.id, route), await answer(`blog_${"0".repeat(32)}`, route)];
      expect(theirs).toMatchObject({ status: 404, code: "not_found" });
      expect(theirs).toEqual(none);
    }
    expect(await settledDraft(ann, draft.id)).toEqual(draft);
    expect((await blog(bob, "")).body).toEqual([]);
  });

  test("E2: reaches no draft through the chat of its own session", async () => {
    const draft = await writeDraft(ann);
    const own = await writeDraft(bob);
    const options = { task: "refine", draft_id: draft.id };
    const { body } = await call(`/api/v1/sessions/${own.session_id}/messages`, {
      bearer: bob.access_token,
      json: { content: "Make it shorter", options },
    });
    expect(JSON.stringify(body)).not.toContain("15,000");
    expect((await versionsOf(ann, draft.id)).length).toBe(1);
  });
});

test("own drafts are listed last changed first, in pages", async () => {
  const carol = await signUp();
  const [first, second] = [await writeDraft(carol), await writeDraft(carol)];
  await editDraft(carol, first.id, { content: "changed" });
  const { body, headers } = await blog(carol, "?limit=1");
  expect(body).toMatchObject([{ id: first.id, content: "changed" }]);
  const next = /<[^>]*\/api\/v1\/blog(\?[^>]*)>; rel="next"/.exec(headers.get("Link") ?? "")?.[1];
  const last = await blog(carol, next ?? "none");
  expect(last.body).toMatchObject([{ id: second.id }]);
  expect(last.headers.get("Link")).toBeNull();
});

test("a draft that is deleted is gone with its versions", async () => {
  const { id } = await writeDraft(ann);
  expect((await blog(ann, `/${id}`, { method: "DELETE" })).status).toBe(204);
  expect((await blog(ann, `/${id}`)).status).toBe(404);
  const left = await env.DB.prepare("SELECT 1 FROM draft_versions WHERE draft_id = ?").bind(id).all();
  expect(left.results).toEqual([]);
});

test("an account that is deleted leaves no draft and no version", async () => {
  const carol = await signUp();
  const { id } = await writeDraft(carol);
  const { status } = await call("/api/v1/users/me", {
    method: "DELETE",
    bearer: carol.access_token,
    json: { password },
  });
  expect(status).toBe(204);
  const count = (table: string, column: string) =>
    env.DB.prepare(`SELECT count(*) AS rows FROM ${table} WHERE ${column} = ?`).bind(id).first("rows");
  expect([await count("drafts", "id"), await count("draft_versions", "draft_id")]).toEqual([0, 0]);
});

describe("an export", () => {
  const content = [
    "## 큐를 쓰는 이유",
    "결제가 **멈추지** 않습니다. [1] <script>alert(1)</script>",
    '![그림](https://pictures.example/a.png) <img src="x" onerror="alert(1)">',
    "| 항목 | 값 |\n| --- | --- |\n| 지연 | 5ms |",
    "```python\nprint('<b>')\n```",
  ].join("\n\n");
  let id: string;
  beforeAll(async () => {
    ({ id } = await writeDraft(ann));
    await editDraft(ann, id, { title: '결제 "시스템"', content, tags: ["큐"], categories: ["Engineering"] });
  });
  const fileNameOf = ({ headers }: Answer) =>
    decodeURIComponent(
      /^attachment; filename\*=UTF-8''([\w%.-]+)$/.exec(headers.get("Content-Disposition") ?? "")?.[1] ?? "",
    );

  test("is Markdown with front matter, also when no format is named", async () => {
    const answer = await blog(ann, `/${id}/export`, { json: {} });
    expect(answer.headers.get("Content-Type")).toMatch(/^text\/markdown/);
    expect(fileNameOf(answer)).toBe("결제-시스템.md");
    const [, matter = "", text = ""] = /^---\n([\s\S]*?)\n---\n\n([\s\S]*)$/.exec(String(answer.body)) ?? [];
    expect(parse(matter)).toMatchObject({ title: '결제 "시스템"', tags: ["큐"], categories: ["Engineering"] });
    expect(text).toContain("| 지연 | 5ms |");
    expect(text).not.toMatch(/<script|onerror/);
  });

  test("I1: as a page of HTML loads nothing and runs nothing", async () => {
    const answer = await blog(ann, `/${id}/export`, { json: { format: "html" } });
    expect(answer.headers.get("Content-Type")).toMatch(/^text\/html/);
    expect(fileNameOf(answer)).toBe("결제-시스템.html");
    const page = String(answer.body);
    expect(page).toContain("<title>결제 &quot;시스템&quot;</title>");
    expect(page).toContain('<html lang="ko">');
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).toMatch(/<td[^>]*>5ms<\/td>/);
    expect(page).not.toMatch(/<script|<link|onerror|@import|url\(/);
  });

  test("is a PDF", async () => {
    const answer = await blog(ann, `/${id}/export`, { json: { format: "pdf" } });
    expect([answer.headers.get("Content-Type"), fileNameOf(answer)]).toEqual(["application/pdf", "결제-시스템.pdf"]);
    expect(String(answer.body)).toMatch(/^%PDF-1\./);
  });

  test.each([
    ["Thai", "th", "การปลูกข้าวในนาต้องใช้น้ำมาก และต้องดูแลทุกวัน"],
    ["Japanese", "ja", "稲は水田で育てられる植物で、秋に収穫されるものです。"],
    ["Chinese", "zh", "水稻种植在水田里，秋天收获。"],
    ["English", "en", "Rice grows in fields that stand under water."],
  ])("in %s says so", async (_name, language, text) => {
    const draft = await writeDraft(ann);
    expect((await editDraft(ann, draft.id, { title: " ", content: text })).status).toBe(200);
    const page = String((await blog(ann, `/${draft.id}/export`, { json: { format: "html" } })).body);
    expect(page).toContain(`<html lang="${language}">`);
  });

  test("keeps its title where none is given, and the day on which it was published first", async () => {
    const draft = await writeDraft(ann);
    const published: unknown[] = [];
    for (const json of [{ title: "", status: "published" }, { status: "draft" }, { status: "published" }]) {
      expect((await editDraft(ann, draft.id, json)).status).toBe(200);
      published.push(
        await env.DB.prepare("SELECT published_at FROM drafts WHERE id = ?").bind(draft.id).first("published_at"),
      );
    }
    expect(published).toEqual([expect.any(String), published[0], published[0]]);
    const page = String((await blog(ann, `/${draft.id}/export`, { json: { format: "html" } })).body);
    expect(page).toContain(`<title>${draft.title}</title>`);
  });

  test("in another format is refused by name", async () => {
    expect(await blog(ann, `/${id}/export`, { json: { format: "docx" } })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "format" }] },
    });
  });
});

describe("publishing", () => {
  const app = createApp();
  const withGitHub = { ...env, GITHUB_API_URL: gitHub };
  const publish = async (id: string, json: object, headers: Record<string, string> = {}): Promise<Answer> => {
    const request = toRequest(`/api/v1/blog/${id}/publish`, {
      bearer: ann.access_token,
      json: { token, ...json },
      headers,
    });
    return read(await app.fetch(request, withGitHub, createExecutionContext()));
  };
  const file = async (repo: string, path: string, text?: string) =>
    (await (await fetch(`${gitHub}/file`, { method: "POST", body: JSON.stringify({ repo, path, text }) })).json()) as {
      text: string;
      sha: string;
    } | null;

  test("writes a post, writes over it, and not over what somebody changed there", async () => {
    const { id } = await writeDraft(ann);
    const repo = "ann/route";
    const first = await publish(id, { repo });
    expect(first).toMatchObject({ status: 200, body: { dry_run: false, commit_sha: expect.any(String) } });
    const { path, url } = first.body as { path: string; url: string };
    expect(path).toMatch(/^_posts\/\d{4}-\d\d-\d\d-home-solar-guide\.md$/);
    expect(await settledDraft(ann, id)).toMatchObject({ status: "published", published_url: url, version: 1 });
    await editDraft(ann, id, { content: "The second text." });
    expect((await publish(id, { repo })).body).toMatchObject({ path });
    expect((await file(repo, path))?.text).toContain("The second text.");
    await file(repo, path, "by somebody else");
    expect(await publish(id, { repo })).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect((await file(repo, path))?.text).toBe("by somebody else");
  });

  test("L5: happens once for an Idempotency-Key", async () => {
    const { id } = await writeDraft(ann);
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const first = await publish(id, { repo: "ann/once" }, headers);
    const { path } = first.body as { path: string };
    await file("ann/once", path, "since");
    const second = await publish(id, { repo: "ann/once" }, headers);
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect(second.headers.get("Idempotency-Replayed")).toBe("true");
    expect((await publish(id, { repo: "ann/other" }, headers)).status).toBe(422);
  });

  test("says in a dry run what it would write", async () => {
    const { id } = await writeDraft(ann);
    await editDraft(ann, id, { title: 'Costs: "solar" #1\nand more', content: "Text." });
    const { body } = await publish(id, { repo: "ann/route-dry", dry_run: true });
    const { content, path } = body as { content: string; path: string };
    expect(parse(/^---\n([\s\S]*?)\n---\n/.exec(content)?.[1] ?? "")).toMatchObject({
      title: 'Costs: "solar" #1 and more',
    });
    expect(await file("ann/route-dry", path)).toBeNull();
    expect((await settledDraft(ann, id)).status).toBe("completed");
  });

  let id: string;
  beforeAll(async () => {
    ({ id } = await writeDraft(ann));
  });

  test.each([
    ["repo", "ann"],
    ["repo", "ann/../../users"],
    ["repo", "ann/blog/contents"],
    ["repo", "ann/blog?x=1"],
    ["repo", "ann%2Fblog"],
    ["branch", "main&x=1"],
    ["branch", "../main"],
    ["branch", "refs/heads/main"],
    ["path", "../secrets.md"],
    ["path", ".github/workflows/run.md"],
    ["path", "_posts/a.yml"],
    ["path", "/etc/a.md"],
    ["path", "_posts/a.md?ref=x"],
    ["path", "_posts/%2e%2e/a.md"],
    ["token", "two words"],
    ["token", "a\r\nX-Evil: 1"],
  ])("S3: %s %j is refused before GitHub is asked", async (field, value) => {
    await fetch(`${gitHub}/seen`);
    const answer = await publish(id, { repo: "ann/blog", [field]: value });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: field }] } });
    expect(JSON.stringify(answer.body)).not.toContain("X-Evil");
    expect(await (await fetch(`${gitHub}/seen`)).json()).toEqual([]);
  });

  test("O1: the token stands in no answer, no log and no store", async () => {
    const said: string[] = [];
    for (const method of ["log", "info", "warn", "error", "debug"] as const)
      vi.spyOn(console, method).mockImplementation((...parts) => void said.push(parts.map(String).join(" ")));
    const { id } = await writeDraft(ann);
    const canary = "ghp_canary-token-51aa";
    const answers = [
      await publish(id, { repo: "ann/o1", token: canary }, { "Idempotency-Key": crypto.randomUUID() }),
      await publish(id, { repo: "ann/broken" }),
      await publish(id, { repo: "ann/o1" }),
      await publish(id, { repo: canary, token: canary }),
    ];
    vi.restoreAllMocks();
    expect(answers.map(({ status }) => status)).toEqual([403, 502, 200, 422]);
    const tables = await env.DB.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
    ).all<{ name: string }>();
    const stored = await Promise.all(tables.results.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`).all()));
    const everything = JSON.stringify([answers.map(({ body }) => body), said, stored.map(({ results }) => results)]);
    expect(everything).toContain(id);
    expect(everything).not.toContain(canary);
    expect(everything).not.toContain(token);
  });

  test("a draft without a text has nothing to publish", async () => {
    const { id } = await writeDraft(ann);
    await env.DB.prepare("UPDATE drafts SET version = 0 WHERE id = ?").bind(id).run();
    expect(await publish(id, { repo: "ann/blog" })).toMatchObject({ status: 409, body: { code: "conflict" } });
  });
});
