import type { Head } from "./heads.ts";
import { normAt } from "../words/lexer.ts";
import type { Reading, Span } from "../words/reading.ts";
import { verbForms } from "../words/verbs.ts";
import { is } from "../words/words-of-kind.ts";

/** "Build me a workflow that …": what this all is for. */
export const meta = ({ tokens }: Reading, { at, verb }: Head): boolean => {
  if (verb.family !== "add" && verb.lemma !== "write" && verb.lemma !== "run" && verb.lemma !== "get") return false;
  if (/^(?:step|state)$/.test(normAt(tokens, at + 1)) || /^(?:step|state)$/.test(normAt(tokens, at + 2))) return false;
  // "run the deploy workflow" of GitHub
  if (
    verb.lemma === "run" &&
    /^(?:the|our|my)$/.test(normAt(tokens, at + 1)) &&
    !/^(?:workflow|flow|automation|lambda)$/.test(normAt(tokens, at + 2))
  )
    return false;
  for (let place = at + 1; place <= at + 7; place++) {
    const word = normAt(tokens, place);
    if (
      /^(?:workflow|automation|lambda|pipeline|integration|script|zap|cronjob|flow|automations|workflows|something|function|bot|system)$/.test(
        word,
      )
    )
      return true;
    if (word === "" || /^(?:[,;.]|and|in|to|on|that|which)$/.test(word)) return false;
  }
  return false;
};

/** "We run a Shopify store", "our drivers have WhatsApp": told, and not asked for. */
export const states = ({ tokens }: Reading, { at, verb }: Head): boolean =>
  (/^(?:have|use)$/.test(verb.lemma) &&
    verb.form === "base" &&
    /[^s]s$/.test(normAt(tokens, at - 1)) &&
    !verbForms(normAt(tokens, at - 1)).some(({ form, noun }) => form === "third" && !noun)) ||
  (/^(?:i|we)$/.test(normAt(tokens, at - 1)) &&
    /^(?:run|have|use|manage|get|take|receive|invoice|bill|track)$/.test(verb.lemma)) ||
  (verb.form === "base" &&
    !verb.noun &&
    is.subject.has(normAt(tokens, at - 1)) &&
    /^(?:our|the|my)$/.test(normAt(tokens, at - 2)));

/** "after it is generated": told of what was done already. */
export const aside = ({ tokens }: Reading, at: number): boolean => {
  const words = tokens
    .slice(Math.max(0, at - 4), at)
    .map(({ norm }) => norm)
    .join(" ");
  return /(?:after|once|when|as soon as|before) (?:it|they|that|this|everything)(?: (?:is|are|has been|have been|gets|was))+$/.test(
    words,
  );
};

/** A statement: a finite verb that asks for nothing. */
export const tells = (tokens: Reading["tokens"], { from, to }: Span): boolean =>
  tokens
    .slice(from, to)
    .some(
      ({ norm }, at) =>
        /^(?:lives?|loves?|likes?|hates?|prefers?|works?|sits?|knows?|thinks?)$/.test(norm) ||
        (/^(?:is|are)$/.test(norm) &&
          at > 0 &&
          !verbForms(normAt(tokens, from + at + 1)).some(({ form }) => form === "past") &&
          !/^(?:to|be)$/.test(normAt(tokens, from + at + 1))),
    );
