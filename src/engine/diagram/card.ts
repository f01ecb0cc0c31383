import type { TextStyle } from "./measure.ts";
import { measureText, wrapText } from "./measure.ts";
import { cleanText } from "./text.ts";
import type { GraphNode } from "./types.ts";

/** Sizes of a card in px: icon, then label, then sub line, centred. */
export const card = { width: 132, radius: 11, icon: 44, top: 12, bottom: 10, labelLine: 15, subLine: 13.5 } as const;

export const labelStyle: TextStyle = { size: 12.5, weight: 600 };
export const subStyle: TextStyle = { size: 10.5, weight: 400 };

export interface CardText {
  label: string[];
  sub: string[];
  height: number;
}

const separator = " · ";

/** What a sub line says, part by part: a line ends between parts where that takes no more lines than there are. */
const subLines = (text: string, most: number): string[] => {
  const width = card.width - 16;
  const lines: string[] = [];
  for (const part of text.split(separator)) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : `${last}${separator}${part}`;
    if (last !== undefined && measureText(longer, subStyle) <= width) lines[lines.length - 1] = longer;
    else lines.push(...wrapText(part, subStyle, width, most + 1));
  }
  return lines.length <= most ? lines : wrapText(text, subStyle, width, most);
};

/** The lines on a card, at most so many for each of its texts, and how tall the card has to be for them. */
export const cardText = ({ label, sub = "" }: GraphNode, most = { label: 2, sub: 3 }): CardText => {
  const lines = {
    label: wrapText(cleanText(label), labelStyle, card.width - 16, most.label),
    sub: subLines(cleanText(sub), most.sub),
  };
  const text = lines.label.length * card.labelLine + lines.sub.length * card.subLine;
  return { ...lines, height: Math.ceil(card.top + card.icon + 8 + text + card.bottom) };
};
