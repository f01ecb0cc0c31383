import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What a list of sessions shows. The messages are in the session's own Durable Object, which feeds this index. */
export const sessions = sqliteTable(
  "sessions",
  {
    id: text().primaryKey(),
    /** The account it belongs to; null for an anonymous session, whose id is the key to it. */
    owner: text(),
    kind: text().notNull(),
    name: text().notNull(),
    /** `llm_provider`, `llm_model` and `metadata` as the caller gave them: a JSON object. */
    choices: text().notNull(),
    created_at: text().notNull(),
    updated_at: text().notNull(),
    expires_at: text().notNull(),
  },
  (table) => [
    index("sessions_owner").on(table.owner, table.updated_at),
    index("sessions_expires_at").on(table.expires_at),
  ],
);
