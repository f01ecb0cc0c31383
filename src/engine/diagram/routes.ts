import type { ElkEdge, ElkNode } from "./elk-graph.ts";
import { headBox, headIndent } from "./frame.ts";
import type { Box, Point, Size } from "./geometry.ts";
import { boxAround, elkBox, lineBoxes, overlaps, runsBeside } from "./geometry.ts";
import { pill, pillSize } from "./pill.ts";
import { placePill } from "./pill-place.ts";
import { known } from "./known.ts";
import type { Plan } from "./plan.ts";
import { findRoute } from "./route.ts";
import { snapToLine, withoutJogs } from "./straighten.ts";
import type { TidyEdge } from "./tidy.ts";

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

/** Tells whether a piece of an edge would keep clear of cards that are not its own, and of lines beside it. */
const isFreeOf =
  ({ from: own, to: target }: TidyEdge, cards: readonly (readonly [string, Box])[], others: () => readonly Point[][]) =>
  (from: Point, to: Point): boolean => {
    const around = boxAround(from, to, lineSpacing);
    if (cards.some(([card, box]) => card !== own && card !== target && overlaps(box, around))) return false;
    return !others().some((points) => runsBeside(from, to, points, lineSpacing));
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
    const isFree = isFreeOf(edge, cards, () =>
      [...lines].filter(([other]) => other !== id).map(([, points]) => points),
    );
    const points = withoutJogs(line, { from: boxFor(edge.from), to: boxFor(edge.to), isFree });
    lines.set(id, points);
    placement.routes.push({ edge, points });
  }
};

const headsOf = (plan: Plan, { groups }: Placement): Box[] =>
  Array.from(groups, ([id, box]) => headBox(known(plan.groups, id), box, headIndent(true)));

/** Gives a route its label, near `preferred` where there is room. */
const addLabel = (route: Route, preferred: Box | undefined, heads: readonly Box[], placement: Placement): void => {
  const size = pillSize(route.edge);
  if (size === undefined) return;
  const box = placePill(
    preferred,
    route.points,
    { width: size.width, height: pill.height },
    {
      cards: [...placement.cards.values()],
      pills: placement.routes.flatMap(({ label }) => label?.box ?? []),
      heads,
      lines: placement.routes.flatMap((other) => (other === route ? [] : lineBoxes(other.points, 1))),
    },
  );
  if (box !== undefined) route.label = { text: size.text, box };
};

/** Labels stay where the layout engine put them, moved onto their line. */
const labelLayered = (plan: Plan, laidOut: ElkNode, heads: readonly Box[], placement: Placement): void => {
  const idOf = new Map(plan.layered.map(({ id, edge }) => [edge, id]));
  const edges = new Map((laidOut.edges ?? []).map((edge) => [edge.id, edge]));
  for (const route of placement.routes) {
    const [label] = edges.get(idOf.get(route.edge) ?? "")?.labels ?? [];
    addLabel(route, label && snapToLine(elkBox(label), route.points), heads, placement);
  }
};

/** The room between two boxes that stand beside or above each other. */
const gapBetween = (from: Box, to: Box): Box => {
  const [left, right] = [Math.max(from.x, to.x), Math.min(from.x + from.width, to.x + to.width)];
  const [top, bottom] = [Math.max(from.y, to.y), Math.min(from.y + from.height, to.y + to.height)];
  return boxAround({ x: left, y: top }, { x: right, y: bottom }, 0);
};

/** Replication and failover edges, found their way through the finished picture. */
const routePeers = (plan: Plan, heads: readonly Box[], placement: Placement): void => {
  for (const edge of plan.peers) {
    const from = placement.cards.get(edge.from) ?? placement.groups.get(edge.from);
    const to = placement.cards.get(edge.to) ?? placement.groups.get(edge.to);
    if (from === undefined || to === undefined) continue;
    const pills = placement.routes.flatMap(({ label }) => label?.box ?? []);
    const isFree = isFreeOf(edge, [...placement.cards], () => placement.routes.map((route) => route.points));
    const routeAround = (inTheWay: readonly Box[]): Route | undefined => {
      const points = findRoute(from, to, {
        obstacles: [...placement.cards.values(), ...heads, ...pills, ...inTheWay],
        frames: [...placement.groups.values()],
        lines: placement.routes.map((route) => route.points),
      });
      if (points === undefined) return undefined;
      const route: Route = { edge, points: withoutJogs(points, { from, to, isFree }) };
      addLabel(route, undefined, heads, placement);
      return route;
    };
    const direct = routeAround([]);
    // Close neighbours leave no room for a label between them: around the gap there is.
    const isUnlabelled = direct !== undefined && direct.label === undefined && pillSize(edge) !== undefined;
    const roundabout = isUnlabelled ? routeAround([gapBetween(from, to)]) : undefined;
    const route = roundabout?.label === undefined ? direct : roundabout;
    if (route !== undefined) placement.routes.push(route);
  }
};

/** Draws every edge: those that the layout engine arranged, straightened; then the peers between them. */
export const routeAll = (plan: Plan, laidOut: ElkNode, placement: Placement): void => {
  const heads = headsOf(plan, placement);
  routeLayered(plan, laidOut, placement);
  labelLayered(plan, laidOut, heads, placement);
  routePeers(plan, heads, placement);
};
