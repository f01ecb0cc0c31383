import type { Book } from "./book.ts";
import type { Box, Canvas } from "./canvas.ts";
import { drawFigures } from "./figures.ts";
import type { Mark } from "./outline.ts";
import type { Report } from "./report.ts";
import { colour, leading, page, scoreColour, severityColour, type } from "./style.ts";
import type { Type } from "./style.ts";
import type { Typesetter } from "./text.ts";
import { clean } from "./text.ts";

const left = page.margin;
const right = page.short - page.margin;
const bandHeight = 208;
const foot = page.long - page.bottom;

/** The first page. It is drawn last, when the contents are known. */
export const drawCover = (book: Book, canvas: Canvas, report: Report): void => {
  drawBand(canvas, book.typesetter, report);
  const summaryEnd = drawSummary(canvas, book.typesetter, report);
  const tiles = Math.max(summaryEnd, bandHeight + 190);
  drawFigures(canvas, book.typesetter, report.figures, { x: left, y: tiles, width: right - left });
  const pillars = report.figures.length > 0 ? tiles + 80 : tiles;
  drawPillars(canvas, book.typesetter, report, pillars);
  const lists = pillars + 92;
  const half = (right - left - 24) / 2;
  const hasRisks = report.risks.length > 0;
  if (hasRisks)
    drawRisks(canvas, book.typesetter, report.risks, { x: left, y: lists, width: half, height: foot - lists });
  const contents = hasRisks ? { x: left + half + 24, width: half } : { x: left, width: right - left };
  drawContents(book, canvas, { ...contents, y: lists, height: foot - lists });
};

const drawBand = (canvas: Canvas, typesetter: Typesetter, report: Report): void => {
  canvas.rect({ x: 0, y: 0, width: page.short, height: bandHeight }, { fill: colour.night });
  drawMark(canvas, left, 52);
  canvas.text("StackStage", left + 40, 59, { weight: 700, size: 19, colour: colour.white });
  canvas.text(typesetter.fit(report.subject, type.coverTitle, right - left), left, 120, type.coverTitle);
  const title = { weight: 500, size: 14, colour: colour.nightAccent } as const;
  const lines = typesetter.wrap(report.title, title, right - left, 2);
  for (const [index, line] of lines.entries()) canvas.text(line, left, 147 + index * 19, title);
  const facts = { weight: 400, size: 10, colour: colour.nightText } as const;
  const y = 147 + (lines.length - 1) * 19 + 21;
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
  const top = bandHeight + 40;
  drawGauge(canvas, left + 84, bandHeight + 100, report);
  const x = left + 198;
  canvas.text("Executive summary", x, top, { weight: 700, size: 13.5, colour: colour.ink });
  const roomy = { ...type.body, size: 10.2 };
  const dense = { ...type.body, size: 9 };
  const fits = typesetter.wrap(report.summary, roomy, right - x, 10).length <= 9;
  const set = fits ? roomy : dense;
  const lines = typesetter.wrap(report.summary, set, right - x, fits ? 9 : 12);
  for (const [index, line] of lines.entries()) canvas.text(line, x, top + 20 + index * leading(set), set);
  return top + 20 + lines.length * leading(set) + 12;
};

/** Three quarters of a circle, open at the foot; the score that could be reached continues the arc, paler. */
const drawGauge = (canvas: Canvas, x: number, y: number, { score, reachable }: Report): void => {
  const radius = 64;
  const point = (part: number): string => {
    const angle = Math.PI * (0.75 + 1.5 * part);
    return `${x + radius * Math.cos(angle)} ${y + radius * Math.sin(angle)}`;
  };
  const arc = (part: number): string => `M${point(0)}A${radius} ${radius} 0 ${part > 2 / 3 ? 1 : 0} 1 ${point(part)}`;
  canvas.path(arc(1), { stroke: colour.line, strokeWidth: 13, round: true });
  if (reachable !== null && reachable > score)
    canvas.path(arc(reachable / 100), {
      stroke: scoreColour(reachable),
      strokeOpacity: 0.3,
      strokeWidth: 13,
      round: true,
    });
  // An arc of no length would still leave a dot.
  if (score > 0) canvas.path(arc(score / 100), { stroke: scoreColour(score), strokeWidth: 13, round: true });
  canvas.textAround(String(score), x, y + 12, { weight: 700, size: 44, colour: colour.ink });
  canvas.textAround("out of 100", x, y + 30, { ...type.small, size: 10 });
  if (reachable === null) return;
  canvas.textAround(`${reachable} as suggested`, x, y + 62, { weight: 600, size: 9, colour: scoreColour(reachable) });
};

const drawPillars = (canvas: Canvas, typesetter: Typesetter, { pillars }: Report, y: number): void => {
  const between = 8;
  const width = (right - left - between * (pillars.length - 1)) / pillars.length;
  for (const [index, { name, score, reachable }] of pillars.entries()) {
    const x = left + index * (width + between);
    const label = { ...type.small, weight: 500 } as const;
    canvas.rect({ x, y, width, height: 62 }, { fill: colour.panel, stroke: colour.line, strokeWidth: 0.8 }, 8);
    canvas.text(typesetter.fit(name, label, width - 14), x + 9, y + 18, label);
    if (score === null) {
      canvas.text("n/a", x + 9, y + 40, { weight: 600, size: 15, colour: colour.muted });
      continue;
    }
    const end = canvas.text(String(score), x + 9, y + 41, { weight: 700, size: 18, colour: colour.ink });
    if (reachable !== null && reachable !== score)
      canvas.text(`→ ${reachable}`, end + 5, y + 41, { weight: 600, size: 10, colour: scoreColour(reachable) });
    const bar = { x: x + 9, y: y + 49, width: width - 18, height: 4.5 };
    canvas.rect(bar, { fill: colour.line }, 2.2);
    if (reachable !== null && reachable > score)
      canvas.rect(
        { ...bar, width: (bar.width * reachable) / 100 },
        { fill: scoreColour(reachable), fillOpacity: 0.3 },
        2.2,
      );
    if (score > 0) canvas.rect({ ...bar, width: (bar.width * score) / 100 }, { fill: scoreColour(score) }, 2.2);
  }
};

const listTitle: Type = { weight: 700, size: 13, colour: colour.ink };

const drawRisks = (
  canvas: Canvas,
  typesetter: Typesetter,
  risks: Report["risks"],
  { x, y, width, height }: Box,
): void => {
  canvas.text("Gravest risks", x, y, listTitle);
  const title = { ...type.title, size: 9.5 };
  const text = { ...type.body, size: 8.8 };
  let top = y + 14;
  for (const risk of risks) {
    const titleLines = typesetter.wrap(risk.title, title, width - 11, 2);
    const textLines = typesetter.wrap(risk.text, text, width - 11, 3);
    const own = titleLines.length * leading(title) + textLines.length * leading(text);
    if (top + own > y + height) return;
    canvas.rect({ x, y: top, width: 2.5, height: own }, { fill: severityColour[risk.severity].text });
    for (const [index, line] of titleLines.entries())
      canvas.text(line, x + 11, top + title.size + index * leading(title), title);
    const below = top + titleLines.length * leading(title);
    for (const [index, line] of textLines.entries())
      canvas.text(line, x + 11, below + text.size + index * leading(text), text);
    top += own + 8;
  }
};

const drawContents = (book: Book, canvas: Canvas, { x, y, width, height }: Box): void => {
  canvas.text("Contents", x, y, listTitle);
  const sections = book.marks.filter(({ level }) => level === 1);
  const step = Math.min(19.5, (height - 20) / Math.max(1, sections.length));
  for (const [index, mark] of sections.entries()) drawEntry(book, canvas, mark, { x, y: y + 22 + index * step, width });
};

const drawEntry = (book: Book, canvas: Canvas, mark: Mark, { x, y, width }: Omit<Box, "height">): void => {
  const set = { ...type.body, size: 9.8 };
  const number = String(book.pageNumber(mark.page));
  const numberWidth = book.typesetter.measure(number, set);
  const end = canvas.text(book.typesetter.fit(clean(mark.title), set, width - 40), x, y, set);
  canvas.textEndingAt(number, x + width, y, { ...set, weight: 500 });
  canvas.line(end + 6, y - 2, x + width - numberWidth - 6, y - 2, {
    stroke: colour.line,
    strokeWidth: 0.7,
    dash: "1.5 2.5",
  });
  canvas.jumpTo(mark, { x, y: y - 11, width, height: 15 });
};
