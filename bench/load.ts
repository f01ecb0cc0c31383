// A bounded run of mixed requests at 1, 10, 50 and 200 at once: how long they take, how many are answered a second, whether
// any fails, what memory does; then one client that uploads while others read. Asserts nothing.
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { findFreePort } from "../scripts/local-worker.ts";
import { findWorkerd, residentMb } from "../scripts/workerd-process.ts";
import { generateProject } from "./generate.ts";
import { connectHeap } from "./heap.ts";
import type { Plan, Planned, Report } from "./load-client.ts";
import type { Scope } from "./tables.ts";
import { printTable, quantile, round, timed } from "./tables.ts";
import { readJson, register, withWorker } from "./worker.ts";

const levels = [
  { atOnce: 1, requests: 300 },
  { atOnce: 10, requests: 1_000 },
  { atOnce: 50, requests: 2_000 },
  { atOnce: 200, requests: 4_000 },
];
const shortLevels = levels.map(({ atOnce, requests }) => ({ atOnce, requests: requests / 5 }));

const question = { messages: [{ role: "user", content: "How do I make Postgres survive a zone outage?" }] };
const mermaid =
  "flowchart LR\n  A[Web] --> B{Cache?} --> C[(Store)]\n  B --> D[API] --> C\n  D --> E[Queue] --> F[Worker]";

const send = async (plan: Plan): Promise<Report> => {
  const client = fork(resolve(import.meta.dirname, "load-client.ts"));
  client.send(plan);
  const [report] = await Promise.race([
    once(client, "message"),
    once(client, "exit").then(() => Promise.reject(new Error("The client of the load run ended early."))),
  ]);
  return report as Report; // Our own client's.
};

/** What is there to be read, searched and asked about, and the requests that do it. */
const prepare = async (url: string, headers: { Authorization: string }): Promise<Planned[]> => {
  const asJson = { ...headers, "Content-Type": "application/json" };
  const code = generateProject(10);
  const analyse = { method: "POST", headers: { ...headers, "Content-Type": "text/plain" }, body: code } as const;
  const analysed = await fetch(`${url}/api/analyze?diagram=none`, analyse);
  const { analysis_id: id } = await readJson(analysed, z.object({ analysis_id: z.string() }));
  const form = new FormData();
  const guide = readFileSync(resolve(import.meta.dirname, "../README.md"));
  for (let copy = 0; copy < 5; copy++) form.append("file", new File([guide, `\n\nCopy ${copy}.`], `guide-${copy}.md`));
  await readJson(
    await fetch(`${url}/api/v1/documents/upload`, { method: "POST", headers, body: form }),
    z.object({ documents: z.array(z.object({ id: z.string() })) }),
  );
  const Listed = z.object({ documents: z.array(z.object({ status: z.string() })) });
  while (
    (await readJson(await fetch(`${url}/api/v1/documents`, { headers }), Listed)).documents.some(
      ({ status }) => status !== "completed",
    )
  )
    await new Promise((wake) => setTimeout(wake, 300));
  const get = (name: string, share: number, path: string): Planned => ({
    name,
    share,
    url: `${url}${path}`,
    method: "GET",
    headers,
    body: undefined,
  });
  const post = (name: string, share: number, path: string, body: object): Planned => ({
    name,
    share,
    url: `${url}${path}`,
    method: "POST",
    headers: asJson,
    body: JSON.stringify(body),
  });
  return [
    get("health", 4, "/health"),
    get("an analysis, kept", 3, `/api/v1/analyses/${id}`),
    get("list of documents", 2, "/api/v1/documents"),
    get("knowledge search", 2, "/api/v1/knowledge/search?q=scholarship"),
    post("document search", 3, "/api/v1/documents/search", {
      query: "how is the score made",
      mode: "keyword",
      top_k: 5,
    }),
    post("assistant", 2, "/api/assistant", question),
    post("diagram, SVG", 2, "/api/diagram", { mermaid, format: "svg" }),
    { name: "analyse 10 resources", share: 2, url: `${url}/api/analyze?diagram=none`, ...analyse },
  ];
};

const describe = (report: Report, name?: string) => {
  const taken = name === undefined ? Object.values(report.taken).flat() : (report.taken[name] ?? []);
  return {
    requests: taken.length,
    "p50, ms": round(quantile(taken, 0.5)),
    "p95, ms": round(quantile(taken, 0.95)),
    "p99, ms": round(quantile(taken, 0.99)),
  };
};

/** Uploads one file after the other until it is told to stop; how many it has sent. */
const uploading = (url: string, headers: { Authorization: string }): { stop: () => Promise<number> } => {
  let [stopped, sent] = [false, 0];
  const upload = async (): Promise<void> => {
    while (!stopped) {
      const text = `Number ${sent}. ${"What is written here is one sentence among many others of its kind. ".repeat(7_000)}`;
      const form = new FormData();
      form.append("file", new File([text], `large-${sent}.txt`));
      const answer = await fetch(`${url}/api/v1/documents/upload`, { method: "POST", headers, body: form });
      if (!answer.ok) throw new Error(`An upload was answered ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
      sent++;
    }
  };
  const running = upload();
  return { stop: () => ((stopped = true), running.then(() => sent)) };
};

export const load = async ({ short }: Scope): Promise<void> => {
  const inspectorPort = await findFreePort();
  const settings = {
    DOCUMENT_QUOTA_FILES: "10000",
    DOCUMENT_QUOTA_MB: "10000",
    INSPECTOR_PORT: String(inspectorPort),
  };
  await withWorker("load", settings, async ({ url, pid: starter }) => {
    const pid = findWorkerd(starter);
    const readHeap = await connectHeap(inspectorPort);
    const memory: Record<string, string | number>[] = [];
    const noteMemory = async (after: string): Promise<void> => {
      const resident = Math.round(residentMb(pid));
      memory.push({ after, "heap of the API, MB": round(await readHeap()), "all of workerd, MB": resident });
    };
    const headers = await register(url);
    const mix = await prepare(url, headers);
    const errors: string[] = [];
    const run = async (plan: Omit<Plan, "mix">, of = mix): Promise<Report> => {
      const report = await send({ mix: of, ...plan });
      errors.push(...report.errors);
      const kinds = Map.groupBy(report.errors, (error) => error.slice(0, 120));
      for (const [kind, those] of kinds) console.error(`${those.length} times, ${plan.atOnce} at once: ${kind}`);
      return report;
    };
    await run({ atOnce: 10, requests: short ? 100 : 400 });
    await noteMemory("warm-up");
    const rows = [];
    const byName = [];
    for (const level of short ? shortLevels : levels) {
      const report = await run(level);
      rows.push({
        "at once": level.atOnce,
        ...describe(report),
        "a second": round(level.requests / (report.ms / 1000)),
        errors: report.errors.length,
      });
      await noteMemory(`${level.requests} requests, ${level.atOnce} at once`);
      if (level.atOnce === 10) for (const { name } of mix) byName.push({ request: name, ...describe(report, name) });
    }
    // A leak goes on growing under the same load; what a peak has taken stays as it is.
    for (let again = 1; again <= 3; again++) {
      await run({ atOnce: 50, requests: short ? 400 : 2_000 });
      await noteMemory(`50 at once again, ${again}`);
    }
    printTable("A mix of requests over HTTP, the client a process of its own", rows);
    printTable("The same by request, 10 at once", byName);

    const reads = mix.filter(({ method, name }) => method === "GET" || name === "document search");
    const plan = { atOnce: 4, requests: short ? 300 : 1_000 };
    const calm = await run(plan, reads);
    const another = uploading(url, await register(url));
    const busy = await run(plan, reads);
    let uploads = 0;
    const drained = await timed(async () => (uploads = await another.stop()));
    printTable(`Reads, 4 at once, alone and while another account uploads files of 0.5 MB (${uploads} of them)`, [
      { reads: "alone", ...describe(calm), errors: calm.errors.length },
      { reads: "while another uploads", ...describe(busy), errors: busy.errors.length },
    ]);
    await noteMemory(`${uploads} uploads (the last took ${round(drained)} ms)`);
    printTable(
      "Memory: the heap of the API's isolate once garbage is collected (128 MB are Cloudflare's limit), and the local runtime with its stand-ins for D1, KV, R2 and the router, garbage included",
      memory,
    );
    // The one thing that is a fault on any machine.
    if (errors.length > 0) process.exitCode = 1;
  });
};
