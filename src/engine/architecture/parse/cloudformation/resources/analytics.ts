import { clusters } from "./database-clusters.ts";
import { glue } from "./glue.ts";
import { emr } from "./hadoop.ts";
import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped, entryBlocks } from "./property-writers.ts";
import { withDefault } from "./reshaping.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

const warehouse: ResourceMapping = {
  type: "aws_redshift_cluster",
  ref: "cluster_identifier",
  attributes: { "Endpoint.Address": "dns_name", "Endpoint.Port": "port", ClusterNamespaceArn: "cluster_namespace_arn" },
  // A cluster of which nothing is said can be reached from outside in Terraform; in CloudFormation it cannot.
  reshape: (cluster) => withDefault(cluster, "PubliclyAccessible", false),
  properties: {
    DBName: "database_name",
    MasterUserPassword: "master_password",
    AvailabilityZoneRelocation: "availability_zone_relocation_enabled",
    LoggingProperties: { companion: "aws_redshift_logging", via: "cluster_identifier", properties: {} },
    SnapshotClusterIdentifier: "snapshot_cluster_identifier",
    Classic: dropped,
    ClusterSecurityGroups: dropped,
    DeferMaintenance: dropped,
    DeferMaintenanceDuration: dropped,
    DeferMaintenanceEndTime: dropped,
    DeferMaintenanceStartTime: dropped,
    DestinationRegion: dropped,
    Endpoint: dropped,
    HsmClientCertificateIdentifier: dropped,
    HsmConfigurationIdentifier: dropped,
    NamespaceResourcePolicy: dropped,
    ResourceAction: dropped,
    RevisionTarget: dropped,
    RotateEncryptionKey: dropped,
    SnapshotCopyGrantName: dropped,
    SnapshotCopyManual: dropped,
    SnapshotCopyRetentionPeriod: dropped,
    ...tagged,
  },
};

const warehouseParameters: ResourceMapping = {
  type: "aws_redshift_parameter_group",
  ref: "name",
  properties: {
    ParameterGroupName: "name",
    ParameterGroupFamily: "family",
    Parameters: { block: "parameter", properties: { ParameterName: "name", ParameterValue: "value" } },
    ...tagged,
  },
};

const clusterConfig = (own: PropertyMappings): PropertyMapping => ({
  block: "cluster_config",
  properties: {
    ColdStorageOptions: { block: "cold_storage_options" },
    ZoneAwarenessConfig: { block: "zone_awareness_config" },
    ...own,
  },
});

const searchDomain = (network: PropertyMappings, security: PropertyMappings): PropertyMappings => ({
  AccessPolicies: { json: "access_policies" },
  AdvancedSecurityOptions: {
    block: "advanced_security_options",
    properties: { MasterUserOptions: { block: "master_user_options" }, ...security },
  },
  CognitoOptions: { block: "cognito_options" },
  DomainEndpointOptions: { block: "domain_endpoint_options" },
  EBSOptions: { block: "ebs_options" },
  EncryptionAtRestOptions: { block: "encrypt_at_rest" },
  LogPublishingOptions: entryBlocks("log_publishing_options", "log_type", {
    CloudWatchLogsLogGroupArn: "cloudwatch_log_group_arn",
  }),
  NodeToNodeEncryptionOptions: { block: "node_to_node_encryption" },
  SnapshotOptions: { block: "snapshot_options" },
  VPCOptions: { block: "vpc_options", properties: network },
  DomainArn: dropped,
  ...tagged,
});

const searchAttributes = { DomainEndpoint: "endpoint", Id: "domain_id" };

const search: ResourceMappings = {
  "AWS::OpenSearchService::Domain": {
    type: "aws_opensearch_domain",
    ref: "domain_name",
    attributes: { ...searchAttributes, DomainEndpointV2: "endpoint_v2" },
    properties: {
      ...searchDomain(
        { EgressEnabled: dropped },
        {
          AnonymousAuthDisableDate: dropped,
          IAMFederationOptions: dropped,
          JWTOptions: { block: "jwt_options" },
          SAMLOptions: dropped,
        },
      ),
      ClusterConfig: clusterConfig({
        NodeOptions: { block: "node_options", properties: { NodeConfig: { block: "node_config" } } },
      }),
      SoftwareUpdateOptions: {
        block: "software_update_options",
        properties: { UseLatestServiceSoftwareForBlueGreen: dropped },
      },
      OffPeakWindowOptions: {
        block: "off_peak_window_options",
        properties: {
          OffPeakWindow: {
            block: "off_peak_window",
            properties: { WindowStartTime: { block: "window_start_time" } },
          },
        },
      },
      AIMLOptions: dropped,
      AutomatedSnapshotPauseOptions: dropped,
      DeploymentStrategyOptions: dropped,
      EngineMode: dropped,
      IdentityCenterOptions: dropped,
      SkipShardMigrationWait: dropped,
      UseCase: dropped,
    },
  },
  "AWS::Elasticsearch::Domain": {
    type: "aws_elasticsearch_domain",
    ref: "domain_name",
    attributes: searchAttributes,
    properties: { ...searchDomain({}, {}), ElasticsearchClusterConfig: clusterConfig({}) },
  },
};

const workgroup: ResourceMapping = {
  type: "aws_athena_workgroup",
  ref: "name",
  properties: {
    RecursiveDeleteOption: "force_destroy",
    WorkGroupConfiguration: {
      block: "configuration",
      properties: {
        EnforceWorkGroupConfiguration: "enforce_workgroup_configuration",
        PublishCloudWatchMetricsEnabled: "publish_cloudwatch_metrics_enabled",
        EngineVersion: { block: "engine_version" },
        ResultConfiguration: {
          block: "result_configuration",
          properties: {
            AclConfiguration: { block: "acl_configuration" },
            EncryptionConfiguration: { block: "encryption_configuration", properties: { KmsKey: "kms_key_arn" } },
          },
        },
        AdditionalConfiguration: dropped,
        CustomerContentEncryptionConfiguration: dropped,
        EngineConfiguration: dropped,
        ManagedQueryResultsConfiguration: dropped,
        MonitoringConfiguration: dropped,
      },
    },
    WorkGroupConfigurationUpdates: dropped,
    ...tagged,
  },
};

const variants: PropertyMapping = {
  block: "production_variants",
  properties: {
    CoreDumpConfig: { block: "core_dump_config" },
    ManagedInstanceScaling: { block: "managed_instance_scaling", properties: { ScaleInPolicy: dropped } },
    RoutingConfig: { block: "routing_config", properties: { PrefixAwareRoutingConfig: dropped } },
    ServerlessConfig: { block: "serverless_config" },
    CapacityReservationConfig: dropped,
    InstancePools: dropped,
  },
};

const learning: ResourceMappings = {
  "AWS::SageMaker::NotebookInstance": {
    type: "aws_sagemaker_notebook_instance",
    ref: "arn",
    attributes: { NotebookInstanceName: "name", NotebookInstanceArn: "arn" },
    properties: {
      NotebookInstanceName: "name",
      SecurityGroupIds: "security_groups",
      VolumeSizeInGB: "volume_size",
      InstanceMetadataServiceConfiguration: { block: "instance_metadata_service_configuration" },
      ...tagged,
    },
  },
  "AWS::SageMaker::Endpoint": {
    type: "aws_sagemaker_endpoint",
    ref: "arn",
    attributes: { EndpointName: "name", EndpointArn: "arn" },
    properties: {
      EndpointName: "name",
      DeploymentConfig: dropped,
      ExcludeRetainedVariantProperties: dropped,
      RetainAllVariantProperties: dropped,
      RetainDeploymentConfig: dropped,
      ...tagged,
    },
  },
  "AWS::SageMaker::EndpointConfig": {
    type: "aws_sagemaker_endpoint_configuration",
    ref: "arn",
    attributes: { EndpointConfigName: "name", EndpointConfigArn: "arn" },
    properties: {
      EndpointConfigName: "name",
      KmsKeyId: "kms_key_arn",
      ProductionVariants: variants,
      AsyncInferenceConfig: dropped,
      DataCaptureConfig: dropped,
      ExplainerConfig: dropped,
      MetricsConfig: dropped,
      ShadowProductionVariants: dropped,
      VpcConfig: dropped,
      ...tagged,
    },
  },
  "AWS::SageMaker::Model": {
    type: "aws_sagemaker_model",
    ref: "arn",
    attributes: { ModelName: "name", ModelArn: "arn" },
    properties: {
      ModelName: "name",
      PrimaryContainer: {
        block: "primary_container",
        properties: {
          Environment: "environment",
          ImageConfig: dropped,
          ModelDataSource: dropped,
          MultiModelConfig: dropped,
        },
      },
      Containers: {
        block: "container",
        properties: {
          Environment: "environment",
          ImageConfig: dropped,
          ModelDataSource: dropped,
          MultiModelConfig: dropped,
        },
      },
      VpcConfig: { block: "vpc_config" },
      InferenceExecutionConfig: { block: "inference_execution_config" },
      ...tagged,
    },
  },
};

/** Warehouses, search, catalogues and the databases that RDS does not hold. */
export const analyticsMappings: ResourceMappings = {
  "AWS::Redshift::Cluster": warehouse,
  "AWS::Redshift::ClusterSubnetGroup": {
    type: "aws_redshift_subnet_group",
    ref: "name",
    attributes: { ClusterSubnetGroupName: "name" },
    properties: { ...tagged },
  },
  "AWS::Redshift::ClusterParameterGroup": warehouseParameters,
  ...search,
  ...glue,
  "AWS::Athena::WorkGroup": workgroup,
  ...emr,
  ...learning,
  ...clusters,
  "AWS::Timestream::Database": {
    type: "aws_timestreamwrite_database",
    ref: "database_name",
    properties: { ...tagged },
  },
  "AWS::Timestream::Table": {
    type: "aws_timestreamwrite_table",
    attributes: { Name: "table_name" },
    properties: {
      RetentionProperties: { block: "retention_properties" },
      MagneticStoreWriteProperties: {
        block: "magnetic_store_write_properties",
        properties: {
          MagneticStoreRejectedDataLocation: {
            block: "magnetic_store_rejected_data_location",
            properties: { S3Configuration: { block: "s3_configuration" } },
          },
        },
      },
      Schema: { block: "schema", properties: { CompositePartitionKey: { block: "composite_partition_key" } } },
      ...tagged,
    },
  },
};
