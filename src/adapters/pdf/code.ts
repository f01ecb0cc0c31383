import type { Canvas } from "./canvas.ts";
import type { Row } from "./flow.ts";
import { gap } from "./flow.ts";
import { note } from "./prose.ts";
import { colour, type } from "./style.ts";
import { clean } from "./text.ts";
import type { Typesetter } from "./text.ts";

/** Rows, of which a long line takes several. */
const most = 3000;
/** Characters of a line. */
const longest = 4000;
const lineHeight = 11.4;
const gutter = 38;

const tint = { comment: "#64748B", text: "#15803D", word: "#6D28D9", number: "#C2410C", plain: colour.ink } as const;

/** Code with line numbers. A long line goes on below with a mark instead of a number. */
export const code = (typesetter: Typesetter, text: string, width: number): Row[] => {
  const lines = text.trimEnd().split(/\r\n|\r|\n/);
  const rows: Row[] = [];
  let shown = 0;
  while (shown < lines.length && rows.length < most) {
    rows.push(...lineRows(typesetter, lines[shown] ?? "", String(shown + 1), width));
    shown += 1;
  }
  const left = lines.length - shown;
  return [...rows, gap(8), ...(left > 0 ? note(typesetter, `${left} more lines are not shown.`, width) : [])];
};

const lineRows = (typesetter: Typesetter, line: string, number: string, width: number): Row[] => {
  const expanded = clean(expandTabs(line.slice(0, longest)));
  const indent = Math.min(expanded.search(/\S|$/), 24);
  const room = width - gutter - 10;
  const hanging = typesetter.measure(" ".repeat(indent + 4), type.code);
  const whole = typesetter.measure(expanded, type.code) <= room;
  const parts = whole ? [expanded] : typesetter.cut(expanded, type.code, room - hanging);
  return parts.map((part, index) => ({
    height: lineHeight,
    keep: index < parts.length - 1 && index < 3,
    draw: ({ canvas, x, y }) => {
      // A little taller than the row: no seam shows between two of them.
      canvas.rect({ x, y, width, height: lineHeight + 0.4 }, { fill: colour.panel });
      canvas.rect({ x: x + gutter - 8, y, width: 0.7, height: lineHeight + 0.4 }, { fill: colour.line });
      if (index === 0) canvas.textEndingAt(number, x + gutter - 13, y + 8.4, { ...type.small, size: 7 });
      else drawContinuation(canvas, x + gutter - 20, y + 2.6);
      drawTinted(canvas, index === 0 ? part : part.trimStart(), x + gutter + (index === 0 ? 0 : hanging), y + 8.4);
    },
  }));
};

const expandTabs = (line: string): string => {
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

const token =
  /(?<comment>(?:#|\/\/).*$)|(?<text>"(?:[^"\\]|\\.)*"?)|(?<word>(?<![\w.])(?:resource|variable|output|provider|data|module|locals|terraform|dynamic|for|in|if|true|false|null)\b)|(?<number>\b\d+(?:\.\d+)?\b)|[^"#/\d\w]+|\w+|./g;

const drawTinted = (canvas: Canvas, line: string, x: number, y: number): void => {
  const pieces = Array.from(line.matchAll(token), (match) => {
    const kinds = match.groups ?? {};
    const kind = (["comment", "text", "word", "number"] as const).find((name) => kinds[name] !== undefined) ?? "plain";
    return { text: match[0], type: { ...type.code, colour: tint[kind] } };
  });
  canvas.texts(pieces, x, y);
};
