import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped, entryBlocks, membersOf } from "./property-writers.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

const parameters: PropertyMapping = entryBlocks("parameter", "name", "value");

const subnetGroup = (type: string): ResourceMapping => ({
  type,
  ref: "name",
  properties: { DBSubnetGroupName: "name", DBSubnetGroupDescription: "description", ...tagged },
});

const parameterGroup = (type: string): ResourceMapping => ({
  type,
  ref: "name",
  properties: { Parameters: parameters, ...tagged },
});

const instance: PropertyMappings = {
  DBInstanceIdentifier: "identifier",
  DBInstanceClass: "instance_class",
  DBClusterIdentifier: "cluster_identifier",
};

const endpoints = { Endpoint: "endpoint", ReadEndpoint: "reader_endpoint", ClusterResourceId: "cluster_resource_id" };

const restoring: PropertyMappings = {
  CopyTagsToSnapshot: dropped,
  RestoreToTime: dropped,
  RestoreType: dropped,
  SourceDBClusterIdentifier: dropped,
  UseLatestRestorableTime: dropped,
  NetworkType: dropped,
};

const documents: ResourceMapping = {
  type: "aws_docdb_cluster",
  ref: "cluster_identifier",
  attributes: endpoints,
  properties: {
    ...restoring,
    DBClusterIdentifier: "cluster_identifier",
    MasterUserPassword: "master_password",
    EnableCloudwatchLogsExports: "enabled_cloudwatch_logs_exports",
    ServerlessV2ScalingConfiguration: { block: "serverless_v2_scaling_configuration" },
    MasterUserSecretKmsKeyId: dropped,
    RotateMasterUserPassword: dropped,
    ...tagged,
  },
};

const graph: ResourceMapping = {
  type: "aws_neptune_cluster",
  ref: "cluster_identifier",
  attributes: endpoints,
  properties: {
    ...restoring,
    DBClusterIdentifier: "cluster_identifier",
    DBPort: "port",
    KmsKeyId: "kms_key_arn",
    DBSubnetGroupName: "neptune_subnet_group_name",
    DBClusterParameterGroupName: "neptune_cluster_parameter_group_name",
    DBInstanceParameterGroupName: "neptune_instance_parameter_group_name",
    IamAuthEnabled: "iam_database_authentication_enabled",
    AssociatedRoles: membersOf("iam_roles", "RoleArn"),
    ServerlessScalingConfiguration: { block: "serverless_v2_scaling_configuration" },
    ...tagged,
  },
};

/** DocumentDB and Neptune. */
export const clusters: ResourceMappings = {
  "AWS::DocDB::DBCluster": documents,
  "AWS::DocDB::DBInstance": {
    type: "aws_docdb_cluster_instance",
    ref: "identifier",
    attributes: { Endpoint: "endpoint" },
    properties: {
      ...instance,
      CACertificateIdentifier: "ca_cert_identifier",
      CertificateRotationRestart: dropped,
      ...tagged,
    },
  },
  "AWS::DocDB::DBSubnetGroup": subnetGroup("aws_docdb_subnet_group"),
  "AWS::DocDB::DBClusterParameterGroup": parameterGroup("aws_docdb_cluster_parameter_group"),
  "AWS::Neptune::DBCluster": graph,
  "AWS::Neptune::DBInstance": {
    type: "aws_neptune_cluster_instance",
    ref: "identifier",
    attributes: { Endpoint: "address" },
    properties: {
      ...instance,
      DBParameterGroupName: "neptune_parameter_group_name",
      DBSubnetGroupName: "neptune_subnet_group_name",
      AllowMajorVersionUpgrade: dropped,
      DBSnapshotIdentifier: dropped,
      ...tagged,
    },
  },
  "AWS::Neptune::DBSubnetGroup": subnetGroup("aws_neptune_subnet_group"),
  "AWS::Neptune::DBParameterGroup": parameterGroup("aws_neptune_parameter_group"),
  "AWS::Neptune::DBClusterParameterGroup": parameterGroup("aws_neptune_cluster_parameter_group"),
};
