import { set } from "../design/edit.ts";
import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { atLeast, fail, judge, mustBe, mustNotMatch, pass, skip, textAt, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** Where each type names the subnets that it may stand in. */
const placements: Readonly<Record<string, string>> = {
  aws_ecs_service: "network_configuration.subnets",
  aws_lambda_function: "vpc_config.subnet_ids",
  aws_eks_node_group: "subnet_ids",
  aws_elb: "subnets",
  aws_vpc_endpoint: "subnet_ids",
  aws_elasticache_subnet_group: "subnet_ids",
  aws_redshift_subnet_group: "subnet_ids",
};

/** One item may still stand for a list that is known only after apply. */
const severalSubnets = (component: Component): Verdict => {
  const path = placements[component.type] ?? "subnets";
  const subnets = read(component.attributes, path);
  if (subnets === undefined) return pass;
  if (!Array.isArray(subnets) || subnets.length === 0) return unknown;
  if (subnets.length > 1) return pass;
  const [only] = subnets;
  return isUnknown(only) && only.refs.every((ref) => !ref.includes("aws_subnet.")) ? unknown : fail(path);
};

/** A cluster's instances, each a resource of its own. */
const secondInstance =
  (type: string) =>
  (cluster: Component, model: Model): Verdict => {
    const instances = companionsOf(cluster, model, type, "cluster_identifier");
    if (instances === undefined || instances.length === 0) return unknown;
    return instances.length > 1 ? pass : fail();
  };

const failover = (record: Component): Verdict => {
  if (read(record.attributes, "failover_routing_policy") === undefined) return pass;
  const type = read(record.attributes, "failover_routing_policy.type");
  // The one to fall back on needs no check: there is nothing after it.
  if (asText(type) === "SECONDARY") return pass;
  if (read(record.attributes, "health_check_id") !== undefined) return pass;
  const alias = readAll(record.attributes, "alias")[0];
  if (alias === undefined) return fail("failover_routing_policy");
  const evaluates = read(alias[1], "evaluate_target_health");
  if (isUnknown(evaluates)) return unknown;
  return asText(evaluates) === "true" ? pass : fail(`${alias[0]}.evaluate_target_health`);
};

const fileSystems = [
  "aws_fsx_windows_file_system",
  "aws_fsx_ontap_file_system",
  "aws_fsx_openzfs_file_system",
  "aws_fsx_lustre_file_system",
];

/** Scratch file systems of Lustre hold copies and cannot be backed up; the others keep seven days, Lustre and OpenZFS none. */
const fileSystemBackup = (component: Component): Verdict => {
  const isLustre = component.type === "aws_fsx_lustre_file_system";
  const deployment = textAt(component, "deployment_type") ?? (isLustre ? "SCRATCH_1" : "");
  if (deployment.startsWith("SCRATCH")) return pass;
  const isOffByDefault = isLustre || component.type === "aws_fsx_openzfs_file_system";
  return atLeast("automatic_backup_retention_days", 1, isOffByDefault ? fail() : pass)(component);
};

/** Nodes that the groups of a cluster start with. */
const desiredNodes = (group: Component): number | undefined => {
  const text = asText(
    read(group.attributes, "scaling_config.min_size") ?? read(group.attributes, "scaling_config.desired_size"),
  );
  return text === undefined ? undefined : Number(text);
};

const clusterOf = (group: Component, model: Model): string =>
  model.target(group, "cluster_name")?.id ?? textAt(group, "cluster_name") ?? group.id;

const severalNodes = (group: Component, model: Model): Verdict => {
  const own = desiredNodes(group);
  if (own === undefined) return unknown;
  if (own > 1) return pass;
  const cluster = clusterOf(group, model);
  const siblings = model.ofType("aws_eks_node_group").filter((other) => clusterOf(other, model) === cluster);
  return siblings.length > 1 ? pass : fail("scaling_config.min_size");
};

const databases = [
  "aws_rds_cluster",
  "aws_db_instance",
  "aws_dynamodb_table",
  "aws_docdb_cluster",
  "aws_neptune_cluster",
];
const plans = ["aws_backup_plan", "aws_dlm_lifecycle_policy"];

/** One that takes none is told so by a rule of its own. */
const keepsBackups = ({ type, attributes }: Component): boolean =>
  type === "aws_dynamodb_table"
    ? asText(read(attributes, "point_in_time_recovery.enabled")) === "true"
    : Number(asText(read(attributes, "backup_retention_period")) ?? (type === "aws_db_instance" ? 0 : 1)) > 0;

/** Told once, at the first database that keeps backups of its own. */
const kept = (component: Component, model: Model): Verdict => {
  if (model.ofType(...databases).find(keepsBackups) !== component) return skip;
  return model.ofType(...plans).length > 0 ? pass : fail();
};

/** Rules about what is left when a zone, a machine or a mistake takes something away. */
export const awsSpareRules: readonly Rule[] = [
  rule({
    id: "aws-single-subnet",
    severity: "medium",
    pillar: "reliability",
    types: Object.keys(placements),
    title: "Stands in a single subnet",
    why: "A subnet lies in one zone: when that fails, there is nowhere else to run.",
    fix: "Name subnets of at least two availability zones.",
    refs: { fsbp: ["Lambda.5", "ELB.10"], war: ["REL10-BP01"] },
    check: severalSubnets,
  }),
  rule({
    id: "aws-asg-single-instance",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_autoscaling_group"],
    title: "Scaling group keeps a single instance",
    why: "When that machine fails, nothing answers until another has started, which takes minutes.",
    fix: "Set `min_size` to 2 or more, over two zones.",
    refs: { war: ["REL10-BP01"] },
    check: (group) => judge(group, "min_size", (least) => Number(asText(least)) !== 1, pass),
  }),
  rule({
    id: "aws-eks-single-node",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_eks_node_group"],
    title: "Cluster may run on a single node",
    why: "When that node fails or is replaced by an upgrade, all pods are down at once.",
    fix: "Set `scaling_config.min_size` to 2 or more.",
    refs: { war: ["REL10-BP01"] },
    check: severalNodes,
  }),
  rule({
    id: "aws-docdb-single-instance",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_docdb_cluster"],
    title: "Document database has a single instance",
    why: "When that instance or its zone fails, the database is down for the ten minutes that a new one takes.",
    fix: "Add a second `aws_docdb_cluster_instance` in another zone.",
    refs: { war: ["REL10-BP01"] },
    check: secondInstance("aws_docdb_cluster_instance"),
  }),
  rule({
    id: "aws-neptune-single-instance",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_neptune_cluster"],
    title: "Graph database has a single instance",
    why: "When that instance or its zone fails, the database is down for the ten minutes that a new one takes.",
    fix: "Add a second `aws_neptune_cluster_instance` in another zone.",
    refs: { fsbp: ["Neptune.9"], war: ["REL10-BP01"] },
    check: secondInstance("aws_neptune_cluster_instance"),
  }),
  rule({
    id: "aws-memorydb-no-replica",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_memorydb_cluster"],
    title: "Shards of the in-memory database have no replica",
    why: "When a node fails, its part of the data cannot be read until a new one has been filled.",
    fix: "Set `num_replicas_per_shard` to 1 or more.",
    refs: { war: ["REL10-BP01"] },
    check: atLeast("num_replicas_per_shard", 1, pass),
    remedy: setTo("num_replicas_per_shard", 1),
  }),
  rule({
    id: "aws-memorydb-backup",
    severity: "low",
    pillar: "reliability",
    types: ["aws_memorydb_cluster"],
    title: "In-memory database is not backed up",
    why: "What a mistake overwrites cannot be brought back.",
    fix: "Set `snapshot_retention_limit` to 7.",
    refs: { war: ["REL09-BP03"] },
    check: atLeast("snapshot_retention_limit", 1),
    remedy: setTo("snapshot_retention_limit", 7),
  }),
  rule({
    id: "aws-dax-few-nodes",
    severity: "low",
    pillar: "reliability",
    types: ["aws_dax_cluster"],
    title: "DynamoDB cache has fewer than three nodes",
    why: "With one node a failure empties the cache, and the table takes the whole load at once.",
    fix: "Set `replication_factor` to 3, over three zones.",
    refs: { war: ["REL10-BP01"] },
    check: atLeast("replication_factor", 3),
  }),
  rule({
    id: "aws-redshift-single-zone",
    severity: "low",
    pillar: "reliability",
    types: ["aws_redshift_cluster"],
    title: "Warehouse stands in one zone",
    why: "When that zone fails, reports and loads stop until the cluster has been restored elsewhere.",
    fix: "Set `multi_az = true` on RA3 nodes, or `availability_zone_relocation_enabled = true`.",
    refs: { fsbp: ["Redshift.18"] },
    check: (component) =>
      ["multi_az", "availability_zone_relocation_enabled"].some(
        (path) => mustBe(path, true)(component).outcome === "pass",
      )
        ? pass
        : mustBe("multi_az", true)(component),
  }),
  rule({
    id: "aws-efs-one-zone",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_efs_file_system"],
    title: "File system is kept in one zone",
    why: "When that zone is lost, so are the files.",
    fix: "Remove `availability_zone_name`; a regional file system keeps copies in three zones.",
    refs: { fsbp: ["EFS.8"] },
    check: (component) =>
      read(component.attributes, "availability_zone_name") === undefined ? pass : fail("availability_zone_name"),
  }),
  rule({
    id: "aws-fsx-single-zone",
    severity: "low",
    pillar: "reliability",
    types: fileSystems.slice(0, 3),
    title: "File system stands in one zone",
    why: "When that zone fails, nobody can reach the files.",
    fix: "Set `deployment_type` to a MULTI_AZ type, with two subnets.",
    refs: { war: ["REL10-BP01"] },
    check: (component) =>
      judge(
        component,
        "deployment_type",
        (type) => asText(type)?.startsWith("MULTI_AZ") === true,
        component.type === "aws_fsx_windows_file_system" ? fail() : unknown,
      ),
  }),
  rule({
    id: "aws-fsx-backup",
    severity: "medium",
    pillar: "reliability",
    types: fileSystems,
    title: "File system is not backed up",
    why: "Files that a mistake or malware destroys are gone.",
    fix: "Set `automatic_backup_retention_days` to 7 or more.",
    refs: { war: ["REL09-BP03"] },
    check: fileSystemBackup,
    remedy: setTo("automatic_backup_retention_days", 7),
  }),
  rule({
    id: "aws-backup-plan-absent",
    severity: "low",
    pillar: "reliability",
    types: databases,
    title: "Backups exist only beside what they are of",
    why: "A database's own backups go with it, and whoever may delete the one may delete the other.",
    fix: "Add an `aws_backup_plan` and an `aws_backup_selection` that copy recovery points to a vault of their own.",
    refs: { fsbp: ["RDS.26", "DynamoDB.4"], war: ["REL09-BP03"] },
    check: kept,
  }),
  rule({
    id: "aws-cognito-deletion-protection",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_cognito_user_pool"],
    title: "User pool can be deleted by mistake",
    why: "All accounts are lost with it, and their passwords cannot be restored from any backup.",
    fix: 'Set `deletion_protection = "ACTIVE"`.',
    refs: {},
    check: mustBe("deletion_protection", "ACTIVE"),
    remedy: setTo("deletion_protection", "ACTIVE"),
  }),
  rule({
    id: "aws-dns-failover-unchecked",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_route53_record"],
    title: "Failover record without a health check",
    why: "DNS never notices that the first address is down, so it never answers with the second.",
    fix: "Set `health_check_id`, or `alias.evaluate_target_health = true`.",
    refs: { war: ["REL11-BP01"] },
    check: failover,
    remedy: (record) =>
      readAll(record.attributes, "alias").length === 0
        ? []
        : [set(record.address, "alias.evaluate_target_health", true)],
  }),
  rule({
    id: "aws-elb-health-check",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_elb"],
    title: "Classic load balancer only knocks at the door",
    why: "Without a check of its own it asks for a TCP connection, which a broken application still accepts.",
    fix: 'Add a `health_check` block with a `target` such as "HTTP:80/health".',
    refs: { war: ["REL11-BP01"] },
    check: (component) =>
      read(component.attributes, "health_check") === undefined
        ? fail()
        : mustNotMatch("health_check.target", /^(?:TCP|SSL):/i)(component),
  }),
];
