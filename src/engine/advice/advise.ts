import type { Advice, Question } from "./advice.ts";
import { answerAnalysis, missAnalysis } from "./analysis-answer.ts";
import { answerAvailability } from "./availability.ts";
import { answerComparison } from "./compare.ts";
import { answerSmallTalk, decline } from "./decline.ts";
import { answerDesign } from "./draw.ts";
import { answerEquivalent } from "./equivalent.ts";
import { understandQuestion } from "./follow-up.ts";
import { answerFromKnowledge } from "./knowledge-answer.ts";
import { answerPrice } from "./price.ts";
import type { Reading } from "./reading.ts";
import { answerRegion } from "./region.ts";
import { answerRule, unknownCheck } from "./rule-answer.ts";

/** Characters of a question that are looked at. */
const maxQuestion = 4_000;

/** Each answers what is its own and leaves the rest; the first that answers is taken. */
const responders: readonly ((reading: Reading) => Advice | undefined)[] = [
  answerSmallTalk,
  missAnalysis,
  answerAnalysis,
  answerRule,
  unknownCheck,
  answerDesign,
  answerEquivalent,
  answerComparison,
  answerAvailability,
  answerRegion,
  answerPrice,
  answerFromKnowledge,
];

/** Answers a question on cloud architecture from knowledge and engine; says so where neither holds it. */
export const advise = (question: Question): Advice => {
  const reading = understandQuestion({ ...question, text: question.text.slice(0, maxQuestion) });
  for (const answer of responders) {
    const advice = answer(reading);
    if (advice !== undefined) return advice;
  }
  return decline();
};
