import { create } from "@cantoo/fontkit";
import type { Font } from "@cantoo/fontkit";

/** A font file opened for reading. It learns glyph by glyph, so that whoever keeps it finds each the sooner. */
export interface FontFile {
  font: Font;
  covers: (codePoint: number) => boolean;
  /** Width of one character at size 1. */
  advance: (codePoint: number) => number;
}

export const openFont = (bytes: Uint8Array): FontFile => {
  const font = create(bytes);
  if (!("createSubset" in font)) throw new Error("A font collection cannot be embedded.");
  const covered = new Set(font.characterSet);
  const advances = new Map<number, number>();
  return {
    font,
    covers: (codePoint) => covered.has(codePoint),
    advance: (codePoint) => {
      const known = advances.get(codePoint);
      if (known !== undefined) return known;
      const advance = (font.glyphForCodePoint(codePoint)?.advanceWidth ?? 0) / font.unitsPerEm;
      advances.set(codePoint, advance);
      return advance;
    },
  };
};
