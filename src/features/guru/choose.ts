import type { Concept, Found, Term } from "#features/knowledge";
import { lookUp, openLexicon, readConcepts } from "#features/knowledge";
import { showsAspect } from "./aspects.ts";
import type { Asked } from "./follow-up.ts";

/** What an answer is made of: facts, or what the knowledge was asked for and does not hold. */
export type Choice = { held: true; facts: readonly Found[] } | { held: false; missing: readonly Concept[] };

/**
 * Of what is asked, at least this share must be covered by the facts of an answer. Measured on questions.json, 246
 * questions that the knowledge holds and 130 that it does not: at 0.45 243 get their fact and 128 are declined, at 0.55
 * 243 and 130, at 0.65 229 and 130.
 */
const enough = 0.55;
/** Where nothing but words of the question's own are found in the facts, and no concept of the field. */
const enoughOfWords = 0.75;

/** Facts that cover as much as the best one, within this share, are told together. */
const asGood = 0.97;

/** What was said before only hints at what for or where. */
const hint = 0.1;

/** A term counts in full where a fact's head has its words; less where it only implies it, or where only its body has them. */
const impliedShare = 0.9;
const bodyShare = 0.75;

const mostSentences = 3;
/** More facts than sentences that are equally good: a list of them all. */
const mostListed = 12;

type Candidate = Found & { concepts: ReadonlySet<string> };

const withConcepts = (found: Found): Candidate => ({ ...found, concepts: readConcepts(found.head) });

/** A fact about one campus, level or origin does not answer a question about another. */
const contradicts = ({ concepts }: Candidate, asked: readonly Concept[]): boolean =>
  asked.some(({ id, group }) => {
    if (group === undefined || concepts.has(id)) return false;
    if (asked.some((other) => other.group === group && concepts.has(other.id))) return false;
    return groupMembers(group).some((member) => concepts.has(member));
  });

const groupMembers = (group: string): string[] =>
  [...openLexicon().concepts.values()].filter((concept) => concept.group === group).map(({ id }) => id);

const groupsOf = ({ concepts }: Candidate): Set<string> =>
  new Set([...concepts].flatMap((id) => openLexicon().concepts.get(id)?.group ?? []));

/** Facts may complete each other when they speak of the same level, campus or origin. */
const shareMember = (a: Candidate, b: Candidate): boolean =>
  [...a.concepts].some((id) => b.concepts.has(id) && openLexicon().concepts.get(id)?.group !== undefined);

/** Both levels, or both campuses, were asked for: facts that answer the same of each. */
const areSiblings = (a: Covered, b: Covered, essential: ReadonlySet<string>): boolean => {
  const groups = groupsOf(a.candidate);
  const others = [...essential].filter((id) => openLexicon().concepts.get(id)?.group === undefined);
  return [...groupsOf(b.candidate)].some((group) => groups.has(group)) && sameOf(a.covers, b.covers, new Set(others));
};

const textOf = ({ head, body }: Found): string => `${head}\n${body}`;

/** Which of the terms a fact answers: it has their words, or shows the kind of value that is asked for. */
const coverOf = (candidate: Candidate, terms: readonly Term[]): Set<string> =>
  new Set(
    terms
      .filter(({ id, kind }) => {
        if (kind === "aspect") return showsAspect(id, textOf(candidate));
        return candidate.has.has(id) || (kind !== "name" && candidate.concepts.has(id));
      })
      .map(({ id }) => id),
  );

/** What a question is about, so that an answer without it is none: a subject, a level, a campus, what is asked of it. */
const isEssential = ({ kind, concept }: Term): boolean =>
  (kind === "subject" && concept?.weak !== true) ||
  kind === "aspect" ||
  (kind === "qualifier" && concept?.group !== undefined);

interface Covered {
  candidate: Candidate;
  covers: ReadonlySet<string>;
  value: number;
}

const valueOf = (covers: ReadonlySet<string>, weights: ReadonlyMap<string, number>): number =>
  [...covers].reduce((sum, id) => sum + (weights.get(id) ?? 0), 0);

const byTopic = (a: Covered, b: Covered): number =>
  a.candidate.topicPosition - b.candidate.topicPosition || a.candidate.position - b.candidate.position;

const sameOf = (a: ReadonlySet<string>, b: ReadonlySet<string>, ids: ReadonlySet<string>): boolean =>
  [...ids].every((id) => a.has(id) === b.has(id));

/** The best one and those that cover the same of what the question is about and are as good, in the order of the knowledge. */
const bestOf = (covered: readonly Covered[], essential: ReadonlySet<string>): Covered[] => {
  const [best] = covered.toSorted((a, b) => b.value - a.value || byTopic(a, b));
  if (best === undefined) return [];
  return covered
    .filter(({ value, covers }) => value >= best.value * asGood && sameOf(covers, best.covers, essential))
    .toSorted(byTopic);
};

/** How much of the question a fact has, what only its body says counting less. */
const valueOfCandidate = (
  { has }: Candidate,
  covers: ReadonlySet<string>,
  weights: ReadonlyMap<string, number>,
): number =>
  [...covers].reduce((sum, id) => {
    const inHead = has.get(id);
    const share = inHead === undefined ? impliedShare : inHead ? 1 : bodyShare;
    return sum + (weights.get(id) ?? 0) * share;
  }, 0);

/** Words beside what a question is about, none of them known, count no more than the weightiest of them. */
const chatterOf = (open: readonly Term[], weights: ReadonlyMap<string, number>): number => {
  const words = open.filter(({ kind }) => kind === "word").map(({ id }) => weights.get(id) ?? 0);
  return words.reduce((sum, weight) => sum + weight, 0) - Math.max(0, ...words);
};

const unionOf = (chosen: readonly Covered[]): Set<string> => new Set(chosen.flatMap(({ covers }) => [...covers]));

/** Adds facts that belong with the first ones and cover what those leave open of what the question is about. */
const complete = (
  first: readonly Covered[],
  all: readonly Covered[],
  essential: ReadonlySet<string>,
  weights: ReadonlyMap<string, number>,
): Covered[] => {
  const chosen = [...first];
  while (chosen.length < mostSentences) {
    const union = unionOf(chosen);
    const more = all.flatMap(({ candidate, covers }) => {
      const fresh = new Set([...covers].filter((id) => essential.has(id) && !union.has(id)));
      const joins = chosen.some(
        (other) =>
          shareMember(other.candidate, candidate) || areSiblings(other, { candidate, covers, value: 0 }, essential),
      );
      return fresh.size > 0 && joins ? [{ candidate, covers, value: valueOf(fresh, weights) }] : [];
    });
    if (more.length === 0) break;
    chosen.push(...bestOf(more, essential).slice(0, mostSentences - chosen.length));
  }
  return chosen;
};

/** The facts that answer a question, or what of it the knowledge does not hold. */
export const chooseFacts = async (env: Cloudflare.Env, now: Date, asked: Asked): Promise<Choice> => {
  const { terms, weights: given, absent, found } = await lookUp(env, now, asked.terms);
  const weights = new Map(Array.from(given, ([id, weight]) => [id, asked.carried.has(id) ? weight * hint : weight]));
  const counted = terms.filter(({ kind }) => kind !== "name");
  // "Tell me about ABAC" is about nothing but the name.
  const meant = counted.length > 0 ? counted : terms;
  const missingOf = (ids: (id: string) => boolean): Concept[] =>
    meant.flatMap(({ id, concept }) => (concept && concept.kind === "subject" && ids(id) ? [concept] : []));

  const askedConcepts = terms.flatMap(({ concept }) => (concept ? [concept] : []));
  const candidates = found
    .map(withConcepts)
    .filter((candidate) => !contradicts(candidate, askedConcepts))
    .map((candidate): Covered => {
      const covers = coverOf(candidate, terms);
      return { candidate, covers, value: valueOfCandidate(candidate, covers, weights) };
    })
    .filter(({ covers, candidate }) => [...covers].some((id) => candidate.has.has(id)));
  if (candidates.length === 0) return { held: false, missing: missingOf((id) => absent.has(id)) };

  const essential = new Set(
    meant.filter((term) => isEssential(term) && !(term.guessed && absent.has(term.id))).map(({ id }) => id),
  );
  const chosen = complete(bestOf(candidates, essential), candidates, essential, weights);
  const all = unionOf(chosen);
  const union = new Set(meant.flatMap(({ id }) => (all.has(id) ? [id] : [])));
  const required = meant.filter(({ id }) => union.has(id) || !asked.carried.has(id));
  const coversGroupOf = ({ concept }: Term): boolean =>
    concept?.group !== undefined &&
    required.some((other) => other.concept?.group === concept.group && union.has(other.id));
  // "After my bachelor's, which master's?" asks for one of the two.
  const lacks = required.some((term) => essential.has(term.id) && !union.has(term.id) && !coversGroupOf(term));
  const open = required.filter(({ id }) => !union.has(id));
  const saysWhatItIsAbout = required.some((term) => term.kind === "subject" && union.has(term.id));
  const whole =
    valueOf(new Set(required.map(({ id }) => id)), weights) - (saysWhatItIsAbout ? chatterOf(open, weights) : 0);
  const isUnderstood = required.some(({ id, concept }) => concept && !concept.weak && union.has(id));
  const share = whole === 0 ? 0 : valueOf(union, weights) / whole;
  if (lacks || share < (isUnderstood ? enough : enoughOfWords))
    return { held: false, missing: missingOf((id) => !union.has(id)) };
  const facts = chosen.map(({ candidate }) => candidate);
  return { held: true, facts: facts.slice(0, mostListed) };
};
