import type { Book } from "./book.ts";
import type { Block } from "./report.ts";
import { page, type } from "./style.ts";
import { drawScene } from "./scene.ts";
import { clean } from "./text.ts";

type Diagram = Extract<Block, { kind: "diagram" }>;

/** A page of its own on which the picture fills all that the title leaves. */
export const addDiagramPage = (book: Book, title: string, { scene, caption }: Diagram): void => {
  const canvas = book.addPage("landscape");
  const { typesetter } = book;
  const side = page.margin;
  // The picture may reach further out than text does.
  const edge = 28;
  const top = 64;
  const foot = 42;
  book.mark({ title, level: 1, page: canvas.page.ref, y: canvas.height });
  const set = { ...type.h1, size: 17 };
  const end = canvas.text(clean(title), side, 46, set);
  const room = canvas.width - side - end - 24;
  canvas.textEndingAt(typesetter.fit(caption, type.small, room), canvas.width - side, 46, type.small);
  const area = { x: edge, y: top, width: page.long - 2 * edge, height: page.short - top - foot };
  drawScene(canvas, typesetter, scene, area);
};
