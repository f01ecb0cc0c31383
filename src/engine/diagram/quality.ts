import type { Box, Point } from "./geometry.ts";
import { boxAround, lengthOf, lineBoxes, overlaps } from "./geometry.ts";
import { headBox, headIndent } from "./frame.ts";
import { known } from "./known.ts";
import type { Plan } from "./plan.ts";
import type { Placement, Route } from "./routes.ts";

/** How good a picture is, in numbers: all but the aspect are better when smaller. */
export interface Quality {
  aspect: number;
  /** Length of each arrow over the shortest right-angled way, on average and at worst; replication counts apart. */
  detour: number;
  worstDetour: number;
  worstArrow: string;
  bendsPerArrow: number;
  crossings: number;
  /** Arrows that run over the words of a group's head. */
  overHeads: number;
  /** Share of the picture that is neither card nor head nor line. */
  emptiness: number;
}

const gap = (low: number, length: number, otherLow: number, otherLength: number): number =>
  Math.max(0, otherLow - low - length, low - otherLow - otherLength);

/** The shortest right-angled way between two boxes. */
const distanceBetween = (from: Box, to: Box): number =>
  gap(from.x, from.width, to.x, to.width) + gap(from.y, from.height, to.y, to.height);

/** An arrow between neighbours may take this much more than the shortest way. */
const leeway = 120;

/** How many times its shortest way an arrow takes, with some px granted to each. */
export const detourOf = ({ points }: Route, from: Box, to: Box): number =>
  lengthOf(points) / (distanceBetween(from, to) + leeway);

const crosses = (one: readonly Point[], other: readonly Point[]): number => {
  const others = lineBoxes(other, 0);
  return lineBoxes(one, 0).reduce((total, piece) => {
    const hits = others.filter(
      (line) => line.width > 0 !== piece.width > 0 && overlaps(grown(piece), grown(line)) && isInner(piece, line),
    );
    return total + hits.length;
  }, 0);
};

const grown = (box: Box): Box => ({ ...box, width: box.width + 0.1, height: box.height + 0.1 });

/** Whether two lines meet away from their ends: one that branches off another does not cross it. */
const isInner = (one: Box, other: Box): boolean => {
  const [level, upright] = one.width > 0 ? [one, other] : [other, one];
  return (
    upright.x > level.x + 2 &&
    upright.x < level.x + level.width - 2 &&
    level.y > upright.y + 2 &&
    level.y < upright.y + upright.height - 2
  );
};

/** Names of the arrows that run over a group's icon and label. */
export const arrowsOverHeads = (plan: Plan, { groups, routes }: Placement): string[] => {
  const heads = Array.from(groups, ([id, box]) => headBox(known(plan.groups, id), box, headIndent(true)));
  return routes
    .filter(({ points }) => lineBoxes(points, 0.5).some((line) => heads.some((head) => overlaps(line, head, -1))))
    .map(({ edge }) => `${edge.from} → ${edge.to}`);
};

/** Measures a finished picture. */
export const measureQuality = (plan: Plan, placement: Placement): Quality => {
  const { cards, groups, routes, width, height } = placement;
  const boxOf = (id: string): Box => cards.get(id) ?? groups.get(id) ?? boxAround({ x: 0, y: 0 }, { x: 0, y: 0 }, 0);
  const detours = routes
    .filter(({ edge }) => edge.peer !== true)
    .map((route) => ({
      name: `${route.edge.from} → ${route.edge.to}`,
      detour: detourOf(route, boxOf(route.edge.from), boxOf(route.edge.to)),
    }))
    .toSorted((left, right) => right.detour - left.detour);
  const [worst] = detours;
  const bends = routes.reduce((total, { points }) => total + Math.max(0, points.length - 2), 0);
  const crossings = routes.reduce(
    (total, { points }, index) =>
      total + routes.slice(index + 1).reduce((sum, other) => sum + crosses(points, other.points), 0),
    0,
  );
  const filled = [...cards.values()].reduce((total, card) => total + card.width * card.height, 0);
  return {
    aspect: width / Math.max(1, height),
    detour: detours.reduce((total, { detour }) => total + detour, 0) / Math.max(1, detours.length),
    worstDetour: worst?.detour ?? 0,
    worstArrow: worst?.name ?? "",
    bendsPerArrow: bends / Math.max(1, routes.length),
    crossings,
    overHeads: arrowsOverHeads(plan, placement).length,
    emptiness: 1 - filled / Math.max(1, width * height),
  };
};
