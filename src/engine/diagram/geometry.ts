export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Point, Size {}

/** Where the layout engine put something; what it leaves out is nothing. */
export const elkBox = ({
  x = 0,
  y = 0,
  width = 0,
  height = 0,
}: Readonly<Partial<Record<"x" | "y" | "width" | "height", number | undefined>>>): Box => ({ x, y, width, height });

export const centreOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

/** Whether two boxes share any area, with `gap` px kept between them. */
export const overlaps = (left: Box, right: Box, gap = 0): boolean =>
  left.x < right.x + right.width + gap &&
  right.x < left.x + left.width + gap &&
  left.y < right.y + right.height + gap &&
  right.y < left.y + left.height + gap;

export const shifted = (box: Box, dx: number, dy: number): Box => ({ ...box, x: box.x + dx, y: box.y + dy });

/** The box of a horizontal or vertical line, `reach` px to all sides. */
export const boxAround = (from: Point, to: Point, reach: number): Box => ({
  x: Math.min(from.x, to.x) - reach,
  y: Math.min(from.y, to.y) - reach,
  width: Math.abs(from.x - to.x) + 2 * reach,
  height: Math.abs(from.y - to.y) + 2 * reach,
});

interface Leg {
  from: Point;
  to: Point;
}

/** The straight pieces of a line, in its order. */
export const legsOf = ([first, ...others]: readonly Point[]): Leg[] => {
  if (first === undefined) return [];
  let from = first;
  return others.map((to) => {
    const leg = { from, to };
    from = to;
    return leg;
  });
};

/** The sides of an outline: the last leads back to where it began. */
export const sidesOf = (outline: readonly Point[]): Leg[] => legsOf([...outline, ...outline.slice(0, 1)]);

/** Length of a line of level and upright pieces. */
export const lengthOf = (points: readonly Point[]): number =>
  legsOf(points).reduce((total, { from, to }) => total + Math.abs(to.x - from.x) + Math.abs(to.y - from.y), 0);

/** The boxes of a line's straight pieces, `reach` px to all sides. */
export const lineBoxes = (points: readonly Point[], reach: number): Box[] =>
  legsOf(points).map(({ from, to }) => boxAround(from, to, reach));

/** Whether a straight piece would come closer than `spacing` px to another line that runs its way. */
export const runsBeside = (from: Point, to: Point, points: readonly Point[], spacing: number): boolean => {
  const isUpright = from.x === to.x;
  const near = boxAround(from, to, spacing / 2);
  return legsOf(points).some((leg) => {
    const isParallel = isUpright === Math.abs(leg.from.x - leg.to.x) < Math.abs(leg.from.y - leg.to.y);
    return isParallel && overlaps(near, boxAround(leg.from, leg.to, spacing / 2));
  });
};
