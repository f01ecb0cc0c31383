// `npm run eval -- FILE`: how good the search is on a labelled set, measured through the API. FILE holds
// {docs: [{id, title?, text}], queries: [{id, text}], relevance: {query id: {document id: grade}}}.
import { readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { z } from "zod";
import { startWorker } from "./local-worker.ts";
import { ndcgAt10, recallAt100, reciprocalRankAt10 } from "./retrieval-quality.ts";

const modes = ["keyword", "hybrid", "vector"] as const;
type Mode = (typeof modes)[number];

const filesOfUpload = 25;
const asked = 100;
const deadlineMs = 30 * 60_000;
const pollMs = 500;

const Id = z.union([z.string(), z.number()]).transform(String);
const LabelledSet = z.object({
  docs: z.array(z.object({ id: Id, title: z.string().optional(), text: z.string() })).min(1),
  queries: z.array(z.object({ id: Id, text: z.string() })).min(1),
  relevance: z.record(z.string(), z.record(z.string(), z.number())),
});
type LabelledSet = z.infer<typeof LabelledSet>;

const { positionals, values } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { base: { type: "string" }, modes: { type: "string" } },
});

const readModes = (): Mode[] => {
  const wanted = values.modes?.split(",") ?? modes;
  const unknown = wanted.filter((name) => !modes.some((mode) => mode === name));
  if (unknown.length > 0)
    throw new Error(`There is no such mode: ${unknown.join(", ")}. There are ${modes.join(", ")}.`);
  return modes.filter((mode) => wanted.includes(mode));
};

const readSet = (file: string | undefined): LabelledSet => {
  if (file === undefined) throw new Error("Say which labelled set: npm run eval -- FILE");
  const parsed = LabelledSet.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!parsed.success) throw new Error(`${file} is no labelled set:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
};

/** A title that the text begins with already is not said twice. */
const contentOf = ({ title, text }: LabelledSet["docs"][number]): string =>
  title === undefined || title.trim() === "" || text.trimStart().startsWith(title.trim())
    ? text
    : `${title}\n\n${text}`;

const readJson = async <Shape extends z.ZodType>(answer: Response, shape: Shape): Promise<z.infer<Shape>> => {
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}:\n${body}`);
  return shape.parse(JSON.parse(body));
};

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

/** An account of its own on the API, so that nothing else is found. */
class Account {
  readonly #base: string;
  readonly #email = `eval-${process.pid}-${Date.now()}@example.com`;
  #token = "";
  #renewAt = 0;

  constructor(base: string) {
    this.#base = base;
  }

  /** A token lasts fifteen minutes; a large set takes longer. */
  async #headers(): Promise<Record<string, string>> {
    if (Date.now() >= this.#renewAt) {
      const path = this.#token === "" ? "register" : "login";
      const body = JSON.stringify({ email: this.#email, password: "violet-otter-42-lamp" });
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(`${this.#base}/api/v1/auth/${path}`, { method: "POST", headers, body });
      this.#token = (await readJson(answer, z.object({ access_token: z.string() }))).access_token;
      this.#renewAt = Date.now() + 10 * 60_000;
    }
    return { Authorization: `Bearer ${this.#token}` };
  }

  /** Uploads all and answers which of them each document has become. */
  async upload(docs: LabelledSet["docs"]): Promise<Map<string, string>> {
    const Uploaded = z.object({ documents: z.array(z.object({ id: z.string() })) });
    const ids = new Map<string, string>();
    for (let first = 0; first < docs.length; first += filesOfUpload) {
      const batch = docs.slice(first, first + filesOfUpload);
      const form = new FormData();
      for (const [index, doc] of batch.entries())
        form.append("file", new File([contentOf(doc)], `document-${first + index + 1}.txt`, { type: "text/plain" }));
      const headers = await this.#headers();
      const answer = await fetch(`${this.#base}/api/v1/documents/upload`, { method: "POST", headers, body: form });
      const { documents } = await readJson(answer, Uploaded);
      for (const [index, { id }] of documents.entries()) ids.set(id, batch[index]?.id ?? "");
    }
    return ids;
  }

  /** Waits until every document is searchable; answers how many are not, for there is nothing in them. */
  async finish(count: number): Promise<number> {
    const Page = z.object({
      documents: z.array(
        z.object({ status: z.string(), error_code: z.string().nullable(), error_message: z.string().nullable() }),
      ),
      next_cursor: z.string().nullable().optional(),
    });
    const deadline = Date.now() + deadlineMs;
    for (;;) {
      let completed = 0;
      let empty = 0;
      let cursor: string | null | undefined;
      do {
        const after = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
        const headers = await this.#headers();
        const page = await readJson(await fetch(`${this.#base}/api/v1/documents?limit=100${after}`, { headers }), Page);
        const failed = page.documents.find(
          (document) => document.status === "failed" && document.error_code !== "empty",
        );
        if (failed !== undefined) throw new Error(`A document was not taken: ${failed.error_message}`);
        empty += page.documents.filter(({ error_code: code }) => code === "empty").length;
        completed += page.documents.filter(({ status }) => status === "completed").length;
        cursor = page.next_cursor;
      } while (cursor);
      if (completed + empty >= count) return empty;
      if (Date.now() > deadline) throw new Error(`Only ${completed} of ${count} documents were processed in time.`);
      await new Promise((wake) => setTimeout(wake, pollMs));
    }
  }

  /** Documents in the order in which they appear; undefined where the mode is not configured. */
  async search(query: string, mode: Mode): Promise<string[] | undefined> {
    const answer = await fetch(`${this.#base}/api/v1/documents/search`, {
      method: "POST",
      headers: { ...(await this.#headers()), "Content-Type": "application/json" },
      body: JSON.stringify({ query, mode, top_k: asked }),
    });
    if (answer.status === 503) return undefined;
    const { results } = await readJson(answer, z.object({ results: z.array(z.object({ document_id: z.string() })) }));
    return [...new Set(results.map(({ document_id }) => document_id))];
  }
}

const measureMode = async (account: Account, set: LabelledSet, ids: ReadonlyMap<string, string>, mode: Mode) => {
  const judged = set.queries.filter(({ id }) => Object.values(set.relevance[id] ?? {}).some((grade) => grade > 0));
  const spent: number[] = [];
  const rankings: { ranking: string[]; grades: Record<string, number> }[] = [];
  for (const { id, text } of judged) {
    const start = performance.now();
    const found = await account.search(text, mode);
    if (found === undefined) return undefined;
    spent.push(performance.now() - start);
    rankings.push({ ranking: found.map((document) => ids.get(document) ?? ""), grades: set.relevance[id] ?? {} });
  }
  const meanOf = (measure: typeof ndcgAt10): string =>
    mean(rankings.map(({ ranking, grades }) => measure(ranking, grades))).toFixed(4);
  return {
    mode,
    "nDCG@10": meanOf(ndcgAt10),
    "recall@100": meanOf(recallAt100),
    "MRR@10": meanOf(reciprocalRankAt10),
    "median ms": median(spent).toFixed(1),
  };
};

const evaluate = async (set: LabelledSet, base: string): Promise<void> => {
  const account = new Account(base);
  const start = performance.now();
  const ids = await account.upload(set.docs);
  const empty = await account.finish(set.docs.length);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const without = empty === 0 ? "" : `, ${empty} without any text`;
  console.log(
    `${set.docs.length - empty} documents searchable after ${seconds} s${without}; ${set.queries.length} queries`,
  );
  const rows = [];
  for (const mode of readModes()) {
    const row = await measureMode(account, set, ids, mode);
    if (row === undefined) console.log(`${mode}: not configured (AI_EMBEDDING_MODEL)`);
    else rows.push(row);
  }
  if (rows.length === 0) throw new Error("No mode could be measured.");
  console.table(rows);
};

const set = readSet(positionals[0]);
readModes();
if (values.base === undefined) {
  const name = `eval-${process.pid}`;
  const settings = {
    RATE_LIMIT_SCALE: "1000",
    DOCUMENT_QUOTA_FILES: String(set.docs.length),
    DOCUMENT_QUOTA_MB: "10000",
  };
  const worker = await startWorker(name, settings);
  try {
    await evaluate(set, worker.url);
  } finally {
    await worker.stop();
    rmSync(resolve(import.meta.dirname, "../.wrangler", name), { recursive: true, force: true });
  }
} else await evaluate(set, values.base.replace(/\/+$/, ""));
