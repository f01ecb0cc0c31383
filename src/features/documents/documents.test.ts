// Documents from upload to search and deletion: groups E and G of test/THREATS.md.
import type { Answer, SignedIn } from "../../../test/caller.ts";
import { call, read, signUp } from "../../../test/caller.ts";
import type { File } from "../../../test/document-caller.ts";
import {
  documentsOf,
  list,
  objects,
  requestOf,
  rows,
  search,
  settled,
  upload,
  uploadOne,
  wait,
} from "../../../test/document-caller.ts";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createApp } from "../../app.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { beforeJobs } from "./held-jobs-fixture.ts";

let ada: SignedIn;
let bob: SignedIn;
beforeAll(async () => {
  ada = await signUp();
  bob = await signUp();
});

test("a file becomes a document that is found by its words", async () => {
  const heron: File = ["heron.md", "# Birds\n\nThe heron stands in shallow water and waits."];
  const answer = await beforeJobs(() => upload(ada, [heron]));
  expect(answer.status).toBe(201);
  const [document] = documentsOf(answer);
  expect(answer.body).toMatchObject({ ...document, file_type: "markdown", status: "pending", progress: 0 });
  expect(await settled(ada, document?.id ?? "")).toMatchObject({ status: "completed", progress: 1, chunk_count: 1 });
  const [hit] = await search(ada, { query: "heron", k: 3 });
  expect(hit).toMatchObject({ document_id: document?.id, filename: "heron.md", page: null });
  expect(hit?.text).toContain("The heron stands");
});

test("E9: a document shows what the contract lists, and nothing of how it is kept", async () => {
  const document = await uploadOne(ada, "fields.txt", "A few words.");
  expect(Object.keys(document).toSorted()).toEqual(
    (
      "id user_id filename file_type size status progress page_count chunk_count created_at processed_at error_code " +
      "error_message"
    )
      .split(" ")
      .toSorted(),
  );
});

test("E4: neither list nor search nor an answer holds a word of another account", async () => {
  const mine = await uploadOne(ada, "mine.txt", "The zircon canary of Ada sings in Lisbon.");
  const theirs = await uploadOne(bob, "theirs.txt", "The zircon canary of Bob sleeps in Bergen.");
  for (const mode of ["hybrid", "keyword"]) {
    const found = await search(ada, { query: "zircon canary Bob Bergen", mode });
    expect(found.map(({ document_id }) => document_id)).toContain(mine.id);
    expect(JSON.stringify(found)).not.toContain("Bergen");
    expect(await search(ada, { query: "zircon canary", mode, document_ids: [theirs.id] })).toEqual([]);
  }
  const { access_token: bearer } = ada;
  const question = await call("/api/v1/documents/query", {
    bearer,
    json: { question: "Where does the zircon canary sleep?", document_ids: [theirs.id] },
  });
  expect(question.status).toBe(200);
  expect(JSON.stringify(question.body)).not.toContain("Bergen");
  expect((await list(ada)).map(({ id }) => id)).not.toContain(theirs.id);
});

test("E1: another account's document is not there", async () => {
  const { id } = await uploadOne(bob, "private.txt", "Nobody else's.");
  const unknown = id.replace(/[0-9a-f]{32}$/, "0".repeat(32));
  const strip = ({ status, body }: Answer) => ({ status, body: { ...(body as object), request_id: "", instance: "" } });
  for (const [method, path] of [
    ["GET", ""],
    ["DELETE", ""],
    ["GET", "/content"],
    ["POST", "/process"],
  ] as const) {
    const at = (one: string) =>
      call(`/api/v1/documents/${one}${path}`, { method, bearer: ada.access_token }).then(strip);
    expect(await at(id)).toMatchObject({ status: 404 });
    expect(await at(id)).toEqual(await at(unknown));
  }
  expect(await settled(bob, id)).toMatchObject({ status: "completed" });
});

describe("what is taken", () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const pngOf = (width: number, height: number): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(100);
    bytes.set(png);
    new DataView(bytes.buffer).setUint32(16, width);
    new DataView(bytes.buffer).setUint32(20, height);
    return bytes;
  };

  test.each<[name: string, file: File, status: number]>([
    ["G1: a PDF named png", ["a.png", "%PDF-1.4\n%âãÏÓ\n1 0 obj"], 415],
    ["G1: a picture named pdf", ["a.pdf", pngOf(10, 10)], 415],
    ["G1: a program", ["a.txt", new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0])], 415],
    ["G2: SVG as a picture", ["a.png", "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"], 415],
    ["G6: a picture of 60,000 pixels a side", ["a.png", pngOf(60_000, 60_000)], 422],
    ["G7: a broken PDF", ["a.pdf", "%PDF-1.7\nnothing else"], 422],
    ["G7: a PDF of a million objects", ["a.pdf", `%PDF-1.4\n${"1 0 obj 1 endobj\n".repeat(250_000)}`], 422],
    ["an archive cut short", ["a.docx", "PK\u0003\u0004"], 422],
    ["21 megabytes", ["a.txt", "x".repeat(21_000_000)], 413],
  ])("%s is refused, and nothing of the request is stored", async (_, file, status) => {
    const [carol, before] = [await signUp(), await objects()];
    const answer = await upload(carol, [["good.txt", "Good."], file]);
    expect(answer.status).toBe(status);
    expect(await rows(`owner = '${carol.user.id}'`)).toEqual([]);
    expect(await objects()).toEqual(before);
  });

  test("a file of several parts is stored byte for byte", async () => {
    const content = Array.from({ length: 400_000 }, (_, line) => `line ${line} of it\n`).join("");
    const answer = await upload(ada, [["long.log", content]]);
    const [document] = documentsOf(answer);
    expect(document).toMatchObject({ size: content.length });
    const stored = await env.BUCKET.get(`documents/${document?.id}`);
    expect(await stored?.text()).toBe(content);
    await call(`/api/v1/documents/${document?.id}`, { method: "DELETE", bearer: ada.access_token });
  });

  test("a picture without a model for it fails, and says which setting is missing", async () => {
    expect(await uploadOne(ada, "seen.png", pngOf(10, 10))).toMatchObject({
      status: "failed",
      error_code: "not_configured",
      error_message: expect.stringContaining("AI_API_KEY"),
      chunk_count: 0,
    });
  });

  test("a recording without a model for it fails, and says which setting is missing", async () => {
    const wav = new TextEncoder().encode("RIFF\0\0\0\0WAVEfmt \u0010\0\0\0");
    expect(await uploadOne(ada, "heard.wav", wav)).toMatchObject({
      status: "failed",
      error_code: "not_configured",
      error_message: expect.stringContaining("AI_TRANSCRIPTION_MODEL"),
    });
  });

  test("an empty file sinks no other: it fails with its reason, and can be started again", async () => {
    const { access_token: bearer } = ada;
    const answer = await upload(ada, [
      ["empty.txt", ""],
      ["full.txt", "The ferret next to it."],
      ["empty.pdf", ""],
    ]);
    expect(answer.status).toBe(201);
    const ends = await Promise.all(documentsOf(answer).map(({ id }) => settled(ada, id)));
    expect(ends.map(({ status, error_code }) => [status, error_code])).toEqual([
      ["failed", "empty"],
      ["completed", null],
      ["failed", "empty"],
    ]);
    const [document = { id: "" }] = ends;
    expect(document).toMatchObject({ chunk_count: 0, error_message: expect.stringContaining("empty") });
    const again = await beforeJobs(() => call(`/api/v1/documents/${document.id}/process`, { method: "POST", bearer }));
    expect(again).toMatchObject({ status: 202, body: { status: "pending", progress: 0, error_code: null } });
    expect(await settled(ada, document.id)).toMatchObject({ status: "failed", error_code: "empty" });
  });
});

describe("a download", () => {
  test.each([
    ["G3: a path that climbs", "../../etc/passwd.txt", "passwd.txt"],
    ["G3: text that runs backwards", "invoice\u202Efdp.txt", "invoicefdp.txt"],
    ["G3: a quote", 'a"b.txt', 'a"b.txt'],
    ["G3: another script", "报告 é.txt", "报告 é.txt"],
    ["G3: 5,000 characters", `${"n".repeat(5_000)}.txt`, `${"n".repeat(251)}.txt`],
  ])("%s has a safe name, and its key is ours", async (_, name, shown) => {
    const { access_token: bearer } = ada;
    const document = await uploadOne(ada, name, "<script>alert(1)</script> as text");
    expect(document.filename).toBe(shown);
    expect(await objects()).toContain(`documents/${document.id}`);
    const { headers, body } = await call(`/api/v1/documents/${document.id}/content`, { bearer });
    expect(body).toBe("<script>alert(1)</script> as text");
    expect(headers.get("content-disposition")).toMatch(
      /^attachment; filename="[ !#-$&-~]*"; filename\*=UTF-8''[\w.%!~-]+$/,
    );
    expect(decodeURIComponent(headers.get("content-disposition")?.split("''")[1] ?? "")).toBe(shown);
  });

  test("G2: a page is bytes to save, not to open", async () => {
    const { access_token: bearer } = ada;
    const document = await uploadOne(ada, "page.html", "<!doctype html><title>T</title><p>Words of a page.</p>");
    const { headers } = await call(`/api/v1/documents/${document.id}/content`, { bearer });
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("content-disposition")).toContain("attachment");
  });
});

describe("Idempotency-Key", () => {
  test("L5: the same files again are the same documents, whatever the boundary", async () => {
    const files: File[] = [
      ["one.txt", "One of two."],
      ["two.txt", "Two of two."],
    ];
    const headers = { "Idempotency-Key": "upload-l5" };
    const first = await upload(ada, files, headers);
    const stored = await objects();
    const again = await upload(ada, files, headers);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(documentsOf(again).map(({ id }) => id)).toEqual(documentsOf(first).map(({ id }) => id));
    expect(await objects()).toEqual(stored);
    const other = await upload(ada, [["one.txt", "Another one."]], headers);
    expect(other.status).toBe(422);
    expect(await objects()).toEqual(stored);
    expect(await rows("status = 'uploading'")).toEqual([]);
  });
});

describe("G8: a quota", () => {
  const app = createApp();
  const smallEnv = { ...env, DOCUMENT_QUOTA_FILES: "5", DOCUMENT_QUOTA_MB: "1" };
  const send = async (who: SignedIn, files: readonly File[]): Promise<Answer> =>
    read(await app.fetch(requestOf(who, files), smallEnv, createExecutionContext()));

  test("of files holds, also for many at once", async () => {
    const carol = await signUp();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => send(carol, [[`${index}.txt`, `Number ${index}.`]])),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 403]));
    const kept = await rows(`owner = '${carol.user.id}'`);
    expect(kept.length).toBe(answers.filter(({ status }) => status === 201).length);
    expect(kept.length).toBeLessThanOrEqual(5);
  });

  test("of bytes is freed by deleting", async () => {
    const carol = await signUp();
    const first = await send(carol, [["a.txt", "x ".repeat(300_000)]]);
    expect(first.status).toBe(201);
    expect(await send(carol, [["b.txt", "y ".repeat(300_000)]])).toMatchObject({ status: 403 });
    const [document] = documentsOf(first);
    await call(`/api/v1/documents/${document?.id}`, { method: "DELETE", bearer: carol.access_token });
    expect((await send(carol, [["b.txt", "y ".repeat(300_000)]])).status).toBe(201);
  });
});

describe("deletion", () => {
  test("leaves no row, no object and no chunk", async () => {
    const { access_token: bearer } = ada;
    const document = await uploadOne(ada, "gone.txt", "The obsidian walrus leaves.");
    expect(await search(ada, { query: "obsidian walrus", document_ids: [document.id] })).toHaveLength(1);
    expect((await call(`/api/v1/documents/${document.id}`, { method: "DELETE", bearer })).status).toBe(204);
    expect(await search(ada, { query: "obsidian walrus", document_ids: [document.id] })).toEqual([]);
    expect(await rows(`id = '${document.id}'`)).toEqual([]);
    expect(await objects()).not.toContain(`documents/${document.id}`);
    expect((await call(`/api/v1/documents/${document.id}`, { bearer })).status).toBe(404);
  });

  test("while a document is processed nothing comes back", async () => {
    const { access_token: bearer } = ada;
    const text = Array.from({ length: 3_000 }, (_, line) => `Sentence ${line} about the basalt gecko.`).join("\n\n");
    const ids: string[] = [];
    for (const ms of [0, 250, 350, 600]) {
      const [document] = documentsOf(await upload(ada, [["gecko.txt", text]]));
      await wait(ms);
      expect((await call(`/api/v1/documents/${document?.id}`, { method: "DELETE", bearer })).status).toBe(204);
      ids.push(document?.id ?? "");
    }
    await wait(1_500);
    for (const id of ids) {
      expect(await rows(`id = '${id}'`)).toEqual([]);
      expect(await objects()).not.toContain(`documents/${id}`);
    }
    expect(await search(ada, { query: "basalt gecko", document_ids: ids })).toEqual([]);
  });

  test("O4: of an account leaves nothing of its documents", async () => {
    const eve = await signUp();
    const before = await objects();
    await uploadOne(eve, "eve.txt", "The vermilion okapi of Eve.");
    await upload(eve, [["late.txt", "Still waiting."]]);
    expect((await call("/api/v1/users/me", { method: "DELETE", bearer: eve.access_token })).status).toBe(204);
    expect(await rows(`owner = '${eve.user.id}'`)).toEqual([]);
    expect(await objects()).toEqual(before);
    const library = env.LIBRARIES.getByName(eve.user.id);
    const query = { text: "okapi", mode: "keyword", topK: 5, documentIds: undefined, vector: undefined } as const;
    expect(await library.search(query)).toEqual([]);
  });
});
