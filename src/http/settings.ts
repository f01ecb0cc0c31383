import { AppError } from "#http/errors";
import { z } from "zod";

const defaultOrigins = [3000, 3002, 5000, 5173, 5174]
  .map((port) => `http://localhost:${port}`)
  .concat("https://cue-tracker-abzali20.replit.app");

const withoutTrailingSlash = (url: string): string => url.replace(/\/+$/, "");

const toOrigins = (list: string): string[] =>
  list
    .split(",")
    .map((origin) => withoutTrailingSlash(origin.trim()))
    .filter((origin) => origin !== "");

const Settings = z
  .object({
    ENVIRONMENT: z.enum(["development", "production"]).default("development"),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/ })
      .transform(withoutTrailingSlash)
      .optional(),
    ALLOWED_ORIGINS: z.string().transform(toOrigins).default(defaultOrigins),
    ALLOW_ANONYMOUS: z.enum(["true", "false"]).optional(),
    RATE_LIMIT_SCALE: z.coerce.number().positive().default(1),
    ARTIFACT_SIGNING_KEY: z.string().optional(),
  })
  .transform((env) => ({
    production: env.ENVIRONMENT === "production",
    publicUrl: env.PUBLIC_URL,
    allowedOrigins: new Set(env.ALLOWED_ORIGINS),
    allowAnonymous:
      env.ALLOW_ANONYMOUS === undefined ? env.ENVIRONMENT !== "production" : env.ALLOW_ANONYMOUS === "true",
    rateLimitScale: env.RATE_LIMIT_SCALE,
    artifactSigningKey: env.ARTIFACT_SIGNING_KEY,
  }));

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
