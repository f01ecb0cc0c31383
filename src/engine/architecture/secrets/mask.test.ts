import { expect, test } from "vitest";
import { maskMarker, maskSecrets } from "./index.ts";

test.each([
  ['password = "hunter2!"', `password = "${maskMarker}"`],
  ['  master_password   = "S3cret pw"', `  master_password   = "${maskMarker}"`],
  [`password${" ".repeat(24)}= "hunter2"`, `password${" ".repeat(24)}= "${maskMarker}"`],
  ['"{\\"api_key\\": \\"abc123def\\"}"', `"{\\"api_key\\": \\"${maskMarker}\\"}"`],
  ['DB_PASSWORD = "a b c d"', `DB_PASSWORD = "${maskMarker}"`],
  ['dbPassword: "hunter2hunter2"', `dbPassword: "${maskMarker}"`],
  ['"API_KEY": "abc123def456"', `"API_KEY": "${maskMarker}"`],
  ["export DB_PASSWORD=hunter2hunter", `export DB_PASSWORD=${maskMarker}`],
  ['{ name = "STRIPE_TOKEN", value = "tok-999" }', `{ name = "STRIPE_TOKEN", value = "${maskMarker}" }`],
  ['access_key = "AKIAIOSFODNN7EXAMPLE"', `access_key = "${maskMarker}"`],
  ["# old key AKIAIOSFODNN7EXAMPLE", `# old key ${maskMarker}`],
  ['url = "postgres://app:s3cr3t@db:5432/x"', `url = "postgres://app:${maskMarker}@db:5432/x"`],
  ['variable "db_password" {\n  default = "letmein"\n}', `variable "db_password" {\n  default = "${maskMarker}"\n}`],
])("%s is masked", (text, masked) => {
  expect(maskSecrets(text).text).toBe(masked);
});

test.each([
  "password = var.db_password",
  'password = "${var.db_password}"',
  "password_reuse_prevention = 24",
  'service_name = "com.amazonaws.eu-west-1.secretsmanager"',
  'secret_arn = "arn:aws:secretsmanager:eu-west-1:1:secret:x"',
  'key_name = "deployer"',
  'http_tokens = "required"',
  "token = module.auth.token1",
  'variable "region" {\n  default = "eu-west-1"\n}',
  'variable "db_password" {\n  type = string\n}\nvariable "x" {\n  default = "plain"\n}',
])("%s holds no secret", (text) => {
  expect(maskSecrets(text)).toEqual({ text, lines: [] });
});

test("a start script in base64 is read, and masked when it holds a secret", () => {
  const line = (script: string): string => `user_data_base64 = "${btoa(script)}"`;
  expect(maskSecrets(line("export DB_PASSWORD=hunter2hunter\n")).text).toBe(`user_data_base64 = "${maskMarker}"`);
  expect(maskSecrets(line("yum install -y httpd\n")).lines).toEqual([]);
});

test("a key over several lines keeps the line numbers of all that follows", () => {
  const key = "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\ndef\n-----END RSA PRIVATE KEY-----";
  const { text, lines } = maskSecrets(`a = 1\nkey = <<EOT\n${key}\nEOT\nb = 2\n`);
  expect(text.split("\n").indexOf("b = 2")).toBe(7);
  expect(text).not.toContain("MIIabc");
  expect(lines).toEqual([3]);
});
