// What one `GET /health` costs in CPU of workerd, beside the same route in a bare Hono Worker: one runtime for each, both
// without the router of static assets, asked by turns. Asserts nothing.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { readCompatibility, startRuntime } from "../scripts/runtime.ts";
import { cpuMs, findWorkerds } from "../scripts/workerd-process.ts";
import { bundled } from "./bundle.ts";
import type { Scope } from "./tables.ts";
import { median, printTable, round, timed, withSpread } from "./tables.ts";

const root = resolve(import.meta.dirname, "..");
/** Requests under way at once: enough to keep workerd busy, few enough that the client is not what is measured. */
const atOnce = 8;

interface Contestant {
  name: string;
  url: URL;
  pid: number;
  cpu: number[];
  wall: number[];
}

const startControl = async (): Promise<Miniflare> => {
  const built = await build({
    entryPoints: [resolve(import.meta.dirname, "control.ts")],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      name: "control",
      modules: [{ type: "ESModule", path: "index.js", contents: built.outputFiles[0]?.text ?? "" }],
      ...readCompatibility(root),
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
      host: "127.0.0.1",
      cf: false,
      log: new Log(LogLevel.ERROR),
    }),
  );
  await runtime.ready;
  return runtime;
};

const ask = async (url: URL, times: number): Promise<void> => {
  let left = times;
  const askOn = async (): Promise<void> => {
    while (left-- > 0) {
      const answer = await fetch(url);
      if ((await answer.text()) !== '{"status":"ok"}') throw new Error(`/health answered ${answer.status}.`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askOn));
};

const measure = async ({ url, pid, cpu, wall }: Contestant, requests: number): Promise<void> => {
  const before = cpuMs(pid);
  const ms = await timed(() => ask(url, requests));
  // What is written down after the answer is part of what a request costs; it is sent within a second.
  await new Promise((wake) => setTimeout(wake, 1_200));
  cpu.push((cpuMs(pid) - before) / requests);
  wall.push((ms / requests) * atOnce);
};

export const health = async ({ short }: Scope): Promise<void> => {
  const [rounds, requests] = short ? [5, 1_000] : [9, 4_000];
  const stateDir = mkdtempSync(join(tmpdir(), "bench-health-"));
  const running: Miniflare[] = [];
  try {
    const contestants: Contestant[] = [];
    const add = async (name: string, worker: string, start: () => Promise<Miniflare>): Promise<void> => {
      const others = contestants.map(({ pid }) => pid);
      const runtime = await start();
      running.push(runtime);
      const pid = findWorkerds(process.pid).find((one) => !others.includes(one));
      if (pid === undefined) throw new Error("workerd was not found: its time is read from Linux's /proc.");
      const url = new URL("/health", await runtime.unsafeGetDirectURL(worker));
      contestants.push({ name, url, pid, cpu: [], wall: [] });
    };
    await add("bare Hono", "control", startControl);
    await add("this API", "stackstage", async () =>
      startRuntime({ root, bundleDir: await bundled(), stateDir, port: 0, bindings: {}, direct: true }),
    );
    for (const { url } of contestants) await ask(url, requests);
    for (let round = 0; round < rounds; round++)
      for (const contestant of round % 2 === 0 ? contestants : contestants.toReversed())
        await measure(contestant, requests);
    const [control] = contestants;
    printTable(
      `GET /health over a socket of workerd, ${rounds} rounds of ${requests} requests by turns, ${atOnce} at once; median and quartiles`,
      contestants.map(({ name, cpu, wall }) => ({
        worker: name,
        "CPU per request, µs": withSpread(cpu.map((ms) => ms * 1000)),
        "times the control": round(median(cpu) / median(control?.cpu ?? [])),
        "wall, ms": withSpread(wall),
      })),
    );
  } finally {
    for (const runtime of running) await runtime.dispose();
    rmSync(stateDir, { recursive: true, force: true });
  }
};
