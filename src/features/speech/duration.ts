const text = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Of a WAVE file: the size of its samples by the bytes that a second takes (RIFF, chunks `fmt ` and `data`). */
const ofWave = (bytes: Uint8Array): number | undefined => {
  const view = viewOf(bytes);
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    const id = text(bytes, at, 4);
    const size = view.getUint32(at + 4, true);
    if (id === "fmt " && at + 20 <= bytes.length) bytesPerSecond = view.getUint32(at + 16, true);
    if (id === "data") return bytesPerSecond === 0 ? undefined : Math.min(size, bytes.length - at - 8) / bytesPerSecond;
    at += 8 + size + (size % 2);
  }
  return undefined;
};

/** kbit/s of MPEG-1 and of MPEG-2 and 2.5, layer III, by the index in a frame's header (ISO/IEC 11172-3, 13818-3). */
const rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** Of an MP3: by the bit rate of its first frame; of one whose rate varies an estimate. */
const ofMp3 = (bytes: Uint8Array): number | undefined => {
  const tag =
    text(bytes, 0, 3) === "ID3" ? 10 + bytes.subarray(6, 10).reduce((size, byte) => size * 128 + (byte & 0x7f), 0) : 0;
  const view = viewOf(bytes);
  for (let at = tag; at + 4 <= Math.min(bytes.length, tag + 8_192); at++) {
    const head = view.getUint8(at + 1);
    if (bytes[at] !== 0xff || (head & 0xe6) !== 0xe2) continue;
    const isMpeg1 = (head & 0x18) === 0x18;
    const rate = (isMpeg1 ? rates1 : rates2)[view.getUint8(at + 2) >> 4];
    if (rate !== undefined && rate > 0) return ((bytes.length - at) * 8) / (rate * 1_000);
  }
  return undefined;
};

/** Of an MPEG-4 file: duration by time scale of its movie header (ISO/IEC 14496-12, `mvhd`). */
const ofMpeg4 = (bytes: Uint8Array): number | undefined => {
  const view = viewOf(bytes);
  for (let at = 4; at + 36 <= bytes.length; at++) {
    if (bytes[at] !== 0x6d || text(bytes, at, 4) !== "mvhd") continue;
    const isLong = bytes[at + 4] === 1;
    const scale = view.getUint32(at + (isLong ? 24 : 16));
    const duration = isLong ? Number(view.getBigUint64(at + 28)) : view.getUint32(at + 20);
    return scale === 0 ? undefined : duration / scale;
  }
  return undefined;
};

/** How long a recording is, in seconds, as its header says; undefined where it does not. */
export const durationOf = (bytes: Uint8Array, mediaType: string): number | undefined => {
  if (/wav/.test(mediaType)) return ofWave(bytes);
  if (/mpeg|mp3/.test(mediaType)) return ofMp3(bytes);
  if (/mp4|m4a/.test(mediaType)) return ofMpeg4(bytes);
  return undefined;
};
