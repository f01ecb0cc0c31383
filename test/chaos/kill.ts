// The whole API is killed with SIGKILL at random moments, while every store is written to, and must come back with all
// that it has acknowledged.
import type { RunningApi } from "../npm-start.ts";
import { startNpm } from "../npm-start.ts";
import { startSlowModel } from "../slow-model.ts";
import type { Client } from "./client.ts";
import { becomes, enter } from "./client.ts";
import { randomOf } from "./random.ts";
import { metricsToken } from "./requests.ts";
import { newStateDir, removeDir } from "./state-dir.ts";
import type { Totals } from "./totals.ts";
import { checkFiles } from "./stored-files.ts";
import type { Subject } from "./subject.ts";
import { analyses, repeated } from "./subjects-designs.ts";
import { documents } from "./subjects-documents.ts";
import { accounts, apiKeys } from "./subjects-identity.ts";
import { counters, sessions } from "./subjects-talk.ts";
import { drafts, workflows } from "./subjects-writing.ts";

interface KillOptions {
  bundle: string;
  kills: number;
  seed: number;
  /** No kill is begun after this time, in milliseconds since the epoch. */
  until?: number;
}

const email = "writer-of-chaos@example.com";
/** Writes that are acknowledged before a kill, at most; and how much longer it may wait. */
const most = { writes: 40, ms: 600 };
const patienceMs = 60_000;
/** Connections that break before anybody was killed: one may, on a machine under load, and more are a fault of the API. */
const mostBreaks = 1;

interface Told {
  /** A write was acknowledged. */
  wrote: () => void;
  /** A connection broke, and nobody had been killed. */
  broke: (error: unknown) => void;
}

/** Writes until the processes are killed. */
const writeOn = async (
  { write }: Subject,
  client: Client,
  { wrote, broke }: Told,
  isKilled: () => boolean,
): Promise<void> => {
  while (!isKilled())
    try {
      if (await write(client)) wrote();
    } catch (error) {
      if (isKilled()) return;
      broke(error);
      await new Promise((wake) => setTimeout(wake, 100));
    }
};

/** Kills it `kills` times; what it lost or left half is among the violations. */
export const killAndCheck = async ({ bundle, kills, seed, until = Infinity }: KillOptions): Promise<Totals> => {
  const random = randomOf(seed);
  const model = await startSlowModel();
  const stateDir = await newStateDir();
  const settings = { ...model.settings, METRICS_TOKEN: metricsToken };
  const start = () => startNpm({ bundle, stateDir, settings });
  // As an array of functions it would be begun anew each time: what is known of a store lives as long as the store.
  const subjects = [
    accounts(),
    apiKeys(),
    analyses(),
    repeated(),
    workflows(),
    drafts(),
    sessions(),
    documents(),
    counters(),
  ];
  const violations: string[] = [];
  const breaks: string[] = [];
  const figures = { seed, kills: 0, "writes acknowledged": 0, "checks after restarts": 0, "databases checked": 0 };
  let api: RunningApi | undefined;
  let killed = false;

  const describeBreak = (error: unknown): string => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return `before kill ${figures.kills + 1} a connection broke: ${cause}; it had said: ${api?.said().slice(-500) ?? ""}`;
  };

  const checkAll = async (client: Client): Promise<void> => {
    for (const { name, check } of subjects)
      await check(client, (isRight, what) => {
        figures["checks after restarts"]++;
        if (!isRight) violations.push(`after kill ${figures.kills}, ${name}: not so: ${what}`);
      }).catch((error: unknown) => violations.push(`after kill ${figures.kills}, ${name}: ${String(error)}`));
  };

  try {
    for (let round = 0; round < kills && Date.now() < until; round++) {
      api = await start();
      const client = await enter(api, email, round === 0 ? "register" : "login");
      await checkAll(client);
      killed = false;
      let wrote = 0;
      const told: Told = { wrote: () => wrote++, broke: (error) => breaks.push(describeBreak(error)) };
      const writers = subjects.map((subject) => writeOn(subject, client, told, () => killed));
      const enough = subjects.length + random() * most.writes;
      await becomes(async () => wrote >= enough, patienceMs);
      await new Promise((wake) => setTimeout(wake, random() * most.ms));
      killed = true;
      await api.kill();
      await Promise.all(writers);
      figures.kills++;
      figures["writes acknowledged"] += wrote;
      const { databases, violations: broken } = await checkFiles(stateDir);
      figures["databases checked"] += databases;
      violations.push(...broken.map((what) => `after kill ${figures.kills}, on disk: ${what}`));
    }
    api = await start();
    await checkAll(await enter(api, email, "login"));
    await api.stop();
  } finally {
    await api?.kill();
    model.stop();
    await removeDir(stateDir);
  }
  if (breaks.length > mostBreaks) violations.push(...breaks);
  return { scenario: "kill -9", figures: { ...figures, "connections broken": breaks.length }, violations };
};
