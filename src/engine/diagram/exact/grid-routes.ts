import type { Box, Point } from "../geometry.ts";
import { boxAround, lineBoxes, overlaps } from "../geometry.ts";
import { known } from "../known.ts";
import { placePill } from "../pill-place.ts";
import { findRoute } from "../route.ts";
import type { Side } from "../types.ts";
import { edgeLabel } from "./edge-label.ts";
import { headBoxOf } from "./group.ts";
import { meetOutline } from "./outline-end.ts";
import type { ExactPlacement, ExactRoute } from "./place.ts";
import type { ExactPlan } from "./plan.ts";

/** How far a line leaves its box straight before it may turn. */
const stub = 18;

const sideOf = ({ x, y, width, height }: Box, side: Side, out: number): Point => {
  switch (side) {
    case "left":
      return { x: x - out, y: y + height / 2 };
    case "right":
      return { x: x + width + out, y: y + height / 2 };
    case "top":
      return { x: x + width / 2, y: y - out };
    case "bottom":
      return { x: x + width / 2, y: y + height + out };
  }
};

const isUpright = (side: Side): boolean => side === "top" || side === "bottom";

/** The plain ways from one side to another: straight, round one corner, or with one step. */
const plainWays = (from: Point, fromSide: Side, to: Point, toSide: Side): Point[][] => {
  if (isUpright(fromSide) !== isUpright(toSide))
    return [[from, isUpright(fromSide) ? { x: from.x, y: to.y } : { x: to.x, y: from.y }, to]];
  if (isUpright(fromSide)) {
    if (Math.abs(from.x - to.x) < 0.5) return [[from, to]];
    const y = (from.y + to.y) / 2;
    return [[from, { x: from.x, y }, { x: to.x, y }, to]];
  }
  if (Math.abs(from.y - to.y) < 0.5) return [[from, to]];
  const x = (from.x + to.x) / 2;
  return [[from, { x, y: from.y }, { x, y: to.y }, to]];
};

/** Whether a line leaves its box on the side that it starts from. */
const leavesBy = (side: Side, from: Point, to: Point): boolean => {
  if (side === "left") return to.x < from.x;
  if (side === "right") return to.x > from.x;
  return side === "top" ? to.y < from.y : to.y > from.y;
};

const withoutRepeats = (points: readonly Point[]): Point[] =>
  points.filter(({ x, y }, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (before !== undefined && before.x === x && before.y === y) return false;
    if (before === undefined || after === undefined) return true;
    return !((before.x === x && x === after.x) || (before.y === y && y === after.y));
  });

/** Routes every edge of a placement made by `gridOf` from its side to its side, and places their labels. */
export const routeGrid = (plan: ExactPlan, placement: ExactPlacement): void => {
  const heads = Array.from(placement.groups, ([id, box]) => headBoxOf(known(plan.heads, id), box));
  const cards = [...placement.nodes.values()];
  for (const { edge } of plan.layered) {
    const [from, to] = [placement.nodes.get(edge.from), placement.nodes.get(edge.to)];
    if (from === undefined || to === undefined || edge.sides === undefined) continue;
    const others = cards.filter((box) => box !== from && box !== to);
    const [start, end] = [sideOf(from, edge.sides.from, 0), sideOf(to, edge.sides.to, 0)];
    const plain = plainWays(start, edge.sides.from, end, edge.sides.to).find((points) => {
      const [second, beforeLast] = [points[1], points.at(-2)];
      if (second === undefined || beforeLast === undefined || edge.sides === undefined) return false;
      if (!leavesBy(edge.sides.from, start, second) || !leavesBy(edge.sides.to, end, beforeLast)) return false;
      return !lineBoxes(points, 6).some((line) => others.some((box) => overlaps(line, box)));
    });
    const [out, into] = [sideOf(from, edge.sides.from, stub), sideOf(to, edge.sides.to, stub)];
    const found = plain
      ? undefined
      : findRoute(boxAround(out, out, 0.5), boxAround(into, into, 0.5), {
          obstacles: cards,
          frames: [...placement.groups.values()],
          lines: placement.routes.map(({ points }) => points),
        });
    const around =
      found === undefined
        ? [start, out, { x: out.x, y: into.y }, into, end]
        : [start, out, ...aligned(found, out, into), into, end];
    const points = withoutRepeats(plain ?? around);
    const [second, beforeLast] = [points[1] ?? end, points.at(-2) ?? start];
    const route: ExactRoute = {
      edge,
      points: [
        meetOutline(plan.layouts.get(edge.from), from, start, second),
        ...points.slice(1, -1),
        meetOutline(plan.layouts.get(edge.to), to, end, beforeLast),
      ],
      ends: [],
    };
    placement.routes.push(route);
  }
  for (const route of placement.routes) {
    const label = edgeLabel(route.edge.label);
    if (label === undefined) continue;
    const box = placePill(undefined, route.points, label, {
      cards,
      pills: placement.routes.flatMap((other) => other.label?.box ?? []),
      heads,
      lines: placement.routes.flatMap((other) => (other === route ? [] : lineBoxes(other.points, 1))),
    });
    if (box !== undefined) route.label = { rows: label.rows, box };
  }
};

/** A found way between points of half a pixel, moved onto the lines of its ends. */
const aligned = (points: readonly Point[], out: Point, into: Point): Point[] => {
  const near = (value: number, target: number): boolean => Math.abs(value - target) < 1;
  return points.slice(1, -1).map(({ x, y }) => ({
    x: near(x, out.x) ? out.x : near(x, into.x) ? into.x : x,
    y: near(y, out.y) ? out.y : near(y, into.y) ? into.y : y,
  }));
};
