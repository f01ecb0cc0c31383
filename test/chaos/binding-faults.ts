// One call on one binding fails under a request: what the caller is told, and what is left in the stores. In workerd.
import { env } from "cloudflare:workers";
import type { Fault, Plan } from "./faulty-bindings.ts";
import { inside, openFaults } from "./faulty-bindings.ts";
import { auditStores } from "./stores-audit.ts";
import type { Call } from "./world.ts";
import { toRequest } from "./world.ts";

type App = (request: Request, env: Cloudflare.Env, context: ExecutionContext) => Response | Promise<Response>;

interface Heard {
  status: number;
  type: string;
  retryAfter: string | null;
  text: string;
}

/** How a request went under one fault. */
export interface Outcome extends Plan {
  first: number;
  again: number;
  /** What is wrong with that; empty when nothing is. */
  faults: string[];
}

/** How a request is answered when nothing fails: the first time, and once more. */
interface Usual {
  usual: readonly [number, number];
  /** What it comes with is good once, or it deletes: it may have been done although it failed. */
  mayBeDone: boolean;
}

/** Which of so many calls on a binding fail: their numbers, from one. */
export type Choose = (calls: number, binding: string) => readonly number[];

/** An answer that takes longer than this is one that never comes. */
const hangsAfterMs = 120_000;
const faults: readonly Fault[] = ["refused", "lost"];

/** All of an answer that ends; of one that goes on for as long as somebody listens, nothing. */
const readWhole = async (answer: Response, { path }: Call): Promise<string> => {
  answer.webSocket?.accept();
  answer.webSocket?.close(1000);
  if (!path.includes("/events?") || !answer.ok) return answer.text();
  await answer.body?.cancel();
  return "";
};

const withinPatience = async <T>(work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), hangsAfterMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** Words of an answer that tell of the inside: a binding's message, a line of a stack. */
const isFromInside = (text: string): boolean =>
  text.includes(inside) || /D1_ERROR|\n\s+at .+:\d+:\d+|SQLITE_|Durable Object/.test(text);

const isClean = ({ status, type, text }: Heard): boolean => {
  if (status < 400) return true;
  if (!type.startsWith("application/problem+json")) return false;
  const { code } = JSON.parse(text) as { code?: unknown };
  return typeof code === "string" && code !== "";
};

/** All that the app uses of it. */
const contextOf = (waitUntil: (work: Promise<unknown>) => void): ExecutionContext =>
  ({ waitUntil, passThroughOnException: () => undefined, props: {} }) as unknown as ExecutionContext;

/** The app with bindings that can be told to fail. */
export const openStrikes = (app: App, settings: Partial<Cloudflare.Env>) => {
  const bindings = openFaults({ ...env, ...settings });
  const ask = async (call: Call): Promise<Heard> => {
    const deferred: Promise<unknown>[] = [];
    const context = contextOf((work) => void deferred.push(work));
    const answer = await withinPatience(Promise.resolve(app(toRequest(call), bindings.env, context)));
    const heard = {
      status: answer.status,
      type: answer.headers.get("content-type") ?? "",
      retryAfter: answer.headers.get("retry-after"),
      text: await withinPatience(readWhole(answer, call)),
    };
    await withinPatience(Promise.allSettled(deferred));
    return heard;
  };

  const judge = (first: Heard, again: Heard, plan: Plan, { usual, mayBeDone }: Usual): string[] => {
    const wrong: string[] = [];
    const isAnswer = first.status === usual[0] || first.status < 400;
    if (!isAnswer && first.status !== 503 && first.status !== usual[1]) wrong.push(`answers ${first.status}`);
    if (first.status === 503 && first.status !== usual[0] && first.retryAfter === null)
      wrong.push("has no Retry-After");
    if (!isClean(first) || !isClean(again)) wrong.push("is no problem document");
    if (isFromInside(first.text) || isFromInside(again.text)) wrong.push("tells of the inside");
    // What was done although nobody heard of it, or at the first call already, is not done twice.
    const isDone = plan.fault === "lost" || isAnswer || mayBeDone;
    const allowed = isDone ? usual : usual.slice(0, 1);
    if (!allowed.includes(again.status)) wrong.push(`then answers ${again.status} instead of ${usual[0]}`);
    return wrong;
  };

  /** Asks under every fault there is; `make` makes the request anew for each. */
  const strikeEach = async (
    make: () => Promise<Call>,
    isSpent: boolean,
    choose: Choose,
  ): Promise<{ usual: Heard; outcomes: Outcome[] }> => {
    bindings.arm(undefined);
    const call = await make();
    const usual = await ask(call);
    const counts = bindings.counts();
    const repeated = await ask(call);
    await auditStores();
    const outcomes: Outcome[] = [];
    // Nothing is written by a request that reads: it may be sent again and again, and no answer of a store can be lost.
    const reads = call.method === "GET" && !isSpent;
    for (const [binding, calls] of Object.entries(counts))
      for (const nth of choose(calls, binding))
        for (const fault of reads ? (["refused"] as const) : faults) {
          bindings.arm(undefined);
          const struckCall = reads ? call : await make();
          const plan = { binding, nth, fault };
          bindings.arm(plan);
          const first = await ask(struckCall);
          // A call that was not made this time: nothing has failed.
          if (!bindings.struck()) continue;
          bindings.arm(undefined);
          // A deletion that broke off may have begun: it is whole again when it is asked for once more.
          const left = struckCall.method === "DELETE" || reads ? [] : await auditStores();
          const again = await ask(struckCall);
          if (!reads) left.push(...(await auditStores()));
          const mayBeDone = isSpent || call.method === "DELETE";
          const wrong = judge(first, again, plan, { usual: [usual.status, repeated.status], mayBeDone });
          outcomes.push({ ...plan, first: first.status, again: again.status, faults: [...wrong, ...left] });
        }
    return { usual, outcomes };
  };
  const reach = async (request: Request): Promise<Response> =>
    app(
      request,
      { ...env, ...settings },
      contextOf(() => undefined),
    );
  return { reach, strikeEach };
};

const perBinding = (found: readonly Outcome[]): Map<string, Outcome[]> => Map.groupBy(found, ({ binding }) => binding);

/** What came of it, a line for each binding: how often it failed, and what callers were told. */
export const tableOf = (outcomes: ReadonlyMap<string, readonly Outcome[]>): string => {
  const all = [...outcomes.values()].flat();
  const lines = [...perBinding(all)].map(([binding, found]) => {
    const count = (is: (outcome: Outcome) => boolean) => String(found.filter(is).length);
    const routes = [...outcomes.values()].filter((some) => some.some((one) => one.binding === binding)).length;
    const cells = [
      binding,
      String(routes),
      String(found.length),
      count(({ first }) => first < 400),
      count(({ first }) => first === 503),
      count(({ first }) => first >= 400 && first !== 503),
      count(({ faults }) => faults.length > 0),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const head = ["binding", "routes", "failures", "answered all the same", "503", "other", "wrong"];
  return [`| ${head.join(" | ")} |`, `|${head.map(() => " --- |").join("")}`, ...lines].join("\n");
};
