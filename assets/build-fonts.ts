// Fonts cut to the characters we write, a table of how wide each one is, so that text is measured without a font engine,
// and for the large ones, fetched when a text needs them, which characters each holds.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { readAdvances } from "./build-font-metrics.ts";

interface SubsetOptions {
  targetFormat: "truetype";
  noHinting?: boolean;
  noLayoutClosure?: boolean;
  keepFeatures?: string[];
  dropTables?: string[];
  preserveNameIds?: number[];
}
type SubsetFont = (font: Uint8Array, text: string, options: SubsetOptions) => Promise<Uint8Array>;

const packages = `${import.meta.dirname}/node_modules`;
// The package has no types.
const subsetFont: SubsetFont = createRequire(import.meta.url)(`${packages}/subset-font`);

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

const latin = [...range(0x20, 0x7e), ...range(0xa0, 0x17f), 0x192, ...range(0x218, 0x21b), 0x2c6, 0x2dc];
const greek = range(0x370, 0x3ff);
const cyrillic = range(0x400, 0x4ff);
const vietnamese = [0x1a0, 0x1a1, 0x1af, 0x1b0, ...range(0x300, 0x304), 0x309, 0x323, ...range(0x1e00, 0x1eff)];
/** Dashes, quotes, bullets, fractions, currency, arrows, comparison signs, shapes, ticks and crosses, and what stands for a missing character. */
const signs = "⁄⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉ℓ№™Ω∂∆∏∑−√∞∫≈≠≤≥■□▪▲▶▸▼◀◆○●◼★☆⚠✓✔✕✗�";
const symbols = [
  ...range(0x2010, 0x2027),
  ...range(0x2030, 0x203a),
  ...range(0x20a0, 0x20bf),
  ...range(0x2153, 0x215e),
  ...range(0x2190, 0x2199),
  ...range(0x21d0, 0x21d5),
  ...Array.from(signs, (sign) => sign.codePointAt(0) ?? 0),
];
const boxDrawing = range(0x2500, 0x257f);
const thai = [...range(0xe01, 0xe3a), ...range(0xe3f, 0xe5b)];

const text = [...latin, ...greek, ...cyrillic, ...vietnamese, ...symbols];

/** Accents, kerning, local forms. No ligatures and contextual forms: Inter's make an arrow of `->` and letters of `<=` vanish. */
const features = ["ccmp", "kern", "locl", "mark", "mkmk"];
/** Name of the whole family: without it "Inter Medium" is a stranger to whoever asks for Inter at weight 500. */
const typographicFamily = 16;

interface Font {
  name: string;
  file: string;
  characters: number[];
}

const fonts: Font[] = [
  { name: "inter-400", file: "inter/400Regular/Inter_400Regular", characters: text },
  { name: "inter-500", file: "inter/500Medium/Inter_500Medium", characters: text },
  { name: "inter-600", file: "inter/600SemiBold/Inter_600SemiBold", characters: text },
  { name: "inter-700", file: "inter/700Bold/Inter_700Bold", characters: text },
  {
    name: "jetbrains-mono-400",
    file: "jetbrains-mono/400Regular/JetBrainsMono_400Regular",
    characters: [...text, ...boxDrawing],
  },
  { name: "noto-sans-thai-400", file: "noto-sans-thai/400Regular/NotoSansThai_400Regular", characters: thai },
  { name: "noto-sans-thai-600", file: "noto-sans-thai/600SemiBold/NotoSansThai_600SemiBold", characters: thai },
];

/**
 * All two-byte characters of a national standard whose lead byte is in a row of it. An unassigned place decodes to nothing
 * or to U+FFFD.
 */
const standard = (encoding: string, [firstRow, lastRow]: [number, number], firstCell = 0xa1): number[] => {
  const decoder = new TextDecoder(encoding);
  const cells = range(firstRow, lastRow).flatMap((row) =>
    range(firstCell, 0xfe).map((cell) => decoder.decode(new Uint8Array([row, cell]))),
  );
  return cells.flatMap((cell) => {
    const [codePoint = 0xfffd, ...others] = Array.from(cell, (character) => character.codePointAt(0) ?? 0);
    return others.length > 0 || codePoint === 0xfffd ? [] : [codePoint];
  });
};

const ideographicSigns = [...range(0x3000, 0x3030), ...range(0xff01, 0xff5e), ...range(0x2460, 0x2473)];

/** The large fonts: a weight each, for the characters that a standard calls common; Hanja and level 2 are left out. */
const fetched: Font[] = [
  {
    // KS X 1001: signs and compatibility jamo, and the 2,350 syllables.
    name: "noto-sans-kr",
    file: "noto-sans-kr/400Regular/NotoSansKR_400Regular",
    characters: [...standard("euc-kr", [0xa1, 0xa4]), ...standard("euc-kr", [0xb0, 0xc8])],
  },
  {
    // JIS X 0208: signs, kana, and the 2,965 kanji of level 1; half-width katakana.
    name: "noto-sans-jp",
    file: "noto-sans-jp/400Regular/NotoSansJP_400Regular",
    characters: [...standard("euc-jp", [0xa1, 0xa5]), ...standard("euc-jp", [0xb0, 0xcf]), ...range(0xff61, 0xff9f)],
  },
  {
    // GB 2312: signs, and all 6,763 hanzi.
    name: "noto-sans-sc",
    file: "noto-sans-sc/400Regular/NotoSansSC_400Regular",
    characters: [...standard("gb2312", [0xa1, 0xa3]), ...standard("gb2312", [0xb0, 0xf7])],
  },
  {
    // Big5: signs, bopomofo, and the 5,401 hanzi of level 1.
    name: "noto-sans-tc",
    file: "noto-sans-tc/400Regular/NotoSansTC_400Regular",
    characters: standard("big5", [0xa1, 0xc6], 0x40),
  },
];

/** Runs of neighbouring characters: first code point, then the advance of each in thousandths of the font size. */
type Widths = [first: number, advances: number[]][];

const toRuns = (advances: ReadonlyMap<number, number>): Widths => {
  const runs: Widths = [];
  for (const [codePoint, advance] of [...advances].toSorted(([left], [right]) => left - right)) {
    const last = runs.at(-1);
    if (last !== undefined && codePoint === last[0] + last[1].length) last[1].push(advance);
    else runs.push([codePoint, [advance]]);
  }
  return runs;
};

/** Sixty-four hexadecimal digits for 256 characters, by the first ones' digits: the bit of U+4E01 is the second of page `4e`. */
type Coverage = Record<string, string>;

const toCoverage = (codePoints: Iterable<number>): Coverage => {
  const pages = new Map<number, number[]>();
  for (const codePoint of codePoints) {
    const digits = pages.get(codePoint >> 8) ?? Array.from({ length: 64 }, () => 0);
    const at = (codePoint & 255) >> 2;
    digits[at] = (digits[at] ?? 0) | (1 << (codePoint & 3));
    pages.set(codePoint >> 8, digits);
  }
  const sorted = [...pages].toSorted(([left], [right]) => left - right);
  return Object.fromEntries(
    sorted.map(([page, digits]) => [page.toString(16), digits.map((digit) => digit.toString(16)).join("")]),
  );
};

/** Every font cut down, by name, and the widths of its characters. */
export const buildFonts = async (): Promise<{ fonts: Map<string, Uint8Array>; widths: Record<string, Widths> }> => {
  const made = new Map<string, Uint8Array>();
  const widths: Record<string, Widths> = {};
  for (const { name, file, characters } of fonts) {
    const whole = readFileSync(`${packages}/@expo-google-fonts/${file}.ttf`);
    const cut = await subsetFont(whole, String.fromCodePoint(...characters), {
      targetFormat: "truetype",
      preserveNameIds: [typographicFamily],
      noHinting: true,
      ...(characters !== thai && { keepFeatures: features }),
    });
    made.set(name, cut);
    widths[name] = toRuns(readAdvances(cut));
  }
  return { fonts: made, widths };
};

/** The large fonts, by name, without vertical writing and alternative forms; and the characters that each of them holds. */
export const buildFetchedFonts = async (): Promise<{
  fonts: Map<string, Uint8Array>;
  coverage: Record<string, Coverage>;
}> => {
  const bundled = new Set(text);
  const made = new Map<string, Uint8Array>();
  const coverage: Record<string, Coverage> = {};
  for (const { name, file, characters } of fetched) {
    const whole = readFileSync(`${packages}/@expo-google-fonts/${file}.ttf`);
    const own = [...characters, ...ideographicSigns].filter(
      (codePoint) => !bundled.has(codePoint) && codePoint >= 0x2100,
    );
    const cut = await subsetFont(whole, own.map((codePoint) => String.fromCodePoint(codePoint)).join(""), {
      targetFormat: "truetype",
      noHinting: true,
      noLayoutClosure: true,
      keepFeatures: [],
      dropTables: ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "gasp"],
    });
    made.set(name, cut);
    coverage[name] = toCoverage(readAdvances(cut).keys());
  }
  return { fonts: made, coverage };
};
