import type { DocumentNode, MapNode } from "../../document/node.ts";
import type { PropertyMapping, PropertyMappings, ResourceMappings } from "./mapping.ts";
import { dropped, membersOf } from "./property-writers.ts";
import { change, findEntry, withEntries, without } from "./reshaping.ts";

const disks: PropertyMapping = {
  inline: {
    EbsBlockDeviceConfigs: {
      block: "ebs_config",
      properties: { VolumeSpecification: { inline: { SizeInGB: "size", VolumeType: "type" } } },
    },
    EbsOptimized: dropped,
  },
};

const instanceGroup: PropertyMappings = {
  EbsConfiguration: disks,
  AutoScalingPolicy: { json: "autoscaling_policy" },
  Configurations: dropped,
  CustomAmiId: dropped,
  Market: dropped,
};

const instanceFleet: PropertyMappings = {
  InstanceTypeConfigs: {
    block: "instance_type_configs",
    properties: { EbsConfiguration: disks, Configurations: dropped, CustomAmiId: dropped, Priority: dropped },
  },
  LaunchSpecifications: {
    block: "launch_specifications",
    properties: {
      OnDemandSpecification: {
        block: "on_demand_specification",
        properties: { CapacityReservationOptions: dropped },
      },
      SpotSpecification: { block: "spot_specification" },
    },
  },
  ResizeSpecifications: dropped,
};

/** Where the machines stand is a block of its own in Terraform. */
const placement: PropertyMappings = {
  AdditionalMasterSecurityGroups: "additional_master_security_groups",
  AdditionalSlaveSecurityGroups: "additional_slave_security_groups",
  Ec2KeyName: "key_name",
  Ec2SubnetId: "subnet_id",
  Ec2SubnetIds: "subnet_ids",
  EmrManagedMasterSecurityGroup: "emr_managed_master_security_group",
  EmrManagedSlaveSecurityGroup: "emr_managed_slave_security_group",
  ServiceAccessSecurityGroup: "service_access_security_group",
  JobFlowRole: "instance_profile",
};

const groups: PropertyMappings = {
  MasterInstanceGroup: { block: "master_instance_group", properties: instanceGroup },
  CoreInstanceGroup: { block: "core_instance_group", properties: instanceGroup },
  MasterInstanceFleet: { block: "master_instance_fleet", properties: instanceFleet },
  CoreInstanceFleet: { block: "core_instance_fleet", properties: instanceFleet },
  TaskInstanceGroups: dropped,
  TaskInstanceFleets: dropped,
  HadoopVersion: dropped,
  Placement: dropped,
  KeepJobFlowAliveWhenNoSteps: "keep_job_flow_alive_when_no_steps",
};

const select = (instances: DocumentNode, isWanted: (key: string) => boolean): DocumentNode =>
  instances.kind === "map"
    ? { ...instances, entries: instances.entries.filter(({ key }) => isWanted(key)) }
    : instances;

const instances: PropertyMapping = {
  write: (value, at) => {
    const isPlace = (key: string): boolean => Object.hasOwn(placement, key);
    at.out.block("ec2_attributes", [], { line: at.line, endLine: value.endLine }, () =>
      at.properties(select(value, isPlace), placement),
    );
    at.properties(
      select(value, (key) => !isPlace(key)),
      groups,
    );
  },
};

/** The role of the machines stands with their places. */
const withRole = (cluster: MapNode): MapNode => {
  const role = findEntry(cluster, "JobFlowRole");
  if (role === undefined || findEntry(cluster, "Instances") === undefined) return cluster;
  return change(without(cluster, "JobFlowRole"), "Instances", (value) =>
    value.kind === "map" ? withEntries(value, role) : value,
  );
};

/** EMR. */
export const emr: ResourceMappings = {
  "AWS::EMR::Cluster": {
    type: "aws_emr_cluster",
    attributes: { MasterPublicDNS: "master_public_dns" },
    reshape: withRole,
    properties: {
      Instances: instances,
      Applications: membersOf("applications", "Name"),
      AutoScalingRole: "autoscaling_role",
      AutoTerminationPolicy: { block: "auto_termination_policy" },
      BootstrapActions: {
        block: "bootstrap_action",
        properties: { ScriptBootstrapAction: { inline: {} } },
      },
      Configurations: { json: "configurations_json" },
      KerberosAttributes: { block: "kerberos_attributes" },
      PlacementGroupConfigs: { block: "placement_group_config" },
      AdditionalInfo: { json: "additional_info" },
      ManagedScalingPolicy: dropped,
      Steps: dropped,
      Tags: { tags: "tags" },
    },
  },
};
