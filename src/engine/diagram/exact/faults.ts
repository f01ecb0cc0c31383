import type { ElkNode } from "../elk-graph.ts";
import type { Box, Point } from "../geometry.ts";
import { overlaps, sidesOf } from "../geometry.ts";
import { measureText } from "../measure.ts";
import { pointsOf } from "../node/curve.ts";
import { drawNode } from "../node/draw.ts";
import { shapeForms } from "../node/shape.ts";
import { toScene } from "../scene.ts";
import { paletteOf } from "../themes.ts";
import type { Graph, Scene, Shape } from "../types.ts";
import type { ExactPlacement } from "./place.ts";
import { placeExact } from "./place.ts";
import type { ExactPlan } from "./plan.ts";
import { exactPlan } from "./plan.ts";

const tolerance = 0.8;

const isWithin = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x - tolerance &&
  inner.y >= outer.y - tolerance &&
  inner.x + inner.width <= outer.x + outer.width + tolerance &&
  inner.y + inner.height <= outer.y + outer.height + tolerance;

type Named = readonly [name: string, box: Box];

const overlapping = (boxes: readonly Named[]): string[] =>
  boxes.flatMap(([name, box], index) =>
    boxes
      .slice(index + 1)
      .flatMap(([other, otherBox]) => (overlaps(box, otherBox, -tolerance) ? [`${name} lies on ${other}`] : [])),
  );

/** The ink of a line of text: a little less than its size in height. */
const textBox = (shape: Shape): Named | undefined => {
  if (shape.kind !== "text") return undefined;
  const width = measureText(shape.text, shape);
  const left = { start: 0, middle: width / 2, end: width }[shape.anchor];
  return [shape.text, { x: shape.x - left, y: shape.y - shape.size * 0.74, width, height: shape.size * 0.92 }];
};

const distanceToLine = (point: Point, from: Point, to: Point): number => {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy || 1);
  const held = Math.min(1, Math.max(0, share));
  return Math.hypot(point.x - from.x - dx * held, point.y - from.y - dy * held);
};

const distanceTo = (point: Point, outline: readonly Point[]): number =>
  Math.min(...sidesOf(outline).map(({ from, to }) => distanceToLine(point, from, to)));

/** Whether a point lies inside an outline: a ray from it crosses the outline an odd number of times. */
const isInside = ({ x, y }: Point, outline: readonly Point[]): boolean => {
  let inside = false;
  for (const { from, to } of sidesOf(outline))
    if (from.y > y !== to.y > y && x < ((to.x - from.x) * (y - from.y)) / (to.y - from.y) + from.x) inside = !inside;
  return inside;
};

const cornersOf = ({ x, y, width, height }: Box): Point[] => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];

const outlineOf = (plan: ExactPlan, placement: ExactPlacement, id: string): Point[] => {
  const layout = plan.layouts.get(id);
  const box = placement.nodes.get(id) ?? placement.groups.get(id);
  if (box === undefined) return [];
  return layout?.kind === "shape" ? pointsOf(shapeForms[layout.shape].draw(box).outline) : cornersOf(box);
};

const textFaults = (plan: ExactPlan, placement: ExactPlacement): string[] =>
  [...placement.nodes].flatMap(([id, box]) => {
    const [node, layout] = [plan.nodes.get(id), plan.layouts.get(id)];
    if (node === undefined || layout === undefined || layout.kind === "card") return [];
    const outline = outlineOf(plan, placement, id);
    return drawNode(node, layout, box, "light", paletteOf("light"))
      .flatMap((shape) => [textBox(shape)])
      .filter((text) => text !== undefined)
      .filter(([, text]) => node.shape !== "text" && !cornersOf(text).every((corner) => isInside(corner, outline)))
      .map(([text]) => `"${text}" leaves ${id}`);
  });

const familyFaults = (plan: ExactPlan, placement: ExactPlacement): string[] => {
  const all: Named[] = [...placement.nodes, ...placement.groups];
  const strays = all.filter(([id, box]) => {
    const parent = placement.groups.get(plan.parents.get(id) ?? "");
    return parent !== undefined && !isWithin(box, parent);
  });
  const siblings = Map.groupBy(all, ([id]) => plan.parents.get(id));
  return [...strays.map(([id]) => `${id} leaves its group`), ...[...siblings.values()].flatMap(overlapping)];
};

const labelFaults = ({ nodes, routes }: ExactPlacement): string[] => {
  const missing = routes.filter(({ edge, label }) => (edge.label ?? "").trim() !== "" && label === undefined);
  const labels = routes.flatMap(({ edge, label, ends }): Named[] => {
    const name = `${edge.from} → ${edge.to}`;
    return [
      ...(label === undefined ? [] : [[`label of ${name}`, label.box] as const]),
      ...ends.map(({ box }, index) => [`end ${index} of ${name}`, box] as const),
    ];
  });
  const covering = labels.flatMap(([name, box]) =>
    [...nodes].flatMap(([id, node]) => (overlaps(box, node, -tolerance) ? [`${name} covers ${id}`] : [])),
  );
  return [...missing.map(({ edge }) => `no label ${edge.label}`), ...overlapping(labels), ...covering];
};

const routeFaults = (plan: ExactPlan, placement: ExactPlacement): string[] =>
  placement.routes.flatMap(({ edge, points }) => {
    const name = `${edge.from} → ${edge.to}`;
    const [start, end] = [points[0], points.at(-1)];
    if (start === undefined || end === undefined) return [`${name} has no line`];
    const starts = distanceTo(start, outlineOf(plan, placement, edge.from));
    const ends = distanceTo(end, outlineOf(plan, placement, edge.to));
    return [...(starts > 1 ? [`${name} starts ${starts} off`] : []), ...(ends > 1 ? [`${name} ends ${ends} off`] : [])];
  });

/** What is wrong with a scene of any kind: numbers that are none, texts outside of it or on each other. */
export const sceneFaults = (scene: Scene): string[] => {
  const canvas = { x: 0, y: 0, width: scene.width, height: scene.height };
  const texts = scene.shapes.flatMap((shape) => [textBox(shape)]).filter((text) => text !== undefined);
  return [
    ...(/NaN|Infinity|undefined|null/.test(JSON.stringify(scene)) ? ["a number is none"] : []),
    ...texts.filter(([, box]) => !isWithin(box, canvas)).map(([text]) => `"${text}" leaves the picture`),
    ...overlapping(texts),
  ];
};

/** What is wrong with the picture of an exact graph; for tests. */
export const exactFaults = (graph: Graph, laidOut: ElkNode): string[] => {
  const plan = exactPlan(graph);
  const placement = placeExact(plan, laidOut);
  const notes = [...plan.besides.values()].flat().length;
  const missing = plan.graph.edges.length + notes - placement.routes.length;
  return [
    ...(placement.nodes.size === plan.graph.nodes.length ? [] : ["nodes are missing"]),
    ...(placement.groups.size === plan.graph.groups.length ? [] : ["groups are missing"]),
    ...(missing === 0 ? [] : [`${missing} edges are missing`]),
    ...familyFaults(plan, placement),
    ...textFaults(plan, placement),
    ...labelFaults(placement),
    ...routeFaults(plan, placement),
    ...sceneFaults(toScene(graph, laidOut, "light")),
  ];
};
