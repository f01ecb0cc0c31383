// Files of every kind from upload to search, as a request can bring them: well made, and badly.
import type { SignedIn } from "../../../test/caller.ts";
import { call, read, signUp } from "../../../test/caller.ts";
import type { File as Upload } from "../../../test/document-caller.ts";
import { documentsOf, objects, rows, search, settled, upload, uploadOne } from "../../../test/document-caller.ts";
import { pdfOf } from "../../../test/document-client.ts";
import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { strToU8, zipSync } from "fflate";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { toDisplayName } from "./file-name.ts";

let ada: SignedIn;
beforeAll(async () => {
  ada = await signUp();
});

const main = "http://schemas.openxmlformats.org";
const docx = zipSync({
  "_rels/.rels": strToU8(
    `<Relationships xmlns="${main}/package/2006/relationships"><Relationship Id="r1" Type="${main}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
  ),
  "word/document.xml": strToU8(
    `<w:document xmlns:w="${main}/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>The ibis nests in papyrus.</w:t></w:r></w:p></w:body></w:document>`,
  ),
});

describe("a document", () => {
  test.each<[file: Upload, query: string, text: string]>([
    [["ibis.docx", new Uint8Array(docx)], "ibis papyrus", "The ibis nests in papyrus."],
    [
      ["stork.html", "<nav>menu</nav><p>The stork nests on chimneys.</p>"],
      "stork chimneys",
      "The stork nests on chimneys.",
    ],
    [["egret.py", "def egret():\n    return 'white'\n"], "egret white", "def egret():\n    return 'white'"],
  ])("of %s is found by its words alone", async ([name, content], query, text) => {
    const document = await uploadOne(ada, name, content);
    expect(document).toMatchObject({ status: "completed", chunk_count: 1 });
    expect(await search(ada, { query, document_ids: [document.id] })).toMatchObject([{ text, filename: name }]);
  });

  test("of many pages is read a few at a time, and found with its pages", async () => {
    const pages = Array.from({ length: 33 }, (_, page) => [
      `Chapter ${page + 1} of the field guide.`,
      ...Array.from(
        { length: 30 },
        (_line, n) => `Sentence ${n} of page ${page + 1} tells of birds that nobody has seen before.`,
      ),
    ]);
    const document = await uploadOne(ada, "guide.pdf", pdfOf(pages));
    expect(document).toMatchObject({ status: "completed", page_count: 33, progress: 1 });
    const [hit] = await search(ada, { query: "chapter 33", document_ids: [document.id], mode: "keyword" });
    expect(hit).toMatchObject({ document_id: document.id });
  });

  test.each<[name: string, file: Upload, code: string, message: RegExp]>([
    ["without a byte", ["nothing.txt", ""], "empty", /not a single byte/],
    ["without a word", ["blank.txt", " \n\n "], "empty", /no text in the file/],
    ["of pages without words", ["scan.pdf", pdfOf([[], []])], "no_text", /pages are pictures/],
  ])("%s fails, and says why", async (_name, file, error_code, message) => {
    expect(await uploadOne(ada, ...file)).toMatchObject({
      status: "failed",
      error_code,
      error_message: expect.stringMatching(message),
      chunk_count: 0,
    });
  });

  test("P4: whose bytes are gone fails, and says so", async () => {
    const document = await uploadOne(ada, "gone.txt", "It was here.");
    await env.BUCKET.delete(`documents/${document.id}`);
    const { access_token: bearer } = ada;
    await call(`/api/v1/documents/${document.id}/process`, { method: "POST", bearer });
    expect(await settled(ada, document.id)).toMatchObject({ status: "failed", error_code: "malformed" });
    expect((await call(`/api/v1/documents/${document.id}/content`, { bearer })).status).toBe(404);
    expect((await call("/api/v1/documents/not-an-id", { bearer })).status).toBe(404);
  });
});

const boundary = "a-boundary";
const send = async (body: BodyInit | null, type = `multipart/form-data; boundary=${boundary}`) => {
  const request = new Request("http://api/api/v1/documents/upload", {
    method: "POST",
    headers: { Authorization: `Bearer ${ada.access_token}`, "Content-Type": type },
    body,
  });
  return read(await exports.default.fetch(request));
};
const part = (head: string, content: string): string => `--${boundary}\r\n${head}\r\n\r\n${content}\r\n`;
const file = (name: string, content = "A few words."): string =>
  part(`Content-Disposition: form-data; name="file"; filename="${name}"`, content);
const end = `--${boundary}--\r\n`;

describe("an upload by hand", () => {
  test.each([
    [
      "with a name in a parameter of its own",
      part(
        "content-disposition: form-data; name=file; filename*=UTF-8''%E0%B8%99%E0%B9%89%E0%B8%B3.txt; filename=x.txt",
        "a",
      ),
      "น้ำ.txt",
    ],
    [
      "whose own parameter cannot be read",
      part("Content-Disposition: form-data; filename*=UTF-8''%E0%B8.txt; filename=plain.txt", "a"),
      "plain.txt",
    ],
    ["with a quote in its name", file('a\\"b%22.txt'), 'a"b".txt'],
    ["without a name", file(""), "document"],
    ["with a name of another country's path", file("C:\\\\files\\\\notes.txt"), "notes.txt"],
  ])("of a file %s", async (_name, body, filename) => {
    const { status, body: made } = await send(`${body}${end}`);
    expect([status, documentsOf({ body: made } as never)[0]?.filename]).toEqual([201, filename]);
  });

  test("takes what stands beside its files for nothing", async () => {
    const { status } = await send(
      `${part('Content-Disposition: form-data; name="note"', "hello")}${file("beside.txt")}${end}`,
    );
    expect(status).toBe(201);
  });

  const form = 'Content-Disposition: form-data; name="a"';
  test.each<[name: string, status: number, body: BodyInit | null, type?: string]>([
    ["of another type", 415, "{}", "application/json"],
    ["without a type", 415, "words", "text/plain"],
    ["without a body", 400, null],
    ["without a boundary", 400, `${file("a.txt")}${end}`, "multipart/form-data"],
    [
      "with a boundary that is too long",
      400,
      `${file("a.txt")}${end}`,
      `multipart/form-data; boundary=${"b".repeat(71)}`,
    ],
    ["that breaks off", 400, file("a.txt")],
    ["that breaks off in a head", 400, `--${boundary}\r\nContent-Disp`],
    ["with a part of another kind", 400, `${part("Content-Disposition: attachment; filename=a.txt", "a")}${end}`],
    ["with a part without a head", 400, `--${boundary}\r\nX: y\r\n\r\na\r\n${end}`],
    ["with words behind a boundary", 400, `--${boundary}x\r\n${form}\r\n\r\na\r\n${end}`],
    ["with a head that does not end", 400, `--${boundary}\r\nX: ${"y".repeat(20_000)}`],
    ["of nothing but fields", 422, `${part(form, "a")}${end}`],
    ["of too many fields", 413, `${part(form, "a").repeat(21)}${end}`],
    ["of too long a field", 413, `${part(form, "a".repeat(70_000))}${end}`],
    ["of too many files", 413, `${Array.from({ length: 101 }, (_, n) => file(`${n}.txt`)).join("")}${end}`],
    ["of a file that is none of those", 415, `${file("a.exe")}${end}`],
    [
      "of a picture that is huge",
      422,
      new Blob([part('Content-Disposition: form-data; name="file"; filename="a.gif"', "GIF89a\x7f\x7f\x7f\x7f"), end]),
    ],
  ])("%s is refused with %i, and nothing of it stays", async (_name, status, body, type) => {
    const idsNow = async () => (await rows("1")).map(({ id }) => id);
    const [before, there] = [await idsNow(), await objects()];
    const answer = await send(body, type);
    expect([answer.status, (answer.body as { status: number }).status]).toEqual([status, status]);
    expect([await idsNow(), await objects()]).toEqual([before, there]);
  });

  test("of files that are stored in several groups keeps all of them", async () => {
    const files = Array.from({ length: 30 }, (_, n): Upload => [`group-${n}.txt`, `Words of file ${n}.`]);
    const answer = await upload(ada, files);
    expect(documentsOf(answer).map(({ filename }) => filename)).toEqual(files.map(([name]) => name));
  });
});

describe("a job", () => {
  const jobOf = (id: string) => env.DOCUMENT_JOBS.getByName(id);
  /** No alarm of its own before the test has ended. */
  const sleep = async ({ storage }: DurableObjectState) => {
    if ((await storage.getAlarm()) !== null) await storage.setAlarm(Date.now() + 3_600_000);
  };
  const wake = (id: string) =>
    runInDurableObject(jobOf(id), async (job, state) => {
      await job.alarm();
      await sleep(state);
    });
  const stateOf = (id: string) =>
    runInDurableObject(jobOf(id), (_, { storage }) => storage.kv.get<Record<string, unknown>>("job"));
  const newJob = async (status: string | undefined): Promise<string> => {
    const document = await uploadOne(ada, "job.txt", "The heron waits.");
    if (status === undefined) await env.DB.prepare("DELETE FROM documents WHERE id = ?").bind(document.id).run();
    else await env.DB.prepare("UPDATE documents SET status = ? WHERE id = ?").bind(status, document.id).run();
    await runInDurableObject(jobOf(document.id), async (job, state) => {
      await job.start(document.id, ada.user.id);
      await sleep(state);
    });
    return document.id;
  };
  const startedBefore = (id: string, ms: number) =>
    runInDurableObject(jobOf(id), (_, { storage }) =>
      storage.kv.put("job", { ...storage.kv.get<Record<string, unknown>>("job"), since: Date.now() - ms }),
    );

  test("of a document that is gone forgets it", async () => {
    const id = await newJob(undefined);
    await wake(id);
    expect(await stateOf(id)).toBeUndefined();
    await wake(id);
    expect(await stateOf(id)).toBeUndefined();
  });

  test("of a document that is being deleted finishes that", async () => {
    const id = await newJob("deleting");
    await wake(id);
    expect([await stateOf(id), await rows(`id = '${id}'`)]).toEqual([undefined, []]);
  });

  test("of an upload that is not shown yet waits, and in the end gives it up", async () => {
    const id = await newJob("uploading");
    await wake(id);
    expect(await stateOf(id)).toMatchObject({ waits: expect.any(Number) });
    await startedBefore(id, 3_700_000);
    await wake(id);
    expect([await stateOf(id), await rows(`id = '${id}'`)]).toEqual([undefined, []]);
  });

  test("of a document that has ended waits for it to be begun anew, and not for long", async () => {
    const id = await newJob("completed");
    await wake(id);
    expect(await stateOf(id)).toBeDefined();
    await startedBefore(id, 61_000);
    await wake(id);
    expect(await stateOf(id)).toBeUndefined();
    expect(await rows(`id = '${id}'`)).toHaveLength(1);
  });

  test("that is under way is not begun again, and one that deletes is not begun at all", async () => {
    const id = await newJob("uploading");
    const before = await stateOf(id);
    await jobOf(id).ensure(id, ada.user.id);
    expect(await stateOf(id)).toEqual(before);
    await runInDurableObject(jobOf(id), (_, { storage }) => storage.kv.put("job", { ...before, removing: true }));
    await jobOf(id).start(id, ada.user.id);
    expect(await stateOf(id)).toMatchObject({ removing: true });
  });

  test("P2: whose deletion fails comes back to it", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const document = await uploadOne(ada, "stuck.txt", "The heron stays.");
    const { id } = document;
    const bucket = { delete: () => Promise.reject(new Error("gone")) };
    await runInDurableObject(jobOf(id), async (job, { storage }) => {
      // @ts-expect-error The environment of an object is not for others, but for this test.
      const whole = job.env;
      // @ts-expect-error The same.
      job.env = { ...whole, BUCKET: Object.assign(Object.create(env.BUCKET), bucket) };
      await expect(job.remove(id, ada.user.id)).rejects.toThrow("gone");
      await job.alarm();
      expect(storage.kv.get<Record<string, unknown>>("job")).toMatchObject({ removing: true });
      // @ts-expect-error The same.
      job.env = whole;
      await job.alarm();
      expect(storage.kv.get("job")).toBeUndefined();
    });
    expect(await rows(`id = '${id}'`)).toEqual([]);
    vi.restoreAllMocks();
  });
});

test.each([
  ["..", "document"],
  ["a/.", "document"],
  ["\u202E\u200Fgnp.exe", "gnp.exe"],
  [`${"x".repeat(300)}.txt`, `${"x".repeat(251)}.txt`],
  ["y".repeat(300), "y".repeat(255)],
  [`z.${"e".repeat(300)}`, `z.${"e".repeat(253)}`],
])("the name %s is shown as %s", (given, shown) => {
  expect(toDisplayName(given)).toBe(shown);
});
