import { expect, it } from "vitest";
import { at } from "../template-fixture.ts";
import { templateOf } from "./property-fixture.ts";

const designs = [
  {
    says: "secrets and settings",
    terraform: `
variable "list" {
  type = list(string)
}
variable "u" {}
resource "aws_ssm_parameter" "secret" {
  name = "/s"
  type = "SecureString"
  value = "hush"
}
resource "aws_ssm_parameter" "list" {
  name = "/l"
  type = "StringList"
  value = "a,b"
}
resource "aws_db_parameter_group" "g" {
  family = "mysql8.0"
  parameter {
    name = "slow_query_log"
    value = "1"
  }
  parameter {
    name = var.u
    value = "2"
  }
}
resource "aws_secretsmanager_secret" "fixed" { name = "fixed" }
resource "aws_secretsmanager_secret_version" "fixed" {
  secret_id = aws_secretsmanager_secret.fixed.id
  secret_string = "known"
}
resource "aws_secretsmanager_secret" "login" { name = "login" }
resource "random_password" "p" { length = 20 }
resource "random_password" "q" { length = 20 }
resource "aws_secretsmanager_secret_version" "login" {
  secret_id = aws_secretsmanager_secret.login.id
  secret_string = jsonencode({ username = "app", password = random_password.p.result, host = var.u })
}
resource "aws_secretsmanager_secret" "two" { name = "two" }
resource "aws_secretsmanager_secret_version" "two" {
  secret_id = aws_secretsmanager_secret.two.id
  secret_string = jsonencode({ one = random_password.p.result, other = random_password.q.result })
}
resource "aws_secretsmanager_secret" "other" { name = "other" }
resource "aws_secretsmanager_secret_version" "other" {
  secret_id = aws_secretsmanager_secret.other.id
  secret_string = aws_kms_key.k.arn
}
resource "aws_cognito_user_pool" "p" {
  name = "p"
  mfa_configuration = "ON"
  software_token_mfa_configuration {
    enabled = true
  }
}
resource "aws_iam_user" "u" {}
resource "aws_iam_user_group_membership" "u" {
  user = aws_iam_user.u.name
  groups = var.list
}
resource "aws_iam_service_linked_role" "es" { aws_service_name = "es.amazonaws.com" }
resource "aws_iam_service_linked_role" "unknown" { aws_service_name = var.u }
resource "aws_lambda_function" "f" {
  function_name = "f"
  role = aws_iam_service_linked_role.es.arn
  environment {
    variables = {
      ROLE_ARN = aws_iam_service_linked_role.unknown.arn
      SECRET = sensitive("x")
      MIXED = "a-\${aws_s3_bucket.b.id}-\${var.u}-$\${literal}"
    }
  }
}
resource "aws_budgets_budget" "b" {
  budget_type = "COST"
  time_unit = "MONTHLY"
  limit_amount = "100"
  cost_filter {
    name = "Service"
    values = ["Amazon EC2"]
  }
  cost_filter {
    name = var.u
    values = ["x"]
  }
  notification {
    comparison_operator = "GREATER_THAN"
    threshold = 80
    threshold_type = "PERCENTAGE"
    notification_type = "ACTUAL"
    subscriber_email_addresses = var.list
  }
}
resource "aws_budgets_budget" "auto" {
  budget_type = "COST"
  time_unit = "MONTHLY"
}
resource "aws_kms_key" "k" {} {}
resource "aws_s3_bucket" "b" {}
`,
    properties: {
      SecretParameter: { Name: "/s", Type: "String", Value: { Ref: "SecretParameterValue" } },
      ListParameter: { Name: "/l", Type: "StringList", Value: "a,b" },
      GDBParameterGroup: {
        Family: "mysql8.0",
        Description: "Managed by CloudFormation",
        Parameters: { slow_query_log: "1" },
      },
      FixedSecret: { Name: "fixed", SecretString: { Ref: "FixedSecretSecretString" } },
      LoginSecret: {
        Name: "login",
        GenerateSecretString: {
          PasswordLength: 20,
          SecretStringTemplate: { "Fn::Sub": '{"username":"app","host":"${U}"}' },
          GenerateStringKey: "password",
        },
      },
      TwoSecret: { Name: "two", SecretString: { Ref: "TwoSecretSecretString" } },
      OtherSecret: { Name: "other", SecretString: { Ref: "OtherSecretSecretString" } },
      PUserPool: { UserPoolName: "p", MfaConfiguration: "ON", EnabledMfas: ["SOFTWARE_TOKEN_MFA"] },
      EsServiceLinkedRole: { AWSServiceName: "es.amazonaws.com" },
      UnknownServiceLinkedRole: { AWSServiceName: { Ref: "U" } },
      FFunction: {
        FunctionName: "f",
        Role: {
          "Fn::Sub":
            "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/es.amazonaws.com/${EsServiceLinkedRole}",
        },
        Code: { S3Bucket: { Ref: "FFunctionCodeBucket" }, S3Key: { Ref: "FFunctionCodeKey" } },
        Environment: {
          Variables: {
            ROLE_ARN: { Ref: "FFunctionEnvironmentVariablesRoleArn" },
            SECRET: "x",
            MIXED: { "Fn::Sub": "a-${BBucket}-${U}-${!literal}" },
          },
        },
      },
      BBudget: {
        Budget: {
          BudgetType: "COST",
          TimeUnit: "MONTHLY",
          BudgetLimit: { Amount: 100, Unit: "USD" },
          CostFilters: { Service: ["Amazon EC2"] },
        },
        NotificationsWithSubscribers: [
          {
            Notification: {
              ComparisonOperator: "GREATER_THAN",
              NotificationType: "ACTUAL",
              Threshold: 80,
              ThresholdType: "PERCENTAGE",
            },
            Subscribers: [],
          },
        ],
      },
      AutoBudget: { Budget: { BudgetType: "COST", TimeUnit: "MONTHLY" } },
    },
    leftOut: [
      "aws_db_parameter_group.g: parameter.name",
      "aws_iam_user_group_membership.u: groups",
      "aws_budgets_budget.b: cost_filter.name",
      "aws_budgets_budget.b: notification.subscriber_email_addresses",
    ],
  },
  {
    says: "stores",
    terraform: `
variable "list" {
  type = list(string)
}
resource "aws_lambda_event_source_mapping" "m" {
  function_name = "f"
  event_source_arn = aws_dynamodb_table.t.stream_arn
}
resource "aws_dynamodb_table" "t" {
  name = "t"
  hash_key = "id"
  stream_enabled = true
  stream_view_type = "NEW_IMAGE"
}
resource "aws_s3_bucket" "b" {
  versioning {
    enabled = true
  }
  lifecycle_rule {
    enabled = false
    prefix = "old/"
    noncurrent_version_expiration {
      days = 30
    }
    noncurrent_version_transition {
      days = 10
      storage_class = "GLACIER"
    }
  }
  lifecycle_rule {
    enabled = true
    expiration {
      days = 5
    }
  }
  cors_rule {
    allowed_methods = ["GET"]
    allowed_origins = ["*"]
  }
}
resource "aws_s3_bucket" "c" {
  versioning {
    enabled = false
  }
}
resource "aws_s3_bucket" "d" {}
resource "aws_s3_bucket_versioning" "d" {
  bucket = aws_s3_bucket.d.id
  versioning_configuration {
    status = "Disabled"
  }
}
resource "aws_s3_bucket_notification" "d" {
  bucket = aws_s3_bucket.d.id
  eventbridge = true
  queue {
    queue_arn = "arn:aws:sqs:us-east-1:1:q"
    events = var.list
  }
}
resource "aws_db_proxy" "p" {
  name = "p"
  engine_family = "MYSQL"
  role_arn = "arn:aws:iam::1:role/r"
  vpc_subnet_ids = ["s"]
}
resource "aws_db_proxy_target" "t" {
  db_proxy_name = aws_db_proxy.p.name
  db_instance_identifier = "db"
}
resource "aws_db_subnet_group" "s" {
  subnet_ids = aws_subnet.s[*].id
}
resource "aws_subnet" "s" {
  count = 2
  vpc_id = "vpc-1"
  cidr_block = "10.0.\${count.index}.0/24"
}
resource "aws_db_subnet_group" "all" {
  subnet_ids = [aws_subnet.s]
}
`,
    properties: {
      MEventSourceMapping: { EventSourceArn: { "Fn::GetAtt": ["TTable", "StreamArn"] }, FunctionName: "f" },
      TTable: {
        TableName: "t",
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        StreamSpecification: { StreamViewType: "NEW_IMAGE" },
      },
      BBucket: {
        VersioningConfiguration: { Status: "Enabled" },
        LifecycleConfiguration: {
          Rules: [
            {
              Status: "Disabled",
              Prefix: "old/",
              NoncurrentVersionExpiration: { NoncurrentDays: 30 },
              NoncurrentVersionTransitions: [{ StorageClass: "GLACIER", TransitionInDays: 10 }],
            },
            { Status: "Enabled", ExpirationInDays: 5 },
          ],
        },
        CorsConfiguration: { CorsRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }] },
      },
      DBucket: { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
      PDBProxy: { DBProxyName: "p", EngineFamily: "MYSQL", RoleArn: "arn:aws:iam::1:role/r", VpcSubnetIds: ["s"] },
      TDBProxyTargetGroup: {
        DBProxyName: { Ref: "PDBProxy" },
        TargetGroupName: "default",
        DBInstanceIdentifiers: ["db"],
      },
      SDBSubnetGroup: {
        DBSubnetGroupDescription: "Managed by CloudFormation",
        SubnetIds: [{ Ref: "SSubnet0" }, { Ref: "SSubnet1" }],
      },
      SSubnet0: {
        VpcId: "vpc-1",
        CidrBlock: "10.0.0.0/24",
        AvailabilityZone: { "Fn::Select": [0, { "Fn::GetAZs": "" }] },
      },
      SSubnet1: {
        VpcId: "vpc-1",
        CidrBlock: "10.0.1.0/24",
        AvailabilityZone: { "Fn::Select": [1, { "Fn::GetAZs": "" }] },
      },
      AllDBSubnetGroup: {
        DBSubnetGroupDescription: "Managed by CloudFormation",
        SubnetIds: [[{ Ref: "SSubnet0" }, { Ref: "SSubnet1" }]],
      },
    },
    leftOut: ["aws_s3_bucket_notification.d: queue.events", "aws_s3_bucket_notification.d: queue.queue_arn"],
  },
];

it.each(designs)("$says, and what a template cannot say is told", ({ terraform, properties, leftOut }) => {
  const template = templateOf(terraform);
  for (const [id, wanted] of Object.entries(properties))
    expect([id, at(template, "Resources", id, "Properties")]).toEqual([id, wanted]);
  expect(at(template, "Metadata", "StackStage", "LeftOut") ?? []).toEqual(leftOut);
});
