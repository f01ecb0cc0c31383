// Drafts as the Blog Creator's editor uses them: written, edited, undone, and kept.
import type { SignedIn } from "../../../test/caller.ts";
import { call, signUp } from "../../../test/caller.ts";
import type { Draft } from "../../../test/draft-caller.ts";
import {
  addDocument,
  beginDraft,
  blog,
  blogStream,
  editDraft,
  guide,
  holdWriter,
  settledDraft,
  versionsOf,
  writeDraft,
} from "../../../test/draft-caller.ts";
import type { SessionEvent } from "../../../test/session-caller.ts";
import { readEvents, wait } from "../../../test/session-caller.ts";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";

let ann: SignedIn;
let bob: SignedIn;
beforeAll(async () => {
  [ann, bob] = [await signUp(), await signUp()];
});

const noDraft = `blog_${"0".repeat(32)}`;
/** A PNG of one pixel. */
const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const setDocument = (id: string, status: string) =>
  env.DB.prepare("UPDATE documents SET status = ? WHERE id = ?").bind(status, id).run();
const textOf = (events: readonly SessionEvent[]): string =>
  events.flatMap(({ type, content = "" }) => (type === "token" ? [content] : [])).join("");
const bodyOf = async (work: Promise<{ body: unknown }>): Promise<Draft> => (await work).body as Draft;

test("the calls that the editor was recorded with are answered as it reads them", async () => {
  const session = await call("/api/v1/sessions", { bearer: ann.access_token, json: { name: "Blog: Solar" } });
  const { id: sessionId } = session.body as { id: string };
  const document = await addDocument(ann, "solar.md", guide);
  const json = { document_ids: [document], title: "Solar", instructions: "short", session_id: sessionId };
  const release = await holdWriter(sessionId);
  const begun = await blog(ann, `/generate?session_id=${sessionId}`, { json });
  expect(begun.status).toBe(201);
  expect(begun.body).toMatchObject({
    id: expect.stringMatching(/^blog_[0-9a-f]{32}$/),
    user_id: ann.user.id,
    session_id: sessionId,
    title: "Solar",
    content: "",
    status: "generating",
    version: 0,
    document_ids: [document],
    categories: [],
    tags: [],
    created_at: expect.any(String),
    updated_at: expect.any(String),
    published_at: null,
    published_url: null,
  });
  release();
  const { id } = begun.body as Draft;
  const written = await settledDraft(ann, id);
  expect(written).toMatchObject({ status: "completed", version: 1, title: "Solar", error_message: null });
  // This editor names its session twice, and shows HTML.
  expect(written.content).toMatch(/^<(?:h2|p)>/);
  expect(written.sources[0]).toMatchObject({ kind: "document", document_id: document, title: "solar.md" });

  const refined = await blogStream(ann, `/${id}/refine`, { feedback: "Make it shorter" }, "*/*");
  expect(refined.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
  const text = await refined.text();
  const second = await settledDraft(ann, id);
  expect(second.version).toBe(2);
  expect(text.replaceAll(/\s+/g, "")).toBe(second.content.replaceAll(/\s+/g, ""));

  // It sends what it was streamed: the text is the same again.
  const saved = await editDraft(ann, id, { title: "Solar", content: text });
  expect(saved.body).toMatchObject({ version: 3, content: second.content, content_format: "html" });
  const exported = await blog(ann, `/${id}/export`, { json: { format: "markdown" } });
  expect(exported.headers.get("Content-Type")).toMatch(/^text\/markdown/);
  expect(exported.body).toMatch(/^---\ntitle: "Solar"\n/);
  expect(await versionsOf(ann, id)).toMatchObject([
    { author: "user" },
    { author: "assistant" },
    { reason: "Generated" },
  ]);

  const shown = await call(`/api/v1/sessions/${sessionId}`, { bearer: ann.access_token });
  expect(shown.body).toMatchObject({ draft_ids: [id], document_ids: [document] });
  const { body } = await call("/api/v1/sessions", { bearer: ann.access_token });
  expect((body as { sessions: unknown[] }).sessions).toContainEqual(
    expect.objectContaining({ id: sessionId, draft_ids: [id], document_ids: [document] }),
  );
});

describe("a draft that is generated", () => {
  test("waits for documents that are being processed, and says so", async () => {
    const document = await addDocument(ann, "late.md", guide);
    await setDocument(document, "processing");
    const answer = await blogStream(ann, "/generate", { document_ids: [document] }, "text/event-stream");
    const events: SessionEvent[] = [];
    const reading = readEvents(answer, (heard) => {
      events.splice(0, events.length, ...heard);
      return false;
    });
    const waiting = { type: "progress", step: "waiting_for_documents", documents: 1 };
    while (events.length < 2) await wait(20);
    expect(events.at(-1)).toMatchObject(waiting);
    await setDocument(document, "completed");
    const all = await reading;
    expect(all.at(-1)).toMatchObject({ type: "message", role: "assistant", status: "complete" });
    expect(all.findLast(({ type }) => type === "draft")).toMatchObject({ version: 1, status: "completed" });
    expect(textOf(all)).toContain("15,000 dollars");
  });

  test("fails in words when none of its documents could be read", async () => {
    // Nobody reads pictures here.
    const unread = await addDocument(
      ann,
      "scan.png",
      Uint8Array.from(atob(dot), (sign) => sign.charCodeAt(0)),
    );
    const document = await call(`/api/v1/documents/${unread}`, { bearer: ann.access_token });
    expect(document.body).toMatchObject({ status: "failed" });
    const answer = await blogStream(ann, "/generate", { document_ids: [unread] }, "text/event-stream");
    const events = await readEvents(answer);
    const told = events.find(({ type }) => type === "draft") as
      | (SessionEvent & Draft & { draft_id: string })
      | undefined;
    expect(told).toMatchObject({ status: "failed", error_message: expect.stringContaining("nothing to write from") });
    expect(events.some(({ type }) => type === "error")).toBe(true);
    const draft = await settledDraft(ann, told?.draft_id ?? "");
    expect(draft).toMatchObject({ status: "failed", version: 0, error_message: told?.error_message });
    const refused = await blog(ann, `/${draft.id}/refine`, { json: { feedback: "shorter" } });
    expect(refused).toMatchObject({ status: 409, body: { code: "conflict" } });
    // What somebody writes themselves is a draft again.
    const edited = await editDraft(ann, draft.id, { content: "My own words." });
    expect(edited.body).toMatchObject({ status: "draft", version: 1, error_message: null });
  });

  test("is written from all own documents when none is named", async () => {
    const carol = await signUp();
    const none = await blog(carol, "/generate", { json: { document_ids: [] } });
    expect(none).toMatchObject({ status: 422, body: { errors: [{ path: "document_ids" }] } });
    const documents = [await addDocument(carol, "a.md", guide), await addDocument(carol, "b.md", guide)];
    const draft = await beginDraft(carol, { document_ids: [] });
    expect(draft.document_ids).toEqual(documents);
    await settledDraft(carol, draft.id);
  });

  test("E2: takes no document and no session that is another's or unknown", async () => {
    const [mine, theirs] = [await addDocument(ann, "a.md", guide), await addDocument(bob, "b.md", guide)];
    const session = await call("/api/v1/sessions", { bearer: bob.access_token, json: {} });
    const { id: sessionId } = session.body as { id: string };
    const bodies = [
      { document_ids: [mine, theirs] },
      { document_ids: [`doc_${"0".repeat(32)}`] },
      { document_ids: [mine], session_id: sessionId },
      { document_ids: [mine], session_id: "s1" },
    ];
    for (const json of bodies)
      expect(await blog(ann, "/generate", { json })).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  test("L5–L6: is begun once for an Idempotency-Key", async () => {
    const document = await addDocument(ann, "once.md", guide);
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const json = { document_ids: [document] };
    const first = await blog(ann, "/generate", { json, headers });
    const second = await blog(ann, "/generate", { json, headers });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect((second.body as Draft).id).toBe((first.body as Draft).id);
    expect(second.headers.get("Idempotency-Replayed")).toBe("true");
    const other = await blog(ann, "/generate", { json: { ...json, title: "x" }, headers });
    expect(other.status).toBe(422);
    await settledDraft(ann, (first.body as Draft).id);
  });

  test("is written anew, as its next version", async () => {
    const { id, session_id: sessionId } = await writeDraft(ann);
    const release = await holdWriter(sessionId);
    const again = await blog(ann, `/${id}/generate-content`, { json: { instructions: "about maintenance" } });
    expect(again).toMatchObject({ status: 200, body: { id, status: "generating", version: 1 } });
    release();
    expect(await settledDraft(ann, id)).toMatchObject({ status: "completed", version: 2, can_undo: true });
  });

  test("that nobody is at any more is failed, whoever looks", async () => {
    const { id } = await writeDraft(ann);
    // As it is left by a worker that died between the row and its turn.
    const long = new Date(Date.now() - 60_000).toISOString();
    await env.DB.prepare("UPDATE drafts SET status = 'generating', turn = NULL, updated_at = ? WHERE id = ?")
      .bind(long, id)
      .run();
    const { body } = await blog(ann, "");
    expect(body).toContainEqual(expect.objectContaining({ id, status: "failed", version: 1 }));
  });
});

describe("a refinement", () => {
  test("L5: is made once for an Idempotency-Key, and its text is answered again", async () => {
    const { id } = await writeDraft(ann);
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const refine = () => blog(ann, `/${id}/refine`, { json: { feedback: "Make it shorter" }, headers });
    const [first, second] = [await refine(), await refine()];
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect(second.headers.get("Idempotency-Replayed")).toBe("true");
    expect((await versionsOf(ann, id)).length).toBe(2);
  });

  test("goes on in a new session when its own was deleted; the draft is still there", async () => {
    const { id, session_id: sessionId } = await writeDraft(ann);
    await call(`/api/v1/sessions/${sessionId}`, { method: "DELETE", bearer: ann.access_token });
    expect((await blog(ann, `/${id}/refine`, { json: { feedback: "shorter" } })).status).toBe(200);
    const draft = await settledDraft(ann, id);
    expect(draft).toMatchObject({ version: 2, status: "completed" });
    expect(draft.session_id).not.toBe(sessionId);
  });
});

describe("an edit", () => {
  test("is Markdown or HTML, kept as Markdown without what could run, answered as it came or as asked", async () => {
    const { id } = await writeDraft(ann);
    const html =
      '<h2 onclick="x()">Hi</h2><p>Text <strong>bold</strong><script>alert(1)</script> <a href="javascript:x()">go</a></p>';
    expect((await editDraft(ann, id, { content: html })).body).toMatchObject({
      content_format: "html",
      content: "<h2>Hi</h2>\n<p>Text <strong>bold</strong> go</p>",
    });
    expect(await bodyOf(blog(ann, `/${id}?format=markdown`))).toMatchObject({ content: "## Hi\n\nText **bold** go\n" });
    const markdown = "## Hi\n\nText [go](javascript:x()) <script>alert(1)</script>[1]";
    const edited = await bodyOf(editDraft(ann, id, { content: markdown }));
    expect(edited.content_format).toBe("markdown");
    expect(edited.content).not.toMatch(/javascript|script/);
    expect((await bodyOf(blog(ann, `/${id}?format=html`))).content).toMatch(/^<h2>Hi<\/h2>/);
    expect((await blog(ann, `/${id}?format=docx`)).status).toBe(422);
  });

  test("E3, G: ignores an owner, and takes no more than a draft can hold", async () => {
    const { id } = await writeDraft(ann);
    const json = { title: "Mine", user_id: bob.user.id, owner: bob.user.id, id: noDraft };
    expect((await editDraft(ann, id, json)).body).toMatchObject({ id, user_id: ann.user.id, title: "Mine" });
    const long = await editDraft(ann, id, { content: "가".repeat(300_001) });
    expect(long).toMatchObject({ status: 422, body: { errors: [{ path: "content" }] } });
    expect((await editDraft(ann, id, { content: "가".repeat(300_000) })).status).toBe(200);
    expect((await editDraft(ann, id, { content: "x".repeat(1_000_001) })).status).toBe(422);
  });

  test("N5: with If-Match goes on top of the version that it names, or nowhere", async () => {
    const { id } = await writeDraft(ann);
    expect((await blog(ann, `/${id}`)).headers.get("ETag")).toBe('"1"');
    const tries = [
      ['"1"', 200],
      ['"1"', 412],
      ['W/"2"', 200],
      ["*", 200],
      ["4", 412],
      ['"four"', 412],
      ['"99"', 412],
    ] as const;
    for (const [ifMatch, status] of tries)
      expect([ifMatch, (await editDraft(ann, id, { content: `Under ${ifMatch}` }, ifMatch)).status]).toEqual([
        ifMatch,
        status,
      ]);
    const { headers, body } = await editDraft(ann, id, { content: "last" }, '"4"');
    expect([headers.get("ETag"), (body as Draft).version]).toEqual(['"5"', 5]);
    expect((await editDraft(ann, noDraft, { content: "x" }, "*")).status).toBe(404);
    const stale = await blog(ann, `/${id}/undo`, { method: "POST", headers: { "If-Match": '"1"' } });
    expect(stale).toMatchObject({ status: 412, body: { code: "stale" } });
  });

  test("of fifty at once is kept fifty times, numbered without a gap", async () => {
    const { id } = await writeDraft(ann);
    const contents = Array.from({ length: 50 }, (_, index) => `Edit ${index}`);
    const answers = await Promise.all(contents.map((content) => editDraft(ann, id, { content })));
    expect(answers.map(({ status }) => status)).toEqual(contents.map(() => 200));
    const versions = await versionsOf(ann, id);
    expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: 51 }, (_, index) => 51 - index));
  });
});

describe("undo and redo", () => {
  const undo = (id: string) => blog(ann, `/${id}/undo`, { method: "POST" });
  const redo = (id: string) => blog(ann, `/${id}/redo`, { method: "POST" });

  test("go to the neighbouring version and back, title and all, with 409 at either end", async () => {
    const { id, title } = await writeDraft(ann);
    await editDraft(ann, id, { title: "Two", content: "two" });
    await editDraft(ann, id, { title: "Three", content: "three" });
    expect((await redo(id)).status).toBe(409);
    expect((await undo(id)).body).toMatchObject({ version: 2, title: "Two", content: "two", can_redo: true });
    expect((await undo(id)).body).toMatchObject({ version: 1, title, can_undo: false });
    expect(await undo(id)).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect((await redo(id)).body).toMatchObject({ version: 2 });
    expect((await redo(id)).body).toMatchObject({ version: 3, title: "Three", can_redo: false });
  });

  test("an edit after an undo ends redo, and what was undone stays in the list", async () => {
    const { id } = await writeDraft(ann);
    await editDraft(ann, id, { content: "two" });
    await undo(id);
    expect((await editDraft(ann, id, { content: "three" })).body).toMatchObject({ version: 3, can_redo: false });
    expect((await redo(id)).status).toBe(409);
    expect(await versionsOf(ann, id)).toMatchObject([
      { version: 3, parent: 1 },
      { version: 2, parent: 1, characters: 3 },
      { version: 1, parent: null },
    ]);
    expect((await undo(id)).body).toMatchObject({ version: 1 });
  });
});

describe("the versions", () => {
  test("have author, reason and diff, in pages too, and each can be read", async () => {
    const { id } = await writeDraft(ann);
    await editDraft(ann, id, { content: "one\n\ntwo\n\nthree" });
    await editDraft(ann, id, { content: "one\n\n2\n\nthree", reason: "Numbers" });
    const all = await versionsOf(ann, id);
    expect(all[0]).toMatchObject({ version: 3, author: "user", reason: "Numbers" });
    expect(all[0]?.diff).toContain("-two\n+2\n");
    expect(all[2]).toMatchObject({ version: 1, author: "assistant", reason: "Generated" });
    expect(all[2]?.diff).toMatch(/^\+# Home solar guide$/m);
    const { body } = await blog(ann, `/${id}/versions?limit=1`);
    expect(body).toMatchObject({ versions: [{ version: 3, diff: all[0]?.diff }], next_cursor: "3" });
    expect(await versionsOf(ann, id, "?cursor=3&limit=5")).toEqual(all.slice(1));
    expect((await blog(ann, `/${id}/versions?cursor=x`)).status).toBe(422);
    const one = await blog(ann, `/${id}/versions/2?format=html`);
    expect(one.body).toMatchObject({ version: 2, content: "<p>one</p>\n<p>two</p>\n<p>three</p>" });
    expect((await blog(ann, `/${id}/versions/9`)).status).toBe(404);
  });

  test("of a draft written anew from end to end are listed without hanging", async () => {
    const { id } = await writeDraft(ann);
    const lines = (word: string) => Array.from({ length: 30_000 }, (_, index) => `${word}${index}`).join("\n");
    await editDraft(ann, id, { content: lines("a") });
    await editDraft(ann, id, { content: lines("b") });
    expect((await versionsOf(ann, id)).map(({ diff }) => diff === null)).toEqual([true, true, false]);
  });
});
