import { describe, expect, it } from "vitest";
import { inspect } from "../../parse/index.ts";
import type { Requirement } from "../../parse/form/index.ts";
import type { Cloud } from "../../model/index.ts";
import type { Edit } from "../edit.ts";
import { goalOf } from "./index.ts";

const resource = (type: string, body = ""): string => `resource "${type}" "main" {\n${body}\n}\n`;

const firehose = (seconds: string): string =>
  resource(
    "aws_kinesis_firehose_delivery_stream",
    `destination = "extended_s3"\n  extended_s3_configuration {\n${seconds}\n  }`,
  );
const events = (body: string): string => resource("azurerm_eventhub_namespace", body);
const worker = (body: string): string =>
  resource("google_cloudfunctions2_function", `event_trigger {}\n  service_config {\n${body}\n  }`);
const job = (body: string): string => resource("google_dataflow_job", body);
const budget = 'resource "aws_budgets_budget" "all" {\n  budget_type = "COST"\n}\n';

type Case = readonly [
  what: string,
  cloud: Cloud,
  asked: Requirement,
  text: string,
  met: boolean | undefined,
  edits: string[],
];

const written = (edit: Edit): string =>
  edit.op === "add" ? edit.address : `${edit.op} ${edit.address} ${edit.path.join(".")}`;

const cases: readonly Case[] = [
  [
    "Firehose that waits five minutes is slow",
    "aws",
    "low_latency",
    firehose(""),
    false,
    ["set aws_kinesis_firehose_delivery_stream.main extended_s3_configuration.buffering_interval"],
  ],
  ["Firehose that waits a minute is quick", "aws", "low_latency", firehose("buffering_interval = 60"), true, []],
  [
    "a consumer that waits for more is slow",
    "aws",
    "low_latency",
    resource("aws_lambda_event_source_mapping", "maximum_batching_window_in_seconds = 30"),
    false,
    ["set aws_lambda_event_source_mapping.main maximum_batching_window_in_seconds"],
  ],
  [
    "a distribution is near, and quicker over QUIC",
    "aws",
    "low_latency",
    resource("aws_cloudfront_distribution"),
    false,
    ["set aws_cloudfront_distribution.main http_version"],
  ],
  [
    "a distribution that speaks HTTP/3 is quick",
    "aws",
    "low_latency",
    resource("aws_cloudfront_distribution", `http_version = "http2and3"`),
    true,
    [],
  ],
  [
    "what AWS spreads over zones itself is highly available",
    "aws",
    "high_availability",
    resource("aws_s3_bucket"),
    true,
    [],
  ],
  [
    "a warehouse that can move to another zone is made to",
    "aws",
    "high_availability",
    resource("aws_redshift_cluster", 'node_type = "ra3.large"'),
    false,
    ["set aws_redshift_cluster.main availability_zone_relocation_enabled"],
  ],
  [
    "a warehouse that is tied to its disks stays",
    "aws",
    "high_availability",
    resource("aws_redshift_cluster", 'node_type = "dc2.large"'),
    false,
    [],
  ],
  [
    "nobody is told of the cost without a budget",
    "aws",
    "low_cost",
    resource("aws_sqs_queue"),
    false,
    ["variable.monthly_budget", "variable.budget_email", "aws_budgets_budget.stackstage"],
  ],
  ["one budget is enough", "aws", "low_cost", budget, true, []],
  [
    "a budget on Azure is the resource group's",
    "azure",
    "low_cost",
    resource("azurerm_resource_group"),
    false,
    [
      "variable.monthly_budget",
      "variable.budget_email",
      "variable.budget_start",
      "azurerm_consumption_budget_resource_group.stackstage",
    ],
  ],
  ["without a resource group there is none", "azure", "low_cost", resource("azurerm_key_vault"), false, []],
  [
    "a budget on Google Cloud is the project's",
    "gcp",
    "low_cost",
    resource("google_pubsub_topic"),
    false,
    [
      "variable.monthly_budget",
      "variable.billing_account",
      "data.google_project.current",
      "google_billing_budget.stackstage",
    ],
  ],
  [
    "a stream with a fixed throughput can fall behind",
    "azure",
    "low_latency",
    events('sku = "Basic"'),
    false,
    ["sku", "auto_inflate_enabled", "maximum_throughput_units"].map(
      (path) => `set azurerm_eventhub_namespace.main ${path}`,
    ),
  ],
  ["one that grows keeps up", "azure", "low_latency", events("auto_inflate_enabled = true"), true, []],
  [
    "a worker that starts cold is slow",
    "gcp",
    "low_latency",
    worker(""),
    false,
    ["set google_cloudfunctions2_function.main service_config.min_instance_count"],
  ],
  ["a worker that waits is quick", "gcp", "low_latency", worker("min_instance_count = 1"), true, []],
  [
    "a worker that anyone may call is open",
    "gcp",
    "security",
    worker(""),
    false,
    ["set google_cloudfunctions2_function.main service_config.ingress_settings"],
  ],
  [
    "a worker that only events call is not",
    "gcp",
    "security",
    worker('ingress_settings = "ALLOW_INTERNAL_ONLY"'),
    true,
    [],
  ],
  [
    "a job with public workers gets a subnet for them",
    "gcp",
    "security",
    job(""),
    false,
    [
      "google_compute_network.stackstage",
      "google_compute_subnetwork.stackstage",
      ...["subnetwork", "ip_configuration", "enable_streaming_engine"].map(
        (path) => `set google_dataflow_job.main ${path}`,
      ),
    ],
  ],
  ["a job that has its own subnet is left alone", "gcp", "security", job('subnetwork = "own"'), false, []],
];

describe("requirements", () => {
  it.each(cases)("%s", (_, cloud, asked, text, met, edits) => {
    const { model } = inspect([{ name: "main.tf", text }], { cloud });
    const goal = goalOf(asked);
    expect(goal.isMet(model)).toBe(met);
    expect(goal.edits(model).map(written)).toEqual(edits);
  });
});
