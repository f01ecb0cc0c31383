// A language model's server that fails in every way, under every route that asks it.
import { startNpm } from "../npm-start.ts";
import { becomes } from "./client.ts";
import { modelFaults, secret, startFaultyModel } from "./faulty-model.ts";
import { requests } from "./requests.ts";
import { newStateDir, removeDir } from "./state-dir.ts";
import type { Totals } from "./totals.ts";
import type { Call, World } from "./world.ts";
import { openWorld, toRequest } from "./world.ts";

interface ModelOptions {
  bundle: string;
  seed: number;
  /** Only these; all of them where it is undefined. */
  faults?: readonly string[];
}

const hangsAfterMs = 180_000;

/** How one request went. */
interface Outcome {
  row: string;
  fault: string;
  status: number;
  wrong: string | undefined;
}

interface Heard {
  status: number;
  type: string;
  text: string;
}

const askOnce = async (call: Call, base: string): Promise<Heard> => {
  const answer = await fetch(toRequest(call, base), { signal: AbortSignal.timeout(hangsAfterMs) });
  return { status: answer.status, type: answer.headers.get("content-type") ?? "", text: await answer.text() };
};

/** What is asked here may be done twice: asked once more when the connection broke. */
const ask = (call: Call, base: string): Promise<Heard> =>
  askOnce(call, base).catch((error: unknown) => {
    if (error instanceof TypeError) return askOnce(call, base);
    throw error;
  });

const faultOf = ({ status, type, text }: Heard): string | undefined => {
  if (text.includes(secret)) return "tells what the model's server said, or the key";
  if (/\n\s+at .+:\d+:\d+/.test(text)) return "tells of the inside";
  if (status < 400) return text === "" ? "is empty" : undefined;
  // 429: the model's own limit, told as such where nobody else can answer.
  if (![429, 502, 503, 504].includes(status)) return `answers ${status}`;
  return type.startsWith("application/problem+json") || text.includes('"error"') ? undefined : "is no problem document";
};

// A GET asks no model, and who signs in or out asks none either.
const candidates = Object.keys(requests).filter((row) => row.startsWith("POST") && !row.includes("auth"));

const callOf = async (row: string, world: World): Promise<Call> => {
  const call = await requests[row]?.(world, {});
  if (call === undefined) throw new Error(`no request for ${row}`);
  return call;
};

/** Their work is done behind the answer. */
const answersFirst = /^POST \/api\/v1\/(blog\/generate|blog\/\{id\}\/(generate-content|refine)|documents\/upload)/;

/** The rows whose request made somebody ask the model. */
const findRows = async (world: World, base: string, asked: () => number): Promise<string[]> => {
  const rows: string[] = [];
  for (const row of candidates) {
    const call = await callOf(row, world);
    const before = asked();
    const { status } = await ask(call, base);
    if (status === 404 || status === 405) continue;
    if (asked() > before || answersFirst.test(row)) rows.push(row);
  }
  return rows;
};

/** Drafts and documents that were begun while the model failed, and never ended. */
const findStuck = async (world: World): Promise<string[]> => {
  const { bearer, send } = world;
  let waiting: string[] = [];
  await becomes(async () => {
    const drafts = await send<Begun[]>({ method: "GET", path: "/api/v1/blog?limit=100", bearer });
    const path = "/api/v1/documents?limit=100";
    const { documents } = await send<{ documents: Begun[] }>({ method: "GET", path, bearer });
    waiting = [...drafts, ...documents]
      .filter(({ status }) => ["generating", "pending", "processing", "failed"].includes(status))
      .map(({ id, status }) => `${id} stays ${status}`);
    return waiting.length === 0;
  }, 240_000);
  return waiting;
};

interface Begun {
  id: string;
  status: string;
}

/** Every fault under every such route, all routes at once. */
export const failModels = async ({ bundle, seed, faults = modelFaults }: ModelOptions): Promise<Totals> => {
  const model = await startFaultyModel();
  const stateDir = await newStateDir();
  const outcomes: Outcome[] = [];
  const violations: string[] = [];
  let rows: string[] = [];
  const api = await startNpm({ bundle, stateDir, settings: model.settings });
  try {
    const world = await openWorld((request) => fetch(request), api.url);
    rows = await findRows(world, api.url, model.asked);
    if (rows.length < 10) violations.push(`only ${rows.length} requests asked the model`);
    for (const fault of faults) {
      await world.stayIn();
      const calls: [string, Call][] = [];
      for (const row of rows) calls.push([row, await callOf(row, world)]);
      model.fail(fault);
      const judged = calls.map(async ([row, call]): Promise<Outcome> => {
        try {
          const heard = await ask(call, api.url);
          return { row, fault, status: heard.status, wrong: faultOf(heard) };
        } catch (error) {
          return { row, fault, status: 0, wrong: String(error) };
        }
      });
      outcomes.push(...(await Promise.all(judged)));
      model.fail(undefined);
    }
    for (const row of rows) {
      const { status } = await ask(await callOf(row, world), api.url);
      if (status >= 400) violations.push(`${row} answers ${status} when the model is there again`);
    }
    violations.push(...(await findStuck(world)));
    await api.stop();
  } finally {
    await api.kill();
    await model.stop();
    await removeDir(stateDir);
  }
  violations.push(
    ...outcomes.flatMap(({ row, fault, wrong }) => (wrong === undefined ? [] : [`${fault}, ${row}: ${wrong}`])),
  );
  console.log(tableOf(rows, faults, outcomes));
  const answered = outcomes.filter(({ status, wrong }) => wrong === undefined && status < 400).length;
  const refused = outcomes.filter(({ status, wrong }) => wrong === undefined && status >= 400).length;
  const figures = { seed, routes: rows.length, faults: faults.length, "answered all the same": answered, refused };
  return { scenario: "models that fail", figures, violations };
};

/** Status by route and fault. */
const tableOf = (rows: readonly string[], faults: readonly string[], outcomes: readonly Outcome[]): string => {
  const lines = rows.map((row) => {
    const cells = faults.map((fault) => {
      const found = outcomes.find((one) => one.row === row && one.fault === fault);
      return found?.wrong === undefined ? String(found?.status ?? "") : `**${found.status}**`;
    });
    return `| ${row} | ${cells.join(" | ")} |`;
  });
  return [`| route | ${faults.join(" | ")} |`, `| --- |${faults.map(() => " --- |").join("")}`, ...lines].join("\n");
};
