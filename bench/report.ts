// How long a report takes and how large it is, by number of resources. Asserts nothing.
import { readdirSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { PDFDocument } from "pdf-lib";
import type { Analysis } from "#features/analysis";
import { generateProject } from "./generate.ts";
import type { Scope } from "./tables.ts";
import { median, printTable } from "./tables.ts";
import { withWorker } from "./worker.ts";

const warmUps = 5;

// Wrangler makes bytes of a font file; Node must be told how.
registerHooks({
  load: (url, context, next) => {
    if (!url.endsWith(".ttf")) return next(url, context);
    const source = `import { readdirSync, readFileSync } from "node:fs";
      const { buffer, byteOffset, length } = readFileSync(${JSON.stringify(fileURLToPath(url))});
      export default buffer.slice(byteOffset, byteOffset + length);`;
    return { format: "module", shortCircuit: true, source };
  },
});
const { layOut } = await import("../src/adapters/layout/index.ts");
const { renderReport } = await import("../src/adapters/pdf/index.ts");
const { toGraph } = await import("../src/engine/architecture/index.ts");
const { reportOf } = await import("../src/features/reports/report-content.ts");

/** Wall time and CPU time of setting the report, the pictures laid out beforehand; the last PDF. */
const timeRendering = async (analysis: Analysis, rounds: number) => {
  const { title, architecture, findings, comparison } = analysis;
  const { changes, suggested } = comparison;
  const scenes = {
    current: await layOut(toGraph(architecture, { title, findings }), "light"),
    suggested: await layOut(toGraph(suggested.architecture, { title, changes }), "light"),
  };
  const [walls, cpus]: [number[], number[]] = [[], []];
  let pdf = new Uint8Array();
  for (let round = 0; round < rounds + warmUps; round++) {
    const before = process.cpuUsage();
    const start = performance.now();
    pdf = await renderReport(reportOf(analysis, scenes, new Date(0)));
    const { user, system } = process.cpuUsage(before);
    if (round < warmUps) continue;
    walls.push(performance.now() - start);
    cpus.push((user + system) / 1000);
  }
  return { wall: Math.round(median(walls)), cpu: Math.round(median(cpus)), pdf };
};

const withoutCode = (analysis: Analysis): Analysis => ({
  ...analysis,
  infrastructure_code: { terraform: "", cloudformation: null },
});

const post = async (url: string, body: string, type: string): Promise<Response> => {
  const answer = await fetch(url, { method: "POST", headers: { "Content-Type": type }, body });
  if (!answer.ok) throw new Error(`The Worker answered ${answer.status}.`);
  return answer;
};

const timeRequests = async (url: string, analysis: Analysis, rounds: number): Promise<number> => {
  const spent: number[] = [];
  for (let round = 0; round < rounds + warmUps; round++) {
    const start = performance.now();
    const body = JSON.stringify({ analysis_id: analysis.analysis_id });
    await (await post(`${url}/api/export/pdf`, body, "application/json")).arrayBuffer();
    if (round >= warmUps) spent.push(performance.now() - start);
  }
  return Math.round(median(spent));
};

const shopFolder = new URL("../examples/shop/", import.meta.url);
const shop = readdirSync(shopFolder).map(
  (name) => `# --- File: ${name} ---\n${readFileSync(new URL(name, shopFolder), "utf8")}`,
);

export const report = ({ short }: Scope): Promise<void> =>
  withWorker("report", {}, async ({ url }) => {
    const rounds = short ? 5 : 15;
    const designs: [string, string][] = [
      ["examples/shop", shop.join("\n")],
      ...[10, 60, 200].map((count): [string, string] => [`${count} resources`, generateProject(count)]),
    ];
    const rows = [];
    for (const [design, code] of designs) {
      const answer = await post(`${url}/api/analyze?diagram=none`, code, "text/plain");
      const analysis = await answer.json<Analysis>();
      const whole = await timeRendering(analysis, rounds);
      const short = await timeRendering(withoutCode(analysis), rounds);
      const pagesOf = async (pdf: Uint8Array): Promise<number> => (await PDFDocument.load(pdf)).getPageCount();
      rows.push({
        design,
        pages: await pagesOf(whole.pdf),
        KB: Math.round(whole.pdf.length / 1000),
        "set, ms": whole.wall,
        "set, ms of CPU": whole.cpu,
        "without code, pages": await pagesOf(short.pdf),
        "without code, KB": Math.round(short.pdf.length / 1000),
        "without code, ms of CPU": short.cpu,
        "over HTTP, ms": await timeRequests(url, analysis, rounds),
      });
    }
    printTable(
      `A report, warm, median of ${rounds}. "set": in Node, pictures laid out beforehand; "over HTTP": in workerd, with them`,
      rows,
    );
  });
