import type { Box, Point } from "../geometry.ts";
import { lengthOf, lineBoxes, overlaps } from "../geometry.ts";
import { known } from "../known.ts";
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

/** A way out of a group and back to its frame: how far out, and how far along. */
const hook = { out: 30, along: 40 } as const;

/** From something in a group straight out through one of the frame's sides, and back onto the frame from outside. */
const hooksBetween = (inner: Box, outer: Box): Point[][] => {
  const { x, y } = { x: inner.x + inner.width / 2, y: inner.y + inner.height / 2 };
  const [right, bottom] = [outer.x + outer.width, outer.y + outer.height];
  const upright = [hook.along, -hook.along].filter((step) => y + step > outer.y + 10 && y + step < bottom - 10);
  const level = [hook.along, -hook.along].filter((step) => x + step > outer.x + 16 && x + step < right - 16);
  return [
    ...upright.flatMap((step) => [
      [
        { x: inner.x + inner.width, y },
        { x: right + hook.out, y },
        { x: right + hook.out, y: y + step },
        { x: right, y: y + step },
      ],
      [
        { x: inner.x, y },
        { x: outer.x - hook.out, y },
        { x: outer.x - hook.out, y: y + step },
        { x: outer.x, y: y + step },
      ],
    ]),
    ...level.flatMap((step) => [
      [
        { x, y: inner.y + inner.height },
        { x, y: bottom + hook.out },
        { x: x + step, y: bottom + hook.out },
        { x: x + step, y: bottom },
      ],
      [
        { x, y: inner.y },
        { x, y: outer.y - hook.out },
        { x: x + step, y: outer.y - hook.out },
        { x: x + step, y: outer.y },
      ],
    ]),
  ];
};

const straightBetween = (from: Box, to: Box): Point[] => [
  { x: from.x + from.width / 2, y: from.y },
  { x: from.x + from.width / 2, y: to.y },
];

const isAround = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const routeBetween = (
  edge: GraphEdge,
  from: Box,
  to: Box,
  placement: ExactPlacement,
  heads: readonly Box[],
): Point[] => {
  if (edge.from === edge.to) return aroundItself(from);
  const labels = placement.routes.flatMap(({ label, ends }) => [
    ...(label === undefined ? [] : [label.box]),
    ...ends.map(({ box }) => box),
  ]);
  const isFromInside = isAround(to, from);
  const [inner, outer] = isFromInside ? [from, to] : [to, from];
  const solid = [...placement.nodes.values(), ...heads, ...labels].filter((box) => box !== inner);
  const lines = placement.routes.flatMap(({ points }) => lineBoxes(points, 3));
  const free = hooksBetween(inner, outer)
    .filter((points) => !lineBoxes(points.slice(0, 2), 5).some((line) => solid.some((box) => overlaps(line, box))))
    .filter(
      (points) =>
        !lineBoxes(points.slice(1), 5).some((line) => [...solid, ...lines].some((box) => overlaps(line, box))),
    )
    .toSorted((left, right) => lengthOf(left) - lengthOf(right));
  const [hooked] = free;
  if (hooked !== undefined) return isFromInside ? hooked : hooked.toReversed();
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
  const heads = Array.from(placement.groups, ([id, box]) => headBoxOf(known(plan.heads, id), box));
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
        pills: placement.routes.flatMap((other) => [
          ...(other.label === undefined ? [] : [other.label.box]),
          ...other.ends.map((words) => words.box),
        ]),
        heads,
        lines: placement.routes.flatMap((other) => lineBoxes(other.points, 1)),
      });
      if (box !== undefined) route.label = { rows: label.rows, box };
    }
    placement.routes.push(route);
  }
};
