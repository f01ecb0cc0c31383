import { spawn, spawnSync } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import type { Interface } from "node:readline";
import { fileURLToPath } from "node:url";

const HARNESS = fileURLToPath(new URL("run_workflow.py", import.meta.url));

/** Python as this machine has it, 3.11 or later; undefined where it has none. */
export const python = ["python3", "/usr/bin/python3"].find(
  (command) => spawnSync(command, ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).status === 0,
);

if (python === undefined)
  console.warn("There is no python3 of 3.11 or later here: tests that run or read Python by it are skipped.");

export interface Answer {
  method?: string;
  host?: string;
  /** A regular expression of the whole path. */
  path?: string;
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  once?: boolean;
}

export interface Job {
  name: string;
  code: string;
  env?: Record<string, string>;
  events: unknown[];
  answers?: Answer[];
  aws?: Record<string, unknown>;
  rows?: unknown[];
}

export interface Ran {
  name: string;
  answers: { statusCode?: number; headers?: Record<string, string>; body?: string; [key: string]: unknown }[];
  error?: string;
  requests: {
    method: string;
    host: string;
    path: string;
    query: Record<string, string>;
    headers: Record<string, string>;
    body: string;
  }[];
  aws: { service: string; operation: string; parameters: Record<string, unknown> }[];
  mails: Record<string, unknown>[];
  sql: Record<string, unknown>[];
  mongodb: Record<string, unknown>[];
  log: string;
}

let running: { child: ChildProcessWithoutNullStreams; lines: Interface } | undefined;

/** Runs modules in one Python process, with every way out of them led to it. */
export const runModules = async (jobs: readonly Job[]): Promise<Ran[]> => {
  if (running === undefined) {
    const child = spawn(python ?? "", [HARNESS]);
    child.stderr.pipe(process.stderr);
    child.setMaxListeners(0);
    running = { child, lines: createInterface({ input: child.stdout }) };
  }
  const { child, lines } = running;
  const line = new Promise<string>((resolve, reject) => {
    lines.once("line", resolve);
    child.once("exit", (status) => reject(new Error(`Python ended with ${String(status)}`)));
  });
  child.stdin.write(`${JSON.stringify(jobs)}\n`);
  return JSON.parse(await line) as Ran[];
};

/** Ends the Python process. */
export const endPython = (): void => {
  running?.child.stdin.end();
  running = undefined;
};
