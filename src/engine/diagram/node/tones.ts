import type { Palette } from "../themes.ts";
import type { GraphNode, NodeShape, Theme } from "../types.ts";
import { blend, inkOn, safeColour } from "./colour.ts";

/** Colours of one node. */
export interface Tone {
  fill: string;
  stroke: string;
  text: string;
  muted: string;
}

type Pair = Readonly<Record<Theme, readonly [fill: string, stroke: string]>>;

const slate: Pair = { light: ["#ffffff", "#b6c2d2"], dark: ["#151c30", "#47557a"] };
const sky: Pair = { light: ["#f0f9ff", "#5fb2de"], dark: ["#0f2338", "#38799f"] };
const amber: Pair = { light: ["#fffbeb", "#e3a72f"], dark: ["#2a2213", "#a87c26"] };
const violet: Pair = { light: ["#f6f4ff", "#a08ae6"], dark: ["#1c1838", "#7560bd"] };
const green: Pair = { light: ["#effcf4", "#5fbf86"], dark: ["#10261f", "#3b8a60"] };
const teal: Pair = { light: ["#effcfb", "#4cb8b0"], dark: ["#0e2729", "#31857f"] };
const pink: Pair = { light: ["#fdf3f9", "#d98bbd"], dark: ["#2a1527", "#a15e8b"] };
const yellow: Pair = { light: ["#fff9d6", "#e5c558"], dark: ["#332c12", "#8d7830"] };
const ink: Pair = { light: ["#334155", "#334155"], dark: ["#cbd5e1", "#cbd5e1"] };
const ring: Pair = { light: ["#ffffff", "#334155"], dark: ["#151c30", "#cbd5e1"] };

/** Shapes have meanings (a diamond decides, a cylinder stores): each meaning has its colour. */
const tones: Readonly<Record<NodeShape, Pair>> = {
  rect: slate,
  rounded: slate,
  stadium: sky,
  subroutine: violet,
  cylinder: violet,
  queue: violet,
  circle: sky,
  "double-circle": sky,
  diamond: amber,
  hexagon: teal,
  parallelogram: green,
  "parallelogram-alt": green,
  trapezoid: pink,
  "trapezoid-alt": pink,
  flag: pink,
  document: slate,
  cloud: sky,
  note: yellow,
  table: slate,
  person: sky,
  start: ink,
  end: ring,
  bar: ink,
  junction: ink,
  text: slate,
};

/** The colours of a shaped node: its meaning's, with those that its text asks for where they are safe and can be read. */
export const toneOf = (shape: NodeShape, paint: GraphNode["paint"], theme: Theme, palette: Palette): Tone => {
  const [ownFill, ownStroke] = tones[shape][theme];
  const asked = safeColour(paint?.fill);
  const fill = asked ?? ownFill;
  const text = safeColour(paint?.text);
  const stroke =
    safeColour(paint?.stroke) ?? (asked === undefined ? ownStroke : blend(asked, inkOn(asked, undefined), 0.3));
  if (asked !== undefined) {
    const ink = inkOn(asked, text);
    return { fill, stroke, text: ink, muted: inkOn(asked, blend(ink, asked, 0.25)) };
  }
  return { fill, stroke, text: text === undefined ? palette.text : inkOn(fill, text), muted: palette.muted };
};
