import { read } from "../model/index.ts";
import type { Reader } from "./agreement.ts";
import { isTrue, lengthOf, numberAt, textAt } from "./settings.ts";

/** By the disk it starts from: Azure's agreement on a single VM goes by its disks. */
const machine: Reader = (component) => {
  if (read(component.attributes, "availability_set_id") !== undefined) return { sla: "azure.vm.set" };
  const disk =
    textAt(component, "os_disk.storage_account_type") || textAt(component, "storage_os_disk.managed_disk_type");
  if (/^(?:Premium|Ultra)/.test(disk)) return { sla: "azure.vm.premium" };
  return { sla: disk.startsWith("StandardSSD") ? "azure.vm.standard-ssd" : "azure.vm.standard-hdd" };
};

const scaleSet: Reader = (component, model) => ({
  ...machine(component, model),
  copies: Math.max(1, numberAt(component, "instances") ?? 1),
  inOneZone: lengthOf(component, "zones") < 2,
});

const webApp: Reader = (component, model) => {
  const plan = model.target(component, "service_plan_id");
  if (plan !== undefined && isTrue(plan, "zone_balancing_enabled")) return { sla: "azure.app-service.zones" };
  if (plan !== undefined && /^(?:F1|D1|SHARED)$/i.test(textAt(plan, "sku_name")))
    return { none: "the agreement on App Service begins with the Basic tier" };
  return { sla: "azure.app-service" };
};

const kubernetes: Reader = (component) => {
  if (!/^(?:Standard|Premium|Paid)$/i.test(textAt(component, "sku_tier")))
    return { none: "AKS has an agreement from the Standard tier on; the Free tier has an objective only" };
  return { sla: lengthOf(component, "default_node_pool.zones") > 1 ? "azure.aks.zones" : "azure.aks" };
};

const flexibleServer =
  (service: "postgres" | "mysql"): Reader =>
  (component) => {
    const mode = textAt(component, "high_availability.mode");
    if (mode === "ZoneRedundant") return { sla: `azure.${service}.zone-redundant` };
    return { sla: mode === "SameZone" && service === "postgres" ? "azure.postgres.same-zone" : `azure.${service}` };
  };

const cosmos: Reader = (component) => {
  const isWrittenEverywhere =
    isTrue(component, "multiple_write_locations_enabled") || isTrue(component, "enable_multiple_write_locations");
  if (isWrittenEverywhere && lengthOf(component, "geo_location") > 1) return { sla: "azure.cosmos.multi-write" };
  return { sla: isTrue(component, "geo_location.zone_redundant") ? "azure.cosmos.zones" : "azure.cosmos" };
};

const redis: Reader = (component) => {
  const tier = textAt(component, "sku_name");
  if (/^Basic$/i.test(tier)) return { none: "Cache for Redis has no agreement in the Basic tier" };
  return { sla: lengthOf(component, "zones") > 1 ? "azure.redis.zones" : "azure.redis" };
};

const database: Reader = (component) => ({
  sla:
    isTrue(component, "zone_redundant") && textAt(component, "sku_name").startsWith("BC_")
      ? "azure.sql.zone-redundant"
      : "azure.sql",
});

/** Azure resources of which the agreement depends on how they are set up. */
export const azureAgreements: Readonly<Record<string, Reader>> = {
  azurerm_linux_virtual_machine: machine,
  azurerm_windows_virtual_machine: machine,
  azurerm_virtual_machine: machine,
  azurerm_linux_virtual_machine_scale_set: scaleSet,
  azurerm_windows_virtual_machine_scale_set: scaleSet,
  azurerm_linux_web_app: webApp,
  azurerm_windows_web_app: webApp,
  azurerm_static_web_app: (component) =>
    textAt(component, "sku_tier") === "Standard"
      ? { sla: "azure.static-web-app" }
      : { none: "Static Web Apps have an agreement in the Standard plan only" },
  azurerm_kubernetes_cluster: kubernetes,
  azurerm_traffic_manager_profile: () => ({ sla: "azure.traffic-manager" }),
  azurerm_storage_account: (component) => {
    if (/^cool$/i.test(textAt(component, "access_tier"))) return { sla: "azure.storage.cool" };
    return { sla: /^RA/i.test(textAt(component, "account_replication_type")) ? "azure.storage.ra" : "azure.storage" };
  },
  azurerm_container_group: () => ({ sla: "azure.container-instances" }),
  azurerm_mssql_database: database,
  azurerm_postgresql_flexible_server: flexibleServer("postgres"),
  azurerm_mysql_flexible_server: flexibleServer("mysql"),
  azurerm_cosmosdb_account: cosmos,
  azurerm_redis_cache: redis,
  azurerm_lb: (component) =>
    /^Basic$/i.test(textAt(component, "sku"))
      ? { none: "Load Balancer has no agreement in the Basic SKU" }
      : { sla: "azure.lb" },
  azurerm_firewall: (component) => ({
    sla: lengthOf(component, "zones") > 1 ? "azure.firewall.zones" : "azure.firewall",
  }),
  azurerm_api_management: (component) =>
    /^Developer/i.test(textAt(component, "sku_name"))
      ? { none: "API Management has no agreement in the Developer tier" }
      : { sla: "azure.api-management" },
  azurerm_servicebus_namespace: (component) => ({
    sla: textAt(component, "sku") === "Premium" ? "azure.service-bus.premium" : "azure.service-bus",
  }),
  azurerm_search_service: (component) =>
    (numberAt(component, "replica_count") ?? 1) > 1
      ? { sla: "azure.search" }
      : { none: "the agreement on AI Search begins with two replicas" },
};
