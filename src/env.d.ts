import type { AiBudget } from "#features/ai";
import type { DocumentJob, Library } from "#features/documents";
import type { Counters, RateLimiter } from "#features/platform";
import type { SessionObject } from "#features/sessions";

// What wrangler.toml binds and what the operator may set. `Cloudflare.Env` types both `c.env` and `env` of "cloudflare:workers".
declare global {
  namespace Cloudflare {
    interface Env {
      DB: D1Database;
      KV: KVNamespace;
      BUCKET: R2Bucket;
      /** The files under public/. */
      ASSETS: Fetcher;
      COUNTERS: DurableObjectNamespace<Counters>;
      RATE_LIMITER: DurableObjectNamespace<RateLimiter>;
      AI_BUDGET: DurableObjectNamespace<AiBudget>;
      SESSIONS: DurableObjectNamespace<SessionObject>;
      DOCUMENT_JOBS: DurableObjectNamespace<DocumentJob>;
      LIBRARIES: DurableObjectNamespace<Library>;
      /** Cloudflare's own limiter, an outer shield where wrangler.toml binds it. */
      SHIELD?: RateLimit;
      /** Settings: read through `readSettings` only, which knows their defaults. */
      ENVIRONMENT?: string;
      PUBLIC_URL?: string;
      ALLOWED_ORIGINS?: string;
      AUTH_REDIRECTS?: string;
      ALLOW_ANONYMOUS?: string;
      ALLOW_QUERY_TOKEN?: string;
      RATE_LIMIT_SCALE?: string;
      ADMIN_EMAILS?: string;
      AI_BASE_URL?: string;
      AI_MODEL?: string;
      AI_EMBEDDING_MODEL?: string;
      AI_TRANSCRIPTION_MODEL?: string;
      AI_DEADLINE_MS?: string;
      GOOGLE_CLIENT_ID?: string;
      GOOGLE_ISSUER?: string;
      GITHUB_CLIENT_ID?: string;
      GITHUB_BASE_URL?: string;
      FIREBASE_PROJECT_ID?: string;
      FIREBASE_API_KEY?: string;
      FIREBASE_AUTH_EMULATOR_HOST?: string;
      FIREBASE_JWKS_URL?: string;
      TAVILY_BASE_URL?: string;
      GITHUB_API_URL?: string;
      DOCUMENT_QUOTA_FILES?: string;
      DOCUMENT_QUOTA_MB?: string;
      /** Secrets: `.dev.vars` locally (`npm start` makes the two signing keys), `wrangler secret put` in production. */
      ARTIFACT_SIGNING_KEY?: string;
      AUTH_SIGNING_KEY?: string;
      GOOGLE_CLIENT_SECRET?: string;
      GITHUB_CLIENT_SECRET?: string;
      METRICS_TOKEN?: string;
      AI_API_KEY?: string;
      OPENROUTER_API_KEY?: string;
      OPENAI_API_KEY?: string;
      GEMINI_API_KEY?: string;
      TAVILY_API_KEY?: string;
    }
  }
}
