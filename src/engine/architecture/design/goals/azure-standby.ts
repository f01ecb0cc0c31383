import { read, readAll } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { countAt, spelling, textAt } from "../../rules/checks.ts";
import { set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { all, every } from "./cloud-goals.ts";
import { hasZones } from "./azure-regions.ts";
import { declared, numberAt } from "./declared.ts";

export const flexibleServers = ["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"];
export const scaleSets = ["azurerm_linux_virtual_machine_scale_set", "azurerm_windows_virtual_machine_scale_set"];
const machines = ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine"];
const everyZone = ["1", "2", "3"];

/** A replica has the standby and the backups of its primary. */
export const isPrimary = (server: Component): boolean => textAt(server, "create_mode") !== "Replica";

/** Dedicated SQL pools are warehouses: they have neither zones nor a standby. */
export const isTransactional = (database: Component): boolean =>
  textAt(database, "sku_name")?.startsWith("DW") !== true;

/** Plans with a fixed number of instances; the others follow the load by themselves. */
export const isFixed = (plan: Component): boolean => /^[BSPI]\d/.test(textAt(plan, "sku_name") ?? "");

/** The least number of instances that an autoscale setting keeps; `undefined` when there is none. */
const leastScaled = (target: Component, model: Model): number | undefined => {
  const [scaler] = model.attached(target, "azurerm_monitor_autoscale_setting", "target_resource_id");
  return scaler && numberAt(scaler, "profile.capacity.minimum");
};

const instancesOf = (component: Component, model: Model, path: string): number =>
  leastScaled(component, model) ?? numberAt(component, path);

/** Only premium plans can be spread over zones. */
const canSpread = (plan: Component): boolean => /^(?:P\d+m?v[2-9]|I\d)/.test(textAt(plan, "sku_name") ?? "");

const nodesPath = (cluster: Component): string =>
  textAt(cluster, "default_node_pool.auto_scaling_enabled") === "true"
    ? "default_node_pool.min_count"
    : "default_node_pool.node_count";

const zonesPath = (cluster: Component): string =>
  spelling(cluster, "default_node_pool.zones", "default_node_pool.availability_zones");

const isSpread = (component: Component, path: string): boolean => (countAt(component.attributes, path) ?? 0) >= 2;

const isCosmosSpread = (account: Component): boolean =>
  readAll(account.attributes, "geo_location").length > 1 || textAt(account, "geo_location.zone_redundant") === "true";

/** Whether the design goes on when a machine fails and, where the region has zones, when a zone fails. */
export const survivesZone = (model: Model): boolean | undefined => {
  const zoned = hasZones(model);
  const virtualMachines = model.ofType(...machines);
  return all(
    every(
      model.ofType(...flexibleServers).filter(isPrimary),
      (server) => read(server.attributes, "high_availability") !== undefined,
    ),
    zoned
      ? every(
          model.ofType("azurerm_mssql_database").filter(isTransactional),
          (database) => textAt(database, "zone_redundant") === "true",
        )
      : undefined,
    every(
      model.ofType("azurerm_service_plan").filter(isFixed),
      (plan) =>
        instancesOf(plan, model, "worker_count") >= 2 && (!zoned || textAt(plan, "zone_balancing_enabled") === "true"),
    ),
    every(model.ofType("azurerm_container_app"), (app) => numberAt(app, "template.min_replicas") >= 2),
    every(
      model.ofType(...scaleSets),
      (group) => instancesOf(group, model, "instances") >= 2 && (!zoned || isSpread(group, "zones")),
    ),
    every(
      model.ofType("azurerm_kubernetes_cluster"),
      (cluster) => numberAt(cluster, nodesPath(cluster)) >= 2 && (!zoned || isSpread(cluster, zonesPath(cluster))),
    ),
    virtualMachines.length === 0 ? undefined : virtualMachines.length >= 2,
    every(
      model.ofType("azurerm_application_gateway"),
      (gateway) =>
        numberAt(gateway, "sku.capacity") >= 2 || numberAt(gateway, "autoscale_configuration.min_capacity") >= 2,
    ),
    every(model.ofType("azurerm_redis_cache"), (cache) => textAt(cache, "sku_name") !== "Basic"),
    every(model.ofType("azurerm_storage_account"), (account) => textAt(account, "account_replication_type") !== "LRS"),
    zoned ? every(model.ofType("azurerm_cosmosdb_account"), isCosmosSpread) : undefined,
  );
};

/** Of the burstable sizes none can have a standby; these are the smallest that can. */
const smallestSize: Readonly<Record<string, string>> = {
  azurerm_postgresql_flexible_server: "GP_Standard_D2s_v3",
  azurerm_mysql_flexible_server: "GP_Standard_D2ds_v4",
};

const addStandby = (server: Component, zoned: boolean): Edit[] => {
  const size = smallestSize[server.type];
  const isBurstable = !/^(?:GP|MO)_/.test(textAt(server, "sku_name") ?? "");
  return [
    ...(isBurstable && size !== undefined ? [set(server.address, "sku_name", size)] : []),
    set(server.address, "high_availability.mode", zoned ? "ZoneRedundant" : "SameZone"),
  ];
};

const spreadDatabase = (database: Component): Edit[] => {
  const takesZones = /^(?:P\d|BC_|GP_(?!S_)|HS_)/.test(textAt(database, "sku_name") ?? "");
  return [
    ...(takesZones ? [] : [set(database.address, "sku_name", "GP_Gen5_2")]),
    set(database.address, "zone_redundant", true),
  ];
};

/** Two instances at least: by the autoscale setting where there is one, which decides then. */
const addInstances = (component: Component, model: Model, path: string): Edit[] => {
  if (instancesOf(component, model, path) >= 2) return [];
  const [scaler] = model.attached(component, "azurerm_monitor_autoscale_setting", "target_resource_id");
  if (scaler === undefined) return [set(component.address, path, 2)];
  return ["minimum", "default"].map((limit) => set(scaler.address, `profile.capacity.${limit}`, 2));
};

const addWorkers = (plan: Component, model: Model, zoned: boolean): Edit[] => [
  ...addInstances(plan, model, "worker_count"),
  ...(zoned && !canSpread(plan) ? [set(plan.address, "sku_name", "P1v3")] : []),
  ...(zoned ? [set(plan.address, "zone_balancing_enabled", true)] : []),
];

const addMachines = (group: Component, model: Model, zoned: boolean): Edit[] => [
  ...addInstances(group, model, "instances"),
  ...(zoned && !isSpread(group, "zones")
    ? [set(group.address, "zones", everyZone), set(group.address, "zone_balance", true)]
    : []),
];

/** Nodes of the default pool move to zones through a pool that stands in for it meanwhile. */
const addNodes = (cluster: Component, zoned: boolean): Edit[] => {
  if (read(cluster.attributes, "default_node_pool") === undefined) return [];
  const nodes = nodesPath(cluster);
  return [
    ...(numberAt(cluster, nodes) >= 2 ? [] : [set(cluster.address, nodes, 2)]),
    ...(zoned && !isSpread(cluster, zonesPath(cluster))
      ? [
          set(cluster.address, zonesPath(cluster), everyZone),
          set(cluster.address, "default_node_pool.temporary_name_for_rotation", "moving"),
        ]
      : []),
  ];
};

const addGatewayUnits = (gateway: Component): Edit[] => {
  const scaled = read(gateway.attributes, "autoscale_configuration") !== undefined;
  const path = scaled ? "autoscale_configuration.min_capacity" : "sku.capacity";
  return numberAt(gateway, path) >= 2 ? [] : [set(gateway.address, path, 2)];
};

/** The smallest cache shares its processor with others; the next one is the smallest worth a replica. */
const addReplica = (cache: Component): Edit[] => [
  set(cache.address, "sku_name", "Standard"),
  ...(numberAt(cache, "capacity") === 0 ? [set(cache.address, "capacity", 1)] : []),
];

/** A second one of everything that has only one, in another zone where the region has zones. */
export const makeHighlyAvailable = (model: Model): Edit[] => {
  const zoned = hasZones(model);
  const of = (...types: string[]): readonly Component[] => declared(model, ...types);
  return [
    ...of(...flexibleServers)
      .filter((server) => isPrimary(server) && read(server.attributes, "high_availability") === undefined)
      .flatMap((server) => addStandby(server, zoned)),
    ...(zoned ? of("azurerm_mssql_database").filter(isTransactional).flatMap(spreadDatabase) : []),
    ...of("azurerm_service_plan")
      .filter(isFixed)
      .flatMap((plan) => addWorkers(plan, model, zoned)),
    ...of("azurerm_container_app")
      .filter((app) => !(numberAt(app, "template.min_replicas") >= 2))
      .flatMap((app) => addReplicas(app)),
    ...of(...scaleSets).flatMap((group) => addMachines(group, model, zoned)),
    ...of("azurerm_kubernetes_cluster").flatMap((cluster) => addNodes(cluster, zoned)),
    ...of("azurerm_application_gateway").flatMap(addGatewayUnits),
    ...of("azurerm_redis_cache")
      .filter((cache) => textAt(cache, "sku_name") === "Basic")
      .flatMap(addReplica),
    ...of("azurerm_storage_account")
      .filter((account) => textAt(account, "account_replication_type") === "LRS")
      .map(({ address }) => set(address, "account_replication_type", zoned ? "ZRS" : "GRS")),
    ...(zoned ? of("azurerm_cosmosdb_account") : [])
      .filter((account) => !isCosmosSpread(account))
      .map(({ address }) => set(address, "geo_location.zone_redundant", true)),
  ];
};

const addReplicas = (app: Component): Edit[] => [
  set(app.address, "template.min_replicas", 2),
  ...(numberAt(app, "template.max_replicas") < 2 ? [set(app.address, "template.max_replicas", 4)] : []),
];
