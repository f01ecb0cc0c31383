import type { Concept, Lexicon } from "./lexicon.ts";
import { openLexicon } from "./lexicon.ts";
import { lightStem, splitWords, withoutTones } from "./words.ts";

/** Something that a question asks for: a concept of the field, or a word of its own. */
export interface Term {
  id: string;
  kind: Concept["kind"] | "word";
  concept: Concept | undefined;
  /** What it is found by. */
  forms: readonly string[];
  thai: boolean;
  /** Read out of a word that is spelt otherwise: it may have meant something else. */
  guessed?: boolean;
}

/** More than a question has; keeps a text of 10 KB from becoming a query of 10 KB. */
const mostTerms = 24;
const mostCharacters = 8_000;

export const conceptTerm = (concept: Concept): Term => ({
  id: concept.id,
  kind: concept.kind,
  concept,
  forms: concept.find ?? [...concept.en, ...concept.th],
  thai: false,
});

export const wordTerm = (word: string, thai = false): Term => ({
  id: `word:${word}`,
  kind: "word",
  concept: undefined,
  forms: [word],
  thai,
});

const startsAt = (stems: readonly string[], at: number, phrase: readonly string[]): boolean =>
  phrase.every((stem, offset) => stems[at + offset] === stem);

/** A word alone is worth looking for from three letters on, a number from two digits on. */
const saysSomething = (word: string, lexicon: Lexicon): boolean =>
  /^\d{2}/.test(word) || (word.length > 2 && !lexicon.ignored.has(lightStem(word)));

const excluding = new Set(["not", "except", "excluding", "besides", "than"]);
const articles = new Set(["a", "an", "the", "for", "just", "only"]);

/** "Master's programmes other than the MBA" do not ask for the MBA. */
const isExcluded = (words: readonly string[], at: number): boolean => {
  let before = at - 1;
  while (articles.has(words[before] ?? "")) before--;
  return excluding.has(words[before] ?? "");
};

const readEnglish = (words: readonly string[], lexicon: Lexicon): Term[] => {
  const stems = words.map(lightStem);
  const terms: Term[] = [];
  let at = 0;
  while (at < words.length) {
    const here = at;
    const phrase = lexicon.phrases.get(stems[at] ?? "")?.find((candidate) => startsAt(stems, here, candidate.stems));
    const word = words[at] ?? "";
    if (phrase?.concept.kind === "qualifier" && isExcluded(words, at)) {
      at += phrase.stems.length;
      continue;
    }
    if (phrase) terms.push(conceptTerm(phrase.concept));
    else if (saysSomething(word, lexicon)) terms.push(wordTerm(word));
    at += phrase?.stems.length ?? 1;
  }
  return terms;
};

/** Where words begin and end, as the language's own rules have it. */
const bordersOf = (run: string): Set<number> => {
  const segments = new Intl.Segmenter("th", { granularity: "word" }).segment(run);
  return new Set([run.length, ...Array.from(segments, ({ index }) => index)]);
};

/** A form of three or four letters is part of too many other words to be taken inside one. */
const shortThai = 4;

const findThaiForm = (
  run: string,
  at: number,
  borders: ReadonlySet<number>,
  lexicon: Lexicon,
): { end: number; concept: Concept | null } | undefined => {
  for (let end = Math.min(run.length, at + lexicon.longestThai + 4); end > at; end--) {
    const form = withoutTones(run.slice(at, end));
    const concept = lexicon.thai.get(form);
    if (concept === undefined) continue;
    // A mark that follows belongs to the form's last letter.
    if (/[\u0E31\u0E34-\u0E3A\u0E47-\u0E4E]/.test(run[end] ?? "")) continue;
    if (form.length > shortThai || (borders.has(at) && borders.has(end))) return { end, concept };
  }
  return undefined;
};

/** What the lexicon does not know of a run, word by word. */
const readUnknownThai = (piece: string, lexicon: Lexicon): Term[] =>
  Array.from(new Intl.Segmenter("th", { granularity: "word" }).segment(piece), ({ segment }) => segment)
    .filter((word) => word.length > 2 && !lexicon.thai.has(withoutTones(word)))
    .map((word) => wordTerm(word, true));

const readThai = (run: string, lexicon: Lexicon): Term[] => {
  const borders = bordersOf(run);
  const terms: Term[] = [];
  let unknown = "";
  let at = 0;
  const flush = (): void => {
    terms.push(...readUnknownThai(unknown, lexicon));
    unknown = "";
  };
  while (at < run.length) {
    const found = findThaiForm(run, at, borders, lexicon);
    if (!found) {
      unknown += run[at++];
      continue;
    }
    flush();
    if (found.concept) terms.push(conceptTerm(found.concept));
    at = found.end;
  }
  flush();
  return terms;
};

const unique = (terms: readonly Term[]): Term[] => [...new Map(terms.map((term) => [term.id, term])).values()];

/** What a text asks for, each thing once, in its order. */
export const readTerms = (text: string): Term[] => {
  const lexicon = openLexicon();
  const terms: Term[] = [];
  let english: string[] = [];
  for (const word of [...splitWords(text.slice(0, mostCharacters)), undefined]) {
    if (word && !word.thai) {
      english.push(word.text);
      continue;
    }
    terms.push(...readEnglish(english, lexicon));
    english = [];
    if (word) terms.push(...readThai(word.text, lexicon));
  }
  return unique(terms).slice(0, mostTerms);
};

/** Every word as it stands, for a search by words that a question would not be about. */
export const readEveryWord = (text: string): Term[] =>
  unique(splitWords(text.slice(0, mostCharacters)).map(({ text: word, thai }) => wordTerm(word, thai))).slice(
    0,
    mostTerms,
  );

/** Which concepts a fact's own words bear, implied ones too. */
export const readConcepts = (text: string): Set<string> => {
  const found = readTerms(text).flatMap(({ concept }) => (concept ? [concept] : []));
  return new Set(found.flatMap(({ id, implies = [] }) => [id, ...implies]));
};
