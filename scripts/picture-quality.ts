import { arrange } from "#adapters/layout";
import type { Graph } from "#engine/diagram";
import { place } from "../src/engine/diagram/place.ts";
import { planOf } from "../src/engine/diagram/plan.ts";
import { measureQuality } from "../src/engine/diagram/quality.ts";

const row = (cells: readonly string[]): string =>
  cells.map((text, index) => (index === 0 ? text.padEnd(40) : text.padStart(9))).join(" ");

/** Prints what can be measured of each picture: shape, detours, bends, crossings, emptiness. */
export const printQuality = async (pictures: readonly { name: string; graph: Graph }[]): Promise<void> => {
  console.log(row(["picture", "boxes", "arrows", "aspect", "detour", "worst", "bends", "crossing", "heads", "empty"]));
  const totals = { detour: 0, bends: 0, crossings: 0, empty: 0 };
  for (const { name, graph } of pictures) {
    const arranged = await arrange(graph);
    const plan = planOf(arranged.graph);
    const placement = place(plan, arranged.laidOut);
    const quality = measureQuality(plan, placement);
    totals.detour += quality.detour;
    totals.bends += quality.bendsPerArrow;
    totals.crossings += quality.crossings;
    totals.empty += quality.emptiness;
    const cells = [
      String(graph.nodes.length),
      String(placement.routes.length),
      quality.aspect.toFixed(2),
      quality.detour.toFixed(2),
      quality.worstDetour.toFixed(2),
      quality.bendsPerArrow.toFixed(1),
      String(quality.crossings),
      String(quality.overHeads),
      `${Math.round(quality.emptiness * 100)}%`,
    ];
    console.log(`${row([name, ...cells])}  ${quality.worstDetour > 1.6 ? quality.worstArrow : ""}`);
  }
  const mean = (total: number): string => (total / Math.max(1, pictures.length)).toFixed(2);
  console.log(
    row([
      "mean",
      "",
      "",
      "",
      mean(totals.detour),
      "",
      mean(totals.bends),
      mean(totals.crossings),
      "",
      mean(totals.empty),
    ]),
  );
};
