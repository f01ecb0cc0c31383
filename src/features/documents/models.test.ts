// What models do for documents: pictures and recordings are read, texts become vectors, answers are worded.
import { keepAwake } from "../../../test/awake.ts";
import type { SignedIn } from "../../../test/caller.ts";
import { call, read, signUp, toRequest } from "../../../test/caller.ts";
import type { File as Upload } from "../../../test/document-caller.ts";
import { documentsOf, settled, upload } from "../../../test/document-caller.ts";
import { createExecutionContext, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../app.ts";
import { beforeJobs } from "./held-jobs-fixture.ts";

const settings = {
  AI_BASE_URL: "https://models.example/v1",
  AI_API_KEY: "a-key",
  AI_MODEL: "reader",
  AI_EMBEDDING_MODEL: "words",
  AI_TRANSCRIPTION_MODEL: "hearer",
};

/** The words of a text, each in a place of its own. */
const vectorOf = (text: string): number[] => {
  const vector = Array.from({ length: 31 }, () => 0);
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    let place = 0;
    for (const letter of word) place = (place * 31 + letter.charCodeAt(0)) % vector.length;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  return vector;
};

const failed = (status: number): Response => Response.json({ error: { message: "no" } }, { status });

/** What the models answer, by what they are asked for. */
const models = {
  embeddings: (input: readonly string[]): Response =>
    Response.json({ data: input.map((text, index) => ({ index, embedding: vectorOf(text) })) }),
  transcriptions: (): Response =>
    Response.json({ text: "Tomorrow the lighthouse will be painted red.\n\n\n\nAll of it." }),
  said: (_message: unknown): unknown => ({
    text: "PLEASE CLOSE THE GATE",
    description: "A sign beside a meadow gate.",
  }),
};
const usual = { ...models };

const fetchReal = globalThis.fetch;

const answer = async (request: Request): Promise<Response> => {
  if (request.url.endsWith("/audio/transcriptions")) return models.transcriptions();
  const { input = [], messages = [] } = await request.json<{ input?: string[]; messages?: { content: unknown }[] }>();
  if (request.url.endsWith("/embeddings")) return models.embeddings(input);
  const content = models.said(messages.at(-1)?.content);
  if (content instanceof Response) return content;
  const message = { role: "assistant", content: JSON.stringify(content) };
  return Response.json({
    choices: [{ index: 0, message, finish_reason: "stop" }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  });
};

const app = createApp();
let ada: SignedIn;
beforeAll(async () => {
  ada = await signUp();
});
beforeEach(() => {
  vi.spyOn(console, "error").mockReturnValue();
  vi.stubGlobal("fetch", async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(input, init);
    return request.url.startsWith(settings.AI_BASE_URL) ? answer(request) : fetchReal(request);
  });
});
afterEach(() => {
  Object.assign(models, usual);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Uploads a file whose job has these settings. */
const uploadWith = async (more: Record<string, string>, ...file: Upload) => {
  const id = await beforeJobs(async () => {
    const [document] = documentsOf(await upload(ada, [file]));
    const object = env.DOCUMENT_JOBS.getByName(document?.id ?? "");
    keepAwake(object);
    await runInDurableObject(object, (job) => {
      // @ts-expect-error The environment of an object is not for others, but for this test.
      job.env = { ...job.env, ...more };
    });
    return document?.id ?? "";
  });
  return settled(ada, id);
};

const post = async (path: string, json: object) =>
  read(
    await app.request(
      toRequest(`/api/v1/documents/${path}`, { bearer: ada.access_token, json }),
      {},
      { ...env, ...settings },
      createExecutionContext(),
    ),
  );

interface Hit {
  document_id: string;
  text: string;
  scores: Record<string, number | null>;
}
const search = async (json: object): Promise<Hit[]> => {
  const { status, body } = await post("search", json);
  expect([status, body]).toEqual([200, expect.anything()]);
  return (body as { results: Hit[] }).results;
};

const png = Uint8Array.from(Buffer.from("89504e470d0a1a0a0000000d494844520000000100000001080600000000000000", "hex"));
const wav = new TextEncoder().encode("RIFF____WAVEfmt ");

describe("a file that is no text", () => {
  test.each<[name: string, file: Upload, text: string]>([
    [
      "a picture is found by what stands in it and by what it shows",
      ["gate.png", png],
      "PLEASE CLOSE THE GATE\n\nA sign beside a meadow gate.",
    ],
    [
      "a recording is found by what is said",
      ["news.wav", wav],
      "Tomorrow the lighthouse will be painted red.\n\nAll of it.",
    ],
  ])("%s", async (_name, file, text) => {
    const document = await uploadWith(settings, ...file);
    expect(document).toMatchObject({ status: "completed", chunk_count: 1 });
    const [hit] = await search({ query: text, document_ids: [document.id] });
    expect(hit?.text).toBe(text);
  });

  test.each<[name: string, file: Upload, more: Record<string, string>, message: string]>([
    ["a picture", ["a.png", png], {}, "Reading a picture needs a model: set AI_API_KEY or AI_BASE_URL."],
    ["a recording", ["a.wav", wav], {}, "Reading a recording needs a model: set AI_TRANSCRIPTION_MODEL."],
    [
      "a recording, where a model reads and none hears",
      ["a.wav", wav],
      { AI_BASE_URL: settings.AI_BASE_URL, AI_MODEL: "reader" },
      "Reading a recording needs a model: set AI_TRANSCRIPTION_MODEL.",
    ],
  ])("%s without a model for it says what to set", async (_name, file, more, message) => {
    expect(await uploadWith(more, ...file)).toMatchObject({
      status: "failed",
      error_code: "not_configured",
      error_message: message,
    });
  });

  test.each([
    ["refuses", () => failed(400), "upstream_failed", "The model did not take this file."],
    [
      "is out of credit",
      () => failed(402),
      "upstream_failed",
      "The model's provider takes no more requests at the moment.",
    ],
    [
      "answers another thing",
      () => Response.json({ words: 5 }),
      "upstream_failed",
      "The model's answer cannot be read.",
    ],
  ])("fails with its reason where the model %s", async (_name, transcriptions, error_code, error_message) => {
    Object.assign(models, { transcriptions });
    expect(await uploadWith(settings, "a.wav", wav)).toMatchObject({ status: "failed", error_code, error_message });
  });
});

describe("vectors", () => {
  test("find by meaning, and with words by both", async () => {
    const near = await uploadWith(settings, "near.txt", "Otters swim in cold rivers.");
    const far = await uploadWith(settings, "far.txt", "Tax forms are due in spring.");
    const document_ids = [near.id, far.id];
    for (const mode of ["vector", "hybrid"]) {
      const [first] = await search({ query: "otters swim rivers", mode, document_ids });
      expect(first).toMatchObject({ document_id: near.id, scores: { vector: expect.any(Number) } });
    }
    // Without a word in common nothing is known of any of them.
    expect(await search({ query: "...", mode: "vector", document_ids })).toHaveLength(2);
  });

  test("that a model refuses leave a document to its words, and a question too", async () => {
    models.embeddings = () => failed(400);
    const document = await uploadWith(settings, "lynx.txt", "The lynx was photographed at dawn.");
    expect(document).toMatchObject({ status: "completed", chunk_count: 1, error_code: null });
    expect(await search({ query: "lynx", document_ids: [document.id] })).toMatchObject([{ scores: { vector: null } }]);
    const byMeaning = await post("search", { query: "lynx", mode: "vector" });
    expect([byMeaning.status, byMeaning.body]).toEqual([
      502,
      expect.objectContaining({ detail: "The embedding model failed. Mode keyword needs none." }),
    ]);
  });

  test("that come too late are told as that", async () => {
    models.embeddings = () => failed(408);
    const late = await post("search", { query: "lynx", mode: "vector" });
    expect([late.status, late.body]).toEqual([504, expect.objectContaining({ code: "upstream_timeout" })]);
  });

  test("that fail again and again are given up for words", async () => {
    models.embeddings = () => failed(503);
    const document = await uploadWith(settings, "stoat.txt", "The stoat was seen at noon.");
    expect(document).toMatchObject({ status: "completed", chunk_count: 1 });
  });

  test("without a model for them cannot be searched by", async () => {
    const { access_token: bearer } = ada;
    const answered = await call("/api/v1/documents/search", { bearer, json: { query: "lynx", mode: "vector" } });
    expect(answered).toMatchObject({ status: 503, body: { code: "not_configured" } });
  });
});

describe("an answer in a model's words", () => {
  test("keeps one quote of two that are the same, and numbers the marks by what is left", async () => {
    const { id } = await uploadWith({}, "badger.txt", "The badger lives in the old   quarry. It comes out at night.");
    const quote = "The badger lives in the old quarry.";
    models.said = () => ({
      found: true,
      answer: "It lives in the old quarry [1] [2] and flies [3] [4], see [5].",
      quotes: [
        { chunk_id: `${id}.0`, quote },
        { chunk_id: `${id}.0`, quote },
        { chunk_id: "doc_made_up.7", quote },
        { chunk_id: `${id}.0`, quote: "Badgers can fly." },
        { chunk_id: `${id}.0`, quote: "the" },
      ],
    });
    const { body } = await post("query", { question: "Where does the badger live?", document_ids: [id] });
    expect(body).toMatchObject({
      answer: "It lives in the old quarry [1] [1] and flies, see.",
      sources: [{ chunk_id: `${id}.0`, quote: "The badger lives in the old   quarry." }],
      engine: "reader",
    });
  });

  test.each([
    ["finds nothing", { found: false, answer: "", quotes: [] }],
    ["is out of order", failed(400)],
  ])("is the document's own where the model %s", async (_name, said) => {
    const { id } = await uploadWith({}, "marten.txt", "The marten sleeps in the attic of the mill.");
    models.said = () => (said instanceof Response ? said.clone() : said);
    const { body } = await post("query", { question: "Where does the marten sleep?", document_ids: [id] });
    expect(body).toMatchObject({ answer: "The marten sleeps in the attic of the mill. [1]", engine: "builtin" });
  });
});
