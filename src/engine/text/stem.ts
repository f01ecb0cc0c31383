/** Endings, the longest first, what stands in their place, and the least that has to be left. */
const endings: readonly (readonly [ending: string, put: string, least: number])[] = [
  ["ibilities", "ibl", 3],
  ["abilities", "abl", 2],
  ["ibility", "ibl", 3],
  ["ability", "abl", 2],
  ["ization", "iz", 3],
  ["isation", "iz", 3],
  ["izing", "iz", 3],
  ["ising", "iz", 3],
  ["ized", "iz", 3],
  ["ised", "iz", 3],
  ["ations", "at", 3],
  ["ation", "at", 3],
  ["ments", "", 4],
  ["ment", "", 4],
  ["ings", "", 3],
  ["ing", "", 3],
  ["ances", "", 4],
  ["ance", "", 4],
  ["ences", "", 4],
  ["ence", "", 4],
  ["ants", "", 4],
  ["ant", "", 4],
  ["ent", "", 5],
  ["ities", "", 4],
  ["ity", "", 4],
  ["ions", "", 4],
  ["ion", "", 4],
  ["ies", "y", 2],
  ["sses", "ss", 1],
  ["xes", "x", 1],
  ["ches", "ch", 2],
  ["shes", "sh", 2],
  ["ed", "", 3],
  ["ly", "", 4],
];

const hasVowel = (word: string): boolean => /[aeiouy]/.test(word);

const withoutEnding = (word: string): string => {
  for (const [ending, put, least] of endings) {
    if (!word.endsWith(ending)) continue;
    const rest = word.slice(0, -ending.length);
    if (rest.length < least || !hasVowel(rest)) return word;
    return `${rest}${put}`;
  }
  return word;
};

const withoutPlural = (word: string): string =>
  word.endsWith("s") && !/(?:ss|us|is|as|os)$/.test(word) && !word.endsWith("ies") ? word.slice(0, -1) : word;

/** "running" → "runn" → "run"; "ll", "ss" and "zz" belong to the word. */
const withoutDouble = (word: string): string =>
  /([bcdfgkmnprt])\1$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;

/**
 * One form for the forms of an English word, so that "scaling", "scaled" and "scales" meet. Light: it never has to be a
 * word, only the same for the same. Numbers, short words and names with digits stay as they are.
 */
export const stem = (word: string): string => {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const made = makeStem(word);
  if (stems.size < mostStems) stems.set(word, made);
  return made;
};

// A text repeats its words. Bounded, since a caller may invent some.
const stems = new Map<string, string>();
const mostStems = 20_000;

const makeStem = (word: string): string => {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  const singular = withoutPlural(word);
  const rest = withoutDouble(withoutEnding(singular));
  return rest.length > 3 && /[ey]$/.test(rest) ? rest.slice(0, -1) : rest;
};
