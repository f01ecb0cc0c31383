import { analyzeDesign } from "./analyze.ts";
import { goalOf } from "./design/index.ts";

type Asked = Parameters<typeof goalOf>[0];

/** The suggested Terraform for one file of code, with what is asked of it. */
export const suggest = (text: string, asked: readonly Asked[] = []): string =>
  analyzeDesign({ files: [{ name: "main.tf", text }], generated: false, goals: asked.map(goalOf) }).terraform;

/** What stands in one resource or data block; nothing when there is no such block. */
export const blockOf = (terraform: string, [type, label]: readonly [type: string, label: string]): string => {
  const opening = type.startsWith("data.") ? `data "${type.slice(5)}" "${label}"` : `resource "${type}" "${label}"`;
  const [, after = ""] = terraform.split(`${opening} {\n`);
  return after.split("\n}\n")[0] ?? "";
};

/** What the suggestion would do to a running stack, told by what one of its blocks says or does not say. */
export type SuggestionCase = readonly [
  what: string,
  text: string,
  block: readonly [type: string, label: string],
  says: readonly string[],
  saysNot: readonly string[],
  asked?: readonly Asked[],
];

export const bucket = (name: string): string => `resource "aws_s3_bucket" "${name}" {\n  bucket = "acme-${name}"\n}\n`;

const role = `resource "aws_iam_role" "worker" {
  name = "worker"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
`;

export const lambda = `${role}
resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
  handler       = "index.handler"
  runtime       = "nodejs22.x"
  filename      = "worker.zip"
}
`;

export const site = `${bucket("site")}
resource "aws_cloudfront_distribution" "site" {
  enabled = true
  origin {
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_id                = "site"
    origin_access_control_id = "E1"
  }
}
`;

export const volumes = `resource "aws_ebs_volume" "one" {
  availability_zone = "eu-west-1a"
  size              = 10
}
resource "aws_ebs_volume" "data" {
  count             = 2
  availability_zone = "eu-west-1a"
  size              = 10
}
`;

export const network = `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_nat_gateway" "main" {
  subnet_id = aws_subnet.public.id
}
`;
