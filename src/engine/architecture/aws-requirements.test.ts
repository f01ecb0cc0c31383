import { describe, expect, it } from "vitest";
import { inspect, splitFiles } from "./parse/index.ts";
import { blockOf, bucket, lambda, suggest, volumes } from "./suggestion-fixture.ts";
import type { SuggestionCase } from "./suggestion-fixture.ts";

const cases: readonly SuggestionCase[] = [
  [
    "a backup leaves out what another region holds, which its vault cannot take in",
    `provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}
resource "aws_dynamodb_table" "far" {
  provider = aws.virginia
  name     = "far"
}
resource "aws_dynamodb_table" "near" {
  name = "near"
}
`,
    ["aws_backup_selection", "stackstage"],
    ["[aws_dynamodb_table.near.arn]"],
    [],
    ["backup"],
  ],
  [
    "copies in another region come with the daily backup when both are asked for",
    `resource "aws_dynamodb_table" "orders" {
  name = "orders"
}
`,
    ["aws_backup_plan", "stackstage"],
    ["aws_backup_vault.stackstage_recovery.arn"],
    [],
    ["backup", "disaster_recovery"],
  ],
  [
    "alarms may use the key of the topic that they go to",
    lambda,
    ["aws_sns_topic", "stackstage_alarms"],
    ["aws_kms_key.stackstage.id"],
    ["alias/aws/sns"],
    ["monitoring"],
  ],
  [
    "alarms are let in by the stack's key",
    lambda,
    ["aws_kms_key", "stackstage"],
    ['"cloudwatch.amazonaws.com"'],
    [],
    ["monitoring"],
  ],
  [
    "the audit trail is encrypted with a key that lets it in",
    bucket("data"),
    ["aws_cloudtrail", "stackstage"],
    ["aws_kms_key.stackstage_trail.arn"],
    ["aws_kms_key.stackstage.arn"],
    ["compliance"],
  ],
  [
    "a backup that is asked for takes in databases of which there are several",
    `resource "aws_db_instance" "shard" {
  count      = 2
  identifier = "shard-\${count.index}"
}
resource "aws_dynamodb_table" "by_name" {
  for_each = toset(["orders", "users"])
  name     = each.key
}
`,
    ["aws_backup_selection", "stackstage"],
    ["aws_db_instance.shard[*].arn", "values(aws_dynamodb_table.by_name)[*].arn"],
    [],
    ["backup"],
  ],
  [
    "a backup that is asked for and the one of the volumes do not stand in each other's way",
    `${volumes}
resource "aws_dynamodb_table" "orders" {
  name = "orders"
}
`,
    ["aws_backup_selection", "stackstage"],
    ["aws_dynamodb_table.orders.arn"],
    ["aws_ebs_volume"],
    ["backup"],
  ],
  [
    "a CDN before an API does not hand it a host name that it does not know",
    `resource "aws_apigatewayv2_api" "api" {
  name          = "api"
  protocol_type = "HTTP"
}
`,
    ["aws_cloudfront_distribution", "stackstage"],
    ['headers      = ["Authorization"]', "default_ttl"],
    ["Host"],
    ["low_latency"],
  ],
  [
    "a CDN before a load balancer with HTTPS has the name that the certificate is for",
    `resource "aws_lb" "web" {
  subnets = ["subnet-1", "subnet-2"]
}
resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.web.arn
  port              = 443
  protocol          = "HTTPS"
}
`,
    ["aws_cloudfront_distribution", "stackstage"],
    ["aliases", "var.cdn_domain_name", "var.cdn_certificate_arn", '"https-only"'],
    ["cloudfront_default_certificate"],
    ["low_latency"],
  ],
  [
    "groups of nodes that differ keep their sizes",
    `resource "aws_eks_node_group" "nodes" {
  for_each = { small = 1, large = 3 }
  scaling_config {
    desired_size = each.value
    min_size     = each.value
    max_size     = 9
  }
}
`,
    ["aws_eks_node_group", "nodes"],
    ["desired_size = each.value"],
    ["= 2"],
    ["high_availability"],
  ],
  [
    "an image that was built for x86 is not started on Arm",
    `resource "aws_lambda_function" "image" {
  function_name = "image"
  package_type  = "Image"
  image_uri     = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/image:1"
}
`,
    ["aws_lambda_function", "image"],
    [],
    ["arm64"],
    ["sustainability"],
  ],
  [
    "a replica is no standby's standby",
    `resource "aws_db_instance" "main" {
  engine   = "postgres"
  multi_az = false
}
resource "aws_db_instance" "replica" {
  replicate_source_db = aws_db_instance.main.identifier
  skip_final_snapshot = true
}
`,
    ["aws_db_instance", "replica"],
    ["skip_final_snapshot = true"],
    ["multi_az", "final_snapshot_identifier"],
    ["high_availability"],
  ],
];

describe("what a requirement adds", () => {
  it.each(cases.map((each) => [each[0], each] as const))("%s", (_, [, text, block, says, saysNot, asked]) => {
    const terraform = suggest(text, asked);
    const code = blockOf(terraform, block);
    for (const part of says) expect(code).toContain(part);
    for (const part of saysNot) expect(code).not.toContain(part);
    expect(inspect(splitFiles(terraform)).warnings).toEqual([]);
    expect(terraform.split('alias  = "recovery"').length).toBeLessThanOrEqual(2);
  });
});
