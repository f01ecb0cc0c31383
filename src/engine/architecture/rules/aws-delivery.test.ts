import { describe, expect, it } from "vitest";
import { deliveryRules } from "./aws-delivery.ts";
import { platformRules } from "./aws-platform.ts";
import { safeguardRules } from "./aws-safeguards.ts";
import { at, casesOf, later, refuses, wants } from "./rule-table-fixture.ts";
import type { Expected } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

/** What is expected of a rule that asks for an attribute to be there. */
const isSet = (path: string): Expected => ({
  fail: [{}, at(path, "")],
  pass: [at(path, "something"), at(path, later)],
});

const parameter = (name: string, value: string | typeof later, family = "postgres16") => ({
  family,
  parameter: [{ name, value }],
});

const setting = (namespace: string, name: string, value: string) => ({
  setting: [{ namespace: `aws:elasticbeanstalk:${namespace}`, name, value }],
});

const session = (inputs: object) => ({ document_type: "Session", content: JSON.stringify({ inputs }) });

const hsts = (seconds: number) =>
  at("security_headers_config.strict_transport_security", [
    { access_control_max_age_sec: seconds, include_subdomains: true, preload: true },
  ]);

const replaced = wants("lifecycle.create_before_destroy", true, false);
const unwanted: Expected = { fail: [{}], pass: [] };

const cases = [
  ...casesOf(deliveryRules, {
    "aws-apigateway-deployment-replacement": replaced,
    "aws-apigateway-replacement": replaced,
    "aws-acm-replacement": replaced,
    "aws-acm-transparency": refuses("options.certificate_transparency_logging_preference", "other", "ENABLED"),
    "aws-apigateway-cache": wants("cache_cluster_enabled", true, false),
    "aws-apigateway-data-trace": refuses("settings.data_trace_enabled", true, false),
    "aws-apigateway-method-cache": wants("settings.caching_enabled", true, false),
    "aws-apigateway-validation": isSet("request_validator_id"),
    "aws-apigateway-client-certificate": isSet("client_certificate_id"),
    "aws-appsync-logs": isSet("log_config.cloudwatch_logs_role_arn"),
    "aws-appsync-field-logs": wants("log_config.field_log_level", "ERROR", "other"),
    "aws-appsync-cache-at-rest": wants("at_rest_encryption_enabled", true, false),
    "aws-appsync-cache-in-transit": wants("transit_encryption_enabled", true, false),
    "aws-cloudfront-off": wants("enabled", true, false),
    "aws-cloudfront-headers": isSet("default_cache_behavior.response_headers_policy_id"),
    "aws-cloudfront-geo": wants("restrictions.geo_restriction.restriction_type", "whitelist", "other"),
    "aws-cloudsearch-tls": wants("endpoint_options.tls_security_policy", "Policy-Min-TLS-1-2-2019-07", "other"),
    "aws-cloudsearch-https": wants("endpoint_options.enforce_https", true, false),
    "aws-elb-cross-zone": refuses("cross_zone_load_balancing", false, true),
    "aws-transit-auto-accept": refuses("auto_accept_shared_attachments", "other", "disable"),
    "aws-network-firewall-deletion": wants("delete_protection", true, false),
    "aws-acm-wildcard": { fail: [{ domain_name: "*.example.com" }], pass: [{ domain_name: "www.example.com" }] },
    "aws-cloudfront-hsts": { fail: [{}, hsts(300)], pass: [hsts(31_536_000)] },
    "aws-lb-target-http": {
      fail: [{ protocol: "HTTP" }],
      pass: [{ protocol: "HTTPS" }, { target_type: "lambda" }],
      unknown: [{ protocol: later }],
    },
    "aws-elb-certificate": {
      fail: [
        at("listener.lb_protocol", "http"),
        at("listener.ssl_certificate_id", "arn:aws:iam::1:server-certificate/a"),
      ],
      pass: [at("listener.ssl_certificate_id", "arn:aws:acm:eu-west-1:1:certificate/a")],
    },
    "aws-network-firewall-logs": { fail: [{}], pass: [] },
    "aws-waf-classic-logs": isSet("logging_configuration"),
    "aws-waf-action": { fail: [at("rule.name", "a")], pass: [{}, at("rule.action", [{ block: [{}] }])] },
    "aws-dns-security": { fail: [{}], pass: [at("vpc.vpc_id", "v")] },
    "aws-dns-query-log": { fail: [{}], pass: [at("vpc.vpc_id", "v")] },
  }),
  ...casesOf(platformRules, {
    "aws-mwaa-scheduler-logs": wants("logging_configuration.scheduler_logs.enabled", true, false),
    "aws-mwaa-worker-logs": wants("logging_configuration.worker_logs.enabled", true, false),
    "aws-mwaa-webserver-logs": wants("logging_configuration.webserver_logs.enabled", true, false),
    "aws-mwaa-public": refuses("webserver_access_mode", "other", "PRIVATE_ONLY"),
    "aws-qldb-permissions": wants("permissions_mode", "STANDARD", "other"),
    "aws-qldb-deletion-protection": refuses("deletion_protection", false, true),
    "aws-transfer-public": wants("endpoint_type", "VPC", "other"),
    "aws-transfer-policy": wants("security_policy_name", "TransferSecurityPolicy-2024-01", "other"),
    "aws-config-recorder-all": refuses("recording_group.all_supported", false, true),
    "aws-accelerator-logs": wants("attributes.flow_logs_enabled", true, false),
    "aws-stack-notifications": isSet("notification_arns"),
    "aws-ses-tls": wants("delivery_options.tls_policy", "Require", "other"),
    "aws-cognito-guests": wants("allow_unauthenticated_identities", false, true),
    "aws-domain-transfer-lock": refuses("transfer_lock", false, true),
    "aws-alarm-actions": refuses("actions_enabled", false, true),
    "aws-sfn-tracing": wants("tracing_configuration.enabled", true, false),
    "aws-batch-privileged": {
      fail: [{ container_properties: '{"privileged": true}' }],
      pass: [{}, { container_properties: '{"privileged": false}' }],
      unknown: [{ container_properties: later }],
    },
    "aws-transfer-ftp": { fail: [{ protocols: ["SFTP", "FTP"] }], pass: [{}, { protocols: ["FTPS"] }] },
    "aws-config-aggregator-regions": {
      fail: [{}, at("account_aggregation_source.regions", ["us-east-1"])],
      pass: [at("organization_aggregation_source.all_regions", true)],
    },
    "aws-ssm-session-encryption": {
      fail: [session({ kmsKeyId: "" })],
      pass: [{}, session({ kmsKeyId: "k" })],
      unknown: [{ document_type: "Session", content: later }],
    },
    "aws-ssm-session-logs": {
      fail: [session({}), session({ s3BucketName: "b", s3EncryptionEnabled: false })],
      pass: [{}, session({ s3BucketName: "b", s3EncryptionEnabled: true })],
    },
    "aws-ssm-document-public": {
      fail: [at("permissions.account_ids", "All")],
      pass: [{}, at("permissions.account_ids", "123456789012")],
    },
    "aws-codecommit-approvals": {
      fail: [{ content: '{"Statements":[{"NumberOfApprovalsNeeded":1}]}' }],
      pass: [{ content: '{"Statements":[{"NumberOfApprovalsNeeded":2}]}' }],
    },
    "aws-sfn-logs": {
      fail: [{}, at("logging_configuration.level", "OFF")],
      pass: [at("logging_configuration.level", "ERROR")],
    },
  }),
  ...casesOf(safeguardRules, {
    "aws-snapshot-encryption": wants("storage_encrypted", true, false),
    "aws-rds-certificate": refuses("ca_cert_identifier", "other", "rds-ca-rsa2048-g1"),
    "aws-neptune-copy-tags": wants("copy_tags_to_snapshot", true, false),
    "aws-elasticache-own-network": isSet("subnet_group_name"),
    "aws-ecs-exec-logs": refuses("configuration.execute_command_configuration.logging", "other", "DEFAULT"),
    "aws-lambda-signed-code": isSet("code_signing_config_arn"),
    "aws-cloudtrail-notification": isSet("sns_topic_name"),
    "aws-codebuild-open-logs": refuses("logs_config.s3_logs.encryption_disabled", true, false),
    "aws-codebuild-logs-config": isSet("logs_config"),
    "aws-docdb-tls": {
      fail: [parameter("tls", "disabled")],
      pass: [{}, parameter("tls", "enabled")],
      unknown: [parameter("tls", later), { parameter: later }],
    },
    "aws-docdb-audit": { fail: [{}, parameter("audit_logs", "disabled")], pass: [parameter("audit_logs", "enabled")] },
    "aws-redshift-tls": { fail: [{}, parameter("require_ssl", "false")], pass: [parameter("require_ssl", "true")] },
    "aws-elasticache-classic-group": unwanted,
    "aws-rds-classic-group": unwanted,
    "aws-default-network": unwanted,
    "aws-ami-shared": unwanted,
    "aws-iam-user": unwanted,
    "aws-iam-group-empty": { fail: [{}], pass: [] },
    "aws-kms-key-off": refuses("is_enabled", false, true),
    "aws-kms-policy": { fail: [{}], pass: [{ policy: later }] },
    "aws-ecr-kms": wants("encryption_configuration.encryption_type", "KMS", "AES256"),
    "aws-sqs-managed-key": refuses("kms_master_key_id", "alias/aws/sqs", "alias/mine"),
    "aws-ecs-one-role": {
      fail: [{ task_role_arn: "a", execution_role_arn: "a" }],
      pass: [{}, { task_role_arn: "a", execution_role_arn: "b" }, { task_role_arn: later, execution_role_arn: "b" }],
    },
    "aws-beanstalk-health": {
      fail: [{}, setting("healthreporting:system", "SystemType", "basic")],
      pass: [setting("healthreporting:system", "SystemType", "enhanced")],
      unknown: [{ setting: later }],
    },
    "aws-beanstalk-updates": {
      fail: [{}, setting("managedactions", "ManagedActionsEnabled", "false")],
      pass: [setting("managedactions", "ManagedActionsEnabled", "true")],
    },
  }),
];

describe("rules about delivery, platforms and safeguards", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });
});

describe("what stands beside it", () => {
  const via = (path: string) => ({ references: [{ path, to: "subject" }] });
  it.each([
    [
      "aws-network-firewall-logs",
      "aws_networkfirewall_firewall",
      "aws_networkfirewall_logging_configuration",
      "firewall_arn",
    ],
    ["aws-dns-security", "aws_route53_zone", "aws_route53_hosted_zone_dnssec", "hosted_zone_id"],
    ["aws-dns-query-log", "aws_route53_zone", "aws_route53_query_log", "zone_id"],
    ["aws-iam-group-empty", "aws_iam_group", "aws_iam_user_group_membership", "groups"],
    ["aws-kms-policy", "aws_kms_key", "aws_kms_key_policy", "key_id"],
  ])("%s is met by an %s that has an %s", (id, type, companion, path) => {
    const subject = { ...component(type, "x"), id: "subject", address: "subject" };
    const rule = [...deliveryRules, ...safeguardRules].find((one) => one.id === id);
    const beside = component(companion, "y", {}, via(path));
    expect(rule?.check(subject, modelOf(subject, beside)).outcome).toBe("pass");
  });
});
