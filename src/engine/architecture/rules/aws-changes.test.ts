import { expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Attributes, Component } from "../model/index.ts";
import { maskMarker } from "../secrets/index.ts";
import { rules } from "./index.ts";
import { at, later } from "./rule-table-fixture.ts";
import { changesOf, component } from "./rules-fixture.ts";

const one = (type: string, attributes: Attributes = {}, extra: Partial<Component> = {}): Component =>
  component(type, "one", attributes, extra);

/** Points at `to` in attribute `path`. */
const pointing = (type: string, name: string, path: string, to: string, attributes: Attributes = {}): Component =>
  component(type, name, attributes, { references: [{ path, to }] });

const kms = "add aws_kms_key.stackstage";
const inModule = { id: "module.a.aws_lambda_function.one", address: "module.a.aws_lambda_function.one" };

/** The rule, what breaks it, the changes that would mend it, and what else is in the design. */
const cases: readonly (readonly [
  id: string,
  subject: Component,
  changes: readonly string[],
  ...others: Component[],
])[] = [
  // A size that has no sibling of the same size stays.
  [
    "aws-ec2-old-generation",
    one("aws_instance", { instance_type: "m4.large" }),
    ['set aws_instance.one instance_type = "m5.large"'],
  ],
  ["aws-ec2-old-generation", one("aws_instance", { instance_type: "g2.2xlarge" }), []],
  ["aws-rds-old-generation", one("aws_db_instance", { instance_class: "db.m4.10xlarge" }), []],
  [
    "aws-rds-old-generation",
    one("aws_db_instance", { engine: "mysql", engine_version: "8.0", instance_class: "db.m4.large" }),
    ['set aws_db_instance.one instance_class = "db.m6g.large"'],
  ],
  ["aws-rds-arm-alternative", one("aws_db_instance", { instance_class: "db.x1.16xlarge" }), []],
  [
    "aws-rds-arm-alternative",
    one("aws_db_instance", { instance_class: "db.t3.micro" }),
    ['set aws_db_instance.one instance_class = "db.t4g.micro"'],
  ],
  [
    "aws-node-old-generation",
    one("aws_elasticache_cluster", { node_type: "cache.t2.micro" }),
    ['set aws_elasticache_cluster.one node_type = "cache.t3.micro"'],
  ],
  ["aws-node-old-generation", one("aws_msk_cluster", at("broker_node_group_info.instance_type", "kafka.m4.large")), []],
  // What is set already is not set again.
  [
    "aws-ecs-container-insights",
    one("aws_ecs_cluster", { setting: [{ name: "containerInsights", value: "disabled" }] }),
    ['set aws_ecs_cluster.one setting.0.value = "enabled"'],
  ],
  [
    "aws-ecs-container-insights",
    one("aws_ecs_cluster"),
    ['block aws_ecs_cluster.one setting = {"name":"containerInsights","value":"enabled"}'],
  ],
  [
    "aws-ecs-single-task",
    one("aws_ecs_service", { desired_count: 2 }),
    ["set aws_appautoscaling_target.t min_capacity = 2", "set aws_appautoscaling_target.t max_capacity = 2"],
    pointing("aws_appautoscaling_target", "t", "resource_id", "aws_ecs_service.one", {
      min_capacity: 1,
      max_capacity: 1,
    }),
  ],
  [
    "aws-ecs-single-task",
    one("aws_ecs_service"),
    ["set aws_ecs_service.one desired_count = 2", "set aws_appautoscaling_target.t min_capacity = 2"],
    pointing("aws_appautoscaling_target", "t", "resource_id", "aws_ecs_service.one", { max_capacity: later }),
  ],
  ["aws-ecs-single-task", one("aws_ecs_service", { desired_count: later }), []],
  [
    "aws-efs-backup",
    one("aws_efs_file_system"),
    ['set aws_efs_backup_policy.p backup_policy.status = "ENABLED"'],
    pointing("aws_efs_backup_policy", "p", "file_system_id", "aws_efs_file_system.one"),
  ],
  [
    "aws-eks-secrets-encryption",
    one("aws_eks_cluster", { encryption_config: [{ resources: [] }] }),
    ['set aws_eks_cluster.one encryption_config.resources = ["secrets"]'],
  ],
  ["aws-elasticache-transit", one("aws_elasticache_replication_group", { engine_version: "6.2" }), []],
  ["aws-elasticache-transit", one("aws_elasticache_replication_group", { engine_version: later }), []],
  [
    "aws-elasticache-transit",
    one("aws_elasticache_replication_group", { engine_version: "7.1" }),
    [
      "set aws_elasticache_replication_group.one transit_encryption_enabled = true",
      'set aws_elasticache_replication_group.one transit_encryption_mode = "preferred"',
    ],
  ],
  [
    "aws-lb-access-logs",
    one("aws_lb", at("access_logs.bucket", "logs")),
    ["set aws_lb.one access_logs.enabled = true"],
  ],
  [
    "aws-kinesis-encryption",
    one("aws_kinesis_stream", { kms_key_id: "alias/mine" }),
    ['set aws_kinesis_stream.one encryption_type = "KMS"'],
  ],
  [
    "aws-kinesis-encryption",
    one("aws_kinesis_stream"),
    [
      'set aws_kinesis_stream.one encryption_type = "KMS"',
      'set aws_kinesis_stream.one kms_key_id = "alias/aws/kinesis"',
    ],
  ],
  [
    "aws-opensearch-single-zone",
    one("aws_opensearch_domain", at("cluster_config.instance_count", 4)),
    ["set aws_opensearch_domain.one cluster_config.zone_awareness_enabled = true"],
  ],
  [
    "aws-opensearch-single-zone",
    one("aws_opensearch_domain", at("cluster_config.instance_count", 3)),
    [
      "set aws_opensearch_domain.one cluster_config.instance_count = 4",
      "set aws_opensearch_domain.one cluster_config.zone_awareness_enabled = true",
    ],
  ],
  ["aws-opensearch-single-zone", one("aws_opensearch_domain", { vpc_options: [{ subnet_ids: later }] }), []],
  [
    "aws-s3-account-public-access-block",
    one("aws_s3_account_public_access_block", {
      block_public_acls: true,
      block_public_policy: later,
      ignore_public_acls: false,
    }),
    [
      "set aws_s3_account_public_access_block.one ignore_public_acls = true",
      "set aws_s3_account_public_access_block.one restrict_public_buckets = true",
    ],
  ],
  [
    "aws-rds-final-snapshot",
    one("aws_db_instance", { final_snapshot_identifier: "last" }),
    ["set aws_db_instance.one skip_final_snapshot = false"],
  ],
  [
    "aws-rds-final-snapshot",
    one("aws_db_instance", {}, { id: 'aws_db_instance.one["eu"]' }),
    [
      "set aws_db_instance.one skip_final_snapshot = false",
      'set aws_db_instance.one final_snapshot_identifier = "one-${replace(each.key, "/[^0-9A-Za-z]+/", "-")}-final"',
    ],
  ],
  [
    "aws-rds-final-snapshot",
    one("aws_db_instance", {}, { id: "aws_db_instance.one[0]" }),
    [
      "set aws_db_instance.one skip_final_snapshot = false",
      'set aws_db_instance.one final_snapshot_identifier = "one-${count.index}-final"',
    ],
  ],
  [
    "aws-rds-enhanced-monitoring",
    one("aws_db_instance", { monitoring_role_arn: later }),
    ["set aws_db_instance.one monitoring_interval = 60"],
  ],
  // Indexes of a table that pays by request have no capacity of their own.
  [
    "aws-dynamodb-capacity",
    one("aws_dynamodb_table", {
      read_capacity: 5,
      global_secondary_index: [{ name: "a", write_capacity: 5 }, { name: "b" }],
    }),
    [
      'set aws_dynamodb_table.one billing_mode = "PAY_PER_REQUEST"',
      "remove aws_dynamodb_table.one read_capacity",
      "remove aws_dynamodb_table.one global_secondary_index.0.write_capacity",
    ],
  ],
  // Disks that are encrypted, or follow a snapshot, stay as they are.
  [
    "aws-ec2-template-disk-encryption",
    one("aws_launch_template", {
      block_device_mappings: [{ ebs: [{ encrypted: true }] }, { ebs: [{ volume_size: 8 }] }],
    }),
    ["set aws_launch_template.one block_device_mappings.1.ebs.0.encrypted = true"],
  ],
  [
    "aws-ebs-image-encryption",
    one("aws_ami", {
      ebs_block_device: [{ encrypted: true }, { snapshot_id: "snap-1" }, { device_name: "/dev/sda1" }],
    }),
    ["set aws_ami.one ebs_block_device.2.encrypted = true"],
  ],
  // Buckets
  [
    "aws-s3-public-read",
    one("aws_s3_bucket_acl"),
    ["remove aws_s3_bucket_acl.one access_control_policy", 'set aws_s3_bucket_acl.one acl = "private"'],
  ],
  [
    "aws-s3-public-read",
    one("aws_s3_bucket"),
    ["remove aws_s3_bucket.one grant", 'set aws_s3_bucket.one acl = "private"'],
  ],
  ["aws-s3-public-read", one("aws_s3_bucket", { website: [{}], acl: "public-read" }), []],
  [
    "aws-s3-kms-encryption",
    one("aws_s3_bucket"),
    [
      "add data.aws_caller_identity.stackstage",
      kms,
      'set aws_s3_bucket_server_side_encryption_configuration.e rule.apply_server_side_encryption_by_default.sse_algorithm = "aws:kms"',
      "set aws_s3_bucket_server_side_encryption_configuration.e rule.apply_server_side_encryption_by_default.kms_master_key_id = aws_kms_key.stackstage.arn",
    ],
    pointing("aws_s3_bucket_server_side_encryption_configuration", "e", "bucket", "aws_s3_bucket.one"),
  ],
  ["aws-s3-secure-transport", one("aws_s3_bucket", { policy: "{}" }), []],
  [
    "aws-s3-secure-transport",
    pointing("aws_s3_bucket_policy", "p", "bucket", "aws_s3_bucket.one", {
      policy: new Unknown(["data.aws_iam_policy_document.d"]),
    }),
    [],
    component("aws_s3_bucket", "one"),
    component("aws_s3_bucket_policy", "q", { policy: new Unknown(["data.aws_iam_policy_document.d"]) }),
  ],
  // A secret becomes a variable; not inside of a module, nor out of a text that holds more.
  [
    "aws-lambda-env-secret",
    one("aws_lambda_function", { environment: [{ variables: { TOKEN: maskMarker } }] }),
    ["add variable.one_token", "set aws_lambda_function.one environment.variables.TOKEN = var.one_token"],
  ],
  [
    "aws-lambda-env-secret",
    one("aws_lambda_function", { environment: [{ variables: { TOKEN: maskMarker } }] }, inModule),
    [],
  ],
  [
    "aws-lambda-env-secret",
    one("aws_lambda_function", { environment: [{ variables: { "my.token": maskMarker, LIST: [maskMarker] } }] }),
    [],
  ],
  // Scaling groups and clusters
  [
    "aws-asg-fixed-size",
    one("aws_autoscaling_group", { min_size: later, max_size: 1 }, { id: "aws_autoscaling_group.one[0]" }),
    ["set aws_autoscaling_group.one max_size = 2"],
  ],
  ["aws-aurora-reader", one("aws_rds_cluster"), []],
  [
    "aws-aurora-reader",
    one("aws_rds_cluster"),
    ["add aws_rds_cluster_instance.w_reader"],
    pointing("aws_rds_cluster_instance", "w", "cluster_identifier", "aws_rds_cluster.one"),
  ],
  ["aws-vpc-gateway-endpoint", one("aws_vpc", {}, { id: "aws_vpc.one[0]" }), []],
  // Networks: what is let in from elsewhere stays.
  [
    "aws-sg-open-all",
    one("aws_security_group", {
      ingress: [{ from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0", later] }],
    }),
    [],
  ],
  [
    "aws-sg-open-all",
    one("aws_security_group", {
      ingress: [
        { from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0", "10.1.0.0/16"], security_groups: [] },
      ],
    }),
    ['set aws_security_group.one ingress.0.cidr_blocks = ["10.1.0.0/16"]'],
  ],
];

it.each(cases.map((given) => [given[0], JSON.stringify(given[1].attributes), given] as const))(
  "%s of %s changes what mends it and nothing else",
  (id, _attributes, [, subject, changes, ...others]) => {
    expect(changesOf(rules, id, subject, ...others)).toEqual(changes);
  },
);
