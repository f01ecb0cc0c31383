import type { Properties } from "../cfn.ts";
import { disksOf, ebs, imageOf, metadataOf, startScript } from "../machines.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";

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
    options: (volume) => {
      volume.raw("final_snapshot");
      return { deletionPolicy: volume.text("final_snapshot") === "false" ? "Delete" : "Snapshot" };
    },
  },
  aws_volume_attachment: {
    type: "AWS::EC2::VolumeAttachment",
    properties: (attachment) => ({
      Device: attachment.must.plain("device_name"),
      InstanceId: attachment.must.id("instance_id"),
      VolumeId: attachment.must.id("volume_id"),
    }),
  },
};

/** A machine of its own public address has a network interface that says so. */
const addressing = (machine: Reader): Properties => {
  const subnet = machine.id("subnet_id");
  const groups = machine.list("vpc_security_group_ids", "group") ?? machine.list("security_groups", "group");
  const address = machine.plain("associate_public_ip_address");
  if (address === undefined) return { SubnetId: subnet, SecurityGroupIds: groups };
  return {
    NetworkInterfaces: [{ DeviceIndex: "0", AssociatePublicIpAddress: address, SubnetId: subnet, GroupSet: groups }],
  };
};
