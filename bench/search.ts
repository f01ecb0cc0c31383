// How long a search takes among 1,000, 10,000 and 50,000 chunks of one account, through the API, with an embedding model
// that is a stand-in. Asserts nothing.
import { randomFrom } from "./random.ts";
import { dimension, startModel } from "./stand-in-model.ts";
import type { Scope } from "./tables.ts";
import { printTable, quantile, round, timed } from "./tables.ts";
import { withWorker } from "./worker.ts";

const questionsAsked = 40;
const charactersOfChunk = 830;
const charactersOfFile = 400_000;
const filesAtOnce = 12;
const modes = ["keyword", "hybrid", "vector"] as const;

const syllables = "ba co di fu ga ho in ka lo mi na or pe qua ri so tu va we xi yo zen ster tion ment pro con".split(
  " ",
);
const vocabulary = 40_000;

const wordOf = (rank: number): string => {
  let word = "";
  for (let rest = rank + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length] ?? "";
  return word;
};

/** As in a language: the tenth most frequent word is used a tenth as often as the first (Zipf). */
const drawWord = (random: () => number): string => wordOf(Math.floor(vocabulary ** random()) - 1);

const sentence = (random: () => number): string => {
  const words = Array.from({ length: 8 + Math.floor(random() * 14) }, () => drawWord(random));
  return `${words.join(" ").replace(/^./, (first) => first.toUpperCase())}.`;
};

const fileOf = (index: number): string => {
  const random = randomFrom(index + 1);
  const parts: string[] = [];
  for (let length = 0; length < charactersOfFile; length += parts.at(-1)?.length ?? 1)
    parts.push(Array.from({ length: 6 }, () => sentence(random)).join(" "));
  return parts.join("\n\n");
};

const questions = (): string[] => {
  const random = randomFrom(4711);
  return Array.from({ length: questionsAsked }, () => Array.from({ length: 8 }, () => drawWord(random)).join(" "));
};

/** An account of its own, and what it asks of the API. */
const openAccount = async (base: string) => {
  const credentials = JSON.stringify({ email: `bench-${Date.now()}@example.com`, password: "violet-otter-42-lamp" });
  const asJson = { "Content-Type": "application/json" };
  let headers: Record<string, string> = {};
  const signIn = async (path: "login" | "register"): Promise<void> => {
    const answer = await fetch(`${base}/api/v1/auth/${path}`, { method: "POST", headers: asJson, body: credentials });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    headers = { Authorization: `Bearer ${token}` };
  };
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const answer = await fetch(`${base}/api/v1/documents${path}`, {
      ...init,
      headers: { ...headers, ...(typeof init.body === "string" ? asJson : {}) },
    });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`The API answered ${answer.status}: ${body}`);
    return JSON.parse(body);
  };
  /** Chunks that can be found, and documents that are not finished. */
  const count = async (): Promise<{ chunks: number; waiting: number }> => {
    let [chunks, waiting, cursor] = [0, 0, ""];
    do {
      const { documents, next_cursor: next } = (await ask(`?limit=100${cursor}`, {})) as {
        documents: { status: string; chunk_count: number }[];
        next_cursor: string | null;
      };
      chunks += documents.reduce((sum, { chunk_count }) => sum + chunk_count, 0);
      waiting += documents.filter(({ status }) => status === "pending" || status === "processing").length;
      cursor = next === null ? "" : `&cursor=${encodeURIComponent(next)}`;
    } while (cursor !== "");
    return { chunks, waiting };
  };
  const search = (query: string, mode: (typeof modes)[number]): Promise<unknown> =>
    ask("/search", { method: "POST", body: JSON.stringify({ query, mode, top_k: 10 }) });
  await signIn("register");
  return { signIn, ask, count, search };
};

/** Files of one upload with about so many chunks together. */
const filesFor = (chunks: number, first: number): FormData => {
  const form = new FormData();
  let missing = chunks * charactersOfChunk;
  for (let index = first; missing > 0 && index < first + filesAtOnce; index++) {
    const text = fileOf(index).slice(0, missing);
    form.append("file", new File([text], `file-${index}.txt`, { type: "text/plain" }));
    missing -= text.length;
  }
  return form;
};

/** One account that grows from size to size. */
const measure = async (base: string, sizes: readonly number[]): Promise<Record<string, string | number>[]> => {
  const { signIn, ask, count, search } = await openAccount(base);
  const rows: Record<string, string | number>[] = [];
  let files = 0;
  for (const size of sizes) {
    const start = performance.now();
    let seen = await count();
    while (seen.chunks < size * 0.98) {
      // A token lasts fifteen minutes.
      await signIn("login");
      await ask("/upload", { method: "POST", body: filesFor(size - seen.chunks, files) });
      files += filesAtOnce;
      do {
        await new Promise((wake) => setTimeout(wake, 500));
        seen = await count();
      } while (seen.waiting > 0);
    }
    const seconds = (performance.now() - start) / 1000;
    const floor: number[] = [];
    for (let count = 0; count < questionsAsked; count++)
      floor.push(await timed(async () => (await fetch(`${base}/health`)).arrayBuffer()));
    for (const mode of modes) {
      for (const query of questions().slice(0, 5)) await search(`${query} again`, mode);
      const spent: number[] = [];
      for (const query of questions()) spent.push(await timed(() => search(query, mode)));
      rows.push({
        chunks: seen.chunks,
        mode,
        "median, ms": round(quantile(spent, 0.5)),
        "p95, ms": round(quantile(spent, 0.95)),
        "/health, ms": round(quantile(floor, 0.5)),
        "added in, s": Math.round(seconds),
      });
    }
  }
  return rows;
};

export const search = async ({ short }: Scope): Promise<void> => {
  const model = await startModel();
  const settings = {
    ...model.settings,
    DOCUMENT_QUOTA_FILES: "1000",
    DOCUMENT_QUOTA_MB: "10000",
    AI_EMBEDDING_MODEL: "stand-in",
  };
  try {
    await withWorker("search", settings, async ({ url }) =>
      printTable(
        `Search over HTTP in workerd, ${questionsAsked} questions of 8 words, 10 results; hybrid and vector with vectors of ` +
          `${dimension} dimensions of a stand-in model, its time included`,
        await measure(url, short ? [1_000] : [1_000, 10_000, 50_000]),
      ),
    );
  } finally {
    model.stop();
  }
};
