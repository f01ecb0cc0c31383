// `npm run build`: what would be deployed, to dist/; prints what it is made of, and fails where it is too large or too slow
// to start. The bounds are Cloudflare's with a reserve: https://developers.cloudflare.com/workers/platform/limits/
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Size } from "./bundle-size.ts";
import { measureBundle } from "./bundle-size.ts";
import { measureFirstAnswer, measureLoading } from "./start-up.ts";
import { runWrangler } from "./wrangler.ts";

/** Of 10 MB compressed and 64 MB raw on Workers Paid, and of a second of CPU at the start. */
const budget = { gzip: 9_200_000, raw: 40_000_000, cpu: 800 };
const limit = { gzip: 10_000_000, raw: 64_000_000, cpu: 1_000 };

/** A group smaller than this is counted among the others. */
const worthARow = 20_000;

const dist = resolve(import.meta.dirname, "../dist");

const kb = (bytes: number): string => (bytes / 1000).toFixed(0);

const row = (name: string, { raw, gzip }: Size) => ({ part: name, "raw, KB": kb(raw), "gzip, KB": kb(gzip) });

const sum = (sizes: readonly Size[]): Size => ({
  raw: sizes.reduce((all, { raw }) => all + raw, 0),
  gzip: sizes.reduce((all, { gzip }) => all + gzip, 0),
});

const filesOf = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name))
    : [];

const measureStart = async (): Promise<{ cpu: number; answer: number } | undefined> => {
  if (process.platform !== "linux") return undefined;
  const stateDir = mkdtempSync(join(tmpdir(), "start-up-"));
  try {
    const cpu = await measureLoading(dist);
    return { cpu, answer: await measureFirstAnswer(dist, stateDir) };
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
};

// Wrangler leaves what an earlier build has written.
rmSync(dist, { recursive: true, force: true });
const said = await runWrangler(["deploy", "--dry-run", "--env", "production", "--outdir", dist, "--metafile"]);
console.log(/Total Upload: .*/.exec(said)?.[0] ?? said);

const { groups, total } = measureBundle(dist);
const large = groups.filter(([, { gzip }]) => gzip >= worthARow);
const small = groups.filter(([, { gzip }]) => gzip < worthARow).map(([, size]) => size);
console.log("What it is made of; each part is compressed by itself, the whole as it is uploaded");
console.table([
  ...large.map(([name, size]) => row(name, size)),
  row(`${small.length} others`, sum(small)),
  row("all", total),
]);

const start = await measureStart();
const assets = filesOf(resolve(dist, "../public")).filter((path) => statSync(path).isFile());
const measured: [what: string, value: number, most: number, allowed: number, unit: string][] = [
  ["compressed", total.gzip / 1e6, budget.gzip / 1e6, limit.gzip / 1e6, "MB"],
  ["raw", total.raw / 1e6, budget.raw / 1e6, limit.raw / 1e6, "MB"],
  ...(start === undefined
    ? []
    : [["loading, CPU", start.cpu, budget.cpu, limit.cpu, "ms"] satisfies (typeof measured)[number]]),
];
console.table(
  measured.map(([what, value, most, allowed, unit]) => ({
    what,
    measured: `${value.toFixed(unit === "MB" ? 2 : 0)} ${unit}`,
    budget: `${most} ${unit}`,
    "Cloudflare's limit": `${allowed} ${unit}`,
    "left to the limit": `${Math.round(100 - (100 * value) / allowed)} %`,
  })),
);
if (start !== undefined) console.log(`workerd's start to the first answer of /health: ${start.answer.toFixed(0)} ms`);
console.log(
  `static assets, which are no part of it: ${assets.length} files, ${(assets.reduce((all, path) => all + statSync(path).size, 0) / 1e6).toFixed(1)} MB`,
);

const over = measured.filter(([, value, most]) => value > most);
for (const [what, value, most, , unit] of over)
  console.error(`Over budget: ${what} ${value.toFixed(2)} ${unit}, and ${most} ${unit} are allowed.`);
if (over.length > 0) process.exitCode = 1;
