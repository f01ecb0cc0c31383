import type { Clause } from "./clauses.ts";
import { normAt } from "../words/lexer.ts";
import type { Mention } from "../words/mentions.ts";
import type { Reading, Span } from "../words/reading.ts";
import { verbForms } from "../words/verbs.ts";
import { is } from "../words/words-of-kind.ts";

const then = /^(?:then|afterwards|finally|lastly)$/;
const joins = /^(?:and|,|[.!;])$/;
/** What stands after a verb that takes an object, and hardly ever after the second of two nouns. */
const object = /^(?:the|my|our|your|his|her|their|a|an|me|him|us|them|it|everyone|everybody)$/;
const filler = /^(?:also|please|just|and|it|,)$/;
const pieceEnd = /^(?:[,.!?;:]|then|if|when|unless|until|so|because|otherwise|but)$/;

const endOf = ({ tokens }: Reading, from: number, heads: ReadonlySet<number>): number => {
  let to = from;
  while (to < tokens.length && tokens[to]?.kind !== "line" && !pieceEnd.test(normAt(tokens, to))) {
    if (normAt(tokens, to) === "and" && heads.has(to + 1)) break;
    to++;
  }
  return to;
};

/** Words that cannot begin what is to be done, or begin something that was read elsewhere: "then a message", "then to Slack". */
const isNoVerb = (word: string): boolean =>
  [is.determiner, is.pronoun, is.preposition, is.be, is.modal, is.connector].some((kind) => kind.has(word)) ||
  verbForms(word).length > 0;

/** A tool that is named and that nothing is done with: it is said, whatever the reason. */
export const findUnused = (
  mentions: readonly Mention[],
  used: ReadonlySet<string>,
  isSaid: (mention: Mention) => boolean,
): string[] => [
  ...new Set(
    mentions
      .filter((mention) => !mention.negated && !used.has(mention.tool.id) && !isSaid(mention))
      .filter(({ tool }) => tool.category !== "http" && tool.id !== "aws-lambda")
      .map(({ tool }) => tool.name),
  ),
];

/** What is asked for in words that nothing here knows: "then water my tomatoes", "and feed the cat". */
export const findUnread = (
  reading: Reading,
  clauses: readonly Clause[],
  mentions: readonly Mention[],
  taken: (at: number) => boolean,
): Span[] => {
  const { tokens } = reading;
  const heads = new Set(clauses.map(({ head }) => head.at));
  const isTold = (at: number): boolean =>
    clauses.some(({ condition }) => condition !== undefined && at >= condition.span.from && at < condition.span.to);
  return [...tokens.keys()].flatMap((at) => {
    const follows = then.test(normAt(tokens, at));
    if ((!follows && !joins.test(normAt(tokens, at))) || taken(at)) return [];
    let from = at + 1;
    while (filler.test(normAt(tokens, from))) from++;
    // Two commands or two things are joined alike: a command says at once what it is done to.
    if (!follows && (!object.test(normAt(tokens, from + 1)) || /[^s]s$/.test(normAt(tokens, from)) || isTold(from)))
      return [];
    const piece = { from, to: endOf(reading, from, heads) };
    const isIn = (place: number): boolean => place >= piece.from && place < piece.to;
    const isRead = [...heads].some(isIn) || mentions.some((mention) => isIn(mention.from)) || taken(from);
    const isAsked = piece.to - from >= 2 && tokens[from]?.kind === "word" && !isNoVerb(normAt(tokens, from));
    return isAsked && !isRead ? [piece] : [];
  });
};
