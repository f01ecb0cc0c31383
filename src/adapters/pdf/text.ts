import type { Face, Fonts } from "./fonts.ts";
import type { Type, Weight } from "./style.ts";

/** A stretch of text that one face can show. */
export interface Run {
  face: Face;
  text: string;
  /** Relative to the size asked for. */
  scale: number;
  /** At size 1. */
  width: number;
}

type Shown = Pick<Run, "face" | "text">;

// Bidi controls could reorder a line to read as something else, joiners and variation selectors only serve emoji.
const invisible = /[\p{Cc}\p{Cf}\u{FE00}-\u{FE0F}\u{20E3}]/gu;
const emoji = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/u;
// What stands for a character that no face has; the first one that the face at hand can show.
const boxes = ["□", "▯", "\u{FFFD}", "?"];

/** Text as it can be set: one line, composed, nothing invisible. */
export const clean = (text: string): string =>
  text.toWellFormed().normalize("NFC").replace(/\s/g, " ").replace(invisible, "");

const codePointOf = (character: string): number => character.codePointAt(0) ?? 0;

interface Span {
  text: string;
  weight: Weight;
  scale: number;
}

// JetBrains Mono looks larger than Inter at the same size.
const codeScale = 0.92;

/** Short code in backticks is set in the mono face, as prose about code expects. */
const splitSpans = (text: string, weight: Weight): Span[] => {
  if (weight === "mono" || !text.includes("`")) return [{ text, weight, scale: 1 }];
  return text
    .split(/(`[^`]{1,48}`)/)
    .map((part) =>
      /^`[^`]+`$/.test(part)
        ? { text: part.slice(1, -1), weight: "mono", scale: codeScale }
        : { text: part, weight, scale: 1 },
    );
};

/** Measures and breaks text with the faces at hand. */
export class Typesetter {
  readonly #fonts: Fonts;
  readonly #boxes = new Map<Weight, Shown>();

  constructor(fonts: Fonts) {
    this.#fonts = fonts;
  }

  /** Splits clean text by the face that shows each character; emoji without a face are left out. */
  runs(text: string, weight: Weight): Run[] {
    const runs: Run[] = [];
    for (const span of splitSpans(text, weight)) {
      for (const character of span.text) {
        const shown = this.#show(character, span.weight);
        if (!shown) continue;
        const width = shown.face.advance(codePointOf(shown.text)) * span.scale;
        const last = runs.at(-1);
        if (last?.face === shown.face && last.scale === span.scale) {
          last.text += shown.text;
          last.width += width;
        } else runs.push({ ...shown, scale: span.scale, width });
      }
    }
    return runs;
  }

  /** Width of one clean line, in points. */
  measure(text: string, { weight, size }: Type): number {
    let width = 0;
    for (const span of splitSpans(text, weight))
      for (const character of span.text) width += this.#advance(character, span.weight) * span.scale;
    return width * size;
  }

  /** Lines of at most `width` points. What does not go into `most` lines ends in an ellipsis. */
  wrap(text: string, type: Type, width: number, most = 40): string[] {
    const lines: string[] = [];
    for (const paragraph of text.slice(0, most * 400).split(/\r\n|\r|\n/)) {
      lines.push(...this.#fill(clean(paragraph), type, width, most + 1 - lines.length));
      if (lines.length > most) break;
    }
    const last = lines[most - 1];
    return lines.length > most && last !== undefined
      ? [...lines.slice(0, most - 1), this.#shorten(last, type, width)]
      : lines;
  }

  /** One line, with an ellipsis where it would be wider than `width`. */
  fit(text: string, type: Type, width: number): string {
    const line = clean(text.slice(0, 400));
    return this.measure(line, type) <= width ? line : this.#shorten(line, type, width);
  }

  /** Cuts clean text without regard to words, but after a separator where one is near. */
  cut(text: string, type: Type, width: number): string[] {
    const parts: string[] = [];
    const units = text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? [];
    let start = 0;
    let separator = 0;
    let used = 0;
    for (const [index, unit] of units.entries()) {
      const advance = this.measure(unit, type);
      if (unit === " ") separator = index;
      if (used + advance > width && index > start) {
        const end = separator - start > (index - start) / 2 ? separator : index;
        parts.push(units.slice(start, end).join(""));
        used = this.measure(units.slice(end, index).join(""), type);
        start = end;
      }
      used += advance;
      if (/[ /_.,:;=&?-]/.test(unit)) separator = index + 1;
    }
    return [...parts, units.slice(start).join("")];
  }

  #fill(line: string, type: Type, width: number, most: number): string[] {
    const lines: string[] = [];
    let current = "";
    let used = 0;
    for (const piece of pieces(line)) {
      const advance = this.measure(piece, type);
      const visible = piece.endsWith(" ") ? this.measure(piece.trimEnd(), type) : advance;
      if (used + visible <= width) {
        current += piece;
        used += advance;
        continue;
      }
      if (current !== "") lines.push(current.trimEnd());
      const parts = visible > width ? this.cut(piece, type, width) : [piece];
      lines.push(...parts.slice(0, -1));
      current = parts.at(-1) ?? "";
      used = this.measure(current, type);
      if (lines.length >= most) break;
    }
    return [...lines, current.trimEnd()].slice(0, most);
  }

  #shorten(line: string, type: Type, width: number): string {
    const [kept = ""] = this.cut(line, type, width - this.measure("…", type));
    return `${kept.trimEnd()}…`;
  }

  #advance(character: string, weight: Weight): number {
    const shown = this.#show(character, weight);
    return shown ? shown.face.advance(codePointOf(shown.text)) : 0;
  }

  #show(character: string, weight: Weight): Shown | undefined {
    const codePoint = codePointOf(character);
    const face = this.#fonts[weight].find(({ covers }) => covers(codePoint));
    if (face) return { face, text: character };
    return emoji.test(character) ? undefined : this.#box(weight);
  }

  #box(weight: Weight): Shown | undefined {
    const known = this.#boxes.get(weight);
    if (known) return known;
    for (const text of boxes) {
      const face = this.#fonts[weight].find(({ covers }) => covers(codePointOf(text)));
      if (!face) continue;
      this.#boxes.set(weight, { face, text });
      return { face, text };
    }
    return undefined;
  }
}

const ideograph =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\u{3000}-\\u{303F}\\u{FF00}-\\u{FFEF}";
const codeSpan = "`[^`]{1,48}`[^\\s`]*\\s*";
const scripts = new RegExp(
  `${codeSpan}|\\p{Script=Thai}+\\s*|[${ideograph}]\\s*|[^\\s\`\\p{Script=Thai}${ideograph}]+\\s*|\\s+|\``,
  "gu",
);
const clings = /^[\p{Pe}\p{Pf}、。，．！？：；・ー々ๆฯ!?,.;:%]/u;
const opens = /[\p{Ps}\p{Pi}]$/u;

let thaiWords: Intl.Segmenter | undefined;

/** Thai writes no spaces between words: a dictionary finds them. */
const splitThai = (text: string): string[] => {
  thaiWords ??= new Intl.Segmenter("th", { granularity: "word" });
  return Array.from(thaiWords.segment(text), ({ segment }) => segment);
};

/** Pieces between which a line may end; spaces stay with the piece before them. */
function* pieces(line: string): Generator<string> {
  let held = "";
  for (const [match] of line.matchAll(scripts)) {
    for (const part of /\p{Script=Thai}/u.test(match) ? splitThai(match) : [match]) {
      const joined = held === "" || clings.test(part) || opens.test(held) || part.trim() === "";
      if (!joined || (held.endsWith(" ") && part.trim() !== "")) {
        yield held;
        held = part;
      } else held += part;
    }
  }
  if (held !== "") yield held;
}
