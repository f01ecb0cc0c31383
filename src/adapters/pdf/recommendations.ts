import { drawPill } from "./findings.ts";
import type { Row } from "./flow.ts";
import { gap, keepTogether } from "./flow.ts";
import { textRows } from "./prose.ts";
import type { Recommendation } from "./report.ts";
import { colour, leading, type } from "./style.ts";
import type { Type } from "./style.ts";
import type { Typesetter } from "./text.ts";

const indent = 28;

/** A numbered list: what to do, and what each item brings and costs. */
export const recommendations = (typesetter: Typesetter, items: readonly Recommendation[], width: number): Row[] =>
  items.flatMap((item, index) => [...keepTogether(itemRows(typesetter, item, index + 1, width)), gap(10)]);

const itemRows = (typesetter: Typesetter, item: Recommendation, number: number, width: number): Row[] => {
  const effects: Type = { ...type.small, weight: 500 };
  return [
    ...titleRows(typesetter, item, number, width),
    ...textRows(typesetter.wrap(item.text, type.body, width - indent, 8), type.body, indent),
    ...linesOf(typesetter, item.effects.join(" · "), effects, width),
  ];
};

const linesOf = (typesetter: Typesetter, text: string, set: Type, width: number): Row[] =>
  text === "" ? [] : textRows(typesetter.wrap(text, set, width - indent, 3), set, indent);

const titleRows = (typesetter: Typesetter, item: Recommendation, number: number, width: number): Row[] => {
  const digits = { weight: 700, size: 9, colour: colour.white } as const;
  const lines = typesetter.wrap(item.title, type.title, width - indent - 70, 4);
  return lines.map((line, index) => ({
    height: leading(type.title) + (index === lines.length - 1 ? 2 : 0),
    draw: ({ canvas, x, y }) => {
      canvas.text(line, x + indent, y + type.title.size + 1, type.title);
      if (index > 0) return;
      canvas.rect({ x, y: y - 1.5, width: 18, height: 18 }, { fill: colour.brand }, 9);
      canvas.textAround(String(number), x + 9, y + 10.8, digits);
      if (!item.severity) return;
      const pill = typesetter.measure(item.severity, type.label) + 18;
      drawPill(canvas, typesetter, item.severity, x + width - pill, y);
    },
  }));
};
