// Requests made from the contract that the running API answers: what a client may send, and what it may not.
// FUZZ_REQUESTS and FUZZ_SEED for another run; `npm run fuzz` for a longer one.
import type { Findings } from "./fuzz/run.ts";
import type { RunningApi } from "./harness.ts";
import type { Surroundings } from "./fuzz/surroundings.ts";
import { countStatus, describeFault, describeFindings } from "./fuzz/report.ts";
import { fuzz, unreachable } from "./fuzz/run.ts";
import { startSurroundings } from "./fuzz/surroundings.ts";
import { startApi } from "./harness.ts";
import { afterAll, beforeAll, expect, test } from "vitest";

const requests = Number(process.env["FUZZ_REQUESTS"] ?? 10_000);
const seed = Number(process.env["FUZZ_SEED"] ?? 20_261_122);
const patienceMs = 45 * 60_000;

let around: Surroundings;
let api: RunningApi;
let findings: Findings;

beforeAll(async () => {
  around = await startSurroundings();
  api = await startApi(around.settings);
  findings = await fuzz({ url: api.url, provider: around.provider, requests, seed });
  console.log(describeFindings(findings));
}, patienceMs);
afterAll(async () => {
  await api.stop();
  await around.stop();
});

test("F9: no request from the contract makes the API fail, hang, tell what it holds, or leave its schema", () => {
  expect(findings.requests).toBeGreaterThanOrEqual(requests);
  expect(findings.faults.map(describeFault)).toEqual([]);
  // A machine under load may break a connection once in ten thousand requests; more often is a fault.
  expect(findings.broken).toBeLessThanOrEqual(Math.ceil(findings.requests / 2_000));
});

test("the requests reach what they ask for, and no limit stands in front of it", () => {
  const unreached = [...findings.tallies].flatMap(([name, tally]) =>
    tally.done === 0 && !unreachable.includes(name) ? [name] : [],
  );
  expect(unreached).toEqual([]);
  // One of the repositories to publish to is GitHub's that takes no more: its limit, told as such.
  expect(countStatus(findings, 429, ["POST /api/v1/blog/{id}/publish"])).toBe(0);
});
