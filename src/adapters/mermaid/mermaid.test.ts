import * as parsers from "#assets/mermaid-parsers.js";
import { layOut } from "#adapters/layout";
import type { MermaidDiagram, Scene } from "#engine/diagram";
import { mermaidGraph, sequenceScene, toSvg } from "#engine/diagram";
import { diagramData } from "@mermaid-js/examples";
import { expect, it } from "vitest";
import architectureSources from "./fixtures/architecture.txt?raw";
import c4Sources from "./fixtures/c4.txt?raw";
import classSources from "./fixtures/class.txt?raw";
import erSources from "./fixtures/er.txt?raw";
import flowchartSources from "./fixtures/flowchart.txt?raw";
import hostileSources from "./fixtures/hostile.txt?raw";
import sequenceSources from "./fixtures/sequence.txt?raw";
import stateSources from "./fixtures/state.txt?raw";
import { cleanMermaid, readMermaid } from "./index.ts";
import { fillDb } from "./library.ts";
import { prepareSource } from "./source.ts";

type Source = [name: string, text: string];

/** `=== name`, then the text until the next. */
const split = (file: string): Source[] =>
  file
    .split(/^=== /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)]);

const drawnKinds = ["flowchart-v2", "sequence", "classDiagram", "stateDiagram", "er", "c4", "architecture"];

const toSources = ({ id, examples: written }: (typeof diagramData)[number]): Source[] =>
  written.map(({ title, code }): Source => [`${id}: ${title}`, code]);

const examples = diagramData.filter(({ id }) => drawnKinds.includes(id)).flatMap(toSources);
const otherExamples = diagramData.filter(({ id }) => !drawnKinds.includes(id)).flatMap(toSources);

const documented = [
  ...split(flowchartSources),
  ...split(stateSources),
  ...split(sequenceSources),
  ...split(classSources),
  ...split(erSources),
  ...split(c4Sources),
  ...split(architectureSources),
];

const draw = (diagram: MermaidDiagram): Scene | Promise<Scene> =>
  diagram.kind === "sequence" ? sequenceScene(diagram, "light") : layOut(mermaidGraph(diagram), "light");

/** What would make an SVG act, fetch or hide: the whole of our own SVG has none of it outside of its text. */
const active =
  /<(script|style|foreignObject|iframe|image|a|animate|set)\b|\son\w+=|javascript:|(href|src)="(?!#)|url\((?!#)/i;

const withoutWords = (svg: string): string =>
  svg.replaceAll(/<text[^>]*>[^<]*<\/text>/g, "<text/>").replaceAll(/ aria-label="[^"]*"/g, "");

const readAndDraw = async (sources: readonly Source[]): Promise<string[]> => {
  const failed: string[] = [];
  for (const [name, text] of sources) {
    try {
      const svg = toSvg(await draw(await readMermaid(text)));
      if (active.test(withoutWords(svg))) failed.push(`${name}: acts`);
      if (/NaN|undefined|ﬂ°|¶ß/.test(svg)) failed.push(`${name}: broken`);
    } catch (error) {
      failed.push(`${name}: ${String(error)}`);
    }
  }
  return failed;
};

it("reads and draws every example of mermaid's own", async () => {
  expect(await readAndDraw(examples)).toEqual([]);
  expect(examples.length).toBeGreaterThan(15);
});

it.each(otherExamples)("refuses a kind that is not drawn: %s", async (_name, text) => {
  await expect(readMermaid(text)).rejects.toThrow("Only flowchart, sequence, class, state");
});

it("reads and draws everything that mermaid's documentation describes", async () => {
  expect(await readAndDraw(documented)).toEqual([]);
  expect(documented.length).toBeGreaterThan(200);
});

const textsOf = (scene: Scene): Set<string> =>
  new Set(scene.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : [])));

/** Labels of arrows that are missing in the picture, where each arrow is labelled with its number. */
const missingArrows = async (diagram: MermaidDiagram): Promise<string[]> => {
  if (diagram.kind !== "flowchart" && diagram.kind !== "state") return [];
  const edges = diagram.edges.map((edge, index) => ({ ...edge, label: `~${index}~` }));
  const seen = edges.filter((edge) => !("stroke" in edge && edge.stroke === "invisible"));
  // The edges are the diagram's own with other labels.
  const texts = textsOf(await draw({ ...diagram, edges } as MermaidDiagram));
  return seen.map(({ label }) => label).filter((label) => !texts.has(label));
};

it("draws every arrow that mermaid's own parser finds in flowcharts and state diagrams", async () => {
  const lost: string[] = [];
  let arrows = 0;
  for (const [name, text] of [...documented, ...examples]) {
    const diagram = await readMermaid(text);
    if (diagram.kind !== "flowchart" && diagram.kind !== "state") continue;
    const prepared = prepareSource(text).text;
    const found =
      diagram.kind === "flowchart"
        ? fillDb(parsers.flowchart, prepared).getEdges()
        : fillDb(parsers.state, prepared)
            .getData()
            .edges.filter(({ arrowhead }) => arrowhead !== "none");
    arrows += found.length;
    if (found.length !== diagram.edges.length) lost.push(`${name}: ${found.length} became ${diagram.edges.length}`);
    for (const label of await missingArrows(diagram)) lost.push(`${name}: ${label} is not drawn`);
  }
  expect(lost).toEqual([]);
  expect(arrows).toBeGreaterThan(300);
});

it.each(split(hostileSources))("draws nothing that acts: %s", async (_name, text) => {
  const diagram = await readMermaid(text);
  const svg = toSvg(await draw(diagram));
  expect(withoutWords(svg)).not.toMatch(active);
  expect(svg).not.toMatch(/javascript:|alert\(/);
  const clean = await cleanMermaid(text);
  expect(clean).not.toMatch(/javascript:|<script|<img|onerror|%%\{|evil\.example|^\s*(click|link|links|callback)\s/im);
});

it("says so where a diagram cannot be freed of what acts", async () => {
  const text = `flowchart LR\n    A["<img src='x' onerror='alert(1)'hello"] --> B["ok>"]\n`;
  await expect(cleanMermaid(text)).rejects.toThrow("no longer whole");
});
