import type { Row } from "./flow.ts";
import { gap, keepTogether } from "./flow.ts";
import type { Block, Column, Words } from "./report.ts";
import { colour, leading, type } from "./style.ts";
import type { Type } from "./style.ts";
import type { Typesetter } from "./text.ts";
import { drawLine, measureLine, wrapWords } from "./words.ts";

type Table = Extract<Block, { kind: "table" }>;

interface Cell extends Column {
  x: number;
  width: number;
}

const inset = 7;
/** A table less high than this is not split over two pages. */
const wholeBelow = 260;

/** A table whose head is repeated on every page. */
export const table = (typesetter: Typesetter, block: Table, width: number): Row[] => {
  const cells = measureColumns(block.columns, width);
  const head = headRow(typesetter, cells, width);
  const rows = block.rows.map((row, index) => ({
    ...cellsRow(typesetter, cells, row, { tinted: index % 2 === 1, width }),
    head,
  }));
  const last = rows.at(-1);
  const total = block.total ? [{ ...totalRow(typesetter, cells, block.total, width), head }] : [];
  // The total never stands alone under a repeated head.
  if (total.length > 0 && last) rows.splice(-1, 1, { ...last, keep: true });
  const all = [head, ...rows, ...total];
  const height = all.reduce((sum, row) => sum + row.height, 0);
  return [...(height < wholeBelow ? keepTogether(all) : all), gap(12)];
};

const measureColumns = (columns: readonly Column[], width: number): Cell[] => {
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  let x = 0;
  return columns.map((column) => {
    const cell = { ...column, x, width: (width * column.share) / shares };
    x += cell.width;
    return cell;
  });
};

const headLeading = 12;

const headRow = (typesetter: Typesetter, cells: readonly Cell[], width: number): Row => {
  const titles = cells.map((cell) => ({
    cell,
    lines: typesetter.wrap(cell.title, type.head, cell.width - 2 * inset, 3),
  }));
  const height = 21 + (Math.max(1, ...titles.map(({ lines }) => lines.length)) - 1) * headLeading;
  return {
    height: height + 5,
    keep: true,
    draw: ({ canvas, x, y }) => {
      canvas.rect({ x, y, width, height }, { fill: colour.head }, 5);
      for (const { cell, lines } of titles) {
        for (const [index, line] of lines.entries()) {
          const baseline = y + 13.8 + index * headLeading;
          if (cell.align === "end") canvas.textEndingAt(line, x + cell.x + cell.width - inset, baseline, type.head);
          else canvas.text(line, x + cell.x + inset, baseline, type.head);
        }
      }
    },
  };
};

const cellsRow = (
  typesetter: Typesetter,
  cells: readonly Cell[],
  values: readonly Words[],
  { tinted, width }: { tinted: boolean; width: number },
): Row => {
  const set = cells.map((cell, index): Type => {
    if (cell.mono) return type.mono;
    return index === 0 ? { ...type.body, size: 9, weight: 500, colour: colour.ink } : { ...type.body, size: 9 };
  });
  return valuesRow(typesetter, cells, values, { set, width, fill: tinted ? colour.panel : undefined });
};

const totalRow = (typesetter: Typesetter, cells: readonly Cell[], values: readonly string[], width: number): Row => {
  const set = cells.map((): Type => ({ weight: 700, size: 10, colour: colour.ink }));
  const row = valuesRow(typesetter, cells, values, { set, width, fill: undefined });
  return {
    ...row,
    draw: (place) => {
      const { canvas, x, y } = place;
      canvas.line(x, y + 0.5, x + width, y + 0.5, { stroke: colour.ink, strokeWidth: 0.9 });
      row.draw?.(place);
    },
  };
};

const valuesRow = (
  typesetter: Typesetter,
  cells: readonly Cell[],
  values: readonly Words[],
  look: { set: readonly Type[]; width: number; fill: string | undefined },
): Row => {
  const content = cells.map((cell, index) => {
    const set = look.set[index] ?? type.body;
    return { cell, set, lines: wrapWords(typesetter, values[index] ?? "", set, cell.width - 2 * inset, 10) };
  });
  const height =
    Math.max(...content.map(({ set, lines }) => lines.length * leading({ ...set, size: set.size - 0.4 }))) + 7;
  return {
    height,
    draw: ({ canvas, x, y }) => {
      if (look.fill) canvas.rect({ x, y, width: look.width, height }, { fill: look.fill });
      for (const { cell, set, lines } of content) {
        for (const [index, line] of lines.entries()) {
          const baseline = y + 4 + set.size + index * leading({ ...set, size: set.size - 0.4 });
          const left = cell.align === "end" ? cell.width - inset - measureLine(typesetter, line) : inset;
          drawLine(canvas, line, x + cell.x + left, baseline);
        }
      }
    },
  };
};
