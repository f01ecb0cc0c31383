import { lengthAt, numberAt, textAt } from "../attributes.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { amount } from "../words.ts";
import { charge } from "./prices.ts";

const priceBucket: Pricer = (_, { usage, profile }) => {
  const stored = usage("aws_s3_bucket", "standard.storage_gb");
  const writes = usage("aws_s3_bucket", "standard.monthly_tier_1_requests");
  const reads = usage("aws_s3_bucket", "standard.monthly_tier_2_requests");
  return [
    charge("s3.standard_gb_month", stored, `${amount(stored)} GB stored, all in S3 Standard (${profile})`, "stored"),
    charge("s3.put_1k", writes / 1000, `${amount(writes)} PUT, COPY, POST and LIST a month (${profile})`, "write"),
    charge("s3.get_1k", reads / 1000, `${amount(reads)} GET a month (${profile})`, "read"),
  ];
};

const priceElasticFileSystem: Pricer = (component, { usage, profile }) => {
  const hot = usage("aws_efs_file_system", "storage_gb");
  const cold = usage("aws_efs_file_system", "infrequent_access_storage_gb");
  const oneZone = textAt(component, "availability_zone_name") !== undefined;
  const tiered = lengthAt(component, "lifecycle_policy") !== 0;
  const provisioned = textAt(component, "throughput_mode") === "provisioned";
  return [
    charge(
      oneZone ? "efs.onezone_gb_month" : "efs.standard_gb_month",
      hot,
      `${amount(hot)} GB in ${oneZone ? "One Zone" : "Standard"} (${profile})`,
      "stored",
    ),
    ...(tiered && !oneZone
      ? [
          charge(
            "efs.ia_gb_month",
            cold,
            `${amount(cold)} GB moved to Infrequent Access (${profile})`,
            "infrequent access",
          ),
        ]
      : []),
    ...(provisioned
      ? [
          charge(
            "efs.provisioned_mbps_month",
            numberAt(component, "provisioned_throughput_in_mibps"),
            "provisioned throughput",
          ),
        ]
      : []),
  ];
};

const priceWindowsFileSystem: Pricer = (component) => {
  // Only single-zone SSD has a price here.
  const deployment = textAt(component, "deployment_type", "SINGLE_AZ_1");
  if (deployment === undefined || !deployment.startsWith("SINGLE_AZ")) return undefined;
  if (textAt(component, "storage_type", "SSD") !== "SSD") return undefined;
  const size = numberAt(component, "storage_capacity");
  const throughput = numberAt(component, "throughput_capacity");
  return [
    charge("fsx.windows_ssd_gb_month", size, `${amount(size ?? 0)} GB SSD, one zone`),
    charge("fsx.windows_mbps_month", throughput, `${amount(throughput ?? 0)} MB/s provisioned`),
  ];
};

const priceBackupVault: Pricer = (_, { usage, profile }) => {
  const files = usage("aws_backup_vault", "monthly_efs_warm_backup_gb");
  const volumes = usage("aws_backup_vault", "monthly_ebs_snapshot_gb");
  const databases = usage("aws_backup_vault", "monthly_rds_snapshot_gb");
  return [
    charge("backup.efs_warm_gb_month", files, `${amount(files)} GB of EFS backups, warm (${profile})`, "EFS backup"),
    charge("ebs.snapshot_gb_month", volumes, `${amount(volumes)} GB of EBS snapshots (${profile})`, "EBS backup"),
    charge("rds.backup_gb_month", databases, `${amount(databases)} GB of RDS snapshots (${profile})`, "RDS backup"),
  ];
};

/** S3, EFS, FSx and Backup. */
export const storagePricers: Pricers = {
  aws_s3_bucket: priceBucket,
  aws_efs_file_system: priceElasticFileSystem,
  aws_fsx_windows_file_system: priceWindowsFileSystem,
  aws_backup_vault: priceBackupVault,
};
