import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What was done under an Idempotency-Key: never the answer itself, which is read again from its resource. */
export const idempotency_keys = sqliteTable(
  "idempotency_keys",
  {
    owner: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of method, route and body. */
    request_hash: text().notNull(),
    /** HTTP status of the answer; null while the request is running. */
    status: integer(),
    resource_id: text(),
    created_at: text().notNull(),
    expires_at: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.key] }),
    index("idempotency_keys_expires_at").on(table.expires_at),
  ],
);
