import { integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** What AU-GURU knows about, one row per topic. */
export const knowledge_topics = sqliteTable("knowledge_topics", {
  id: text().primaryKey(),
  title: text().notNull(),
  title_th: text(),
  /** What holds for all of its facts. */
  note: text(),
  /** The year or day that its facts were published. */
  as_of: text(),
  /** Order in lists: that of the file it came from, else the end. */
  position: integer().notNull(),
  /** `file`: as it was loaded. `edited`, `deleted`: by an administrator, so that a newer file leaves it alone. */
  state: text({ enum: ["file", "edited", "deleted"] }).notNull(),
  updated_at: text().notNull(),
});

/**
 * A fact, and its text for the two full-text tables that the migration keeps in step by triggers:
 * `knowledge_words` (BM25 over stemmed words) and `knowledge_trigrams` (Thai, and words that are misspelt).
 */
export const knowledge_facts = sqliteTable(
  "knowledge_facts",
  {
    /** The row that the full-text tables speak of. */
    key: integer().primaryKey({ autoIncrement: true }),
    topic: text().notNull(),
    id: text().notNull(),
    /** Order in its topic. */
    position: integer().notNull(),
    /** The whole fact as JSON. */
    content: text().notNull(),
    /** What it is about: its topic's title, its own, its keywords. */
    head: text().notNull(),
    /** What it says: its value and its sentences. */
    body: text().notNull(),
  },
  (table) => [uniqueIndex("knowledge_facts_topic_id").on(table.topic, table.id)],
);

/** Which version of a knowledge file has been loaded. */
export const knowledge_files = sqliteTable("knowledge_files", {
  name: text().primaryKey(),
  /** SHA-256 of the file. */
  hash: text().notNull(),
  loaded_at: text().notNull(),
});
