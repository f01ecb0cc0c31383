/** Longest phrase in any vocabulary, in words. */
const maxPhrase = 6;
/** Characters looked at; the rest of a longer text is ignored. */
const maxText = 20_000;

/** A phrase found: what it means and which words it covers, `[from, to)`. */
export interface Match<Meaning> {
  meaning: Meaning;
  from: number;
  to: number;
  /** "no", "without" or the like stands before it. */
  negated: boolean;
}

export type Vocabulary<Meaning> = ReadonlyMap<string, ReadonlySet<Meaning>>;

/** A number with its separators is one word ("99.9", "1,000"); so is a run of letters and digits of any script. */
const wordPattern = /\d+(?:[.,]\d+)+(?![\p{L}\p{N}])|[\p{L}\p{N}\p{M}]+/gu;

/** Splits text into lower-case words; everything else separates them. Linear in the (bounded) text. */
export const splitWords = (text: string): string[] =>
  text.slice(0, maxText).normalize("NFKC").toLowerCase().match(wordPattern) ?? [];

/** The word at a place; before the first and after the last stands an empty one. */
export const wordAt = (words: readonly string[], at: number): string => words[at] ?? "";

/** A look-up of phrases from a table of meanings; phrases are separated by commas and may have several meanings. */
export const vocabularyOf = <Meaning extends string>(table: Readonly<Record<Meaning, string>>): Vocabulary<Meaning> => {
  const vocabulary = new Map<string, Set<Meaning>>();
  // Object.keys forgets the key type of a Record.
  for (const meaning of Object.keys(table) as Meaning[])
    for (const phrase of table[meaning].split(",")) {
      const key = splitWords(phrase).join(" ");
      const known = vocabulary.get(key) ?? new Set<Meaning>();
      vocabulary.set(key, known.add(meaning));
    }
  return vocabulary;
};

/** Keeps what `make` answers, so that a table is built on first use and not at start-up. */
export const once = <Value>(make: () => Value): (() => Value) => {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
};

/** Singular of an English plural. "aws" and other short words are in the tables as they are. */
const singularOf = (word: string): string => {
  if (word.length < 4 || !word.endsWith("s") || word.endsWith("ss")) return word;
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  return word.slice(0, -1);
};

const negators = new Set("no not without non never avoid lacks lack dont don isn doesn cannot".split(" "));
/** Words that may stand between a negation and what it denies: "no need for a cache", "don't want any queue". */
const fillers = new Set("a an any the need needs needed for of to use using want have t".split(" "));
/** Words over which a negation carries on: "no cache or queue". */
const continuations = new Set(["or", "nor"]);

const isNegatedAt = (words: readonly string[], at: number): boolean => {
  let index = at - 1;
  for (let step = 0; step < 4 && fillers.has(wordAt(words, index)); step++) index--;
  return negators.has(wordAt(words, index));
};

const longestAt = <Meaning>(
  words: readonly string[],
  at: number,
  vocabulary: Vocabulary<Meaning>,
): { meanings: ReadonlySet<Meaning>; length: number } | undefined => {
  for (let length = Math.min(maxPhrase, words.length - at); length > 0; length--) {
    const head = words.slice(at, at + length - 1);
    const tail = wordAt(words, at + length - 1);
    const meanings = vocabulary.get([...head, tail].join(" ")) ?? vocabulary.get([...head, singularOf(tail)].join(" "));
    if (meanings !== undefined) return { meanings, length };
  }
  return undefined;
};

/** All phrases of a vocabulary in the text, the longest at each place, in the text's order. */
export const findPhrases = <Meaning>(words: readonly string[], vocabulary: Vocabulary<Meaning>): Match<Meaning>[] => {
  const found: Match<Meaning>[] = [];
  let at = 0;
  while (at < words.length) {
    const longest = longestAt(words, at, vocabulary);
    if (longest === undefined) {
      at++;
      continue;
    }
    const to = at + longest.length;
    const before = found.at(-1);
    const carriedOn = before?.negated === true && before.to === at - 1 && continuations.has(wordAt(words, at - 1));
    const negated = carriedOn || isNegatedAt(words, at);
    for (const meaning of longest.meanings) found.push({ meaning, from: at, to, negated });
    at = to;
  }
  return found;
};

/** What the text says and does not deny. */
export const meaningsOf = <Meaning>(matches: readonly Match<Meaning>[]): Set<Meaning> =>
  new Set(matches.filter(({ negated }) => !negated).map(({ meaning }) => meaning));
