import { hclString } from "../../translate/terraform-writer.ts";
import type { PropertyMapping, PropertyMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";

const logging: PropertyMappings = { CloudWatchLoggingOptions: { block: "cloudwatch_logging_options" } };

const buffering: PropertyMappings = {
  BufferingHints: { inline: { IntervalInSeconds: "buffering_interval", SizeInMBs: "buffering_size" } },
};

const retrying: PropertyMappings = { RetryOptions: { inline: { DurationInSeconds: "retry_duration" } } };

const processing: PropertyMappings = {
  ProcessingConfiguration: {
    block: "processing_configuration",
    properties: { Processors: { block: "processors", properties: { Parameters: { block: "parameters" } } } },
  },
};

/** A bucket that records go to, or that keeps those which could not be delivered. */
const bucket: PropertyMappings = {
  ...logging,
  ...buffering,
  EncryptionConfiguration: {
    inline: { KMSEncryptionConfig: { inline: { AWSKMSKeyARN: "kms_key_arn" } }, NoEncryptionConfig: dropped },
  },
};

const conversion: PropertyMappings = {
  InputFormatConfiguration: {
    block: "input_format_configuration",
    properties: {
      Deserializer: {
        block: "deserializer",
        properties: {
          HiveJsonSerDe: { block: "hive_json_ser_de" },
          OpenXJsonSerDe: { block: "open_x_json_ser_de" },
        },
      },
    },
  },
  OutputFormatConfiguration: {
    block: "output_format_configuration",
    properties: {
      Serializer: {
        block: "serializer",
        properties: { OrcSerDe: { block: "orc_ser_de" }, ParquetSerDe: { block: "parquet_ser_de" } },
      },
    },
  },
  SchemaConfiguration: { block: "schema_configuration" },
};

const extendedBucket: PropertyMappings = {
  ...bucket,
  ...processing,
  S3BackupConfiguration: { block: "s3_backup_configuration", properties: bucket },
  DynamicPartitioningConfiguration: { block: "dynamic_partitioning_configuration", properties: retrying },
  DataFormatConversionConfiguration: { block: "data_format_conversion_configuration", properties: conversion },
};

const backedUp: PropertyMappings = {
  ...logging,
  ...buffering,
  ...retrying,
  ...processing,
  S3Configuration: { block: "s3_configuration", properties: bucket },
  SecretsManagerConfiguration: { block: "secrets_manager_configuration" },
};

const search: PropertyMappings = {
  ...backedUp,
  VpcConfiguration: { block: "vpc_config" },
  DocumentIdOptions: { block: "document_id_options" },
};

/** Where the stream ends: Terraform wants a word for it beside the block. */
const destination = (name: string, block: string, properties: PropertyMappings): PropertyMapping => ({
  write: (value, at) => {
    at.out.attribute("destination", hclString(name), at.line);
    at.out.block(block, [], { line: at.line, endLine: value.endLine }, () => at.properties(value, properties));
  },
});

/** A delivery stream's properties. */
export const firehoseProperties: PropertyMappings = {
  DeliveryStreamName: "name",
  DeliveryStreamType: dropped,
  DeliveryStreamEncryptionConfigurationInput: {
    write: (value, at) =>
      at.out.block("server_side_encryption", [], { line: at.line, endLine: value.endLine }, () => {
        at.out.attribute("enabled", "true", at.line);
        at.properties(value, {});
      }),
  },
  KinesisStreamSourceConfiguration: { block: "kinesis_source_configuration" },
  MSKSourceConfiguration: {
    block: "msk_source_configuration",
    properties: {
      AuthenticationConfiguration: { block: "authentication_configuration" },
      MSKClusterARN: "msk_cluster_arn",
    },
  },
  ExtendedS3DestinationConfiguration: destination("extended_s3", "extended_s3_configuration", extendedBucket),
  S3DestinationConfiguration: destination("extended_s3", "extended_s3_configuration", bucket),
  RedshiftDestinationConfiguration: destination("redshift", "redshift_configuration", {
    ...backedUp,
    ClusterJDBCURL: "cluster_jdbcurl",
    CopyCommand: { inline: {} },
    S3BackupConfiguration: { block: "s3_backup_configuration", properties: bucket },
  }),
  AmazonopensearchserviceDestinationConfiguration: destination("opensearch", "opensearch_configuration", search),
  ElasticsearchDestinationConfiguration: destination("elasticsearch", "elasticsearch_configuration", search),
  AmazonOpenSearchServerlessDestinationConfiguration: destination(
    "opensearchserverless",
    "opensearchserverless_configuration",
    search,
  ),
  SplunkDestinationConfiguration: destination("splunk", "splunk_configuration", {
    ...backedUp,
    HECAcknowledgmentTimeoutInSeconds: "hec_acknowledgment_timeout",
  }),
  HttpEndpointDestinationConfiguration: destination("http_endpoint", "http_endpoint_configuration", {
    ...backedUp,
    EndpointConfiguration: { inline: {} },
    RequestConfiguration: {
      block: "request_configuration",
      properties: {
        CommonAttributes: {
          block: "common_attributes",
          properties: { AttributeName: "name", AttributeValue: "value" },
        },
      },
    },
  }),
};
