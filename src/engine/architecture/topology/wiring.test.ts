import { expect, test } from "vitest";
import { inspect } from "../parse/index.ts";

const linksOf = (text: string): string[] =>
  inspect([{ name: "main.tf", text }]).model.links.map(({ from, to }) => `${from} → ${to}`);

test.each([
  [
    "a pipe leads from its source to its target",
    `resource "aws_sqs_queue" "in" {}
     resource "aws_lambda_function" "work" {}
     resource "aws_pipes_pipe" "p" {
       source = aws_sqs_queue.in.arn
       target = aws_lambda_function.work.arn
     }`,
    ["aws_pipes_pipe.p → aws_lambda_function.work", "aws_sqs_queue.in → aws_pipes_pipe.p"],
  ],
  [
    "a graph API reads from what its data sources name",
    `resource "aws_appsync_graphql_api" "shop" {}
     resource "aws_dynamodb_table" "orders" {}
     resource "aws_appsync_datasource" "orders" {
       api_id = aws_appsync_graphql_api.shop.id
       dynamodb_config { table_name = aws_dynamodb_table.orders.name }
     }`,
    ["aws_appsync_graphql_api.shop → aws_dynamodb_table.orders"],
  ],
  [
    "a pipeline leads to what builds and to where it puts what was built",
    `resource "aws_s3_bucket" "artifacts" {}
     resource "aws_codebuild_project" "build" {}
     resource "aws_codepipeline" "shop" {
       artifact_store { location = aws_s3_bucket.artifacts.bucket }
       stage {
         action { configuration = { ProjectName = aws_codebuild_project.build.name } }
       }
     }`,
    ["aws_codepipeline.shop → aws_codebuild_project.build", "aws_codepipeline.shop → aws_s3_bucket.artifacts"],
  ],
  [
    "an environment runs what lies in a bucket",
    `resource "aws_s3_bucket" "code" {}
     resource "aws_elastic_beanstalk_application_version" "v1" { bucket = aws_s3_bucket.code.id }
     resource "aws_elastic_beanstalk_environment" "web" {
       version_label = aws_elastic_beanstalk_application_version.v1.name
     }`,
    ["aws_elastic_beanstalk_environment.web → aws_s3_bucket.code"],
  ],
])("%s", (_, text, expected) => {
  expect(linksOf(text).toSorted()).toEqual(expected);
});
