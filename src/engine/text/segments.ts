import type { Block } from "./chunk.ts";
import { sentencesOf } from "./sentences.ts";

/** What a chunk is made of and is never cut inside: a heading, a sentence, a row, a small table. Places in its text. */
export type Span = readonly [from: number, to: number, isBorder: boolean];

/** A sentence longer than a chunk is cut into pieces of about this many characters. */
const pieceLength = 100;

/** Looked back for the start of a combining sequence; a longer one is cut. */
const longestSequence = 32;

/** Belongs to the character before it: marks, joiners, variation selectors, skin tones. */
const joinsBack = /^(?:\p{M}|\u200D|\p{Emoji_Modifier})/u;

const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** The place at or before `at` where a text can be cut without breaking a character that a reader sees. */
const cutBefore = (text: string, at: number): number => {
  for (let place = at; place > 0 && place > at - longestSequence; place--) {
    if (isLow(text.charCodeAt(place))) continue;
    if (joinsBack.test(text.slice(place, place + 2)) || text.charCodeAt(place - 1) === 0x200d) continue;
    return place;
  }
  return isLow(text.charCodeAt(at)) ? at - 1 : at;
};

/** The last place in `(from, most]` where a text is best cut: after a line, after a word, between two characters. */
export const bestCut = (text: string, from: number, most: number): number => {
  const window = text.slice(from, most + 1);
  const least = window.length / 2;
  const line = window.lastIndexOf("\n");
  if (line > least) return from + line;
  const word = Math.max(window.lastIndexOf(" "), window.lastIndexOf("\t"));
  if (word > least) return from + word;
  const cut = cutBefore(text, most);
  return cut > from ? cut : most;
};

const skipSpace = (text: string, from: number, to: number): number => {
  let at = from;
  while (at < to && /\s/.test(text.charAt(at))) at++;
  return at;
};

/** A span that is longer than `most`, in pieces. */
function* cutUp(text: string, from: number, to: number, most: number): Generator<Span> {
  if (to - from <= most) {
    if (to > from) yield [from, to, true];
    return;
  }
  for (let at = from; at < to;) {
    const end = to - at <= pieceLength ? to : bestCut(text, at, at + pieceLength);
    yield [at, end, at === from];
    at = skipSpace(text, end, to);
  }
}

/** Lines of a text, or what stands between its blank lines where that fits. */
function* linesOf(text: string, most: number): Generator<Span> {
  for (let at = 0; at < text.length;) {
    const blank = text.indexOf("\n\n", at);
    const end = blank === -1 ? text.length : blank;
    if (end - at <= most) {
      if (text.slice(at, end).trim() !== "") yield [at, end, true];
    } else
      for (let line = at; line < end;) {
        const stop = text.indexOf("\n", line);
        const lineEnd = stop === -1 || stop > end ? end : stop;
        if (text.slice(line, lineEnd).trim() !== "") yield* cutUp(text, line, lineEnd, most);
        line = lineEnd + 1;
      }
    at = end;
    while (text.charAt(at) === "\n") at++;
  }
}

function* proseOf(text: string, most: number): Generator<Span> {
  for (const [from, to] of sentencesOf(text)) yield* cutUp(text, from, to, most);
}

/** The parts of a block that belong together, none longer than `most`. */
export const spansOf = (block: Block, most: number): Iterable<Span> => {
  switch (block.kind) {
    case "paragraph":
      return proseOf(block.text, most);
    case "heading":
      return cutUp(block.text, skipSpace(block.text, 0, block.text.length), block.text.trimEnd().length, most);
    case "list":
    case "table":
    case "code":
      return linesOf(block.text, most);
  }
};
