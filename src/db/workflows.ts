import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A workflow that was made of a sentence. Its code is made of the plan anew at every read; no credential is ever kept. */
export const workflows = sqliteTable(
  "workflows",
  {
    id: text().primaryKey(),
    owner: text().notNull(),
    name: text().notNull(),
    description: text().notNull(),
    status: text({ enum: ["draft", "completed"] }).notNull(),
    /** JSON. */
    plan: text().notNull(),
    /** Code that the caller saved in place of ours; null where it is ours. */
    code: text(),
    /** JSON: the names of the credentials that were given once. Never a value. */
    credentials_given: text().notNull(),
    engine: text().notNull(),
    created_at: text().notNull(),
    updated_at: text().notNull(),
  },
  (table) => [index("workflows_owner_created").on(table.owner, table.created_at, table.id)],
);
