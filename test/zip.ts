import { deflateRawSync } from "node:zlib";

export interface Entry {
  name: string;
  data: string | Uint8Array;
  /** What the headers say, where they lie. */
  size?: number;
  packed?: Uint8Array;
}

/** A zip archive that may lie. Local headers only: what a reader of a stream sees of it. */
export const zip = (entries: readonly Entry[]): Uint8Array<ArrayBuffer> => {
  const parts = entries.flatMap(({ name, data, size, packed = deflateRawSync(data) }) => {
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(size ?? data.length, 22);
    header.writeUInt16LE(Buffer.byteLength(name), 26);
    return [header, Buffer.from(name), packed];
  });
  return new Uint8Array(Buffer.concat(parts));
};
