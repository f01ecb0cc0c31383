import type { PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped, entryBlocks } from "./property-writers.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

const logDelivery: PropertyMappings = {
  LogDeliveryConfigurations: {
    block: "log_delivery_configuration",
    properties: {
      DestinationDetails: {
        inline: {
          CloudWatchLogsDetails: { inline: { LogGroup: "destination" } },
          KinesisFirehoseDetails: { inline: { DeliveryStream: "destination" } },
        },
      },
    },
  },
};

const common: PropertyMappings = {
  CacheNodeType: "node_type",
  CacheParameterGroupName: "parameter_group_name",
  CacheSubnetGroupName: "subnet_group_name",
  CacheSecurityGroupNames: dropped,
  PreferredMaintenanceWindow: "maintenance_window",
  ...logDelivery,
  ...tagged,
};

const cacheCluster: ResourceMapping = {
  type: "aws_elasticache_cluster",
  ref: "cluster_id",
  attributes: {
    "ConfigurationEndpoint.Address": "cluster_address",
    "ConfigurationEndpoint.Port": "port",
    "RedisEndpoint.Address": "cache_nodes[0].address",
    "RedisEndpoint.Port": "cache_nodes[0].port",
  },
  properties: {
    ...common,
    ClusterName: "cluster_id",
    AZMode: "az_mode",
    VpcSecurityGroupIds: "security_group_ids",
    PreferredAvailabilityZone: "availability_zone",
  },
};

const replicationGroup: ResourceMapping = {
  type: "aws_elasticache_replication_group",
  attributes: {
    "ConfigurationEndPoint.Address": "configuration_endpoint_address",
    "ConfigurationEndPoint.Port": "port",
    "PrimaryEndPoint.Address": "primary_endpoint_address",
    "PrimaryEndPoint.Port": "port",
    "ReaderEndPoint.Address": "reader_endpoint_address",
    "ReaderEndPoint.Port": "port",
  },
  properties: {
    ...common,
    ReplicationGroupDescription: "description",
    MultiAZEnabled: "multi_az_enabled",
    PreferredCacheClusterAZs: "preferred_cache_cluster_azs",
    Durability: dropped,
    NodeGroupConfiguration: dropped,
    PrimaryClusterId: dropped,
    SnapshottingClusterId: dropped,
  },
};

/** Caches and in-memory databases. */
export const cacheMappings: ResourceMappings = {
  "AWS::ElastiCache::CacheCluster": cacheCluster,
  "AWS::ElastiCache::ReplicationGroup": replicationGroup,
  "AWS::ElastiCache::ServerlessCache": {
    type: "aws_elasticache_serverless_cache",
    ref: "name",
    attributes: {
      ARN: "arn",
      "Endpoint.Address": "endpoint[0].address",
      "Endpoint.Port": "endpoint[0].port",
      "ReaderEndpoint.Address": "reader_endpoint[0].address",
      "ReaderEndpoint.Port": "reader_endpoint[0].port",
    },
    properties: {
      ServerlessCacheName: "name",
      CacheUsageLimits: {
        block: "cache_usage_limits",
        properties: {
          DataStorage: { block: "data_storage" },
          ECPUPerSecond: { block: "ecpu_per_second" },
        },
      },
      Endpoint: dropped,
      FinalSnapshotName: dropped,
      NetworkType: dropped,
      ReaderEndpoint: dropped,
      ...tagged,
    },
  },
  "AWS::ElastiCache::SubnetGroup": {
    type: "aws_elasticache_subnet_group",
    ref: "name",
    properties: { CacheSubnetGroupName: "name", ...tagged },
  },
  "AWS::ElastiCache::ParameterGroup": {
    type: "aws_elasticache_parameter_group",
    ref: "name",
    attributes: { CacheParameterGroupName: "name" },
    properties: {
      CacheParameterGroupFamily: "family",
      Properties: entryBlocks("parameter", "name", "value"),
      ...tagged,
    },
  },
  "AWS::ElastiCache::User": {
    type: "aws_elasticache_user",
    properties: { AuthenticationMode: { block: "authentication_mode" }, ...tagged },
  },
  "AWS::ElastiCache::UserGroup": { type: "aws_elasticache_user_group", properties: { ...tagged } },
  "AWS::MemoryDB::Cluster": {
    type: "aws_memorydb_cluster",
    ref: "name",
    attributes: {
      ARN: "arn",
      "ClusterEndpoint.Address": "cluster_endpoint[0].address",
      "ClusterEndpoint.Port": "cluster_endpoint[0].port",
    },
    properties: {
      ClusterName: "name",
      KmsKeyId: "kms_key_arn",
      ClusterEndpoint: dropped,
      IpDiscovery: dropped,
      NetworkType: dropped,
      SnsTopicStatus: dropped,
      ...tagged,
    },
  },
  "AWS::MemoryDB::SubnetGroup": {
    type: "aws_memorydb_subnet_group",
    ref: "name",
    attributes: { ARN: "arn" },
    properties: { SubnetGroupName: "name", ...tagged },
  },
  "AWS::MemoryDB::ParameterGroup": {
    type: "aws_memorydb_parameter_group",
    ref: "name",
    attributes: { ARN: "arn" },
    properties: {
      ParameterGroupName: "name",
      Parameters: entryBlocks("parameter", "name", "value"),
      ...tagged,
    },
  },
  "AWS::DAX::Cluster": {
    type: "aws_dax_cluster",
    ref: "cluster_name",
    attributes: {
      ClusterDiscoveryEndpoint: "cluster_address",
      ClusterDiscoveryEndpointURL: "configuration_endpoint",
      Id: "id",
    },
    properties: {
      SSESpecification: { block: "server_side_encryption", properties: { SSEEnabled: "enabled" } },
      PreferredMaintenanceWindow: "maintenance_window",
      NetworkType: dropped,
      Tags: "tags",
    },
  },
  "AWS::DAX::SubnetGroup": {
    type: "aws_dax_subnet_group",
    ref: "name",
    properties: { SubnetGroupName: "name" },
  },
  "AWS::DAX::ParameterGroup": {
    type: "aws_dax_parameter_group",
    ref: "name",
    properties: { ParameterGroupName: "name", ParameterNameValues: entryBlocks("parameters", "name", "value") },
  },
};
