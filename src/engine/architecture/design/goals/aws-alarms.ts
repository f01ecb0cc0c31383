import type { Component, Model } from "../../model/index.ts";
import { stackKey } from "../../rules/aws-stack-key.ts";
import { isInDefaultRegion, labelOf } from "../../rules/remedies.ts";
import type { Edit } from "../edit.ts";
import { add } from "../edit.ts";

interface Watch {
  type: string;
  name: string;
  metric: string;
  namespace: string;
  statistic: string;
  threshold: number;
  /** Dimension and the attribute that identifies the resource in it. */
  dimension: readonly [name: string, attribute: string];
}

/** One telling metric per service; thresholds are starting points that a team tunes. */
const watches: readonly Watch[] = [
  {
    type: "aws_lb",
    name: "errors",
    metric: "HTTPCode_ELB_5XX_Count",
    namespace: "AWS/ApplicationELB",
    statistic: "Sum",
    threshold: 10,
    dimension: ["LoadBalancer", "arn_suffix"],
  },
  {
    type: "aws_db_instance",
    name: "cpu",
    metric: "CPUUtilization",
    namespace: "AWS/RDS",
    statistic: "Average",
    threshold: 80,
    dimension: ["DBInstanceIdentifier", "identifier"],
  },
  {
    type: "aws_rds_cluster",
    name: "cpu",
    metric: "CPUUtilization",
    namespace: "AWS/RDS",
    statistic: "Average",
    threshold: 80,
    dimension: ["DBClusterIdentifier", "cluster_identifier"],
  },
  {
    type: "aws_lambda_function",
    name: "errors",
    metric: "Errors",
    namespace: "AWS/Lambda",
    statistic: "Sum",
    threshold: 5,
    dimension: ["FunctionName", "function_name"],
  },
  {
    type: "aws_sqs_queue",
    name: "age",
    metric: "ApproximateAgeOfOldestMessage",
    namespace: "AWS/SQS",
    statistic: "Maximum",
    threshold: 900,
    dimension: ["QueueName", "name"],
  },
  {
    type: "aws_dynamodb_table",
    name: "throttles",
    metric: "ThrottledRequests",
    namespace: "AWS/DynamoDB",
    statistic: "Sum",
    threshold: 1,
    dimension: ["TableName", "name"],
  },
  {
    type: "aws_instance",
    name: "status",
    metric: "StatusCheckFailed",
    namespace: "AWS/EC2",
    statistic: "Maximum",
    threshold: 1,
    dimension: ["InstanceId", "id"],
  },
];

// CloudWatch cannot send to a topic under AWS' own key.
const topic = `resource "aws_sns_topic" "stackstage_alarms" {
  name              = "stackstage-alarms"
  kms_master_key_id = aws_kms_key.stackstage.id
}
`;

const alarm = (
  label: string,
  watch: Watch,
  { address }: Component,
): string => `resource "aws_cloudwatch_metric_alarm" "${label}" {
  alarm_name          = "${label.replaceAll("_", "-")}"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 3
  metric_name         = "${watch.metric}"
  namespace           = "${watch.namespace}"
  period              = 300
  statistic           = "${watch.statistic}"
  threshold           = ${watch.threshold}
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.stackstage_alarms.arn]

  dimensions = {
    ${watch.dimension[0]} = ${address}.${watch.dimension[1]}
  }
}
`;

/** Resources that an alarm can be made for; one with several instances would need an alarm for each. */
const watched = (model: Model): { watch: Watch; component: Component }[] =>
  watches.flatMap((watch) =>
    model
      .ofType(watch.type)
      .filter((component) => component.id === component.address && isInDefaultRegion(component))
      .map((component) => ({ watch, component })),
  );

export const hasAlarms = (model: Model): boolean | undefined =>
  watched(model).length === 0 ? undefined : model.ofType("aws_cloudwatch_metric_alarm").length > 0;

/** An alarm topic and one alarm for each thing worth waking up for. */
export const addAlarms = (model: Model): Edit[] => {
  const alarms = watched(model).map(({ watch, component }) => {
    const label = `${labelOf(component)}_${component.type.replace(/^aws_/, "")}_${watch.name}`;
    return add(`aws_cloudwatch_metric_alarm.${label}`, alarm(label, watch, component));
  });
  return alarms.length === 0 ? [] : [...stackKey, add("aws_sns_topic.stackstage_alarms", topic), ...alarms];
};
