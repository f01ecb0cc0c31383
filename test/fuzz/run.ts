// Runs requests made from the contract against an API: a property for each operation, all of them seeded, several at once.
import fc from "fast-check";
import type { SignInProvider } from "../../scripts/sign-in-provider.ts";
import type { Fault } from "./checks.ts";
import { judge } from "./checks.ts";
import type { Contract, Operation } from "./contract.ts";
import { readContract } from "./contract.ts";
import { deliver } from "./deliver.ts";
import type { Recipe } from "./requests.ts";
import { requestsTo } from "./requests.ts";
import type { Answer, Sender, Sent } from "./send.ts";
import { createSender, NoAnswer } from "./send.ts";
import type { World } from "./world.ts";
import { createWorld } from "./world.ts";

export interface FuzzOptions {
  url: string;
  provider: SignInProvider;
  requests: number;
  seed: number;
  /** How many requests are under way at once. */
  lanes?: number;
  deadlineMs?: number;
  /** Told of each fault when it is first met. */
  onFault?: (fault: FoundFault) => void;
}

/** A fault with the smallest request that was found to cause it. */
export interface FoundFault extends Fault {
  operation: string;
  /** As a line of curl, its body cut. */
  again: string;
  /** How often it was met. */
  times: number;
}

export interface Tally {
  requests: number;
  /** Answers that say that it was done: 2xx, a redirect, or a WebSocket that was opened; a preflight is not it. */
  done: number;
  statuses: Map<number, number>;
  slowestMs: number;
}

export interface Findings {
  seed: number;
  requests: number;
  /** Sent again to make a fault's request smaller. */
  retried: number;
  seconds: number;
  /** Connections that broke under a request that was answered when it was sent again. */
  broken: number;
  faults: FoundFault[];
  /** By operation, in the order of the contract. */
  tallies: Map<string, Tally>;
}

/** Each is visited so often: what one visit makes, the next one reads, changes and deletes. */
const rounds = 6;
const mostRetries = 60;

/** What costs much of the API is asked less; what hashes passwords, one at a time, least. */
const weights: readonly (readonly [RegExp, number])[] = [
  [/^(POST \/api\/(v1\/)?auth\/(register|login|signup)|(PATCH|DELETE) \/api\/v1\/users\/me)$/, 0.25],
  [/^DELETE \/api\/v1\/auth\/sessions$/, 0.25],
  [/^GET .*\/(events|ws)/, 0.5],
  [/export\/pdf$|generate-content$/, 0.5],
];
const weightOf = ({ id }: Operation): number => weights.find(([pattern]) => pattern.test(id))?.[1] ?? 1;
/** The API hashes one password at a time, and so do we: many at once are refused as they should be. */
const hashes = (operation: Operation): boolean => weightOf(operation) === 0.25;

/** What makes things comes first, what deletes them last. */
const rankOf = ({ method, path }: Operation): number =>
  method === "DELETE" ? 2 : method === "POST" && !path.includes("{") ? 0 : 1;

const seedOf = (seed: number, id: string, round: number): number => {
  let hash = seed | 0;
  for (const letter of `${id} ${round}`) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
  return hash;
};

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const mostShown = 600;

const toCurl = (url: string, { method, target, headers, body }: Sent): string => {
  const shown = Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value.slice(0, 200)}`)}`);
  const text = body?.toString() ?? "";
  const data = body === undefined ? [] : [`--data-binary ${quote(text.slice(0, mostShown))}`];
  const cut = text.length > mostShown ? [`# and ${text.length - mostShown} more`] : [];
  return ["curl -sS --path-as-is", `-X ${method}`, quote(`${url}${target}`), ...shown, ...data, ...cut].join(" ");
};

/** Whether an address is the operation's own: a server takes `..` away first, and what is left names another. */
const isAddressOf = ({ path }: Operation, address: string): boolean =>
  new URL(address).pathname.split("/").length >= path.split("/").length;

class Unmet extends Error {}

const createRun = (contract: Contract, world: World, sender: Sender, { url, seed, onFault }: FuzzOptions) => {
  const faults = new Map<string, FoundFault>();
  const tallies = new Map<string, Tally>(
    contract.operations.map(({ id }) => [
      id,
      { requests: 0, done: 0, statuses: new Map<number, number>(), slowestMs: 0 },
    ]),
  );
  let retried = 0;

  const count = (operation: Operation, method: string, status: number, ms: number): void => {
    const tally = tallies.get(operation.id);
    if (!tally) return;
    tally.requests++;
    if (method === operation.method && status >= 100 && status < 400) tally.done++;
    tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
    tally.slowestMs = Math.max(tally.slowestMs, ms);
  };

  const learn = (operation: Operation, recipe: Recipe, sent: Sent, answer: Answer): string | undefined => {
    const owner = world.ownerOf(recipe.actor);
    const isText = /json|text/.test(answer.headers["content-type"] ?? "");
    const sentText = `${sent.target} ${JSON.stringify(sent.headers)} ${sent.body?.toString() ?? ""}`;
    const foreignId = isText ? world.findForeignId(owner, sentText, answer.body.toString()) : undefined;
    world.harvest(owner, operation.path, answer, sentText);
    if (recipe.actor === "throwaway" && [204, 401, 403].includes(answer.status)) world.spend();
    return foreignId;
  };

  /** Sends one request; answers what is wrong with what came back. */
  const attempt = async (operation: Operation, recipe: Recipe, sent: Sent, isRetry: boolean): Promise<Fault[]> => {
    const began = performance.now();
    try {
      const send = () => sender.send(sent);
      const answer = await (hashes(operation) ? world.oneAtATime(send) : send());
      if (!isRetry) count(operation, sent.method, answer.status, performance.now() - began);
      const foreignId = learn(operation, recipe, sent, answer);
      const isOwnMethod = sent.method === operation.method;
      const isOwnAddress = isAddressOf(operation, url + sent.target);
      return judge(contract, { operation, sent, answer, isOwnMethod, isOwnAddress, foreignId });
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (!isRetry) count(operation, sent.method, 0, performance.now() - began);
      return [{ kind: "no answer", detail: error.message }];
    }
  };

  /** Some requests to one operation. The first new fault is made smaller; it is known from then on. */
  const visit = async (operation: Operation, round: number, times: number): Promise<void> => {
    let hunted: FoundFault | undefined;
    let retries = 0;
    const property = fc.asyncProperty(requestsTo(operation, contract), async (recipe) => {
      if (hunted && ++retries > mostRetries) return;
      if (hunted) retried++;
      const sent = await deliver(operation, recipe, world);
      for (const { kind, detail } of await attempt(operation, recipe, sent, hunted !== undefined)) {
        const name = `${operation.id} ${kind}`;
        const known = faults.get(name);
        if (known && known !== hunted) known.times++;
        if (known ? known !== hunted : hunted !== undefined) continue;
        const found = { kind, detail, operation: operation.id, again: toCurl(url, sent), times: known?.times ?? 1 };
        if (hunted === undefined) onFault?.(found);
        hunted = Object.assign(hunted ?? found, found);
        faults.set(name, hunted);
        throw new Unmet(kind);
      }
    });
    let left = times;
    while (left > 0) {
      hunted = undefined;
      retries = 0;
      const done = await fc.check(property, {
        seed: seedOf(seed, operation.id, round) + (times - left),
        numRuns: left,
      });
      if (done.errorInstance !== null && done.errorInstance !== undefined && !(done.errorInstance instanceof Unmet))
        throw done.errorInstance;
      // A run ends with its first new fault: the rest of it is still to be done.
      left -= Math.max(1, done.numRuns);
    }
  };

  return { visit, faults, tallies, retried: () => retried };
};

interface Visit {
  operation: Operation;
  round: number;
  times: number;
}

const planVisits = ({ operations }: Contract, requests: number): Visit[] => {
  const whole = operations.reduce((sum, operation) => sum + weightOf(operation), 0);
  const ranked = operations.toSorted((a, b) => rankOf(a) - rankOf(b));
  return Array.from({ length: rounds }, (_, round) =>
    ranked.map((operation) => ({
      operation,
      round,
      times: Math.ceil((requests * weightOf(operation)) / whole / rounds),
    })),
  ).flat();
};

/** Not offered at all, and not without a model of speech. */
export const unreachable: readonly string[] = ["POST /api/cloud/connect", "POST /speech/transcribe"];

const mostMoreRounds = 20;
const timesMore = 30;

/**
 * What one request needs another has made, and which comes first is a matter of time: operations that never did what they
 * were asked are visited again, with their neighbours, from which they have it.
 */
const reachTheRest = async ({ operations }: Contract, { visit, tallies }: ReturnType<typeof createRun>) => {
  for (let more = 0; more < mostMoreRounds; more++) {
    const stems = operations
      .filter(({ id }) => tallies.get(id)?.done === 0 && !unreachable.includes(id))
      .map(({ path }) => path.split("/{")[0] ?? path);
    const again = operations.filter(({ path }) => stems.some((stem) => path.startsWith(stem)));
    for (const operation of again.toSorted((a, b) => rankOf(a) - rankOf(b)))
      await visit(operation, rounds + more, timesMore);
  }
};

/** Sends requests made from the contract and judges every answer. */
export const fuzz = async (options: FuzzOptions): Promise<Findings> => {
  const { url, provider, requests, seed, lanes = 8, deadlineMs = 60_000 } = options;
  const contract = await readContract(url);
  const world = await createWorld(url, provider, Date.now);
  const sender = createSender(url, deadlineMs);
  const run = createRun(contract, world, sender, options);
  const visits = planVisits(contract, requests);
  const began = performance.now();
  const work = async (queue: Visit[]): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) await run.visit(next.operation, next.round, next.times);
  };
  const slow = visits.filter(({ operation }) => hashes(operation));
  const others = visits.filter(({ operation }) => !hashes(operation));
  try {
    await Promise.all([work(slow), ...Array.from({ length: lanes - 1 }, () => work(others))]);
    await reachTheRest(contract, run);
  } finally {
    sender.close();
  }
  const sent = [...run.tallies.values()].reduce((sum, tally) => sum + tally.requests, 0);
  return {
    seed,
    requests: sent,
    retried: run.retried(),
    seconds: (performance.now() - began) / 1_000,
    broken: sender.broken(),
    faults: [...run.faults.values()],
    tallies: run.tallies,
  };
};
