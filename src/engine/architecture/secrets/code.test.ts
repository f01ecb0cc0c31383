import { expect, test } from "vitest";
import { maskCode, maskMarker } from "./index.ts";

const secret = "Zq7canarY9x";
const block = (body: string): string => `resource "aws_instance" "x" {\n${body}\n}\n`;

test.each([
  ["a heredoc", block(`  password = <<EOT\n${secret}\nEOT`)],
  ["an indented heredoc", block(`  secret_string = <<-EOT\n    ${secret}\n  EOT`)],
  ["a choice", block(`  password = var.x ? "${secret}" : "other1"`)],
  ["a fallback", block(`  password = try(var.x, "${secret}")`)],
  ["a look-up's default", block(`  password = lookup(var.m, "db", "${secret}")`)],
  ["a list of values beside one of names", block(`  x = zipmap(["A", "DB_PASSWORD"], ["a", "${secret}"])`)],
  ["a map made of two lists", block(`  passwords = zipmap(["a"], ["${secret}"])`)],
  ["a list", block(`  tokens = [\n    "${secret}",\n  ]`)],
  ["a nested object", block(`  x = { db = {\n    password = "${secret}"\n  } }`)],
  ["one part of a template", block(`  password = "\${var.env}-${secret}"`)],
  ["an entry over several lines", block(`  env {\n    name  = "DB_PASSWORD"\n    value = "${secret}"\n  }`)],
  ["an entry with its value first", block(`  x = [{ value = "${secret}", name = "API_KEY" }]`)],
  ["an entry of a manifest", block(`  x = <<EOT\nenv:\n  - name: DB_PASSWORD\n    value: ${secret}\nEOT`)],
  ["a variable's default", `variable "api_token" { default = "${secret}" }\n`],
  ["a sensitive variable's default", `variable "x" {\n  default   = "${secret}"\n  sensitive = true\n}\n`],
  ["a local that is used as a secret", `locals {\n  x = "${secret}"\n}\n${block("  password = local.x")}`],
  ["a variable that is used as a secret", `variable "x" {\n  default = "${secret}"\n}\n${block("  password = var.x")}`],
  ["a secret store's value", `resource "azurerm_key_vault_secret" "x" {\n  value = "${secret}"\n}\n`],
  ["a secure parameter", `resource "aws_ssm_parameter" "x" {\n  type  = "SecureString"\n  value = "${secret}"\n}\n`],
  ["a variables file", `db_password = <<E\n${secret}\nE\n`],
  [
    "a shell line",
    block(`  user_data = <<E\nexport PGPASSWORD=${secret}\nmysql -u root -p${secret} < x\ncurl -u me:${secret} x\nE`),
  ],
  ["a request's header", block(`  x = "Authorization: Bearer ${secret}"`)],
  ["SQL", block(`  x = "CREATE USER a IDENTIFIED BY '${secret}'"`)],
  ["a key in brackets", block(`  tags = { ("password") = "${secret}" }`)],
  ["a chart's sensitive value", block(`  set_sensitive {\n    name  = "x"\n    value = "${secret}"\n  }`)],
  ["three words of a name", block(`  x = <<E\nSECRET_KEY_BASE=${secret}\nE`)],
  ["a token as a URL's user", block(`  url = "https://${secret}${secret}@example.com/x"`)],
  ["a password with a slash in a URL", block(`  url = "mysql://app:a/${secret}@db/x"`)],
  ["a password's hash", block(`  x = "admin:$apr1$${secret}$abc"`)],
  ["a web hook", block(`  url = "https://discord.com/api/webhooks/123456789/${secret}"`)],
  ["a quoted option", block(`  x = "mysql -u root -p'${secret}'"`)],
  ["the end of a long line", block(`  x = "${"a ".repeat(2_500)} password=${secret}"`)],
  ["the middle of a long line", block(`  x = "${"a ".repeat(1_990)}password=${secret}${" a".repeat(2_000)}"`)],
  ["a single folder's name", block(`  password = "/${secret}"`)],
])("%s is masked", (_, text) => {
  const masked = maskCode(text);
  expect(masked.text).not.toContain(secret);
  expect(masked.text).toContain(maskMarker);
  expect(masked.text.split("\n")).toHaveLength(text.split("\n").length);
});

test.each([
  "  password = var.db_password",
  '  x = zipmap(["password_length1", "a"], ["abcdef1", "b"])',
  '  password = "${var.db_password}"',
  "  password = random_password.db.result",
  '  creation_token = "my-file-system"',
  '  http_tokens = "required"',
  '  key_name = "deployer"',
  '  kms_key_id = "arn:aws:kms:eu-west-1:1:key/abc"',
  '  kms_master_key_id = "alias/aws/sns"',
  '  hash_key = "owner"',
  '  range_key = "id"',
  '  partition_key_path = "/tenantId"',
  '  secret_id = "prod/db"',
  '  secret_name = "prod-db"',
  "  password_length = 16",
  "  minimum_password_length = 14",
  "  password_reuse_prevention = 24",
  '  password_policy = "strict"',
  '  password_parameter = "prod-db-password"',
  "  token_ttl = 3600",
  '  token_type = "bearer"',
  "  enable_key_rotation = true",
  "  manage_master_user_password = true",
  "  iam_database_authentication_enabled = true",
  '  public_key = "ssh-rsa AAAAB3NzaC1yc2E me@host"',
  '  service_name = "com.amazonaws.eu-west-1.secretsmanager"',
  '  policy_arn = "arn:aws:iam::aws:policy/SecretsManagerReadWrite"',
  '  actions = ["secretsmanager:GetSecretValue", "kms:Decrypt"]',
  '  secrets = [{ name = "DB_PASSWORD", valueFrom = "arn:aws:secretsmanager:eu-west-1:1:secret:db" }]',
  '  env {\n    name  = "DB_PASSWORD_FILE"\n    value = "/run/secrets/db"\n  }',
  '  env {\n    name  = "LOG_LEVEL"\n    value = "debug9"\n  }',
  '  description = "The database password: at least 12 characters"',
  "  # the password comes from the secret store",
  '  tags = { Name = "password-rotation-lambda1" }',
  '  url = "https://user@example.com/path1"',
  '  origin = "https://example.com:8443/a"',
  '  image = "registry.example.com/app:v1.2.3"',
  '  user_data = "yum install -y httpd1"',
  "  secret_arn = aws_secretsmanager_secret.db.arn",
  '  x = jsonencode({ Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } })',
  '  credentials = file("account1.json")',
  "  password = base64decode(var.encoded)",
  '  password = lookup(local.map1, "db")',
  '  password=vault_generic_secret.x.data["password1"]',
  '  token_validity_units {\n    refresh_token = "days"\n  }',
  '  secret_key_ref {\n    secret  = "db-password1"\n    version = "latest"\n  }',
  '  secret = "projects/p/secrets/db/versions/1"',
  '  description = "Basic monitoring, Bearer authorization of API1"',
  "  # pass the --password flag to the tool",
  '  user_data = "export TOKEN=\\"$TOKEN\\""',
  '  image_tag = "sk-2024-01-01-release-candidate1"',
])("%s holds no secret", (line) => {
  expect(maskCode(block(line))).toMatchObject({ text: block(line), lines: [] });
});

test("a number without quotes is masked as text, so that the code still parses", () => {
  expect(maskCode(block("  password = 918273645")).text).toBe(block(`  password = "${maskMarker}"`));
  expect(maskCode(block("  token_ttl = 360000\n  refresh_token = 3600")).lines).toEqual([]);
});

test("of very many secrets the first lines are told", () => {
  const { text, lines } = maskCode(block(`# password = "${secret}"\n`.repeat(1_000)));
  expect(text).not.toContain(secret);
  expect(lines).toEqual(Array.from({ length: 200 }, (_, index) => index + 2));
});
