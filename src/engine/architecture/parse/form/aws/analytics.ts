import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { clients, hasNat, privateSubnets, securityGroup } from "./network.ts";
import { attachment, policy, role, settingsOf } from "./settings.ts";

/** Jobs read their scripts and data from the bucket; a design that names none gets one. */
const lakeBucket = "aws_s3_bucket.assets";

const glue = (plan: Plan): string[] => [
  role(plan, "etl", "glue.amazonaws.com"),
  attachment("etl", "etl", "service-role/AWSGlueServiceRole"),
  policy(plan, "etl", [[["s3:GetObject", "s3:PutObject"], `"\${${lakeBucket}.arn}/*"`]]),
  hcl`
resource "aws_glue_catalog_database" "main" {
name = "${plan.name.replaceAll("-", "_")}"
}

resource "aws_glue_job" "main" {
name = "${plan.name}"
role_arn = aws_iam_role.etl.arn
glue_version = "5.0"
worker_type = "G.1X"
number_of_workers = 2

command {
script_location = "s3://\${${lakeBucket}.bucket}/scripts/job.py"
}

default_arguments = {
"--TARGET_DATABASE" = aws_glue_catalog_database.main.name
}
}
`,
];

/** Without functions to read the stream, Firehose writes it to the bucket. */
const delivery = (plan: Plan): string[] => [
  role(plan, "delivery", "firehose.amazonaws.com"),
  policy(plan, "delivery", [
    [["s3:PutObject", "s3:GetBucketLocation", "s3:ListBucket"], `[${lakeBucket}.arn, "\${${lakeBucket}.arn}/*"]`],
    [["kinesis:DescribeStream", "kinesis:GetShardIterator", "kinesis:GetRecords"], "aws_kinesis_stream.main.arn"],
  ]),
  hcl`
resource "aws_kinesis_firehose_delivery_stream" "main" {
name = "${plan.name}"
destination = "extended_s3"

kinesis_source_configuration {
kinesis_stream_arn = aws_kinesis_stream.main.arn
role_arn = aws_iam_role.delivery.arn
}

extended_s3_configuration {
bucket_arn = ${lakeBucket}.arn
role_arn = aws_iam_role.delivery.arn
buffering_interval = 300
}
}
`,
];

const warehouse = (plan: Plan): string[] => [
  securityGroup(plan, "warehouse", { port: 5439, from: clients(plan) }),
  role(plan, "warehouse", "redshift.amazonaws.com"),
  ...(plan.has("object_storage")
    ? [
        policy(plan, "warehouse", [
          [["s3:GetObject", "s3:ListBucket"], `[${lakeBucket}.arn, "\${${lakeBucket}.arn}/*"]`],
        ]),
      ]
    : []),
  hcl`
resource "aws_redshift_subnet_group" "main" {
name = "${plan.name}"
subnet_ids = ${privateSubnets}
}

resource "aws_redshift_cluster" "main" {
cluster_identifier = "${plan.name}"
database_name = "analytics"
master_username = "admin"
master_password = var.warehouse_password
node_type = "${plan.wants("low_cost") ? "ra3.large" : "ra3.xlplus"}"
cluster_type = "single-node"
cluster_subnet_group_name = aws_redshift_subnet_group.main.name
vpc_security_group_ids = [aws_security_group.warehouse.id]
iam_roles = [aws_iam_role.warehouse.arn]
skip_final_snapshot = true
}
`,
];

const batch = (plan: Plan): string[] => {
  const settings = settingsOf(plan).map(([name, expression]) => `{ name = "${name}", value = ${expression} },`);
  return [
    securityGroup(plan, "batch"),
    role(plan, "batch", "ecs-tasks.amazonaws.com"),
    attachment("batch", "batch", "service-role/AmazonECSTaskExecutionRolePolicy"),
    ...(plan.has("object_storage")
      ? [policy(plan, "batch", [[["s3:GetObject", "s3:PutObject"], `"\${${lakeBucket}.arn}/*"`]])]
      : []),
    hcl`
# Without a name, which versions 5 and 6 of the provider call differently
resource "aws_batch_compute_environment" "main" {
type = "MANAGED"

compute_resources {
type = "FARGATE"
max_vcpus = ${Math.max(16, plan.sizes.vcpu ?? 16)}
subnets = ${privateSubnets}
security_group_ids = [aws_security_group.batch.id]
}
}

resource "aws_batch_job_queue" "main" {
name = "${plan.name}"
state = "ENABLED"
priority = 1

compute_environment_order {
order = 1
compute_environment = aws_batch_compute_environment.main.arn
}
}

resource "aws_batch_job_definition" "main" {
name = "${plan.name}"
type = "container"
platform_capabilities = ["FARGATE"]

container_properties = jsonencode({
image = "\${aws_ecr_repository.app.repository_url}:latest"
executionRoleArn = aws_iam_role.batch.arn
jobRoleArn = aws_iam_role.batch.arn
environment = [
${settings.join("\n")}
]
resourceRequirements = [
{ type = "VCPU", value = "1" },
{ type = "MEMORY", value = "2048" },
]
})
}
`,
  ];
};

const learning = (plan: Plan): string[] => [
  ...(hasNat(plan) ? [securityGroup(plan, "learning")] : []),
  role(plan, "learning", "sagemaker.amazonaws.com"),
  attachment("learning", "learning", "AmazonSageMakerFullAccess"),
  policy(plan, "learning", [[["s3:GetObject", "s3:PutObject"], `"\${${lakeBucket}.arn}/*"`]]),
  hcl`
resource "aws_sagemaker_notebook_instance" "main" {
name = "${plan.name}"
role_arn = aws_iam_role.learning.arn
instance_type = "ml.t3.medium"
${
  hasNat(plan) &&
  lines([
    "subnet_id = aws_subnet.private_a.id",
    "security_groups = [aws_security_group.learning.id]",
    `direct_internet_access = "Disabled" # the network's own way out is used`,
  ])
}
}
`,
];

/** Heavy work on data: transformation, warehouse, batch, machine learning. */
export const analytics = (plan: Plan): string[] => [
  ...(plan.has("etl") ? glue(plan) : []),
  ...(plan.has("stream") && plan.has("object_storage") && !plan.functions && !plan.uses("kafka") ? delivery(plan) : []),
  ...(plan.has("warehouse") ? warehouse(plan) : []),
  ...(plan.has("batch") ? batch(plan) : []),
  ...(plan.has("ml") ? learning(plan) : []),
];
