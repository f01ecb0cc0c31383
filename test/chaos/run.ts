// `npm run chaos [-- --kills 20 --seed 7 --only kill,models,clients,bindings]`: faults of every kind against the whole API. Totals
// are printed, with the seed that repeats them; it fails on any violation.
import { parseArgs } from "node:util";
import { makeBundle } from "../../scripts/bundle.ts";
import { endWithSignals, runInGroup } from "../npm-start.ts";
import { killAndCheck } from "./kill.ts";
import { failModels } from "./model-faults.ts";
import { removeDir } from "./state-dir.ts";
import type { Totals } from "./totals.ts";
import { printTotals } from "./totals.ts";
import { serveSlowClients } from "./slow-clients.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "20" },
    seed: { type: "string", default: "7" },
    only: { type: "string", default: "kill,models,clients,bindings" },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  console.error("--kills and --seed are whole numbers.");
  process.exit(2);
}
/** Killing ends after this long, however many kills were asked for: the whole takes ten minutes at most on two cores. */
const mostKillingMs = 300_000;

endWithSignals();
const bundle = await makeBundle();
const scenarios: Record<string, () => Promise<Totals>> = {
  kill: () => killAndCheck({ bundle, kills, seed, until: Date.now() + mostKillingMs }),
  models: () => failModels({ bundle, seed }),
  clients: () => serveSlowClients({ bundle, seed, each: 20 }),
  bindings: async () => {
    process.env["CHAOS"] = "every call";
    const isRight = await runInGroup([
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      "worker",
      "src/faults.test.ts",
    ]);
    return {
      scenario: "bindings that fail once",
      figures: { seed: "none: every call" },
      violations: isRight ? [] : ["see above"],
    };
  },
};

let violations = 0;
for (const name of values.only.split(",")) {
  const run = scenarios[name];
  if (run === undefined) {
    console.error(`There is no scenario ${name}: ${Object.keys(scenarios).join(", ")}.`);
    process.exit(2);
  }
  const totals = await run();
  printTotals(totals);
  violations += totals.violations.length;
}
await removeDir(bundle);
process.exit(violations === 0 ? 0 : 1);
