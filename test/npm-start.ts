// The real `npm start` in a process group of its own, which ends with us however we end.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { findFreePort } from "../scripts/local-worker.ts";

const root = resolve(import.meta.dirname, "..");
const startsWithinMs = 180_000;

const groups = new Set<number>();

const endGroups = (): void => {
  for (const group of groups)
    try {
      process.kill(-group, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  groups.clear();
};
process.on("exit", endGroups);

/** Ctrl-C, and whoever asks us to end, ends what we have started too. For a program, not for a test. */
export const endWithSignals = (): void => {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)
    process.once(signal, () => process.exit(code));
};

/** Runs a program of ours in a group of its own; answers whether it succeeded. */
export const runInGroup = async (args: readonly string[]): Promise<boolean> => {
  const program = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], detached: true });
  const group = program.pid ?? 0;
  groups.add(group);
  const [code] = await once(program, "close");
  groups.delete(group);
  return code === 0;
};

export interface RunningApi {
  url: string;
  /** Where it keeps what it stores. */
  stateDir: string;
  /** What `npm start` has printed so far. */
  said: () => string;
  /** Megabytes of memory of workerd; undefined where the system does not say. */
  memory: () => Promise<number | undefined>;
  stop: () => Promise<void>;
  /** Ends every process at once, as a power cut would. What was stored stays. */
  kill: () => Promise<void>;
}

/** Of all processes of a group the one that is workerd, by /proc. */
const memoryOf = async (group: number): Promise<number | undefined> => {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pgid=,rss=,comm="]).catch(() => ({ stdout: "" }));
  const sizes = stdout.split("\n").flatMap((line) => {
    const [pgid, rss, name] = line.trim().split(/\s+/);
    return Number(pgid) === group && name === "workerd" ? [Number(rss)] : [];
  });
  return sizes.length === 0 ? undefined : Math.round(Math.max(...sizes) / 1024);
};

interface StartOptions {
  bundle: string;
  /** Empty, or with what a run before has left. */
  stateDir: string;
  /** What a person would set in the shell. */
  settings?: Readonly<Record<string, string>> | undefined;
}

/** Starts it on a free port. */
export const startNpm = async ({ bundle, stateDir, settings = {} }: StartOptions): Promise<RunningApi> => {
  const port = await findFreePort();
  const npm = spawn("npm", ["start"], {
    cwd: root,
    env: {
      ...process.env,
      ARTIFACT_SIGNING_KEY: "a-key-that-only-the-tests-use-0123",
      RATE_LIMIT_SCALE: "1000",
      BUNDLE_DIR: bundle,
      ...settings,
      PORT: String(port),
      STATE_DIR: stateDir,
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const group = npm.pid ?? 0;
  groups.add(group);
  // "close", not "exit": npm goes first; the pipes close when the last process below it has gone.
  const closed = once(npm, "close").then(() => void groups.delete(group));
  let said = "";
  const ready = new Promise<void>((isReady, reject) => {
    for (const stream of [npm.stdout, npm.stderr])
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes("is at http")) isReady();
      });
    void closed.then(() => reject(new Error(`npm start ended early:\n${said}`)));
  });
  const end = async (signal: "SIGTERM" | "SIGKILL"): Promise<void> => {
    if (groups.has(group)) process.kill(-group, signal);
    await closed;
  };
  // Code that does not build leaves wrangler waiting for a better version: end it, and say what it said.
  const patience = setTimeout(() => void end("SIGKILL"), startsWithinMs);
  await ready.finally(() => clearTimeout(patience));
  return {
    url: `http://localhost:${port}`,
    stateDir,
    said: () => said,
    memory: () => memoryOf(group),
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
};
