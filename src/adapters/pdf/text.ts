import type { FetchedFace } from "#engine/typeface";
import { splitByFace } from "#engine/typeface";
import type { Face } from "./face.ts";
import type { Fonts } from "./fonts.ts";
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

interface Shown {
  face: Face;
  text: string;
  /** At size 1. */
  width: number;
}

// Bidi controls could reorder a line to read as something else, joiners and variation selectors only serve emoji.
const invisible = /[\p{Cc}\p{Cf}\u{FE00}-\u{FE0F}\u{20E3}]/gu;
const emoji = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/u;
// What stands for a character that no face has; the first one that the face at hand can show.
const boxes = ["□", "▯", "\u{FFFD}", "?"];

const ascii = /^[\x20-\x7e]*$/;

/** Text as it can be set: one line, composed, nothing invisible. */
export const clean = (text: string): string => (ascii.test(text) ? text : cleanAny(text));

const cleanAny = (text: string): string =>
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
  readonly #asian: readonly FetchedFace[];
  /** What each character is shown as; null for an emoji, which is left out. */
  readonly #shown: Record<Weight, Map<string, Shown | null>> = {
    400: new Map(),
    500: new Map(),
    600: new Map(),
    700: new Map(),
    mono: new Map(),
  };

  constructor(fonts: Fonts) {
    this.#fonts = fonts;
    this.#asian = [...fonts.asian.keys()];
  }

  /** Splits clean text by the face that shows each character; emoji without a face are left out. */
  runs(text: string, weight: Weight): Run[] {
    const runs: Run[] = [];
    const add = ({ face, text: shown, width }: Shown, scale: number): void => {
      const last = runs.at(-1);
      if (last?.face === face && last.scale === scale) {
        last.text += shown;
        last.width += width * scale;
      } else runs.push({ face, text: shown, scale, width: width * scale });
    };
    for (const span of splitSpans(text, weight)) {
      for (const part of splitByFace(span.text, this.#asian)) {
        const asian = part.face && this.#fonts.asian.get(part.face);
        for (const character of part.text) {
          const shown = asian ? showIn(asian, character) : this.#show(character, span.weight);
          if (shown) add(shown, span.scale);
        }
      }
    }
    return runs;
  }

  /** Width of one clean line, in points. */
  measure(text: string, { weight, size }: Type): number {
    let width = 0;
    for (const span of splitSpans(text, weight)) {
      let spanWidth = 0;
      for (const character of span.text) spanWidth += this.#show(character, span.weight)?.width ?? 0;
      width += spanWidth * span.scale;
    }
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

  #show(character: string, weight: Weight): Shown | null {
    const known = this.#shown[weight].get(character);
    if (known !== undefined) return known;
    const shown = this.#find(character, weight);
    this.#shown[weight].set(character, shown);
    return shown;
  }

  #find(character: string, weight: Weight): Shown | null {
    const faces = [...this.#fonts.chains[weight], ...this.#fonts.asian.values()];
    const face = faces.find(({ covers }) => covers(codePointOf(character)));
    if (face) return showIn(face, character);
    if (emoji.test(character)) return null;
    const box = boxes.find((candidate) => faces.some(({ covers }) => covers(codePointOf(candidate))));
    return box === undefined ? null : this.#show(box, weight);
  }
}

const showIn = (face: Face, text: string): Shown => ({ face, text, width: face.advance(codePointOf(text)) });

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

/** Pieces of clean text between which a line may end; spaces stay with the piece before them. */
export function* pieces(line: string): Generator<string> {
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
