import { own } from "../../model/own.ts";
import { readAll } from "../../model/index.ts";
import type { Component } from "../../model/index.ts";
import { flagAt, isSet, lengthAt, numberAt, targetOf, textAt, textIn, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Charge, Charges, Pricer, Pricers } from "../charge.ts";
import { amount, count } from "../words.ts";
import { chargeEgress } from "./egress.ts";
import { charge } from "./prices.ts";

/** Operations cost by the tier; a copy in another region makes writes dearer. */
const operationPrices: Readonly<Record<string, string>> = {
  hot_lrs: "blob.",
  hot_zrs: "blob.hot_zrs_",
  hot_grs: "blob.hot_grs_",
  hot_ragrs: "blob.hot_ragrs_",
  cool_lrs: "blob.cool_",
  cool_zrs: "blob.cool_zrs_",
  cool_grs: "blob.cool_grs_",
};

const priceStorageAccount: Pricer = (component, context) => {
  const { usage, profile } = context;
  const premium = textAt(component, "account_tier") !== "Standard";
  // Premium file shares are paid for as shares.
  if (premium && textAt(component, "account_kind") === "FileStorage") return [];
  const replication = textAt(component, "account_replication_type")?.toLowerCase();
  const tier = premium ? "premium" : textAt(component, "access_tier", "Hot")?.toLowerCase();
  const stored = usage("azurerm_storage_account", "storage_gb");
  const writes = usage("azurerm_storage_account", "monthly_write_operations");
  const reads = usage("azurerm_storage_account", "monthly_read_operations");
  const fetched = usage("azurerm_storage_account", "monthly_data_retrieval_gb");
  const kind = tier && replication && `${tier}_${replication}`;
  const prefix = kind && own(operationPrices, kind);
  return [
    charge(
      kind && `blob.${kind}_gb_month`,
      stored,
      `${amount(stored)} GB ${tier ?? ""} ${replication?.toUpperCase() ?? ""} (${profile})`,
      "stored",
    ),
    ...(prefix === undefined || prefix === ""
      ? []
      : [
          charge(`${prefix}write_10k`, writes / 1e4, `${amount(writes)} writes a month (${profile})`, "write"),
          charge(`${prefix}read_10k`, reads / 1e4, `${amount(reads)} reads a month (${profile})`, "read"),
        ]),
    ...(fetched === 0 || tier !== "cool"
      ? []
      : [charge("blob.cool_retrieval_gb", fetched, `${amount(fetched)} GB read back (${profile})`, "retrieved")]),
    ...chargeEgress(context, usage("azurerm_storage_account", "monthly_outbound_gb")),
  ];
};

/** What a General Purpose database holds when no size is said. */
const defaultDatabaseGb = 32;

/** The older resource has another name for it, and gives an S0 when nothing is said. */
const skuOf = (component: Component): string | undefined =>
  component.type === "azurerm_sql_database"
    ? textAt(component, "requested_service_objective_name", "S0")
    : textAt(component, "sku_name");

const priceSqlDatabase: Pricer = (component, context) => {
  const sku = skuOf(component);
  if (sku === undefined) return undefined;
  // A database in a pool is paid for with the pool.
  if (sku === "ElasticPool") return [];
  const [, family, serverless, cores] = /^(GP|BC|HS)_(S_)?Gen5_(\d+)$/.exec(sku) ?? [];
  if (family === undefined)
    return [charge(`sql.${sku.toLowerCase()}_hour`, HOURS, "730 h a month, storage included", sku)];
  if (serverless !== undefined)
    return chargeServerless(component, context.usage("azurerm_mssql_database", "monthly_vcore_hours"), context.profile);
  return chargeCores(component, family.toLowerCase(), Number(cores));
};

const chargeServerless = (component: Component, hours: number, profile: string): Charges => [
  charge("sql.gp_serverless_vcore_hour", hours, `${hours} vCore-hours a month (${profile}), paused in between`),
  chargeSqlStorage(component, "sql.storage_gb_month"),
];

const chargeSqlStorage = (component: Component, price: string, copies = 1): Charge | undefined => {
  const size = numberAt(component, "max_size_gb", defaultDatabaseGb);
  const said = isSet(component, "max_size_gb") ? "" : " (default)";
  return charge(
    price,
    times(size, copies),
    `${amount(size ?? 0)} GB${said}${copies === 1 ? "" : ` × ${copies}`}`,
    "storage",
  );
};

/** Copies in other zones cost this part of the compute, and the storage twice (mssql_database golden file of Infracost). */
const zoneShare = 0.6;
const zoneSaid = "60 % of the compute, storage twice";

const chargeCores = (component: Component, family: string, cores: number): Charges => {
  const zoneRedundant = flagAt(component, "zone_redundant");
  if (zoneRedundant === undefined) return undefined;
  // It is in the price of Business Critical; for Hyperscale there is no price here.
  const spread = zoneRedundant && family === "gp";
  if (zoneRedundant && family === "hs") return undefined;
  const replicas = family === "hs" ? numberAt(component, "read_replica_count", 0) : 0;
  const copies = replicas === undefined ? undefined : 1 + replicas;
  const ownLicence = textAt(component, "license_type", "LicenseIncluded") === "BasePrice";
  const licence = family === "bc" ? "sql.bc_licence_vcore_hour" : "sql.licence_vcore_hour";
  const said = `${cores} vCores${copies === 1 ? "" : ` × ${copies ?? 0}`} × 730 h`;
  return [
    charge(`sql.${family}_gen5_vcore_hour`, times(cores, copies, HOURS), said, "compute"),
    ...(ownLicence || family === "hs"
      ? []
      : [charge(licence, cores * HOURS, `licence of ${cores} vCores × 730 h`, "licence")]),
    ...(spread
      ? [charge("sql.gp_gen5_vcore_hour", times(cores, HOURS * zoneShare), `zone redundancy: ${zoneSaid}`, "zones")]
      : []),
    // Hyperscale storage grows with the data and has no price here.
    ...(family === "hs"
      ? []
      : [
          chargeSqlStorage(
            component,
            family === "bc" ? "sql.bc_storage_gb_month" : "sql.storage_gb_month",
            spread ? 2 : 1,
          ),
        ]),
  ];
};

/** vCores of a General Purpose server: `GP_Standard_D4ds_v5` → 4. These families cost the same per vCore. */
const generalCores = (sku: string): number | undefined => {
  const [, cores] = /^GP_Standard_D(\d+)(?:a?d)?s_v[345]$/.exec(sku) ?? [];
  return cores === undefined ? undefined : Number(cores);
};

/** The same of a server with more memory to each vCore: `MO_Standard_E4ds_v5` → 4. */
const memoryCores = (sku: string): number | undefined => {
  const [, cores] = /^MO_Standard_E(\d+)(?:a?d)?s_v[345]$/.exec(sku) ?? [];
  return cores === undefined ? undefined : Number(cores);
};

/** Backups up to the size of the server are free; a week of changes is taken to fit into that. */
const freeRetentionDays = 7;

const chargeFlexible = (component: Component, size: number | undefined, backups: number, profile: string): Charges => {
  const sku = textAt(component, "sku_name");
  if (sku === undefined || size === undefined) return undefined;
  const servers = isSet(component, "high_availability") ? 2 : 1;
  const standby = servers === 1 ? "" : " × 2 with the standby";
  const cores = generalCores(sku);
  const memory = memoryCores(sku);
  const [, burstable] = /^B_Standard_(B\w+)$/.exec(sku) ?? [];
  const days = numberAt(component, "backup_retention_days", freeRetentionDays);
  const extra = Math.min(backups, size);
  return [
    burstable === undefined
      ? charge(
          memory === undefined ? "flex.gp_vcore_hour" : "flex.mo_vcore_hour",
          times(memory ?? cores, HOURS, servers),
          `${memory ?? cores ?? 0} vCores × 730 h${standby}`,
          "compute",
        )
      : charge(`flex.${burstable.toLowerCase()}_hour`, HOURS * servers, `730 h a month${standby}`, burstable),
    charge("flex.storage_gb_month", size * servers, `${amount(size)} GiB${standby}`, "storage"),
    ...(days !== undefined && days > freeRetentionDays
      ? [
          charge(
            "flex.backup_gb_month",
            extra,
            `${amount(extra)} GiB of backups beyond the free size (${days} days kept, ${profile})`,
            "backup",
          ),
        ]
      : []),
  ];
};

const pricePostgres: Pricer = (component, { usage, profile }) => {
  const megabytes = numberAt(component, "storage_mb", 32_768);
  const backups = usage("azurerm_postgresql_flexible_server", "additional_backup_storage_gb");
  return chargeFlexible(component, megabytes && megabytes / 1024, backups, profile);
};

const priceMysql: Pricer = (component, { usage, profile }) => {
  const backups = usage("azurerm_mysql_flexible_server", "additional_backup_storage_gb");
  return chargeFlexible(component, numberAt(component, "storage.size_gb", 20), backups, profile);
};

const isServerless = (account: Component): boolean =>
  readAll(account.attributes, "capabilities").some(
    ([, capability]) => textIn(capability, "name") === "EnableServerless",
  );

/** Every region of an account holds all data and all throughput. */
const regionsOfAccount = (account: Component): number | undefined => {
  const locations = lengthAt(account, "geo_location");
  return locations === undefined ? undefined : Math.max(1, locations);
};

const priceCosmosAccount: Pricer = (component, { usage, profile }) => {
  const regions = regionsOfAccount(component);
  const stored = usage("azurerm_cosmosdb_account", "storage_gb");
  const units = usage("azurerm_cosmosdb_account", "monthly_request_units");
  return [
    charge(
      "cosmos.storage_gb_month",
      times(regions, stored),
      `${amount(stored)} GB in ${count(regions ?? 0, "region")} (${profile})`,
    ),
    ...(isServerless(component)
      ? [charge("cosmos.serverless_million_ru", units / 1e6, `${amount(units)} request units a month (${profile})`)]
      : []),
  ];
};

/** Throughput that follows the load between a tenth of its maximum and the whole. */
const priceAutoscale: Pricer = (component, { model, usage, profile }) => {
  const account = targetOf(model, component, "account_name", "azurerm_cosmosdb_account");
  const regions = account === undefined ? 1 : regionsOfAccount(account);
  const most = numberAt(component, "autoscale_settings.max_throughput", 1000);
  const percent = Math.max(10, usage("azurerm_cosmosdb_account", "max_request_units_utilization_percentage"));
  return [
    charge(
      "cosmos.auto_ru100_month",
      times(regions, most && most / 100, percent / 100),
      `${percent} % of at most ${amount(most ?? 0)} RU/s in ${count(regions ?? 0, "region")} (${profile})`,
    ),
  ];
};

/** Throughput that is reserved for a database or a container; without any it is paid for elsewhere. */
const priceThroughput: Pricer = (component, context) => {
  const { model } = context;
  if (isSet(component, "autoscale_settings")) return priceAutoscale(component, context);
  if (!isSet(component, "throughput")) return [];
  const account = targetOf(model, component, "account_name", "azurerm_cosmosdb_account");
  const regions = account === undefined ? 1 : regionsOfAccount(account);
  const units = numberAt(component, "throughput");
  return [
    charge(
      "cosmos.ru100_month",
      times(regions, units && units / 100),
      `${amount(units ?? 0)} RU/s in ${count(regions ?? 0, "region")}`,
    ),
  ];
};

/** Basic is one node; Standard and Premium are two, a primary and a replica. */
const redisPrice = (sku: string, size: string): readonly [price: string, copies: number, said: string] => {
  if (sku === "Basic") return [`redis.${size}_basic_hour`, HOURS, "730 h a month"];
  if (sku === "Standard" && size === "c3") return ["redis.c3_std_node_month", 2, "primary and replica"];
  if (sku === "Standard") return [`redis.${size}_std_hour`, HOURS, "primary and replica, 730 h a month"];
  return [`redis.${size}_node_month`, 2, "primary and replica"];
};

const priceRedis: Pricer = (component) => {
  const sku = textAt(component, "sku_name") ?? "";
  const size = `${textAt(component, "family") ?? ""}${textAt(component, "capacity") ?? ""}`;
  const [price, copies, said] = redisPrice(sku, size.toLowerCase());
  const shards = numberAt(component, "shard_count", 1);
  return [
    charge(price, times(shards, copies), shards === 1 ? said : `${shards ?? 0} shards, each ${said}`, `${sku} ${size}`),
  ];
};

/** A protected machine up to 50 GB, and its backups. */
const smallMachineGb = 50;

const priceProtectedMachine: Pricer = (component, { model }) => {
  const machine = targetOf(
    model,
    component,
    "source_vm_id",
    "azurerm_linux_virtual_machine",
    "azurerm_windows_virtual_machine",
  );
  const vault = targetOf(model, component, "recovery_vault_name", "azurerm_recovery_services_vault");
  const image = machine?.type === "azurerm_windows_virtual_machine" ? 127 : 30;
  const size = machine && numberAt(machine, "os_disk.disk_size_gb", image);
  // Larger machines have other prices, which are not here.
  if (size === undefined || size > smallMachineGb) return undefined;
  const local = vault !== undefined && textAt(vault, "storage_mode_type") === "LocallyRedundant";
  return [
    charge("backup.vm_small_month", 1, `one machine of up to ${smallMachineGb} GB`, "protected machine"),
    charge(
      local ? "backup.lrs_gb_month" : "backup.grs_gb_month",
      size,
      `${size} GB, one full copy, ${local ? "locally" : "geo"} redundant`,
      "backup",
    ),
  ];
};

/** Storage, SQL, PostgreSQL, MySQL, Cosmos DB, Redis and backups. */
export const dataPricers: Pricers = {
  azurerm_storage_account: priceStorageAccount,
  azurerm_mssql_database: priceSqlDatabase,
  azurerm_sql_database: priceSqlDatabase,
  azurerm_postgresql_flexible_server: pricePostgres,
  azurerm_mysql_flexible_server: priceMysql,
  azurerm_cosmosdb_account: priceCosmosAccount,
  azurerm_cosmosdb_sql_database: priceThroughput,
  azurerm_cosmosdb_sql_container: priceThroughput,
  azurerm_cosmosdb_mongo_database: priceThroughput,
  azurerm_cosmosdb_mongo_collection: priceThroughput,
  azurerm_cosmosdb_gremlin_database: priceThroughput,
  azurerm_cosmosdb_gremlin_graph: priceThroughput,
  azurerm_cosmosdb_cassandra_keyspace: priceThroughput,
  azurerm_cosmosdb_cassandra_table: priceThroughput,
  azurerm_cosmosdb_table: priceThroughput,
  azurerm_redis_cache: priceRedis,
  azurerm_backup_protected_vm: priceProtectedMachine,
};
