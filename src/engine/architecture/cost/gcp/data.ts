import { own } from "../../model/own.ts";
import { readAll } from "../../model/index.ts";
import { isSet, numberAt, numberIn, textAt, textIn, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Charge, Pricer, Pricers } from "../charge.ts";
import { amount, count } from "../words.ts";
import { chargeEgress } from "./egress.ts";
import { charge } from "./prices.ts";

/** Locations that span a continent have prices of their own, the same for all three. */
const multiRegions = ["US", "EU", "ASIA"];

const priceBucket: Pricer = (component, context) => {
  const { usage, profile } = context;
  const kind = textAt(component, "storage_class", "STANDARD")?.toLowerCase();
  const location = textAt(component, "location");
  if (kind === undefined || location === undefined) return undefined;
  const wide = multiRegions.includes(location.toUpperCase()) ? ".multi_us" : "";
  const stored = usage("google_storage_bucket", "storage_gb");
  const writes = usage("google_storage_bucket", "monthly_class_a_operations");
  const reads = usage("google_storage_bucket", "monthly_class_b_operations");
  const fetched = usage("google_storage_bucket", "monthly_data_retrieval_gb");
  return [
    charge(`gcs.${kind}${wide}_gb_month`, stored, `${amount(stored)} GB in ${kind} (${profile})`, "stored"),
    charge("gcs.class_a_10k", writes / 1e4, `${amount(writes)} class A operations a month (${profile})`, "class A"),
    charge("gcs.class_b_10k", reads / 1e4, `${amount(reads)} class B operations a month (${profile})`, "class B"),
    ...(kind === "standard"
      ? []
      : [
          charge(
            `gcs.${kind}.retrieval_gb`,
            fetched,
            `${amount(fetched)} GB read back a month (${profile})`,
            "retrieved",
          ),
        ]),
    ...chargeEgress(context, usage("google_storage_bucket", "monthly_outbound_gb")),
  ];
};

/** vCPUs and GB of memory of a Cloud SQL machine; the Plus editions have other prices. */
const sqlMachine = (tier: string): readonly [vcpus: number, gigabytes: number] | undefined => {
  const [, cpus, megabytes] = /^db-custom-(\d+)-(\d+)$/.exec(tier) ?? [];
  if (cpus !== undefined) return [Number(cpus), Number(megabytes) / 1024];
  const [, family, size] = /^db-n1-(standard|highmem)-(\d+)$/.exec(tier) ?? [];
  return family === undefined ? undefined : [Number(size), Number(size) * (family === "standard" ? 3.75 : 6.5)];
};

const sharedMachines: Readonly<Record<string, string>> = {
  "db-f1-micro": "sql.f1_micro_hour",
  "db-g1-small": "sql.g1_small_hour",
};

const chargeSqlMachine = (tier: string, regional: boolean): (Charge | undefined)[] => {
  const ha = regional ? ".ha" : "";
  const said = `730 h a month${regional ? ", with a standby in another zone" : ""}`;
  const shared = own(sharedMachines, tier);
  if (shared !== undefined) return [charge(shared, regional ? 2 * HOURS : HOURS, said, tier)];
  const machine = sqlMachine(tier);
  return [
    charge(`sql.vcpu_hour${ha}`, machine && machine[0] * HOURS, `${machine?.[0] ?? 0} vCPU, ${said}`, "compute"),
    charge(`sql.mem_gb_month${ha}`, machine?.[1], `${machine?.[1] ?? 0} GB of memory, ${said}`, "memory"),
  ];
};

/** What Cloud SQL gives when nothing is said. */
const sqlDiskGb = 10;

const priceSql: Pricer = (component, { usage, profile }) => {
  const tier = textAt(component, "settings.tier");
  const version = textAt(component, "database_version");
  const availability = textAt(component, "settings.availability_type", "ZONAL");
  const size = numberAt(component, "settings.disk_size", sqlDiskGb);
  const disk = textAt(component, "settings.disk_type", "PD_SSD") === "PD_SSD" ? "ssd" : "hdd";
  // SQL Server carries a licence that has no price here.
  if (tier === undefined || version === undefined || version.startsWith("SQLSERVER") || availability === undefined)
    return undefined;
  const regional = availability === "REGIONAL";
  const backedUp = textAt(component, "settings.backup_configuration.enabled") === "true";
  const kept = Math.min(usage("google_sql_database_instance", "backup_storage_gb"), size ?? 0);
  return [
    ...chargeSqlMachine(tier, regional),
    charge(
      `sql.${disk}_gb_month${regional ? ".ha" : ""}`,
      size,
      `${amount(size ?? 0)} GB ${disk.toUpperCase()}${isSet(component, "settings.disk_size") ? "" : " (default)"}`,
      "storage",
    ),
    ...(backedUp ? [charge("sql.backup_gb_month", kept, `${amount(kept)} GB of backups (${profile})`, "backup")] : []),
  ];
};

const priceSpanner: Pricer = (component, { usage, profile }) => {
  // Multi-region configurations and per-edition prices are not here.
  if (textAt(component, "config")?.includes("regional-") !== true) return undefined;
  const stored = usage("google_spanner_instance", "storage_gb");
  const units = numberAt(component, "processing_units", 0);
  const nodes = numberAt(component, "num_nodes", units === undefined || units === 0 ? undefined : units / 1000);
  return [
    charge("spanner.node_hour", times(nodes, HOURS), `${count(nodes ?? 0, "node")} × 730 h`),
    charge("spanner.storage_gb_month", stored, `${amount(stored)} GB stored (${profile})`, "stored"),
  ];
};

const priceFirestore: Pricer = (_, { usage, profile }) => {
  const reads = usage("google_firestore_database", "monthly_reads");
  const writes = usage("google_firestore_database", "monthly_writes");
  const stored = usage("google_firestore_database", "storage_gb");
  return [
    charge("firestore.read_100k", reads / 1e5, `${amount(reads)} reads a month (${profile})`),
    charge("firestore.write_100k", writes / 1e5, `${amount(writes)} writes a month (${profile})`),
    charge("firestore.storage_gb_month", stored, `${amount(stored)} GB stored (${profile})`),
  ];
};

const priceBigtable: Pricer = (component, { usage, profile }) => {
  const clusters = readAll(component.attributes, "cluster");
  const nodes = clusters.reduce<number | undefined>((sum, [, cluster]) => {
    const own = numberIn(cluster, "num_nodes");
    return sum === undefined || own === undefined ? undefined : sum + own;
  }, 0);
  if (clusters.length === 0) return undefined;
  const stored = usage("google_bigtable_instance", "storage_gb");
  const slow = clusters.some(([, cluster]) => textIn(cluster, "storage_type") === "HDD");
  const disk = slow ? "bigtable.hdd_gb_month" : "bigtable.ssd_gb_month";
  return [
    charge("bigtable.node_hour", times(nodes, HOURS), `${count(nodes ?? 0, "node")} × 730 h`),
    charge(disk, stored * clusters.length, `${amount(stored)} GB in each cluster (${profile})`, "stored"),
  ];
};

/** Prices by capacity: the larger, the less a gigabyte costs. */
const redisClasses = [
  [4, "m1"],
  [10, "m2"],
  [35, "m3"],
  [100, "m4"],
  [Number.POSITIVE_INFINITY, "m5"],
] as const;

const redisClass = (gigabytes: number): string | undefined => redisClasses.find(([size]) => gigabytes <= size)?.[1];

const priceRedis: Pricer = (component) => {
  const size = numberAt(component, "memory_size_gb");
  const tier = textAt(component, "tier", "BASIC") === "STANDARD_HA" ? "std" : "basic";
  const capacity = size === undefined ? undefined : redisClass(size);
  if (numberAt(component, "replica_count", 1) !== 1 && tier === "std") return undefined;
  return [
    charge(
      capacity && `redis.${tier}_${capacity}_gb_month`,
      size,
      `${size ?? 0} GB${tier === "std" ? ", with a replica" : ""}`,
      tier === "std" ? "Standard" : "Basic",
    ),
  ];
};

const filestorePrices: Readonly<Record<string, string>> = {
  BASIC_HDD: "filestore.basic_hdd_gib_month",
  STANDARD: "filestore.basic_hdd_gib_month",
  BASIC_SSD: "filestore.basic_ssd_gib_month",
  PREMIUM: "filestore.basic_ssd_gib_month",
};

const priceFilestore: Pricer = (component) => {
  const tier = textAt(component, "tier");
  const size = numberAt(component, "file_shares.capacity_gb");
  return [charge(tier && own(filestorePrices, tier), size, `${amount(size ?? 0)} GB provisioned`, tier)];
};

const priceRegistry: Pricer = (_, { usage, profile }) => {
  const stored = usage("google_artifact_registry_repository", "storage_gb");
  return [charge("artifact.storage_gb_month", stored, `${amount(stored)} GB of artefacts (${profile})`)];
};

const priceDataset: Pricer = (_, { usage, profile }) => {
  const scanned = usage("google_bigquery_dataset", "monthly_queries_tb");
  return [charge("bigquery.query_tb", scanned, `${scanned} TB scanned a month (${profile})`)];
};

const priceTable: Pricer = (_, { usage, profile }) => {
  const active = usage("google_bigquery_table", "monthly_active_storage_gb");
  const old = usage("google_bigquery_table", "monthly_long_term_storage_gb");
  const streamed = usage("google_bigquery_table", "monthly_streaming_inserts_mb");
  return [
    charge("bigquery.active_gb_month", active, `${amount(active)} GB changed within 90 days (${profile})`, "active"),
    charge("bigquery.longterm_gb_month", old, `${amount(old)} GB older than that (${profile})`, "long-term"),
    charge("bigquery.stream_mb", streamed, `${amount(streamed)} MB streamed in a month (${profile})`, "streamed"),
  ];
};

/** Cloud Storage, SQL, Spanner, Firestore, Bigtable, Memorystore, Filestore, Artifact Registry and BigQuery. */
export const dataPricers: Pricers = {
  google_storage_bucket: priceBucket,
  google_sql_database_instance: priceSql,
  google_spanner_instance: priceSpanner,
  google_firestore_database: priceFirestore,
  google_bigtable_instance: priceBigtable,
  google_redis_instance: priceRedis,
  google_filestore_instance: priceFilestore,
  google_artifact_registry_repository: priceRegistry,
  google_bigquery_dataset: priceDataset,
  google_bigquery_table: priceTable,
};
