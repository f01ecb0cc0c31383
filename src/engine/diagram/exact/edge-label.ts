import type { Box, Size } from "../geometry.ts";
import type { TextStyle } from "../measure.ts";
import type { Row } from "../node/label.ts";
import { baselineIn, rowsOf, sizeOfRows } from "../node/label.ts";
import type { Palette } from "../themes.ts";
import type { Shape } from "../types.ts";

const labelStyle: TextStyle = { size: 11, weight: 500 };
const endStyle: TextStyle = { size: 11, weight: 500 };
const lineHeight = 14.5;
const widest = 168;
const padding = { x: 7, y: 2 } as const;

/** An edge's label in full: as many lines as it takes. */
export interface EdgeLabel extends Size {
  rows: Row[];
}

export const edgeLabel = (text: string | undefined): EdgeLabel | undefined => {
  const rows = rowsOf(text ?? "", labelStyle, lineHeight, widest);
  if (rows.length === 0) return undefined;
  const { width, height } = sizeOfRows(rows);
  return { rows, width: width + 2 * padding.x, height: height + 2 * padding.y };
};

/** The short words at an edge's end. */
export const endLabel = (text: string | undefined): EdgeLabel | undefined => {
  const rows = rowsOf(text ?? "", endStyle, lineHeight, widest);
  return rows.length === 0 ? undefined : { rows, ...sizeOfRows(rows) };
};

const drawRows = (rows: readonly Row[], { x, y, width, height }: Box, fill: string): Shape[] => {
  let top = y + (height - sizeOfRows(rows).height) / 2;
  return rows.map((row): Shape => {
    const baseline = baselineIn(top, row);
    top += row.height;
    return { kind: "text", x: x + width / 2, y: baseline, text: row.text, ...row.style, anchor: "middle", fill };
  });
};

/** A label's pill with its lines. */
export const drawEdgeLabel = (rows: readonly Row[], box: Box, palette: Palette): Shape[] => [
  {
    kind: "rect",
    ...box,
    radius: Math.min(9, box.height / 2),
    paint: { fill: palette.pill, stroke: palette.pillStroke, strokeWidth: 0.8 },
  },
  ...drawRows(rows, box, palette.pillText),
];

export const drawEndLabel = (rows: readonly Row[], box: Box, palette: Palette): Shape[] =>
  drawRows(rows, box, palette.pillText);
