import type { Glyph } from "@cantoo/fontkit";
import type { PDFContext, PDFRef } from "pdf-lib";
import { PDFString } from "pdf-lib";
import type { FontFile } from "./font-file.ts";
import { deflated } from "./stream.ts";

interface Letter {
  /** Number of the glyph in this document, as four hexadecimal digits. */
  code: string;
  glyph: number;
  /** Thousandths of the font size. */
  width: number;
  text: string;
}

const hex = (value: number): string => value.toString(16).padStart(4, "0");
const utf16 = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => hex(text.charCodeAt(at))).join("");
const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Scripts whose marks find their place by the letters around them. */
const shaped = /\p{Script=Thai}/u;

/** One font in one document: collects the glyphs that are used, and at the end writes those and no others. */
export class Face {
  /** Its name among the document's resources. */
  readonly key: string;
  /** There is no bold file of it: bold letters get an outline. */
  readonly outlined: boolean;
  readonly covers: FontFile["covers"];
  readonly advance: FontFile["advance"];
  readonly #file: FontFile;
  readonly #letters = new Map<number, Letter>();
  readonly #codes = new Map<number, string>();

  constructor(key: string, file: FontFile, outlined: boolean) {
    this.key = key;
    this.outlined = outlined;
    this.covers = file.covers;
    this.advance = file.advance;
    this.#file = file;
  }

  get used(): boolean {
    return this.#letters.size > 0;
  }

  /** The operators that show a text which the face covers, at a size. */
  show(text: string, size: number): string {
    if (shaped.test(text)) return this.#showShaped(text, size);
    let codes = "";
    for (const character of text) codes += this.#codeOf(character.codePointAt(0) ?? 0);
    return `<${codes}>Tj`;
  }

  /** Writes the font with the glyphs that were used. */
  write(context: PDFContext): PDFRef {
    const letters = [...this.#letters.values()];
    const { font } = this.#file;
    const name = `STACKS+${(font.postscriptName ?? "Font").replace(/[^\w-]/g, "")}-${this.key}`;
    const descendant = context.register(
      context.obj({
        Type: "Font",
        Subtype: "CIDFontType2",
        BaseFont: name,
        CIDToGIDMap: "Identity",
        CIDSystemInfo: { Registry: PDFString.of("Adobe"), Ordering: PDFString.of("Identity"), Supplement: 0 },
        FontDescriptor: this.#writeDescriptor(context, name, letters),
        DW: 0,
        W: [1, letters.map(({ width }) => width)],
      }),
    );
    return context.register(
      context.obj({
        Type: "Font",
        Subtype: "Type0",
        BaseFont: name,
        Encoding: "Identity-H",
        DescendantFonts: [descendant],
        ToUnicode: context.register(deflated(context, toUnicode(letters))),
      }),
    );
  }

  #writeDescriptor(context: PDFContext, name: string, letters: readonly Letter[]): PDFRef {
    const { font } = this.#file;
    const scale = 1000 / font.unitsPerEm;
    const { minX, minY, maxX, maxY } = font.bbox;
    const subset = font.createSubset();
    for (const { glyph } of letters) subset.includeGlyph(glyph);
    return context.register(
      context.obj({
        Type: "FontDescriptor",
        FontName: name,
        // Symbolic: characters are named by number.
        Flags: 4,
        FontBBox: [minX, minY, maxX, maxY].map((value) => Math.round(value * scale)),
        ItalicAngle: font.italicAngle,
        Ascent: Math.round(font.ascent * scale),
        Descent: Math.round(font.descent * scale),
        CapHeight: Math.round((font.capHeight || font.ascent) * scale),
        StemV: 80,
        FontFile2: context.register(deflated(context, subset.encode())),
      }),
    );
  }

  #codeOf(codePoint: number): string {
    const known = this.#codes.get(codePoint);
    if (known !== undefined) return known;
    const glyph = this.#file.font.glyphForCodePoint(codePoint);
    const code = glyph === null ? "0000" : this.#letterOf(glyph, String.fromCodePoint(codePoint)).code;
    this.#codes.set(codePoint, code);
    return code;
  }

  /** Glyphs are numbered as they come, after 0 for a missing one, which is how a subset numbers them, too. */
  #letterOf(glyph: Glyph, text: string): Letter {
    const known = this.#letters.get(glyph.id);
    if (known !== undefined) return known;
    const width = rounded((glyph.advanceWidth * 1000) / this.#file.font.unitsPerEm);
    const letter = { code: hex(this.#letters.size + 1), glyph: glyph.id, width, text };
    this.#letters.set(glyph.id, letter);
    return letter;
  }

  /** Marks are moved to where the font wants them, the pen is not. */
  #showShaped(text: string, size: number): string {
    const { font } = this.#file;
    const scale = 1000 / font.unitsPerEm;
    const operators: string[] = [];
    let pending: string[] = [];
    let rise = 0;
    const flush = (): void => {
      if (pending.length > 0) operators.push(`[${pending.join(" ")}]TJ`);
      pending = [];
    };
    for (const { glyph, text: letter, xAdvance, xOffset, yOffset } of placedGlyphs(font, text)) {
      const { code, width } = this.#letterOf(glyph, letter);
      const up = rounded((yOffset * scale * size) / 1000);
      if (up !== rise) {
        flush();
        operators.push(`${up} Ts`);
        rise = up;
      }
      const before = rounded(-xOffset * scale);
      const after = rounded(width + (xOffset - xAdvance) * scale);
      pending.push(...(before === 0 ? [] : [String(before)]), `<${code}>`, ...(after === 0 ? [] : [String(after)]));
    }
    flush();
    if (rise !== 0) operators.push("0 Ts");
    return operators.join(" ");
  }
}

interface PlacedGlyph {
  glyph: Glyph;
  text: string;
  xAdvance: number;
  xOffset: number;
  yOffset: number;
}

const ring = 0xe4d;
const aa = 0xe32;
const am = 0xe33;

/** The glyphs of a text, each at its place. AM, which shaping takes apart, is made whole, so that it is found in the text. */
const placedGlyphs = (font: FontFile["font"], text: string): PlacedGlyph[] => {
  const run = font.layout(text);
  const placed = run.glyphs.map((glyph, index): PlacedGlyph => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = run.positions?.[index] ?? {};
    return { glyph, text: String.fromCodePoint(...glyph.codePoints), xAdvance, xOffset, yOffset };
  });
  const whole = text.includes(String.fromCodePoint(am)) ? font.glyphForCodePoint(am) : null;
  if (whole === null) return placed;
  const isAm = (index: number): boolean =>
    placed[index]?.glyph.codePoints[0] === ring && placed[index + 1]?.glyph.codePoints[0] === aa;
  return placed.flatMap((one, index) => {
    if (isAm(index))
      return [{ ...one, glyph: whole, text: String.fromCodePoint(am), xAdvance: placed[index + 1]?.xAdvance ?? 0 }];
    return isAm(index - 1) ? [] : [one];
  });
};

const toUnicode = (letters: readonly Letter[]): string => {
  const blocks: string[] = [];
  // A block holds a hundred entries at most.
  for (let at = 0; at < letters.length; at += 100) {
    const block = letters.slice(at, at + 100);
    const lines = block.map(({ code, text }) => `<${code}><${utf16(text)}>`);
    blocks.push(`${block.length} beginbfchar\n${lines.join("\n")}\nendbfchar`);
  }
  return [
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
    "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def",
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
    "1 begincodespacerange <0000><ffff> endcodespacerange",
    ...blocks,
    "endcmap CMapName currentdict /CMap defineresource pop end end",
  ].join("\n");
};
