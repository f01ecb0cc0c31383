import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import { azureIdleRules } from "./azure-idle.ts";
import { azureSizingRules } from "./azure-sizing.ts";
import { azureSpareRules } from "./azure-spares.ts";
import { at, later } from "./rule-table-fixture.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";

const rules = [...azureIdleRules, ...azureSpareRules, ...azureSizingRules];

const to = (path: string, target: string) => ({ references: [{ path, to: target }] });
const address = (attributes: object = {}) => component("azurerm_public_ip", "a", { ...attributes });
const disk = component("azurerm_managed_disk", "a");
const gateway = component("azurerm_nat_gateway", "a");
const plan = (size = "P1v3") => component("azurerm_service_plan", "a", { sku_name: size });
const balancer = component("azurerm_lb", "a");
const account = (attributes: object = {}) => component("azurerm_storage_account", "a", { ...attributes });
const set = component("azurerm_linux_virtual_machine_scale_set", "a");
const scaling = (target: string) =>
  component("azurerm_monitor_autoscale_setting", "a", {}, to("target_resource_id", target));
const web = component("azurerm_application_gateway", "a", at("backend_http_settings.name", "http"));
const origins = component("azurerm_cdn_frontdoor_origin_group", "a");
const origin = (name: string) =>
  component("azurerm_cdn_frontdoor_origin", name, {}, to("cdn_frontdoor_origin_group_id", origins.id));
const profile = component("azurerm_traffic_manager_profile", "a");
const endpoint = (name: string) =>
  component("azurerm_traffic_manager_azure_endpoint", name, {}, to("profile_id", profile.id));
const vpn = (attributes: object = {}) =>
  component("azurerm_virtual_network_gateway", "a", { type: "Vpn", ...attributes });
const documents = (...places: object[]) =>
  component("azurerm_cosmosdb_account", "a", { geo_location: places.map((place) => ({ ...place })) });
const server = (mode?: string) =>
  component("azurerm_postgresql_flexible_server", "a", mode === undefined ? {} : at("high_availability.mode", mode));
const database = (days: number) =>
  component("azurerm_mssql_database", "a", at("short_term_retention_policy.retention_days", days));
const machine = (attributes: object = {}) =>
  component("azurerm_linux_virtual_machine", "a", { zone: "1", ...attributes });
const budget = (attributes: object = {}) =>
  component("azurerm_consumption_budget_subscription", "a", { notification: [{ ...attributes }] });

const cases: readonly RuleCase[] = [
  ["azure-public-ip-unused", address(), "fail"],
  [
    "azure-public-ip-unused",
    address(),
    "pass",
    component("azurerm_lb", "a", {}, to("frontend_ip_configuration", "azurerm_public_ip.a")),
  ],
  [
    "azure-public-ip-unused",
    address(),
    "unknown",
    component("azurerm_lb", "a", { frontend_ip_configuration: [{ public_ip_address_id: new Unknown() }] }),
  ],
  ["azure-disk-unattached", disk, "fail"],
  [
    "azure-disk-unattached",
    disk,
    "pass",
    component("azurerm_virtual_machine_data_disk_attachment", "a", {}, to("managed_disk_id", disk.id)),
  ],
  [
    "azure-disk-unattached",
    disk,
    "unknown",
    component("azurerm_virtual_machine_data_disk_attachment", "a", { managed_disk_id: later }),
  ],
  ["azure-nat-gateway-unused", gateway, "fail"],
  [
    "azure-nat-gateway-unused",
    gateway,
    "pass",
    component("azurerm_subnet_nat_gateway_association", "a", {}, to("nat_gateway_id", gateway.id)),
  ],
  ["azure-app-plan-empty", plan(), "fail"],
  ["azure-app-plan-empty", plan("Y1"), "pass"],
  [
    "azure-app-plan-empty",
    plan(),
    "pass",
    component("azurerm_linux_web_app", "a", {}, to("service_plan_id", plan().id)),
  ],
  ["azure-app-plan-empty", plan(), "unknown", component("azurerm_linux_web_app", "a", { service_plan_id: later })],
  ["azure-lb-no-backends", balancer, "fail"],
  [
    "azure-lb-no-backends",
    balancer,
    "pass",
    component("azurerm_lb_backend_address_pool", "a", {}, to("loadbalancer_id", balancer.id)),
  ],
  ["azure-storage-no-lifecycle", account(), "fail"],
  ["azure-storage-no-lifecycle", account({ account_kind: "FileStorage", account_tier: "Premium" }), "pass"],
  [
    "azure-storage-no-lifecycle",
    account(),
    "pass",
    component("azurerm_storage_management_policy", "a", {}, to("storage_account_id", account().id)),
  ],
  ["azure-cosmos-fixed-throughput", component("azurerm_cosmosdb_sql_container", "a", { throughput: 400 }), "fail"],
  ["azure-cosmos-fixed-throughput", component("azurerm_cosmosdb_sql_container", "a"), "pass"],
  ["azure-cosmos-fixed-throughput", component("azurerm_cosmosdb_sql_container", "a", { throughput: later }), "unknown"],
  ["azure-budget-silent", budget({ threshold: 80 }), "fail"],
  ["azure-budget-silent", budget({ contact_emails: ["a@example.com"] }), "pass"],

  ["azure-vmss-no-autoscale", set, "fail"],
  ["azure-vmss-no-autoscale", set, "pass", scaling(set.id)],
  ["azure-app-plan-no-autoscale", plan(), "fail"],
  ["azure-app-plan-no-autoscale", plan("B1"), "pass"],
  ["azure-app-plan-no-autoscale", plan(), "pass", scaling(plan().id)],
  ["azure-lb-no-probe", component("azurerm_lb_rule", "a"), "fail"],
  ["azure-lb-no-probe", component("azurerm_lb_rule", "a", { probe_id: later }), "pass"],
  ["azure-app-gateway-no-probe", web, "fail"],
  [
    "azure-app-gateway-no-probe",
    component("azurerm_application_gateway", "a", at("backend_http_settings.probe_name", "health")),
    "pass",
  ],
  ["azure-front-door-no-probe", origins, "fail", origin("a"), origin("b")],
  ["azure-front-door-no-probe", origins, "unknown", origin("a")],
  [
    "azure-front-door-no-probe",
    component("azurerm_cdn_frontdoor_origin_group", "a", at("health_probe.path", "/health")),
    "pass",
  ],
  ["azure-front-door-single-origin", origins, "fail", origin("a")],
  ["azure-front-door-single-origin", origins, "pass", origin("a"), origin("b")],
  ["azure-front-door-single-origin", origins, "unknown"],
  ["azure-traffic-manager-single-endpoint", profile, "fail", endpoint("a")],
  ["azure-traffic-manager-single-endpoint", profile, "pass", endpoint("a"), endpoint("b")],
  ["azure-public-ip-single-zone", address(), "fail"],
  ["azure-public-ip-single-zone", address({ zones: ["1", "2", "3"] }), "pass"],
  ["azure-public-ip-single-zone", address({ sku: "Basic" }), "pass"],
  ["azure-public-ip-single-zone", address({ zones: later }), "unknown"],
  ["azure-vpn-gateway-single-zone", vpn({ sku: "VpnGw1" }), "fail"],
  ["azure-vpn-gateway-single-zone", vpn({ sku: "VpnGw2AZ" }), "pass"],
  ["azure-vpn-gateway-passive", vpn(), "fail"],
  ["azure-vpn-gateway-passive", vpn({ active_active: true }), "pass"],
  ["azure-vpn-gateway-passive", vpn({ type: "ExpressRoute" }), "pass"],
  ["azure-cosmos-single-zone", documents({ location: "westeurope" }), "fail"],
  ["azure-cosmos-single-zone", documents({ zone_redundant: true }), "pass"],
  ["azure-cosmos-single-zone", documents({ location: "westeurope" }, { location: "northeurope" }), "pass"],
  ["azure-cosmos-single-zone", documents({ zone_redundant: later }), "unknown"],
  ["azure-database-same-zone", server("SameZone"), "fail"],
  ["azure-database-same-zone", server("ZoneRedundant"), "pass"],
  ["azure-database-same-zone", server(), "pass"],
  ["azure-sql-short-recovery", database(1), "fail"],
  ["azure-sql-short-recovery", database(14), "pass"],
  ["azure-sql-short-recovery", component("azurerm_mssql_database", "a"), "pass"],
  ["azure-container-environment-single-zone", component("azurerm_container_app_environment", "a"), "fail"],
  [
    "azure-container-environment-single-zone",
    component("azurerm_container_app_environment", "a", { zone_redundancy_enabled: true }),
    "pass",
  ],
  ["azure-no-delete-lock", server(), "fail"],
  ["azure-no-delete-lock", server(), "pass", component("azurerm_management_lock", "a")],
  ["azure-no-delete-lock", account(), "skip", server()],
  ["azure-insights-short", component("azurerm_application_insights", "a", { retention_in_days: 30 }), "fail"],
  ["azure-insights-short", component("azurerm_application_insights", "a"), "pass"],
  ["azure-redis-single-zone", component("azurerm_redis_cache", "a", { sku_name: "Premium" }), "fail"],
  [
    "azure-redis-single-zone",
    component("azurerm_redis_cache", "a", { sku_name: "Premium", zones: ["1", "2"] }),
    "pass",
  ],
  ["azure-redis-single-zone", component("azurerm_redis_cache", "a", { sku_name: "Standard" }), "pass"],

  [
    "azure-node-old-series",
    component("azurerm_kubernetes_cluster_node_pool", "a", { vm_size: "Standard_D2_v2" }),
    "fail",
  ],
  ["azure-node-old-series", component("azurerm_linux_virtual_machine_scale_set", "a", { sku: "Standard_F4s" }), "fail"],
  [
    "azure-node-old-series",
    component("azurerm_kubernetes_cluster_node_pool", "a", { vm_size: "Standard_D2s_v5" }),
    "pass",
  ],
  ["azure-arm-alternative", machine({ size: "Standard_D2s_v5" }), "fail"],
  ["azure-arm-alternative", machine({ size: "Standard_D2ps_v6" }), "pass"],
  [
    "azure-arm-alternative",
    component("azurerm_kubernetes_cluster_node_pool", "a", { vm_size: "Standard_D4s_v5", os_type: "Windows" }),
    "pass",
  ],
  ["azure-arm-alternative", machine({ size: later }), "unknown"],
  ["azure-vm-magnetic-disk", machine(at("os_disk.storage_account_type", "Standard_LRS")), "fail"],
  ["azure-vm-magnetic-disk", machine(at("os_disk.storage_account_type", "Premium_LRS")), "pass"],
  ["azure-vm-single", machine(), "fail"],
  ["azure-vm-single", machine(), "pass", component("azurerm_linux_virtual_machine", "b", { zone: "2" })],
  ["azure-vm-single", component("azurerm_linux_virtual_machine", "a"), "skip"],
];

describe("rules about what Azure is paid for, what is spare and of what size", () => {
  it.each(cases.map((example) => ({ example, id: example[0], outcome: example[2], given: example[1].attributes })))(
    "$id answers $outcome to $given",
    ({ example, outcome }) => {
      expect(answerOf(rules, example)).toBe(outcome);
    },
  );

  it("shows every rule failing and passing", () => {
    expect(unshown(rules, cases)).toEqual([]);
  });
});
