import { lines } from "../layout.ts";
import type { Plan, Setting } from "../plan.ts";
import { hasPrivateStore } from "./network.ts";

/** A cache in two zones; Memcached keeps no copies. */
export const isCacheSpread = (plan: Plan): boolean => plan.wants("high_availability") && !plan.uses("memcached");

/** Who reads the settings. What calls a triggered function is not among what the function itself has to know. */
export type Reader = "app" | "triggered";

/** What a workload has to know of the things around it. */
export const settingsOf = (plan: Plan, reader: Reader = "app"): Setting[] => {
  const own = reader === "app";
  const settings: (Setting | false)[] = [
    plan.has("relational_db") && [
      "DATABASE_HOST",
      plan.uses("aurora") ? "aws_rds_cluster.main.endpoint" : "aws_db_instance.main.address",
    ],
    plan.has("document_db") && ["DOCUMENT_DB_HOST", "aws_docdb_cluster.main.endpoint"],
    plan.has("key_value_db") && ["TABLE_NAME", "aws_dynamodb_table.main.name"],
    plan.has("cache") && [
      "CACHE_HOST",
      isCacheSpread(plan)
        ? "aws_elasticache_replication_group.main.primary_endpoint_address"
        : "aws_elasticache_cluster.main.cache_nodes[0].address",
    ],
    plan.has("file_storage") && !plan.runs("containers") && ["FILE_SERVER", "aws_efs_file_system.files.dns_name"],
    plan.has("search") && ["SEARCH_ENDPOINT", "aws_opensearch_domain.main.endpoint"],
    plan.has("object_storage") && ["BUCKET_NAME", "aws_s3_bucket.assets.bucket"],
    plan.has("queue") &&
      (own || plan.uses("rabbitmq")) && [
        "QUEUE_URL",
        plan.uses("rabbitmq") ? "aws_mq_broker.main.instances[0].endpoints[0]" : "aws_sqs_queue.jobs.url",
      ],
    plan.has("pubsub") && ["TOPIC_ARN", "aws_sns_topic.notifications.arn"],
    plan.has("events") && own && ["EVENT_BUS_NAME", "aws_cloudwatch_event_bus.main.name"],
    plan.has("stream") &&
      own && [
        "STREAM_NAME",
        plan.uses("kafka") ? "aws_msk_cluster.main.bootstrap_brokers_tls" : "aws_kinesis_stream.main.name",
      ],
    plan.has("auth") && ["USER_POOL_ID", "aws_cognito_user_pool.main.id"],
    plan.has("email") && ["EMAIL_DOMAIN", "aws_ses_domain_identity.main.domain"],
    plan.has("secrets") && ["SECRET_ARN", "aws_secretsmanager_secret.app.arn"],
    plan.has("workflow") && own && ["STATE_MACHINE_ARN", "aws_sfn_state_machine.main.arn"],
  ];
  return settings.filter((setting) => setting !== false);
};

/** What the application may do, one statement for each thing that it uses. */
const grantsOf = (plan: Plan): [actions: string[], resource: string][] => {
  const grants: ([string[], string] | false)[] = [
    plan.has("object_storage") && [
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      `"\${aws_s3_bucket.assets.arn}/*"`,
    ],
    plan.has("key_value_db") && [
      ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query"],
      "aws_dynamodb_table.main.arn",
    ],
    plan.has("queue") &&
      !plan.uses("rabbitmq") && [
        ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        "aws_sqs_queue.jobs.arn",
      ],
    plan.has("pubsub") && [["sns:Publish"], "aws_sns_topic.notifications.arn"],
    plan.has("events") && [["events:PutEvents"], "aws_cloudwatch_event_bus.main.arn"],
    plan.has("stream") &&
      !plan.uses("kafka") && [
        [
          "kinesis:PutRecord",
          "kinesis:PutRecords",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
          "kinesis:DescribeStream",
          "kinesis:ListShards",
        ],
        "aws_kinesis_stream.main.arn",
      ],
    plan.has("email") && [["ses:SendEmail"], "aws_ses_domain_identity.main.arn"],
    plan.has("secrets") && [["secretsmanager:GetSecretValue"], "aws_secretsmanager_secret.app.arn"],
    plan.has("workflow") && [["states:StartExecution"], "aws_sfn_state_machine.main.arn"],
    plan.has("search") && [["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"], `"\${aws_opensearch_domain.main.arn}/*"`],
  ];
  return grants.filter((grant) => grant !== false);
};

/** Role that a service takes on. */
export const role = (plan: Plan, name: string, service: string): string => `
resource "aws_iam_role" "${name}" {
name = "${plan.name}-${name.replaceAll("_", "-")}"

assume_role_policy = jsonencode({
Version = "2012-10-17"
Statement = [{
Effect = "Allow"
Action = "sts:AssumeRole"
Principal = { Service = "${service}" }
}]
})
}
`;

export const attachment = (name: string, roleName: string, policy: string): string => `
resource "aws_iam_role_policy_attachment" "${name}" {
role = aws_iam_role.${roleName}.name
policy_arn = "arn:aws:iam::aws:policy/${policy}"
}
`;

/** Inline policy of a role, one statement for each grant. */
export const policy = (plan: Plan, roleName: string, grants: readonly [string[], string][]): string => {
  if (grants.length === 0) return "";
  const statements = grants.map(
    ([actions, resource]) => `{
Effect = "Allow"
Action = [${actions.map((action) => `"${action}"`).join(", ")}]
Resource = ${resource}
},`,
  );
  return `
resource "aws_iam_role_policy" "${roleName}" {
name = "${plan.name}-${roleName.replaceAll("_", "-")}"
role = aws_iam_role.${roleName}.id

policy = jsonencode({
Version = "2012-10-17"
Statement = [
${statements.join("\n")}
]
})
}
`;
};

export const appPolicy = (plan: Plan, roleName: string): string => policy(plan, roleName, grantsOf(plan));

/** Environment block of a function. */
export const lambdaEnvironment = (plan: Plan, reader: Reader) => {
  const settings = settingsOf(plan, reader).map(([name, expression]) => `${name} = ${expression}`);
  return settings.length > 0 && lines(["", "environment {", "variables = {", ...settings, "}", "}"]);
};

/** Functions join the network only to reach what lives inside it. */
export const lambdaNetwork = (plan: Plan) =>
  hasPrivateStore(plan) &&
  lines([
    "",
    "vpc_config {",
    "subnet_ids = [aws_subnet.private_a.id, aws_subnet.private_b.id]",
    "security_group_ids = [aws_security_group.app.id]",
    "}",
  ]);
