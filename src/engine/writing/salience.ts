import { tokenise } from "../text/index.ts";

/** A sentence that is weighed against others. */
export interface Said {
  text: string;
  /** It opens a paragraph. */
  opens: boolean;
  words: readonly string[];
}

type Weights = ReadonlyMap<string, number>;

/** How much a word says among these texts: the rarer the more. */
const rarityOf = (texts: readonly (readonly string[])[]): Weights => {
  const holders = new Map<string, number>();
  for (const words of texts) for (const word of new Set(words)) holders.set(word, (holders.get(word) ?? 0) + 1);
  return new Map([...holders].map(([word, count]) => [word, Math.log(1 + texts.length / count)]));
};

const lengthOf = (vector: Weights): number =>
  Math.sqrt([...vector.values()].reduce((sum, value) => sum + value * value, 0));

/** Weighted words of a text, and how much they are together. */
interface Vector {
  weights: Weights;
  length: number;
}

/** How much of their weighted words two texts share: cosine. */
const similarity = (a: Vector, b: Vector): number => {
  const [small, large] = a.weights.size < b.weights.size ? [a, b] : [b, a];
  let shared = 0;
  for (const [word, value] of small.weights) shared += value * (large.weights.get(word) ?? 0);
  return shared / (a.length * b.length || 1);
};

const weigh = (words: readonly string[], rarity: Weights): Vector => {
  const weights = new Map<string, number>();
  for (const word of words) weights.set(word, (weights.get(word) ?? 0) + (rarity.get(word) ?? 0));
  return { weights, length: lengthOf(weights) };
};

/** Words that point at a sentence before: alone they say nothing. */
const pointsBack =
  /^(?:it|its|this|these|those|that|they|their|them|he|she|his|her|such|both|here|there|however|but|also|and|or|so|then|thus|therefore|moreover|furthermore|instead|otherwise|for example|for instance|in addition|as a result|on the other hand)\b/i;

const defines = /^\P{Ll}[^.]{2,60}?\b(?:is|are|means|refers to|consists of|provides|allows|lets|helps)\b/u;

/** Scores sentences by what they say of the whole, and of what is asked for. */
export interface Judge {
  /** About 0 to 1. */
  score: (said: Said) => number;
  /** 0 to 1. */
  likeness: (a: Said, b: Said) => number;
  /** How much of what is asked for a text holds, 0 to 1. */
  fits: (text: string) => number;
}

const nothing: Vector = { weights: new Map(), length: 0 };

/** A judge of what these sentences say, for somebody who asked for this. */
export const createJudge = (all: readonly Said[], wanted: string): Judge => {
  const rarity = rarityOf(all.map(({ words }) => words));
  const vectors = new Map(all.map((said) => [said, weigh(said.words, rarity)]));
  const sum = new Map<string, number>();
  for (const { weights } of vectors.values())
    for (const [word, value] of weights) sum.set(word, (sum.get(word) ?? 0) + value);
  const whole = { weights: sum, length: lengthOf(sum) };
  const asked = new Set(tokenise(wanted));
  const askedWeight = [...asked].reduce((total, word) => total + (rarity.get(word) ?? 0), 0);
  const fit = (words: readonly string[]): number =>
    askedWeight === 0
      ? 0
      : [...new Set(words)].reduce((total, word) => total + (asked.has(word) ? (rarity.get(word) ?? 0) : 0), 0) /
        askedWeight;
  const vectorOf = (said: Said): Vector => vectors.get(said) ?? nothing;
  const scores = new Map<Said, number>();
  const score = (said: Said): number => {
    const central = similarity(vectorOf(said), whole);
    const place = said.opens ? 0.08 : 0;
    const definition = defines.test(said.text) ? 0.06 : 0;
    const hanging = needsBefore(said) ? 0.25 : 0;
    return 0.55 * central + 0.4 * fit(said.words) + place + definition - hanging;
  };
  return {
    score: (said) => {
      const known = scores.get(said) ?? score(said);
      scores.set(said, known);
      return known;
    },
    likeness: (a, b) => similarity(vectorOf(a), vectorOf(b)),
    fits: (text) => fit(tokenise(text)),
  };
};

/** Whether a statement cannot stand without the one before it. */
export const needsBefore = ({ text }: { text: string }): boolean => pointsBack.test(text);

const mostForPhrases = 1_500;

/** The phrase that says most about these statements: two or three words as they stand, or one. */
export const keyPhrase = (statements: readonly Said[], others: readonly Said[]): string | undefined => {
  const elsewhere = new Map<string, number>();
  for (const { words } of others)
    for (const word of new Set(words)) elsewhere.set(word, (elsewhere.get(word) ?? 0) + 1);
  const counts = new Map<string, { said: string; count: number; value: number }>();
  for (const { text } of statements.slice(0, mostForPhrases))
    for (const match of text.matchAll(/\p{L}[\p{L}\p{M}\p{N}-]+(?: \p{L}[\p{L}\p{M}\p{N}-]+){0,2}/gu)) {
      const said = match[0].split(" ");
      for (let length = 1; length <= said.length; length++) {
        const phrase = said.slice(0, length).join(" ");
        const words = tokenise(phrase);
        if (words.length !== length || phrase.length < 4) continue;
        const key = words.join(" ");
        const seen = counts.get(key) ?? { said: phrase, count: 0, value: 0 };
        counts.set(key, { ...seen, count: seen.count + 1 });
      }
    }
  const rated = [...counts].map(([key, { said, count }]) => {
    const words = key.split(" ");
    const common = Math.max(...words.map((word) => elsewhere.get(word) ?? 0));
    return { said, key, count, value: (count * (1 + 0.8 * (words.length - 1))) / (1 + common) };
  });
  const [best] = rated
    .filter(({ count }) => count >= 2)
    .toSorted((a, b) => b.value - a.value || b.count - a.count || (a.key < b.key ? -1 : 1));
  return best && best.said.charAt(0).toUpperCase() + best.said.slice(1);
};
