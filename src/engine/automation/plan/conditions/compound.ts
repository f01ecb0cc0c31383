import type { Origin } from "../bind.ts";
import { conditionOf, operators } from "./condition.ts";
import { normAt } from "../words/lexer.ts";
import type { Condition } from "../plan.ts";
import { lineOf } from "../words/reading.ts";
import type { Reading, Span } from "../words/reading.ts";

/** What a sentence makes something depend on: the conditions that hold together, and what of it could not be read. */
interface Compound {
  conditions: Condition[];
  unread: Span[];
}

const another =
  /^(?:(?:its|their|the|it|they) )?(?!over |under |above |below |more |less |at least |at most )(?:\p{L}+ ){1,3}(?:is|are|isn't|aren't|equals|contains|has|over|under|at least|at most|more than|less than) /u;

/** "quantity is over 10 and country is Germany" in its parts. */
export const partsOf = (reading: Reading, { from, to }: Span): Span[] => {
  for (let at = from + 3; at < to - 2; at++)
    if (normAt(reading.tokens, at) === "and" && another.test(`${lineOf(reading, { from: at + 1, to })} `))
      return [{ from, to: at }, ...partsOf(reading, { from: at, to })];
  return [{ from, to }];
};

/** "contains 'crash' or 'panic'", of which a plan can tell one only. */
const isEither = (line: string): boolean =>
  / or (?!more|less|fewer|higher|lower|above|below|equal|later|older|under|over)/.test(line);

const readPart = (
  reading: Reading,
  told: { span: Span; negated: boolean },
  origins: readonly Origin[],
  lookedUp: string | undefined,
): Condition[] => {
  const { span, negated } = told;
  if (isEither(lineOf(reading, span))) return [];
  const first = conditionOf(reading, told, origins, lookedUp);
  const tokens = reading.tokens.slice(span.from, span.to);
  const [low, high] = tokens.filter(({ kind }) => kind === "money" || kind === "number");
  if (first === undefined || low?.value === undefined || high?.value === undefined)
    return first === undefined ? [] : [first];
  const scale = first.right?.kind === "literal" ? Number(first.right.value) / low.value : Number.NaN;
  const rest = ` ${lineOf(reading, { from: span.from + tokens.indexOf(low) + 1, to: span.to })} `;
  const isBetween = tokens.some(({ norm }) => norm === "between");
  const second = / (?:and|but) /.test(rest) ? operators.find(([words]) => words.test(rest))?.[1] : undefined;
  if (!Number.isFinite(scale) || !(isBetween || second !== undefined)) return [first];
  // What is not between two amounts is below one or above the other.
  if (negated) return [];
  const upper: Condition["right"] = { kind: "literal", value: Math.round(high.value * scale * 100) / 100 };
  return [
    isBetween ? { ...first, operator: "at_least" } : first,
    { ...first, operator: isBetween || second === undefined ? "at_most" : second, right: upper },
  ];
};

/** Reads a condition with all its parts. Turned round, several parts are none: one of them would be enough. */
export const conditionsOf = (
  reading: Reading,
  { span, negated }: { span: Span; negated: boolean },
  origins: readonly Origin[],
  lookedUp: string | undefined,
): Compound => {
  const parts = partsOf(reading, span);
  const read = parts.map((part) => ({ part, found: readPart(reading, { span: part, negated }, origins, lookedUp) }));
  if (negated && parts.length > 1) return { conditions: [], unread: [span] };
  return {
    conditions: read.flatMap(({ found }) => found),
    unread: read.flatMap(({ part, found }) => (found.length === 0 ? [part] : [])),
  };
};
