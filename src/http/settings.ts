import { chooseAi } from "#http/ai-settings";
import { AppError } from "#http/errors";
import { z } from "zod";

const defaultOrigins = [3000, 3002, 5000, 5173, 5174]
  .map((port) => `http://localhost:${port}`)
  .concat("https://cue-tracker-abzali20.replit.app");
/** Cue's page, the only one of the four that signs in by redirect unchanged, comes first: the first is the default. */
const defaultRedirects = ["http://localhost:5173", ...defaultOrigins];

const withoutTrailingSlash = (url: string): string => url.replace(/\/+$/, "");

const toList = (list: string): string[] =>
  list
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");

const toOrigins = (list: string): string[] => toList(list).map(withoutTrailingSlash);

const flag = z.enum(["true", "false"]);
const secret = z.string().optional();
const baseUrl = z.url({ protocol: /^https?$/ }).transform(withoutTrailingSlash);

const Settings = z
  .object({
    ENVIRONMENT: z.enum(["development", "production"]).default("development"),
    PUBLIC_URL: baseUrl.optional(),
    ALLOWED_ORIGINS: z.string().transform(toOrigins).optional(),
    AUTH_REDIRECTS: z.string().transform(toOrigins).optional(),
    ALLOW_ANONYMOUS: flag.optional(),
    ALLOW_QUERY_TOKEN: flag.default("false"),
    RATE_LIMIT_SCALE: z.coerce.number().positive().default(1),
    ARTIFACT_SIGNING_KEY: secret,
    AUTH_SIGNING_KEY: secret,
    ADMIN_EMAILS: z.string().transform(toList).default([]),
    METRICS_TOKEN: secret,
    AI_BASE_URL: baseUrl.optional(),
    AI_API_KEY: secret,
    AI_MODEL: z.string().optional(),
    AI_EMBEDDING_MODEL: z.string().optional(),
    AI_TRANSCRIPTION_MODEL: z.string().optional(),
    AI_DEADLINE_MS: z.coerce.number().int().positive().max(600_000).default(30_000),
    OPENROUTER_API_KEY: secret,
    OPENAI_API_KEY: secret,
    GEMINI_API_KEY: secret,
    GOOGLE_CLIENT_ID: secret,
    GOOGLE_CLIENT_SECRET: secret,
    GOOGLE_ISSUER: baseUrl.default("https://accounts.google.com"),
    GITHUB_CLIENT_ID: secret,
    GITHUB_CLIENT_SECRET: secret,
    GITHUB_BASE_URL: baseUrl.default("https://github.com"),
    FIREBASE_PROJECT_ID: secret,
    FIREBASE_API_KEY: secret,
    FIREBASE_AUTH_EMULATOR_HOST: z
      .string()
      .regex(/^[\w.-]+:\d+$/)
      .optional(),
    FIREBASE_JWKS_URL: baseUrl.default(
      "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com",
    ),
    TAVILY_API_KEY: secret,
    TAVILY_BASE_URL: baseUrl.default("https://api.tavily.com"),
    GITHUB_API_URL: baseUrl.default("https://api.github.com"),
    DOCUMENT_QUOTA_FILES: z.coerce.number().int().positive().default(5_000),
    DOCUMENT_QUOTA_MB: z.coerce.number().int().positive().default(1_000),
  })
  .transform((env) => {
    const production = env.ENVIRONMENT === "production";
    return {
      production,
      publicUrl: env.PUBLIC_URL,
      allowedOrigins: new Set(env.ALLOWED_ORIGINS ?? defaultOrigins),
      authRedirects: env.AUTH_REDIRECTS ?? env.ALLOWED_ORIGINS ?? defaultRedirects,
      allowAnonymous: env.ALLOW_ANONYMOUS === undefined ? !production : env.ALLOW_ANONYMOUS === "true",
      allowQueryToken: env.ALLOW_QUERY_TOKEN === "true",
      rateLimitScale: env.RATE_LIMIT_SCALE,
      artifactSigningKey: env.ARTIFACT_SIGNING_KEY,
      authSigningKey: env.AUTH_SIGNING_KEY,
      adminEmails: new Set(env.ADMIN_EMAILS.map((email) => email.toLowerCase())),
      metricsToken: env.METRICS_TOKEN,
      ai: chooseAi(env),
      google: { clientId: env.GOOGLE_CLIENT_ID, clientSecret: env.GOOGLE_CLIENT_SECRET, issuer: env.GOOGLE_ISSUER },
      github: { clientId: env.GITHUB_CLIENT_ID, clientSecret: env.GITHUB_CLIENT_SECRET, baseUrl: env.GITHUB_BASE_URL },
      firebase: {
        projectId: env.FIREBASE_PROJECT_ID,
        apiKey: env.FIREBASE_API_KEY,
        // Anyone can make up what an emulator would have issued: in production there is none.
        emulatorHost: production ? undefined : env.FIREBASE_AUTH_EMULATOR_HOST,
        jwksUrl: env.FIREBASE_JWKS_URL,
      },
      tavily: { apiKey: env.TAVILY_API_KEY, baseUrl: env.TAVILY_BASE_URL },
      githubApiUrl: env.GITHUB_API_URL,
      documentQuota: { files: env.DOCUMENT_QUOTA_FILES, bytes: env.DOCUMENT_QUOTA_MB * 1_000_000 },
    };
  });

/** What the operator decided, with the defaults filled in. */
export type Settings = z.infer<typeof Settings>;

const known = new WeakMap<Cloudflare.Env, Settings>();

const parseSettings = (env: Cloudflare.Env): Settings => {
  const given = Object.entries(env).filter(([, value]) => typeof value === "string" && value !== "");
  const parsed = Settings.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => issue.path.join("."));
  throw new AppError("not_configured", `Not a usable value: ${names.join(", ")}.`);
};

/** The settings of one environment, parsed once; an empty value counts as not given, an unusable one throws `not_configured`. */
export const readSettings = (env: Cloudflare.Env): Settings => {
  const settings = known.get(env) ?? parseSettings(env);
  known.set(env, settings);
  return settings;
};
