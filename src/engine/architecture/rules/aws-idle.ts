import { asText, isUnknown, read } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import { eachBlock, fail, judge, mustBeSet, pass, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { isPointedAt } from "./pointed-at.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const routing = ["aws_route", "aws_route_table", "aws_default_route_table"];

/** A network whose routes are kept elsewhere does not tell which gateways they use. */
const routed = (gateway: Component, model: Model): Verdict => {
  // A module that is called uses what it is given.
  if (isPointedAt(gateway, model, ...routing, "module")) return pass;
  return model.ofType(...routing).length === 0 || hasUnknownRoute(model) ? unknown : fail();
};

/** A route whose gateway is not known, e.g. one that a list or a module names, may be any gateway's. */
const hasUnknownRoute = (model: Model): boolean =>
  model.ofType("aws_route").some(({ attributes }) => isUnresolved(read(attributes, "nat_gateway_id"))) ||
  model
    .ofType("aws_route_table", "aws_default_route_table")
    .some(
      ({ attributes }) =>
        isUnknown(read(attributes, "route")) || isUnresolved(read(attributes, "route.nat_gateway_id")),
    );

const isUnresolved = (value: Value | undefined): boolean =>
  isUnknown(value) && !value.refs.some((ref) => ref.includes("aws_nat_gateway."));

const attached = (volume: Component, model: Model): Verdict => {
  const attachments = companionsOf(volume, model, "aws_volume_attachment", "volume_id");
  if (attachments === undefined) return unknown;
  // A claim of a Kubernetes cluster names its volume by id as well; a snapshot is taken of one that serves as its source.
  const isClaimed = isPointedAt(volume, model, "kubernetes_persistent_volume", "kubernetes_persistent_volume_v1");
  return attachments.length > 0 || isClaimed || isPointedAt(volume, model, "aws_ebs_snapshot", "module")
    ? pass
    : fail();
};

const listeners = ["aws_lb_listener", "aws_alb_listener"];

const answers = (balancer: Component, model: Model): Verdict => {
  const found = listeners.map((type) => companionsOf(balancer, model, type, "load_balancer_arn"));
  if (found.some((list) => list !== undefined && list.length > 0)) return pass;
  return found.includes(undefined) ||
    isPointedAt(balancer, model, "aws_lb_listener", "aws_vpc_endpoint_service", "module")
    ? unknown
    : fail();
};

/** What puts targets into a group. */
const registrars = [
  "aws_lb_target_group_attachment",
  "aws_alb_target_group_attachment",
  "aws_autoscaling_group",
  "aws_autoscaling_attachment",
  "aws_autoscaling_traffic_source_attachment",
  "aws_ecs_service",
  "aws_codedeploy_deployment_group",
  "aws_spot_fleet_request",
  "aws_elastic_beanstalk_environment",
  "aws_batch_compute_environment",
];

/** Controllers in a Kubernetes cluster register pods by themselves; what a module makes may use the group too. */
const registersElsewhere = (model: Model): boolean =>
  model.ofType("aws_eks_cluster", "kubernetes_manifest", "helm_release", "module").length > 0 ||
  model
    .ofType("aws_autoscaling_attachment", "aws_lb_target_group_attachment", "aws_alb_target_group_attachment")
    .some(({ attributes }) =>
      ["target_group_arn", "lb_target_group_arn", "alb_target_group_arn"].some((name) =>
        isBlind(read(attributes, name)),
      ),
    ) ||
  model.ofType("aws_autoscaling_group").some(({ attributes }) => isBlind(read(attributes, "target_group_arns")));

const isBlind = (value: Value | undefined): boolean => isUnknown(value) && value.refs.length === 0;

const hasTargets = (group: Component, model: Model): Verdict => {
  if (isPointedAt(group, model, ...registrars)) return pass;
  return registersElsewhere(model) ? unknown : fail();
};

const movesToColdStorage = (system: Component): Verdict => {
  const policies = read(system.attributes, "lifecycle_policy");
  if (isUnknown(policies)) return unknown;
  return policies === undefined ? fail() : pass;
};

const isOn = (value: Value | undefined): boolean => asText(value) === "Enabled";

/** The bucket that a lifecycle configuration belongs to keeps old versions. */
const keepsVersions = (configuration: Component, model: Model): boolean | undefined => {
  const bucket = model.target(configuration, "bucket");
  if (bucket === undefined) return undefined;
  const versionings = companionsOf(bucket, model, "aws_s3_bucket_versioning", "bucket");
  if (versionings === undefined) return undefined;
  return (
    versionings.some(({ attributes }) => isOn(read(attributes, "versioning_configuration.status"))) ||
    asText(read(bucket.attributes, "versioning.enabled")) === "true"
  );
};

const expiresVersions = (configuration: Component, model: Model): Verdict => {
  const rules = read(configuration.attributes, "rule");
  if (isUnknown(rules)) return unknown;
  const isVersioned = keepsVersions(configuration, model);
  if (isVersioned === undefined) return unknown;
  if (!isVersioned) return pass;
  const blocks: readonly Value[] = Array.isArray(rules) ? rules : [];
  const thinsOut = blocks.some(
    (block) =>
      typeof block === "object" &&
      block !== null &&
      ("noncurrent_version_expiration" in block || "noncurrent_version_transition" in block),
  );
  return thinsOut ? pass : fail("rule");
};

/** Rules about what is paid for and used by nothing, and about data that only ever grows. */
export const awsIdleRules: readonly Rule[] = [
  rule({
    id: "aws-nat-gateway-unused",
    severity: "medium",
    pillar: "cost",
    types: ["aws_nat_gateway"],
    title: "NAT gateway that no route uses",
    why: "It is charged by the hour, about 33 dollars a month, and no traffic goes through it.",
    fix: "Send the private route tables' `0.0.0.0/0` to it with `nat_gateway_id`, or remove it and its address.",
    refs: { war: ["COST06-BP01"] },
    check: routed,
  }),
  rule({
    id: "aws-ebs-unattached",
    severity: "low",
    pillar: "cost",
    types: ["aws_ebs_volume"],
    title: "Volume that no machine uses",
    why: "A volume is charged by its size whether or not anything is written to it.",
    fix: "Attach it with an `aws_volume_attachment`, or keep a snapshot of it and remove it.",
    refs: { fsbp: ["EC2.3"], war: ["COST11-BP01"] },
    check: attached,
  }),
  rule({
    id: "aws-lb-no-listener",
    severity: "low",
    pillar: "cost",
    types: ["aws_lb", "aws_alb"],
    title: "Load balancer that listens to nothing",
    why: "It is charged by the hour and answers no request.",
    fix: "Add an `aws_lb_listener` with its `load_balancer_arn`, or remove it.",
    refs: { war: ["COST06-BP01"] },
    check: answers,
  }),
  rule({
    id: "aws-lb-no-targets",
    severity: "low",
    pillar: "reliability",
    types: ["aws_lb_target_group", "aws_alb_target_group"],
    title: "Target group that nothing registers with",
    why: "Requests that are sent to it are answered with an error, because there is nobody to take them.",
    fix: "Name it in `target_group_arns` of the scaling group or `load_balancer` of the service, or attach targets.",
    refs: {},
    check: hasTargets,
  }),
  rule({
    id: "aws-efs-no-lifecycle",
    severity: "low",
    pillar: "cost",
    types: ["aws_efs_file_system"],
    title: "Files that nobody reads stay on dear storage",
    why: "Most files are never read again after a month, and infrequent access storage costs less than a tenth.",
    fix: 'Add `lifecycle_policy { transition_to_ia = "AFTER_30_DAYS" }`.',
    refs: { war: ["COST08-BP02"] },
    check: movesToColdStorage,
  }),
  rule({
    id: "aws-s3-old-versions-kept",
    severity: "low",
    pillar: "cost",
    types: ["aws_s3_bucket_lifecycle_configuration"],
    title: "Old versions of objects are never removed",
    why: "Each overwritten or deleted object is charged for ever, although nobody sees it.",
    fix: "Add `noncurrent_version_expiration` to a rule, e.g. after 90 days.",
    refs: { fsbp: ["S3.10"], war: ["COST08-BP02"] },
    check: expiresVersions,
  }),
  rule({
    id: "aws-backup-no-expiry",
    severity: "low",
    pillar: "cost",
    types: ["aws_backup_plan"],
    title: "Backups are kept for ever",
    why: "The bill for recovery points grows each day, and personal data stays longer than it may.",
    fix: "Set `lifecycle.delete_after` in each `rule`.",
    refs: { war: ["COST08-BP02"] },
    check: (plan) =>
      eachBlock(plan, "rule", (block, path) => {
        const after = read(block, "lifecycle.delete_after");
        if (isUnknown(after) || isUnknown(read(block, "lifecycle"))) return unknown;
        return after === undefined ? fail(path) : pass;
      }),
  }),
  rule({
    id: "aws-kinesis-short-retention",
    severity: "low",
    pillar: "reliability",
    types: ["aws_kinesis_stream"],
    title: "Stream forgets its records after a day",
    why: "When a consumer is broken over a weekend, what came in meanwhile is gone before it runs again.",
    fix: "Set `retention_period` to 168 hours.",
    refs: { fsbp: ["Kinesis.3"] },
    check: (stream) => judge(stream, "retention_period", (hours) => Number(asText(hours)) >= 168),
  }),
  rule({
    id: "aws-budget-silent",
    severity: "low",
    pillar: "cost",
    types: ["aws_budgets_budget"],
    title: "Budget tells nobody",
    why: "Costs that run away are noticed when the invoice comes.",
    fix: "Add a `notification` block with `subscriber_email_addresses` or a topic.",
    refs: { war: ["COST03-BP05"] },
    check: mustBeSet("notification"),
  }),
];
