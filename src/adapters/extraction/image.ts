import { ExtractionError } from "./failure.ts";

/** Pixels a side and in all that a picture may claim. */
const mostSide = 20_000;
const mostPixels = 100_000_000;

interface Size {
  width: number;
  height: number;
}

/** Frame headers of JPEG (ITU T.81, B.1.1.3): C0 to CF without the tables and the arithmetic conditioning. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const jpegSize = (head: DataView): Size | undefined => {
  for (let at = 2; at + 9 <= head.byteLength;) {
    if (head.getUint8(at) !== 0xff) return undefined;
    const marker = head.getUint8(at + 1);
    if (marker === 0xff) at++;
    else if (isFrame(marker)) return { height: head.getUint16(at + 5), width: head.getUint16(at + 7) };
    else at += 2 + head.getUint16(at + 2);
  }
  return undefined;
};

const webpSize = (head: DataView, kind: string): Size | undefined => {
  if (kind === "VP8X")
    return {
      width: 1 + (head.getUint32(24, true) & 0xff_ffff),
      height: 1 + (head.getUint32(26, true) >>> 8),
    };
  if (kind === "VP8L") {
    const bits = head.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  return { width: head.getUint16(26, true) & 0x3fff, height: head.getUint16(28, true) & 0x3fff };
};

/** What a picture's header says of its size; undefined where the header is not all there. */
const sizeOf = (bytes: Uint8Array): Size | undefined => {
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ascii = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  if (bytes.length < 10) return undefined;
  if (ascii(1, 4) === "PNG")
    return ascii(12, 16) === "IHDR" && bytes.length >= 24
      ? { width: head.getUint32(16), height: head.getUint32(20) }
      : undefined;
  if (ascii(0, 3) === "GIF") return { width: head.getUint16(6, true), height: head.getUint16(8, true) };
  if (ascii(0, 4) === "RIFF") return bytes.length >= 30 ? webpSize(head, ascii(12, 16)) : undefined;
  return jpegSize(head);
};

/** Refuses a picture that claims to be huge, from its first bytes. Throws `ExtractionError`. */
export const checkImageHeader = (head: Uint8Array): void => {
  const size = sizeOf(head);
  if (size === undefined || size.width === 0 || size.height === 0)
    throw new ExtractionError("malformed", "The picture's header cannot be read.");
  if (size.width > mostSide || size.height > mostSide || size.width * size.height > mostPixels)
    throw new ExtractionError("too_large", "The picture claims more than 20,000 pixels a side or 100 megapixels.");
};
