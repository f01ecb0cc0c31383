import { hcl } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { invokedBy } from "./functions.ts";
import { clients, privateSubnets, securityGroup } from "./network.ts";
import { policy, role } from "./settings.ts";

const queue = (plan: Plan): string => hcl`
resource "aws_sqs_queue" "jobs" {
name = "${plan.name}-jobs"
}
`;

const broker = (plan: Plan): string[] => [
  securityGroup(plan, "broker", { port: 5671, from: clients(plan) }),
  hcl`
resource "aws_mq_broker" "main" {
broker_name = "${plan.name}"
engine_type = "RabbitMQ"
engine_version = "3.13"
host_instance_type = "mq.t3.micro"
auto_minor_version_upgrade = true
subnet_ids = [aws_subnet.private_a.id]
security_groups = [aws_security_group.broker.id]

user {
username = "app"
password = var.broker_password
}
}
`,
];

const topic = (plan: Plan): string => hcl`
resource "aws_sns_topic" "notifications" {
name = "${plan.name}-notifications"
}
`;

const fanOut = hcl`
resource "aws_sns_topic_subscription" "jobs" {
topic_arn = aws_sns_topic.notifications.arn
protocol = "sqs"
endpoint = aws_sqs_queue.jobs.arn
}

resource "aws_sqs_queue_policy" "jobs" {
queue_url = aws_sqs_queue.jobs.id

policy = jsonencode({
Version = "2012-10-17"
Statement = [{
Effect = "Allow"
Principal = { Service = "sns.amazonaws.com" }
Action = "sqs:SendMessage"
Resource = aws_sqs_queue.jobs.arn
Condition = {
ArnEquals = { "aws:SourceArn" = aws_sns_topic.notifications.arn }
}
}]
})
}
`;

const bus = (plan: Plan): string[] => [
  hcl`
resource "aws_cloudwatch_event_bus" "main" {
name = "${plan.name}"
}
`,
  ...(plan.functions
    ? [
        hcl`
resource "aws_cloudwatch_event_rule" "events" {
name = "${plan.name}-events"
event_bus_name = aws_cloudwatch_event_bus.main.name

event_pattern = jsonencode({
source = ["${plan.name}"]
})
}

resource "aws_cloudwatch_event_target" "events" {
rule = aws_cloudwatch_event_rule.events.name
event_bus_name = aws_cloudwatch_event_bus.main.name
arn = aws_lambda_function.worker.arn
}
`,
        invokedBy("events", "aws_cloudwatch_event_rule.events.arn"),
      ]
    : []),
];

const stream = (plan: Plan): string => hcl`
resource "aws_kinesis_stream" "main" {
name = "${plan.name}"
shard_count = 1
}
`;

const kafka = (plan: Plan): string[] => [
  securityGroup(plan, "kafka", { port: 9094, from: clients(plan) }),
  hcl`
resource "aws_msk_cluster" "main" {
cluster_name = "${plan.name}"
kafka_version = "3.6.0"
number_of_broker_nodes = 2

broker_node_group_info {
instance_type = "kafka.t3.small"
client_subnets = ${privateSubnets}
security_groups = [aws_security_group.kafka.id]

storage_info {
ebs_storage_info {
volume_size = 100
}
}
}
}
`,
];

/** What a schedule starts: a state machine, a worker function, a batch job or a Glue job. */
const scheduled = (plan: Plan): { arn: string; action: string; target?: string } | undefined => {
  if (plan.has("workflow")) return { arn: "aws_sfn_state_machine.main.arn", action: "states:StartExecution" };
  if (plan.functions) return { arn: "aws_lambda_function.worker.arn", action: "lambda:InvokeFunction" };
  if (plan.has("etl"))
    return {
      arn: `"arn:aws:scheduler:::aws-sdk:glue:startJobRun"`,
      action: "glue:StartJobRun",
      target: "input = jsonencode({ JobName = aws_glue_job.main.name })",
    };
  if (plan.has("batch"))
    return {
      arn: `"arn:aws:scheduler:::aws-sdk:batch:submitJob"`,
      action: "batch:SubmitJob",
      target: `input = jsonencode({
JobName = "${plan.name}"
JobQueue = aws_batch_job_queue.main.arn
JobDefinition = aws_batch_job_definition.main.arn
})`,
    };
  if (plan.has("queue") && !plan.uses("rabbitmq")) return { arn: "aws_sqs_queue.jobs.arn", action: "sqs:SendMessage" };
  return undefined;
};

/** Resources that the schedule's role may act on. */
const startedBy = (plan: Plan, arn: string): string => {
  if (!arn.startsWith(`"`)) return arn;
  return plan.has("etl")
    ? "aws_glue_job.main.arn"
    : "[aws_batch_job_queue.main.arn, aws_batch_job_definition.main.arn]";
};

const schedule = (plan: Plan): string[] => {
  const job = scheduled(plan);
  if (job === undefined) return [];
  return [
    role(plan, "scheduler", "scheduler.amazonaws.com"),
    policy(plan, "scheduler", [[[job.action], startedBy(plan, job.arn)]]),
    hcl`
resource "aws_scheduler_schedule" "main" {
name = "${plan.name}"
schedule_expression = "rate(1 hour)"

flexible_time_window {
mode = "OFF"
}

target {
arn = ${job.arn}
role_arn = aws_iam_role.scheduler.arn
${job.target}
}
}
`,
  ];
};

const workflow = (plan: Plan): string[] => {
  const steps = plan.functions
    ? `Work = {
Type = "Task"
Resource = aws_lambda_function.worker.arn
End = true
}`
    : `Work = {
Type = "Pass"
End = true
}`;
  return [
    role(plan, "workflow", "states.amazonaws.com"),
    plan.functions ? policy(plan, "workflow", [[["lambda:InvokeFunction"], "aws_lambda_function.worker.arn"]]) : "",
    hcl`
resource "aws_sfn_state_machine" "main" {
name = "${plan.name}"
role_arn = aws_iam_role.workflow.arn

definition = jsonencode({
StartAt = "Work"
States = {
${steps}
}
})
}
`,
  ];
};

const email = hcl`
resource "aws_ses_domain_identity" "main" {
domain = var.domain_name
}
`;

const devices = (plan: Plan): string[] =>
  plan.has("stream") && !plan.uses("kafka")
    ? [
        role(plan, "devices", "iot.amazonaws.com"),
        policy(plan, "devices", [[["kinesis:PutRecord"], "aws_kinesis_stream.main.arn"]]),
        hcl`
resource "aws_iot_topic_rule" "main" {
name = "${plan.name.replaceAll("-", "_")}"
enabled = true
sql = "SELECT * FROM 'devices/+/telemetry'"
sql_version = "2016-03-23"

kinesis {
stream_name = aws_kinesis_stream.main.name
partition_key = "device"
role_arn = aws_iam_role.devices.arn
}
}
`,
      ]
    : [];

/** Queues, topics, streams, events and what moves by the clock. */
export const messaging = (plan: Plan): string[] => [
  ...(plan.has("queue") ? (plan.uses("rabbitmq") ? broker(plan) : [queue(plan)]) : []),
  ...(plan.has("pubsub") ? [topic(plan)] : []),
  ...(plan.has("pubsub") && plan.has("queue") && !plan.uses("rabbitmq") ? [fanOut] : []),
  ...(plan.has("events") ? bus(plan) : []),
  ...(plan.has("stream") ? (plan.uses("kafka") ? kafka(plan) : [stream(plan)]) : []),
  ...(plan.has("iot") ? devices(plan) : []),
  ...(plan.has("workflow") ? workflow(plan) : []),
  ...(plan.has("scheduler") ? schedule(plan) : []),
  ...(plan.has("email") ? [email] : []),
];
