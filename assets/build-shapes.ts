// Basic SVG shapes as path data.
import type { Element } from "./build-svg-tree.ts";

const ellipse = (cx: number, cy: number, rx: number, ry: number): string =>
  `M${cx - rx} ${cy}A${rx} ${ry} 0 1 1 ${cx + rx} ${cy}A${rx} ${ry} 0 1 1 ${cx - rx} ${cy}Z`;

const rectangle = (x: number, y: number, width: number, height: number, rx: number, ry: number): string => {
  if (rx === 0 || ry === 0) return `M${x} ${y}H${x + width}V${y + height}H${x}Z`;
  const [right, bottom] = [x + width, y + height];
  return (
    `M${x + rx} ${y}H${right - rx}A${rx} ${ry} 0 0 1 ${right} ${y + ry}V${bottom - ry}` +
    `A${rx} ${ry} 0 0 1 ${right - rx} ${bottom}H${x + rx}A${rx} ${ry} 0 0 1 ${x} ${bottom - ry}V${y + ry}` +
    `A${rx} ${ry} 0 0 1 ${x + rx} ${y}Z`
  );
};

/** The outline of a shape element; undefined when the element draws nothing itself. */
export const outlineOf = ({ tag, attributes }: Element): string | undefined => {
  const number = (name: string, fallback = 0): number => Number.parseFloat(attributes[name] ?? String(fallback));
  switch (tag) {
    case "path":
      return attributes["d"] ?? "";
    case "rect": {
      const [width, height] = [number("width"), number("height")];
      const rx = Math.min(number("rx", number("ry")), width / 2);
      const ry = Math.min(number("ry", number("rx")), height / 2);
      return rectangle(number("x"), number("y"), width, height, rx, ry);
    }
    case "circle":
      return ellipse(number("cx"), number("cy"), number("r"), number("r"));
    case "ellipse":
      return ellipse(number("cx"), number("cy"), number("rx"), number("ry"));
    case "line":
      return `M${number("x1")} ${number("y1")}L${number("x2")} ${number("y2")}`;
    case "polyline":
      return `M${attributes["points"] ?? "0 0"}`;
    case "polygon":
      return `M${attributes["points"] ?? "0 0"}Z`;
    default:
      return undefined;
  }
};
