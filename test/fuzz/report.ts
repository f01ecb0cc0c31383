// What a run has found, as tables.
import type { Findings, FoundFault, Tally } from "./run.ts";

const countBy = ({ statuses }: Tally, hundred: number): number =>
  [...statuses].reduce((sum, [status, times]) => sum + (Math.floor(status / 100) === hundred ? times : 0), 0);

const row = (name: string, tally: Tally): string => {
  const statuses = [...tally.statuses].toSorted(([a], [b]) => a - b).map(([status, times]) => `${status}×${times}`);
  const figures = [tally.requests, tally.done, Math.round(tally.slowestMs)].map((figure) => String(figure).padStart(7));
  return `${name.padEnd(42)} ${figures.join(" ")}  ${statuses.join(" ")}`;
};

/** How many answers had this status, those of some operations left out. */
export const countStatus = ({ tallies }: Findings, status: number, except: readonly string[]): number =>
  [...tallies].reduce((sum, [id, { statuses }]) => sum + (except.includes(id) ? 0 : (statuses.get(status) ?? 0)), 0);

/** A fault with the request that causes it. */
export const describeFault = ({ operation, kind, detail, times, again }: FoundFault): string =>
  `\n✗ ${operation}: ${kind}, ${times} times\n  ${detail}\n  ${again}`;

/** A run as text: a line for each operation, the totals, and every fault with the request that causes it. */
export const describeFindings = (findings: Findings): string => {
  const { tallies, faults, requests, retried, broken, seconds, seed } = findings;
  const lines = [...tallies].map(([name, tally]) => row(name, tally));
  const reached = [...tallies.values()].filter((tally) => tally.done > 0).length;
  const whole = (hundred: number) => [...tallies.values()].reduce((sum, tally) => sum + countBy(tally, hundred), 0);
  return [
    `${"operation".padEnd(42)} ${["sent", "done", "ms"].map((name) => name.padStart(7)).join(" ")}  answers`,
    ...lines,
    "",
    `seed ${seed}: ${requests} requests in ${Math.round(seconds)} s (${Math.round(requests / seconds)} a second), ${retried} more to make faults smaller`,
    `answers: ${[1, 2, 3, 4, 5].map((hundred) => `${hundred}xx ${whole(hundred)}`).join(", ")}, none ${whole(0)}`,
    `${reached} of ${tallies.size} operations did what they were asked at least once`,
    `${broken} connections broke, and not again`,
    `${faults.length} faults`,
    ...faults.map(describeFault),
  ].join("\n");
};
