import { set } from "../design/edit.ts";
import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { atLeast, eachBlock, fail, judge, mustBe, mustBeSet, mustNotMatch, pass, textAt, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";
import { onceForStack } from "./stack.ts";

const zones = (component: Component): Verdict => {
  const value = read(component.attributes, "zones");
  if (isUnknown(value)) return unknown;
  return Array.isArray(value) && value.length > 1 ? pass : fail("zones");
};

/** Basic addresses know no zones, and are a finding of their own; an address may be set to one zone beside its machine. */
const addressZones = (address: Component): Verdict =>
  /^basic$/i.test(textAt(address, "sku") ?? "Standard") || isPinned(address) ? pass : zones(address);

const isPinned = ({ attributes }: Component): boolean => {
  const value = read(attributes, "zones");
  return Array.isArray(value) && value.length === 1;
};

const probed = (balancing: Component): Verdict => mustBeSet("probe_id")(balancing);

/** Front Door and Traffic Manager choose between what they have. */
const severalOrigins =
  (types: readonly string[], via: string) =>
  (group: Component, model: Model): Verdict => {
    const lists = types.map((type) => companionsOf(group, model, type, via));
    if (!lists.every((list) => list !== undefined)) return unknown;
    const count = lists.flat().length;
    return count === 0 ? unknown : count > 1 ? pass : fail();
  };

const scaleSets = [
  "azurerm_linux_virtual_machine_scale_set",
  "azurerm_windows_virtual_machine_scale_set",
  "azurerm_orchestrated_virtual_machine_scale_set",
];

const scaled = (component: Component, model: Model): Verdict => {
  const settings = companionsOf(component, model, "azurerm_monitor_autoscale_setting", "target_resource_id");
  if (settings === undefined) return unknown;
  return settings.length > 0 ? pass : fail();
};

/** Consumption and elastic plans grow by themselves; free, shared and basic ones cannot. */
const planScaled = (plan: Component, model: Model): Verdict => {
  const size = read(plan.attributes, "sku_name");
  if (isUnknown(size)) return unknown;
  if (!matches(size, /^(?:S|P|I)\d/)) return pass;
  if (asText(read(plan.attributes, "premium_plan_auto_scale_enabled")) === "true") return pass;
  return scaled(plan, model);
};

const isVpn = (gateway: Component): boolean => /^vpn$/i.test(textAt(gateway, "type") ?? "");

/** What would be missed most: the first of these that a stack has stands for its locks. */
const irreplaceable = [
  "azurerm_postgresql_flexible_server",
  "azurerm_mysql_flexible_server",
  "azurerm_mssql_database",
  "azurerm_cosmosdb_account",
  "azurerm_storage_account",
];

const regionsOf = (account: Component): Verdict => {
  const places = read(account.attributes, "geo_location");
  if (isUnknown(places)) return unknown;
  const [only, ...others] = readAll(account.attributes, "geo_location");
  if (only === undefined || others.length > 0) return pass;
  const [path, block] = only;
  const redundant = read(block, "zone_redundant");
  if (isUnknown(redundant)) return unknown;
  return asText(redundant) === "true" ? pass : fail(`${path}.zone_redundant`);
};

/** Azure keeps seven days where nothing is said. */
const restorable = (database: Component): Verdict =>
  eachBlock(database, "short_term_retention_policy", (block, path) => {
    const days = read(block, "retention_days");
    if (isUnknown(days)) return unknown;
    return Number(asText(days) ?? 7) >= 7 ? pass : fail(`${path}.retention_days`);
  });

const sameZone = (server: Component): Verdict => {
  const mode = read(server.attributes, "high_availability.mode");
  if (mode === undefined) return pass;
  return judge(server, "high_availability.mode", (value) => asText(value) === "ZoneRedundant");
};

/** Rules about what is left when a zone, a machine or a mistake takes something away. */
export const azureSpareRules: readonly Rule[] = [
  rule({
    id: "azure-vmss-no-autoscale",
    severity: "low",
    pillar: "performance",
    types: scaleSets,
    title: "Scale set does not follow the load",
    why: "Under load it becomes slow instead of larger, and at night the machines of the day are paid for.",
    fix: "Add an `azurerm_monitor_autoscale_setting` with its `target_resource_id`.",
    refs: {},
    check: scaled,
  }),
  rule({
    id: "azure-app-plan-no-autoscale",
    severity: "low",
    pillar: "performance",
    types: ["azurerm_service_plan"],
    title: "App plan does not follow the load",
    why: "Under load its apps become slow instead of more, and at night the machines of the day are paid for.",
    fix: "Add an `azurerm_monitor_autoscale_setting` with its `target_resource_id`.",
    refs: {},
    check: planScaled,
  }),
  rule({
    id: "azure-lb-no-probe",
    severity: "medium",
    pillar: "reliability",
    types: ["azurerm_lb_rule"],
    title: "Load balancer asks nobody whether they work",
    why: "Without a probe it sends a share of all requests to machines that are down.",
    fix: "Set `probe_id` to an `azurerm_lb_probe` that asks the application.",
    refs: {},
    check: probed,
  }),
  rule({
    id: "azure-app-gateway-no-probe",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_application_gateway"],
    title: "Gateway asks only for the front page",
    why: "The probe that it makes itself asks for `/` under the address, which says little about the application.",
    fix: "Add a `probe` and name it in `probe_name` of each `backend_http_settings`.",
    refs: {},
    check: (gateway) =>
      eachBlock(gateway, "backend_http_settings", (block, path) =>
        read(block, "probe_name") === undefined ? fail(path) : pass,
      ),
  }),
  rule({
    id: "azure-front-door-no-probe",
    severity: "medium",
    pillar: "reliability",
    types: ["azurerm_cdn_frontdoor_origin_group"],
    title: "Front Door does not probe its origins",
    why: "It goes on sending visitors to an origin that is down.",
    fix: "Add a `health_probe` block with the `path` of a page that tells whether the application works.",
    refs: {},
    check: (group, model) => {
      const origins = companionsOf(group, model, "azurerm_cdn_frontdoor_origin", "cdn_frontdoor_origin_group_id");
      if (read(group.attributes, "health_probe") !== undefined) return pass;
      // With one origin there is nobody to turn to.
      return origins === undefined || origins.length < 2 ? unknown : fail();
    },
  }),
  rule({
    id: "azure-front-door-single-origin",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_cdn_frontdoor_origin_group"],
    title: "Front Door has no second origin to fall back on",
    why: "When the only origin is down, so is the site.",
    fix: "Add an `azurerm_cdn_frontdoor_origin` in a second region.",
    refs: {},
    check: severalOrigins(["azurerm_cdn_frontdoor_origin"], "cdn_frontdoor_origin_group_id"),
  }),
  rule({
    id: "azure-traffic-manager-single-endpoint",
    severity: "medium",
    pillar: "reliability",
    types: ["azurerm_traffic_manager_profile"],
    title: "Traffic Manager has a single endpoint",
    why: "There is nothing to switch to when it is down.",
    fix: "Add an endpoint in a second region.",
    refs: {},
    check: severalOrigins(
      [
        "azurerm_traffic_manager_azure_endpoint",
        "azurerm_traffic_manager_external_endpoint",
        "azurerm_traffic_manager_nested_endpoint",
      ],
      "profile_id",
    ),
  }),
  rule({
    id: "azure-public-ip-single-zone",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_public_ip"],
    title: "Public address is not spread over zones",
    why: "When the zone that it happens to lie in fails, what stands behind it cannot be reached.",
    fix: 'Set `zones = ["1", "2", "3"]` in a region that has zones.',
    refs: {},
    check: addressZones,
  }),
  rule({
    id: "azure-vpn-gateway-single-zone",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_virtual_network_gateway"],
    title: "Network gateway stands in one zone",
    why: "When that zone fails, the connection to the offices is cut.",
    fix: "Set `sku` to one that ends with AZ, e.g. VpnGw2AZ.",
    refs: {},
    check: (gateway) => judge(gateway, "sku", (size) => matches(size, /AZ$/i)),
  }),
  rule({
    id: "azure-vpn-gateway-passive",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_virtual_network_gateway"],
    title: "VPN gateway has one active instance",
    why: "Each maintenance cuts the tunnel for up to a minute and a half.",
    fix: "Set `active_active = true` with a second `ip_configuration`.",
    refs: {},
    check: (gateway) => (isVpn(gateway) ? mustBe("active_active", true)(gateway) : pass),
  }),
  rule({
    id: "azure-cosmos-single-zone",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_cosmosdb_account"],
    title: "Cosmos DB stands in one zone of one region",
    why: "When that zone fails, the database is down until it is back.",
    fix: "Set `geo_location.zone_redundant = true`, or add a second `geo_location`.",
    refs: {},
    check: regionsOf,
  }),
  rule({
    id: "azure-database-same-zone",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"],
    title: "Database's standby stands in the same zone",
    why: "It helps when the machine fails, and not when the zone does.",
    fix: 'Set `high_availability.mode = "ZoneRedundant"` in a region that has zones.',
    refs: {},
    check: sameZone,
  }),
  rule({
    id: "azure-sql-short-recovery",
    severity: "medium",
    pillar: "reliability",
    types: ["azurerm_mssql_database"],
    title: "SQL database can be restored for less than a week",
    why: "A mistake that is noticed after a holiday cannot be undone.",
    fix: "Set `short_term_retention_policy.retention_days` to 7 or more.",
    refs: {},
    check: restorable,
    remedy: (database) => [set(database.address, "short_term_retention_policy.retention_days", 7)],
  }),
  rule({
    id: "azure-container-environment-single-zone",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_container_app_environment"],
    title: "Container apps stand in one zone",
    why: "When that zone fails, all apps of the environment are down.",
    fix: "Set `zone_redundancy_enabled = true` with an `infrastructure_subnet_id`; it cannot be changed later.",
    refs: {},
    check: mustBe("zone_redundancy_enabled", true),
  }),
  rule({
    id: "azure-no-delete-lock",
    severity: "low",
    pillar: "reliability",
    types: irreplaceable,
    title: "Nothing keeps the data from being deleted",
    why: "One wrong command, or a plan that replaces a resource, is enough to delete a database or an account.",
    fix: 'Add an `azurerm_management_lock` with `lock_level = "CanNotDelete"`.',
    refs: { cis: ["2.1:10.1"] },
    check: onceForStack(irreplaceable, (_, model) =>
      model.ofType("azurerm_management_lock").length > 0 ? pass : fail(),
    ),
  }),
  rule({
    id: "azure-insights-short",
    severity: "low",
    pillar: "operations",
    types: ["azurerm_application_insights"],
    title: "Traces of the application are kept for less than 90 days",
    why: "What went wrong a quarter ago cannot be looked into any more.",
    fix: "Set `retention_in_days` to 90 or more.",
    refs: {},
    check: atLeast("retention_in_days", 90, pass),
    remedy: setTo("retention_in_days", 90),
  }),
  rule({
    id: "azure-redis-single-zone",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_redis_cache"],
    title: "Cache is not spread over zones",
    why: "Both of its nodes may stand in the zone that fails.",
    fix: "Set `zones` on the Premium size.",
    refs: {},
    check: (cache) => (mustNotMatch("sku_name", /^Premium$/i)(cache).outcome === "fail" ? zones(cache) : pass),
  }),
];
