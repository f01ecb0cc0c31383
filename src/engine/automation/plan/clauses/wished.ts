import { normAt } from "../words/lexer.ts";
import type { Reading } from "../words/reading.ts";
import { verbForms } from "../words/verbs.ts";
import { is } from "../words/words-of-kind.ts";

/** "… ought to be translated and forwarded to …" */
const passiveBefore = (tokens: Reading["tokens"], from: number): boolean => {
  for (let back = from; back >= Math.max(0, from - 20) && !/^[.!?\n]$/.test(normAt(tokens, back)); back--)
    if (
      tokens[back]?.norm === "be" &&
      /^(?:should|must|to|shall)$/.test(normAt(tokens, back - 1)) &&
      verbForms(normAt(tokens, back + 1)).some(({ form }) => form === "past")
    )
      return true;
  return false;
};

/** "It should be transcribed, its sentiment analyzed and the result emailed": `be` is said once. */
const alsoDone = (reading: Reading, at: number, taken: (at: number) => boolean): boolean => {
  const { tokens } = reading;
  let from = at - 1;
  while (from > at - 5 && tokens[from]?.kind === "word" && !is.connector.has(normAt(tokens, from))) from--;
  const bare = at - from === 1 && (is.preposition.has(normAt(tokens, at + 1)) || is.adverb.has(normAt(tokens, at + 1)));
  if (
    bare &&
    /^(?:,|and|then)$/.test(normAt(tokens, from)) &&
    (passiveBefore(tokens, from) || wishedBefore(reading, at))
  )
    return true;
  if (
    !/^(?:,|and)$/.test(normAt(tokens, from)) ||
    at - from < 2 ||
    !(is.determiner.has(normAt(tokens, from + 1)) || is.team.has(normAt(tokens, from + 1)))
  )
    return false;
  if (wishedBefore(reading, at)) return true;
  for (let back = from; back >= Math.max(0, from - 30) && !/^[.!?\n]$/.test(normAt(tokens, back)); back--)
    if (
      (tokens[back]?.norm === "be" && /^(?:should|must|to|shall)$/.test(normAt(tokens, back - 1))) ||
      // "It is read by Textract, and its total stored in …"
      (!taken(back) &&
        /^(?:is|are|gets?)$/.test(normAt(tokens, back)) &&
        verbForms(normAt(tokens, back + 1)).some(({ form }) => form === "past") &&
        is.preposition.has(normAt(tokens, at + 1)))
    )
      return true;
  return false;
};

/** "to get the payments stored in DynamoDB" */
export const laterDone = (reading: Reading, at: number): boolean => {
  for (let ahead = at + 2; ahead <= at + 5; ahead++) {
    const word = normAt(reading.tokens, ahead);
    if (is.connector.has(word) || is.preposition.has(word)) return false;
    if (verbForms(word).some(({ form, family }) => form === "past" && family !== "add")) return true;
  }
  return false;
};

/** "I need it saved in …", "I want the order added to …". */
export const wantedDone = (reading: Reading, at: number, taken: (at: number) => boolean): boolean => {
  // "a scanned receipt"
  if (is.determiner.has(normAt(reading.tokens, at - 1))) return false;
  return alsoDone(reading, at, taken) || wishedDone(reading, at);
};

/** "I want it stored in DynamoDB and confirmed to the payer" */
const wishedBefore = (reading: Reading, at: number): boolean => {
  for (let back = at - 2; back >= Math.max(0, at - 12) && reading.tokens[back]?.kind !== "line"; back--)
    if (verbForms(normAt(reading.tokens, back)).some(({ form }) => form === "past") && wishedDone(reading, back))
      return true;
  return false;
};

/** "I want my calendar read": what is wanted done. */
export const wishedDone = (reading: Reading, at: number): boolean => {
  for (let back = at - 2; back >= Math.max(0, at - 9); back--) {
    const word = normAt(reading.tokens, back);
    if (/^(?:need|want|have|get|like)$/.test(word)) {
      const object = normAt(reading.tokens, back + 1);
      return is.pronoun.has(object) || is.determiner.has(object) || laterDone(reading, back);
    }
    if (reading.tokens[back]?.kind !== "word" || is.connector.has(word)) return false;
  }
  return false;
};
