import type { Book } from "./book.ts";
import type { Box } from "./canvas.ts";
import type { Block } from "./report.ts";
import { page, type } from "./style.ts";
import { drawScene } from "./scene.ts";
import { clean } from "./text.ts";

type Diagram = Extract<Block, { kind: "diagram" }>;

// The picture may reach further out than text does.
const edge = 28;
const top = 64;
const foot = 42;
/** A picture of one or two things would shout. */
const largestScale = 1.5;
/** An upright page is taken when the picture is so much larger on it. */
const muchLarger = 1.2;

const areaOn = (width: number, height: number): Box => ({
  x: edge,
  y: top,
  width: width - 2 * edge,
  height: height - top - foot,
});

/** A page of its own on which the picture fills all that the title leaves; landscape, unless the picture is a tall one. */
export const addDiagramPage = (book: Book, title: string, { scene, caption }: Diagram): void => {
  const lying = areaOn(page.long, page.short);
  const upright = areaOn(page.short, page.long);
  const scaleIn = (area: Box): number => Math.min(largestScale, area.width / scene.width, area.height / scene.height);
  const isTall = scaleIn(upright) > muchLarger * scaleIn(lying);
  const canvas = book.addPage(isTall ? "portrait" : "landscape");
  const { typesetter } = book;
  const side = page.margin;
  book.mark({ title, level: 1, page: canvas.page.ref, y: canvas.height });
  const set = { ...type.h1, size: 17 };
  const end = canvas.text(clean(title), side, 46, set);
  const room = canvas.width - side - end - 24;
  canvas.textEndingAt(typesetter.fit(caption, type.small, room), canvas.width - side, 46, type.small);
  const area = isTall ? upright : lying;
  drawScene(canvas, typesetter, scene, { area, scale: scaleIn(area) });
};
