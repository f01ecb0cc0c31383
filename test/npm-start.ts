// The real `npm start` in a process group of its own, which ends with us however we end.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { findFreePort } from "../scripts/local-worker.ts";
import "./own-connections.ts";

const root = resolve(import.meta.dirname, "..");
const startsWithinMs = 180_000;
const mostPorts = 5;

const groups = new Set<number>();

const signalTo = (group: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended by itself.
  }
};

const endGroups = (): void => {
  for (const group of groups) signalTo(group, "SIGKILL");
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

/** The living processes of a group, as `ps` tells of them; none where the system has no `ps`. */
const processesOf = async (group: number): Promise<{ kilobytes: number; name: string }[]> => {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pgid=,stat=,rss=,comm="]).catch(() => ({ stdout: "" }));
  return stdout.split("\n").flatMap((line) => {
    const [pgid, state = "", kilobytes, name = ""] = line.trim().split(/\s+/);
    return Number(pgid) === group && !state.startsWith("Z") ? [{ kilobytes: Number(kilobytes), name }] : [];
  });
};

const memoryOf = async (group: number): Promise<number | undefined> => {
  const sizes = (await processesOf(group)).flatMap(({ kilobytes, name }) => (name === "workerd" ? [kilobytes] : []));
  return sizes.length === 0 ? undefined : Math.round(Math.max(...sizes) / 1024);
};

/** workerd writes into a pipe of its own parent's: it may go last, and until then its files are its own. */
const whenGone = async (group: number): Promise<void> => {
  while ((await processesOf(group)).length > 0) await new Promise((wake) => setTimeout(wake, 50));
};

interface StartOptions {
  bundle: string;
  /** Empty, or with what a run before has left. */
  stateDir: string;
  /** What a person would set in the shell. */
  settings?: Readonly<Record<string, string>> | undefined;
}

class PortTaken extends Error {}
/** As scripts/start.ts says it, and as Miniflare does where the port was taken in between. */
const saysTaken = /Port \d+ is taken|EADDRINUSE|Address already in use/i;

const startOn = async (port: number, { bundle, stateDir, settings = {} }: StartOptions): Promise<RunningApi> => {
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
  const closed = once(npm, "close")
    .then(() => whenGone(group))
    .then(() => void groups.delete(group));
  let said = "";
  const ready = new Promise<void>((isReady, reject) => {
    for (const stream of [npm.stdout, npm.stderr])
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes("is at http")) isReady();
      });
    void closed.then(() => reject(new (saysTaken.test(said) ? PortTaken : Error)(`npm start ended early:\n${said}`)));
  });
  const end = async (signal: "SIGTERM" | "SIGKILL"): Promise<void> => {
    if (groups.has(group)) signalTo(group, signal);
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

/** Starts it on a free port; on another one when somebody else was quicker to take it. */
export const startNpm = async (options: StartOptions): Promise<RunningApi> => {
  for (let tries = 1; ; tries++)
    try {
      return await startOn(await findFreePort(), options);
    } catch (error) {
      if (!(error instanceof PortTaken) || tries === mostPorts) throw error;
    }
};
