import type { LoadFont } from "#engine/typeface";
import { rowsOfAll } from "./blocks.ts";
import { Book } from "./book.ts";
import { drawCover } from "./cover.ts";
import { addDiagramPage } from "./diagram.ts";
import { Flow, gap } from "./flow.ts";
import { sectionTitle } from "./prose.ts";
import type { Report, Section } from "./report.ts";
import { page } from "./style.ts";

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
    if (others.length > 0) flow.add(rowsOfAll(book.typesetter, others));
    return;
  }
  if (section.start === "page") flow.beginSection();
  const title = [gap(22), ...sectionTitle(book.typesetter, section.title, width)];
  flow.add([...title, ...rowsOfAll(book.typesetter, section.blocks)]);
};
