import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { dynamodbRules } from "./aws-dynamodb.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";
import type { Rule } from "./rule.ts";

const rules: readonly Rule[] = dynamodbRules;

const later = new Unknown(["var.setting"]);

const table = (attributes = {}): Component => component("aws_dynamodb_table", "orders", attributes);
const target = component(
  "aws_appautoscaling_target",
  "read",
  { resource_id: "table/orders" },
  {
    references: [{ path: "resource_id", to: "aws_dynamodb_table.orders" }],
  },
);
const policy = component(
  "aws_appautoscaling_policy",
  "read",
  { resource_id: "table/orders" },
  {
    references: [{ path: "resource_id", to: "aws_appautoscaling_target.read" }],
  },
);

const cases: readonly RuleCase[] = [
  ["aws-dynamodb-recovery", table(), "fail"],
  ["aws-dynamodb-recovery", table({ point_in_time_recovery: [{ enabled: false }] }), "fail"],
  ["aws-dynamodb-recovery", table({ point_in_time_recovery: [{ enabled: true }] }), "pass"],
  ["aws-dynamodb-recovery", table({ point_in_time_recovery: [{ enabled: later }] }), "unknown"],
  ["aws-dynamodb-customer-key", table(), "fail"],
  ["aws-dynamodb-customer-key", table({ server_side_encryption: [{ enabled: true }] }), "fail"],
  ["aws-dynamodb-customer-key", table({ server_side_encryption: [{ enabled: true, kms_key_arn: later }] }), "pass"],
  ["aws-dynamodb-customer-key", table({ server_side_encryption: [{ enabled: later }] }), "unknown"],
  ["aws-dynamodb-deletion-protection", table(), "fail"],
  ["aws-dynamodb-deletion-protection", table({ deletion_protection_enabled: true }), "pass"],
  ["aws-dynamodb-capacity", table(), "fail"],
  ["aws-dynamodb-capacity", table(), "fail", target],
  ["aws-dynamodb-capacity", table(), "pass", target, policy],
  ["aws-dynamodb-capacity", table({ billing_mode: "PAY_PER_REQUEST" }), "pass"],
  ["aws-dynamodb-capacity", table({ billing_mode: later }), "unknown"],
  ["aws-dynamodb-global-recovery", table({ replica: [{ region_name: "eu-west-1" }] }), "fail"],
  ["aws-dynamodb-global-recovery", table(), "pass"],
  ["aws-dynamodb-global-recovery", table({ replica: later }), "unknown"],
];

describe("rules about DynamoDB tables", () => {
  it.each(cases.map((each) => [each[0], each[2], each] as const))("%s answers %s", (_, outcome, each) => {
    expect(answerOf(rules, each)).toBe(outcome);
  });

  it("are each shown failing and passing", () => {
    expect(unshown(rules, cases)).toEqual([]);
  });
});
