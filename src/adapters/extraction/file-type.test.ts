import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { detectFileType, ExtractionError, isCode } from "./index.ts";
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
const gif = (width: number, height: number): Uint8Array =>
  Uint8Array.of(...strToU8("GIF89a"), width & 255, width >> 8, height & 255, height >> 8);
const webp = (kind: string, data: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(32);
  bytes.set(strToU8(`RIFF____WEBP${kind}`));
  bytes.set(data, 20);
  return bytes;
};
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
    ["a.gif", strToU8("GIF89a"), "image"],
    ["a.flac", strToU8("fLaC"), "audio"],
    ["a.aac", Uint8Array.of(0xff, 0xf1, 0x50), "audio"],
    ["a.webm", strToU8("\u001aE\u00df\u00a3 webm", true), "audio"],
    ["folder.png/notes", strToU8("words"), "text"],
    ["C:\\files\\page.HTM", strToU8("words"), "html"],
    [".pdf", strToU8("words"), "text"],
    ["a.mdx", strToU8("# Title"), "markdown"],
    ["a.txt", Uint8Array.of(0xfe, 0xff, 0, 0x61), "text"],
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
    ["a film in RIFF", "a.avi", strToU8("RIFF____AVI LIST")],
    ["a film in RIFF named as sound", "a.wav", strToU8("RIFF____AVI LIST")],
    ["a film in Matroska named as sound", "a.webm", strToU8("\u001aE\u00df\u00a3 matroska", true)],
    ["a film in QuickTime named as sound", "a.m4a", strToU8("\0\0\0\u0020ftypqt  ")],
    ["a zip archive named as text", "a.txt", docx],
    ["UTF-16 with half a letter at its end", "a.txt", Uint8Array.of(0xff, 0xfe, 0x61)],
    ["MPEG of a reserved version", "a.mp3", Uint8Array.of(0xff, 0xea, 0x90, 0x64)],
    ["MPEG of another layer", "a.mp3", Uint8Array.of(0xff, 0xfd, 0x90, 0x64)],
    ["MPEG of a rate that there is not", "a.mp3", Uint8Array.of(0xff, 0xfb, 0xf0, 0x64)],
    ["MPEG of a free rate", "a.mp3", Uint8Array.of(0xff, 0xfb, 0x00, 0x64)],
    ["MPEG of a frequency that there is not", "a.mp3", Uint8Array.of(0xff, 0xfb, 0x9c, 0x64)],
    ["the beginning of a frame alone", "a.mp3", Uint8Array.of(0xff)],
  ])("G1: %s is not taken", (_name, name, bytes) => {
    expect(typeOf(bytes, name)).toBeUndefined();
  });

  it.each([
    ["a.pdf", "pdf"],
    ["a.png", "image"],
    ["a.mp3", "audio"],
    ["a.docx", "docx"],
    ["a.markdown", "markdown"],
    ["a.xhtml", "html"],
    ["a.zip", undefined],
    ["a", "text"],
  ])("of %s without a byte is what its name says", (name, type) => {
    expect(typeOf(new Uint8Array(), name)).toBe(type);
  });

  it.each([
    ["src/Main.KT", true],
    ["deploy/Dockerfile", true],
    ["Makefile", true],
    ["notes.txt", false],
    ["Makefile.md", false],
  ])("%s holds lines that are kept: %s", (name, expected) => {
    expect(isCode(name)).toBe(expected);
  });

  it("is told by the first bytes, though they end inside a letter", () => {
    expect(detectFileType(strToU8("aน").subarray(0, 2), 900, "a.txt")?.fileType).toBe("text");
  });
});

describe("a picture's header", () => {
  it.each([
    png(4_000, 3_000),
    jpeg(4_000, 3_000),
    gif(4_000, 3_000),
    webp("VP8 ", [0, 0, 0, 0, 0, 0, 0xa0, 0x0f, 0xb8, 0x0b]),
    // Fourteen bits of the width less one, then fourteen of the height less one.
    webp("VP8L", [0x2f, 0x9f, 0xcf, 0xed, 0x02]),
    webp("VP8X", [0, 0, 0, 0, 0x9f, 0x0f, 0, 0xb7, 0x0b, 0]),
    // A table and its codings before the frame, with a byte to fill.
    Uint8Array.from(Buffer.from("ffd8ffc400040000ffc80002ffcc0002ffffc2000b080bb80fa00301", "hex")),
  ])("of a usual size passes (%#)", (bytes) => {
    expect(() => checkImageHeader(bytes)).not.toThrow();
  });

  it.each([
    ["60,000 pixels a side", png(60_000, 60_000), "too_large"],
    ["one long side", png(30_000, 1), "too_large"],
    ["too many pixels in all", jpeg(15_000, 15_000), "too_large"],
    ["no size", png(0, 5), "malformed"],
    ["an end before the size", png(1, 1).subarray(0, 12), "malformed"],
    ["an end before its letters", Uint8Array.of(0xff, 0xd8, 0xff), "malformed"],
    ["another part before the size", png(1, 1).fill(0x58, 12, 16), "malformed"],
    ["an end before the size of WebP", webp("VP8 ", []).subarray(0, 24), "malformed"],
    ["a side of nothing in WebP", webp("VP8 ", []), "malformed"],
    ["no mark where one must be", Uint8Array.of(0xff, 0xd8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), "malformed"],
    ["60,000 pixels a side in GIF", gif(60_000, 1), "too_large"],
    ["16 million pixels a side in WebP", webp("VP8X", [0, 0, 0, 0, 255, 255, 255, 0, 0, 0]), "too_large"],
    ["no frame", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0), "malformed"],
  ])("G6: with %s is refused", (_name, bytes, code) => {
    expect(() => {
      checkImageHeader(bytes);
    }).toThrow(expect.objectContaining({ code, constructor: ExtractionError }));
  });
});
