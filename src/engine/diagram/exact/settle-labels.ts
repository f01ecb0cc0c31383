import type { Box, Point } from "../geometry.ts";
import { overlaps } from "../geometry.ts";
import { placePill } from "../pill-place.ts";
import type { ExactPlacement, ExactRoute, Label } from "./place.ts";

/** From the end of a line to the middle of the words beside it. */
const along = [16, 30, 44] as const;
const aside = 4;

/** Places for words at a line's end: on either side of it, first close to the end. */
const placesAt = (end: Point, before: Point, { width, height }: Box): Box[] => {
  const length = Math.hypot(before.x - end.x, before.y - end.y) || 1;
  const [ux, uy] = [(before.x - end.x) / length, (before.y - end.y) / length];
  const across = (Math.abs(uy) * width + Math.abs(ux) * height) / 2 + aside;
  return along.flatMap((back) =>
    [1, -1].map((side) => ({
      x: end.x + ux * (back - 4 + (Math.abs(ux) * width) / 2 - 8 * Math.abs(ux)) - uy * side * across - width / 2,
      y: end.y + uy * back + ux * side * across - height / 2,
      width,
      height,
    })),
  );
};

/** A label that was moved onto its line may have come to lie on another: it then finds a place along the line. */
export const settleLabels = (part: ExactPlacement): void => {
  const cards = [...part.nodes.values()];
  const pills: Box[] = [];
  for (const route of part.routes) {
    const { label, points } = route;
    if (label === undefined) continue;
    const ground = { cards, pills, heads: [], lines: [] };
    const box = placePill(label.box, points, label.box, ground) ?? label.box;
    route.label = { ...label, box };
    pills.push(box);
  }
};

/** Words at the ends of lines stay where the layout engine put them, unless they lie on something there. */
export const settleEndLabels = (part: ExactPlacement): void => {
  const taken: Box[] = part.routes.flatMap(({ label }) => label?.box ?? []);
  const isFree = (box: Box): boolean =>
    !taken.some((other) => overlaps(box, other)) && ![...part.nodes.values()].some((node) => overlaps(box, node));
  const settle = (label: Label, { points }: ExactRoute): Label => {
    const [first, second] = points;
    const [beforeLast, last] = points.slice(-2);
    const free = isFree(label.box);
    if (free || first === undefined || second === undefined || beforeLast === undefined || last === undefined) {
      taken.push(label.box);
      return label;
    }
    const near = (point: Point): number => Math.hypot(point.x - label.box.x, point.y - label.box.y);
    const places =
      near(first) < near(last) ? placesAt(first, second, label.box) : placesAt(last, beforeLast, label.box);
    const box = places.find(isFree) ?? label.box;
    taken.push(box);
    return { ...label, box };
  };
  for (const route of part.routes) route.ends = route.ends.map((label) => settle(label, route));
};
