import type { ElkEdge, ElkNode } from "../elk-graph.ts";
import type { Box, Point, Size } from "../geometry.ts";
import { boxAround, elkBox, lineBoxes, overlaps, runsBeside, shifted } from "../geometry.ts";
import type { Row } from "../node/label.ts";
import { snapToLine, withoutJogs } from "../straighten.ts";
import type { GraphEdge } from "../types.ts";
import { edgeLabel, endLabel } from "./edge-label.ts";
import type { Grid } from "./grid.ts";
import { routeGrid } from "./grid-routes.ts";
import { orderLoose } from "./loose-rows.ts";
import { meetOutline } from "./outline-end.ts";
import { routeOwn } from "./own-edges.ts";
import { packParts } from "./pack.ts";
import type { ExactPlan, LayeredEdge } from "./plan.ts";
import { settleEndLabels, settleLabels } from "./settle-labels.ts";

export interface Label {
  rows: Row[];
  box: Box;
}

/** An edge as a line from outline to outline, its label, and the words at its ends. */
export interface ExactRoute {
  edge: GraphEdge;
  points: Point[];
  label?: Label;
  ends: Label[];
}

/** Where everything of an exact picture stands; outer groups come before inner ones. */
export interface ExactPlacement extends Size {
  groups: Map<string, Box>;
  nodes: Map<string, Box>;
  routes: ExactRoute[];
}

const emptyPart = (): ExactPlacement => ({ width: 0, height: 0, groups: new Map(), nodes: new Map(), routes: [] });

const boxesOf = ({ groups, nodes, routes }: ExactPlacement): Box[] => [
  ...groups.values(),
  ...nodes.values(),
  ...routes.flatMap(({ points, label, ends }) => [
    ...points.map((point) => boxAround(point, point, 4)),
    ...(label === undefined ? [] : [label.box]),
    ...ends.map(({ box }) => box),
  ]),
];

const boundsOf = (part: ExactPlacement): Box => {
  const boxes = boxesOf(part);
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const [left, top] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))];
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
};

/** Everything of a placement moved by so much. */
export const movedBy = (part: ExactPlacement, dx: number, dy: number): ExactPlacement => {
  const move = (boxes: ReadonlyMap<string, Box>): Map<string, Box> =>
    new Map([...boxes].map(([id, box]) => [id, shifted(box, dx, dy)]));
  const moveLabel = ({ rows, box }: Label): Label => ({ rows, box: shifted(box, dx, dy) });
  return {
    ...part,
    groups: move(part.groups),
    nodes: move(part.nodes),
    routes: part.routes.map(({ edge, points, label, ends }) => ({
      edge,
      points: points.map(({ x, y }) => ({ x: x + dx, y: y + dy })),
      ...(label && { label: moveLabel(label) }),
      ends: ends.map(moveLabel),
    })),
  };
};

/** A note stands right at its node, as the room that was kept for it allows. */
const placeNotes = (plan: ExactPlan, host: ElkNode, box: Box, part: ExactPlacement): void => {
  for (const label of host.labels ?? []) {
    const at = elkBox(label);
    part.nodes.set(label.text ?? "", at);
    const beside = plan.nodes.get(label.text ?? "")?.beside;
    if (beside === undefined) continue;
    const isAbove = at.y + at.height <= box.y;
    const isBelow = at.y >= box.y + box.height;
    const isLeft = at.x + at.width <= box.x;
    const [x, y] = [box.x + box.width / 2, at.y + at.height / 2];
    const [start, end]: [Point, Point] = isAbove
      ? [
          { x, y: box.y },
          { x, y: at.y + at.height },
        ]
      : isBelow
        ? [
            { x, y: box.y + box.height },
            { x, y: at.y },
          ]
        : isLeft
          ? [
              { x: box.x, y },
              { x: at.x + at.width, y },
            ]
          : [
              { x: box.x + box.width, y },
              { x: at.x, y },
            ];
    const points = [meetOutline(plan.layouts.get(host.id), box, start, end), end];
    const edge: GraphEdge = { from: beside.of, to: label.text ?? "", style: "dotted", end: "none" };
    part.routes.push({ edge, points, ends: [] });
  }
};

const readNodes = (plan: ExactPlan, node: ElkNode, part: ExactPlacement): void => {
  for (const child of node.children ?? []) {
    const box = elkBox(child);
    if (plan.groups.has(child.id)) {
      part.groups.set(child.id, box);
      readNodes(plan, child, part);
    } else {
      part.nodes.set(child.id, box);
      placeNotes(plan, child, box, part);
    }
  }
};

const edgesIn = (node: ElkNode): ElkEdge[] => [...(node.edges ?? []), ...(node.children ?? []).flatMap(edgesIn)];

const pointsOf = (edge: ElkEdge, reversed: boolean): Point[] => {
  const points = (edge.sections ?? [])
    .flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint])
    .map(({ x, y }) => ({ x, y }));
  return reversed ? points.toReversed() : points;
};

interface Laid {
  layered: LayeredEdge;
  elk: ElkEdge;
  points: Point[];
}

const labelIn = ({ labels = [] }: ElkEdge, text: string): Box | undefined => {
  const label = labels.find((candidate) => candidate.text === text);
  return label && elkBox(label);
};

const lineSpacing = 8;

/** Past this many edges the small steps in their lines are left as they are: finding them takes the square of it. */
const mostStraightened = 300;

/** Takes the small steps out of lines that keep clear of everything else without them. */
const straighten = (laid: readonly Laid[], part: ExactPlacement): void => {
  if (laid.length > mostStraightened) return;
  const labels = laid.flatMap(({ layered: { id }, elk }) =>
    (elk.labels ?? []).map((label) => ({ id, box: elkBox(label) })),
  );
  for (const one of laid) {
    const { from, to } = one.layered.edge;
    if (from === to) continue;
    const isFree = (start: Point, end: Point): boolean => {
      const around = boxAround(start, end, lineSpacing);
      for (const [id, box] of part.nodes) if (id !== from && id !== to && overlaps(box, around)) return false;
      if (labels.some(({ id, box }) => id !== one.layered.id && overlaps(box, boxAround(start, end, 2)))) return false;
      return !laid.some((other) => other !== one && runsBeside(start, end, other.points, lineSpacing));
    };
    const boxFor = (id: string): Box | undefined => part.nodes.get(id) ?? part.groups.get(id);
    one.points = withoutJogs(one.points, { from: boxFor(from), to: boxFor(to), isFree });
  }
};

const atOutlines = (
  plan: ExactPlan,
  { from, to }: GraphEdge,
  points: readonly Point[],
  part: ExactPlacement,
): Point[] => {
  const [start, second] = points;
  const [beforeLast, end] = points.slice(-2);
  if (start === undefined || second === undefined || beforeLast === undefined || end === undefined) return [...points];
  const meet = (id: string, point: Point, before: Point): Point => {
    const box = part.nodes.get(id);
    return box === undefined ? point : meetOutline(plan.layouts.get(id), box, point, before);
  };
  return [meet(from, start, second), ...points.slice(1, -1), meet(to, end, beforeLast)];
};

const routeOf = (plan: ExactPlan, { layered, elk, points }: Laid, part: ExactPlacement): ExactRoute => {
  const { edge, reversed } = layered;
  const label = edgeLabel(edge.label);
  const labelBox = labelIn(elk, "CENTER");
  const isLoop = edge.from === edge.to;
  const ends = (
    [
      ["startLabel", reversed ? "HEAD" : "TAIL"],
      ["endLabel", reversed ? "TAIL" : "HEAD"],
    ] as const
  ).flatMap(([name, place]) => {
    const [words, box] = [endLabel(edge[name]), labelIn(elk, place)];
    return words === undefined || box === undefined ? [] : [{ rows: words.rows, box }];
  });
  return {
    edge,
    points: atOutlines(plan, edge, points, part),
    ...(label && labelBox && { label: { rows: label.rows, box: isLoop ? labelBox : snapToLine(labelBox, points) } }),
    ends,
  };
};

const readPart = (plan: ExactPlan, component: ElkNode): ExactPlacement => {
  const part = emptyPart();
  readNodes(plan, component, part);
  orderLoose(plan, part);
  const elkEdges = new Map(edgesIn(component).map((edge) => [edge.id, edge]));
  const laid = plan.layered.flatMap((layered): Laid[] => {
    const elk = elkEdges.get(layered.id);
    return elk === undefined ? [] : [{ layered, elk, points: pointsOf(elk, layered.reversed) }];
  });
  straighten(laid, part);
  part.routes.push(...laid.map((one) => routeOf(plan, one, part)));
  settleLabels(part);
  settleEndLabels(part);
  return part;
};

const placeGrid = (plan: ExactPlan, { nodes, groups }: Grid): ExactPlacement => {
  const whole: ExactPlacement = { ...emptyPart(), nodes, groups };
  routeGrid(plan, whole);
  return whole;
};

/** The layout engine's answer completed: lines straightened and led to the outlines, parts packed, the remaining edges routed. */
const placeParts = (plan: ExactPlan, laidOut: ElkNode): ExactPlacement => {
  const parts = (laidOut.children ?? []).map((component) => readPart(plan, component));
  const bounds = parts.map(boundsOf);
  const whole = emptyPart();
  for (const [index, { x, y }] of packParts(bounds).entries()) {
    const [part, box] = [parts[index], bounds[index]];
    if (part === undefined || box === undefined) continue;
    const { groups, nodes, routes } = movedBy(part, x - box.x, y - box.y);
    for (const [id, group] of groups) whole.groups.set(id, group);
    for (const [id, node] of nodes) whole.nodes.set(id, node);
    whole.routes.push(...routes);
  }
  routeOwn(plan, whole);
  return whole;
};

/** Where everything stands: in the grid that its edges ask for, or as the layout engine answered. */
export const placeExact = (plan: ExactPlan, laidOut: ElkNode): ExactPlacement => {
  const whole = plan.grid === undefined ? placeParts(plan, laidOut) : placeGrid(plan, plan.grid);
  const all = boundsOf(whole);
  return { ...movedBy(whole, -all.x, -all.y), width: all.width, height: all.height };
};

/** The boxes that lines take up, for what has to keep clear of them. */
export const lineBoxesOf = ({ routes }: ExactPlacement): Box[] =>
  routes.flatMap(({ edge, points }) => (edge.style === "invisible" ? [] : lineBoxes(points, 2)));
