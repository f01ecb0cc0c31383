import { expect, it } from "vitest";
import { linesOf } from "./bill-fixture.ts";
import type { Billed } from "./bill-fixture.ts";

const aws: readonly Billed[] = [
  {
    says: "a search domain pays for its masters, its warm nodes and each node's disk",
    type: "aws_opensearch_domain",
    body: 'cluster_config {\n instance_type = "m5.large.search"\n instance_count = 2\n dedicated_master_enabled = true\n dedicated_master_type = "m5.large.search"\n dedicated_master_count = 3\n warm_enabled = true\n warm_type = "ultrawarm1.medium.search"\n warm_count = 2\n}\nebs_options {\n ebs_enabled = true\n volume_size = 100\n}',
    lines: [2 * 730 * 0.142, 3 * 730 * 0.142, 2 * 730 * 0.238, 2 * 100 * 0.135],
  },
  {
    says: "each machine of a group has the volumes of its template; an ephemeral one is in the machine's price",
    type: "aws_autoscaling_group",
    body: "desired_capacity = 2\nlaunch_template {\n id = aws_launch_template.t.id\n}",
    beside:
      'resource "aws_launch_template" "t" {\n instance_type = "t3.micro"\n block_device_mappings {\n  ebs {\n   volume_size = 20\n   volume_type = "gp3"\n  }\n }\n block_device_mappings {\n  ebs {\n   volume_size = 50\n   volume_type = "gp3"\n  }\n }\n block_device_mappings {\n  virtual_name = "ephemeral0"\n }\n block_device_mappings {\n  ebs {\n   volume_size = 10\n   volume_type = "gp3"\n  }\n }\n}',
    lines: [2 * 730 * 0.0104, 2 * 20 * 0.08, 2 * 50 * 0.08, 2 * 10 * 0.08],
  },
  {
    says: "the first override of a mixed group is the type that is priced, here at the least that it keeps",
    type: "aws_autoscaling_group",
    body: 'min_size = 1\nmixed_instances_policy {\n launch_template {\n  launch_template_specification {\n   launch_template_id = aws_launch_template.t.id\n  }\n  override {\n   instance_type = "t3.small"\n  }\n }\n}',
    beside: 'resource "aws_launch_template" "t" {\n instance_type = "t3.micro"\n}',
    lines: [730 * 0.0208, 8 * 0.1],
  },
  {
    says: "a node group takes type and volumes of its template",
    type: "aws_eks_node_group",
    body: "scaling_config {\n desired_size = 2\n}\nlaunch_template {\n id = aws_launch_template.t.id\n version = 1\n}",
    beside:
      'resource "aws_launch_template" "t" {\n instance_type = "m5.large"\n block_device_mappings {\n  ebs {\n   volume_size = 30\n   volume_type = "gp3"\n  }\n }\n}',
    lines: [2 * 730 * 0.096, 2 * 30 * 0.08],
  },
  {
    says: "tasks whose definition asks for Fargate run there; without a count there are none",
    type: "aws_ecs_service",
    body: "task_definition = aws_ecs_task_definition.t.arn",
    beside:
      'resource "aws_ecs_task_definition" "t" {\n requires_compatibilities = ["FARGATE"]\n cpu = "1 vCPU"\n memory = "2 GB"\n}',
    lines: [0, 0],
  },
  {
    says: "tasks on Fargate Spot alone cost 30 % of the price",
    type: "aws_ecs_service",
    body: 'task_definition = aws_ecs_task_definition.t.arn\ndesired_count = 2\ncapacity_provider_strategy {\n capacity_provider = "FARGATE_SPOT"\n}',
    beside: 'resource "aws_ecs_task_definition" "t" {\n cpu = "1024"\n memory = "2048"\n}',
    lines: [2 * 730 * 0.04048 * 0.3, 2 * 2 * 730 * 0.004445 * 0.3],
  },
  {
    says: "tasks on a group of machines cost nothing beside the machines",
    type: "aws_ecs_service",
    body: 'desired_count = 2\ncapacity_provider_strategy {\n capacity_provider = "own-machines"\n}',
    lines: [],
  },
  {
    says: "an EMR cluster without core nodes has a primary one, and a quarter of its price for EMR",
    type: "aws_emr_cluster",
    body: 'master_instance_group {\n instance_type = "m5.xlarge"\n}',
    lines: [730 * 0.192, 730 * 0.192 * 0.25],
  },
  {
    says: "a search collection without standby copies keeps one unit",
    type: "aws_opensearchserverless_collection",
    body: 'standby_replicas = "DISABLED"',
    used: { storage_gb: 0 },
    lines: [730 * 0.24],
  },
  {
    says: "a Beanstalk environment of one machine has no balancer",
    type: "aws_elastic_beanstalk_environment",
    body: 'setting {\n namespace = "aws:elasticbeanstalk:environment"\n name = "EnvironmentType"\n value = "SingleInstance"\n}\nsetting {\n namespace = "aws:ec2:instances"\n name = "InstanceTypes"\n value = "t3.small, t3.micro"\n}',
    lines: [730 * 0.0208],
  },
  {
    says: "PostgreSQL 13 has been out of support for less than two years, which costs half as much per vCPU",
    type: "aws_db_instance",
    body: 'engine = "postgres"\nengine_version = "13.4"\ninstance_class = "db.m5.large"\nallocated_storage = 100\nmulti_az = true',
    lines: [2 * 730 * 0.178, 2 * 100 * 0.115, 2 * 2 * 730 * 0.1],
  },
  {
    says: "Aurora Serverless without an upper end is taken at its least",
    type: "aws_rds_cluster_instance",
    body: 'engine = "aurora-mysql"\ninstance_class = "db.serverless"\ncluster_identifier = aws_rds_cluster.c.id',
    beside: 'resource "aws_rds_cluster" "c" {\n engine = "aurora-mysql"\n}',
    lines: [730 * 0.5 * 0.12],
  },
  {
    says: "one's own capacity figure counts, as nothing caps it",
    type: "aws_rds_cluster_instance",
    body: 'engine = "aurora-mysql"\ninstance_class = "db.serverless"\ncluster_identifier = aws_rds_cluster.c.id',
    beside: 'resource "aws_rds_cluster" "c" {\n engine = "aurora-mysql"\n}',
    used: { capacity_units_per_hr: 4 },
    lines: [730 * 4 * 0.12],
  },
  {
    says: "an Airflow environment without further workers",
    type: "aws_mwaa_environment",
    body: "",
    used: { additional_workers: 0, meta_database_gb: 10 },
    lines: [730 * 0.49, 10 * 0.1],
  },
  {
    says: "builds on ARM",
    type: "aws_codebuild_project",
    body: 'environment {\n type = "ARM_CONTAINER"\n compute_type = "BUILD_GENERAL1_SMALL"\n}',
    used: { monthly_build_mins: 1000 },
    lines: [3.4],
  },
  {
    says: "a check every five minutes runs 8,760 times a month",
    type: "aws_synthetics_canary",
    body: 'schedule {\n expression = "rate(5 minutes)"\n}',
    lines: [8760 * 0.0012],
  },
  {
    says: "a pipeline of version 2 costs by the minute",
    type: "aws_codepipeline",
    body: 'pipeline_type = "V2"',
    used: { monthly_minutes: 300 },
    lines: [300 * 0.002],
  },
  {
    says: "Macie watches the two buckets of the design",
    type: "aws_macie2_account",
    body: "",
    beside: 'resource "aws_s3_bucket" "a" {}\nresource "aws_s3_bucket" "b" {}\n',
    used: { monthly_inspected_gb: 0 },
    lines: [0.2],
  },
  {
    says: "replication in two zones",
    type: "aws_dms_replication_instance",
    body: 'replication_instance_class = "dms.t3.medium"\nmulti_az = true\nallocated_storage = 50',
    lines: [2 * 730 * 0.073, 2 * 50 * 0.115],
  },
  {
    says: "a snapshot is one copy of its database",
    type: "aws_db_snapshot",
    body: "db_instance_identifier = aws_db_instance.d.identifier",
    beside: 'resource "aws_db_instance" "d" {\n engine = "mysql"\n allocated_storage = 200\n}',
    lines: [200 * 0.095],
  },
  {
    says: "App Runner with its sizes in words",
    type: "aws_apprunner_service",
    body: 'instance_configuration {\n cpu = "2 vCPU"\n memory = "4 GB"\n}',
    lines: [2 * 730 * 0.064, 4 * 730 * 0.007],
  },
  {
    says: "files in one zone, some of them moved to the cold tier",
    type: "aws_efs_file_system",
    body: 'availability_zone_name = "us-east-1a"\nlifecycle_policy {\n transition_to_ia = "AFTER_30_DAYS"\n}',
    used: { storage_gb: 10, infrequent_access_storage_gb: 100 },
    lines: [1.6, 1.33],
  },
  {
    says: "Lustre that lasts costs by its throughput",
    type: "aws_fsx_lustre_file_system",
    body: 'storage_capacity = 1200\ndeployment_type = "PERSISTENT_1"\nper_unit_storage_throughput = 100',
    used: { backup_storage_gb: 0 },
    lines: [1200 * 0.19],
  },
  {
    says: "a node of DynamoDB's cache",
    type: "aws_dax_cluster",
    body: 'node_type = "dax.r5.large"\nreplication_factor = 3',
    lines: [3 * 730 * 0.255],
  },
  {
    says: "two nano nodes of a container service",
    type: "aws_lightsail_container_service",
    body: 'power = "nano"\nscale = 2',
    lines: [14],
  },
  {
    says: "a small Lightsail database of its second generation",
    type: "aws_lightsail_database",
    body: 'relational_database_bundle_id = "micro_2_0"',
    lines: [15],
  },
];

const inCents = (lines: readonly number[] | undefined) =>
  lines?.map((dollars) => Math.round(dollars * 100 + 1e-6) / 100);

it.each(aws)("on AWS, $says", (one) => {
  expect(inCents(linesOf(one))).toEqual(inCents(one.lines));
});
