import type { Box, Point, Size } from "./geometry.ts";
import { legsOf, overlaps } from "./geometry.ts";

/** What a pill should not lie on, the worst first. */
export interface Ground {
  cards: readonly Box[];
  pills: readonly Box[];
  heads: readonly Box[];
  lines: readonly Box[];
}

/** Where along a straight piece of line a pill may sit: in the middle, else nearer the ends. */
const shares = [0.5, 0.3, 0.7, 0.15, 0.85, 0.4, 0.6, 0, 1];
/** How far a pill that cannot sit on its line stands beside it. */
const besides = [5, 24];

const reachOf = ({ from, to }: { from: Point; to: Point }): number => Math.abs(from.x - to.x) + Math.abs(from.y - to.y);

/** Places for a pill: on its line, longest piece first, then right, left, below and above of it. */
const placesAlong = (points: readonly Point[], { width, height }: Size): Box[] => {
  const pieces = legsOf(points).toSorted((left, right) => reachOf(right) - reachOf(left));
  const centres = shares.flatMap((share) =>
    pieces.map(({ from, to }) => ({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share })),
  );
  const at = (dx: number, dy: number): Box[] => centres.map(({ x, y }) => ({ x: x + dx, y: y + dy, width, height }));
  const [left, top] = [-width / 2, -height / 2];
  return [
    ...at(left, top),
    ...besides.flatMap((gap) => [
      ...at(gap, top),
      ...at(-gap - width, top),
      ...at(left, gap),
      ...at(left, -gap - height),
    ]),
  ];
};

const isClear = (place: Box, others: readonly Box[], gap: number): boolean =>
  !others.some((other) => overlaps(place, other, gap));

/**
 * Where a line's pill goes: where the layout engine put it, unless it covers something there; else the best place along the line.
 * Undefined when every place would cover a card.
 */
export const placePill = (
  preferred: Box | undefined,
  points: readonly Point[],
  size: Size,
  ground: Ground,
): Box | undefined => {
  const { cards, pills, heads, lines } = ground;
  if (preferred !== undefined && isClear(preferred, [...cards, ...pills], 0)) return preferred;
  let places = placesAlong(points, size);
  for (const avoided of [cards, pills, heads, lines]) {
    const clear = places.filter((place) => isClear(place, avoided, 2));
    if (clear.length === 0) return avoided === cards ? undefined : places[0];
    places = clear;
  }
  return places[0];
};
