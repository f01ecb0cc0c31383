import { isObject, read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { labelOf } from "../../rules/remedies.ts";
import { add, code, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { all } from "./cloud-goals.ts";
import { homeOf } from "./azure-home.ts";
import type { Home } from "./azure-home.ts";
import { functionAppTypes, webAppTypes } from "./azure-origin.ts";
import { singles } from "./declared.ts";
import { addWorkspace } from "./azure-workspace.ts";

interface Watch {
  types: readonly string[];
  name: string;
  namespace: string;
  metric: string;
  aggregation: "Average" | "Maximum" | "Total";
  operator: "GreaterThan" | "LessThan";
  threshold: number;
}

/** One telling metric per service; thresholds are starting points that a team tunes. */
const watches: readonly Watch[] = [
  {
    types: [...webAppTypes, ...functionAppTypes],
    name: "errors",
    namespace: "Microsoft.Web/sites",
    metric: "Http5xx",
    aggregation: "Total",
    operator: "GreaterThan",
    threshold: 10,
  },
  {
    types: ["azurerm_container_app"],
    name: "restarts",
    namespace: "Microsoft.App/containerApps",
    metric: "RestartCount",
    aggregation: "Maximum",
    operator: "GreaterThan",
    threshold: 3,
  },
  {
    types: ["azurerm_application_gateway"],
    name: "unhealthy",
    namespace: "Microsoft.Network/applicationGateways",
    metric: "UnhealthyHostCount",
    aggregation: "Average",
    operator: "GreaterThan",
    threshold: 0,
  },
  {
    types: ["azurerm_cdn_frontdoor_profile"],
    name: "errors",
    namespace: "Microsoft.Cdn/profiles",
    metric: "Percentage5XX",
    aggregation: "Average",
    operator: "GreaterThan",
    threshold: 5,
  },
  {
    types: ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"],
    name: "cpu",
    namespace: "Microsoft.Compute/virtualMachines",
    metric: "Percentage CPU",
    aggregation: "Average",
    operator: "GreaterThan",
    threshold: 85,
  },
  {
    types: ["azurerm_linux_virtual_machine_scale_set", "azurerm_windows_virtual_machine_scale_set"],
    name: "cpu",
    namespace: "Microsoft.Compute/virtualMachineScaleSets",
    metric: "Percentage CPU",
    aggregation: "Average",
    operator: "GreaterThan",
    threshold: 85,
  },
  {
    types: ["azurerm_kubernetes_cluster"],
    name: "cpu",
    namespace: "Microsoft.ContainerService/managedClusters",
    metric: "node_cpu_usage_percentage",
    aggregation: "Average",
    operator: "GreaterThan",
    threshold: 80,
  },
  {
    types: ["azurerm_postgresql_flexible_server"],
    name: "cpu",
    namespace: "Microsoft.DBforPostgreSQL/flexibleServers",
    metric: "cpu_percent",
    aggregation: "Average",
    operator: "GreaterThan",
    threshold: 80,
  },
  {
    types: ["azurerm_mysql_flexible_server"],
    name: "cpu",
    namespace: "Microsoft.DBforMySQL/flexibleServers",
    metric: "cpu_percent",
    aggregation: "Average",
    operator: "GreaterThan",
    threshold: 80,
  },
  {
    types: ["azurerm_mssql_database"],
    name: "cpu",
    namespace: "Microsoft.Sql/servers/databases",
    metric: "cpu_percent",
    aggregation: "Average",
    operator: "GreaterThan",
    threshold: 80,
  },
  {
    types: ["azurerm_cosmosdb_account"],
    name: "throughput",
    namespace: "Microsoft.DocumentDB/databaseAccounts",
    metric: "NormalizedRUConsumption",
    aggregation: "Maximum",
    operator: "GreaterThan",
    threshold: 90,
  },
  {
    types: ["azurerm_redis_cache"],
    name: "memory",
    namespace: "Microsoft.Cache/redis",
    metric: "usedmemorypercentage",
    aggregation: "Maximum",
    operator: "GreaterThan",
    threshold: 90,
  },
  {
    types: ["azurerm_storage_account"],
    name: "availability",
    namespace: "Microsoft.Storage/storageAccounts",
    metric: "Availability",
    aggregation: "Average",
    operator: "LessThan",
    threshold: 99,
  },
  {
    types: ["azurerm_servicebus_namespace"],
    name: "dead_letters",
    namespace: "Microsoft.ServiceBus/namespaces",
    metric: "DeadletteredMessages",
    aggregation: "Average",
    operator: "GreaterThan",
    threshold: 0,
  },
  {
    types: ["azurerm_eventhub_namespace"],
    name: "throttled",
    namespace: "Microsoft.EventHub/namespaces",
    metric: "ThrottledRequests",
    aggregation: "Total",
    operator: "GreaterThan",
    threshold: 0,
  },
];

/** Resources that an alert can be made for; one with several instances would need an alert for each. */
const watched = (model: Model): { watch: Watch; component: Component }[] =>
  watches.flatMap((watch) => singles(model, ...watch.types).map((component) => ({ watch, component })));

const alertTypes = [
  "azurerm_monitor_metric_alert",
  "azurerm_monitor_scheduled_query_rules_alert",
  "azurerm_monitor_scheduled_query_rules_alert_v2",
];

const apps = (model: Model): readonly Component[] => singles(model, ...webAppTypes, ...functionAppTypes);

/** Whether someone is told when things go wrong, and can see why. */
export const hasAlarms = (model: Model): boolean | undefined =>
  all(
    watched(model).length === 0 ? undefined : model.ofType(...alertTypes).length > 0,
    apps(model).length === 0 ? undefined : model.ofType("azurerm_application_insights").length > 0,
  );

const email = `variable "alert_email" {
  description = "Who is told when an alert goes off"
  type        = string
}
`;

const receivers = ({ group }: Home): string => `resource "azurerm_monitor_action_group" "stackstage" {
  name                = "stackstage-alerts"
  resource_group_name = ${group}
  short_name          = "alerts"

  email_receiver {
    name                    = "team"
    email_address           = var.alert_email
    use_common_alert_schema = true
  }
}
`;

const alert = (label: string, watch: Watch, { address }: Component, { group }: Home): string =>
  `resource "azurerm_monitor_metric_alert" "${label}" {
  name                = "${label.replaceAll("_", "-")}"
  resource_group_name = ${group}
  scopes              = [${address}.id]
  severity            = 2
  frequency           = "PT5M"
  window_size         = "PT15M"

  criteria {
    metric_namespace = "${watch.namespace}"
    metric_name      = "${watch.metric}"
    aggregation      = "${watch.aggregation}"
    operator         = "${watch.operator}"
    threshold        = ${watch.threshold}
  }

  action {
    action_group_id = azurerm_monitor_action_group.stackstage.id
  }
}
`;

const insights = (
  { placed }: Home,
  workspace: string,
): string => `resource "azurerm_application_insights" "stackstage" {
  name                = "stackstage"
${placed}  application_type    = "web"
  workspace_id        = ${workspace}.id
}
`;

const settingName = "APPLICATIONINSIGHTS_CONNECTION_STRING";

/** Has the app report to Application Insights; a computed map of settings stays as it is. */
const connect = (app: Component): Edit[] => {
  const connection = code("azurerm_application_insights.stackstage.connection_string");
  const settings = read(app.attributes, "app_settings");
  if (settings === undefined) return [set(app.address, "app_settings", { [settingName]: connection })];
  return isObject(settings) ? [set(app.address, `app_settings.${settingName}`, connection)] : [];
};

const addInsights = (model: Model, home: Home): Edit[] => {
  if (apps(model).length === 0 || model.ofType("azurerm_application_insights").length > 0) return [];
  const { workspace, edits } = addWorkspace(model, home);
  return [
    ...edits,
    add("azurerm_application_insights.stackstage", insights(home, workspace)),
    ...apps(model).flatMap(connect),
  ];
};

/** An alert for each thing worth waking up for, a mail to who is to know, and traces of what the application does. */
export const addAlarms = (model: Model): Edit[] => {
  const home = homeOf(model);
  if (home === undefined) return [];
  const isQuiet = model.ofType(...alertTypes).length === 0 && watched(model).length > 0;
  const alerts = watched(model).map(({ watch, component }) => {
    const label = `${labelOf(component)}_${component.type.replace(/^azurerm_/, "")}_${watch.name}`;
    return add(`azurerm_monitor_metric_alert.${label}`, alert(label, watch, component, home));
  });
  return [
    ...addInsights(model, home),
    ...(isQuiet
      ? [add("variable.alert_email", email), add("azurerm_monitor_action_group.stackstage", receivers(home)), ...alerts]
      : []),
  ];
};
