import type { Canvas } from "./canvas.ts";
import { webAddress } from "./canvas.ts";
import type { Row } from "./flow.ts";
import type { Span, Words } from "./report.ts";
import { colour, leading } from "./style.ts";
import type { Type } from "./style.ts";
import type { Typesetter } from "./text.ts";
import { clean, pieces } from "./text.ts";

/** What a text says, without its looks. */
export const plainText = (words: Words): string =>
  typeof words === "string" ? words : words.map(({ text }) => text).join("");

/** A stretch of one line in one type. */
interface Stretch {
  text: string;
  type: Type;
  struck?: boolean;
  /** An address that is a link. */
  href?: string | undefined;
}

export type Line = readonly Stretch[];

// As the typesetter sets code in backticks: JetBrains Mono looks larger than Inter at the same size.
const codeScale = 0.92;

const typeOf = ({ bold, italic, code }: Span, set: Type, isLink: boolean): Type => ({
  ...set,
  ...(bold && { weight: 700 as const, colour: colour.ink }),
  ...(code && { weight: "mono" as const, size: set.size * codeScale }),
  ...(italic && { slanted: true as const }),
  ...(isLink && { colour: colour.brand }),
});

const stretchOf = (span: Span, set: Type): Stretch => {
  const href = span.href === undefined ? undefined : webAddress(span.href);
  return { text: clean(span.text), type: typeOf(span, set, href !== undefined), struck: span.struck === true, href };
};

/** The stretches between line breaks that were written. */
const splitLines = (spans: readonly Span[], set: Type): Stretch[][] => {
  const lines: Stretch[][] = [[]];
  for (const span of spans) {
    for (const [index, text] of span.text.split(/\r\n|\r|\n/).entries()) {
      if (index > 0) lines.push([]);
      if (text !== "") lines.at(-1)?.push(stretchOf({ ...span, text }, set));
    }
  }
  return lines;
};

/** Pieces between which a line may end, each cut where the look changes. */
function* unbreakable(stretches: readonly Stretch[]): Generator<Stretch[]> {
  let at = 0;
  let used = 0;
  for (const piece of pieces(stretches.map(({ text }) => text).join(""))) {
    const parts: Stretch[] = [];
    let left = piece.length;
    while (left > 0) {
      const stretch = stretches[at];
      if (stretch === undefined) break;
      const text = stretch.text.slice(used, used + left);
      parts.push({ ...stretch, text });
      left -= text.length;
      used += text.length;
      if (used >= stretch.text.length) [at, used] = [at + 1, 0];
    }
    yield parts;
  }
}

const sameLook = (a: Stretch, b: Stretch): boolean =>
  a.href === b.href && a.struck === b.struck && a.type.weight === b.type.weight && a.type.slanted === b.type.slanted;

/** A line being filled: neighbours that look alike are one stretch. */
const append = (line: Stretch[], part: Stretch): void => {
  const last = line.at(-1);
  if (last && sameLook(last, part)) line[line.length - 1] = { ...last, text: last.text + part.text };
  else line.push(part);
};

const trimEnd = (line: Stretch[]): Line => {
  const last = line.at(-1);
  if (last === undefined) return line;
  const text = last.text.trimEnd();
  return text === "" ? line.slice(0, -1) : [...line.slice(0, -1), { ...last, text }];
};

const fill = (typesetter: Typesetter, stretches: readonly Stretch[], width: number): Line[] => {
  const lines: Line[] = [];
  let line: Stretch[] = [];
  let used = 0;
  const close = (): void => {
    lines.push(trimEnd(line));
    line = [];
    used = 0;
  };
  const measure = (parts: readonly Stretch[]): number =>
    parts.reduce((sum, { text, type }) => sum + typesetter.measure(text, type), 0);
  for (const piece of unbreakable(stretches)) {
    const visible = measure(trimEnd(piece));
    if (used + visible > width && line.length > 0) close();
    for (const part of piece) {
      if (visible > width && used > width / 2) close();
      const cuts = visible > width ? typesetter.cut(part.text, part.type, width - used) : [part.text];
      for (const [index, text] of cuts.entries()) {
        if (index > 0) close();
        append(line, { ...part, text });
        used += typesetter.measure(text, part.type);
      }
    }
  }
  close();
  return lines;
};

/** Lines of at most `width` points. What does not go into `most` lines ends in an ellipsis. */
export const wrapWords = (typesetter: Typesetter, words: Words, set: Type, width: number, most: number): Line[] => {
  if (typeof words === "string") return typesetter.wrap(words, set, width, most).map((text) => [{ text, type: set }]);
  const lines: Line[] = [];
  for (const stretches of splitLines(words, set)) {
    lines.push(...fill(typesetter, stretches, width));
    if (lines.length > most) break;
  }
  const last = lines[most - 1];
  return lines.length > most && last !== undefined
    ? [...lines.slice(0, most - 1), [...last, { text: "…", type: set }]]
    : lines;
};

/** The width that a line takes. */
export const measureLine = (typesetter: Typesetter, line: Line): number =>
  line.reduce((sum, { text, type }) => sum + typesetter.measure(text, type), 0);

/** Draws a line with its baseline at `y`; links are underlined and lead on. */
export const drawLine = (canvas: Canvas, line: Line, x: number, y: number): void => {
  let at = x;
  for (const { text, type, struck, href } of line) {
    const end = canvas.text(text, at, y, type);
    const { size } = type;
    if (struck) canvas.line(at, y - size * 0.28, end, y - size * 0.28, { stroke: type.colour, strokeWidth: 0.6 });
    if (href !== undefined) {
      canvas.line(at, y + 1.6, end, y + 1.6, { stroke: colour.mark, strokeWidth: 0.5 });
      canvas.linkTo(href, { x: at, y: y - size, width: end - at, height: size * 1.3 });
    }
    at = end;
  }
};

/** One row per line, so that a long text may run over a page; first and last lines never stand alone. */
export const lineRows = (lines: readonly Line[], set: Type, indent = 0): Row[] =>
  lines.map((line, index) => ({
    height: leading(set),
    keep: lines.length > 1 && (index === 0 || index === lines.length - 2),
    draw: ({ canvas, x, y }) => drawLine(canvas, line, x + indent, y + set.size),
  }));
