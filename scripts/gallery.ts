// `npm run gallery`: draws the sample architectures of examples/architectures and says how good each picture is; leaves them in out/gallery.
// Names as arguments draw only the samples whose file name holds one of them.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { layOut } from "#adapters/layout";
import { analyzeDesign, toGraph } from "#engine/architecture";
import type { Graph, Scene, Theme } from "#engine/diagram";
import { toSvg } from "#engine/diagram";
import { contactSheet } from "./contact-sheet.ts";
import { printQuality } from "./picture-quality.ts";

const root = resolve(import.meta.dirname, "..");
const samples = resolve(root, "examples/architectures");
const out = resolve(root, "out/gallery");
const themes: readonly Theme[] = ["light", "dark"];
const pictureScale = 1.5;
const widestSheet = 3_600;

const fontBuffers = [400, 500, 600, 700].map(
  (weight) => new Uint8Array(readFileSync(resolve(root, `assets/out/fonts/inter-${weight}.ttf`))),
);

const toPng = (svg: string, width: number): Uint8Array => {
  const renderer = new Resvg(svg, {
    font: { fontBuffers, defaultFontFamily: "Inter" },
    fitTo: { mode: "width", value: Math.round(width) },
  });
  const image = renderer.render();
  const png = image.asPng();
  image.free();
  renderer.free();
  return png;
};

interface Sample {
  name: string;
  current: Graph;
  suggested: Graph;
}

/** A file's title is its first line, a comment. */
const readSample = (file: string): Sample => {
  const text = readFileSync(resolve(samples, file), "utf8");
  const title = /^# (.+)/.exec(text)?.[1] ?? file;
  const design = analyzeDesign({ files: [{ name: file, text }], generated: false, goals: [] });
  const { architecture, suggested, findings, changes } = design;
  const subtitle = ({ region, components }: typeof architecture, score: number): string =>
    `${region} · ${components.length} resources · score ${score}`;
  return {
    name: file.replace(/\.tf$/, ""),
    current: toGraph(architecture, { title, subtitle: subtitle(architecture, design.scores.overall), findings }),
    suggested: toGraph(suggested.architecture, {
      title: `${title} – suggested`,
      subtitle: subtitle(suggested.architecture, suggested.scores.overall),
      changes,
    }),
  };
};

const save = (name: string, scene: Scene, scale: number): void => {
  const svg = toSvg(scene);
  writeFileSync(resolve(out, `${name}.svg`), svg);
  writeFileSync(resolve(out, `${name}.png`), toPng(svg, scene.width * scale));
};

const main = async (wanted: readonly string[]): Promise<void> => {
  await initWasm(readFileSync(resolve(root, "node_modules/@resvg/resvg-wasm/index_bg.wasm")));
  mkdirSync(out, { recursive: true });
  const files = readdirSync(samples)
    .filter((file) => file.endsWith(".tf") && (wanted.length === 0 || wanted.some((part) => file.includes(part))))
    .toSorted();
  const drawn = files.map(readSample);
  for (const theme of themes) {
    const scenes: Scene[] = [];
    for (const { name, current, suggested } of drawn)
      for (const [kind, graph] of [
        ["current", current],
        ["suggested", suggested],
      ] as const) {
        const scene = await layOut(graph, theme);
        scenes.push(scene);
        save(`${name}-${kind}-${theme}`, scene, pictureScale);
      }
    const sheet = contactSheet(scenes, theme);
    save(`contact-sheet-${theme}`, sheet, Math.min(1, widestSheet / sheet.width));
  }
  await printQuality(
    drawn.flatMap(({ name, current, suggested }) => [
      { name, graph: current },
      { name: `${name} suggested`, graph: suggested },
    ]),
  );
};

await main(process.argv.slice(2));
