import { expect, it } from "vitest";
import { inspect } from "../../parse/index.ts";
import type { Cfn } from "./cfn.ts";
import { at } from "./template-fixture.ts";
import { composeTemplate } from "./template.ts";

const propertiesOf = (text: string, id: string): Cfn | undefined =>
  at(composeTemplate(inspect([{ name: "main.tf", text }]).model), "Resources", id, "Properties");

const database = `resource "aws_db_instance" "shop" {
  engine            = "mysql"
  instance_class    = "db.t4g.small"
  allocated_storage = 20
  username          = "shop"
  password          = var.password
}`;

const template = (script: string): string => `${database}
resource "aws_launch_template" "web" {
  image_id  = "ami-1"
  user_data = ${script}
}`;

const configuration = (script: string): string => `${database}
resource "aws_launch_configuration" "web" {
  image_id      = "ami-1"
  instance_type = "t3.small"
  user_data     = ${script}
}`;

const sub = (text: string): Cfn => ({ "Fn::Sub": text });
const connected = sub("echo ${ShopDBInstance.Endpoint.Address}");

it.each<[string, string, string, (string | number)[], Cfn]>([
  [
    "a variable for the stack's name is what every stack knows",
    `variable "stack_name" {}
     resource "aws_sqs_queue" "jobs" { name = "\${var.stack_name}-jobs" }`,
    "JobsQueue",
    ["QueueName"],
    sub("${AWS::StackName}-jobs"),
  ],
  [
    "what comes after a dot of a partition is its domain",
    `data "aws_partition" "current" {}
     resource "aws_iam_role" "run" {
       assume_role_policy = jsonencode({ Statement = [{ Principal = { Service = "ec2.\${data.aws_partition.current.dns_suffix}" } }] })
     }`,
    "RunRole",
    ["AssumeRolePolicyDocument", "Statement", 0, "Principal", "Service"],
    sub("ec2.${AWS::URLSuffix}"),
  ],
  [
    "a script that is encoded in code is encoded in the template",
    template('base64encode("echo ${aws_db_instance.shop.address}")'),
    "WebLaunchTemplate",
    ["LaunchTemplateData", "UserData"],
    { "Fn::Base64": connected },
  ],
  [
    "one that is encoded already is not encoded twice",
    configuration('base64encode("echo ${aws_db_instance.shop.address}")'),
    "WebLaunchConfiguration",
    ["UserData"],
    { "Fn::Base64": connected },
  ],
  [
    "one that is base64 stays as it is",
    configuration('base64encode("echo hi")'),
    "WebLaunchConfiguration",
    ["UserData"],
    "ZWNobyBoaQ==",
  ],
  [
    "one that is text is encoded",
    configuration('"echo ${aws_db_instance.shop.address}"'),
    "WebLaunchConfiguration",
    ["UserData"],
    { "Fn::Base64": connected },
  ],
  [
    "a pattern of events asks for names, and for ARNs where it says so",
    `resource "aws_codepipeline" "shop" { role_arn = "arn" }
     resource "aws_cloudwatch_event_rule" "done" {
       event_pattern = jsonencode({ resources = [aws_codepipeline.shop.arn], detail = { pipeline = [aws_codepipeline.shop.name] } })
     }`,
    "DoneRule",
    ["EventPattern"],
    {
      resources: [sub("arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:${ShopPipeline}")],
      detail: { pipeline: [{ Ref: "ShopPipeline" }] },
    },
  ],
  [
    "a secret whose other members only the caller knows is still made up by AWS",
    `variable "user" {}
     resource "random_password" "db" { length = 24 }
     resource "aws_secretsmanager_secret" "db" {}
     resource "aws_secretsmanager_secret_version" "db" {
       secret_id     = aws_secretsmanager_secret.db.id
       secret_string = jsonencode({ username = var.user, password = random_password.db.result })
     }`,
    "DbSecret",
    ["GenerateSecretString"],
    { PasswordLength: 24, SecretStringTemplate: sub('{"username":"${User}"}'), GenerateStringKey: "password" },
  ],
])("%s", (_, text, id, path, expected) => {
  expect(at(propertiesOf(text, id), ...path)).toEqual(expected);
});
