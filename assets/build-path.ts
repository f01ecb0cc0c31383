// SVG path data, whatever its commands, as absolute moves, lines and cubic curves: the three that SVG and PDF share.

export type Point = readonly [x: number, y: number];
/** `[a, b, c, d, e, f]` as in SVG's matrix(). */
export type Matrix = readonly [number, number, number, number, number, number];

export type Segment =
  | { command: "M" | "L"; to: Point }
  | { command: "C"; first: Point; second: Point; to: Point }
  | { command: "Z" };

const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** The matrix that does `inner` first, then `outer`. */
export const multiply = (outer: Matrix, inner: Matrix): Matrix => [
  outer[0] * inner[0] + outer[2] * inner[1],
  outer[1] * inner[0] + outer[3] * inner[1],
  outer[0] * inner[2] + outer[2] * inner[3],
  outer[1] * inner[2] + outer[3] * inner[3],
  outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
  outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
];

export const apply = (matrix: Matrix, [x, y]: Point): Point => [
  matrix[0] * x + matrix[2] * y + matrix[4],
  matrix[1] * x + matrix[3] * y + matrix[5],
];

/** By how much a matrix enlarges lengths, on average. */
export const scaleOf = (matrix: Matrix): number => Math.sqrt(Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]));

const degrees = Math.PI / 180;

const transformOf = (name: string, values: number[]): Matrix => {
  const [a = 0, b, c] = values;
  if (name === "translate") return [1, 0, 0, 1, a, b ?? 0];
  if (name === "scale") return [a, 0, 0, b ?? a, 0, 0];
  if (name === "skewX") return [1, 0, Math.tan(a * degrees), 1, 0, 0];
  if (name === "skewY") return [1, Math.tan(a * degrees), 0, 1, 0, 0];
  if (name === "rotate") {
    const [sin, cos] = [Math.sin(a * degrees), Math.cos(a * degrees)];
    const around: Matrix = [1, 0, 0, 1, b ?? 0, c ?? 0];
    const back: Matrix = [1, 0, 0, 1, -(b ?? 0), -(c ?? 0)];
    return multiply(multiply(around, [cos, sin, -sin, cos, 0, 0]), back);
  }
  if (name === "matrix") {
    const [m0 = 1, m1 = 0, m2 = 0, m3 = 1, m4 = 0, m5 = 0] = values;
    return [m0, m1, m2, m3, m4, m5];
  }
  throw new Error(`unknown transform ${name}`);
};

/** An SVG `transform` attribute as one matrix. */
export const parseTransform = (text: string): Matrix =>
  [...text.matchAll(/(\w+)\s*\(([^)]*)\)/g)]
    .map(([, name = "", values = ""]) => transformOf(name, (values.match(/[-+.\de]+/g) ?? []).map(Number)))
    .reduce(multiply, identity);

/** Reads numbers, arc flags ("0 011 1" is 0, 0, 1, 1, 1) and command letters off path data. */
class Reader {
  readonly text: string;
  position = 0;
  constructor(text: string) {
    this.text = text;
  }
  private skip(): void {
    while (this.position < this.text.length && /[\s,]/.test(this.text.charAt(this.position))) this.position += 1;
  }
  command(): string | undefined {
    this.skip();
    const letter = this.text.charAt(this.position);
    if (!/[a-z]/i.test(letter)) return undefined;
    this.position += 1;
    return letter;
  }
  get done(): boolean {
    this.skip();
    return this.position >= this.text.length;
  }
  number(): number {
    this.skip();
    const pattern = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/iy;
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (found === null) throw new Error(`not a number: ${this.text.slice(this.position, this.position + 20)}`);
    this.position = pattern.lastIndex;
    return Number(found[0]);
  }
  flag(): boolean {
    this.skip();
    this.position += 1;
    return this.text.charAt(this.position - 1) === "1";
  }
}

interface Arc {
  rx: number;
  ry: number;
  rotation: number;
  large: boolean;
  sweep: boolean;
  to: Point;
}

/** An elliptical arc as cubic curves (SVG 1.1, appendix F.6). */
const arcToCurves = ([x, y]: Point, { rx, ry, rotation, large, sweep, to }: Arc): Segment[] => {
  if (rx === 0 || ry === 0) return [{ command: "L", to }];
  if (x === to[0] && y === to[1]) return [];
  const [sin, cos] = [Math.sin(rotation * degrees), Math.cos(rotation * degrees)];
  const [dx, dy] = [(x - to[0]) / 2, (y - to[1]) / 2];
  const [px, py] = [cos * dx + sin * dy, -sin * dx + cos * dy];
  const excess = (px / rx) ** 2 + (py / ry) ** 2;
  const grow = excess > 1 ? Math.sqrt(excess) : 1;
  const [a, b] = [rx * grow, ry * grow];
  const square = (a * a * b * b - a * a * py * py - b * b * px * px) / (a * a * py * py + b * b * px * px);
  const factor = Math.sqrt(Math.max(0, square)) * (large === sweep ? -1 : 1);
  const [ux, uy] = [(factor * a * py) / b, (-factor * b * px) / a];
  const place: Matrix = [cos * a, sin * a, -sin * b, cos * b, cos * ux - sin * uy + (x + to[0]) / 2, 0];
  const onEllipse: Matrix = [place[0], place[1], place[2], place[3], place[4], sin * ux + cos * uy + (y + to[1]) / 2];

  const start = Math.atan2((py - uy) / b, (px - ux) / a);
  let turn = Math.atan2((-py - uy) / b, (-px - ux) / a) - start;
  if (!sweep && turn > 0) turn -= 2 * Math.PI;
  if (sweep && turn < 0) turn += 2 * Math.PI;
  const pieces = Math.max(1, Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-9));
  const step = turn / pieces;
  const reach = (4 / 3) * Math.tan(step / 4);
  return Array.from({ length: pieces }, (_, index): Segment => {
    const [from, until] = [start + index * step, start + (index + 1) * step];
    return {
      command: "C",
      first: apply(onEllipse, [Math.cos(from) - reach * Math.sin(from), Math.sin(from) + reach * Math.cos(from)]),
      second: apply(onEllipse, [Math.cos(until) + reach * Math.sin(until), Math.sin(until) - reach * Math.cos(until)]),
      to: apply(onEllipse, [Math.cos(until), Math.sin(until)]),
    };
  });
};

const mirror = (point: Point, about: Point): Point => [2 * about[0] - point[0], 2 * about[1] - point[1]];
const between = (from: Point, to: Point, share: number): Point => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
];

/** Path data as absolute segments. */
export const parsePath = (data: string): Segment[] => {
  const reader = new Reader(data);
  const segments: Segment[] = [];
  let at: Point = [0, 0];
  let start: Point = [0, 0];
  // The last control point, which S and T mirror, and which family of curve it came from.
  let control: Point = at;
  let family = "";
  let command = "M";
  while (!reader.done) {
    command = reader.command() ?? command;
    const kind = command.toUpperCase();
    const base: Point = command === kind ? [0, 0] : at;
    const point = (): Point => [base[0] + reader.number(), base[1] + reader.number()];
    const curve = (first: Point, second: Point, to: Point): void => {
      segments.push({ command: "C", first, second, to });
      at = to;
    };
    const line = (to: Point): void => {
      segments.push({ command: "L", to });
      at = to;
    };
    if (kind === "M") {
      at = point();
      start = at;
      segments.push({ command: "M", to: at });
      command = command === kind ? "L" : "l";
    } else if (kind === "L") line(point());
    else if (kind === "H") line([base[0] + reader.number(), at[1]]);
    else if (kind === "V") line([at[0], base[1] + reader.number()]);
    else if (kind === "C") {
      const first = point();
      control = point();
      curve(first, control, point());
    } else if (kind === "S") {
      const first = family === "C" ? mirror(control, at) : at;
      control = point();
      curve(first, control, point());
    } else if (kind === "Q" || kind === "T") {
      const mirrored = family === "Q" ? mirror(control, at) : at;
      control = kind === "Q" ? point() : mirrored;
      const to = point();
      curve(between(at, control, 2 / 3), between(to, control, 2 / 3), to);
    } else if (kind === "A") {
      const [rx, ry, rotation] = [Math.abs(reader.number()), Math.abs(reader.number()), reader.number()];
      const arc = { rx, ry, rotation, large: reader.flag(), sweep: reader.flag(), to: point() };
      segments.push(...arcToCurves(at, arc));
      at = arc.to;
    } else if (kind === "Z") {
      segments.push({ command: "Z" });
      at = start;
    } else throw new Error(`unknown path command ${command}`);
    family = kind === "S" ? "C" : kind === "T" ? "Q" : kind;
  }
  return segments;
};

/** The same segments under a matrix. */
export const transformPath = (segments: readonly Segment[], matrix: Matrix): Segment[] =>
  segments.map((segment): Segment => {
    if (segment.command === "Z") return segment;
    const to = apply(matrix, segment.to);
    if (segment.command !== "C") return { command: segment.command, to };
    return { command: "C", first: apply(matrix, segment.first), second: apply(matrix, segment.second), to };
  });

/** The rectangle around all points, control points included. */
export const boundsOf = (segments: readonly Segment[]): { from: Point; to: Point } => {
  const points = segments.flatMap((segment): readonly Point[] => {
    if (segment.command === "Z") return [];
    return segment.command === "C" ? [segment.first, segment.second, segment.to] : [segment.to];
  });
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return { from: [Math.min(...xs), Math.min(...ys)], to: [Math.max(...xs), Math.max(...ys)] };
};

/** A coordinate with two decimals: a hundredth of a 64-unit icon cannot be seen at any size we draw. */
export const rounded = (value: number): number => Math.round(value * 100) / 100 + 0;

/** Segments as path data of M, L, C and Z with absolute coordinates. */
export const writePath = (segments: readonly Segment[]): string => {
  const join = (...points: Point[]): string =>
    points
      .flat()
      .map((value) => String(rounded(value)).replace(/^(-?)0\./, "$1."))
      .join(" ");
  return segments
    .map((segment) => {
      if (segment.command === "Z") return "Z";
      if (segment.command === "C") return `C${join(segment.first, segment.second, segment.to)}`;
      return segment.command + join(segment.to);
    })
    .join("");
};
