import { own } from "../../model/own.ts";
import type { Component } from "../../model/index.ts";
import { isSet, numberAt, textAt, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { bill, named, tariffsOf } from "../tariff.ts";
import { amount, count } from "../words.ts";
import { charge } from "./prices.ts";

const { monthly, hourly, used } = tariffsOf(charge);

/** vCores of a single server: `GP_Gen5_4` → GP, 4. */
const singleSku = (component: Component): readonly [tier: string, cores: number] | undefined => {
  const [, tier, cores] = /^(B|GP|MO)_Gen5_(\d+)$/.exec(textAt(component, "sku_name") ?? "") ?? [];
  return tier === undefined ? undefined : [tier, Number(cores)];
};

/** The golden price of general purpose is that of four vCores. */
const generalCores = 4;

/** MySQL, PostgreSQL and MariaDB single servers cost the same. */
const priceSingleServer: Pricer = (component, { usage, profile }) => {
  const sku = singleSku(component);
  const megabytes = numberAt(component, "storage_mb", 5120);
  if (sku === undefined || megabytes === undefined) return undefined;
  const [tier, cores] = sku;
  const size = megabytes / 1024;
  const said = `${cores} vCores × 730 h`;
  const machine =
    tier === "B"
      ? charge(`singledb.b_gen5_${cores}_hour`, HOURS, said, "compute")
      : tier === "GP"
        ? charge("mysql.gp_gen5_4_hour", (cores / generalCores) * HOURS, `${said}, by fours`, "4 vCores")
        : charge("singledb.mo_vcore_hour", cores * HOURS, said, "compute");
  const backups = Math.min(usage("azurerm_mysql_server", "additional_backup_storage_gb"), size);
  const days = numberAt(component, "backup_retention_days", 7);
  const storage = tier === "B" ? "singledb.b_storage_gb_month" : "singledb.gp_storage_gb_month";
  return [
    machine,
    charge(storage, size, `${amount(size)} GB`, "storage"),
    ...(days !== undefined && days > 7
      ? [charge("flex.backup_gb_month", backups, `${amount(backups)} GB of backups (${profile})`, "backup")]
      : []),
  ];
};

/** Storage in the price of a managed instance. */
const includedGb = 32;

const priceManagedInstance: Pricer = (component) => {
  const [, tier] = /^(GP|BC)_Gen5$/.exec(textAt(component, "sku_name") ?? "") ?? [];
  const family = tier?.toLowerCase();
  const cores = numberAt(component, "vcores");
  const size = numberAt(component, "storage_size_in_gb", includedGb);
  const own = textAt(component, "license_type", "LicenseIncluded") === "BasePrice";
  const licence = family === "bc" ? "sql.bc_licence_vcore_hour" : "sql.licence_vcore_hour";
  const said = `${cores ?? 0} vCores × 730 h`;
  return [
    charge(family && `sql.${family}_gen5_vcore_hour`, times(cores, HOURS), said, "compute"),
    ...(own ? [] : [charge(licence, times(cores, HOURS), `licence of ${said}`, "licence")]),
    charge(
      family === "bc" ? "sql.bc_storage_gb_month" : "sql.storage_gb_month",
      size === undefined ? undefined : Math.max(0, size - includedGb),
      `${amount(size ?? 0)} GB, ${includedGb} of them included`,
      "storage",
    ),
  ];
};

const poolPrices: Readonly<Record<string, string>> = {
  BasicPool: "sql.pool_basic_edtu_hour",
  StandardPool: "sql.pool_standard_edtu_hour",
  PremiumPool: "sql.pool_premium_edtu_hour",
};

/** A pool is paid for by its vCores or by its eDTUs. */
const priceElasticPool: Pricer = (component) => {
  const name = textAt(component, "sku.name") ?? "";
  const units = numberAt(component, "sku.capacity");
  const ownLicence = textAt(component, "license_type", "LicenseIncluded") === "BasePrice";
  const family = { GP_Gen5: "gp", BC_Gen5: "bc" }[name];
  if (family !== undefined) {
    const said = `${units ?? 0} vCores × 730 h`;
    const licence = family === "bc" ? "sql.bc_licence_vcore_hour" : "sql.licence_vcore_hour";
    return [
      charge(`sql.${family}_gen5_vcore_hour`, times(units, HOURS), said, "compute"),
      ...(ownLicence ? [] : [charge(licence, times(units, HOURS), `licence of ${said}`, "licence")]),
      charge(
        family === "bc" ? "sql.bc_storage_gb_month" : "sql.storage_gb_month",
        numberAt(component, "max_size_gb", includedGb),
        "pool storage",
        "storage",
      ),
    ];
  }
  const price = own(poolPrices, name);
  return [charge(price, times(units, HOURS), `${units ?? 0} eDTU × 730 h, storage included`)];
};

/** The older resource names the edition and the eDTUs apart. */
const priceClassicPool: Pricer = (component) => {
  const edition = textAt(component, "edition") ?? "";
  const units = numberAt(component, "dtu");
  return [
    charge(own(poolPrices, `${edition}Pool`), times(units, HOURS), `${units ?? 0} eDTU × 730 h, storage included`),
  ];
};

const sharePrices: Readonly<Record<string, string>> = {
  TransactionOptimized: "files.txn_opt_gb_month",
  Hot: "files.hot_gb_month",
  Cool: "files.cool_gb_month",
  Premium: "files.premium_gib_month",
};

/** A premium share is paid for by its quota, others by what is in them. */
const priceShare: Pricer = (component, { usage, profile }) => {
  const tier = textAt(component, "access_tier", "TransactionOptimized");
  const quota = numberAt(component, "quota");
  const stored = Math.min(usage("azurerm_storage_share", "storage_gb"), quota ?? Number.POSITIVE_INFINITY);
  const premium = tier === "Premium";
  const said = premium ? `${quota ?? 0} GiB of quota` : `${amount(stored)} GB in files (${profile})`;
  return [charge(tier && own(sharePrices, tier), premium ? quota : stored, said, tier)];
};

/** Capacity of a pool in TB by the level of its service. */
const priceFilePool: Pricer = (component) => {
  const level = textAt(component, "service_level")?.toLowerCase();
  const terabytes = numberAt(component, "size_in_tb");
  return [charge(level && `netapp.${level}_gib_month`, times(terabytes, 1024), `${terabytes ?? 0} TiB provisioned`)];
};

/** `DW200c` is twice `DW100c`. */
const priceWarehouse: Pricer = (component) => {
  const [, units] = /^DW(\d+)c$/.exec(textAt(component, "sku_name") ?? "") ?? [];
  const hundreds = units === undefined ? undefined : Number(units) / 100;
  return [
    charge("synapse.dw100c_hour", times(hundreds, HOURS), `DW${units ?? ""}c, ${hundreds ?? 0} × DW100c × 730 h`),
  ];
};

const sparkCores: Readonly<Record<string, number>> = { Small: 4, Medium: 8, Large: 16, XLarge: 32, XXLarge: 64 };

const priceSparkPool: Pricer = (component, { usage, profile }) => {
  const cores = own(sparkCores, textAt(component, "node_size") ?? "");
  const nodes = isSet(component, "node_count")
    ? numberAt(component, "node_count")
    : numberAt(component, "auto_scale.min_node_count");
  const hours = usage("azurerm_synapse_spark_pool", "monthly_hours");
  const said = `${count(nodes ?? 0, "node")} × ${cores ?? 0} vCores × ${hours} h (${profile})`;
  return [charge("synapse.spark_vcore_hour", times(cores, nodes, hours), said)];
};

/** Data flows of Data Factory by what their machines are good at. */
const flowPrices: Readonly<Record<string, string>> = {
  General: "adf.flow_general_vcore_hour",
  ComputeOptimized: "adf.flow_compute_vcore_hour",
  MemoryOptimized: "adf.flow_memory_vcore_hour",
};

/** Databricks units cost by the tier of the workspace; its machines come on top, and are not in the code. */
const databricks =
  (kind: "dbu" | "jobs" | "light") =>
  (component: Component): string | undefined =>
    named("sku", {
      standard: `databricks.${kind}_standard_hour`,
      premium: `databricks.${kind}_premium_hour`,
      trial: `databricks.${kind}_premium_hour`,
    })(component);

const unitHours = "DBU-hours a month";

/** Single servers, managed instances, pools, files, Synapse, Databricks and Data Factory. */
export const databasePricers: Pricers = {
  azurerm_mysql_server: priceSingleServer,
  azurerm_postgresql_server: priceSingleServer,
  azurerm_mariadb_server: priceSingleServer,
  azurerm_mssql_managed_instance: priceManagedInstance,
  azurerm_sql_managed_instance: priceManagedInstance,
  azurerm_mssql_elasticpool: priceElasticPool,
  azurerm_sql_elasticpool: priceClassicPool,
  azurerm_managed_redis: bill(hourly(named("sku_name", { Balanced_B3: "managedredis.b3_hour" }))),
  azurerm_storage_share: priceShare,
  azurerm_storage_queue: bill(
    used("azurerm_storage_queue.monthly_storage_gb", "queue.gb_month", "GB in the queue"),
    used("azurerm_storage_queue.monthly_class_1_operations", "queue.class1_10k", "operations a month", { per: 1e4 }),
  ),
  azurerm_storage_table: bill(
    used("azurerm_storage_table.monthly_storage_gb", "table.gb_month", "GB in the table"),
    used("azurerm_storage_table.monthly_operations", "table.op_10k", "operations a month", { per: 1e4 }),
  ),
  azurerm_netapp_pool: priceFilePool,
  azurerm_image: bill(used("azurerm_image.storage_gb", "image.gb_month", "GB of image")),
  azurerm_shared_image_version: bill(used("azurerm_image.storage_gb", "image.gb_month", "GB of image")),
  azurerm_site_recovery_replicated_vm: bill(monthly("siterecovery.vm_month", { said: "one machine" })),
  azurerm_synapse_workspace: bill(
    used("azurerm_synapse_workspace.monthly_scanned_tb", "synapse.serverless_tb", "TB scanned by serverless SQL"),
  ),
  azurerm_synapse_sql_pool: priceWarehouse,
  azurerm_synapse_spark_pool: priceSparkPool,
  azurerm_databricks_workspace: bill(
    used("azurerm_databricks_workspace.monthly_all_purpose_compute_dbu_hrs", databricks("dbu"), unitHours, {
      what: "all-purpose",
    }),
    used("azurerm_databricks_workspace.monthly_jobs_compute_dbu_hrs", databricks("jobs"), unitHours, { what: "jobs" }),
    used("azurerm_databricks_workspace.monthly_jobs_light_compute_dbu_hrs", databricks("light"), unitHours, {
      what: "light jobs",
    }),
  ),
  azurerm_data_factory: bill(
    used("azurerm_data_factory.monthly_read_write_operation_entities", "adf.entity_50k", "entities read and written", {
      per: 5e4,
    }),
    used("azurerm_data_factory.monthly_monitoring_operation_entities", "adf.monitor_50k", "run records fetched", {
      per: 5e4,
    }),
  ),
  azurerm_data_factory_integration_runtime_azure: (component, context) => {
    const hours = context.usage("azurerm_data_factory_integration_runtime_azure", "monthly_hours");
    const runs = context.usage("azurerm_data_factory_integration_runtime_azure", "monthly_orchestration_runs");
    const cores = numberAt(component, "core_count", 8);
    const price = named("compute_type", flowPrices, "General")(component);
    const said = `${cores ?? 0} vCores × ${hours} h of data flows (${context.profile})`;
    return [
      charge(price, times(cores, hours), said),
      charge("adf.orchestration_1k", runs / 1000, `${amount(runs)} activity runs a month (${context.profile})`),
      charge("adf.diu_hour", hours, `${hours} h of copying (${context.profile})`),
    ];
  },
  azurerm_stream_analytics_job: bill(
    hourly("streamanalytics.unit_hour", {
      times: (component) => numberAt(component, "streaming_units"),
      said: "streaming units",
    }),
  ),
};
