import type { PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";

const job: ResourceMapping = {
  type: "aws_glue_job",
  ref: "name",
  properties: {
    Role: "role_arn",
    Command: { block: "command" },
    Connections: { inline: { Connections: "connections" } },
    DefaultArguments: "default_arguments",
    NonOverridableArguments: "non_overridable_arguments",
    ExecutionProperty: { block: "execution_property" },
    NotificationProperty: { block: "notification_property" },
    AllocatedCapacity: "max_capacity",
    LogUri: dropped,
    Tags: "tags",
  },
};

const crawler: ResourceMapping = {
  type: "aws_glue_crawler",
  ref: "name",
  properties: {
    CrawlerSecurityConfiguration: "security_configuration",
    Targets: {
      inline: {
        S3Targets: { block: "s3_target" },
        JdbcTargets: { block: "jdbc_target" },
        DynamoDBTargets: { block: "dynamodb_target" },
        CatalogTargets: { block: "catalog_target" },
        MongoDBTargets: { block: "mongodb_target" },
        DeltaTargets: { block: "delta_target" },
        IcebergTargets: { block: "iceberg_target" },
        HudiTargets: { block: "hudi_target" },
      },
    },
    Schedule: { inline: { ScheduleExpression: "schedule" } },
    SchemaChangePolicy: { block: "schema_change_policy" },
    RecrawlPolicy: { block: "recrawl_policy" },
    LakeFormationConfiguration: { block: "lake_formation_configuration" },
    Tags: "tags",
  },
};

const table: PropertyMappings = {
  Parameters: "parameters",
  PartitionKeys: { block: "partition_keys" },
  StorageDescriptor: {
    block: "storage_descriptor",
    properties: {
      Columns: { block: "columns" },
      SerdeInfo: {
        block: "ser_de_info",
        properties: { Parameters: "parameters", SerializationLibrary: "serialization_library" },
      },
      SortColumns: { block: "sort_columns" },
      SkewedInfo: { block: "skewed_info" },
      Parameters: "parameters",
      SchemaReference: dropped,
    },
  },
  TargetTable: { block: "target_table" },
  ViewDefinition: dropped,
};

/** Glue: its catalogue, what fills it, and what works on it. */
export const glue: ResourceMappings = {
  "AWS::Glue::Database": {
    type: "aws_glue_catalog_database",
    ref: "name",
    properties: {
      DatabaseName: "name",
      DatabaseInput: {
        inline: {
          Parameters: "parameters",
          CreateTableDefaultPermissions: dropped,
          FederatedDatabase: dropped,
          TargetDatabase: { block: "target_database" },
        },
      },
    },
  },
  "AWS::Glue::Table": {
    type: "aws_glue_catalog_table",
    ref: "name",
    properties: { TableInput: { inline: table }, OpenTableFormatInput: dropped },
  },
  "AWS::Glue::Job": job,
  "AWS::Glue::Crawler": crawler,
  "AWS::Glue::Trigger": {
    type: "aws_glue_trigger",
    ref: "name",
    properties: {
      Actions: {
        block: "actions",
        properties: { Arguments: "arguments", NotificationProperty: { block: "notification_property" } },
      },
      Predicate: { block: "predicate", properties: { Conditions: { block: "conditions" } } },
      EventBatchingCondition: { block: "event_batching_condition" },
      Tags: "tags",
    },
  },
};
