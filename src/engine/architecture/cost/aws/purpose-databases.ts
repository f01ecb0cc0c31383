import type { Component } from "../../model/index.ts";
import { flagAt, numberAt, targetOf, textAt, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { bill, sized, tariffsOf, when } from "../tariff.ts";
import { amount, count } from "../words.ts";
import { charge } from "./prices.ts";

const { hourly, used } = tariffsOf(charge);

/** The least capacity that Neptune Serverless keeps; the provider's own default. */
const leastNeptuneUnits = 2.5;

const priceNeptuneInstance: Pricer = (component, { model }) => {
  const size = textAt(component, "instance_class")?.replace(/^db\./, "");
  if (size !== "serverless") return [charge(size && `neptune.${size}`, HOURS, "730 h a month", size && `db.${size}`)];
  const cluster = targetOf(model, component, "cluster_identifier", "aws_neptune_cluster");
  const least = cluster && numberAt(cluster, "serverless_v2_scaling_configuration.min_capacity", leastNeptuneUnits);
  return [charge("neptune.ncu_hour", times(least, HOURS), `${least ?? 0} NCU all month, the minimum set`)];
};

/** Shards × (1 primary + replicas), one replica unless told otherwise. */
const priceMemoryCluster: Pricer = (component) => {
  const size = textAt(component, "node_type")?.replace(/^db\./, "");
  const replicas = numberAt(component, "num_replicas_per_shard", 1);
  const nodes = times(numberAt(component, "num_shards", 1), replicas === undefined ? undefined : 1 + replicas);
  const said = `${count(nodes ?? 0, "node")} × 730 h`;
  return [charge(size && `memorydb.${size}`, times(nodes, HOURS), said, size && `db.${size}`)];
};

const isValkey = (component: Component): boolean => textAt(component, "engine") === "valkey";

const cachePrice =
  (unit: string) =>
  (component: Component): string =>
    `elasticache.${isValkey(component) ? "valkey_" : ""}serverless_${unit}`;

const priceServerlessCache: Pricer = (component, context) => {
  const stored = context.usage("aws_elasticache_serverless_cache", "storage_gb");
  return bill(
    hourly(cachePrice("gb_hour"), { times: () => stored, said: `GB kept (${context.profile})`, what: "stored" }),
    used("aws_elasticache_serverless_cache.monthly_ecpus", cachePrice("ecpu_million"), "processing units a month", {
      per: 1e6,
    }),
  )(component, context);
};

/** A proxy is billed for two processors at least. */
const leastProxyCpus = 2;

const priceProxy: Pricer = () => [
  charge("rds.proxy_vcpu_hour", leastProxyCpus * HOURS, "a database of two vCPU behind it, 730 h a month"),
];

const priceSnapshot: Pricer = (component, { model }) => {
  const database = targetOf(model, component, "db_instance_identifier", "aws_db_instance");
  const size = database && numberAt(database, "allocated_storage");
  return [charge("rds.backup_gb_month", size, `${amount(size ?? 0)} GB, one full copy`, "snapshot")];
};

/** Replication machines, twice where they stand in two zones, and their disks. */
const priceReplication: Pricer = (component) => {
  const size = textAt(component, "replication_instance_class")?.replace(/^dms\./, "");
  const both = flagAt(component, "multi_az");
  const zones = both === undefined ? undefined : both ? 2 : 1;
  const disk = numberAt(component, "allocated_storage", 50);
  const said = zones === 1 ? "730 h a month" : "730 h a month × 2 for Multi-AZ";
  return [
    charge(size && `dms.${size}`, times(zones, HOURS), said, size && `dms.${size}`),
    charge("dms.storage_gb_month", times(zones, disk), `${disk ?? 0} GB`, "storage"),
  ];
};

const priceTimestream: Pricer = (component, context) => {
  const held = context.usage("aws_timestreamwrite_table", "memory_store_gb");
  return bill(
    used("aws_timestreamwrite_table.monthly_writes", "timestream.write_million", "writes a month", { per: 1e6 }),
    hourly("timestream.memory_gb_hour", { times: () => held, said: `GB in memory (${context.profile})` }),
    used("aws_timestreamwrite_table.magnetic_store_gb", "timestream.magnetic_gb_month", "GB on disk"),
  )(component, context);
};

/** Neptune, MemoryDB, DAX, Keyspaces, Timestream, serverless caches, proxies, snapshots and migration. */
export const purposeDatabasePricers: Pricers = {
  aws_neptune_cluster: bill(
    used("aws_neptune_cluster.storage_gb", "neptune.storage_gb_month", "GB stored"),
    used("aws_neptune_cluster.monthly_io_requests", "neptune.io_million", "reads and writes a month", { per: 1e6 }),
  ),
  aws_neptune_cluster_instance: priceNeptuneInstance,
  aws_docdb_cluster: bill(
    when(
      (component) => (numberAt(component, "backup_retention_period", 1) ?? 1) > 1,
      used("aws_docdb_cluster.backup_storage_gb", "docdb.backup_gb_month", "GB of backups", { what: "backup" }),
    ),
  ),
  aws_memorydb_cluster: priceMemoryCluster,
  aws_elasticache_serverless_cache: priceServerlessCache,
  aws_dax_cluster: bill(
    hourly(sized("node_type", "dax.", { drop: /^dax\./ }), {
      times: (component) => numberAt(component, "replication_factor"),
      said: "nodes",
    }),
  ),
  aws_db_proxy: priceProxy,
  aws_db_snapshot: priceSnapshot,
  aws_db_cluster_snapshot: bill(
    used("aws_db_cluster_snapshot.storage_gb", "rds.aurora_backup_gb_month", "GB, one full copy"),
  ),
  aws_docdb_cluster_snapshot: bill(
    used("aws_docdb_cluster.backup_storage_gb", "docdb.backup_gb_month", "GB, one full copy"),
  ),
  aws_neptune_cluster_snapshot: bill(
    used("aws_db_cluster_snapshot.storage_gb", "rds.aurora_backup_gb_month", "GB, one full copy"),
  ),
  aws_timestreamwrite_table: priceTimestream,
  aws_dms_replication_instance: priceReplication,
};
