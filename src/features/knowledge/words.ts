export interface Word {
  text: string;
  thai: boolean;
}

/** Tone marks, and the mark of a silent letter: what is left out or mistaken most often in typed Thai. */
const tones = /[\u0E48-\u0E4C]/g;

export const withoutTones = (text: string): string => text.replaceAll(tones, "");

/** "where's" → "where is", and the genitive goes: "master's" → "master". */
const openContractions = (text: string): string =>
  text
    .replaceAll(/[\u2018\u2019\u02BC]/g, "'")
    .replaceAll(/\b(where|what|who|when|how|it|that|there)'s\b/g, "$1 is")
    .replaceAll(/'s\b/g, "")
    .replaceAll("'", "");

const digitsOfThai = (text: string): string =>
  text.replaceAll(/[\u0E50-\u0E59]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));

/** "ป.โท" → "ปโท": a point between Thai letters abbreviates and ends nothing. */
const closeAbbreviations = (text: string): string =>
  text.replaceAll(/(?<=\p{Script=Thai})\. ?(?=\p{Script=Thai})/gu, "");

/** A text in one spelling: compatible characters folded, lower case, Arabic digits. */
export const normalise = (text: string): string => {
  // NFKC takes the Thai vowel am apart.
  const folded = text.normalize("NFKC").replaceAll("\u0E4D\u0E32", "\u0E33").toLowerCase();
  return openContractions(closeAbbreviations(digitsOfThai(folded)));
};

const withoutAccents = (word: string): string =>
  word
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036F]/g, "")
    .normalize("NFC");

/** The words of a text in order; Thai, which sets no spaces, comes in runs. */
export const splitWords = (text: string): Word[] =>
  Array.from(normalise(text).matchAll(/(\p{Script=Thai}+)|[\p{L}\p{N}\p{M}]+/gu), ([word, thai]) => ({
    text: thai === undefined ? withoutAccents(word) : word,
    thai: thai !== undefined,
  }));

/** The singular, roughly: enough to meet the lexicon's forms. Full-text search has a stemmer of its own. */
export const lightStem = (word: string): string => {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 3 && word.endsWith("s") && !word.endsWith("ss")) return word.slice(0, -1);
  return word;
};

/** Every three letters in a row. */
export const trigramsOf = (word: string): string[] =>
  Array.from({ length: Math.max(0, word.length - 2) }, (_, at) => word.slice(at, at + 3));

/** Edits between two words, neighbours swapped counting as one; `most + 1` when there are more than `most`. */
export const distance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      next.push(edits);
    }
    if (Math.min(...next) > most) return most + 1;
    before = row;
    row = next;
  }
  return row[b.length] ?? most + 1;
};

/** The word that a misspelt one stands for: same first letter, one edit, from eight letters on two. */
export const nearest = (word: string, known: Iterable<string>): string | undefined => {
  if (word.length < 5) return undefined;
  const most = word.length < 8 ? 1 : 2;
  let best: string | undefined;
  let edits = most + 1;
  for (const candidate of known) {
    if (candidate.length < 4 || candidate[0] !== word[0]) continue;
    const found = distance(word, candidate, most);
    if (found < edits || (found === edits && found <= most && best !== undefined && candidate < best)) {
      best = candidate;
      edits = found;
    }
  }
  return edits <= most ? best : undefined;
};
