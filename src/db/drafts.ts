import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A blog post that is being written. What it says is in its versions. */
export const drafts = sqliteTable(
  "drafts",
  {
    id: text().primaryKey(),
    owner: text().notNull(),
    /** The session in which it is written; null once that is deleted. */
    session_id: text(),
    /** That of the version it shows; before the first, what was asked for. */
    title: text().notNull(),
    status: text({ enum: ["draft", "generating", "completed", "published", "failed"] }).notNull(),
    /** The turn of the session that is writing it; null when none is. */
    turn: integer(),
    /** What is answered as its content: an editor that sends HTML gets HTML. Kept is Markdown. */
    content_format: text({ enum: ["markdown", "html"] }).notNull(),
    /** Which version it shows. */
    version: integer().notNull(),
    /** JSON: the versions that were undone, the next to redo last. */
    redo: text().notNull(),
    /** JSON: ids of the documents it is written from. */
    document_ids: text().notNull(),
    /** JSON: lists of names. */
    categories: text().notNull(),
    tags: text().notNull(),
    error_message: text(),
    created_at: text().notNull(),
    updated_at: text().notNull(),
    published_at: text(),
    published_url: text(),
    /** Repository, branch and path it was last published to, and the SHA of the file there, as JSON. */
    published_to: text(),
  },
  (table) => [
    index("drafts_owner_updated").on(table.owner, table.updated_at, table.id),
    index("drafts_session").on(table.session_id),
  ],
);

/** What a draft said at some time. A version is written once and never changed. */
export const draft_versions = sqliteTable(
  "draft_versions",
  {
    draft_id: text().notNull(),
    version: integer().notNull(),
    /** The version that it was made from; null for the first. */
    parent: integer(),
    title: text().notNull(),
    /** Markdown. */
    content: text().notNull(),
    /** JSON: the passages that it quotes or rests on. */
    sources: text().notNull(),
    author: text({ enum: ["user", "assistant"] }).notNull(),
    /** Why it was made: an edit, what was asked for, or where it came from. */
    reason: text().notNull(),
    created_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.draft_id, table.version] })],
);
