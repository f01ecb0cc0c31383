import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** One row per analysis: what a list shows and where the rest lies. The answer itself is in R2 under `content_key`. */
export const analyses = sqliteTable(
  "analyses",
  {
    id: text().primaryKey(),
    created_at: text().notNull(),
    expires_at: text().notNull(),
    title: text().notNull(),
    cloud: text().notNull(),
    region: text().notNull(),
    score: integer().notNull(),
    findings: integer().notNull(),
    monthly_cents: integer().notNull(),
    /** The account it belongs to; null for an anonymous caller. */
    owner: text(),
    content_key: text().notNull(),
  },
  (table) => [
    index("analyses_expires_at").on(table.expires_at),
    index("analyses_owner").on(table.owner, table.created_at),
  ],
);
