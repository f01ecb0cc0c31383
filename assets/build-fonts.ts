// Fonts cut to the characters we write, and a table of how wide each one is, so that text is measured without a font engine.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { readAdvances } from "./build-font-metrics.ts";

type SubsetFont = (font: Uint8Array, text: string, options: { targetFormat: "truetype" }) => Promise<Uint8Array>;

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

/** Every font cut down, by name, and the widths of its characters. */
export const buildFonts = async (): Promise<{ fonts: Map<string, Uint8Array>; widths: Record<string, Widths> }> => {
  const made = new Map<string, Uint8Array>();
  const widths: Record<string, Widths> = {};
  for (const { name, file, characters } of fonts) {
    const whole = readFileSync(`${packages}/@expo-google-fonts/${file}.ttf`);
    const cut = await subsetFont(whole, String.fromCodePoint(...characters), { targetFormat: "truetype" });
    made.set(name, cut);
    widths[name] = toRuns(readAdvances(cut));
  }
  return { fonts: made, widths };
};
