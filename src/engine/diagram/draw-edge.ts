import { drawArrowhead } from "./arrow-heads.ts";
import type { Point } from "./geometry.ts";
import { roundedLine, toward } from "./outline.ts";
import { pill, pillStyle } from "./pill.ts";
import type { Route } from "./routes.ts";
import type { Palette } from "./themes.ts";
import { changeColour } from "./themes.ts";
import type { TidyEdge } from "./tidy.ts";
import type { Shape } from "./types.ts";

const cornerRadius = 9;
const lineWidths = { thick: 2.6, thin: 1.35 } as const;
const dashes = { dashed: "5 4", dotted: "2.5 3.5" } as const;

const dashOf = ({ style, peer }: TidyEdge): string | undefined => {
  if (style === "dotted") return dashes.dotted;
  return style === "dashed" || (peer === true && style === undefined) ? dashes.dashed : undefined;
};

/** A line never stops before its last bend, however long its head. */
const shortened = (tip: Point, before: Point, inset: number): Point =>
  toward(tip, before, Math.min(inset, Math.hypot(tip.x - before.x, tip.y - before.y)));

/** An edge's line and heads. Peers are dashed unless they are said to be solid; what is invisible is only laid out. */
export const drawEdge = ({ edge, points }: Pick<Route, "edge" | "points">, palette: Palette): Shape[] => {
  const [start, second] = points;
  const [beforeLast, tip] = points.slice(-2);
  if (start === undefined || second === undefined || beforeLast === undefined || tip === undefined) return [];
  if (edge.style === "invisible") return [];
  const colour = edge.stroke ?? (edge.change === undefined ? palette.edge : changeColour(edge.change));
  const strokeWidth = edge.style === "thick" ? lineWidths.thick : lineWidths.thin;
  const ink = { colour, ground: palette.background, width: lineWidths.thin };
  const dash = dashOf(edge);
  const atEnd = drawArrowhead(edge.end ?? "arrow", beforeLast, tip, ink);
  const atStart = drawArrowhead(edge.start ?? (edge.both === true ? "arrow" : "none"), second, start, ink);
  const line = [
    shortened(start, second, atStart.inset),
    ...points.slice(1, -1),
    shortened(tip, beforeLast, atEnd.inset),
  ];
  return [
    {
      kind: "path",
      d: roundedLine(line, cornerRadius),
      paint: { stroke: colour, strokeWidth, ...(dash !== undefined && { dash }) },
    },
    ...atEnd.shapes,
    ...atStart.shapes,
  ];
};

/** The pill with an edge's label. */
export const drawPill = ({ label }: Route, palette: Palette): Shape[] => {
  if (label === undefined) return [];
  const { x, y, width, height } = label.box;
  return [
    {
      kind: "rect",
      x,
      y,
      width,
      height,
      radius: pill.radius,
      paint: { fill: palette.pill, stroke: palette.pillStroke, strokeWidth: 0.8 },
    },
    {
      kind: "text",
      x: x + width / 2,
      y: y + pill.baseline,
      text: label.text,
      ...pillStyle,
      anchor: "middle",
      fill: palette.pillText,
    },
  ];
};
