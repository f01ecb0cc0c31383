import { isLogTargetOnly } from "../../model/index.ts";
import type { Model } from "../../model/index.ts";
import { lengthAt, numberAt, textAt } from "../attributes.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { amount } from "../words.ts";
import { charge } from "./prices.ts";

const priceBucket: Pricer = (component, { model, usage, profile }) => {
  const onlyLogs = isLogTargetOnly(component, model);
  const of = (figure: string): number => usage("aws_s3_bucket", `${onlyLogs ? "logs" : "standard"}.${figure}`);
  const stored = of("storage_gb");
  const writes = of("monthly_tier_1_requests");
  const reads = of("monthly_tier_2_requests");
  const what = onlyLogs ? "GB of logs" : "GB stored";
  return [
    charge("s3.standard_gb_month", stored, `${amount(stored)} ${what}, all in S3 Standard (${profile})`, "stored"),
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
  const deployment = textAt(component, "deployment_type", "SINGLE_AZ_1");
  // Only SSD has a price here.
  if (deployment === undefined || textAt(component, "storage_type", "SSD") !== "SSD") return undefined;
  const [zones, said] = deployment.startsWith("MULTI_AZ") ? ["multi_az", "two zones"] : ["single_az", "one zone"];
  const size = numberAt(component, "storage_capacity");
  const throughput = numberAt(component, "throughput_capacity");
  return [
    charge(`fsx.windows_${zones}_ssd_gb_month`, size, `${amount(size ?? 0)} GB SSD, ${said}`),
    charge(`fsx.windows_${zones}_mbps_month`, throughput, `${amount(throughput ?? 0)} MB/s provisioned, ${said}`),
  ];
};

/** Types of what the vault's plans take in; of the whole design where the plans do not name it. */
const backedUpTypes = (model: Model): Set<string> => {
  const named = model
    .ofType("aws_backup_selection")
    .flatMap(({ references }) => references.filter(({ path }) => path === "resources"))
    .flatMap(({ to }) => model.find(to)?.type ?? []);
  return new Set(named.length > 0 ? named : model.components.map(({ type }) => type));
};

const backups: readonly { types: readonly string[]; usage: string; price: string; what: string }[] = [
  {
    types: ["aws_efs_file_system"],
    usage: "monthly_efs_warm_backup_gb",
    price: "backup.efs_warm_gb_month",
    what: "EFS",
  },
  {
    types: ["aws_ebs_volume", "aws_instance"],
    usage: "monthly_ebs_snapshot_gb",
    price: "ebs.snapshot_gb_month",
    what: "EBS",
  },
  {
    types: ["aws_db_instance", "aws_rds_cluster"],
    usage: "monthly_rds_snapshot_gb",
    price: "rds.backup_gb_month",
    what: "RDS",
  },
  {
    types: ["aws_dynamodb_table"],
    usage: "monthly_dynamodb_backup_gb",
    price: "backup.dynamodb_gb_month",
    what: "DynamoDB",
  },
];

/** A vault is paid for by what is in it: where nothing is known of that, by all that there may be. */
const priceBackupVault: Pricer = (_, { model, usage, profile }) => {
  const types = backedUpTypes(model);
  const kept = backups.filter((kind) => kind.types.some((type) => types.has(type)));
  return (kept.length === 0 ? backups : kept).map(({ usage: figure, price, what }) => {
    const size = usage("aws_backup_vault", figure);
    return charge(price, size, `${amount(size)} GB of ${what} backups (${profile})`, `${what} backup`);
  });
};

/** S3, EFS, FSx and Backup. */
export const storagePricers: Pricers = {
  aws_s3_bucket: priceBucket,
  aws_efs_file_system: priceElasticFileSystem,
  aws_fsx_windows_file_system: priceWindowsFileSystem,
  aws_backup_vault: priceBackupVault,
};
