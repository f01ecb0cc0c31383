import type { Point } from "./geometry.ts";

/** A coordinate as it is written: a tenth of a pixel is finer than can be seen. */
export const rounded = (value: number): number => Math.round(value * 10) / 10 + 0;

const at = ({ x, y }: Point): string => `${rounded(x)} ${rounded(y)}`;

const distance = (from: Point, to: Point): number => Math.hypot(to.x - from.x, to.y - from.y);

/** The point `length` px from `from` on the way to `to`. */
export const toward = (from: Point, to: Point, length: number): Point => {
  const whole = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) / whole) * length, y: from.y + ((to.y - from.y) / whole) * length };
};

/** A line through the points with its corners rounded, as path data of M, L and C. */
export const roundedLine = (points: readonly Point[], radius: number): string => {
  const [start, ...rest] = points;
  if (start === undefined) return "";
  let data = `M${at(start)}`;
  for (const [index, corner] of rest.entries()) {
    const before = points[index];
    const after = rest[index + 1];
    if (before === undefined || after === undefined) {
      data += `L${at(corner)}`;
      continue;
    }
    const reach = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
    const [from, to] = [toward(corner, before, reach), toward(corner, after, reach)];
    // Two thirds of the way to the corner: the cubic curve that equals the quadratic one through it.
    const bend = (reach * 2) / 3;
    data += `L${at(from)}C${at(toward(from, corner, bend))} ${at(toward(to, corner, bend))} ${at(to)}`;
  }
  return data;
};

export const arrow = { length: 8, halfWidth: 4, inset: 6 } as const;

/** A filled arrow head with its tip at `tip`, seen from `from`. */
export const arrowHead = (from: Point, tip: Point): string => {
  const base = toward(tip, from, arrow.length);
  const [ux, uy] = [(tip.x - base.x) / arrow.length, (tip.y - base.y) / arrow.length];
  const left = { x: base.x - uy * arrow.halfWidth, y: base.y + ux * arrow.halfWidth };
  const right = { x: base.x + uy * arrow.halfWidth, y: base.y - ux * arrow.halfWidth };
  return `M${at(tip)}L${at(left)}L${at(right)}Z`;
};
