import { own } from "../../model/own.ts";
import type { Component } from "../../model/index.ts";
import { numberAt, targetOf, textAt } from "../attributes.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { bill, named, tariffsOf, when } from "../tariff.ts";
import { count } from "../words.ts";
import { charge } from "./prices.ts";

const { monthly, hourly, used } = tariffsOf(charge);

const units = (path: string) => (component: Component) => numberAt(component, path, 1);

/** IoT Hub by edition; F1 is free. */
const hubEditions = ["B1", "B2", "B3", "S1", "S2", "S3"] as const;
const hubPrices = Object.fromEntries(hubEditions.map((one) => [one, `iothub.${one.toLowerCase()}_unit_month`]));

/** Domain services and each copy of them in another region cost the same. */
const domainPrice = named("sku", {
  Standard: "aadds.standard_hour",
  Enterprise: "aadds.enterprise_hour",
  Premium: "aadds.premium_hour",
});

const accountPrices = { Basic: "logicapps.account_basic_month", Standard: "logicapps.account_standard_month" };

/** A certificate bound to an address costs, one bound by name does not. */
const hasOwnAddress = (component: Component): boolean => textAt(component, "ssl_state") === "IpBasedEnabled";

/** What a plan of Defender watches, and how much of it there is in the design. */
const watched: Readonly<Record<string, { price: string; noun: string; types: readonly string[] }>> = {
  VirtualMachines: {
    price: "defender.servers_p2_node_month",
    noun: "machine",
    types: ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine"],
  },
  StorageAccounts: { price: "defender.storage_month", noun: "account", types: ["azurerm_storage_account"] },
  SqlServers: { price: "defender.sql_month", noun: "server", types: ["azurerm_mssql_server", "azurerm_sql_server"] },
  AppServices: {
    price: "defender.app_month",
    noun: "plan",
    types: ["azurerm_service_plan", "azurerm_app_service_plan"],
  },
  KeyVaults: { price: "defender.keyvault_month", noun: "vault", types: ["azurerm_key_vault"] },
};

/** Defender for Resource Manager watches the subscription as a whole. */
const wholeSubscription = "Arm";

const priceDefender: Pricer = (component, { model }) => {
  const tier = textAt(component, "tier");
  if (tier === "Free") return [];
  const kind = textAt(component, "resource_type", "VirtualMachines") ?? "";
  if (kind === wholeSubscription) return [charge("defender.arm_month", 1, "one subscription")];
  const plan = Object.hasOwn(watched, kind) ? watched[kind] : undefined;
  if (plan === undefined || tier === undefined) return undefined;
  const found = model.ofType(...plan.types).length;
  const price =
    kind === "VirtualMachines" && textAt(component, "subplan") === "P1" ? "defender.servers_p1_node_month" : plan.price;
  return found === 0 ? [] : [charge(price, found, `${count(found, plan.noun)} in the design`, plan.noun)];
};

/** Cognitive services that are paid for by the thousand, the hour or the million, by their kind. */
const kinds: Readonly<Record<string, string>> = {
  TextAnalytics: "cognitive.text_1k",
  ComputerVision: "cognitive.vision_1k",
  Face: "cognitive.vision_1k",
  TextTranslation: "cognitive.translate_million",
  SpeechServices: "cognitive.speech_hour",
  FormRecognizer: "cognitive.form_1k",
};

/** The account of a model is free: the model's deployment is paid for. */
const isFreeAccount = (component: Component): boolean =>
  ["OpenAI", "AIServices"].includes(textAt(component, "kind") ?? "") || textAt(component, "sku_name") === "F0";

const tokenPrice =
  (way: "in" | "out") =>
  (component: Component): string | undefined => {
    const model = textAt(component, "model.name");
    return model && `openai.${model}.${way}`;
  };

const isEmbedding = (component: Component): boolean =>
  textAt(component, "model.name")?.startsWith("text-embedding") === true;

const tokens = "azurerm_cognitive_deployment.monthly_language";

/** The oftener a log alert looks, the more it costs. */
const queryPrices: Readonly<Record<string, string>> = {
  PT1M: "monitor.query_1_month",
  PT5M: "monitor.query_5_month",
  PT10M: "monitor.query_10_month",
  PT15M: "monitor.query_15_month",
};

const minutesPrice = (component: Component): string | undefined => {
  const minutes = numberAt(component, "frequency");
  return minutes === undefined ? undefined : own(queryPrices, `PT${minutes}M`);
};

const priceEventGrid = bill(
  used("azurerm_eventgrid_topic.monthly_operations", "eventgrid.ops_100k", "operations a month", { per: 1e5 }),
);

const meterLogicApp = bill(
  used("azurerm_logic_app_workflow.monthly_actions", "logicapps.action", "actions a month"),
  used(
    "azurerm_logic_app_workflow.monthly_standard_connector_calls",
    "logicapps.std_connector_call",
    "calls of connectors a month",
  ),
);

/** Logic Apps, IoT, AI, Defender, monitoring, identity and smaller messaging services. */
export const platformPricers: Pricers = {
  azurerm_logic_app_workflow: meterLogicApp,
  azurerm_logic_app_standard: bill(
    used(
      "azurerm_logic_app_standard.monthly_standard_connector_calls",
      "logicapps.std_connector_call",
      "calls of standard connectors a month",
    ),
    used(
      "azurerm_logic_app_standard.monthly_enterprise_connector_calls",
      "logicapps.ent_connector_call",
      "calls of enterprise connectors a month",
      { what: "enterprise" },
    ),
  ),
  azurerm_eventgrid_domain: priceEventGrid,
  azurerm_eventgrid_system_topic: priceEventGrid,
  azurerm_iothub: bill(
    when(
      (component) => textAt(component, "sku.name") !== "F1",
      monthly(named("sku.name", hubPrices), { times: units("sku.capacity"), said: "units" }),
    ),
  ),
  azurerm_iothub_dps: bill(used("azurerm_iothub_dps.monthly_operations", "iothub.dps_1k", "operations", { per: 1000 })),
  azurerm_notification_hub_namespace: bill(
    when(
      (component) => textAt(component, "sku_name") !== "Free",
      monthly(named("sku_name", { Basic: "notificationhub.basic_month", Standard: "notificationhub.standard_month" }), {
        said: "one namespace",
      }),
    ),
  ),
  azurerm_web_pubsub: bill(
    when(
      (component) => textAt(component, "sku") !== "Free_F1",
      monthly(named("sku", { Standard_S1: "signalr.std_unit_month" }), { times: units("capacity"), said: "units" }),
    ),
  ),
  azurerm_cognitive_account: bill(
    when(
      (component) => !isFreeAccount(component),
      used("azurerm_cognitive_account.monthly_units", named("kind", kinds), "units of the service a month"),
    ),
  ),
  azurerm_cognitive_deployment: bill(
    used(`${tokens}_input_tokens`, tokenPrice("in"), "tokens in a month", { per: 1e6, what: "in" }),
    when(
      (component) => !isEmbedding(component),
      used(`${tokens}_output_tokens`, tokenPrice("out"), "tokens out a month", { per: 1e6, what: "out" }),
    ),
  ),
  azurerm_security_center_subscription_pricing: priceDefender,
  azurerm_sentinel_log_analytics_workspace_onboarding: bill(
    used("azurerm_log_analytics_workspace.monthly_log_data_ingestion_gb", "sentinel.gb", "GB looked through a month"),
  ),
  azurerm_automation_account: bill(
    used("azurerm_automation_account.monthly_job_run_mins", "automation.job_min", "minutes of jobs a month"),
    used("azurerm_automation_account.monthly_watcher_hrs", "automation.watcher_hour", "hours of watchers a month"),
    used("azurerm_automation_account.non_azure_config_node_count", "automation.node_month", "nodes outside Azure"),
  ),
  azurerm_monitor_scheduled_query_rules_alert: bill(monthly(minutesPrice, { said: "one rule" })),
  azurerm_monitor_scheduled_query_rules_alert_v2: bill(
    monthly(named("evaluation_frequency", queryPrices, "PT5M"), { said: "one rule" }),
  ),
  azurerm_monitor_workspace: bill(
    used("azurerm_monitor_workspace.monthly_samples", "monitor.sample_10m", "samples a month", { per: 1e7 }),
  ),
  azurerm_application_insights_standard_web_test: bill(
    used("azurerm_application_insights_standard_web_test.monthly_tests", "appinsights.test", "tests a month"),
  ),
  azurerm_key_vault_managed_hardware_security_module: bill(hourly("managedhsm.hour", { said: "one pool" })),
  azurerm_active_directory_domain_service: bill(hourly(domainPrice)),
  azurerm_active_directory_domain_service_replica_set: (component, context) => {
    const service = targetOf(context.model, component, "domain_service_id", "azurerm_active_directory_domain_service");
    return service && bill(hourly(domainPrice))(service, context);
  },
  azurerm_logic_app_integration_account: bill(
    when((component) => textAt(component, "sku_name") !== "Free", monthly(named("sku_name", accountPrices))),
  ),
  azurerm_app_service_certificate_binding: bill(when(hasOwnAddress, monthly("appservice.ip_ssl_month"))),
  azurerm_app_service_custom_hostname_binding: bill(when(hasOwnAddress, monthly("appservice.ip_ssl_month"))),
  azurerm_powerbi_embedded: bill(
    hourly(
      named("sku_name", { A1: "powerbi.a1_hour", A2: "powerbi.a2_hour", A3: "powerbi.a3_hour", A5: "powerbi.a5_hour" }),
    ),
  ),
};
