import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import type { RunningApi } from "./npm-start.ts";
import { startNpm } from "./npm-start.ts";

export type { RunningApi } from "./npm-start.ts";

/**
 * The real `npm start`, with empty state or with what a run before has left; `stop` takes its state away, after `kill`
 * `startApi(settings, stateDir)` goes on. `settings` are what a person would set in the shell.
 */
export const startApi = async (settings: Record<string, string> = {}, kept?: string): Promise<RunningApi> => {
  const stateDir = kept ?? (await mkdtemp(join(tmpdir(), "stackstage-")));
  const api = await startNpm({ bundle: settings["BUNDLE_DIR"] ?? inject("bundle"), stateDir, settings });
  const stop = async (): Promise<void> => {
    await api.stop();
    await rm(stateDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  return { ...api, stop };
};
