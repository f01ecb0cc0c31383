import { parsePath } from "./svg-path.ts";

// PDF's drawing operators as text.

/** Two decimals are a hundredth of a point and keep the streams small. */
export const short = (value: number): number => Math.round(value * 100) / 100 + 0;

const colours = new Map<string, string | undefined>();
/** Colours of a theme are few; those that a caller makes up may be many. */
const mostColours = 1000;

const readColour = (text: string): string | undefined => {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text)?.[1];
  if (hex === undefined) return undefined;
  const long = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
  return [0, 2, 4].map((from) => Math.round(Number.parseInt(long.slice(from, from + 2), 16) / 0.255) / 1000).join(" ");
};

/** `#rgb` or `#rrggbb` as three numbers from 0 to 1; nothing for anything else. */
export const parseColour = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  if (!colours.has(text)) {
    if (colours.size >= mostColours) colours.clear();
    colours.set(text, readColour(text));
  }
  return colours.get(text);
};

/** SVG path data; empty when it draws nothing. */
export const pathOperators = (d: string): string => {
  let operators = "";
  for (const step of parsePath(d)) {
    if (step[0] === "M") operators += `${short(step[1])} ${short(step[2])} m\n`;
    else if (step[0] === "L") operators += `${short(step[1])} ${short(step[2])} l\n`;
    else if (step[0] === "Z") operators += "h\n";
    else {
      const [, x1, y1, x2, y2, x, y] = step;
      operators += `${short(x1)} ${short(y1)} ${short(x2)} ${short(y2)} ${short(x)} ${short(y)} c\n`;
    }
  }
  return operators;
};

/** Ends a path: filled, drawn along, or both. */
export const paintOperator = (fill: boolean, stroke: boolean, rule: "evenodd" | "nonzero" = "nonzero"): string => {
  if (!fill) return "S";
  return `${stroke ? "B" : "f"}${rule === "evenodd" ? "*" : ""}`;
};

/** Distance of a quarter circle's handles from its ends, in radii. */
const bow = 0.5523;

export const roundedRect = (
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  radius: number,
): string => {
  const r = Math.min(radius, width / 2, height / 2);
  if (r <= 0) return `${short(x)} ${short(y)} ${short(width)} ${short(height)} re\n`;
  const [left, inner, far, right] = [x, x + r, x + width - r, x + width].map(short);
  const [top, below, above, foot] = [y, y + r, y + height - r, y + height].map(short);
  const h = r * (1 - bow);
  const [leftBow, rightBow, topBow, footBow] = [x + h, x + width - h, y + h, y + height - h].map(short);
  return (
    `${inner} ${top} m\n${far} ${top} l\n${rightBow} ${top} ${right} ${topBow} ${right} ${below} c\n` +
    `${right} ${above} l\n${right} ${footBow} ${rightBow} ${foot} ${far} ${foot} c\n` +
    `${inner} ${foot} l\n${leftBow} ${foot} ${left} ${footBow} ${left} ${above} c\n` +
    `${left} ${below} l\n${left} ${topBow} ${leftBow} ${top} ${inner} ${top} c\nh\n`
  );
};
