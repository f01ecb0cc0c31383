import { Inflate } from "fflate";
import { ExtractionError } from "./failure.ts";

const mostEntries = 2_000;
/** Bytes of all parts, unpacked. */
const mostUnpacked = 50_000_000;
/** Fed in pieces this small, a part unpacks at most some megabytes before the next look at the sum. */
const pieceBytes = 2_048;

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const longestComment = 65_535;

const broken = (cause?: unknown): ExtractionError =>
  new ExtractionError("malformed", "The file is not a whole zip archive.", { cause });

const tooLarge = (what: string): ExtractionError =>
  new ExtractionError("too_large", `The file unpacks to more than ${what}.`);

interface Entry {
  name: string;
  method: number;
  packed: number;
  unpacked: number;
  at: number;
}

const findEnd = (view: DataView): number => {
  const last = view.byteLength - endBytes;
  for (let at = last; at >= 0 && at >= last - longestComment; at--)
    if (view.getUint32(at, true) === endSignature) return at;
  throw broken();
};

/** The archive's own list of what it holds (APPNOTE 4.3.12). */
const readEntries = (archive: Uint8Array, view: DataView): Entry[] => {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > mostEntries) throw new ExtractionError("too_complex", `The file holds more than ${mostEntries} parts.`);
  const entries: Entry[] = [];
  const decoder = new TextDecoder();
  let declared = 0;
  for (let at = view.getUint32(end + 16, true); entries.length < count;) {
    if (at + 46 > end || view.getUint32(at, true) !== entrySignature) throw broken();
    const nameLength = view.getUint16(at + 28, true);
    const name = decoder.decode(archive.subarray(at + 46, at + 46 + nameLength));
    if (/(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[a-z]:|\0/i.test(name))
      throw new ExtractionError("malformed", "The file holds a part whose path leads out of it.");
    // Bit 0 of the flags: the part is encrypted.
    if ((view.getUint16(at + 8, true) & 1) === 1) throw new ExtractionError("encrypted", "The file needs a password.");
    const unpacked = view.getUint32(at + 24, true);
    declared += unpacked;
    if (declared > mostUnpacked) throw tooLarge("50 MB");
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked,
      at: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
};

const packedBytes = (archive: Uint8Array, view: DataView, { at, packed }: Entry): Uint8Array => {
  if (at + 30 > view.byteLength || view.getUint32(at, true) !== localSignature) throw broken();
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + packed > view.byteLength) throw broken();
  return archive.subarray(start, start + packed);
};

/** Unpacks the first bytes of a part, and stops where it holds more than the archive's list says of it. */
const inflateStart = (
  packed: Uint8Array,
  size: number,
  most: number,
  piece = pieceBytes,
): { start: Uint8Array; unpacked: number } => {
  const start = new Uint8Array(Math.min(size, most));
  let unpacked = 0;
  const stream = new Inflate((chunk) => {
    if (unpacked + chunk.length > size) throw tooLarge("it says");
    if (unpacked < start.length) start.set(chunk.subarray(0, start.length - unpacked), unpacked);
    unpacked += chunk.length;
  });
  for (let at = 0; at < packed.length && unpacked <= start.length; at += piece)
    stream.push(packed.subarray(at, at + piece), at + piece >= packed.length);
  if (unpacked < start.length) throw broken();
  return { start, unpacked };
};

const inflate = (packed: Uint8Array, size: number): Uint8Array => inflateStart(packed, size, size).start;

/** Bytes that are unpacked of all parts together to see whether they hold more than they say, and of each at first. */
const mostProbed = 1_000_000;
const probeBytes = 200_000;
const probePieceBytes = 256;

/** What Word itself puts inside a document, unpacked by nobody: the tables behind charts. */
const isEmbedded = (name: string): boolean => /^word\/embeddings\/[^/]+\.(?:xls|doc|ppt)[xmb]$/i.test(name);
const isArchive = (name: string): boolean => /\.(?:zip|jar|gz|tgz|7z|rar|bz2|xz|(?:xls|doc|ppt)[xmb])$/i.test(name);

/**
 * Looks at an archive without unpacking it: how much and how many parts it says it holds, where their paths lead, whether
 * one is an archive again, and whether the first bytes of them are more than they say. Answers the parts' names; throws
 * `ExtractionError`.
 */
export const listParts = (archive: Uint8Array): string[] => {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  try {
    const entries = readEntries(archive, view);
    let left = mostProbed;
    for (const entry of entries) {
      const { name, method, unpacked } = entry;
      if (isEmbedded(name)) continue;
      if (isArchive(name)) throw new ExtractionError("malformed", "The file holds an archive inside an archive.");
      if (left <= 0) continue;
      const packed = packedBytes(archive, view, entry);
      const probed =
        method === 8
          ? inflateStart(packed, unpacked, Math.min(left, probeBytes), probePieceBytes)
          : { start: packed.subarray(0, 4), unpacked: 0 };
      left -= probed.unpacked;
      const { start } = probed;
      if (start[0] === 0x50 && start[1] === 0x4b && start[2] === 3 && start[3] === 4)
        throw new ExtractionError("malformed", "The file holds an archive inside an archive.");
    }
    return entries.map(({ name }) => name);
  } catch (error) {
    throw error instanceof ExtractionError ? error : broken(error);
  }
};

/**
 * The wanted parts of a zip archive by their names. All sizes are bounded by the archive's list before anything is
 * unpacked, and a part that unpacks to more than the list says is refused. Throws `ExtractionError`.
 */
export const unpackParts = (archive: Uint8Array, isWanted: (name: string) => boolean): Record<string, Uint8Array> => {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  try {
    return Object.fromEntries(
      readEntries(archive, view)
        .filter(({ name }) => isWanted(name))
        .map((entry) => {
          const packed = packedBytes(archive, view, entry);
          if (entry.method === 8) return [entry.name, inflate(packed, entry.unpacked)];
          if (entry.method === 0) return [entry.name, packed];
          throw broken();
        }),
    );
  } catch (error) {
    throw error instanceof ExtractionError ? error : broken(error);
  }
};
