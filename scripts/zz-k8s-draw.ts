import { readFileSync, writeFileSync } from "node:fs";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { layOut } from "#adapters/layout";
import { analyzeDesign, toGraph, toMermaid } from "#engine/architecture";
import { toSvg } from "#engine/diagram";
await initWasm(readFileSync("/tmp/w4/node_modules/@resvg/resvg-wasm/index_bg.wasm"));
const fontBuffers = [400, 500, 600, 700].map((w) => new Uint8Array(readFileSync(`/tmp/w4/assets/out/fonts/inter-${w}.ttf`)));
for (const file of process.argv.slice(2)) {
  const files = file.split(",").map((f) => ({ name: f.split("/").pop()!, text: readFileSync(f, "utf8") }));
  const d = analyzeDesign({ files, generated: false, goals: [] });
  const name = file.split("/").pop()!.replace(/\W/g, "-");
  console.log(name, d.architecture.cloud, JSON.stringify(d.architecture.region), d.warnings, d.scores.overall, "->", d.suggested.scores.overall, "findings", d.findings.length, d.suggested.findings, "cfn", d.cloudformation === null);
  console.log(d.summary);
  for (const f of d.findings.slice(0, 40)) console.log("  ", f.rule, f.resource, f.line, f.fixable);
  for (const l of d.architecture.links) console.log("  ", l.from, "->", l.to, l.kind, l.label ?? "");
  writeFileSync(`/tmp/h/k8s/${name}.out.tf`, d.terraform);
  for (const [kind, g] of [["cur", toGraph(d.architecture, { title: name, subtitle: "x", findings: d.findings })], ["sug", toGraph(d.suggested.architecture, { title: name, changes: d.changes })]] as const) {
    const svg = toSvg(await layOut(g, process.env.THEME === "dark" ? "dark" : "light"));
    const r = new Resvg(svg, { font: { fontBuffers, defaultFontFamily: "Inter" }, fitTo: { mode: "width", value: 1700 } });
    writeFileSync(`/tmp/h/k8s/${name}-${kind}.png`, r.render().asPng());
  }
  void toMermaid;
}
