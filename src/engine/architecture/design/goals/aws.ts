import { asText, isUnknown, read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import type { Edit } from "../edit.ts";
import { remove, set } from "../edit.ts";
import { addAlarms, hasAlarms } from "./aws-alarms.ts";
import { addAuditTrail } from "./aws-audit.ts";
import { addBackupPlan, addRecoveryCopies, copiesElsewhere } from "./aws-backup.ts";
import { addCache } from "./aws-cache.ts";
import { addCdn } from "./aws-cdn.ts";
import { addGatewayEndpoint } from "./aws-endpoint.ts";
import { hasCdn, isQuick, makeQuick } from "./aws-latency.ts";
import { addSecurityHeaders, addThreatDetection, addWebFirewall, isShielded } from "./aws-protection.ts";
import { addScaling, scales } from "./aws-scaling.ts";
import { addSecondWayOut, leavesFromEachZone } from "./aws-zones.ts";
import { addAwsBudget, hasBudget } from "./budget.ts";
import { all, every } from "./cloud-goals.ts";
import type { CloudGoals } from "./cloud-goals.ts";
import { declared } from "./declared.ts";

const at = (component: Component, path: string): string => asText(read(component.attributes, path)) ?? "";
const number = (component: Component, path: string): number => Number(at(component, path));

const stateful = ["aws_db_instance", "aws_rds_cluster", "aws_dynamodb_table", "aws_efs_file_system", "aws_ebs_volume"];

const primaries = (model: Model): readonly Component[] =>
  model.ofType("aws_db_instance").filter(({ attributes }) => read(attributes, "replicate_source_db") === undefined);

/** Blocks of which every instance has the same number at `path`, less than two: only there one number is right for all. */
const tooFew = (model: Model, type: string, path: string): readonly Component[] => {
  const numbers = new Map<string, Set<string>>();
  for (const each of model.ofType(type)) {
    const text = isUnknown(read(each.attributes, path)) ? "unknown" : at(each, path);
    numbers.set(each.address, (numbers.get(each.address) ?? new Set()).add(text));
  }
  return declared(model, type).filter(({ address }) => {
    const [first, ...others] = numbers.get(address) ?? [];
    return others.length === 0 && Number(first) < 2;
  });
};

/** Services that AWS itself spreads over the zones of a region. */
const regional = [
  "aws_apigatewayv2_api",
  "aws_cloudfront_distribution",
  "aws_dynamodb_table",
  "aws_kinesis_stream",
  "aws_lambda_function",
  "aws_s3_bucket",
  "aws_sns_topic",
  "aws_sqs_queue",
];

/** A warehouse of several zones, or one that moves to another zone when its own fails. */
const movesOn = (warehouse: Component): boolean =>
  at(warehouse, "multi_az") === "true" || at(warehouse, "availability_zone_relocation_enabled") === "true";

/** Only nodes with storage of their own stay where they are. */
const canMove = (warehouse: Component): boolean => at(warehouse, "node_type").startsWith("ra3.");

const survivesZone = (model: Model): boolean | undefined =>
  all(
    every(primaries(model), (database) => at(database, "multi_az") === "true"),
    every(model.ofType("aws_rds_cluster"), (cluster) => {
      const instances = model.attached(cluster, "aws_rds_cluster_instance", "cluster_identifier");
      return instances.length > 1 || instances.some((instance) => instance.id !== instance.address);
    }),
    every(
      model.ofType("aws_elasticache_replication_group"),
      (cache) => at(cache, "automatic_failover_enabled") === "true",
    ),
    every(model.ofType("aws_ecs_service"), (service) => number(service, "desired_count") >= 2),
    every(
      model.ofType("aws_autoscaling_group"),
      (group) => number(group, "min_size") >= 2 || number(group, "desired_capacity") >= 2,
    ),
    every(model.ofType("aws_eks_node_group"), (nodes) => number(nodes, "scaling_config.desired_size") >= 2),
    model.ofType("aws_instance").length === 0 ? undefined : model.ofType("aws_instance").length >= 2,
    every(model.ofType("aws_redshift_cluster"), movesOn),
    leavesFromEachZone(model),
  ) ?? (model.ofType(...regional).length > 0 ? true : undefined);

const makeHighlyAvailable = (model: Model): Edit[] => [
  ...primaries(model).flatMap(({ address, attributes }) => [
    set(address, "multi_az", true),
    ...(read(attributes, "availability_zone") === undefined ? [] : [remove(address, "availability_zone")]),
  ]),
  ...tooFew(model, "aws_ecs_service", "desired_count").map(({ address }) => set(address, "desired_count", 2)),
  ...tooFew(model, "aws_autoscaling_group", "min_size").flatMap((group) => [
    set(group.address, "min_size", 2),
    ...(number(group, "max_size") < 2 ? [set(group.address, "max_size", 4)] : []),
  ]),
  ...tooFew(model, "aws_eks_node_group", "scaling_config.desired_size").flatMap((nodes) => [
    set(nodes.address, "scaling_config.desired_size", 2),
    set(nodes.address, "scaling_config.min_size", 2),
    ...(number(nodes, "scaling_config.max_size") < 2 ? [set(nodes.address, "scaling_config.max_size", 4)] : []),
  ]),
  ...declared(model, "aws_redshift_cluster")
    .filter((warehouse) => canMove(warehouse) && !movesOn(warehouse))
    .map(({ address }) => set(address, "availability_zone_relocation_enabled", true)),
  ...addSecondWayOut(model),
];

const graviton = /^(?:db\.|cache\.)?[a-z]+\d+g[a-z]*\./;

const isLean = (model: Model): boolean | undefined =>
  all(
    model.ofType("aws_nat_gateway").length === 0 ? undefined : model.ofType("aws_vpc_endpoint").length > 0,
    every(model.ofType("aws_ebs_volume"), (volume) => at(volume, "type") !== "gp2"),
    every(model.ofType("aws_db_instance"), (database) => at(database, "storage_type") !== "gp2"),
    every(
      model.ofType("aws_s3_bucket"),
      (bucket) => model.attached(bucket, "aws_s3_bucket_lifecycle_configuration", "bucket").length > 0,
    ),
  );

/** Requirements on AWS. What a rule mends as well is mended once: both write the same place. */
export const awsGoals: CloudGoals = {
  high_availability: { isMet: survivesZone, edits: makeHighlyAvailable },
  backup: {
    isMet: (model) => (model.ofType(...stateful).length === 0 ? undefined : model.ofType("aws_backup_plan").length > 0),
    edits: addBackupPlan,
  },
  disaster_recovery: {
    isMet: (model) => (model.ofType(...stateful).length === 0 ? undefined : copiesElsewhere(model)),
    edits: addRecoveryCopies,
  },
  scalability: { isMet: scales, edits: addScaling },
  performance: {
    isMet: (model) =>
      all(
        model.ofType("aws_db_instance", "aws_rds_cluster").length === 0
          ? undefined
          : model.ofType("aws_elasticache_cluster", "aws_elasticache_replication_group").length > 0,
        hasCdn(model),
      ),
    edits: (model) => [...addCache(model), ...addCdn(model)],
  },
  global_users: { isMet: hasCdn, edits: addCdn },
  low_latency: { isMet: isQuick, edits: makeQuick },
  security: {
    isMet: (model) => all(isShielded(model), model.ofType("aws_guardduty_detector").length > 0),
    edits: (model) => [...addWebFirewall(model), ...addThreatDetection(model), ...addSecurityHeaders(model)],
  },
  compliance: {
    isMet: (model) => model.ofType("aws_cloudtrail").length > 0,
    edits: addAuditTrail,
  },
  monitoring: { isMet: hasAlarms, edits: addAlarms },
  low_cost: {
    isMet: (model) => all(isLean(model), hasBudget(model)),
    edits: (model) => [...addGatewayEndpoint(model), ...addAwsBudget(model)],
  },
  serverless: {
    isMet: (model) =>
      model.ofType("aws_lambda_function", "aws_ecs_service").length === 0 &&
      model.ofType("aws_instance", "aws_autoscaling_group").length === 0
        ? undefined
        : model.ofType("aws_instance", "aws_autoscaling_group", "aws_eks_node_group").length === 0,
  },
  sustainability: {
    isMet: (model) =>
      all(
        every(
          model.ofType("aws_lambda_function"),
          (fn) =>
            at(fn, "architectures.0") === "arm64" ||
            JSON.stringify(read(fn.attributes, "architectures")) === '["arm64"]',
        ),
        every(model.ofType("aws_instance"), (instance) => graviton.test(at(instance, "instance_type"))),
        every(model.ofType("aws_db_instance"), (database) => graviton.test(at(database, "instance_class"))),
      ),
    // An image was built for one processor.
    edits: (model) =>
      model
        .ofType("aws_lambda_function")
        .filter((fn) => at(fn, "package_type") !== "Image")
        .map(({ address }) => set(address, "architectures", ["arm64"])),
  },
};
