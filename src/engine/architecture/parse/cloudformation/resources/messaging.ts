import type { MapNode } from "../../document/node.ts";
import { firehoseProperties } from "./firehose.ts";
import type { PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped, switchOf } from "./property-writers.ts";
import { change, changeItems, findEntry, itemsOf, withEntries, without } from "./reshaping.ts";
import { stateMachines } from "./state-machine.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

const retries: PropertyMappings = {
  DeadLetterConfig: { block: "dead_letter_config" },
  RetryPolicy: { block: "retry_policy" },
};

const publicAddress: PropertyMappings = { AssignPublicIp: switchOf("assign_public_ip", "ENABLED") };

/** A task as a target. Rules and schedules have different names for the same things. */
const ecsTarget = (network: string, own: PropertyMappings): PropertyMappings => ({
  EnableECSManagedTags: "enable_ecs_managed_tags",
  CapacityProviderStrategy: { block: "capacity_provider_strategy" },
  NetworkConfiguration: { block: "network_configuration", properties: { [network]: { inline: publicAddress } } },
  ReferenceId: dropped,
  ...own,
});

const taskOfRule = ecsTarget("AwsVpcConfiguration", {
  PlacementConstraints: { block: "placement_constraint" },
  PlacementStrategies: { block: "ordered_placement_strategy" },
  TagList: { tags: "tags" },
});

const taskOfSchedule = ecsTarget("AwsvpcConfiguration", {
  PlacementConstraints: { block: "placement_constraints" },
  PlacementStrategy: { block: "placement_strategy" },
  Tags: dropped,
});

const pipelineTarget = (block: string): PropertyMappings => ({ PipelineParameterList: { block } });

const ruleTarget: PropertyMappings = {
  Id: "target_id",
  InputTransformer: {
    block: "input_transformer",
    properties: { InputPathsMap: "input_paths", InputTemplate: "input_template" },
  },
  ...retries,
  SqsParameters: { block: "sqs_target" },
  KinesisParameters: { block: "kinesis_target" },
  EcsParameters: { block: "ecs_target", properties: taskOfRule },
  BatchParameters: {
    block: "batch_target",
    properties: {
      ArrayProperties: { inline: { Size: "array_size" } },
      RetryStrategy: { inline: { Attempts: "job_attempts" } },
    },
  },
  HttpParameters: { block: "http_target" },
  RunCommandParameters: { inline: { RunCommandTargets: { block: "run_command_targets" } } },
  RedshiftDataParameters: {
    block: "redshift_target",
    properties: { SecretManagerArn: "secrets_manager_arn", Sqls: dropped },
  },
  SageMakerPipelineParameters: {
    block: "sagemaker_pipeline_target",
    properties: pipelineTarget("pipeline_parameter_list"),
  },
  AppSyncParameters: { block: "appsync_target", properties: { GraphQLOperation: "graphql_operation" } },
};

/** A target has to name the bus of its rule. */
const targetsOnTheirBus = (rule: MapNode): MapNode => {
  const bus = findEntry(rule, "EventBusName");
  if (bus === undefined) return rule;
  return change(rule, "Targets", (targets) =>
    changeItems(targets, (target) => (target.kind === "map" ? withEntries(target, bus) : target)),
  );
};

const rule: ResourceMapping = {
  type: "aws_cloudwatch_event_rule",
  ref: "name",
  reshape: targetsOnTheirBus,
  properties: {
    EventPattern: { json: "event_pattern" },
    Targets: { companion: "aws_cloudwatch_event_target", via: "rule", properties: ruleTarget },
    ...tagged,
  },
};

const schedule: ResourceMapping = {
  type: "aws_scheduler_schedule",
  ref: "name",
  properties: {
    FlexibleTimeWindow: { block: "flexible_time_window" },
    Target: {
      block: "target",
      properties: {
        ...retries,
        SqsParameters: { block: "sqs_parameters" },
        KinesisParameters: { block: "kinesis_parameters" },
        EventBridgeParameters: { block: "eventbridge_parameters" },
        EcsParameters: { block: "ecs_parameters", properties: taskOfSchedule },
        SageMakerPipelineParameters: {
          block: "sagemaker_pipeline_parameters",
          properties: pipelineTarget("pipeline_parameter"),
        },
      },
    },
  },
};

/** A policy for several queues or topics becomes one for each: the first is the resource itself. */
const policyFor = (type: string, owners: string, owner: string): ResourceMapping => {
  const each: PropertyMappings = { [owners]: owner, PolicyDocument: { json: "policy" } };
  return {
    type,
    reshape: (policy) => {
      const [first, ...others] = itemsOf(findEntry(policy, owners)?.value);
      const document = findEntry(policy, "PolicyDocument");
      if (first === undefined) return policy;
      const forFirst = change(policy, owners, () => first);
      if (document === undefined || others.length === 0) return forFirst;
      const beside = others.map((value) => withEntries(without(policy, owners), entryFor(owners, value)));
      const list = { ...policy, kind: "list" as const, items: beside };
      return withEntries(forFirst, entryFor("others", list));
    },
    properties: {
      ...each,
      others: {
        write: (list, at) => {
          for (const item of itemsOf(list))
            at.companion(type, at.logicalId, { line: item.line, endLine: item.endLine }, () =>
              at.properties(item, each),
            );
        },
      },
    },
  };
};

const entryFor = (key: string, value: MapNode["entries"][number]["value"]): MapNode["entries"][number] => ({
  key,
  keyStart: value.start,
  keyLine: value.line,
  value,
});

const brokerNodes: PropertyMappings = {
  BrokerAZDistribution: "az_distribution",
  StorageInfo: {
    block: "storage_info",
    properties: {
      EBSStorageInfo: {
        block: "ebs_storage_info",
        properties: { ProvisionedThroughput: { block: "provisioned_throughput" } },
      },
    },
  },
  ConnectivityInfo: {
    block: "connectivity_info",
    properties: {
      PublicAccess: { block: "public_access" },
      VpcConnectivity: {
        block: "vpc_connectivity",
        properties: {
          ClientAuthentication: {
            block: "client_authentication",
            properties: {
              Sasl: {
                block: "sasl",
                properties: { Iam: { inline: { Enabled: "iam" } }, Scram: { inline: { Enabled: "scram" } } },
              },
              Tls: { inline: { Enabled: "tls" } },
            },
          },
        },
      },
    },
  },
};

const kafka: ResourceMapping = {
  type: "aws_msk_cluster",
  ref: "arn",
  properties: {
    BrokerNodeGroupInfo: { block: "broker_node_group_info", properties: brokerNodes },
    EncryptionInfo: {
      block: "encryption_info",
      properties: {
        EncryptionAtRest: { inline: { DataVolumeKMSKeyId: "encryption_at_rest_kms_key_arn" } },
        EncryptionInTransit: { block: "encryption_in_transit" },
      },
    },
    LoggingInfo: {
      block: "logging_info",
      properties: {
        BrokerLogs: {
          block: "broker_logs",
          properties: {
            CloudWatchLogs: { block: "cloudwatch_logs" },
            Firehose: { block: "firehose" },
            S3: { block: "s3" },
          },
        },
        AuthorizerLogs: dropped,
      },
    },
    ClientAuthentication: {
      block: "client_authentication",
      properties: {
        Sasl: {
          block: "sasl",
          properties: { Iam: { inline: { Enabled: "iam" } }, Scram: { inline: { Enabled: "scram" } } },
        },
        Tls: {
          block: "tls",
          properties: { CertificateAuthorityArnList: "certificate_authority_arns", Enabled: dropped },
        },
        Unauthenticated: { inline: { Enabled: "unauthenticated" } },
      },
    },
    ConfigurationInfo: { block: "configuration_info" },
    OpenMonitoring: {
      block: "open_monitoring",
      properties: {
        Prometheus: {
          block: "prometheus",
          properties: { JmxExporter: { block: "jmx_exporter" }, NodeExporter: { block: "node_exporter" } },
        },
      },
    },
    CurrentVersion: dropped,
    Rebalancing: dropped,
    ZookeeperAccess: dropped,
    Tags: "tags",
  },
};

const broker: ResourceMapping = {
  type: "aws_mq_broker",
  properties: {
    Users: { block: "user" },
    Logs: { block: "logs" },
    EncryptionOptions: { block: "encryption_options" },
    Configuration: { block: "configuration" },
    MaintenanceWindowStartTime: { block: "maintenance_window_start_time" },
    LdapServerMetadata: { block: "ldap_server_metadata" },
    ...tagged,
  },
};

const emailAddress: ResourceMapping = {
  type: "aws_ses_email_identity",
  properties: { EmailIdentity: "email", ...identitySettings() },
};

/** What an identity of SES has besides its name is a resource of its own each, of which nothing is drawn or priced. */
function identitySettings(): PropertyMappings {
  return {
    ConfigurationSetAttributes: dropped,
    DkimAttributes: dropped,
    DkimSigningAttributes: dropped,
    FeedbackAttributes: dropped,
    MailFromAttributes: dropped,
    Tags: dropped,
  };
}

/** Queues, topics, buses, schedules, streams, brokers and workflows. */
export const messagingMappings: ResourceMappings = {
  "AWS::SQS::Queue": {
    type: "aws_sqs_queue",
    attributes: { QueueName: "name", QueueUrl: "url" },
    properties: {
      QueueName: "name",
      VisibilityTimeout: "visibility_timeout_seconds",
      MessageRetentionPeriod: "message_retention_seconds",
      MaximumMessageSize: "max_message_size",
      ReceiveMessageWaitTimeSeconds: "receive_wait_time_seconds",
      RedrivePolicy: { json: "redrive_policy" },
      RedriveAllowPolicy: { json: "redrive_allow_policy" },
      ...tagged,
    },
  },
  "AWS::SQS::QueuePolicy": policyFor("aws_sqs_queue_policy", "Queues", "queue_url"),
  "AWS::SQS::QueueInlinePolicy": {
    type: "aws_sqs_queue_policy",
    properties: { Queue: "queue_url", PolicyDocument: { json: "policy" } },
  },
  "AWS::SNS::Topic": {
    type: "aws_sns_topic",
    ref: "arn",
    attributes: { TopicArn: "arn", TopicName: "name" },
    properties: {
      TopicName: "name",
      ArchivePolicy: { json: "archive_policy" },
      Subscription: { companion: "aws_sns_topic_subscription", via: "topic_arn", properties: {} },
      DataProtectionPolicy: dropped,
      DeliveryStatusLogging: dropped,
      MaximumMessageSize: dropped,
      ...tagged,
    },
  },
  "AWS::SNS::TopicPolicy": policyFor("aws_sns_topic_policy", "Topics", "arn"),
  "AWS::SNS::TopicInlinePolicy": {
    type: "aws_sns_topic_policy",
    properties: { TopicArn: "arn", PolicyDocument: { json: "policy" } },
  },
  "AWS::SNS::Subscription": {
    type: "aws_sns_topic_subscription",
    ref: "arn",
    properties: {
      FilterPolicy: { json: "filter_policy" },
      DeliveryPolicy: { json: "delivery_policy" },
      RedrivePolicy: { json: "redrive_policy" },
      ReplayPolicy: { json: "replay_policy" },
      Region: dropped,
    },
  },
  "AWS::Events::EventBus": {
    type: "aws_cloudwatch_event_bus",
    ref: "name",
    properties: {
      DeadLetterConfig: { block: "dead_letter_config" },
      LogConfig: { block: "log_config" },
      Policy: dropped,
      ...tagged,
    },
  },
  "AWS::Events::Rule": rule,
  "AWS::Scheduler::Schedule": schedule,
  "AWS::Kinesis::Stream": {
    type: "aws_kinesis_stream",
    ref: "name",
    properties: {
      RetentionPeriodHours: "retention_period",
      StreamModeDetails: { block: "stream_mode_details" },
      StreamEncryption: { inline: { KeyId: "kms_key_id" } },
      DesiredShardLevelMetrics: "shard_level_metrics",
      MaxRecordSizeInKiB: "max_record_size_in_kib",
      WarmThroughputMiBps: dropped,
      ...tagged,
    },
  },
  "AWS::KinesisFirehose::DeliveryStream": {
    type: "aws_kinesis_firehose_delivery_stream",
    ref: "name",
    properties: { ...firehoseProperties, ...tagged },
  },
  "AWS::MSK::Cluster": kafka,
  "AWS::AmazonMQ::Broker": broker,
  ...stateMachines,
  "AWS::SES::EmailIdentity": {
    type: "aws_ses_domain_identity",
    properties: { EmailIdentity: "domain", ...identitySettings() },
    instead: (properties) => {
      const name = properties === undefined ? undefined : findEntry(properties, "EmailIdentity")?.value;
      return name?.kind === "scalar" && String(name.value).includes("@") ? emailAddress : undefined;
    },
  },
};
