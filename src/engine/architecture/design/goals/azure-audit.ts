import type { Component, Model } from "../../model/index.ts";
import { labelOf } from "../../rules/remedies.ts";
import { add } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { homeOf } from "./azure-home.ts";
import { addWorkspace } from "./azure-workspace.ts";
import { singles } from "./declared.ts";

interface Log {
  types: readonly string[];
  categories: readonly string[];
  /** What follows the resource's id where its logs belong to a part of it. */
  part?: string;
}

/** The logs of each service that an auditor asks for: who got in, who read what. */
const logs: readonly Log[] = [
  { types: ["azurerm_key_vault"], categories: ["AuditEvent"] },
  {
    types: ["azurerm_storage_account"],
    categories: ["StorageRead", "StorageWrite", "StorageDelete"],
    part: "/blobServices/default",
  },
  { types: ["azurerm_postgresql_flexible_server"], categories: ["PostgreSQLLogs"] },
  { types: ["azurerm_mysql_flexible_server"], categories: ["MySqlAuditLogs"] },
  { types: ["azurerm_mssql_server"], categories: ["SQLSecurityAuditEvents"], part: "/databases/master" },
  { types: ["azurerm_cosmosdb_account"], categories: ["ControlPlaneRequests", "DataPlaneRequests"] },
  { types: ["azurerm_kubernetes_cluster"], categories: ["kube-audit-admin", "guard"] },
  {
    types: ["azurerm_linux_web_app", "azurerm_windows_web_app"],
    categories: ["AppServiceHTTPLogs", "AppServiceAuditLogs"],
  },
  { types: ["azurerm_linux_function_app", "azurerm_windows_function_app"], categories: ["FunctionAppLogs"] },
  {
    types: ["azurerm_application_gateway"],
    categories: ["ApplicationGatewayAccessLog", "ApplicationGatewayFirewallLog"],
  },
  {
    types: ["azurerm_cdn_frontdoor_profile"],
    categories: ["FrontDoorAccessLog", "FrontDoorWebApplicationFirewallLog"],
  },
  { types: ["azurerm_servicebus_namespace", "azurerm_eventhub_namespace"], categories: ["OperationalLogs"] },
];

/** Changes to the subscription itself: who created, changed or deleted what. */
const activity = ["Administrative", "Policy", "Security"];

const setting = (label: string, target: string, workspace: string, categories: readonly string[]): string =>
  `resource "azurerm_monitor_diagnostic_setting" "${label}" {
  name                       = "${label.replaceAll("_", "-")}"
  target_resource_id         = ${target}
  log_analytics_workspace_id = ${workspace}.id
${categories.map((category) => `\n  enabled_log {\n    category = "${category}"\n  }\n`).join("")}}
`;

const subscription = add("data.azurerm_subscription.current", 'data "azurerm_subscription" "current" {}\n');

/** Auditing of the server is what writes the events that its diagnostic setting sends on. */
const sqlAuditing = (server: Component): Edit => {
  const label = labelOf(server);
  return add(
    `azurerm_mssql_server_extended_auditing_policy.${label}`,
    `resource "azurerm_mssql_server_extended_auditing_policy" "${label}" {
  server_id              = ${server.address}.id
  log_monitoring_enabled = true
}
`,
  );
};

const isLogged = (component: Component, model: Model): boolean =>
  model.attached(component, "azurerm_monitor_diagnostic_setting", "target_resource_id").length > 0;

export const hasAuditTrail = (model: Model): boolean => model.ofType("azurerm_monitor_diagnostic_setting").length > 0;

const addLog = (component: Component, { categories, part }: Log, workspace: string): Edit => {
  const label = `${labelOf(component)}_${component.type.replace(/^azurerm_/, "")}`;
  const target = part === undefined ? `${component.address}.id` : `"\${${component.address}.id}${part}"`;
  return add(`azurerm_monitor_diagnostic_setting.${label}`, setting(label, target, workspace, categories));
};

/** The subscription's activity and the logs of every service that holds or guards data, in one workspace. */
export const addAuditTrail = (model: Model): Edit[] => {
  const home = homeOf(model);
  if (home === undefined) return [];
  const { workspace, edits } = addWorkspace(model, home);
  return [
    ...edits,
    subscription,
    add(
      "azurerm_monitor_diagnostic_setting.stackstage_activity",
      setting("stackstage_activity", "data.azurerm_subscription.current.id", workspace, activity),
    ),
    ...singles(model, "azurerm_mssql_server")
      .filter(
        (server) => model.attached(server, "azurerm_mssql_server_extended_auditing_policy", "server_id").length === 0,
      )
      .map(sqlAuditing),
    ...logs.flatMap((log) =>
      singles(model, ...log.types)
        .filter((component) => !isLogged(component, model))
        .map((component) => addLog(component, log, workspace)),
    ),
  ];
};
