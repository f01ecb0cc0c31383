import { describe, expect, it } from "vitest";
import { tools } from "./index.ts";
import type { Call } from "./index.ts";

const textsOf = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => textsOf(each));
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((each: unknown) => textsOf(each));
};
const keysOf = (call: Call): string[] =>
  textsOf(call).flatMap((text) => [...text.matchAll(/\{\{([A-Z0-9_]+)\}\}/g)].map((match) => match[1] ?? ""));

const credentials = tools.flatMap((tool) => tool.credentials.map((each): [string, typeof each] => [each.key, each]));

const hex = (length: number): string => "0123456789abcdef".repeat(20).slice(0, length);
const letters = (length: number): string => "Ab3dEf7hIj".repeat(60).slice(0, length);
const upper = (length: number): string => "AB3DEF7HIJ".repeat(20).slice(0, length);
const uuid = "3f1c2a9e-77b0-4c1d-9a5e-0123456789ab";

// Put together here so that no text of this file looks like somebody's key.
const good: Record<string, readonly string[]> = {
  SENDGRID_API_KEY: [`SG.${letters(22)}.${letters(43)}`],
  SMTP_HOST: ["smtp.example.com"],
  SMTP_PORT: ["587"],
  GMAIL_ADDRESS: ["ada.lovelace+cue@gmail.com"],
  GMAIL_APP_PASSWORD: ["abcd efgh ijkl mnop", "abcdefghijklmnop"],
  SLACK_BOT_TOKEN: [`xoxb-123456789012-1234567890123-${letters(24)}`],
  SLACK_SIGNING_SECRET: [hex(32)],
  TWILIO_ACCOUNT_SID: [`AC${hex(32)}`],
  TELEGRAM_BOT_TOKEN: [`123456789:${letters(35)}`],
  DISCORD_WEBHOOK_URL: [`https://discord.com/api/webhooks/123456789012345678/${letters(68)}`],
  STRIPE_SECRET_KEY: [`sk_live_${letters(24)}`, `rk_test_${letters(99)}`],
  STRIPE_WEBHOOK_SECRET: [`whsec_${letters(32)}`],
  GITHUB_TOKEN: [`ghp_${letters(36)}`, `github_pat_${letters(22)}_${letters(59)}`],
  NOTION_TOKEN: [`secret_${letters(43)}`, `ntn_${letters(46)}`],
  AIRTABLE_TOKEN: [`pat${letters(14)}.${hex(64)}`],
  OPENAI_API_KEY: [`sk-proj-${letters(120)}`],
  ANTHROPIC_API_KEY: [`sk-ant-api03-${letters(95)}`],
  GEMINI_API_KEY: [`AIza${letters(35)}`],
  POSTGRES_URL: ["postgresql://app:p%40ss@db.example.com:5432/orders?sslmode=require"],
  MYSQL_URL: ["mysql://app:secret@db.example.com:3306/orders"],
  MONGODB_URI: ["mongodb+srv://app:secret@cluster0.ab1cd.mongodb.net/orders?retryWrites=true"],
  GOOGLE_SERVICE_ACCOUNT_JSON: ['{\n "type": "service_account",\n "private_key": "-----BEGIN"\n}'],
  SHOPIFY_STORE_URL: ["https://my-shop.myshopify.com"],
  SHOPIFY_ACCESS_TOKEN: [`shpat_${hex(32)}`],
  JIRA_URL: ["https://my-team.atlassian.net"],
  JIRA_API_TOKEN: [`ATATT3xFfGF0${letters(150)}=${upper(8)}`],
  HUBSPOT_TOKEN: [`pat-eu1-${uuid}`],
  MAILCHIMP_API_KEY: [`${hex(32)}-us21`],
  MAILCHIMP_URL: ["https://us21.api.mailchimp.com"],
  BREVO_API_KEY: [`xkeysib-${hex(64)}-${letters(16)}`],
  RESEND_API_KEY: [`re_${letters(8)}_${letters(24)}`],
  POSTMARK_SERVER_TOKEN: [uuid],
  DEEPL_API_KEY: [`${uuid}:fx`, uuid],
  TEAMS_WEBHOOK_URL: [
    "https://prod-12.westeurope.logic.azure.com:443/workflows/ab12/triggers/manual/paths/invoke?api-version=2016-06-01&sp=x",
    "https://default0a.1b.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/ab",
  ],
  GOOGLE_CHAT_WEBHOOK_URL: [
    `https://chat.googleapis.com/v1/spaces/AAAA1/messages?key=${letters(39)}&token=${letters(43)}`,
  ],
  TRELLO_TOKEN: [`ATTA${letters(72)}`, hex(64)],
  ASANA_TOKEN: [`2/1200000000000001/1200000000000002:${hex(32)}`, `0/${hex(32)}`, `1/1200000000000001:${hex(32)}`],
  PAYPAL_CLIENT_ID: [`A${letters(79)}`],
  LINEAR_API_KEY: [`lin_api_${letters(40)}`],
  CLICKUP_TOKEN: [`pk_1234567_${upper(32)}`],
  X_ACCESS_TOKEN: [`1234567890123456789-${letters(30)}`],
  SALESFORCE_URL: ["https://acme.my.salesforce.com", "https://acme--dev.sandbox.my.salesforce.com"],
  UPSTASH_REDIS_REST_URL: ["https://eu1-adapted-fox-12345.upstash.io"],
  FIREBASE_DATABASE_URL: [
    "https://my-app-default-rtdb.firebaseio.com",
    "https://my-app-default-rtdb.europe-west1.firebasedatabase.app",
  ],
  DATADOG_URL: ["https://api.datadoghq.com", "https://api.us5.datadoghq.com"],
  ALGOLIA_URL: ["https://ab12cd34ef.algolia.net"],
  TYPEFORM_TOKEN: [`tfp_${letters(44)}`],
  ZOOM_ACCOUNT_ID: [`${letters(10)}_-${letters(10)}`],
  ZOOM_CLIENT_SECRET: [letters(32)],
  ZOOM_WEBHOOK_SECRET_TOKEN: [letters(22)],
  EVENTBRITE_TOKEN: [upper(20)],
  OPSGENIE_API_KEY: [uuid],
  OPSGENIE_URL: ["https://api.opsgenie.com", "https://api.eu.opsgenie.com"],
  SERVICENOW_URL: ["https://dev12345.service-now.com"],
  GRAFANA_URL: ["https://acme.grafana.net", "https://grafana.example.com"],
  GRAFANA_TOKEN: [`glsa_${letters(32)}_${hex(8)}`],
  CLOUDFLARE_API_TOKEN: [letters(40)],
  KLAVIYO_API_KEY: [`pk_${hex(34)}`],
  BLUESKY_HANDLE: ["ada.bsky.social", "example.com"],
  BLUESKY_APP_PASSWORD: ["abcd-efgh-2345-ijkl"],
  WEBFLOW_TOKEN: [hex(64)],
  XERO_CLIENT_ID: [hex(32).toUpperCase()],
  XERO_CLIENT_SECRET: [`${letters(46)}_-`],
  SNOWFLAKE_URL: [
    "https://myorg-account_1.snowflakecomputing.com",
    "https://xy12345.eu-central-1.snowflakecomputing.com",
  ],
  SNOWFLAKE_TOKEN: [`eyJ${letters(60)}.${letters(120)}.${letters(86)}`],
  CALENDLY_TOKEN: [`eyJ${letters(40)}.${letters(200)}.${letters(86)}`],
};

describe("every credential", () => {
  it.each(credentials)("%s does not take its own placeholder", (_, credential) => {
    const pattern = new RegExp(credential.pattern, "u");
    expect(pattern.test(credential.placeholder)).toBe(false);
    expect(pattern.test("")).toBe(false);
    expect(pattern.test("…")).toBe(false);
  });

  it.each(Object.entries(good))("%s takes values as its maker gives them", (key, values) => {
    const found = credentials.find(([each]) => each === key)?.[1];
    const pattern = new RegExp(found?.pattern ?? "$^", "u");
    for (const value of values) {
      expect([value, pattern.test(value)]).toEqual([value, true]);
      expect(pattern.test(`${value}…\n x`)).toBe(false);
    }
  });

  it.each(credentials)(
    "%s has a pattern that a field of a page takes, in whose classes more is to be escaped",
    (_, { pattern }) => {
      // https://html.spec.whatwg.org/multipage/input.html#compiled-pattern-regular-expression
      expect(() => new RegExp(`^(?:${pattern})$`, "v")).not.toThrow();
    },
  );

  it("has a pattern without nested repetition, look-around or back-reference", () => {
    for (const [key, { pattern }] of credentials) {
      expect([key, /\(\?(?!:)|\\[1-9]/.test(pattern)]).toEqual([key, false]);
      // A group that is repeated begins with a character that its own repetition cannot take.
      expect([
        key,
        /\([^()]*[*+][^()]*\)[*+]/.test(pattern.replaceAll(/\((?:\\\.|\/)\[[^\]]+\]\+\)[*+]/g, "")),
      ]).toEqual([key, false]);
    }
  });

  it("is the same wherever its name is", () => {
    for (const [key, credential] of credentials) {
      const others = credentials.filter(([each]) => each === key).map(([, each]) => each.pattern);
      expect([key, new Set(others).size]).toEqual([key, 1]);
      expect(credential.key).toBe(key);
    }
  });

  it("is used by an action or a trigger of its tool", () => {
    for (const tool of tools) {
      const used = new Set([
        ...tool.actions.flatMap((action) => keysOf(action.call)),
        ...tool.actions.flatMap(({ call }) =>
          call.kind === "http" && call.auth.kind === "google-service-account" ? [call.auth.credential] : [],
        ),
        ...tool.triggers.flatMap((trigger) => (trigger.secret === undefined ? [] : [trigger.secret])),
      ]);
      expect([tool.id, tool.credentials.filter((each) => !used.has(each.key)).map((each) => each.key)]).toEqual([
        tool.id,
        [],
      ]);
    }
  });
});
