import type { RateLimiter } from "#features/platform";

// What wrangler.toml binds and what the operator may set. `Cloudflare.Env` types both `c.env` and `env` of "cloudflare:workers".
declare global {
  namespace Cloudflare {
    interface Env {
      DB: D1Database;
      KV: KVNamespace;
      BUCKET: R2Bucket;
      /** The files under public/. */
      ASSETS: Fetcher;
      RATE_LIMITER: DurableObjectNamespace<RateLimiter>;
      /** Settings: read through `readSettings` only, which knows their defaults. */
      ENVIRONMENT?: string;
      PUBLIC_URL?: string;
      ALLOWED_ORIGINS?: string;
      ALLOW_ANONYMOUS?: string;
      RATE_LIMIT_SCALE?: string;
      /** Secret: `.dev.vars` locally (made by `npm start`), `wrangler secret put` in production. */
      ARTIFACT_SIGNING_KEY?: string;
    }
  }
}
