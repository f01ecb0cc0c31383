import { expect, it } from "vitest";
import type { Attributes } from "../model/index.ts";
import { standInsOf, withStandIns } from "./aws-module-stand-ins.ts";
import { later } from "./rule-table-fixture.ts";
import { component, modelOf } from "./rules-fixture.ts";

const call = (source: Attributes[string], attributes: Attributes = {}) =>
  component("module", "own", { source, ...attributes }, { id: "module.own", address: "module.own" });

const made = (source: Attributes[string], attributes: Attributes = {}) =>
  standInsOf(modelOf(call(source, attributes))).map(({ type, attributes: given }) => ({ type, given }));

it.each<[string, Attributes[string], string[]]>([
  ["the registry's", "terraform-aws-modules/sns/aws", ["aws_sns_topic"]],
  ["the registry's by its host", "registry.terraform.io/terraform-aws-modules/sns/aws", ["aws_sns_topic"]],
  [
    "its repository's",
    "git::https://github.com/terraform-aws-modules/terraform-aws-sns.git?ref=v6.0.0",
    ["aws_sns_topic"],
  ],
  ["one that the table does not know", "cloudposse/something-else/aws", ["aws_something_else"]],
  ["one of an object's own words", "cloudposse/constructor/aws", ["aws_constructor"]],
  ["a submodule's", "terraform-aws-modules/iam/aws//modules/iam-user", []],
  ["a folder's", "./sns", []],
  ["one that is known only after apply", later, []],
])("a call of %s module stands for what it makes", (_what, source, types) => {
  expect(made(source).map(({ type }) => type)).toEqual(types);
});

it("what a module sets by itself depends on its version; what none names is not known", () => {
  const sqs = "terraform-aws-modules/sqs/aws";
  expect(made(sqs, { version: "~> 4.1" })[0]?.given["sqs_managed_sse_enabled"]).toBe(true);
  expect(made(sqs, { version: "3.0" })[0]?.given["sqs_managed_sse_enabled"]).toBeUndefined();
  expect(made(sqs)[0]?.given["sqs_managed_sse_enabled"]).toBeUndefined();
  expect(made(sqs, { version: "latest" })[0]?.given["sqs_managed_sse_enabled"]).toBeUndefined();
  expect(made(sqs, { version: "4.0", sqs_managed_sse_enabled: false })[0]?.given["sqs_managed_sse_enabled"]).toBe(
    false,
  );
});

it("a call that makes nothing stands for nothing, and no argument of the call itself is one of the resource", () => {
  expect(made("terraform-aws-modules/sns/aws", { create: false })).toEqual([]);
  expect(made("terraform-aws-modules/sns/aws", { name: "news", providers: {}, version: "6.0", empty: null })).toEqual([
    { type: "aws_sns_topic", given: { name: "news" } },
  ]);
});

it("a design without such calls is seen as it is", () => {
  const model = modelOf(component("aws_sns_topic", "a"));
  expect(withStandIns(model, standInsOf(model))).toBe(model);
  const calls = modelOf(call("terraform-aws-modules/sns/aws"));
  expect(
    withStandIns(calls, standInsOf(calls))
      .ofType("aws_sns_topic")
      .map(({ address }) => address),
  ).toEqual(["module.own"]);
});

it("inputs become arguments of blocks, several of one block together", () => {
  expect(
    made("terraform-aws-modules/ecr/aws", {
      version: "2.0",
      repository_image_scan_on_push: false,
      repository_kms_key: "k",
      repository_encryption_type: "KMS",
    })[0]?.given,
  ).toEqual({
    image_tag_mutability: "IMMUTABLE",
    image_scanning_configuration: [{ scan_on_push: false }],
    encryption_configuration: [{ kms_key: "k", encryption_type: "KMS" }],
  });
});
