import { climb } from "./climb.ts";
import { code } from "./code.ts";
import { figures } from "./figures.ts";
import { findings } from "./findings.ts";
import type { Place, Row } from "./flow.ts";
import { picture } from "./picture.ts";
import { bullets, note, paragraph, quote, rule, steps, subheading } from "./prose.ts";
import { recommendations } from "./recommendations.ts";
import type { Block } from "./report.ts";
import { page, type } from "./style.ts";
import type { Type } from "./style.ts";
import { table } from "./table.ts";
import type { Typesetter } from "./text.ts";

type Heading = Extract<Block, { kind: "heading" }>;

/** How the blocks of a document are set: as wide as its column, in its type. */
export interface Setting {
  width: number;
  body: Type;
  heading: (typesetter: Typesetter, heading: Heading, width: number) => Row[];
}

const ofReports: Setting = {
  width: page.short - 2 * page.margin,
  body: type.body,
  heading: (typesetter, { text }, width) => subheading(typesetter, text, width),
};

/** What no paragraph introduces. */
const standsAlone: ReadonlySet<Block["kind"]> = new Set(["paragraph", "heading", "rule"]);

/** Blocks as rows. A paragraph that introduces a table, a list or code stays on its page. */
export const rowsOfAll = (typesetter: Typesetter, blocks: readonly Block[], setting = ofReports): Row[] =>
  blocks.flatMap((block, index) => {
    const next = blocks[index + 1];
    const rows = rowsOf(typesetter, block, setting);
    const introduces = block.kind === "paragraph" && next !== undefined && !standsAlone.has(next.kind);
    return introduces ? rows.map((row) => ({ ...row, keep: true })) : rows;
  });

const levelInset = 16;
const mostLevels = 6;

const insetOf = ({ level = 0 }: { level?: number }): number => Math.min(level, mostLevels) * levelInset;

/** Rows that begin further to the right. */
export const moveIn = (rows: readonly Row[], inset: number): Row[] =>
  rows.map((row) => {
    const { draw, head } = row;
    if (!draw || inset === 0) return row;
    const moved = { ...row, draw: (place: Place) => draw({ ...place, x: place.x + inset }) };
    return head ? { ...moved, head: moveHead(head, inset) } : moved;
  });

// The rows of a table share one head.
const moveHead = (head: Row, inset: number): Row => moveIn([head], inset)[0] ?? head;

const rowsOf = (typesetter: Typesetter, block: Block, { width, body, heading }: Setting): Row[] => {
  switch (block.kind) {
    case "heading":
      return heading(typesetter, block, width);
    case "paragraph":
      return paragraph(typesetter, block.text, body, width);
    case "note":
      return note(typesetter, block.text, width);
    case "quote":
      return quote(typesetter, block.text, body, width);
    case "rule":
      return rule(width);
    case "bullets":
      return moveIn(bullets(typesetter, block.items, body, width - insetOf(block)), insetOf(block));
    case "steps":
      return moveIn(steps(typesetter, block, body, width - insetOf(block)), insetOf(block));
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
