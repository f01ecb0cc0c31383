import { plainText } from "../intrinsics.ts";
import { entryOf } from "../../document/node.ts";
import { eachItem } from "./items.ts";
import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { documentBeside, dropped } from "./property-writers.ts";

/** `[{AttributeName: pk, KeyType: HASH}]` → `hash_key = "pk"`. */
const keys = (...kinds: readonly ("HASH" | "RANGE")[]): PropertyMapping => ({
  write: (list, at) =>
    eachItem(list, at, (key, place) => {
      const kind = kinds.find((one) => one === plainText(entryOf(key, "KeyType"))?.toUpperCase());
      const name = entryOf(key, "AttributeName");
      if (kind !== undefined && name !== undefined)
        place.out.attribute(`${kind.toLowerCase()}_key`, place.hcl(name), key.line);
    }),
});

const capacity: PropertyMapping = {
  inline: { ReadCapacityUnits: "read_capacity", WriteCapacityUnits: "write_capacity" },
};

const indexProperties = (...kinds: readonly ("HASH" | "RANGE")[]): PropertyMappings => ({
  IndexName: "name",
  KeySchema: keys(...kinds),
  Projection: { inline: {} },
  ProvisionedThroughput: capacity,
  ContributorInsightsSpecification: dropped,
  OnDemandThroughput: { block: "on_demand_throughput" },
});

const tableProperties: PropertyMappings = {
  TableName: "name",
  KeySchema: keys("HASH", "RANGE"),
  AttributeDefinitions: { block: "attribute", properties: { AttributeName: "name", AttributeType: "type" } },
  ProvisionedThroughput: capacity,
  GlobalSecondaryIndexes: { block: "global_secondary_index", properties: indexProperties("HASH", "RANGE") },
  LocalSecondaryIndexes: { block: "local_secondary_index", properties: indexProperties("RANGE") },
  StreamSpecification: {
    write: (value, at) => {
      at.out.attribute("stream_enabled", "true", at.line);
      at.properties(value, { ResourcePolicy: dropped });
    },
  },
  SSESpecification: {
    block: "server_side_encryption",
    properties: { SSEEnabled: "enabled", KMSMasterKeyId: "kms_key_arn", SSEType: dropped },
  },
  PointInTimeRecoverySpecification: {
    block: "point_in_time_recovery",
    properties: { PointInTimeRecoveryEnabled: "enabled" },
  },
  TimeToLiveSpecification: { block: "ttl" },
  KinesisStreamSpecification: {
    companion: "aws_dynamodb_kinesis_streaming_destination",
    via: "table_name",
    properties: { ApproximateCreationDateTimePrecision: "approximate_creation_date_time_precision" },
  },
  ContributorInsightsSpecification: {
    companion: "aws_dynamodb_contributor_insights",
    via: "table_name",
    properties: { Enabled: dropped },
  },
  ResourcePolicy: {
    write: (value, at) =>
      at.properties(value, {
        PolicyDocument: documentBeside("aws_dynamodb_resource_policy", "resource_arn", "policy", "arn"),
      }),
  },
  ImportSourceSpecification: dropped,
};

const table: ResourceMapping = {
  type: "aws_dynamodb_table",
  ref: "name",
  attributes: { StreamArn: "stream_arn", TableId: "id" },
  properties: tableProperties,
};

/** A global table is a table with a copy in each further region. */
const globalTable: ResourceMapping = {
  ...table,
  properties: {
    ...tableProperties,
    Replicas: {
      block: "replica",
      properties: {
        Region: "region_name",
        PointInTimeRecoverySpecification: { inline: { PointInTimeRecoveryEnabled: "point_in_time_recovery" } },
        SSESpecification: { inline: { KMSMasterKeyId: "kms_key_arn" } },
        TableClass: dropped,
        DeletionProtectionEnabled: dropped,
        ContributorInsightsSpecification: dropped,
        GlobalSecondaryIndexes: dropped,
        ReadProvisionedThroughputSettings: dropped,
        Tags: dropped,
      },
    },
    WriteProvisionedThroughputSettings: dropped,
  },
};

export const dynamodbMappings: ResourceMappings = {
  "AWS::DynamoDB::Table": table,
  "AWS::DynamoDB::GlobalTable": globalTable,
};
