// Documents where models are set: pictures, recordings, vectors and answers, over a real `npm start`.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { KnownDocument, NamedFile } from "./document-client.ts";
import { signIn } from "./document-client.ts";
import type { DocumentModel } from "./document-model.ts";
import { startDocumentModel } from "./document-model.ts";
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";

interface Hit {
  document_id: string;
  chunk_id: string;
  text: string;
  scores: Record<"bm25" | "trigram" | "vector", number | null>;
}
interface Answer {
  answer: string;
  sources: { chunk_id: string; document_id: string; quote: string }[];
  engine: string;
}

let model: DocumentModel;
let api: RunningApi;
let client: Awaited<ReturnType<typeof signIn>>;
beforeAll(async () => {
  model = await startDocumentModel();
  api = await startApi(model.settings);
  client = await signIn(api, "register");
});
afterAll(async () => {
  await api.stop();
  model.stop();
});

const uploadOne = async (...file: NamedFile): Promise<KnownDocument> => {
  const answer = await client.upload([file]);
  expect(answer.status).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  await client.settled();
  return client.get(id);
};
const search = async (query: string, mode: string, ids: readonly string[]) => {
  const { status, body } = await client.post("/search", { query, mode, document_ids: ids });
  return { status, results: (body as { results?: Hit[] }).results ?? [] };
};

test("a picture is found by the words in it and by what it shows", async () => {
  const png = new Uint8Array(64);
  png.set([
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 9, 0, 0, 0, 9,
  ]);
  const { id, status } = await uploadOne("sign.png", png);
  expect(status).toBe("completed");
  expect((await client.search("meadow gate", [id])).map(({ text }) => text).join()).toContain("PLEASE CLOSE THE GATE");
});

test("a recording is found by what is said in it", async () => {
  const { id, status } = await uploadOne("note.wav", new TextEncoder().encode("RIFF\0\0\0\0WAVEfmt \u0010\0\0\0"));
  expect(status).toBe("completed");
  expect((await client.search("lighthouse", [id])).map(({ text }) => text)).toEqual([
    "Tomorrow the lighthouse will be painted red.",
  ]);
});

test("with vectors a search goes by meaning, by words, or by both, and says what each gave", async () => {
  const near = await uploadOne("near.txt", "Otters swim in cold rivers.");
  const far = await uploadOne("far.txt", "Tax forms are due in spring.");
  const ids = [near.id, far.id];
  for (const mode of ["vector", "hybrid"]) {
    const { status, results } = await search("otters swim rivers", mode, ids);
    expect(status).toBe(200);
    expect(results[0]).toMatchObject({ document_id: near.id, scores: { vector: expect.any(Number) } });
    expect(results[0]?.scores.bm25 === null).toBe(mode === "vector");
  }
  const { results } = await search("otters", "keyword", ids);
  expect(results.map(({ scores }) => scores.vector)).toEqual([null]);
});

test("where the embedding model fails, words are enough: for a document and for a question", async () => {
  const before = await uploadOne("before.txt", "The lynx was photographed at dusk.");
  model.refusesVectors = true;
  try {
    const after = await uploadOne("after.txt", "The lynx was photographed at dawn.");
    expect(after).toMatchObject({ status: "completed", chunk_count: 1, error_code: null });
    const ids = [before.id, after.id];
    const { status, results } = await search("lynx", "hybrid", ids);
    expect(status).toBe(200);
    expect(results.map(({ document_id: id }) => id).toSorted()).toEqual(ids.toSorted());
    expect((await search("lynx", "vector", ids)).status).toBe(502);
  } finally {
    model.refusesVectors = false;
  }
});

test("J13: a quote of a chunk that is not there, or that its chunk does not hold, is dropped", async () => {
  const { id } = await uploadOne("badger.txt", "The badger lives in the old quarry. It comes out at night.");
  const { status, body } = await client.post("/query", { question: "Where does the badger live?", document_ids: [id] });
  expect(status).toBe(200);
  const { sources, engine, answer } = body as Answer;
  expect(sources).toEqual([
    expect.objectContaining({ chunk_id: `${id}.0`, document_id: id, quote: "The badger lives in the old quarry." }),
  ]);
  expect(JSON.stringify(body)).not.toContain("made_up");
  expect(answer).not.toMatch(/\[[23]\]/);
  expect(engine).toBe("reader");
});

test("E4: a search by meaning holds nothing of another account", async () => {
  const mine = await uploadOne("mine.txt", "The canary of the first account sings.");
  const other = await signIn(api, "register", "another@example.com");
  for (const mode of ["vector", "hybrid", "keyword"])
    for (const more of [{}, { document_ids: [mine.id] }]) {
      const { status, body } = await other.post("/search", { query: "canary of the first account", mode, ...more });
      expect({ status, body }).toEqual({ status: 200, body: { results: [] } });
    }
});

test.each([
  "C++",
  "foo-bar",
  '"quotes"',
  "AND OR NOT",
  "🦆",
  "the of and",
  "?!…",
  "นกกระสา",
  "x ".repeat(5_000).trim(),
])("%s is answered in every mode", async (query) => {
  for (const mode of ["keyword", "hybrid", "vector"])
    expect((await client.post("/search", { query, mode })).status).toBe(200);
  expect((await client.post("/query", { question: query })).status).toBe(200);
});
