// What wrangler.toml puts in the place of parts of libraries that are large and never reached, 156 KB of the compressed
// bundle: the metrics of PDF's fourteen standard fonts (every font of ours is embedded), and Brotli, which only WOFF2 needs.

/** pdf-lib asks by these names whether a font is a standard one: none is. */
export const FontNames = {};
export const Encodings = {};

/** Never asked for: `StandardFontEmbedder` alone does it. */
export const Font = {
  load: (name: string): never => {
    throw new Error(`The standard font ${name} is left out of the bundle: embed a font file.`);
  },
};

/** fontkit's way into a WOFF2 file. */
const decompress = (): never => {
  throw new Error("Brotli is left out of the bundle: fonts come as TTF.");
};

// oxlint-disable-next-line import/no-default-export -- that is what fontkit imports.
export { decompress as default };
