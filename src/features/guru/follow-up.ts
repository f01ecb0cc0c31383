import type { Message } from "#adapters/ai";
import type { Term } from "#features/knowledge";
import { readTerms } from "#features/knowledge";

/** Words that point back to what was said, or that carry a question on. */
const pointsBack =
  /\b(it|its|that|this|those|these|there|they|them|their|he|she|one|ones|same)\b|^\W*(and|also|what about|how about|ok|or|then|but)\b|^(แล้ว|และ|ส่วน)|(ล่ะ|ละ)[ครับคะ่?\s]*$|อันนี้|อันนั้น/i;

const mostWordsOfFragment = 4;

const wordsOf = (text: string): number => text.trim().split(/\s+/).length;

const isSubject = ({ kind, concept }: Term): boolean =>
  (kind === "subject" && concept?.weak !== true) || kind === "word";

/** Whether a question can stand alone: it says what it is about. */
const standsAlone = (terms: readonly Term[]): boolean => terms.some(isSubject);

/** A term of before gives way to one of the same group, and what was asked of something to what is asked now. */
const givesWay = (before: Term, terms: readonly Term[]): boolean =>
  terms.some(
    (term) =>
      term.id === before.id ||
      (before.kind === "aspect" && term.kind === "aspect") ||
      (before.concept?.group !== undefined && term.concept?.group === before.concept.group),
  );

/** What is asked for. `carried` is what for or where, out of the questions before: it narrows an answer where it can. */
export interface Asked {
  terms: readonly Term[];
  carried: ReadonlySet<string>;
}

const farthestBack = 5;

/**
 * What a question asks for, with what it leaves unsaid taken from the questions before: "And how much is it for
 * international students?" A question that says what it is about is taken by its own words.
 */
export const readInContext = (question: string, history: readonly Message[], steps = farthestBack): Asked => {
  const terms = readTerms(question);
  const leavesOut = terms.length === 0 || wordsOf(question) <= mostWordsOfFragment || pointsBack.test(question);
  if (steps === 0 || standsAlone(terms) || !leavesOut) return { terms, carried: new Set() };
  const at = history.findLastIndex(({ role, content }) => role === "user" && readTerms(content).length > 0);
  const before = history[at];
  if (!before) return { terms, carried: new Set() };
  const kept = readInContext(before.content, history.slice(0, at), steps - 1).terms.filter(
    (term) => term.kind !== "name" && !givesWay(term, terms),
  );
  return {
    terms: [...terms, ...kept],
    carried: new Set(kept.filter(({ kind }) => kind === "qualifier").map(({ id }) => id)),
  };
};
