import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Component, Value } from "../model/index.ts";
import { kmsRules } from "./aws-kms.ts";
import { cloudtrailRules } from "./aws-cloudtrail.ts";
import { secretsRules } from "./aws-secrets.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";
import type { Rule } from "./rule.ts";

const rules: readonly Rule[] = [...kmsRules, ...cloudtrailRules, ...secretsRules];

const later = new Unknown(["var.setting"]);

const key = (attributes = {}): Component => component("aws_kms_key", "main", attributes);
const trail = (attributes = {}): Component => component("aws_cloudtrail", "main", attributes);
const secret = (attributes = {}): Component => component("aws_secretsmanager_secret", "db", attributes);
const rotation = (days: Value): Component =>
  component("aws_secretsmanager_secret_rotation", "db", { rotation_rules: [{ automatically_after_days: days }] });
const provider = (attributes = {}): Component => component("provider.aws", "aws", attributes);
const usedBy = (principal: string, condition = {}): string =>
  // With the comma that people leave after the last element.
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "kms:*", Resource: "*", ...condition }],
  }).replace("]}", ",\n]}");

const cases: readonly RuleCase[] = [
  ["aws-kms-rotation", key(), "fail"],
  ["aws-kms-rotation", key({ enable_key_rotation: true }), "pass"],
  ["aws-kms-rotation", key({ customer_master_key_spec: "RSA_2048" }), "unknown"],
  ["aws-kms-rotation", key({ key_usage: "SIGN_VERIFY", enable_key_rotation: false }), "unknown"],
  ["aws-kms-rotation", key({ enable_key_rotation: later }), "unknown"],
  ["aws-kms-public-policy", key({ policy: usedBy("*") }), "fail"],
  ["aws-kms-public-policy", key({ policy: usedBy("arn:aws:iam::123456789012:root") }), "pass"],
  [
    "aws-kms-public-policy",
    key({ policy: usedBy("*", { Condition: { StringEquals: { "kms:CallerAccount": "123456789012" } } }) }),
    "pass",
  ],
  ["aws-kms-public-policy", key({ policy: later }), "unknown"],
  ["aws-kms-deletion-window", key({ deletion_window_in_days: 7 }), "fail"],
  ["aws-kms-deletion-window", key(), "pass"],
  ["aws-kms-deletion-window", key({ deletion_window_in_days: later }), "unknown"],
  ["aws-cloudtrail-regions", trail(), "fail"],
  ["aws-cloudtrail-regions", trail({ is_multi_region_trail: true }), "pass"],
  ["aws-cloudtrail-validation", trail(), "fail"],
  ["aws-cloudtrail-validation", trail({ enable_log_file_validation: true }), "pass"],
  ["aws-cloudtrail-validation", trail({ enable_log_file_validation: later }), "unknown"],
  ["aws-cloudtrail-key", trail(), "fail"],
  ["aws-cloudtrail-key", trail({ kms_key_id: later }), "pass"],
  ["aws-cloudtrail-logging-off", trail({ enable_logging: false }), "fail"],
  ["aws-cloudtrail-logging-off", trail(), "pass"],
  ["aws-cloudtrail-alarms", trail(), "fail"],
  ["aws-cloudtrail-alarms", trail({ cloud_watch_logs_group_arn: later }), "pass"],
  ["aws-cloudtrail-absent", component("aws_vpc", "main"), "fail"],
  ["aws-cloudtrail-absent", component("aws_vpc", "main"), "pass", trail()],
  ["aws-guardduty-off", component("aws_guardduty_detector", "main", { enable: false }), "fail"],
  ["aws-guardduty-off", component("aws_guardduty_detector", "main"), "pass"],
  ["aws-secrets-rotation", secret(), "fail"],
  [
    "aws-secrets-rotation",
    secret(),
    "pass",
    component(
      "aws_secretsmanager_secret_rotation",
      "db",
      {},
      {
        references: [{ path: "secret_id", to: "aws_secretsmanager_secret.db" }],
      },
    ),
  ],
  [
    "aws-secrets-rotation",
    secret(),
    "unknown",
    component("aws_secretsmanager_secret_rotation", "x", { secret_id: later }),
  ],
  ["aws-secrets-key", secret({ kms_key_id: "alias/aws/secretsmanager" }), "fail"],
  ["aws-secrets-key", secret({ kms_key_id: later }), "pass"],
  ["aws-secrets-rotation-period", rotation(365), "fail"],
  ["aws-secrets-rotation-period", rotation(30), "pass"],
  ["aws-secrets-rotation-period", rotation(later), "unknown"],
  ["aws-secrets-recovery", secret({ recovery_window_in_days: 0 }), "fail"],
  ["aws-secrets-recovery", secret(), "pass"],
  ["aws-ssm-secure-string", component("aws_ssm_parameter", "a", { type: "String" }), "fail"],
  ["aws-ssm-secure-string", component("aws_ssm_parameter", "a", { type: "SecureString" }), "pass"],
  ["aws-provider-access-key", provider({ access_key: "***MASKED***" }), "fail"],
  ["aws-provider-access-key", provider({ region: "eu-west-1" }), "pass"],
  ["aws-provider-access-key", provider({ access_key: later }), "unknown"],
];

describe("rules about keys, trails and secrets", () => {
  it.each(cases.map((each) => [each[0], each[2], each] as const))("%s answers %s", (_, outcome, each) => {
    expect(answerOf(rules, each)).toBe(outcome);
  });

  it("are each shown failing and passing", () => {
    expect(unshown(rules, cases)).toEqual([]);
  });
});
