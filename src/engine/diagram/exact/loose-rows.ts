import type { Box } from "../geometry.ts";
import type { ExactPlacement } from "./place.ts";
import type { ExactPlan } from "./plan.ts";

const tolerance = 1;

/** Puts the boxes of a row, which stand side by side with equal gaps, into the order of their ids. */
const reorder = (ids: readonly string[], boxes: Map<string, Box>): void => {
  const row = ids.flatMap((id) => boxes.get(id) ?? []);
  if (row.length < ids.length || row.length < 2) return;
  const spread = (axis: "x" | "y"): number =>
    Math.max(...row.map((box) => box[axis])) - Math.min(...row.map((box) => box[axis]));
  const [axis, length] = spread("x") > spread("y") ? (["x", "width"] as const) : (["y", "height"] as const);
  const sorted = row.toSorted((left, right) => left[axis] - right[axis]);
  const gaps = sorted
    .slice(1)
    .map((box, index) => box[axis] - (sorted[index]?.[axis] ?? 0) - (sorted[index]?.[length] ?? 0));
  const [gap = 0] = gaps;
  // Something else stands between them, then they stay.
  if (gaps.some((other) => Math.abs(other - gap) > tolerance)) return;
  let at = sorted[0]?.[axis] ?? 0;
  for (const id of ids) {
    const box = boxes.get(id);
    if (box === undefined) continue;
    boxes.set(id, { ...box, [axis]: at });
    at += box[length] + gap;
  }
};

/** Nothing but the text says in which order members without edges stand: the layout engine knows no order inside groups. */
export const orderLoose = ({ looseRows, groups }: ExactPlan, { nodes }: ExactPlacement): void => {
  for (const rows of looseRows) for (const row of rows) if (!row.some((id) => groups.has(id))) reorder(row, nodes);
};
