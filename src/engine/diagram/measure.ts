import widthData from "../../../assets/out/font-widths.json" with { type: "json" };

export type Weight = 400 | 500 | 600 | 700;

export interface TextStyle {
  size: number;
  weight: Weight;
}

/** Thousandths of the font size for a character that no bundled font has: East Asian scripts are square, the rest is guessed. */
const widthOfUnknown = (codePoint: number): number => {
  const isSquare = (codePoint >= 0x1100 && codePoint <= 0x11ff) || codePoint >= 0x2e80;
  return isSquare ? 1000 : 620;
};

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
  let thousandths = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    thousandths += table.get(codePoint) ?? widthOfUnknown(codePoint);
  }
  return (thousandths * size) / 1000;
};

/** The text if it fits, else as much of it as fits before an ellipsis. */
export const ellipsise = (text: string, style: TextStyle, width: number): string => {
  if (measureText(text, style) <= width) return text;
  let room = width - measureText("…", style);
  let kept = "";
  for (const character of text) {
    room -= measureText(character, style);
    if (room < 0) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
};

/** Parts of a long name between which a line may end: after -, _, ., /, : and before a capital. */
const partsOfName = (name: string): string[] => name.split(/(?<=[-_./:])(?![-_./:])|(?<=\p{Ll})(?=\p{Lu})/u);

/** A piece that is wider than a whole line, in parts that are not. */
const breakHard = (piece: string, style: TextStyle, width: number): string[] => {
  if (measureText(piece.trimEnd(), style) <= width) return [piece];
  const parts: string[] = [];
  let part = "";
  for (const character of piece) {
    if (part !== "" && measureText(part + character, style) > width) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
};

/** Breaks text into at most `lines` lines of at most `width` px; what does not fit ends in an ellipsis. */
export const wrapText = (text: string, style: TextStyle, width: number, lines: number): string[] => {
  const pieces = text
    .split(/(?<= )/)
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
