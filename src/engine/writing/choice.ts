import { countWords } from "./length.ts";
import type { Judge } from "./salience.ts";
import { needsBefore } from "./salience.ts";
import type { Statement } from "./statements.ts";

const tooLike = 0.72;
const leastPerSection = 2;
const mostItems = 6;
/** Of a long section only so many are weighed against each other. */
const mostRanked = 400;

const endOfList = (statements: readonly Statement[], from: number): number => {
  let end = from;
  while (end < from + mostItems && statements[end]?.kind === "item") end++;
  return end;
};

const startOfList = (statements: readonly Statement[], at: number): number => {
  let start = at;
  while (start > 0 && start > at - 4 * mostItems && statements[start - 1]?.kind === "item") start--;
  return start;
};

/** A statement with those that it makes no sense without: the one it points back to, the list that it announces. */
export const withCompany = (
  statements: readonly Statement[],
  statement: Statement,
  at: number,
): readonly Statement[] => {
  if (statement.kind === "item") {
    const first = startOfList(statements, at);
    const announces = statements[first - 1]?.text.endsWith(":") === true;
    return statements.slice(announces ? first - 1 : first, endOfList(statements, first));
  }
  if (/[:：]$/.test(statement.text)) {
    const items = statements.slice(at + 1, endOfList(statements, at + 1));
    return items.length === 0 ? [] : [statement, ...items];
  }
  if (!needsBefore(statement)) return [statement];
  const before = statements[at - 1];
  return before === undefined || needsBefore(before) || before.kind === "item" ? [] : [before, statement];
};

/** The statements that say most, none like another, each with the one that it leans on; in the order of the text. */
export const choose = (statements: readonly Statement[], judge: Judge, words: number): Statement[] => {
  const chosen = new Set<Statement>();
  let said = 0;
  const ranked = statements
    .map((statement, at) => ({ statement, at, score: judge.score(statement) }))
    .toSorted((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, mostRanked);
  for (const { statement, at } of ranked) {
    if (said >= words && chosen.size >= leastPerSection) break;
    if (chosen.has(statement) || [...chosen].some((other) => judge.likeness(statement, other) > tooLike)) continue;
    for (const one of withCompany(statements, statement, at)) {
      if (!chosen.has(one)) said += countWords(one.text);
      chosen.add(one);
    }
  }
  return statements.filter((statement) => chosen.has(statement));
};
