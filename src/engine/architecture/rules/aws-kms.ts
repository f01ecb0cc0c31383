import { isUnknown, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { fail, mustBe, pass, textAt, unknown } from "./checks.ts";
import { isOpenToAnyone, statementsOf } from "./policy.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** Only symmetric keys that encrypt can be rotated by KMS. */
const rotates = (key: Component): boolean | undefined => {
  const { attributes } = key;
  const names = ["customer_master_key_spec", "key_usage", "custom_key_store_id"];
  if (names.some((name) => isUnknown(read(attributes, name)))) return undefined;
  return (
    (textAt(key, "customer_master_key_spec") ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT" &&
    (textAt(key, "key_usage") ?? "ENCRYPT_DECRYPT") === "ENCRYPT_DECRYPT" &&
    read(attributes, "custom_key_store_id") === undefined
  );
};

const openPolicy = (component: Component): Verdict => {
  const policy = read(component.attributes, "policy");
  if (policy === undefined) return pass;
  const statements = statementsOf(policy);
  if (statements === undefined) return unknown;
  return statements.some(isOpenToAnyone) ? fail("policy") : pass;
};

/** Rules about encryption keys. */
export const kmsRules: readonly Rule[] = [
  rule({
    id: "aws-kms-rotation",
    severity: "medium",
    pillar: "security",
    types: ["aws_kms_key"],
    title: "Key is never rotated",
    why: "The longer one key is used, the more data is lost when it leaks.",
    fix: "Set enable_key_rotation = true.",
    refs: { checkov: ["CKV_AWS_7"], cis: ["6.0:4.6", "7.0:4.6"], fsbp: ["KMS.4"] },
    check: (key) => (rotates(key) === true ? mustBe("enable_key_rotation", true)(key) : unknown),
    remedy: setTo("enable_key_rotation", true),
  }),
  rule({
    id: "aws-kms-public-policy",
    severity: "critical",
    pillar: "security",
    types: ["aws_kms_key", "aws_kms_key_policy"],
    title: "Key may be used by anyone",
    why: 'A statement allows principal "*" without a condition that narrows it: every AWS account can use the key.',
    fix: "Name the accounts or roles in the policy's Principal, or add a condition on kms:CallerAccount.",
    refs: { checkov: ["CKV_AWS_33"], cis: ["5.0:1.10", "7.0:2.21"], fsbp: ["KMS.5"] },
    check: openPolicy,
  }),
  rule({
    id: "aws-kms-deletion-window",
    severity: "low",
    pillar: "reliability",
    types: ["aws_kms_key"],
    title: "Key is deleted within days",
    why: "Everything encrypted with a deleted key is lost; a short wait leaves little time to notice the mistake.",
    fix: "Set deletion_window_in_days = 30.",
    refs: {},
    check: (key) => {
      const value = read(key.attributes, "deletion_window_in_days");
      if (isUnknown(value)) return unknown;
      return Number(textAt(key, "deletion_window_in_days") ?? 30) >= 14 ? pass : fail("deletion_window_in_days");
    },
    remedy: setTo("deletion_window_in_days", 30),
  }),
];
