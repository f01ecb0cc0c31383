import type { Row } from "./flow.ts";
import { gap, keepTogether } from "./flow.ts";
import type { Words } from "./report.ts";
import { colour, leading, type } from "./style.ts";
import type { Type } from "./style.ts";
import type { Typesetter } from "./text.ts";
import { lineRows, wrapWords } from "./words.ts";

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

/** A heading on the page of what follows it, entered in the outline. */
export const heading = (
  typesetter: Typesetter,
  title: string,
  width: number,
  { set, level, after }: { set: Type; level: 1 | 2 | 3; after: number },
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

export const paragraph = (typesetter: Typesetter, text: Words, set: Type, width: number): Row[] => [
  ...lineRows(wrapWords(typesetter, text, set, width, mostLines), set),
  gap(set.size * 0.74),
];

const quoteInset = 14;

/** Somebody else's words behind a bar, which goes on from page to page. */
export const quote = (typesetter: Typesetter, text: Words, set: Type, width: number): Row[] => {
  const lines = wrapWords(typesetter, text, { ...set, colour: colour.muted }, width - quoteInset, mostLines);
  const rows = lineRows(lines, set, quoteInset).map((row) => ({
    ...row,
    draw: (place: Parameters<NonNullable<Row["draw"]>>[0]) => {
      const { canvas, x, y } = place;
      canvas.rect({ x, y: y - 0.5, width: 2.5, height: row.height + 1 }, { fill: colour.mark });
      row.draw?.(place);
    },
  }));
  return [...rows, gap(set.size * 0.74)];
};

export const rule = (width: number): Row[] => [
  gap(8),
  {
    height: 1,
    draw: ({ canvas, x, y }) => canvas.line(x, y, x + width, y, { stroke: colour.line, strokeWidth: 0.8 }),
  },
  gap(14),
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
  items: readonly Words[],
  width: number,
  { set, indent, mark }: { set: Type; indent: number; mark: (row: Row, index: number) => Row },
): Row[] => {
  const rows = items.flatMap((item, index) => {
    const lines = lineRows(wrapWords(typesetter, item, set, width - indent, mostLines), set, indent);
    const [first, ...others] = lines;
    if (!first) return [];
    const rowsOfItem = [mark(first, index), ...others];
    return [...(lines.length > togetherLines ? rowsOfItem : keepTogether(rowsOfItem)), gap(3)];
  });
  return [...rows, gap(4)];
};

export const bullets = (typesetter: Typesetter, items: readonly Words[], set: Type, width: number): Row[] =>
  list(typesetter, items, width, { set, indent: 14, mark: (row) => withDot(row, set) });

export const steps = (
  typesetter: Typesetter,
  { first, items }: { first: number; items: readonly Words[] },
  set: Type,
  width: number,
): Row[] => {
  const number: Type = { ...set, weight: 600, colour: colour.brand };
  const widest = typesetter.measure(`${first + items.length - 1}.`, number);
  const indent = Math.max(20, widest + 6);
  const mark = (row: Row, index: number): Row => withNumber(row, `${first + index}.`, number, indent - 6);
  return list(typesetter, items, width, { set, indent, mark });
};

const withNumber = (row: Row, text: string, set: Type, end: number): Row => ({
  ...row,
  draw: (place) => {
    place.canvas.textEndingAt(text, place.x + end, place.y + set.size, set);
    row.draw?.(place);
  },
});

const withDot = (row: Row, { size }: Type): Row => ({
  ...row,
  draw: (place) => {
    const { canvas, x, y } = place;
    canvas.rect({ x: x + 3, y: y + size * 0.68 - 2, width: 4, height: 4 }, { fill: colour.brand }, 2);
    row.draw?.(place);
  },
});
