import type { Book } from "./book.ts";
import type { Canvas } from "./canvas.ts";
import type { Mark } from "./outline.ts";
import type { Report } from "./report.ts";
import { colour, leading, page, scoreColour, type } from "./style.ts";
import type { Typesetter } from "./text.ts";
import { clean } from "./text.ts";

const left = page.margin;
const right = page.short - page.margin;
const bandHeight = 236;

/** The first page. It is drawn last, when the contents are known. */
export const drawCover = (book: Book, canvas: Canvas, report: Report): void => {
  drawBand(canvas, book.typesetter, report);
  const summaryEnd = drawSummary(canvas, book.typesetter, report);
  const tiles = Math.max(summaryEnd, bandHeight + 216);
  drawPillars(canvas, book.typesetter, report, tiles);
  drawContents(book, canvas, tiles + 92);
};

const drawBand = (canvas: Canvas, typesetter: Typesetter, report: Report): void => {
  canvas.rect({ x: 0, y: 0, width: page.short, height: bandHeight }, { fill: colour.night });
  drawMark(canvas, left, 62);
  canvas.text("StackStage", left + 40, 69, { weight: 700, size: 19, colour: colour.white });
  canvas.text(typesetter.fit(report.subject, type.coverTitle, right - left), left, 142, type.coverTitle);
  const title = { weight: 500, size: 14, colour: colour.nightAccent } as const;
  const lines = typesetter.wrap(report.title, title, right - left, 2);
  for (const [index, line] of lines.entries()) canvas.text(line, left, 171 + index * 19, title);
  const facts = { weight: 400, size: 10, colour: colour.nightText } as const;
  const y = 171 + (lines.length - 1) * 19 + 22;
  canvas.text(typesetter.fit(report.facts.join(" · "), facts, right - left), left, y, facts);
};

/** Three layers, the product's mark. */
const drawMark = (canvas: Canvas, x: number, y: number): void =>
  canvas.path(`M${x} ${y - 4}l14 -8l14 8l-14 8ZM${x} ${y + 4}l14 8l14 -8M${x} ${y + 12}l14 8l14 -8`, {
    stroke: colour.mark,
    strokeWidth: 2,
    round: true,
  });

const drawSummary = (canvas: Canvas, typesetter: Typesetter, report: Report): number => {
  const top = bandHeight + 48;
  drawGauge(canvas, left + 84, bandHeight + 112, report.score);
  const x = left + 198;
  canvas.text("Executive summary", x, top, { weight: 700, size: 13.5, colour: colour.ink });
  const roomy = { ...type.body, size: 10.2 };
  const dense = { ...type.body, size: 9 };
  const fits = typesetter.wrap(report.summary, roomy, right - x, 14).length <= 13;
  const set = fits ? roomy : dense;
  const lines = typesetter.wrap(report.summary, set, right - x, fits ? 13 : 17);
  for (const [index, line] of lines.entries()) canvas.text(line, x, top + 20 + index * leading(set), set);
  return top + 20 + lines.length * leading(set) + 14;
};

/** Three quarters of a circle, open at the foot. */
const drawGauge = (canvas: Canvas, x: number, y: number, score: number): void => {
  const radius = 68;
  const point = (part: number): string => {
    const angle = Math.PI * (0.75 + 1.5 * part);
    return `${x + radius * Math.cos(angle)} ${y + radius * Math.sin(angle)}`;
  };
  const arc = (part: number): string => `M${point(0)}A${radius} ${radius} 0 ${part > 2 / 3 ? 1 : 0} 1 ${point(part)}`;
  canvas.path(arc(1), { stroke: colour.line, strokeWidth: 13, round: true });
  // An arc of no length would still leave a dot.
  if (score > 0) canvas.path(arc(score / 100), { stroke: scoreColour(score), strokeWidth: 13, round: true });
  canvas.textAround(String(score), x, y + 14, { weight: 700, size: 44, colour: colour.ink });
  canvas.textAround("out of 100", x, y + 33, { ...type.small, size: 10 });
};

const drawPillars = (canvas: Canvas, typesetter: Typesetter, { pillars }: Report, y: number): void => {
  const between = 8;
  const width = (right - left - between * (pillars.length - 1)) / pillars.length;
  for (const [index, { name, score }] of pillars.entries()) {
    const x = left + index * (width + between);
    const label = { ...type.small, weight: 500 } as const;
    canvas.rect({ x, y, width, height: 62 }, { fill: colour.panel, stroke: colour.line, strokeWidth: 0.8 }, 8);
    canvas.text(typesetter.fit(name, label, width - 14), x + 9, y + 18, label);
    if (score === null) {
      canvas.text("n/a", x + 9, y + 40, { weight: 600, size: 15, colour: colour.muted });
      continue;
    }
    canvas.text(String(score), x + 9, y + 41, { weight: 700, size: 18, colour: colour.ink });
    const bar = { x: x + 9, y: y + 49, width: width - 18, height: 4.5 };
    canvas.rect(bar, { fill: colour.line }, 2.2);
    canvas.rect({ ...bar, width: (bar.width * score) / 100 }, { fill: scoreColour(score) }, 2.2);
  }
};

const drawContents = (book: Book, canvas: Canvas, y: number): void => {
  canvas.text("Contents", left, y, { weight: 700, size: 13, colour: colour.ink });
  const sections = book.marks.filter(({ level }) => level === 1);
  const step = Math.min(19.5, (page.long - page.bottom - y - 10) / sections.length);
  for (const [index, mark] of sections.entries()) drawEntry(book, canvas, mark, y + 22 + index * step);
};

const drawEntry = (book: Book, canvas: Canvas, mark: Mark, y: number): void => {
  const set = { ...type.body, size: 10.2 };
  const number = String(book.pageNumber(mark.page));
  const numberWidth = book.typesetter.measure(number, set);
  const end = canvas.text(book.typesetter.fit(clean(mark.title), set, right - left - 60), left, y, set);
  canvas.textEndingAt(number, right, y, { ...set, weight: 500 });
  canvas.line(end + 6, y - 2, right - numberWidth - 6, y - 2, {
    stroke: colour.line,
    strokeWidth: 0.7,
    dash: "1.5 2.5",
  });
  canvas.jumpTo(mark, { x: left, y: y - 11, width: right - left, height: 15 });
};
