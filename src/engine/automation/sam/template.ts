import type { Workflow } from "../python/workflow.ts";
import { parameterName } from "./names.ts";
import { policiesOf, settingsInStack, tableProperties } from "./resources.ts";
import { triggerInStack } from "./trigger.ts";
import { attribute, ref, templateYaml } from "./yaml.ts";
import type { Cfn } from "./yaml.ts";

/** A webhook whose sender proves nothing is asked for a token of ours. */
export const asksForToken = (workflow: Workflow): boolean =>
  workflow.plan.trigger.type === "webhook" && (workflow.trigger.event?.verification ?? "none") === "none";

const credentialParameters = (workflow: Workflow): { [key: string]: Cfn } => ({
  ...Object.fromEntries(
    workflow.credentials.map(({ credential }): [string, Cfn] => [
      parameterName(credential.key),
      {
        Type: "String",
        NoEcho: true,
        ...(credential.required ? { MinLength: 1 } : { Default: "" }),
        Description: `${credential.name}; ${credential.help_url}`,
      },
    ]),
  ),
  ...(asksForToken(workflow)
    ? {
        WebhookToken: {
          Type: "String",
          NoEcho: true,
          MinLength: 16,
          Description: "What the sender repeats in the header X-Webhook-Token, or as ?token= of the address",
        },
      }
    : {}),
});

/** Goes off when a run ends with an error; whom it tells is for whoever deploys it to say. */
const failureAlarm = (): Cfn => ({
  Type: "AWS::CloudWatch::Alarm",
  Properties: {
    AlarmDescription: "A run of the workflow failed: add AlarmActions to be told",
    Namespace: "AWS/Lambda",
    MetricName: "Errors",
    Dimensions: [{ Name: "FunctionName", Value: ref("WorkflowFunction") }],
    Statistic: "Sum",
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    TreatMissingData: "notBreaching",
  },
});

/** The AWS SAM template that deploys a workflow with its trigger, its tables and no right that it does not need. */
export const samTemplate = (workflow: Workflow): string => {
  const settings = settingsInStack(workflow);
  const trigger = triggerInStack(workflow);
  const isWebhook = workflow.plan.trigger.type === "webhook";
  const isStream = workflow.plan.trigger.type === "dynamodb";
  const needsQueue = trigger.isAsynchronous || isStream || workflow.plan.trigger.type === "sqs";
  const statements = [...policiesOf(workflow, settings), ...trigger.policies];
  if (isWebhook || isStream) {
    const actions = isStream ? ["dynamodb:GetItem", "dynamodb:PutItem"] : ["dynamodb:PutItem"];
    statements.push({ Effect: "Allow", Action: actions, Resource: attribute("IdempotencyTable.Arn") });
  }
  // How the AWS SDK tries again: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
  const variables: { [key: string]: Cfn } = { AWS_RETRY_MODE: "standard", AWS_MAX_ATTEMPTS: "4" };
  for (const { credential } of workflow.credentials) variables[credential.key] = ref(parameterName(credential.key));
  for (const [name, value] of settings.values) variables[name] = value;
  if (asksForToken(workflow)) variables["WEBHOOK_TOKEN"] = ref("WebhookToken");
  if (isWebhook || isStream) variables["IDEMPOTENCY_TABLE"] = ref("IdempotencyTable");
  const parameters = { ...credentialParameters(workflow), ...settings.parameters, ...trigger.parameters };
  const conditions = { ...settings.conditions, ...trigger.conditions };

  const resources: { [key: string]: Cfn } = {
    WorkflowFunction: {
      Type: "AWS::Serverless::Function",
      Properties: {
        CodeUri: ".",
        Handler: "handler.lambda_handler",
        Runtime: "python3.13",
        Architectures: ["arm64"],
        MemorySize: 256,
        Timeout: trigger.timeout,
        Tracing: "Active",
        Tags: { workflow: workflow.plan.name },
        LoggingConfig: { LogGroup: ref("WorkflowLogs") },
        ...(Object.keys(variables).length === 0 ? {} : { Environment: { Variables: variables } }),
        ...(statements.length === 0 ? {} : { Policies: [{ Version: "2012-10-17", Statement: statements }] }),
        ...(trigger.isAsynchronous
          ? {
              DeadLetterQueue: { Type: "SQS", TargetArn: attribute("DeadLetterQueue.Arn") },
              EventInvokeConfig: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3_600 },
            }
          : {}),
        ...(Object.keys(trigger.events).length === 0 ? {} : { Events: trigger.events }),
      },
    },
    WorkflowLogs: { Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: 30 } },
    FailureAlarm: failureAlarm(),
    ...trigger.resources,
    ...(needsQueue
      ? {
          DeadLetterQueue: {
            Type: "AWS::SQS::Queue",
            Properties: { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 },
          },
        }
      : {}),
    ...(isWebhook || isStream
      ? {
          IdempotencyTable: {
            Type: "AWS::DynamoDB::Table",
            Properties: {
              ...tableProperties(),
              TimeToLiveSpecification: { AttributeName: "expires_at", Enabled: true },
            },
          },
        }
      : {}),
    ...settings.resources,
  };
  return templateYaml({
    AWSTemplateFormatVersion: "2010-09-09",
    Transform: "AWS::Serverless-2016-10-31",
    Description: `Workflow ${workflow.plan.name}`,
    ...(Object.keys(parameters).length === 0 ? {} : { Parameters: parameters }),
    ...(Object.keys(conditions).length === 0 ? {} : { Conditions: conditions }),
    Resources: resources,
    Outputs: {
      FunctionName: { Description: "The function", Value: ref("WorkflowFunction") },
      ...trigger.outputs,
    },
  });
};
