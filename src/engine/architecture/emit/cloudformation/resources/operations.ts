import type { Draft } from "../cfn.ts";
import { asText } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";

/** What metrics know a thing by: a load balancer by a part of its ARN, all else by its name. */
const handleOfDimension = (name: string): "suffix" | "name" =>
  name === "LoadBalancer" || name === "TargetGroup" ? "suffix" : "name";

const dimensionsOf = (metric: Reader): Draft => {
  const dimensions = metric
    .names("dimensions")
    .map((Name) => ({ Name, Value: metric.must.value(`dimensions.${Name}`, handleOfDimension(Name)) }));
  return dimensions.length === 0 ? undefined : dimensions;
};

const metricOf = (metric: Reader): Draft => ({
  Metric: {
    Namespace: metric.plain("namespace"),
    MetricName: metric.plain("metric_name"),
    Dimensions: dimensionsOf(metric),
  },
  ...metric.copy({ Period: "period", Stat: "stat", Unit: "unit" }),
});

const lifecycleOf = (rule: Reader): Draft =>
  rule.within("lifecycle", (lifecycle) =>
    lifecycle.copy({ DeleteAfterDays: "delete_after", MoveToColdStorageAfterDays: "cold_storage_after" }),
  );

const backupRule = (rule: Reader): Draft => ({
  RuleName: rule.must.plain("rule_name"),
  TargetBackupVault: rule.must.named("target_vault_name"),
  ScheduleExpression: rule.plain("schedule"),
  StartWindowMinutes: rule.plain("start_window"),
  CompletionWindowMinutes: rule.plain("completion_window"),
  EnableContinuousBackup: rule.plain("enable_continuous_backup"),
  Lifecycle: lifecycleOf(rule),
  CopyActions: rule.each("copy_action", (copy) => ({
    DestinationBackupVaultArn: copy.must.arn("destination_vault_arn"),
    Lifecycle: lifecycleOf(copy),
  })),
});

const selectorOf = (trail: Reader): Draft =>
  trail.each("event_selector", (selector) => ({
    ReadWriteType: selector.plain("read_write_type"),
    IncludeManagementEvents: selector.plain("include_management_events"),
    DataResources: selector.each("data_resource", (data) => ({
      Type: data.plain("type"),
      Values: data.arns("values"),
    })),
  }));

/** CloudFormation makes no encrypted parameters: their value is asked for, without ever standing in the template. */
const parameterValue = (parameter: Reader): Draft => {
  parameter.raw("value");
  return parameter.text("type") === "SecureString"
    ? parameter.ask("value", { secret: true, description: `Value of ${parameter.component.id}` })
    : asText(parameter.must.plain("value"));
};

export const operations: Mappings = {
  aws_cloudwatch_log_group: {
    type: "AWS::Logs::LogGroup",
    // Terraform's ARN of a log group ends without the `:*` that CloudFormation's has.
    handles: { text: "Ref", arn: "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Self}" },
    properties: (group) => {
      group.raw("name_prefix");
      return {
        LogGroupName: group.plain("name"),
        RetentionInDays: group.plain("retention_in_days"),
        KmsKeyId: group.arn("kms_key_id"),
        Tags: group.tags(),
      };
    },
    options: () => ({ deletionPolicy: "Retain" }),
  },
  aws_cloudwatch_metric_alarm: {
    type: "AWS::CloudWatch::Alarm",
    properties: (alarm) => ({
      AlarmName: alarm.plain("alarm_name"),
      AlarmDescription: alarm.plain("alarm_description"),
      ComparisonOperator: alarm.must.plain("comparison_operator"),
      EvaluationPeriods: alarm.must.plain("evaluation_periods"),
      ...alarm.copy({
        Namespace: "namespace",
        MetricName: "metric_name",
        Period: "period",
        Statistic: "statistic",
        ExtendedStatistic: "extended_statistic",
        Threshold: "threshold",
        Unit: "unit",
        TreatMissingData: "treat_missing_data",
        DatapointsToAlarm: "datapoints_to_alarm",
        ActionsEnabled: "actions_enabled",
      }),
      Dimensions: dimensionsOf(alarm),
      Metrics: alarm.each("metric_query", (query) => ({
        ...query.copy({ Id: "id", Expression: "expression", Label: "label", ReturnData: "return_data" }),
        MetricStat: query.within("metric", metricOf),
      })),
      AlarmActions: alarm.arns("alarm_actions"),
      OKActions: alarm.arns("ok_actions"),
      InsufficientDataActions: alarm.arns("insufficient_data_actions"),
      Tags: alarm.tags(),
    }),
  },
  aws_cloudtrail: {
    type: "AWS::CloudTrail::Trail",
    properties: (trail) => ({
      TrailName: trail.plain("name"),
      S3BucketName: trail.must.id("s3_bucket_name"),
      S3KeyPrefix: trail.plain("s3_key_prefix"),
      IsLogging: trail.plain("enable_logging") ?? true,
      ...trail.copy({
        IsMultiRegionTrail: "is_multi_region_trail",
        IncludeGlobalServiceEvents: "include_global_service_events",
        EnableLogFileValidation: "enable_log_file_validation",
        IsOrganizationTrail: "is_organization_trail",
      }),
      KMSKeyId: trail.arn("kms_key_id"),
      CloudWatchLogsLogGroupArn: trail.arn("cloud_watch_logs_group_arn"),
      CloudWatchLogsRoleArn: trail.arn("cloud_watch_logs_role_arn"),
      SnsTopicName: trail.named("sns_topic_name"),
      EventSelectors: selectorOf(trail),
      Tags: trail.tags(),
    }),
  },
  aws_backup_vault: {
    type: "AWS::Backup::BackupVault",
    handles: { arn: "BackupVaultArn" },
    properties: (vault) => ({
      BackupVaultName: vault.must.plain("name"),
      EncryptionKeyArn: vault.arn("kms_key_arn"),
      BackupVaultTags: vault.tagMap(),
    }),
    options: () => ({ deletionPolicy: "Retain" }),
  },
  aws_backup_plan: {
    type: "AWS::Backup::BackupPlan",
    handles: { id: "BackupPlanId", arn: "BackupPlanArn" },
    properties: (plan) => ({
      BackupPlan: { BackupPlanName: plan.must.plain("name"), BackupPlanRule: plan.each("rule", backupRule) },
      BackupPlanTags: plan.tagMap(),
    }),
  },
  aws_backup_selection: {
    type: "AWS::Backup::BackupSelection",
    properties: (selection) => ({
      BackupPlanId: selection.must.id("plan_id"),
      BackupSelection: {
        SelectionName: selection.must.plain("name"),
        IamRoleArn: selection.must.arn("iam_role_arn"),
        Resources: selection.arns("resources"),
        NotResources: selection.arns("not_resources"),
        ListOfTags: selection.each("selection_tag", (tag) => ({
          ConditionType: tag.plain("type"),
          ConditionKey: tag.plain("key"),
          ConditionValue: tag.plain("value"),
        })),
      },
    }),
  },
  aws_ssm_parameter: {
    type: "AWS::SSM::Parameter",
    handles: { text: "Ref" },
    properties: (parameter) => ({
      Name: parameter.plain("name"),
      Description: parameter.plain("description"),
      Type: parameter.text("type") === "StringList" ? "StringList" : "String",
      Value: parameterValue(parameter),
      Tier: parameter.plain("tier"),
      Tags: parameter.tagMap(),
    }),
  },
  aws_codebuild_project: {
    type: "AWS::CodeBuild::Project",
    properties: (project) => ({
      Name: project.plain("name"),
      Description: project.plain("description"),
      ServiceRole: project.must.arn("service_role"),
      EncryptionKey: project.arn("encryption_key"),
      TimeoutInMinutes: project.plain("build_timeout"),
      Artifacts: project.within("artifacts", (artifacts) => ({
        Type: artifacts.must.plain("type"),
        Location: artifacts.id("location"),
        EncryptionDisabled: artifacts.plain("encryption_disabled"),
      })),
      Environment: project.within("environment", (environment) => ({
        ...environment.copy({
          ComputeType: "compute_type",
          Image: "image",
          Type: "type",
          PrivilegedMode: "privileged_mode",
        }),
        EnvironmentVariables: environment.each("environment_variable", (variable) => ({
          Name: variable.plain("name"),
          Value: asText(variable.must.plain("value")),
          Type: variable.plain("type"),
        })),
      })),
      Source: project.within("source", (source) => ({
        Type: source.must.plain("type"),
        Location:
          source.text("type") === "CODEPIPELINE" || source.text("type") === "NO_SOURCE"
            ? undefined
            : source.must.plain("location"),
        BuildSpec: source.plain("buildspec"),
        GitCloneDepth: source.plain("git_clone_depth"),
      })),
      LogsConfig: project.within("logs_config", (logs) => ({
        CloudWatchLogs: logs.within("cloudwatch_logs", (group) => ({
          Status: group.plain("status") ?? "ENABLED",
          GroupName: group.named("group_name"),
          StreamName: group.plain("stream_name"),
        })),
        S3Logs: logs.within("s3_logs", (bucket) => ({
          Status: bucket.plain("status") ?? "ENABLED",
          Location: bucket.id("location"),
        })),
      })),
      Tags: project.tags(),
    }),
  },
};
