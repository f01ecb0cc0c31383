import colourNames from "./colour-names.json" with { type: "json" };

const names: Readonly<Record<string, string>> = colourNames;

/** `#rrggbb` of a colour that a caller's text names; undefined for anything but `#rgb`, `#rrggbb` and CSS colour names. */
export const safeColour = (text: string | undefined): string | undefined => {
  const colour = text?.trim().toLowerCase() ?? "";
  if (/^#[\da-f]{6}$/.test(colour)) return colour;
  if (/^#[\da-f]{3}$/.test(colour)) return colour.replace(/[\da-f]/g, "$&$&");
  return Object.hasOwn(names, colour) ? names[colour] : undefined;
};

/** Relative luminance by WCAG 2.2. */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** Contrast of two colours by WCAG 2.2, 1 to 21. */
export const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((left, right) => left - right);
  return (high + 0.05) / (low + 0.05);
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
  const channels = [1, 3, 5].map((at) => {
    const [low, high] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round((low ?? 0) + ((high ?? 0) - (low ?? 0)) * share);
  });
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
};
