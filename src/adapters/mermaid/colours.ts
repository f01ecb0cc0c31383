import { safeColour } from "#engine/diagram";

const toHex = (channels: readonly number[]): string =>
  `#${channels
    .map((value) =>
      Math.round(Math.min(255, Math.max(0, value)))
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;

/** `hsl()` → red, green, blue from 0 to 255, by the formula of CSS Color 4 §7. */
const fromHsl = (hue: number, saturation: number, lightness: number): number[] =>
  [0, 8, 4].map((offset) => {
    const step = (offset + hue / 30) % 12;
    const amplitude = saturation * Math.min(lightness, 1 - lightness);
    return 255 * (lightness - amplitude * Math.max(-1, Math.min(step - 3, 9 - step, 1)));
  });

const part = (text: string | undefined, whole: number): number => {
  const value = Number.parseFloat(text ?? "0") || 0;
  return text?.endsWith("%") === true ? (value / 100) * whole : value;
};

/** A colour with opacity as it looks on white paper. */
const onWhite = (channels: readonly number[], opacity: number): string =>
  toHex(channels.map((value) => value * opacity + 255 * (1 - opacity)));

const readFunction = (text: string): string | undefined => {
  const [, name, inner = ""] = /^(rgb|hsl)a?\(([\d.,%/\s-]{1,60})\)$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const [first, second, third, fourth] = inner.split(/[\s,/]+/).filter((value) => value !== "");
  if (third === undefined) return undefined;
  const opacity = fourth === undefined ? 1 : Math.min(1, Math.max(0, part(fourth, 1)));
  if (name === "rgb") return onWhite([part(first, 255), part(second, 255), part(third, 255)], opacity);
  const hue = ((part(first, 360) % 360) + 360) % 360;
  return onWhite(fromHsl(hue, Math.min(1, part(second, 1)), Math.min(1, part(third, 1))), opacity);
};

const readHexWithOpacity = (text: string): string | undefined => {
  if (!/^#[0-9a-f]{8}$/.test(text)) return undefined;
  const channels = [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16));
  return onWhite(channels, Number.parseInt(text.slice(7), 16) / 255);
};

/** A CSS colour as `#rrggbb`; undefined for anything else, so that nothing else gets into a picture. */
export const toColour = (text: string): string | undefined => {
  const value = text.trim().toLowerCase();
  return safeColour(value) ?? readHexWithOpacity(value) ?? readFunction(value);
};
