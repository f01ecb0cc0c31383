import type { Box, Point, Size } from "../geometry.ts";
import { centreOf } from "../geometry.ts";
import type { NodeShape } from "../types.ts";
import type { Curve } from "./curve.ts";
import { arch, circle, ellipse, roundedBox, softened, straight } from "./curve.ts";

/** How a shape is drawn: the outline that is filled and that edges meet, and lines or filled parts on it. */
interface Drawing {
  outline: Curve;
  lines?: Curve[];
  /** Filled with the line's colour. */
  solids?: Curve[];
}

export interface ShapeForm {
  /** Labels are wrapped at this width. */
  wrap: number;
  /** The box that a text of this size needs. */
  size: (text: Size) => Size;
  /** How far the text's middle lies from the box's. */
  textShift?: (box: Size) => Point;
  draw: (box: Box) => Drawing;
}

const soft = 5;
const wide = 200;

/** A box around text, at least a touch wider than high. */
const around =
  (padX: number, padY: number, leastWidth = 72, leastHeight = 42) =>
  ({ width, height }: Size): Size => ({
    width: Math.max(leastWidth, width + 2 * padX),
    height: Math.max(leastHeight, height + 2 * padY),
  });

const padded = around(18, 12);

const corners = ({ x, y, width, height }: Box): { right: number; bottom: number; middle: Point } => ({
  right: x + width,
  bottom: y + height,
  middle: { x: x + width / 2, y: y + height / 2 },
});

const box =
  (radius: number): ShapeForm["draw"] =>
  (area) => ({ outline: roundedBox(area, radius) });

/** How far the slanted sides of shapes with them lean. */
const slantOf = (height: number): number => Math.min(24, height * 0.42);

const slanted = (text: Size): Size => {
  const size = padded(text);
  return { width: size.width + slantOf(size.height) * 2 - 12, height: size.height };
};

const fourCorners =
  ([topLeft, topRight, bottomRight, bottomLeft]: readonly [number, number, number, number]): ShapeForm["draw"] =>
  (area) => {
    const { right, bottom } = corners(area);
    const slant = slantOf(area.height);
    const points = [
      { x: area.x + topLeft * slant, y: area.y },
      { x: right - topRight * slant, y: area.y },
      { x: right - bottomRight * slant, y: bottom },
      { x: area.x + bottomLeft * slant, y: bottom },
    ];
    return { outline: softened(points, soft) };
  };

const capOf = (width: number): number => Math.min(14, Math.max(7, width * 0.07));

const cylinder: ShapeForm = {
  wrap: wide,
  size: (text) => {
    const width = Math.max(76, text.width + 32);
    return { width, height: Math.max(54, text.height + 18 + 3 * capOf(width)) };
  },
  textShift: ({ width }) => ({ x: 0, y: capOf(width) * 0.6 }),
  draw: (area) => {
    const { right, bottom } = corners(area);
    const cap = capOf(area.width);
    const [left, top] = [area.x, area.y + cap];
    const outline: Curve = {
      start: { x: left, y: top },
      pieces: [
        ...arch({ x: left, y: top }, { x: right, y: top }, cap),
        { to: { x: right, y: bottom - cap } },
        ...arch({ x: right, y: bottom - cap }, { x: left, y: bottom - cap }, cap),
        { to: { x: left, y: top } },
      ],
    };
    const rim: Curve = { start: { x: left, y: top }, pieces: arch({ x: left, y: top }, { x: right, y: top }, -cap) };
    return { outline, lines: [rim] };
  },
};

const queue: ShapeForm = {
  wrap: wide,
  size: (text) => ({ width: Math.max(90, text.width + 60), height: Math.max(44, text.height + 22) }),
  textShift: () => ({ x: -5, y: 0 }),
  draw: (area) => {
    const { right, bottom } = corners(area);
    const cap = 9;
    const [from, to] = [
      { x: right - cap, y: area.y },
      { x: right - cap, y: bottom },
    ];
    const outline: Curve = {
      start: { x: area.x + cap, y: area.y },
      pieces: [
        { to: from },
        ...arch(from, to, cap),
        { to: { x: area.x + cap, y: bottom } },
        ...arch({ x: area.x + cap, y: bottom }, { x: area.x + cap, y: area.y }, cap),
      ],
    };
    return { outline, lines: [{ start: from, pieces: arch(from, to, -cap) }] };
  },
};

const roundSize =
  (rim: number, least: number) =>
  ({ width, height }: Size): Size => {
    // The circle through the corners of the text, which never fill them quite.
    const diameter = Math.max(least, Math.ceil(Math.hypot(width, height) + 14)) + 2 * rim;
    return { width: diameter, height: diameter };
  };

const inner = ({ x, y, width, height }: Box, rim: number): Box => ({
  x: x + rim,
  y: y + rim,
  width: width - 2 * rim,
  height: height - 2 * rim,
});

const diamond: ShapeForm = {
  wrap: 130,
  size: ({ width, height }) => {
    if (width === 0) return { width: 32, height: 32 };
    const [across, down] = [width + 22, height + 10];
    const lean = Math.min(2.2, Math.max(1.3, Math.sqrt(across / down)));
    return { width: Math.ceil(across + down * lean), height: Math.ceil(down + across / lean) };
  },
  draw: (area) => {
    const { right, bottom, middle } = corners(area);
    const points = [
      { x: middle.x, y: area.y },
      { x: right, y: middle.y },
      { x: middle.x, y: bottom },
      { x: area.x, y: middle.y },
    ];
    return { outline: softened(points, soft) };
  },
};

const hexagon: ShapeForm = {
  wrap: wide,
  size: (text) => {
    const size = padded(text);
    return { width: size.width + slantOf(size.height) * 1.4, height: size.height };
  },
  draw: (area) => {
    const { right, bottom, middle } = corners(area);
    const slant = slantOf(area.height);
    const points = [
      { x: area.x + slant, y: area.y },
      { x: right - slant, y: area.y },
      { x: right, y: middle.y },
      { x: right - slant, y: bottom },
      { x: area.x + slant, y: bottom },
      { x: area.x, y: middle.y },
    ];
    return { outline: softened(points, soft) };
  },
};

const flag: ShapeForm = {
  wrap: wide,
  size: (text) => {
    const size = padded(text);
    return { width: size.width + 16, height: size.height };
  },
  textShift: () => ({ x: 7, y: 0 }),
  draw: (area) => {
    const { right, bottom, middle } = corners(area);
    const points = [
      { x: area.x, y: area.y },
      { x: right, y: area.y },
      { x: right, y: bottom },
      { x: area.x, y: bottom },
      { x: area.x + Math.min(18, area.height * 0.36), y: middle.y },
    ];
    return { outline: softened(points, 4) };
  },
};

const waveOf = (height: number): number => Math.min(11, height * 0.18);

const paper: ShapeForm = {
  wrap: wide,
  size: (text) => {
    const size = padded(text);
    return { width: size.width, height: size.height + 12 };
  },
  textShift: ({ height }) => ({ x: 0, y: -waveOf(height) * 0.6 }),
  draw: (area) => {
    const { right, bottom } = corners(area);
    const wave = waveOf(area.height);
    const level = bottom - wave;
    const third = area.width / 3;
    const body = roundedBox({ ...area, height: area.height - wave }, 6);
    return {
      outline: {
        start: body.start,
        pieces: [
          ...body.pieces.slice(0, 2),
          { to: { x: right, y: level } },
          {
            to: { x: area.x, y: level + wave * 0.3 },
            bend: [
              { x: right - third, y: level - wave * 1.6 },
              { x: area.x + third, y: bottom + wave * 1.4 },
            ],
          },
          ...body.pieces.slice(6),
        ],
      },
    };
  },
};

/** A cloud's bumps: how far along each side of its box they end. */
const cloud: ShapeForm = {
  wrap: wide,
  size: (text) => ({ width: Math.max(96, text.width + 62), height: Math.max(66, text.height + 50) }),
  draw: (area) => {
    const { x, y, width, height } = area;
    const spot = (across: number, down: number): Point => ({ x: x + width * across, y: y + height * down });
    const bumps: [number, number, number][] = [
      [0.48, 0.14, 0.13],
      [0.76, 0.22, 0.13],
      [0.92, 0.5, 0.14],
      [0.78, 0.8, 0.14],
      [0.5, 0.87, 0.12],
      [0.24, 0.8, 0.12],
      [0.08, 0.5, 0.14],
      [0.22, 0.26, 0.14],
    ];
    const start = spot(0.22, 0.26);
    let from = start;
    const pieces = bumps.flatMap(([across, down, reach]) => {
      const to = spot(across, down);
      const bump = bumpTo(from, to, reach * Math.min(width, height * 1.6));
      from = to;
      return [bump];
    });
    return { outline: { start, pieces } };
  },
};

/** A bulge to the left of the way from one point to the other, of half a circle's kind. */
const bumpTo = (from: Point, to: Point, reach: number): Curve["pieces"][number] => {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const [nx, ny] = [((to.y - from.y) / length) * reach, (-(to.x - from.x) / length) * reach];
  return {
    to,
    bend: [
      { x: from.x + nx, y: from.y + ny },
      { x: to.x + nx, y: to.y + ny },
    ],
  };
};

const fold = 13;

const note: ShapeForm = {
  wrap: 180,
  size: around(14, 10, 60, 38),
  draw: (area) => {
    const { right, bottom } = corners(area);
    const points = [
      { x: area.x, y: area.y },
      { x: right - fold, y: area.y },
      { x: right, y: area.y + fold },
      { x: right, y: bottom },
      { x: area.x, y: bottom },
    ];
    const ear = straight(
      { x: right - fold, y: area.y + 0.5 },
      { x: right - fold, y: area.y + fold },
      { x: right - 0.5, y: area.y + fold },
    );
    return { outline: softened(points, 3), lines: [ear] };
  },
};

/** A person's head stands above the box with the text, its chin behind it. */
const headRadius = 18;
const chin = 6;
const shoulder = 2 * headRadius - chin;

const person: ShapeForm = {
  wrap: wide,
  size: (text) => ({ width: Math.max(112, text.width + 36), height: Math.max(60, text.height + 28) + shoulder }),
  textShift: () => ({ x: 0, y: shoulder / 2 }),
  draw: (area) => {
    const { middle } = corners(area);
    const level = area.y + shoulder;
    const body = roundedBox({ ...area, y: level, height: area.height - shoulder }, 14);
    const head = circle({ x: middle.x, y: area.y + headRadius }, headRadius);
    const [, , , lowerRight, , lowerLeft] = head.pieces;
    // Half the width of the neck: where the circle meets the shoulders.
    const neck = Math.sqrt(headRadius ** 2 - (headRadius - chin) ** 2);
    const upper = [...head.pieces.slice(6, 8), ...head.pieces.slice(1, 3)];
    const [side, share] = [headRadius * 0.5523, 0.42];
    const from = { x: middle.x - neck, y: level };
    const to = { x: middle.x + neck, y: level };
    const sideY = area.y + headRadius;
    if (lowerRight === undefined || lowerLeft === undefined) return { outline: body };
    const intoHead = {
      to: { x: middle.x - headRadius, y: sideY },
      bend: [
        { x: middle.x - neck - side * share, y: level - side * share * 0.9 },
        { x: middle.x - headRadius, y: sideY + side * 0.72 },
      ] as const,
    };
    const outOfHead = {
      to,
      bend: [
        { x: middle.x + headRadius, y: sideY + side * 0.72 },
        { x: middle.x + neck + side * share, y: level - side * share * 0.9 },
      ] as const,
    };
    return { outline: { start: body.start, pieces: [{ to: from }, intoHead, ...upper, outOfHead, ...body.pieces] } };
  },
};

const dot =
  (size: number): ShapeForm["size"] =>
  () => ({ width: size, height: size });

/** Every outline of a node: how big it is around its text, and how it is drawn. */
export const shapeForms: Readonly<Record<NodeShape, ShapeForm>> = {
  rect: { wrap: wide, size: padded, draw: box(4) },
  rounded: { wrap: wide, size: padded, draw: box(12) },
  stadium: { wrap: wide, size: around(26, 11, 80), draw: (area) => box(Math.min(area.height / 2, 28))(area) },
  subroutine: {
    wrap: wide,
    size: around(26, 12),
    draw: (area) => ({
      outline: roundedBox(area, 4),
      lines: [9, area.width - 9].map((inset) =>
        straight({ x: area.x + inset, y: area.y }, { x: area.x + inset, y: area.y + area.height }),
      ),
    }),
  },
  cylinder,
  queue,
  circle: { wrap: 120, size: roundSize(0, 46), draw: (area) => ({ outline: ellipse(area) }) },
  "double-circle": {
    wrap: 120,
    size: roundSize(5, 46),
    draw: (area) => ({ outline: ellipse(area), lines: [ellipse(inner(area, 5))] }),
  },
  diamond,
  hexagon,
  parallelogram: { wrap: wide, size: slanted, draw: fourCorners([1, 0, 1, 0]) },
  "parallelogram-alt": { wrap: wide, size: slanted, draw: fourCorners([0, 1, 0, 1]) },
  trapezoid: { wrap: wide, size: slanted, draw: fourCorners([1, 1, 0, 0]) },
  "trapezoid-alt": { wrap: wide, size: slanted, draw: fourCorners([0, 0, 1, 1]) },
  flag,
  document: paper,
  cloud,
  note,
  table: { wrap: 320, size: padded, draw: box(8) },
  person,
  start: { wrap: wide, size: dot(22), draw: (area) => ({ outline: ellipse(area), solids: [ellipse(area)] }) },
  end: {
    wrap: wide,
    size: dot(24),
    draw: (area) => ({ outline: ellipse(area), solids: [circle(centreOf(area), 6)] }),
  },
  bar: {
    wrap: wide,
    size: () => ({ width: 84, height: 8 }),
    draw: (area) => ({ outline: roundedBox(area, 4), solids: [roundedBox(area, 4)] }),
  },
  junction: { wrap: wide, size: dot(10), draw: (area) => ({ outline: ellipse(area), solids: [ellipse(area)] }) },
  text: { wrap: wide, size: ({ width, height }) => ({ width: width + 12, height: height + 8 }), draw: box(0) },
};
