import type { Box, Point } from "./geometry.ts";

/** A step aside shorter than this reads as a flaw of the drawing, not as a bend. */
const shortestJog = 12;
/** An edge's end keeps this far from a card's corner. */
const cornerRoom = 12;

const isVertical = (from: Point, to: Point): boolean => Math.abs(from.x - to.x) < Math.abs(from.y - to.y);

/** Whether a point moved along the side of its box is still on the straight part of that side. */
const staysOnSide = (box: Box | undefined, point: Point): boolean => {
  if (box === undefined) return false;
  const onUpright = point.x <= box.x + 0.5 || point.x >= box.x + box.width - 0.5;
  return onUpright
    ? point.y >= box.y + cornerRoom && point.y <= box.y + box.height - cornerRoom
    : point.x >= box.x + cornerRoom && point.x <= box.x + box.width - cornerRoom;
};

/** What a straightened edge has to keep clear of, besides its own ends. */
export interface Neighbours {
  from: Box | undefined;
  to: Box | undefined;
  isFree: (from: Point, to: Point) => boolean;
}

/** The layout engine draws some lines a hair out of the level: a step of that size instead, which then goes like any other. */
const withoutSlants = (points: readonly Point[]): Point[] =>
  points.flatMap((point, index) => {
    const before = points[index - 1];
    if (before === undefined || before.x === point.x || before.y === point.y) return [point];
    const middle = { x: (before.x + point.x) / 2, y: (before.y + point.y) / 2 };
    return isVertical(before, point)
      ? [{ x: before.x, y: middle.y }, { x: point.x, y: middle.y }, point]
      : [{ x: middle.x, y: before.y }, { x: middle.x, y: point.y }, point];
  });

const isOnLine = (before: Point, point: Point, after: Point): boolean =>
  (before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y);

/** Drops points that are no bend. */
const bendsOf = (points: readonly Point[]): Point[] =>
  points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    return before === undefined || after === undefined || !isOnLine(before, point, after);
  });

/** Takes out the first short jog that can go; undefined when there is none. */
const withoutOneJog = (points: readonly Point[], { from, to, isFree }: Neighbours): Point[] | undefined => {
  for (let index = 1; index + 2 < points.length; index += 1) {
    const [before, start, end, after] = points.slice(index - 1, index + 3);
    if (before === undefined || start === undefined || end === undefined || after === undefined) continue;
    const axis = isVertical(start, end) ? "y" : "x";
    if (Math.abs(start[axis] - end[axis]) >= shortestJog) continue;
    const movedBefore = { ...before, [axis]: after[axis] };
    const movedAfter = { ...after, [axis]: before[axis] };
    const isFirst = index === 1;
    const isLast = index + 3 === points.length;
    if ((!isFirst || staysOnSide(from, movedBefore)) && isFree(movedBefore, end))
      return [...points.slice(0, index - 1), movedBefore, ...points.slice(index + 2)];
    if ((!isLast || staysOnSide(to, movedAfter)) && isFree(start, movedAfter))
      return [...points.slice(0, index), movedAfter, ...points.slice(index + 3)];
  }
  return undefined;
};

/** An edge without the small steps that inline labels leave on it; its ends stay on their boxes. */
export const withoutJogs = (points: readonly Point[], neighbours: Neighbours): Point[] => {
  let current = bendsOf(withoutSlants(points));
  for (let round = points.length; round > 0; round -= 1) {
    const next = withoutOneJog(current, neighbours);
    if (next === undefined) break;
    current = bendsOf(next);
  }
  return current;
};

/** Moves a label's box onto the middle of the line that it belongs to, when it lies next to one. */
export const snapToLine = (label: Box, points: readonly Point[]): Box => {
  const centre = { x: label.x + label.width / 2, y: label.y + label.height / 2 };
  let best: { distance: number; box: Box } | undefined;
  for (const [index, from] of points.entries()) {
    const to = points[index + 1];
    if (to === undefined) break;
    const upright = isVertical(from, to);
    const along = upright ? centre.y : centre.x;
    const [low, high] = upright ? [from.y, to.y] : [from.x, to.x];
    const outside = Math.max(0, Math.min(low, high) - along, along - Math.max(low, high));
    const distance = Math.abs(upright ? centre.x - from.x : centre.y - from.y) + outside;
    if (outside > 0 || (best !== undefined && distance >= best.distance)) continue;
    const box = upright ? { ...label, x: from.x - label.width / 2 } : { ...label, y: from.y - label.height / 2 };
    best = { distance, box };
  }
  return best !== undefined && best.distance <= 2 * shortestJog ? best.box : label;
};
