import type { DocumentNode } from "../../document/node.ts";
import { textOf } from "../../document/node.ts";
import { intrinsicOf } from "../intrinsics.ts";
import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";
import { findEntry, itemsOf, without } from "./reshaping.ts";

const templateUse: PropertyMappings = { LaunchTemplateId: "id", LaunchTemplateName: "name" };

const ranges = (...names: readonly string[]): PropertyMappings =>
  Object.fromEntries(names.map((name) => [name, { block: rangeName(name) }]));

/** `MemoryGiBPerVCpu` is not what it looks like in snake_case. */
const rangeName = (name: string): string =>
  name
    .replace("GiBPerVCpu", "GibPerVcpu")
    .replace("VCpu", "Vcpu")
    .replace("MiB", "Mib")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_")
    .toLowerCase();

const instanceRequirements: PropertyMappings = {
  ...ranges("AcceleratorCount", "AcceleratorTotalMemoryMiB", "BaselineEbsBandwidthMbps", "MemoryGiBPerVCpu"),
  ...ranges("MemoryMiB", "NetworkBandwidthGbps", "NetworkInterfaceCount", "VCpuCount"),
  TotalLocalStorageGB: { block: "total_local_storage_gb" },
  BaselinePerformanceFactors: dropped,
};

const templateById: PropertyMapping = { block: "launch_template_specification" };

const mixedInstances: PropertyMappings = {
  InstancesDistribution: { block: "instances_distribution", properties: { DistributionSegments: dropped } },
  LaunchTemplate: {
    block: "launch_template",
    properties: {
      LaunchTemplateSpecification: templateById,
      Overrides: {
        block: "override",
        properties: {
          LaunchTemplateSpecification: templateById,
          InstanceRequirements: { block: "instance_requirements", properties: instanceRequirements },
        },
      },
    },
  },
};

const group: ResourceMapping = {
  type: "aws_autoscaling_group",
  ref: "name",
  attributes: { AutoScalingGroupARN: "arn" },
  properties: {
    AutoScalingGroupName: "name",
    LaunchConfigurationName: "launch_configuration",
    LaunchTemplate: { block: "launch_template", properties: templateUse },
    MixedInstancesPolicy: { block: "mixed_instances_policy", properties: mixedInstances },
    LoadBalancerNames: "load_balancers",
    Cooldown: "default_cooldown",
    NewInstancesProtectedFromScaleIn: "protect_from_scale_in",
    MetricsCollection: {
      write: (list, at) => {
        const [first] = itemsOf(list);
        const metrics = first && findEntry(first, "Metrics")?.value;
        if (metrics !== undefined) at.out.attribute("enabled_metrics", at.hcl(metrics), at.line);
      },
    },
    LifecycleHookSpecificationList: { block: "initial_lifecycle_hook", properties: { LifecycleHookName: "name" } },
    InstanceMaintenancePolicy: { block: "instance_maintenance_policy" },
    AvailabilityZoneDistribution: { block: "availability_zone_distribution" },
    TrafficSources: { block: "traffic_source" },
    Tags: { block: "tag" },
    AvailabilityZoneIds: dropped,
    AvailabilityZoneImpairmentPolicy: dropped,
    CapacityReservationSpecification: dropped,
    Context: "context",
    DeletionProtection: dropped,
    InstanceId: dropped,
    InstanceLifecyclePolicy: dropped,
    NotificationConfiguration: dropped,
    NotificationConfigurations: dropped,
    SkipZonalShiftValidation: dropped,
  },
};

/** Names under which Amazon's images know their root volume. */
const rootDevices = new Set(["/dev/xvda", "/dev/sda1"]);

const ebs: PropertyMappings = { NoDevice: dropped, VirtualName: dropped, Ebs: { inline: {} } };

const isRoot = (mapping: DocumentNode): boolean => {
  const device = findEntry(mapping, "DeviceName")?.value;
  return device !== undefined && intrinsicOf(device) === undefined && rootDevices.has(textOf(device) ?? "");
};

/** Disks by what they are: the root volume, a volume of EBS, or one of the machine's own. */
const disks: PropertyMapping = {
  write: (list, at) => {
    for (const item of itemsOf(list)) {
      if (item.kind !== "map") continue;
      const root = isRoot(item);
      const own = findEntry(item, "VirtualName") !== undefined;
      const block = root ? "root_block_device" : own ? "ephemeral_block_device" : "ebs_block_device";
      at.out.block(block, [], { line: item.line, endLine: item.endLine }, () =>
        at.properties(root ? without(item, "DeviceName") : item, own ? { VirtualName: "virtual_name" } : ebs),
      );
    }
  },
};

const metric = (customized: PropertyMappings): PropertyMappings => ({
  PredefinedMetricSpecification: { block: "predefined_metric_specification" },
  CustomizedMetricSpecification: {
    block: "customized_metric_specification",
    properties: { Metrics: dropped, ...customized },
  },
});

const steps: PropertyMapping = { block: "step_adjustment" };

/** Groups of machines, and what makes them and other services grow. */
/** A target says what it scales; a policy says it again. */
const scalingTarget: PropertyMapping = {
  write: (value, at) => {
    const target = at.hcl(value);
    at.out.attribute("resource_id", target, at.line);
    const [, address] =
      typeof target === "string" ? (/^(aws_appautoscaling_target\.[\w-]+(?:\[\d+\])?)\.\w+$/.exec(target) ?? []) : [];
    if (address === undefined) return;
    for (const name of ["scalable_dimension", "service_namespace"])
      at.out.attribute(name, `${address}.${name}`, at.line);
  },
};

export const autoscaling: ResourceMappings = {
  "AWS::AutoScaling::AutoScalingGroup": group,
  "AWS::AutoScaling::LaunchConfiguration": {
    type: "aws_launch_configuration",
    ref: "name",
    properties: {
      LaunchConfigurationName: "name",
      InstanceMonitoring: "enable_monitoring",
      MetadataOptions: { block: "metadata_options" },
      BlockDeviceMappings: disks,
      ClassicLinkVPCId: dropped,
      ClassicLinkVPCSecurityGroups: dropped,
      InstanceId: dropped,
      KernelId: dropped,
      RamDiskId: dropped,
    },
  },
  "AWS::AutoScaling::ScalingPolicy": {
    type: "aws_autoscaling_policy",
    ref: "arn",
    attributes: { PolicyName: "name" },
    properties: {
      StepAdjustments: steps,
      TargetTrackingConfiguration: {
        block: "target_tracking_configuration",
        properties: metric({ Dimensions: { block: "metric_dimension" }, Period: dropped }),
      },
      PredictiveScalingConfiguration: dropped,
    },
  },
  "AWS::ApplicationAutoScaling::ScalableTarget": {
    type: "aws_appautoscaling_target",
    // A policy names its target by the resource that it scales.
    ref: "resource_id",
    properties: { ScheduledActions: dropped, SuspendedState: { block: "suspended_state" }, Tags: { tags: "tags" } },
  },
  "AWS::ApplicationAutoScaling::ScalingPolicy": {
    type: "aws_appautoscaling_policy",
    ref: "arn",
    properties: {
      PolicyName: "name",
      ScalingTargetId: scalingTarget,
      StepScalingPolicyConfiguration: {
        block: "step_scaling_policy_configuration",
        properties: { StepAdjustments: steps },
      },
      TargetTrackingScalingPolicyConfiguration: {
        block: "target_tracking_scaling_policy_configuration",
        properties: metric({ Dimensions: { block: "dimensions" } }),
      },
      PredictiveScalingPolicyConfiguration: dropped,
    },
  },
};
