import { ExtractionError } from "./failure.ts";

/** Controls but for tab and line feed, and what is no character at all. */
const unseen = /[^\P{Cc}\t\n]|\p{Noncharacter_Code_Point}|[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;

/** More marks on one letter than any language has (UAX 15, stream-safe text): composing them takes quadratic time. */
const piledMarks = /(\p{M}{30})\p{M}+/gu;

/** Text in one form: composed characters, line feeds, nothing unseen. */
export const cleanText = (text: string): string =>
  text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll(unseen, "")
    .replaceAll(piledMarks, "$1")
    .toWellFormed()
    .normalize("NFC");

/** The same with runs of white space as one space. */
export const cleanLine = (text: string): string => cleanText(text).replaceAll(/\s+/g, " ").trim();

const decode = (encoding: string, bytes: Uint8Array): string => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new ExtractionError("malformed", "The file is not text in UTF-8.", { cause: error });
  }
};

/** The text of a file: UTF-8, or UTF-16 where a mark at its start says so. Throws `ExtractionError`. */
export const decodeText = (bytes: Uint8Array): string => {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decode("utf-16le", bytes);
  if (first === 0xfe && second === 0xff) return decode("utf-16be", bytes);
  return decode("utf-8", bytes);
};
