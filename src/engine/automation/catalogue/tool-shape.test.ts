import { describe, expect, it } from "vitest";
import { z } from "zod";
import { tools } from "./index.ts";
import type { Tool } from "./index.ts";

const Path = z.array(z.union([z.string(), z.int()]));
const Field = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  path: Path,
  unit: z.enum(["cents", "seconds"]).optional(),
});
const Words = z.string().regex(/^[a-z0-9][a-z0-9 .,+'-]*$/);
const Https = z.string().regex(/^https:\/\/[a-z0-9.-]+(?:\/[^\s]*)?$/i);
const Setting = z.string().regex(/^[A-Z][A-Z0-9_]*$/);

const Credential = z.strictObject({
  key: Setting,
  name: z.string().min(3),
  description: z.string().min(3),
  type: z.enum(["password", "text", "email", "url"]),
  required: z.boolean(),
  placeholder: z.string().min(1),
  help_url: Https,
  pattern: z.string().startsWith("^").endsWith("$"),
});

const ToolTrigger = z.strictObject({
  event: z.string().min(1).max(120),
  phrases: z.array(Words).min(1),
  type: z.enum(["webhook", "email", "s3", "sqs", "sns", "dynamodb", "eventbridge"]),
  verification: z.enum(["stripe", "github", "slack", "shopify", "hubspot", "hmac-sha256", "twilio", "token", "none"]),
  changes: z
    .array(z.enum(["INSERT", "MODIFY", "REMOVE"]))
    .min(1)
    .optional(),
  event_pattern: z.unknown().optional(),
  told_by: z
    .array(
      z.union([
        z.strictObject({ header: z.string().regex(/^[a-z][a-z0-9-]*$/), value: z.string() }),
        z.strictObject({ path: Path, value: z.string() }),
      ]),
    )
    .min(1)
    .optional(),
  secret: Setting.optional(),
  proof: z
    .strictObject({
      header: z.string().regex(/^[a-z][a-z0-9-]*$/),
      encoding: z.enum(["hex", "base64"]).optional(),
      prefix: z.string().optional(),
      signs: z.enum(["body", "url+body", "timestamp+body", "v0:timestamp:body"]).optional(),
      timestamp_header: z.string().optional(),
    })
    .optional(),
  outputs: z.array(Field).min(1),
});

const Input = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  description: z.string().min(3),
  type: z.enum(["text", "number", "list", "object", "json", "time", "date", "file"]),
  required: z.boolean(),
  takes: z.array(z.string().regex(/^[a-z][a-z0-9_]*$/)),
  compose: z.literal(true).optional(),
  fallback: z.union([
    z.strictObject({ setting: Setting, example: z.string().min(1).max(200) }),
    z.strictObject({ constant: z.string() }),
  ]),
});

const Texts = z.record(z.string(), z.string());
const Auth = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bearer"), token: z.string() }),
  z.strictObject({ kind: z.literal("basic"), user: z.string(), password: z.string() }),
  z.strictObject({ kind: z.literal("header"), name: z.string(), value: z.string() }),
  z.strictObject({ kind: z.literal("query"), name: z.string(), value: z.string() }),
  z.strictObject({
    kind: z.literal("google-service-account"),
    credential: Setting,
    scope: z.string().startsWith("https://www.googleapis.com/auth/"),
    subject: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal("oauth2"),
    grant: z.enum(["client_credentials", "refresh_token", "account_credentials"]),
    token_url: z.string(),
    client_id: z.string(),
    client_secret: z.string(),
    refresh_token: z.string().optional(),
    account_id: z.string().optional(),
    scope: z.string().optional(),
    client_in: z.enum(["basic", "form"]),
  }),
  z.strictObject({
    kind: z.literal("session"),
    url: Https,
    login: Texts,
    token: z.string(),
    seconds: z.int().positive(),
  }),
  z.strictObject({
    kind: z.literal("oauth1"),
    key: z.string(),
    secret: z.string(),
    token: z.string(),
    token_secret: z.string(),
  }),
  z.strictObject({ kind: z.literal("none") }),
]);
const Call = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("http"),
    method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
    base: z.string().regex(/^(?:https:\/\/[a-z0-9.-]+|\{\{[A-Z0-9_]+\}\})$/),
    path: z.string().regex(/^(?:$|\/)/),
    query: Texts.optional(),
    auth: Auth,
    headers: Texts.optional(),
    json: z.unknown().optional(),
    form: Texts.optional(),
    raw: z.string().optional(),
    related: z.strictObject({ metadata: z.unknown(), content: z.string(), content_type: z.string() }).optional(),
    typed_values: z.literal("firestore").optional(),
    header_row: z.literal(true).optional(),
    result: Path.optional(),
    error: Path.optional(),
    answer: z.enum(["json", "text", "bytes", "lines", "status", "none"]).optional(),
  }),
  z.strictObject({
    kind: z.literal("boto3"),
    service: z.string().regex(/^[a-z0-9-]+$/),
    operation: z.string().regex(/^[a-z0-9_]+$/),
    parameters: z.record(z.string(), z.unknown()),
    policy: z.strictObject({
      actions: z.array(z.string().regex(/^[a-z0-9]+:[A-Z][A-Za-z]+$/)).min(1),
      resource: z.string().regex(/^(?:\*|arn:\$\{AWS::Partition\}:.+|\$\{[A-Z0-9_]+\})$/),
    }),
    result: Path.optional(),
    stream: z.enum(["text", "bytes", "json"]).optional(),
    lines: z.strictObject({ key: z.string(), value: z.string(), text: z.string() }).optional(),
    attribute_values: z.array(z.string()).optional(),
  }),
  z.strictObject({
    kind: z.literal("smtp"),
    host: z.string(),
    port: z.string(),
    user: z.string(),
    password: z.string(),
    from: z.string(),
    to: z.string(),
    subject: z.string(),
    body: z.string(),
  }),
  z.strictObject({
    kind: z.literal("imap"),
    host: z.string(),
    user: z.string(),
    password: z.string(),
    folder: z.string(),
  }),
  z.strictObject({
    kind: z.literal("sql"),
    driver: z.enum(["pg8000", "pymysql"]),
    url: z.string(),
    statement: z.string(),
    parameters: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal("mongodb"),
    url: z.string(),
    collection: z.string(),
    operation: z.enum(["insert_one", "find", "update_one", "delete_one"]),
    document: z.unknown(),
    update: z.unknown().optional(),
  }),
  z.strictObject({ kind: z.literal("rss"), url: z.string() }),
  z.strictObject({
    kind: z.literal("python"),
    operation: z.enum(["format", "filter", "delay", "summarise", "log"]),
  }),
]);
const ToolShape = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  aliases: z.array(Words),
  ambiguous: z.array(Words).optional(),
  context: z.array(Words).optional(),
  category: z.enum([
    "messaging",
    "email",
    "payment",
    "database",
    "storage",
    "queue",
    "documents",
    "calendar",
    "crm",
    "support",
    "development",
    "marketing",
    "commerce",
    "ai",
    "social",
    "media",
    "feed",
    "http",
    "monitoring",
    "forms",
  ]),
  icon: z.enum(["webhook", "payment", "verified", "email", "storage"]),
  capabilities: z.array(Words).min(1),
  credentials: z.array(Credential),
  triggers: z.array(ToolTrigger),
  actions: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z][a-z0-9_]*$/),
      title: z.string().min(3),
      phrases: z.array(Words).min(1),
      inputs: z.array(Input),
      outputs: z.array(Field),
      many: z.literal(true).optional(),
      call: Call,
    }),
  ),
});

describe("every tool", () => {
  it.each(tools.map((tool): [string, Tool] => [tool.id, tool]))("%s has the shape of a tool", (id, tool) => {
    expect(ToolShape.parse(tool).id).toBe(id);
  });
});
