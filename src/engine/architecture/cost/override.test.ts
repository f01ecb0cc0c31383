import { describe, expect, it } from "vitest";
import { inspect } from "../parse/index.ts";
import { receive } from "../receive.ts";
import { priceDesign, unmatchedUsage } from "./index.ts";
import type { UsageWish } from "./index.ts";

type Figures = NonNullable<UsageWish["resources"]>[string];

const modelOf = (type: string, body: string) =>
  inspect(receive([{ name: "main.tf", text: `resource "${type}" "x" {\n${body}\n}\n` }]).files).model;

/** The lines of a bill that figures of one's own change, with what they come to then. */
const changedLines = (type: string, body: string, figures: Figures): Record<string, number> => {
  const model = modelOf(type, body);
  const monthlyByUnit = (resources: Record<string, Figures>): Map<string, number> =>
    new Map(
      priceDesign(model, { usage: { profile: "small", resources } }).items.map((item) => [item.unit, item.monthly]),
    );
  const before = monthlyByUnit({});
  const after = monthlyByUnit({ [`${type}.x`]: figures });
  return Object.fromEntries([...after].filter(([unit, monthly]) => before.get(unit) !== monthly));
};

const onDemand = 'billing_mode = "PAY_PER_REQUEST"';
const local = 'account_tier = "Standard"\naccount_replication_type = "LRS"';

/** Keys are those of Infracost's usage files. */
describe("a figure of one's own changes the line that it is about, and no other", () => {
  it.each<[type: string, body: string, figures: Figures, lines: Record<string, number>]>([
    ["aws_s3_bucket", "", { standard: { storage_gb: 1000 } }, { "stored GB-month": 23 }],
    ["aws_s3_bucket", "", { standard: { monthly_tier_1_requests: 10_000 } }, { "write 1K requests": 0.05 }],
    [
      "aws_s3_bucket",
      "",
      { monthly_outbound_gb: 60_000 },
      { "GB to the internet": 921.6, "GB to the internet above 10 TB": 3481.6, "GB to the internet above 50 TB": 616 },
    ],
    ["aws_lambda_function", "memory_size = 512", { request_duration_ms: 400 }, { "GB-second": 83.33 }],
    ["aws_nat_gateway", "", { monthly_data_processed_gb: 1000 }, { "processed GB": 45 }],
    ["aws_nat_gateway", "", { monthly_cross_az_gb: 1000 }, { "cross-zone GB": 20 }],
    ["aws_dynamodb_table", onDemand, { monthly_write_request_units: 5e6 }, { "1M WRU": 3.13 }],
    ["aws_dynamodb_table", onDemand, { storage_gb: 100 }, { "stored GB-month": 25 }],
    ["aws_sqs_queue", "", { monthly_requests: 5e6 }, { "1M requests": 2 }],
    ["aws_cloudwatch_log_group", "", { storage_gb: 1000 }, { "logs kept GB-month": 30 }],
    ["aws_cloudwatch_log_group", "", { monthly_data_ingested_gb: 1000 }, { "logs in GB": 500 }],
    ["aws_efs_file_system", "", { storage_gb: 1000 }, { "stored GB-month": 300 }],
    ["aws_ecr_repository", "", { storage_gb: 5 }, { "GB-month": 0.5 }],
    ["aws_kms_key", "", { monthly_requests: 1e6 }, { "API 10K requests": 3 }],
    ["aws_kinesis_stream", "shard_count = 1", { monthly_provisioned_put_units: 5e8 }, { "1M units": 7 }],
    ["aws_sfn_state_machine", "", { monthly_transitions: 10_000 }, { "1K transitions": 0.25 }],
    [
      "aws_api_gateway_rest_api",
      "",
      { monthly_requests: 5e8 },
      { "1M requests": 1165.5, "above 333 1M requests": 467.6 },
    ],
    ["aws_secretsmanager_secret", "", { monthly_requests: 100_000 }, { "API 10K requests": 0.5 }],
    ["aws_vpc_endpoint", 'vpc_endpoint_type = "Interface"', { monthly_data_processed_gb: 10 }, { "processed GB": 0.1 }],
    ["aws_rds_cluster", 'engine = "aurora-mysql"', { storage_gb: 300 }, { "storage GB-month": 30 }],
    ["aws_instance", 'instance_type = "t3.micro"', { monthly_hrs: 100 }, { "t3.micro hour": 1.04 }],
    [
      "azurerm_linux_virtual_machine",
      'size = "Standard_D2s_v5"\nos_disk {\n storage_account_type = "Standard_LRS"\n}',
      { monthly_hrs: 100 },
      { "Standard_D2s_v5 hour": 9.6 },
    ],
    ["azurerm_storage_account", local, { storage_gb: 1000 }, { "stored GB-month": 20.8 }],
    ["azurerm_storage_account", local, { monthly_read_operations: 1e6 }, { "read 10K ops": 0.44 }],
    ["azurerm_cosmosdb_account", "", { storage_gb: 1000 }, { "GB-month": 250 }],
    ["azurerm_log_analytics_workspace", "", { monthly_log_data_ingestion_gb: 100 }, { "logs in GB": 230 }],
    ["azurerm_nat_gateway", "", { monthly_data_processed_gb: 100 }, { "processed GB": 4.5 }],
    ["google_storage_bucket", 'location = "us-central1"', { storage_gb: 1000 }, { "stored GB-month": 20 }],
    ["google_bigquery_dataset", "", { monthly_queries_tb: 10 }, { "TiB scanned": 62.5 }],
    ["google_pubsub_topic", "", { monthly_message_data_tb: 1 }, { "published TiB": 40 }],
    ["google_compute_router_nat", "", { monthly_data_processed_gb: 1000 }, { "processed GB": 45 }],
    ["google_kms_crypto_key", "", { monthly_key_operations: 1e6 }, { "10K ops": 3 }],
  ])("%s %s %o", (type, body, figures, lines) => {
    expect(changedLines(type, body, figures)).toEqual(lines);
  });

  it.each([
    ["aws_elasticache_cluster", "snapshot_storage_size_gb", "its price does not depend on usage"],
    ["aws_nat_gateway", "monthly_processed_pb", "known are monthly_cross_az_gb, monthly_data_processed_gb"],
  ])("an unknown key of %s is told with its place", (type, key, known) => {
    const [told] = unmatchedUsage(modelOf(type, ""), { resources: { [`${type}.x`]: { [key]: 1 } } });
    expect(told).toContain(`usage: ${type}.x takes no ${key}; ${known}`);
  });
});
