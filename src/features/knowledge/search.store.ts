import { openDb } from "#db/client";
import { knowledge_facts, knowledge_topics } from "#db/knowledge";
import { eq, inArray, sql } from "drizzle-orm";

/** What to look for under a term's name: an expression of FTS5 for stemmed words, one for letters in a row. */
export interface Probe {
  term: string;
  words: string;
  letters: string;
}

export interface TermHit {
  term: string;
  key: number;
  /** In the fact's head, not only in its body. */
  head: boolean;
  /** BM25; the larger the better. */
  bm25: number;
}

/** So many hits are looked at: a word in more facts than this tells nothing apart. */
const mostHits = 4_000;

/** A text as a string of FTS5, whatever is in it: no operator, no syntax error. */
export const quote = (text: string): string => `"${text.replaceAll('"', '""').replaceAll("\0", " ")}"`;

const HIT = (table: string, expression: string, head: number) =>
  `SELECT value ->> 'term' AS term, ${table}.rowid AS key, ${head} AS head, -bm25(${table}, 4, 1) AS bm25
   FROM json_each(?1) CROSS JOIN ${table} WHERE ${table} MATCH ${expression} LIMIT ${mostHits}`;

const hitsIn = (env: Cloudflare.Env, table: string, probes: readonly { term: string; expression: string }[]) => {
  const list = JSON.stringify(probes.filter(({ expression }) => expression !== ""));
  return [
    env.DB.prepare(HIT(table, "value ->> 'expression'", 0)).bind(list),
    env.DB.prepare(HIT(table, "'head : (' || (value ->> 'expression') || ')'", 1)).bind(list),
  ];
};

/** In which facts each term occurs, and how many facts there are. */
export const findHits = async (
  env: Cloudflare.Env,
  probes: readonly Probe[],
): Promise<{ hits: TermHit[]; total: number }> => {
  const [total, ...found] = await env.DB.batch<TermHit & { n: number }>([
    env.DB.prepare("SELECT count(*) AS n FROM knowledge_facts"),
    ...hitsIn(
      env,
      "knowledge_words",
      probes.map(({ term, words }) => ({ term, expression: words })),
    ),
    ...hitsIn(
      env,
      "knowledge_trigrams",
      probes.map(({ term, letters }) => ({ term, expression: letters })),
    ),
  ]);
  const hits = found.flatMap(({ results }) => results.map((hit) => ({ ...hit, head: Boolean(hit.head) })));
  return { hits, total: total?.results[0]?.n ?? 0 };
};

const mostAlike = 30;

/** The texts of facts that share letters in a row with any of some words: where a misspelt word may be found. */
export const findAlike = async (env: Cloudflare.Env, trigrams: readonly string[]): Promise<string[]> => {
  if (trigrams.length === 0) return [];
  const { results } = await env.DB.prepare(
    `SELECT head || ' ' || body AS text FROM knowledge_trigrams WHERE knowledge_trigrams MATCH ? ORDER BY rank LIMIT ?`,
  )
    .bind(trigrams.map(quote).join(" OR "), mostAlike)
    .all<{ text: string }>();
  return results.map(({ text }) => text);
};

/** The facts behind some keys, with what belongs to their topic. */
export const readFacts = async (env: Cloudflare.Env, keys: readonly number[]) =>
  openDb(env)
    .select({
      key: knowledge_facts.key,
      topic: knowledge_facts.topic,
      position: knowledge_facts.position,
      content: knowledge_facts.content,
      head: knowledge_facts.head,
      body: knowledge_facts.body,
      topicTitle: knowledge_topics.title,
      topicPosition: knowledge_topics.position,
      as_of: knowledge_topics.as_of,
    })
    .from(knowledge_facts)
    .innerJoin(knowledge_topics, eq(knowledge_topics.id, knowledge_facts.topic))
    .where(inArray(knowledge_facts.key, sql`(SELECT value FROM json_each(${JSON.stringify(keys)}))`));
export type ReadFact = Awaited<ReturnType<typeof readFacts>>[number];
