// `npm run openapi`: writes the contract to out/openapi.json, without a server, and holds it to a strict linter.
// Not committed: it is made of the code in a second or two, and every running API answers it at /openapi.json.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const root = resolve(import.meta.dirname, "..");
const file = resolve(root, "out/openapi.json");

/** What workerd has and Node has not: the routes only name it, and nothing of it is called to describe them. */
const standIn = `data:text/javascript,${encodeURIComponent(
  "export class DurableObject {} export const env = {}; export const exports = {};",
)}`;

/** The contract of the app as it is in `src/`. */
export const makeContract = async (): Promise<Record<string, unknown>> => {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "cloudflare:workers" ? { url: standIn, shortCircuit: true } : next(specifier, context),
  });
  const [{ createApp }, { describeApi }] = await Promise.all([import("../src/app.ts"), import("#http/openapi")]);
  hooks.deregister();
  return { ...describeApi(createApp()) };
};

/** Redocly's linter as redocly.yaml sets it, which tells nobody that it ran. */
const lint = (): number => {
  const cli = resolve(root, "node_modules/@redocly/cli/bin/cli.js");
  const { status } = spawnSync(process.execPath, [cli, "lint", file], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  });
  return status ?? 1;
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(await makeContract(), null, 2)}\n`);
  process.exitCode = lint();
}
