import { describe, expect, test } from "vitest";
import { Unknown } from "../../model/index.ts";
import type { Value } from "../../model/index.ts";
import { evaluateProject, parseTerraform } from "../terraform.ts";

const surroundings = `
variable "region" { default = "eu-west-1" }
variable "ports" { default = { ssh = 22, web = 80 } }
variable "object" { default = { name = "x", list = [1, 2] } }
variable "nothing" { default = null }
variable "secret" {}

locals {
  tags   = { Env = "prod" }
  looped = local.back
  back   = local.looped
  bucket = aws_s3_bucket.assets.id
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  name       = aws_vpc.main.name
}

resource "aws_s3_bucket" "assets" {
  bucket = "assets-\${var.region}"
  tags   = null

  logging {
    target_bucket = "logs"
  }
}

resource "aws_subnet" "public" {
  count      = 2
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
}

resource "aws_sqs_queue" "jobs" {
  for_each = toset(["fast", "slow"])
  name     = "jobs-\${each.key}"
}

resource "aws_instance" "some" {
  count = var.secret
}
`;

/** Value of an expression in the surroundings above. */
const valueOf = (expression: string): Value | undefined => {
  const code = `${surroundings}\nresource "test_value" "it" {\n  value = ${expression}\n}\n`;
  const { project, warnings } = parseTerraform([{ name: "main.tf", text: code }]);
  expect(warnings).toEqual([]);
  return evaluateProject(project).components.find(({ id }) => id === "test_value.it")?.attributes["value"];
};

describe("a known expression", () => {
  test.each<[string, Value]>([
    ["1 + 2 * 3 - 4 / 2 % 2", 7],
    ["-(1 + 2)", -3],
    ['"2" * 3', 6],
    ["1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3", true],
    ['1 == 1 && "a" != "b" && [1, { a = 2 }] == [1, { a = 2 }]', true],
    ['1 == "1"', false],
    ["!true || false", false],
    ["var.secret && false", false],
    ["var.secret || true", true],
    ['true ? "yes" : var.secret', "yes"],
    ["var.region", "eu-west-1"],
    ["var.nothing == null", true],
    ["var.object.list[1]", 2],
    ['var.object["name"]', "x"],
    ["var.object.list.0", 1],
    ["local.tags.Env", "prod"],
    ['"${var.region}a-${1 + 1}-${true}"', "eu-west-1a-2-true"],
    ['"${var.object}"', { name: "x", list: [1, 2] }],
    ['"%{ if var.region == "x" }x%{ else }y%{ endif }"', "y"],
    ['"%{ if false }x%{ endif }"', ""],
    ['"%{ for i, x in ["a", "b"] }${i}${x},%{ endfor }"', "0a,1b,"],
    ['"%{ for k, v in var.ports }%{ if v > 50 }${k}%{ endif }%{ endfor }"', "web"],
    ["<<EOT\n%{ for x in [1, 2] ~}\n- ${x}\n%{ endfor ~}\nEOT", "- 1\n- 2\n"],
    ["<<-EOT\n    a\n      b\n  EOT", "a\n  b\n"],
    ["[for x in [1, 2, 3] : x * 2 if x != 2]", [2, 6]],
    ["[for i, x in [5, 6] : i + x]", [5, 7]],
    ["[for k, v in var.ports : k]", ["ssh", "web"]],
    ['[for k, v in toset(["b", "a"]) : "${k}${v}"]', ["aa", "bb"]],
    ["{ for k, v in var.ports : v => k }", { "22": "ssh", "80": "web" }],
    ["{ for x in [1, 2, 3] : x % 2 => x... }", { "0": [2], "1": [1, 3] }],
    ["[{ a = 1 }, { a = 2 }][*].a", [1, 2]],
    ["[{ a = [1] }, { a = [2] }][*].a[0]", [1, 2]],
    ["[{ a = 1 }, { a = 2 }].*.a[0]", 1],
    ["null[*]", []],
    ["{ a = 1 }[*].a", [1]],
    ['{ (var.region) = 1, "b" = 2, c = 3 }', { "eu-west-1": 1, b: 2, c: 3 }],
    [
      "{ __proto__ = { a = 1 }, constructor = 2 }",
      Object.fromEntries([
        ["__proto__", { a: 1 }],
        ["constructor", 2],
      ]),
    ],
    ["aws_vpc.main.cidr_block", "10.0.0.0/16"],
    ["aws_s3_bucket.assets.bucket", "assets-eu-west-1"],
    ["aws_s3_bucket.assets.logging[0].target_bucket", "logs"],
    ["aws_subnet.public[1].cidr_block", "10.0.1.0/24"],
    ["aws_subnet.public[*].cidr_block", ["10.0.0.0/24", "10.0.1.0/24"]],
    ["[for s in aws_subnet.public : s.cidr_block]", ["10.0.0.0/24", "10.0.1.0/24"]],
    ["length(aws_subnet.public)", 2],
    ['aws_sqs_queue.jobs["slow"].name', "jobs-slow"],
    ["{ for k, q in aws_sqs_queue.jobs : k => q.name }", { fast: "jobs-fast", slow: "jobs-slow" }],
    ["values(aws_sqs_queue.jobs)[*].name", ["jobs-fast", "jobs-slow"]],
    ["max([1, 3, 2]...)", 3],
  ])("%s", (expression, expected) => {
    expect(valueOf(expression)).toEqual(expected);
  });
});

describe("an unknown expression names what it is made of", () => {
  test.each<[string, string[], Value?]>([
    ["var.missing", []],
    ["local.missing", []],
    ["local.looped", []],
    ["path.module", []],
    ["terraform.workspace", []],
    ['file("/etc/passwd")', []],
    ['templatefile("x", { vpc = aws_vpc.main.id })', ["aws_vpc.main"]],
    ["timestamp()", []],
    ["uuid()", []],
    ['regex("(a+)+$", "aaaa")', []],
    ['replace("aaaa", "/(a+)+$/", "b")', []],
    ["no_such_function(1)", []],
    ["provider::aws::arn_parse(aws_vpc.main.arn)", ["aws_vpc.main"]],
    ["module.network.vpc_id", ["module.network"]],
    ["data.aws_ami.linux.id", ["data.aws_ami.linux"]],
    ["aws_vpc.main.id", ["aws_vpc.main"]],
    ["aws_vpc.main.name", ["aws_vpc.main"]],
    ["aws_vpc.elsewhere.id", ["aws_vpc.elsewhere"]],
    ["aws_s3_bucket.assets.tags", ["aws_s3_bucket.assets"]],
    ["aws_s3_bucket.assets.logging[0].target_prefix", ["aws_s3_bucket.assets"]],
    ["local.bucket", ["aws_s3_bucket.assets"]],
    ["aws_subnet.public[0].id", ["aws_subnet.public[0]"]],
    ["aws_subnet.public.1.id", ["aws_subnet.public[1]"]],
    ["aws_subnet.public[var.secret].id", ["aws_subnet.public"]],
    ["element(aws_subnet.public[*].id, 3)", ["aws_subnet.public[1]"]],
    ['aws_sqs_queue.jobs["fast"].arn', ['aws_sqs_queue.jobs["fast"]']],
    ["aws_instance.some[0].id", ["aws_instance.some"]],
    ["aws_instance.some[*].id", ["aws_instance.some"]],
    ["var.secret ? aws_vpc.main.id : aws_s3_bucket.assets.id", ["aws_vpc.main", "aws_s3_bucket.assets"]],
    ['"${aws_s3_bucket.assets.arn}/*"', ["aws_s3_bucket.assets"], "${…}/*"],
    ['"a-${"b-${var.secret}"}"', [], "a-b-${…}"],
    ['"%{ if var.secret }a%{ endif }-b"', [], "${…}-b"],
    ['join("-", ["a", var.secret])', [], "a-${…}"],
    ['format("%s:%s", aws_vpc.main.id, "x")', ["aws_vpc.main"], "${…}:x"],
    ["yamlencode({ a = 1 })", [], { a: 1 }],
    ["1 + aws_vpc.main.size", ["aws_vpc.main"]],
    ["[1, 2][5]", []],
    ["1 / 0", []],
    ["{ (aws_vpc.main.id) = aws_s3_bucket.assets.id }", ["aws_s3_bucket.assets"]],
    ["[for x in var.secret : x]", []],
    ["concat([1], var.secret)", []],
  ])("%s", (expression, refs, shape) => {
    const value = valueOf(expression);
    expect(value).toBeInstanceOf(Unknown);
    expect(value).toMatchObject({ refs, shape });
  });

  test("a variable that nobody has set says which it is", () => {
    expect(valueOf("var.secret")).toEqual(
      new Unknown([], undefined, { variable: { name: "secret", type: "text", secret: false } }),
    );
  });
});

test("a text with gaps says what stands in each", () => {
  const variable = { name: "secret", type: "text", secret: false };
  expect(valueOf('"${var.secret}-${aws_vpc.main.id}-${"x${var.secret}"}"')).toMatchObject({
    shape: "${…}-${…}-x${…}",
    gaps: [{ variable }, { refs: ["aws_vpc.main"] }, { variable }],
  });
});

test("a text made of very many gaps does not keep each of them apart", () => {
  const many = Array.from({ length: 101 }, () => "${var.secret}").join("");
  expect(valueOf(`"${many}"`)).toMatchObject({ shape: "${…}".repeat(101), gaps: undefined });
});

test("a list keeps its unknown elements apart", () => {
  expect(valueOf("[var.region, aws_vpc.main.id]")).toEqual(["eu-west-1", new Unknown(["aws_vpc.main"])]);
  expect(valueOf("aws_subnet.public[*].id")).toEqual([
    new Unknown(["aws_subnet.public[0]"]),
    new Unknown(["aws_subnet.public[1]"]),
  ]);
});

test("jsonencode of an unknown keeps the structure, and jsondecode finds it", () => {
  const structure = { a: [new Unknown(["aws_vpc.main"])], b: "x" };
  expect(valueOf('jsonencode({ b = "x", a = [aws_vpc.main.arn] })')).toEqual(new Unknown(["aws_vpc.main"], structure));
  expect(valueOf('jsondecode(jsonencode({ b = "x", a = [aws_vpc.main.arn] }))')).toEqual(structure);
});
