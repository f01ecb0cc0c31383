// The little of a TrueType file that tells how far each character moves the pen.

const tableOffset = (view: DataView, name: string): number => {
  const count = view.getUint16(4);
  for (let index = 0; index < count; index += 1) {
    const at = 12 + index * 16;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(at + byte)));
    if (tag === name) return view.getUint32(at + 8);
  }
  throw new Error(`the font has no ${name} table`);
};

/** Segmented mapping, for characters up to U+FFFF. */
const readFormat4 = (view: DataView, at: number, found: Map<number, number>): void => {
  const segments = view.getUint16(at + 6) / 2;
  const [ends, starts] = [at + 14, at + 16 + segments * 2];
  const [deltas, offsets] = [starts + segments * 2, starts + segments * 4];
  for (let segment = 0; segment < segments; segment += 1) {
    const step = segment * 2;
    const [start, end] = [view.getUint16(starts + step), view.getUint16(ends + step)];
    const [delta, offset] = [view.getUint16(deltas + step), view.getUint16(offsets + step)];
    for (let codePoint = start; codePoint <= end && codePoint !== 0xffff; codePoint += 1) {
      const listed = offset === 0 ? codePoint : view.getUint16(offsets + step + offset + (codePoint - start) * 2);
      const glyph = offset !== 0 && listed === 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) found.set(codePoint, glyph);
    }
  }
};

/** Segmented coverage, for all characters. */
const readFormat12 = (view: DataView, at: number, found: Map<number, number>): void => {
  const groups = view.getUint32(at + 12);
  for (let group = 0; group < groups; group += 1) {
    const entry = at + 16 + group * 12;
    const [start, end, glyph] = [view.getUint32(entry), view.getUint32(entry + 4), view.getUint32(entry + 8)];
    for (let codePoint = start; codePoint <= end; codePoint += 1) found.set(codePoint, glyph + codePoint - start);
  }
};

const readCharacters = (view: DataView): Map<number, number> => {
  const cmap = tableOffset(view, "cmap");
  const found = new Map<number, number>();
  for (let index = 0; index < view.getUint16(cmap + 2); index += 1) {
    const at = cmap + view.getUint32(cmap + 8 + index * 8);
    const format = view.getUint16(at);
    if (format === 4) readFormat4(view, at, found);
    else if (format === 12) readFormat12(view, at, found);
  }
  return found;
};

/** Code point → advance width in thousandths of the font size. */
export const readAdvances = (font: Uint8Array): Map<number, number> => {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const unitsPerEm = view.getUint16(tableOffset(view, "head") + 18);
  const metrics = view.getUint16(tableOffset(view, "hhea") + 34);
  const hmtx = tableOffset(view, "hmtx");
  const advances = new Map<number, number>();
  for (const [codePoint, glyph] of readCharacters(view)) {
    const advance = view.getUint16(hmtx + Math.min(glyph, metrics - 1) * 4);
    advances.set(codePoint, Math.round((advance / unitsPerEm) * 1000));
  }
  return advances;
};
