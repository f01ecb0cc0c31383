// `npm start`: the API on this machine, with no account, no key and no network.
// Settings come from the defaults, then .dev.vars (a missing secret is made on the first start), then the shell.
import { once } from "node:events";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { startRuntime } from "./runtime.ts";
import { makeSecret } from "./secrets.ts";
import { runWrangler, startWrangler } from "./wrangler.ts";

const root = resolve(import.meta.dirname, "..");
const port = process.env["PORT"] || "8000";
const stateDir = resolve(root, process.env["STATE_DIR"] || ".wrangler/state");
const secretsFile = resolve(root, ".dev.vars");
const overridesFile = resolve(stateDir, "overrides.env");
/** Chrome's DevTools attach there (chrome://inspect): profiles and heap snapshots. */
const inspectorPort = process.env["INSPECTOR_PORT"];
const watching = process.argv.includes("--watch");
/** What the shell may set; anything else in the environment stays out of the worker. See .dev.vars.example. */
const settings = [
  "ENVIRONMENT",
  "PUBLIC_URL",
  "ALLOWED_ORIGINS",
  "AUTH_REDIRECTS",
  "ALLOW_ANONYMOUS",
  "ALLOW_QUERY_TOKEN",
  "RATE_LIMIT_SCALE",
  "ARTIFACT_SIGNING_KEY",
  "AUTH_SIGNING_KEY",
  "ADMIN_EMAILS",
  "METRICS_TOKEN",
  "AI_BASE_URL",
  "AI_API_KEY",
  "AI_MODEL",
  "AI_EMBEDDING_MODEL",
  "AI_TRANSCRIPTION_MODEL",
  "AI_DEADLINE_MS",
  "OPENROUTER_API_KEY",
  "OPENAI_API_KEY",
  "GEMINI_API_KEY",
  "GOOGLE_CLIENT_ID",
  "GOOGLE_CLIENT_SECRET",
  "GOOGLE_ISSUER",
  "GITHUB_CLIENT_ID",
  "GITHUB_CLIENT_SECRET",
  "GITHUB_BASE_URL",
  "FIREBASE_PROJECT_ID",
  "FIREBASE_API_KEY",
  "FIREBASE_AUTH_EMULATOR_HOST",
  "FIREBASE_JWKS_URL",
  "TAVILY_API_KEY",
  "TAVILY_BASE_URL",
  "GITHUB_API_URL",
  "DOCUMENT_QUOTA_FILES",
  "DOCUMENT_QUOTA_MB",
];

/** What is made on the first start when nobody has set it; /metrics is open on this machine and needs no token. */
const made = ["ARTIFACT_SIGNING_KEY", "AUTH_SIGNING_KEY"] as const;

const wranglerEnv = {
  ...process.env,
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_LOG_PATH: `${stateDir}/logs`,
  WRANGLER_REGISTRY_PATH: `${stateDir}/registry`,
  // Wrangler's own pages for developers: the one shows every store, the other keeps every address that was asked, with its query.
  X_LOCAL_EXPLORER: "false",
  X_LOCAL_OBSERVABILITY: "false",
};

// dotenv reads what is in single quotes or backticks as it stands; in double quotes it would expand \n.
const quote = (value: string): string => (value.includes("'") ? `\`${value}\`` : `'${value}'`);

const makeMissingSecrets = (): void => {
  const kept = existsSync(secretsFile) ? readFileSync(secretsFile, "utf8") : "";
  const known = parseEnv(kept);
  const missing = made.filter((name) => !known[name] && process.env[name] === undefined);
  if (missing.length === 0) return;
  const lines = missing.map((name) => `${name}=${quote(makeSecret[name]())}\n`);
  const separator = kept === "" || kept.endsWith("\n") ? "" : "\n";
  appendFileSync(secretsFile, separator + lines.join(""), { mode: 0o600 });
};

/** What the worker gets as its settings: .dev.vars, then the shell. */
const readBindings = (): Record<string, string> => {
  const kept = existsSync(secretsFile) ? parseEnv(readFileSync(secretsFile, "utf8")) : {};
  const given = settings.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const known = Object.entries(kept).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries([...known, ...given]);
};

const writeOverrides = (): void => {
  const lines = settings.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [`${name}=${quote(value)}\n`];
  });
  writeFileSync(overridesFile, lines.join(""), { mode: 0o600 });
};

const mostTries = 4;

/** Wrangler runs a workerd for each migration; one that has not quite ended holds the database, and it is tried again. */
const migrate = async (tries = 1): Promise<void> => {
  try {
    await runWrangler(["d1", "migrations", "apply", "DB", "--local", "--persist-to", stateDir], { env: wranglerEnv });
  } catch (error) {
    const isBusy = error instanceof Error && /SQLITE_BUSY|database is locked/.test(error.message);
    if (!isBusy || tries >= mostTries) throw error;
    await migrate(tries + 1);
  }
};

/** Somebody who starts it often, as the tests do, makes the bundle once. */
const givenBundle = process.env["BUNDLE_DIR"];
const bundleDir = resolve(givenBundle || resolve(stateDir, "bundle"));
const bundle = async (): Promise<void> => {
  if (!givenBundle) await runWrangler(["deploy", "--dry-run", "--outdir", bundleDir], { env: wranglerEnv });
};

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

// Asked first: /health of whoever holds the port would answer in our place.
const refuseTakenPort = async (): Promise<void> => {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) fail(`PORT is not a port number: ${port}`);
  const probe = createServer().listen(Number(port), "127.0.0.1");
  await once(probe, "listening").catch(() => fail(`Port ${port} is taken. Choose another one: PORT=8001 npm start`));
  probe.close();
};

const whenHealthy = async (address: string, isGone: () => boolean): Promise<boolean> => {
  while (!isGone()) {
    const answer = await fetch(`${address}/health`).catch(() => undefined);
    if (answer?.ok) return true;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  return false;
};

const greet = (address: string): void =>
  console.log(`StackStage is at ${address}
  docs      ${address}/docs
  try it    curl -s ${address}/api/analyze -F file=@examples/three-tier.tf
  stop      Ctrl-C`);

await refuseTakenPort();
mkdirSync(stateDir, { recursive: true });
makeMissingSecrets();

let stopping = false;
let gone = false;
let stopServer = (): void => process.exit(0);
const stop = (): void => {
  if (stopping) return;
  stopping = true;
  stopServer();
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);

// `kill <npm>` reaches npm's `sh -c` and ends there: the sign for us is that our parent is another one.
const parent = process.ppid;
if (process.env["npm_lifecycle_event"])
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 250).unref();

/** `npm run dev`: wrangler builds again with every change. Naming one --env-file switches .dev.vars off, so both are named. */
const watch = (): void => {
  writeOverrides();
  const envFiles = [secretsFile, overridesFile].filter((file) => existsSync(file));
  // oxfmt-ignore
  const server = startWrangler([
    "dev", "--ip", "localhost", "--port", port, "--inspector-port", inspectorPort || "0", "--persist-to", stateDir,
    ...envFiles.flatMap((file) => ["--env-file", file]), "--show-interactive-dev-session=false",
  ], "inherit", { env: wranglerEnv });
  stopServer = () => server.kill("SIGTERM");
  server.once("exit", (code, signal) => {
    gone = true;
    process.exitCode = stopping || signal ? 0 : (code ?? 1);
  });
};

/**
 * `npm start`: the bundle that would be deployed, in the same runtime. Without the proxies of `wrangler dev`: they end
 * when a client leaves in the middle of an upload, and lose connections that were idle.
 */
const serve = async (): Promise<void> => {
  await Promise.all([migrate(), bundle()]);
  const runtime = await startRuntime({
    root,
    bundleDir,
    stateDir,
    port: Number(port),
    bindings: readBindings(),
    inspectorPort: inspectorPort ? Number(inspectorPort) : undefined,
  });
  stopServer = () => void runtime.dispose().finally(() => process.exit(0));
  if (stopping) stopServer();
};

if (watching) {
  await migrate();
  watch();
} else await serve();

const address = `http://localhost:${port}`;
if (await whenHealthy(address, () => gone)) greet(address);
