import { stem } from "../../../text/index.ts";
import type { Action, Tool } from "../../catalogue/tool.ts";
import type { Clause } from "../clauses/clauses.ts";
import { deedOf } from "./deed.ts";
import type { Deed } from "./deed.ts";
import type { Known } from "../words/known.ts";
import { normAt } from "../words/lexer.ts";
import type { Reading, Span } from "../words/reading.ts";
import { marked } from "./understood.ts";
import type { Family } from "../words/verbs.ts";
import { is } from "../words/words-of-kind.ts";

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

type Candidate = Known["actions"] extends ReadonlyMap<string, readonly (infer One)[]> ? One : never;

/** The words of a clause, what the verb acts on apart from where and with what it does so. */
interface Asked {
  near: ReadonlySet<string>;
  all: ReadonlySet<string>;
}

/** A place is no object: in "a row in Google Sheets" no sheet is asked for. */
const placed = /^(?:in|into|on|onto|to|from|at|using|via|with|through)$/;

const askedOf = (reading: Reading, clause: Clause, tool: Tool): Asked => {
  const names = new Set([tool.name, ...tool.aliases].flatMap((name) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u)));
  const near = new Set<string>();
  const all = new Set<string>();
  let isNear = true;
  let isPlace = false;
  for (let at = clause.from; at < clause.to; at++) {
    const [word] = wordsIn(reading, { from: at, to: at + 1 });
    if (word === undefined) continue;
    // "to our changelog Google Doc"
    const isNamed = [at, at + 1, at + 2].some((ahead) => ahead < clause.to && names.has(normAt(reading.tokens, ahead)));
    if (placed.test(word)) isPlace = true;
    else if (isPlace && !isNamed && !is.determiner.has(word) && !is.pronoun.has(word)) isPlace = false;
    if (at > clause.head.at && is.preposition.has(word)) isNear = false;
    const stemmed = stem(word);
    if (isPlace && names.has(word)) continue;
    all.add(stemmed);
    if (isNear) near.add(stemmed);
  }
  return { near, all };
};

/** How well an action answers a clause: its verb, its family, and the words of its phrases. */
const score = (phrases: Candidate, clause: Clause, { near, all }: Asked): number => {
  let best = 0;
  const { lemma, family } = clause.head.verb;
  const own = stem(phrases.action.id.replace(/_.*$/s, ""));
  for (const phrase of phrases.phrases) {
    // "acknowledge the alert": a verb that the planner does not know is still one.
    if (phrase.lemma === undefined && phrase.stems[0] === own && !all.has(own)) continue;
    const objects = phrase.lemma === undefined ? phrase.stems : phrase.stems.slice(1);
    const present = objects.filter((part) => all.has(part)).length;
    const beside = objects.filter((part) => near.has(part)).length;
    if (objects.length > 0 && present === 0 && phrase.lemma !== lemma) continue;
    const verb =
      phrase.lemma === undefined || clause.head.nominal === true
        ? 0
        : phrase.lemma === lemma
          ? 3
          : phrase.family === family
            ? // Money is not charged where it is to be given back.
              family === "charge"
              ? -4
              : 1.5
            : -2.5;
    best = Math.max(best, verb + present * 1.6 + beside * 0.4 - (objects.length - present) * 1.2);
  }
  return best;
};

/** Many are read, not one. */
const several =
  /(?<![\p{L}\p{N}])(?:table|all|every|each|items|rows|records|entries|documents|back|backup|export|dump|copy)(?![\p{L}\p{N}])/u;

/** "Total the expenses in Excel": to compute with what is there, it has to be read. */
const computes = /^(?:and |then )?(?:total|sum|tally|average|count|add)(?: up)? (?:the|all|our|my|up|this|last) /;

/** What an action that was not asked for would do in the place of what was. */
const instead: Partial<Record<Family, ReadonlySet<Deed>>> = {
  update: new Set<Deed>(["create", "delete", "read"]),
  delete: new Set<Deed>(["create", "read"]),
};

/** "upload it to …", where nothing can be put. */
const aimsAt = (reading: Reading, clause: Clause, tool: Tool): boolean => {
  const line = ` ${marked(reading, clause)} `;
  return [tool.name, ...tool.aliases].some((name) =>
    new RegExp(
      ` (?:to|into|onto) (?:(?:the|our|my|a|an) )?${name.toLowerCase().replaceAll(/[^\p{L}\p{N} ]/gu, ".")} `,
      "u",
    ).test(line),
  );
};

const objectsOf = ({ phrases }: Candidate): ReadonlySet<string> =>
  new Set(phrases.flatMap((phrase) => (phrase.lemma === undefined ? phrase.stems : phrase.stems.slice(1))));

/** "update the video", of a tool that changes channels only: what is named is a thing that others of its actions are about. */
const isOfAnother = (one: Candidate, all: readonly Candidate[], { near }: Asked): boolean => {
  const objects = objectsOf(one);
  return (
    ![...objects].some((part) => near.has(part)) &&
    all.some((other) => other !== one && [...objectsOf(other)].some((part) => near.has(part)))
  );
};

/** Whether a verb is answered by an action of another deed: what would be done in its place was not asked for. */
const isRefused = (
  one: Candidate,
  all: readonly Candidate[],
  asked: Asked,
  { tool, clause, reading, source }: { tool: Tool; clause: Clause; reading: Reading; source: boolean },
): boolean => {
  const { action, phrases } = one;
  const deed = deedOf(action);
  const { lemma, family } = clause.head.verb;
  const isSaid = phrases.some((phrase) => phrase.lemma === lemma);
  if (source) return deed === "create" && tool.category !== "ai" && !isSaid;
  const isThing = tool.category !== "database" && tool.category !== "documents" && clause.head.nominal !== true;
  if (isThing && (deed === "update" || deed === "delete") && (family === "update" || family === "delete"))
    if (isOfAnother(one, all, asked)) return true;
  // "add the payouts": no customer is made for it.
  if (
    tool.category === "payment" &&
    deed === "create" &&
    ![...objectsOf(one)].some((part) => asked.all.has(part)) &&
    !isSaid
  )
    return true;
  if (isSaid || tool.category === "messaging" || tool.category === "email" || tool.category === "social") return false;
  if (instead[family]?.has(deed) === true) return true;
  return deed === "read" && writing.has(family) && aimsAt(reading, clause, tool);
};

/** "fetch the order": one is asked for, and not the list. */
const isOne = ({ tokens }: Reading, clause: Clause, candidate: Candidate): boolean => {
  const objects = objectsOf(candidate);
  return tokens
    .slice(clause.head.at + 1, clause.to)
    .some(
      ({ norm, kind }, step) =>
        kind === "word" &&
        !norm.endsWith("s") &&
        norm !== "list" &&
        objects.has(stem(norm)) &&
        (tokens[clause.head.at + step + 2]?.kind !== "word" ||
          is.preposition.has(normAt(tokens, clause.head.at + step + 2))) &&
        /^(?:the|that|this|its|their|his|her)$/.test(normAt(tokens, clause.head.at + step)),
    );
};

/** The action of a tool that fits a clause best; none where the tool does nothing of the kind. */
export const actionOf = (
  known: Known,
  tool: Tool,
  clause: Clause,
  reading: Reading,
  source: boolean,
  used?: ReadonlySet<string>,
): Action | undefined => {
  const asked = askedOf(reading, clause, tool);
  const line = marked(reading, clause);
  const isSource = source || (clause.head.nominal === true && computes.test(line));
  const actions = known.actions.get(tool.id) ?? [];
  let best: { candidate: (typeof actions)[number]; score: number } | undefined;
  for (const candidate of actions) {
    const deed = deedOf(candidate.action);
    const reads = deed === "read";
    const isSaid = candidate.phrases.some(({ lemma }) => lemma === clause.head.verb.lemma);
    // "Send a request to the health endpoint" is no writing.
    const asksItself = candidate.action.id.startsWith("check_");
    // What cannot be undone is done only when the verb says so.
    const rash =
      /^(?:delete|remove|clear|archive|unsubscribe|merge|refund|charge|cancel|send_payout)/.test(candidate.action.id) &&
      !isSaid;
    const fits =
      score(candidate, clause, asked) -
      (rash ? 8 : 0) -
      // What cannot delete there changes it rather than adding to it.
      (clause.head.verb.family === "delete" && /^(?:insert|create|add|append|put)_/.test(candidate.action.id) ? 3 : 0) -
      (clause.head.verb.family === "update" && !source && (deed === "create" || reads) && !isSaid ? 3 : 0) -
      (reads && !isSource && !asksItself && writing.has(clause.head.verb.family) ? 5 : 0) -
      // A copy within the store is of what is there already.
      (candidate.action.id.startsWith("copy_") && used !== undefined && !used.has(tool.id) ? 4 : 0) +
      // One is looked up by its number where it came from, else by what is known of it.
      (source && candidate.action.id.startsWith("get_") && used?.has(tool.id) === false ? -0.6 : 0) +
      (isSource ? (reads ? 6 : -6) : 0) +
      (isSource && candidate.action.many === true && isOne(reading, clause, candidate) ? -2.2 : 0) +
      (isSource && candidate.action.many === true
        ? several.test(line)
          ? /^(?:scan|list)/.test(candidate.action.id)
            ? 3
            : 2.5
          : 0.5
        : 0);
    if (best === undefined || fits > best.score) best = { candidate, score: fits };
  }
  // "Update the team on Slack"
  const [first] = actions;
  if (clause.head.verb.family === "update" && tool.category === "messaging" && best !== undefined && !isSource)
    if (![...objectsOf(best.candidate)].some((part) => asked.near.has(part))) return first?.action;
  return best === undefined || isRefused(best.candidate, actions, asked, { tool, clause, reading, source: isSource })
    ? undefined
    : best.candidate.action;
};
