import { expect, test } from "vitest";
import type { Cloud } from "../../model/index.ts";
import { composeTerraform } from "./compose.ts";
import { readRequest } from "./read-request.ts";

/** What a description brings into the design: lines of it, without the spaces that line them up. */
test.each<[cloud: Cloud, said: string, lines: readonly string[], without?: string]>([
  [
    "aws",
    "one virtual machine with a CDN",
    ["domain_name = aws_instance.app.public_dns", 'origin_protocol_policy = "http-only"'],
  ],
  ["aws", "three virtual machines with a CDN", ["domain_name = aws_instance.app[0].public_dns"]],
  [
    "aws",
    "an HTTPS website on two virtual machines with a CDN",
    ['origin_protocol_policy = "https-only"', "from_port = 443"],
  ],
  [
    "aws",
    "a static site beside Docker containers with Redis and a queue",
    ['default_root_object = "index.html"'],
    'origin_id = "app"',
  ],
  ["aws", "Kubernetes worker nodes with 100 GB of disk", ["volume_size = 100"]],
  ["aws", "virtual machines behind a load balancer, with Redis and a queue", ["count = 2"]],
  ["aws", "Docker containers with a queue and a cron job", ["arn = aws_sqs_queue.jobs.arn"]],
  ["aws", "a web app in Tokyo", ['availability_zone = "${var.region}c"']],
  ["aws", "one virtual machine with Lambda, a queue and Redis", ['resource "aws_nat_gateway" "main" {']],
  [
    "aws",
    "one virtual machine with Postgres and CloudWatch",
    [
      'metric_name = "CPUUtilization"',
      'statistic = "Average"',
      "DBInstanceIdentifier = aws_db_instance.main.identifier",
    ],
  ],
  [
    "aws",
    "one virtual machine with Redis and CloudWatch",
    ['resource "aws_cloudwatch_log_group" "app" {'],
    "aws_cloudwatch_metric_alarm",
  ],
  [
    "aws",
    "Lambda that works off a queue, with CloudWatch",
    ["FunctionName = aws_lambda_function.worker.function_name"],
  ],
  [
    "aws",
    "Docker containers with Kafka, Redis and a queue",
    ['{ name = "STREAM_NAME", value = aws_msk_cluster.main.bootstrap_brokers_tls },'],
  ],
  [
    "aws",
    "a web app with encrypted Postgres and 3 replicas",
    ["count = 3", 'identifier = "web-app-replica-${count.index}"', "storage_encrypted = true"],
  ],
  ["aws", "a web app with Postgres and 1 replica", ['identifier = "web-app-replica"']],
  ["aws", "a web app with encrypted MongoDB", ["storage_encrypted = true"]],
  ["aws", "Docker containers with 64 vCPU", ["cpu = 8192"]],
  [
    "aws",
    "an online shop with AWS Batch, Redis and a queue",
    ['resource "aws_batch_job_queue" "main" {'],
    'resource "aws_iam_role_policy" "batch"',
  ],
  [
    "azure",
    "one virtual machine with a CDN, a load balancer and an own domain",
    ["ip_addresses = [azurerm_linux_virtual_machine.app.private_ip_address]"],
  ],
  [
    "azure",
    "one virtual machine with 100 GB of disk, HTTPS website",
    ["disk_size_gb = 100", 'destination_port_range = "443"'],
  ],
  [
    "azure",
    "Kubernetes with uploads, secrets, Redis and Log Analytics",
    [
      "files = azurerm_storage_account.assets.name",
      'role_definition_name = "Storage Blob Data Contributor"',
      'role_definition_name = "Key Vault Secrets User"',
      "oms_agent {",
    ],
  ],
  ["azure", "a web app behind a load balancer", ["fqdns = [azurerm_linux_web_app.app.default_hostname]"]],
  ["azure", "a web app in London that sends email", ['data_location = "UK"']],
  [
    "azure",
    "an HTTPS web app, 5 servers, autoscaled, with a file share",
    [
      'sku_name = "P1v3"',
      "worker_count = 5",
      "https_only = true",
      'mount_path = "/data"',
      'resource "azurerm_monitor_autoscale_setting" "main" {',
    ],
  ],
  [
    "azure",
    "Docker containers with Application Insights and Redis",
    ["log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id"],
    '"worker"',
  ],
  ["azure", "Kubernetes with SQL Server", ["database = azurerm_mssql_database.main.name"]],
  [
    "azure",
    "a web app with Multi-AZ SQL Server of 500 GB",
    ['sku_name = "GP_Gen5_2"', "zone_redundant = true", "max_size_gb = 500"],
  ],
  ["azure", "a web app with SQL Server of 500 GB", ['sku_name = "S0"', "max_size_gb = 250"]],
  [
    "azure",
    "a web app with MySQL and 2 replicas",
    ['resource "azurerm_mysql_flexible_server" "replica" {', "count = 2"],
  ],
  ["azure", "a web app with Postgres and 1 replica", ['name = "web-app-replica-${var.suffix}"']],
  ["azure", "a web app with Postgres of 60 TB", ["storage_mb = 33553408"]],
  ["gcp", "one virtual machine with 5 GB of disk", ["size = 10"]],
  ["gcp", "an HTTPS website on one virtual machine", ['ports = ["443"]']],
  ["gcp", "virtual machines with 80 GB behind a load balancer", ["disk_size_gb = 80"]],
  [
    "gcp",
    "Kubernetes with Spanner, Bigtable, events on an event bus and uploads, worker nodes with 80 GB of disk",
    [
      "disk_size_gb = 80",
      "database = google_spanner_instance.main.name",
      "documents = google_bigtable_instance.main.name",
      "events = google_pubsub_topic.events.name",
      'role = "roles/spanner.databaseUser"',
      'role = "roles/bigtable.user"',
      'role = "roles/storage.objectUser"',
    ],
  ],
  ["gcp", "Docker containers with a cron job and Redis", ['uri = "${google_cloud_run_v2_service.app.uri}/jobs"']],
  ["gcp", "a CDN for a bucket", ['resource "google_compute_backend_bucket" "assets" {']],
  [
    "gcp",
    "ETL of a stream into a bucket",
    ['template_gcs_path = "gs://dataflow-templates/latest/Cloud_PubSub_to_GCS_Text"'],
  ],
  [
    "gcp",
    "Spark on a bucket, with Redis and a queue",
    ['template_gcs_path = "gs://dataflow-templates/latest/Word_Count"'],
  ],
  ["gcp", "a stream into a warehouse", ['resource "google_pubsub_subscription" "warehouse" {']],
  [
    "gcp",
    "Docker containers with Redis and Cloud Monitoring",
    ["run.googleapis.com/request_count", 'per_series_aligner = "ALIGN_RATE"'],
  ],
  ["gcp", "a serverless API with Redis and Cloud Monitoring", ["run.googleapis.com/request_count"]],
  [
    "gcp",
    "one virtual machine with Postgres and Cloud Monitoring",
    ["cloudsql.googleapis.com/database/cpu/utilization", 'per_series_aligner = "ALIGN_MEAN"'],
  ],
  ["gcp", "one virtual machine with Spanner and Cloud Monitoring", ["compute.googleapis.com/instance/cpu/utilization"]],
  ["gcp", "Docker containers with 20 GB of memory", ['cpu = "6"', 'memory = "20480Mi"']],
  ["gcp", "Docker containers with 10 GB of memory", ['cpu = "4"', 'memory = "10240Mi"']],
  ["gcp", "Docker containers with 6 GB of memory", ['cpu = "2"', 'memory = "6144Mi"']],
  ["gcp", "Docker containers with 256 MB of memory", ['cpu = "1"', 'memory = "512Mi"']],
  ["gcp", "Docker containers with 64 vCPU", ['cpu = "8"', 'memory = "512Mi"']],
  ["gcp", "three containers, autoscaled", ["min_instance_count = 3", "max_instance_count = 12"]],
  ["gcp", "Docker containers with a data warehouse and Redis", ["google_bigquery_dataset.main.dataset_id"]],
  ["gcp", "a web app with Multi-AZ MySQL", ['availability_type = "REGIONAL"', "binary_log_enabled = true"]],
  ["gcp", "a web app with MySQL and 1 replica", ["binary_log_enabled = true", 'name = "web-app-replica"']],
  [
    "gcp",
    "a web app with Postgres and 2 replicas",
    ["point_in_time_recovery_enabled = true", 'name = "web-app-replica-${count.index}"'],
  ],
  ["gcp", "a web app with Cloud SQL db-custom-4-15360", ['tier = "db-custom-4-15360"']],
])("on %s: %s", (cloud, said, lines, without) => {
  const files = composeTerraform(readRequest({ cloud, text: said })).files.map(({ text }) => text);
  const text = files.join("\n").replaceAll(/ +/g, " ");
  for (const line of lines) expect(text).toContain(line);
  expect(without !== undefined && text.includes(without)).toBe(false);
});

test.each<[said: string, brief: object]>([
  ["a web app on AWS without containers", { compute: "vm" }],
  ["containers on AWS with a queue, but no cache or queue for the reports", { capabilities: ["containers", "queue"] }],
  [
    "a website with container registries on AWS",
    { capabilities: ["object_storage", "registry", "relational_db", "web"] },
  ],
  ["a web app with DynamoDB, not Cosmos DB", { cloud: "aws" }],
  ["a web app on Azure, cheap", { engine: "sqlserver" }],
  ["a blog on Azure, cheap", { engine: "mysql" }],
])("%s", (said, brief) => {
  expect(readRequest({ text: said })).toMatchObject(brief);
});
