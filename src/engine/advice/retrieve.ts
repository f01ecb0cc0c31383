import { once } from "../architecture/parse/form/words.ts";
import { buildIndex, coverage, readThesaurus, search, splitRuns, tokenise, tokensOf } from "../text/index.ts";
import type { Hit, TextIndex } from "../text/index.ts";
import { entries, findEntry } from "./entry.ts";
import type { Entry } from "./entry.ts";
import file from "./equivalents.json" with { type: "json" };
import everydayWords from "./everyday-words.json" with { type: "json" };
import plain from "./plain-words.json" with { type: "json" };
import names from "./thesaurus.json" with { type: "json" };

/** Hits of each index that are looked at. */
const depth = 60;

const thesaurus = once(() => readThesaurus(names));

/** What a text is compared by: its words and the notions that they stand for. */
export const termsOf = (text: string): string[] => {
  const runs = splitRuns(text);
  return [...tokensOf(runs), ...thesaurus().notionsOf(runs)];
};

const { services } = file;

const plainWords: Readonly<Record<string, string>> = plain.words;

interface Indexes {
  /** Whole entries by word and notion. */
  whole: TextIndex;
  /** Each way of asking on its own, as `id#number`. */
  forms: TextIndex;
}

const indexes = once((): Indexes => {
  const all = [...entries().values()];
  return {
    whole: buildIndex(
      all.map(({ id, title, question_forms, body, steps }) => ({
        id,
        texts: {
          title: termsOf(title),
          forms: question_forms.flatMap(termsOf),
          plain: termsOf(plainWords[id] ?? ""),
          body: termsOf(`${body}\n${steps.join("\n")}`),
        },
      })),
      {
        title: { weight: 2, shortening: 0.5 },
        forms: { weight: 1.2, shortening: 0.2 },
        plain: { weight: 2, shortening: 0.2 },
        body: { weight: 1, shortening: 0.7 },
      },
    ),
    forms: buildIndex(
      all.flatMap(({ id, title, question_forms }) =>
        [title, ...question_forms].map((form, number) => ({ id: `${id}#${number}`, texts: { form: termsOf(form) } })),
      ),
      { form: { weight: 1, shortening: 0.6 } },
    ),
  };
});

/** The best of an entry's forms stands for it. */
const byEntry = (hits: readonly Hit[]): Hit[] => {
  const best = new Map<string, number>();
  for (const { id, score } of hits) {
    const entry = id.slice(0, id.indexOf("#"));
    if (!best.has(entry)) best.set(entry, score);
  }
  return [...best].map(([id, score]) => ({ id, score }));
};

export interface Found {
  entry: Entry;
  /** Part of what the question tells that the entry holds, 0 to 1. */
  covered: number;
}

/** How much being asked for in the same words counts beside what the whole entry says. */
const formWeight = 0.2;

/** What the knowledge base holds on a question, the best first; nothing where it shares no word with it. */
export const retrieve = (question: string, most = 6): Found[] => {
  const terms = termsOf(question);
  const { whole, forms } = indexes();
  const scores = new Map(search(whole, terms, depth).map(({ id, score }) => [id, score]));
  for (const { id, score } of byEntry(search(forms, terms, depth)))
    scores.set(id, (scores.get(id) ?? 0) + formWeight * score);
  return [...scores]
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, most)
    .flatMap(([id]) => {
      const entry = findEntry(id);
      return entry === undefined ? [] : [{ entry, covered: coverage(whole, terms, id) }];
    });
};

/** Shares of a question that an entry has to hold: where it speaks of the trade, and where only its words are shared. */
const least = {
  trade: 0.15,
  shared: 0.5,
  sharedWords: 2,
  everydayShared: 0.7,
  everydayWords: 3,
  all: 0.9,
  thaiNotions: 2,
};

/** Words that the trade has in common with everyday life: alone they do not show that a question is of the trade. */
const everyday = once(() => new Set(tokenise(everydayWords.words)));

/** Names of the clouds' services: whoever says one of them speaks of the trade. */
const productWords = once(
  () =>
    new Set(
      tokenise(services.flatMap(({ aws, azure, gcp, also }) => [aws, azure, gcp, also ?? ""]).join(" ")).filter(
        (word) => !everyday().has(word) && !isNumber(word),
      ),
    ),
);

const thai = /[\u0E00-\u0E7F]/;

const isNumber = (term: string): boolean => /^\d/.test(term);

/** "RPO", "IMDS", "SLOs": few people write of other things so. */
const acronymsIn = (question: string): string[] => {
  const found = question.match(/\b[A-Z]{2,5}\d?s?\b/g) ?? [];
  return question === question.toUpperCase() ? [] : found.flatMap(tokenise);
};

/** Whether an entry is an answer to the question, and not only the nearest of those that are none. */
export const knows = (question: string, { entry }: Pick<Found, "entry">): boolean => {
  const terms = [...new Set(termsOf(question))].filter((term) => !isNumber(term) && !thai.test(term));
  const { title, question_forms, body, id } = entry;
  const subject = new Set(termsOf([title, ...question_forms, plainWords[id] ?? ""].join("\n")));
  const whole = new Set([...subject, ...termsOf(body)]);
  const covered = coverage(indexes().whole, terms, id);
  const notions = terms.filter((term) => term.startsWith("=") && whole.has(term));
  // The knowledge is in English: of a Thai question only the notions that its words stand for can be compared.
  if (thai.test(question) && notions.length < least.thaiNotions) return false;
  const ofTrade =
    /\b(?:aws|azure|gcp|google cloud)\b/i.test(question) ||
    acronymsIn(question).some((acronym) => subject.has(acronym)) ||
    terms.some((term) => whole.has(term) && productWords().has(term)) ||
    thesaurus()
      .namesIn(splitRuns(question))
      .some(({ notion, name }) => whole.has(notion) && !everyday().has(name));
  if (ofTrade) return covered >= least.trade;
  const words = terms.filter((term) => subject.has(term) && !term.startsWith("="));
  const telling = words.filter((word) => !everyday().has(word));
  const named = terms.filter((term) => !term.startsWith("=") && !everyday().has(term));
  return (
    (named.length > 0 && named.every((term) => whole.has(term)) && covered >= least.all) ||
    (telling.length >= least.sharedWords && covered >= least.shared) ||
    (words.length >= least.everydayWords && covered >= least.everydayShared)
  );
};
