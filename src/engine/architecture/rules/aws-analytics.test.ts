import { describe, expect, it } from "vitest";
import type { Attributes } from "../model/index.ts";
import { analyticsRules } from "./aws-analytics.ts";
import { machineLearningRules } from "./aws-machine-learning.ts";
import { ownKeyRules } from "./aws-own-keys.ts";
import { at, casesOf, later, refuses, wants } from "./rule-table-fixture.ts";
import type { Expected } from "./rule-table-fixture.ts";
import { outcomeOf } from "./rules-fixture.ts";

/** What is expected of a rule that asks for an attribute to be there. */
const isSet = (path: string): Expected => ({
  fail: [{}, at(path, "")],
  pass: [at(path, "something"), at(path, later)],
});

/** The same of a key, which must not be the one that AWS keeps. */
const ownKey = (path: string): Expected => ({
  fail: [{}, at(path, "alias/aws/service")],
  pass: [at(path, "arn:aws:kms:eu-west-1:123456789012:key/1"), at(path, later)],
});

const catalogue = (password: object, rest: object) => ({
  data_catalog_encryption_settings: [
    {
      connection_password_encryption: [
        { return_connection_password_encrypted: true, aws_kms_key_id: "k", ...password },
      ],
      encryption_at_rest: [{ catalog_encryption_mode: "SSE-KMS", sse_aws_kms_key_id: "k", ...rest }],
    },
  ],
});

const shell = (command: Attributes): Attributes =>
  at("configuration.execute_command_configuration", [{ logging: "OVERRIDE", ...command }]);

const glue = (mode: string) => ({
  encryption_configuration: [
    {
      cloudwatch_encryption: [{ cloudwatch_encryption_mode: "SSE-KMS" }],
      job_bookmarks_encryption: [{ job_bookmarks_encryption_mode: "CSE-KMS" }],
      s3_encryption: [{ s3_encryption_mode: mode }],
    },
  ],
});

const cluster = (encryption: object) => ({
  configuration: JSON.stringify({ EncryptionConfiguration: encryption }),
});

const disks = (disk: object) =>
  cluster({
    EnableAtRestEncryption: true,
    AtRestEncryptionConfiguration: { LocalDiskEncryptionConfiguration: disk },
  });

const cases = [
  ...casesOf(analyticsRules, {
    "aws-athena-database-encryption": isSet("encryption_configuration.encryption_option"),
    "aws-athena-workgroup-enforced": refuses("configuration.enforce_workgroup_configuration", false, true),
    "aws-athena-workgroup-metrics": refuses("configuration.publish_cloudwatch_metrics_enabled", false, true),
    "aws-glue-secured": isSet("security_configuration"),
    "aws-emr-kerberos": isSet("kerberos_attributes"),
    "aws-emr-public-access": wants("block_public_security_group_rules", true, false),
    "aws-emr-security-configured": isSet("security_configuration"),
    "aws-dms-public": refuses("publicly_accessible", true, false),
    "aws-dms-updates": wants("auto_minor_version_upgrade", true, false),
    "aws-dms-multi-az": wants("multi_az", true, false),
    "aws-redshift-own-network": isSet("cluster_subnet_group_name"),
    "aws-redshift-default-name": {
      fail: [{}, { database_name: "dev" }],
      pass: [{ database_name: "sales" }],
      unknown: [{ database_name: later }],
    },
    "aws-athena-workgroup-encryption": isSet("configuration.result_configuration.encryption_configuration"),
    "aws-glue-catalogue-encryption": {
      fail: [
        {},
        catalogue({ return_connection_password_encrypted: false }, {}),
        catalogue({ aws_kms_key_id: null }, {}),
        catalogue({}, { catalog_encryption_mode: "DISABLED" }),
      ],
      pass: [catalogue({}, {})],
      unknown: [catalogue({}, { catalog_encryption_mode: later })],
    },
    "aws-glue-security-configuration": { fail: [{}, glue("DISABLED")], pass: [glue("SSE-S3")] },
    "aws-emr-at-rest": {
      fail: [cluster({ EnableAtRestEncryption: false })],
      pass: [cluster({ EnableAtRestEncryption: true })],
      unknown: [{ configuration: later }, { configuration: "{" }],
    },
    "aws-emr-local-disks": {
      fail: [cluster({ EnableAtRestEncryption: true }), disks({ EncryptionKeyProviderType: "" })],
      pass: [disks({ EncryptionKeyProviderType: "AwsKms" })],
    },
    "aws-emr-ebs": {
      fail: [disks({ EncryptionKeyProviderType: "AwsKms" })],
      pass: [disks({ EnableEbsEncryption: true })],
    },
    "aws-emr-in-transit": {
      fail: [cluster({ EnableInTransitEncryption: false }), { configuration: "{}" }],
      pass: [cluster({ EnableInTransitEncryption: "true" })],
    },
    "aws-dms-endpoint-tls": {
      fail: [{ engine_name: "mysql" }, { engine_name: "mysql", ssl_mode: "none" }],
      pass: [{ engine_name: "s3" }, { engine_name: "mysql", ssl_mode: "verify-full" }],
      unknown: [{ engine_name: "mysql", ssl_mode: later }],
    },
  }),
  ...casesOf(machineLearningRules, {
    "aws-sagemaker-direct-internet": wants("direct_internet_access", "Disabled", "other"),
    "aws-sagemaker-own-network": isSet("subnet_id"),
    "aws-sagemaker-root": wants("root_access", "Disabled", "other"),
    "aws-sagemaker-metadata": wants(
      "instance_metadata_service_configuration.minimum_instance_metadata_service_version",
      "2",
      "other",
    ),
    "aws-sagemaker-model-isolation": wants("enable_network_isolation", true, false),
    "aws-sagemaker-quality-volume-key": isSet("job_resources.cluster_config.volume_kms_key_id"),
    "aws-sagemaker-quality-output-key": isSet("data_quality_job_output_config.kms_key_id"),
    "aws-sagemaker-quality-traffic": wants("network_config.enable_inter_container_traffic_encryption", true, false),
    "aws-bedrock-guardrail": isSet("guardrail_configuration"),
    "aws-workspaces-root-disk": wants("root_volume_encryption_enabled", true, false),
    "aws-workspaces-user-disk": wants("user_volume_encryption_enabled", true, false),
    "aws-sagemaker-endpoint-spare": {
      fail: [at("production_variants.initial_instance_count", 1)],
      pass: [{}, at("production_variants.initial_instance_count", 2)],
      unknown: [at("production_variants.initial_instance_count", later)],
    },
  }),
  ...casesOf(ownKeyRules, {
    "aws-sagemaker-notebook-customer-key": ownKey("kms_key_id"),
    "aws-sagemaker-endpoint-customer-key": ownKey("kms_key_arn"),
    "aws-sagemaker-domain-customer-key": ownKey("kms_key_id"),
    "aws-redshift-customer-key": ownKey("kms_key_id"),
    "aws-redshift-serverless-customer-key": ownKey("kms_key_id"),
    "aws-redshift-copy-customer-key": ownKey("kms_key_id"),
    "aws-codebuild-customer-key": ownKey("encryption_key"),
    "aws-logs-customer-key": ownKey("kms_key_id"),
    "aws-timestream-customer-key": ownKey("kms_key_id"),
    "aws-kinesis-video-customer-key": ownKey("kms_key_id"),
    "aws-kinesis-customer-key": ownKey("kms_key_id"),
    "aws-fsx-ontap-customer-key": ownKey("kms_key_id"),
    "aws-fsx-windows-customer-key": ownKey("kms_key_id"),
    "aws-fsx-lustre-customer-key": ownKey("kms_key_id"),
    "aws-fsx-openzfs-customer-key": ownKey("kms_key_id"),
    "aws-imagebuilder-component-customer-key": ownKey("kms_key_id"),
    "aws-s3-object-customer-key": ownKey("kms_key_id"),
    "aws-s3-object-copy-customer-key": ownKey("kms_key_id"),
    "aws-docdb-customer-key": ownKey("kms_key_id"),
    "aws-neptune-customer-key": ownKey("kms_key_arn"),
    "aws-neptune-snapshot-customer-key": ownKey("kms_key_id"),
    "aws-efs-customer-key": ownKey("kms_key_id"),
    "aws-elasticache-customer-key": ownKey("kms_key_id"),
    "aws-memorydb-customer-key": ownKey("kms_key_arn"),
    "aws-memorydb-snapshot-customer-key": ownKey("kms_key_arn"),
    "aws-mq-customer-key": ownKey("encryption_options.kms_key_id"),
    "aws-dms-customer-key": ownKey("kms_key_arn"),
    "aws-dms-endpoint-customer-key": ownKey("kms_key_arn"),
    "aws-dms-s3-endpoint-customer-key": ownKey("kms_key_arn"),
    "aws-codepipeline-customer-key": ownKey("artifact_store.encryption_key"),
    "aws-codeartifact-customer-key": ownKey("encryption_key"),
    "aws-ebs-copy-customer-key": ownKey("kms_key_id"),
    "aws-ami-copy-customer-key": ownKey("kms_key_id"),
    "aws-sagemaker-flow-customer-key": ownKey("output_config.kms_key_id"),
    "aws-firehose-customer-key": ownKey("server_side_encryption.key_arn"),
    "aws-rds-copied-backups-customer-key": ownKey("kms_key_id"),
    "aws-rds-activity-stream-customer-key": ownKey("kms_key_id"),
    "aws-rds-snapshot-copy-customer-key": ownKey("kms_key_id"),
    "aws-opensearch-customer-key": ownKey("encrypt_at_rest.kms_key_id"),
    "aws-kendra-customer-key": ownKey("server_side_encryption_configuration.kms_key_id"),
    "aws-appflow-customer-key": ownKey("kms_arn"),
    "aws-appflow-connector-customer-key": ownKey("kms_arn"),
    "aws-keyspaces-customer-key": ownKey("encryption_specification.kms_key_identifier"),
    "aws-comprehend-model-customer-key": ownKey("model_kms_key_id"),
    "aws-comprehend-volume-customer-key": ownKey("volume_kms_key_id"),
    "aws-dynamodb-replica-customer-key": ownKey("kms_key_arn"),
    "aws-cloudtrail-store-customer-key": ownKey("kms_key_id"),
    "aws-scheduler-customer-key": ownKey("kms_key_arn"),
    "aws-network-firewall-customer-key": ownKey("encryption_configuration.key_id"),
    "aws-network-firewall-policy-customer-key": ownKey("encryption_configuration.key_id"),
    "aws-bedrock-agent-customer-key": ownKey("customer_encryption_key_arn"),
    "aws-rds-insights-customer-key": {
      fail: [{ performance_insights_enabled: true }],
      pass: [{}, { performance_insights_enabled: true, performance_insights_kms_key_id: "k" }],
      unknown: [{ performance_insights_enabled: later }],
    },
    "aws-ssm-parameter-customer-key": {
      fail: [{ type: "SecureString" }],
      pass: [{ type: "String" }, { type: "SecureString", key_id: "k" }],
    },
    "aws-imagebuilder-recipe-customer-key": {
      fail: [
        at("block_device_mapping.ebs.encrypted", true),
        at("block_device_mapping.ebs", [{ kms_key_id: "k", encrypted: false }]),
      ],
      pass: [{}, at("block_device_mapping.ebs.kms_key_id", "k")],
    },
    "aws-imagebuilder-image-customer-key": {
      fail: [at("distribution.ami_distribution_configuration.name", "a")],
      pass: [
        {},
        at("distribution.region", "eu-west-1"),
        at("distribution.ami_distribution_configuration.kms_key_id", "k"),
      ],
    },
    "aws-connect-customer-key": {
      fail: [
        at("storage_config.s3_config.bucket_name", "b"),
        at("storage_config.kinesis_video_stream_config.prefix", "p"),
      ],
      pass: [
        at("storage_config.s3_config.encryption_config.key_id", "k"),
        at("storage_config.kinesis_firehose_config.firehose_arn", "a"),
      ],
    },
    "aws-codeguru-customer-key": wants("kms_key_details.encryption_option", "CUSTOMER_MANAGED_CMK", "AWS_OWNED_CMK"),
    "aws-ecs-exec-customer-key": {
      fail: [shell({}), shell({ kms_key_id: "k" }), shell({ kms_key_id: "k", log_configuration: [{}] })],
      pass: [
        {},
        shell({ logging: "NONE" }),
        shell({ kms_key_id: "k", log_configuration: [{ cloud_watch_encryption_enabled: true }] }),
        shell({ kms_key_id: "k", log_configuration: [{ s3_bucket_encryption_enabled: true }] }),
      ],
      unknown: [
        shell({ logging: later }),
        shell({ kms_key_id: "k", log_configuration: [{ cloud_watch_encryption_enabled: later }] }),
      ],
    },
  }),
];

describe("rules about analytics, machine learning and keys", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });
});
