import type { PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import type { DocumentNode } from "../../document/node.ts";
import { textOf } from "../../document/node.ts";
import { documentBeside, dropped } from "./property-writers.ts";
import { findEntry } from "./reshaping.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

const fileSystem: ResourceMapping = {
  type: "aws_efs_file_system",
  attributes: { FileSystemId: "id" },
  properties: {
    LifecyclePolicies: { block: "lifecycle_policy" },
    BackupPolicy: {
      write: (value, at) => {
        const span = { line: at.line, endLine: value.endLine };
        at.companion("aws_efs_backup_policy", at.logicalId, span, () => {
          at.out.attribute("file_system_id", at.reference("id"), at.line);
          at.out.block("backup_policy", [], span, () => at.properties(value, {}));
        });
      },
    },
    FileSystemPolicy: documentBeside("aws_efs_file_system_policy", "file_system_id"),
    FileSystemProtection: {
      block: "protection",
      properties: { ReplicationOverwriteProtection: "replication_overwrite" },
    },
    FileSystemTags: { tags: "tags" },
    BypassPolicyLockoutSafetyCheck: dropped,
    ReplicationConfiguration: dropped,
  },
};

/** What one kind of file system has to itself; of the others, nothing is said. */
const fsxConfiguration = (own: string, properties: PropertyMappings): PropertyMappings => ({
  WindowsConfiguration: dropped,
  LustreConfiguration: dropped,
  OntapConfiguration: dropped,
  OpenZFSConfiguration: dropped,
  FileSystemType: dropped,
  NetworkType: dropped,
  ...tagged,
  [own]: { inline: properties },
});

const fsx = (type: string, own: string, properties: PropertyMappings): ResourceMapping => ({
  type,
  attributes: {
    DNSName: "dns_name",
    LustreMountName: "mount_name",
    ResourceARN: "arn",
    RootVolumeId: "root_volume_id",
  },
  properties: fsxConfiguration(own, properties),
});

const iops: PropertyMappings = { DiskIopsConfiguration: { block: "disk_iops_configuration" } };

const fsxKinds: Readonly<Record<string, ResourceMapping>> = {
  WINDOWS: fsx("aws_fsx_windows_file_system", "WindowsConfiguration", {
    ...iops,
    AuditLogConfiguration: { block: "audit_log_configuration" },
    SelfManagedActiveDirectoryConfiguration: {
      block: "self_managed_active_directory",
      properties: { UserName: "username" },
    },
    FsrmConfiguration: dropped,
  }),
  LUSTRE: fsx("aws_fsx_lustre_file_system", "LustreConfiguration", {
    LogConfiguration: { block: "log_configuration" },
    MetadataConfiguration: { block: "metadata_configuration" },
    DataReadCacheConfiguration: { block: "data_read_cache_configuration", properties: { SizeGiB: "size" } },
  }),
  ONTAP: fsx("aws_fsx_ontap_file_system", "OntapConfiguration", iops),
  OPENZFS: fsx("aws_fsx_openzfs_file_system", "OpenZFSConfiguration", {
    ...iops,
    Options: dropped,
    ReadCacheConfiguration: { block: "read_cache_configuration", properties: { SizeGiB: "size" } },
    RootVolumeConfiguration: {
      block: "root_volume_configuration",
      properties: {
        NfsExports: { block: "nfs_exports", properties: { ClientConfigurations: { block: "client_configurations" } } },
        RecordSizeKiB: "record_size_kib",
        UserAndGroupQuotas: {
          block: "user_and_group_quotas",
          properties: { StorageCapacityQuotaGiB: "storage_capacity_quota_gib" },
        },
      },
    },
  }),
};

const fsxKind = (properties: DocumentNode | undefined): ResourceMapping | undefined => {
  const kind = properties && textOf(findEntry(properties, "FileSystemType")?.value);
  return kind !== undefined && Object.hasOwn(fsxKinds, kind) ? fsxKinds[kind] : undefined;
};

const lifecycle: PropertyMappings = {
  Lifecycle: {
    block: "lifecycle",
    properties: { DeleteAfterDays: "delete_after", MoveToColdStorageAfterDays: "cold_storage_after" },
  },
};

const backupPlan: ResourceMapping = {
  type: "aws_backup_plan",
  attributes: { BackupPlanArn: "arn", BackupPlanId: "id", VersionId: "version" },
  properties: {
    BackupPlan: {
      inline: {
        BackupPlanName: "name",
        BackupPlanRule: {
          block: "rule",
          properties: {
            ...lifecycle,
            TargetBackupVault: "target_vault_name",
            ScheduleExpression: "schedule",
            StartWindowMinutes: "start_window",
            CompletionWindowMinutes: "completion_window",
            CopyActions: {
              block: "copy_action",
              properties: { ...lifecycle, DestinationBackupVaultArn: "destination_vault_arn" },
            },
            IndexActions: dropped,
            ScanActions: dropped,
          },
        },
        AdvancedBackupSettings: {
          block: "advanced_backup_setting",
          properties: { BackupOptions: "backup_options" },
        },
        ScanSettings: dropped,
      },
    },
    BackupPlanTags: "tags",
  },
};

const backupVault: ResourceMapping = {
  type: "aws_backup_vault",
  ref: "name",
  attributes: { BackupVaultArn: "arn", BackupVaultName: "name" },
  properties: {
    BackupVaultName: "name",
    EncryptionKeyArn: "kms_key_arn",
    AccessPolicy: dropped,
    LockConfiguration: dropped,
    Notifications: dropped,
    BackupVaultTags: "tags",
  },
};

const condition = (block: string) => ({
  block,
  properties: { ConditionKey: "key", ConditionValue: "value" },
});

const backupSelection: ResourceMapping = {
  type: "aws_backup_selection",
  properties: {
    BackupPlanId: "plan_id",
    BackupSelection: {
      inline: {
        SelectionName: "name",
        ListOfTags: {
          block: "selection_tag",
          properties: { ConditionType: "type", ConditionKey: "key", ConditionValue: "value" },
        },
        Conditions: {
          block: "condition",
          properties: {
            StringEquals: condition("string_equals"),
            StringLike: condition("string_like"),
            StringNotEquals: condition("string_not_equals"),
            StringNotLike: condition("string_not_like"),
          },
        },
      },
    },
  },
};

/** File systems and backups. */
export const storageMappings: ResourceMappings = {
  "AWS::EFS::FileSystem": fileSystem,
  "AWS::EFS::MountTarget": { type: "aws_efs_mount_target", properties: {} },
  "AWS::EFS::AccessPoint": {
    type: "aws_efs_access_point",
    attributes: { AccessPointId: "id" },
    properties: {
      PosixUser: { block: "posix_user" },
      RootDirectory: { block: "root_directory", properties: { CreationInfo: { block: "creation_info" } } },
      AccessPointTags: { tags: "tags" },
      ClientToken: dropped,
    },
  },
  "AWS::FSx::FileSystem": { ...fsx("aws_fsx_lustre_file_system", "LustreConfiguration", {}), instead: fsxKind },
  "AWS::Backup::BackupVault": backupVault,
  "AWS::Backup::BackupPlan": backupPlan,
  "AWS::Backup::BackupSelection": backupSelection,
};
