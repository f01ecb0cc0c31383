import type { Size } from "../geometry.ts";
import type { TextStyle } from "../measure.ts";
import { measureText, wrapText } from "../measure.ts";
import { cleanText } from "../text.ts";

/** One line of text as it will be set, and the room that it takes up. */
export interface Row {
  text: string;
  style: TextStyle;
  height: number;
  muted?: true;
}

/** A lone last word reads badly: the narrowest width at which the text takes up no more lines. */
const balanced = (text: string, style: TextStyle, width: number, most: number): string[] => {
  const lines = wrapText(text, style, width, most);
  if (lines.length < 2) return lines;
  const longestWord = Math.max(...text.split(" ").map((word) => measureText(word, style)));
  let [low, high] = [Math.min(width, Math.max(longestWord, width / lines.length)), width];
  while (high - low > 3) {
    const middle = (low + high) / 2;
    if (wrapText(text, style, middle, most).length > lines.length) low = middle;
    else high = middle;
  }
  return wrapText(text, style, high, most);
};

/** Breaks text into lines of at most `width` px; line ends in it are kept. Past `most` lines an ellipsis ends it. */
const labelLines = (text: string, style: TextStyle, width: number, most = 40): string[] => {
  const paragraphs = text.split(/\r\n|[\n\r]/).map(cleanText);
  while (paragraphs.length > 0 && paragraphs.at(-1) === "") paragraphs.pop();
  const lines = paragraphs.flatMap((line) => (line === "" ? [""] : balanced(line, style, width, most)));
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1] ?? ""}…`];
};

export const rowsOf = (text: string, style: TextStyle, height: number, width: number, muted?: true): Row[] =>
  labelLines(text, style, width).map((line) => ({ text: line, style, height, ...(muted && { muted }) }));

export const sizeOfRows = (rows: readonly Row[]): Size => ({
  width: Math.ceil(Math.max(0, ...rows.map(({ text, style }) => measureText(text, style)))),
  height: rows.reduce((total, { height }) => total + height, 0),
});

/** Where a line's letters stand when it takes up `height` px from `top`. */
export const baselineIn = (top: number, { height, style }: Row): number => top + height / 2 + style.size * 0.36;
