import type { Clause } from "../clauses/clauses.ts";
import type { Known } from "./known.ts";
import { normAt } from "./lexer.ts";
import type { Reading } from "./reading.ts";
import traps from "./traps.json" with { type: "json" };
import { is } from "./words-of-kind.ts";

const aimed = new Set("to on in into onto via using through with".split(" "));
const elsewhere = new Set(traps.elsewhere.split(" "));
const everydayElsewhere = new Set(traps.everyday_elsewhere.split(" "));

/** "post it to Instagram": a service that the catalogue does not hold is not another one. */
export const namesStranger = ({ tokens }: Reading, clause: Clause, known: Known): boolean =>
  tokens.some(({ text, norm, kind }, at) => {
    if (at <= clause.head.at || at >= clause.to || kind !== "word") return false;
    const before = normAt(tokens, at - 1);
    const capital = /^\p{Lu}/u.test(text);
    if (aimed.has(before) && (elsewhere.has(norm) || (capital && everydayElsewhere.has(norm)))) return true;
    // "the weather in Vienna"
    if (!capital || known.uses(norm) > 0 || (clause.head.verb.family === "read" && before === "in")) return false;
    const next = tokens[at + 1];
    if (
      /^(?:meeting|message|ticket|card|task|issue|page|webinar|board|invoice|channel)$/.test(next?.norm ?? "") &&
      is.determiner.has(before)
    )
      return true;
    const last = next === undefined || at + 1 >= clause.to || next.kind !== "word" || is.connector.has(next.norm);
    return aimed.has(before) && last && tokens.some((one) => one.kind === "word" && /^\p{Ll}/u.test(one.text));
  }) && !/^(?:notify|email|text|call|reply|translate|ai|update)$/.test(clause.head.verb.family);
