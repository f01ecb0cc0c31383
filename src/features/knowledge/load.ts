import { createHash } from "node:crypto";
import file from "./au-guru.json" with { type: "json" };
import { bodyOf, headOf } from "./fact-text.ts";
import type { FileTopic } from "./schema.ts";
import { KnowledgeFile } from "./schema.ts";
import type { TopicRow, TopicRows } from "./store.ts";
import { loadTopics, readFileHash } from "./store.ts";

const fileName = "au-guru";

/** A topic as the rows it is kept as. */
export const toRows = (topic: FileTopic, kept: Pick<TopicRow, "position" | "state" | "updated_at">): TopicRows => ({
  topic: {
    id: topic.id,
    title: topic.title,
    title_th: topic.title_th ?? null,
    note: topic.note ?? null,
    as_of: topic.as_of ?? null,
    ...kept,
  },
  facts: topic.facts.map((fact, position) => ({
    topic: topic.id,
    id: fact.id,
    position,
    content: JSON.stringify(fact),
    head: headOf(topic, fact),
    body: bodyOf(topic, fact),
  })),
});

let hash: string | undefined;

const hashFile = (): string => createHash("sha256").update(JSON.stringify(file)).digest("hex");

/**
 * Sees to it that the tables hold this version of the knowledge file: one small read when they do. It loads itself
 * where it is used, so no deployment can forget it; two at once write the same. Topics that an administrator has edited
 * or deleted stay as they are.
 */
export const ensureLoaded = async (env: Cloudflare.Env, now: Date): Promise<void> => {
  hash ??= hashFile();
  if ((await readFileHash(env, fileName)) === hash) return;
  const updated_at = now.toISOString();
  const topics = KnowledgeFile.parse(file).topics.map((topic, position) =>
    toRows(topic, { position, state: "file", updated_at }),
  );
  await loadTopics(env, { name: fileName, hash, loaded_at: updated_at }, topics);
};
