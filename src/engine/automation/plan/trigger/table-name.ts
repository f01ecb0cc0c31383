import { textAt, normAt } from "../words/lexer.ts";
import type { Token } from "../words/lexer.ts";
import type { Reading, Span } from "../words/reading.ts";
import { verbForms } from "../words/verbs.ts";
import { is } from "../words/words-of-kind.ts";

/** As DynamoDB takes it. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const valid = /^[\w.-]{3,255}$/;

/** Words that stand beside "table" and are no name of it. */
const plain =
  /^(?:dynamo|dynamodb|aws|amazon|db|database|table|tables|stream|streams|new|same|right|existing|main|own|single|production|prod|staging|watched|whole|entire|record|records|item|items|row|rows|entry|entries|event|events|when|whenever|as|if|each|every|and|then|or|with|without|there|here|that|which|so|please|called|named|changes?|update|updates|insert|inserts|delete|deletes|only|too|slack|cdc|is|are|has|have|was|i|we|you|they)$/;

const isName = (token: Token | undefined): boolean =>
  token?.kind === "word" &&
  valid.test(token.text) &&
  !plain.test(token.norm) &&
  ![is.determiner, is.pronoun, is.preposition, is.be, is.modal, is.connector, is.adverb].some((kind) =>
    kind.has(token.norm),
  );

const isTable = (word: string): boolean => word === "table" || word === "tables";

/** What is said of a table: `the Orders table`, `table called users`, `the DynamoDB orders table`, `table (users)`. */
export const tableNamed = ({ tokens, text }: Reading, near: Span): string | undefined => {
  /** The name that ends, or begins, at a token: with what hyphens join to it. */
  const whole = (at: number): string | undefined => {
    let from = at;
    let to = at;
    const joined = (left: number): boolean =>
      text.slice(tokens[left]?.end ?? 0, tokens[left + 1]?.start ?? 0) === "-" && tokens[left + 1]?.kind !== "mark";
    while (from > 0 && joined(from - 1)) from--;
    while (joined(to)) to++;
    const name = text.slice(tokens[from]?.start ?? 0, tokens[to]?.end ?? 0);
    return valid.test(name) ? name : undefined;
  };
  const from = Math.max(0, near.from - 10);
  const to = Math.min(tokens.length, near.to + 12);
  for (let at = from; at < to; at++) {
    if (!isTable(normAt(tokens, at))) continue;
    let next = at + 1;
    const called = /^(?:called|named)$/.test(normAt(tokens, next));
    if (called || /^[(:]$/.test(normAt(tokens, next))) next++;
    for (const beside of [at - 1, next])
      if (tokens[beside]?.kind === "quote" && valid.test(textAt(tokens, beside))) return textAt(tokens, beside);
    const after = tokens[next];
    if (called && after?.kind === "word") return whole(next);
    let before = at - 1;
    while (/^(?:dynamo|dynamodb|aws|amazon|db)$/.test(normAt(tokens, before))) before--;
    const said = before < from || tokens[before]?.kind !== "word" ? undefined : whole(before);
    if (said?.includes("-") === true || (isName(tokens[before]) && !normAt(tokens, before).endsWith("ed"))) return said;
    const ends = next + 1 >= tokens.length || tokens[next + 1]?.kind === "mark";
    if (isName(after) && (ends || verbForms(after?.norm ?? "").length === 0)) return whole(next);
  }
  return undefined;
};
