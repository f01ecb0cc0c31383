import { describe, expect, test } from "vitest";
import { Unknown } from "../../model/index.ts";
import type { Value } from "../../model/index.ts";
import { evaluateProject, parseTerraform } from "../terraform.ts";

const surroundings = `
variable "object" { default = { name = "x", list = [1, 2] } }
variable "secret" {}
variable "servers" {
  type    = set(object({ name = string, size = optional(string, "small"), needed = string }))
  default = [{ name = "web" }]
}
variable "pairs" {
  type    = map(object(any))
  default = { a = { b = 1 } }
}
variable "computed" {
  type    = object({ (var.secret) = optional(string, "x"), plain = optional(number, 2) })
  default = { plain = null }
}
resource "aws_sqs_queue" "jobs" {
  count = 2
}
`;

const evaluated = (code: string) => {
  const { project, warnings } = parseTerraform([{ name: "main.tf", text: code }]);
  expect(warnings).toEqual([]);
  return evaluateProject(project);
};

const valueOf = (expression: string): Value | undefined =>
  evaluated(`${surroundings}\nresource "test_value" "it" {\n  value = ${expression}\n}\n`).components.find(
    ({ id }) => id === "test_value.it",
  )?.attributes["value"];

describe("an expression of odd parts", () => {
  // `terraform console` answers with an error: nothing is known of the value, and nothing is what it is made of.
  test.each([
    "5 % 0",
    '"a" && true',
    "1e300 * 1e300 * 1e300",
    '"x" * 2',
    '!"x"',
    '-"x"',
    "-(1 / 0)",
    "5.name",
    '"text".name',
    "[1, 2].first",
    "[1, 2][var.object]",
    '[1, 2]["first"]',
    "var.object[[1]]",
    "var.object[1 / 0]",
    "[for x in 5 : x]",
    '{ for x in [1, 1] : "same" => x }',
    "{ for x in [[1], [2]] : x => 1 }",
    "[for x in [1, 2] : x if 1 / 0]",
  ])("%s is refused", (expression) => {
    expect(valueOf(expression)).toEqual(new Unknown());
    expect(valueOf(`can(${expression})`)).toBe(false);
  });

  test.each<[string, Value]>([
    ["True", true],
    ["False", false],
    ["(5)", 5],
    ['upper("a")', "A"],
    ["max([3, 8]...)", 8],
    ['[for x in ["a", "b"] : x if x == "c"]', []],
    ['{ for x in ["a", "b"] : x => upper(x) }', { a: "A", b: "B" }],
    ["[1, [2, { a = 3 }]] == [1, [2, { a = 3 }]]", true],
    ["[1, 2] == [1]", false],
    ["{ a = 1 } == { b = 1 }", false],
    ["{ a = null } == { b = null }", false],
    ['tobool("false")', false],
    ["distinct([{ a = 1 }, { a = 1 }, [1], [1]])", [{ a: 1 }, [1]]],
    ["toset([{ b = 2 }, { a = 1 }])", [{ b: 2 }, { a: 1 }]],
    ["toset([10, 9])", [9, 10]],
    ['sort(["b", "a", "b"])', ["a", "b", "b"]],
    ["var.servers", [{ name: "web", size: "small" }]],
    ["var.pairs", { a: { b: 1 } }],
    ["var.computed", { plain: 2 }],
    ["<<-EOT\n${1 + 1}\n    two\n  EOT", "2\n    two\n"],
    [
      '"%{ for x in ["a", "b"] }%{ if x == "a" }first%{ else }then %{ if true }${x}%{ endif }%{ endif }%{ endfor }"',
      "firstthen b",
    ],
  ])("%s is %j", (expression, value) => {
    expect(valueOf(expression)).toEqual(value);
  });

  test.each<[string, Unknown]>([
    ["max(var.secret...)", new Unknown()],
    ["-var.secret", new Unknown()],
    ["-aws_sqs_queue.jobs[0].id", new Unknown(["aws_sqs_queue.jobs[0]"])],
    ["aws_sqs_queue.jobs[0].id && true", new Unknown(["aws_sqs_queue.jobs[0]"])],
    ["[for x in [1] : x if aws_sqs_queue.jobs[0].id]", new Unknown(["aws_sqs_queue.jobs[0]"])],
    ["{ for x in [1] : aws_sqs_queue.jobs[1].id => x }", new Unknown(["aws_sqs_queue.jobs[1]"])],
    ["data.aws_ami.it[0].id", new Unknown(["data.aws_ami.it"])],
    ['"%{ if 5 }x%{ endif }"', new Unknown([], "${…}")],
    ['"%{ for x in 5 }x%{ endfor }"', new Unknown([], "${…}")],
  ])("%s is not known", (expression, expected) => {
    const value = valueOf(expression);
    expect(value).toBeInstanceOf(Unknown);
    if (!(value instanceof Unknown)) return;
    expect([value.refs, value.shape]).toEqual([expected.refs, expected.shape]);
  });
});

describe("declarations that are no declarations", () => {
  test("are told of, or left out", () => {
    const { components, warnings } = evaluateProject(
      parseTerraform([
        {
          name: "main.tf",
          text: `
resource "aws_vpc" {}
resource "vpc" "main" {}
resource "aws_vpc" "bad name" {}
resource "aws_vpc" "main" {}
module "9" { source = "./x" }
provider "aws" { region = "eu-west-1" }
provider "aws" { region = "eu-west-2" }
provider {}
locals {
  a = "first"
  nested {}
}
locals { a = "second" }
data "aws_ami" "bad name" {}
output "nothing" {}
resource "aws_sns_topic" "it" {
  name     = local.a
  provider = 5
  dynamic {
    for_each = [1]
  }
  lifecycle {
    ignore_changes = [tags["Name"], list[*].x, set[var.a], 5, foo()]
    precondition {
      condition     = true
      error_message = "no"
    }
  }
}
`,
        },
      ]).project,
    );
    expect(warnings.map(({ line, message }) => [line, message])).toEqual([
      [2, "expected a resource with its type and its name"],
      [3, "this is not a type of resource: expected provider_name"],
      [4, "this is not a name of a resource: expected letters and digits"],
      [6, "expected a module with its name"],
      [8, "this provider is declared twice: the first declaration counts"],
    ]);
    const topic = components.find(({ id }) => id === "aws_sns_topic.it");
    expect(topic?.attributes["name"]).toBe("first");
    expect(topic?.attributes["provider"]).toBeNull();
    expect(topic?.attributes["lifecycle"]).toEqual([
      {
        ignore_changes: ['tags["Name"]', "list[*].x", "set[…]", null, null],
        precondition: [{ condition: true, error_message: "no" }],
      },
    ]);
    expect(components.find(({ address }) => address === "provider.aws")?.attributes["region"]).toBe("eu-west-1");
  });
});

describe("documents of policies", () => {
  const policyOf = (body: string, type = "aws_iam_policy_document", attribute = "json"): Value | undefined => {
    const { components } = evaluated(
      `variable "secret" {}\ndata "${type}" "it" {\n${body}\n}\nresource "test_value" "it" {\n  value = data.${type}.it.${attribute}\n}`,
    );
    const value = components.find(({ id }) => id === "test_value.it")?.attributes["value"];
    return value instanceof Unknown ? value.shape : value;
  };

  test("are read with principals and conditions that are written in short, or wrongly", () => {
    expect(
      policyOf(`statement {
  effect    = "Deny"
  actions   = ["s3:*"]
  resources = ["*"]
  principals {
    identifiers = "arn:aws:iam::1:root"
  }
  principals {
    type = "Service"
  }
  condition {
    values = ["x"]
  }
  condition {
    test     = "Bool"
    variable = "aws:SecureTransport"
  }
}`),
    ).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Action: ["s3:*"],
          Resource: ["*"],
          Principal: { "": ["arn:aws:iam::1:root"], Service: [null] },
          Condition: { "": { "": ["x"] }, Bool: { "aws:SecureTransport": null } },
        },
      ],
    });
  });

  test("keep what is known of statements that are made of something unknown", () => {
    expect(
      policyOf('dynamic "statement" {\n  for_each = var.secret\n  content {\n    actions = ["s3:*"]\n  }\n}'),
    ).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["s3:*"] }],
    });
  });

  test("are built on others of one statement, of many, and of none", () => {
    expect(
      policyOf(
        'source_policy_documents = [jsonencode({ Statement = { Sid = "one" } }), jsonencode({}), "[]"]\noverride_policy_documents = [jsonencode({ Statement = [{ Sid = "two" }] })]',
      ),
    ).toEqual({ Version: "2012-10-17", Statement: [{ Sid: "one" }, { Sid: "two" }] });
  });

  test("of Google have their members, one or many", () => {
    expect(
      policyOf(
        'binding {\n  role    = "roles/viewer"\n  members = ["allUsers"]\n}\nbinding {\n  member = "user:a"\n}\nbinding {\n  role = "roles/owner"\n}',
        "google_iam_policy",
        "policy_data",
      ),
    ).toEqual({
      bindings: [
        { role: "roles/viewer", members: ["allUsers"] },
        { role: null, members: ["user:a"] },
        { role: "roles/owner", members: [] },
      ],
    });
  });

  test("say nothing of what is no text of theirs", () => {
    expect(policyOf("", "aws_iam_policy_document", "id")).toBeUndefined();
    expect(policyOf("provider = 5", "aws_region", "name")).toBeUndefined();
  });
});
