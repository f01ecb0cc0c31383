import { strToU8, zipSync } from "fflate";
import { PDFDocument, StandardFonts } from "pdf-lib";
import { describe, expect, it } from "vitest";
import type { FileType } from "./index.ts";
import { checkFile, ExtractionError } from "./index.ts";

const verdictOf = async (fileType: FileType["fileType"], bytes: Uint8Array, isWhole = true): Promise<string> => {
  try {
    await checkFile({ fileType }, bytes, isWhole);
    return "taken";
  } catch (error) {
    if (error instanceof ExtractionError) return error.code;
    throw error;
  }
};

const word = { "[Content_Types].xml": strToU8("<Types/>"), "word/document.xml": strToU8("<w/>") };
const table = zipSync({ "xl/workbook.xml": strToU8("<x/>") });
const bomb = zipSync({ ...word, "word/document.xml": new Uint8Array(300_000_000).fill(32) });

const noise = (seed: number): Uint8Array =>
  Uint8Array.from({ length: 1_000_000 }, (_, at) => ((at * 2_654_435_761 + seed) >>> 13) & 255);
const large = { ...word, ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`word/media/${n}.png`, noise(n)])) };

/** The same archive whose list says of its last part that it holds so few bytes. */
const lying = (archive: Uint8Array, size: number): Uint8Array => {
  const copy = archive.slice();
  const view = new DataView(copy.buffer);
  for (let at = copy.length - 46; at > 0; at--)
    if (view.getUint32(at, true) === 0x02014b50) {
      view.setUint32(at + 24, size, true);
      return copy;
    }
  throw new Error("no list");
};

describe("an archive at its arrival", () => {
  it.each<[name: string, bytes: Uint8Array, verdict: string]>([
    ["a Word document", zipSync(word), "taken"],
    ["one with the table behind a chart", zipSync({ ...word, "word/embeddings/Sheet1.xlsx": table }), "taken"],
    ["one whose text has a number in its name", zipSync({ "word/document2.xml": strToU8("<w/>") }), "taken"],
    ["G4: 300 megabytes of blanks", bomb, "too_large"],
    ["G4: 300 megabytes that say they are ten bytes", lying(bomb, 10), "too_large"],
    ["G4: 300 megabytes without a document", zipSync({ bomb: new Uint8Array(300_000_000) }), "too_large"],
    [
      "G5: 10,000 entries",
      zipSync(Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`${n}`, new Uint8Array()]))),
      "too_complex",
    ],
    ["G5: a path that climbs", zipSync({ ...word, "../../x": strToU8("x") }), "malformed"],
    ["G5: a path that climbs by backslashes", zipSync({ ...word, "..\\..\\x": strToU8("x") }), "malformed"],
    ["G5: an archive in it", zipSync({ ...word, "word/inner.zip": zipSync(word) }), "malformed"],
    ["G5: an archive in it by another name", zipSync({ ...word, "word/x.bin": zipSync(word) }), "malformed"],
    ["G5: an archive in it, unpacked", zipSync({ ...word, "word/x.bin": zipSync(word) }, { level: 0 }), "malformed"],
    ["a table named as a Word document", table, "wrong_type"],
    ["an archive cut short", zipSync(word).subarray(0, 100), "malformed"],
    ["one whose parts are stored as they are", zipSync(word, { level: 0 }), "taken"],
    ["one with six parts of a megabyte each, of which the first alone are looked into", zipSync(large), "taken"],
    ["a path that begins with a drive", zipSync({ ...word, "C:x": strToU8("x") }), "malformed"],
    ["one with a part that holds nothing", zipSync({ ...word, "word/empty.xml": new Uint8Array() }), "taken"],
  ])("%s", async (_, bytes, verdict) => {
    expect(await verdictOf("docx", bytes)).toBe(verdict);
  });

  it("that is not all there is judged later", async () => {
    expect(await verdictOf("docx", bomb.subarray(0, 1_000), false)).toBe("taken");
  });
});

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));
const written = async (): Promise<Uint8Array> => {
  const document = await PDFDocument.create();
  document.addPage().drawText("Words", { font: await document.embedFont(StandardFonts.Helvetica) });
  return document.save({ useObjectStreams: false });
};
const locked = `/ID[<${"ab".repeat(16)}><${"ab".repeat(16)}>]/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<${"11".repeat(32)}>/U<${"22".repeat(32)}>>>`;
const withTrailer = (pdf: Uint8Array, more: string): Uint8Array =>
  bytesOf(new TextDecoder("latin1").decode(pdf).replace(/trailer\s*<</, `trailer\n<<${more}`));

describe("a PDF at its arrival", () => {
  it("that can be read is taken", async () => {
    expect(await verdictOf("pdf", await written())).toBe("taken");
  });

  it("that is a part of a larger buffer is taken, and its bytes stay as they are", async () => {
    const bytes = Buffer.concat([Buffer.from("before"), await written()]).subarray(6);
    const before = bytes.toString("latin1");
    expect(await verdictOf("pdf", bytes)).toBe("taken");
    expect(bytes.toString("latin1")).toBe(before);
  });

  it("G7: encrypted with a password is refused", async () => {
    expect(await verdictOf("pdf", withTrailer(await written(), locked))).toBe("encrypted");
  });

  it("G7: whose tables of objects lead in a circle is refused, even where its pages could be found", async () => {
    const text = new TextDecoder("latin1").decode(await written());
    const at = /startxref\s+(\d+)/.exec(text)?.[1] ?? "";
    expect(await verdictOf("pdf", withTrailer(bytesOf(text), `/Prev ${at}`))).toBe("malformed");
  });

  it("G7: with a million objects, or that says so, is refused", async () => {
    expect(await verdictOf("pdf", bytesOf(`%PDF-1.4\n${"1 0 obj 1 endobj\n".repeat(250_000)}`))).toBe("too_complex");
    const text = new TextDecoder("latin1").decode(await written());
    expect(await verdictOf("pdf", bytesOf(text.replace(/\/Size \d+/, "/Size 1000000")))).toBe("too_complex");
  });

  it("G7: that is only a header is refused", async () => {
    expect(await verdictOf("pdf", bytesOf("%PDF-1.7\n"))).toBe("malformed");
  });
});

it("a picture is judged by its first bytes, and sound and text are not", async () => {
  expect(await verdictOf("image", new Uint8Array(10), false)).toBe("malformed");
  for (const fileType of ["audio", "text", "markdown", "html"] as const)
    expect(await verdictOf(fileType, new Uint8Array(10))).toBe("taken");
});

it("a file without a byte is taken: it fails later, and sinks no other", async () => {
  for (const fileType of ["pdf", "docx", "image"] as const)
    expect(await verdictOf(fileType, new Uint8Array())).toBe("taken");
});
