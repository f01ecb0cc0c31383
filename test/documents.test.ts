// Documents lose nothing: over a real `npm start`, with kill -9 while they are processed.
import { rm } from "node:fs/promises";
import type { KnownDocument, NamedFile } from "./document-client.ts";
import { pdfOf, signIn } from "./document-client.ts";
import { startApi } from "./harness.ts";
import { describe, expect, test } from "vitest";

const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms));
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

/** Lines of a page; every one of them is about the heron. */
const linesOf = (page: number): string[] =>
  upTo(40).map((line) => `Page ${page} line ${line}: the heron waits in shallow water number ${page * 100 + line}.`);
const longPdf = pdfOf(upTo(300).map(linesOf));
const shorterPdf = pdfOf(upTo(80).map(linesOf));
const notes: NamedFile[] = upTo(40).map((number) => [
  `note-${number}.md`,
  upTo(30)
    .map((line) => `The heron of note ${number} was seen in week ${line}.`)
    .join("\n\n"),
]);

describe("a PDF of 300 pages", () => {
  test("is searchable page by page, and its progress moves", { timeout: 600_000 }, async () => {
    const api = await startApi();
    try {
      const client = await signIn(api, "register");
      /** What is seen of the progress of one upload: nothing in between where we, who look, stood still meanwhile. */
      const watch = async (): Promise<number> => {
        const start = performance.now();
        const uploaded = await client.upload([["long.pdf", longPdf]]);
        expect(uploaded.status).toBe(201);
        const { id } = (await uploaded.json()) as KnownDocument;
        const seen = new Set<number>();
        const own = (documents: readonly KnownDocument[]) => documents.find((one) => one.id === id);
        const document = own(await client.settled((documents) => seen.add(own(documents)?.progress ?? 0)));
        console.log(`A PDF of 300 pages is searchable after ${((performance.now() - start) / 1_000).toFixed(1)} s`);
        expect(document).toMatchObject({ status: "completed", progress: 1, page_count: 300, error_code: null });
        expect([...seen]).toEqual([...seen].toSorted((a, b) => a - b));
        const [hit] = await client.search("heron 21717", [id]);
        expect(hit?.text).toContain("number 21717");
        expect([216, 217]).toContain(hit?.page);
        return seen.size;
      };
      let most = await watch();
      for (let again = 0; again < 4 && most <= 3; again++) most = Math.max(most, await watch());
      expect(most).toBeGreaterThan(3);
    } finally {
      await api.stop();
    }
  });
});

test("P2, P3: every document that was taken is completed whole after kill -9", { timeout: 600_000 }, async () => {
  let api = await startApi();
  const { stateDir } = api;
  const taken: string[] = [];
  const whole = async (client: Awaited<ReturnType<typeof signIn>>, { id, chunk_count: count }: KnownDocument) =>
    expect({ id, found: (await client.search("heron", [id])).length }).toEqual({ id, found: count });
  try {
    let client = await signIn(api, "register");
    // Killed while files arrive, while jobs begin, and in the middle of a long one.
    for (const [round, ms] of [50, 400, 1_500].entries()) {
      const files: NamedFile[] = [...notes.slice(round * 12, round * 12 + 12), [`long-${round}.pdf`, shorterPdf]];
      const answered = client
        .upload(files)
        .then(async (answer) => {
          const { documents } = (await answer.json()) as { documents: KnownDocument[] };
          taken.push(...documents.map(({ id }) => id));
        })
        .catch(() => undefined);
      if (round > 0) await answered;
      await wait(ms);
      await api.kill();
      await answered;
      api = await startApi({}, stateDir);
      client = await signIn(api, "login");
    }
    const documents = await client.settled();
    expect(taken.length).toBeGreaterThanOrEqual(26);
    expect(documents.map(({ id }) => id)).toEqual(expect.arrayContaining(taken));
    expect(documents.filter(({ status }) => status !== "completed")).toEqual([]);
    for (const document of documents) await whole(client, document);
  } finally {
    await api.stop();
    await rm(stateDir, { recursive: true, force: true });
  }
});
