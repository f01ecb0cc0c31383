import type { Box } from "../geometry.ts";
import type { TextStyle } from "../measure.ts";
import type { GraphNode, Shape } from "../types.ts";
import { pathOf, roundedBox, straight } from "./curve.ts";
import { blend } from "./colour.ts";
import type { Row } from "./label.ts";
import { baselineIn, rowsOf, sizeOfRows } from "./label.ts";
import type { Tone } from "./tones.ts";

const nameStyle: TextStyle = { size: 13, weight: 600 };
const aboveStyle: TextStyle = { size: 10.5, weight: 400 };
const cellStyle: TextStyle = { size: 12, weight: 400 };
const strongStyle: TextStyle = { size: 12, weight: 500 };
const lineHeight = 18;

const padX = 14;
const columnGap = 16;
const headPad = 8;
const sectionPad = 6;
const emptySection = 9;
const radius = 8;
/** Texts in a table are wrapped at these widths: alone on a line, and one among several. */
const widest = { alone: 440, cell: 240 } as const;

interface Line {
  cells: Row[][];
  height: number;
}

interface Section {
  lines: Line[];
  columns: number[];
  height: number;
}

/** A table's texts, wrapped and measured. */
export interface Table {
  head: Row[];
  headHeight: number;
  sections: Section[];
  width: number;
  height: number;
}

const lineOf = (text: string): Line => {
  const texts = text.split("\t");
  const isAlone = texts.length === 1;
  const cells = texts.map((cell, column) => {
    const style = column === 1 ? strongStyle : cellStyle;
    const isMuted = !isAlone && column !== 1;
    return rowsOf(cell, style, lineHeight, isAlone ? widest.alone : widest.cell, isMuted || undefined);
  });
  return { cells, height: Math.max(lineHeight, ...cells.map((rows) => sizeOfRows(rows).height)) };
};

const sectionOf = (texts: readonly string[]): Section => {
  const lines = texts.map(lineOf);
  const count = Math.max(0, ...lines.map(({ cells }) => cells.length));
  const columns = Array.from({ length: count }, (_, column) =>
    Math.max(0, ...lines.map(({ cells }) => (cells.length === 1 ? 0 : sizeOfRows(cells[column] ?? []).width))),
  );
  const text = lines.reduce((total, { height }) => total + height, 0);
  return { lines, columns, height: lines.length === 0 ? emptySection : text + 2 * sectionPad };
};

const widthOfSection = ({ lines, columns }: Section): number => {
  const alone = lines.flatMap(({ cells }) => (cells.length === 1 ? [sizeOfRows(cells[0] ?? []).width] : []));
  const used = columns.filter((width) => width > 0);
  const beside = used.reduce((total, width) => total + width, columnGap * Math.max(0, used.length - 1));
  return Math.max(beside, ...alone);
};

/** Wraps and measures a node with sections: what stands above its label, its label, and the sections' lines. */
export const tableOf = ({ label, sub = "", sections = [] }: GraphNode): Table => {
  const head = [...rowsOf(sub, aboveStyle, 14, 300, true), ...rowsOf(label, nameStyle, lineHeight, 320)];
  const inner = sections.map(sectionOf);
  const size = sizeOfRows(head);
  const headHeight = size.height + 2 * headPad;
  return {
    head,
    headHeight,
    sections: inner,
    width: Math.ceil(Math.max(96, size.width + 2 * padX, ...inner.map((part) => widthOfSection(part) + 2 * padX))),
    height: headHeight + inner.reduce((total, { height }) => total + height, 0),
  };
};

const drawLine = ({ cells, height }: Line, columns: readonly number[], x: number, y: number, tone: Tone): Shape[] => {
  const shapes: Shape[] = [];
  let left = x;
  for (const [column, rows] of cells.entries()) {
    let top = y;
    for (const row of rows) {
      const baseline = baselineIn(top, row);
      const fill = row.muted ? tone.muted : tone.text;
      shapes.push({ kind: "text", x: left, y: baseline, text: row.text, ...row.style, anchor: "start", fill });
      top += Math.min(row.height, height);
    }
    const width = columns[column] ?? 0;
    if (width > 0) left += width + columnGap;
  }
  return shapes.filter((shape) => shape.kind !== "text" || shape.text !== "");
};

/** The head's ground: the upper part of the box, its lower corners square. */
const headGround = (box: Box, height: number): string => {
  const bottom = box.y + height;
  const { start, pieces } = roundedBox({ ...box, height: height + radius }, radius);
  const rest = pieces.slice(6);
  const right = box.x + box.width;
  return pathOf({
    start,
    pieces: [...pieces.slice(0, 2), { to: { x: right, y: bottom } }, { to: { x: box.x, y: bottom } }, ...rest],
  });
};

/** A table's head, rules and texts; its box is drawn by the caller. */
export const drawTable = (table: Table, box: Box, tone: Tone): Shape[] => {
  const isBare = table.sections.length === 0;
  const ground = blend(tone.fill, tone.stroke, 0.16);
  const shapes: Shape[] = [
    isBare
      ? { kind: "rect", ...box, radius, paint: { fill: ground } }
      : { kind: "path", d: headGround(box, table.headHeight), paint: { fill: ground } },
  ];
  let y = box.y + (isBare ? (box.height - table.headHeight) / 2 : 0) + headPad;
  for (const row of table.head) {
    shapes.push({
      kind: "text",
      x: box.x + box.width / 2,
      y: baselineIn(y, row),
      text: row.text,
      ...row.style,
      anchor: "middle",
      fill: row.muted ? tone.muted : tone.text,
    });
    y += row.height;
  }
  y = box.y + table.headHeight;
  for (const section of table.sections) {
    const rule = straight({ x: box.x, y }, { x: box.x + box.width, y });
    shapes.push({ kind: "path", d: pathOf(rule, "open"), paint: { stroke: tone.stroke, strokeWidth: 1 } });
    let top = y + sectionPad;
    for (const line of section.lines) {
      shapes.push(...drawLine(line, section.columns, box.x + padX, top, tone));
      top += line.height;
    }
    y += section.height;
  }
  return shapes;
};
