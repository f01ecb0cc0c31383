import type { LoadFont } from "#engine/typeface";
import { Book } from "./book.ts";
import { climb } from "./climb.ts";
import { code } from "./code.ts";
import { drawCover } from "./cover.ts";
import { addDiagramPage } from "./diagram.ts";
import { figures } from "./figures.ts";
import { findings } from "./findings.ts";
import type { Row } from "./flow.ts";
import { Flow, gap } from "./flow.ts";
import { bullets, note, paragraph, sectionTitle, subheading } from "./prose.ts";
import { recommendations } from "./recommendations.ts";
import type { Block, Report, Section } from "./report.ts";
import { page } from "./style.ts";
import { table } from "./table.ts";
import type { Typesetter } from "./text.ts";

const width = page.short - 2 * page.margin;

/** The report as PDF bytes: the same report always gives the same bytes. */
export const compose = async (report: Report, loadFont: LoadFont): Promise<Uint8Array<ArrayBuffer>> => {
  const book = await Book.open(report, loadFont);
  const cover = book.addPage("portrait");
  const flow = new Flow(book);
  for (const section of report.sections) addSection(book, flow, section);
  drawCover(book, cover, report);
  return book.finish();
};

const addSection = (book: Book, flow: Flow, section: Section): void => {
  const [first, ...others] = section.blocks;
  if (first === undefined) return;
  if (first.kind === "diagram") {
    addDiagramPage(book, section.title, first);
    flow.breakPage();
    if (others.length > 0) flow.add(others.flatMap((block) => rowsOf(book.typesetter, block)));
    return;
  }
  if (section.start === "page") flow.beginSection();
  const title = [gap(22), ...sectionTitle(book.typesetter, section.title, width)];
  flow.add([...title, ...section.blocks.flatMap((block, index) => rowsBefore(book, block, section.blocks[index + 1]))]);
};

/** A paragraph that introduces a table, a list or code stays on its page. */
const rowsBefore = (book: Book, block: Block, next: Block | undefined): Row[] => {
  const rows = rowsOf(book.typesetter, block);
  const introduces = block.kind === "paragraph" && next !== undefined && next.kind !== "paragraph";
  return introduces ? rows.map((row) => ({ ...row, keep: true })) : rows;
};

const rowsOf = (typesetter: Typesetter, block: Block): Row[] => {
  switch (block.kind) {
    case "heading":
      return subheading(typesetter, block.text, width);
    case "paragraph":
      return paragraph(typesetter, block.text, width);
    case "note":
      return note(typesetter, block.text, width);
    case "bullets":
      return bullets(typesetter, block.items, width);
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
    case "diagram":
      return [];
  }
};
