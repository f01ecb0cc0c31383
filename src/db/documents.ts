import { index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A document that somebody uploaded. Its bytes are in R2, its pieces in the owner's library. */
export const documents = sqliteTable(
  "documents",
  {
    id: text().primaryKey(),
    owner: text().notNull(),
    filename: text().notNull(),
    /** What its bytes say that it is, never what the caller called it. */
    media_type: text().notNull(),
    file_type: text({ enum: ["pdf", "audio", "image", "markdown", "text", "html", "docx"] }).notNull(),
    /** Bytes. */
    size: integer().notNull(),
    /** `uploading` and `deleting` are never shown: a crash in either leaves something to sweep. */
    status: text({ enum: ["uploading", "pending", "processing", "completed", "failed", "deleting"] }).notNull(),
    /** 0 to 1. */
    progress: real().notNull(),
    page_count: integer(),
    chunk_count: integer().notNull(),
    error_code: text(),
    error_message: text(),
    created_at: text().notNull(),
    processed_at: text(),
  },
  (table) => [
    index("documents_owner_created").on(table.owner, table.created_at, table.id),
    index("documents_status").on(table.status, table.created_at),
  ],
);
