import widthData from "../../../assets/out/font-widths.json" with { type: "json" };

export type Weight = 400 | 500 | 600 | 700;

export interface TextStyle {
  size: number;
  weight: Weight;
}

/** Thousandths of the font size, in the East Asian faces: Hangul is a little narrower than its square, half-width forms are half of it. */
const widthOfAsian = (codePoint: number): number | undefined => {
  if ((codePoint >= 0xac00 && codePoint <= 0xd7a3) || (codePoint >= 0x3131 && codePoint <= 0x318e)) return 920;
  if (codePoint >= 0xff61 && codePoint <= 0xffdc) return 500;
  const isSquare = (codePoint >= 0x1100 && codePoint <= 0x11ff) || codePoint >= 0x2e80;
  return isSquare || (codePoint >= 0x2460 && codePoint <= 0x24ff) ? 1000 : undefined;
};

/** What is drawn for a character that no font here holds. */
const missing = 0x25a1;

const thaiFont: Readonly<Record<Weight, keyof typeof widthData>> = {
  400: "noto-sans-thai-400",
  500: "noto-sans-thai-400",
  600: "noto-sans-thai-600",
  700: "noto-sans-thai-600",
};

const readTable = (weight: Weight): Map<number, number> => {
  const table = new Map<number, number>();
  // The file is written by assets/build-fonts.ts with runs of this shape; JSON widens the pairs to arrays.
  const runs = [...widthData[thaiFont[weight]], ...widthData[`inter-${weight}`]] as [number, number[]][];
  for (const [first, advances] of runs)
    for (const [index, advance] of advances.entries()) table.set(first + index, advance);
  return table;
};

// Filled on first use: start-up builds no tables.
const tables = new Map<Weight, Map<number, number>>();

const tableOf = (weight: Weight): Map<number, number> => {
  const table = tables.get(weight) ?? readTable(weight);
  tables.set(weight, table);
  return table;
};

/** Width of a line of text in px, set in our typeface. */
export const measureText = (text: string, { size, weight }: TextStyle): number => {
  const table = tableOf(weight);
  const widthOfMissing = table.get(missing) ?? 1000;
  let thousandths = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    thousandths += table.get(codePoint) ?? widthOfAsian(codePoint) ?? widthOfMissing;
  }
  return (thousandths * size) / 1000;
};

/**
 * What is never taken apart: a letter with its marks; in Thai also a vowel written before its consonant, and one after it.
 */
const cluster =
  /(?:[\u0e40-\u0e44](?=[\u0e01-\u0e2e]))?\P{M}\p{M}*(?:[\u0e30\u0e32\u0e33\u0e45\u0e46]\p{M}*)?|\p{M}+/gu;

const clustersOf = (text: string): string[] => text.match(cluster) ?? [];

/** The text if it fits, else as much of it as fits before an ellipsis. */
export const ellipsise = (text: string, style: TextStyle, width: number): string => {
  if (measureText(text, style) <= width) return text;
  let room = width - measureText("…", style);
  let kept = "";
  for (const letter of clustersOf(text)) {
    room -= measureText(letter, style);
    if (room < 0) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
};

/** Parts of a long name between which a line may end: after -, _, ., /, : and before a capital. */
const partsOfName = (name: string): string[] => name.split(/(?<=[-_./:])(?![-_./:])|(?<=\p{Ll})(?=\p{Lu})/u);

const ideograph = "[\\u2e80-\\u30ff\\u31f0-\\u31ff\\u3400-\\u9fff\\uf900-\\ufaff\\uff01-\\uff9f]";
const endsNoLine = "[（〔［｛〈《「『【“‘(\\[]";
const beginsNoLine =
  "[、。，．！？：；・…ー々ゝゞ）〕］｝〉》」』】”’)\\],.:;!?%ぁぃぅぇぉっゃゅょァィゥェォッャュョ\\p{M}]";
/** Chinese and Japanese have no spaces: a line may end at any letter that its neighbours let stand there. */
const besideIdeograph = new RegExp(`(?<!${endsNoLine})(?:(?<=${ideograph})|(?=${ideograph}))(?!${beginsNoLine})`, "u");

/** A piece that is wider than a whole line, in parts that are not. */
const breakHard = (piece: string, style: TextStyle, width: number): string[] => {
  if (measureText(piece.trimEnd(), style) <= width) return [piece];
  const parts: string[] = [];
  let part = "";
  let used = 0;
  for (const letter of clustersOf(piece)) {
    const advance = measureText(letter, style);
    if (part !== "" && used + advance > width) {
      parts.push(part);
      part = "";
      used = 0;
    }
    part += letter;
    used += advance;
  }
  return [...parts, part];
};

/** Breaks text into at most `lines` lines of at most `width` px; what does not fit ends in an ellipsis. */
export const wrapText = (text: string, style: TextStyle, width: number, lines: number): string[] => {
  const pieces = text
    .split(/(?<= )/)
    .flatMap((word) => word.split(besideIdeograph))
    .flatMap((word) => (measureText(word.trimEnd(), style) <= width ? [word] : partsOfName(word)))
    .flatMap((piece) => breakHard(piece, style, width));
  const wrapped: string[] = [];
  let line = "";
  for (const piece of pieces) {
    if (line !== "" && measureText((line + piece).trimEnd(), style) > width) {
      wrapped.push(line);
      line = "";
    }
    line += piece;
  }
  if (line !== "") wrapped.push(line);
  const shown = wrapped.slice(0, lines);
  if (wrapped.length > lines) shown[lines - 1] = ellipsise(wrapped.slice(lines - 1).join(""), style, width);
  return shown.map((shownLine) => shownLine.trim());
};
