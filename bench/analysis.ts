// How long the main job takes, by number of resources. Prints a table; asserts nothing.
import { performance } from "node:perf_hooks";
import { startWorker } from "../scripts/local-worker.ts";
import { generateProject } from "./generate.ts";

const rounds = 15;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const timeRequests = async (url: string, body: string, diagram: string, times: number): Promise<number> => {
  const spent: number[] = [];
  for (let round = 0; round < times + 3; round++) {
    const start = performance.now();
    const answer = await fetch(`${url}/api/analyze?diagram=${diagram}`, {
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body,
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`The Worker answered ${answer.status}.`);
    if (round >= 3) spent.push(performance.now() - start);
  }
  return median(spent);
};

const { url, stop } = await startWorker("bench", { RATE_LIMIT_SCALE: "1000" });
try {
  const rows = [];
  for (const resources of [10, 100, 1_000]) {
    const text = generateProject(resources);
    const none = await timeRequests(url, text, "none", rounds);
    rows.push({
      resources,
      KB: Math.round(text.length / 1024),
      "analyse, ms": Math.round(none * 10) / 10,
      "ms per resource": Math.round((none / resources) * 1000) / 1000,
      "with pictures, ms": Math.round(await timeRequests(url, text, "url", 3)),
    });
  }
  console.log(`POST /api/analyze over HTTP in workerd, warm, median of ${rounds} (pictures: of 3)`);
  console.table(rows);
} finally {
  await stop();
}
