// The borders between the layers are lint rules, and a lint rule can be switched off by a typo without a sound.
// So: a copy of the tree, one breach per border planted in it, one run of oxlint and one of tsc over all of them.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const imports = "no-restricted-imports";
const globals = "no-restricted-globals";
const properties = "no-restricted-properties";

/** What, where (`*` becomes a number of its own), the code, and who refuses it. */
type Planted = [name: string, path: string, code: string, refusedBy: string];

const engine = "src/engine/architecture/breach-*.ts";
const adapter = "src/adapters/pdf/breach-*.ts";
const http = "src/http/breach-*.ts";
const feature = "src/features/platform/breach-*.ts";
const service = "src/features/breach-*/service.ts";
const store = "src/features/breach-*/store.ts";
const durableObject = "src/features/breach-*/thing.do.ts";

const take = (what: string, from: string): string =>
  `import { ${what} } from "${from}";\nexport const taken = ${what};\n`;

const breaches: Planted[] = [
  ["engine imports hono", engine, take("Hono", "hono"), imports],
  ["engine imports a type of hono", engine, 'import type { Hono } from "hono";\nexport type Taken = Hono;\n', imports],
  ["engine imports cloudflare:workers", engine, take("env", "cloudflare:workers"), imports],
  ["engine imports node:", engine, take("readFileSync", "node:fs"), imports],
  ["engine imports a library", engine, take("PDFDocument", "pdf-lib"), imports],
  ["engine imports http", engine, take("AppError", "#http/errors"), imports],
  ["engine imports a feature by path", engine, take("limit", "../../features/platform/limit.ts"), imports],
  ["engine imports what assets made", engine, 'export { default as taken } from "#assets/icons.json";\n', imports],
  ["engine re-exports", engine, 'export * from "hono";\n', imports],
  ["engine fetches", engine, 'export const ask = () => fetch("https://example.com");\n', globals],
  ["engine reads the clock", engine, "export const now = () => new Date();\n", globals],
  ["engine reads the clock by a detour", engine, "export const now = () => globalThis.Date.now();\n", globals],
  ["engine speaks", engine, 'console.log("hello");\n', globals],
  ["engine formats by locale", engine, "export const format = new Intl.NumberFormat();\n", globals],
  ["engine throws dice", engine, "export const dice = () => Math.random();\n", properties],
  ["engine throws dice taken apart", engine, "const { random } = Math;\nexport const dice = random;\n", properties],
  ["engine compares by locale", engine, "export const sort = (a: string) => a.localeCompare(a);\n", properties],
  ["engine prints by locale", engine, "export const print = (a: number) => a.toLocaleString();\n", properties],
  ["diagram imports a library", "src/engine/diagram/breach-*.ts", take("PDFDocument", "pdf-lib"), imports],
  ["adapter imports a feature", adapter, take("limit", "#features/platform"), imports],
  ["adapter imports http", adapter, take("AppError", "#http/errors"), imports],
  ["adapter imports db", adapter, take("openDb", "#db/client"), imports],
  ["adapter imports another adapter", adapter, take("taken", "#adapters/raster"), imports],
  ["adapter reaches into another adapter", adapter, take("taken", "../raster/index.ts"), imports],
  ["adapter imports hono", adapter, take("Hono", "hono"), imports],
  ["adapter touches storage", adapter, "export const kv = (env: Cloudflare.Env) => env.KV;\n", properties],
  ["http imports a feature", http, take("limit", "#features/platform"), imports],
  ["http imports an adapter", http, take("taken", "#adapters/pdf"), imports],
  ["http touches storage", http, "export const db = ({ DB }: Cloudflare.Env) => DB;\n", properties],
  ["db imports a feature", "src/db/breach-*.ts", take("limit", "#features/platform"), imports],
  ["a route imports drizzle", feature, take("eq", "drizzle-orm"), imports],
  ["a route imports db", feature, take("openDb", "#db/client"), imports],
  ["a route takes the global environment", feature, take("env", "cloudflare:workers"), imports],
  ["a route touches storage", feature, "export const r2 = (env: Cloudflare.Env) => env.BUCKET;\n", properties],
  ["a service imports hono", service, take("Hono", "hono"), imports],
  ["a service imports db", service, take("openDb", "#db/client"), imports],
  ["a store imports a feature", store, take("limit", "#features/platform"), imports],
  ["a store imports an adapter", store, take("taken", "#adapters/pdf"), imports],
  ["a store imports hono", store, take("Hono", "hono"), imports],
  ["a Durable Object imports hono", durableObject, take("Hono", "hono"), imports],
  ["a feature reaches into another by path", feature, take("taken", "../analysis/service.ts"), imports],
  ["a feature reaches into another by name", feature, take("taken", "#features/platform/limit"), "tsc"],
  ["a feature in a cycle", "src/features/ring/index.ts", take("back", "#features/chain"), "no-cycle"],
  [
    "the other half of it",
    "src/features/chain/index.ts",
    'import "#features/ring";\nexport const back = 1;\n',
    "no-cycle",
  ],
  ["a black-box test imports src", "test/breach-*.ts", take("parse", "#engine/architecture/parse"), imports],
  ["a black-box test imports src by path", "test/breach-*.ts", take("createApp", "../src/app.ts"), imports],
  [
    "a route without access",
    feature,
    'import { route } from "#http/openapi";\nexport const open = route({}, { method: "get", path: "/", responses: {} });\n',
    "tsc",
  ],
  ["process.env in src", http, 'export const home = process.env["HOME"];\n', "no-process-env"],
  [
    "a write nobody waits for",
    store,
    'export const save = (env: Cloudflare.Env) => {\n  env.KV.put("a", "b");\n};\n',
    "no-floating-promises",
  ],
  ["any", http, "export const free = (value: any) => value;\n", "no-explicit-any"],
  ["a non-null assertion", http, "export const first = (list: string[]) => list[0]!;\n", "no-non-null-assertion"],
  ["a default export", http, "const one = 1;\nexport default one;\n", "no-default-export"],
  ["camelCase in a file's name", "src/http/breachOf*.ts", "export const one = 1;\n", "filename-case"],
  ["401 lines", http, Array.from({ length: 401 }, (_, line) => `export const a${line} = 1;\n`).join(""), "max-lines"],
];

const lawful: Planted[] = [
  ["engine imports zod and its own", engine, 'export { z } from "zod";\nexport * from "./model/index.ts";\n', ""],
  [
    "diagram imports the icons",
    "src/engine/diagram/breach-*.ts",
    'export { default } from "#assets/icons.json";\n',
    "",
  ],
  ["adapter imports the engine", adapter, 'export * from "#engine/diagram";\n', ""],
  ["a store touches storage", store, "export const kv = (env: Cloudflare.Env) => env.KV;\n", ""],
  ["a Durable Object", durableObject, 'export { DurableObject } from "cloudflare:workers";\n', ""],
  ["a feature uses another's front door", feature, 'export * from "#features/analysis";\n', ""],
];

const number = ([name, path, code, refusedBy]: Planted, index: number) => ({
  name,
  path: path.replace("*", String(index)),
  code,
  refusedBy,
});
const planted = [...breaches, ...lawful].map(number);

const root = join(import.meta.dirname, "..");
let copy: string;
let refusals: Map<string, Set<string>>;

/** What it prints, whatever it ends with: to find something is to fail. */
const run = async (command: string, args: string[]): Promise<string> => {
  const ran = promisify(execFile)(join(root, "node_modules/.bin", command), args, { cwd: copy, maxBuffer: 1e8 });
  const { stdout } = await ran.catch((error: unknown) => error as Awaited<typeof ran>);
  return stdout;
};

const note = (path: string, by: string): void => {
  refusals.set(path, (refusals.get(path) ?? new Set()).add(by));
};

const runOxlint = async (): Promise<void> => {
  const found = JSON.parse(await run("oxlint", ["-f", "json", ...planted.map(({ path }) => path)])) as {
    diagnostics: { code: string; filename: string }[];
  };
  for (const { code, filename } of found.diagnostics) note(filename, /\((.+)\)/.exec(code)?.[1] ?? code);
};

const runTsc = async (): Promise<void> => {
  for (const [, path = ""] of (await run("tsc", ["--pretty", "false"])).matchAll(/^(.+?)\(\d+,\d+\): error/gm))
    note(path, "tsc");
};

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), "breach-"));
  refusals = new Map();
  for (const part of ["src", "test", ".oxlintrc.json", "tsconfig.json", "package.json"])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  for (const part of ["node_modules", "assets"]) symlinkSync(join(root, part), join(copy, part));
  for (const { path, code } of planted) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), code);
  }
  await runOxlint();
  await runTsc();
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

const refusalsOf = (path: string): string[] => [...(refusals.get(path) ?? [])];

describe("refused:", () => {
  test.each(planted.filter(({ refusedBy }) => refusedBy !== ""))("$name", ({ path, refusedBy }) => {
    expect(refusalsOf(path)).toContain(refusedBy);
  });
});

describe("let through:", () => {
  test.each(planted.filter(({ refusedBy }) => refusedBy === ""))("$name", ({ path }) => {
    expect(refusalsOf(path).filter((by) => by.startsWith("no-restricted"))).toEqual([]);
  });
});

test("app.ts is a table of contents: it reaches no engine, adapter or table", async () => {
  writeFileSync(join(copy, "src/app.ts"), take("openDb", "#db/client"));
  expect(await run("oxlint", ["-f", "json", "src/app.ts"])).toContain(imports);
});
