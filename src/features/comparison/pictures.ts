import { layOut } from "#adapters/layout";
import { toGraph } from "#engine/architecture";
import type { Scene, Theme } from "#engine/diagram";
import type { Analysis, Pictures } from "#features/analysis";
import { draw, withLegibleTexts } from "#features/analysis";
import type { Ctx } from "#http/context";
import type { Comparison } from "./schema.ts";

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

const layOutSide = (analysis: Analysis, side: "A" | "B", changes: Marks, theme: Theme): Promise<Scene> => {
  const architecture = withLegibleTexts(analysis.architecture);
  const isPriced = analysis.cost.monthly > 0 || !["kubernetes", "docker"].includes(architecture.cloud);
  const monthly = isPriced ? `$${analysis.cost.monthly.toFixed(2)} a month` : "";
  const graph = toGraph(architecture, {
    title: `${side}: ${analysis.title}`,
    subtitle: [architecture.region, `score ${analysis.score}`, monthly].filter((part) => part !== "").join(" · "),
    changes,
  });
  return layOut(graph, theme);
};

/** Both designs, what differs marked in each. */
export const drawBoth = async (
  ctx: Ctx,
  { a, b }: { a: Analysis; b: Analysis },
  components: Comparison["components"],
  theme: Theme,
): Promise<Pictures> => {
  const marks = marksOf(components);
  return {
    current: await draw(ctx, await layOutSide(a, "A", marks.a, theme)),
    suggested: await draw(ctx, await layOutSide(b, "B", marks.b, theme)),
  };
};
