import { add, code, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { callerIdentity } from "./aws-log-bucket.ts";
import { fail, mustBe, mustBeSet, mustHaveOwnKey, mustNotBe, pass } from "./checks.ts";
import { inRoot, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule } from "./rule.ts";
import { onceForStack } from "./stack.ts";

const trails = ["aws_cloudtrail"];

/** A key of its own, since CloudTrail must be allowed to use it. Source: AWS, "Configure AWS KMS key policies for CloudTrail". */
export const trailKey: readonly Edit[] = [
  callerIdentity,
  add(
    "aws_kms_key.stackstage_trail",
    `resource "aws_kms_key" "stackstage_trail" {
  description             = "Encrypts the audit trail"
  deletion_window_in_days = 30
  enable_key_rotation     = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Administer"
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::\${data.aws_caller_identity.stackstage.account_id}:root"
        }
        Action   = "kms:*"
        Resource = "*"
      },
      {
        Sid    = "EncryptTrail"
        Effect = "Allow"
        Principal = {
          Service = "cloudtrail.amazonaws.com"
        }
        Action   = ["kms:DescribeKey", "kms:GenerateDataKey*"]
        Resource = "*"
        Condition = {
          StringEquals = {
            "aws:SourceAccount" = data.aws_caller_identity.stackstage.account_id
          }
        }
      },
    ]
  })
}
`,
  ),
];

/** Rules about the audit trail and threat detection of an account. */
export const cloudtrailRules: readonly Rule[] = [
  rule({
    id: "aws-cloudtrail-regions",
    severity: "medium",
    pillar: "operations",
    types: trails,
    title: "Audit trail covers one region",
    why: "What an intruder does in a region that you do not use is not recorded.",
    fix: "Set is_multi_region_trail = true.",
    refs: { checkov: ["CKV_AWS_67"], cis: ["6.0:4.1", "7.0:4.1"], fsbp: ["CloudTrail.1"] },
    check: mustBe("is_multi_region_trail", true),
    remedy: setTo("is_multi_region_trail", true),
  }),
  rule({
    id: "aws-cloudtrail-validation",
    severity: "medium",
    pillar: "security",
    types: trails,
    title: "Changes to the audit trail go unnoticed",
    why: "An intruder can remove entries about himself and nobody can prove it.",
    fix: "Set enable_log_file_validation = true.",
    refs: { checkov: ["CKV_AWS_36"], cis: ["6.0:4.2", "7.0:4.2"], fsbp: ["CloudTrail.4"] },
    check: mustBe("enable_log_file_validation", true),
    remedy: setTo("enable_log_file_validation", true),
  }),
  rule({
    id: "aws-cloudtrail-key",
    severity: "low",
    pillar: "security",
    types: trails,
    title: "Audit trail is not encrypted with a key of your own",
    why: "Who may read the bucket may read the trail; a key adds a second lock and a record of who opened it.",
    fix: "Set kms_key_id to a key that CloudTrail may use.",
    refs: { checkov: ["CKV_AWS_35"], cis: ["6.0:4.5", "7.0:4.5"], fsbp: ["CloudTrail.2"] },
    check: mustHaveOwnKey("kms_key_id"),
    remedy: inRoot(({ address }) => [
      ...trailKey,
      set(address, "kms_key_id", code("aws_kms_key.stackstage_trail.arn")),
    ]),
  }),
  rule({
    id: "aws-cloudtrail-logging-off",
    severity: "high",
    pillar: "operations",
    types: trails,
    title: "Audit trail is switched off",
    why: "Nothing that happens in the account is recorded.",
    fix: "Set enable_logging = true.",
    refs: { checkov: ["CKV_AWS_251"], fsbp: ["CloudTrail.3"] },
    check: mustNotBe("enable_logging", false),
    remedy: setTo("enable_logging", true),
  }),
  rule({
    id: "aws-cloudtrail-alarms",
    severity: "low",
    pillar: "operations",
    types: trails,
    title: "Audit trail does not reach CloudWatch",
    why: "No alarm can go off while an attack is under way; the trail is only read afterwards.",
    fix: "Set cloud_watch_logs_group_arn and cloud_watch_logs_role_arn.",
    refs: { checkov: ["CKV2_AWS_10"], fsbp: ["CloudTrail.5"] },
    check: mustBeSet("cloud_watch_logs_group_arn"),
  }),
  rule({
    id: "aws-cloudtrail-absent",
    severity: "low",
    pillar: "operations",
    types: ["aws_vpc"],
    title: "No audit trail in the design",
    why: "Unless the account has one already, nobody can tell later who changed or deleted what.",
    fix: "Add an aws_cloudtrail with is_multi_region_trail = true, if the organisation does not have one.",
    refs: { cis: ["6.0:4.1", "7.0:4.1"], fsbp: ["CloudTrail.1"] },
    check: onceForStack(["aws_vpc"], (_, model) => (model.ofType("aws_cloudtrail").length > 0 ? pass : fail())),
  }),
  rule({
    id: "aws-guardduty-off",
    severity: "medium",
    pillar: "security",
    types: ["aws_guardduty_detector"],
    title: "Threat detection is switched off",
    why: "Stolen keys, mining and calls to known bad addresses are not reported.",
    fix: "Set enable = true.",
    refs: { checkov: ["CKV_AWS_238"], fsbp: ["GuardDuty.1"] },
    check: mustNotBe("enable", false),
    remedy: setTo("enable", true),
  }),
];
