import { expect, it } from "vitest";
import { component, modelOf } from "../rules/rules-fixture.ts";
import { readAll, Unknown } from "./value.ts";
import { extendedSupport } from "./support.ts";

const bucket = (name: string, id = `aws_s3_bucket.${name}`) =>
  component("aws_s3_bucket", name, { bucket: `acme-${name}` }, { id });
const policy = (name: string, ...to: readonly string[]) =>
  component("aws_s3_bucket_policy", name, {}, { references: to.map((target) => ({ path: "bucket", to: target })) });

it("what is attached to an instance is what points at it, at its block, or names it", () => {
  const one = bucket("a", "aws_s3_bucket.a[0]");
  const both = policy("both", "aws_s3_bucket.a[0]", "aws_s3_bucket.a");
  const instance = policy("instance", "aws_s3_bucket.a[0]", "aws_s3_bucket.a[0]");
  const other = policy("other", "aws_s3_bucket.a[1]");
  const model = modelOf(one, both, instance, other);
  expect(model.attached(one, "aws_s3_bucket_policy", "bucket")).toEqual([both, instance]);
  const block = policy("block", "aws_s3_bucket.a");
  expect(modelOf(one, block).attached(one, "aws_s3_bucket_policy", "bucket")).toEqual([block]);
  const named = component("aws_s3_bucket_policy", "named", { bucket: "acme-a" });
  expect(modelOf(one, named).attached(one, "aws_s3_bucket_policy", "bucket")).toEqual([named]);
  expect(modelOf(one, other).attached(one, "aws_s3_bucket_policy", "bucket")).toEqual([]);
});

it("components are found by their ids, their blocks and their types", () => {
  const [first, second] = [bucket("a", "aws_s3_bucket.a[0]"), bucket("a", "aws_s3_bucket.a[1]")];
  const topic = component("aws_sns_topic", "t");
  const model = modelOf(first, second, topic);
  expect(model.find("aws_s3_bucket.a[1]")).toBe(second);
  expect(model.find("aws_s3_bucket.a[7]")).toBe(first);
  expect(model.find("aws_s3_bucket.b")).toBeUndefined();
  expect(model.ofType("aws_s3_bucket", "aws_sqs_queue", "aws_sns_topic")).toEqual([first, second, topic]);
  expect(model.ofType("aws_sqs_queue")).toEqual([]);
});

it("of the blocks of a list those are read that are known", () => {
  expect(readAll({ rule: [{ a: 1 }, new Unknown(), "x", { a: 2 }] }, "rule")).toEqual([
    ["rule[0]", { a: 1 }],
    ["rule[3]", { a: 2 }],
  ]);
});

it("a version without extended support is refused rather than charged for", () => {
  const of = (attributes: Parameters<typeof component>[2]) =>
    extendedSupport(component("aws_db_instance", "d", attributes));
  expect(of({ engine: "postgres", engine_version: "11.22" })).toBe("late");
  expect(of({ engine: "postgres", engine_version: "13.1" })).toBe("early");
  expect(
    of({
      engine: "postgres",
      engine_version: "11.22",
      engine_lifecycle_support: "open-source-rds-extended-support-disabled",
    }),
  ).toBe("none");
});
