import { stem } from "./stem.ts";
import { splitRuns } from "./tokenise.ts";

/** Adds to the words of a text the notions that they stand for, so that two names of one thing meet. */
interface Thesaurus {
  /** Notions of a text (its runs), each as often as it is named, under names that no word can have: "=cdn". */
  notionsOf: (runs: readonly string[]) => string[];
  /** The same, with the words that named them, as stems. */
  namesIn: (runs: readonly string[]) => { notion: string; name: string }[];
}

const none = { notions: [], length: 1 };

const keyOf = (words: readonly string[]): string => words.map(stem).join(" ");

/**
 * Reads a table of notions and their names, separated by commas. Names in scripts without spaces are found anywhere in
 * a run; others only as whole words, compared by stem, the longest first.
 */
export const readThesaurus = (table: Readonly<Record<string, string>>): Thesaurus => {
  const phrases = new Map<string, string[]>();
  const parts: [part: string, notion: string][] = [];
  for (const [notion, names] of Object.entries(table))
    for (const name of names.split(",").map((each) => each.trim())) {
      if (/^[\u0E00-\u0E7F]/.test(name)) parts.push([splitRuns(name).join(" "), notion]);
      const key = keyOf(splitRuns(name));
      phrases.set(key, [...(phrases.get(key) ?? []), notion]);
    }

  /** First word of a phrase → the longest that begins with it: most words begin none. */
  const reaches = new Map<string, number>();
  for (const phrase of phrases.keys()) {
    const words = phrase.split(" ");
    const first = phrase.replace(/ .*$/, "");
    reaches.set(first, Math.max(words.length, reaches.get(first) ?? 0));
  }

  const longestAt = (
    words: readonly string[],
    word: string,
    at: number,
  ): { notions: readonly string[]; length: number } => {
    for (let length = Math.min(reaches.get(word) ?? 0, words.length - at); length > 0; length--) {
      const notions = phrases.get(words.slice(at, at + length).join(" "));
      if (notions !== undefined) return { notions, length };
    }
    return none;
  };

  const namesIn = (runs: readonly string[]): { notion: string; name: string }[] => {
    const words = runs.map(stem);
    const found: { notion: string; name: string }[] = [];
    let next = 0;
    for (const [at, word] of words.entries()) {
      if (at < next) continue;
      const { notions, length } = longestAt(words, word, at);
      const name = words.slice(at, at + length).join(" ");
      for (const notion of notions) found.push({ notion: `=${notion}`, name });
      next = at + length;
    }
    const thai = runs.filter((run) => /[\u0E00-\u0E7F]/.test(run)).join(" ");
    if (thai !== "")
      for (const [part, notion] of parts) if (thai.includes(part)) found.push({ notion: `=${notion}`, name: part });
    return found;
  };
  return { namesIn, notionsOf: (runs) => namesIn(runs).map(({ notion }) => notion) };
};
