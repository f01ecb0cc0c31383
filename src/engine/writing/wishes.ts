/** What instructions for a whole article say about its form. */
export interface Wishes {
  /** About so many words. */
  words: number;
  bullets: boolean;
  /** Sections that it is to have, in order; empty where the documents' own outline serves. */
  sections: readonly string[];
}

const usualWords = 650;
const shortWords = 250;
const longWords = 1_300;

const numberOfWords = /(?:about|around|at most|under|max(?:imum)?(?: of)?|in|~)?\s*(\d{2,5})[- ]words?\b/i;
const isShort = /\b(?:short|brief|concise|succinct|compact|summary|summarise|summarize)\b|짧게|간결|สั้น/i;
const isLong = /\b(?:long|detailed|in[- ]depth|comprehensive|thorough)\b|자세|길게|ละเอียด/i;
const wantsBullets = /\bbullet(?:s|ed| points?)?\b|\bas a list\b|목록|글머리/i;
const namesSections = /\bsections?\s*(?:on|about|for|:|called|named|titled)\s*([^.\n]+)/i;

/** What instructions say about length, form and sections; how it is to sound is for a model. */
export const readWishes = (instructions: string): Wishes => {
  const [, words] = numberOfWords.exec(instructions) ?? [];
  const length = isShort.test(instructions) ? shortWords : isLong.test(instructions) ? longWords : usualWords;
  const [, sections = ""] = namesSections.exec(instructions) ?? [];
  return {
    words: words === undefined ? length : Math.min(5_000, Math.max(60, Number(words))),
    bullets: wantsBullets.test(instructions),
    sections: sections
      .split(/\s*(?:,|;|\band\b)\s*/i)
      .map((name) => name.replaceAll(/^["“'\s]+|["”'\s]+$/g, ""))
      .filter((name) => name !== "" && name.length <= 80),
  };
};

/** Words of instructions that name a subject, without those that speak of the article itself. */
export const subjectOf = (instructions: string): string =>
  instructions
    .replace(numberOfWords, " ")
    .replaceAll(
      /\b(?:write|make|create|generate|please|article|blog|post|draft|short|long|brief|concise|detailed|section|sections|bullet|bullets|points?|words?|focus|focusing|about|for|with|the|a|an|on|in|and|of|to|it|use|add|include|tone|style|friendly|formal|casual|readers?|audience|beginners?|experts?|developers?)\b/gi,
      " ",
    )
    .replaceAll(/\s+/g, " ")
    .trim();
