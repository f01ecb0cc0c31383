import type { Curve } from "../../node/curve.ts";
import { pathOf, straight } from "../../node/curve.ts";
import type { Row } from "../../node/label.ts";
import { baselineIn, rowsOf, sizeOfRows } from "../../node/label.ts";
import { tintOf } from "../../themes.ts";
import type { GraphGroupKind, Shape } from "../../types.ts";
import { fragmentExtent, sectionStyle, tagStyle, tagWidth, widestCondition } from "./extent.ts";
import type { Stage } from "./stage.ts";
import { paled, reach } from "./stage.ts";
import type { Fragment } from "./tree.ts";

const tagHeight = 21;
const gap = { above: 12, headToSteps: 2, belowSteps: 8, below: 10 } as const;
const radius = 8;
/** Shares of an asked-for colour in a `rect`'s ground. */
const rectShare = { light: 0.45, dark: 0.16 } as const;

/** Each kind of fragment has the tint of its meaning. */
const tints: Readonly<Record<string, GraphGroupKind>> = {
  loop: "network",
  alt: "subnet",
  opt: "public",
  par: "region",
  critical: "async",
  break: "security",
};

const conditionRows = (label: string, width: number): Row[] =>
  label === "" ? [] : rowsOf(`[${label}]`, sectionStyle, 15, Math.max(120, Math.min(widestCondition, width)));

const drawCondition = (stage: Stage, rows: readonly Row[], x: number, top: number): void => {
  let y = top;
  const { width, height } = sizeOfRows(rows);
  if (rows.length > 0) stage.clear.push({ x: x - 3, y: top, width: width + 6, height });
  for (const row of rows) {
    const fill = stage.palette.pillText;
    stage.front.push({ kind: "text", x, y: baselineIn(y, row), text: row.text, ...row.style, anchor: "start", fill });
    y += row.height;
  }
};

/** The tag in a frame's upper left corner, cut off at its lower right one. */
const drawTag = (name: string, x: number, y: number, fill: string, line: string): Shape[] => {
  const width = tagWidth(name);
  const handle = radius * 0.45;
  const outline: Curve = {
    start: { x, y: y + radius },
    pieces: [
      {
        to: { x: x + radius, y },
        bend: [
          { x, y: y + handle },
          { x: x + handle, y },
        ],
      },
      { to: { x: x + width, y } },
      { to: { x: x + width, y: y + tagHeight - 8 } },
      { to: { x: x + width - 8, y: y + tagHeight } },
      { to: { x, y: y + tagHeight } },
    ],
  };
  return [
    { kind: "path", d: pathOf(outline), paint: { fill, stroke: line, strokeWidth: 1.1 } },
    { kind: "text", x: x + 10, y: y + 14.8, text: name, ...tagStyle, anchor: "start", fill: line },
  ];
};

/** Draws a fragment: its frame once `drawSection` has drawn what is in it and its height is known. */
export const drawFragment = (
  stage: Stage,
  fragment: Fragment,
  drawSection: (items: Fragment["sections"][number]["items"]) => void,
): void => {
  const extent = fragmentExtent(fragment, stage.lanes);
  if (extent === undefined) return;
  const { left, right } = extent;
  const width = right - left;
  const isRect = fragment.name === "rect";
  const { line, fill: tagFill } = tintOf(tints[fragment.name] ?? "plain", stage.theme);
  const fill = paled(fragment.fill, rectShare[stage.theme], stage);
  const ground = fill ?? (isRect ? tintOf("plain", stage.theme).fill : undefined);
  // What is drawn first lies furthest back: the place for this ground is before those of what is inside it.
  const place = stage.grounds.length;
  const top = stage.y + gap.above;
  stage.y = top;
  for (const [index, { label, items }] of fragment.sections.entries()) {
    if (index > 0) {
      stage.y += gap.belowSteps;
      const rule = straight({ x: left, y: stage.y }, { x: right, y: stage.y });
      stage.frames.push({
        kind: "path",
        d: pathOf(rule, "open"),
        paint: { stroke: line, strokeOpacity: 0.7, strokeWidth: 1, dash: "4 3" },
      });
    }
    if (!isRect) {
      const indent = index === 0 ? tagWidth(fragment.name) + 10 : 12;
      const rows = conditionRows(label, width - indent - 12);
      drawCondition(stage, rows, left + indent, stage.y + 4);
      stage.y += Math.max(index === 0 ? tagHeight : 4, sizeOfRows(rows).height + 4) + gap.headToSteps;
    }
    drawSection(items);
  }
  const bottom = stage.y + gap.belowSteps;
  const frame = { kind: "rect", x: left, y: top, width, height: bottom - top, radius } as const;
  if (ground !== undefined) stage.grounds.splice(place, 0, { ...frame, paint: { fill: ground } });
  if (!isRect) {
    stage.frames.push({ ...frame, paint: { stroke: line, strokeOpacity: 0.7, strokeWidth: 1.2 } });
    stage.front.push(...drawTag(fragment.name, left, top, tagFill, line));
  }
  reach(stage, left, right);
  stage.y = bottom + gap.below - 4;
};
