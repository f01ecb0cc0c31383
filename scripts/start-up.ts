// How much CPU it takes to load a bundle, which Cloudflare bounds, and how soon the runtime answers.
import { resolve } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { readCompatibility, readModules, startRuntime } from "./runtime.ts";
import { ageMs, cpuMs, findWorkerd } from "./workerd-process.ts";

const root = resolve(import.meta.dirname, "..");
const rounds = 3;

/** Loads a module when it is asked to, as `wrangler check startup` does, so that the runtime's own start is left out. */
const loader = (main: string): string => `export default {
  async fetch() {
    await import(${JSON.stringify(main)});
    return new Response("loaded");
  },
};`;

type Module = ReturnType<typeof readModules>[number];

/** Milliseconds of CPU, of all threads, that loading these modules takes in a fresh runtime. */
const loadOnce = async (modules: readonly Module[], folder: string): Promise<number> => {
  const compatibility = readCompatibility(root);
  const [main] = modules;
  if (main === undefined) throw new Error("There is no module to load.");
  const entry = { type: "ESModule" as const, path: resolve(folder, "load.js"), contents: loader("./index.js") };
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      modulesRoot: folder,
      modules: [entry, ...modules],
      ...compatibility,
      cf: false,
      log: new Log(LogLevel.ERROR),
    }),
  );
  try {
    await runtime.ready;
    const pid = findWorkerd(process.pid);
    const before = cpuMs(pid);
    const answer = await runtime.dispatchFetch("http://localhost/");
    if ((await answer.text()) !== "loaded") throw new Error("The bundle could not be loaded.");
    return cpuMs(pid) - before;
  } finally {
    await runtime.dispose();
  }
};

const least = (numbers: readonly number[]): number => Math.min(...numbers);

/**
 * CPU that parsing and evaluating the bundle's modules takes, over that of an empty module: the least of three, since
 * what a busy machine adds is not the bundle's.
 */
export const measureLoading = async (bundleDir: string): Promise<number> => {
  const modules = readModules(bundleDir);
  const empty = [{ type: "ESModule" as const, path: resolve(bundleDir, "index.js"), contents: "export default {};" }];
  const [ours, floor]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    ours.push(await loadOnce(modules, bundleDir));
    floor.push(await loadOnce(empty, bundleDir));
  }
  return least(ours) - least(floor);
};

/** Milliseconds from the start of workerd's process, every binding there, to the first answer of /health. */
export const measureFirstAnswer = async (bundleDir: string, stateDir: string): Promise<number> => {
  const runtime = await startRuntime({ root, bundleDir, stateDir, port: 0, bindings: {} });
  try {
    const answer = await fetch(new URL("/health", await runtime.ready));
    if (!answer.ok) throw new Error(`/health answered ${answer.status}.`);
    return ageMs(findWorkerd(process.pid));
  } finally {
    await runtime.dispose();
  }
};
