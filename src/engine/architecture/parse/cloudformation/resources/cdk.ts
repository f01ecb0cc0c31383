import type { PropertyMapping, ResourceMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";
import { notified } from "./s3.ts";

/** The function that makes the resource: no part of what it makes. */
const made = { ServiceToken: dropped };

const defaultGroup = ".default_security_group_id";

/** The default group of a network is known by the network. */
const networkOfGroup: PropertyMapping = {
  write: (value, at) => {
    const code = at.hcl(value);
    if (typeof code === "string" && code.endsWith(defaultGroup))
      at.out.attribute("vpc_id", `${code.slice(0, -defaultGroup.length)}.id`, at.line);
  },
};

/** Custom resources that every CDK application has its template make. */
export const cdkMappings: ResourceMappings = {
  "Custom::S3BucketNotifications": {
    type: "aws_s3_bucket_notification",
    properties: {
      ...made,
      BucketName: "bucket",
      NotificationConfiguration: {
        inline: {
          LambdaFunctionConfigurations: notified("lambda_function", "LambdaFunctionArn", "lambda_function_arn"),
          QueueConfigurations: notified("queue", "QueueArn", "queue_arn"),
          TopicConfigurations: notified("topic", "TopicArn", "topic_arn"),
          EventBridgeConfiguration: { write: (_, at) => at.out.attribute("eventbridge", "true", at.line) },
        },
      },
      Managed: dropped,
      SkipDestinationValidation: dropped,
    },
  },
  "Custom::LogRetention": {
    type: "aws_cloudwatch_log_group",
    properties: { ...made, LogGroupName: "name", LogGroupRegion: dropped, RemovalPolicy: dropped, SdkRetry: dropped },
  },
  "Custom::VpcRestrictDefaultSG": {
    type: "aws_default_security_group",
    properties: { ...made, DefaultSecurityGroupId: networkOfGroup, Account: dropped },
  },
};
