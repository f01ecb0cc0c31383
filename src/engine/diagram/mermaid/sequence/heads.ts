import type { Box, Point } from "../../geometry.ts";
import type { Curve } from "../../node/curve.ts";
import { circle, pathOf, roundedBox, straight } from "../../node/curve.ts";
import { baselineIn, sizeOfRows } from "../../node/label.ts";
import { shapeForms } from "../../node/shape.ts";
import type { Tone } from "../../node/tones.ts";
import { toneOf } from "../../node/tones.ts";
import type { Palette } from "../../themes.ts";
import type { NodeShape, Shape, Theme } from "../../types.ts";
import type { Lane, ParticipantType } from "./lanes.ts";
import { glyphHeight } from "./lanes.ts";

const lineWidth = 1.3;
const glyphWidth = 1.6;

const outlined = (curve: Curve, { fill, stroke }: Tone): Shape => ({
  kind: "path",
  d: pathOf(curve),
  paint: { fill, stroke, strokeWidth: lineWidth },
});

const drawnLine = (curve: Curve, stroke: string, strokeWidth = glyphWidth): Shape => ({
  kind: "path",
  d: pathOf(curve, "open"),
  paint: { stroke, strokeWidth },
});

const name = ({ rows }: Lane, centre: number, top: number, fill: string): Shape[] => {
  let y = top;
  return rows.map((row): Shape => {
    const baseline = baselineIn(y, row);
    y += row.height;
    return { kind: "text", x: centre, y: baseline, text: row.text, ...row.style, anchor: "middle", fill };
  });
};

const stickFigure = ({ x, y }: Point, { fill, stroke }: Tone): Shape[] => [
  { kind: "path", d: pathOf(circle({ x, y: y + 8 }, 7)), paint: { fill, stroke, strokeWidth: glyphWidth } },
  drawnLine(straight({ x, y: y + 15 }, { x, y: y + 30 }), stroke),
  drawnLine(straight({ x: x - 12, y: y + 20 }, { x: x + 12, y: y + 20 }), stroke),
  drawnLine(straight({ x: x - 10, y: y + 44 }, { x, y: y + 30 }, { x: x + 10, y: y + 44 }), stroke),
];

/** The three glyphs of robustness diagrams: a boundary has a bar, a control an arrow, an entity a base. */
const robustness = (type: "boundary" | "control" | "entity", { x, y }: Point, tone: Tone): Shape[] => {
  const { stroke } = tone;
  const shift = type === "boundary" ? 6 : 0;
  const ring = outlined(circle({ x: x + shift, y: y + 18 }, 14), tone);
  if (type === "entity")
    return [ring, drawnLine(straight({ x: x - 16, y: y + 33.5 }, { x: x + 16, y: y + 33.5 }), stroke)];
  if (type === "control")
    return [ring, drawnLine(straight({ x: x + 5, y }, { x: x - 1, y: y + 4 }, { x: x + 5, y: y + 8.5 }), stroke)];
  const bar = straight({ x: x - 18, y: y + 6 }, { x: x - 18, y: y + 30 });
  return [ring, drawnLine(bar, stroke), drawnLine(straight({ x: x - 18, y: y + 18 }, { x: x - 8, y: y + 18 }), stroke)];
};

const shapeOf: Partial<Record<ParticipantType, NodeShape>> = { database: "cylinder", queue: "queue" };

const boxedHead = (lane: Lane, box: Box, tone: Tone, palette: Palette): Shape[] => {
  const shape = shapeOf[lane.type];
  const text = sizeOfRows(lane.rows);
  if (shape !== undefined) {
    const { outline, lines = [] } = shapeForms[shape].draw(box);
    const shift = shapeForms[shape].textShift?.(box) ?? { x: 0, y: 0 };
    return [
      outlined(outline, tone),
      ...lines.map((line) => drawnLine(line, tone.stroke, lineWidth)),
      ...name(lane, box.x + box.width / 2 + shift.x, box.y + (box.height - text.height) / 2 + shift.y, tone.text),
    ];
  }
  const isMany = lane.type === "collections";
  const front = isMany ? { x: box.x, y: box.y + 6, width: box.width - 6, height: box.height - 6 } : box;
  const shadow: Shape = {
    kind: "rect",
    ...front,
    y: front.y + 1.5,
    radius: 10,
    paint: { fill: palette.shadow, fillOpacity: palette.shadowOpacity },
  };
  return [
    ...(isMany ? [outlined(roundedBox({ ...front, x: front.x + 6, y: box.y }, 8), tone)] : []),
    shadow,
    outlined(roundedBox(front, 10), tone),
    ...name(lane, front.x + front.width / 2, front.y + (front.height - text.height) / 2, tone.text),
  ];
};

/** A participant's head with its top at `top`. */
export const drawLaneHead = (lane: Lane, top: number, theme: Theme, palette: Palette): Shape[] => {
  const { type, x, width, height } = lane;
  const glyph = glyphHeight[type];
  const tone = toneOf(glyph > 0 ? "person" : (shapeOf[type] ?? "rect"), undefined, theme, palette);
  if (type === "actor") return [...stickFigure({ x, y: top }, tone), ...name(lane, x, top + glyph + 4, tone.text)];
  if (type === "boundary" || type === "control" || type === "entity")
    return [...robustness(type, { x, y: top }, tone), ...name(lane, x, top + glyph + 4, tone.text)];
  return boxedHead(lane, { x: x - width / 2, y: top, width, height }, tone, palette);
};
