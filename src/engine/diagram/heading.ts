import type { TextStyle } from "./measure.ts";
import { ellipsise, measureText } from "./measure.ts";
import { cleanText } from "./text.ts";
import type { Palette } from "./themes.ts";
import type { Shape } from "./types.ts";

/** Around every picture. */
export const margin = 36;
const titleStyle: TextStyle = { size: 21, weight: 700 };
const subtitleStyle: TextStyle = { size: 12.5, weight: 400 };
/** A heading may widen a small picture up to this; past that it is cut. */
export const widestHeading = 1000;

interface Heading {
  shapes: Shape[];
  width: number;
  /** Where the drawing starts. */
  bottom: number;
}

/** A picture's title and the line under it. */
export const drawHeading = (
  graph: { title?: string; subtitle?: string },
  drawingWidth: number,
  palette: Palette,
): Heading => {
  const room = Math.max(widestHeading, drawingWidth);
  const title = ellipsise(cleanText(graph.title ?? ""), titleStyle, room);
  const subtitle = ellipsise(cleanText(graph.subtitle ?? ""), subtitleStyle, room);
  const shapes: Shape[] = [];
  if (title !== "")
    shapes.push({ kind: "text", x: margin, y: 46, text: title, ...titleStyle, anchor: "start", fill: palette.title });
  if (subtitle !== "")
    shapes.push({
      kind: "text",
      x: margin,
      y: title === "" ? 40 : 67,
      text: subtitle,
      ...subtitleStyle,
      anchor: "start",
      fill: palette.muted,
    });
  const width = Math.max(measureText(title, titleStyle), measureText(subtitle, subtitleStyle));
  const bottom = shapes.length === 0 ? margin : shapes.length === 1 ? 66 : 90;
  return { shapes, width, bottom };
};
