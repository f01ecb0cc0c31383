import { own } from "../../model/own.ts";
import { isLogTargetOnly } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { lengthAt, numberAt, textAt } from "../attributes.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { amount } from "../words.ts";
import { bill, chargeBands, named, tariffsOf } from "../tariff.ts";
import type { Line } from "../tariff.ts";
import { chargeEgress } from "./egress.ts";
import { charge } from "./prices.ts";

const { monthly, hourly, used } = tariffsOf(charge);

/** S3 Standard is sold in bands: 50 TB, 450 TB, above. */
const standardBands = [
  [51_200, "s3.standard_gb_month"],
  [512_000, "s3.standard_gb_month.50tb"],
  [Number.POSITIVE_INFINITY, "s3.standard_gb_month.500tb"],
] as const;

const priceStandardClass: Line = (component, { model, usage, profile }) => {
  const onlyLogs = isLogTargetOnly(component, model);
  const of = (figure: string): number => usage("aws_s3_bucket", `${onlyLogs ? "logs" : "standard"}.${figure}`);
  const stored = of("storage_gb");
  const writes = of("monthly_tier_1_requests");
  const reads = of("monthly_tier_2_requests");
  const said = `${amount(stored)} ${onlyLogs ? "GB of logs" : "GB stored"}, all in S3 Standard (${profile})`;
  return [
    ...chargeBands(charge, standardBands, stored, { said, what: "stored" }),
    charge("s3.put_1k", writes / 1000, `${amount(writes)} PUT, COPY, POST and LIST a month (${profile})`, "write"),
    charge("s3.get_1k", reads / 1000, `${amount(reads)} GET a month (${profile})`, "read"),
  ];
};

const kept = (storageClass: string, price: string, figure = "storage_gb"): Line =>
  used(`aws_s3_bucket.${storageClass}.${figure}`, price, `GB in ${storageClass.replaceAll("_", " ")}`, {
    what: storageClass,
  });

const retrieved = (storageClass: string, price: string): Line =>
  used(`aws_s3_bucket.${storageClass}.monthly_data_retrieval_gb`, price, "GB read back a month", {
    what: `${storageClass} retrieval`,
  });

/** What lies in other classes, and what is sent out, is known only from usage figures of one's own. */
const priceBucket = bill(
  priceStandardClass,
  kept("intelligent_tiering", "s3.intelligent_gb_month", "frequent_access_storage_gb"),
  used("aws_s3_bucket.intelligent_tiering.monitored_objects", "s3.intelligent_monitor_1k", "objects watched", {
    per: 1000,
  }),
  kept("standard_infrequent_access", "s3.ia_gb_month"),
  retrieved("standard_infrequent_access", "s3.ia_retrieval_gb"),
  kept("one_zone_infrequent_access", "s3.onezone_ia_gb_month"),
  retrieved("one_zone_infrequent_access", "s3.ia_retrieval_gb"),
  kept("glacier_instant_retrieval", "s3.glacier_ir_gb_month"),
  retrieved("glacier_instant_retrieval", "s3.glacier_ir_retrieval_gb"),
  kept("glacier_flexible_retrieval", "s3.glacier_gb_month"),
  kept("glacier_deep_archive", "s3.deep_archive_gb_month"),
  used("aws_s3_bucket.monthly_inter_region_gb", "egress.inter_region_gb", "GB to other regions a month", {
    what: "to other regions",
  }),
  (_, context) => {
    const sent = context.usage("aws_s3_bucket", "monthly_outbound_gb");
    return sent === 0 ? [] : chargeEgress(context, sent);
  },
);

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
    ...(tiered
      ? [
          charge(
            oneZone ? "efs.onezone_ia_gb_month" : "efs.ia_gb_month",
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
  const disk = textAt(component, "storage_type", "SSD");
  if (deployment === undefined || disk === undefined) return undefined;
  const [zones, said] = deployment.startsWith("MULTI_AZ") ? ["multi_az", "two zones"] : ["single_az", "one zone"];
  const size = numberAt(component, "storage_capacity");
  const throughput = numberAt(component, "throughput_capacity");
  return [
    charge(`fsx.windows_${zones}_${disk.toLowerCase()}_gb_month`, size, `${amount(size ?? 0)} GB ${disk}, ${said}`),
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

const lustre: Readonly<Record<string, string>> = {
  SCRATCH_1: "scratch",
  SCRATCH_2: "scratch",
  PERSISTENT_1: "p1_",
  PERSISTENT_2: "p2_",
};

/** Persistent file systems cost by the throughput that comes with a terabyte. */
const lustrePrice = (component: Component): string | undefined => {
  const kind = own(lustre, textAt(component, "deployment_type", "SCRATCH_1") ?? "");
  if (kind === undefined || textAt(component, "storage_type", "SSD") !== "SSD") return undefined;
  const each = textAt(component, "per_unit_storage_throughput");
  return kind === "scratch" ? "fsx.lustre_scratch_gb_month" : each && `fsx.lustre_${kind}${each}_gb_month`;
};

const capacity = (component: Component): number | undefined => numberAt(component, "storage_capacity");
const throughput = (component: Component): number | undefined => numberAt(component, "throughput_capacity");

/** How many zones an ONTAP file system is in decides its price. */
const ontap = (unit: string): ((component: Component) => string | undefined) =>
  named("deployment_type", {
    SINGLE_AZ_1: `fsx.ontap_single_${unit}_month`,
    MULTI_AZ_1: `fsx.ontap_multi_${unit}_month`,
  });

/** S3, EFS, FSx and Backup. */
export const storagePricers: Pricers = {
  aws_s3_bucket: priceBucket,
  aws_efs_file_system: priceElasticFileSystem,
  aws_fsx_windows_file_system: priceWindowsFileSystem,
  aws_fsx_lustre_file_system: bill(monthly(lustrePrice, { times: capacity, said: "provisioned" })),
  aws_fsx_openzfs_file_system: bill(
    monthly(named("deployment_type", { SINGLE_AZ_1: "fsx.openzfs_gb_month" }), { times: capacity, said: "SSD" }),
    monthly("fsx.openzfs_mbps_month", { times: throughput, said: "throughput" }),
    used("aws_fsx_openzfs_file_system.backup_storage_gb", "fsx.backup_gb_month", "GB of backups", { what: "backup" }),
  ),
  aws_fsx_ontap_file_system: bill(
    monthly(ontap("gb"), { times: capacity, said: "SSD" }),
    monthly(ontap("mbps"), { times: throughput, said: "throughput" }),
  ),
  aws_s3_directory_bucket: bill(
    used("aws_s3_directory_bucket.storage_gb", "s3.express_gb_month", "GB in S3 Express One Zone"),
  ),
  aws_s3tables_table_bucket: bill(used("aws_s3tables_table_bucket.storage_gb", "s3.tables_gb_month", "GB in tables")),
  aws_s3_bucket_analytics_configuration: bill(
    used("aws_s3_bucket_analytics_configuration.monthly_monitored_objects", "s3.analytics_million", "objects watched", {
      per: 1e6,
    }),
  ),
  aws_s3_bucket_inventory: bill(
    used("aws_s3_bucket_inventory.monthly_listed_objects", "s3.inventory_million", "objects listed a month", {
      per: 1e6,
    }),
  ),
  aws_ebs_fast_snapshot_restore: bill(hourly("ebs.fast_restore_hour", { said: "one zone" })),
  aws_backup_vault: priceBackupVault,
};
