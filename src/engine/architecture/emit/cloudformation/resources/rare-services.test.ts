import { expect, it } from "vitest";
import { at } from "../template-fixture.ts";
import { templateOf } from "./property-fixture.ts";

const designs = [
  {
    says: "distributions, zones and pipelines",
    terraform: `
variable "list" {
  type = list(string)
}
resource "aws_cloudfront_origin_access_identity" "i" {}
resource "aws_cloudfront_distribution" "d" {
  enabled = true
  origin {
    domain_name = "example.com"
    origin_id = "o"
    s3_origin_config {}
  }
  origin_group {
    origin_id = "g"
    failover_criteria {
      status_codes = var.list
    }
    member {
      origin_id = "o"
    }
  }
  default_cache_behavior {
    target_origin_id = "o"
    viewer_protocol_policy = "allow-all"
    forwarded_values {
      cookies {
        forward = "none"
      }
    }
  }
}
resource "aws_route53_zone" "z" {
  name = "inner.example"
  vpc {
    vpc_id = "vpc-1"
  }
}
resource "aws_appsync_graphql_api" "g" {
  name = "g"
  authentication_type = "API_KEY"
}
resource "aws_codebuild_project" "p" {
  name = "p"
  source {
    type = "NO_SOURCE"
  }
  logs_config {
    cloudwatch_logs {
      group_name = "builds"
    }
    s3_logs {
      location = "bucket/path"
    }
  }
}
resource "aws_codepipeline" "p" {
  name = "p"
  role_arn = "arn:aws:iam::1:role/r"
  artifact_store {
    location = aws_s3_bucket.b.bucket
    type = "S3"
  }
  stage {
    name = "Source"
    action {
      name = "s"
      category = "Source"
      owner = "AWS"
      provider = "CodeStarSourceConnection"
      version = "1"
      configuration = {
        ConnectionArn = aws_codestarconnections_connection.c.arn
        FullRepositoryId = "a/b"
      }
    }
  }
}
resource "aws_codestarconnections_connection" "c" {
  name = "c"
  provider_type = "GitHub"
}
resource "aws_s3_bucket" "b" {}
`,
    properties: {
      ICloudFrontOriginAccessIdentity: { CloudFrontOriginAccessIdentityConfig: { Comment: "i" } },
      DDistribution: {
        DistributionConfig: {
          Enabled: true,
          Origins: [{ Id: "o", DomainName: "example.com", S3OriginConfig: { OriginAccessIdentity: "" } }],
          OriginGroups: {
            Items: [
              {
                Id: "g",
                FailoverCriteria: {
                  StatusCodes: { Items: { Ref: "List" }, Quantity: { Ref: "DDistributionStatusCodesQuantity" } },
                },
                Members: { Items: [{ OriginId: "o" }], Quantity: 1 },
              },
            ],
            Quantity: 1,
          },
          DefaultCacheBehavior: {
            TargetOriginId: "o",
            ViewerProtocolPolicy: "allow-all",
            ForwardedValues: { QueryString: false, Cookies: { Forward: "none" } },
          },
        },
      },
      ZHostedZone: { Name: "inner.example", VPCs: [{ VPCId: "vpc-1", VPCRegion: { Ref: "AWS::Region" } }] },
      GGraphQLApi: { Name: "g", AuthenticationType: "API_KEY" },
      PProject: {
        Name: "p",
        ServiceRole: { Ref: "PProjectServiceRole" },
        Source: { Type: "NO_SOURCE" },
        LogsConfig: {
          CloudWatchLogs: { Status: "ENABLED", GroupName: "builds" },
          S3Logs: { Status: "ENABLED", Location: "bucket/path" },
        },
      },
      PPipeline: {
        Name: "p",
        RoleArn: "arn:aws:iam::1:role/r",
        ArtifactStore: { Type: "S3", Location: { Ref: "BBucket" } },
        Stages: [
          {
            Name: "Source",
            Actions: [
              {
                Name: "s",
                ActionTypeId: { Category: "Source", Owner: "AWS", Provider: "CodeStarSourceConnection", Version: "1" },
                Configuration: { ConnectionArn: { Ref: "CConnection" }, FullRepositoryId: "a/b" },
              },
            ],
          },
        ],
      },
      CConnection: { ConnectionName: "c", ProviderType: "GitHub" },
    },
    leftOut: [],
  },
  {
    says: "events, queues and streams",
    terraform: `
resource "aws_cloudwatch_event_rule" "r" {
  name = "r"
  schedule_expression = "rate(1 day)"
  is_enabled = false
}
resource "aws_kinesis_firehose_delivery_stream" "d" {
  name = "d"
  destination = "extended_s3"
  extended_s3_configuration {
    bucket_arn = aws_s3_bucket.b.arn
    role_arn = "arn:aws:iam::1:role/r"
    kms_key_arn = aws_kms_key.k.arn
  }
  server_side_encryption {
    enabled = false
  }
}
resource "aws_kms_key" "k" {}
resource "aws_sns_topic" "t" {
  name = "t.fifo"
  fifo_topic = true
}
resource "aws_scheduler_schedule" "s" {
  schedule_expression = "rate(1 hour)"
}
resource "aws_kinesis_stream" "s" {
  encryption_type = "KMS"
}
resource "aws_msk_cluster" "m" {
  cluster_name = "m"
  kafka_version = "3.6.0"
  number_of_broker_nodes = 3
  encryption_info {
    encryption_at_rest_kms_key_arn = aws_kms_key.k.arn
  }
}
resource "aws_mq_broker" "b" {
  broker_name = "b"
  engine_type = "RabbitMQ"
  host_instance_type = "mq.t3.micro"
  encryption_options {
    kms_key_id = aws_kms_key.k.arn
  }
}
resource "aws_s3_bucket" "b" {}
`,
    properties: {
      RRule: { Name: "r", ScheduleExpression: "rate(1 day)", State: "DISABLED" },
      DDeliveryStream: {
        DeliveryStreamName: "d",
        DeliveryStreamType: "DirectPut",
        ExtendedS3DestinationConfiguration: {
          BucketARN: { "Fn::GetAtt": ["BBucket", "Arn"] },
          RoleARN: "arn:aws:iam::1:role/r",
          EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN: { "Fn::GetAtt": ["KKey", "Arn"] } } },
        },
      },
      KKey: {
        KeyPolicy: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "Account",
              Effect: "Allow",
              Principal: { AWS: { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" } },
              Action: "kms:*",
              Resource: "*",
            },
          ],
        },
      },
      TTopic: { TopicName: "t.fifo", FifoTopic: true },
      SSchedule: { ScheduleExpression: "rate(1 hour)", FlexibleTimeWindow: { Mode: "OFF" } },
      SStream: { StreamEncryption: { EncryptionType: "KMS", KeyId: "alias/aws/kinesis" } },
      MCluster: {
        ClusterName: "m",
        KafkaVersion: "3.6.0",
        NumberOfBrokerNodes: 3,
        EncryptionInfo: { EncryptionAtRest: { DataVolumeKMSKeyId: { "Fn::GetAtt": ["KKey", "Arn"] } } },
      },
      BBroker: {
        BrokerName: "b",
        EngineType: "RabbitMQ",
        HostInstanceType: "mq.t3.micro",
        DeploymentMode: "SINGLE_INSTANCE",
        PubliclyAccessible: false,
        AutoMinorVersionUpgrade: false,
        EncryptionOptions: { UseAwsOwnedKey: false, KmsKeyId: { "Fn::GetAtt": ["KKey", "Arn"] } },
      },
    },
    leftOut: [],
  },
];

it.each(designs)("$says, and what a template cannot say is told", ({ terraform, properties, leftOut }) => {
  const template = templateOf(terraform);
  for (const [id, wanted] of Object.entries(properties))
    expect([id, at(template, "Resources", id, "Properties")]).toEqual([id, wanted]);
  expect(at(template, "Metadata", "StackStage", "LeftOut") ?? []).toEqual(leftOut);
});
