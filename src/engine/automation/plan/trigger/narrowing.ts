import type { Start } from "./event.ts";
import table from "./narrowing.json" with { type: "json" };
import type { Condition } from "../plan.ts";
import { lineOf } from "../words/reading.ts";
import type { Reading } from "../words/reading.ts";

type Narrowing = readonly (string | boolean)[];

const narrowings = new Map<string, string | readonly Narrowing[]>(Object.entries(table));

/**
 * "When a deal is won", of a sender that tells only that a deal has changed: what the event has to be like for anything to be
 * done. None where the sender tells it apart by itself.
 */
export const narrowingOf = (reading: Reading, { trigger, clause, known }: Start): Condition | undefined => {
  const said = narrowings.get(`${trigger.tool ?? ""} ${trigger.event ?? ""}`);
  if (said === undefined || typeof said === "string" || clause === undefined || known === undefined) return undefined;
  const line = lineOf(reading, clause);
  for (const [words, name, value] of said) {
    const found = new RegExp(`(?<![\\p{L}\\p{N}])(?:${String(words)})(?![\\p{L}\\p{N}])`, "u").exec(line);
    const field = known.trigger.outputs.find((one) => one.name === name);
    if (found === null || field === undefined || value === undefined) continue;
    // "is not won", "without being merged"
    const isNegated = /(?<!\p{L})(?:not|isn't|never|without|unless)(?: \p{L}+)?$/u.test(
      line.slice(0, found.index).trim(),
    );
    return {
      left: { kind: "reference", from: "trigger", path: [...field.path] },
      operator: isNegated ? "not_equals" : "equals",
      right: {
        kind: "literal",
        value: typeof value === "string" ? value.replace("$1", (found[1] ?? "").replace(/ priority$/, "")) : value,
      },
    };
  }
  return undefined;
};
