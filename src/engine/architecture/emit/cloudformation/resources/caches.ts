import type { Draft, Properties } from "../cfn.ts";
import { asText } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";

const logDelivery = (delivery: Reader): Draft => {
  const destination = delivery.must.named("destination");
  return {
    ...delivery.copy({ DestinationType: "destination_type", LogFormat: "log_format", LogType: "log_type" }),
    DestinationDetails:
      delivery.text("destination_type") === "kinesis-firehose"
        ? { KinesisFirehoseDetails: { DeliveryStream: destination } }
        : { CloudWatchLogsDetails: { LogGroup: destination } },
  };
};

const common = (cache: Reader): Properties => ({
  CacheNodeType: cache.must.plain("node_type"),
  EngineVersion: asText(cache.plain("engine_version")),
  ...cache.copy({
    Port: "port",
    AutoMinorVersionUpgrade: "auto_minor_version_upgrade",
    SnapshotRetentionLimit: "snapshot_retention_limit",
    SnapshotWindow: "snapshot_window",
    PreferredMaintenanceWindow: "maintenance_window",
    TransitEncryptionEnabled: "transit_encryption_enabled",
  }),
  CacheSubnetGroupName: cache.named("subnet_group_name"),
  CacheParameterGroupName: cache.named("parameter_group_name"),
  NotificationTopicArn: cache.arn("notification_topic_arn"),
  SnapshotName: cache.plain("snapshot_name"),
  SnapshotArns: cache.arns("snapshot_arns"),
  IpDiscovery: cache.plain("ip_discovery"),
  NetworkType: cache.plain("network_type"),
  LogDeliveryConfigurations: cache.each("log_delivery_configuration", logDelivery),
  Tags: cache.tags(),
});

export const caches: Mappings = {
  aws_elasticache_cluster: {
    type: "AWS::ElastiCache::CacheCluster",
    handles: {
      arn: "arn:${AWS::Partition}:elasticache:${AWS::Region}:${AWS::AccountId}:cluster:${Self}",
      host: "RedisEndpoint.Address",
      text: "RedisEndpoint.Address",
    },
    properties: (cluster) => ({
      ClusterName: cluster.plain("cluster_id"),
      Engine: cluster.must.plain("engine"),
      NumCacheNodes: cluster.must.plain("num_cache_nodes"),
      AZMode: cluster.plain("az_mode"),
      ...common(cluster),
      PreferredAvailabilityZone: cluster.plain("availability_zone"),
      PreferredAvailabilityZones: cluster.list("preferred_availability_zones", "text"),
      VpcSecurityGroupIds: cluster.list("security_group_ids", "group"),
    }),
  },
  aws_elasticache_replication_group: {
    type: "AWS::ElastiCache::ReplicationGroup",
    handles: {
      arn: "arn:${AWS::Partition}:elasticache:${AWS::Region}:${AWS::AccountId}:replicationgroup:${Self}",
      host: "PrimaryEndPoint.Address",
      text: "PrimaryEndPoint.Address",
    },
    properties: (group) => ({
      ReplicationGroupId: group.plain("replication_group_id"),
      ReplicationGroupDescription: group.must.plain(
        group.has("description") ? "description" : "replication_group_description",
      ),
      Engine: group.plain("engine") ?? "redis",
      ...common(group),
      ...group.copy({
        NumCacheClusters: "num_cache_clusters",
        NumNodeGroups: "num_node_groups",
        ReplicasPerNodeGroup: "replicas_per_node_group",
        AutomaticFailoverEnabled: "automatic_failover_enabled",
        MultiAZEnabled: "multi_az_enabled",
        AtRestEncryptionEnabled: "at_rest_encryption_enabled",
        TransitEncryptionMode: "transit_encryption_mode",

        ClusterMode: "cluster_mode",
        DataTieringEnabled: "data_tiering_enabled",
      }),
      AuthToken: group.has("auth_token") ? group.must.plain("auth_token") : undefined,
      KmsKeyId: group.arn("kms_key_id"),
      PreferredCacheClusterAZs: group.list("preferred_cache_cluster_azs", "text"),
      UserGroupIds: group.ids("user_group_ids"),
      SecurityGroupIds: group.list("security_group_ids", "group"),
    }),
    options: (group) => {
      group.raw("final_snapshot_identifier");
      return { deletionPolicy: "Snapshot" };
    },
    output: { suffix: "Endpoint", description: "Address of the cache", handle: "host" },
  },
};
