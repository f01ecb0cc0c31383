import type { Point } from "./geometry.ts";
import { circle, pathOf, straight } from "./node/curve.ts";
import { arrow, arrowHead } from "./outline.ts";
import type { Arrowhead, Shape } from "./types.ts";

/** What stands at an edge's end, and how far before its tip the line stops. */
export interface HeadDrawing {
  shapes: Shape[];
  inset: number;
}

interface Ink {
  colour: string;
  /** What hollow heads are filled with. */
  ground: string;
  width: number;
}

/** A point seen from the tip: so far back along the line, and so far to its side. */
type Spot = (back: number, side: number) => Point;

const spotFrom = (before: Point, tip: Point): Spot => {
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const [ux, uy] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
  return (back, side) => ({ x: tip.x - ux * back - uy * side, y: tip.y - uy * back + ux * side });
};

const line = (points: readonly Point[], { colour, width }: Ink): Shape => ({
  kind: "path",
  d: pathOf(straight(...points), "open"),
  paint: { stroke: colour, strokeWidth: width },
});

const filled = (points: readonly Point[], { colour }: Ink): Shape => ({
  kind: "path",
  d: pathOf(straight(...points)),
  paint: { fill: colour },
});

const hollow = (d: string, { colour, ground, width }: Ink): Shape => ({
  kind: "path",
  d,
  paint: { fill: ground, stroke: colour, strokeWidth: width },
});

const bar = (at: Spot, back: number, ink: Ink): Shape => line([at(back, 6), at(back, -6)], ink);
const ring = (at: Spot, back: number, ink: Ink): Shape => hollow(pathOf(circle(at(back, 0), 4.5)), ink);
const foot = (at: Spot, ink: Ink): Shape => line([at(0, 6.5), at(12, 0), at(0, -6.5)], ink);

const triangleLength = 13;
const rhombLength = 16;
const rhomb = (at: Spot): Point[] => [at(0, 0), at(rhombLength / 2, 5), at(rhombLength, 0), at(rhombLength / 2, -5)];

/** Draws an edge's head with its tip at `tip`, the line coming from `before`. */
export const drawArrowhead = (kind: Arrowhead, before: Point, tip: Point, ink: Ink): HeadDrawing => {
  const at = spotFrom(before, tip);
  switch (kind) {
    case "none":
      return { shapes: [], inset: 0 };
    case "arrow":
      return { shapes: [{ kind: "path", d: arrowHead(before, tip), paint: { fill: ink.colour } }], inset: arrow.inset };
    case "open":
      return { shapes: [line([at(8.5, 4.8), at(0.6, 0), at(8.5, -4.8)], ink)], inset: 0.6 };
    case "circle":
      return {
        shapes: [{ kind: "path", d: pathOf(circle(at(4.5, 0), 4.2)), paint: { fill: ink.colour } }],
        inset: 4.5,
      };
    case "cross":
      return { shapes: [line([at(11, 4.5), at(2, -4.5)], ink), line([at(11, -4.5), at(2, 4.5)], ink)], inset: 0 };
    case "triangle": {
      const points = [at(0.5, 0), at(triangleLength, 7), at(triangleLength, -7)];
      return { shapes: [hollow(pathOf(straight(...points)), ink)], inset: triangleLength };
    }
    case "diamond":
      return { shapes: [filled(rhomb(at), ink)], inset: rhombLength - 1 };
    case "diamond-open":
      return { shapes: [hollow(pathOf(straight(...rhomb(at))), ink)], inset: rhombLength };
    case "lollipop":
      return { shapes: [hollow(pathOf(circle(at(6.5, 0), 6)), ink)], inset: 12.5 };
    case "one":
      return { shapes: [bar(at, 7, ink), bar(at, 11, ink)], inset: 0 };
    case "zero-or-one":
      return { shapes: [bar(at, 7, ink), ring(at, 15, ink)], inset: 0 };
    case "many":
      return { shapes: [foot(at, ink), bar(at, 15, ink)], inset: 0 };
    case "zero-or-many":
      return { shapes: [foot(at, ink), ring(at, 16.5, ink)], inset: 0 };
  }
};
