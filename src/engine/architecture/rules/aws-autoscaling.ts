import { add, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { countAt, fail, mustBe, pass, skip, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { inRoot, isInDefaultRegion, labelOf, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const zoneCount = (component: Component): Verdict => {
  const { attributes } = component;
  const path = ["vpc_zone_identifier", "availability_zones"].find((name) => read(attributes, name) !== undefined);
  if (path === undefined) return unknown;
  const count = countAt(attributes, path);
  if (count === undefined) return unknown;
  // An item that stands for a list known only after apply may be any number of subnets.
  if (count < 2 && [read(attributes, path) ?? []].flat().some((item) => isUnknown(item) && item.refs.length === 0))
    return unknown;
  return count < 2 ? fail(path) : pass;
};

const hasLoadBalancer = (component: Component, model: Model): boolean =>
  ["target_group_arns", "load_balancers"].some((name) => {
    const value = read(component.attributes, name);
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  }) ||
  readAll(component.attributes, "traffic_source").length > 0 ||
  ["aws_autoscaling_attachment", "aws_autoscaling_traffic_source_attachment"].some(
    (type) => model.attached(component, type, "autoscaling_group_name").length > 0,
  );

const sizeOf = (component: Component, name: string): number | undefined => {
  const text = asText(read(component.attributes, name));
  return text === undefined ? undefined : Number(text);
};

/** What changes the size of a group: its own policies and schedules, a service of ECS, or an autoscaler in a cluster. */
const sizers: readonly (readonly [type: string, via: string])[] = [
  ["aws_autoscaling_policy", "autoscaling_group_name"],
  ["aws_autoscaling_schedule", "autoscaling_group_name"],
  ["aws_ecs_capacity_provider", "auto_scaling_group_provider"],
];

const isClusterNode = (component: Component): boolean =>
  readAll(component.attributes, "tag").some(([, tag]) =>
    matches(read(tag, "key"), /^(?:k8s\.io\/cluster-autoscaler|kubernetes\.io\/cluster)\//),
  );

const isScaled = (component: Component, model: Model): Verdict => {
  // A group that cannot grow is told so already.
  if (canGrow(component).outcome !== "pass") return skip;
  const found = sizers.map(([type, via]) => companionsOf(component, model, type, via));
  if (isClusterNode(component) || found.some((list) => list !== undefined && list.length > 0)) return pass;
  return found.includes(undefined) ? unknown : fail();
};

const canGrow = (component: Component): Verdict => {
  const least = sizeOf(component, "min_size");
  const most = sizeOf(component, "max_size");
  if (least === undefined || most === undefined) return unknown;
  return most > least ? pass : fail("max_size");
};

const scaleByLoad = (component: Component): Edit => {
  const label = labelOf(component);
  return add(
    `aws_autoscaling_policy.${label}`,
    `resource "aws_autoscaling_policy" "${label}" {
  name                   = "cpu-at-60-percent"
  autoscaling_group_name = ${component.address}.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = 60

    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}
`,
  );
};

/** Rules about groups of instances that grow, shrink and heal. */
export const autoscalingRules: readonly Rule[] = [
  rule({
    id: "aws-asg-zones",
    severity: "high",
    pillar: "reliability",
    types: ["aws_autoscaling_group"],
    title: "Scaling group runs in one zone",
    why: "When that zone fails, all of its instances fail together and none can be started elsewhere.",
    fix: "Give vpc_zone_identifier subnets of at least two availability zones.",
    refs: { fsbp: ["AutoScaling.2"] },
    check: zoneCount,
  }),
  rule({
    id: "aws-asg-health-check",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_autoscaling_group"],
    title: "Scaling group does not listen to its load balancer",
    why: "An instance whose application hangs keeps running, because the machine itself still looks well.",
    fix: 'Set health_check_type = "ELB".',
    refs: { checkov: ["CKV2_AWS_15"], fsbp: ["AutoScaling.1"] },
    check: (component, model) =>
      hasLoadBalancer(component, model) ? mustBe("health_check_type", "ELB")(component) : pass,
    remedy: setTo("health_check_type", "ELB"),
  }),
  rule({
    id: "aws-asg-fixed-size",
    severity: "low",
    pillar: "performance",
    types: ["aws_autoscaling_group"],
    title: "Scaling group cannot grow",
    why: "Under load it becomes slow instead of larger, since min_size and max_size are the same.",
    fix: "Set max_size above min_size and add a target-tracking aws_autoscaling_policy.",
    refs: {},
    check: canGrow,
    remedy: (component, model) => {
      const siblings = model.ofType(component.type).filter(({ address }) => address === component.address);
      const most = 2 * Math.max(1, ...siblings.map((group) => sizeOf(group, "min_size") ?? 1));
      const grow = set(component.address, "max_size", most);
      if (
        component.id !== component.address ||
        component.address.startsWith("module.") ||
        !isInDefaultRegion(component)
      )
        return [grow];
      return [grow, scaleByLoad(component)];
    },
  }),
  rule({
    id: "aws-asg-no-scaling-policy",
    severity: "low",
    pillar: "performance",
    types: ["aws_autoscaling_group"],
    title: "Nothing makes the scaling group grow",
    why: "It has room to grow, and no policy that uses it: under load it becomes slow all the same.",
    fix: "Add a target-tracking `aws_autoscaling_policy`.",
    refs: { war: ["REL07-BP01"] },
    check: isScaled,
    remedy: inRoot((component) => (component.id === component.address ? [scaleByLoad(component)] : [])),
  }),
  rule({
    id: "aws-asg-launch-template",
    severity: "low",
    pillar: "operations",
    types: ["aws_autoscaling_group"],
    title: "Scaling group uses a launch configuration",
    why: "Launch configurations get no new features and new accounts cannot make them at all.",
    fix: "Use launch_template or mixed_instances_policy instead of launch_configuration.",
    refs: { checkov: ["CKV_AWS_315"], fsbp: ["AutoScaling.9"] },
    check: ({ attributes }) =>
      read(attributes, "launch_template") === undefined && read(attributes, "mixed_instances_policy") === undefined
        ? fail("launch_configuration")
        : pass,
  }),
  rule({
    id: "aws-asg-tags",
    severity: "low",
    pillar: "operations",
    types: ["aws_autoscaling_group"],
    title: "Machines of the scaling group get no tags",
    why: "Whom a machine belongs to, and what it costs them, is not seen.",
    fix: "Add `tag` blocks with `propagate_at_launch = true`.",
    refs: { checkov: ["CKV_AWS_153"], fsbp: ["AutoScaling.10"] },
    check: ({ attributes }) => (["tag", "tags"].some((name) => read(attributes, name) !== undefined) ? pass : fail()),
  }),
];
