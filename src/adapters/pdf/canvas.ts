import { PDFHexString, PDFName } from "pdf-lib";
import type { PDFPage, PDFRef } from "pdf-lib";
import { iconSide } from "./icon.ts";
import { paintOperator, parseColour, pathOperators, roundedRect, short } from "./operators.ts";
import type { Resources } from "./resources.ts";
import { deflated } from "./stream.ts";
import type { Type } from "./style.ts";
import type { Typesetter } from "./text.ts";

/** What a link does: open an address, or jump to a place. */
type Annotation =
  | { A: { Type: "Action"; S: "URI"; URI: PDFHexString } }
  | { Dest: [page: PDFRef, fit: "XYZ", left: null, top: number, zoom: null] };

/** How a shape is painted; colours as `#rrggbb`. */
export interface Paint {
  fill?: string;
  fillOpacity?: number;
  stroke?: string;
  strokeOpacity?: number;
  strokeWidth?: number;
  dash?: string;
  round?: boolean;
}

/** Text in one type. */
export interface Piece {
  text: string;
  type: Type;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What the page's content has set so far: it is not set again. */
interface Pen {
  fill: string;
  stroke: string;
  width: number;
  font: string;
}

/** How far a letter leans for each unit that it is high: 12 degrees, as italics do. */
const slant = 0.21;
/** A face without a bold file is drawn bold by an outline of this share of the size. */
const outlineInEms = 0.028;

/** Paints one page, with y growing downwards as in SVG, so that a report and a scene are drawn alike. */
export class Canvas {
  readonly page: PDFPage;
  readonly width: number;
  readonly height: number;
  readonly #typesetter: Typesetter;
  readonly #resources: Resources;
  readonly #content: string[] = [];
  readonly #atEnd: (() => void)[] = [];
  #pen: Pen = { fill: "", stroke: "", width: Number.NaN, font: "" };

  constructor(page: PDFPage, typesetter: Typesetter, resources: Resources) {
    this.page = page;
    ({ width: this.width, height: this.height } = page.getSize());
    this.#typesetter = typesetter;
    this.#resources = resources;
    this.#content.push(`1 0 0 -1 0 ${short(this.height)} cm\n`);
  }

  rect(box: Box, paint: Paint, radius = 0): void {
    this.#paint(roundedRect(box, radius), paint);
  }

  line(x1: number, y1: number, x2: number, y2: number, paint: Paint): void {
    this.#paint(`${short(x1)} ${short(y1)} m\n${short(x2)} ${short(y2)} l\n`, paint);
  }

  /** SVG path data. */
  path(d: string, paint: Paint): void {
    this.#paint(pathOperators(d), paint);
  }

  /** A vendor's icon in a square. */
  icon(id: string, x: number, y: number, size: number): void {
    const scale = Math.round((size / iconSide) * 10_000) / 10_000;
    this.#content.push(`q\n${scale} 0 0 ${scale} ${short(x)} ${short(y)} cm\n/${this.#resources.icon(id)} Do\nQ\n`);
  }

  /** One clean line with its baseline at `y`; answers where it ends. */
  text(text: string, x: number, y: number, type: Type): number {
    return this.texts([{ text, type }], x, y);
  }

  /** Clean pieces of one line, each in its own type, one after the other; answers where they end. All lean if the first does. */
  texts(pieces: readonly Piece[], x: number, y: number): number {
    const lean = pieces[0]?.type.slanted ? slant : 0;
    this.#content.push(`BT\n1 0 ${lean} -1 ${short(x)} ${short(y)} Tm\n`);
    const width = this.#show(pieces);
    this.#content.push("ET\n");
    return x + width;
  }

  /** Lines of clean pieces, one below the other: much shorter to write than each at a place of its own. */
  column(lines: readonly (readonly Piece[])[], { x, y, leading }: { x: number; y: number; leading: number }): void {
    this.#content.push(`BT\n1 0 0 -1 ${short(x)} ${short(y)} Tm\n${short(leading)} TL\n`);
    for (const pieces of lines) {
      this.#show(pieces);
      this.#content.push("T*\n");
    }
    this.#content.push("ET\n");
  }

  #show(pieces: readonly Piece[]): number {
    let width = 0;
    for (const { text, type } of pieces) {
      this.#fill(parseColour(type.colour) ?? "0 0 0");
      for (const run of this.#typesetter.runs(text, type.weight)) {
        const size = short(type.size * run.scale);
        this.#font(`/${run.face.key} ${size} Tf\n`);
        const bold = run.face.outlined && (type.weight === 600 || type.weight === 700);
        if (bold) this.#stroke(parseColour(type.colour) ?? "0 0 0", size * outlineInEms);
        const shown = run.face.show(run.text, size);
        this.#content.push(bold ? `2 Tr ${shown} 0 Tr\n` : `${shown}\n`);
        width += run.width * type.size;
      }
    }
    return width;
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
    const outer = { ...this.#pen };
    this.#content.push(`q\n${Math.round(scale * 100_000) / 100_000} 0 0 `);
    this.#content.push(`${Math.round(scale * 100_000) / 100_000} ${short(x)} ${short(y)} cm\n`);
    draw();
    this.#content.push("Q\n");
    this.#pen = outer;
  }

  /** A link to a web or mail address; anything else is no link. */
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

  /** Draws when the page is full. */
  atEnd(draw: () => void): void {
    this.#atEnd.push(draw);
  }

  /** Hands everything drawn to the page. */
  finish(): void {
    for (const draw of this.#atEnd) draw();
    const { context } = this.page.doc;
    this.page.node.set(PDFName.of("Contents"), context.register(deflated(context, this.#content.join(""))));
    this.page.node.set(PDFName.of("Resources"), this.#resources.ref);
  }

  #paint(path: string, paint: Paint): void {
    const fill = parseColour(paint.fill);
    const stroke = parseColour(paint.stroke);
    if ((fill === undefined && stroke === undefined) || path === "") return;
    if (fill !== undefined) this.#fill(fill);
    if (stroke !== undefined) this.#stroke(stroke, paint.strokeWidth ?? 1);
    const special = this.#specialState(paint, stroke !== undefined);
    const operator = paintOperator(fill !== undefined, stroke !== undefined);
    this.#content.push(special === "" ? `${path}${operator}\n` : `q\n${special}${path}${operator}\nQ\n`);
  }

  /** What is set for one shape only. */
  #specialState(paint: Paint, stroked: boolean): string {
    const [fillOpacity, strokeOpacity] = [paint.fillOpacity ?? 1, paint.strokeOpacity ?? 1];
    const opaque = fillOpacity >= 1 && strokeOpacity >= 1;
    let state = opaque ? "" : `/${this.#resources.opacity(fillOpacity, strokeOpacity)} gs\n`;
    if (stroked && paint.dash)
      state += `[${paint.dash
        .split(/[\s,]+/)
        .map(Number)
        .map(short)
        .join(" ")}] 0 d\n`;
    if (stroked && paint.round) state += "1 J 1 j\n";
    return state;
  }

  #fill(colour: string): void {
    if (this.#pen.fill === colour) return;
    this.#pen.fill = colour;
    this.#content.push(`${colour} rg\n`);
  }

  #stroke(colour: string, width: number): void {
    if (this.#pen.stroke !== colour) this.#content.push(`${colour} RG\n`);
    if (this.#pen.width !== width) this.#content.push(`${short(width)} w\n`);
    this.#pen.stroke = colour;
    this.#pen.width = width;
  }

  #font(operator: string): void {
    if (this.#pen.font === operator) return;
    this.#pen.font = operator;
    this.#content.push(operator);
  }

  #annotate({ x, y, width, height }: Box, rest: Annotation): void {
    const { context } = this.page.doc;
    const rect = [x, this.height - y - height, x + width, this.height - y].map(short);
    const annotation = context.obj({ Type: "Annot", Subtype: "Link", Rect: rect, Border: [0, 0, 0], ...rest });
    this.page.node.addAnnot(context.register(annotation));
  }
}

/** The address in its normal form, when it is a web or mail address. */
export const webAddress = (text: string): string | undefined => {
  const url = URL.parse(text);
  return url && /^(?:https?|mailto):$/.test(url.protocol) ? url.href : undefined;
};
