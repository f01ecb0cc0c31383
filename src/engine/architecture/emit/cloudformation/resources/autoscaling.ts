import type { Draft, Properties } from "../cfn.ts";
import { asText, sub } from "../cfn.ts";
import { launchTemplateUse } from "../launch-template.ts";
import { disksOf, imageOf, metadataOf, startScript } from "../machines.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Table } from "../table.ts";
import { arn, blocks, fill, groups, must, named, number, tabled, text, texts } from "../table.ts";

const groupSettings: Table = {
  HealthCheckGracePeriod: number("health_check_grace_period"),
  Cooldown: text("default_cooldown"),
  DefaultInstanceWarmup: number("default_instance_warmup"),
  CapacityRebalance: "capacity_rebalance",
  MaxInstanceLifetime: number("max_instance_lifetime"),
  NewInstancesProtectedFromScaleIn: "protect_from_scale_in",
  PlacementGroup: named("placement_group"),
  ServiceLinkedRoleARN: arn("service_linked_role_arn"),
  TerminationPolicies: texts("termination_policies"),
  LifecycleHookSpecificationList: blocks("initial_lifecycle_hook", {
    LifecycleHookName: must("name"),
    LifecycleTransition: must("lifecycle_transition"),
    DefaultResult: "default_result",
    HeartbeatTimeout: number("heartbeat_timeout"),
    NotificationMetadata: "notification_metadata",
    NotificationTargetARN: arn("notification_target_arn"),
    RoleARN: arn("role_arn"),
  }),
};

const launchConfiguration: Table = {
  LaunchConfigurationName: "name",
  ImageId: (machine) => imageOf(machine, "image_id"),
  InstanceType: must("instance_type"),
  KeyName: named("key_name"),
  IamInstanceProfile: named("iam_instance_profile"),
  SecurityGroups: groups("security_groups"),
  AssociatePublicIpAddress: "associate_public_ip_address",
  EbsOptimized: "ebs_optimized",
  InstanceMonitoring: "enable_monitoring",
  PlacementTenancy: "placement_tenancy",
  SpotPrice: text("spot_price"),
  BlockDeviceMappings: disksOf,
  MetadataOptions: metadataOf,
  UserData: startScript,
};

/** Tags of a scaling group: `tag` blocks say for each whether machines take it over. */
const groupTags = (group: Reader): Draft => [
  ...group.tagEntries().map(([Key, Value]) => ({ Key, Value, PropagateAtLaunch: true })),
  ...group.blocks("tag").map((tag) => ({
    Key: tag.plain("key"),
    Value: tag.plain("value"),
    PropagateAtLaunch: tag.plain("propagate_at_launch") ?? true,
  })),
];

/** A metric of one's own that a group follows. */
const customizedMetric = (tracking: Reader, dimension: string): Draft =>
  tracking.within("customized_metric_specification", (metric) =>
    fill(
      {
        MetricName: "metric_name",
        Namespace: "namespace",
        Statistic: "statistic",
        Unit: "unit",
        Dimensions: blocks(dimension, { Name: must("name"), Value: must(named("value")) }),
      },
      metric,
    ),
  );

const stepAdjustment: Table = {
  MetricIntervalLowerBound: number("metric_interval_lower_bound"),
  MetricIntervalUpperBound: number("metric_interval_upper_bound"),
  ScalingAdjustment: must(number("scaling_adjustment")),
};

const stepScaling: Table = {
  AdjustmentType: "adjustment_type",
  Cooldown: number("cooldown"),
  MetricAggregationType: "metric_aggregation_type",
  MinAdjustmentMagnitude: number("min_adjustment_magnitude"),
  StepAdjustments: blocks("step_adjustment", stepAdjustment),
};

const predefinedMetric = (tracking: Reader): Draft =>
  tracking.within("predefined_metric_specification", (metric) => ({
    PredefinedMetricType: metric.must.plain("predefined_metric_type"),
    ResourceLabel: metric.plain("resource_label"),
  }));

/** Groups of machines, and what makes them and other services grow. */
export const autoscaling: Mappings = {
  aws_autoscaling_group: {
    type: "AWS::AutoScaling::AutoScalingGroup",
    handles: {
      text: "Ref",
      arn: "arn:${AWS::Partition}:autoscaling:${AWS::Region}:${AWS::AccountId}:autoScalingGroup:*:autoScalingGroupName/${Self}",
    },
    properties: (group) => {
      group.raw("name_prefix");
      return {
        AutoScalingGroupName: group.plain("name"),
        MinSize: asText(group.must.plain("min_size")),
        MaxSize: asText(group.must.plain("max_size")),
        DesiredCapacity: asText(group.plain("desired_capacity")),
        VPCZoneIdentifier: group.ids("vpc_zone_identifier"),
        AvailabilityZones: group.list("availability_zones", "text"),
        LaunchConfigurationName: group.named("launch_configuration"),
        LaunchTemplate: group.within("launch_template", launchTemplateUse("LaunchTemplate")),
        MixedInstancesPolicy: group.within("mixed_instances_policy", mixedInstances),
        TargetGroupARNs: targetGroupsOf(group),
        LoadBalancerNames: balancersOf(group),
        HealthCheckType: group.plain("health_check_type"),
        ...fill(groupSettings, group),
        MetricsCollection: group.has("enabled_metrics")
          ? [
              {
                Granularity: group.plain("metrics_granularity") ?? "1Minute",
                Metrics: group.list("enabled_metrics", "text"),
              },
            ]
          : undefined,
        Tags: groupTags(group),
      };
    },
  },
  aws_autoscaling_policy: {
    type: "AWS::AutoScaling::ScalingPolicy",
    handles: { arn: "Ref" },
    properties: (policy) => {
      policy.raw("name");
      return {
        AutoScalingGroupName: policy.must.named("autoscaling_group_name"),
        PolicyType: policy.plain("policy_type"),
        Cooldown: asText(policy.plain("cooldown")),
        ...policy.copy({
          AdjustmentType: "adjustment_type",
          ScalingAdjustment: "scaling_adjustment",
          EstimatedInstanceWarmup: "estimated_instance_warmup",
          MetricAggregationType: "metric_aggregation_type",
          MinAdjustmentMagnitude: "min_adjustment_magnitude",
        }),
        StepAdjustments: policy.each("step_adjustment", (step) => fill(stepAdjustment, step)),
        TargetTrackingConfiguration: policy.within("target_tracking_configuration", (tracking) => ({
          TargetValue: tracking.must.plain("target_value"),
          DisableScaleIn: tracking.plain("disable_scale_in"),
          PredefinedMetricSpecification: predefinedMetric(tracking),
          CustomizedMetricSpecification: customizedMetric(tracking, "metric_dimension"),
        })),
      };
    },
  },
  aws_launch_configuration: tabled("AWS::AutoScaling::LaunchConfiguration", launchConfiguration),
  aws_autoscaling_schedule: tabled(
    "AWS::AutoScaling::ScheduledAction",
    {
      AutoScalingGroupName: must(named("autoscaling_group_name")),
      MinSize: number("min_size"),
      MaxSize: number("max_size"),
      DesiredCapacity: number("desired_capacity"),
      Recurrence: "recurrence",
      StartTime: "start_time",
      EndTime: "end_time",
      TimeZone: "time_zone",
    },
    { ignored: ["scheduled_action_name"] },
  ),
  aws_autoscaling_lifecycle_hook: tabled("AWS::AutoScaling::LifecycleHook", {
    LifecycleHookName: "name",
    AutoScalingGroupName: must(named("autoscaling_group_name")),
    LifecycleTransition: must("lifecycle_transition"),
    DefaultResult: "default_result",
    HeartbeatTimeout: number("heartbeat_timeout"),
    NotificationMetadata: "notification_metadata",
    NotificationTargetARN: arn("notification_target_arn"),
    RoleARN: arn("role_arn"),
  }),
  aws_appautoscaling_target: {
    type: "AWS::ApplicationAutoScaling::ScalableTarget",
    properties: (target) => ({
      ServiceNamespace: target.must.plain("service_namespace"),
      ResourceId: scaledResource(target),
      ScalableDimension: target.must.plain("scalable_dimension"),
      MinCapacity: target.must.plain("min_capacity"),
      MaxCapacity: target.must.plain("max_capacity"),
      RoleARN: target.arn("role_arn"),
    }),
  },
  aws_appautoscaling_policy: {
    type: "AWS::ApplicationAutoScaling::ScalingPolicy",
    handles: { arn: "Ref" },
    properties: (policy) => ({
      PolicyName: policy.must.plain("name"),
      PolicyType: policy.plain("policy_type") ?? "StepScaling",
      ...scaledBy(policy),
      StepScalingPolicyConfiguration: policy.within("step_scaling_policy_configuration", (steps) =>
        fill(stepScaling, steps),
      ),
      TargetTrackingScalingPolicyConfiguration: policy.within(
        "target_tracking_scaling_policy_configuration",
        (tracking) => ({
          TargetValue: tracking.must.plain("target_value"),
          ...tracking.copy({
            DisableScaleIn: "disable_scale_in",
            ScaleInCooldown: "scale_in_cooldown",
            ScaleOutCooldown: "scale_out_cooldown",
          }),
          PredefinedMetricSpecification: predefinedMetric(tracking),
          CustomizedMetricSpecification: customizedMetric(tracking, "dimensions"),
        }),
      ),
    }),
  },
};

const mixedInstances = (policy: Reader): Draft => ({
  InstancesDistribution: policy.within("instances_distribution", (split) =>
    split.copy({
      OnDemandBaseCapacity: "on_demand_base_capacity",
      OnDemandPercentageAboveBaseCapacity: "on_demand_percentage_above_base_capacity",
      SpotAllocationStrategy: "spot_allocation_strategy",
    }),
  ),
  LaunchTemplate: policy.within("launch_template", (template) => ({
    LaunchTemplateSpecification: template.within("launch_template_specification", (use) => {
      const id = use.must.id("launch_template_id");
      const version = use.value("launch_template_id", "version");
      use.raw("version");
      return { LaunchTemplateId: id, Version: version };
    }),
    Overrides: template.each("override", (override) => ({ InstanceType: override.plain("instance_type") })),
  })),
});

/** Target groups named by the group itself, or by an attachment beside it. */
const targetGroupsOf = (group: Reader): Draft =>
  withAttached(
    group,
    group.arns("target_group_arns"),
    (attachment) => attachment.arn("lb_target_group_arn") ?? attachment.arn("alb_target_group_arn"),
  );

/** The same for load balancers of the first kind. */
const balancersOf = (group: Reader): Draft =>
  withAttached(group, group.list("load_balancers", "name"), (attachment) => attachment.named("elb"));

const withAttached = (group: Reader, own: Draft, read: (attachment: Reader) => Draft): Draft => {
  const attached = group
    .companions("aws_autoscaling_attachment", "autoscaling_group_name")
    .map(read)
    .filter((found) => found !== undefined);
  const all = [...(Array.isArray(own) ? own : []), ...attached];
  return all.length === 0 ? undefined : all;
};

/** `service/cluster/service`: the names stand in a text with two gaps. */
const scaledResource = (target: Reader): Draft => {
  const { component, translation } = target;
  const named = component.references
    .filter(({ path }) => path === "resource_id")
    .flatMap(({ to }) => translation.meant(to));
  const cluster = named.find(({ type }) => type === "aws_ecs_cluster");
  const service = named.find(({ type }) => type === "aws_ecs_service");
  target.raw("resource_id");
  const [clusterId, serviceId] = [cluster && translation.logicalId(cluster), service && translation.logicalId(service)];
  if (clusterId !== undefined && serviceId !== undefined) return sub(`service/\${${clusterId}}/\${${serviceId}.Name}`);
  return target.must.value("resource_id", "name");
};

/** What a scaling policy scales: the target it names, or the same three values. */
const scaledBy = (policy: Reader): Properties => {
  const { translation, component } = policy;
  const target = component.references
    .flatMap(({ to }) => translation.meant(to))
    .find(({ type }) => type === "aws_appautoscaling_target");
  const id = target && translation.locate(target, "id");
  const values = {
    ServiceNamespace: policy.must.plain("service_namespace"),
    ScalableDimension: policy.must.plain("scalable_dimension"),
  };
  policy.raw("resource_id");
  return id === undefined
    ? { ...values, ResourceId: policy.must.value("resource_id", "name") }
    : { ScalingTargetId: id };
};
