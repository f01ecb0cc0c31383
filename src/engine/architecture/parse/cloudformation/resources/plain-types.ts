import type { PropertyMapping, PropertyMappings, ResourceMappings } from "./mapping.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

/** A type whose properties are called like Terraform's arguments, save for a few. */
const plain = (type: string, renamed: PropertyMappings = {}): ResourceMappings[string] => ({
  type,
  properties: { ...tagged, ...renamed },
});

const logs: PropertyMapping = {
  block: "logging_configuration",
  properties: Object.fromEntries(
    (
      [
        ["DagProcessingLogs", "dag_processing_logs"],
        ["SchedulerLogs", "scheduler_logs"],
        ["TaskLogs", "task_logs"],
        ["WebserverLogs", "webserver_logs"],
        ["WorkerLogs", "worker_logs"],
      ] as const
    ).map(([key, block]) => [key, { block }]),
  ),
};

const glueSecurity: PropertyMapping = {
  block: "encryption_configuration",
  properties: {
    S3Encryptions: { block: "s3_encryption" },
    CloudWatchEncryption: {
      block: "cloudwatch_encryption",
      properties: { CloudWatchEncryptionMode: "cloudwatch_encryption_mode" },
    },
    JobBookmarksEncryption: { block: "job_bookmarks_encryption" },
  },
};

const glueCatalogue: PropertyMapping = {
  block: "data_catalog_encryption_settings",
  properties: {
    ConnectionPasswordEncryption: {
      block: "connection_password_encryption",
      properties: { KmsKeyId: "aws_kms_key_id" },
    },
    EncryptionAtRest: { block: "encryption_at_rest" },
  },
};

/** Types that need nothing but their name in Terraform, and a word for an argument or two. */
export const plainTypes: ResourceMappings = {
  "AWS::WorkSpaces::Workspace": plain("aws_workspaces_workspace"),
  "AWS::SageMaker::Domain": plain("aws_sagemaker_domain"),
  "AWS::SageMaker::DataQualityJobDefinition": plain("aws_sagemaker_data_quality_job_definition", {
    JobDefinitionName: "name",
  }),
  "AWS::Glue::SecurityConfiguration": plain("aws_glue_security_configuration", {
    EncryptionConfiguration: glueSecurity,
  }),
  "AWS::Glue::DataCatalogEncryptionSettings": plain("aws_glue_data_catalog_encryption_settings", {
    DataCatalogEncryptionSettings: glueCatalogue,
  }),
  "AWS::DMS::ReplicationInstance": plain("aws_dms_replication_instance", {
    ReplicationInstanceIdentifier: "replication_instance_id",
    ReplicationSubnetGroupIdentifier: "replication_subnet_group_id",
    KmsKeyId: "kms_key_arn",
    MultiAZ: "multi_az",
  }),
  "AWS::DMS::Endpoint": plain("aws_dms_endpoint", {
    EndpointIdentifier: "endpoint_id",
    KmsKeyId: "kms_key_arn",
    MongoDbSettings: { block: "mongodb_settings" },
    PostgreSqlSettings: { block: "postgres_settings" },
  }),
  "AWS::CodeArtifact::Domain": plain("aws_codeartifact_domain", { DomainName: "domain" }),
  "AWS::EMR::SecurityConfiguration": plain("aws_emr_security_configuration", {
    SecurityConfiguration: { json: "configuration" },
  }),
  "AWS::AppSync::ApiCache": plain("aws_appsync_api_cache"),
  "AWS::AppFlow::Flow": plain("aws_appflow_flow", { FlowName: "name", KMSArn: "kms_arn" }),
  "AWS::AppFlow::ConnectorProfile": plain("aws_appflow_connector_profile", {
    ConnectorProfileName: "name",
    KMSArn: "kms_arn",
  }),
  "AWS::Config::ConfigurationAggregator": plain("aws_config_configuration_aggregator", {
    ConfigurationAggregatorName: "name",
    AccountAggregationSources: {
      block: "account_aggregation_source",
      properties: { AllAwsRegions: "all_regions", AwsRegions: "regions" },
    },
    OrganizationAggregationSource: {
      block: "organization_aggregation_source",
      properties: { AllAwsRegions: "all_regions", AwsRegions: "regions" },
    },
  }),
  "AWS::SSM::Document": plain("aws_ssm_document", { Content: { json: "content" } }),
  "AWS::MWAA::Environment": plain("aws_mwaa_environment", {
    AirflowConfigurationOptions: "airflow_configuration_options",
    LoggingConfiguration: logs,
  }),
  "AWS::KinesisVideo::Stream": plain("aws_kinesis_video_stream"),
  "AWS::ImageBuilder::Component": plain("aws_imagebuilder_component"),
  "AWS::ImageBuilder::ImageRecipe": plain("aws_imagebuilder_image_recipe", {
    BlockDeviceMappings: { block: "block_device_mapping" },
  }),
  "AWS::RedshiftServerless::Namespace": plain("aws_redshiftserverless_namespace"),
  "AWS::Cassandra::Table": plain("aws_keyspaces_table", {
    EncryptionSpecification: { block: "encryption_specification", properties: { EncryptionType: "type" } },
  }),
  "AWS::Bedrock::Agent": plain("aws_bedrockagent_agent"),
  "AWS::RDS::DBSecurityGroup": plain("aws_db_security_group"),
  "AWS::ElastiCache::SecurityGroup": plain("aws_elasticache_security_group"),
  "AWS::DirectoryService::MicrosoftAD": plain("aws_directory_service_directory"),
  "AWS::CloudTrail::EventDataStore": plain("aws_cloudtrail_event_data_store", {
    KmsKeyId: "kms_key_id",
    AdvancedEventSelectors: {
      block: "advanced_event_selector",
      properties: { FieldSelectors: { block: "field_selector" } },
    },
  }),
  "AWS::NetworkFirewall::LoggingConfiguration": plain("aws_networkfirewall_logging_configuration"),
};
