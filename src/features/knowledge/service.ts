import { AppError, fromStore } from "#http/errors";
import type { Ctx } from "#http/context";
import { sayFact } from "./fact-text.ts";
import { ensureLoaded, toRows } from "./load.ts";
import type { FileTopic, SearchResults, Topic, TopicInput, TopicList } from "./schema.ts";
import { Fact } from "./schema.ts";
import type { Findings } from "./search.ts";
import { findFacts } from "./search.ts";
import { deleteTopic, findTopic, listTopics, replaceTopic } from "./store.ts";
import type { Term } from "./terms.ts";
import { readEveryWord, readTerms } from "./terms.ts";

/** After those of the file. */
const lastPosition = 1_000;

const usualResults = 10;

const noTopic = (): AppError => new AppError("not_found", "There is no such topic.");

export const listKnowledge = async ({ env, now }: Pick<Ctx, "env" | "now">): Promise<TopicList> => {
  await fromStore(ensureLoaded(env, now()));
  return { topics: await fromStore(listTopics(env)) };
};

/** A topic with its facts, or undefined. */
export const findKnowledge = async ({ env, now }: Pick<Ctx, "env" | "now">, id: string): Promise<Topic | undefined> => {
  await fromStore(ensureLoaded(env, now()));
  const kept = await fromStore(findTopic(env, id));
  if (!kept) return undefined;
  const { title, title_th: titleTh, note, as_of: asOf, updated_at } = kept.topic;
  return {
    id,
    title,
    ...(titleTh !== null && { title_th: titleTh }),
    ...(note !== null && { note }),
    ...(asOf !== null && { as_of: asOf }),
    facts: kept.facts.map((content) => Fact.parse(JSON.parse(content))),
    updated_at,
  };
};

/** Throws `not_found` for a topic that is not there. */
export const readKnowledge = async (ctx: Pick<Ctx, "env" | "now">, id: string): Promise<Topic> => {
  const topic = await findKnowledge(ctx, id);
  if (!topic) throw noTopic();
  return topic;
};

const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 48)
    .replace(/-+$/, "");

/** Gives every fact an id of its own: the one it brings, else one from its text, numbered where two would be the same. */
const withIds = (facts: TopicInput["facts"]): Fact[] => {
  const taken = new Set<string>();
  return facts.map((fact, at) => {
    const wish = fact.id ?? (slugOf(fact.fact) || `fact-${at + 1}`);
    if (fact.id !== undefined && taken.has(wish))
      throw new AppError("invalid_request", "Some fields are not valid.", {
        errors: [{ path: `facts.${at}.id`, message: "Two facts have this id." }],
      });
    let id = wish;
    for (let number = 2; taken.has(id); number++) id = `${wish}-${number}`;
    taken.add(id);
    return { ...fact, id };
  });
};

/** Replaces a topic, or adds it: found by the next question. */
export const putKnowledge = async (ctx: Ctx, id: string, input: TopicInput): Promise<Topic> => {
  if (id === "search")
    throw new AppError("invalid_request", "Some fields are not valid.", {
      errors: [{ path: "topic", message: "This name is taken by the search." }],
    });
  await fromStore(ensureLoaded(ctx.env, ctx.now()));
  const topic: FileTopic = { ...input, id, facts: withIds(input.facts) };
  const rows = toRows(topic, { position: lastPosition, state: "edited", updated_at: ctx.now().toISOString() });
  await fromStore(replaceTopic(ctx.env, rows));
  ctx.event("knowledge_replaced", { topic: id });
  return readKnowledge(ctx, id);
};

export const dropKnowledge = async (ctx: Ctx, id: string): Promise<void> => {
  await fromStore(ensureLoaded(ctx.env, ctx.now()));
  if (!(await fromStore(deleteTopic(ctx.env, id, ctx.now().toISOString())))) throw noTopic();
  ctx.event("knowledge_deleted", { topic: id });
};

/** What the knowledge has on some terms. */
export const lookUp = async (env: Cloudflare.Env, now: Date, terms: readonly Term[]): Promise<Findings> =>
  fromStore(ensureLoaded(env, now).then(() => findFacts(env, terms)));

/** Facts ranked by how much of the words they cover. */
export const searchKnowledge = async ({ env, now }: Ctx, q: string, limit = usualResults): Promise<SearchResults> => {
  const asked = readTerms(q);
  const { found } = await lookUp(env, now(), asked.length > 0 ? asked : readEveryWord(q));
  const language = /\p{Script=Thai}/u.test(q) ? "th" : "en";
  return {
    results: found.slice(0, limit).map(({ topic, fact, as_of: asOf, score }) => ({
      id: `${topic}/${fact.id}`,
      topic,
      title: fact.fact,
      text: sayFact(fact, { as_of: asOf ?? undefined }, language),
      value: fact.value,
      score: Math.round(score * 1_000) / 1_000,
    })),
  };
};
