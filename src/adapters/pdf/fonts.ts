import type { FetchedFace, LoadFont } from "#engine/typeface";
import { facesFor, loadFaces } from "#engine/typeface";
import { Face } from "./face.ts";
import type { FontFile } from "./font-file.ts";
import { openFont } from "./font-file.ts";
import type { Weight } from "./style.ts";

/** For each weight the faces to try, best first: PDF has no fallback of its own. */
export interface Fonts {
  chains: Readonly<Record<Weight, readonly Face[]>>;
  /** Faces of East Asian scripts that the text needs; which of them shows a character depends on its line. */
  asian: ReadonlyMap<FetchedFace, Face>;
  all: readonly Face[];
}

type BundledFonts = Readonly<Record<Weight, FontFile>>;

// Opened once per isolate. The fetched ones are not kept open: they are large, and few texts need them.
let bundled: Promise<BundledFonts> | undefined;
let thai: Promise<{ regular: FontFile; bold: FontFile }> | undefined;

const open = async (font: Promise<{ default: ArrayBuffer }>): Promise<FontFile> =>
  openFont(new Uint8Array((await font).default));

const openBundled = async (): Promise<BundledFonts> => ({
  400: await open(import("#assets/fonts/inter-400.ttf")),
  500: await open(import("#assets/fonts/inter-500.ttf")),
  600: await open(import("#assets/fonts/inter-600.ttf")),
  700: await open(import("#assets/fonts/inter-700.ttf")),
  mono: await open(import("#assets/fonts/jetbrains-mono-400.ttf")),
});

const openThai = async (): Promise<{ regular: FontFile; bold: FontFile }> => ({
  regular: await open(import("#assets/fonts/noto-sans-thai-400.ttf")),
  bold: await open(import("#assets/fonts/noto-sans-thai-600.ttf")),
});

/** The faces that show `text`, all that the document will say. */
export const gatherFonts = async (text: string, loadFont: LoadFont): Promise<Fonts> => {
  const files = await (bundled ??= openBundled());
  const thaiFiles = /\p{Script=Thai}/u.test(text) ? await (thai ??= openThai()) : undefined;
  const all: Face[] = [];
  const add = (file: FontFile, outlined = false): Face => {
    const face = new Face(`F${all.length}`, file, outlined);
    all.push(face);
    return face;
  };
  const [regular, medium, semibold] = [add(files[400]), add(files[500]), add(files[600])];
  const [bold, mono] = [add(files[700]), add(files.mono)];
  const thaiRegular = thaiFiles ? [add(thaiFiles.regular)] : [];
  const thaiBold = thaiFiles ? [add(thaiFiles.bold)] : [];
  const asian = new Map<FetchedFace, Face>();
  for (const [name, bytes] of await loadFaces(facesFor(text), loadFont)) asian.set(name, add(openFont(bytes), true));
  return {
    chains: {
      400: [regular, ...thaiRegular],
      500: [medium, ...thaiRegular],
      600: [semibold, ...thaiBold],
      700: [bold, ...thaiBold],
      mono: [mono, regular, ...thaiRegular],
    },
    asian,
    all,
  };
};
