// How long a picture takes, how large it is, and whether memory grows over many of them; beside mermaid-cli where it can be
// had. Asserts nothing.
import { findWorkerd, residentMb } from "../scripts/workerd-process.ts";
import { findMermaidCli } from "./mermaid-cli.ts";
import type { Scope } from "./tables.ts";
import { median, printTable, round, timed } from "./tables.ts";
import { withWorker } from "./worker.ts";

const warmUps = 3;

const services = ["web", "api", "auth", "orders", "billing", "mail", "search", "reports", "cache", "store"];

/** A flowchart of layers, each node with two arrows to the next layer: the same text for both tools. */
const flowchart = (nodes: number): string => {
  const perLayer = Math.ceil(Math.sqrt(nodes));
  const lines = ["flowchart LR"];
  for (let node = 0; node < nodes; node++) lines.push(`  n${node}[${services[node % services.length] ?? ""} ${node}]`);
  for (let node = 0; node + perLayer < nodes; node++) {
    lines.push(`  n${node} --> n${node + perLayer}`);
    if ((node + 1) % perLayer !== 0)
      lines.push(`  n${node} -->|calls| n${node + perLayer + 1 < nodes ? node + perLayer + 1 : node + perLayer}`);
  }
  return lines.join("\n");
};

type Draw = (body: object) => Promise<Uint8Array>;

const drawAt =
  (url: string): Draw =>
  async (body) => {
    // A connection each: workerd closes one that was idle for seconds, maybe just as the next request goes out.
    const headers = { "Content-Type": "application/json", Connection: "close" };
    const answer = await fetch(`${url}/api/diagram`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`The Worker answered ${answer.status}.`);
    return new Uint8Array(await answer.arrayBuffer());
  };

const timeDrawing = async (draw: Draw, body: object, times: number): Promise<{ ms: number; bytes: number }> => {
  const spent: number[] = [];
  let bytes = 0;
  for (let count = 0; count < times + warmUps; count++) {
    const ms = await timed(async () => (bytes = (await draw(body)).length));
    if (count >= warmUps) spent.push(ms);
  }
  return { ms: median(spent), bytes };
};

const kb = (bytes: number): number => Math.round(bytes / 1024);

const measure = async (draw: Draw, rounds: number): Promise<void> => {
  const cli = await findMermaidCli();
  const sizes = [20, 60, 150];
  // First, and apart: workerd closes a connection on which nothing is asked for five seconds.
  const theirs = new Map<number, { ms: number; bytes: number } | undefined>();
  if (cli !== undefined) for (const nodes of sizes) theirs.set(nodes, await cli.draw(flowchart(nodes), 3));
  await cli?.remove();
  const rows = [];
  for (const nodes of sizes) {
    const mermaid = flowchart(nodes);
    const svg = await timeDrawing(draw, { mermaid, format: "svg" }, rounds);
    const png = await timeDrawing(draw, { mermaid, format: "png", scale: 2 }, rounds);
    const their = theirs.get(nodes);
    rows.push({
      nodes,
      "SVG, ms": round(svg.ms),
      "SVG, KB": kb(svg.bytes),
      "PNG at 2×, ms": round(png.ms),
      "PNG, KB": kb(png.bytes),
      "mermaid-cli PNG, ms": their === undefined ? "not to be had" : round(their.ms),
      "mermaid-cli, KB": their === undefined ? "" : kb(their.bytes),
    });
  }
  printTable(
    `POST /api/diagram with Mermaid text over HTTP in workerd, warm, median of ${rounds}; mermaid-cli ${cli?.version ?? "could not be installed, or there is no browser"}`,
    rows,
  );
};

const watchMemory = async (draw: Draw, pid: number, pictures: number): Promise<void> => {
  const rows = [];
  const mermaid = flowchart(60);
  for (let drawn = 0; drawn <= pictures; drawn += pictures / 4) {
    for (let more = 0; drawn > 0 && more < pictures / 4; more++) await draw({ mermaid, format: "png", scale: 2 });
    rows.push({ "PNGs drawn": drawn, "workerd, MB": Math.round(residentMb(pid)) });
  }
  printTable(`${pictures} PNGs of 60 nodes in a row: memory of the whole runtime`, rows);
};

export const pictures = ({ short }: Scope): Promise<void> =>
  withWorker("pictures", {}, async ({ url, pid }) => {
    const draw = drawAt(url);
    await measure(draw, short ? 5 : 9);
    await watchMemory(draw, findWorkerd(pid), short ? 40 : 200);
  });
