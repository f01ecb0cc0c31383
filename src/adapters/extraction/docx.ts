import type { Block } from "#engine/text";
import { ExtractionError } from "./failure.ts";
import { extractHtml } from "./html.ts";
import { listParts, unpackParts } from "./zip-parts.ts";

/** The parts with text, and what is needed to read them; pictures, fonts and macros stay packed. */
const isWanted = (name: string): boolean =>
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:_rels\/)?[\w.-]{1,100}\.(?:xml|rels))$/i.test(name);

/** Bytes of all parts with text: some thousand pages. The library holds them as a tree that is many times as large. */
const mostXml = 20_000_000;

/** Elements inside each other; Word itself stays below a hundred. */
const deepest = 1_000;

/** Refuses XML whose nesting would overflow the stack of a parser that recurses. */
const checkDepth = (bytes: Uint8Array): void => {
  let depth = 0;
  for (let at = bytes.indexOf(60); at !== -1; at = bytes.indexOf(60, at + 1)) {
    const next = bytes[at + 1];
    if (next === 47) depth--;
    else if (next !== 33 && next !== 63) {
      const end = bytes.indexOf(62, at);
      if (end === -1 || bytes[end - 1] !== 47) depth++;
    }
    if (depth > deepest) throw new ExtractionError("malformed", "The Word document is nested too deeply.");
  }
};

/** The text itself; some programs put a number behind its name. */
const isDocument = (name: string): boolean => /^word\/document\d{0,3}\.xml$/i.test(name);

const noWord = (): ExtractionError =>
  new ExtractionError("wrong_type", "The file is a zip archive, but no Word document.");

/** Refuses what is no Word document, or one that would unpack to too much, in a few milliseconds. Throws `ExtractionError`. */
export const checkDocx = (bytes: Uint8Array): void => {
  if (!listParts(bytes).some(isDocument)) throw noWord();
};

/** Headings, paragraphs, lists and tables of a Word document. Throws `ExtractionError`. */
export const extractDocx = async (bytes: Uint8Array): Promise<Block[]> => {
  const { zipSync } = await import("fflate");
  const parts = unpackParts(bytes, isWanted);
  if (!Object.keys(parts).some(isDocument)) throw noWord();
  let size = 0;
  for (const part of Object.values(parts)) {
    size += part.length;
    checkDepth(part);
  }
  if (size > mostXml) throw new ExtractionError("too_large", "The Word document holds more than 20 MB of text.");
  // What the library sees is only what was unpacked within the limits.
  const safe = zipSync(parts, { level: 0 });
  const { default: mammoth } = await import("mammoth");
  let html: string;
  try {
    // One name for the library as browsers load it, one for Node's.
    const input = { arrayBuffer: safe.buffer, buffer: Buffer.from(safe) };
    html = (await mammoth.convertToHtml(input, { styleMap: ["p[style-name='Title'] => h1:fresh"] })).value;
  } catch (error) {
    throw new ExtractionError("malformed", "The Word document cannot be read.", { cause: error });
  }
  return extractHtml(html);
};
