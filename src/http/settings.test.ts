import { readSettings } from "#http/settings";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";

const given = (settings: Partial<Cloudflare.Env>): Cloudflare.Env => ({ ...env, RATE_LIMIT_SCALE: "", ...settings });

test.each<[string, Partial<Cloudflare.Env>, object]>([
  ["nothing", {}, { production: false, allowAnonymous: true, rateLimitScale: 1, publicUrl: undefined }],
  ["production", { ENVIRONMENT: "production" }, { production: true, allowAnonymous: false }],
  ["production for everyone", { ENVIRONMENT: "production", ALLOW_ANONYMOUS: "true" }, { allowAnonymous: true }],
  ["accounts only", { ALLOW_ANONYMOUS: "false" }, { allowAnonymous: false }],
  ["an address with a slash", { PUBLIC_URL: "https://api.example/v1/" }, { publicUrl: "https://api.example/v1" }],
  ["a scale", { RATE_LIMIT_SCALE: "0.5" }, { rateLimitScale: 0.5 }],
  ["a blank key", { ARTIFACT_SIGNING_KEY: "" }, { artifactSigningKey: undefined }],
  [
    "origins",
    { ALLOWED_ORIGINS: "https://a.example/, ,https://b.example" },
    { allowedOrigins: new Set(["https://a.example", "https://b.example"]) },
  ],
])("reads %s", (_name, settings, expected) => {
  expect(readSettings(given(settings))).toMatchObject(expected);
});

test.each<[string, Partial<Cloudflare.Env>]>([
  ["RATE_LIMIT_SCALE", { RATE_LIMIT_SCALE: "many" }],
  ["RATE_LIMIT_SCALE", { RATE_LIMIT_SCALE: "0" }],
  ["ALLOW_ANONYMOUS", { ALLOW_ANONYMOUS: "yes" }],
  ["PUBLIC_URL", { PUBLIC_URL: "javascript:alert(1)" }],
  ["ENVIRONMENT", { ENVIRONMENT: "staging" }],
])("an unusable %s is named", (name, settings) => {
  expect(() => readSettings(given(settings))).toThrow(
    expect.objectContaining({ code: "not_configured", message: `Not a usable value: ${name}.` }),
  );
});
