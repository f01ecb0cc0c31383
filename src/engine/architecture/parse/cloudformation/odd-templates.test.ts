import { describe, expect, it } from "vitest";
import { translateCloudFormation } from "./index.ts";

const template = `AWSTemplateFormatVersion: "2010-09-09"
Transform: {Name: AWS::Include}
Parameters:
  Images: {Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: /images}
  Count: {Type: Number, Default: many, AllowedValues: [1, 2]}
  Sizes: {Type: Number, AllowedValues: [1, two]}
  Empty: {Type: CommaDelimitedList, Default: ''}
  Ports: {Type: 'List<Number>', Default: [80, 443]}
  Kind: {Type: String, AllowedValues: prod}
  On: {Type: String, AllowedValues: ['true', 'false'], Default: 'true'}
  Range: {Type: String, Default: 10.0.0.0/16}
Mappings:
  Regions: {us-east-1: {ami: ami-1}}
Conditions:
  IsProd: !Equals [!Ref Kind, prod]
  IsOn: !Equals [!Ref On, true]
  IsOff: {'Fn::Not': []}
  Either: !Or [{Condition: IsProd}, {Condition: IsOn}]
  Again: !Condition IsProd
  Odd: !Equals [[a], !Select [0, !Ref Ports]]
  Lacking: !Equals [a]
  Maps: !Equals [{'a b': c, d: [1]}, x]
Resources:
  Topic:
    Type: AWS::SNS::Topic
    DependsOn: [!Ref Kind, Nobody, Topic]
    DeletionPolicy: !Ref Kind
    Properties:
      DisplayName: !Join ['-', [a, !Ref Kind, !Join ['', [b, !Ref 'AWS::NoValue', c]]]]
      KmsMasterKeyId: !If [IsProd, !Ref Key, !Ref AWS::NoValue]
      Tags:
        - {Key: a, Value: b}
        - {Key: !Ref Kind, Value: c}
        - {Key: none, Value: !Ref AWS::NoValue}
        - !If [IsProd, {Key: prod, Value: 'yes'}, !Ref AWS::NoValue]
  Key: {Type: AWS::KMS::Key, Properties: {Tags: !If [IsProd, [{Key: a, Value: b}], !Ref AWS::NoValue], KeyPolicy: !If [IsProd, {Statement: []}, !Ref AWS::NoValue]}}
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub ['\${Name}-\${Other}-\${ }', {Name: !Join ['.', [x, !If [IsProd, y, z]]]}]
      RedrivePolicy: !If [IsProd]
      Tags: !Ref AWS::NoValue
      KmsMasterKeyId: !If [IsProd, a]
  Values:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: !Join [',', [!Select [1, !Cidr [!Ref Range, 4]], !Select [!Ref Count, !Ref Images], !Select [5, [a, b]]]]
      Name: !GetAtt [Topic, !Ref Kind]
      Description: !GetAtt ''
      AllowedPattern: !Join ['-', !Ref Images]
      Policies: !Split [',']
      DataType: !FindInMap [Regions, us-east-1, ami, DefaultValue: none]
  More:
    Type: AWS::SSM::Parameter
    Properties:
      Type: StringList
      Value: !Join
      Name: !FindInMap [Regions]
      Description: !FindInMap [!Ref Kind, a, b]
      Tier: !FindInMap [Nowhere, a, b]
      AllowedPattern: !Nonsense x
      DataType: !Select ['0']
      Policies: !Cidr [10.0.0.0/16]
  Short:
    Type: AWS::SSM::Parameter
    Condition: IsProd
    Properties:
      Type: String
      Value: !Select [0, !Cidr [10.0.0.0/16]]
      Name: !Split [',']
  Kept:
    Type: AWS::S3::Bucket
    Condition: IsProd
    Properties:
      AccessControl: !If [IsOn, Private, !Ref AWS::NoValue]
      LifecycleConfiguration: !If [IsOn, {Rules: [!If [Again, {Status: Enabled, ExpirationInDays: 1}, !Ref AWS::NoValue]]}, !Ref AWS::NoValue]
  Blocks:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: !ImportValue ''
      Name: !ImportValue {'Fn::Sub': '\${Kind}-net'}
      Description: !ToJsonString {a: !Ref Kind, 'b c': [], d: {}}
      Tier: !Cidr ['2001:db8::/56', !Ref Count, 64]
      DataType: !Select [0, !Cidr [!GetAtt V6.Ipv6CidrBlock, 2, 64]]
  Secret:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: '{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:1:secret:db:SecretString:password:AWSCURRENT:v1}}'
      Name: !Sub '{{resolve:secretsmanager:\${Kind}:SecretString:\${Kind}}}'
      Description: '{{resolve:ssm:/app/name:3}} and {{resolve:ssm:never closed'
      DataType: '{{resolve:secretsmanager:...}}'
      Tier: !Sub '{{resolve:ssm:\${Topic.TopicName}}}'
  Lists:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: all
      SecurityGroupIngress: [!Ref AWS::NoValue, !If [IsProd, {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}, !Ref AWS::NoValue]]
      VpcId: !If [IsProd, vpc-1, !If [IsOn, vpc-2, vpc-3]]
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '1'
      MaxSize: '2'
      AvailabilityZones: [!Ref AWS::NoValue]
      LoadBalancerNames: [!If [IsProd, a, !Ref AWS::NoValue], b]
Outputs:
  Out: {Value: !Ref Topic, Condition: IsProd}
`;

const { text, problems } = translateCloudFormation({ name: "template.yaml", text: template });
const lines = text.split("\n").map((line) => line.trim());

/** The line of an attribute in the block that begins so. */
const attribute = (head: string, name: string): string | undefined =>
  text
    .split(`${head} {\n`)[1]
    ?.split("\n}\n")[0]
    ?.split("\n")
    .find((line) => line.startsWith(`  ${name} = `))
    ?.slice(name.length + 5);

const value = (resource: string, name: string): string | undefined =>
  attribute(`resource "aws_ssm_parameter" "${resource}"`, name);

describe("a template that is written in an odd way", () => {
  it.each([
    ["Count", "type", "string"],
    ["Count", "default", '"many"'],
    ["Sizes", "type", "number"],
    ["Empty", "default", "[]"],
    ["Ports", "default", "[80, 443]"],
    ["On", "type", "bool"],
  ])("parameter %s has the %s %s", (name, key, code) => {
    expect(attribute(`variable "${name}"`, key)).toBe(code);
  });

  it("validates only what is one of several, and of the kind that it says", () => {
    expect(lines.filter((line) => line.startsWith("condition = "))).toEqual([
      'condition = contains(["1", "2"], var.Count)',
    ]);
  });

  it.each([
    ["IsOn", 'tostring(var.On) == "true"'],
    ["IsOff", "!false"],
    ["Either", "local.IsProd || local.IsOn"],
    ["Again", "local.IsProd"],
    ["Odd", '(["a"]) == var.Ports[0]'],
    ["Lacking", "var.unknown_value"],
    ["Maps", '({ "a b" = "c", d = [1] }) == "x"'],
  ])("condition %s is %s", (name, code) => {
    expect(attribute("locals", name)).toBe(code);
  });

  it.each([
    ["Values", "name", "var.Topic_attribute"],
    ["Values", "allowed_pattern", 'join("-", split(",", data.aws_ssm_parameter.Images.value))'],
    ["Values", "data_type", 'try(local.Regions["us-east-1"]["ami"], "none")'],
    ["More", "description", '({ "Regions" = local.Regions })[var.Kind]["a"]["b"]'],
    ["More", "tier", "var.unknown_value"],
    ["Blocks", "value", "data.aws_cloudformation_export.imported.value"],
    ["Blocks", "name", "data.aws_cloudformation_export.net.value"],
    // Of /56 to /64: eight bits more.
    ["Blocks", "tier", '[for index in range(var.Count) : cidrsubnet("2001:db8::/56", 8, index)]'],
    [
      "Blocks",
      "data_type",
      'cidrsubnet(var.V6_Ipv6CidrBlock, 128 - 64 - tonumber(split("/", var.V6_Ipv6CidrBlock)[1]), 0)',
    ],
    ["Secret", "value", 'jsondecode(data.aws_secretsmanager_secret_version.db.secret_string)["password"]'],
    ["Secret", "name", "jsondecode(data.aws_secretsmanager_secret_version.Kind.secret_string)[var.Kind]"],
    ["Secret", "description", '"${data.aws_ssm_parameter.app_name.value} and {{resolve:ssm:never closed"'],
    ["Secret", "data_type", "data.aws_secretsmanager_secret_version.secret.secret_string"],
    ["Secret", "tier", "data.aws_ssm_parameter.Topic.value"],
  ])("of %s the %s is %s", (resource, name, code) => {
    expect(value(resource, name)).toBe(code);
  });

  it("picks items and subnets by number", () => {
    expect(value("Values", "value")).toBe(
      '"${cidrsubnet(var.Range, 32 - 8 - tonumber(split("/", var.Range)[1]), 1)},${split(",", data.aws_ssm_parameter.Images.value)[var.Count]},${(["a", "b"])[5]}"',
    );
  });

  it("puts texts together, and leaves out what is not there", () => {
    expect(attribute('resource "aws_sns_topic" "Topic"', "display_name")).toBe('"a-${var.Kind}-bc"');
    expect(attribute('resource "aws_sqs_queue" "Queue"', "name")).toBe(
      '"${join(".", ["x", (local.IsProd ? "y" : "z")])}-${var.Other}-${var._}"',
    );
    expect(attribute('resource "aws_sqs_queue" "Queue"', "tags")).toBeUndefined();
    expect(attribute('resource "aws_autoscaling_group" "Group"', "availability_zones")).toBe("[]");
    expect(attribute('resource "aws_autoscaling_group" "Group"', "load_balancers")).toBe(
      'concat(local.IsProd ? ["a"] : [], ["b"])',
    );
  });

  it("chooses tags, policies, rules and values by conditions", () => {
    expect(text).toContain('tags = merge({\n    a = "b"\n  }, local.IsProd ? {\n    prod = "yes"\n  } : {})');
    expect(text).toContain('tags = local.IsProd ? {\n    a = "b"\n  } : {}');
    expect(text).toContain("policy = local.IsProd ? jsonencode({\n    Statement = []\n  }) : null");
    expect(attribute('resource "aws_sns_topic" "Topic"', "kms_master_key_id")).toBe(
      "local.IsProd ? aws_kms_key.Key.key_id : null",
    );
    expect(attribute('resource "aws_security_group" "Lists"', "vpc_id")).toBe(
      'local.IsProd ? "vpc-1" : local.IsOn ? "vpc-2" : "vpc-3"',
    );
    expect(attribute('resource "aws_sqs_queue" "Queue"', "kms_master_key_id")).toBe("null");
    expect(lines).toContain("for_each = local.IsProd ? [1] : []");
  });

  it("makes what stands under several conditions when all of them hold", () => {
    expect(attribute('resource "aws_s3_bucket_acl" "Kept"', "count")).toBe("local.IsProd && local.IsOn ? 1 : 0");
    const rules = 'resource "aws_s3_bucket_lifecycle_configuration" "Kept"';
    expect(attribute(rules, "count")).toBe("local.IsProd && local.IsOn ? 1 : 0");
    expect(lines).toContain("for_each = local.Again ? [1] : []");
  });

  it("reads the secrets of a stage and a version", () => {
    const head = 'data "aws_secretsmanager_secret_version" "db"';
    expect(attribute(head, "secret_id")).toBe('"arn:aws:secretsmanager:eu-west-1:1:secret:db"');
    expect(attribute(head, "version_stage")).toBe('"AWSCURRENT"');
    expect(attribute(head, "version_id")).toBe('"v1"');
  });

  it("tells of what it could not read", () => {
    expect(problems.map(({ message }) => message)).toEqual([
      "this transform is not known: what it makes is left out",
      "this function lacks an argument",
      "the template declares nothing of this name",
      "the template declares nothing of this name",
      "Fn::If takes the name of a condition and two values",
      "Fn::If takes the name of a condition and two values",
      "this function lacks an argument",
      "this function lacks an argument",
      "this function lacks an argument",
      "which mapping this looks into is not known",
      "this function is not known",
      "this function lacks an argument",
      "this function lacks an argument",
      "this function lacks an argument",
      "the template declares nothing of this name",
    ]);
  });
});
