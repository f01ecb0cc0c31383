import type { Draft, Properties } from "../cfn.ts";
import { asText, sub } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import { launchTemplateUse } from "../launch-template.ts";
import type { Reader } from "../reader.ts";

/** Which image to start is for the caller to say: a look-up by filter has no equal here. Machines of one block share it. */
const imageOf = (machine: Reader, path: string): Draft => {
  if (machine.text(path) !== undefined) return machine.plain(path);
  const { component, translation } = machine;
  const [first = component] = translation.meant(component.address);
  return translation.parameter(first, path, {
    type: "AWS::EC2::Image::Id",
    description: `Image for ${component.address}`,
  });
};

const ebs = (disk: Reader): Draft => ({
  ...disk.copy({
    VolumeSize: "volume_size",
    VolumeType: "volume_type",
    Iops: "iops",
    Encrypted: "encrypted",
    DeleteOnTermination: "delete_on_termination",
  }),
  KmsKeyId: disk.arn("kms_key_id"),
  SnapshotId: disk.plain("snapshot_id"),
});

const disksOf = (machine: Reader): Draft => {
  const root = machine.each("root_block_device", (disk) => ({
    DeviceName: disk.plain("device_name") ?? "/dev/xvda",
    Ebs: ebs(disk),
  }));
  const others = machine.each("ebs_block_device", (disk) => ({
    DeviceName: disk.must.plain("device_name"),
    Ebs: ebs(disk),
  }));
  const disks = [root, others].flatMap((list) => (Array.isArray(list) ? list : []));
  return disks.length === 0 ? undefined : disks;
};

const metadataOf = (machine: Reader): Draft =>
  machine.within("metadata_options", (options) =>
    options.copy({
      HttpEndpoint: "http_endpoint",
      HttpTokens: "http_tokens",
      HttpPutResponseHopLimit: "http_put_response_hop_limit",
      InstanceMetadataTags: "instance_metadata_tags",
    }),
  );

/** A start script that is only text: CloudFormation encodes it. */
const startScript = (machine: Reader): Draft => {
  const encoded = machine.written("user_data_base64");
  const script = machine.written("user_data");
  return encoded ?? (script === undefined ? undefined : { "Fn::Base64": script });
};

const templateData = (template: Reader): Properties => ({
  ImageId: imageOf(template, "image_id"),
  InstanceType: template.plain("instance_type"),
  KeyName: template.named("key_name"),
  UserData: template.written("user_data"),
  EbsOptimized: template.plain("ebs_optimized"),
  IamInstanceProfile: template.within("iam_instance_profile", (profile) => ({
    Arn: profile.arn("arn"),
    Name: profile.named("name"),
  })),
  SecurityGroupIds: template.has("network_interfaces") ? undefined : template.list("vpc_security_group_ids", "group"),
  NetworkInterfaces: template.each("network_interfaces", (card) => ({
    DeviceIndex: card.plain("device_index") ?? 0,
    AssociatePublicIpAddress: card.plain("associate_public_ip_address"),
    SubnetId: card.id("subnet_id"),
    Groups: card.list("security_groups", "group"),
  })),
  BlockDeviceMappings: template.each("block_device_mappings", (mapping) => ({
    DeviceName: mapping.must.plain("device_name"),
    Ebs: mapping.within("ebs", ebs),
  })),
  MetadataOptions: metadataOf(template),
  Monitoring: template.within("monitoring", (monitoring) => ({ Enabled: monitoring.plain("enabled") })),
  TagSpecifications: template.each("tag_specifications", (tags) => ({
    ResourceType: tags.plain("resource_type"),
    Tags: tags.tags(),
  })),
});

/** Tags of a scaling group: `tag` blocks say for each whether machines take it over. */
const groupTags = (group: Reader): Draft => [
  ...group.tagEntries().map(([Key, Value]) => ({ Key, Value, PropagateAtLaunch: true })),
  ...group.blocks("tag").map((tag) => ({
    Key: tag.plain("key"),
    Value: tag.plain("value"),
    PropagateAtLaunch: tag.plain("propagate_at_launch") ?? true,
  })),
];

const predefinedMetric = (tracking: Reader): Draft =>
  tracking.within("predefined_metric_specification", (metric) => ({
    PredefinedMetricType: metric.must.plain("predefined_metric_type"),
    ResourceLabel: metric.plain("resource_label"),
  }));

export const compute: Mappings = {
  aws_instance: {
    type: "AWS::EC2::Instance",
    handles: {
      host: "PublicDnsName",
      text: "PrivateIp",
      az: "AvailabilityZone",
      arn: "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/${Self}",
    },
    properties: (machine) => ({
      ImageId: imageOf(machine, "ami"),
      InstanceType: machine.must.plain("instance_type"),
      KeyName: machine.named("key_name"),
      IamInstanceProfile: machine.named("iam_instance_profile"),
      ...addressing(machine),
      BlockDeviceMappings: disksOf(machine),
      ...machine.copy({
        EbsOptimized: "ebs_optimized",
        Monitoring: "monitoring",
        DisableApiTermination: "disable_api_termination",
        Tenancy: "tenancy",
        SourceDestCheck: "source_dest_check",
      }),
      AvailabilityZone: machine.value("availability_zone", "az"),
      MetadataOptions: metadataOf(machine),
      UserData: startScript(machine),
      Tags: machine.tags(),
    }),
  },
  aws_key_pair: {
    type: "AWS::EC2::KeyPair",
    properties: (pair) => ({ KeyName: pair.must.plain("key_name"), PublicKeyMaterial: pair.must.plain("public_key") }),
  },
  aws_launch_template: {
    type: "AWS::EC2::LaunchTemplate",
    handles: { version: "LatestVersionNumber" },
    properties: (template) => {
      template.raw("name_prefix");
      template.raw("update_default_version");
      return { LaunchTemplateName: template.plain("name"), LaunchTemplateData: templateData(template) };
    },
  },
  aws_autoscaling_group: {
    type: "AWS::AutoScaling::AutoScalingGroup",
    handles: {
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
        LaunchTemplate: group.within("launch_template", launchTemplateUse("LaunchTemplateId")),
        MixedInstancesPolicy: group.within("mixed_instances_policy", mixedInstances),
        TargetGroupARNs: targetGroupsOf(group),
        HealthCheckType: group.plain("health_check_type"),
        HealthCheckGracePeriod: group.plain("health_check_grace_period"),
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
        }),
        TargetTrackingConfiguration: policy.within("target_tracking_configuration", (tracking) => ({
          TargetValue: tracking.must.plain("target_value"),
          DisableScaleIn: tracking.plain("disable_scale_in"),
          PredefinedMetricSpecification: predefinedMetric(tracking),
        })),
      };
    },
  },
  aws_ebs_volume: {
    type: "AWS::EC2::Volume",
    handles: { arn: "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:volume/${Self}" },
    properties: (volume) => ({
      AvailabilityZone: volume.must.value("availability_zone", "az"),
      ...volume.copy({
        Size: "size",
        VolumeType: "type",
        Iops: "iops",
        Throughput: "throughput",
        Encrypted: "encrypted",
        SnapshotId: "snapshot_id",
      }),
      KmsKeyId: volume.arn("kms_key_id"),
      Tags: volume.tags(),
    }),
    options: () => ({ deletionPolicy: "Snapshot" }),
  },
  aws_volume_attachment: {
    type: "AWS::EC2::VolumeAttachment",
    properties: (attachment) => ({
      Device: attachment.must.plain("device_name"),
      InstanceId: attachment.must.id("instance_id"),
      VolumeId: attachment.must.id("volume_id"),
    }),
  },
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
const targetGroupsOf = (group: Reader): Draft => {
  const attached = group
    .companions("aws_autoscaling_attachment", "autoscaling_group_name")
    .map((attachment) => attachment.arn("lb_target_group_arn"));
  const own = group.arns("target_group_arns");
  return Array.isArray(own) ? [...own, ...attached] : attached.length > 0 ? attached : undefined;
};

/** A machine of its own public address has a network interface that says so. */
const addressing = (machine: Reader): Properties => {
  const subnet = machine.id("subnet_id");
  const groups = machine.list("vpc_security_group_ids", "group") ?? machine.list("security_groups", "group");
  const address = machine.plain("associate_public_ip_address");
  if (address === undefined || subnet === undefined) return { SubnetId: subnet, SecurityGroupIds: groups };
  return {
    NetworkInterfaces: [{ DeviceIndex: "0", AssociatePublicIpAddress: address, SubnetId: subnet, GroupSet: groups }],
  };
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
