import { asianRules } from "./ask-rules-asian.ts";
import { englishRules } from "./ask-rules.ts";
import type { Ask } from "./asks.ts";
import type { Clause } from "./clauses.ts";
import { readClauses, respellClause } from "./clauses.ts";

/** One wish of a message: what it asks, undefined where that is not understood. */
export interface ReadWish {
  said: string;
  ask: Ask | undefined;
}

const rules = [...asianRules, ...englishRules];

const understand = (clause: Clause): Ask | undefined => {
  for (const read of rules) {
    const ask = read(clause);
    if (ask !== undefined) return ask;
  }
  return undefined;
};

/** What a message asks of a draft, in order. */
export const readAsks = (message: string): ReadWish[] =>
  readClauses(message).map((clause) => {
    const ask = understand(clause);
    if (ask !== undefined && ask.do !== "refuse") return { said: clause.said, ask };
    const corrected = respellClause(clause);
    return { said: clause.said, ask: corrected.text === clause.text ? ask : (understand(corrected) ?? ask) };
  });
