import type { Draft } from "../cfn.ts";
import { asText } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import { lacksPolicy } from "../policy.ts";
import type { Reader } from "../reader.ts";

/** What may go wrong goes to another queue; `redrive_policy` is JSON, here and beside the queue. */
const redriveOf = (queue: Reader): Draft =>
  queue.document("redrive_policy") ??
  queue.companion("aws_sqs_queue_redrive_policy", "queue_url")?.document("redrive_policy");

const retryOf = (target: Reader): Draft =>
  target.within("retry_policy", (retry) =>
    retry.copy({
      MaximumRetryAttempts: "maximum_retry_attempts",
      MaximumEventAgeInSeconds: "maximum_event_age_in_seconds",
    }),
  );

const targetsOf = (rule: Reader): Draft => {
  const targets = rule.companions("aws_cloudwatch_event_target", "rule").map((target, index) => {
    target.raw("event_bus_name");
    return {
      Id: target.plain("target_id") ?? `${target.component.name.replaceAll(/[^\w.-]/g, "-").slice(0, 50)}-${index + 1}`,
      Arn: target.must.arn("arn"),
      RoleArn: target.arn("role_arn"),
      Input: target.plain("input"),
      InputPath: target.plain("input_path"),
      DeadLetterConfig: target.within("dead_letter_config", (letters) => ({ Arn: letters.arn("arn") })),
      RetryPolicy: retryOf(target),
      SqsParameters: target.within("sqs_target", (sqs) => sqs.copy({ MessageGroupId: "message_group_id" })),
    };
  });
  return targets.length === 0 ? undefined : targets;
};

const stateOf = (rule: Reader): Draft =>
  rule.plain("state") ?? (rule.text("is_enabled") === "false" ? "DISABLED" : undefined);

/** What changes records on their way, such as a function. */
const processingOf = (delivery: Reader): Draft =>
  delivery.within("processing_configuration", (processing) => ({
    Enabled: processing.plain("enabled"),
    Processors: processing.each("processors", (processor) => ({
      Type: processor.must.plain("type"),
      Parameters: processor.each("parameters", (parameter) => ({
        ParameterName: parameter.must.plain("parameter_name"),
        ParameterValue: parameter.must.arn("parameter_value"),
      })),
    })),
  }));

const bucketTarget = (delivery: Reader): Draft => ({
  BucketARN: delivery.must.arn("bucket_arn"),
  RoleARN: delivery.must.arn("role_arn"),
  ...delivery.copy({
    Prefix: "prefix",
    ErrorOutputPrefix: "error_output_prefix",
    CompressionFormat: "compression_format",
  }),
  BufferingHints: {
    IntervalInSeconds: delivery.plain("buffering_interval") ?? delivery.plain("buffer_interval"),
    SizeInMBs: delivery.plain("buffering_size") ?? delivery.plain("buffer_size"),
  },
  ProcessingConfiguration: processingOf(delivery),
  EncryptionConfiguration: delivery.has("kms_key_arn")
    ? { KMSEncryptionConfig: { AWSKMSKeyARN: delivery.arn("kms_key_arn") } }
    : undefined,
  CloudWatchLoggingOptions: delivery.within("cloudwatch_logging_options", (logging) => ({
    Enabled: logging.plain("enabled"),
    LogGroupName: logging.named("log_group_name"),
    LogStreamName: logging.plain("log_stream_name"),
  })),
});

export const messaging: Mappings = {
  aws_sqs_queue: {
    type: "AWS::SQS::Queue",
    handles: { text: "Ref", name: "QueueName" },
    properties: (queue) => {
      queue.raw("name_prefix");
      return {
        QueueName: queue.plain("name"),
        ...queue.copy({
          DelaySeconds: "delay_seconds",
          VisibilityTimeout: "visibility_timeout_seconds",
          MessageRetentionPeriod: "message_retention_seconds",
          MaximumMessageSize: "max_message_size",
          ReceiveMessageWaitTimeSeconds: "receive_wait_time_seconds",
          SqsManagedSseEnabled: "sqs_managed_sse_enabled",
          ContentBasedDeduplication: "content_based_deduplication",
          KmsDataKeyReusePeriodSeconds: "kms_data_key_reuse_period_seconds",
        }),
        FifoQueue: queue.isOn("fifo_queue") ? true : undefined,
        KmsMasterKeyId: queue.id("kms_master_key_id"),
        RedrivePolicy: redriveOf(queue),
        Tags: queue.tags(),
      };
    },
    output: { suffix: "Url", description: "URL of the queue", handle: "id" },
  },
  aws_sqs_queue_policy: {
    type: "AWS::SQS::QueuePolicy",
    skip: lacksPolicy,
    properties: (policy) => ({ Queues: [policy.must.id("queue_url")], PolicyDocument: policy.document("policy") }),
  },
  aws_sns_topic: {
    type: "AWS::SNS::Topic",
    handles: { text: "Ref", id: "Ref", arn: "Ref", name: "TopicName" },
    properties: (topic) => {
      topic.raw("name_prefix");
      return {
        TopicName: topic.plain("name"),
        DisplayName: topic.plain("display_name"),
        FifoTopic: topic.isOn("fifo_topic") ? true : undefined,
        ContentBasedDeduplication: topic.plain("content_based_deduplication"),
        KmsMasterKeyId: topic.id("kms_master_key_id"),
        Tags: topic.tags(),
      };
    },
  },
  aws_sns_topic_policy: {
    type: "AWS::SNS::TopicPolicy",
    skip: lacksPolicy,
    properties: (policy) => ({ Topics: [policy.must.arn("arn")], PolicyDocument: policy.document("policy") }),
  },
  aws_sns_topic_subscription: {
    type: "AWS::SNS::Subscription",
    properties: (subscription) => ({
      TopicArn: subscription.must.arn("topic_arn"),
      Protocol: subscription.must.plain("protocol"),
      Endpoint: subscription.must.arn("endpoint"),
      RawMessageDelivery: subscription.plain("raw_message_delivery"),
      FilterPolicy: subscription.document("filter_policy"),
      FilterPolicyScope: subscription.plain("filter_policy_scope"),
      RedrivePolicy: subscription.document("redrive_policy"),
    }),
  },
  aws_cloudwatch_event_bus: {
    type: "AWS::Events::EventBus",
    handles: { name: "Name", id: "Name", text: "Name" },
    properties: (bus) => ({ Name: bus.must.plain("name"), Tags: bus.tags() }),
  },
  aws_cloudwatch_event_rule: {
    type: "AWS::Events::Rule",
    handles: { text: "Ref" },
    properties: (rule) => ({
      Name: rule.plain("name"),
      Description: rule.plain("description"),
      EventBusName: rule.named("event_bus_name"),
      ScheduleExpression: rule.plain("schedule_expression"),
      EventPattern: rule.document("event_pattern", "name"),
      State: stateOf(rule),
      RoleArn: rule.arn("role_arn"),
      Targets: targetsOf(rule),
    }),
  },
  aws_scheduler_schedule: {
    type: "AWS::Scheduler::Schedule",
    properties: (schedule) => ({
      Name: schedule.plain("name"),
      ScheduleExpression: schedule.must.plain("schedule_expression"),
      ScheduleExpressionTimezone: schedule.plain("schedule_expression_timezone"),
      State: schedule.plain("state"),
      KmsKeyArn: schedule.arn("kms_key_arn"),
      FlexibleTimeWindow: schedule.within("flexible_time_window", (window) =>
        window.copy({ Mode: "mode", MaximumWindowInMinutes: "maximum_window_in_minutes" }),
      ) ?? { Mode: "OFF" },
      Target: schedule.within("target", (target) => ({
        Arn: target.must.arn("arn"),
        RoleArn: target.must.arn("role_arn"),
        Input: inputText(target),
        DeadLetterConfig: target.within("dead_letter_config", (letters) => ({ Arn: letters.arn("arn") })),
        RetryPolicy: retryOf(target),
      })),
    }),
  },
  aws_kinesis_stream: {
    type: "AWS::Kinesis::Stream",
    handles: { text: "Ref" },
    properties: (stream) => ({
      Name: stream.plain("name"),
      ShardCount: stream.plain("shard_count"),
      RetentionPeriodHours: stream.plain("retention_period"),
      StreamModeDetails: stream.within("stream_mode_details", (mode) => mode.copy({ StreamMode: "stream_mode" })),
      StreamEncryption:
        stream.text("encryption_type") === "KMS"
          ? { EncryptionType: "KMS", KeyId: stream.id("kms_key_id") ?? "alias/aws/kinesis" }
          : undefined,
      Tags: stream.tags(),
    }),
  },
  aws_kinesis_firehose_delivery_stream: {
    type: "AWS::KinesisFirehose::DeliveryStream",
    handles: { text: "Ref" },
    properties: (delivery) => {
      delivery.raw("destination");
      return {
        DeliveryStreamName: delivery.plain("name"),
        DeliveryStreamType:
          delivery.blocks("kinesis_source_configuration").length > 0 ? "KinesisStreamAsSource" : "DirectPut",
        KinesisStreamSourceConfiguration: delivery.within("kinesis_source_configuration", (source) => ({
          KinesisStreamARN: source.must.arn("kinesis_stream_arn"),
          RoleARN: source.must.arn("role_arn"),
        })),
        DeliveryStreamEncryptionConfigurationInput: delivery.within("server_side_encryption", (encryption) =>
          encryption.isOn("enabled")
            ? { KeyType: encryption.plain("key_type") ?? "AWS_OWNED_CMK", KeyARN: encryption.arn("key_arn") }
            : undefined,
        ),
        ExtendedS3DestinationConfiguration: delivery.within("extended_s3_configuration", bucketTarget),
        Tags: delivery.tags(),
      };
    },
  },
  aws_msk_cluster: {
    type: "AWS::MSK::Cluster",
    handles: { text: "Ref", id: "Ref", arn: "Ref" },
    properties: (cluster) => ({
      ClusterName: cluster.must.plain("cluster_name"),
      KafkaVersion: asText(cluster.must.plain("kafka_version")),
      NumberOfBrokerNodes: cluster.must.plain("number_of_broker_nodes"),
      EnhancedMonitoring: cluster.plain("enhanced_monitoring"),
      BrokerNodeGroupInfo: cluster.within("broker_node_group_info", (brokers) => ({
        InstanceType: brokers.must.plain("instance_type"),
        ClientSubnets: brokers.must.ids("client_subnets"),
        SecurityGroups: brokers.list("security_groups", "group"),
        StorageInfo: brokers.within("storage_info", (storage) => ({
          EBSStorageInfo: storage.within("ebs_storage_info", (disk) => disk.copy({ VolumeSize: "volume_size" })),
        })),
      })),
      EncryptionInfo: cluster.within("encryption_info", (encryption) => ({
        EncryptionAtRest: encryption.has("encryption_at_rest_kms_key_arn")
          ? { DataVolumeKMSKeyId: encryption.arn("encryption_at_rest_kms_key_arn") }
          : undefined,
        EncryptionInTransit: encryption.within("encryption_in_transit", (transit) =>
          transit.copy({ ClientBroker: "client_broker", InCluster: "in_cluster" }),
        ),
      })),
      LoggingInfo: cluster.within("logging_info", (logging) => ({
        BrokerLogs: logging.within("broker_logs", (logs) => ({
          CloudWatchLogs: logs.within("cloudwatch_logs", (group) => ({
            Enabled: group.plain("enabled"),
            LogGroup: group.named("log_group"),
          })),
          S3: logs.within("s3", (bucket) => ({
            Enabled: bucket.plain("enabled"),
            Bucket: bucket.id("bucket"),
            Prefix: bucket.plain("prefix"),
          })),
        })),
      })),
      Tags: cluster.tagMap(),
    }),
  },
  aws_mq_broker: {
    type: "AWS::AmazonMQ::Broker",
    handles: { text: "Ref" },
    properties: (broker) => ({
      BrokerName: broker.must.plain("broker_name"),
      EngineType: broker.must.plain("engine_type"),
      HostInstanceType: broker.must.plain("host_instance_type"),
      EngineVersion: asText(broker.plain("engine_version")),
      DeploymentMode: broker.plain("deployment_mode") ?? "SINGLE_INSTANCE",
      PubliclyAccessible: broker.plain("publicly_accessible") ?? false,
      AutoMinorVersionUpgrade: broker.plain("auto_minor_version_upgrade") ?? false,
      SubnetIds: broker.ids("subnet_ids"),
      SecurityGroups: broker.list("security_groups", "group"),
      EncryptionOptions: broker.within("encryption_options", (encryption) => ({
        UseAwsOwnedKey: encryption.plain("use_aws_owned_key") ?? false,
        KmsKeyId: encryption.arn("kms_key_id"),
      })),
      Logs: broker.within("logs", (logs) => logs.copy({ General: "general", Audit: "audit" })),
      Users: broker.each("user", (user) => ({
        Username: user.must.plain("username"),
        Password: user.must.plain("password"),
        ConsoleAccess: user.plain("console_access"),
      })),
      Tags: broker.tags(),
    }),
  },
  aws_ses_domain_identity: {
    type: "AWS::SES::EmailIdentity",
    handles: { arn: "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${Self}" },
    properties: (identity) => ({ EmailIdentity: identity.must.plain("domain") }),
  },
  aws_ses_email_identity: {
    type: "AWS::SES::EmailIdentity",
    handles: { arn: "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${Self}" },
    properties: (identity) => ({ EmailIdentity: identity.must.plain("email") }),
  },
};

/** The input of a target is text; one of which a part is not known is asked for. */
const inputText = (target: Reader): Draft => {
  if (!target.has("input")) return undefined;
  const text = target.text("input");
  return text ?? target.ask("input", { description: `JSON that ${target.component.id} hands to its target` });
};
