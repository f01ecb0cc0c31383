// The real `npm start` in a process group of its own, which ends with us however we end.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname, "../..");
const wrangler = resolve(root, "node_modules/wrangler/wrangler-dist/cli.js");
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

/** What `npm start` serves, made once for many starts. */
export const makeBundle = async (): Promise<string> => {
  const bundle = await mkdtemp(join(tmpdir(), "chaos-bundle-"));
  await promisify(execFile)(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", bundle], {
    cwd: root,
    env: { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false", WRANGLER_LOG_PATH: join(bundle, "logs") },
  });
  return bundle;
};

export const newStateDir = (): Promise<string> => mkdtemp(join(tmpdir(), "chaos-state-"));
export const removeDir = (path: string): Promise<void> =>
  rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

const findFreePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
};

export interface ChaosApi {
  url: string;
  stateDir: string;
  /** The end of what it has printed. */
  said: () => string;
  /** Megabytes of memory of workerd; undefined where the system does not say. */
  memory: () => Promise<number | undefined>;
  /** Ends every process at once, as a power cut would. */
  kill: () => Promise<void>;
  stop: () => Promise<void>;
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
  stateDir: string;
  settings?: Record<string, string>;
}

/** Starts it on a free port, with the state that is there. */
export const startApi = async ({ bundle, stateDir, settings = {} }: StartOptions): Promise<ChaosApi> => {
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
  const patience = setTimeout(() => void end("SIGKILL"), startsWithinMs);
  await ready.finally(() => clearTimeout(patience));
  return {
    url: `http://localhost:${port}`,
    stateDir,
    said: () => said.slice(-500),
    memory: () => memoryOf(group),
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
};

/** How one scenario went. */
export interface Totals {
  scenario: string;
  figures: Record<string, number | string>;
  violations: string[];
}

export const printTotals = ({ scenario, figures, violations }: Totals): void => {
  const told = Object.entries({ ...figures, violations: violations.length }).map(([name, value]) => `${name} ${value}`);
  console.log(`${scenario}: ${told.join(", ")}`);
  for (const violation of violations) console.log(`  VIOLATION ${violation}`);
};
