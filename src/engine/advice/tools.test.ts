import { describe, expect, it } from "vitest";
import { analyzeDesign, designFromRequest } from "../architecture/index.ts";
import { rankRegions } from "../architecture/regions/index.ts";
import { advise } from "./advise.ts";
import { money } from "./markdown.ts";

const ask = (text: string) => advise({ text, history: [], persona: undefined, analysis: undefined });

type Cloud = "aws" | "azure" | "gcp";

/** What the whole analysis of a design makes of its price: another way than the advisor's own. */
const analysed = (
  cloud: Cloud,
  region: string,
  text: string,
  resources: Record<string, Record<string, number>> = {},
): string =>
  money(
    analyzeDesign({
      files: [{ name: "main.tf", text }],
      generated: false,
      goals: [],
      cloud,
      region,
      usage: { resources },
    }).cost.monthly,
  );

const database = (more: string): string => `resource "aws_db_instance" "x" {
  engine = "postgres"
  instance_class = "db.m6i.large"
  allocated_storage = 100
  storage_type = "gp3"
  ${more}
}`;

const nat = `resource "aws_nat_gateway" "x" {
  subnet_id = "subnet-1"
  allocation_id = "eipalloc-1"
}`;
const natUsage = { aws_nat_gateway: { monthly_data_processed_gb: 100 } };

const lambda = `resource "aws_lambda_function" "x" {
  function_name = "x"
  role = "x"
  memory_size = 512
}`;

const prices: readonly (readonly [ask: string, figure: () => string])[] = [
  ["what does a Multi-AZ Postgres cost", () => analysed("aws", "us-east-1", database("multi_az = true"))],
  ["how much is a NAT gateway in Frankfurt", () => analysed("aws", "eu-central-1", nat, natUsage)],
  [
    "price of 3 m5.large",
    () =>
      analysed(
        "aws",
        "us-east-1",
        `resource "aws_instance" "x" {
  count = 3
  ami = "ami-1"
  instance_type = "m5.large"
  root_block_device {
    volume_type = "gp3"
    volume_size = 30
  }
}`,
      ),
  ],
  [
    "S3 500 GB",
    () =>
      analysed("aws", "us-east-1", `resource "aws_s3_bucket" "x" {}`, {
        aws_s3_bucket: {
          "standard.storage_gb": 500,
          "standard.monthly_tier_1_requests": 0,
          "standard.monthly_tier_2_requests": 0,
        },
      }),
  ],
  [
    "What would Lambda cost me at 50 million calls of 200 ms?",
    () =>
      analysed("aws", "us-east-1", lambda, {
        aws_lambda_function: { monthly_requests: 50_000_000, request_duration_ms: 200 },
      }),
  ],
  [
    "compare Lambda and Fargate at 10M requests",
    () =>
      analysed("aws", "us-east-1", lambda, {
        aws_lambda_function: { monthly_requests: 10_000_000, request_duration_ms: 100 },
      }),
  ],
  [
    "What does DynamoDB cost with 100 million requests and 50 GB?",
    () =>
      analysed(
        "aws",
        "us-east-1",
        `resource "aws_dynamodb_table" "x" {
  billing_mode = "PAY_PER_REQUEST"
  hash_key = "id"
}`,
        {
          aws_dynamodb_table: {
            monthly_read_request_units: 80_000_000,
            monthly_write_request_units: 20_000_000,
            storage_gb: 50,
          },
        },
      ),
  ],
  [
    "how much is an AKS cluster in West Europe",
    () =>
      analysed(
        "azure",
        "westeurope",
        `resource "azurerm_kubernetes_cluster" "x" {
  sku_tier = "Standard"
  default_node_pool {
    name = "default"
    node_count = 3
    vm_size = "Standard_D2s_v5"
  }
}`,
      ),
  ],
  [
    "price of a Cloud SQL for PostgreSQL with high availability",
    () =>
      analysed(
        "gcp",
        "us-central1",
        `resource "google_sql_database_instance" "x" {
  database_version = "POSTGRES_16"
  settings {
    tier = "db-custom-2-7680"
    disk_size = 100
    disk_type = "PD_SSD"
    availability_type = "REGIONAL"
  }
}`,
        { google_sql_database_instance: { backup_storage_gb: 0 } },
      ),
  ],
  ["RDS vs Aurora", () => analysed("aws", "us-east-1", database("multi_az = false"))],
  [
    "how much for 2 TB of S3 and 3 NAT gateways in Ireland",
    () => analysed("aws", "eu-west-1", nat.replace("{", "{\n  count = 3"), natUsage),
  ],
  [
    "draw a three-tier app on Azure",
    () => {
      const { files, cloud, region } = designFromRequest({ text: "three-tier app on Azure" });
      return money(analyzeDesign({ files, cloud, region, generated: true, goals: [] }).cost.monthly);
    },
  ],
];

const regions: readonly (readonly [ask: string, best: () => string | undefined])[] = [
  [
    "best AWS region for users in Brazil and Spain",
    () =>
      rankRegions({
        cloud: "aws",
        users: [
          { country: "BR", share: 1 },
          { country: "ES", share: 1 },
        ],
      })[0]?.region,
  ],
  [
    "lowest latency for Thailand on Azure with EU residency",
    () =>
      rankRegions({
        cloud: "azure",
        users: [{ country: "TH", share: 1 }],
        residency: "EU",
        weights: { latency: 1, cost: 0, carbon: 0 },
      })[0]?.region,
  ],
];

describe("questions that the engine answers", () => {
  it.each(prices)("%s has the engine's own price", (text, figure) => {
    const { answer, citations } = ask(text);
    expect(answer).toContain(figure());
    expect(citations.some(({ id }) => id.startsWith("prices:"))).toBe(true);
  });

  it.each([
    ["how much do 3 t3.micro and a Postgres cost?", ["| 3 × Amazon EC2 instance |", "| Amazon RDS for PostgreSQL |"]],
    [
      "cost of 2 m5.large, one t3.small and a Redis cache",
      ["| 2 × Amazon EC2", "| Amazon EC2", "| Amazon ElastiCache"],
    ],
    ["RDS Postgres, db.t3.medium, 200 GB: what does it cost?", ["| 730 db.t3.medium hour |", "| 200 gp3"]],
    ["price of an EKS cluster and 3 m5.large nodes", ["| 730 cluster-hour |", "| 2190 m5.large hour |"]],
    ["what do 2 EKS clusters with 4 m5.large nodes cost", ["| 1460 cluster-hour |", "| 2920 m5.large hour |"]],
    ["cost of an AKS cluster with 6 x Standard_D4s_v5", ["| 730 cluster hour |", "| 4380 Standard_D4s_v5 hour |"]],
  ])("%s counts each thing by itself", (text, rows) => {
    const { answer } = ask(text);
    for (const row of rows) expect(answer).toContain(row);
  });

  it.each(regions)("%s has the engine's own first region", (text, best) => {
    const region = best();
    expect(region).toBeDefined();
    expect(ask(text).answer.split("\n")[0]).toContain(region);
  });

  it.each([
    ["99.95 and 99.9 in series", "99.85005 %"],
    ["99.9 and 99.9 in parallel", "99.9999 %"],
    ["how many minutes is 99.99", "4.4 minutes of downtime a month"],
    ["What is four nines in minutes?", "4.4 minutes of downtime a month"],
    ["SLA of Multi-AZ RDS", "99.95 %"],
  ])("%s is %s", (text, figure) => {
    expect(ask(text).answer).toContain(figure);
  });

  it.each([
    ["what is S3 on Azure", "Blob Storage"],
    ["Cloud Run equivalent on AWS", "Amazon ECS"],
    ["What is DynamoDB called on Google Cloud?", "Firestore"],
    ["Azure counterpart of CloudWatch", "Azure Monitor"],
    ["Which GCP service corresponds to Amazon Redshift?", "BigQuery"],
  ])("%s names %s first", (text, name) => {
    expect(ask(text).answer.split("\n")[0]).toContain(`**${name}`);
  });

  it.each([
    ["what is CKV_AWS_20", "rule:aws-s3-public-read"],
    ["why should S3 be private", "rule:aws-s3-public-read"],
    ["explain aws-rds-multi-az", "rule:aws-rds-multi-az"],
    ["สำรองข้อมูลฐานข้อมูลอย่างไร", "data-point-in-time-recovery"],
  ])("%s cites %s", (text, id) => {
    expect(ask(text).citations.map((citation) => citation.id)).toContain(id);
  });

  it.each([
    ["What does a db.zz9.large cost?", "no price"],
    ["What is CKV_AWS_99999?", "do not know"],
    ["How much is a Kafka cluster on Azure?", "no price"],
  ])("%s gets no made-up answer", (text, words) => {
    const { answer, citations } = ask(text);
    expect(answer).toContain(words);
    expect(citations).toEqual([]);
  });
});
