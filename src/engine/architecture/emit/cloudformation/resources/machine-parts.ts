import { asText } from "../../../model/index.ts";
import type { Draft } from "../cfn.ts";
import type { Beside, Mapping, Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Table } from "../table.ts";
import { arn, arnOf, block, blocks, fill, groups, id, ids, must, named, number, orElse } from "../table.ts";
import { pairs, part, tabled, tags, text, texts } from "../table.ts";

/** Machines that a network card says it is attached to. */
const attachmentsOf = (card: Reader): Beside[] =>
  card.blocks("attachment").map((attachment, index) => ({
    suffix: `Attachment${index + 1}`,
    type: "AWS::EC2::NetworkInterfaceAttachment",
    properties: {
      NetworkInterfaceId: { Ref: card.logicalId },
      ...fill({ InstanceId: must(id("instance")), DeviceIndex: must(text("device_index")) }, attachment),
    },
  }));

const cardAddresses = (card: Reader): Draft => {
  const addresses = card.items("private_ips", "text");
  return addresses.length === 0
    ? undefined
    : addresses.map((PrivateIpAddress, index) => ({ PrivateIpAddress, Primary: index === 0 }));
};

const snapshotSchedule: Table = {
  Name: "name",
  CopyTags: "copy_tags",
  CreateRule: block("create_rule", {
    CronExpression: "cron_expression",
    Interval: number("interval"),
    IntervalUnit: "interval_unit",
    Location: "location",
    Times: texts("times"),
  }),
  RetainRule: block("retain_rule", {
    Count: number("count"),
    Interval: number("interval"),
    IntervalUnit: "interval_unit",
  }),
  TagsToAdd: pairs("tags_to_add"),
  CrossRegionCopyRules: blocks("cross_region_copy_rule", {
    Target: "target",
    Encrypted: must("encrypted"),
    CmkArn: arn("cmk_arn"),
    CopyTags: "copy_tags",
    RetainRule: block("retain_rule", { Interval: must(number("interval")), IntervalUnit: must("interval_unit") }),
  }),
};

const machines: Mappings = {
  aws_network_interface: tabled(
    "AWS::EC2::NetworkInterface",
    {
      SubnetId: must(id("subnet_id")),
      Description: "description",
      GroupSet: groups("security_groups"),
      InterfaceType: "interface_type",
      PrivateIpAddress: "private_ip",
      PrivateIpAddresses: cardAddresses,
      SecondaryPrivateIpAddressCount: number("private_ips_count"),
      SourceDestCheck: "source_dest_check",
      Tags: tags,
    },
    {
      handles: { text: "PrimaryPrivateIpAddress", arn: arnOf("ec2", "network-interface/${Self}") },
      beside: attachmentsOf,
    },
  ),
  aws_network_interface_attachment: tabled("AWS::EC2::NetworkInterfaceAttachment", {
    InstanceId: must(id("instance_id")),
    NetworkInterfaceId: must(id("network_interface_id")),
    DeviceIndex: must(text("device_index")),
  }),
  aws_placement_group: tabled(
    "AWS::EC2::PlacementGroup",
    {
      Strategy: "strategy",
      SpreadLevel: "spread_level",
      PartitionCount: number("partition_count"),
      Tags: tags,
    },
    { handles: { arn: arnOf("ec2", "placement-group/${Self}") }, ignored: ["name"] },
  ),
  aws_ec2_capacity_reservation: tabled(
    "AWS::EC2::CapacityReservation",
    {
      AvailabilityZone: (reservation) => reservation.value("availability_zone", "az"),
      InstanceType: must("instance_type"),
      InstancePlatform: must("instance_platform"),
      InstanceCount: must(number("instance_count")),
      InstanceMatchCriteria: "instance_match_criteria",
      EbsOptimized: "ebs_optimized",
      EphemeralStorage: "ephemeral_storage",
      EndDate: "end_date",
      EndDateType: "end_date_type",
      PlacementGroupArn: arn("placement_group_arn"),
      Tenancy: "tenancy",
    },
    { handles: { arn: "CapacityReservationArn" } },
  ),
  aws_ec2_host: tabled(
    "AWS::EC2::Host",
    {
      AvailabilityZone: must((machine) => machine.value("availability_zone", "az")),
      AutoPlacement: "auto_placement",
      HostRecovery: "host_recovery",
      InstanceFamily: "instance_family",
      InstanceType: "instance_type",
      OutpostArn: arn("outpost_arn"),
      Tags: tags,
    },
    { handles: { arn: arnOf("ec2", "dedicated-host/${Self}") } },
  ),
  aws_ebs_snapshot_block_public_access: tabled("AWS::EC2::SnapshotBlockPublicAccess", { State: must("state") }),
  aws_dlm_lifecycle_policy: tabled("AWS::DLM::LifecyclePolicy", {
    Description: must("description"),
    ExecutionRoleArn: must(arn("execution_role_arn")),
    State: orElse("state", "ENABLED"),
    PolicyDetails: block("policy_details", {
      PolicyType: "policy_type",
      ResourceTypes: texts("resource_types"),
      ResourceLocations: texts("resource_locations"),
      TargetTags: pairs("target_tags"),
      Schedules: blocks("schedule", snapshotSchedule),
    }),
    Tags: tags,
  }),
};

const iops: Table = { DiskIopsConfiguration: block("disk_iops_configuration", { Iops: number("iops"), Mode: "mode" }) };

/** What each kind of file system says of its running. */
const upkeep: Table = {
  AutomaticBackupRetentionDays: number("automatic_backup_retention_days"),
  DailyAutomaticBackupStartTime: "daily_automatic_backup_start_time",
  WeeklyMaintenanceStartTime: "weekly_maintenance_start_time",
  DeploymentType: "deployment_type",
  ThroughputCapacity: number("throughput_capacity"),
};

const fileSystem = (FileSystemType: string, own: string, table: Table): Mapping =>
  tabled(
    "AWS::FSx::FileSystem",
    {
      FileSystemType: () => FileSystemType,
      FileSystemTypeVersion: text("file_system_type_version"),
      StorageCapacity: number("storage_capacity"),
      StorageType: "storage_type",
      KmsKeyId: arn("kms_key_id"),
      BackupId: "backup_id",
      SubnetIds: must(ids("subnet_ids")),
      SecurityGroupIds: groups("security_group_ids"),
      [own]: part(table),
      Tags: tags,
    },
    {
      handles: { arn: "ResourceARN", ...(own === "OntapConfiguration" ? {} : { host: "DNSName", text: "DNSName" }) },
      ignored: ["skip_final_backup", "final_backup_tags"],
      options: (files) => ({ deletionPolicy: asText(files.raw("skip_final_backup")) === "true" ? "Delete" : "Retain" }),
    },
  );

const activeDirectory: Table = {
  DnsIps: texts("dns_ips"),
  DomainName: "domain_name",
  FileSystemAdministratorsGroup: "file_system_administrators_group",
  OrganizationalUnitDistinguishedName: "organizational_unit_distinguished_name",
  Password: must("password"),
  UserName: "username",
};

const fileSystems: Mappings = {
  aws_fsx_windows_file_system: fileSystem("WINDOWS", "WindowsConfiguration", {
    ...upkeep,
    ThroughputCapacity: must(number("throughput_capacity")),
    ...iops,
    ActiveDirectoryId: id("active_directory_id"),
    Aliases: texts("aliases"),
    CopyTagsToBackups: "copy_tags_to_backups",
    PreferredSubnetId: id("preferred_subnet_id"),
    AuditLogConfiguration: block("audit_log_configuration", {
      AuditLogDestination: arn("audit_log_destination"),
      FileAccessAuditLogLevel: orElse("file_access_audit_log_level", "DISABLED"),
      FileShareAccessAuditLogLevel: orElse("file_share_access_audit_log_level", "DISABLED"),
    }),
    SelfManagedActiveDirectoryConfiguration: block("self_managed_active_directory", activeDirectory),
  }),
  aws_fsx_lustre_file_system: fileSystem("LUSTRE", "LustreConfiguration", {
    ...upkeep,
    AutoImportPolicy: "auto_import_policy",
    CopyTagsToBackups: "copy_tags_to_backups",
    DataCompressionType: "data_compression_type",
    DriveCacheType: "drive_cache_type",
    EfaEnabled: "efa_enabled",
    ExportPath: named("export_path"),
    ImportPath: named("import_path"),
    ImportedFileChunkSize: number("imported_file_chunk_size"),
    PerUnitStorageThroughput: number("per_unit_storage_throughput"),
    LogConfiguration: block("log_configuration", {
      Destination: arn("destination"),
      Level: orElse("level", "WARN_ERROR"),
    }),
    MetadataConfiguration: block("metadata_configuration", { Iops: number("iops"), Mode: "mode" }),
  }),
  aws_fsx_ontap_file_system: fileSystem("ONTAP", "OntapConfiguration", {
    ...upkeep,
    ...iops,
    DeploymentType: must("deployment_type"),
    EndpointIpAddressRange: "endpoint_ip_address_range",
    FsxAdminPassword: (files) => (files.has("fsx_admin_password") ? files.must.plain("fsx_admin_password") : undefined),
    HAPairs: number("ha_pairs"),
    PreferredSubnetId: id("preferred_subnet_id"),
    RouteTableIds: ids("route_table_ids"),
    ThroughputCapacityPerHAPair: number("throughput_capacity_per_ha_pair"),
  }),
  aws_fsx_openzfs_file_system: fileSystem("OPENZFS", "OpenZFSConfiguration", {
    ...upkeep,
    ...iops,
    DeploymentType: must("deployment_type"),
    CopyTagsToBackups: "copy_tags_to_backups",
    CopyTagsToVolumes: "copy_tags_to_volumes",
    EndpointIpAddressRange: "endpoint_ip_address_range",
    PreferredSubnetId: id("preferred_subnet_id"),
    RouteTableIds: ids("route_table_ids"),
    RootVolumeConfiguration: block("root_volume_configuration", {
      CopyTagsToSnapshots: "copy_tags_to_snapshots",
      DataCompressionType: "data_compression_type",
      ReadOnly: "read_only",
      RecordSizeKiB: number("record_size_kib"),
    }),
  }),
};

/** What machines are made of besides themselves, and file systems of other makers. */
export const machineParts: Mappings = { ...machines, ...fileSystems };
