// SVG gradients in the coordinates of the finished icon.
import type { Gradient } from "../src/engine/diagram/icons.ts";
import type { Matrix, Point, Segment } from "./build-path.ts";
import { apply, boundsOf, multiply, parseTransform, rounded } from "./build-path.ts";
import type { Element } from "./build-svg-tree.ts";

/** A gradient's own attributes over those of the gradient it refers to; its stops, or theirs. */
const inheritGradient = (id: string, ids: Map<string, Element>, depth = 0): Element | undefined => {
  const own = ids.get(id);
  if (own === undefined || depth > 5) return undefined;
  const href = own.attributes["href"] ?? own.attributes["xlink:href"];
  const base = href === undefined ? undefined : inheritGradient(href.slice(1), ids, depth + 1);
  if (base === undefined) return own;
  const hasStops = own.children.some(({ tag }) => tag === "stop");
  return {
    ...own,
    attributes: { ...base.attributes, ...own.attributes },
    children: hasStops ? own.children : base.children,
  };
};

const share = (text: string | undefined, fallback: number): number => {
  if (text === undefined) return fallback;
  return text.endsWith("%") ? Number.parseFloat(text) / 100 : Number(text);
};

/**
 * A linear gradient under a matrix is one between two other points: its stripes stay parallel,
 * so the end moves onto the line through the new start that is square to the new stripes.
 */
const moveLine = (from: Point, to: Point, matrix: Matrix): { from: Point; to: Point } => {
  const start = apply(matrix, from);
  const end = apply(matrix, to);
  const alongStripe = apply(matrix, [from[0] - (to[1] - from[1]), from[1] + (to[0] - from[0])]);
  const [sx, sy] = [alongStripe[0] - start[0], alongStripe[1] - start[1]];
  const [nx, ny] = [-sy, sx];
  const reach = ((end[0] - start[0]) * nx + (end[1] - start[1]) * ny) / (nx * nx + ny * ny);
  return { from: start, to: [start[0] + nx * reach, start[1] + ny * reach] };
};

const pair = ([x, y]: Point): [number, number] => [rounded(x), rounded(y)];

/** The gradient with this id, for a shape (`segments`, before `matrix`); undefined when it has no stops. */
export const resolveGradient = (
  id: string,
  ids: Map<string, Element>,
  segments: readonly Segment[],
  matrix: Matrix,
  colour: (text: string) => string,
): Gradient | undefined => {
  const element = inheritGradient(id, ids);
  const stops = (element?.children ?? [])
    .filter(({ tag }) => tag === "stop")
    .map(({ attributes }): Gradient["stops"][number] => {
      const opacity = Number(attributes["stop-opacity"] ?? 1);
      const at = rounded(share(attributes["offset"], 0));
      const paint = colour(attributes["stop-color"] ?? "#000");
      return opacity < 1 ? [at, paint, opacity] : [at, paint];
    });
  if (element === undefined || stops.length === 0) return undefined;
  const { attributes, tag } = element;

  const bounds = boundsOf(segments);
  const boundsMatrix: Matrix = [
    bounds.to[0] - bounds.from[0],
    0,
    0,
    bounds.to[1] - bounds.from[1],
    bounds.from[0],
    bounds.from[1],
  ];
  const units = attributes["gradientUnits"] === "userSpaceOnUse" ? matrix : multiply(matrix, boundsMatrix);
  const placed = multiply(units, parseTransform(attributes["gradientTransform"] ?? ""));
  const number = (name: string, fallback: number): number => share(attributes[name], fallback);

  if (tag === "linearGradient") {
    const line = moveLine([number("x1", 0), number("y1", 0)], [number("x2", 1), number("y2", 0)], placed);
    return { kind: "linear", from: pair(line.from), to: pair(line.to), stops };
  }
  const centre: Point = [number("cx", 0.5), number("cy", 0.5)];
  const focus: Point = [number("fx", centre[0]), number("fy", centre[1])];
  return {
    kind: "radial",
    centre: pair(centre),
    focus: pair(focus),
    radius: rounded(number("r", 0.5)),
    matrix: placed.map((value) => Math.round(value * 10_000) / 10_000),
    stops,
  };
};
