import { stem } from "../../text/index.ts";
import type { Action, Tool } from "../catalogue/tool.ts";
import type { Clause } from "./clauses.ts";
import type { Known } from "./known.ts";
import type { Reading, Span } from "./reading.ts";
import { marked } from "./understood.ts";
import type { Family } from "./verbs.ts";

/** What is never a request to look something up. */
export const writing: ReadonlySet<Family> = new Set<Family>([
  "send",
  "notify",
  "email",
  "text",
  "message",
  "post",
  "save",
  "add",
  "reply",
  "delete",
]);

/** The words of a part of the sentence. */
export const wordsIn = (reading: Reading, span: Span): string[] =>
  reading.tokens
    .slice(span.from, span.to)
    .flatMap(({ norm, kind }) =>
      kind === "word" ? [norm] : kind === "email" ? ["«email»"] : kind === "url" ? ["«url»"] : [],
    );

/** How well an action answers a clause: its verb, its family, and the words of its phrases. */
const score = (
  phrases: Known["actions"] extends ReadonlyMap<string, readonly (infer One)[]> ? One : never,
  clause: Clause,
  stems: ReadonlySet<string>,
): number => {
  let best = 0;
  const { lemma, family } = clause.head.verb;
  for (const phrase of phrases.phrases) {
    const objects = phrase.lemma === undefined ? phrase.stems : phrase.stems.slice(1);
    const present = objects.filter((part) => stems.has(part)).length;
    if (objects.length > 0 && present === 0 && phrase.lemma !== lemma) continue;
    const verb =
      phrase.lemma === undefined || clause.head.nominal === true
        ? 0
        : phrase.lemma === lemma
          ? 3
          : phrase.family === family
            ? 1.5
            : -1.5;
    best = Math.max(best, verb + present * 2 - (objects.length - present) * 1.2);
  }
  return best;
};

/** Many are read, not one. */
const several =
  /(?<![\p{L}\p{N}])(?:table|all|every|each|items|rows|records|entries|documents|back|backup|export|dump|copy)(?![\p{L}\p{N}])/u;

/** The action of a tool that fits a clause best; the first one where nothing fits. */
export const actionOf = (
  known: Known,
  tool: Tool,
  clause: Clause,
  reading: Reading,
  source: boolean,
  used?: ReadonlySet<string>,
): Action | undefined => {
  const stems = new Set(wordsIn(reading, clause).map(stem));
  const line = marked(reading, clause);
  const actions = known.actions.get(tool.id) ?? [];
  let best: { action: Action; score: number } | undefined;
  for (const candidate of actions) {
    const reads = /^(?:get|read|list|find|query|scan|search|fetch|look)/.test(candidate.action.id);
    // What cannot be undone is done only when the verb says so.
    const rash =
      /^(?:delete|remove|clear|refund|charge|cancel|send_payout)/.test(candidate.action.id) &&
      !candidate.phrases.some(({ lemma }) => lemma === clause.head.verb.lemma);
    const fits =
      score(candidate, clause, stems) -
      (rash ? 8 : 0) -
      // What cannot delete there changes it rather than adding to it.
      (clause.head.verb.family === "delete" && /^(?:insert|create|add|append|put)_/.test(candidate.action.id) ? 3 : 0) -
      (reads && !source && writing.has(clause.head.verb.family) ? 5 : 0) -
      // A copy within the store is of what is there already.
      (candidate.action.id.startsWith("copy_") && used !== undefined && !used.has(tool.id) ? 4 : 0) +
      (source ? (reads ? 6 : -6) : 0) +
      (source && candidate.action.many === true
        ? several.test(line)
          ? /^(?:scan|list)/.test(candidate.action.id)
            ? 3
            : 2.5
          : 0.5
        : 0);
    if (best === undefined || fits > best.score) best = { action: candidate.action, score: fits };
  }
  return best?.action;
};
