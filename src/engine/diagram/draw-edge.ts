import { arrow, arrowHead, roundedLine, toward } from "./outline.ts";
import { pill, pillStyle } from "./pill.ts";
import type { Route } from "./routes.ts";
import type { Palette } from "./themes.ts";
import { changeColour } from "./themes.ts";
import type { Shape } from "./types.ts";

const cornerRadius = 9;

/** An edge's line and arrow heads. Peers are dashed. */
export const drawEdge = ({ edge, points }: Route, palette: Palette): Shape[] => {
  const [start, second] = points;
  const [beforeLast, tip] = points.slice(-2);
  if (start === undefined || second === undefined || beforeLast === undefined || tip === undefined) return [];
  const colour = edge.change === undefined ? palette.edge : changeColour(edge.change);
  const isDashed = edge.style === "dashed" || edge.peer === true;
  const isBoth = edge.both === true;
  const from = isBoth ? toward(start, second, arrow.inset) : start;
  const line = [from, ...points.slice(1, -1), toward(tip, beforeLast, arrow.inset)];
  const shapes: Shape[] = [
    {
      kind: "path",
      d: roundedLine(line, cornerRadius),
      paint: { stroke: colour, strokeWidth: 1.35, ...(isDashed && { dash: "5 4" }) },
    },
    { kind: "path", d: arrowHead(beforeLast, tip), paint: { fill: colour } },
  ];
  if (isBoth) shapes.push({ kind: "path", d: arrowHead(second, start), paint: { fill: colour } });
  return shapes;
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
