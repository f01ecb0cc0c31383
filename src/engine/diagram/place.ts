import type { ElkEdge, ElkNode } from "./elk-graph.ts";
import { footGap } from "./elk-graph.ts";
import { frame, headBox, headIndent } from "./frame.ts";
import type { Box, Point, Size } from "./geometry.ts";
import { boxAround, lineBoxes, overlaps, shifted } from "./geometry.ts";
import { levelWidths } from "./level.ts";
import type { Block } from "./pack.ts";
import { pill, pillSize } from "./pill.ts";
import type { Plan } from "./plan.ts";
import { findRoute } from "./route.ts";
import { snapToLine, withoutJogs } from "./straighten.ts";
import type { TidyEdge } from "./tidy.ts";
import { ancestorsOf } from "./tidy.ts";

/** An edge as a line from border to border, and its label's pill. */
export interface Route {
  edge: TidyEdge;
  points: Point[];
  label?: { text: string; box: Box };
}

/** Where everything of a picture stands; outer groups come before inner ones. */
export interface Placement extends Size {
  groups: Map<string, Box>;
  cards: Map<string, Box>;
  routes: Route[];
}

const boxOf = ({ x = 0, y = 0, width = 0, height = 0 }: ElkNode): Box => ({ x, y, width, height });

/** Puts a packed block's cards and groups where the block stands. */
const unpack = (block: Block, at: Point, placement: Placement): void => {
  for (const [id, box] of block.cards) placement.cards.set(id, shifted(box, at.x, at.y));
  for (const [id, box] of block.groups) placement.groups.set(id, shifted(box, at.x, at.y));
};

const placeLinked = (plan: Plan, node: ElkNode, placement: Placement): void => {
  for (const child of node.children ?? []) {
    const packed = plan.packedGroups.get(child.id);
    if (packed !== undefined) unpack(packed, boxOf(child), placement);
    else if (plan.groups.has(child.id)) {
      placement.groups.set(child.id, boxOf(child));
      placeLinked(plan, child, placement);
    } else placement.cards.set(child.id, boxOf(child));
  }
};

/** A foot stands in line with the leftmost of what is above it, if there is room. */
const footLeft = (
  plan: Plan,
  container: string | undefined,
  box: Box,
  foot: Block,
  { cards, groups }: Placement,
): number => {
  const { nodes, groups: inner } = plan.linked.get(container) ?? { nodes: [], groups: [] };
  const above = [...nodes.flatMap((id) => cards.get(id) ?? []), ...inner.flatMap((id) => groups.get(id) ?? [])];
  const left = Math.min(...above.map(({ x }) => x));
  const fits = left + foot.width <= box.x + box.width - frame.padding;
  return fits && left < box.x + 3 * frame.padding ? left : box.x + frame.padding;
};

const placeFeet = (plan: Plan, placement: Placement): void => {
  for (const [container, foot] of plan.feet) {
    const box = container === undefined ? undefined : placement.groups.get(container);
    if (box !== undefined) {
      const y = box.y + box.height - frame.padding - foot.height;
      unpack(foot, { x: footLeft(plan, container, box, foot, placement), y }, placement);
      continue;
    }
    const y = placement.height === 0 ? 0 : placement.height + footGap;
    const left = Math.min(
      ...(plan.linked.get(undefined)?.groups ?? []).flatMap((id) => placement.groups.get(id)?.x ?? []),
    );
    const x = left + foot.width <= placement.width ? left : 0;
    unpack(foot, { x, y }, placement);
    placement.height = y + foot.height;
    placement.width = Math.max(placement.width, x + foot.width);
  }
};

/** Outer groups first, so that inner ones are painted over them. */
const outerFirst = (plan: Plan, groups: ReadonlyMap<string, Box>): Map<string, Box> => {
  const depth = (id: string): number => ancestorsOf(id, plan.parents).length;
  return new Map([...groups].toSorted(([left], [right]) => depth(left) - depth(right)));
};

const pointsOf = (edge: ElkEdge, reversed: boolean): Point[] => {
  const points = (edge.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
  const plain = points.map(({ x, y }) => ({ x, y }));
  return reversed ? plain.toReversed() : plain;
};

/** Parallel lines stay this far apart when one of them is straightened. */
const lineSpacing = 8;

/** Whether a straight piece would lie too close beside another line for some of its length. */
const runsBeside = (from: Point, to: Point, points: readonly Point[]): boolean => {
  const isUpright = from.x === to.x;
  return points.slice(1).some((point, index) => {
    const before = points[index] ?? point;
    const isParallel = isUpright === Math.abs(before.x - point.x) < Math.abs(before.y - point.y);
    return isParallel && overlaps(boxAround(from, to, lineSpacing / 2), boxAround(before, point, lineSpacing / 2));
  });
};

const routeLayered = (plan: Plan, laidOut: ElkNode, placement: Placement): void => {
  const edges = new Map((laidOut.edges ?? []).map((edge) => [edge.id, edge]));
  const boxFor = (id: string): Box | undefined => placement.cards.get(id) ?? placement.groups.get(id);
  const drawn = plan.layered.filter(({ shadow }) => !shadow);
  const lines = new Map<string, Point[]>();
  for (const { id, reversed } of drawn) {
    const laid = edges.get(id);
    if (laid !== undefined) lines.set(id, pointsOf(laid, reversed));
  }
  const cards = [...placement.cards];
  for (const { id, edge } of drawn) {
    const [laid, line] = [edges.get(id), lines.get(id)];
    if (laid === undefined || line === undefined || line.length < 2) continue;
    const isFree = (from: Point, to: Point): boolean =>
      !cards.some(
        ([card, box]) => card !== edge.from && card !== edge.to && overlaps(box, boxAround(from, to, lineSpacing)),
      ) && ![...lines].some(([other, points]) => other !== id && runsBeside(from, to, points));
    const points = withoutJogs(line, { from: boxFor(edge.from), to: boxFor(edge.to), isFree });
    lines.set(id, points);
    placement.routes.push({ edge, points, ...labelOf(edge, laid, points) });
  }
};

/** The label where the layout engine put it, on its line. */
const labelOf = (edge: TidyEdge, { labels: [label] = [] }: ElkEdge, points: readonly Point[]): Pick<Route, "label"> => {
  const size = pillSize(edge);
  if (size === undefined || label === undefined) return {};
  const box = { x: label.x ?? 0, y: label.y ?? 0, width: size.width, height: pill.height };
  return { label: { text: size.text, box: snapToLine(box, points) } };
};

/** Places for a pill along a line: the middle of each straight piece, longest first, then nearer its ends, then beside it. */
const pillPlaces = (points: readonly Point[], width: number): Box[] => {
  const { height } = pill;
  const pieces = points
    .slice(1)
    .map((to, index) => ({ from: points[index] ?? to, to }))
    .toSorted((left, right) => lengthOf(right) - lengthOf(left));
  const centres = [0.5, 0.3, 0.7, 0.15, 0.85].flatMap((share) =>
    pieces.map(({ from, to }) => ({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share })),
  );
  const on = centres.map(({ x, y }) => ({ x: x - width / 2, y: y - height / 2, width, height }));
  const right = centres.map(({ x, y }) => ({ x: x + 5, y: y - height / 2, width, height }));
  const left = centres.map(({ x, y }) => ({ x: x - 5 - width, y: y - height / 2, width, height }));
  const below = centres.map(({ x, y }) => ({ x: x - width / 2, y: y + 4, width, height }));
  return [...on, ...right, ...left, ...below];
};

const isClear = (place: Box, others: readonly Box[]): boolean => !others.some((other) => overlaps(place, other, 2));

const lengthOf = ({ from, to }: { from: Point; to: Point }): number =>
  Math.abs(from.x - to.x) + Math.abs(from.y - to.y);

/** Replication and failover edges, found their way through the finished picture. */
const routePeers = (plan: Plan, placement: Placement): void => {
  const heads = [...placement.groups].flatMap(([id, box]) => {
    const group = plan.groups.get(id);
    return group === undefined ? [] : [headBox(group, box, headIndent(true))];
  });
  for (const edge of plan.peers) {
    const from = placement.cards.get(edge.from) ?? placement.groups.get(edge.from);
    const to = placement.cards.get(edge.to) ?? placement.groups.get(edge.to);
    if (from === undefined || to === undefined) continue;
    const cards = [...placement.cards.values()];
    const lines = placement.routes.map(({ points }) => points);
    const pills = placement.routes.flatMap(({ label }) => label?.box ?? []);
    const frames = [...placement.groups.values()];
    const points = findRoute(from, to, { obstacles: [...cards, ...heads, ...pills], frames, lines });
    if (points === undefined) continue;
    const size = pillSize(edge);
    const taken = [...cards, ...heads, ...pills];
    const otherLines = lines.flatMap((line) => lineBoxes(line, 1));
    const places = size === undefined ? [] : pillPlaces(points, size.width).filter((place) => isClear(place, taken));
    const box = places.find((place) => isClear(place, otherLines)) ?? places[0];
    placement.routes.push({ edge, points, ...(size && box && { label: { text: size.text, box } }) });
  }
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

/** The layout engine's answer completed: feet placed, widths levelled, lines straightened, peers routed. */
export const place = (plan: Plan, laidOut: ElkNode): Placement => {
  const placement: Placement = {
    width: laidOut.width ?? 0,
    height: laidOut.height ?? 0,
    groups: new Map(),
    cards: new Map(),
    routes: [],
  };
  placeLinked(plan, laidOut, placement);
  placeFeet(plan, placement);
  placement.groups = outerFirst(plan, placement.groups);
  levelWidths({
    groups: placement.groups,
    cards: placement.cards,
    parentOf: (id) => plan.parents.get(id),
    fixed: new Set(plan.graph.edges.flatMap(({ from, to }) => [from, to])),
  });
  routeLayered(plan, laidOut, placement);
  routePeers(plan, placement);
  return shiftToOrigin(placement);
};
