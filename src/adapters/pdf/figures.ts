import type { Canvas } from "./canvas.ts";
import type { Row } from "./flow.ts";
import { gap } from "./flow.ts";
import type { Figure } from "./report.ts";
import { colour, moodColour, type } from "./style.ts";
import type { Type } from "./style.ts";
import type { Typesetter } from "./text.ts";

const height = 70;
const between = 12;

/** Tiles in one row, each a number before and after. */
export const figures = (typesetter: Typesetter, items: readonly Figure[], width: number): Row[] => [
  { height, draw: ({ canvas, x, y }) => drawFigures(canvas, typesetter, items, { x, y, width }) },
  gap(16),
];

/** The same tiles at a place of one's own choice. */
export const drawFigures = (
  canvas: Canvas,
  typesetter: Typesetter,
  items: readonly Figure[],
  { x, y, width }: { x: number; y: number; width: number },
): void => {
  const tile = (width - between * (items.length - 1)) / items.length;
  for (const [index, item] of items.entries()) {
    const left = x + index * (tile + between);
    const box = { x: left, y, width: tile, height };
    canvas.rect(box, { fill: colour.panel, stroke: colour.line, strokeWidth: 0.8 }, 9);
    const inner = left + 12;
    const room = tile - 24;
    canvas.text(typesetter.fit(item.label, type.small, room), inner, y + 19, { ...type.small, weight: 500, size: 9 });
    drawNumbers(canvas, typesetter, item, { x: inner, y: y + 42, width: room });
    const change = { weight: 600, size: 9, colour: moodColour[item.mood] } as const;
    canvas.text(typesetter.fit(item.change, change, room), inner, y + 59, change);
  }
};

/** As large as the tile allows: the amounts may be long. */
const drawNumbers = (
  canvas: Canvas,
  typesetter: Typesetter,
  { before, after }: Figure,
  { x, y, width }: { x: number; y: number; width: number },
): void => {
  const old: Type = { weight: 500, size: 12, colour: colour.muted };
  const fresh: Type = { weight: 700, size: 17, colour: colour.ink };
  const wanted = typesetter.measure(`${before} → `, old) + typesetter.measure(after, fresh);
  const scale = Math.min(1, width / wanted);
  const end = canvas.text(`${before} → `, x, y, { ...old, size: old.size * scale });
  canvas.text(after, end, y, { ...fresh, size: fresh.size * scale });
};
