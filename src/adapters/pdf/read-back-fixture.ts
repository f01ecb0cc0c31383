import { inflateSync } from "node:zlib";
import { create } from "@cantoo/fontkit";
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream } from "pdf-lib";

// What a reader would find in a PDF of ours; for tests.

interface EmbeddedFont {
  /** Letters by the code that stands for them on the page. */
  letters: ReadonlyMap<string, string>;
  /** Codes of letters without an outline. */
  blank: ReadonlySet<string>;
}

const bytesOf = (stream: unknown): Uint8Array => {
  if (!(stream instanceof PDFRawStream)) throw new TypeError("not a stream");
  return new Uint8Array(inflateSync(stream.contents));
};

const textOf = (stream: unknown): string => new TextDecoder("latin1").decode(bytesOf(stream));

const fromUtf16 = (hex: string): string =>
  (hex.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join("");

const readFont = (font: PDFDict): EmbeddedFont => {
  const map = textOf(font.lookup(PDFName.of("ToUnicode")));
  const letters = new Map(
    Array.from(map.matchAll(/^<(\w{4})><(\w+)>$/gm), ([, code = "", text = ""]) => [code, fromUtf16(text)]),
  );
  const descendant = font.lookup(PDFName.of("DescendantFonts"), PDFArray).lookup(0, PDFDict);
  const file = descendant.lookup(PDFName.of("FontDescriptor"), PDFDict).lookup(PDFName.of("FontFile2"));
  const outlines = create(bytesOf(file));
  if (!("getGlyph" in outlines)) throw new TypeError("not a font");
  const isBlank = (code: string): boolean => outlines.getGlyph(Number.parseInt(code, 16))?.path.commands.length === 0;
  return { letters, blank: new Set([...letters.keys()].filter(isBlank)) };
};

/** The text of each page, a line for each line set; `blank`: letters that show nothing. */
export const readBack = async (pdf: Uint8Array): Promise<{ pages: string[]; blank: string }> => {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const fonts = new Map<string, EmbeddedFont>();
  const blank = new Set<string>();
  const pages = document.getPages().map(({ node }) => {
    const dictionary = node.Resources()?.lookup(PDFName.of("Font"), PDFDict);
    let font: EmbeddedFont | undefined;
    const show = (code: string): string => {
      const letter = font?.letters.get(code) ?? "\u{FFFD}";
      if (font?.blank.has(code) && letter.trim() !== "") blank.add(letter);
      return letter;
    };
    const content = textOf(node.lookup(PDFName.of("Contents")));
    return Array.from(content.matchAll(/\/(F\d+) [\d.]+ Tf|<(\w+)>|\b(ET|T\*)/g), ([, key, codes, end]) => {
      if (end !== undefined) return "\n";
      if (codes !== undefined) return (codes.match(/.{4}/g) ?? []).map(show).join("");
      const known = fonts.get(key ?? "") ?? (dictionary && readFont(dictionary.lookup(PDFName.of(key ?? ""), PDFDict)));
      if (known !== undefined) fonts.set(key ?? "", known);
      font = known;
      return "";
    }).join("");
  });
  return { pages, blank: [...blank].join("") };
};
