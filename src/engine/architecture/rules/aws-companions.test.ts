import { expect, it } from "vitest";
import { named, saidBeside } from "./companions-fixture.ts";
import type { CompanionCase } from "./companions-fixture.ts";

const companions: readonly CompanionCase[] = [
  [
    "aws-cloudfront-logging",
    named("aws_cloudfront_distribution"),
    "aws_cloudwatch_log_delivery_source",
    "resource_arn",
    ["fail", "pass", "unknown"],
  ],
  [
    "aws-s3-event-notifications",
    named("aws_s3_bucket"),
    "aws_s3_bucket_notification",
    "bucket",
    ["fail", "pass", "unknown"],
  ],
  [
    "aws-codecommit-unreviewed",
    named("aws_codecommit_repository"),
    "aws_codecommit_approval_rule_template_association",
    "repository_name",
    ["fail", "pass", "unknown"],
  ],
  [
    "aws-guardduty-members",
    named("aws_guardduty_detector"),
    "aws_guardduty_organization_configuration",
    "detector_id",
    ["fail", "fail at auto_enable_organization_members", "unknown"],
  ],
  [
    "aws-network-acl-unused",
    named("aws_network_acl"),
    "aws_network_acl_association",
    "network_acl_id",
    ["fail at subnet_ids", "pass", "unknown"],
  ],
  [
    "aws-redshift-logging",
    named("aws_redshift_cluster"),
    "aws_redshift_logging",
    "cluster_identifier",
    ["fail", "pass", "unknown"],
  ],
  [
    "aws-network-firewall-logs",
    named("aws_networkfirewall_firewall"),
    "aws_networkfirewall_logging_configuration",
    "firewall_arn",
    ["fail", "pass", "unknown"],
  ],
  [
    "aws-dns-security",
    named("aws_route53_zone"),
    "aws_route53_hosted_zone_dnssec",
    "hosted_zone_id",
    ["fail", "pass", "unknown"],
  ],
  ["aws-dns-query-log", named("aws_route53_zone"), "aws_route53_query_log", "zone_id", ["fail", "pass", "unknown"]],
  [
    "aws-ecr-no-lifecycle",
    named("aws_ecr_repository"),
    "aws_ecr_lifecycle_policy",
    "repository",
    ["fail", "pass", "unknown"],
  ],
  [
    "aws-ecs-no-autoscaling",
    named("aws_ecs_service"),
    "aws_appautoscaling_target",
    "resource_id",
    ["fail", "pass", "unknown"],
  ],
  [
    "aws-efs-backup",
    named("aws_efs_file_system"),
    "aws_efs_backup_policy",
    "file_system_id",
    ["fail", "fail", "unknown"],
  ],
  ["aws-ebs-unattached", named("aws_ebs_volume"), "aws_volume_attachment", "volume_id", ["fail", "pass", "unknown"]],
  [
    "aws-secrets-rotation",
    named("aws_secretsmanager_secret"),
    "aws_secretsmanager_secret_rotation",
    "secret_id",
    ["fail", "pass", "unknown"],
  ],
  ["aws-sg-default-group", named("aws_vpc"), "aws_default_security_group", "vpc_id", ["fail", "pass", "unknown"]],
  ["aws-s3-secure-transport", named("aws_s3_bucket"), "aws_s3_bucket_policy", "bucket", ["fail", "unknown", "unknown"]],
  [
    "aws-s3-public-access-block",
    named("aws_s3_bucket"),
    "aws_s3_bucket_public_access_block",
    "bucket",
    ["fail", "pass", "unknown"],
  ],
  [
    "aws-s3-lifecycle",
    named("aws_s3_bucket"),
    "aws_s3_bucket_lifecycle_configuration",
    "bucket",
    ["fail", "pass", "unknown"],
  ],
  [
    "aws-asg-no-scaling-policy",
    named("aws_autoscaling_group", { min_size: 2, max_size: 4 }),
    "aws_autoscaling_policy",
    "autoscaling_group_name",
    ["fail", "pass", "unknown"],
  ],
  [
    "aws-iam-user-groupless",
    named("aws_iam_user", { name: "anna" }),
    "aws_iam_user_group_membership",
    "user",
    ["fail", "pass", "unknown"],
  ],
  ["aws-lb-waf", named("aws_lb"), "aws_wafv2_web_acl_association", "resource_arn", ["fail", "pass", "unknown"]],
];

it.each(companions)("%s: a companion decides, one of which nobody knows whose it is leaves it open", (...asked) => {
  expect(saidBeside(asked)).toEqual(asked[4]);
});
