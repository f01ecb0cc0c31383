import type { Draft, Properties } from "../cfn.ts";
import { asText } from "../cfn.ts";
import type { Mapping, Mappings, Options } from "../mapping.ts";
import type { Reader } from "../reader.ts";

/** A final snapshot is what `DeletionPolicy: Snapshot` means. */
export const snapshotOnDeletion = (store: Reader): Options => {
  store.raw("final_snapshot_identifier");
  return { deletionPolicy: store.isOn("skip_final_snapshot") ? "Delete" : "Snapshot" };
};

/** The administrator's password: kept by AWS where the design says so, else given by the caller. */
const passwordOf = (store: Reader, path: string): Draft =>
  store.isOn("manage_master_user_password")
    ? undefined
    : store.has("replicate_source_db") || store.has("snapshot_identifier")
      ? store.plain(path)
      : store.must.plain(path);

const monitoringOf = (instance: Reader): Properties => ({
  MonitoringInterval: instance.plain("monitoring_interval"),
  MonitoringRoleArn: instance.arn("monitoring_role_arn"),
  EnablePerformanceInsights: instance.plain("performance_insights_enabled"),
  PerformanceInsightsKMSKeyId: instance.arn("performance_insights_kms_key_id"),
  PerformanceInsightsRetentionPeriod: instance.plain("performance_insights_retention_period"),
});

/** What a replica takes over from the database that it copies. */
const ofSource = ["engine", "engine_version", "allocated_storage", "username", "db_name"];

const instanceProperties = (database: Reader): Properties => {
  const isReplica = database.has("replicate_source_db");
  if (isReplica) for (const path of ofSource) database.raw(path);
  return {
    DBInstanceIdentifier: database.plain("identifier"),
    DBInstanceClass: database.must.plain("instance_class"),
    SourceDBInstanceIdentifier: isReplica ? database.must.id("replicate_source_db") : undefined,
    ...(!isReplica && {
      Engine: database.must.plain("engine"),
      AllocatedStorage: asText(database.must.plain("allocated_storage")),
      MasterUsername: database.has("snapshot_identifier")
        ? database.plain("username")
        : database.must.plain("username"),
      ...database.copyText({ EngineVersion: "engine_version", DBName: "db_name" }),
    }),
    MasterUserPassword: passwordOf(database, "password"),
    ...database.copy({
      MaxAllocatedStorage: "max_allocated_storage",
      StorageType: "storage_type",
      Iops: "iops",
      Port: "port",
      MultiAZ: "multi_az",
      StorageEncrypted: "storage_encrypted",
      PubliclyAccessible: "publicly_accessible",
      BackupRetentionPeriod: "backup_retention_period",
      PreferredBackupWindow: "backup_window",
      PreferredMaintenanceWindow: "maintenance_window",
      DeletionProtection: "deletion_protection",
      CopyTagsToSnapshot: "copy_tags_to_snapshot",
      AutoMinorVersionUpgrade: "auto_minor_version_upgrade",
      AllowMajorVersionUpgrade: "allow_major_version_upgrade",
      EnableIAMDatabaseAuthentication: "iam_database_authentication_enabled",
      ManageMasterUserPassword: "manage_master_user_password",
      LicenseModel: "license_model",
      CACertificateIdentifier: "ca_cert_identifier",
      AvailabilityZone: "availability_zone",
      DBSnapshotIdentifier: "snapshot_identifier",
    }),
    KmsKeyId: database.arn("kms_key_id"),
    DBSubnetGroupName: database.named("db_subnet_group_name"),
    DBParameterGroupName: database.named("parameter_group_name"),
    OptionGroupName: database.named("option_group_name"),
    VPCSecurityGroups: database.list("vpc_security_group_ids", "group"),
    EnableCloudwatchLogsExports: database.list("enabled_cloudwatch_logs_exports", "text"),
    ...monitoringOf(database),
    Tags: database.tags(),
  };
};

/** What Aurora and DocumentDB clusters have in common. */
const clusterProperties = (cluster: Reader): Properties => ({
  DBClusterIdentifier: cluster.plain("cluster_identifier"),
  MasterUsername: cluster.has("snapshot_identifier")
    ? cluster.plain("master_username")
    : cluster.must.plain("master_username"),
  MasterUserPassword: passwordOf(cluster, "master_password"),
  EngineVersion: asText(cluster.plain("engine_version")),
  ...cluster.copy({
    Port: "port",
    StorageEncrypted: "storage_encrypted",
    BackupRetentionPeriod: "backup_retention_period",
    PreferredBackupWindow: "preferred_backup_window",
    PreferredMaintenanceWindow: "preferred_maintenance_window",
    DeletionProtection: "deletion_protection",
    SnapshotIdentifier: "snapshot_identifier",
  }),
  KmsKeyId: cluster.arn("kms_key_id"),
  DBSubnetGroupName: cluster.named("db_subnet_group_name"),
  DBClusterParameterGroupName: cluster.named("db_cluster_parameter_group_name"),
  VpcSecurityGroupIds: cluster.list("vpc_security_group_ids", "group"),
  EnableCloudwatchLogsExports: cluster.list("enabled_cloudwatch_logs_exports", "text"),
  AvailabilityZones: cluster.list("availability_zones", "text"),
  Tags: cluster.tags(),
});

const keySchema = (table: Reader): Draft => [
  { AttributeName: table.must.plain("hash_key"), KeyType: "HASH" },
  table.has("range_key") ? { AttributeName: table.plain("range_key"), KeyType: "RANGE" } : undefined,
];

const throughput = (table: Reader, isOnDemand: boolean): Draft =>
  isOnDemand
    ? undefined
    : { ReadCapacityUnits: table.plain("read_capacity") ?? 5, WriteCapacityUnits: table.plain("write_capacity") ?? 5 };

const indexOf =
  (isOnDemand: boolean | undefined) =>
  (index: Reader): Draft => ({
    IndexName: index.must.plain("name"),
    KeySchema: keySchema(index),
    Projection: {
      ProjectionType: index.plain("projection_type") ?? "ALL",
      NonKeyAttributes: index.list("non_key_attributes", "text"),
    },
    ProvisionedThroughput: isOnDemand === undefined ? undefined : throughput(index, isOnDemand),
  });

const dynamoTable: Mapping = {
  type: "AWS::DynamoDB::Table",
  handles: { text: "Ref", stream: "StreamArn" },
  properties: (table) => {
    const isOnDemand = table.text("billing_mode") === "PAY_PER_REQUEST";
    table.raw("stream_enabled");
    return {
      TableName: table.plain("name"),
      BillingMode: table.plain("billing_mode"),
      ProvisionedThroughput: throughput(table, isOnDemand),
      AttributeDefinitions: table.each("attribute", (attribute) =>
        attribute.copy({ AttributeName: "name", AttributeType: "type" }),
      ),
      KeySchema: keySchema(table),
      GlobalSecondaryIndexes: table.each("global_secondary_index", indexOf(isOnDemand)),
      LocalSecondaryIndexes: table.each("local_secondary_index", (index) => ({
        ...(indexOf(undefined)(index) as Properties),
        KeySchema: [
          { AttributeName: table.must.plain("hash_key"), KeyType: "HASH" },
          { AttributeName: index.must.plain("range_key"), KeyType: "RANGE" },
        ],
      })),
      PointInTimeRecoverySpecification: table.within("point_in_time_recovery", (recovery) => ({
        PointInTimeRecoveryEnabled: recovery.plain("enabled"),
      })),
      SSESpecification: table.within("server_side_encryption", (encryption) => ({
        SSEEnabled: encryption.plain("enabled"),
        SSEType: encryption.has("kms_key_arn") ? "KMS" : undefined,
        KMSMasterKeyId: encryption.arn("kms_key_arn"),
      })),
      StreamSpecification: table.has("stream_view_type")
        ? { StreamViewType: table.plain("stream_view_type") }
        : undefined,
      TimeToLiveSpecification: table.within("ttl", (ttl) =>
        ttl.copy({ AttributeName: "attribute_name", Enabled: "enabled" }),
      ),
      DeletionProtectionEnabled: table.plain("deletion_protection_enabled"),
      TableClass: table.plain("table_class"),
      Tags: table.tags(),
    };
  },
  options: () => ({ deletionPolicy: "Retain" }),
};

export const databases: Mappings = {
  aws_db_instance: {
    type: "AWS::RDS::DBInstance",
    handles: { arn: "DBInstanceArn", host: "Endpoint.Address", text: "Endpoint.Address" },
    properties: instanceProperties,
    options: (database) => {
      const kept = snapshotOnDeletion(database);
      return database.has("replicate_source_db") ? { deletionPolicy: "Delete" } : kept;
    },
    output: { suffix: "Endpoint", description: "Address of the database", handle: "host" },
  },
  aws_rds_cluster: {
    type: "AWS::RDS::DBCluster",
    handles: { arn: "DBClusterArn", host: "Endpoint.Address", text: "Endpoint.Address" },
    properties: (cluster) => ({
      Engine: cluster.must.plain("engine"),
      ...clusterProperties(cluster),
      ...cluster.copy({
        EngineMode: "engine_mode",
        DatabaseName: "database_name",
        CopyTagsToSnapshot: "copy_tags_to_snapshot",
        EnableIAMDatabaseAuthentication: "iam_database_authentication_enabled",
        ManageMasterUserPassword: "manage_master_user_password",
        BacktrackWindow: "backtrack_window",
      }),
      ServerlessV2ScalingConfiguration: cluster.within("serverlessv2_scaling_configuration", (scaling) =>
        scaling.copy({ MinCapacity: "min_capacity", MaxCapacity: "max_capacity" }),
      ),
    }),
    options: snapshotOnDeletion,
    output: { suffix: "Endpoint", description: "Address of the database", handle: "host" },
  },
  aws_rds_cluster_instance: {
    type: "AWS::RDS::DBInstance",
    handles: { arn: "DBInstanceArn", host: "Endpoint.Address", text: "Endpoint.Address" },
    properties: (instance) => {
      instance.raw("engine_version");
      return {
        DBInstanceIdentifier: instance.plain("identifier"),
        DBClusterIdentifier: instance.must.id("cluster_identifier"),
        DBInstanceClass: instance.must.plain("instance_class"),
        Engine: instance.must.plain("engine"),
        ...instance.copy({
          PubliclyAccessible: "publicly_accessible",
          AutoMinorVersionUpgrade: "auto_minor_version_upgrade",
          PromotionTier: "promotion_tier",
          AvailabilityZone: "availability_zone",
        }),
        DBParameterGroupName: instance.named("db_parameter_group_name"),
        ...monitoringOf(instance),
        Tags: instance.tags(),
      };
    },
  },
  aws_docdb_cluster: {
    type: "AWS::DocDB::DBCluster",
    handles: {
      arn: "arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:cluster:${Self}",
      host: "Endpoint",
      text: "Endpoint",
    },
    properties: (cluster) => {
      cluster.raw("engine");
      return clusterProperties(cluster);
    },
    options: snapshotOnDeletion,
    output: { suffix: "Endpoint", description: "Address of the database", handle: "host" },
  },
  aws_docdb_cluster_instance: {
    type: "AWS::DocDB::DBInstance",
    handles: { host: "Endpoint", text: "Endpoint" },
    properties: (instance) => ({
      DBInstanceIdentifier: instance.plain("identifier"),
      DBClusterIdentifier: instance.must.id("cluster_identifier"),
      DBInstanceClass: instance.must.plain("instance_class"),
      AutoMinorVersionUpgrade: instance.plain("auto_minor_version_upgrade"),
      Tags: instance.tags(),
    }),
  },
  aws_dynamodb_table: dynamoTable,
};
