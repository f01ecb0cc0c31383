import { drawCard } from "./draw-card.ts";
import { drawEdge, drawPill } from "./draw-edge.ts";
import type { Body } from "./exact/scene.ts";
import { exactBody } from "./exact/scene.ts";
import { drawFrame, drawHead, groupIcons } from "./draw-group.ts";
import type { ElkNode } from "./elk-graph.ts";
import { lineBoxes, shifted } from "./geometry.ts";
import { known } from "./known.ts";
import { drawLegend } from "./legend.ts";
import { drawHeading, margin, widestHeading } from "./heading.ts";
import type { TextStyle } from "./measure.ts";
import { ellipsise, measureText } from "./measure.ts";
import { place } from "./place.ts";
import type { Plan } from "./plan.ts";
import { planOf } from "./plan.ts";
import type { Placement, Route } from "./routes.ts";
import { cleanText } from "./text.ts";
import type { Palette } from "./themes.ts";
import { paletteOf } from "./themes.ts";
import type { Graph, Scene, Shape, Theme } from "./types.ts";

const footerStyle: TextStyle = { size: 10.5, weight: 400 };

/** The line under the drawing: legend on the left, footer on the right. */
const drawFooter = (graph: Graph, y: number, width: number, palette: Palette): { shapes: Shape[]; width: number } => {
  const legend = drawLegend(graph, margin, y, palette);
  const footer = ellipsise(cleanText(graph.footer ?? ""), footerStyle, widestHeading);
  const footerWidth = measureText(footer, footerStyle);
  const needed = legend.width + footerWidth + (legend.width > 0 && footer !== "" ? 24 : 0);
  const right = margin + Math.max(width, needed);
  const text: Shape = {
    kind: "text",
    x: right,
    y: y + 3.8,
    text: footer,
    ...footerStyle,
    anchor: "end",
    fill: palette.muted,
  };
  return { shapes: footer === "" ? legend.shapes : [...legend.shapes, text], width: needed };
};

const moved = (placement: Placement, dx: number, dy: number): Placement => ({
  ...placement,
  groups: new Map([...placement.groups].map(([id, box]) => [id, shifted(box, dx, dy)])),
  cards: new Map([...placement.cards].map(([id, box]) => [id, shifted(box, dx, dy)])),
  routes: placement.routes.map(({ edge, points, label }): Route => ({
    edge,
    points: points.map(({ x, y }) => ({ x: x + dx, y: y + dy })),
    ...(label && { label: { ...label, box: shifted(label.box, dx, dy) } }),
  })),
});

const drawBody = (plan: Plan, placement: Placement, theme: Theme, palette: Palette): Shape[] => {
  const icons = groupIcons(plan.graph, plan.parents);
  const nodes = new Map(plan.graph.nodes.map((node) => [node.id, node]));
  const groups = Array.from(placement.groups, ([id, box]) => ({
    group: known(plan.groups, id),
    box,
    icon: icons.get(id),
  }));
  const lines = placement.routes.flatMap(({ points }) => lineBoxes(points, 2));
  return [
    ...groups.flatMap(({ group, box }) => drawFrame(group, box, theme, palette)),
    ...placement.routes.flatMap((route) => drawEdge(route, palette)),
    ...groups.flatMap(({ group, box, icon }) => drawHead(group, icon, box, lines, theme, palette)),
    ...[...placement.cards].flatMap(([id, box]) =>
      drawCard(known(nodes, id), known(plan.cards, id), box, theme, palette),
    ),
    ...placement.routes.flatMap((route) => drawPill(route, palette)),
  ];
};

const architectureBody = (graph: Graph, laidOut: ElkNode, theme: Theme): Body => {
  const plan = planOf(graph);
  const placement = place(plan, laidOut);
  const { width, height } = placement;
  return { width, height, drawAt: (x, y) => drawBody(plan, moved(placement, x, y), theme, paletteOf(theme)) };
};

/** A graph and the layout engine's answer to `toElk(graph)` as a finished picture. */
export const toScene = (graph: Graph, laidOut: ElkNode, theme: Theme): Scene => {
  const palette = paletteOf(theme);
  const body = graph.exact === true ? exactBody(graph, laidOut, theme) : architectureBody(graph, laidOut, theme);
  const heading = drawHeading(graph, body.width, palette);
  const innerWidth = Math.max(body.width, heading.width);
  const bottom = heading.bottom + body.height;
  const footer = drawFooter(graph, bottom + 30, innerWidth, palette);
  const hasFooter = footer.shapes.length > 0;
  return {
    width: Math.ceil(Math.max(innerWidth, footer.width) + 2 * margin),
    height: Math.ceil(bottom + (hasFooter ? 56 : margin)),
    background: palette.background,
    label: cleanText(graph.title) || (graph.exact === true ? "Diagram" : "Architecture diagram"),
    shapes: [...heading.shapes, ...body.drawAt(margin, heading.bottom), ...footer.shapes],
  };
};
