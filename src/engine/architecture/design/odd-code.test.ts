import { expect, it } from "vitest";
import { parseHcl } from "../parse/hcl/index.ts";
import { parseTerraform } from "../parse/index.ts";
import { maskMarker } from "../secrets/index.ts";
import { addBlock, remove, set } from "./edit.ts";
import type { Edit } from "./edit.ts";
import { namesDeclaredIn, namesUsedIn } from "./names-used.ts";
import { applyEdits } from "./patch.ts";
import { withoutSecrets } from "./unmask.ts";

const read = (text: string) => parseTerraform([{ name: "main.tf", text }]).project;

const address = "aws_s3_bucket.b";
const bucket = (body: string): string => `resource "aws_s3_bucket" "b" {\n${body}}\n`;

it.each<[string, string, Edit, string]>([
  ["in an object in parentheses", '  tags = ({ a = "x" })\n', set(address, "tags.a", "y"), '  tags = ({ a = "y" })\n'],
  [
    "in what is encoded",
    "  policy = jsonencode({ a = [{ b = 1 }] })\n",
    set(address, "policy.a[0].b", 2),
    "  policy = jsonencode({ a = [{ b = 2 }] })\n",
  ],
  ["an item of a list", '  list = ["a", "b"]\n', set(address, "list[1]", "c"), '  list = ["a", "c"]\n'],
  [
    "a key that is a number, and one in quotes",
    '  tags = { 1 = "x", "b c" = "y" }\n',
    set(address, "tags.b c", "z"),
    '  tags = { 1 = "x", "b c" = "z" }\n',
  ],
  [
    "a new key that is no word, on one line",
    '  tags = { a = "x" }\n',
    set(address, "tags.b/c", "y"),
    '  tags = { a = "x", "b/c" = "y" }\n',
  ],
  [
    "a new key behind a last comma",
    '  tags = { a = "x", }\n',
    set(address, "tags.b", "y"),
    '  tags = { a = "x", b = "y" }\n',
  ],
  ["a new key in an empty object", "  tags = {}\n", set(address, "tags.b", "y"), '  tags = { b = "y" }\n'],
  ["an attribute that stands beside another", "a = 1 /* one */\n", remove(address, "a"), " /* one */\n"],
  [
    "a block within a block",
    "  a {\n    b {\n    }\n  }\n",
    addBlock(address, "a.b.c", { d: 1 }),
    "  a {\n    b {\n      c {\n        d = 1\n      }\n    }\n  }\n",
  ],
  ["an empty value", "  a = 1\n", set(address, "a", {}), "  a = {}\n"],
])("%s is changed where it stands", (_what, body, edit, expected) => {
  expect(applyEdits(read(bucket(body)), [edit]).files[0]?.text).toBe(bucket(expected));
});

it.each<[string, string, Edit]>([
  ["a block as if it had a value", "  a {\n  }\n", set(address, "a", 1)],
  ["what is computed", "  tags = merge(var.a, { b = 1 })\n", set(address, "tags.b", 2)],
  ["what an encoded nothing holds", "  policy = jsonencode()\n", set(address, "policy.a", 2)],
  ["an item that a list has not", '  list = ["a"]\n', set(address, "list[1]", "c")],
  ["an item of what is no list", "  list = var.list\n", set(address, "list[0]", "c")],
  ["a key below one that is not there", "  tags = {}\n", set(address, "tags.a.b", 1)],
  ["a key that is computed", '  tags = { (var.a) = "x" }\n', set(address, "tags.a.b", 1)],
  [
    "one instance of many",
    '  dynamic "a" {\n    for_each = var.a\n    content {\n      b = 1\n    }\n  }\n',
    set(address, "a[0].b", 2),
  ],
  ["a block within an attribute", "  a = { b = 1 }\n", addBlock(address, "a.c", { d: 1 })],
  ["what is not there", "  a = 1\n", remove(address, "b")],
  ["a place without a name", "  a = 1\n", { op: "set", address, path: [0, "a"], value: 1 }],
  ["a block without a name", "  a {\n  }\n", { op: "block", address, path: ["a", 0], value: { b: 1 } }],
  ["a new attribute without a name", "  a {\n  }\n", { op: "set", address, path: ["a", 0, 1], value: 1 }],
])("%s is left alone", (_what, body, edit) => {
  const { files, applied } = applyEdits(read(bucket(body)), [edit]);
  expect(files[0]?.text).toBe(bucket(body));
  expect(applied).toEqual([]);
});

it("two changes to one place are one, the first", () => {
  const edits = [set(address, "tags.b", 1), set(address, "tags.b", 2), set(address, "c", 1), set(address, "c", 2)];
  const { files, applied } = applyEdits(read(bucket("  tags = {\n    a = 0\n  }\n")), edits);
  expect(files[0]?.text).toBe(bucket("  tags = {\n    a = 0\n    b = 1\n  }\n\n  c = 1\n"));
  expect(applied).toEqual([edits[0], edits[2]]);
});

it("names that code uses are told apart from those that it binds, and from attributes", () => {
  const { body } = parseHcl(`
locals {
  all    = [for zone in var.zones : upper(zone.name) if zone.id != local.none]
  text   = "%{for one in var.list}\${one.id}\${each.key}%{endfor}"
  plain  = "\${aws_vpc.main.id}"
  keyed  = { (var.key) = aws_subnet.a[var.index].id, plain = data.aws_ami.x.id }
  call   = keys(module.net.subnets)[0].name
  whole  = data.aws_ami
  alone  = terraform
  object = ({ a = var.inner }).a
}
resource "aws_s3_bucket" "b" {
  provider = aws.recovery
  count    = path.root == "" ? 1 : 0
  lifecycle {
    ignore_changes = [tags]
  }
  dynamic "rule" {
    for_each = var.rules
    content {
      id = rule.value.id
    }
  }
  dynamic "other" {
    for_each = var.others
    iterator = item
    content {
      id = item.value
    }
  }
}
resource "aws_s3_bucket" "c" {
  provider = aws
}
variable "v" {
  type = object({ a = string.b })
}
moved {
  from = aws_s3_bucket.old
  to   = aws_s3_bucket.b
}
`);
  expect([...namesUsedIn(body)].toSorted()).toEqual([
    "aws_subnet.a",
    "aws_vpc.main",
    "data.aws_ami.x",
    "local.none",
    "module.net",
    "provider.aws.recovery",
    "var.index",
    "var.inner",
    "var.key",
    "var.list",
    "var.others",
    "var.rules",
    "var.zones",
  ]);
});

it("names that code declares are those under which it can be used", () => {
  const { body } = parseHcl(`a = 1
terraform {
  required_version = "1"
  required_providers {
    aws   = { source = "hashicorp/aws", configuration_aliases = [aws.recovery, var.none] }
    other = "1"
    third = { configuration_aliases = var.aliases }
  }
}
provider "aws" {
  alias = "west"
}
provider "aws" {}
output "o" { value = 1 }
locals { x = 1 }
variable "v" {}
module "m" { source = "./m" }
data "aws_ami" "x" {}
`);
  expect(namesDeclaredIn(body)).toEqual([
    "provider.aws.recovery",
    "provider.var.none",
    "provider.aws.west",
    "provider.aws.",
    "local.x",
    "var.v",
    "module.m",
    "data.aws_ami.x",
  ]);
});

it("every secret becomes a variable of its own, whatever it stands in", () => {
  const text = `a = "${maskMarker}"
resource "x" "y" {
  list     = ["a", "${maskMarker}"]
  call     = sensitive("${maskMarker}")
  choice   = var.a ? "${maskMarker}" : "b"
  group    = ("${maskMarker}")
  pairs    = [{ name = "API_KEY", value = "${maskMarker}" }, { name = var.n, value = "${maskMarker}" }, { value = "${maskMarker}" }]
  computed = { (var.k) = "${maskMarker}" }
  url      = "https://\${var.user}:${maskMarker}@x/${maskMarker}"
  heredoc  = <<EOT
${maskMarker}
EOT
}
variable "y_list" {
  default = "${maskMarker}"
}
variable "other" {
  default = "plain"
}
locals {
  "" = 1
}
`;
  const { files, added } = withoutSecrets(read(text), (given) => parseTerraform(given).project);
  const next = files[0]?.text ?? "";
  expect(next.split("\n").slice(0, 13)).toEqual([
    `a = "${maskMarker}"`,
    'resource "x" "y" {',
    '  list     = ["a", var.y_list_2]',
    "  call     = sensitive(var.y_call)",
    '  choice   = var.a ? var.y_choice : "b"',
    "  group    = (var.y_group)",
    '  pairs    = [{ name = "API_KEY", value = var.y_api_key }, { name = var.n, value = var.y_value }, { value = var.y_value_2 }]',
    "  computed = { (var.k) = var.y_computed }",
    '  url      = "https://${var.user}:${var.y_url}@x/${var.y_url}"',
    "  heredoc  = <<EOT",
    "${var.y_heredoc}",
    "EOT",
    "}",
  ]);
  expect(next).toContain('variable "y_list" {\n  sensitive = true\n}');
  expect(added).toHaveLength(10);
});
