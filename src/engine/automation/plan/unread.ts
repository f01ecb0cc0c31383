import type { Clause } from "./clauses.ts";
import { normAt } from "./lexer.ts";
import type { Mention } from "./mentions.ts";
import type { Reading, Span } from "./reading.ts";
import { verbForms } from "./verbs.ts";
import { is } from "./words-of-kind.ts";

const then = /^(?:then|afterwards|finally|lastly)$/;
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

/** What is asked for after "then" in words that nothing here knows: "then water my tomatoes". */
export const findUnread = (
  reading: Reading,
  clauses: readonly Clause[],
  mentions: readonly Mention[],
  taken: (at: number) => boolean,
): Span[] => {
  const { tokens } = reading;
  const heads = new Set(clauses.map(({ head }) => head.at));
  return [...tokens.keys()].flatMap((at) => {
    if (!then.test(normAt(tokens, at)) || taken(at)) return [];
    let from = at + 1;
    while (filler.test(normAt(tokens, from))) from++;
    const piece = { from, to: endOf(reading, from, heads) };
    const isIn = (place: number): boolean => place >= piece.from && place < piece.to;
    const isRead = [...heads].some(isIn) || mentions.some((mention) => isIn(mention.from)) || taken(from);
    const isAsked = piece.to - from >= 2 && tokens[from]?.kind === "word" && !isNoVerb(normAt(tokens, from));
    return isAsked && !isRead ? [piece] : [];
  });
};
