import { drawCard } from "./draw-card.ts";
import { drawEdge, drawPill } from "./draw-edge.ts";
import { drawFrame, drawHead, groupIcons } from "./draw-group.ts";
import type { ElkNode } from "./elk-graph.ts";
import { lineBoxes, shifted } from "./geometry.ts";
import { drawLegend } from "./legend.ts";
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

const margin = 36;
const titleStyle: TextStyle = { size: 21, weight: 700 };
const subtitleStyle: TextStyle = { size: 12.5, weight: 400 };
const footerStyle: TextStyle = { size: 10.5, weight: 400 };
/** A heading may widen a small picture up to this; past that it is cut. */
const widestHeading = 1000;

interface Heading {
  shapes: Shape[];
  width: number;
  /** Where the drawing starts. */
  bottom: number;
}

const drawHeading = (graph: Graph, drawingWidth: number, palette: Palette): Heading => {
  const room = Math.max(widestHeading, drawingWidth);
  const title = ellipsise(cleanText(graph.title), titleStyle, room);
  const subtitle = ellipsise(cleanText(graph.subtitle ?? ""), subtitleStyle, room);
  const shapes: Shape[] = [];
  if (title !== "")
    shapes.push({ kind: "text", x: margin, y: 46, text: title, ...titleStyle, anchor: "start", fill: palette.title });
  if (subtitle !== "")
    shapes.push({
      kind: "text",
      x: margin,
      y: title === "" ? 40 : 67,
      text: subtitle,
      ...subtitleStyle,
      anchor: "start",
      fill: palette.muted,
    });
  const width = Math.max(measureText(title, titleStyle), measureText(subtitle, subtitleStyle));
  const bottom = shapes.length === 0 ? margin : shapes.length === 1 ? 66 : 90;
  return { shapes, width, bottom };
};

/** The line under the drawing: legend on the left, footer on the right. */
const drawFooter = (graph: Graph, y: number, width: number, palette: Palette): { shapes: Shape[]; width: number } => {
  const legend = drawLegend(graph.nodes, margin, y, palette);
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
  const groups = [...placement.groups].flatMap(([id, box]) => {
    const group = plan.groups.get(id);
    return group === undefined ? [] : [{ group, box, icon: icons.get(id) }];
  });
  const lines = placement.routes.flatMap(({ points }) => lineBoxes(points, 2));
  return [
    ...groups.flatMap(({ group, box }) => drawFrame(group, box, theme, palette)),
    ...placement.routes.flatMap((route) => drawEdge(route, palette)),
    ...groups.flatMap(({ group, box, icon }) => drawHead(group, icon, box, lines, theme, palette)),
    ...[...placement.cards].flatMap(([id, box]) => {
      const [node, text] = [nodes.get(id), plan.cards.get(id)];
      return node === undefined || text === undefined ? [] : drawCard(node, text, box, theme, palette);
    }),
    ...placement.routes.flatMap((route) => drawPill(route, palette)),
  ];
};

/** A graph and the layout engine's answer to `toElk(graph)` as a finished picture. */
export const toScene = (graph: Graph, laidOut: ElkNode, theme: Theme): Scene => {
  const plan = planOf(graph);
  const palette = paletteOf(theme);
  const placement = place(plan, laidOut);
  const heading = drawHeading(graph, placement.width, palette);
  const body = moved(placement, margin, heading.bottom);
  const innerWidth = Math.max(placement.width, heading.width);
  const bottom = heading.bottom + placement.height;
  const footer = drawFooter(plan.graph, bottom + 30, innerWidth, palette);
  const hasFooter = footer.shapes.length > 0;
  return {
    width: Math.ceil(Math.max(innerWidth, footer.width) + 2 * margin),
    height: Math.ceil(bottom + (hasFooter ? 56 : margin)),
    background: palette.background,
    label: cleanText(graph.title) || "Architecture diagram",
    shapes: [...heading.shapes, ...drawBody(plan, body, theme, palette), ...footer.shapes],
  };
};
