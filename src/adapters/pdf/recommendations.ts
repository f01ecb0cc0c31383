import type { Canvas } from "./canvas.ts";
import { drawPill } from "./findings.ts";
import type { Row } from "./flow.ts";
import { gap, keepTogether } from "./flow.ts";
import { textRows } from "./prose.ts";
import type { Recommendation } from "./report.ts";
import { colour, leading, moodColour, type } from "./style.ts";
import type { Type } from "./style.ts";
import type { Typesetter } from "./text.ts";

const indent = 28;
/** Room at the right for the score before and after. */
const margin = 104;
const effectHeight = 15;

/** A numbered list: what to do, why, to what, and what each item brings and costs. */
export const recommendations = (typesetter: Typesetter, items: readonly Recommendation[], width: number): Row[] =>
  items.flatMap((item, index) => [...keepTogether(itemRows(typesetter, item, index + 1, width)), gap(11)]);

const itemRows = (typesetter: Typesetter, item: Recommendation, number: number, width: number): Row[] => {
  const room = width - indent - (item.score ? margin : 0);
  const text = textRows(typesetter.wrap(item.text, type.body, room, 8), type.body, indent);
  const names = item.resources.join("   ");
  const resources = names === "" ? [] : textRows(typesetter.wrap(names, type.mono, room, 4), type.mono, indent);
  const [first, ...others] = [
    ...titleRows(typesetter, item, room),
    ...text,
    ...resources,
    ...effectRows(typesetter, item, width - indent),
  ];
  return first ? [withNumber(typesetter, first, item, number), ...others] : [];
};

const titleRows = (typesetter: Typesetter, item: Recommendation, room: number): Row[] => {
  const lines = typesetter.wrap(item.title, type.title, room, 4);
  return lines.map((line, index) => ({
    height: leading(type.title) + (index === lines.length - 1 ? 1.5 : 0),
    draw: ({ canvas, x, y }) => canvas.text(line, x + indent, y + type.title.size + 1, type.title),
  }));
};

/** The first row with the number at its left and the score at its right. */
const withNumber = (typesetter: Typesetter, row: Row, { score }: Recommendation, number: number): Row => ({
  ...row,
  draw: (place) => {
    const { canvas, x, y, width } = place;
    row.draw?.(place);
    canvas.rect({ x, y: y - 1.5, width: 18, height: 18 }, { fill: colour.brand }, 9);
    canvas.textAround(String(number), x + 9, y + 10.8, { weight: 700, size: 9, colour: colour.white });
    if (score) drawScore(canvas, typesetter, score, x + width, y);
  },
});

const drawScore = (
  canvas: Canvas,
  typesetter: Typesetter,
  { before, after }: NonNullable<Recommendation["score"]>,
  right: number,
  y: number,
): void => {
  const old: Type = { weight: 500, size: 9.5, colour: colour.muted };
  const fresh: Type = { weight: 700, size: 14, colour: before === after ? colour.muted : colour.ink };
  canvas.textEndingAt(after, right, y + 12.5, fresh);
  canvas.textEndingAt(`${before} → `, right - typesetter.measure(after, fresh), y + 12.5, old);
  canvas.textEndingAt("score", right, y + 24, { ...type.small, size: 7.8 });
};

interface Chip {
  text: string;
  type: Type;
  width: number;
}

/** The severity and the effects as labels in as many lines as they need. */
const effectRows = (typesetter: Typesetter, item: Recommendation, room: number): Row[] => {
  const chips = item.effects.map(({ text, mood }): Chip => {
    const set: Type = { ...type.label, size: 8, weight: 500, colour: mood === "same" ? colour.text : moodColour[mood] };
    const fitted = typesetter.fit(text, set, room - 16);
    return { text: fitted, type: set, width: typesetter.measure(fitted, set) + 14 };
  });
  const pill = item.severity ? typesetter.measure(item.severity, type.label) + 18 + 6 : 0;
  const lines: Chip[][] = [[]];
  let used = pill;
  for (const chip of chips) {
    if (used + chip.width > room && (lines.at(-1)?.length ?? 0) > 0) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(chip);
    used += chip.width + 6;
  }
  return [
    gap(4),
    ...lines.map((line, index): Row => ({
      height: effectHeight + 3,
      draw: ({ canvas, x, y }) => {
        let left = x + indent;
        if (index === 0 && item.severity) left = drawPill(canvas, typesetter, item.severity, left, y) + 6;
        for (const chip of line) {
          canvas.rect(
            { x: left, y, width: chip.width, height: effectHeight },
            { fill: colour.panel, stroke: colour.line, strokeWidth: 0.6 },
            7.5,
          );
          canvas.text(chip.text, left + 7, y + 10.4, chip.type);
          left += chip.width + 6;
        }
      },
    })),
  ];
};
