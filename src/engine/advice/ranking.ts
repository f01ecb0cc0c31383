import type { Cloud } from "../architecture/model/index.ts";
import { buildIndex, search } from "../text/index.ts";
import type { Hit, TextIndex } from "../text/index.ts";
import type { Entry } from "./entry.ts";

/** Hits of each index that are looked at. */
const depth = 80;

/** How much each side of an entry counts: chosen by leaving out each way of asking and looking for its entry. */
const usualWeights = {
  title: 2,
  forms: 1.2,
  plain: 1.5,
  body: 0.7,
  /** Being asked for in the same words, beside what the whole entry says. */
  oneForm: 0.35,
  /** Words that follow each other: "load balancer" is more than a load and a balancer. */
  pairs: 0.3,
  formShortening: 0.5,
  /** An entry of the cloud that is asked about, of another one, and of one alone where none is named. */
  sameCloud: 1.05,
  otherCloud: 0.6,
  oneCloud: 0.85,
  intent: 1.1,
};

export interface Ranking {
  whole: TextIndex;
  /** Entries for the terms of a question, the best first. */
  rank: (terms: readonly string[], clouds: readonly Cloud[]) => Hit[];
}

/** What a question is after, by the notions of it, and the theme that answers. */
const intents: Readonly<Record<string, readonly string[]>> = {
  cost: ["=cost", "=budgets", "=commitment", "=schedule-off"],
  "disaster-recovery": ["=recovery", "=rto-rpo", "=backup", "=ransomware"],
  migration: ["=migrate", "=before-migrating", "=vmware", "=large-data"],
  observability: ["=metrics", "=alert", "=logs", "=tracing", "=target"],
  kubernetes: ["=kubernetes"],
  serverless: ["=function", "=cold-start"],
  compliance: ["=gdpr", "=hipaa", "=pci", "=soc2", "=iso27001", "=audit", "=residency"],
  security: ["=security", "=permissions", "=leaked-key", "=encryption"],
  "multi-cloud": ["=multi-cloud", "=lock-in"],
};

const pairsOf = (terms: readonly string[]): string[] => {
  const words = terms.filter((term) => !term.startsWith("="));
  return words.slice(0, -1).map((word, at) => `${word} ${words[at + 1] ?? ""}`);
};

/** The best of an entry's forms stands for it. */
const byEntry = (hits: readonly Hit[]): Hit[] => {
  const best = new Map<string, number>();
  for (const { id, score } of hits) {
    const entry = id.slice(0, id.indexOf("#"));
    if (!best.has(entry)) best.set(entry, score);
  }
  return [...best].map(([id, score]) => ({ id, score }));
};

/** Ranks entries by their whole text, by the nearest of the ways of asking for them, and by pairs of words. */
export const buildRanking = (
  all: readonly Entry[],
  plainWords: Readonly<Record<string, string>>,
  termsOf: (text: string) => string[],
  weights = usualWeights,
): Ranking => {
  const askings = new Map(
    all.map(({ id, title, question_forms }) => [
      id,
      [title, ...question_forms, ...(plainWords[id] ?? "").split(",")].map(termsOf),
    ]),
  );
  const shortening = weights.formShortening;
  const whole = buildIndex(
    all.map(({ id, title, question_forms, body, steps }) => ({
      id,
      texts: {
        title: termsOf(title),
        forms: question_forms.flatMap(termsOf),
        plain: termsOf(plainWords[id] ?? ""),
        body: termsOf(`${body}\n${steps.join("\n")}`),
      },
    })),
    {
      title: { weight: weights.title, shortening: 0.5 },
      forms: { weight: weights.forms, shortening },
      plain: { weight: weights.plain, shortening },
      body: { weight: weights.body, shortening: 0.7 },
    },
  );
  const forms = buildIndex(
    [...askings].flatMap(([id, list]) => list.map((form, number) => ({ id: `${id}#${number}`, texts: { form } }))),
    { form: { weight: 1, shortening: 0.6 } },
  );
  const pairs = buildIndex(
    [...askings].map(([id, list]) => ({ id, texts: { asked: list.flatMap(pairsOf) } })),
    { asked: { weight: 1, shortening: 0.2 } },
  );
  const byId = new Map(all.map((entry) => [entry.id, entry]));

  const suits = ({ clouds, theme }: Entry, terms: ReadonlySet<string>, named: readonly Cloud[]): number => {
    const intended = (intents[theme] ?? []).some((notion) => terms.has(notion)) ? weights.intent : 1;
    if (clouds.length !== 1) return intended;
    if (named.length === 0) return intended * weights.oneCloud;
    return intended * (named.some((cloud) => clouds.includes(cloud)) ? weights.sameCloud : weights.otherCloud);
  };

  const rank = (terms: readonly string[], clouds: readonly Cloud[]): Hit[] => {
    const scores = new Map<string, number>();
    const add = (hits: readonly Hit[], weight: number): void => {
      for (const { id, score } of hits) scores.set(id, (scores.get(id) ?? 0) + weight * score);
    };
    add(search(whole, terms, depth), 1);
    add(byEntry(search(forms, terms, 3 * depth)), weights.oneForm);
    add(search(pairs, pairsOf(terms), depth), weights.pairs);
    const asked = new Set(terms);
    return [...scores]
      .map(([id, score]) => {
        const entry = byId.get(id);
        return { id, score: entry === undefined ? 0 : score * suits(entry, asked, clouds) };
      })
      .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  };
  return { whole, rank };
};
