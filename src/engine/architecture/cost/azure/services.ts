import { own } from "../../model/own.ts";
import { numberAt, textAt } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { amount, count } from "../words.ts";
import { charge } from "./prices.ts";

/** Operations in the base price of a Standard namespace. */
const includedOperations = 13e6;

const priceServiceBus: Pricer = (component, { usage, profile }) => {
  const sku = textAt(component, "sku");
  const operations = usage("azurerm_servicebus_namespace", "monthly_messaging_operations");
  const said = `${amount(operations)} operations a month (${profile})`;
  if (sku === "Basic") return [charge("servicebus.basic_million", operations / 1e6, said)];
  if (sku === "Premium") {
    const units = numberAt(component, "capacity", 1);
    return [charge("servicebus.prem_mu_month", units, count(units ?? 0, "messaging unit"))];
  }
  if (sku !== "Standard") return undefined;
  const above = Math.max(0, operations - includedOperations);
  return [
    charge(
      "servicebus.std_base_hour",
      HOURS,
      `base charge; the first ${amount(includedOperations)} operations are in it`,
    ),
    ...(above > 0
      ? [charge("servicebus.std_million", above / 1e6, `${said}, ${amount(above)} beyond those included`)]
      : []),
  ];
};

const eventHubUnits: Readonly<Record<string, string>> = {
  Basic: "eventhub.basic_tu_month",
  Standard: "eventhub.std_tu_month",
  Premium: "eventhub.prem_pu_month",
};

const priceEventHubs: Pricer = (component, { usage, profile }) => {
  const sku = textAt(component, "sku");
  const units = numberAt(component, "capacity", 1);
  const events = usage("azurerm_eventhub_namespace", "monthly_ingress_events");
  return [
    charge(sku && own(eventHubUnits, sku), units, count(units ?? 0, "unit"), "throughput"),
    // Premium units include what goes through them.
    ...(sku === "Premium"
      ? []
      : [charge("eventhub.ingress_million", events / 1e6, `${amount(events)} events a month (${profile})`, "in")]),
  ];
};

const priceEventGrid: Pricer = (_, { usage, profile }) => {
  const operations = usage("azurerm_eventgrid_topic", "monthly_operations");
  return [charge("eventgrid.ops_100k", operations / 1e5, `${amount(operations)} operations a month (${profile})`)];
};

/** A vault costs by operation only; the same number is taken as for a secret in AWS. */
const priceKeyVault: Pricer = (_, { usage, profile }) => {
  const operations = usage("aws_secretsmanager_secret", "monthly_requests");
  return [charge("keyvault.secret_10k", operations / 1e4, `${amount(operations)} operations a month (${profile})`)];
};

const priceVaultKey: Pricer = (component, { usage, profile }) => {
  const operations = usage("aws_kms_key", "monthly_requests");
  const large = (numberAt(component, "key_size", 2048) ?? 0) > 2048 || textAt(component, "key_type") === "EC";
  const price = large ? "keyvault.adv_key_10k" : "keyvault.secret_10k";
  return [
    ...(textAt(component, "key_type")?.endsWith("-HSM")
      ? [charge("keyvault.key_rsa_hsm_month", 1, "one HSM key")]
      : []),
    ...(operations === 0
      ? []
      : [charge(price, operations / 1e4, `${amount(operations)} operations a month (${profile})`, "key")]),
  ];
};

/** Days of retention in the price of ingestion. */
const includedDays = 31;

const priceLogWorkspace: Pricer = (component, { usage, profile }) => {
  const taken = usage("azurerm_log_analytics_workspace", "monthly_log_data_ingestion_gb");
  const kept = usage("azurerm_log_analytics_workspace", "monthly_additional_log_data_retention_gb");
  const days = numberAt(component, "retention_in_days", 30);
  return [
    charge("loganalytics.ingest_gb", taken, `${amount(taken)} GB taken in a month (${profile})`, "logs in"),
    ...(days !== undefined && days > includedDays
      ? [
          charge(
            "loganalytics.retention_gb_month",
            kept,
            `${amount(kept)} GB kept beyond ${includedDays} days (${profile})`,
            "logs kept",
          ),
        ]
      : []),
  ];
};

const priceInsights: Pricer = (_, { usage, profile }) => {
  const taken = usage("azurerm_application_insights", "monthly_data_ingested_gb");
  return [charge("loganalytics.ingest_gb", taken, `${amount(taken)} GB taken in a month (${profile})`, "telemetry in")];
};

const priceMetricAlert: Pricer = () => [charge("monitor.metric_alert_month", 1, "one time series watched")];

const searchPrices: Readonly<Record<string, string>> = {
  basic: "search.basic_hour",
  standard: "search.s1_hour",
  standard2: "search.s2_hour",
  standard3: "search.s3_hour",
};

const priceSearch: Pricer = (component) => {
  const sku = textAt(component, "sku");
  if (sku === "free") return [];
  const price = sku && own(searchPrices, sku);
  const replicas = numberAt(component, "replica_count", 1);
  const partitions = numberAt(component, "partition_count", 1);
  const units = replicas === undefined || partitions === undefined ? undefined : replicas * partitions;
  return [charge(price, units && units * HOURS, `${count(units ?? 0, "search unit")} × 730 h`, sku)];
};

const priceSignalR: Pricer = (component) => {
  const sku = textAt(component, "sku.name");
  if (sku === "Free_F1") return [];
  const units = numberAt(component, "sku.capacity", 1);
  return [charge(sku === "Standard_S1" ? "signalr.std_unit_month" : undefined, units, count(units ?? 0, "unit"))];
};

const priceAppConfiguration: Pricer = (component) =>
  textAt(component, "sku", "free") === "standard"
    ? [charge("appconfig.std_day", HOURS / 24, "one standard store")]
    : [];

/** Messaging, vaults, logs, alerts, search and configuration. */
export const servicePricers: Pricers = {
  azurerm_servicebus_namespace: priceServiceBus,
  azurerm_eventhub_namespace: priceEventHubs,
  azurerm_eventgrid_topic: priceEventGrid,
  azurerm_key_vault: priceKeyVault,
  azurerm_key_vault_key: priceVaultKey,
  azurerm_log_analytics_workspace: priceLogWorkspace,
  azurerm_application_insights: priceInsights,
  azurerm_monitor_metric_alert: priceMetricAlert,
  azurerm_search_service: priceSearch,
  azurerm_signalr_service: priceSignalR,
  azurerm_app_configuration: priceAppConfiguration,
};
