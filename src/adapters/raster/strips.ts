/** Pixels rendered at once: 16 MB as RGBA, of which the renderer and we each hold a copy. An isolate has 128 MB. */
const pixelsPerStrip = 4_000_000;
/** Past this a picture is drawn smaller: its CPU time would be noticed. */
const mostPixels = 40_000_000;
/** A picture gets twice its own size while that stays below this many pixels. */
const pixelsForDouble = 8_000_000;

export interface Size {
  width: number;
  height: number;
}

const head = /^(<svg\b[^>]*?) width="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d.]+ [\d.]+"/;

/** The drawing's own size, from the root element that our SVG writer makes. */
export const sizeOf = (svg: string): Size => {
  const [, , width, height] = head.exec(svg) ?? [];
  if (width === undefined || height === undefined) throw new TypeError("not an SVG of ours");
  return { width: Number(width), height: Number(height) };
};

/** Pixels across at the least, or pixels per unit of the drawing. */
export type WantedSize = number | { scale: number };

const zoomFor = ({ width, height }: Size, wanted: WantedSize): number => {
  if (typeof wanted === "object") return wanted.scale;
  const comfortable = Math.min(2, Math.sqrt(pixelsForDouble / (width * height)));
  return Math.max(wanted / width, comfortable);
};

/**
 * Pixels to draw: at the scale asked for, or at least so many across, up to twice the drawing's size where that is no
 * burden. Fewer where they would be too many.
 */
export const pixelSize = (size: Size, wanted: WantedSize): Size => {
  const { width, height } = size;
  const zoom = Math.min(zoomFor(size, wanted), Math.sqrt(mostPixels / (width * height)));
  const pixels = Math.max(1, Math.round(width * zoom));
  // Never a last row that the drawing covers only in part: it would be grey.
  return { width: pixels, height: Math.max(1, Math.floor((height * pixels) / width)) };
};

/** The same drawing as SVGs of one strip of pixel rows each, top to bottom. */
export const cutIntoStrips = (svg: string, pixels: Size): string[] => {
  const { width } = sizeOf(svg);
  const zoom = pixels.width / width;
  const rows = Math.max(1, Math.floor(pixelsPerStrip / pixels.width));
  return Array.from({ length: Math.ceil(pixels.height / rows) }, (_, index) => {
    const top = index * rows;
    const height = Math.min(rows, pixels.height - top);
    const view = `0 ${top / zoom} ${width} ${height / zoom}`;
    return svg.replace(head, `$1 width="${pixels.width}" height="${height}" viewBox="${view}"`);
  });
};

/** The whole drawing in as few pixels as one strip has. */
export const preview = (svg: string, pixels: Size): string => {
  const { width, height } = sizeOf(svg);
  const zoom = Math.min(1, Math.sqrt(pixelsPerStrip / (pixels.width * pixels.height)));
  const size = { width: Math.ceil(pixels.width * zoom), height: Math.ceil(pixels.height * zoom) };
  return svg.replace(head, `$1 width="${size.width}" height="${size.height}" viewBox="0 0 ${width} ${height}"`);
};
