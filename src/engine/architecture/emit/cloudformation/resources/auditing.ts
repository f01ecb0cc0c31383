import type { Draft } from "../cfn.ts";
import { asJsonText } from "../json-text.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Table } from "../table.ts";
import { arn, arnOf, arns, block, blocks, document, fill, id, must, named, number, orElse } from "../table.ts";
import { pairs, part, tabled, tags, text, texts } from "../table.ts";

/** CloudFormation's recorder records from the start. */
const startedBy = (recorder: Reader): undefined => {
  for (const status of recorder.companions("aws_config_configuration_recorder_status", "name"))
    status.isOn("is_enabled");
};

const recordingGroup: Table = {
  AllSupported: "all_supported",
  IncludeGlobalResourceTypes: "include_global_resource_types",
  ResourceTypes: texts("resource_types"),
  ExclusionByResourceTypes: block("exclusion_by_resource_types", { ResourceTypes: texts("resource_types") }),
  RecordingStrategy: block("recording_strategy", { UseOnly: "use_only" }),
};

const recordingMode: Table = {
  RecordingFrequency: must("recording_frequency"),
  RecordingModeOverrides: blocks("recording_mode_override", {
    Description: "description",
    RecordingFrequency: must("recording_frequency"),
    ResourceTypes: texts("resource_types"),
  }),
};

const configRule: Table = {
  ConfigRuleName: "name",
  Description: "description",
  InputParameters: document("input_parameters"),
  MaximumExecutionFrequency: "maximum_execution_frequency",
  Scope: block("scope", {
    ComplianceResourceId: "compliance_resource_id",
    ComplianceResourceTypes: texts("compliance_resource_types"),
    TagKey: "tag_key",
    TagValue: "tag_value",
  }),
  Source: block("source", {
    Owner: must("owner"),
    SourceIdentifier: arn("source_identifier"),
    SourceDetails: blocks("source_detail", {
      EventSource: orElse("event_source", "aws.config"),
      MessageType: must("message_type"),
      MaximumExecutionFrequency: "maximum_execution_frequency",
    }),
    CustomPolicyDetails: block("custom_policy_details", {
      EnableDebugLogDelivery: "enable_debug_log_delivery",
      PolicyRuntime: "policy_runtime",
      PolicyText: "policy_text",
    }),
  }),
  EvaluationModes: blocks("evaluation_mode", { Mode: "mode" }),
};

const configuration: Mappings = {
  aws_config_configuration_recorder: tabled(
    "AWS::Config::ConfigurationRecorder",
    {
      Name: "name",
      RoleARN: must(arn("role_arn")),
      RecordingGroup: block("recording_group", recordingGroup),
      RecordingMode: block("recording_mode", recordingMode),
      StartedOnCreate: startedBy,
    },
    { handles: { arn: "ResourceARN" } },
  ),
  aws_config_delivery_channel: tabled("AWS::Config::DeliveryChannel", {
    Name: "name",
    S3BucketName: must(id("s3_bucket_name")),
    S3KeyPrefix: "s3_key_prefix",
    S3KmsKeyArn: arn("s3_kms_key_arn"),
    SnsTopicARN: arn("sns_topic_arn"),
    ConfigSnapshotDeliveryProperties: block("snapshot_delivery_properties", {
      DeliveryFrequency: "delivery_frequency",
    }),
  }),
  aws_config_config_rule: tabled("AWS::Config::ConfigRule", configRule),
};

const logs: Mappings = {
  aws_cloudwatch_log_stream: tabled("AWS::Logs::LogStream", {
    LogStreamName: "name",
    LogGroupName: must(named("log_group_name")),
  }),
  aws_cloudwatch_log_metric_filter: tabled("AWS::Logs::MetricFilter", {
    FilterName: "name",
    FilterPattern: orElse("pattern", ""),
    LogGroupName: must(named("log_group_name")),
    ApplyOnTransformedLogs: "apply_on_transformed_logs",
    MetricTransformations: blocks("metric_transformation", {
      MetricName: must("name"),
      MetricNamespace: must("namespace"),
      MetricValue: must(text("value")),
      DefaultValue: number("default_value"),
      Dimensions: pairs("dimensions"),
      Unit: "unit",
    }),
  }),
  aws_cloudwatch_log_subscription_filter: tabled("AWS::Logs::SubscriptionFilter", {
    FilterName: "name",
    FilterPattern: orElse("filter_pattern", ""),
    LogGroupName: must(named("log_group_name")),
    DestinationArn: must(arn("destination_arn")),
    Distribution: "distribution",
    RoleArn: arn("role_arn"),
  }),
  aws_cloudwatch_log_resource_policy: tabled("AWS::Logs::ResourcePolicy", {
    PolicyName: must("policy_name"),
    PolicyDocument: must((policy) => asJsonText(policy.document("policy_document"))),
  }),
};

const ways = [
  ["subscriber_email_addresses", "EMAIL"],
  ["subscriber_sns_topic_arns", "SNS"],
] as const;

const subscribersOf = (notification: Reader): Draft =>
  ways.flatMap(([path, SubscriptionType]) =>
    notification.items(path, "arn").map((Address) => ({ SubscriptionType, Address })),
  );

const costFilters = (budget: Reader): Draft => {
  const filters = budget.blocks("cost_filter").flatMap((filter) => {
    const name = filter.key("name");
    return name === undefined ? [] : [[name, filter.list("values", "text")] as const];
  });
  return filters.length === 0 ? undefined : Object.fromEntries(filters);
};

/** `include_tax` → `IncludeTax`. */
const costTypes: Table = Object.fromEntries(
  ["Credit", "Discount", "OtherSubscription", "Recurring", "Refund", "Subscription", "Support", "Tax", "Upfront"]
    .map((kind): [string, string] => [
      `Include${kind}`,
      `include_${kind.replace("OtherSubscription", "other_subscription").toLowerCase()}`,
    ])
    .concat([
      ["UseAmortized", "use_amortized"],
      ["UseBlended", "use_blended"],
    ]),
);

/** A budget that adjusts itself has no limit of its own. */
const limitOf = (budget: Reader): Draft =>
  budget.has("limit_amount")
    ? fill({ Amount: must(number("limit_amount")), Unit: orElse("limit_unit", "USD") }, budget)
    : undefined;

const budget: Table = {
  BudgetName: "name",
  BudgetType: must("budget_type"),
  TimeUnit: must("time_unit"),
  BudgetLimit: limitOf,
  CostFilters: costFilters,
  CostTypes: block("cost_types", costTypes),
  AutoAdjustData: block("auto_adjust_data", {
    AutoAdjustType: must("auto_adjust_type"),
    HistoricalOptions: block("historical_options", {
      BudgetAdjustmentPeriod: must(number("budget_adjustment_period")),
    }),
  }),
};

/** What is written down, watched for and told of: settings, logs, alarms, budgets and runbooks. */
export const auditing: Mappings = {
  ...configuration,
  ...logs,
  aws_cloudwatch_composite_alarm: tabled("AWS::CloudWatch::CompositeAlarm", {
    AlarmName: "alarm_name",
    AlarmDescription: "alarm_description",
    AlarmRule: must(named("alarm_rule")),
    ActionsEnabled: "actions_enabled",
    AlarmActions: arns("alarm_actions"),
    OKActions: arns("ok_actions"),
    InsufficientDataActions: arns("insufficient_data_actions"),
    Tags: tags,
  }),
  aws_cloudwatch_dashboard: tabled("AWS::CloudWatch::Dashboard", {
    DashboardName: "dashboard_name",
    DashboardBody: must((dashboard) => asJsonText(dashboard.document("dashboard_body", "name"))),
  }),
  aws_budgets_budget: tabled(
    "AWS::Budgets::Budget",
    {
      Budget: part(budget),
      NotificationsWithSubscribers: blocks("notification", {
        Notification: part({
          ComparisonOperator: must("comparison_operator"),
          NotificationType: must("notification_type"),
          Threshold: must(number("threshold")),
          ThresholdType: "threshold_type",
        }),
        Subscribers: subscribersOf,
      }),
      ResourceTags: tags,
    },
    { handles: { arn: "arn:${AWS::Partition}:budgets::${AWS::AccountId}:budget/${Self}" } },
  ),
  aws_ssm_document: tabled(
    "AWS::SSM::Document",
    {
      Name: "name",
      Content: must(document("content")),
      DocumentFormat: "document_format",
      DocumentType: "document_type",
      TargetType: "target_type",
      VersionName: "version_name",
      Tags: tags,
    },
    { handles: { arn: arnOf("ssm", "document/${Self}"), text: "Ref" } },
  ),
  aws_xray_sampling_rule: tabled(
    "AWS::XRay::SamplingRule",
    {
      SamplingRule: part({
        RuleName: "rule_name",
        Priority: must(number("priority")),
        ReservoirSize: must(number("reservoir_size")),
        FixedRate: must(number("fixed_rate")),
        Host: must("host"),
        HTTPMethod: must("http_method"),
        ServiceName: must("service_name"),
        ServiceType: must("service_type"),
        URLPath: must("url_path"),
        ResourceARN: must(arn("resource_arn")),
        Version: number("version"),
        Attributes: (rule) => rule.map("attributes", () => "text"),
      }),
      Tags: tags,
    },
    { handles: { id: "Ref", arn: "RuleARN" } },
  ),
};
