import type { Box, Point } from "../geometry.ts";
import { rounded, toward } from "../outline.ts";

/** A line of straight pieces and bends; an outline where it is closed. */
export interface Curve {
  start: Point;
  pieces: { to: Point; bend?: readonly [Point, Point] }[];
}

/** How far the handles of a quarter of an ellipse reach, as a share of its radius. */
const quarter = 0.5523;
/** Straight pieces that stand for a bend where only its course matters. */
const piecesOfBend = 10;

const at = ({ x, y }: Point): string => `${rounded(x)} ${rounded(y)}`;

/** Path data of M, L, C and Z. */
export const pathOf = ({ start, pieces }: Curve, end: "closed" | "open" = "closed"): string => {
  const data = pieces.map(({ to, bend }) => (bend ? `C${at(bend[0])} ${at(bend[1])} ${at(to)}` : `L${at(to)}`));
  return `M${at(start)}${data.join("")}${end === "closed" ? "Z" : ""}`;
};

const onBend = (from: Point, first: Point, second: Point, to: Point, share: number): Point => {
  const rest = 1 - share;
  const weigh = (axis: "x" | "y"): number =>
    rest ** 3 * from[axis] +
    3 * rest ** 2 * share * first[axis] +
    3 * rest * share ** 2 * second[axis] +
    share ** 3 * to[axis];
  return { x: weigh("x"), y: weigh("y") };
};

/** Points along the curve, close enough to meet it. */
export const pointsOf = ({ start, pieces }: Curve): Point[] => {
  const points = [start];
  let from = start;
  for (const { to, bend } of pieces) {
    if (bend !== undefined)
      for (let piece = 1; piece < piecesOfBend; piece += 1)
        points.push(onBend(from, bend[0], bend[1], to, piece / piecesOfBend));
    points.push(to);
    from = to;
  }
  return points;
};

export const straight = (...[start = { x: 0, y: 0 }, ...rest]: Point[]): Curve => ({
  start,
  pieces: rest.map((to) => ({ to })),
});

/** A closed shape with its corners rounded. */
export const softened = (corners: readonly Point[], radius: number): Curve => {
  const last = corners.length - 1;
  const ends = corners.map((corner, index) => {
    const before = corners[index === 0 ? last : index - 1] ?? corner;
    const after = corners[index === last ? 0 : index + 1] ?? corner;
    const reach = (other: Point): number => Math.min(radius, Math.hypot(other.x - corner.x, other.y - corner.y) / 2);
    const [from, to] = [toward(corner, before, reach(before)), toward(corner, after, reach(after))];
    const handle = (end: Point): Point => ({
      x: end.x + ((corner.x - end.x) * 2) / 3,
      y: end.y + ((corner.y - end.y) * 2) / 3,
    });
    return { from, to, bend: [handle(from), handle(to)] as const };
  });
  const [first] = ends;
  const start = first?.from ?? { x: 0, y: 0 };
  return { start, pieces: ends.flatMap(({ from, to, bend }) => [{ to: from }, { to, bend }]) };
};

/** A box with corners of an ellipse's quarter, up to a stadium or an ellipse. */
export const roundedBox = ({ x, y, width, height }: Box, rx: number, ry = rx): Curve => {
  const [right, bottom] = [x + width, y + height];
  const [bx, by] = [rx * (1 - quarter), ry * (1 - quarter)];
  return {
    start: { x: x + rx, y },
    pieces: [
      { to: { x: right - rx, y } },
      {
        to: { x: right, y: y + ry },
        bend: [
          { x: right - bx, y },
          { x: right, y: y + by },
        ],
      },
      { to: { x: right, y: bottom - ry } },
      {
        to: { x: right - rx, y: bottom },
        bend: [
          { x: right, y: bottom - by },
          { x: right - bx, y: bottom },
        ],
      },
      { to: { x: x + rx, y: bottom } },
      {
        to: { x, y: bottom - ry },
        bend: [
          { x: x + bx, y: bottom },
          { x, y: bottom - by },
        ],
      },
      { to: { x, y: y + ry } },
      {
        to: { x: x + rx, y },
        bend: [
          { x, y: y + by },
          { x: x + bx, y },
        ],
      },
    ],
  };
};

export const ellipse = (box: Box): Curve => roundedBox(box, box.width / 2, box.height / 2);

export const circle = ({ x, y }: Point, radius: number): Curve =>
  ellipse({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius });

/** Half an ellipse from `from` to `to`, on a level or upright line, its summit `reach` px away (to the left of the way when positive). */
export const arch = (from: Point, to: Point, reach: number): Curve["pieces"] => {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const [nx, ny] = [uy * reach, -ux * reach];
  const summit = { x: (from.x + to.x) / 2 + nx, y: (from.y + to.y) / 2 + ny };
  const along = (length / 2) * quarter;
  return [
    {
      to: summit,
      bend: [
        { x: from.x + nx * quarter, y: from.y + ny * quarter },
        { x: summit.x - ux * along, y: summit.y - uy * along },
      ],
    },
    {
      to,
      bend: [
        { x: summit.x + ux * along, y: summit.y + uy * along },
        { x: to.x + nx * quarter, y: to.y + ny * quarter },
      ],
    },
  ];
};
