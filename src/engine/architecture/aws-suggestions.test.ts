import { describe, expect, it } from "vitest";
import { inspect, splitFiles } from "./parse/index.ts";
import { blockOf, bucket, lambda, network, site, suggest, volumes } from "./suggestion-fixture.ts";
import type { SuggestionCase } from "./suggestion-fixture.ts";

const cases: readonly SuggestionCase[] = [
  [
    "a function of another region gets no queue of this one",
    `provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}
${lambda.replace('"worker" {\n  function_name', '"worker" {\n  provider      = aws.virginia\n  function_name')}`,
    ["aws_lambda_function", "worker"],
    ["provider      = aws.virginia"],
    ["dead_letter_config"],
  ],
  [
    "a database with a replica, which RDS keeps no password for, takes it from a variable",
    `resource "aws_db_instance" "main" {
  engine   = "mysql"
  password = "changeme123"
}
resource "aws_db_instance" "replica" {
  replicate_source_db = aws_db_instance.main.identifier
}
`,
    ["aws_db_instance", "main"],
    ["password = var.main_password"],
    ["manage_master_user_password"],
  ],
  [
    "of several databases those that keep backups long keep them as long",
    `resource "aws_db_instance" "db" {
  for_each                = { small = 3, large = 30 }
  backup_retention_period = each.value
}
`,
    ["aws_db_instance", "db"],
    ["backup_retention_period = each.value", "multi_az"],
    [],
  ],
  [
    "of several scaling groups each may grow beyond the largest",
    `resource "aws_autoscaling_group" "workers" {
  for_each = { first = 2, second = 6 }
  min_size = each.value
  max_size = each.value
}
`,
    ["aws_autoscaling_group", "workers"],
    ["max_size = 12"],
    [],
  ],
  [
    "plain HTTP is denied in the document that the bucket's policy is made from",
    `${bucket("data")}
data "aws_iam_policy_document" "data" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["\${aws_s3_bucket.data.arn}/*"]
    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }
  }
}
resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = data.aws_iam_policy_document.data.json
}
`,
    ["data.aws_iam_policy_document", "data"],
    [
      'sid       = "DenyPlainHttp"',
      'resources = [aws_s3_bucket.data.arn, "${aws_s3_bucket.data.arn}/*"]',
      'type        = "*"',
    ],
    [],
  ],
  [
    "the stack's key works for everyone who may use the services that encrypt with it",
    bucket("data"),
    ["aws_kms_key", "stackstage"],
    ['"kms:CallerAccount"', '"s3.*.amazonaws.com"', '"kms:Decrypt"'],
    [],
  ],
  [
    "what CloudFront reads stays readable for it",
    site,
    ["aws_s3_bucket_server_side_encryption_configuration", "site"],
    [],
    ["kms"],
  ],
  [
    "what browsers read stays readable for them",
    `${bucket("web")}
resource "aws_s3_bucket_website_configuration" "web" {
  bucket = aws_s3_bucket.web.id
  index_document {
    suffix = "index.html"
  }
}
`,
    ["aws_s3_bucket_server_side_encryption_configuration", "web"],
    [],
    ["kms"],
  ],
  [
    "what another account reads stays readable for it",
    `${bucket("shared")}
resource "aws_s3_bucket_policy" "shared" {
  bucket = aws_s3_bucket.shared.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Action    = "s3:GetObject"
      Resource  = "\${aws_s3_bucket.shared.arn}/*"
    }]
  })
}
`,
    ["aws_s3_bucket_server_side_encryption_configuration", "shared"],
    [],
    ["kms"],
  ],
  [
    "lifecycle rules that one of several buckets has already are left alone",
    `resource "aws_s3_bucket" "zone" {
  for_each = toset(["raw", "curated"])
  bucket   = "acme-\${each.key}"
}
resource "aws_s3_bucket_lifecycle_configuration" "raw" {
  bucket = aws_s3_bucket.zone["raw"].id
  rule {
    id     = "archive"
    status = "Enabled"
    filter {}
    transition {
      days          = 90
      storage_class = "GLACIER"
    }
  }
}
`,
    ["aws_s3_bucket_lifecycle_configuration", "zone"],
    ['for_each = toset(["curated"])', "aws_s3_bucket.zone[each.key].id"],
    [],
  ],
  [
    "the same with a count",
    `resource "aws_s3_bucket" "zone" {
  count  = 2
  bucket = "acme-\${count.index}"
}
resource "aws_s3_bucket_lifecycle_configuration" "first" {
  bucket = aws_s3_bucket.zone[0].id
  rule {
    id     = "archive"
    status = "Enabled"
    filter {}
    expiration {
      days = 90
    }
  }
}
`,
    ["aws_s3_bucket_lifecycle_configuration", "zone"],
    ['for_each = toset(["1"])', "aws_s3_bucket.zone[tonumber(each.key)].id"],
    [],
  ],
  [
    "what is added beside a resource of another region goes to that region",
    `provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}
resource "aws_s3_bucket" "far" {
  provider = aws.virginia
  bucket   = "acme-far"
}
`,
    ["aws_s3_bucket_versioning", "far"],
    ["provider = aws.virginia"],
    [],
  ],
  [
    "each of several buckets has log files of its own",
    `resource "aws_s3_bucket" "zone" {
  for_each = toset(["raw", "curated"])
  bucket   = "acme-\${each.key}"
}
`,
    ["aws_s3_bucket_logging", "zone"],
    ['target_prefix = "s3/zone/${each.key}/"'],
    [],
  ],
  [
    "a function that is to be traced may write traces",
    lambda,
    ["aws_iam_role_policy_attachment", "worker_tracing"],
    ["aws_iam_role.worker.name", "AWSXRayDaemonWriteAccess"],
    [],
  ],
  [
    "the backup of a volume takes in the volumes of the stack, and no others of the account",
    volumes,
    ["aws_backup_selection", "stackstage_volumes"],
    ["aws_ebs_volume.data[*].arn", "[aws_ebs_volume.one.arn]"],
    ["volume/*"],
  ],
  [
    "a database with a standby is not bound to one zone",
    `resource "aws_db_instance" "main" {
  engine            = "postgres"
  availability_zone = "eu-west-1a"
}
`,
    ["aws_db_instance", "main"],
    ["multi_az"],
    ["availability_zone"],
  ],
  [
    "the last snapshots of several databases have names of their own",
    `resource "aws_db_instance" "shard" {
  count               = 2
  skip_final_snapshot = true
}
`,
    ["aws_db_instance", "shard"],
    ['final_snapshot_identifier           = "shard-${count.index}-final"'],
    [],
  ],
  [
    "an endpoint follows the route tables and the region, however many or wherever they are",
    `provider "aws" {
  region = var.region
}
variable "region" {}
${network}
resource "aws_route_table" "private" {
  count  = 2
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table" "named" {
  for_each = toset(["a", "b"])
  vpc_id   = aws_vpc.main.id
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
}
`,
    ["aws_vpc_endpoint", "main"],
    [
      "concat([aws_route_table.public.id], aws_route_table.private[*].id, values(aws_route_table.named)[*].id)",
      '"com.amazonaws.${data.aws_region.stackstage.id}.s3"',
    ],
    ["us-east-1"],
  ],
  [
    "a rule for the whole internet is narrowed to a network that is only looked up",
    `data "aws_vpc" "main" {
  default = true
}
resource "aws_security_group" "web" {
  vpc_id = data.aws_vpc.main.id
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
`,
    ["aws_security_group", "web"],
    ["[data.aws_vpc.main.cidr_block]"],
    [],
  ],
  [
    "images are deployed by a tag that moves: it stays free to move",
    `resource "aws_ecr_repository" "api" {
  name = "api"
}
resource "aws_ecs_task_definition" "api" {
  family                = "api"
  container_definitions = jsonencode([{ name = "api", image = "\${aws_ecr_repository.api.repository_url}:latest" }])
}
`,
    ["aws_ecr_repository", "api"],
    [],
    ["IMMUTABLE"],
  ],
];

describe("the suggested design", () => {
  it.each(cases.map((each) => [each[0], each] as const))("%s", (_, [, text, block, says, saysNot, asked]) => {
    const terraform = suggest(text, asked);
    const code = blockOf(terraform, block);
    for (const part of says) expect(code).toContain(part);
    for (const part of saysNot) expect(code).not.toContain(part);
    expect(inspect(splitFiles(terraform)).warnings).toEqual([]);
  });
});
