import type { LoadFont } from "#engine/typeface";
import { facesFor, loadFaces } from "#engine/typeface";
import { withFamilies } from "./faces.ts";
import { choosePalette, countColours, nearestIn } from "./palette.ts";
import { pngWriter } from "./png.ts";
import { rendererFor } from "./renderer.ts";
import type { WantedSize } from "./strips.ts";
import { cutIntoStrips, pixelSize, preview, sizeOf } from "./strips.ts";

const noFonts: LoadFont = () => Promise.resolve(undefined);

/**
 * SVG that we drew ourselves → PNG, so many pixels wide at the least, or at a scale; a large one is drawn strip by strip, in bounded memory.
 * Fonts for Korean, Japanese and Chinese come from `loadFont`, those alone that the drawing's text needs.
 * Never pass a caller's SVG: a hostile filter of 2 KB blocks the renderer for half a minute.
 */
export const toPng = async (drawing: string, wanted: WantedSize, loadFont = noFonts): Promise<Uint8Array> => {
  const files = await loadFaces(facesFor(drawing), loadFont);
  const svg = withFamilies(drawing, [...files.keys()]);
  const render = await rendererFor(svg, [...files.values()]);
  const size = pixelSize(sizeOf(svg), wanted);
  const strips = cutIntoStrips(svg, size);
  const [first = svg, ...others] = strips;
  const firstPixels = render(first);
  const palette = choosePalette(countColours(others.length === 0 ? firstPixels : render(preview(svg, size))));
  const indexOf = nearestIn(palette);

  const png = pngWriter(size.width, size.height, palette);
  png.write(firstPixels, indexOf);
  for (const strip of others) png.write(render(strip), indexOf);
  return await png.finish();
};
