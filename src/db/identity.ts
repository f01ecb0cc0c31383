import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** An account. Times are ISO 8601 in UTC, booleans 0 or 1, here and in the tables below. */
export const users = sqliteTable(
  "users",
  {
    id: text().primaryKey(),
    /** In lower case; unique, whether verified or not. */
    email: text().notNull(),
    /** Only what a provider has verified counts, for linking and for ADMIN_EMAILS. */
    email_verified: integer({ mode: "boolean" }).notNull(),
    full_name: text(),
    /** `scrypt$N$r$p$salt$hash`; null for an account that signs in through a provider. */
    password_hash: text(),
    is_active: integer({ mode: "boolean" }).notNull(),
    /** What a first-run form asked, as a JSON object of short values. */
    onboarding: text(),
    created_at: text().notNull(),
  },
  (table) => [uniqueIndex("users_email").on(table.email), index("users_created_at").on(table.created_at)],
);

/** Which subject of which provider is which account. */
export const identities = sqliteTable(
  "identities",
  {
    provider: text().notNull(),
    subject: text().notNull(),
    user_id: text().notNull(),
    created_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.subject] }), index("identities_user_id").on(table.user_id)],
);

/** One per sign-in: the family of its refresh tokens, or a browser's cookie. A revoked one is a row that is gone. */
export const login_sessions = sqliteTable(
  "login_sessions",
  {
    id: text().primaryKey(),
    user_id: text().notNull(),
    method: text().notNull(),
    /** Of the newest refresh token; it and its predecessor are good, an older one is theft. */
    generation: integer().notNull(),
    /** SHA-256 of the cookie's value; null for a session of tokens. */
    cookie_hash: text(),
    created_at: text().notNull(),
    /** When it ends for good, however often it is refreshed. */
    expires_at: text().notNull(),
  },
  (table) => [
    index("login_sessions_user_id").on(table.user_id),
    uniqueIndex("login_sessions_cookie_hash").on(table.cookie_hash),
    index("login_sessions_expires_at").on(table.expires_at),
  ],
);

export const refresh_tokens = sqliteTable(
  "refresh_tokens",
  {
    /** SHA-256 of the token. */
    hash: text().primaryKey(),
    session_id: text().notNull(),
    generation: integer().notNull(),
    expires_at: text().notNull(),
  },
  (table) => [
    index("refresh_tokens_session_id").on(table.session_id),
    index("refresh_tokens_expires_at").on(table.expires_at),
  ],
);

export const api_keys = sqliteTable(
  "api_keys",
  {
    id: text().primaryKey(),
    user_id: text().notNull(),
    name: text().notNull(),
    /** SHA-256 of the key: its 190 random bits need no salt. */
    hash: text().notNull(),
    /** Its beginning and its last four characters, to recognise it by. */
    key_prefix: text().notNull(),
    /** Comma-separated. */
    scopes: text().notNull(),
    created_at: text().notNull(),
    expires_at: text(),
    last_used_at: text(),
    use_count: integer().notNull(),
  },
  (table) => [uniqueIndex("api_keys_hash").on(table.hash), index("api_keys_user_id").on(table.user_id)],
);

/** A sign-in that has gone to a provider and is expected back, once, within ten minutes, in the same browser. */
export const oauth_states = sqliteTable(
  "oauth_states",
  {
    hash: text().primaryKey(),
    provider: text().notNull(),
    /** SHA-256 of the cookie that the browser was given. */
    browser_hash: text().notNull(),
    code_verifier: text().notNull(),
    nonce: text().notNull(),
    redirect_uri: text().notNull(),
    response: text().notNull(),
    expires_at: text().notNull(),
  },
  (table) => [index("oauth_states_expires_at").on(table.expires_at)],
);

/** A code that a page swaps for tokens, once, within a minute. */
export const login_codes = sqliteTable(
  "login_codes",
  {
    hash: text().primaryKey(),
    user_id: text().notNull(),
    method: text().notNull(),
    expires_at: text().notNull(),
  },
  (table) => [index("login_codes_user_id").on(table.user_id), index("login_codes_expires_at").on(table.expires_at)],
);
