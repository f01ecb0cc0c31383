import { fontLoader } from "#adapters/fonts";
import { layOut } from "#adapters/layout";
import { toPng } from "#adapters/raster";
import { toGraph } from "#engine/architecture";
import { toSvg } from "#engine/diagram";
import type { Theme } from "#engine/diagram";
import type { Analysis } from "#features/analysis";
import { withLegibleTexts } from "#features/analysis";
import type { Ctx } from "#http/context";
import type { Comparison } from "./schema.ts";

interface Picture {
  svg: string;
  png: Uint8Array;
}

/** The same width as the pictures of an analysis. */
const pictureWidth = 2_400;

type Marks = { component: string; kind: "added" | "changed" | "removed" }[];

/** In the first picture what is gone and what has changed in the second; in the second what is new and what has changed. */
const marksOf = (components: Comparison["components"]): { a: Marks; b: Marks } => ({
  a: components.flatMap(({ change, a }) =>
    a === null || change === "same" ? [] : [{ component: a.id, kind: change === "removed" ? "removed" : "changed" }],
  ),
  b: components.flatMap(({ change, b }) =>
    b === null || change === "same" ? [] : [{ component: b.id, kind: change === "added" ? "added" : "changed" }],
  ),
});

const draw = async (ctx: Ctx, analysis: Analysis, side: "A" | "B", changes: Marks, theme: Theme): Promise<Picture> => {
  const architecture = withLegibleTexts(analysis.architecture);
  const monthly = `$${analysis.cost.monthly.toFixed(2)} a month`;
  const graph = toGraph(architecture, {
    title: `${side}: ${analysis.title}`,
    subtitle: [architecture.region, `score ${analysis.score}`, monthly].filter((part) => part !== "").join(" · "),
    changes,
  });
  const svg = toSvg(await layOut(graph, theme));
  return { svg, png: await toPng(svg, pictureWidth, fontLoader(ctx.env.ASSETS)) };
};

/** Both designs, what differs marked in each. */
export const drawBoth = async (
  ctx: Ctx,
  { a, b }: { a: Analysis; b: Analysis },
  components: Comparison["components"],
  theme: Theme,
): Promise<{ current: Picture; suggested: Picture }> => {
  const marks = marksOf(components);
  return { current: await draw(ctx, a, "A", marks.a, theme), suggested: await draw(ctx, b, "B", marks.b, theme) };
};
