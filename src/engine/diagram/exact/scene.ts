import { drawEdge } from "../draw-edge.ts";
import type { ElkNode } from "../elk-graph.ts";
import { known } from "../known.ts";
import { drawNode } from "../node/draw.ts";
import { safeColour } from "../node/colour.ts";
import { paletteOf } from "../themes.ts";
import type { Graph, GraphEdge, Shape, Theme } from "../types.ts";
import { drawEdgeLabel, drawEndLabel } from "./edge-label.ts";
import { drawGroupFrame, drawGroupHead } from "./group.ts";
import { lineBoxesOf, movedBy, placeExact } from "./place.ts";
import { exactPlan } from "./plan.ts";

/** What of a picture lies between its heading and its footer. */
export interface Body {
  width: number;
  height: number;
  drawAt: (x: number, y: number) => Shape[];
}

const withSafeStroke = ({ stroke, ...edge }: GraphEdge): GraphEdge => {
  const colour = safeColour(stroke);
  return colour === undefined ? edge : { ...edge, stroke: colour };
};

/** An exact graph and the layout engine's answer to it as shapes. */
export const exactBody = (graph: Graph, laidOut: ElkNode, theme: Theme): Body => {
  const plan = exactPlan(graph);
  const palette = paletteOf(theme);
  const placed = placeExact(plan, laidOut);
  const drawAt = (x: number, y: number): Shape[] => {
    const placement = movedBy(placed, x, y);
    const lines = lineBoxesOf(placement);
    const groups = Array.from(placement.groups, ([id, box]) => ({
      group: known(plan.groups, id),
      head: known(plan.heads, id),
      box,
    }));
    const shown = placement.routes.filter(({ edge }) => edge.style !== "invisible");
    return [
      ...groups.map(({ group, box }) => drawGroupFrame(group, box, theme, palette)),
      ...shown.flatMap(({ edge, points }) => drawEdge({ edge: withSafeStroke(edge), points }, palette)),
      ...groups.flatMap(({ group, head, box }) => drawGroupHead(group, head, box, lines, theme, palette)),
      ...[...placement.nodes].flatMap(([id, box]) =>
        drawNode(known(plan.nodes, id), known(plan.layouts, id), box, theme, palette),
      ),
      ...shown.flatMap(({ label }) => (label === undefined ? [] : drawEdgeLabel(label.rows, label.box, palette))),
      ...shown.flatMap(({ ends }) => ends.flatMap(({ rows, box }) => drawEndLabel(rows, box, palette))),
    ];
  };
  return { width: placed.width, height: placed.height, drawAt };
};
