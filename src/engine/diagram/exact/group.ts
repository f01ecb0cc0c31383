import { hasIcon, iconOnDark } from "../icons.ts";
import type { Box, Size } from "../geometry.ts";
import { overlaps } from "../geometry.ts";
import type { TextStyle } from "../measure.ts";
import { inkOn, safeColour } from "../node/colour.ts";
import type { Row } from "../node/label.ts";
import { baselineIn, rowsOf, sizeOfRows } from "../node/label.ts";
import type { Palette } from "../themes.ts";
import { tintOf } from "../themes.ts";
import type { GraphGroup, Shape, Theme } from "../types.ts";

const labelStyle: TextStyle = { size: 12, weight: 600 };
const subStyle: TextStyle = { size: 10.5, weight: 400 };
const widestLabel = 320;
export const groupPadding = 20;
const radius = 14;
const iconSize = 22;
const indent = { alone: 14, afterIcon: 42 } as const;

/** A group's head in full: its label in as many lines as it takes. */
export interface GroupHead {
  rows: Row[];
  icon: string | undefined;
  height: number;
  /** The least that the frame may measure. */
  least: Size;
}

export const groupHead = ({ label, sub = "", icon }: GraphGroup): GroupHead => {
  const rows = [...rowsOf(label, labelStyle, 16, widestLabel), ...rowsOf(sub, subStyle, 14, widestLabel, true)];
  const known = icon !== undefined && hasIcon(icon) ? icon : undefined;
  const text = sizeOfRows(rows);
  const height = rows.length === 0 ? groupPadding : Math.max(text.height, known === undefined ? 0 : iconSize) + 24;
  const left = known === undefined ? indent.alone : indent.afterIcon;
  return {
    rows,
    icon: known,
    height,
    least: { width: Math.max(72, left + text.width + indent.alone), height: Math.max(60, height + groupPadding) },
  };
};

const colours = (group: GraphGroup, theme: Theme): { line: string; fill: string; dash?: string; label: string } => {
  const tint = tintOf(group.kind, theme);
  const fill = safeColour(group.paint?.fill);
  const line = safeColour(group.paint?.stroke) ?? tint.line;
  const text = safeColour(group.paint?.text);
  const ground = fill ?? tint.fill;
  const isPlain = fill === undefined && text === undefined;
  return { ...tint, line, fill: ground, label: isPlain ? tint.line : inkOn(ground, text) };
};

export const drawGroupFrame = (group: GraphGroup, box: Box, theme: Theme, palette: Palette): Shape => {
  const { line, fill, dash } = colours(group, theme);
  const paint = { fill, stroke: line, strokeOpacity: palette.frameOpacity, strokeWidth: 1.2 };
  return { kind: "rect", ...box, radius, paint: dash === undefined ? paint : { ...paint, dash } };
};

/** The part of a frame that its icon and label stand on. */
export const headBoxOf = ({ rows, icon, height }: GroupHead, { x, y }: Box): Box => {
  const left = icon === undefined ? indent.alone : indent.afterIcon;
  return { x: x + 8, y: y + 7, width: left + sizeOfRows(rows).width - 2, height: height - 14 };
};

/** A label that a line would run through moves aside of it where the frame is wide enough. */
const shiftOf = (head: Box, frame: Box, lines: readonly Box[]): number => {
  const room = frame.x + frame.width - 6 - head.width;
  const inTheWay = lines.filter((line) => overlaps(line, { ...head, x: frame.x, width: frame.width }));
  const places = [head.x, ...inTheWay.map(({ x, width }) => x + width + 4)].toSorted((left, right) => left - right);
  const free = places.find((x) => x >= head.x && x <= room && !inTheWay.some((line) => overlaps(line, { ...head, x })));
  return (free ?? head.x) - head.x;
};

/** A group's icon and label, on a ground of its own where a line passes behind. */
export const drawGroupHead = (
  group: GraphGroup,
  head: GroupHead,
  box: Box,
  lines: readonly Box[],
  theme: Theme,
  palette: Palette,
): Shape[] => {
  if (head.rows.length === 0) return [];
  const { fill, label } = colours(group, theme);
  const ground = headBoxOf(head, box);
  const shift = shiftOf(ground, box, lines);
  const placed = { ...ground, x: ground.x + shift };
  const shapes: Shape[] = [];
  if (lines.some((line) => overlaps(line, placed)))
    shapes.push({ kind: "rect", ...placed, radius: 6, paint: { fill } });
  const left = box.x + shift;
  if (head.icon !== undefined)
    shapes.push({
      kind: "icon",
      icon: theme === "dark" ? iconOnDark(head.icon) : head.icon,
      x: left + 12,
      y: box.y + 11,
      size: iconSize,
    });
  const text = sizeOfRows(head.rows);
  let top = box.y + (head.icon === undefined ? 12 : 11 + Math.max(0, (iconSize - text.height) / 2));
  for (const row of head.rows) {
    const x = left + (head.icon === undefined ? indent.alone : indent.afterIcon);
    const ink = row.muted ? palette.muted : label;
    shapes.push({ kind: "text", x, y: baselineIn(top, row), text: row.text, ...row.style, anchor: "start", fill: ink });
    top += row.height;
  }
  return shapes;
};
