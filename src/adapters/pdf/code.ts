import type { Canvas, Piece } from "./canvas.ts";
import type { Place, Row } from "./flow.ts";
import { gap } from "./flow.ts";
import { note } from "./prose.ts";
import type { Block } from "./report.ts";
import { colour, type } from "./style.ts";
import type { Type } from "./style.ts";
import { clean } from "./text.ts";
import type { Typesetter } from "./text.ts";
import { tokensOf } from "./token.ts";
import type { Token } from "./token.ts";

type Code = Extract<Block, { kind: "code" }>;

/** Rows, of which a long line takes several. */
const most = 4500;
/** Characters of a line. */
const longest = 4000;
const lineHeight = 9.7;
const baseline = 7.2;
const gutter = 36;

const inTint = (tint: string): Type => ({ ...type.code, colour: tint });
const types: Readonly<Record<Token["kind"], Type>> = {
  comment: inTint("#64748B"),
  text: inTint("#15803D"),
  word: inTint("#6D28D9"),
  number: inTint("#C2410C"),
  plain: inTint(colour.ink),
};

/** Code with line numbers. A long line goes on below with a mark instead of a number. */
export const code = (typesetter: Typesetter, { text, language }: Code, width: number): Row[] => {
  const lines = text.trimEnd().split(/\r\n|\r|\n/);
  const sheets = new Map<Canvas, Sheet>();
  const rows: Row[] = [];
  let shown = 0;
  while (shown < lines.length && rows.length < most) {
    const parts = splitLine(typesetter, lines[shown] ?? "", width);
    const number = String(shown + 1);
    for (const [index, part] of parts.entries())
      rows.push({
        height: lineHeight,
        keep: index < parts.length - 1 && index < 3,
        draw: (place) => {
          const pieces = tokensOf(part, language).map(({ kind, text: token }) => ({ text: token, type: types[kind] }));
          sheetOn(sheets, { ...place, width }).lines.push({ number: index === 0 ? number : "", pieces });
        },
      });
    shown += 1;
  }
  const left = lines.length - shown;
  return [...rows, gap(11), ...(left > 0 ? note(typesetter, `${left} more lines are not shown.`, width) : [])];
};

/** The rows of one page, drawn together when the page is full. */
interface Sheet {
  x: number;
  y: number;
  width: number;
  lines: { number: string; pieces: Piece[] }[];
}

const sheetOn = (sheets: Map<Canvas, Sheet>, { canvas, x, y, width }: Place): Sheet => {
  const known = sheets.get(canvas);
  if (known !== undefined) return known;
  const sheet: Sheet = { x, y, width, lines: [] };
  sheets.set(canvas, sheet);
  canvas.atEnd(() => drawSheet(canvas, sheet));
  return sheet;
};

const numberType: Type = { weight: "mono", size: 6.2, colour: colour.muted };
const numberDigits = 5;

const drawSheet = (canvas: Canvas, { x, y, width, lines }: Sheet): void => {
  const height = lines.length * lineHeight;
  canvas.rect({ x, y, width, height: height + 2 }, { fill: colour.panel });
  canvas.rect({ x: x + gutter - 8, y, width: 0.7, height: height + 2 }, { fill: colour.line });
  const at = { y: y + baseline, leading: lineHeight };
  const numbers = lines.map(({ number }) => [{ text: number.padStart(numberDigits), type: numberType }]);
  canvas.column(numbers, { ...at, x: x + 6 });
  canvas.column(
    lines.map(({ pieces }) => pieces),
    { ...at, x: x + gutter },
  );
  for (const [index, { number }] of lines.entries())
    if (number === "") drawContinuation(canvas, x + gutter - 20, y + index * lineHeight + 1.8);
};

/** What goes on below stands a little further in than its line. */
const splitLine = (typesetter: Typesetter, line: string, width: number): string[] => {
  const expanded = clean(expandTabs(line.slice(0, longest)));
  const room = width - gutter - 10;
  if (typesetter.measure(expanded, type.code) <= room) return [expanded];
  const hanging = " ".repeat(Math.min(expanded.search(/\S|$/), 24) + 4);
  const [first = "", ...others] = typesetter.cut(expanded, type.code, room - typesetter.measure(hanging, type.code));
  return [first, ...others.map((text) => hanging + text.trimStart())];
};

const expandTabs = (line: string): string => {
  if (!line.includes("\t")) return line;
  let column = 0;
  return line.replace(/\t|[^\t]+/g, (part) => {
    const text = part === "\t" ? " ".repeat(2 - (column % 2)) : part;
    column += text.length;
    return text;
  });
};

/** A hooked arrow. */
const drawContinuation = (canvas: Canvas, x: number, y: number): void =>
  canvas.path(`M${x} ${y}v3.4h5.4m-1.8 -1.8l1.8 1.8l-1.8 1.8`, { stroke: colour.muted, strokeWidth: 0.7, round: true });
