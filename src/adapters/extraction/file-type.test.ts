import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { detectFileType, ExtractionError } from "./index.ts";
import { checkImageHeader } from "./image.ts";

const pdf = strToU8("%PDF-1.7\n");
const png = (width: number, height: number): Uint8Array => {
  const bytes = new Uint8Array(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return bytes;
};
const jpeg = (width: number, height: number): Uint8Array =>
  Uint8Array.of(
    0xff,
    0xd8,
    0xff,
    0xe0,
    0,
    4,
    0,
    0,
    0xff,
    0xc0,
    0,
    11,
    8,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
  );
const docx = zipSync({ "[Content_Types].xml": strToU8("<Types/>"), "word/document.xml": strToU8("<w/>") });

const typeOf = (bytes: Uint8Array, name: string): string | undefined =>
  detectFileType(bytes, bytes.length, name)?.fileType;

describe("the type of a file", () => {
  it.each([
    ["paper.pdf", pdf, "pdf"],
    ["PAPER.PDF", pdf, "pdf"],
    ["a.png", png(1, 1), "image"],
    ["a.jpg", jpeg(1, 1), "image"],
    ["a.webp", strToU8("RIFF____WEBPVP8 "), "image"],
    ["a.wav", strToU8("RIFF____WAVEfmt "), "audio"],
    ["a.mp3", strToU8("ID3\u0004"), "audio"],
    ["a.mp3", Uint8Array.of(0xff, 0xfb, 0x90, 0x64), "audio"],
    ["a.m4a", strToU8("\0\0\0\u0020ftypM4A "), "audio"],
    ["a.ogg", strToU8("OggS"), "audio"],
    ["a.docx", docx, "docx"],
    ["a.md", strToU8("# Title"), "markdown"],
    ["a.html", strToU8("<p>"), "html"],
    ["a.txt", strToU8("น้ำ"), "text"],
    ["a.txt", Uint8Array.of(0xff, 0xfe, 0x61, 0), "text"],
    ["main.py", strToU8("print(1)"), "text"],
    ["README", strToU8("words"), "text"],
  ])("%s is told by its bytes", (name, bytes, type) => {
    expect(typeOf(bytes, name)).toBe(type);
  });

  it.each([
    ["a PDF named as a picture", "a.png", pdf],
    ["a PDF named as text", "a.txt", pdf],
    ["text named as a PDF", "a.pdf", strToU8("hello")],
    ["a picture named as another", "a.png", jpeg(1, 1)],
    ["a Word document named as a zip archive", "a.zip", docx],
    ["a picture in SVG", "a.svg", strToU8("<svg onload='alert(1)'/>")],
    ["a picture in SVG named as another", "a.png", strToU8("<svg/>")],
    ["text with a NUL", "a.txt", strToU8("a\0b")],
    ["bytes that are no text", "a.txt", Uint8Array.of(0xc3, 0x28, 0xa0)],
    ["a program", "a.exe", strToU8("MZ")],
  ])("G1: %s is not taken", (_name, name, bytes) => {
    expect(typeOf(bytes, name)).toBeUndefined();
  });

  it("is told by the first bytes, though they end inside a letter", () => {
    expect(detectFileType(strToU8("aน").subarray(0, 2), 900, "a.txt")?.fileType).toBe("text");
  });
});

describe("a picture's header", () => {
  it.each([png(4_000, 3_000), jpeg(4_000, 3_000)])("of a usual size passes (%#)", (bytes) => {
    expect(() => checkImageHeader(bytes)).not.toThrow();
  });

  it.each([
    ["60,000 pixels a side", png(60_000, 60_000), "too_large"],
    ["one long side", png(30_000, 1), "too_large"],
    ["too many pixels in all", jpeg(15_000, 15_000), "too_large"],
    ["no size", png(0, 5), "malformed"],
    ["an end before the size", png(1, 1).subarray(0, 12), "malformed"],
    ["no frame", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0), "malformed"],
  ])("G6: with %s is refused", (_name, bytes, code) => {
    expect(() => {
      checkImageHeader(bytes);
    }).toThrow(expect.objectContaining({ code, constructor: ExtractionError }));
  });
});
