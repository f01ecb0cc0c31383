import { atLeast, fail, pass } from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule } from "./rule.ts";
import { onceForStack } from "./stack.ts";

/** What people notice when it breaks: the first of these that a stack has stands for its alarms. */
const watched = [
  "aws_lb",
  "aws_alb",
  "aws_apigatewayv2_api",
  "aws_api_gateway_rest_api",
  "aws_rds_cluster",
  "aws_db_instance",
  "aws_ecs_service",
  "aws_eks_cluster",
  "aws_autoscaling_group",
  "aws_lambda_function",
  "aws_instance",
];

const alarms = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"];

export const logRules: readonly Rule[] = [
  rule({
    id: "aws-logs-retention",
    severity: "low",
    pillar: "cost",
    types: ["aws_cloudwatch_log_group"],
    title: "Logs are kept for ever",
    why: "The storage bill grows every month, and personal data stays longer than it may.",
    fix: "Set `retention_in_days`, e.g. to 365: long enough to look into what was noticed late.",
    refs: { checkov: ["CKV_AWS_66"], fsbp: ["CloudWatch.16"] },
    check: atLeast("retention_in_days", 1),
    remedy: setTo("retention_in_days", 365),
  }),
  rule({
    id: "aws-no-alarms",
    severity: "medium",
    pillar: "operations",
    types: watched,
    title: "Nothing in the stack raises an alarm",
    why: "Customers notice an outage before you do.",
    fix: "Add an `aws_cloudwatch_metric_alarm` for errors and load of what customers use, with an SNS topic in `alarm_actions`.",
    refs: {},
    check: onceForStack(watched, (_, model) => (model.ofType(...alarms).length > 0 ? pass : fail())),
  }),
];
