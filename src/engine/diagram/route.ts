import type { Box, Point } from "./geometry.ts";
import { boxAround, overlaps } from "./geometry.ts";

/** Lines keep this far from cards. */
const clearance = 12;
/** How far around its two ends a line may wander. */
const detour = 220;
/** Costs in px of way: a bend, crossing another line, each px on top of another line or along a frame, and leaving a box where other lines do. */
const costs = { bend: 40, crossing: 12, sharing: 6, hugging: 1, busyPlace: 50, busySide: 30, offCentre: 24 } as const;

export interface Surroundings {
  /** What no line may cross: cards, and the heads of groups. */
  obstacles: readonly Box[];
  /** Groups' frames: lines cross them freely, but do not run along them. */
  frames: readonly Box[];
  /** Lines already drawn. */
  lines: readonly (readonly Point[])[];
}

interface Start {
  /** On the border of the box. */
  border: Point;
  /** Clear of the box. */
  clear: Point;
  cost: number;
}

const isNear = (left: Point, right: Point, reach: number): boolean =>
  Math.abs(left.x - right.x) < reach && Math.abs(left.y - right.y) < reach;

/** The places where a line may leave a box: three on each side, the middle ones first choice. */
const startsOf = (box: Box, { lines }: Surroundings): Start[] => {
  const ends = lines.flatMap((line) => [line[0], line.at(-1)]).filter((point) => point !== undefined);
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  const sides: ((share: number) => [border: Point, dx: number, dy: number])[] = [
    (share) => [{ x: right, y: box.y + box.height * share }, clearance, 0],
    (share) => [{ x: box.x + box.width * share, y: bottom }, 0, clearance],
    (share) => [{ x: box.x + box.width * share, y: box.y }, 0, -clearance],
    (share) => [{ x: box.x, y: box.y + box.height * share }, -clearance, 0],
  ];
  return sides.flatMap((side) => {
    const whole = boxAround(side(0)[0], side(1)[0], 1);
    const here = ends.filter((end) => overlaps(boxAround(end, end, 1), whole));
    return [0.5, 0.3, 0.7].map((share): Start => {
      const [border, dx, dy] = side(share);
      const isTaken = here.some((end) => isNear(end, border, 10));
      const cost =
        (share === 0.5 ? 0 : costs.offCentre) +
        (here.length > 0 ? costs.busySide : 0) +
        (isTaken ? costs.busyPlace : 0);
      return { border, clear: { x: border.x + dx, y: border.y + dy }, cost };
    });
  });
};

const isBetween = (value: number, one: number, other: number): boolean =>
  value > Math.min(one, other) + 0.5 && value < Math.max(one, other) - 0.5;

/** What drawing a straight piece costs beyond its length, for the lines it crosses or covers. */
const disturbance = (from: Point, to: Point, lines: Surroundings["lines"]): number => {
  const upright = from.x === to.x;
  let cost = 0;
  for (const line of lines)
    for (let index = 0; index + 1 < line.length; index += 1) {
      const [start, end] = [line[index], line[index + 1]];
      if (start === undefined || end === undefined) continue;
      const otherUpright = Math.abs(start.x - end.x) < 0.5;
      if (upright !== otherUpright) {
        const crosses = upright
          ? isBetween(from.x, start.x, end.x) && isBetween(start.y, from.y, to.y)
          : isBetween(from.y, start.y, end.y) && isBetween(start.x, from.x, to.x);
        if (crosses) cost += costs.crossing;
        continue;
      }
      const [along, across] = upright ? (["y", "x"] as const) : (["x", "y"] as const);
      if (Math.abs(start[across] - from[across]) > 7) continue;
      const shared =
        Math.min(Math.max(start[along], end[along]), Math.max(from[along], to[along])) -
        Math.max(Math.min(start[along], end[along]), Math.min(from[along], to[along]));
      if (shared > 0) cost += shared * costs.sharing;
    }
  return cost;
};

/** What a straight piece costs for running along groups' frames. */
const hugging = (from: Point, to: Point, frames: readonly Box[]): number => {
  const upright = from.x === to.x;
  let cost = 0;
  for (const { x, y, width, height } of frames) {
    const sides = upright ? [x, x + width] : [y, y + height];
    const [low, high] = upright ? [y, y + height] : [x, x + width];
    const [start, end] = upright ? [from.y, to.y] : [from.x, to.x];
    const shared = Math.min(high, Math.max(start, end)) - Math.max(low, Math.min(start, end));
    const line = upright ? from.x : from.y;
    if (shared > 0 && sides.some((side) => Math.abs(side - line) < 6)) cost += shared * costs.hugging;
  }
  return cost;
};

/** A priority queue: the cheapest entry comes out first. */
class Queue<T extends { cost: number }> {
  private readonly heap: T[] = [];
  push(entry: T): void {
    let index = this.heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const [above, below] = [this.heap[parent], this.heap[index]];
      if (above === undefined || below === undefined || above.cost <= below.cost) break;
      this.heap[parent] = below;
      this.heap[index] = above;
      index = parent;
    }
  }
  pop(): T | undefined {
    const [first] = this.heap;
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return first;
    this.heap[0] = last;
    let index = 0;
    for (;;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let smallest = index;
      if ((this.heap[left]?.cost ?? Infinity) < (this.heap[smallest]?.cost ?? Infinity)) smallest = left;
      if ((this.heap[right]?.cost ?? Infinity) < (this.heap[smallest]?.cost ?? Infinity)) smallest = right;
      const [above, below] = [this.heap[index], this.heap[smallest]];
      if (smallest === index || above === undefined || below === undefined) return first;
      this.heap[index] = below;
      this.heap[smallest] = above;
      index = smallest;
    }
  }
}

interface Step {
  column: number;
  row: number;
  upright: boolean | undefined;
  cost: number;
  previous: Step | undefined;
  start: Start | undefined;
}

/** The part of the picture in which a way is looked for. */
const region = (from: Box, to: Box): Box =>
  boxAround(
    { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y) },
    { x: Math.max(from.x + from.width, to.x + to.width), y: Math.max(from.y + from.height, to.y + to.height) },
    detour,
  );

const within = (low: number, length: number, values: Iterable<number>): number[] =>
  [...new Set(values)].filter((value) => value >= low && value <= low + length).toSorted((left, right) => left - right);

/** The lines of a grid on which a way around all obstacles can be found. */
const gridOf = (area: Box, near: readonly Box[], starts: readonly Start[]): { xs: number[]; ys: number[] } => ({
  xs: within(area.x, area.width, [
    ...near.flatMap(({ x, width }) => [x - clearance, x + width + clearance]),
    ...starts.map(({ clear }) => clear.x),
  ]),
  ys: within(area.y, area.height, [
    ...near.flatMap(({ y, height }) => [y - clearance, y + height + clearance]),
    ...starts.map(({ clear }) => clear.y),
  ]),
});

/** A right-angled way from one box to another around everything in between; undefined when there is none. */
export const findRoute = (from: Box, to: Box, surroundings: Surroundings): Point[] | undefined => {
  const around = region(from, to);
  const near = surroundings.obstacles.filter((box) => overlaps(box, around, clearance));
  const lines = surroundings.lines.filter((line) =>
    line.some((point, index) => overlaps(boxAround(point, line[index + 1] ?? point, 1), around)),
  );
  const isFree = (one: Point, other: Point): boolean => {
    const line = boxAround(one, other, 0);
    return !near.some((box) =>
      overlaps(box, { ...line, width: line.width || 0.1, height: line.height || 0.1 }, clearance - 4),
    );
  };
  const clearOf = (box: Box): Start[] => startsOf(box, surroundings).filter(({ clear }) => isFree(clear, clear));
  const [starts, ends] = [clearOf(from), clearOf(to)];
  const frames = surroundings.frames.filter((box) => overlaps(box, around));
  const { xs, ys } = gridOf(around, [...near, ...frames], [...starts, ...ends]);
  const keyOf = (column: number, row: number): number => column * ys.length + row;
  const endAt = new Map(ends.map((end) => [keyOf(xs.indexOf(end.clear.x), ys.indexOf(end.clear.y)), end]));

  const queue = new Queue<Step>();
  for (const start of starts) {
    const upright = start.border.x === start.clear.x;
    queue.push({
      column: xs.indexOf(start.clear.x),
      row: ys.indexOf(start.clear.y),
      upright,
      cost: start.cost,
      previous: undefined,
      start,
    });
  }
  const settled = new Set<number>();
  for (let step = queue.pop(); step !== undefined; step = queue.pop()) {
    const end = endAt.get(keyOf(step.column, step.row));
    if (end !== undefined && step.upright === undefined) return trace(step, end, xs, ys);
    const key = keyOf(step.column, step.row) * 2 + (step.upright === true ? 1 : 0);
    if (settled.has(key)) continue;
    settled.add(key);
    const here = step;
    if (end !== undefined) {
      const bends = (end.border.x === end.clear.x) !== here.upright;
      queue.push({
        ...here,
        upright: undefined,
        cost: here.cost + end.cost + (bends ? costs.bend : 0),
        previous: here,
      });
    }
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      const [column, row] = [here.column + dx, here.row + dy];
      const [x, y, hereX, hereY] = [xs[column], ys[row], xs[here.column], ys[here.row]];
      if (x === undefined || y === undefined || hereX === undefined || hereY === undefined) continue;
      const upright = dx === 0;
      const [a, b] = [
        { x: hereX, y: hereY },
        { x, y },
      ];
      if (!isFree(a, b)) continue;
      const length = Math.abs(x - hereX) + Math.abs(y - hereY);
      const bend = upright === here.upright ? 0 : costs.bend;
      const cost = here.cost + length + bend + disturbance(a, b, lines) + hugging(a, b, frames);
      queue.push({ column, row, upright, cost, previous: here, start: undefined });
    }
  }
  return undefined;
};

const isOnLine = (before: Point, point: Point, after: Point): boolean =>
  (before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y);

/** The way back from the last step, without the points that lie on a straight line. */
const trace = (last: Step, end: Start, xs: readonly number[], ys: readonly number[]): Point[] => {
  const points: Point[] = [end.border];
  for (let step: Step | undefined = last; step !== undefined; step = step.previous) {
    points.push({ x: xs[step.column] ?? 0, y: ys[step.row] ?? 0 });
    if (step.start !== undefined && step.previous === undefined) points.push(step.start.border);
  }
  const bends: Point[] = [];
  for (const point of points.toReversed()) {
    const [before, middle] = bends.slice(-2);
    if (before !== undefined && middle !== undefined && isOnLine(before, middle, point)) bends.pop();
    const top = bends.at(-1);
    if (top === undefined || top.x !== point.x || top.y !== point.y) bends.push(point);
  }
  return bends;
};
