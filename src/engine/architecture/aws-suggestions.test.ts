import { describe, expect, it } from "vitest";
import { analyzeDesign } from "./analyze.ts";
import { goalOf } from "./design/index.ts";
import { inspect, splitFiles } from "./parse/index.ts";

type Asked = Parameters<typeof goalOf>[0];

const suggest = (text: string, asked: readonly Asked[] = []) =>
  analyzeDesign({ files: [{ name: "main.tf", text }], generated: false, goals: asked.map(goalOf) });

const blockOf = (terraform: string, type: string, label: string): string => {
  const [, after = ""] = terraform.split(`resource "${type}" "${label}" {\n`);
  return after.split("\n}\n")[0] ?? "";
};

const bucket = (name: string): string => `resource "aws_s3_bucket" "${name}" {\n  bucket = "acme-${name}"\n}\n`;

const role = `resource "aws_iam_role" "worker" {
  name = "worker"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
`;

const lambda = `${role}
resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
  handler       = "index.handler"
  runtime       = "nodejs22.x"
  filename      = "worker.zip"
}
`;

const site = `${bucket("site")}
resource "aws_cloudfront_distribution" "site" {
  enabled = true
  origin {
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_id                = "site"
    origin_access_control_id = "E1"
  }
}
`;

/** What applying the suggestion would do to a running stack, told by what its code says or does not say. */
const cases: readonly [
  what: string,
  text: string,
  block: readonly [type: string, label: string],
  says: readonly string[],
  saysNot: readonly string[],
  asked?: readonly Asked[],
][] = [
  [
    "the stack's key works for everyone who may use the services that encrypt with it",
    bucket("data"),
    ["aws_kms_key", "stackstage"],
    ['"kms:CallerAccount"', '"s3.*.amazonaws.com"', '"kms:Decrypt"'],
    [],
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
    ['if contains(["curated"], key)'],
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
    ['for_each = toset(["1"])', "aws_s3_bucket.zone[each.key].id"],
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
    ['target_prefix = "s3/${each.value.id}/"'],
    [],
  ],
];

describe("the suggested design", () => {
  it.each(cases)("%s", (_, text, [type, label], says, saysNot, asked) => {
    const { terraform } = suggest(text, asked);
    const block = blockOf(terraform, type, label);
    for (const part of says) expect(block).toContain(part);
    for (const part of saysNot) expect(block).not.toContain(part);
    expect(inspect(splitFiles(terraform)).warnings).toEqual([]);
  });
});
