import { lines } from "../layout.ts";
import { isEverywhere } from "../plan.ts";
import type { Plan, Setting } from "../plan.ts";

const server = (plan: Plan): string =>
  plan.engine === "postgres" ? "azurerm_postgresql_flexible_server.main" : "azurerm_mysql_flexible_server.main";

const databaseHost = (plan: Plan): string =>
  plan.engine === "sqlserver" ? "azurerm_mssql_server.main.fully_qualified_domain_name" : `${server(plan)}.fqdn`;

export const databaseName = (plan: Plan): string =>
  plan.engine === "sqlserver" ? "azurerm_mssql_database.main.name" : `${server(plan)}.name`;

/** What the application has to know of the things around it. */
export const settingsOf = (plan: Plan): Setting[] => {
  const settings: (Setting | false)[] = [
    plan.has("relational_db") && ["DATABASE_HOST", databaseHost(plan)],
    plan.has("relational_db") && plan.engine === "sqlserver" && ["DATABASE_NAME", "azurerm_mssql_database.main.name"],
    plan.has("warehouse") && ["WAREHOUSE_DATABASE", "azurerm_mssql_database.warehouse.name"],
    plan.has("file_storage") && ["FILE_SERVER", "azurerm_storage_account.files.primary_file_host"],
    plan.has("document_db", "key_value_db") && ["COSMOS_ENDPOINT", "azurerm_cosmosdb_account.main.endpoint"],
    plan.has("cache") && ["CACHE_HOST", "azurerm_redis_cache.main.hostname"],
    plan.has("search") && ["SEARCH_SERVICE", "azurerm_search_service.main.name"],
    plan.has("object_storage") && ["BLOB_ENDPOINT", "azurerm_storage_account.assets.primary_blob_endpoint"],
    plan.has("queue") && ["QUEUE_NAME", "azurerm_servicebus_queue.jobs.name"],
    plan.has("pubsub") && ["TOPIC_NAME", "azurerm_servicebus_topic.notifications.name"],
    plan.has("queue", "pubsub") && ["SERVICE_BUS", "azurerm_servicebus_namespace.main.endpoint"],
    plan.has("events") && ["EVENT_TOPIC", "azurerm_eventgrid_topic.main.endpoint"],
    plan.has("stream") && ["EVENT_HUB", "azurerm_eventhub.main.name"],
    plan.has("iot") && ["IOT_HUB", "azurerm_iothub.main.hostname"],
    plan.has("email") && ["EMAIL_SERVICE", "azurerm_communication_service.main.name"],
    plan.has("secrets") && ["KEY_VAULT", "azurerm_key_vault.main.vault_uri"],
    plan.has("workflow") && ["WORKFLOW_URL", "azurerm_logic_app_workflow.main.access_endpoint"],
    plan.has("etl") && ["DATA_FACTORY", "azurerm_data_factory.main.name"],
    plan.has("ml") && ["ML_WORKSPACE", "azurerm_machine_learning_workspace.main.name"],
    plan.has("monitoring") && [
      "APPLICATIONINSIGHTS_CONNECTION_STRING",
      "azurerm_application_insights.main.connection_string",
    ],
  ];
  return settings.filter((setting) => setting !== false);
};

/** `app_settings` of a web or function app. */
export const appSettings = (plan: Plan) => {
  const settings = settingsOf(plan).map(([name, expression]) => `${name} = ${expression}`);
  return settings.length > 0 && lines(["", "app_settings = {", ...settings, "}"]);
};

/** Sign-in with Entra ID in front of a web or function app. */
export const signIn = (plan: Plan) =>
  plan.has("auth") &&
  lines([
    "",
    "auth_settings_v2 {",
    "auth_enabled = true",
    "require_authentication = true",
    `default_provider = "azureactivedirectory"`,
    "",
    "active_directory_v2 {",
    "client_id = var.auth_client_id",
    `tenant_auth_endpoint = "https://login.microsoftonline.com/\${var.auth_tenant_id}/v2.0"`,
    "}",
    "",
    "login {}",
    "}",
  ]);

/** Files in one place, or in two regions of which the second can be read when the first is down. */
export const copiesOf = (plan: Plan): string => (isEverywhere(plan) ? "RAGRS" : "LRS");

/** Storage account names hold small letters and digits only, 24 at most with the five of the suffix. */
export const flatName = (plan: Plan, part: string): string =>
  `${`${plan.name.replaceAll("-", "")}${part}`.slice(0, 18)}\${var.suffix}`;
