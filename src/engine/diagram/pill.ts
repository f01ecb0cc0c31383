import type { TextStyle } from "./measure.ts";
import { ellipsise, measureText } from "./measure.ts";
import { cleanText } from "./text.ts";
import type { GraphEdge } from "./types.ts";

/** Sizes of the pill that carries an edge's label, in px. */
export const pill = { height: 17, radius: 8.5, baseline: 12.2 } as const;

export const pillStyle: TextStyle = { size: 10.5, weight: 500 };

const widestText = 150;

/** What an edge's label says and how wide its pill is; undefined without a label. */
export const pillSize = ({ label = "" }: GraphEdge): { text: string; width: number } | undefined => {
  const text = ellipsise(cleanText(label), pillStyle, widestText);
  return text === "" ? undefined : { text, width: Math.ceil(measureText(text, pillStyle)) + 14 };
};
