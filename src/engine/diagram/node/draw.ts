import { drawCard } from "../draw-card.ts";
import type { Box } from "../geometry.ts";
import type { Palette } from "../themes.ts";
import type { GraphNode, NodeShape, Shape, Theme } from "../types.ts";
import { pathOf } from "./curve.ts";
import type { NodeLayout } from "./layout.ts";
import type { Row } from "./label.ts";
import { baselineIn, sizeOfRows } from "./label.ts";
import { shapeForms } from "./shape.ts";
import { drawTable } from "./table.ts";
import type { Tone } from "./tones.ts";
import { toneOf } from "./tones.ts";

const lineWidth = 1.3;

/** Shapes without a body of their own cast no shadow. */
const flat = new Set<NodeShape>(["text", "start", "end", "bar", "junction"]);

const drawRows = (rows: readonly Row[], centre: number, top: number, tone: Tone): Shape[] => {
  let y = top;
  return rows.flatMap((row): Shape[] => {
    // Extra height of a row is room above it.
    const baseline = baselineIn(y + row.height - Math.min(row.height, row.style.size * 1.38), {
      ...row,
      height: Math.min(row.height, row.style.size * 1.38),
    });
    y += row.height;
    if (row.text === "") return [];
    const fill = row.muted ? tone.muted : tone.text;
    return [{ kind: "text", x: centre, y: baseline, text: row.text, ...row.style, anchor: "middle", fill }];
  });
};

const drawShaped = (shape: NodeShape, box: Box, tone: Tone, palette: Palette): Shape[] => {
  const { outline, lines = [], solids = [] } = shapeForms[shape].draw(box);
  if (shape === "text") return [];
  const d = pathOf(outline);
  const shadow = pathOf(shapeForms[shape].draw({ ...box, y: box.y + 1.5 }).outline);
  return [
    ...(flat.has(shape)
      ? []
      : [{ kind: "path", d: shadow, paint: { fill: palette.shadow, fillOpacity: palette.shadowOpacity } } as const]),
    { kind: "path", d, paint: { fill: tone.fill, stroke: tone.stroke, strokeWidth: lineWidth } },
    ...lines.map((line): Shape => ({
      kind: "path",
      d: pathOf(line, "open"),
      paint: { stroke: tone.stroke, strokeWidth: lineWidth },
    })),
    ...solids.map((solid): Shape => ({ kind: "path", d: pathOf(solid), paint: { fill: tone.stroke } })),
  ];
};

/** A node as a card with an icon, a table, or its label in an outline. */
export const drawNode = (node: GraphNode, layout: NodeLayout, box: Box, theme: Theme, palette: Palette): Shape[] => {
  if (layout.kind === "card") return drawCard(node, layout.text, box, theme, palette);
  const tone = toneOf(layout.shape, node.paint, theme, palette);
  if (layout.kind === "table") {
    const frame = { kind: "rect", ...box, radius: 8 } as const;
    const shadow = { fill: palette.shadow, fillOpacity: palette.shadowOpacity };
    return [
      { ...frame, y: box.y + 1.5, paint: shadow },
      { ...frame, paint: { fill: tone.fill } },
      ...drawTable(layout.table, box, tone),
      { ...frame, paint: { stroke: tone.stroke, strokeWidth: lineWidth } },
    ];
  }
  const text = sizeOfRows(layout.rows);
  const shift = shapeForms[layout.shape].textShift?.(box) ?? { x: 0, y: 0 };
  const top = box.y + (box.height - text.height) / 2 + shift.y;
  return [
    ...drawShaped(layout.shape, box, tone, palette),
    ...drawRows(layout.rows, box.x + box.width / 2 + shift.x, top, tone),
  ];
};
