import type { Cloud } from "../architecture/model/index.ts";
import { cloudOf } from "../architecture/parse/form/clouds.ts";
import { once, splitWords } from "../architecture/parse/form/words.ts";
import { coverage } from "../text/index.ts";
import type { TextIndex } from "../text/index.ts";
import { entries, findEntry } from "./entry.ts";
import type { Entry } from "./entry.ts";
import plain from "./plain-words.json" with { type: "json" };
import { buildRanking } from "./ranking.ts";
import { cloudsNamed } from "./reading.ts";
import { correctSpelling, termsOf } from "./terms.ts";

/** How people tell of an entry's matter who do not know its name. */
export const plainWords: Readonly<Record<string, string>> = plain.words;

const ranking = once(() => buildRanking([...entries().values()], plainWords, termsOf));

/** Whole entries by word and notion. */
export const wholeEntries = (): TextIndex => ranking().whole;

export interface Found {
  entry: Entry;
  /** Part of what the question tells that the entry holds, 0 to 1. */
  covered: number;
  /** Only to be compared with those of the same question. */
  score: number;
}

const cloudsOf = (question: string): readonly Cloud[] => {
  const words = splitWords(question);
  const named = cloudsNamed(words);
  if (named.length > 0) return named;
  const meant = cloudOf(words);
  return meant === undefined ? [] : [meant];
};

/** What the knowledge base holds on a question, the best first; nothing where it shares no word with it. */
export const retrieve = (question: string, most = 6): Found[] => {
  const asked = correctSpelling(question);
  const terms = termsOf(asked);
  const { whole, rank } = ranking();
  return rank(terms, cloudsOf(asked))
    .slice(0, most)
    .flatMap(({ id, score }) => {
      const entry = findEntry(id);
      return entry === undefined ? [] : [{ entry, covered: coverage(whole, terms, id), score }];
    });
};
