// `npm run deploy -- production --api api.example.com --ui https://app.example.com`: from an empty account to a URL, and
// every time after that. What is there already is used; what is missing is made. See DEPLOY.md.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { makeSecret } from "../secrets.ts";
import { runWrangler } from "../wrangler.ts";
import { configure, hostOf } from "./configuration.ts";

const root = resolve(import.meta.dirname, "../..");
const environments = ["staging", "production"];
const checkedForMs = 120_000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    api: { type: "string" },
    ui: { type: "string", multiple: true },
    location: { type: "string" },
    config: { type: "string" },
    check: { type: "string" },
    prepare: { type: "boolean" },
  },
});

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const environment = positionals[0] ?? "";
if (!environments.includes(environment))
  fail("Say where to: npm run deploy -- staging, or npm run deploy -- production.");
if (values.api !== undefined && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(values.api))
  fail("--api is a host name, such as api.example.com.");
for (const origin of values.ui ?? [])
  if (!URL.canParse(origin) || new URL(origin).origin !== origin)
    fail(`--ui is an origin, such as https://app.example.com: ${origin}`);

const configFile = resolve(root, values.config ?? "wrangler.toml");
const inEnvironment = ["--env", environment, "--config", configFile];
/** Of the account's resources, those of this environment. */
const name = environment === "production" ? "stackstage" : `stackstage-${environment}`;
const near = values.location === undefined ? [] : ["--location", values.location];

const Databases = z.array(z.object({ uuid: z.string(), name: z.string() }));
const Namespaces = z.array(z.object({ id: z.string(), title: z.string() }));
const Secrets = z.array(z.object({ name: z.string() }));

const listDatabases = async () => Databases.parse(JSON.parse(await runWrangler(["d1", "list", "--json"])));
const listNamespaces = async () => Namespaces.parse(JSON.parse(await runWrangler(["kv", "namespace", "list"])));

const findDatabase = async () => (await listDatabases()).find((database) => database.name === name)?.uuid;
const findNamespace = async () => (await listNamespaces()).find(({ title }) => title === name)?.id;

const provideDatabase = async (): Promise<string> => {
  if ((await findDatabase()) === undefined) await runWrangler(["d1", "create", name, ...near]);
  return (await findDatabase()) ?? fail(`Cloudflare made the database ${name} and does not list it. Try again.`);
};

const provideNamespace = async (): Promise<string> => {
  if ((await findNamespace()) === undefined) await runWrangler(["kv", "namespace", "create", name]);
  return (await findNamespace()) ?? fail(`Cloudflare made the namespace ${name} and does not list it. Try again.`);
};

const provideBucket = async (): Promise<void> => {
  await runWrangler(["r2", "bucket", "create", name, ...near]).catch((error: unknown) => {
    // R2's code for a bucket that the account has already.
    if (!(error instanceof Error) || !/10004|already exists/.test(error.message)) throw error;
  });
};

/** The names of the secrets that the Worker has; none before its first deployment. */
const listSecrets = async (): Promise<string[]> => {
  const printed = await runWrangler(["secret", "list", ...inEnvironment]).catch((error: unknown) => {
    if (error instanceof Error && /10007|not found|does not exist/i.test(error.message)) return "[]";
    throw error;
  });
  return Secrets.parse(JSON.parse(printed)).map((secret) => secret.name);
};

/** Deploys, and gives the address at workers.dev where the Worker has one. */
const upload = async (secrets: Record<string, string>): Promise<string | undefined> => {
  const folder = mkdtempSync(resolve(tmpdir(), "stackstage-"));
  const file = resolve(folder, "secrets.json");
  try {
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
    const withSecrets = Object.keys(secrets).length > 0 ? ["--secrets-file", file] : [];
    const printed = await runWrangler(["deploy", ...inEnvironment, ...withSecrets]);
    return /https:\/\/\S+\.workers\.dev/.exec(printed)?.[0];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Whether all stores answer at `address`; a new domain takes its time. */
const check = async (address: string): Promise<boolean> => {
  const until = Date.now() + checkedForMs;
  do {
    const [health, status] = await Promise.all(
      ["/health", "/api/v1/status"].map((path) => fetch(address + path).catch(() => undefined)),
    );
    if (health?.ok && status?.ok) return true;
    await new Promise((wake) => setTimeout(wake, 2_000));
  } while (Date.now() < until);
  return false;
};

console.log(`D1, KV and R2: ${name}`);
const databaseId = await provideDatabase();
const namespaceId = await provideNamespace();
await provideBucket();
const before = readFileSync(configFile, "utf8");
const after = configure(before, environment, { databaseId, namespaceId, api: values.api, ui: values.ui });
if (after !== before) {
  writeFileSync(configFile, after);
  console.log("wrangler.toml: ids and addresses of this environment are set; keep the change in git");
}

const known = await listSecrets();
const missing = Object.entries(makeSecret).filter(([secret]) => !known.includes(secret));
const secrets = Object.fromEntries(missing.map(([secret, make]) => [secret, make()]));
console.log(`Secrets: ${missing.length === 0 ? "all there" : `making ${Object.keys(secrets).join(", ")}`}`);

if (values.prepare) process.exit(0);

await runWrangler(["d1", "migrations", "apply", "DB", "--remote", ...inEnvironment]);
console.log("D1: migrations applied");
const atWorkersDev = await upload(secrets);
console.log(`Deployed. Back to the version before: npx wrangler rollback --env ${environment}`);
if (secrets["METRICS_TOKEN"] !== undefined) console.log(`METRICS_TOKEN, shown this once: ${secrets["METRICS_TOKEN"]}`);

const host = hostOf(after, environment);
const address = values.check ?? (host === undefined ? atWorkersDev : `https://${host}`);
if (address === undefined) console.log("Not checked: it has no address yet. Give it one with --api.");
else if (await check(address)) console.log(`${address} answers, and so do all its stores.`);
else fail(`${address} does not answer as it should. Back: npx wrangler rollback --env ${environment}`);
