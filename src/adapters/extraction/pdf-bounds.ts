import { Unzlib } from "fflate";
import { ExtractionError } from "./failure.ts";

const mostObjects = 200_000;
/** Numbers that its objects may have: what is deleted leaves its own unused. */
const mostNumbered = 900_000;
/** Unpacked bytes of one stream that is not a picture, and of all of them. */
const mostStream = 50_000_000;
const mostStreams = 250_000_000;
/** Tables of objects that follow each other: one for every time that the file was added to. */
const mostTables = 1_000;
/** Bytes after the beginning of a table in which its trailer is looked for. */
const tableBytes = 5_000_000;
/** Packed bytes of a stream in a packing that is not looked into: of LZW and run lengths only old files have any. */
const mostOtherPacking = 1_000_000;
/** Fed in pieces this small, a stream unpacks at most some megabytes before the next look at the sum. */
const pieceBytes = 2_048;
/** Bytes before a stream in which its dictionary is looked for. */
const dictionaryBytes = 1_000;

const countObjects = (bytes: Buffer): number => {
  const keyword = " obj";
  let count = 0;
  for (let at = bytes.indexOf(keyword); at !== -1 && count <= mostObjects; at = bytes.indexOf(keyword, at + 1)) count++;
  return count;
};

const tooManyObjects = (): ExtractionError =>
  new ExtractionError("too_complex", `The PDF has more than ${mostObjects} objects.`);

const tooLarge = (): ExtractionError => new ExtractionError("too_large", "The PDF unpacks to more than is read.");

/** Bytes that a packed stream unpacks to; looks no further than what is allowed. */
const measure = (packed: Uint8Array, allowed: number): number => {
  let size = 0;
  const stream = new Unzlib((chunk) => {
    size += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length && size <= allowed; at += pieceBytes)
      stream.push(packed.subarray(at, at + pieceBytes), at + pieceBytes >= packed.length);
  } catch {
    // Damaged, or encrypted: the reader stops there as well.
  }
  if (size > allowed) throw tooLarge();
  return size;
};

const numberAfter = (text: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** Follows the tables of objects from the last to the first. Throws where they lead in a circle or say that they are huge. */
const checkTables = (bytes: Buffer): void => {
  const decoder = new TextDecoder("latin1");
  const tail = decoder.decode(bytes.subarray(-2_048));
  let at = numberAfter(tail.slice(tail.lastIndexOf("startxref")), /startxref\s{1,8}(\d{1,10})/);
  const seen = new Set<number>();
  while (at !== undefined && at < bytes.length) {
    if (seen.has(at) || seen.size > mostTables)
      throw new ExtractionError("malformed", "The PDF's tables of objects lead in a circle.");
    seen.add(at);
    const isTable = decoder.decode(bytes.subarray(at, at + 4)) === "xref";
    const trailer = isTable ? bytes.subarray(0, at + tableBytes).indexOf("trailer", at) : at;
    if (trailer === -1) return;
    const start = decoder.decode(bytes.subarray(trailer, trailer + dictionaryBytes));
    const dictionary = start.replace(/(?:startxref|stream)[^]*$/, "");
    const size = numberAfter(dictionary, /\/Size\s{0,8}(\d{1,10})/);
    if (size !== undefined && size > mostNumbered) throw tooManyObjects();
    at = numberAfter(dictionary, /\/Prev\s{1,8}(\d{1,10})/);
  }
};

/**
 * Refuses a PDF whose objects are too many or whose streams unpack to too much, before a reader that knows no such
 * limits sees it. Pictures are left alone: they are never unpacked for their text. Answers whether all of it was looked
 * at, within `mostLooked` unpacked bytes. Throws `ExtractionError`.
 */
export const checkPdfBounds = (file: Uint8Array, mostLooked = Infinity): boolean => {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (countObjects(bytes) > mostObjects) throw tooManyObjects();
  checkTables(bytes);
  const [start, end] = ["stream", "endstream"] as const;
  const decoder = new TextDecoder("latin1");
  let all = 0;
  for (let at = bytes.indexOf(start); at !== -1; at = bytes.indexOf(start, at)) {
    const before = decoder.decode(bytes.subarray(Math.max(0, at - dictionaryBytes), at));
    const dictionary = before.slice(before.lastIndexOf(" obj") + 1);
    let from = at + start.length;
    while (bytes[from] === 13 || bytes[from] === 10) from++;
    const stop = bytes.indexOf(end, from);
    const packed = bytes.subarray(from, stop === -1 ? bytes.length : stop);
    at = stop === -1 ? bytes.length : stop + end.length;
    if (/\/Subtype\s{0,3}\/Image/.test(dictionary)) continue;
    const packings = dictionary.match(/\/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b/g) ?? [];
    if (packings.length > 1) throw tooLarge();
    if (all > mostLooked) return false;
    if (/Fl/.test(packings[0] ?? "")) all += measure(packed, Math.min(mostStream, mostStreams - all));
    else if (packings.length === 1 && packed.length > mostOtherPacking) throw tooLarge();
  }
  return true;
};
