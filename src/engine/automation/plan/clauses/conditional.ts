import type { Clause } from "./clauses.ts";
import type { Head } from "./heads.ts";
import { normAt } from "../words/lexer.ts";
import { lineOf } from "../words/reading.ts";
import type { Reading, Span } from "../words/reading.ts";
import { is } from "../words/words-of-kind.ts";

/** A sentence or a line of a list is over. */
export const ends = (token: { kind: string; norm: string } | undefined): boolean =>
  token !== undefined && (token.kind === "line" || /^[.!?]$/.test(token.norm));

const conditionWord = /^(?:if|unless|only if|only when|provided|when|where|whenever|as long as|in case)$/;

/** Nominal requests where no verb asks: "a Slack message to #ops". */
export const nominal =
  /^(?:message|messages|email|emails|mail|sms|text|alert|notification|notifications|row|record|ticket|card|tweet|post|task|issue|event|entry|reminder|invite|dm|page|sheet|sheets|table|database|crm|spreadsheet|calendar)$/;

/** They keep the work in proportion to the length of the text. */
const mostConditions = 40;
const longestCondition = 120;

/** "; > 100000 → …" */
const comparison = /^(?:over|under|at least|at most|is not equal to|above|below)$/;
const isAmount = (kind: string | undefined): boolean => kind === "number" || kind === "money" || kind === "percent";

/** "for every product with fewer than 5 in stock, …": a choice among them. */
const choosesOfEach = (reading: Reading, at: number): boolean =>
  / (?:each|every|all) /.test(` ${lineOf(reading, { from: Math.max(0, at - 4), to: at })} `) &&
  choice.test(` ${lineOf(reading, { from: at, to: Math.min(reading.tokens.length, at + 8) })} `);
const choice =
  /^ (?:that|who) (?:is |are )?(?:overdue|late|unpaid|due|empty|missing|pending|failed|inactive|expired|open|closed) |^ (?:whose|with|having) (?:an? |the )?(?:(?:\S+ ){1,3}(?:is|are|equals|contains) |(?:status|state|type|priority|severity|stage|label) |(?:fewer|less|more|over|under|at least|at most|no) )/;

/** "> 100000", "status != 200", with nothing behind it. */
const isComparison = (tokens: Reading["tokens"], from: number): boolean =>
  [0, 1, 2].some(
    (step) =>
      comparison.test(normAt(tokens, from + step)) &&
      isAmount(tokens[from + step + 1]?.kind) &&
      /^[→>|:,;.]?$/.test(normAt(tokens, from + step + 2)) &&
      tokens.slice(from, from + step).every(({ kind }) => kind === "word"),
  );

interface Told {
  span: Span;
  negated: boolean;
  /** It stands before what depends on it. */
  leading: boolean;
}

/** What the sentence makes something depend on: "if …", "unless …", "only when …". */
export const findConditions = (reading: Reading, heads: readonly Head[], taken: (at: number) => boolean): Told[] => {
  const { tokens } = reading;
  const told: Told[] = [];
  for (let at = 0; at < tokens.length && told.length < mostConditions; at++) {
    const word = normAt(tokens, at);
    const compares = /^[;,→>:|]$/.test(word) && isComparison(tokens, at + 1);
    const ofEach = /^(?:whose|with|having|that|who)$/.test(word) && choosesOfEach(reading, at);
    if (
      taken(at) ||
      !(ofEach || compares || conditionWord.test(word) || (word === "only" && tokens[at + 1]?.norm === "for"))
    )
      continue;
    const before = compares ? tokens[at] : tokens[at - 1];
    // "GitHub is where our code lives"
    if (word === "where" && before !== undefined && is.be.has(before.norm)) continue;
    const leading =
      ofEach ||
      before === undefined ||
      taken(at - 1) ||
      before.norm === "to" ||
      is.connector.has(before.norm) ||
      before.kind === "line" ||
      is.adverb.has(before.norm);
    let to = at + 1;
    for (; to < tokens.length && to < at + longestCondition; to++) {
      const token = tokens[to];
      if (
        token === undefined ||
        token.kind === "line" ||
        /^[,;.!?:]$/.test(token.norm) ||
        /^[→>|]$/.test(token.norm) ||
        token.norm === "then" ||
        token.norm === "otherwise" ||
        token.norm === "else" ||
        // "if total > 500 also SMS via Twilio"
        (token.norm === "also" &&
          to > at + 2 &&
          (tokens[to - 1]?.kind !== "word" || nominal.test(normAt(tokens, to + 1)))) ||
        taken(to)
      )
        break;
      // "if it's an invoice it puts the amount in Excel"
      if (to > at + 2 && token.norm === "it" && heads.some((one) => one.at === to + 1 && one.verb.form === "third"))
        break;
      const head = heads.find((one) => one.at === to);
      if (head === undefined || to === at + 1) continue;
      if (
        !head.passive &&
        head.verb.form === "base" &&
        !["to", "i", "we", "you", "they", "not"].includes(normAt(tokens, to - 1))
      )
        break;
    }
    if (tokens[to - 1]?.norm === "and") to--;
    told.push({
      span: { from: at, to },
      negated:
        word === "unless" || before?.norm === "except" || (before?.norm === "not" && tokens[at - 2]?.norm !== "or"),
      leading,
    });
    at = to - 1;
  }
  return told;
};

/** "either way save it" */
const anyway = /^(?:either way|in any case|in either case|anyway|regardless|in all cases|whatever happens)(?: |$)/;

/** A leading condition holds to the end of its sentence or to "otherwise", which turns it round; a trailing one for its own clause. */
export const attachConditions = (reading: Reading, clauses: readonly Clause[], conditions: readonly Told[]): void => {
  const { tokens } = reading;
  for (const [index, { span, negated, leading }] of conditions.entries()) {
    if (/^if not$/.test(lineOf(reading, span))) continue;
    let stop = span.to;
    while (stop < tokens.length && !ends(tokens[stop])) stop++;
    // "Otherwise" may begin the next sentence.
    if (
      ["otherwise", "else", "if"].includes(normAt(tokens, stop + 1)) &&
      !(tokens[stop + 1]?.norm === "if" && tokens[stop + 2]?.norm !== "not")
    ) {
      stop++;
      while (stop < tokens.length && !ends(tokens[stop])) stop++;
    }
    // "If none exists create one, then …": what comes then is done in any case.
    const resumes = /(?:^| )(?:none|no|not|nothing|nobody) |(?:n't|not) exist/.test(lineOf(reading, span))
      ? tokens.findIndex(
          ({ norm }, at) => at > span.to && at < stop && norm === "then" && /^[,;]$/.test(normAt(tokens, at - 1)),
        )
      : -1;
    if (resumes >= 0) stop = resumes;
    const inAnyCase = tokens.findIndex(
      (_, at) => at > span.to && at < stop && anyway.test(lineOf(reading, { from: at, to: at + 3 })),
    );
    if (inAnyCase >= 0) stop = inAnyCase;
    // "…; if its status is Blocked, page us": what comes then depends on that.
    const next = conditions.slice(index + 1).find((one) => one.leading && !/^if not$/.test(lineOf(reading, one.span)));
    if (leading && next !== undefined && next.span.from < stop) stop = next.span.from;
    const later = clauses.filter(({ head }) => head.at >= span.to && head.at < stop);
    if (leading && later.length > 0) {
      for (const clause of later) {
        const line = ` ${lineOf(reading, { from: span.to, to: clause.head.at })} `;
        const turned = / (?:otherwise|else|if not) /.test(line);
        clause.condition ??= { span, negated: negated !== turned };
      }
      continue;
    }
    const own = clauses.findLast(({ head }) => head.at < span.from);
    if (own !== undefined) own.condition ??= { span, negated };
    for (const clause of later) {
      const line = ` ${lineOf(reading, { from: span.to, to: clause.head.at })} `;
      if (/ (?:otherwise|else|if not) /.test(line)) clause.condition ??= { span, negated: !negated };
    }
  }
};
