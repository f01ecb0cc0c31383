import { once } from "../architecture/parse/form/words.ts";
import { isStopWord, readThesaurus, respell, splitRuns, stem, tokensOf } from "../text/index.ts";
import { entries } from "./entry.ts";
import everydayWords from "./everyday-words.json" with { type: "json" };
import plain from "./plain-words.json" with { type: "json" };
import names from "./thesaurus.json" with { type: "json" };

const thesaurus = once(() => readThesaurus(names));

/** What a text is compared by: its words and the notions that they stand for. */
export const termsOf = (text: string): string[] => {
  const runs = splitRuns(text);
  return [...tokensOf(runs), ...thesaurus().notionsOf(runs)];
};

/** The notions that a text names, with the words that name them. */
export const namesIn = (text: string): { notion: string; name: string }[] => thesaurus().namesIn(splitRuns(text));

interface Vocabulary {
  /** Words as they stand in the knowledge base, with how often. */
  uses: ReadonlyMap<string, number>;
  /** Their stems, and those of everyday words: another form of a known word is no slip. */
  stems: ReadonlySet<string>;
}

const vocabulary = once((): Vocabulary => {
  const uses = new Map<string, number>();
  const texts = [
    ...[...entries().values()].flatMap(({ title, question_forms, body }) => [title, ...question_forms, body]),
    ...Object.values(plain.words),
    ...Object.values(names),
  ];
  for (const word of texts.flatMap(splitRuns)) uses.set(word, (uses.get(word) ?? 0) + 1);
  return { uses, stems: new Set([...uses.keys(), ...splitRuns(everydayWords.words)].map(stem)) };
});

/** Mistyped words looked up in one question: the rest of a text full of unknown words is no question of ours. */
const maxUnknown = 12;

/** A question in which a word that nobody knows is taken for the known one that it is one slip away from. */
export const correctSpelling = (question: string): string => {
  const { uses, stems } = vocabulary();
  const corrected = new Map<string, string>();
  const unknown = new Set(
    splitRuns(question).filter((word) => !uses.has(word) && !stems.has(stem(word)) && !isStopWord(word)),
  );
  for (const word of [...unknown].slice(0, maxUnknown)) {
    const meant = respell(word, (known) => uses.get(known) ?? 0);
    if (meant !== word) corrected.set(word, meant);
  }
  if (corrected.size === 0) return question;
  return question.replaceAll(/[A-Za-z]+/g, (word) => corrected.get(word.toLowerCase()) ?? word);
};
