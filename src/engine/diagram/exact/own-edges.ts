import type { Box, Point } from "../geometry.ts";
import { lineBoxes } from "../geometry.ts";
import { placePill } from "../pill-place.ts";
import { findRoute } from "../route.ts";
import type { GraphEdge } from "../types.ts";
import { edgeLabel } from "./edge-label.ts";
import { headBoxOf } from "./group.ts";
import { meetOutline } from "./outline-end.ts";
import type { ExactPlacement, ExactRoute } from "./place.ts";
import type { ExactPlan } from "./plan.ts";

const loop = { reach: 26, apart: 12 } as const;

/** From a group's right side out and back to it. */
const aroundItself = ({ x, y, width, height }: Box): Point[] => {
  const [side, middle] = [x + width, y + height / 2];
  return [
    { x: side, y: middle - loop.apart },
    { x: side + loop.reach, y: middle - loop.apart },
    { x: side + loop.reach, y: middle + loop.apart },
    { x: side, y: middle + loop.apart },
  ];
};

const straightBetween = (from: Box, to: Box): Point[] => [
  { x: from.x + from.width / 2, y: from.y },
  { x: from.x + from.width / 2, y: to.y },
];

const routeBetween = (edge: GraphEdge, from: Box, to: Box, placement: ExactPlacement, heads: readonly Box[]): Point[] => {
  if (edge.from === edge.to) return aroundItself(from);
  const labels = placement.routes.flatMap(({ label, ends }) => [
    ...(label === undefined ? [] : [label.box]),
    ...ends.map(({ box }) => box),
  ]);
  const surroundings = {
    obstacles: [...placement.nodes.values(), ...heads, ...labels],
    frames: [...placement.groups.values()],
    lines: placement.routes.map(({ points }) => points),
  };
  return (
    findRoute(from, to, surroundings) ??
    findRoute(from, to, { ...surroundings, obstacles: [...placement.nodes.values()] }) ??
    straightBetween(from, to)
  );
};

/** Routes the edges between a group and what is in it, and from a group to itself, through the finished picture. */
export const routeOwn = (plan: ExactPlan, placement: ExactPlacement): void => {
  const boxFor = (id: string): Box | undefined => placement.nodes.get(id) ?? placement.groups.get(id);
  const heads = [...placement.groups].flatMap(([id, box]) => {
    const head = plan.heads.get(id);
    return head === undefined ? [] : [headBoxOf(head, box)];
  });
  for (const edge of plan.own) {
    const [from, to] = [boxFor(edge.from), boxFor(edge.to)];
    if (from === undefined || to === undefined) continue;
    const bends = routeBetween(edge, from, to, placement, heads);
    const [first, second] = bends;
    const [beforeLast, last] = bends.slice(-2);
    if (first === undefined || second === undefined || beforeLast === undefined || last === undefined) continue;
    const points = [
      meetOutline(plan.layouts.get(edge.from), from, first, second),
      ...bends.slice(1, -1),
      meetOutline(plan.layouts.get(edge.to), to, last, beforeLast),
    ];
    const route: ExactRoute = { edge, points, ends: [] };
    const label = edgeLabel(edge.label);
    if (label !== undefined) {
      const box = placePill(undefined, points, label, {
        cards: [...placement.nodes.values()],
        pills: placement.routes.flatMap((other) => other.label?.box ?? []),
        heads,
        lines: placement.routes.flatMap((other) => lineBoxes(other.points, 1)),
      });
      if (box !== undefined) route.label = { rows: label.rows, box };
    }
    placement.routes.push(route);
  }
};
