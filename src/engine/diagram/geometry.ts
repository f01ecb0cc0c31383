export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Point, Size {}

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

/** The boxes of a line's straight pieces, `reach` px to all sides. */
export const lineBoxes = (points: readonly Point[], reach: number): Box[] =>
  points.slice(1).map((point, index) => boxAround(points[index] ?? point, point, reach));
