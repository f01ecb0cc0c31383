import { placeAsides, unpack } from "./aside.ts";
import type { ElkNode } from "./elk-graph.ts";
import type { Box } from "./geometry.ts";
import { boxAround, elkBox, shifted } from "./geometry.ts";
import { levelWidths } from "./level.ts";
import type { Plan } from "./plan.ts";
import type { Placement } from "./routes.ts";
import { routeAll } from "./routes.ts";
import { ancestorsOf } from "./tidy.ts";

const placeLinked = (plan: Plan, node: ElkNode, placement: Placement): void => {
  for (const child of node.children ?? []) {
    const packed = plan.packedGroups.get(child.id);
    if (packed !== undefined) unpack(packed, elkBox(child), placement);
    else if (plan.groups.has(child.id)) {
      placement.groups.set(child.id, elkBox(child));
      placeLinked(plan, child, placement);
    } else placement.cards.set(child.id, elkBox(child));
  }
};

/** Outer groups first, so that inner ones are painted over them. */
const outerFirst = (plan: Plan, groups: ReadonlyMap<string, Box>): Map<string, Box> => {
  const depth = (id: string): number => ancestorsOf(id, plan.parents).length;
  return new Map([...groups].toSorted(([left], [right]) => depth(left) - depth(right)));
};

/** What lies outside the laid-out area, as lines around it may: everything moves so that the picture starts at 0, 0. */
const shiftToOrigin = (placement: Placement): Placement => {
  const lines = placement.routes.flatMap(({ points }) => points.map((point) => boxAround(point, point, 4)));
  const pills = placement.routes.flatMap(({ label }) => label?.box ?? []);
  const boxes = [...placement.cards.values(), ...placement.groups.values(), ...lines, ...pills];
  if (boxes.length === 0) return placement;
  const left = Math.min(0, ...boxes.map(({ x }) => x));
  const top = Math.min(0, ...boxes.map(({ y }) => y));
  const move = <T>(map: Map<T, Box>): Map<T, Box> =>
    new Map([...map].map(([id, box]) => [id, shifted(box, -left, -top)]));
  return {
    width: Math.max(...boxes.map(({ x, width }) => x + width)) - left,
    height: Math.max(...boxes.map(({ y, height }) => y + height)) - top,
    groups: move(placement.groups),
    cards: move(placement.cards),
    routes: placement.routes.map(({ edge, points, label }) => ({
      edge,
      points: points.map(({ x, y }) => ({ x: x - left, y: y - top })),
      ...(label && { label: { text: label.text, box: shifted(label.box, -left, -top) } }),
    })),
  };
};

/** The layout engine's answer completed: asides placed, widths levelled, lines straightened, peers routed. */
export const place = (plan: Plan, laidOut: ElkNode): Placement => {
  const { width, height } = elkBox(laidOut);
  const placement: Placement = {
    width,
    height,
    groups: new Map(),
    cards: new Map(),
    routes: [],
  };
  placeLinked(plan, laidOut, placement);
  placeAsides(plan, placement);
  placement.groups = outerFirst(plan, placement.groups);
  levelWidths({
    groups: placement.groups,
    cards: placement.cards,
    parentOf: (id) => plan.parents.get(id),
    fixed: new Set(plan.graph.edges.flatMap(({ from, to }) => [from, to])),
    zones: new Set(plan.graph.groups.filter(({ kind }) => kind === "zone").map(({ id }) => id)),
  });
  routeAll(plan, laidOut, placement);
  return shiftToOrigin(placement);
};
