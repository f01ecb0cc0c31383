// StackStage from a page or a script: a file becomes findings, a price, a picture, better code and a report.
// node examples/clients/stackstage.ts [address] [file]
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";

interface Analysis {
  analysis_id: string;
  score: number;
  estimated_cost: string;
  findings: { severity: string; title: string; resource: string; line: number | null }[];
  comparison: { suggested: { score: number; monthly: number } };
  diagram_image: string;
  infrastructure_code: { terraform: string };
}

const url = process.argv[2] ?? "http://localhost:8000";
const file = process.argv[3] ?? "examples/three-tier.tf";

/** The events of an answer that is streamed: name and data of each, as it comes. */
async function* readEvents(answer: Response) {
  let rest = "";
  for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1] ?? "message";
      yield { event, data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? "null") };
    }
  }
}

/** Every failure is a problem document. */
const check = async (answer: Response): Promise<Response> => {
  if (answer.ok) return answer;
  const problem: { detail: string } = await answer.json();
  throw new Error(problem.detail);
};

const ask = async (path: string, body: unknown): Promise<Response> => {
  const headers = { "Content-Type": "application/json" };
  return check(await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) }));
};

// Upload, with progress.
const form = new FormData();
form.append("file", new Blob([await readFile(file)]), basename(file));
const headers = { Accept: "text/event-stream" };
const uploaded = await check(await fetch(`${url}/api/analyze`, { method: "POST", headers, body: form }));
let analysis: Analysis | undefined;
for await (const { event, data } of readEvents(uploaded)) {
  if (event === "error") throw new Error(data.detail);
  if (event === "done") analysis = data;
  else console.log(`… ${event}`);
}
if (!analysis) throw new Error("The connection ended before the analysis did.");

console.log(`${basename(file)}: score ${analysis.score}, ${analysis.estimated_cost}`);
for (const { severity, title, resource, line } of analysis.findings.slice(0, 5))
  console.log(`  ${severity}: ${title} (${resource}, line ${line})`);
const { suggested } = analysis.comparison;
console.log(`Suggested design: score ${suggested.score}, $${suggested.monthly.toFixed(2)} a month`);

// What it costs and how far it is elsewhere.
const ranked = await ask("/api/regions", { analysis_id: analysis.analysis_id, users: [{ country: "DE" }] });
const { regions }: { regions: { region: string; latency_ms: number; monthly: number }[] } = await ranked.json();
for (const { region, latency_ms: latency, monthly } of regions.slice(0, 1))
  console.log(`For users in Germany: ${region}, ${latency} ms, $${monthly.toFixed(2)} a month`);

// A question about it.
const question = { role: "user", content: "What should I fix first?" };
const asked = await ask("/api/assistant", { messages: [question], analysis_id: analysis.analysis_id });
const advice: { response: string } = await asked.json();
console.log(`Advice: ${advice.response.split("\n")[0]}`);

// Picture, code and report, as files.
await mkdir("out", { recursive: true });
const save = async (name: string, answer: Response): Promise<void> => {
  await writeFile(`out/${name}`, Buffer.from(await answer.arrayBuffer()));
  console.log(`out/${name}`);
};
await save("diagram.png", await fetch(analysis.diagram_image));
await save("suggested.tf", new Response(analysis.infrastructure_code.terraform));
await save("report.pdf", await ask("/api/export/pdf", { analysis_id: analysis.analysis_id }));
