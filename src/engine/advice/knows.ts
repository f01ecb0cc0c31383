import { cloudOfRegion } from "../architecture/parse/form/places.ts";
import { once, splitWords } from "../architecture/parse/form/words.ts";
import { coverage, isStopWord, tokenise } from "../text/index.ts";
import file from "./equivalents.json" with { type: "json" };
import everydayWords from "./everyday-words.json" with { type: "json" };
import { plainWords, wholeEntries } from "./retrieve.ts";
import type { Found } from "./retrieve.ts";
import { correctSpelling, namesIn, termsOf } from "./terms.ts";

const { services } = file;

/** Shares of a question that an entry has to hold, by how surely the question is of the trade. */
const least = {
  /** It names a service, a cloud or a thing that nobody else speaks of. */
  sure: 0.15,
  /** It has one word of the trade ("website", "backup"), or more of them. */
  likely: 0.33,
  likelier: 0.2,
  /** Only words are shared. */
  shared: 0.5,
  sharedWords: 2,
  everydayShared: 0.7,
  everydayWords: 3,
  all: 0.9,
  /** It is shared with one entry far more than with the next. */
  clear: 0.6,
  clearScore: 8,
  clearLead: 1.2,
  thaiNotions: 2,
};

/** Words that the trade has in common with everyday life: alone they do not show that a question is of the trade. */
const everyday = once(() => new Set(tokenise(everydayWords.words)));

/** Words that by themselves suggest that a question is of the trade. */
const tradeWords = once(() => new Set(tokenise(everydayWords.trade)));

/** "Who can see" is of everyday words alone, and so is "at night". */
const isEveryday = (name: string): boolean =>
  name.split(" ").every((word) => everyday().has(word) || isStopWord(word) || word.length < 2);

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

/** Whether the first of what was found is an answer to the question, and not only the nearest of those that are none. */
export const knows = (asked: string, [first, next]: readonly Found[]): boolean => {
  if (first === undefined) return false;
  const { entry, score } = first;
  const question = correctSpelling(asked);
  const terms = [...new Set(termsOf(question))].filter((term) => !isNumber(term) && !thai.test(term));
  const { title, question_forms, body, id } = entry;
  const subject = new Set(termsOf([title, ...question_forms, plainWords[id] ?? ""].join("\n")));
  const whole = new Set([...subject, ...termsOf(body)]);
  const covered = coverage(wholeEntries(), terms, id);
  const notions = terms.filter((term) => term.startsWith("=") && whole.has(term));
  // The knowledge is in English: of a Thai question only the notions that its words stand for can be compared.
  if (thai.test(question) && notions.length < least.thaiNotions) return false;
  const isSure =
    /\b(?:aws|azure|gcp|google cloud)\b/i.test(question) ||
    cloudOfRegion(splitWords(question)) !== undefined ||
    acronymsIn(asked).some((acronym) => subject.has(acronym)) ||
    terms.some((term) => whole.has(term) && productWords().has(term)) ||
    namesIn(question).some(({ notion, name }) => whole.has(notion) && !isEveryday(name));
  if (isSure) return covered >= least.sure;
  const words = terms.filter((term) => subject.has(term) && !term.startsWith("="));
  if (words.length + notions.length >= least.sharedWords && words.length > 0 && covered >= least.all) return true;
  // In everyday words, but of one matter far more than of any other.
  const isClear = score >= least.clearScore && score >= least.clearLead * (next?.score ?? 0);
  if (isClear && words.length >= least.sharedWords && notions.length > 0 && covered >= least.clear) return true;
  const ofTrade = terms.filter((term) => tradeWords().has(term)).length;
  if (ofTrade > 0 && words.length + notions.length >= least.sharedWords)
    return covered >= (ofTrade > 1 ? least.likelier : least.likely);
  const telling = words.filter((word) => !everyday().has(word));
  const named = terms.filter((term) => !term.startsWith("=") && !everyday().has(term));
  return (
    (named.length > 0 && named.every((term) => whole.has(term)) && covered >= least.all) ||
    (telling.length >= least.sharedWords && covered >= least.shared) ||
    (words.length >= least.everydayWords && covered >= least.everydayShared)
  );
};
