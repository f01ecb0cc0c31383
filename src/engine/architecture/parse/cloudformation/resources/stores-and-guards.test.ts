import { describe, expect, it } from "vitest";
import type { Attributes } from "../../../model/index.ts";
import { examine, templateOf, terraformOf } from "../translation-fixture.ts";

const resource = (type: string, properties: string): string =>
  templateOf(`Thing:\n  Type: ${type}\n  Properties:\n${properties.replaceAll(/^(?=.)/gm, "    ")}\n`);

interface Example {
  type: string;
  properties: string;
  address: string;
  says: Attributes;
  /** Rules that the resource breaks. */
  breaks?: readonly string[];
  /** Rules that it keeps. */
  keeps?: readonly string[];
}

const examples: readonly Example[] = [
  {
    type: "AWS::ElastiCache::ReplicationGroup",
    properties:
      "ReplicationGroupDescription: sessions\nCacheNodeType: cache.t4g.small\nMultiAZEnabled: true\nAtRestEncryptionEnabled: true",
    address: "aws_elasticache_replication_group.Thing",
    says: { description: "sessions", node_type: "cache.t4g.small", multi_az_enabled: true },
    breaks: ["aws-elasticache-transit"],
    keeps: ["aws-elasticache-at-rest"],
  },
  {
    type: "AWS::ElastiCache::ParameterGroup",
    properties: "CacheParameterGroupFamily: redis7\nDescription: d\nProperties: { maxmemory-policy: allkeys-lru }",
    address: "aws_elasticache_parameter_group.Thing",
    says: { family: "redis7", parameter: [{ name: "maxmemory-policy", value: "allkeys-lru" }] },
  },
  {
    type: "AWS::DAX::Cluster",
    properties: "IAMRoleARN: arn\nNodeType: dax.t3.small\nReplicationFactor: 1\nSSESpecification: { SSEEnabled: true }",
    address: "aws_dax_cluster.Thing",
    says: { iam_role_arn: "arn", server_side_encryption: [{ enabled: true }] },
    breaks: ["aws-dax-transit"],
    keeps: ["aws-dax-at-rest"],
  },
  {
    type: "AWS::Redshift::Cluster",
    properties:
      "ClusterType: single-node\nDBName: dw\nNodeType: ra3.large\nMasterUsername: admin\nLoggingProperties: { BucketName: logs }",
    address: "aws_redshift_cluster.Thing",
    says: { database_name: "dw", publicly_accessible: false },
    breaks: ["aws-redshift-encryption"],
    keeps: ["aws-redshift-public", "aws-redshift-logging"],
  },
  {
    type: "AWS::OpenSearchService::Domain",
    properties:
      "EncryptionAtRestOptions: { Enabled: true }\nLogPublishingOptions: { ES_APPLICATION_LOGS: { CloudWatchLogsLogGroupArn: arn, Enabled: true } }",
    address: "aws_opensearch_domain.Thing",
    says: {
      encrypt_at_rest: [{ enabled: true }],
      log_publishing_options: [{ log_type: "ES_APPLICATION_LOGS", cloudwatch_log_group_arn: "arn", enabled: true }],
    },
    breaks: ["aws-opensearch-http", "aws-opensearch-public"],
    keeps: ["aws-opensearch-at-rest", "aws-opensearch-logs"],
  },
  {
    type: "AWS::Neptune::DBCluster",
    properties: "StorageEncrypted: true\nIamAuthEnabled: true\nDBPort: 8182",
    address: "aws_neptune_cluster.Thing",
    says: { iam_database_authentication_enabled: true, port: 8182 },
    breaks: ["aws-neptune-backup"],
    keeps: ["aws-neptune-encryption", "aws-neptune-iam"],
  },
  {
    type: "AWS::EFS::FileSystem",
    properties:
      "Encrypted: true\nBackupPolicy: { Status: ENABLED }\nLifecyclePolicies: [{ TransitionToIA: AFTER_30_DAYS }]",
    address: "aws_efs_file_system.Thing",
    says: { encrypted: true, lifecycle_policy: [{ transition_to_ia: "AFTER_30_DAYS" }] },
    keeps: ["aws-efs-backup", "aws-efs-encryption"],
  },
  {
    type: "AWS::FSx::FileSystem",
    properties:
      "FileSystemType: WINDOWS\nStorageCapacity: 100\nSubnetIds: [a]\nWindowsConfiguration: { ThroughputCapacity: 8, DeploymentType: MULTI_AZ_1 }",
    address: "aws_fsx_windows_file_system.Thing",
    says: { storage_capacity: 100, throughput_capacity: 8, deployment_type: "MULTI_AZ_1" },
  },
  {
    type: "AWS::Backup::BackupPlan",
    properties:
      'BackupPlan:\n  BackupPlanName: daily\n  BackupPlanRule:\n    - { RuleName: nightly, TargetBackupVault: main, ScheduleExpression: "cron(0 3 * * ? *)", Lifecycle: { DeleteAfterDays: 35 } }',
    address: "aws_backup_plan.Thing",
    says: {
      name: "daily",
      rule: [
        {
          rule_name: "nightly",
          target_vault_name: "main",
          schedule: "cron(0 3 * * ? *)",
          lifecycle: [{ delete_after: 35 }],
        },
      ],
    },
  },
  {
    type: "AWS::KMS::Key",
    properties:
      "PendingWindowInDays: 7\nKeyPolicy: { Statement: [{ Effect: Allow, Principal: '*', Action: 'kms:*', Resource: '*' }] }",
    address: "aws_kms_key.Thing",
    says: { deletion_window_in_days: 7 },
    breaks: ["aws-kms-rotation", "aws-kms-public-policy", "aws-kms-deletion-window"],
  },
  {
    type: "AWS::CloudTrail::Trail",
    properties: "IsLogging: false\nS3BucketName: logs\nIsMultiRegionTrail: true\nEnableLogFileValidation: true",
    address: "aws_cloudtrail.Thing",
    says: { enable_logging: false, s3_bucket_name: "logs" },
    breaks: ["aws-cloudtrail-logging-off"],
    keeps: ["aws-cloudtrail-regions", "aws-cloudtrail-validation"],
  },
  {
    type: "AWS::CloudWatch::Alarm",
    properties:
      "ComparisonOperator: GreaterThanThreshold\nEvaluationPeriods: 1\nDimensions: [{ Name: QueueName, Value: jobs }]",
    address: "aws_cloudwatch_metric_alarm.Thing",
    says: { dimensions: { QueueName: "jobs" } },
  },
  {
    type: "AWS::CodeBuild::Project",
    properties:
      "ServiceRole: arn\nSource: { Type: GITHUB, BuildSpec: spec.yml }\nArtifacts: { Type: NO_ARTIFACTS }\nEnvironment: { Type: LINUX_CONTAINER, ComputeType: BUILD_GENERAL1_SMALL, Image: a, PrivilegedMode: true }",
    address: "aws_codebuild_project.Thing",
    says: { source: [{ type: "GITHUB", buildspec: "spec.yml" }] },
    breaks: ["aws-codebuild-privileged"],
  },
];

describe.each(examples)("a $type", ({ type, properties, address, says, breaks = [], keeps = [] }) => {
  const { model, findings } = examine(resource(type, properties));
  const broken = findings.map((finding) => finding.split(":")[0]);

  it("says in Terraform what it says in the template", () => {
    expect(model.find(address)?.attributes).toMatchObject(says);
  });

  it("is judged by the rules for it", () => {
    expect(broken).toEqual(expect.arrayContaining([...breaks]));
    expect(broken.filter((rule) => keeps.includes(rule ?? ""))).toEqual([]);
  });
});

describe("a secret that AWS makes up", () => {
  it("is a random password in a version of it", () => {
    const lines = terraformOf(
      resource(
        "AWS::SecretsManager::Secret",
        'GenerateSecretString:\n  SecretStringTemplate: \'{"username": "admin"}\'\n  GenerateStringKey: password\n  PasswordLength: 20\n  ExcludePunctuation: true',
      ),
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        "length = 20",
        "special = false",
        'username = "admin"',
        "password = random_password.Thing.result",
      ]),
    );
  });
});
