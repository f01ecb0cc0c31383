import { describe, expect, it } from "vitest";
import { awsIdleRules } from "./aws-idle.ts";
import { awsSizingRules } from "./aws-sizing.ts";
import { awsSpareRules } from "./aws-spares.ts";
import { at, later } from "./rule-table-fixture.ts";
import { answerOf, component, modelOf, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";

const rules = [...awsIdleRules, ...awsSpareRules, ...awsSizingRules];

const to = (path: string, target: string) => ({ references: [{ path, to: target }] });
const gateway = component("aws_nat_gateway", "a");
const volume = component("aws_ebs_volume", "a", { type: "gp3" });
const balancer = component("aws_lb", "a");
const group = component("aws_lb_target_group", "a");
const files = component("aws_efs_file_system", "a");
const bucket = component("aws_s3_bucket", "a");
const versioning = component(
  "aws_s3_bucket_versioning",
  "a",
  at("versioning_configuration.status", "Enabled"),
  to("bucket", "aws_s3_bucket.a"),
);
const lifecycle = (rule: object) =>
  component("aws_s3_bucket_lifecycle_configuration", "a", { rule: [{ ...rule }] }, to("bucket", "aws_s3_bucket.a"));
const plan = (rule: object) => component("aws_backup_plan", "a", { rule: [{ ...rule }] });
const stream = (hours: number) => component("aws_kinesis_stream", "a", { retention_period: hours });
const task = (attributes: object = {}) =>
  component("aws_ecs_task_definition", "a", { requires_compatibilities: ["FARGATE"], ...attributes });
const nodes = (least: number, most: number, name = "a") =>
  component("aws_eks_node_group", name, { cluster_name: "c", scaling_config: [{ min_size: least, max_size: most }] });
const instanceOf = (type: string, name: string, cluster: string) =>
  component(type, name, {}, to("cluster_identifier", cluster));
const graph = component("aws_neptune_cluster", "a");
const documents = component("aws_docdb_cluster", "a");
const memory = (attributes: object = {}) => component("aws_memorydb_cluster", "a", { ...attributes });
const record = (attributes: object) => component("aws_route53_record", "a", { ...attributes });
const primary = { failover_routing_policy: [{ type: "PRIMARY" }] };
const database = component("aws_db_instance", "a", { backup_retention_period: 7 });

const cases: readonly RuleCase[] = [
  ["aws-nat-gateway-unused", gateway, "fail", component("aws_route_table", "a", { route: [] })],
  [
    "aws-nat-gateway-unused",
    gateway,
    "pass",
    component("aws_route", "a", {}, to("nat_gateway_id", "aws_nat_gateway.a")),
  ],
  ["aws-nat-gateway-unused", gateway, "unknown"],
  ["aws-nat-gateway-unused", gateway, "unknown", component("aws_route", "a", { nat_gateway_id: later })],
  ["aws-ebs-unattached", volume, "fail"],
  [
    "aws-ebs-unattached",
    volume,
    "pass",
    component("aws_volume_attachment", "a", {}, to("volume_id", "aws_ebs_volume.a")),
  ],
  ["aws-lb-no-listener", balancer, "fail"],
  ["aws-lb-no-listener", balancer, "pass", component("aws_lb_listener", "a", {}, to("load_balancer_arn", "aws_lb.a"))],
  ["aws-lb-no-listener", balancer, "unknown", component("aws_lb_listener", "a", { load_balancer_arn: later })],
  ["aws-lb-no-targets", group, "fail"],
  [
    "aws-lb-no-targets",
    group,
    "pass",
    component("aws_ecs_service", "a", {}, to("load_balancer", "aws_lb_target_group.a")),
  ],
  ["aws-lb-no-targets", group, "unknown", component("aws_eks_cluster", "a")],
  ["aws-efs-no-lifecycle", files, "fail"],
  [
    "aws-efs-no-lifecycle",
    component("aws_efs_file_system", "a", at("lifecycle_policy.transition_to_ia", "AFTER_30_DAYS")),
    "pass",
  ],
  ["aws-s3-old-versions-kept", lifecycle({ expiration: [{ days: 90 }] }), "fail", bucket, versioning],
  ["aws-s3-old-versions-kept", lifecycle({ expiration: [{ days: 90 }] }), "pass", bucket],
  [
    "aws-s3-old-versions-kept",
    lifecycle({ noncurrent_version_expiration: [{ noncurrent_days: 90 }] }),
    "pass",
    bucket,
    versioning,
  ],
  ["aws-backup-no-expiry", plan({ rule_name: "daily" }), "fail"],
  ["aws-backup-no-expiry", plan({ lifecycle: [{ delete_after: 35 }] }), "pass"],
  ["aws-backup-no-expiry", plan({ lifecycle: [{ delete_after: later }] }), "unknown"],
  ["aws-kinesis-short-retention", stream(24), "fail"],
  ["aws-kinesis-short-retention", stream(168), "pass"],
  ["aws-budget-silent", component("aws_budgets_budget", "a"), "fail"],
  ["aws-budget-silent", component("aws_budgets_budget", "a", at("notification.threshold", 80)), "pass"],

  ["aws-single-subnet", component("aws_ecs_service", "a", at("network_configuration.subnets", ["subnet-1"])), "fail"],
  ["aws-single-subnet", component("aws_lambda_function", "a", at("vpc_config.subnet_ids", ["s1", "s2"])), "pass"],
  ["aws-single-subnet", component("aws_lambda_function", "a"), "pass"],
  ["aws-single-subnet", component("aws_eks_node_group", "a", { subnet_ids: later }), "unknown"],
  ["aws-asg-single-instance", component("aws_autoscaling_group", "a", { min_size: 1, max_size: 1 }), "fail"],
  ["aws-asg-single-instance", component("aws_autoscaling_group", "a", { min_size: 2 }), "pass"],
  ["aws-asg-single-instance", component("aws_autoscaling_group", "a", { min_size: later }), "unknown"],
  ["aws-eks-single-node", nodes(1, 3), "fail"],
  ["aws-eks-single-node", nodes(2, 3), "pass"],
  ["aws-eks-single-node", nodes(1, 3), "pass", nodes(1, 3, "b")],
  ["aws-docdb-single-instance", documents, "fail", instanceOf("aws_docdb_cluster_instance", "a", documents.id)],
  [
    "aws-docdb-single-instance",
    documents,
    "pass",
    instanceOf("aws_docdb_cluster_instance", "a", documents.id),
    instanceOf("aws_docdb_cluster_instance", "b", documents.id),
  ],
  ["aws-docdb-single-instance", documents, "unknown"],
  ["aws-neptune-single-instance", graph, "fail", instanceOf("aws_neptune_cluster_instance", "a", graph.id)],
  [
    "aws-neptune-single-instance",
    graph,
    "pass",
    instanceOf("aws_neptune_cluster_instance", "a", graph.id),
    instanceOf("aws_neptune_cluster_instance", "b", graph.id),
  ],
  ["aws-memorydb-no-replica", memory({ num_replicas_per_shard: 0 }), "fail"],
  ["aws-memorydb-no-replica", memory(), "pass"],
  ["aws-memorydb-backup", memory(), "fail"],
  ["aws-memorydb-backup", memory({ snapshot_retention_limit: 7 }), "pass"],
  ["aws-dax-few-nodes", component("aws_dax_cluster", "a", { replication_factor: 1 }), "fail"],
  ["aws-dax-few-nodes", component("aws_dax_cluster", "a", { replication_factor: 3 }), "pass"],
  ["aws-redshift-single-zone", component("aws_redshift_cluster", "a"), "fail"],
  ["aws-redshift-single-zone", component("aws_redshift_cluster", "a", { multi_az: true }), "pass"],
  ["aws-redshift-single-zone", component("aws_redshift_cluster", "a", { multi_az: later }), "unknown"],
  ["aws-efs-one-zone", component("aws_efs_file_system", "a", { availability_zone_name: "eu-west-1a" }), "fail"],
  ["aws-efs-one-zone", files, "pass"],
  ["aws-fsx-single-zone", component("aws_fsx_windows_file_system", "a"), "fail"],
  ["aws-fsx-single-zone", component("aws_fsx_ontap_file_system", "a", { deployment_type: "MULTI_AZ_1" }), "pass"],
  ["aws-fsx-backup", component("aws_fsx_windows_file_system", "a", { automatic_backup_retention_days: 0 }), "fail"],
  ["aws-fsx-backup", component("aws_fsx_openzfs_file_system", "a", { deployment_type: "SINGLE_AZ_1" }), "fail"],
  ["aws-fsx-backup", component("aws_fsx_lustre_file_system", "a"), "pass"],
  ["aws-backup-plan-absent", database, "fail"],
  ["aws-backup-plan-absent", database, "pass", plan({})],
  ["aws-backup-plan-absent", component("aws_db_instance", "a"), "skip"],
  ["aws-cognito-deletion-protection", component("aws_cognito_user_pool", "a"), "fail"],
  [
    "aws-cognito-deletion-protection",
    component("aws_cognito_user_pool", "a", { deletion_protection: "ACTIVE" }),
    "pass",
  ],
  ["aws-dns-failover-unchecked", record(primary), "fail"],
  ["aws-dns-failover-unchecked", record({ ...primary, alias: [{ evaluate_target_health: false }] }), "fail"],
  ["aws-dns-failover-unchecked", record({ ...primary, alias: [{ evaluate_target_health: true }] }), "pass"],
  ["aws-dns-failover-unchecked", record({ failover_routing_policy: [{ type: "SECONDARY" }] }), "pass"],
  ["aws-dns-failover-unchecked", record({ ...primary, alias: [{ evaluate_target_health: later }] }), "unknown"],
  ["aws-elb-health-check", component("aws_elb", "a"), "fail"],
  ["aws-elb-health-check", component("aws_elb", "a", at("health_check.target", "TCP:80")), "fail"],
  ["aws-elb-health-check", component("aws_elb", "a", at("health_check.target", "HTTP:80/health")), "pass"],

  ["aws-node-old-generation", component("aws_elasticache_cluster", "a", { node_type: "cache.m4.large" }), "fail"],
  ["aws-node-old-generation", component("aws_eks_node_group", "a", { instance_types: ["t2.medium"] }), "fail"],
  [
    "aws-node-old-generation",
    component("aws_opensearch_domain", "a", at("cluster_config.instance_type", "r4.large.search")),
    "fail",
  ],
  ["aws-node-old-generation", component("aws_redshift_cluster", "a", { node_type: "ds2.xlarge" }), "fail"],
  ["aws-node-old-generation", component("aws_redshift_cluster", "a", { node_type: "ra3.xlplus" }), "pass"],
  ["aws-node-old-generation", component("aws_elasticache_cluster", "a", { node_type: later }), "unknown"],
  ["aws-node-arm-alternative", component("aws_eks_node_group", "a", { instance_types: ["m6i.large"] }), "fail"],
  ["aws-node-arm-alternative", component("aws_eks_node_group", "a", { instance_types: ["m7g.large"] }), "pass"],
  [
    "aws-node-arm-alternative",
    component("aws_opensearch_domain", "a", at("cluster_config.instance_type", "t3.small.search")),
    "pass",
  ],
  ["aws-ecs-arm-alternative", task(), "fail"],
  ["aws-ecs-arm-alternative", task(at("runtime_platform.cpu_architecture", "ARM64")), "pass"],
  ["aws-ecs-arm-alternative", task(at("runtime_platform.operating_system_family", "WINDOWS_SERVER_2022_CORE")), "pass"],
  ["aws-ecs-arm-alternative", task(at("runtime_platform.cpu_architecture", later)), "unknown"],
  ["aws-eks-fixed-size", nodes(2, 2), "fail"],
  ["aws-eks-fixed-size", nodes(2, 6), "pass"],
  ["aws-eks-fixed-size", component("aws_eks_node_group", "a"), "unknown"],
  ["aws-disk-io1", component("aws_ebs_volume", "a", { type: "io1" }), "fail"],
  ["aws-disk-io1", component("aws_instance", "a", at("root_block_device.volume_type", "io1")), "fail"],
  ["aws-disk-io1", volume, "pass"],
  ["aws-disk-magnetic", component("aws_ebs_volume", "a", { type: "standard" }), "fail"],
  ["aws-disk-magnetic", volume, "pass"],
  ["aws-disk-magnetic", component("aws_ebs_volume", "a", { type: later }), "unknown"],
  ["aws-search-gp2", component("aws_opensearch_domain", "a", at("ebs_options.volume_type", "gp2")), "fail"],
  ["aws-search-gp2", component("aws_opensearch_domain", "a", at("ebs_options.volume_type", "gp3")), "pass"],
  ["aws-lambda-oversized", component("aws_lambda_function", "a", { memory_size: 10_240 }), "fail"],
  ["aws-lambda-oversized", component("aws_lambda_function", "a", { memory_size: 512 }), "pass"],
];

describe("rules about what AWS is paid for, what is spare and of what size", () => {
  it.each(cases.map((example) => ({ example, id: example[0], outcome: example[2], given: example[1].attributes })))(
    "$id answers $outcome to $given",
    ({ example, outcome }) => {
      expect(answerOf(rules, example)).toBe(outcome);
    },
  );

  it("shows every rule failing and passing", () => {
    expect(unshown(rules, cases)).toEqual([]);
  });

  it.each([
    [
      "aws-node-old-generation",
      component("aws_elasticache_cluster", "a", { node_type: "cache.r4.large" }),
      "cache.r5.large",
    ],
    [
      "aws-node-arm-alternative",
      component("aws_elasticache_cluster", "a", { node_type: "cache.m5.large" }),
      "cache.m6g.large",
    ],
  ] as const)("%s names the node that takes its place", (id, subject, wanted) => {
    const found = rules.find((rule) => rule.id === id);
    expect(found?.remedy?.(subject, modelOf(subject))).toMatchObject([{ op: "set", value: wanted }]);
  });
});
