import { fontLoader } from "#adapters/fonts";
import { layOut } from "#adapters/layout";
import { cleanMermaid, MermaidError, readMermaid } from "#adapters/mermaid";
import { toPng } from "#adapters/raster";
import { toGraph, toMermaid } from "#engine/architecture";
import type { Graph, MermaidDiagram, Scene, Theme } from "#engine/diagram";
import { mermaidGraph, sequenceScene, toSvg } from "#engine/diagram";
import { understand, withLegibleTexts } from "#features/analysis";
import type { Ctx } from "#http/context";
import { AppError } from "#http/errors";
import type { DiagramRequest } from "./schema.ts";

/** A picture, or the text of one. */
export interface Drawn {
  body: string | Uint8Array<ArrayBuffer>;
  type: "image/svg+xml" | "image/png" | "text/plain;charset=utf-8";
  filename: string;
}

const usualScale = 2;

/** Mermaid's faults as a 422 that names line and column, never the text. */
const withFaults = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof MermaidError)) throw error;
    const { message, line, column } = error;
    throw new AppError("invalid_request", message, { errors: [{ file: "mermaid", line, column, message }] });
  }
};

/** A Mermaid diagram laid out. */
export const drawMermaid = (diagram: MermaidDiagram, theme: Theme): Promise<Scene> =>
  diagram.kind === "sequence" ? Promise.resolve(sequenceScene(diagram, theme)) : layOut(mermaidGraph(diagram), theme);

/** Runs the steps of an analysis that nobody watches. */
const finish = <T>(steps: Generator<unknown, T>): T => {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
};

/** The graph of an architecture, or of the one that code or words are understood to mean. */
const graphOf = (request: DiagramRequest): Graph => {
  const { architecture, content, prompt } = request;
  const known = architecture === undefined ? undefined : { title: "Architecture", architecture };
  const { title, architecture: whole } = known ?? understandDesign(content, prompt);
  const drawn = withLegibleTexts(whole);
  const resources = drawn.components.length === 1 ? "1 resource" : `${drawn.components.length} resources`;
  return toGraph(drawn, {
    title: request.title ?? title,
    subtitle: [drawn.region, resources].filter((part) => part !== "").join(" · "),
  });
};

const understandDesign = (content: string | undefined, prompt: string | undefined) => {
  const { title, design } = finish(
    understand({
      ...(content !== undefined && { content }),
      ...(prompt !== undefined && { architecture_text: prompt }),
      files: [],
      skipped: [],
    }),
  );
  return { title, architecture: design.architecture };
};

interface Sketch {
  title: string | undefined;
  scene: (theme: Theme) => Promise<Scene>;
  text: () => Promise<string>;
}

const sketchMermaid = async (text: string, wantedTitle: string | undefined): Promise<Sketch> => {
  const diagram = await withFaults(readMermaid(text));
  const title = wantedTitle ?? diagram.title;
  return {
    title,
    scene: (theme) => drawMermaid(title === undefined ? diagram : { ...diagram, title }, theme),
    text: () => withFaults(cleanMermaid(text, title)),
  };
};

const sketchGraph = (graph: Graph): Sketch => ({
  title: graph.title,
  scene: (theme) => layOut(graph, theme),
  text: () => Promise.resolve(toMermaid(graph)),
});

const nameFile = (title: string | undefined, ending: string): string => {
  const words = (title ?? "").toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return `${words.slice(0, 60).replaceAll(/^-+|-+$/g, "") || "diagram"}.${ending}`;
};

const sketchOf = async (request: DiagramRequest): Promise<Sketch> =>
  request.mermaid === undefined ? sketchGraph(graphOf(request)) : sketchMermaid(request.mermaid, request.title);

const writeText = async ({ title, text }: Sketch): Promise<Drawn> => ({
  body: await text(),
  type: "text/plain;charset=utf-8",
  filename: nameFile(title, "mmd"),
});

/** How large a PNG is drawn, as the rasteriser takes it. */
type Size = Parameters<typeof toPng>[1];

const paint = async (ctx: Ctx, { title, scene }: Sketch, request: DiagramRequest, size: Size): Promise<Drawn> => {
  const { format, theme = "light" } = request;
  const svg = toSvg(await scene(theme));
  if (format !== "png") return { body: svg, type: "image/svg+xml", filename: nameFile(title, "svg") };
  const png = await toPng(svg, size, fontLoader(ctx.env.ASSETS));
  return { body: new Uint8Array(png), type: "image/png", filename: nameFile(title, "png") };
};

/** Draws what the request holds. Throws `invalid_request` for what cannot be read, with line and column. */
export const drawDiagram = async (ctx: Ctx, request: DiagramRequest): Promise<Drawn> => {
  const sketch = await sketchOf(request);
  if (request.format === "mermaid") return writeText(sketch);
  return paint(ctx, sketch, request, { scale: request.scale ?? usualScale });
};

/** A width at which a small drawing can be read; a large one is drawn as large as is no burden. */
const legibleWidth = 1_200;

/** The same with the Mermaid text of it; a picture unless the text alone is asked for. */
export const drawWithText = async (ctx: Ctx, request: DiagramRequest) => {
  const sketch = await sketchOf(request);
  const size = request.scale === undefined ? legibleWidth : { scale: request.scale };
  return {
    title: sketch.title,
    mermaid: await sketch.text(),
    picture: request.format === "mermaid" ? undefined : await paint(ctx, sketch, request, size),
  };
};
