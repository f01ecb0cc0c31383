import { choosePalette, countColours, nearestIn } from "./palette.ts";
import { pngWriter } from "./png.ts";
import { rendererFor } from "./renderer.ts";
import { cutIntoStrips, pixelSize, preview, sizeOf } from "./strips.ts";

/** Scripts that the bundled fonts do not hold; the renderer would leave their characters out without a trace. */
const unheldScripts =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Georgian}\p{Script=Armenian}]/gu;

const withVisibleGaps = (svg: string): string => svg.replaceAll(unheldScripts, "□");

/**
 * SVG that we drew ourselves → PNG, at least `minimumWidth` pixels wide; a large one is drawn strip by strip, in bounded memory.
 * Never pass a caller's SVG: a hostile filter of 2 KB blocks the renderer for half a minute.
 */
export const toPng = async (drawing: string, minimumWidth: number): Promise<Uint8Array> => {
  const svg = withVisibleGaps(drawing);
  const render = await rendererFor(svg);
  const size = pixelSize(sizeOf(svg), minimumWidth);
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
