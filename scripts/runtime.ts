import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as readWorkerOptions } from "wrangler";

export interface RuntimeOptions {
  /** Where wrangler.toml is. */
  root: string;
  /** What `wrangler deploy --dry-run --outdir` wrote. */
  bundleDir: string;
  /** Where D1, KV, R2 and Durable Objects keep their files, as `wrangler dev --persist-to` does. */
  stateDir: string;
  port: number;
  bindings: Readonly<Record<string, string>>;
  /** A socket of the Worker's own, without the router of its static assets: `unsafeGetDirectURL` names it. For measuring. */
  direct?: boolean;
  /** Where DevTools, or a bench that reads the heap, may connect. */
  inspectorPort?: number | undefined;
}

const moduleTypes = { ".wasm": "CompiledWasm", ".ttf": "Data" } as const;

/** The modules of a bundle, its entry first. */
export const readModules = (bundleDir: string) => {
  const entry = resolve(bundleDir, "index.js");
  const others = readdirSync(bundleDir).flatMap((name) => {
    const type = Object.entries(moduleTypes).find(([ending]) => name.endsWith(ending))?.[1];
    const path = resolve(bundleDir, name);
    return type === undefined ? [] : [{ type, path, contents: readFileSync(path) }];
  });
  return [{ type: "ESModule" as const, path: entry, contents: readFileSync(entry, "utf8") }, ...others];
};

/** The rules of a `_headers` file, as the assets' Worker wants them: https://developers.cloudflare.com/workers/static-assets/headers/ */
const readHeaderRules = (file: string) => {
  const rules: Record<string, { set: Record<string, string> }> = {};
  let set: Record<string, string> = {};
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [, name, value] = /^\s+([\w-]+):\s*(.+?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) set[name.toLowerCase()] = value;
    else if (line.startsWith("/")) rules[line.trim()] = { set: (set = {}) };
  }
  return { version: 2, rules };
};

/**
 * Where the kernel can do it, workerd ends with us, however we end: one left behind by a `kill -9` would keep the port.
 * https://man7.org/linux/man-pages/man2/pr_set_pdeathsig.2const.html
 */
const tieToUs = (stateDir: string): void => {
  if (process.platform !== "linux" || spawnSync("setpriv", ["--pdeathsig", "KILL", "true"]).status !== 0) return;
  const require = createRequire(import.meta.url);
  // The path of its program is all that this package is: https://github.com/cloudflare/workerd/tree/main/npm
  const { default: program } = createRequire(require.resolve("miniflare"))("workerd") as { default: string };
  const tied = resolve(stateDir, "workerd");
  writeFileSync(tied, `#!/bin/sh\nexec setpriv --pdeathsig KILL "${program}" "$@"\n`, { mode: 0o755 });
  process.env["MINIFLARE_WORKERD_PATH"] = tied;
};

/** What wrangler.toml says of the Worker and its bindings. */
const readOptions = (root: string) => {
  // It would say that it has read .dev.vars, which it needs not have done.
  process.env["WRANGLER_LOG"] = "error";
  return readWorkerOptions(resolve(root, "wrangler.toml")).workerOptions;
};

/** Which workerd wrangler.toml asks for; for another Worker that is held against ours. */
export const readCompatibility = (root: string): { compatibilityDate: string; compatibilityFlags: string[] } => {
  const { compatibilityDate, compatibilityFlags } = readOptions(root);
  if (typeof compatibilityDate !== "string") throw new Error("wrangler.toml has no compatibility_date.");
  return {
    compatibilityDate,
    compatibilityFlags: Array.isArray(compatibilityFlags) ? compatibilityFlags.map(String) : [],
  };
};

/** workerd with every binding of wrangler.toml. The Worker's own lines of log go out as they are. */
export const startRuntime = async ({
  root,
  bundleDir,
  stateDir,
  port,
  bindings,
  direct = false,
  inspectorPort,
}: RuntimeOptions): Promise<Miniflare> => {
  const { modulesRules: _modules, assets: _assets, ...options } = readOptions(root);
  tieToUs(stateDir);
  const headers = readHeaderRules(resolve(root, "public/_headers"));
  const worker = {
    ...options,
    name: "stackstage",
    bindings: { ...bindings },
    modulesRoot: bundleDir,
    modules: readModules(bundleDir),
    assets: {
      directory: resolve(root, "public"),
      binding: "ASSETS",
      routerConfig: { has_user_worker: true },
      assetConfig: { headers },
    },
    ...(direct && { unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] }),
  };
  const runtime = new Miniflare({
    ...convertV4MiniflareOptions({
      workers: [worker],
      host: "localhost",
      port,
      cf: false,
      log: new Log(LogLevel.ERROR),
    }),
    resourcePersistencePath: resolve(stateDir, "v3"),
    logRequests: false,
    ...(inspectorPort !== undefined && { inspectorPort }),
    handleStructuredLogs: ({ level, message }) => (level === "error" ? console.error(message) : console.log(message)),
  });
  await runtime.ready;
  return runtime;
};
