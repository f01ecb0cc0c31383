import type * as Resvg from "@resvg/resvg-wasm";

type Font = { default: ArrayBuffer };

let library: Promise<typeof Resvg> | undefined;
let inter: Promise<Uint8Array[]> | undefined;
let thai: Promise<Uint8Array[]> | undefined;

// Loaded on the first picture, once per isolate: initWasm throws when called twice.
const loadLibrary = async (): Promise<typeof Resvg> => {
  const [loaded, wasm] = await Promise.all([import("@resvg/resvg-wasm"), import("@resvg/resvg-wasm/index_bg.wasm")]);
  await loaded.initWasm(wasm.default);
  return loaded;
};

const bytesOf = async (fonts: readonly Promise<Font>[]): Promise<Uint8Array[]> =>
  (await Promise.all(fonts)).map((font) => new Uint8Array(font.default));

const loadInter = (): Promise<Uint8Array[]> =>
  bytesOf([
    import("#assets/fonts/inter-400.ttf"),
    import("#assets/fonts/inter-500.ttf"),
    import("#assets/fonts/inter-600.ttf"),
    import("#assets/fonts/inter-700.ttf"),
  ]);

const loadThai = (): Promise<Uint8Array[]> =>
  bytesOf([import("#assets/fonts/noto-sans-thai-400.ttf"), import("#assets/fonts/noto-sans-thai-600.ttf")]);

const thaiLetters = /[\u0e00-\u0e7f]/;

/** Draws SVG at its own size: one number per pixel, `0xAABBGGRR`. */
export type Render = (svg: string) => Uint32Array;

/** A renderer with the bundled fonts that this text needs, and others. */
export const rendererFor = async (text: string, others: readonly Uint8Array[]): Promise<Render> => {
  const { Resvg: Renderer } = await (library ??= loadLibrary());
  const fontBuffers = [...(await (inter ??= loadInter()))];
  if (thaiLetters.test(text)) fontBuffers.push(...(await (thai ??= loadThai())));
  fontBuffers.push(...others);
  return (svg) => {
    const renderer = new Renderer(svg, { font: { fontBuffers, defaultFontFamily: "Inter" } });
    try {
      const image = renderer.render();
      try {
        const { pixels } = image;
        return new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.byteLength / 4);
      } finally {
        image.free();
      }
    } finally {
      // Without it every picture stays in the wasm memory: 60 of them were 650 MB.
      renderer.free();
    }
  };
};
