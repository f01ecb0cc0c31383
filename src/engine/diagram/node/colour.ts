import colourNames from "./colour-names.json" with { type: "json" };

const names: Readonly<Record<string, string>> = colourNames;

/** `#rrggbb` of a colour that a caller's text names; undefined for anything but `#rgb`, `#rrggbb` and CSS colour names. */
export const safeColour = (text: string | undefined): string | undefined => {
  const colour = text?.trim().toLowerCase() ?? "";
  if (/^#[\da-f]{6}$/.test(colour)) return colour;
  if (/^#[\da-f]{3}$/.test(colour)) return colour.replace(/[\da-f]/g, "$&$&");
  return Object.hasOwn(names, colour) ? names[colour] : undefined;
};

/** Red, green and blue of `#rrggbb`, 0 to 255. */
const channelsOf = (colour: string): readonly [red: number, green: number, blue: number] => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16),
];

const linear = (channel: number): number => {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

/** Relative luminance by WCAG 2.2. */
const luminance = (colour: string): number => {
  const [red, green, blue] = channelsOf(colour);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
};

/** Contrast of two colours by WCAG 2.2, 1 to 21. */
export const contrast = (one: string, other: string): number => {
  const [first, second] = [luminance(one), luminance(other)];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
};

/** Large or heavy text needs this much contrast (WCAG 2.2, 1.4.3). */
const readable = 3;
const darkInk = "#0f172a";
const lightInk = "#ffffff";

/** The asked-for ink where it can be read on the ground; else the better of dark and light. */
export const inkOn = (ground: string, asked: string | undefined): string => {
  if (asked !== undefined && contrast(asked, ground) >= readable) return asked;
  return contrast(darkInk, ground) >= contrast(lightInk, ground) ? darkInk : lightInk;
};

/** A colour between two, `share` of the way to the second. */
export const blend = (from: string, to: string, share: number): string => {
  const [start, end] = [channelsOf(from), channelsOf(to)];
  const mixed = (low: number, high: number): number => Math.round(low + (high - low) * share);
  const channels = [mixed(start[0], end[0]), mixed(start[1], end[1]), mixed(start[2], end[2])];
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
};
