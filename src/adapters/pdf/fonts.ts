import type { PDFDocument, PDFFont, PDFHexString } from "pdf-lib";
import { fontkit } from "./fontkit.ts";
import type { Weight } from "./style.ts";

/** One embedded font file. */
export interface Face {
  font: PDFFont;
  covers: (codePoint: number) => boolean;
  /** Width of one character at size 1. */
  advance: (codePoint: number) => number;
  /** Glyph ids for a text that it covers. */
  encode: (text: string) => PDFHexString;
}

/** For each weight the faces to try, best first: pdf-lib has no fallback of its own. */
export type Fonts = Readonly<Record<Weight, readonly Face[]>>;

// Inter's `calt` turns `<=` into an arrow, and a ligature hides letters from whoever copies the text.
// pdf-lib takes no notice of positions, so finding them would be work for nothing.
const features = { liga: false, calt: false, kern: false, mark: false, mkmk: false };

const embed = async (document: PDFDocument, bytes: ArrayBuffer): Promise<Face> => {
  const font = await document.embedFont(bytes, { subset: true, features });
  const covered = new Set(font.getCharacterSet());
  return {
    font,
    covers: (codePoint) => covered.has(codePoint),
    advance: remember((codePoint: number) => font.widthOfTextAtSize(String.fromCodePoint(codePoint), 1)),
    // The words of code and of tables come again and again.
    encode: remember((text: string) => font.encodeText(text)),
  };
};

const remember = <K, V>(find: (key: K) => V & {}): ((key: K) => V & {}) => {
  const known = new Map<K, V & {}>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = find(key);
    known.set(key, value);
    return value;
  };
};

const loadLatin = () =>
  Promise.all([
    import("#assets/fonts/inter-400.ttf"),
    import("#assets/fonts/inter-500.ttf"),
    import("#assets/fonts/inter-600.ttf"),
    import("#assets/fonts/inter-700.ttf"),
    import("#assets/fonts/jetbrains-mono-400.ttf"),
  ]);

const loadThai = () =>
  Promise.all([import("#assets/fonts/noto-sans-thai-400.ttf"), import("#assets/fonts/noto-sans-thai-600.ttf")]);

/** Embeds the fonts that `text`, all that the document will say, needs: an unused one would still add its bytes. */
export const embedFonts = async (document: PDFDocument, text: string): Promise<Fonts> => {
  document.registerFontkit(fontkit);
  const thai = /\p{Script=Thai}/u.test(text);
  const files = [...(await loadLatin()), ...(thai ? await loadThai() : [])];
  const [regular, medium, semibold, bold, mono, thaiRegular, thaiBold] = await Promise.all(
    files.map((file) => embed(document, file.default)),
  );
  const chain = (...faces: (Face | undefined)[]): Face[] => faces.filter((face) => face !== undefined);
  return {
    400: chain(regular, thaiRegular),
    500: chain(medium, regular, thaiRegular),
    600: chain(semibold, regular, thaiBold),
    700: chain(bold, semibold, regular, thaiBold),
    mono: chain(mono, regular, thaiRegular),
  };
};
