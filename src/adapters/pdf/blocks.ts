import { climb } from "./climb.ts";
import { code } from "./code.ts";
import { figures } from "./figures.ts";
import { findings } from "./findings.ts";
import type { Row } from "./flow.ts";
import { picture } from "./picture.ts";
import { bullets, note, paragraph, steps, subheading } from "./prose.ts";
import { recommendations } from "./recommendations.ts";
import type { Block } from "./report.ts";
import { page } from "./style.ts";
import { table } from "./table.ts";
import type { Typesetter } from "./text.ts";

const width = page.short - 2 * page.margin;

/** Blocks as rows. A paragraph that introduces a table, a list or code stays on its page. */
export const rowsOfAll = (typesetter: Typesetter, blocks: readonly Block[]): Row[] =>
  blocks.flatMap((block, index) => {
    const next = blocks[index + 1];
    const rows = rowsOf(typesetter, block);
    const introduces = block.kind === "paragraph" && next !== undefined && next.kind !== "paragraph";
    return introduces ? rows.map((row) => ({ ...row, keep: true })) : rows;
  });

const levelInset = 16;
const mostLevels = 6;

const insetOf = ({ level = 0 }: { level?: number }): number => Math.min(level, mostLevels) * levelInset;

/** Rows that begin further to the right. */
const moveIn = (inset: number, set: (width: number) => Row[]): Row[] =>
  set(width - inset).map((row) => {
    const { draw } = row;
    return draw && inset > 0 ? { ...row, draw: (place) => draw({ ...place, x: place.x + inset }) } : row;
  });

const rowsOf = (typesetter: Typesetter, block: Block): Row[] => {
  switch (block.kind) {
    case "heading":
      return subheading(typesetter, block.text, width);
    case "paragraph":
      return paragraph(typesetter, block.text, width);
    case "note":
      return note(typesetter, block.text, width);
    case "bullets":
      return moveIn(insetOf(block), (narrower) => bullets(typesetter, block.items, narrower));
    case "steps":
      return moveIn(insetOf(block), (narrower) => steps(typesetter, block.first, block.items, narrower));
    case "findings":
      return findings(typesetter, block, width);
    case "recommendations":
      return recommendations(typesetter, block.items, width);
    case "climb":
      return climb(typesetter, block, width);
    case "figures":
      return figures(typesetter, block.items, width);
    case "table":
      return table(typesetter, block, width);
    case "code":
      return code(typesetter, block, width);
    case "picture":
      return picture(typesetter, block.scene, width);
    case "diagram":
      return [];
  }
};
