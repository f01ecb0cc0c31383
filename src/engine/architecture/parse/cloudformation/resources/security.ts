import type { PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { networkFirewalls } from "./network-firewall.ts";
import { dropped } from "./property-writers.ts";
import { generatedSecret } from "./secret-string.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

const keyPolicy: PropertyMappings = {
  KeyPolicy: { json: "policy" },
  PendingWindowInDays: "deletion_window_in_days",
};

const key: ResourceMapping = {
  type: "aws_kms_key",
  ref: "key_id",
  properties: {
    ...keyPolicy,
    KeySpec: "customer_master_key_spec",
    Enabled: "is_enabled",
    Origin: dropped,
    ...tagged,
  },
};

const secret: ResourceMapping = {
  type: "aws_secretsmanager_secret",
  ref: "id",
  properties: {
    GenerateSecretString: generatedSecret,
    SecretString: {
      write: (value, at) => {
        const span = { line: at.line, endLine: value.endLine };
        at.companion("aws_secretsmanager_secret_version", at.logicalId, span, () => {
          at.out.attribute("secret_id", at.reference("id"), at.line);
          at.out.attribute("secret_string", at.hcl(value), at.line);
        });
      },
    },
    ReplicaRegions: { block: "replica" },
    Type: dropped,
    ...tagged,
  },
};

const secrets: ResourceMappings = {
  "AWS::SecretsManager::Secret": secret,
  "AWS::SecretsManager::RotationSchedule": {
    type: "aws_secretsmanager_secret_rotation",
    ref: "secret_id",
    properties: {
      RotationRules: { block: "rotation_rules" },
      RotateImmediatelyOnUpdate: "rotate_immediately",
      ExternalSecretRotationMetadata: dropped,
      ExternalSecretRotationRoleArn: dropped,
      HostedRotationLambda: dropped,
    },
  },
  // What the database is reached at is put into the secret: that is a version of it.
  "AWS::SecretsManager::SecretTargetAttachment": {
    type: "aws_secretsmanager_secret_version",
    ref: "secret_id",
    properties: { TargetId: dropped, TargetType: dropped },
  },
  "AWS::SecretsManager::ResourcePolicy": {
    type: "aws_secretsmanager_secret_policy",
    ref: "secret_arn",
    properties: { SecretId: "secret_arn", ResourcePolicy: { json: "policy" } },
  },
};

const detector: ResourceMapping = {
  type: "aws_guardduty_detector",
  properties: {
    DataSources: {
      block: "datasources",
      properties: {
        S3Logs: { block: "s3_logs" },
        Kubernetes: { block: "kubernetes", properties: { AuditLogs: { block: "audit_logs" } } },
        MalwareProtection: {
          block: "malware_protection",
          properties: {
            ScanEc2InstanceWithFindings: {
              block: "scan_ec2_instance_with_findings",
              properties: {
                EbsVolumes: {
                  write: (value, at) =>
                    at.out.block("ebs_volumes", [], { line: at.line, endLine: value.endLine }, () =>
                      at.out.attribute("enable", at.hcl(value), at.line),
                    ),
                },
              },
            },
          },
        },
      },
    },
    Features: dropped,
    ...tagged,
  },
};

/** Keys, secrets, and what watches over the account and its network. */
export const securityMappings: ResourceMappings = {
  "AWS::KMS::Key": key,
  "AWS::KMS::ReplicaKey": {
    type: "aws_kms_replica_key",
    ref: "key_id",
    properties: { ...keyPolicy, ...tagged },
  },
  "AWS::KMS::Alias": {
    type: "aws_kms_alias",
    ref: "name",
    properties: { AliasName: "name" },
  },
  ...secrets,
  "AWS::GuardDuty::Detector": detector,
  "AWS::SecurityHub::Hub": { type: "aws_securityhub_account", properties: { Tags: dropped } },
  "AWS::SecurityHub::Standard": {
    type: "aws_securityhub_standards_subscription",
    properties: { DisabledStandardsControls: dropped },
  },
  "AWS::Inspector::AssessmentTarget": {
    type: "aws_inspector_assessment_target",
    ref: "arn",
    properties: { AssessmentTargetName: "name" },
  },
  "AWS::Inspector::AssessmentTemplate": {
    type: "aws_inspector_assessment_template",
    ref: "arn",
    properties: {
      AssessmentTargetArn: "target_arn",
      AssessmentTemplateName: "name",
      DurationInSeconds: "duration",
      UserAttributesForFindings: dropped,
    },
  },
  "AWS::Macie::Session": { type: "aws_macie2_account", properties: {} },
  "AWS::AccessAnalyzer::Analyzer": {
    type: "aws_accessanalyzer_analyzer",
    ref: "analyzer_name",
    properties: { AnalyzerConfiguration: dropped, ArchiveRules: dropped, ...tagged },
  },
  ...networkFirewalls,
};
