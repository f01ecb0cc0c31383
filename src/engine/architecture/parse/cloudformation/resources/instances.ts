import type { DocumentNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { intrinsicOf, plainText } from "../intrinsics.ts";
import { eachItem } from "./items.ts";
import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";

/** A start script is encoded in CloudFormation; Terraform encodes it itself, unless it is encoded already. */
const startScript: PropertyMapping = {
  write: (value, at) => {
    const intrinsic = intrinsicOf(value);
    if (intrinsic?.name === "Base64") at.out.attribute("user_data", at.hcl(intrinsic.argument), at.line);
    else at.out.attribute("user_data_base64", at.hcl(value), at.line);
  },
};

const rootDevices = new Set(["/dev/xvda", "/dev/sda1", "/dev/sda"]);

const isRoot = (disk: DocumentNode): boolean => rootDevices.has(plainText(entryOf(disk, "DeviceName")) ?? "");

/** A root disk has a block of its own, which names no device. */
const disks: PropertyMapping = {
  write: (list, at) =>
    eachItem(list, at, (disk, place) => {
      const root = isRoot(disk);
      const isEphemeral = entryOf(disk, "Ebs") === undefined;
      const block = root ? "root_block_device" : isEphemeral ? "ephemeral_block_device" : "ebs_block_device";
      place.out.block(block, [], { line: disk.line, endLine: disk.endLine }, () =>
        place.properties(disk, { ...(root && { DeviceName: dropped }), Ebs: { inline: {} } }),
      );
    }),
};

/** The first interface of a machine is its own addressing; one that exists already is attached. */
const interfaces: PropertyMapping = {
  write: (list, at) =>
    eachItem(list, at, (card, place) => {
      if (entryOf(card, "NetworkInterfaceId") !== undefined) {
        place.out.block("network_interface", [], { line: card.line, endLine: card.endLine }, () =>
          place.properties(card, { AssociatePublicIpAddress: dropped }),
        );
        return;
      }
      place.properties(card, {
        GroupSet: "vpc_security_group_ids",
        PrivateIpAddress: "private_ip",
        PlacementGroupName: "placement_group",
        DeviceIndex: dropped,
        DeleteOnTermination: dropped,
        Description: dropped,
      });
    }),
};

const instance: ResourceMapping = {
  type: "aws_instance",
  attributes: {
    PublicDnsName: "public_dns",
    PrivateDnsName: "private_dns",
    InstanceId: "id",
    VpcId: "vpc_id",
  },
  properties: {
    ImageId: "ami",
    SecurityGroupIds: "vpc_security_group_ids",
    UserData: startScript,
    BlockDeviceMappings: disks,
    NetworkInterfaces: interfaces,
    PrivateIpAddress: "private_ip",
    LaunchTemplate: {
      block: "launch_template",
      properties: { LaunchTemplateId: "id", LaunchTemplateName: "name" },
    },
    CreditSpecification: { block: "credit_specification", properties: { CPUCredits: "cpu_credits" } },
    MetadataOptions: { block: "metadata_options" },
    Volumes: {
      companion: "aws_volume_attachment",
      via: "instance_id",
      properties: { Device: "device_name" },
    },
    IamInstanceProfile: "iam_instance_profile",
    SsmAssociations: dropped,
    AdditionalInfo: dropped,
    PropagateTagsToVolumeOnCreation: dropped,
    HibernationOptions: { inline: { Configured: "hibernation" } },
    EnclaveOptions: { block: "enclave_options" },
    CpuOptions: { block: "cpu_options" },
  },
};

const launchData: PropertyMappings = {
  SecurityGroupIds: "vpc_security_group_ids",
  SecurityGroups: "security_group_names",
  IamInstanceProfile: { block: "iam_instance_profile" },
  BlockDeviceMappings: { block: "block_device_mappings" },
  NetworkInterfaces: {
    block: "network_interfaces",
    properties: { Groups: "security_groups", Ipv6Addresses: dropped, PrivateIpAddresses: dropped },
  },
  TagSpecifications: { block: "tag_specifications" },
  LicenseSpecifications: { block: "license_specification" },
  ElasticGpuSpecifications: { block: "elastic_gpu_specifications" },
};

const onSnapshot: ResourceMapping["finish"] = (at, { deletionPolicy }) => {
  if (deletionPolicy?.value === "Snapshot") at.out.attribute("final_snapshot", "true", deletionPolicy.line);
};

export const instanceMappings: ResourceMappings = {
  "AWS::EC2::Instance": instance,
  "AWS::EC2::LaunchTemplate": {
    type: "aws_launch_template",
    attributes: {
      LatestVersionNumber: "latest_version",
      DefaultVersionNumber: "default_version",
      LaunchTemplateId: "id",
    },
    properties: {
      LaunchTemplateName: "name",
      VersionDescription: "description",
      LaunchTemplateData: { inline: launchData },
      TagSpecifications: {
        write: (list, at) => eachItem(list, at, (one, place) => place.properties(one, { ResourceType: dropped })),
      },
    },
  },
  "AWS::EC2::Volume": {
    type: "aws_ebs_volume",
    attributes: { VolumeId: "id" },
    properties: { VolumeType: "type", AutoEnableIO: dropped },
    finish: onSnapshot,
  },
  "AWS::EC2::VolumeAttachment": { type: "aws_volume_attachment", properties: { Device: "device_name" } },
  "AWS::EC2::EIP": {
    type: "aws_eip",
    ref: "public_ip",
    attributes: { AllocationId: "id" },
    properties: { InstanceId: "instance" },
  },
  "AWS::EC2::EIPAssociation": { type: "aws_eip_association", properties: { EIP: "public_ip" } },
  "AWS::EC2::KeyPair": {
    type: "aws_key_pair",
    ref: "key_name",
    attributes: { KeyPairId: "key_pair_id" },
    properties: { PublicKeyMaterial: "public_key", KeyType: dropped, KeyFormat: dropped },
  },
  "AWS::EC2::NetworkInterface": {
    type: "aws_network_interface",
    attributes: { PrimaryPrivateIpAddress: "private_ip" },
    properties: {
      GroupSet: "security_groups",
      PrivateIpAddress: {
        write: (value, at) =>
          at.out.attribute("private_ips", { list: [{ value: at.hcl(value), line: value.line }] }, at.line),
      },
      SecondaryPrivateIpAddressCount: "private_ips_count",
    },
  },
  "AWS::EC2::NetworkInterfaceAttachment": {
    type: "aws_network_interface_attachment",
    properties: { DeleteOnTermination: dropped },
  },
  "AWS::EC2::PlacementGroup": { type: "aws_placement_group", ref: "name", properties: {} },
  "AWS::EC2::CapacityReservation": { type: "aws_ec2_capacity_reservation", properties: {} },
  "AWS::EC2::SnapshotBlockPublicAccess": { type: "aws_ebs_snapshot_block_public_access", properties: {} },
  "AWS::EC2::Host": { type: "aws_ec2_host", properties: {} },
  "AWS::DLM::LifecyclePolicy": {
    type: "aws_dlm_lifecycle_policy",
    properties: {
      PolicyDetails: {
        block: "policy_details",
        properties: {
          Schedules: {
            block: "schedule",
            properties: {
              CreateRule: { block: "create_rule" },
              RetainRule: { block: "retain_rule" },
              TagsToAdd: { tags: "tags_to_add" },
            },
          },
          TargetTags: { tags: "target_tags" },
        },
      },
    },
  },
};
