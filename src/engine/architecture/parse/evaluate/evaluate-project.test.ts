import { describe, expect, test } from "vitest";
import { Unknown } from "../../model/index.ts";
import type { Component } from "../../model/index.ts";
import { evaluateProject, parseTerraform } from "../terraform.ts";

const evaluated = (...texts: string[]) => {
  const files = texts.map((text, index) => ({ name: index === 0 ? "main.tf" : `more-${index}.tf`, text }));
  const { project, warnings } = parseTerraform(files);
  expect(warnings).toEqual([]);
  return evaluateProject(project);
};

const componentIn = (text: string, id: string): Component => {
  const component = evaluated(text).components.find((candidate) => candidate.id === id);
  if (component === undefined) throw new Error("no such component");
  return component;
};

const idsIn = (text: string): string[] => evaluated(text).components.map(({ id }) => id);

describe("a component", () => {
  test("has its type's service, its name and its place", () => {
    const text = '# a bucket\nresource "aws_s3_bucket" "assets" {\n  bucket = "b"\n}\n';
    const { id, address, type, service, kind, name, source } = componentIn(text, "aws_s3_bucket.assets");
    expect({ id, address, type, service, kind, name, source }).toEqual({
      id: "aws_s3_bucket.assets",
      address: "aws_s3_bucket.assets",
      type: "aws_s3_bucket",
      service: "aws.s3",
      kind: "storage",
      name: "assets",
      source: { file: "main.tf", line: 2, end_line: 4 },
    });
  });

  test("keeps Terraform's own arguments out of its attributes, except lifecycle and the provider's name", () => {
    const text = `resource "aws_instance" "web" {
      provider   = aws.replica
      count      = 1
      depends_on = [aws_vpc.main]
      lifecycle {
        prevent_destroy = true
        ignore_changes  = [ami, tags["Name"]]
      }
      provisioner "local-exec" {
        command = "true"
      }
      connection {
        host = "x"
      }
    }`;
    expect(componentIn(text, "aws_instance.web[0]").attributes).toEqual({
      provider: "aws.replica",
      lifecycle: [{ prevent_destroy: true, ignore_changes: ["ami", 'tags["Name"]'] }],
    });
  });

  test("comes in source order, providers among resources, and data sources not at all", () => {
    const text = `resource "aws_vpc" "b" {}
      data "aws_ami" "x" {}
      provider "aws" {}
      provider "aws" { alias = "west" }
      resource "aws_vpc" "a" {}`;
    expect(idsIn(text)).toEqual(["aws_vpc.b", "provider.aws", "provider.aws.west", "aws_vpc.a"]);
    expect(componentIn(text, "provider.aws.west").type).toBe("provider.aws");
  });

  test("takes values that a loaded tfvars file gives over defaults", () => {
    const { project } = parseTerraform([
      { name: "main.tf", text: 'variable "a" { default = 1 }\nresource "test_x" "y" { a = var.a }' },
      { name: "terraform.tfvars", text: "a = 2" },
      { name: "other.tfvars", text: "a = 3" },
    ]);
    expect(evaluateProject(project).components[0]?.attributes).toEqual({ a: 2 });
  });
});

describe("instances", () => {
  test.each([
    ["count = 2", ["test_x.y[0]", "test_x.y[1]"]],
    ['count = "1"', ["test_x.y[0]"]],
    ["count = 0", []],
    ["count = false ? 1 : 0", []],
    ["count = var.unknown", ["test_x.y"]],
    ["count = length(test_x.y)", ["test_x.y"]],
    ['for_each = toset(["b", "a"])', ['test_x.y["a"]', 'test_x.y["b"]']],
    ['for_each = ["a"]', ['test_x.y["a"]']],
    ["for_each = { b = 1, a = 2 }", ['test_x.y["a"]', 'test_x.y["b"]']],
    ["for_each = {}", []],
    ['for_each = { "q\\"]${1}" = 1 }', ['test_x.y["q\\"]1"]']],
    ["for_each = var.unknown", ["test_x.y"]],
    ["for_each = toset([test_z.w.id])", ["test_x.y"]],
  ])("%s", (argument, ids) => {
    expect(idsIn(`resource "test_x" "y" {\n  ${argument}\n}`)).toEqual(ids);
  });

  test("see their own index, key and value", () => {
    const text = `resource "test_x" "c" {
      count = 2
      name  = "n\${count.index}"
    }
    resource "test_x" "e" {
      for_each = { a = { size = 1 } }
      name     = each.key
      size     = each.value.size
    }
    resource "test_x" "chained" {
      for_each = test_x.e
      of       = each.value.id
      name     = each.value.name
    }
    resource "test_x" "u" {
      for_each = test_x.other.ids
      name     = each.key
    }`;
    const { components } = evaluated(text);
    expect(components.map(({ attributes }) => attributes)).toEqual([
      { name: "n0" },
      { name: "n1" },
      { name: "a", size: 1 },
      { of: new Unknown(['test_x.e["a"]']), name: "a" },
      { name: new Unknown(["test_x.other"]) },
    ]);
  });
});

describe("nested blocks", () => {
  test("are lists of objects, dynamic ones in their place", () => {
    const text = `resource "aws_security_group" "web" {
      ingress {
        from_port = 22
      }
      dynamic "ingress" {
        for_each = [80, 443]
        content {
          from_port = ingress.value
          to_port   = ingress.key
        }
      }
      dynamic "ingress" {
        for_each = toset(["x"])
        iterator = it
        content {
          description = "\${it.key}\${it.value}"
          dynamic "inner" {
            for_each = { a = 1 }
            content {
              path = "\${it.value}/\${inner.key}"
            }
          }
        }
      }
      ingress { from_port = 1 }
      dynamic "egress" {
        for_each = null
        content {}
      }
    }`;
    expect(componentIn(text, "aws_security_group.web").attributes).toEqual({
      ingress: [
        { from_port: 22 },
        { from_port: 80, to_port: 0 },
        { from_port: 443, to_port: 1 },
        { description: "xx", inner: [{ path: "x/a" }] },
        { from_port: 1 },
      ],
      egress: [],
    });
  });

  test("of unknown number are unknown, with the shape of one of them", () => {
    const dynamic = `dynamic "ingress" {
      for_each = aws_vpc.main.ports
      content {
        from_port   = ingress.value
        cidr_blocks = ["0.0.0.0/0"]
      }
    }`;
    const port = new Unknown(["aws_vpc.main"]);
    const unknown = new Unknown(["aws_vpc.main"], [{ from_port: port, cidr_blocks: ["0.0.0.0/0"] }]);
    const attributesOf = (body: string) =>
      componentIn(`resource "aws_security_group" "web" {\n${body}\n}`, "aws_security_group.web").attributes;
    expect(attributesOf(dynamic)).toEqual({ ingress: unknown });
    expect(attributesOf(`${dynamic}\ningress {\n}`)).toEqual({ ingress: [unknown, {}] });
  });
});

test("each attribute, block and visible item knows its lines", () => {
  const text = `resource "test_x" "it" {
  name = "x"
  tags = {
    A     = 1
    "b/c" = 2
  }
  ingress {
    cidr_blocks = [
      "a",
      "b",
    ]
  }
  dynamic "ingress" {
    for_each = [1]
    content {
      port = ingress.value
    }
  }
  defs = jsonencode([{
    name        = "app"
    environment = []
  }])
  text = <<EOT
line
EOT
}`;
  expect(Object.fromEntries(componentIn(text, "test_x.it").lines)).toEqual({
    name: { line: 2, end_line: 2 },
    tags: { line: 3, end_line: 6 },
    "tags.A": { line: 4, end_line: 4 },
    "tags.b/c": { line: 5, end_line: 5 },
    "ingress[0]": { line: 7, end_line: 12 },
    "ingress[0].cidr_blocks": { line: 8, end_line: 11 },
    "ingress[0].cidr_blocks[0]": { line: 9, end_line: 9 },
    "ingress[0].cidr_blocks[1]": { line: 10, end_line: 10 },
    "ingress[1]": { line: 13, end_line: 18 },
    "ingress[1].port": { line: 16, end_line: 16 },
    defs: { line: 19, end_line: 22 },
    "defs[0]": { line: 19, end_line: 22 },
    "defs[0].name": { line: 20, end_line: 20 },
    "defs[0].environment": { line: 21, end_line: 21 },
    text: { line: 23, end_line: 25 },
  });
});

describe("a policy of Google's", () => {
  test("is built from its bindings", () => {
    const text = `data "google_iam_policy" "p" {
      binding {
        role    = "roles/viewer"
        members = ["allUsers"]
      }
    }
    resource "google_kms_crypto_key_iam_policy" "it" {
      policy_data = data.google_iam_policy.p.policy_data
    }`;
    expect(componentIn(text, "google_kms_crypto_key_iam_policy.it").attributes["policy_data"]).toEqual(
      new Unknown(["data.google_iam_policy.p"], { bindings: [{ role: "roles/viewer", members: ["allUsers"] }] }),
    );
  });
});

describe("a policy document", () => {
  const policyOf = (document: string) =>
    componentIn(
      `data "aws_iam_policy_document" "p" {\n${document}\n}
       resource "aws_s3_bucket_policy" "it" {
         policy = data.aws_iam_policy_document.p.json
       }`,
      "aws_s3_bucket_policy.it",
    ).attributes["policy"];

  test("is built from its statements", () => {
    expect(
      policyOf(`statement {
        sid       = "Read"
        actions   = ["s3:GetObject"]
        resources = ["\${aws_s3_bucket.b.arn}/*"]
        principals {
          type        = "AWS"
          identifiers = ["111122223333"]
        }
        principals {
          type        = "Service"
          identifiers = ["lambda.amazonaws.com"]
        }
        condition {
          test     = "Bool"
          variable = "aws:SecureTransport"
          values   = ["true"]
        }
      }
      statement {
        effect        = "Deny"
        not_actions   = ["s3:Get*"]
        not_resources = ["*"]
        not_principals {
          type        = "*"
          identifiers = ["*"]
        }
      }`),
    ).toEqual(
      new Unknown(["data.aws_iam_policy_document.p", "aws_s3_bucket.b"], {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Sid: "Read",
            Action: ["s3:GetObject"],
            Resource: [new Unknown(["aws_s3_bucket.b"], "${…}/*", { gaps: [new Unknown(["aws_s3_bucket.b"])] })],
            Principal: { AWS: ["111122223333"], Service: ["lambda.amazonaws.com"] },
            Condition: { Bool: { "aws:SecureTransport": ["true"] } },
          },
          { Effect: "Deny", NotAction: ["s3:Get*"], NotResource: ["*"], NotPrincipal: "*" },
        ],
      }),
    );
  });

  test("takes in the documents that it names", () => {
    const value = policyOf(`source_policy_documents = [
        jsonencode({ Statement = [{ Effect = "Deny" }] }),
        data.aws_iam_policy_document.p.json,
      ]
      statement {
        actions = ["a"]
      }`);
    expect(value).toBeInstanceOf(Unknown);
    expect(value).toHaveProperty("shape.Statement", [{ Effect: "Deny" }, { Effect: "Allow", Action: ["a"] }]);
  });

  test("with for_each is that of the key", () => {
    const text = `data "aws_iam_policy_document" "p" {
      for_each = toset(["a", "b"])
      statement {
        actions = [each.key]
      }
    }
    resource "test_x" "it" {
      policy = data.aws_iam_policy_document.p["b"].json
    }`;
    expect(componentIn(text, "test_x.it").attributes["policy"]).toHaveProperty("shape.Statement", [
      { Effect: "Allow", Action: ["b"] },
    ]);
  });
});

test("regions are those that providers name, the default provider's first", () => {
  const text = `provider "aws" {
    alias  = "global"
    region = "us-east-1"
  }
  provider "aws" { region = var.region }
  provider "aws" {
    alias  = "unknown"
    region = var.secret
  }
  provider "google" { region = "europe-west4" }
  provider "cloudflare" { region = "x" }
  variable "region" { default = "eu-west-1" }`;
  expect(evaluated(text).providerRegions).toEqual(["eu-west-1", "europe-west4", "us-east-1"]);
});

describe("warnings", () => {
  const warningsOf = (...texts: string[]): string[] =>
    evaluated(...texts).warnings.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);

  test("name a resource that is declared twice, and the first counts", () => {
    const first = 'resource "test_x" "y" { a = 1 }\n';
    const second = '\nresource "test_x" "y" { a = 2 }\n';
    expect(warningsOf(first, second)).toEqual([
      "more-1.tf:2:1 this resource is declared twice: the first declaration counts",
    ]);
    expect(evaluated(first, second).components.map(({ attributes }) => attributes)).toEqual([{ a: 1 }]);
  });

  test("name a module without its source", () => {
    expect(warningsOf('module "m" { source = "git::https://example.com/x" }')).toEqual([
      "main.tf:1:1 this module is not followed: only the files of this upload are read",
    ]);
  });

  test("name the limit of a count", () => {
    const text = 'resource "test_x" "y" {\n  count = 1000000000\n}';
    expect(warningsOf(text)).toEqual(["main.tf:1:1 count and for_each make at most 1000 instances here"]);
    expect(idsIn(text)).toHaveLength(1_000);
  });

  test("name the limit of a design", () => {
    const text = Array.from({ length: 1_001 }, (_, index) => `resource "test_x" "y${index}" {}`).join("\n");
    expect(warningsOf(text)).toEqual(["main.tf:1001:1 more than 1000 resources: from here on they are left out"]);
    expect(idsIn(text)).toHaveLength(1_000);
  });
});
