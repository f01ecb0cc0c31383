import type { Workflow } from "../python/workflow.ts";
import { bucketProperties, encryptedOnly, INCOMING_BUCKET, tableProperties, WATCHED } from "./resources.ts";
import { attribute, equals, ref, sub } from "./yaml.ts";
import type { Cfn } from "./yaml.ts";

/** What starts the function, and what that needs. */
export interface TriggerResources {
  events: { [key: string]: Cfn };
  resources: { [key: string]: Cfn };
  parameters: { [key: string]: Cfn };
  conditions: { [key: string]: Cfn };
  outputs: { [key: string]: Cfn };
  /** Seconds; behind API Gateway an answer has to come within 30. */
  timeout: number;
  /** Lambda calls it by itself and puts aside what fails: a queue for what was put aside. */
  isAsynchronous: boolean;
  policies: Cfn[];
}

/** Events of AWS services by the names that the catalogue gives them: source, detail type and what narrows them. */
const EVENT_PATTERNS: Readonly<Record<string, { [key: string]: Cfn }>> = {
  "ec2.state_change": { source: ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"] },
  "codepipeline.failed": {
    source: ["aws.codepipeline"],
    "detail-type": ["CodePipeline Pipeline Execution State Change"],
    detail: { state: ["FAILED"] },
  },
  "console.sign_in": { source: ["aws.signin"], "detail-type": ["AWS Console Sign In via CloudTrail"] },
  alarm: {
    source: ["aws.cloudwatch"],
    "detail-type": ["CloudWatch Alarm State Change"],
    detail: { state: { value: ["ALARM"] } },
  },
  "job.completed": {
    source: ["aws.transcribe"],
    "detail-type": ["Transcribe Job State Change"],
    detail: { TranscriptionJobStatus: ["COMPLETED"] },
  },
};

const NONE: TriggerResources = {
  events: {},
  resources: {},
  parameters: {},
  conditions: {},
  outputs: {},
  timeout: 300,
  isAsynchronous: true,
  policies: [],
};

const httpApi = (isPrivate: boolean): Cfn => ({
  Type: "AWS::Serverless::HttpApi",
  Properties: {
    ...(isPrivate ? { Auth: { EnableIamAuthorizer: true, DefaultAuthorizer: "AWS_IAM" } } : {}),
    DefaultRouteSettings: { ThrottlingBurstLimit: 50, ThrottlingRateLimit: 20 },
    AccessLogSettings: {
      DestinationArn: attribute("AccessLogGroup.Arn"),
      Format: '{"requestId":"$context.requestId","status":"$context.status","error":"$context.error.message"}',
    },
  },
});

const http = (path: string, isPrivate: boolean): TriggerResources => ({
  ...NONE,
  events: { Request: { Type: "HttpApi", Properties: { ApiId: ref("Api"), Path: path, Method: "POST" } } },
  resources: {
    Api: httpApi(isPrivate),
    AccessLogGroup: { Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: 30 } },
  },
  outputs: {
    Url: {
      Description: isPrivate
        ? "Where requests go, signed with AWS Signature Version 4"
        : "Where the sender posts its events",
      Value: sub(`https://\${Api}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}${path}`),
    },
  },
  timeout: 29,
  isAsynchronous: false,
});

const DEAD_LETTERS = attribute("DeadLetterQueue.Arn");

const stream = (workflow: Workflow): TriggerResources => {
  const { table } = workflow.plan.trigger;
  const changes = workflow.trigger.event?.changes ?? [];
  const isAny = changes.length === 0 || changes.length === 3;
  return {
    ...NONE,
    events: {
      Change: {
        Type: "DynamoDB",
        Properties: {
          Stream: WATCHED.stream,
          StartingPosition: "LATEST",
          BatchSize: 10,
          BisectBatchOnFunctionError: true,
          MaximumRetryAttempts: 5,
          FunctionResponseTypes: ["ReportBatchItemFailures"],
          DestinationConfig: { OnFailure: { Destination: DEAD_LETTERS } },
          ...(isAny ? {} : { FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ eventName: changes }) }] } }),
        },
      },
    },
    parameters: {
      StreamArn: {
        Type: "String",
        Default: "",
        AllowedPattern: "^$|^arn:[\\w-]+:dynamodb:[\\w-]+:\\d{12}:table/[\\w.-]+/stream/.+$",
        Description: `Stream of the DynamoDB table${table === undefined ? "" : ` ${table}`} that is watched; left empty, the stack makes a table with one`,
      },
      ...(table === undefined
        ? {}
        : {
            WatchedTable: {
              Type: "String",
              Default: table,
              AllowedPattern: "^[\\w.-]{3,255}$",
              Description: "Name of the table that the stack makes where StreamArn is empty",
            },
          }),
    },
    conditions: { [WATCHED.condition]: equals(ref("StreamArn"), "") },
    resources: {
      [WATCHED.resource]: {
        Type: "AWS::DynamoDB::Table",
        Condition: WATCHED.condition,
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
        Properties: {
          ...(table === undefined ? {} : { TableName: ref("WatchedTable") }),
          ...tableProperties(),
          StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
        },
      },
    },
    outputs: { TableArn: { Description: "The table that is watched", Value: WATCHED.table } },
    isAsynchronous: false,
    policies: [
      {
        Effect: "Allow",
        Action: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
        Resource: WATCHED.stream,
      },
      { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: DEAD_LETTERS },
    ],
  };
};

/** The event of a plan's trigger as SAM writes it. */
export const triggerInStack = (workflow: Workflow): TriggerResources => {
  const { trigger } = workflow.plan;
  switch (trigger.type) {
    case "webhook":
      return http("/webhook", false);
    case "api":
      return http("/run", true);
    case "schedule":
      return {
        ...NONE,
        events: {
          Schedule: {
            Type: "ScheduleV2",
            Properties: {
              ScheduleExpression: trigger.schedule ?? "rate(1 day)",
              ScheduleExpressionTimezone: trigger.timezone ?? "UTC",
              RetryPolicy: { MaximumRetryAttempts: 2 },
              DeadLetterConfig: { Arn: DEAD_LETTERS },
            },
          },
        },
      };
    case "s3": {
      const removed = workflow.trigger.event?.event.includes("Removed") === true;
      return {
        ...NONE,
        events: {
          Object: {
            Type: "S3",
            Properties: {
              Bucket: ref("IncomingBucket"),
              Events: removed ? "s3:ObjectRemoved:*" : "s3:ObjectCreated:*",
            },
          },
        },
        resources: {
          IncomingBucket: {
            Type: "AWS::S3::Bucket",
            DeletionPolicy: "Retain",
            UpdateReplacePolicy: "Retain",
            Properties: { BucketName: sub(INCOMING_BUCKET), ...bucketProperties() },
          },
          IncomingBucketPolicy: encryptedOnly("IncomingBucket"),
        },
        outputs: { BucketName: { Description: "The bucket that is watched", Value: ref("IncomingBucket") } },
      };
    }
    case "sqs":
      return {
        ...NONE,
        events: {
          Message: {
            Type: "SQS",
            Properties: {
              Queue: attribute("IncomingQueue.Arn"),
              BatchSize: 10,
              FunctionResponseTypes: ["ReportBatchItemFailures"],
            },
          },
        },
        resources: {
          IncomingQueue: {
            Type: "AWS::SQS::Queue",
            Properties: {
              SqsManagedSseEnabled: true,
              // Six times the function's time, as Lambda asks for.
              VisibilityTimeout: 1_800,
              RedrivePolicy: { deadLetterTargetArn: DEAD_LETTERS, maxReceiveCount: 5 },
            },
          },
        },
        outputs: { QueueUrl: { Description: "The queue that is read", Value: ref("IncomingQueue") } },
        isAsynchronous: false,
      };
    case "dynamodb":
      return stream(workflow);
    case "sns":
      return {
        ...NONE,
        events: { Notification: { Type: "SNS", Properties: { Topic: ref("IncomingTopic") } } },
        resources: { IncomingTopic: { Type: "AWS::SNS::Topic", Properties: { KmsMasterKeyId: "alias/aws/sns" } } },
        outputs: { TopicArn: { Description: "The topic that is listened to", Value: ref("IncomingTopic") } },
      };
    case "eventbridge": {
      const known = EVENT_PATTERNS[workflow.trigger.event?.event ?? ""];
      return {
        ...NONE,
        events: {
          Event: {
            Type: "EventBridgeRule",
            Properties: {
              Pattern: known ?? { source: [ref("EventSource")] },
              RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3_600 },
            },
          },
        },
        parameters:
          known === undefined
            ? {
                EventSource: {
                  Type: "String",
                  Default: "my.application",
                  Description: "Source of the events that start the workflow",
                },
              }
            : {},
      };
    }
    case "email":
      return {
        ...NONE,
        parameters: {
          MailAddress: {
            Type: "String",
            Description: "Address whose mail starts the workflow; its domain is verified in SES and receives by it",
            AllowedPattern: "^[^@\\s]+@[^@\\s]+$",
          },
        },
        resources: {
          MailRuleSet: { Type: "AWS::SES::ReceiptRuleSet" },
          MailRule: {
            Type: "AWS::SES::ReceiptRule",
            DependsOn: "MailPermission",
            Properties: {
              RuleSetName: ref("MailRuleSet"),
              Rule: {
                Enabled: true,
                ScanEnabled: true,
                TlsPolicy: "Require",
                Recipients: [ref("MailAddress")],
                Actions: [
                  { LambdaAction: { FunctionArn: attribute("WorkflowFunction.Arn"), InvocationType: "Event" } },
                ],
              },
            },
          },
          MailPermission: {
            Type: "AWS::Lambda::Permission",
            Properties: {
              Action: "lambda:InvokeFunction",
              FunctionName: ref("WorkflowFunction"),
              Principal: "ses.amazonaws.com",
              SourceAccount: ref("AWS::AccountId"),
            },
          },
        },
        outputs: { MailRuleSetName: { Description: "The rule set to activate in SES", Value: ref("MailRuleSet") } },
      };
    case "manual":
      return NONE;
  }
};
