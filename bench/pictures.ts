// How long a picture takes, how large it is, and whether memory grows over many of them; beside mermaid-cli where `mmdc` is in the PATH.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { startWorker } from "../scripts/local-worker.ts";

const run = promisify(execFile);
const rounds = 9;
const warmUps = 3;
const inARow = 200;

const median = (values: readonly number[]): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN);

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

const { url, stop } = await startWorker("bench-pictures", { RATE_LIMIT_SCALE: "1000" });

const draw = async (body: object): Promise<Uint8Array> => {
  const answer = await fetch(`${url}/api/diagram`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The Worker answered ${answer.status}.`);
  return new Uint8Array(await answer.arrayBuffer());
};

const timeDrawing = async (body: object): Promise<{ ms: number; bytes: number }> => {
  const spent: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds + warmUps; round++) {
    const start = performance.now();
    bytes = (await draw(body)).length;
    if (round >= warmUps) spent.push(performance.now() - start);
  }
  return { ms: median(spent), bytes };
};

/** Milliseconds and bytes of the same picture by mermaid-cli, a browser started for each; nothing where it is not installed. */
const timeMermaidCli = async (text: string): Promise<{ ms: number; bytes: number } | undefined> => {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    await writeFile(join(folder, "in.mmd"), text);
    const config = process.env["MERMAID_CLI_CONFIG"];
    const options = ["-i", join(folder, "in.mmd"), "-o", join(folder, "out.png"), "-s", "2"];
    const spent: number[] = [];
    for (let round = 0; round < 3; round++) {
      const start = performance.now();
      await run("mmdc", config === undefined ? options : [...options, "-p", config]);
      spent.push(performance.now() - start);
    }
    return { ms: median(spent), bytes: (await stat(join(folder, "out.png"))).size };
  } catch {
    return undefined;
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Megabytes that the runtime of the Worker on this port holds; nothing where the system does not tell. */
const residentMegabytes = async (): Promise<number | undefined> => {
  try {
    let most = 0;
    for (const process of await readdir("/proc")) {
      if (!/^\d+$/.test(process)) continue;
      const name = await readFile(`/proc/${process}/comm`, "utf8").catch(() => "");
      const commandLine = await readFile(`/proc/${process}/cmdline`, "utf8").catch(() => "");
      if (!name.startsWith("workerd") || !commandLine.includes("workerd")) continue;
      const status = await readFile(`/proc/${process}/status`, "utf8").catch(() => "");
      most = Math.max(most, Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
    }
    return most === 0 ? undefined : Math.round(most);
  } catch {
    return undefined;
  }
};

try {
  const rows = [];
  for (const nodes of [20, 60, 150]) {
    const mermaid = flowchart(nodes);
    const svg = await timeDrawing({ mermaid, format: "svg" });
    const png = await timeDrawing({ mermaid, format: "png", scale: 2 });
    const cli = await timeMermaidCli(mermaid);
    rows.push({
      nodes,
      "SVG, ms": svg.ms,
      "SVG, KB": Math.round(svg.bytes / 1024),
      "PNG at 2×, ms": png.ms,
      "PNG, KB": Math.round(png.bytes / 1024),
      "mermaid-cli PNG, ms": cli?.ms ?? "not installed",
      "mermaid-cli, KB": cli === undefined ? "" : Math.round(cli.bytes / 1024),
    });
  }
  console.log(`POST /api/diagram with Mermaid text over HTTP in workerd, warm, median of ${rounds}`);
  console.table(rows);

  const memory = [];
  const mermaid = flowchart(60);
  for (let drawn = 0; drawn <= inARow; drawn += 50) {
    for (let more = 0; drawn > 0 && more < 50; more++) await draw({ mermaid, format: "png", scale: 2 });
    memory.push({ "PNGs drawn": drawn, "workerd, MB": (await residentMegabytes()) ?? "unknown" });
  }
  console.log(`${inARow} PNGs of 60 nodes in a row: memory of the whole runtime`);
  console.table(memory);
} finally {
  await stop();
}
