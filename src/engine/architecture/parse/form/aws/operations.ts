import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { hasRegistry } from "./containers.ts";
import { hasLoadBalancer } from "./network.ts";
import { policy, role } from "./settings.ts";

const users = (plan: Plan): string => hcl`
resource "aws_cognito_user_pool" "main" {
name = "${plan.name}"
}

resource "aws_cognito_user_pool_client" "main" {
name = "${plan.name}-app"
user_pool_id = aws_cognito_user_pool.main.id
}
`;

const secret = (plan: Plan): string => hcl`
resource "aws_secretsmanager_secret" "app" {
name = "${plan.name}/app"
}
`;

/** The number that tells first that the application is in trouble. */
const watched = (
  plan: Plan,
): { namespace: string; metric: string; threshold: number; dimensions: string } | undefined => {
  if (hasLoadBalancer(plan) && !plan.runs("serverless"))
    return {
      namespace: "AWS/ApplicationELB",
      metric: "HTTPCode_Target_5XX_Count",
      threshold: 10,
      dimensions: "LoadBalancer = aws_lb.main.arn_suffix",
    };
  if (plan.runs("serverless"))
    return {
      namespace: "AWS/Lambda",
      metric: "Errors",
      threshold: 5,
      dimensions: `FunctionName = aws_lambda_function.${plan.app ? "app" : "worker"}.function_name`,
    };
  if (plan.has("relational_db") && !plan.uses("aurora"))
    return {
      namespace: "AWS/RDS",
      metric: "CPUUtilization",
      threshold: 80,
      dimensions: "DBInstanceIdentifier = aws_db_instance.main.identifier",
    };
  return undefined;
};

const monitoring = (plan: Plan): string[] => {
  const alarm = watched(plan);
  return [
    hcl`
resource "aws_cloudwatch_log_group" "app" {
name = "/${plan.name}/app"
}
`,
    alarm === undefined
      ? ""
      : hcl`
resource "aws_cloudwatch_metric_alarm" "app" {
alarm_name = "${plan.name}-${alarm.metric}"
namespace = "${alarm.namespace}"
metric_name = "${alarm.metric}"
statistic = "${alarm.metric === "CPUUtilization" ? "Average" : "Sum"}"
comparison_operator = "GreaterThanThreshold"
threshold = ${alarm.threshold}
period = 300
evaluation_periods = 2

dimensions = {
${alarm.dimensions}
}
}
`,
  ];
};

const build = (plan: Plan): string[] => [
  role(plan, "build", "codebuild.amazonaws.com"),
  policy(plan, "build", [[["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], `"*"`]]),
  hcl`
resource "aws_codebuild_project" "main" {
name = "${plan.name}"
service_role = aws_iam_role.build.arn

artifacts {
type = "NO_ARTIFACTS"
}

environment {
compute_type = "BUILD_GENERAL1_SMALL"
image = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
type = "LINUX_CONTAINER"
${
  hasRegistry(plan) &&
  lines(["", "environment_variable {", `name = "REPOSITORY"`, "value = aws_ecr_repository.app.repository_url", "}"])
}
}

source {
type = "GITHUB"
location = var.repository_url
}
}
`,
];

/** Sign-in, secrets, watching and building. */
export const operations = (plan: Plan): string[] => [
  ...(plan.has("auth") ? [users(plan)] : []),
  ...(plan.has("secrets") ? [secret(plan)] : []),
  ...(plan.has("monitoring") ? monitoring(plan) : []),
  ...(plan.has("cicd") ? build(plan) : []),
];
