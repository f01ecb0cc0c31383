import type { Head } from "./heads.ts";
import { normAt } from "../words/lexer.ts";
import type { Mention } from "../words/mentions.ts";
import { tokenAt } from "../words/reading.ts";
import type { Reading, Span } from "../words/reading.ts";
import { talks } from "../actions/understood.ts";

const tells =
  /(?<![\p{L}\p{N}])(?:tell|text|email|mail|notify|remind|inform|message|warn|alert|know|say|saying|announce|reply|answer|reminders?|word|note|notice)s? (?:\S+ ){0,4}?that (?=(?:it|they|he|she|we|you|there|the|an?|our|my|their|his|her|your|everything|everyone|nothing)(?![\p{L}\p{N}]))/gu;

const goesOut = /^(?:in|on|via|by|through|using|with|over)$/;

/** What a message says, "remind the team that the lens must go back": nothing of it is asked for. */
export const findReported = (
  reading: Reading,
  heads: readonly Head[],
  mentions: readonly Mention[],
  taken: (at: number) => boolean,
): Span[] => {
  const { tokens } = reading;
  const isOver = (at: number): boolean => {
    const word = normAt(tokens, at);
    if (tokens[at]?.kind === "line" || /^[.,;!?→]$/.test(word) || word === "then" || taken(at)) return true;
    if (goesOut.test(word))
      return mentions.some(({ from, tool }) => talks(tool) && (from === at + 1 || from === at + 2));
    return word === "and" && heads.some((head) => head.at === at + 1 && head.verb.form === "base");
  };
  return Array.from(reading.line.matchAll(tells), (found) => {
    const from = tokenAt(reading, found.index + found[0].length - 2) + 1;
    let to = from;
    while (to < tokens.length && !isOver(to)) to++;
    return { from, to };
  });
};
