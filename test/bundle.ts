// Before the black-box tests: the bundle that every `npm start` of them serves, made once.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    bundle: string;
  }
}

const wrangler = resolve(import.meta.dirname, "../node_modules/wrangler/wrangler-dist/cli.js");

export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const bundle = await mkdtemp(join(tmpdir(), "stackstage-bundle-"));
  await promisify(execFile)(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", bundle], {
    cwd: resolve(import.meta.dirname, ".."),
    env: { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false" },
  });
  project.provide("bundle", bundle);
  return () => rm(bundle, { recursive: true, force: true });
};
