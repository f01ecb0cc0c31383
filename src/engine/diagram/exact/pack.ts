import type { Box, Point } from "../geometry.ts";

const gap = 44;
/** Width to height that a picture of many parts aims at. */
const aspect = 1.7;

/** Where parts of a picture go: side by side in rows about as wide as reads well, in their order. */
export const packParts = (parts: readonly Box[]): Point[] => {
  const area = parts.reduce((total, { width, height }) => total + (width + gap) * (height + gap), 0);
  const room = Math.max(Math.sqrt(area * aspect), ...parts.map(({ width }) => width)) + 1;
  const places: Point[] = [];
  let [x, y, rowHeight] = [0, 0, 0];
  for (const { width, height } of parts) {
    if (x > 0 && x + width > room) {
      y += rowHeight + gap;
      [x, rowHeight] = [0, 0];
    }
    places.push({ x, y });
    x += width + gap;
    rowHeight = Math.max(rowHeight, height);
  }
  return places;
};
