import { Fact } from "./schema.ts";
import type { Concept } from "./lexicon.ts";
import { openLexicon } from "./lexicon.ts";
import type { Probe, ReadFact, TermHit } from "./search.store.ts";
import { findAlike, findHits, quote, readFacts } from "./search.store.ts";
import type { Term } from "./terms.ts";
import { conceptTerm, wordTerm } from "./terms.ts";
import { nearest, splitWords, trigramsOf } from "./words.ts";

/** A fact that has something of the question, and how much. */
export interface Found extends Omit<ReadFact, "content"> {
  fact: Fact;
  /** Which terms it has, and whether in its head. */
  has: ReadonlyMap<string, boolean>;
  /** Share of the question that it covers, a term in its head counting more than one in its body. 0 to 1. */
  score: number;
  bm25: number;
}

/** What a question came to. */
export interface Findings {
  /** With misspellings put right and words that say nothing left out. */
  terms: readonly Term[];
  /** How much each term matters: the rarer the more. */
  weights: ReadonlyMap<string, number>;
  /** Terms that no fact has. */
  absent: ReadonlySet<string>;
  found: readonly Found[];
}

const isThai = (form: string): boolean => /\p{Script=Thai}/u.test(form);

const probeOf = ({ id, forms }: Term): Probe => ({
  term: id,
  words: forms
    .filter((form) => !isThai(form))
    .map(quote)
    .join(" OR "),
  // A trigram index finds nothing shorter than three letters.
  letters: forms
    .filter((form) => isThai(form) && form.length > 2)
    .map(quote)
    .join(" OR "),
});

/** A word that no fact has, as what it was meant to be: null when that says nothing, undefined when it is not known. */
const correct = async (env: Cloudflare.Env, word: string): Promise<Concept | string | null | undefined> => {
  const { single } = openLexicon();
  const known = nearest(word, single.keys());
  if (known !== undefined) return single.get(known) ?? null;
  const texts = await findAlike(env, trigramsOf(word));
  return nearest(
    word,
    texts.flatMap((text) => splitWords(text).map(({ text: other }) => other)),
  );
};

/** The words that no fact has, put right where they are misspelt. */
const correctAll = async (env: Cloudflare.Env, terms: readonly Term[], had: ReadonlySet<string>): Promise<Term[]> => {
  const corrected: Term[] = [];
  for (const term of terms) {
    const word = term.forms[0] ?? "";
    const meant = term.kind !== "word" || had.has(term.id) ? undefined : await correct(env, word);
    if (meant === null) continue;
    if (meant === undefined) corrected.push(term);
    else corrected.push({ ...(typeof meant === "string" ? wordTerm(meant) : conceptTerm(meant)), guessed: true });
  }
  // What was spelt right as well is no guess.
  const sure = corrected.toSorted((a, b) => Number(b.guessed ?? false) - Number(a.guessed ?? false));
  return [...new Map(sure.map((term) => [term.id, term])).values()];
};

/** How much a term of each kind counts beside its rarity: the lexicon's are meant, a word of one's own may be chatter. */
const importance = (term: Term): number => {
  const { kind, concept, thai } = term;
  if (concept?.weak) return 0.3;
  if (kind === "word" && /^\d{3,}$/.test(term.forms[0] ?? "")) return 1;
  if (kind === "word") return thai ? 0.5 : 0.6;
  if (kind === "name") return 0.05;
  if (kind === "aspect") return 0.3;
  return kind === "qualifier" && concept?.group === undefined ? 0.3 : 1;
};

/** What no fact has matters less where it may be a misspelling of something else, or a short word that says nothing. */
const doubtOf = ({ guessed, kind, forms }: Term): number => {
  if (guessed) return 0.75;
  return kind === "word" && (forms[0]?.length ?? 0) <= 4 ? 0.6 : 1;
};

const weigh = (terms: readonly Term[], hits: readonly TermHit[], total: number): Map<string, number> => {
  const facts = new Map<string, Set<number>>();
  for (const { term, key } of hits) facts.set(term, (facts.get(term) ?? new Set()).add(key));
  return new Map(
    terms.map((term) => {
      const frequency = Math.max(facts.get(term.id)?.size ?? 0, 1);
      const doubt = facts.has(term.id) ? 1 : doubtOf(term);
      return [term.id, doubt * importance(term) * Math.log(1 + Math.max(total, 1) / frequency)];
    }),
  );
};

/** A term that only a fact's body has is worth this much of one in its head. */
const bodyShare = 0.75;

const mostFound = 60;

const rank = (hits: readonly TermHit[], weights: ReadonlyMap<string, number>) => {
  const whole = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const byFact = new Map<number, { has: Map<string, boolean>; bm25: number }>();
  for (const { key, term, head, bm25 } of hits) {
    const entry = byFact.get(key) ?? { has: new Map<string, boolean>(), bm25: 0 };
    entry.has.set(term, head || (entry.has.get(term) ?? false));
    if (!head) entry.bm25 += bm25;
    byFact.set(key, entry);
  }
  return Array.from(byFact, ([key, { has, bm25 }]) => {
    const covered = Array.from(has, ([term, head]) => (weights.get(term) ?? 0) * (head ? 1 : bodyShare));
    return { key, has, bm25, score: whole === 0 ? 0 : covered.reduce((sum, part) => sum + part, 0) / whole };
  })
    .toSorted((a, b) => b.score - a.score || b.bm25 - a.bm25 || a.key - b.key)
    .slice(0, mostFound);
};

/** The facts that have something of what is asked, the best first. */
export const findFacts = async (env: Cloudflare.Env, asked: readonly Term[]): Promise<Findings> => {
  const first = await findHits(env, asked.map(probeOf));
  const terms = await correctAll(env, asked, new Set(first.hits.map(({ term }) => term)));
  const isNew = (term: Term): boolean => asked.every(({ id }) => id !== term.id);
  const second = terms.some(isNew) ? await findHits(env, terms.filter(isNew).map(probeOf)) : { hits: [] };
  const kept = new Set(terms.map(({ id }) => id));
  const hits = [...first.hits, ...second.hits].filter(({ term }) => kept.has(term));
  const weights = weigh(terms, hits, first.total);
  const ranked = rank(hits, weights);
  const rows = new Map(
    (
      await readFacts(
        env,
        ranked.map(({ key }) => key),
      )
    ).map((row) => [row.key, row]),
  );
  const had = new Set(hits.map(({ term }) => term));
  return {
    terms,
    weights,
    absent: new Set(terms.filter(({ id }) => !had.has(id)).map(({ id }) => id)),
    found: ranked.flatMap((entry) => {
      const row = rows.get(entry.key);
      if (!row) return [];
      const { content, ...rest } = row;
      return [{ ...rest, fact: Fact.parse(JSON.parse(content)), has: entry.has, score: entry.score, bm25: entry.bm25 }];
    }),
  };
};
