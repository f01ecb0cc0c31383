// `npm run fuzz`: requests made from the contract against a fresh `npm start`. --requests, --seed, --lanes; FUZZ_REQUESTS,
// FUZZ_SEED. The same seed makes the same requests, up to the ids that the API gives.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startWorker } from "../../scripts/local-worker.ts";
import { describeFault, describeFindings } from "./report.ts";
import type { FoundFault } from "./run.ts";
import { fuzz } from "./run.ts";
import { startSurroundings } from "./surroundings.ts";

const { values } = parseArgs({
  options: { requests: { type: "string" }, seed: { type: "string" }, lanes: { type: "string" } },
});
const requests = Number(values.requests ?? process.env["FUZZ_REQUESTS"] ?? 10_000);
const seed = Number(values.seed ?? process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31);
const lanes = Number(values.lanes ?? 8);

// What an earlier run has left would be read, too.
rmSync(join(import.meta.dirname, "../../.wrangler/fuzz"), { recursive: true, force: true });
const around = await startSurroundings();
const worker = await startWorker("fuzz", around.settings);
console.log(`seed ${seed}`);
const onFault = (fault: FoundFault): void => console.error(describeFault(fault));
try {
  const findings = await fuzz({ url: worker.url, provider: around.provider, requests, seed, lanes, onFault });
  console.log(describeFindings(findings));
  process.exitCode = findings.faults.length === 0 ? 0 : 1;
} finally {
  await worker.stop();
  await around.stop();
}
