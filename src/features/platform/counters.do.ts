import { DurableObject } from "cloudflare:workers";

/** What to add to which counter. A name is what `/metrics` prints: `http_requests_total{method="GET",…}`. */
export type Increments = Record<string, number>;

/** The counters of all isolates. Kept in storage: an idle object is put away after seconds, and a counter must not fall. */
export class Counters extends DurableObject<Cloudflare.Env> {
  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    ctx.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value REAL NOT NULL) WITHOUT ROWID",
    );
  }

  /** Adds all of them, or none. */
  add(increments: Increments): void {
    const { sql } = this.ctx.storage;
    this.ctx.storage.transactionSync(() => {
      for (const [name, by] of Object.entries(increments))
        sql.exec(
          "INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
          name,
          by,
        );
    });
  }

  /** All counters, sorted by name. */
  read(): Increments {
    const rows = this.ctx.storage.sql.exec<{ name: string; value: number }>(
      "SELECT name, value FROM counters ORDER BY name",
    );
    return Object.fromEntries(rows.toArray().map(({ name, value }) => [name, value]));
  }
}
