import {
  LineCapStyle,
  LineJoinStyle,
  PDFHexString,
  PDFOperator,
  PDFOperatorNames,
  appendBezierCurve,
  beginText,
  closePath,
  concatTransformationMatrix,
  endText,
  lineTo,
  moveTo,
  popGraphicsState,
  pushGraphicsState,
  setDashPattern,
  setFillingRgbColor,
  setFontAndSize,
  setGraphicsState,
  setLineCap,
  setLineJoin,
  setLineWidth,
  setStrokingRgbColor,
  setTextMatrix,
  showText,
} from "pdf-lib";
import type { PDFFont, PDFName, PDFPage, PDFRef } from "pdf-lib";
import type { Type } from "./style.ts";
import { parsePath } from "./svg-path.ts";
import type { Typesetter } from "./text.ts";

/** What a link does: open an address, or jump to a place. */
type Annotation =
  | { A: { Type: "Action"; S: "URI"; URI: PDFHexString } }
  | { Dest: [page: PDFRef, fit: "XYZ", left: null, top: number, zoom: null] };

/** How a shape is painted; colours as `#rrggbb`. */
export interface Paint {
  fill?: string;
  fillOpacity?: number;
  fillRule?: "evenodd" | "nonzero";
  stroke?: string;
  strokeOpacity?: number;
  strokeWidth?: number;
  dash?: string;
  round?: boolean;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const mostArguments = 10_000;

/** Two decimals are a hundredth of a point and keep the streams small. */
const short = (value: number): number => Math.round(value * 100) / 100;

const parseColour = (colour: string | undefined): [number, number, number] | undefined => {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour ?? "")?.[1];
  if (hex === undefined) return undefined;
  const long = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
  const channel = (from: number): number => Number.parseInt(long.slice(from, from + 2), 16) / 255;
  return [short(channel(0)), short(channel(2)), short(channel(4))];
};

const roundedRect = ({ x, y, width, height }: Box, radius: number): string => {
  const r = Math.min(radius, width / 2, height / 2);
  if (r <= 0) return `M${x} ${y}h${width}v${height}h${-width}Z`;
  const corner = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  const [across, down] = [width - 2 * r, height - 2 * r];
  return `M${x + r} ${y}h${across}${corner(r, r)}v${down}${corner(-r, r)}h${-across}${corner(-r, -r)}v${-down}${corner(r, -r)}Z`;
};

/** Paints one page, with y growing downwards as in SVG, so that a report and a scene are drawn alike. */
export class Canvas {
  readonly page: PDFPage;
  readonly width: number;
  readonly height: number;
  readonly #typesetter: Typesetter;
  readonly #operators: PDFOperator[] = [];
  readonly #fontKeys = new Map<PDFFont, PDFName>();
  readonly #opacityKeys = new Map<string, PDFName>();

  constructor(page: PDFPage, typesetter: Typesetter) {
    this.page = page;
    ({ width: this.width, height: this.height } = page.getSize());
    this.#typesetter = typesetter;
    this.#operators.push(pushGraphicsState(), concatTransformationMatrix(1, 0, 0, -1, 0, this.height));
  }

  rect(box: Box, paint: Paint, radius = 0): void {
    this.path(roundedRect(box, radius), paint);
  }

  line(x1: number, y1: number, x2: number, y2: number, paint: Paint): void {
    this.path(`M${x1} ${y1}L${x2} ${y2}`, paint);
  }

  /** SVG path data. */
  path(d: string, paint: Paint): void {
    const fill = parseColour(paint.fill);
    const stroke = parseColour(paint.stroke);
    const steps = parsePath(d);
    if ((!fill && !stroke) || steps.length === 0) return;
    const operators = this.#operators;
    operators.push(pushGraphicsState());
    const opacity = this.#opacity(paint.fillOpacity ?? 1, paint.strokeOpacity ?? 1);
    if (opacity) operators.push(setGraphicsState(opacity));
    if (fill) operators.push(setFillingRgbColor(...fill));
    if (stroke) operators.push(setStrokingRgbColor(...stroke), setLineWidth(paint.strokeWidth ?? 1));
    if (stroke && paint.dash) operators.push(setDashPattern(paint.dash.split(/[\s,]+/).map(Number), 0));
    if (stroke && paint.round) operators.push(setLineCap(LineCapStyle.Round), setLineJoin(LineJoinStyle.Round));
    for (const step of steps) {
      if (step[0] === "M") operators.push(moveTo(short(step[1]), short(step[2])));
      else if (step[0] === "L") operators.push(lineTo(short(step[1]), short(step[2])));
      else if (step[0] === "Z") operators.push(closePath());
      else {
        const [, x1, y1, x2, y2, x, y] = step;
        operators.push(appendBezierCurve(short(x1), short(y1), short(x2), short(y2), short(x), short(y)));
      }
    }
    operators.push(finishPath(fill !== undefined, stroke !== undefined, paint.fillRule), popGraphicsState());
  }

  /** One clean line with its baseline at `y`; answers where it ends. */
  text(text: string, x: number, y: number, type: Type): number {
    let end = x;
    const fill = parseColour(type.colour) ?? [0, 0, 0];
    for (const run of this.#typesetter.runs(text, type.weight)) {
      const { face, scale } = run;
      this.#operators.push(
        beginText(),
        setFillingRgbColor(...fill),
        setFontAndSize(this.#fontKey(face.font), short(type.size * scale)),
        setTextMatrix(1, 0, 0, -1, short(end), short(y)),
        showText(face.encode(run.text)),
        endText(),
      );
      end += run.width * type.size;
    }
    return end;
  }

  textEndingAt(text: string, x: number, y: number, type: Type): void {
    this.text(text, x - this.#typesetter.measure(text, type), y, type);
  }

  textAround(text: string, x: number, y: number, type: Type): void {
    this.text(text, x - this.#typesetter.measure(text, type) / 2, y, type);
  }

  /** Draws with another origin and scale. */
  within(origin: { x: number; y: number; scale: number }, draw: () => void): void {
    const { x, y, scale } = origin;
    this.#operators.push(pushGraphicsState(), concatTransformationMatrix(scale, 0, 0, scale, short(x), short(y)));
    draw();
    this.#operators.push(popGraphicsState());
  }

  /** A link to a web address; anything but http and https is no link. */
  linkTo(url: string, box: Box): void {
    const address = webAddress(url);
    if (address === undefined) return;
    // An address is plain ASCII bytes; as hex no bracket in it needs escaping.
    const bytes = Array.from(address, (character) => character.charCodeAt(0).toString(16).padStart(2, "0")).join("");
    this.#annotate(box, { A: { Type: "Action", S: "URI", URI: PDFHexString.of(bytes) } });
  }

  /** A link to a place in the document. */
  jumpTo(destination: { page: PDFRef; y: number }, box: Box): void {
    this.#annotate(box, { Dest: [destination.page, "XYZ", null, destination.y, null] });
  }

  /** Hands everything drawn to the page. */
  finish(): void {
    this.#operators.push(popGraphicsState());
    // Each operator is an argument of a call, and a large picture has more of them than the stack holds.
    while (this.#operators.length > 0) this.page.pushOperators(...this.#operators.splice(0, mostArguments));
  }

  #annotate({ x, y, width, height }: Box, rest: Annotation): void {
    const { context } = this.page.doc;
    const rect = [x, this.height - y - height, x + width, this.height - y].map(short);
    const annotation = context.obj({ Type: "Annot", Subtype: "Link", Rect: rect, Border: [0, 0, 0], ...rest });
    this.page.node.addAnnot(context.register(annotation));
  }

  #fontKey(font: PDFFont): PDFName {
    const known = this.#fontKeys.get(font);
    if (known) return known;
    const key = this.page.node.newFontDictionary(font.name, font.ref);
    this.#fontKeys.set(font, key);
    return key;
  }

  #opacity(fill: number, stroke: number): PDFName | undefined {
    if (fill >= 1 && stroke >= 1) return undefined;
    const name = `${fill} ${stroke}`;
    const known = this.#opacityKeys.get(name);
    if (known) return known;
    const { context } = this.page.doc;
    const state = context.register(context.obj({ Type: "ExtGState", ca: fill, CA: stroke }));
    const key = this.page.node.newExtGState("GS", state);
    this.#opacityKeys.set(name, key);
    return key;
  }
}

const finishPath = (fill: boolean, stroke: boolean, rule: Paint["fillRule"]): PDFOperator => {
  const evenOdd = rule === "evenodd";
  if (!fill) return PDFOperator.of(PDFOperatorNames.StrokePath);
  if (stroke)
    return PDFOperator.of(evenOdd ? PDFOperatorNames.FillEvenOddAndStroke : PDFOperatorNames.FillNonZeroAndStroke);
  return PDFOperator.of(evenOdd ? PDFOperatorNames.FillEvenOdd : PDFOperatorNames.FillNonZero);
};

/** The address in its normal form, when it is a web address. */
export const webAddress = (text: string): string | undefined => {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
};
