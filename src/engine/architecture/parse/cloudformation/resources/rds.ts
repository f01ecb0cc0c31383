import type { DocumentNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { intrinsicOf, plainText } from "../intrinsics.ts";
import { hclString } from "../../translate/terraform-writer.ts";
import type {
  PropertyMapping,
  PropertyMappings,
  PropertyPlace,
  ResourceFacts,
  ResourceMapping,
  ResourceMappings,
} from "./mapping.ts";
import { dropped, entryBlocks, firstOf } from "./property-writers.ts";

/** `MySQL` is `mysql` to CloudFormation, and nothing to Terraform. */
const engine: PropertyMapping = {
  write: (value, at) => {
    const text = intrinsicOf(value) === undefined ? plainText(value) : undefined;
    at.out.attribute("engine", text === undefined ? at.hcl(value) : hclString(text.toLowerCase()), at.line);
  },
};

/** What instances, clusters and instances of clusters have in common. */
const shared: PropertyMappings = {
  Engine: engine,
  VPCSecurityGroups: "vpc_security_group_ids",
  VpcSecurityGroupIds: "vpc_security_group_ids",
  DBSubnetGroupName: "db_subnet_group_name",
  EnableCloudwatchLogsExports: "enabled_cloudwatch_logs_exports",
  EnableIAMDatabaseAuthentication: "iam_database_authentication_enabled",
  EnablePerformanceInsights: "performance_insights_enabled",
  PerformanceInsightsEnabled: "performance_insights_enabled",
  PerformanceInsightsKMSKeyId: "performance_insights_kms_key_id",
  PerformanceInsightsKmsKeyId: "performance_insights_kms_key_id",
  CACertificateIdentifier: "ca_cert_identifier",
  MasterUserSecret: { inline: { KmsKeyId: "master_user_secret_kms_key_id" } },
  DeleteAutomatedBackups: "delete_automated_backups",
  UseDefaultProcessorFeatures: dropped,
  RestoreTime: dropped,
  AssociatedRoles: dropped,
};

const instanceProperties: PropertyMappings = {
  ...shared,
  DBInstanceIdentifier: "identifier",
  DBInstanceClass: "instance_class",
  DBName: "db_name",
  MasterUsername: "username",
  MasterUserPassword: "password",
  PreferredBackupWindow: "backup_window",
  PreferredMaintenanceWindow: "maintenance_window",
  DBParameterGroupName: "parameter_group_name",
  OptionGroupName: "option_group_name",
  DBSnapshotIdentifier: "snapshot_identifier",
  SourceDBInstanceIdentifier: "replicate_source_db",
  StorageThroughput: "storage_throughput",
  TdeCredentialArn: dropped,
  TdeCredentialPassword: dropped,
  DBSecurityGroups: dropped,
  SourceRegion: dropped,
};

const clusterProperties: PropertyMappings = {
  ...shared,
  DBClusterIdentifier: "cluster_identifier",
  DatabaseName: "database_name",
  MasterUsername: "master_username",
  MasterUserPassword: "master_password",
  DBClusterParameterGroupName: "db_cluster_parameter_group_name",
  DBClusterInstanceClass: "db_cluster_instance_class",
  ReplicationSourceIdentifier: "replication_source_identifier",
  SourceDBClusterIdentifier: dropped,
  RestoreType: dropped,
  ScalingConfiguration: { block: "scaling_configuration" },
  ServerlessV2ScalingConfiguration: { block: "serverlessv2_scaling_configuration" },
};

const clusterInstanceProperties: PropertyMappings = {
  ...shared,
  DBInstanceIdentifier: "identifier",
  DBInstanceClass: "instance_class",
  DBClusterIdentifier: "cluster_identifier",
  DBParameterGroupName: "db_parameter_group_name",
  // Of the cluster, which the instance shares.
  AllocatedStorage: dropped,
  StorageEncrypted: dropped,
  BackupRetentionPeriod: dropped,
  DBName: dropped,
  MasterUsername: dropped,
  MasterUserPassword: dropped,
  MultiAZ: dropped,
};

/**
 * What becomes of the data: unless the template says `Delete`, databases leave a snapshot, which Terraform wants a name
 * for. `Retain` keeps the database itself.
 */
const lastSnapshot = (at: PropertyPlace, { deletionPolicy }: ResourceFacts): void => {
  if (deletionPolicy?.value === "Delete") at.out.attribute("skip_final_snapshot", "true", deletionPolicy.line);
  else if (deletionPolicy === undefined || deletionPolicy.value === "Snapshot")
    at.out.attribute(
      "final_snapshot_identifier",
      hclString(`${snapshotName(at.logicalId)}-final`),
      deletionPolicy?.line ?? at.line,
    );
};

const snapshotName = (logicalId: string): string =>
  logicalId
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, "-")
    .replaceAll(/^[-\d]+|-+$/g, "") || "database";

const isReplica = (properties: DocumentNode | undefined): boolean =>
  entryOf(properties, "SourceDBInstanceIdentifier") !== undefined;

/** AWS keeps backups for a day where CloudFormation is told nothing, the provider for none. */
const finishInstance = (at: PropertyPlace, resource: ResourceFacts): void => {
  const { properties } = resource;
  if (isReplica(properties)) {
    at.out.attribute("skip_final_snapshot", "true", at.line);
    return;
  }
  if (entryOf(properties, "BackupRetentionPeriod") === undefined)
    at.out.attribute("backup_retention_period", "1", at.line);
  lastSnapshot(at, resource);
};

const instanceAttributes = {
  "Endpoint.Address": "address",
  "Endpoint.Port": "port",
  "Endpoint.HostedZoneId": "hosted_zone_id",
  DBInstanceArn: "arn",
  DbiResourceId: "resource_id",
  "MasterUserSecret.SecretArn": "master_user_secret[0].secret_arn",
};

const clusterInstance: ResourceMapping = {
  type: "aws_rds_cluster_instance",
  attributes: { ...instanceAttributes, "Endpoint.Address": "endpoint" },
  properties: clusterInstanceProperties,
};

const parameters: PropertyMapping = entryBlocks("parameter", "name", "value");

const parameterGroup = (type: string, name: string): ResourceMapping => ({
  type,
  ref: "name",
  properties: { [name]: "name", Parameters: parameters },
});

const subnetGroup = (type: string): ResourceMapping => ({
  type,
  ref: "name",
  properties: { DBSubnetGroupName: "name", DBSubnetGroupDescription: "description" },
});

const cluster: ResourceMapping = {
  type: "aws_rds_cluster",
  attributes: {
    "Endpoint.Address": "endpoint",
    "Endpoint.Port": "port",
    "ReadEndpoint.Address": "reader_endpoint",
    DBClusterArn: "arn",
    DBClusterResourceId: "cluster_resource_id",
    "MasterUserSecret.SecretArn": "master_user_secret[0].secret_arn",
  },
  properties: clusterProperties,
  finish: lastSnapshot,
};

const proxy: ResourceMapping = {
  type: "aws_db_proxy",
  ref: "name",
  attributes: { DBProxyArn: "arn" },
  properties: {
    DBProxyName: "name",
    Auth: { block: "auth", properties: { IAMAuth: "iam_auth" } },
    RequireTLS: "require_tls",
  },
};

export const rdsMappings: ResourceMappings = {
  "AWS::RDS::DBInstance": {
    type: "aws_db_instance",
    ref: "identifier",
    attributes: instanceAttributes,
    properties: instanceProperties,
    instead: (properties) => (entryOf(properties, "DBClusterIdentifier") === undefined ? undefined : clusterInstance),
    finish: finishInstance,
  },
  "AWS::RDS::DBCluster": cluster,
  "AWS::RDS::GlobalCluster": {
    type: "aws_rds_global_cluster",
    properties: { SourceDBClusterIdentifier: "source_db_cluster_identifier" },
  },
  "AWS::RDS::DBSubnetGroup": subnetGroup("aws_db_subnet_group"),
  "AWS::RDS::DBParameterGroup": parameterGroup("aws_db_parameter_group", "DBParameterGroupName"),
  "AWS::RDS::DBClusterParameterGroup": parameterGroup("aws_rds_cluster_parameter_group", "DBClusterParameterGroupName"),
  "AWS::RDS::OptionGroup": {
    type: "aws_db_option_group",
    ref: "name",
    properties: {
      OptionGroupName: "name",
      OptionConfigurations: { block: "option", properties: { OptionSettings: { block: "option_settings" } } },
    },
  },
  "AWS::RDS::DBProxy": proxy,
  "AWS::RDS::DBProxyTargetGroup": {
    type: "aws_db_proxy_target",
    properties: {
      DBProxyName: "db_proxy_name",
      TargetGroupName: "target_group_name",
      DBInstanceIdentifiers: firstOf("db_instance_identifier"),
      DBClusterIdentifiers: firstOf("db_cluster_identifier"),
      ConnectionPoolConfigurationInfo: dropped,
    },
  },
  "AWS::RDS::EventSubscription": {
    type: "aws_db_event_subscription",
    properties: { SubscriptionName: "name", SnsTopicArn: "sns_topic" },
  },
};
