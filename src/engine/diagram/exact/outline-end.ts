import type { Box, Point } from "../geometry.ts";
import { sidesOf } from "../geometry.ts";
import { pointsOf } from "../node/curve.ts";
import type { NodeLayout } from "../node/layout.ts";
import { shapeForms } from "../node/shape.ts";

/** Where the way from `point` on in direction (dx, dy) first meets the piece of outline, in px from `point`. */
const distanceTo = (point: Point, dx: number, dy: number, from: Point, to: Point): number | undefined => {
  const [ex, ey] = [to.x - from.x, to.y - from.y];
  const cross = dx * ey - dy * ex;
  if (Math.abs(cross) < 1e-9) return undefined;
  const [px, py] = [from.x - point.x, from.y - point.y];
  const along = (px * ey - py * ex) / cross;
  const share = (px * dy - py * dx) / cross;
  return share >= -1e-6 && share <= 1 + 1e-6 ? along : undefined;
};

/** An edge's end on the node's box, moved on along its line to where it meets the outline within. */
export const meetOutline = (layout: NodeLayout | undefined, box: Box, end: Point, before: Point): Point => {
  if (layout?.kind !== "shape") return end;
  const length = Math.hypot(end.x - before.x, end.y - before.y);
  if (length === 0) return end;
  const [dx, dy] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const outline = pointsOf(shapeForms[layout.shape].draw(box).outline);
  const reach = Math.abs(dx) * box.width + Math.abs(dy) * box.height;
  const meetings = sidesOf(outline)
    .map(({ from, to }) => distanceTo(end, dx, dy, from, to))
    .filter((along) => along !== undefined)
    .filter((along) => along >= -1 && along <= reach);
  if (meetings.length === 0) return end;
  const nearest = Math.min(...meetings);
  return { x: end.x + dx * nearest, y: end.y + dy * nearest };
};
