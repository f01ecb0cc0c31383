import { openDb } from "#db/client";
import { knowledge_facts, knowledge_files, knowledge_topics } from "#db/knowledge";
import { asc, eq, ne, sql } from "drizzle-orm";

export type TopicRow = typeof knowledge_topics.$inferSelect;
type FactRow = Omit<typeof knowledge_facts.$inferSelect, "key">;

/** A topic and its facts, as they are to be from now on. */
export interface TopicRows {
  topic: TopicRow;
  facts: readonly FactRow[];
}

// One parameter for all rows: a statement takes no more than 100.
const insertFacts = `INSERT INTO knowledge_facts (topic, id, position, content, head, body)
  SELECT value ->> 'topic', value ->> 'id', value ->> 'position', value ->> 'content', value ->> 'head', value ->> 'body'
  FROM json_each(?)`;

/** Replaces a topic: its old facts go and its new ones come, full text included, or nothing happens. */
export const replaceTopic = async (env: Cloudflare.Env, { topic, facts }: TopicRows): Promise<void> => {
  const { title, title_th, note, as_of, state, updated_at } = topic;
  await env.DB.batch([
    env.DB.prepare("DELETE FROM knowledge_facts WHERE topic = ?").bind(topic.id),
    env.DB.prepare(
      `INSERT INTO knowledge_topics (id, title, title_th, note, as_of, position, state, updated_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
       ON CONFLICT (id) DO UPDATE SET title = ?2, title_th = ?3, note = ?4, as_of = ?5, state = ?7, updated_at = ?8`,
    ).bind(topic.id, title, title_th, note, as_of, topic.position, state, updated_at),
    env.DB.prepare(insertFacts).bind(JSON.stringify(facts)),
  ]);
};

/** Loads a version of a file in one step. What an administrator has edited or deleted stays as it is. */
export const loadTopics = async (
  env: Cloudflare.Env,
  file: typeof knowledge_files.$inferSelect,
  topics: readonly TopicRows[],
): Promise<void> => {
  const fromFile = "SELECT id FROM knowledge_topics WHERE state = 'file'";
  await env.DB.batch([
    env.DB.prepare(`DELETE FROM knowledge_facts WHERE topic IN (${fromFile})`),
    env.DB.prepare("DELETE FROM knowledge_topics WHERE state = 'file'"),
    env.DB.prepare(
      `INSERT OR IGNORE INTO knowledge_topics (id, title, title_th, note, as_of, position, state, updated_at)
       SELECT value ->> 'id', value ->> 'title', value ->> 'title_th', value ->> 'note', value ->> 'as_of',
              value ->> 'position', value ->> 'state', value ->> 'updated_at' FROM json_each(?)`,
    ).bind(JSON.stringify(topics.map(({ topic }) => topic))),
    env.DB.prepare(`${insertFacts} WHERE value ->> 'topic' IN (${fromFile})`).bind(
      JSON.stringify(topics.flatMap(({ facts }) => facts)),
    ),
    env.DB.prepare("INSERT OR REPLACE INTO knowledge_files (name, hash, loaded_at) VALUES (?, ?, ?)").bind(
      file.name,
      file.hash,
      file.loaded_at,
    ),
  ]);
};

export const readFileHash = async (env: Cloudflare.Env, name: string): Promise<string | undefined> => {
  const [row] = await openDb(env)
    .select({ hash: knowledge_files.hash })
    .from(knowledge_files)
    .where(eq(knowledge_files.name, name));
  return row?.hash;
};

/** Every topic with the number of its facts. */
export const listTopics = async (env: Cloudflare.Env) =>
  openDb(env)
    .select({
      id: knowledge_topics.id,
      title: knowledge_topics.title,
      // Named in full: drizzle leaves the table out where it selects from one.
      facts: sql<number>`(SELECT count(*) FROM knowledge_facts WHERE topic = knowledge_topics.id)`,
      updated_at: knowledge_topics.updated_at,
    })
    .from(knowledge_topics)
    .where(ne(knowledge_topics.state, "deleted"))
    .orderBy(asc(knowledge_topics.position), asc(knowledge_topics.id));

/** A topic and the JSON of its facts, or undefined when there is none. */
export const findTopic = async (
  env: Cloudflare.Env,
  id: string,
): Promise<{ topic: TopicRow; facts: string[] } | undefined> => {
  const db = openDb(env);
  const [[topic], facts] = await db.batch([
    db.select().from(knowledge_topics).where(eq(knowledge_topics.id, id)),
    db
      .select({ content: knowledge_facts.content })
      .from(knowledge_facts)
      .where(eq(knowledge_facts.topic, id))
      .orderBy(asc(knowledge_facts.position)),
  ]);
  return topic && topic.state !== "deleted" ? { topic, facts: facts.map(({ content }) => content) } : undefined;
};

/** Marks a topic as deleted, so that the file does not bring it back; false when there is none. */
export const deleteTopic = async (env: Cloudflare.Env, id: string, now: string): Promise<boolean> => {
  const [, marked] = await env.DB.batch([
    env.DB.prepare("DELETE FROM knowledge_facts WHERE topic = ?").bind(id),
    env.DB.prepare(
      "UPDATE knowledge_topics SET state = 'deleted', updated_at = ? WHERE id = ? AND state <> 'deleted'",
    ).bind(now, id),
  ]);
  return (marked?.meta.changes ?? 0) > 0;
};
