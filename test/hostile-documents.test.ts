// What an attacker uploads as a document, over HTTP. The ids are rows of the security checklist.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pdfOf, signIn } from "./document-client.ts";
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import { refusalOf, refused } from "./refusal.ts";
import type { Entry } from "./zip.ts";
import { zip } from "./zip.ts";
import { deflateRawSync } from "node:zlib";

let api: RunningApi;
let client: Awaited<ReturnType<typeof signIn>>;
beforeAll(async () => {
  api = await startApi();
  client = await signIn(api, "register");
});
afterAll(async () => {
  await api.stop();
});

const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms));
const form = { "Content-Type": "multipart/form-data; boundary=edge" };
const part = (name: string, content: string): string =>
  `--edge\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${content}\r\n`;
const field = (name: string, content: string): string =>
  `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`;
const good = part("good.txt", "Nothing wrong here.");
const many = (count: number, one: (number: number) => string): string =>
  Array.from({ length: count }, (_, number) => one(number)).join("");

describe("G9", () => {
  test.each<[name: string, head: Record<string, string>, body: string, status: number]>([
    ["no boundary", { "Content-Type": "multipart/form-data" }, good, 400],
    ["another boundary", { "Content-Type": "multipart/form-data; boundary=other" }, `${good}--edge--`, 400],
    ["no end", form, good, 400],
    ["an end in the middle of a file", form, `${good}${part("b.txt", "canary").slice(0, -20)}`, 400],
    ["an end in the middle of a head", form, `${good}--edge\r\nContent-Dispo`, 400],
    ["a head of 100 kilobytes", form, `${good}--edge\r\nX-Pad: ${"a".repeat(100_000)}\r\n\r\n\r\n--edge--`, 400],
    ["a part without a head", form, `${good}--edge\r\n\r\ncanary\r\n--edge--`, 400],
    ["1,000 files", form, `${many(1_000, (number) => part(`${number}.txt`, "canary"))}--edge--`, 413],
    ["1,000 fields", form, `${good}${many(1_000, (number) => field(`f${number}`, "canary"))}--edge--`, 413],
    ["a field of a megabyte", form, `${good}${field("title", "canary".repeat(200_000))}--edge--`, 413],
    ["no file", form, `${field("title", "canary")}--edge--`, 422],
    ["nothing", form, "", 400],
    ["JSON", { "Content-Type": "application/json" }, "{}", 415],
  ])("%s", async (_, head, body, status) => {
    const answer = await client.sendRaw({ ...head, "Content-Length": String(Buffer.byteLength(body)) }, body);
    expect(refusalOf(answer)).toEqual(refused(status));
    expect(await client.list()).toEqual([]);
  });

  test("an upload of more than 50 megabytes", async () => {
    const large = "x".repeat(17_000_000);
    const answer = await client.upload([
      ["a.txt", large],
      ["b.txt", large],
      ["c.txt", large],
    ]);
    expect(answer.status).toBe(413);
    expect(await client.list()).toEqual([]);
  });

  test("two files of one name are two documents", async () => {
    const body = `${good}${good}--edge--\r\n`;
    const answer = await client.sendRaw({ ...form, "Content-Length": String(body.length) }, body);
    expect(answer.status).toBe(201);
    expect((await client.settled()).map(({ filename, status }) => [filename, status])).toEqual([
      ["good.txt", "completed"],
      ["good.txt", "completed"],
    ]);
  });
});

test("G10: an upload that is cut off leaves no document", async () => {
  const before = await client.list();
  await client.sendRaw({ ...form, "Content-Length": "9000000" }, `${good}${part("b.txt", "x".repeat(6_000_000))}`, 300);
  await wait(1_000);
  await expect.poll(() => client.list(), { timeout: 60_000 }).toEqual(before);
});

/** The same with the list at the end that a whole archive has. */
const whole = (entries: readonly Entry[]): Uint8Array<ArrayBuffer> => {
  const packed = entries.map((entry) => ({ ...entry, packed: entry.packed ?? deflateRawSync(entry.data) }));
  let at = 0;
  const list = packed.map(({ name, data, size, packed: bytes }) => {
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(8, 10);
    header.writeUInt32LE(bytes.length, 20);
    header.writeUInt32LE(size ?? data.length, 24);
    header.writeUInt16LE(Buffer.byteLength(name), 28);
    header.writeUInt32LE(at, 42);
    at += 30 + Buffer.byteLength(name) + bytes.length;
    return Buffer.concat([header, Buffer.from(name)]);
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(list.length, 8);
  end.writeUInt16LE(list.length, 10);
  end.writeUInt32LE(Buffer.concat(list).length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([zip(packed), ...list, end]));
};

describe("a Word document", () => {
  const types = { name: "[Content_Types].xml", data: "<Types/>" };
  const body = (content: string | Buffer): Entry => ({ name: "word/document.xml", data: content });

  test.each<[name: string, entries: Entry[], status: number]>([
    ["G4: 300 megabytes of blanks", [types, body(Buffer.alloc(300_000_000, 32))], 413],
    ["G4: 300 megabytes of another name", [{ name: "bomb", data: Buffer.alloc(300_000_000) }], 413],
    ["G4: ten megabytes that say they are ten", [types, { ...body(Buffer.alloc(10_000_000, 32)), size: 10 }], 413],
    ["G5: 10,000 entries", [types, ...Array.from({ length: 10_000 }, (_, n) => ({ name: `${n}`, data: "" }))], 422],
    ["G5: a path that climbs", [types, body("<w/>"), { name: "../../x", data: "x" }], 422],
    ["G5: an archive in an archive", [types, body("<w/>"), { name: "inner.docx", data: whole([types]) }], 422],
    ["an archive that holds no Word document", [types, { name: "xl/workbook.xml", data: "<x/>" }], 415],
  ])("%s is refused, and nothing of it is stored", async (name, entries, status) => {
    const before = await client.list();
    const file = whole(entries);
    const start = performance.now();
    const answer = await client.upload([["canary.docx", file]]);
    console.log(`${name}: ${status} after ${(performance.now() - start).toFixed(0)} ms`);
    const type = answer.headers.get("content-type") ?? "";
    expect(refusalOf({ status: answer.status, type, text: await answer.text() })).toEqual(refused(status));
    expect(await client.list()).toEqual(before);
  });
});

describe("a PDF", () => {
  const page = pdfOf([["The heron waits."]]);
  const changed = (pattern: RegExp, by: string): Uint8Array<ArrayBuffer> =>
    new TextEncoder().encode(new TextDecoder().decode(page).replace(pattern, by));
  const id = `/ID[<${"ab".repeat(16)}><${"ab".repeat(16)}>]`;
  const lock = `${id}/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<${"11".repeat(32)}>/U<${"22".repeat(32)}>>>`;
  const table = /startxref\n(\d+)/.exec(new TextDecoder().decode(page))?.[1] ?? "";

  test.each([
    ["with a password", changed(/\/Root 1 0 R/, `/Root 1 0 R ${lock}`)],
    ["whose table of objects leads to itself", changed(/\/Root 1 0 R/, `/Root 1 0 R /Prev ${table}`)],
    ["of 250,000 objects", changed(/xref[^]*/, "9 0 obj 1 endobj\n".repeat(250_000))],
    ["without anything", new TextEncoder().encode("%PDF-1.7\ncanary")],
  ])("G7: %s is refused", async (_, bytes) => {
    const answer = await client.upload([["canary.pdf", bytes]]);
    const type = answer.headers.get("content-type") ?? "";
    expect(refusalOf({ status: answer.status, type, text: await answer.text() })).toEqual(refused(422));
  });

  test("G7: with scripts and programs to start gives its text only", async () => {
    const actions = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/Launch/F(calc.exe)>>>>";
    const answer = await client.upload([["acts.pdf", changed(/\/Type \/Catalog/, `/Type /Catalog ${actions}`)]]);
    expect(answer.status).toBe(201);
    const { id: document } = (await answer.json()) as { id: string };
    await client.settled();
    const found = await client.search("heron alert calc", [document]);
    expect(found.map(({ text }) => text)).toEqual(["The heron waits."]);
  });
});
