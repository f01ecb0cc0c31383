import { describe, expect, it } from "vitest";
import { Unknown } from "../../model/index.ts";
import type { Model } from "../../model/index.ts";
import { inspect } from "../../parse/index.ts";
import { component, modelOf } from "../../rules/rules-fixture.ts";
import { maskMarker } from "../../secrets/index.ts";
import type { Cfn } from "./cfn.ts";
import { toCloudFormation } from "./index.ts";
import { at, circlesIn, entries } from "./template-fixture.ts";
import { composeTemplate } from "./template.ts";

const read = (text: string): Model => inspect([{ name: "main.tf", text }]).model;
const propertiesOf = (text: string, id: string): Cfn | undefined =>
  at(composeTemplate(read(text)), "Resources", id, "Properties");
const getAtt = (id: string, attribute: string): Cfn => ({ "Fn::GetAtt": [id, attribute] });

const role = `resource "aws_iam_role" "run" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}`;
const lambda = `${role}
resource "aws_lambda_function" "work" {
  function_name = "work"
  role = aws_iam_role.run.arn
  handler = "index.handler"
  runtime = "nodejs22.x"
  s3_bucket = "code"
  s3_key = "work.zip"
  environment { variables = { QUEUE_ARN = aws_sqs_queue.jobs.arn, QUEUE = aws_sqs_queue.jobs.url, LIMIT = 3 } }
}
resource "aws_sqs_queue" "jobs" { name = "jobs" }`;
const network = `resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "public" {
  count = 2
  vpc_id = aws_vpc.main.id
  cidr_block = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = data.aws_availability_zones.all.names[count.index]
}
resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_security_group" "web" {
  description = "web"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/8", "192.168.0.0/16"]
  }
}`;

interface Example {
  area: string;
  terraform: string;
  id: string;
  path: (string | number)[];
  says: Cfn;
}

const examples: readonly Example[] = [
  {
    area: "a subnet's zone that only AWS knows",
    terraform: network,
    id: "PublicSubnet1",
    path: ["AvailabilityZone"],
    says: { "Fn::Select": [1, { "Fn::GetAZs": "" }] },
  },
  {
    area: "a route of a route table",
    terraform: network,
    id: "PublicRouteTableRoute1",
    path: ["GatewayId"],
    says: { Ref: "MainInternetGateway" },
  },
  {
    area: "an attached internet gateway",
    terraform: network,
    id: "MainInternetGatewayAttachment",
    path: ["VpcId"],
    says: { Ref: "MainVPC" },
  },
  {
    area: "a rule with two peers",
    terraform: network,
    id: "WebSecurityGroup",
    path: ["SecurityGroupIngress", 1, "CidrIp"],
    says: "192.168.0.0/16",
  },
  {
    area: "a group that lets nothing out",
    terraform: network,
    id: "WebSecurityGroup",
    path: ["SecurityGroupEgress", 0, "CidrIp"],
    says: "255.255.255.255/32",
  },
  { area: "the ARN of a role", terraform: lambda, id: "WorkFunction", path: ["Role"], says: getAtt("RunRole", "Arn") },
  {
    area: "a setting that is named an ARN",
    terraform: lambda,
    id: "WorkFunction",
    path: ["Environment", "Variables", "QUEUE_ARN"],
    says: getAtt("JobsQueue", "Arn"),
  },
  {
    area: "a setting that is an address",
    terraform: lambda,
    id: "WorkFunction",
    path: ["Environment", "Variables", "QUEUE"],
    says: { Ref: "JobsQueue" },
  },
  {
    area: "a setting that is a number",
    terraform: lambda,
    id: "WorkFunction",
    path: ["Environment", "Variables", "LIMIT"],
    says: "3",
  },
  {
    area: "companions of a bucket",
    terraform: `resource "aws_s3_bucket" "files" {}
      resource "aws_s3_bucket_versioning" "files" {
        bucket = aws_s3_bucket.files.id
        versioning_configuration { status = "Enabled" }
      }`,
    id: "FilesBucket",
    path: ["VersioningConfiguration"],
    says: { Status: "Enabled" },
  },
  {
    area: "a policy with a text that begins with an ARN",
    terraform: `${role}
      resource "aws_s3_bucket" "files" {}
      resource "aws_iam_role_policy" "read" {
        role = aws_iam_role.run.id
        policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "\${aws_s3_bucket.files.arn}/*" }] })
      }`,
    id: "ReadPolicy",
    path: ["PolicyDocument", "Statement", 0, "Resource"],
    says: { "Fn::Sub": "${FilesBucket.Arn}/*" },
  },
  {
    area: "AWS's own policy attached to a role",
    terraform: `${role}
      resource "aws_iam_role_policy_attachment" "logs" {
        role = aws_iam_role.run.name
        policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
      }`,
    id: "RunRole",
    path: ["ManagedPolicyArns", 0],
    says: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
  },
  {
    area: "the containers of a task",
    terraform: `resource "aws_ecs_task_definition" "web" {
        family = "web"
        container_definitions = jsonencode([{ name = "web", image = aws_ecr_repository.web.repository_url, portMappings = [{ containerPort = 80 }], dockerLabels = { "my.label" = "x" } }])
      }
      resource "aws_ecr_repository" "web" { name = "web" }`,
    id: "WebTaskDefinition",
    path: ["ContainerDefinitions", 0],
    says: {
      Name: "web",
      Image: getAtt("WebRepository", "RepositoryUri"),
      PortMappings: [{ ContainerPort: 80 }],
      DockerLabels: { "my.label": "x" },
    },
  },
  {
    area: "a queue for what fails",
    terraform: `resource "aws_sqs_queue" "jobs" { redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 5 }) }
      resource "aws_sqs_queue" "dead" {}`,
    id: "JobsQueue",
    path: ["RedrivePolicy"],
    says: { deadLetterTargetArn: getAtt("DeadQueue", "Arn"), maxReceiveCount: 5 },
  },
  {
    area: "the target of a rule",
    terraform: `${lambda}
      resource "aws_cloudwatch_event_rule" "nightly" { schedule_expression = "rate(1 day)" }
      resource "aws_cloudwatch_event_target" "nightly" {
        rule = aws_cloudwatch_event_rule.nightly.name
        arn = aws_lambda_function.work.arn
      }`,
    id: "NightlyRule",
    path: ["Targets", 0, "Arn"],
    says: getAtt("WorkFunction", "Arn"),
  },
  {
    area: "a load balancer in a metric",
    terraform: `resource "aws_lb" "web" { subnets = ["subnet-1", "subnet-2"] }
      resource "aws_cloudwatch_metric_alarm" "errors" {
        comparison_operator = "GreaterThanThreshold"
        evaluation_periods = 1
        dimensions = { LoadBalancer = aws_lb.web.arn_suffix }
      }`,
    id: "ErrorsAlarm",
    path: ["Dimensions", 0, "Value"],
    says: getAtt("WebLoadBalancer", "LoadBalancerFullName"),
  },
  {
    area: "a group of subnets that is named by a known text",
    terraform: `${network}
      resource "aws_db_subnet_group" "data" {
        name = "data"
        subnet_ids = aws_subnet.public[*].id
      }
      resource "aws_db_instance" "main" {
        db_subnet_group_name = aws_db_subnet_group.data.name
        instance_class = "db.t4g.micro"
        allocated_storage = 20
        engine = "postgres"
        username = "app"
        manage_master_user_password = true
      }`,
    id: "MainDBInstance",
    path: ["DBSubnetGroupName"],
    says: { Ref: "DataDBSubnetGroup" },
  },
  {
    area: "a distribution behind a name",
    terraform: `resource "aws_route53_zone" "main" { name = "example.com" }
      resource "aws_cloudfront_distribution" "main" { enabled = true }
      resource "aws_route53_record" "www" {
        zone_id = aws_route53_zone.main.zone_id
        name = "www"
        type = "A"
        alias {
          name = aws_cloudfront_distribution.main.domain_name
          zone_id = aws_cloudfront_distribution.main.hosted_zone_id
          evaluate_target_health = false
        }
      }`,
    id: "WwwRecordSet",
    path: ["AliasTarget"],
    says: {
      DNSName: getAtt("MainDistribution", "DomainName"),
      HostedZoneId: "Z2FDTNDATAQYW2",
      EvaluateTargetHealth: false,
    },
  },
];

describe("a resource in CloudFormation", () => {
  it.each(examples)("says $area", ({ terraform, id, path, says }) => {
    expect(at(propertiesOf(terraform, id), ...path)).toEqual(says);
  });

  it("waits for the gateway to be attached before it routes through it", () => {
    const template = composeTemplate(read(network));
    expect(at(template, "Resources", "PublicRouteTableRoute1", "DependsOn")).toEqual(["MainInternetGatewayAttachment"]);
  });

  it("makes a bucket after the permission of the function that it notifies, without a circle", () => {
    const template = composeTemplate(
      read(`${lambda.replace("LIMIT = 3", "BUCKET = aws_s3_bucket.files.id")}
        resource "aws_s3_bucket" "files" { bucket = "my-files" }
        resource "aws_lambda_permission" "files" {
          function_name = aws_lambda_function.work.function_name
          principal = "s3.amazonaws.com"
          source_arn = aws_s3_bucket.files.arn
        }
        resource "aws_s3_bucket_notification" "files" {
          bucket = aws_s3_bucket.files.id
          lambda_function {
            lambda_function_arn = aws_lambda_function.work.arn
            events = ["s3:ObjectCreated:*"]
          }
        }`),
    );
    expect(at(template, "Resources", "FilesBucket", "DependsOn")).toEqual(["FilesPermission"]);
    expect(at(template, "Resources", "WorkFunction", "Properties", "Environment", "Variables", "BUCKET")).toBe(
      "my-files",
    );
    expect(circlesIn(template)).toEqual([]);
  });
});

const database = { instance_class: "db.t4g.micro", allocated_storage: 20, engine: "postgres", username: "app" };

describe("what is not known", () => {
  it("becomes a parameter that is never shown when it is a password", () => {
    const template = composeTemplate(
      modelOf(component("aws_db_instance", "main", { ...database, password: new Unknown() })),
    );
    expect(at(template, "Resources", "MainDBInstance", "Properties", "MasterUserPassword")).toEqual({
      Ref: "MainDBInstancePassword",
    });
    expect(at(template, "Parameters", "MainDBInstancePassword", "NoEcho")).toBe(true);
  });

  it("becomes such a parameter when it was masked", () => {
    const model = modelOf(
      component("aws_db_instance", "main", { ...database, password: maskMarker, identifier: `x-${maskMarker}` }),
    );
    const template = composeTemplate(model);
    expect(entries(at(template, "Parameters")).map(([, parameter]) => at(parameter, "NoEcho"))).toEqual([true, true]);
    expect(toCloudFormation(model)).not.toContain(maskMarker);
  });

  it("is left out and told of when it is optional", () => {
    const template = composeTemplate(
      modelOf(component("aws_db_instance", "main", { ...database, password: "x", port: new Unknown() })),
    );
    expect(at(template, "Resources", "MainDBInstance", "Properties", "Port")).toBeUndefined();
    expect(at(template, "Metadata", "StackStage", "LeftOut")).toEqual(["aws_db_instance.main: port"]);
  });

  it("does not take what a function makes of a resource for the resource", () => {
    const database = component("aws_db_instance", "main", { engine: "postgres" });
    const machine = component("aws_instance", "web", {
      ami: "ami-1",
      instance_type: "t3.micro",
      user_data: new Unknown([database.id]),
    });
    const template = composeTemplate(modelOf(machine, database));
    expect(at(template, "Resources", "WebInstance", "Properties", "UserData")).toBeUndefined();
    expect(at(template, "Metadata", "StackStage", "LeftOut")).toEqual(["aws_instance.web: user_data"]);
  });

  it("lists types that have no mapping, policies that are not known, and what another region holds", () => {
    const template = composeTemplate(
      read(`provider "aws" { region = "eu-west-1" }
        provider "aws" {
          alias = "far"
          region = "us-west-2"
        }
        ${role}
        resource "aws_backup_vault" "far" {
          provider = aws.far
          name = "far"
        }
        resource "aws_iam_role_policy" "given" {
          role = aws_iam_role.run.id
          policy = var.policy
        }
        resource "aws_lightsail_instance" "blog" {
          name = "blog"
        }`),
    );
    expect(at(template, "Metadata", "StackStage")).toEqual({
      NotTranslated: ["aws_iam_role_policy.given", "aws_lightsail_instance.blog"],
      OtherRegion: ["aws_backup_vault.far (us-west-2)"],
    });
    expect(entries(at(template, "Resources")).map(([id]) => id)).toEqual(["RunRole"]);
  });
});

describe("names that were not meant for a template", () => {
  it("keeps resources apart whose names look alike as logical ids", () => {
    const queues = ["a_b", "a-b", "a.b", "é"].map((name) => component("aws_sqs_queue", name, { name }));
    expect(entries(at(composeTemplate(modelOf(...queues)), "Resources")).map(([id]) => id)).toEqual([
      "ABQueue",
      "ABQueue2",
      "ABQueue3",
      "Queue",
    ]);
  });

  it("does not let a text pass for a reference", () => {
    const queue = component("aws_sqs_queue", "q", { name: "q" });
    const topic = component("aws_sns_topic", "t", {
      display_name: new Unknown([queue.id], "${AWS::AccountId}: ${…}\n"),
    });
    expect(at(composeTemplate(modelOf(topic, queue)), "Resources", "TTopic", "Properties", "DisplayName")).toEqual({
      "Fn::Sub": "${!AWS::AccountId}: ${QQueue}\n",
    });
  });

  it("survives a policy that is nested without end", () => {
    const nested = `${'{"a":['.repeat(5_000)}1${"]}".repeat(5_000)}`;
    const model = modelOf(component("aws_sqs_queue_policy", "p", { queue_url: "q", policy: nested }));
    expect(toCloudFormation(model)).toContain("AWS::SQS::QueuePolicy");
  });
});
