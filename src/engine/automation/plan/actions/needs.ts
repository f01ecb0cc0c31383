import { capabilities } from "../../catalogue/index.ts";
import type { Action, Tool } from "../../catalogue/tool.ts";
import { actionOf } from "./action-of.ts";
import type { Clause } from "../clauses/clauses.ts";
import grammar from "../words/grammar.json" with { type: "json" };
import type { Known } from "../words/known.ts";
import needs from "./needs.json" with { type: "json" };
import type { Reading } from "../words/reading.ts";
import { marked } from "./understood.ts";

const whole = (pattern: string): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${pattern.replace("PEOPLE", grammar.people.replaceAll(" ", "|"))})(?![\\p{L}\\p{N}])`,
    "u",
  );

const prepared = needs.needs.map((need) => ({
  families: need.families.split(" "),
  lemmas: need.lemmas?.split(" "),
  objects: need.objects === "" ? undefined : need.objects,
  not: need.not === undefined || need.not === "" ? undefined : need.not,
  within: need.within,
  capabilities: need.capabilities,
  action: need.action,
  patterns: {} as { objects?: RegExp; not?: RegExp; within?: RegExp },
}));

/** What meets a need that names no tool, by the catalogue's own defaults. */
export const defaultFor = (
  known: Known,
  clause: Clause,
  reading: Reading,
): { tool: Tool; action: Action | undefined } | undefined => {
  const { lemma, family } = clause.head.verb;
  const line = marked(reading, clause);
  for (const need of prepared) {
    if (!need.families.includes(family) || (need.lemmas !== undefined && !need.lemmas.includes(lemma))) continue;
    if (need.objects !== undefined && !(need.patterns.objects ??= whole(need.objects)).test(line)) continue;
    if (need.not !== undefined && (need.patterns.not ??= whole(need.not)).test(line)) continue;
    if (need.within !== undefined && !(need.patterns.within ??= whole(need.within)).test(reading.line)) continue;
    for (const name of need.capabilities) {
      const capability = capabilities.find(({ phrases }) => phrases.includes(name));
      const tool = known.tools.get(capability?.tool ?? name);
      if (tool === undefined) continue;
      const named = tool.actions.find(({ id }) => id === need.action);
      if (named !== undefined) return { tool, action: named };
      const reads = need.within === undefined && ["read", "delete", "update"].includes(family);
      const action = reads
        ? actionOf(known, tool, clause, reading, false)
        : capability === undefined
          ? actionOf(known, tool, clause, reading, false)
          : tool.actions.find(({ id }) => id === capability.action);
      return { tool, action };
    }
  }
  return undefined;
};
