import { describe, expect, it } from "vitest";
import { translateCloudFormation } from "../index.ts";

const template = `AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Who: {Type: String}
  Cards: {Type: CommaDelimitedList}
Conditions:
  Prod: !Equals [!Ref Who, prod]
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: shop}}
  Get:
    Type: AWS::ApiGateway::Method
    Properties: {HttpMethod: GET, RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, AuthorizationType: NONE, Integration: !If [Prod, {Type: MOCK}, !Ref AWS::NoValue]}
  Live:
    Type: AWS::ApiGateway::Stage
    Properties:
      StageName: live
      MethodSettings: [{ResourcePath: '/~1orders', HttpMethod: GET, MetricsEnabled: true}, {ResourcePath: /}, !If [Prod, {LoggingLevel: INFO}, !Ref AWS::NoValue]]
  Loose:
    Type: AWS::ApiGateway::Deployment
    Properties: {StageName: test, StageDescription: {LoggingLevel: INFO}}
  Told:
    Type: AWS::ApiGateway::Deployment
    Properties: {RestApiId: !Ref Api, StageName: told, StageDescription: {TracingEnabled: true}}
  Plain:
    Type: AWS::ApiGateway::Deployment
    Properties: {RestApiId: !Ref Api, StageName: plain, StageDescription: !Ref Who}
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: {MinSize: 1, MaxSize: 2, MetricsCollection: [{Granularity: 1Minute}]}
  Launch:
    Type: AWS::AutoScaling::LaunchConfiguration
    Properties:
      ImageId: ami-1
      InstanceType: t3.micro
      BlockDeviceMappings: [{DeviceName: !Ref Who, Ebs: {VolumeSize: 8}}, {DeviceName: /dev/sdb, VirtualName: ephemeral0}, plain]
  Scaling:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    Properties: {PolicyName: p, PolicyType: TargetTrackingScaling, ScalingTargetId: !If [Prod, a, b]}
  Machine:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: ami-1
      BlockDeviceMappings: [{DeviceName: /dev/sdc, VirtualName: ephemeral0}, {Ebs: {VolumeSize: 9}}]
  Users: {Type: AWS::Cognito::UserPool, Properties: {EnabledMfas: [SMS_MFA]}}
  Daemon:
    Type: AWS::ECS::Service
    Properties: {SchedulingStrategy: DAEMON, TaskDefinition: t}
  Records:
    Type: AWS::Route53::RecordSetGroup
    Properties: {HostedZoneId: Z1}
  None:
    Type: AWS::Route53::RecordSetGroup
    Properties: {HostedZoneId: Z1, RecordSets: []}
  Emr:
    Type: AWS::EMR::Cluster
    Properties: {Name: e, JobFlowRole: r, ServiceRole: s, ReleaseLabel: emr-7.0.0, Instances: !If [Prod, {Ec2SubnetId: s-1}, !Ref Who]}
  Emr2:
    Type: AWS::EMR::Cluster
    Properties: {Name: e, ServiceRole: s, ReleaseLabel: emr-7.0.0, Instances: {Ec2SubnetId: s-1, TerminationProtected: true}}
  Role:
    Type: AWS::IAM::Role
    Properties: {AssumeRolePolicyDocument: {Statement: []}, ManagedPolicyArns: !Ref Cards}
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      Priority: 1
      ListenerArn: l
      Actions: [{Type: forward, TargetGroupArn: t}]
      Conditions: [{Field: path-pattern, Values: [/a]}, {'Fn::If': [Prod, {Field: host-header, Values: [a.org]}, {Ref: AWS::NoValue}]}, {HttpHeaderConfig: {HttpHeaderName: X, Values: [y]}}, !If [Prod, {Field: host-header, Values: [b.org]}, !Ref AWS::NoValue], !If []]
  Bus:
    Type: AWS::Events::Rule
    Properties: {EventBusName: b, EventPattern: {source: [a]}, Targets: [{Id: t, Arn: a}, !Ref Who]}
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties: {Queues: [], PolicyDocument: {Statement: []}}
  Mail: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: me@example.org}}
  Domain: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: example.org}}
  Bare: {Type: AWS::SES::EmailIdentity}
  Flow: {Type: AWS::EC2::FlowLog, Properties: {ResourceId: vpc-1, TrafficType: ALL}}
  Flow2: {Type: AWS::EC2::FlowLog, Properties: {ResourceId: x, ResourceType: Nonsense, TrafficType: ALL}}
  Block: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: vpc-1, CidrBlock: 10.1.0.0/16}}
  Routes: {Type: AWS::EC2::VPNGatewayRoutePropagation, Properties: {RouteTableIds: !Ref Cards, VpnGatewayId: v}}
  Routes2: {Type: AWS::EC2::VPNGatewayRoutePropagation, Properties: {RouteTableIds: [], VpnGatewayId: v}}
  Budget:
    Type: AWS::Budgets::Budget
    Properties:
      Budget: {BudgetType: COST, TimeUnit: MONTHLY}
      NotificationsWithSubscribers: [{Notification: {NotificationType: ACTUAL, ComparisonOperator: GREATER_THAN, Threshold: 80}, Subscribers: [{SubscriptionType: SNS, Address: 'arn:t'}, {SubscriptionType: EMAIL}]}]
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Scheme: !If [Prod, internal, internet-facing]
      LoadBalancerAttributes: [{Value: 5}, {Key: idle_timeout.timeout_seconds, Value: !Ref Who}, {Key: access_logs.s3.enabled, Value: 'true'}, {Key: access_logs.s3.bucket, Value: b}]
  Balancer2:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Scheme: !Ref Who}
  Classic:
    Type: AWS::ElasticLoadBalancing::LoadBalancer
    Properties: {Listeners: [{LoadBalancerPort: 25, InstancePort: 25, Protocol: TCP}]}
  _9:
    Type: AWS::RDS::DBInstance
    Properties: {SourceDBInstanceIdentifier: d, DBInstanceClass: db.t3.micro}
  "1":
    Type: AWS::RDS::DBInstance
    Properties: {Engine: postgres, DBInstanceClass: db.t3.micro}
  Kept:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Retain
    Properties: {Engine: postgres, DBInstanceClass: db.t3.micro}
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: !Ref Who
      NotificationConfiguration: {QueueConfigurations: [{Event: e, Queue: q, Filter: !If [Prod, {S3Key: {Rules: [{Name: suffix, Value: .jpg}, {Name: other}]}}, !Ref AWS::NoValue]}]}
  Made:
    Type: AWS::SecretsManager::Secret
    Properties: {GenerateSecretString: {GenerateStringKey: password, ExcludePunctuation: true, ExcludeNumbers: false}}
  Made2:
    Type: AWS::SecretsManager::Secret
    Properties: {GenerateSecretString: {GenerateStringKey: password, SecretStringTemplate: !Sub '{"user": "\${Who}"}', ExcludeCharacters: '"@/'}}
  Made3:
    Type: AWS::SecretsManager::Secret
    Properties: {GenerateSecretString: {GenerateStringKey: password, SecretStringTemplate: '[]', PasswordLength: 20}}
  Firewall:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: g, SecurityGroupIngress: [{IpProtocol: !Ref Who, FromPort: 1, ToPort: 2, CidrIp: 10.0.0.0/8}]}
  Flows:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: r
      Definition: {StartAt: A, States: {A: {Type: Task, Resource: '\${Fn}', End: true, List: ['\${Fn}-\${Other}', 1, !Ref Who]}}}
      DefinitionSubstitutions: {Fn: !Ref Who}
      LoggingConfiguration: {Level: ALL, Destinations: [{}]}
  Filed:
    Type: AWS::StepFunctions::StateMachine
    Properties: {RoleArn: r, DefinitionS3Location: {Bucket: b, Key: !Ref Who}, DefinitionSubstitutions: {A: b}}
  Empty:
    Type: AWS::StepFunctions::StateMachine
    Properties: {RoleArn: r, DefinitionSubstitutions: {A: b}}
  Words: {Type: AWS::WAFv2::RegexPatternSet, Properties: {Scope: REGIONAL, RegularExpressionList: [a.*, !Ref Who]}}
  Params: {Type: AWS::RDS::DBParameterGroup, Properties: {Family: postgres16, Description: d, Parameters: !Ref Who}}
  Nodes: {Type: AWS::EKS::Nodegroup, Properties: {ClusterName: c, NodeRole: n, Subnets: [s]}}
  Topic: {Type: AWS::SNS::TopicPolicy, Properties: {Topics: [a, b], PolicyDocument: !Ref Who}}
  Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {ComparisonOperator: GreaterThanThreshold, EvaluationPeriods: 1, Dimensions: !Ref Who}}
  Closed:
    Type: Custom::VpcRestrictDefaultSG
    Properties: {ServiceToken: t, DefaultSecurityGroupId: !Ref Who}
`;

const { text, problems } = translateCloudFormation({ name: "template.yaml", text: template });

/** What stands in the block of a resource, each line without its indentation. */
const block = (address: string): string[] => {
  const [type, name] = address.split(".");
  return (text.split(`resource "${type}" "${name}" {\n`)[1] ?? "")
    .split("\n}\n")
    .slice(0, 1)
    .flatMap((body) => body.split("\n"))
    .map((line) => line.trim())
    .filter((line) => line !== "}");
};

describe("resources that are written in an odd way", () => {
  it.each<[address: string, lines: readonly string[]]>([
    [
      "aws_api_gateway_integration.Get",
      [
        "count = local.Prod ? 1 : 0",
        'type = "MOCK"',
        "rest_api_id = aws_api_gateway_rest_api.Api.id",
        "resource_id = aws_api_gateway_rest_api.Api.root_resource_id",
        'http_method = "GET"',
      ],
    ],
    [
      "aws_api_gateway_method_settings.Live",
      [
        "stage_name = aws_api_gateway_stage.Live.stage_name",
        'method_path = "orders/GET"',
        "settings {",
        "metrics_enabled = true",
      ],
    ],
    ["aws_api_gateway_stage.Loose", ["deployment_id = aws_api_gateway_deployment.Loose.id", 'stage_name = "test"']],
    [
      "aws_api_gateway_method_settings.Loose",
      ['stage_name = "test"', 'method_path = "*/*"', "settings {", 'logging_level = "INFO"'],
    ],
    [
      "aws_api_gateway_stage.Told",
      [
        "deployment_id = aws_api_gateway_deployment.Told.id",
        'stage_name = "told"',
        "xray_tracing_enabled = true",
        "rest_api_id = aws_api_gateway_rest_api.Api.id",
      ],
    ],
    [
      "aws_api_gateway_stage.Plain",
      [
        "deployment_id = aws_api_gateway_deployment.Plain.id",
        'stage_name = "plain"',
        "rest_api_id = aws_api_gateway_rest_api.Api.id",
      ],
    ],
    ["aws_autoscaling_group.Group", ["min_size = 1", "max_size = 2"]],
    [
      "aws_launch_configuration.Launch",
      [
        'image_id = "ami-1"',
        'instance_type = "t3.micro"',
        "ebs_block_device {",
        "device_name = var.Who",
        "volume_size = 8",
        "ephemeral_block_device {",
        'device_name = "/dev/sdb"',
        'virtual_name = "ephemeral0"',
      ],
    ],
    [
      "aws_appautoscaling_policy.Scaling",
      ['name = "p"', 'policy_type = "TargetTrackingScaling"', 'resource_id = local.Prod ? "a" : "b"'],
    ],
    [
      "aws_instance.Machine",
      [
        'ami = "ami-1"',
        "ephemeral_block_device {",
        'device_name = "/dev/sdc"',
        'virtual_name = "ephemeral0"',
        "ebs_block_device {",
        "volume_size = 9",
      ],
    ],
    ["aws_cognito_user_pool.Users", ['name = "users"']],
    ["aws_ecs_service.Daemon", ['scheduling_strategy = "DAEMON"', 'task_definition = "t"', 'name = "daemon"']],
    [
      "aws_iam_role_policy_attachment.Role",
      ["for_each = toset(var.Cards)", "role = aws_iam_role.Role.name", "policy_arn = each.value"],
    ],
    [
      "aws_cloudwatch_event_target.Bus",
      ["rule = aws_cloudwatch_event_rule.Bus.name", 'target_id = "t"', 'arn = "a"', 'event_bus_name = "b"'],
    ],
    ["aws_sqs_queue_policy.Policy", ["queue_url = []", "policy = jsonencode({", "Statement = []", "})"]],
    ["aws_sns_topic_policy.Topic2", ["policy = var.Who", 'arn = "b"']],
    ["aws_ses_email_identity.Mail", ['email = "me@example.org"']],
    ["aws_ses_domain_identity.Domain", ['domain = "example.org"']],
    ["aws_flow_log.Flow", ['vpc_id = "vpc-1"', 'traffic_type = "ALL"']],
    ["aws_vpc_ipv4_cidr_block_association.Block", ['vpc_id = "vpc-1"', 'cidr_block = "10.1.0.0/16"']],
    ["aws_vpn_gateway_route_propagation.Routes", ["route_table_id = var.Cards", 'vpn_gateway_id = "v"']],
    [
      "aws_budgets_budget.Budget",
      [
        'budget_type = "COST"',
        'time_unit = "MONTHLY"',
        "notification {",
        'notification_type = "ACTUAL"',
        'comparison_operator = "GREATER_THAN"',
        "threshold = 80",
        'subscriber_sns_topic_arns = ["arn:t"]',
      ],
    ],
    [
      "aws_lb.Balancer",
      [
        "internal = local.Prod ? true : false",
        "idle_timeout = var.Who",
        "access_logs {",
        "enabled = true",
        'bucket = "b"',
      ],
    ],
    ["aws_lb.Balancer2", ['internal = var.Who == "internal"']],
    [
      "aws_elb.Classic",
      ["listener {", "lb_port = 25", "instance_port = 25", 'lb_protocol = "TCP"', 'instance_protocol = "TCP"'],
    ],
    [
      "aws_db_instance._9",
      ['replicate_source_db = "d"', 'instance_class = "db.t3.micro"', "skip_final_snapshot = true"],
    ],
    [
      "aws_db_instance._1",
      [
        'engine = "postgres"',
        'instance_class = "db.t3.micro"',
        "backup_retention_period = 1",
        'final_snapshot_identifier = "database-final"',
      ],
    ],
    [
      "aws_db_instance.Kept",
      [
        'engine = "postgres"',
        'instance_class = "db.t3.micro"',
        "backup_retention_period = 1",
        "lifecycle {",
        "prevent_destroy = true",
      ],
    ],
    ["aws_s3_bucket_acl.Bucket", ["bucket = aws_s3_bucket.Bucket.id", "acl = var.Who"]],
    [
      "aws_s3_bucket_notification.Bucket",
      [
        "bucket = aws_s3_bucket.Bucket.id",
        "queue {",
        'events = ["e"]',
        'queue_arn = "q"',
        'filter_suffix = local.Prod ? ".jpg" : null',
      ],
    ],
    ["random_password.Made", ["length = 32", "special = false"]],
    [
      "aws_secretsmanager_secret_version.Made",
      [
        "secret_id = aws_secretsmanager_secret.Made.id",
        "secret_string = jsonencode({",
        "password = random_password.Made.result",
        "})",
      ],
    ],
    ["random_password.Made2", ["length = 32", 'override_special = "!#$%&\'()*+,-.:;<=>?[\\\\]^_`{|}~"']],
    [
      "aws_secretsmanager_secret_version.Made2",
      [
        "secret_id = aws_secretsmanager_secret.Made2.id",
        'secret_string = jsonencode(merge(jsondecode("{\\"user\\": \\"${var.Who}\\"}"), {',
        "password = random_password.Made2.result",
        "}))",
      ],
    ],
    ["random_password.Made3", ["length = 20"]],
    [
      "aws_sfn_state_machine.Filed",
      ['role_arn = "r"', 'definition = templatefile("definition.asl.json", {', 'A = "b"', "})"],
    ],
    ["aws_sfn_state_machine.Empty", ['role_arn = "r"']],
    [
      "aws_wafv2_regex_pattern_set.Words",
      [
        'scope = "REGIONAL"',
        "regular_expression {",
        'regex_string = "a.*"',
        "regular_expression {",
        "regex_string = var.Who",
      ],
    ],
    ["aws_db_parameter_group.Params", ['family = "postgres16"', 'description = "d"']],
    [
      "aws_cloudwatch_metric_alarm.Alarm",
      [
        'comparison_operator = "GreaterThanThreshold"',
        "evaluation_periods = 1",
        "dimensions = var.Who",
        'alarm_name = "alarm"',
      ],
    ],
    ["aws_default_security_group.Closed", []],
  ])("%s", (address, lines) => {
    expect(block(address).filter((line) => line !== "")).toEqual(lines);
  });

  it("writes each condition of a rule in the newer way, whichever way it is chosen", () => {
    expect(block("aws_lb_listener_rule.Rule").slice(5)).toEqual([
      "condition {",
      "path_pattern {",
      'values = ["/a"]',
      'dynamic "condition" {',
      "for_each = local.Prod ? [1] : []",
      "content {",
      "host_header {",
      'values = ["a.org"]',
      "condition {",
      "http_header {",
      'http_header_name = "X"',
      'values = ["y"]',
      'dynamic "condition" {',
      "for_each = local.Prod ? [1] : []",
      "content {",
      "host_header {",
      'values = ["b.org"]',
    ]);
  });

  it("fills a definition in wherever it names what is substituted, and leaves the rest", () => {
    const lines = block("aws_sfn_state_machine.Flows");
    expect(lines).toContain("Resource = var.Who");
    expect(lines).toContain('List = ["${var.Who}-$${Other}", 1, var.Who]');
  });

  it("tells of what only CloudFormation knows", () => {
    expect([...new Set(problems.map(({ message }) => message))]).toEqual([
      "what this stands for is only known to CloudFormation",
    ]);
  });
});
