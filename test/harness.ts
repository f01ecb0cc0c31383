import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";

const startsWithinMs = 100_000;

const findFreePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
};

export interface RunningApi {
  url: string;
  /** What `npm start` printed so far. */
  said: () => string;
  /** Where it keeps what it stores. */
  stateDir: string;
  stop: () => Promise<void>;
  /** Ends every process at once, as a power cut would. What was stored stays: `startApi(settings, stateDir)` goes on. */
  kill: () => Promise<void>;
}

/**
 * The real `npm start` on a free port, with empty state or with what a run before has left. `settings` are what a person
 * would set in the shell.
 */
export const startApi = async (settings: Record<string, string> = {}, kept?: string): Promise<RunningApi> => {
  const port = await findFreePort();
  const stateDir = kept ?? (await mkdtemp(join(tmpdir(), "stackstage-")));
  // A group of its own, so that stop() reaches npm, its shell and everything below.
  const npm = spawn("npm", ["start"], {
    env: {
      ...process.env,
      ARTIFACT_SIGNING_KEY: "a-key-that-only-the-tests-use-0123",
      RATE_LIMIT_SCALE: "1000",
      BUNDLE_DIR: settings["BUNDLE_DIR"] ?? inject("bundle"),
      ...settings,
      PORT: String(port),
      STATE_DIR: stateDir,
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  // "close", not "exit": npm goes first; the pipes close when the last process below it has gone.
  const closed = once(npm, "close");
  let said = "";
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [npm.stdout, npm.stderr])
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes("is at http")) resolve();
      });
    void closed.then(() => reject(new Error(`npm start ended early:\n${said}`)));
  });
  const end = async (signal: "SIGTERM" | "SIGKILL"): Promise<void> => {
    if (npm.pid !== undefined) process.kill(-npm.pid, signal);
    await closed;
  };
  const stop = async (): Promise<void> => {
    await end("SIGTERM");
    await rm(stateDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  // Code that does not build leaves wrangler waiting for a better version: end it, and say what it said.
  const patience = setTimeout(() => void stop(), startsWithinMs);
  await ready.finally(() => clearTimeout(patience));
  return { url: `http://localhost:${port}`, said: () => said, stateDir, stop, kill: () => end("SIGKILL") };
};
