import { describe, expect, it } from "vitest";
import { judge } from "../judge.ts";
import { inspect } from "../parse/index.ts";
import { moduleSourceRules } from "./module-sources.ts";
import { casesOf, later } from "./rule-table-fixture.ts";
import { outcomeOf } from "./rules-fixture.ts";

const hash = "0123456789abcdef0123456789abcdef01234567";
const registry = "terraform-aws-modules/vpc/aws";
const group = "terraform-aws-modules/security-group/aws";

describe("modules", () => {
  it.each(
    casesOf(moduleSourceRules, {
      "module-source-not-pinned": {
        fail: [{ source: "git::https://example.com/net.git?ref=v1.2.0" }, { source: "github.com/a/b" }],
        pass: [{ source: `git::https://example.com/net.git?ref=${hash}` }],
        unknown: [{ source: later }],
      },
      "module-version-open": {
        fail: [{ source: registry }, { source: "git::https://example.com/net.git?ref=main" }],
        pass: [{ source: registry, version: "~> 5.0" }, { source: "github.com/a/b?ref=v1.2.0" }],
        unknown: [{ source: later }],
      },
      "aws-module-open-group": {
        fail: [{ source: group, ingress_cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"] }],
        pass: [
          { source: group, ingress_cidr_blocks: ["10.0.0.0/8"] },
          { source: group, ingress_cidr_blocks: ["0.0.0.0/0"], ingress_rules: ["https-443-tcp"] },
        ],
      },
    }),
  )("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  it("say nothing of a folder of the upload", () => {
    expect(findingsIn('module "net" {\n  source = "./net"\n}')).toEqual([]);
  });
});

const findingsIn = (text: string): string[] => {
  const { model, project } = inspect([{ name: "main.tf", text }]);
  return judge(model, project, new Map()).failures.map(
    ({ rule, address, place }) => `${place.line} ${rule.id} ${address}`,
  );
};

const call = (source: string, inputs: string): string =>
  `module "m" {\n  source = "${source}"\n  version = "3.7.0"\n${inputs}\n}`;

describe("what a well-known module makes", () => {
  it.each([
    ["s3-bucket", '  acl = "public-read"', "4 aws-s3-public-read module.m"],
    ["s3-bucket", "  versioning = {\n    enabled = false\n  }", "5 aws-s3-versioning module.m"],
    ["s3-bucket", "  ignore_public_acls = false", "4 aws-s3-ignore-public-acls module.m"],
    ["dms", "  repl_instance_publicly_accessible = true", "4 aws-dms-public module.m"],
    ["kms", "  enable_key_rotation = false", "4 aws-kms-rotation module.m"],
  ])("%s is judged by what its call says: %s", (name, inputs, expected) => {
    expect(findingsIn(call(`terraform-aws-modules/${name}/aws`, inputs))).toContain(expected);
  });

  it("has the defaults of the version that the call names", () => {
    const found = findingsIn(call("terraform-aws-modules/s3-bucket/aws", "").replace("3.7.0", "~> 4.1"));
    expect(found.filter((line) => /public|ignore/.test(line))).toEqual([]);
  });

  it("is no part of the design", () => {
    const { model } = inspect([{ name: "main.tf", text: call("terraform-aws-modules/s3-bucket/aws", "") }]);
    expect([model.components, model.asides?.map(({ type }) => type)]).toEqual([[], ["module"]]);
  });
});

describe("data blocks", () => {
  const document = (actions: string) => `data "aws_iam_policy_document" "x" {
  statement {
    actions   = ["${actions}"]
    resources = ["*"]
  }
}`;

  it("are judged as the policies that they are", () => {
    expect(findingsIn(document("*"))).toContain("2 aws-iam-admin-document data.aws_iam_policy_document.x");
    expect(findingsIn(document("sts:AssumeRole"))).toContain(
      "2 aws-iam-credentials-exposure data.aws_iam_policy_document.x",
    );
    expect(findingsIn(document("s3:ListAllMyBuckets"))).toEqual([]);
  });

  it("tell of an image that anyone may have published", () => {
    const image =
      'data "aws_ami" "x" {\n  most_recent = true\n  filter {\n    name   = "name"\n    values = ["ubuntu*"]\n  }\n}';
    expect(findingsIn(image).map((line) => line.split(" ")[1])).toEqual(["aws-ec2-image-owner"]);
  });
});
