import { expect, test } from "vitest";
import { describeFormat } from "./format.ts";

test.each([
  ["main.tf", 'resource "aws_s3_bucket" "b" {', "Terraform"],
  ["main.tf", "locals {\n}", "Terraform"],
  ["network.tf", 'region = "eu-west-1"', "Terraform"],
  ["notes.tf", "a web shop", "words"],
  ["main.tf", "budget = small", "words"],
  ["infra.yaml", 'resource "aws_vpc" "main" {', "Terraform"],
  ["prod/Kustomization.yml", "images: []", "Kubernetes"],
  ["terraform.tfvars", 'region = "eu-west-1"', "Terraform"],
  ["main.tf", "ecommerce, AWS, high availability", "words"],
  ["main.tf", "AWSTemplateFormatVersion: '2010-09-09'", "CloudFormation"],
  ["main.tf", "Transform: AWS::Serverless-2016-10-31\nResources:", "CloudFormation"],
  ["x.yaml", "Resources:\n  A:\n    Type: AWS::S3::Bucket", "CloudFormation"],
  ["x.json", '{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}', "CloudFormation"],
  ["main.tf", "apiVersion: v1\nkind: Pod", "Kubernetes"],
  ["main.tf", "services:\n  web:\n    image: x", "docker-compose"],
  ["main.tf", "- apiVersion: v1\n  kind: Pod", "Kubernetes"],
  ["main.tf", "apiVersion: v1\nkind: ConfigMap\ndata: {a: b}", "Kubernetes"],
  ["main.tf", '{"apiVersion": "v1", "kind": "Pod"}', "Kubernetes"],
  ["Chart.yaml", "apiVersion: v2\nname: chart", "YAML"],
  ["compose.yaml", "services: # of ours\r\n  web:\r\n", "docker-compose"],
  ["main.tf", '{"a": 1}', "JSON"],
  ["main.tf", '{"resource": {"aws_s3_bucket": {"b": {}}}}', "Terraform JSON"],
  ["azuredeploy.json", '{"$schema": "https://x/subscriptionDeploymentTemplate.json#"}', "ARM"],
  ["a.json", '{"resources": [{"apiVersion": "1", "kind": "x", "type": "Microsoft.Web/sites"}]}', "ARM"],
  ["main.tf.json", '{"a": 1}', "Terraform JSON"],
  ["tfplan.json", '{"format_version": "1.2", "planned_values": {}}', "a Terraform plan"],
  ["state.json", '{"format_version": "1.0", "values": {"root_module": {}}}', "a Terraform plan"],
  [
    "terraform.tfstate",
    '{"version": 4, "terraform_version": "1.9.5", "serial": 3, "resources": []}',
    "a Terraform plan",
  ],
  ["main.tf", "PK\u0003\u0004xxxx", "a zip archive"],
  // What a template says in its user data does not make it Terraform.
  ["x.yaml", "Resources:\n  A:\n    Type: AWS::EC2::Instance\n    UserData: |\n      resource a {\n", "CloudFormation"],
])("%s with %j is %s", (name, text, format) => {
  expect(describeFormat({ name, text })).toBe(format);
});
