import { changeMark, findingBadge } from "./draw-card.ts";
import type { TextStyle } from "./measure.ts";
import { measureText } from "./measure.ts";
import type { Palette } from "./themes.ts";
import type { GraphGroup, GraphNode, Shape } from "./types.ts";

const style: TextStyle = { size: 10.5, weight: 400 };
const severities = ["critical", "high", "medium", "low"] as const;
const changes = ["added", "changed", "removed"] as const;
const meaning = {
  added: "only in this design",
  changed: "settings changed",
  removed: "not in the other design",
} as const;

/** What the marks of a picture mean, in one line from `x` with its middle at `y`; nothing when no marks are used. */
export const drawLegend = (
  { nodes, groups }: { nodes: readonly GraphNode[]; groups: readonly GraphGroup[] },
  x: number,
  y: number,
  palette: Palette,
): { shapes: Shape[]; width: number } => {
  const shapes: Shape[] = [];
  let left = x;
  const write = (text: string, gap: number): void => {
    shapes.push({ kind: "text", x: left, y: y + 3.8, text, ...style, anchor: "start", fill: palette.muted });
    left += measureText(text, style) + gap;
  };
  const used = severities.filter((severity) =>
    [...nodes, ...groups].some(({ findings }) => findings?.worst === severity),
  );
  if (used.length > 0) write("Findings, the worst being", 8);
  for (const severity of used) {
    const badge = findingBadge(severity, severity, left, y, palette);
    shapes.push(...badge.shapes);
    left += badge.width + 6;
  }
  if (used.length > 0) left += 14;
  for (const change of changes) {
    if (!nodes.some((node) => node.change === change)) continue;
    const mark = changeMark(change, left, y, palette);
    shapes.push(...mark.shapes);
    left += mark.width + 6;
    write(meaning[change], 18);
  }
  return { shapes, width: Math.max(0, left - x - 18) };
};
