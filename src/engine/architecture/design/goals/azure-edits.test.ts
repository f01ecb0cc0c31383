import { expect, it } from "vitest";
import { inspect } from "../../parse/index.ts";
import { inWords } from "../edit-words-fixture.ts";
import { azureGoals } from "./azure.ts";

type Goal = keyof typeof azureGoals;

const editsOf = (goal: Goal, text: string): string[] =>
  inWords(azureGoals[goal]?.edits?.(inspect([{ name: "main.tf", text }], { cloud: "azure" }).model) ?? []);

const resource = (type: string, name: string, body = ""): string =>
  `resource "azurerm_${type}" "${name}" {\n${body}}\n`;
const group = resource("resource_group", "rg", '  name     = "rg"\n  location = "westeurope"\n');
const elsewhere = resource("resource_group", "rg", '  name     = "rg"\n  location = "northcentralus"\n');
const placed =
  "  location = azurerm_resource_group.rg.location\n  resource_group_name = azurerm_resource_group.rg.name\n";
const plan = (sku: string, more = ""): string =>
  resource("service_plan", "plan", `${placed}  os_type = "Linux"\n${sku}${more}`);
const scaler = resource(
  "monitor_autoscale_setting",
  "s",
  `${placed}  target_resource_id = azurerm_service_plan.plan.id\n  profile {\n    name = "all"\n    capacity {\n      minimum = 1\n      maximum = 1\n      default = 1\n    }\n  }\n`,
);
const cluster = (pool: string): string => resource("kubernetes_cluster", "aks", `${placed}${pool}`);
const app = (more: string): string =>
  resource("linux_web_app", "app", `${placed}  service_plan_id = "p"\n  site_config {}\n${more}`);
const front = (sku: string): string =>
  resource("cdn_frontdoor_profile", "front", `  name = "front"\n  resource_group_name = "rg"\n  sku_name = "${sku}"\n`);
const endpoint = resource(
  "cdn_frontdoor_endpoint",
  "web",
  "  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.front.id\n",
);

const database = resource("mssql_server", "sql", placed);

const cases: readonly (readonly [what: string, goal: Goal, text: string, edits: readonly string[]])[] = [
  // A scaler that is there is given room; a cluster of another way to say its nodes is left alone.
  [
    "a plan with a scaler",
    "scalability",
    group + plan('  sku_name = "P1v3"\n') + scaler,
    ["set azurerm_monitor_autoscale_setting.s profile.capacity.maximum = 5"],
  ],
  ["a cluster without a pool", "scalability", group + cluster(""), []],
  [
    "a cluster without a count",
    "scalability",
    group + cluster('  default_node_pool {\n    name = "a"\n  }\n'),
    [
      "set azurerm_kubernetes_cluster.aks default_node_pool.auto_scaling_enabled = true",
      "set azurerm_kubernetes_cluster.aks default_node_pool.min_count = 2",
      "set azurerm_kubernetes_cluster.aks default_node_pool.max_count = 6",
      "remove azurerm_kubernetes_cluster.aks default_node_pool.node_count",
    ],
  ],
  [
    "a cluster of nobody's group",
    "scalability",
    resource("container_app", "app", "  template {\n    min_replicas = 1\n    max_replicas = 1\n  }\n"),
    ["set azurerm_container_app.app template.max_replicas = 10"],
  ],
  // Where a region has no zones, a second copy stands beside the first.
  [
    "a burstable server where there are no zones",
    "high_availability",
    elsewhere + resource("postgresql_flexible_server", "db", `${placed}  sku_name = "B_Standard_B1ms"\n`),
    [
      'set azurerm_postgresql_flexible_server.db sku_name = "GP_Standard_D2s_v3"',
      'set azurerm_postgresql_flexible_server.db high_availability.mode = "SameZone"',
    ],
  ],
  [
    "a server that is large enough",
    "high_availability",
    group + resource("postgresql_flexible_server", "db", `${placed}  sku_name = "GP_Standard_D4s_v3"\n`),
    ['set azurerm_postgresql_flexible_server.db high_availability.mode = "ZoneRedundant"'],
  ],
  [
    "a database, an account and files where there are no zones",
    "high_availability",
    elsewhere +
      resource("mssql_database", "db", '  sku_name = "S0"\n') +
      resource("cosmosdb_account", "c", placed) +
      resource("storage_account", "s", `${placed}  account_replication_type = "LRS"\n`),
    ['set azurerm_storage_account.s account_replication_type = "GRS"'],
  ],
  [
    "a database whose size takes zones",
    "high_availability",
    group + resource("mssql_database", "db", '  sku_name = "BC_Gen5_2"\n'),
    ["set azurerm_mssql_database.db zone_redundant = true"],
  ],
  [
    "a plan where there are no zones",
    "high_availability",
    elsewhere + plan('  sku_name = "B1"\n'),
    ["set azurerm_service_plan.plan worker_count = 2"],
  ],
  [
    "a plan that a scaler sizes",
    "high_availability",
    group + plan('  sku_name = "P1v3"\n') + scaler,
    [
      "set azurerm_monitor_autoscale_setting.s profile.capacity.minimum = 2",
      "set azurerm_monitor_autoscale_setting.s profile.capacity.default = 2",
      "set azurerm_service_plan.plan zone_balancing_enabled = true",
    ],
  ],
  [
    "a scale set where there are no zones",
    "high_availability",
    elsewhere + resource("linux_virtual_machine_scale_set", "set", `${placed}  instances = 1\n`),
    ["set azurerm_linux_virtual_machine_scale_set.set instances = 2"],
  ],
  [
    "a cluster where there are no zones",
    "high_availability",
    elsewhere + cluster("  default_node_pool {\n    node_count = 1\n  }\n"),
    ["set azurerm_kubernetes_cluster.aks default_node_pool.node_count = 2"],
  ],
  ["a cluster whose pool is not in the code", "high_availability", group + cluster(""), []],
  [
    "a gateway that scales by itself",
    "high_availability",
    group +
      resource("application_gateway", "gate", `${placed}  autoscale_configuration {\n    min_capacity = 1\n  }\n`),
    ["set azurerm_application_gateway.gate autoscale_configuration.min_capacity = 2"],
  ],
  [
    "a small cache",
    "high_availability",
    group + resource("redis_cache", "cache", `${placed}  sku_name = "Basic"\n  capacity = 0\n`),
    ['set azurerm_redis_cache.cache sku_name = "Standard"', "set azurerm_redis_cache.cache capacity = 1"],
  ],
  [
    "a larger cache",
    "high_availability",
    group + resource("redis_cache", "cache", `${placed}  sku_name = "Basic"\n  capacity = 2\n`),
    ['set azurerm_redis_cache.cache sku_name = "Standard"'],
  ],
  // A copy of files elsewhere: what has one stays, and so does what nobody knows.
  ["files of a kind that is not known", "disaster_recovery", group + resource("storage_account", "s", placed), []],
  [
    "files in zones",
    "disaster_recovery",
    group + resource("storage_account", "s", `${placed}  account_replication_type = "ZRS"\n`),
    ['set azurerm_storage_account.s account_replication_type = "GZRS"'],
  ],
  // Firewalls before what the world reaches
  ["a front without an endpoint", "security", front("Standard_AzureFrontDoor"), []],
  [
    "a front of the larger kind",
    "security",
    front("Premium_AzureFrontDoor") + endpoint,
    [
      "add azurerm_cdn_frontdoor_firewall_policy.front_firewall",
      "add azurerm_cdn_frontdoor_security_policy.front_firewall",
    ],
  ],
  ["nothing in a group", "compliance", resource("subnet", "a", '  name = "a"\n'), []],
  ["nothing to watch in a group", "monitoring", resource("subnet", "a", '  name = "a"\n'), []],
];

it.each(cases)("%s, for %s", (_what, goal, text, edits) => {
  expect(editsOf(goal, text)).toEqual(edits);
});

it.each<[string, Goal, string, string[], string[]]>([
  [
    "an app without settings is told of the cache",
    "performance",
    group + database + app(""),
    ['set azurerm_linux_web_app.app app_settings = {"CACHE_HOST":{"text":"azurerm_redis_cache.stackstage.hostname"}}'],
    [],
  ],
  [
    "an app with settings keeps them",
    "performance",
    group + database + app('  app_settings = { A = "1" }\n'),
    ["set azurerm_linux_web_app.app app_settings.CACHE_HOST = azurerm_redis_cache.stackstage.hostname"],
    [],
  ],
  [
    "an app whose settings are not known is not",
    "performance",
    group + database + app("  app_settings = var.settings\n"),
    ["add azurerm_redis_cache.stackstage"],
    ["app_settings"],
  ],
  [
    "an app is connected to its measurements",
    "monitoring",
    group + app(""),
    [
      'set azurerm_linux_web_app.app app_settings = {"APPLICATIONINSIGHTS_CONNECTION_STRING":{"text":"azurerm_application_insights.stackstage.connection_string"}}',
    ],
    [],
  ],
  [
    "an app whose settings are not known is not connected",
    "monitoring",
    group + app("  app_settings = var.settings\n"),
    ["add azurerm_application_insights.stackstage"],
    ["app_settings"],
  ],
  [
    "an app with an identity of its own kind is not let into the vault",
    "security",
    group + app('  identity {\n    type = "UserAssigned"\n    identity_ids = ["i"]\n  }\n'),
    ["add azurerm_key_vault.stackstage"],
    ["app_secrets"],
  ],
  [
    "an app with an identity keeps it",
    "security",
    group + app('  identity {\n    type = "SystemAssigned"\n  }\n'),
    ["add azurerm_role_assignment.app_secrets"],
    ["identity.type"],
  ],
  [
    "an app without one gets it",
    "security",
    group + app(""),
    ['set azurerm_linux_web_app.app identity.type = "SystemAssigned"', "add azurerm_role_assignment.app_secrets"],
    [],
  ],
])("%s", (_what, goal, text, says, saysNot) => {
  const edits = editsOf(goal, text);
  expect(edits).toEqual(expect.arrayContaining(says));
  for (const word of saysNot) expect(edits.filter((edit) => edit.includes(word))).toEqual([]);
});
