import type { Row } from "./flow.ts";
import { gap, keepTogether } from "./flow.ts";
import { colour, leading, type } from "./style.ts";
import type { Type } from "./style.ts";
import type { Typesetter } from "./text.ts";

/** One row per line, so that a long text may run over a page; first and last lines never stand alone. */
export const textRows = (lines: readonly string[], set: Type, indent = 0): Row[] =>
  lines.map((line, index) => ({
    height: leading(set),
    keep: lines.length > 1 && (index === 0 || index === lines.length - 2),
    draw: ({ canvas, x, y }) => canvas.text(line, x + indent, y + set.size, set),
  }));

/** A section's title, entered in the outline and the contents. */
export const sectionTitle = (typesetter: Typesetter, title: string, width: number): Row[] =>
  heading(typesetter, title, width, { set: type.h1, level: 1, after: 14 });

export const subheading = (typesetter: Typesetter, title: string, width: number): Row[] => [
  gap(10),
  ...heading(typesetter, title, width, { set: type.h2, level: 2, after: 7 }),
];

const heading = (
  typesetter: Typesetter,
  title: string,
  width: number,
  { set, level, after }: { set: Type; level: 1 | 2; after: number },
): Row[] => {
  const lines = typesetter.wrap(title, set, width, 3);
  const height = set.size * 1.25;
  return lines.map((line, index) => ({
    height: index === lines.length - 1 ? height + after : height,
    keep: true,
    draw: ({ canvas, x, y }) => canvas.text(line, x, y + set.size, set),
    ...(index === 0 && { mark: { title, level } }),
  }));
};

/** A paragraph of somebody's own words is shown to its end. */
const mostLines = 1_000;
/** An item of more lines may run over a page. */
const togetherLines = 12;

export const paragraph = (typesetter: Typesetter, text: string, width: number): Row[] => [
  ...textRows(typesetter.wrap(text, type.body, width, mostLines), type.body),
  gap(7),
];

/** A remark on a tinted ground. */
export const note = (typesetter: Typesetter, text: string, width: number): Row[] => {
  const set = { ...type.body, size: 9 };
  const inset = 11;
  const lines = typesetter.wrap(text, set, width - 2 * inset, 12);
  const height = lines.length * leading(set) + 14;
  return [
    {
      height,
      draw: ({ canvas, x, y }) => {
        canvas.rect({ x, y, width, height }, { fill: colour.head }, 5);
        for (const [index, line] of lines.entries())
          canvas.text(line, x + inset, y + 7 + set.size + index * leading(set), set);
      },
    },
    gap(10),
  ];
};

/** Entries behind a mark each; a long one goes on below, as far in. */
const list = (
  typesetter: Typesetter,
  items: readonly string[],
  width: number,
  { indent, mark }: { indent: number; mark: (row: Row, index: number) => Row },
): Row[] => {
  const rows = items.flatMap((item, index) => {
    const lines = textRows(typesetter.wrap(item, type.body, width - indent, mostLines), type.body, indent);
    const [first, ...others] = lines;
    if (!first) return [];
    const rowsOfItem = [mark(first, index), ...others];
    return [...(lines.length > togetherLines ? rowsOfItem : keepTogether(rowsOfItem)), gap(3)];
  });
  return [...rows, gap(4)];
};

export const bullets = (typesetter: Typesetter, items: readonly string[], width: number): Row[] =>
  list(typesetter, items, width, { indent: 14, mark: withDot });

export const steps = (typesetter: Typesetter, first: number, items: readonly string[], width: number): Row[] =>
  list(typesetter, items, width, { indent: 20, mark: (row, index) => withNumber(row, first + index) });

const withNumber = (row: Row, number: number): Row => ({
  ...row,
  draw: (place) => {
    const set = { ...type.body, weight: 600, colour: colour.brand } as const;
    place.canvas.textEndingAt(`${number}.`, place.x + 14, place.y + set.size, set);
    row.draw?.(place);
  },
});

const withDot = (row: Row): Row => ({
  ...row,
  draw: (place) => {
    const { canvas, x, y } = place;
    canvas.rect({ x: x + 3, y: y + 4.6, width: 4, height: 4 }, { fill: colour.brand }, 2);
    row.draw?.(place);
  },
});
