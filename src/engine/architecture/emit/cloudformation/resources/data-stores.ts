import type { Draft } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Table } from "../table.ts";
import { arn, arnOf, arns, block, blocks, each, fill, groups, id, ids, must, named, names } from "../table.ts";
import { number, orElse, tabled, tagMap, tags, text, texts } from "../table.ts";
import { snapshotOnDeletion } from "./databases.ts";

/** What connections a proxy keeps: Terraform says it of the proxy's target group, whose targets stand beside it. */
const poolOf = (target: Reader): Draft => {
  const { model } = target.translation;
  const proxy = model.target(target.component, "db_proxy_name");
  const [group] =
    proxy === undefined ? [] : model.attached(proxy, "aws_db_proxy_default_target_group", "db_proxy_name");
  if (group === undefined) return undefined;
  const reader = target.fold(group);
  reader.raw("db_proxy_name");
  return reader.within("connection_pool_config", (pool) =>
    fill(
      {
        ConnectionBorrowTimeout: number("connection_borrow_timeout"),
        InitQuery: "init_query",
        MaxConnectionsPercent: number("max_connections_percent"),
        MaxIdleConnectionsPercent: number("max_idle_connections_percent"),
        SessionPinningFilters: texts("session_pinning_filters"),
      },
      pool,
    ),
  );
};

const relational: Mappings = {
  aws_db_proxy: tabled(
    "AWS::RDS::DBProxy",
    {
      DBProxyName: must("name"),
      EngineFamily: must("engine_family"),
      RoleArn: must(arn("role_arn")),
      VpcSubnetIds: must(ids("vpc_subnet_ids")),
      VpcSecurityGroupIds: groups("vpc_security_group_ids"),
      RequireTLS: "require_tls",
      IdleClientTimeout: number("idle_client_timeout"),
      DebugLogging: "debug_logging",
      DefaultAuthScheme: "default_auth_scheme",
      Auth: blocks("auth", {
        AuthScheme: "auth_scheme",
        ClientPasswordAuthType: "client_password_auth_type",
        Description: "description",
        IAMAuth: "iam_auth",
        SecretArn: arn("secret_arn"),
      }),
      Tags: tags,
    },
    { handles: { arn: "DBProxyArn", host: "Endpoint", text: "Endpoint" } },
  ),
  aws_db_proxy_target: tabled(
    "AWS::RDS::DBProxyTargetGroup",
    {
      DBProxyName: must(named("db_proxy_name")),
      TargetGroupName: () => "default",
      DBInstanceIdentifiers: names("db_instance_identifier"),
      DBClusterIdentifiers: names("db_cluster_identifier"),
      ConnectionPoolConfigurationInfo: poolOf,
    },
    { handles: { arn: "TargetGroupArn" }, ignored: ["target_group_name"] },
  ),
  aws_rds_global_cluster: tabled(
    "AWS::RDS::GlobalCluster",
    {
      GlobalClusterIdentifier: "global_cluster_identifier",
      Engine: "engine",
      EngineVersion: text("engine_version"),
      StorageEncrypted: "storage_encrypted",
      DeletionProtection: "deletion_protection",
      SourceDBClusterIdentifier: id("source_db_cluster_identifier"),
      Tags: tags,
    },
    {
      handles: {
        host: "GlobalEndpoint",
        arn: "arn:${AWS::Partition}:rds::${AWS::AccountId}:global-cluster:${Self}",
      },
      ignored: ["database_name"],
    },
  ),
  aws_db_event_subscription: tabled(
    "AWS::RDS::EventSubscription",
    {
      SubscriptionName: "name",
      SnsTopicArn: must(arn("sns_topic")),
      SourceType: "source_type",
      SourceIds: ids("source_ids"),
      EventCategories: texts("event_categories"),
      Enabled: "enabled",
      Tags: tags,
    },
    { handles: { arn: arnOf("rds", "es:${Self}") } },
  ),
};

const graphs: Mappings = {
  aws_neptune_cluster: tabled(
    "AWS::Neptune::DBCluster",
    {
      DBClusterIdentifier: "cluster_identifier",
      EngineVersion: text("engine_version"),
      DBPort: number("port"),
      BackupRetentionPeriod: number("backup_retention_period"),
      PreferredBackupWindow: "preferred_backup_window",
      PreferredMaintenanceWindow: "preferred_maintenance_window",
      StorageEncrypted: "storage_encrypted",
      KmsKeyId: arn("kms_key_arn"),
      IamAuthEnabled: "iam_database_authentication_enabled",
      DeletionProtection: "deletion_protection",
      CopyTagsToSnapshot: "copy_tags_to_snapshot",
      AvailabilityZones: texts("availability_zones"),
      SnapshotIdentifier: "snapshot_identifier",
      DBSubnetGroupName: named("neptune_subnet_group_name"),
      DBClusterParameterGroupName: named("neptune_cluster_parameter_group_name"),
      DBInstanceParameterGroupName: named("neptune_instance_parameter_group_name"),
      VpcSecurityGroupIds: groups("vpc_security_group_ids"),
      EnableCloudwatchLogsExports: texts("enable_cloudwatch_logs_exports"),
      AssociatedRoles: each("RoleArn", arns("iam_roles")),
      ServerlessScalingConfiguration: block("serverless_v2_scaling_configuration", {
        MinCapacity: orElse(number("min_capacity"), 2.5),
        MaxCapacity: orElse(number("max_capacity"), 128),
      }),
      Tags: tags,
    },
    {
      handles: { arn: arnOf("rds", "cluster:${Self}"), host: "Endpoint", text: "Endpoint" },
      ignored: ["engine"],
      options: snapshotOnDeletion,
      output: { suffix: "Endpoint", description: "Address of the database", handle: "host" },
    },
  ),
  aws_neptune_cluster_instance: tabled(
    "AWS::Neptune::DBInstance",
    {
      DBInstanceIdentifier: "identifier",
      DBClusterIdentifier: must(id("cluster_identifier")),
      DBInstanceClass: must("instance_class"),
      AvailabilityZone: "availability_zone",
      AutoMinorVersionUpgrade: "auto_minor_version_upgrade",
      PreferredMaintenanceWindow: "preferred_maintenance_window",
      PubliclyAccessible: "publicly_accessible",
      DBParameterGroupName: named("neptune_parameter_group_name"),
      DBSubnetGroupName: named("neptune_subnet_group_name"),
      Tags: tags,
    },
    { handles: { arn: arnOf("rds", "db:${Self}"), host: "Endpoint" }, ignored: ["engine", "engine_version"] },
  ),
};

const usageLimit: Table = { Minimum: number("minimum"), Maximum: number("maximum") };

const inMemory: Mappings = {
  aws_elasticache_serverless_cache: tabled(
    "AWS::ElastiCache::ServerlessCache",
    {
      ServerlessCacheName: must("name"),
      Engine: must("engine"),
      MajorEngineVersion: text("major_engine_version"),
      Description: "description",
      KmsKeyId: arn("kms_key_id"),
      SubnetIds: ids("subnet_ids"),
      SecurityGroupIds: groups("security_group_ids"),
      DailySnapshotTime: "daily_snapshot_time",
      SnapshotRetentionLimit: number("snapshot_retention_limit"),
      SnapshotArnsToRestore: texts("snapshot_arns_to_restore"),
      UserGroupId: id("user_group_id"),
      CacheUsageLimits: block("cache_usage_limits", {
        DataStorage: block("data_storage", { ...usageLimit, Unit: must("unit") }),
        ECPUPerSecond: block("ecpu_per_second", usageLimit),
      }),
      Tags: tags,
    },
    { handles: { arn: "ARN", host: "Endpoint.Address", text: "Endpoint.Address" } },
  ),
  aws_elasticache_user: tabled("AWS::ElastiCache::User", {
    UserId: must("user_id"),
    UserName: must("user_name"),
    Engine: must("engine"),
    AccessString: "access_string",
    NoPasswordRequired: "no_password_required",
    Passwords: (user) => (user.has("passwords") ? user.must.list("passwords", "text") : undefined),
    AuthenticationMode: block("authentication_mode", {
      Type: must("type"),
      Passwords: (mode) => (mode.has("passwords") ? mode.must.list("passwords", "text") : undefined),
    }),
    Tags: tags,
  }),
  aws_elasticache_user_group: tabled("AWS::ElastiCache::UserGroup", {
    UserGroupId: must("user_group_id"),
    Engine: must("engine"),
    UserIds: must(ids("user_ids")),
    Tags: tags,
  }),
  aws_memorydb_cluster: tabled(
    "AWS::MemoryDB::Cluster",
    {
      ClusterName: must("name"),
      ACLName: must(named("acl_name")),
      NodeType: must("node_type"),
      Description: "description",
      Engine: "engine",
      EngineVersion: text("engine_version"),
      NumShards: number("num_shards"),
      NumReplicasPerShard: number("num_replicas_per_shard"),
      Port: number("port"),
      TLSEnabled: "tls_enabled",
      DataTiering: text("data_tiering"),
      KmsKeyId: arn("kms_key_arn"),
      SubnetGroupName: named("subnet_group_name"),
      ParameterGroupName: named("parameter_group_name"),
      SecurityGroupIds: groups("security_group_ids"),
      SnapshotRetentionLimit: number("snapshot_retention_limit"),
      SnapshotWindow: "snapshot_window",
      SnapshotName: "snapshot_name",
      SnapshotArns: texts("snapshot_arns"),
      FinalSnapshotName: "final_snapshot_name",
      MaintenanceWindow: "maintenance_window",
      SnsTopicArn: arn("sns_topic_arn"),
      AutoMinorVersionUpgrade: "auto_minor_version_upgrade",
      Tags: tags,
    },
    { handles: { arn: "ARN", host: "ClusterEndpoint.Address", text: "ClusterEndpoint.Address" } },
  ),
  aws_dax_cluster: tabled(
    "AWS::DAX::Cluster",
    {
      ClusterName: "cluster_name",
      NodeType: must("node_type"),
      ReplicationFactor: must(number("replication_factor")),
      IAMRoleARN: must(arn("iam_role_arn")),
      Description: "description",
      AvailabilityZones: texts("availability_zones"),
      ClusterEndpointEncryptionType: "cluster_endpoint_encryption_type",
      NotificationTopicARN: arn("notification_topic_arn"),
      ParameterGroupName: named("parameter_group_name"),
      PreferredMaintenanceWindow: "maintenance_window",
      SecurityGroupIds: groups("security_group_ids"),
      SubnetGroupName: named("subnet_group_name"),
      SSESpecification: block("server_side_encryption", { SSEEnabled: "enabled" }),
      Tags: tagMap,
    },
    { handles: { host: "ClusterDiscoveryEndpoint", text: "ClusterDiscoveryEndpoint" } },
  ),
};

const series: Mappings = {
  aws_timestreamwrite_database: tabled(
    "AWS::Timestream::Database",
    { DatabaseName: "database_name", KmsKeyId: arn("kms_key_id"), Tags: tags },
    { handles: { text: "Ref" } },
  ),
  aws_timestreamwrite_table: tabled(
    "AWS::Timestream::Table",
    {
      DatabaseName: must(named("database_name")),
      TableName: "table_name",
      RetentionProperties: block("retention_properties", {
        MagneticStoreRetentionPeriodInDays: text("magnetic_store_retention_period_in_days"),
        MemoryStoreRetentionPeriodInHours: text("memory_store_retention_period_in_hours"),
      }),
      MagneticStoreWriteProperties: block("magnetic_store_write_properties", {
        EnableMagneticStoreWrites: orElse("enable_magnetic_store_writes", false),
        MagneticStoreRejectedDataLocation: block("magnetic_store_rejected_data_location", {
          S3Configuration: block("s3_configuration", {
            BucketName: must(id("bucket_name")),
            EncryptionOption: must("encryption_option"),
            KmsKeyId: arn("kms_key_id"),
            ObjectKeyPrefix: "object_key_prefix",
          }),
        }),
      }),
      Schema: block("schema", {
        CompositePartitionKey: blocks("composite_partition_key", {
          EnforcementInRecord: "enforcement_in_record",
          Name: "name",
          Type: must("type"),
        }),
      }),
      Tags: tags,
    },
    { handles: { name: "Name" } },
  ),
};

/** Databases for graphs, time and memory, and what stands in front of relational ones. */
export const dataStores: Mappings = { ...relational, ...graphs, ...inMemory, ...series };
