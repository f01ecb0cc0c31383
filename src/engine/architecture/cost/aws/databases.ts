import { own } from "../../model/own.ts";
import { extendedSupport, read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { flagAt, isSet, lengthAt, numberAt, targetOf, textAt, times } from "../attributes.ts";
import { discounted, HOURS, repeatCharges } from "../charge.ts";
import type { Charge, Charges, Pricer, Pricers, Usage } from "../charge.ts";
import { amount, phrase } from "../words.ts";
import { charge } from "./prices.ts";

/** `db.t3.medium` → `t3.medium`. */
const sizeOf = (instanceClass: string | undefined): string | undefined => instanceClass?.replace(/^db\./, "");

/** Engines by the name of their price list; MariaDB, and Oracle with a licence of one's own, cost what MySQL costs. */
const priceLists: Readonly<Record<string, string>> = {
  mysql: "mysql",
  mariadb: "mysql",
  postgres: "postgres",
  aurora: "aurora-mysql",
  "aurora-mysql": "aurora-mysql",
  "aurora-postgresql": "aurora-postgresql",
  "oracle-ee": "mysql",
  "oracle-ee-cdb": "mysql",
  "oracle-se2": "oracle-se2",
  "oracle-se2-cdb": "oracle-se2",
  "sqlserver-ee": "sqlserver-ee",
  "sqlserver-ex": "sqlserver-ex",
  "sqlserver-se": "sqlserver-se",
  "sqlserver-web": "sqlserver-web",
};

/** With a licence of one's own the edition of Oracle does not matter. */
const pricedEngine = (component: Component, engine: string | undefined): string | undefined =>
  engine?.startsWith("oracle-") === true && textAt(component, "license_model") === "bring-your-own-license"
    ? "oracle-ee"
    : engine;

const chargeDatabase = (
  engine: string | undefined,
  instanceClass: string | undefined,
  zones: number,
  note = "",
): Charge | undefined => {
  const list = engine === undefined ? undefined : own(priceLists, engine);
  const size = sizeOf(instanceClass);
  const said = zones === 1 ? "730 h a month" : "730 h a month × 2 for Multi-AZ";
  return charge(list && size && `rds.${list}.${size}`, HOURS * zones, phrase(said, note), size && `db.${size}`);
};

/** Processors of a database class by its size; the smallest of the second generation have one. */
const processors: Readonly<Record<string, number>> = {
  micro: 2,
  small: 2,
  medium: 2,
  large: 2,
  xlarge: 4,
  "2xlarge": 8,
  "4xlarge": 16,
  "8xlarge": 32,
  "12xlarge": 48,
  "16xlarge": 64,
  "24xlarge": 96,
};

/** What AWS asks for a version that has left standard support. */
const chargeSupport = (
  versioned: Component,
  instanceClass: string | undefined,
  zones: number,
): (Charge | undefined)[] => {
  const support = extendedSupport(versioned);
  const [family, size = ""] = sizeOf(instanceClass)?.split(".") ?? [];
  if (support === undefined || support === "none" || instanceClass === "db.serverless") return [];
  const each = family === "t2" && /^(?:micro|small)$/.test(size) ? 1 : own(processors, size);
  return [
    charge(
      support === "late" ? "rds.extended_vcpu_hour.year3" : "rds.extended_vcpu_hour",
      times(each, zones, HOURS),
      `extended support of an old version: ${each ?? 0} vCPU × 730 h${zones === 1 ? "" : " × 2 for Multi-AZ"}`,
      "extended support",
    ),
  ];
};

/** A replica takes what it does not say itself from the database it copies. */
const sourceOf = (model: Model, component: Component): Component | undefined =>
  targetOf(model, component, "replicate_source_db", "aws_db_instance");

const inherited = (component: Component, source: Component | undefined, path: string): string | undefined =>
  read(component.attributes, path) === undefined && source !== undefined
    ? textAt(source, path)
    : textAt(component, path);

/** IOPS in the price of gp3 database storage, below and from 400 GB. */
const includedIops = (size: number): number => (size < 400 ? 3000 : 12_000);

const chargeStorage = (component: Component, size: number | undefined, zones: number): (Charge | undefined)[] => {
  const type = textAt(component, "storage_type", isSet(component, "iops") ? "io1" : "gp2");
  const copies = zones === 1 ? "" : " × 2 for Multi-AZ";
  const stored = charge(
    type && `rds.${type}_gb_month`,
    times(size, zones),
    `${amount(size ?? 0)} GB ${type ?? ""}${copies}`,
    type && `${type} storage`,
  );
  if (type === "io1")
    return [
      stored,
      charge("rds.io1_iops_month", times(numberAt(component, "iops", 1000), zones), `provisioned IOPS${copies}`),
    ];
  const iops = numberAt(component, "iops", 0);
  if (type !== "gp3" || size === undefined || (iops !== undefined && iops <= includedIops(size))) return [stored];
  const above = iops && iops - includedIops(size);
  return [
    stored,
    charge("rds.gp3_iops_month", times(above, zones), `IOPS above the ${amount(includedIops(size))} included${copies}`),
  ];
};

/** Backups up to the size of the database are free; a week of daily changes is taken to fit into that. */
const freeRetentionDays = 7;

const priceInstance: Pricer = (component, { model, usage, profile }) => {
  const source = sourceOf(model, component);
  const multiAz = flagAt(component, "multi_az");
  if (multiAz === undefined) return undefined;
  const zones = multiAz ? 2 : 1;
  const allocated = inherited(component, source, "allocated_storage");
  const size = allocated === undefined ? undefined : Number(allocated);
  const hasOwnStorage = source === undefined || isSet(component, "storage_type") || isSet(component, "iops");
  const storage = chargeStorage(hasOwnStorage ? component : source, size, zones);
  const days = numberAt(component, "backup_retention_period", 0);
  const extra = Math.min(usage("aws_db_instance", "additional_backup_storage_gb"), size ?? 0);
  return [
    chargeDatabase(
      pricedEngine(source ?? component, inherited(component, source, "engine")),
      inherited(component, source, "instance_class"),
      zones,
    ),
    ...storage,
    ...chargeSupport(source ?? component, inherited(component, source, "instance_class"), zones),
    ...(days !== undefined && days > freeRetentionDays
      ? [
          charge(
            "rds.backup_gb_month",
            extra,
            `${amount(extra)} GB of backups beyond the free size of the database (${days} days kept, ${profile})`,
            "backup",
          ),
        ]
      : []),
  ];
};

/** The least that Aurora Serverless v2 keeps running, in capacity units; the provider's own default. */
const leastCapacity = 0.5;

/** What I/O-optimised machines cost against others. */
const ioOptimizedFactor = 1.3;

const priceClusterInstance: Pricer = (component, { model, usage, profile }) => {
  const cluster = targetOf(model, component, "cluster_identifier", "aws_rds_cluster");
  const engine =
    read(component.attributes, "engine") === undefined && cluster
      ? textAt(cluster, "engine")
      : textAt(component, "engine");
  const instanceClass = textAt(component, "instance_class");
  const optimized = cluster !== undefined && isIoOptimized(cluster);
  const machine = chargeDatabase(engine, instanceClass, 1);
  if (instanceClass !== "db.serverless")
    return [
      optimized ? discounted(machine, ioOptimizedFactor, "I/O-optimised machines cost 30 % more") : machine,
      ...chargeSupport(cluster ?? component, instanceClass, 1),
    ];
  const least = cluster && numberAt(cluster, "serverlessv2_scaling_configuration.min_capacity", leastCapacity);
  const most = cluster && numberAt(cluster, "serverlessv2_scaling_configuration.max_capacity");
  // A figure of one's own is held to the range that the cluster allows.
  const asked = usage("aws_rds_cluster_instance", "capacity_units_per_hr");
  const capacity =
    asked === 0 || least === undefined ? least : Math.min(Math.max(asked, least), most ?? Number.POSITIVE_INFINITY);
  const grows = most === undefined ? "; it grows with load" : `; it grows with load to ${most}`;
  return [
    charge(
      optimized ? "aurora.io_optimized_acu_hour" : "aurora.acu_hour",
      times(capacity, HOURS),
      `${capacity ?? 0} ACU all month, ${asked === 0 ? `the minimum set${grows}` : profile}`,
    ),
  ];
};

/** Storage that includes its I/O costs more, and so do the machines. */
const isIoOptimized = (cluster: Component): boolean => textAt(cluster, "storage_type") === "aurora-iopt1";

const requestsAMonth = HOURS * 3600;

/** Storage and I/O of the cluster; its instances are priced on their own. */
const priceCluster: Pricer = (component, { usage, profile }) => {
  const engine = textAt(component, "engine", "aurora-mysql");
  const standard = ["aurora", ""].includes(textAt(component, "storage_type", "aurora") ?? "unknown");
  // A Multi-AZ cluster of plain MySQL or PostgreSQL has other prices, which are not here.
  if (engine === undefined || !engine.startsWith("aurora") || !(standard || isIoOptimized(component))) return undefined;
  const stored = usage("aws_rds_cluster", "storage_gb");
  const perSecond =
    usage("aws_rds_cluster", "write_requests_per_sec") + usage("aws_rds_cluster", "read_requests_per_sec");
  const serverless = textAt(component, "engine_mode") === "serverless";
  const units = usage("aws_rds_cluster", "capacity_units_per_hr");
  return [
    ...(serverless ? [charge("aurora.acu_hour", units * HOURS, `${units} ACU on average (${profile})`)] : []),
    ...(isIoOptimized(component)
      ? [charge("aurora.io_optimized_gb_month", stored, `${amount(stored)} GB stored, I/O included (${profile})`)]
      : []),
    ...(isIoOptimized(component)
      ? []
      : [
          charge("aurora.storage_gb_month", stored, `${amount(stored)} GB stored (${profile})`, "storage"),
          charge(
            "aurora.io_million",
            (perSecond * requestsAMonth) / 1e6,
            `${perSecond} reads and writes a second (${profile})`,
            "I/O",
          ),
        ]),
  ];
};

const priceTable: Pricer = (component, { usage, profile }) => {
  const billing = textAt(component, "billing_mode", "PROVISIONED");
  const stored = usage("aws_dynamodb_table", "storage_gb");
  const infrequent = textAt(component, "table_class") === "STANDARD_INFREQUENT_ACCESS";
  const storage = charge(
    infrequent ? "dynamodb.ia_storage_gb_month" : "dynamodb.storage_gb_month",
    stored,
    `${amount(stored)} GB stored (${profile})`,
    "stored",
  );
  const recovery = flagAt(component, "point_in_time_recovery.enabled");
  const copy = charge(
    "dynamodb.pitr_gb_month",
    stored,
    `point-in-time recovery of ${amount(stored)} GB (${profile})`,
    "recovery",
  );
  const capacity =
    billing === undefined
      ? undefined
      : billing === "PAY_PER_REQUEST"
        ? chargeRequests(usage, profile, infrequent)
        : chargeCapacity(component);
  const regions = 1 + (lengthAt(component, "replica") ?? 0);
  return capacity && repeatCharges([...capacity, storage, ...(recovery === true ? [copy] : [])], regions, "region");
};

const chargeRequests = (usage: Usage, profile: string, infrequent: boolean): Charges => {
  const prefix = infrequent ? "dynamodb.ia_" : "dynamodb.";
  const writes = usage("aws_dynamodb_table", "monthly_write_request_units");
  const reads = usage("aws_dynamodb_table", "monthly_read_request_units");
  return [
    charge(`${prefix}wru_million`, writes / 1e6, `${amount(writes)} write request units a month (${profile})`),
    charge(`${prefix}rru_million`, reads / 1e6, `${amount(reads)} read request units a month (${profile})`),
  ];
};

const chargeCapacity = (component: Component): Charges => {
  const writes = numberAt(component, "write_capacity");
  const reads = numberAt(component, "read_capacity");
  return [
    charge("dynamodb.wcu_hour", times(writes, HOURS), `${writes ?? 0} write capacity units, 730 h`),
    charge("dynamodb.rcu_hour", times(reads, HOURS), `${reads ?? 0} read capacity units, 730 h`),
  ];
};

const priceDocumentInstance: Pricer = (component, { usage, profile }) => {
  const size = sizeOf(textAt(component, "instance_class"));
  const stored = usage("aws_docdb_cluster_instance", "data_storage_gb");
  return [
    charge(size && `docdb.${size}`, HOURS, "730 h a month", size && `db.${size}`),
    charge("docdb.storage_gb_month", stored, `${amount(stored)} GB stored (${profile})`, "stored"),
  ];
};

/** RDS, Aurora, DynamoDB and DocumentDB. */
export const databasePricers: Pricers = {
  aws_db_instance: priceInstance,
  aws_rds_cluster: priceCluster,
  aws_rds_cluster_instance: priceClusterInstance,
  aws_dynamodb_table: priceTable,
  aws_docdb_cluster_instance: priceDocumentInstance,
};
