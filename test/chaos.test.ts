// The short form of `npm run chaos`: groups J, K and P of test/THREATS.md over a real `npm start`. Bindings that fail are in
// src/faults.test.ts.
import { killAndCheck } from "./chaos/kill.ts";
import { failModels } from "./chaos/model-faults.ts";
import type { Totals } from "./chaos/totals.ts";
import { printTotals } from "./chaos/totals.ts";
import { serveSlowClients } from "./chaos/slow-clients.ts";
import { expect, inject, test } from "vitest";

const bundle = inject("bundle");
const seed = 7;

const tell = (totals: Totals): string[] => {
  printTotals(totals);
  return totals.violations;
};

test("P1, P2: kill -9 while every store is written to: all that was acknowledged is there, whole", async () => {
  const totals = await killAndCheck({ bundle, kills: 2, seed });
  expect(tell(totals)).toEqual([]);
  expect(totals.figures["writes acknowledged"]).toBeGreaterThan(10);
}, 1_200_000);

test("J6, J7, J8: a model that fails, under every route that asks one", async () => {
  expect(tell(await failModels({ bundle, seed, faults: ["402", "500", "cut", "garbage", "silence-midway"] }))).toEqual(
    [],
  );
}, 1_200_000);

test("K9: slow and vanishing clients take nothing from others, and leave nothing behind", async () => {
  expect(tell(await serveSlowClients({ bundle, seed, each: 2 }))).toEqual([]);
}, 1_200_000);
