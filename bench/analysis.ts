// How long the main job takes, by number of resources. Asserts nothing.
import { generateProject } from "./generate.ts";
import type { Scope } from "./tables.ts";
import { median, printTable, round, timed } from "./tables.ts";
import { withWorker } from "./worker.ts";

const warmUps = 3;

const timeRequests = async (url: string, body: string, diagram: string, times: number): Promise<number> => {
  const headers = { "Content-Type": "text/plain" };
  const analyse = async (): Promise<void> => {
    const answer = await fetch(`${url}/api/analyze?diagram=${diagram}`, { method: "POST", headers, body });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`The Worker answered ${answer.status}.`);
  };
  for (let index = 0; index < warmUps; index++) await analyse();
  const spent: number[] = [];
  for (let index = 0; index < times; index++) spent.push(await timed(analyse));
  return median(spent);
};

export const analysis = ({ short }: Scope): Promise<void> =>
  withWorker("analysis", {}, async ({ url }) => {
    const rounds = short ? 7 : 15;
    const rows = [];
    for (const resources of [10, 100, 1_000]) {
      const text = generateProject(resources);
      const none = await timeRequests(url, text, "none", rounds);
      rows.push({
        resources,
        KB: Math.round(text.length / 1024),
        "analyse, ms": round(none),
        "ms per resource": Number((none / resources).toFixed(3)),
        "with pictures, ms": round(await timeRequests(url, text, "url", 3)),
      });
    }
    printTable(`POST /api/analyze over HTTP in workerd, warm, median of ${rounds} (pictures: of 3)`, rows);
  });
