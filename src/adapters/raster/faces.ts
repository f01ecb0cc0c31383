import type { FetchedFace } from "#engine/typeface";
import { isBundled, splitByFace } from "#engine/typeface";

const families: Readonly<Record<FetchedFace, string>> = {
  "noto-sans-kr": "Noto Sans KR",
  "noto-sans-jp": "Noto Sans JP",
  "noto-sans-sc": "Noto Sans SC",
  "noto-sans-tc": "Noto Sans TC",
};

/** Text that needs no other family than the drawing's own. */
const plain = /^[\u0020-\u04ff\u2010-\u2027]*$/;
const textElement = /<text([^>]*)>([^<]*)<\/text>/g;
const thai = /\p{Script=Thai}+/gu;
/** The fetched faces have one weight: from this one on, letters get an outline in their own colour. */
const bold = 600;
const outlineInEms = 0.028;

const outline = (attributes: string): string => {
  const read = (name: string): string | undefined => new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1];
  const size = Number(read("font-size"));
  if (Number(read("font-weight") ?? 400) < bold || Number.isNaN(size)) return "";
  return ` stroke="${read("fill") ?? "#000000"}" stroke-width="${Math.round(size * outlineInEms * 100) / 100}"`;
};

/** A box for each character that no font at hand holds: the renderer would leave it out without a trace. */
const withBoxes = (text: string): string =>
  text.replace(/[^\u0020-\u007e]/gu, (character) => (isBundled(character.codePointAt(0) ?? 0) ? character : "□"));

/** Thai's AM is a ring and an AA; the renderer draws both and moves on by the ring's width, nothing. A tone mark goes above the ring. */
const withoutAm = (text: string): string => text.replace(/([\u0e48-\u0e4b]?)\u0e33/g, "\u0e4d$1\u0e32");

const inThai = (text: string): string =>
  withoutAm(text).replace(thai, (run) => `<tspan font-family="Noto Sans Thai">${run}</tspan>`);

/**
 * The drawing with each stretch of text told its family, by the faces at hand. Left alone the renderer would take the
 * first font that has a character, whatever the language and the weight.
 */
export const withFamilies = (svg: string, faces: readonly FetchedFace[]): string =>
  svg.replace(textElement, (element, attributes: string, content: string) => {
    if (plain.test(content)) return element;
    const parts = splitByFace(content, faces).map(({ text, face }) =>
      face === undefined
        ? inThai(withBoxes(text))
        : `<tspan font-family="${families[face]}"${outline(attributes)}>${text}</tspan>`,
    );
    return `<text${attributes}>${parts.join("")}</text>`;
  });
