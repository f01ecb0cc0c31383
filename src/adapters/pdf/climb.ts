import type { Row } from "./flow.ts";
import { gap } from "./flow.ts";
import type { Block } from "./report.ts";
import { colour, scoreColour, type } from "./style.ts";
import type { Typesetter } from "./text.ts";

type Climb = Extract<Block, { kind: "climb" }>;

const height = 92;
const foot = 14;
const widest = 26;
const labelWidth = 30;
const nameWidth = 16;

/** How the score climbs while a list is worked off: a bar for today and one for each step. */
export const climb = (typesetter: Typesetter, { from, steps, goal }: Climb, width: number): Row[] => {
  const scores = [from, ...steps];
  const step = Math.min(widest, (width - labelWidth) / scores.length);
  // Names of bars stand clear of each other.
  const every = Math.ceil(nameWidth / step);
  const reach = height - foot - 12;
  return [
    {
      height,
      draw: ({ canvas, x, y }) => {
        const base = y + height - foot;
        const top = (score: number): number => base - (reach * score) / 100;
        for (const mark of [0, 50, 100]) {
          canvas.line(x + labelWidth, top(mark), x + width, top(mark), { stroke: colour.line, strokeWidth: 0.6 });
          canvas.textEndingAt(String(mark), x + labelWidth - 6, top(mark) + 2.6, { ...type.small, size: 7.2 });
        }
        for (const [index, score] of scores.entries()) {
          const left = x + labelWidth + index * step + step * 0.14;
          const bar = { x: left, y: top(score), width: step * 0.72, height: base - top(score) };
          canvas.rect(bar, { fill: scoreColour(score), fillOpacity: index === 0 ? 0.35 : 0.9 }, 1.5);
          const name = index === 0 ? "now" : String(index);
          if (index % every === 0) canvas.textAround(name, left + step * 0.36, base + 9, { ...type.small, size: 6.8 });
          const isTold = index === 0 || index === scores.length - 1 || score - (scores[index - 1] ?? 0) >= 5;
          if (isTold)
            canvas.textAround(String(Math.round(score)), left + step * 0.36, top(score) - 3, {
              weight: 600,
              size: 7.4,
              colour: colour.ink,
            });
        }
        if (goal === null) return;
        const line = { stroke: colour.brand, strokeWidth: 0.8, dash: "3 2" };
        canvas.line(x + labelWidth, top(goal), x + width, top(goal), line);
        // The first bars do not reach up to it.
        const label = { weight: 600, size: 7.4, colour: colour.brand } as const;
        canvas.text(
          typesetter.fit(`suggested design: ${goal}`, label, 120),
          x + labelWidth + 4,
          top(goal) - 3.5,
          label,
        );
      },
    },
    gap(14),
  ];
};
