import { crc32, createDeflate } from "node:zlib";

const signature = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]);
const paletteColour = 3;

const join = (parts: readonly Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

/** Length, name, data, checksum. */
const chunk = (name: string, data: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(name), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
};

const header = (width: number, height: number): Uint8Array => {
  const data = new Uint8Array(13);
  const view = new DataView(data.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  data[8] = 8;
  data[9] = paletteColour;
  return data;
};

/** Rows of palette indices, each after the filter byte 0, as PNG wants them. */
const rowsOf = (pixels: Uint32Array, width: number, indexOf: (colour: number) => number): Uint8Array => {
  const rows = new Uint8Array(pixels.length + pixels.length / width);
  let at = 0;
  let last = -1;
  let index = 0;
  for (let pixel = 0; pixel < pixels.length; pixel += 1) {
    if (pixel % width === 0) at += 1;
    const colour = (pixels[pixel] ?? 0) & 0xffffff;
    if (colour !== last) {
      last = colour;
      index = indexOf(colour);
    }
    rows[at] = index;
    at += 1;
  }
  return rows;
};

export interface PngWriter {
  /** Adds whole rows of pixels (`0xAABBGGRR`; opacity is left out), each colour by its index in the palette. */
  write: (pixels: Uint32Array, indexOf: (colour: number) => number) => void;
  finish: () => Promise<Uint8Array>;
}

/** Writes a PNG of at most 256 colours (`0xBBGGRR`), rows as they come: a third of truecolour's size, and faster to pack. */
export const pngWriter = (width: number, height: number, palette: readonly number[]): PngWriter => {
  const packed: Uint8Array[] = [];
  const deflate = createDeflate({ level: 6 });
  const done = new Promise<void>((resolve, reject) => {
    deflate.on("data", (part: Uint8Array) => packed.push(part));
    deflate.on("end", resolve);
    deflate.on("error", reject);
  });
  const colours = new Uint8Array(palette.length * 3);
  for (const [index, colour] of palette.entries())
    colours.set([colour & 255, (colour >> 8) & 255, (colour >> 16) & 255], index * 3);
  return {
    write: (pixels, indexOf) => {
      deflate.write(rowsOf(pixels, width, indexOf));
    },
    finish: async () => {
      deflate.end();
      await done;
      const data = packed.map((part) => chunk("IDAT", part));
      return join([
        signature,
        chunk("IHDR", header(width, height)),
        chunk("PLTE", colours),
        ...data,
        chunk("IEND", new Uint8Array()),
      ]);
    },
  };
};
