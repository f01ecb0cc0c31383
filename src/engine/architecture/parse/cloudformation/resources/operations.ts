import { textOf } from "../../document/node.ts";
import { delivery } from "./delivery.ts";
import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";
import { findEntry, itemsOf } from "./reshaping.ts";
import { namedValues } from "./settings.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

const dimensions: PropertyMapping = namedValues("dimensions");

const alarm: ResourceMapping = {
  type: "aws_cloudwatch_metric_alarm",
  ref: "alarm_name",
  properties: {
    Dimensions: dimensions,
    EvaluateLowSampleCountPercentile: "evaluate_low_sample_count_percentiles",
    Metrics: {
      block: "metric_query",
      properties: {
        MetricStat: { block: "metric", properties: { Metric: { inline: { Dimensions: dimensions } } } },
      },
    },
    EvaluationCriteria: dropped,
    EvaluationInterval: dropped,
    EvaluationWindow: dropped,
    WarmUpConfiguration: dropped,
    ...tagged,
  },
};

const trail: ResourceMapping = {
  type: "aws_cloudtrail",
  ref: "name",
  properties: {
    TrailName: "name",
    IsLogging: "enable_logging",
    CloudWatchLogsLogGroupArn: "cloud_watch_logs_group_arn",
    CloudWatchLogsRoleArn: "cloud_watch_logs_role_arn",
    EventSelectors: { block: "event_selector", properties: { DataResources: { block: "data_resource" } } },
    AdvancedEventSelectors: {
      block: "advanced_event_selector",
      properties: { FieldSelectors: { block: "field_selector" } },
    },
    InsightSelectors: { block: "insight_selector", properties: { EventCategories: dropped } },
    AggregationConfigurations: dropped,
    ...tagged,
  },
};

const configuration: ResourceMappings = {
  "AWS::Config::ConfigurationRecorder": {
    type: "aws_config_configuration_recorder",
    ref: "name",
    properties: {
      RecordingGroup: {
        block: "recording_group",
        properties: {
          ExclusionByResourceTypes: { block: "exclusion_by_resource_types" },
          RecordingStrategy: { block: "recording_strategy" },
        },
      },
      RecordingMode: {
        block: "recording_mode",
        properties: { RecordingModeOverrides: { block: "recording_mode_override" } },
      },
      StartedOnCreate: dropped,
    },
  },
  "AWS::Config::ConfigRule": {
    type: "aws_config_config_rule",
    ref: "name",
    attributes: { ConfigRuleId: "rule_id" },
    properties: {
      ConfigRuleName: "name",
      InputParameters: { json: "input_parameters" },
      Scope: { block: "scope" },
      Source: {
        block: "source",
        properties: {
          CustomPolicyDetails: { block: "custom_policy_details" },
          SourceDetails: { block: "source_detail" },
        },
      },
      EvaluationModes: { block: "evaluation_mode" },
      Compliance: dropped,
    },
  },
  "AWS::Config::DeliveryChannel": {
    type: "aws_config_delivery_channel",
    properties: { ConfigSnapshotDeliveryProperties: { block: "snapshot_delivery_properties" } },
  },
};

const logs: ResourceMappings = {
  "AWS::Logs::LogGroup": {
    type: "aws_cloudwatch_log_group",
    ref: "name",
    properties: {
      LogGroupName: "name",
      BearerTokenAuthenticationEnabled: dropped,
      DataProtectionPolicy: dropped,
      FieldIndexPolicies: dropped,
      ResourcePolicyDocument: dropped,
      ...tagged,
    },
  },
  "AWS::Logs::LogStream": {
    type: "aws_cloudwatch_log_stream",
    ref: "name",
    properties: { LogStreamName: "name" },
  },
  "AWS::Logs::MetricFilter": {
    type: "aws_cloudwatch_log_metric_filter",
    properties: {
      FilterName: "name",
      FilterPattern: "pattern",
      MetricTransformations: {
        block: "metric_transformation",
        properties: {
          MetricName: "name",
          MetricNamespace: "namespace",
          MetricValue: "value",
          Dimensions: { tags: "dimensions" },
        },
      },
      EmitSystemFieldDimensions: dropped,
      FieldSelectionCriteria: dropped,
    },
  },
  "AWS::Logs::SubscriptionFilter": {
    type: "aws_cloudwatch_log_subscription_filter",
    properties: {
      FilterName: "name",
      EmitSystemFields: dropped,
      FieldSelectionCriteria: dropped,
      ApplyOnTransformedLogs: dropped,
    },
  },
  "AWS::Logs::ResourcePolicy": {
    type: "aws_cloudwatch_log_resource_policy",
    properties: { PolicyDocument: { json: "policy_document" } },
  },
};

/** Subscribers of a notice by the way they are told. */
const subscribers: PropertyMapping = {
  write: (list, at) => {
    const ways = [
      ["EMAIL", "subscriber_email_addresses"],
      ["SNS", "subscriber_sns_topic_arns"],
    ] as const;
    for (const [way, attribute] of ways) {
      const addresses = itemsOf(list).flatMap((item) => {
        const address = findEntry(item, "Address")?.value;
        const isMeant = textOf(findEntry(item, "SubscriptionType")?.value) === way;
        return isMeant && address !== undefined ? [{ value: at.hcl(address), line: address.line }] : [];
      });
      if (addresses.length > 0) at.out.attribute(attribute, { list: addresses }, at.line);
    }
  },
};

const budget: ResourceMapping = {
  type: "aws_budgets_budget",
  properties: {
    Budget: {
      inline: {
        BudgetName: "name",
        BudgetLimit: { inline: { Amount: "limit_amount", Unit: "limit_unit" } },
        TimePeriod: { inline: { Start: "time_period_start", End: "time_period_end" } },
        CostTypes: { block: "cost_types" },
        AutoAdjustData: {
          block: "auto_adjust_data",
          properties: { HistoricalOptions: { block: "historical_options" } },
        },
        CostFilters: dropped,
        FilterExpression: dropped,
        Metrics: dropped,
        PlannedBudgetLimits: dropped,
      },
    },
    NotificationsWithSubscribers: {
      block: "notification",
      properties: { Notification: { inline: {} }, Subscribers: subscribers },
    },
    ResourceTags: { tags: "tags" },
  },
};

const optionSettings: PropertyMapping = {
  block: "setting",
  properties: { OptionName: "name", ResourceName: "resource" },
};

const beanstalk: ResourceMappings = {
  "AWS::ElasticBeanstalk::Application": {
    type: "aws_elastic_beanstalk_application",
    ref: "name",
    properties: { ApplicationName: "name", ResourceLifecycleConfig: dropped },
  },
  "AWS::ElasticBeanstalk::Environment": {
    type: "aws_elastic_beanstalk_environment",
    ref: "name",
    attributes: { EndpointURL: "endpoint_url" },
    properties: {
      EnvironmentName: "name",
      ApplicationName: "application",
      OptionSettings: optionSettings,
      Tier: { inline: { Name: "tier", Type: dropped, Version: dropped } },
      OperationsRole: dropped,
      ...tagged,
    },
  },
  "AWS::ElasticBeanstalk::ConfigurationTemplate": {
    type: "aws_elastic_beanstalk_configuration_template",
    ref: "name",
    attributes: { TemplateName: "name" },
    properties: {
      ApplicationName: "application",
      OptionSettings: optionSettings,
      PlatformArn: dropped,
      SourceConfiguration: dropped,
    },
  },
  "AWS::ElasticBeanstalk::ApplicationVersion": {
    type: "aws_elastic_beanstalk_application_version",
    ref: "name",
    properties: {
      ApplicationName: "application",
      SourceBundle: { inline: { S3Bucket: "bucket", S3Key: "key" } },
      BuildConfiguration: dropped,
      ImageConfiguration: dropped,
    },
  },
};

/** Alarms, logs, trails, settings, pipelines and budgets. */
export const operationsMappings: ResourceMappings = {
  "AWS::CloudWatch::Alarm": alarm,
  "AWS::CloudWatch::CompositeAlarm": {
    type: "aws_cloudwatch_composite_alarm",
    ref: "alarm_name",
    properties: {
      ActionsSuppressor: dropped,
      ActionsSuppressorExtensionPeriod: dropped,
      ActionsSuppressorWaitPeriod: dropped,
      ...tagged,
    },
  },
  "AWS::CloudWatch::Dashboard": {
    type: "aws_cloudwatch_dashboard",
    ref: "dashboard_name",
    properties: { Tags: dropped },
  },
  ...logs,
  "AWS::SSM::Parameter": {
    type: "aws_ssm_parameter",
    ref: "name",
    properties: { Policies: dropped, Tags: "tags" },
  },
  "AWS::CloudTrail::Trail": trail,
  ...configuration,
  ...delivery,
  "AWS::Budgets::Budget": budget,
  ...beanstalk,
  "AWS::XRay::SamplingRule": {
    type: "aws_xray_sampling_rule",
    properties: {
      SamplingRule: {
        inline: {
          HTTPMethod: "http_method",
          ResourceARN: "resource_arn",
          URLPath: "url_path",
          RuleARN: dropped,
          SamplingRateBoost: dropped,
        },
      },
      RuleName: dropped,
      SamplingRuleRecord: dropped,
      SamplingRuleUpdate: dropped,
      ...tagged,
    },
  },
};
