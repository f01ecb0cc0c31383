import { describe, expect, test } from "vitest";
import type { Value } from "../../model/index.ts";
import { Unknown } from "../../model/index.ts";
import { evaluateProject, parseTerraform } from "../terraform.ts";

const maps = `
locals {
  images = { "us-east-1" = "ami-east", "eu-west-1" = "ami-west", "cn-north-1" = "ami-china" }
}

data "aws_region" "current" {}
data "aws_partition" "current" {}
data "aws_region" "replica" {
  provider = aws.replica
}
data "aws_region" "named" {
  name = "ap-south-1"
}
`;

/** What `expression` is with these further blocks, where the design is taken to lie in `region`. */
const valueOf = (expression: string, further = "", region?: string): Value | undefined => {
  const text = `${maps}${further}\nresource "test_value" "it" {\n  value = ${expression}\n}\n`;
  const { project } = parseTerraform([{ name: "main.tf", text }]);
  const { components } = evaluateProject(project, region);
  return components.find(({ id }) => id === "test_value.it")?.attributes["value"];
};

const provider = 'provider "aws" {\n  region = "eu-west-1"\n}\n';
const replica = 'provider "aws" {\n  alias  = "replica"\n  region = "cn-north-1"\n}\n';

describe("what is chosen by the region", () => {
  test.each<[string, string, string, string | undefined, Value]>([
    ["is that of the provider", "local.images[data.aws_region.current.name]", provider, "us-east-1", "ami-west"],
    [
      "is that of the provider it is read through",
      "local.images[data.aws_region.replica.id]",
      replica,
      "us-east-1",
      "ami-china",
    ],
    [
      "is what the caller says where no provider does",
      "local.images[data.aws_region.current.id]",
      "",
      "us-east-1",
      "ami-east",
    ],
    [
      "is found by lookup too",
      'lookup(local.images, data.aws_region.current.region, "none")',
      "",
      "eu-west-1",
      "ami-west",
    ],
    [
      "is the fallback where the map has no such region",
      'lookup(local.images, data.aws_region.current.name, "none")',
      "",
      "sa-east-1",
      "none",
    ],
    ["is decided by comparison", 'data.aws_region.current.name == "eu-west-1" ? 1 : 2', provider, undefined, 1],
    ["is decided by its partition", 'data.aws_partition.current.partition != "aws"', "", "us-gov-west-1", true],
    [
      "goes through a local",
      "local.images[local.here]",
      `${provider}locals {\n  here = data.aws_region.current.name\n}\n`,
      undefined,
      "ami-west",
    ],
  ])("%s", (_, expression, further, region, expected) => {
    expect(valueOf(expression, further, region)).toBe(expected);
  });

  test.each<[string, string, string, string | undefined]>([
    ["without a region", "local.images[data.aws_region.current.name]", "", undefined],
    ["of an alias that is not declared", "local.images[data.aws_region.replica.name]", provider, "us-east-1"],
    ["of another region than the provider's", "local.images[data.aws_region.named.name]", provider, "us-east-1"],
    ["by another attribute", "local.images[data.aws_region.current.description]", provider, "us-east-1"],
  ])("is not known %s", (_, expression, further, region) => {
    expect(valueOf(expression, further, region)).toBeInstanceOf(Unknown);
  });
});

test("a text with the region in it stays open: the design may be put elsewhere", () => {
  expect(valueOf('"${data.aws_region.current.name}a"', provider)).toMatchObject({
    shape: "${…}a",
    refs: ["data.aws_region.current"],
  });
});

test("a provider whose region hangs on the region does no harm", () => {
  const circular = 'provider "aws" {\n  region = data.aws_region.current.name\n}\n';
  expect(valueOf("local.images[data.aws_region.current.name]", circular, "us-east-1")).toBe("ami-east");
});

test("a module sees the region of the provider that it is given", () => {
  const root = `${replica}module "m" {\n  source    = "./m"\n  providers = { aws = aws.replica }\n}\n`;
  const child =
    'data "aws_region" "here" {}\nresource "test_value" "it" {\n  value = data.aws_region.here.name == "cn-north-1"\n}\n';
  const { project } = parseTerraform([
    { name: "main.tf", text: root },
    { name: "m/main.tf", text: child },
  ]);
  const [it] = evaluateProject(project, "us-east-1").components.filter(({ type }) => type === "test_value");
  expect(it?.attributes["value"]).toBe(true);
});
