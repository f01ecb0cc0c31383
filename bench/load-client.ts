// The client of `bench -- load`, a process of its own so that its work is not the API's. Gets a Plan as a message, sends a
// Report and ends.
import { performance } from "node:perf_hooks";

/** A request that the mix has `share` times in a round. */
export interface Planned {
  name: string;
  share: number;
  url: string;
  method: "GET" | "POST";
  headers: Record<string, string>;
  body: string | undefined;
}

export interface Plan {
  mix: readonly Planned[];
  atOnce: number;
  requests: number;
}

export interface Report {
  ms: number;
  /** How long each request took, by its name. */
  taken: Record<string, number[]>;
  errors: string[];
}

/** The whole round in an order that spreads each kind over it. */
const roundOf = (mix: readonly Planned[]): Planned[] =>
  mix
    .flatMap((planned) =>
      Array.from({ length: planned.share }, (_, at) => ({ planned, place: (at + 0.5) / planned.share })),
    )
    .toSorted((a, b) => a.place - b.place)
    .map(({ planned }) => planned);

const run = async ({ mix, atOnce, requests }: Plan): Promise<Report> => {
  const round = roundOf(mix);
  const report: Report = { ms: 0, taken: {}, errors: [] };
  let next = 0;
  const ask = async ({ name, url, method, headers, body }: Planned): Promise<void> => {
    const start = performance.now();
    try {
      const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
      const said = await answer.text();
      if (answer.status >= 400) report.errors.push(`${name}: ${answer.status} ${said.slice(0, 200)}`);
    } catch (error) {
      report.errors.push(`${name}: ${String(error)} ${error instanceof Error ? String(error.cause) : ""}`);
    }
    (report.taken[name] ??= []).push(performance.now() - start);
  };
  const askOn = async (): Promise<void> => {
    while (next < requests) {
      const planned = round[next++ % round.length];
      if (planned !== undefined) await ask(planned);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, askOn));
  return { ...report, ms: performance.now() - start };
};

process.once("message", (plan: Plan) => {
  void run(plan).then((report) => process.send?.(report, () => process.disconnect()));
});
