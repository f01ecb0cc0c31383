import { arcToCurves } from "./arc.ts";

/** A path step in absolute coordinates; every curve is a cubic one, as PDF wants it. */
export type Segment =
  | readonly ["M", x: number, y: number]
  | readonly ["L", x: number, y: number]
  | readonly ["C", x1: number, y1: number, x2: number, y2: number, x: number, y: number]
  | readonly ["Z"];

const argumentCount: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };

/** Reads `d` piece by piece. Arc flags may be written without a gap: `a1 1 0 011 1`. */
class PathReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  command(): string | undefined {
    return this.#take(/[\s,]*([a-zA-Z])/y);
  }

  /** The arguments of one command, or nothing when there are no more of them. */
  arguments(command: string): number[] | undefined {
    const values: number[] = [];
    for (let index = 0; index < (argumentCount[command] ?? 0); index += 1) {
      const flag = command === "A" && (index === 3 || index === 4);
      const text = this.#take(flag ? /[\s,]*([01])/y : /[\s,]*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)/iy);
      if (text === undefined) return undefined;
      values.push(Number(text));
    }
    return values;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match) this.#at = pattern.lastIndex;
    return match?.[1];
  }
}

/** The pen's position and what the shorthand commands S and T mirror. */
class Pen {
  readonly segments: Segment[] = [];
  #x = 0;
  #y = 0;
  #startX = 0;
  #startY = 0;
  #mirror: { command: "C" | "Q"; x: number; y: number } | undefined;

  /** Draws one command; `relative` for a lower-case letter. */
  draw(command: string, given: readonly number[], relative: boolean): void {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = relative ? this.#absolute(command, given) : given;
    switch (command) {
      case "M":
        [this.#startX, this.#startY] = [a, b];
        return this.#go(["M", a, b]);
      case "L":
        return this.#go(["L", a, b]);
      case "H":
        return this.#go(["L", a, this.#y]);
      case "V":
        return this.#go(["L", this.#x, a]);
      case "C":
        return this.#cubic(a, b, c, d, e, f);
      case "S":
        return this.#cubic(...this.#reflected("C"), a, b, c, d);
      case "Q":
        return this.#quadratic(a, b, c, d);
      case "T":
        return this.#quadratic(...this.#reflected("Q"), a, b);
      case "A":
        return this.#arc(given, relative);
      default:
        [this.#x, this.#y] = [this.#startX, this.#startY];
        this.#mirror = undefined;
        this.segments.push(["Z"]);
    }
  }

  #absolute(command: string, given: readonly number[]): number[] {
    if (command === "V") return given.map((value) => value + this.#y);
    return given.map((value, index) => value + (index % 2 === 0 ? this.#x : this.#y));
  }

  #go(segment: Segment): void {
    this.segments.push(segment);
    this.#mirror = undefined;
    [this.#x, this.#y] = [segment.at(-2) as number, segment.at(-1) as number]; // every step but Z ends in a point
  }

  #cubic(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.#go(["C", x1, y1, x2, y2, x, y]);
    this.#mirror = { command: "C", x: x2, y: y2 };
  }

  #quadratic(cx: number, cy: number, x: number, y: number): void {
    const third = (from: number, control: number): number => from + (2 / 3) * (control - from);
    this.#go(["C", third(this.#x, cx), third(this.#y, cy), third(x, cx), third(y, cy), x, y]);
    this.#mirror = { command: "Q", x: cx, y: cy };
  }

  #reflected(command: "C" | "Q"): [number, number] {
    if (this.#mirror?.command !== command) return [this.#x, this.#y];
    return [2 * this.#x - this.#mirror.x, 2 * this.#y - this.#mirror.y];
  }

  #arc(given: readonly number[], relative: boolean): void {
    const [rx = 0, ry = 0, degrees = 0, large = 0, sweep = 0, dx = 0, dy = 0] = given;
    const to = { x: relative ? this.#x + dx : dx, y: relative ? this.#y + dy : dy };
    const from = { x: this.#x, y: this.#y };
    const curves = arcToCurves({ from, to, rx, ry, degrees, large: large === 1, sweep: sweep === 1 });
    if (curves.length === 0) this.#go(["L", to.x, to.y]);
    for (const curve of curves) this.#go(["C", ...curve]);
  }
}

/** SVG path data as absolute steps. It stops at the first fault, as a browser does. */
export const parsePath = (d: string): Segment[] => {
  const reader = new PathReader(d);
  const pen = new Pen();
  for (let letter = reader.command(); letter !== undefined; letter = reader.command()) {
    const relative = letter === letter.toLowerCase();
    let command = letter.toUpperCase();
    if (argumentCount[command] === undefined) break;
    let given = reader.arguments(command);
    while (given !== undefined) {
      pen.draw(command, given, relative);
      if (command === "Z") break;
      // Further pairs after a move are lines.
      if (command === "M") command = "L";
      given = reader.arguments(command);
    }
  }
  return pen.segments;
};
