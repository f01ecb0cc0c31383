import { expect, it } from "vitest";
import type { Attributes, Component } from "../model/index.ts";
import { at, later } from "../rules/rule-table-fixture.ts";
import { component, modelOf } from "../rules/rules-fixture.ts";
import { promiseFor } from "./agreement.ts";

const one = (type: string, attributes: Attributes = {}): Component => component(type, "one", attributes);
const pointing = (type: string, path: string, to: string): Component =>
  component(type, "two", {}, { references: [{ path, to }] });

const kept: readonly (readonly [condition: string, percent: number, Component, ...Component[]])[] = [
  ["single instance of the group", 99.5, one("aws_autoscaling_group", { min_size: later })],
  ["RDS Multi-AZ", 99.95, one("aws_rds_cluster", { db_cluster_instance_class: "db.r6gd.large" })],
  ["Aurora with one instance", 99.9, one("aws_rds_cluster")],
  [
    "OpenSearch Multi-AZ with standby",
    99.99,
    one("aws_opensearch_domain", at("cluster_config.multi_az_with_standby_enabled", true)),
  ],
  [
    "OpenSearch over several zones",
    99.9,
    one("aws_opensearch_domain", at("cluster_config.zone_awareness_enabled", true)),
  ],
  ["Amazon MQ over several zones", 99.9, one("aws_mq_broker", { deployment_mode: "ACTIVE_STANDBY_MULTI_AZ" })],
  ["VMs in an availability set", 99.95, one("azurerm_virtual_machine", { availability_set_id: later })],
  [
    "single VM on Premium SSD or Ultra Disk",
    99.9,
    one("azurerm_virtual_machine", at("storage_os_disk.managed_disk_type", "Premium_LRS")),
  ],
  [
    "single VM on Standard SSD",
    99.5,
    one("azurerm_linux_virtual_machine", at("os_disk.storage_account_type", "StandardSSD_LRS")),
  ],
  ["single VM on Standard HDD", 95, one("azurerm_linux_virtual_machine_scale_set")],
  [
    "App Service, zone redundant",
    99.99,
    pointing("azurerm_linux_web_app", "service_plan_id", "azurerm_service_plan.one"),
    one("azurerm_service_plan", { zone_balancing_enabled: true }),
  ],
  [
    "App Service, Basic and up",
    99.95,
    pointing("azurerm_linux_web_app", "service_plan_id", "azurerm_service_plan.one"),
    one("azurerm_service_plan", { sku_name: "B1" }),
  ],
  [
    "Flexible Server, same-zone high availability",
    99.95,
    one("azurerm_postgresql_flexible_server", at("high_availability.mode", "SameZone")),
  ],
  [
    "Flexible Server without zone-redundant high availability",
    99.9,
    one("azurerm_mysql_flexible_server", at("high_availability.mode", "SameZone")),
  ],
  [
    "Cosmos DB, written in several regions",
    99.999,
    one("azurerm_cosmosdb_account", { multiple_write_locations_enabled: true, geo_location: [{}, {}] }),
  ],
  [
    "Cosmos DB in one region",
    99.99,
    one("azurerm_cosmosdb_account", { enable_multiple_write_locations: true, geo_location: [{}] }),
  ],
  [
    "Cache for Redis Premium, zone redundant",
    99.95,
    one("azurerm_redis_cache", { sku_name: "Premium", zones: ["1", "2"] }),
  ],
  ["Static Web Apps Standard", 99.95, one("azurerm_static_web_app", { sku_tier: "Standard" })],
  ["Blob cool tier", 99, one("azurerm_storage_account", { access_tier: "Cool" })],
  [
    "Blob hot tier, reads, with a second region to read from",
    99.99,
    one("azurerm_storage_account", { account_replication_type: "RAGRS" }),
  ],
  ["Azure Firewall over two or more zones", 99.99, one("azurerm_firewall", { zones: ["1", "2"] })],
  [
    "Cloud SQL Enterprise Plus, highly available",
    99.99,
    one("google_sql_database_instance", { settings: [{ availability_type: "REGIONAL", edition: "ENTERPRISE_PLUS" }] }),
  ],
  ["Spanner in several regions", 99.999, one("google_spanner_instance", { config: "nam3" })],
  ["Spanner in a region", 99.99, one("google_spanner_instance", { config: "regional-us-east1" })],
  ["Filestore Enterprise or Regional", 99.99, one("google_filestore_instance", { tier: "REGIONAL" })],
  ["Bigtable with one cluster", 99.9, one("google_bigtable_instance", { cluster: [{}] })],
];

it.each(kept.map((given) => [given[0], given[1], given] as const))(
  "what is promised for %s is %d %%",
  (condition, percent, [, , subject, ...others]) => {
    expect(promiseFor(subject, modelOf(subject, ...others))).toMatchObject({ condition, percent });
  },
);

const broken: readonly (readonly [why: string, Component, ...Component[]])[] = [
  [
    "the agreement on App Service begins with the Basic tier",
    pointing("azurerm_linux_web_app", "service_plan_id", "azurerm_service_plan.one"),
    one("azurerm_service_plan", { sku_name: "F1" }),
  ],
  ["Cache for Redis has no agreement in the Basic tier", one("azurerm_redis_cache", { sku_name: "Basic" })],
  ["Static Web Apps have an agreement in the Standard plan only", one("azurerm_static_web_app", { sku_tier: "Free" })],
  ["its clusters are not known", one("google_bigtable_instance")],
  ["no agreement on its availability is known here", one("aws_glacier_vault")],
];

it.each(broken.map((given) => [given[0], given] as const))(
  "nothing is promised: %s",
  (none, [, subject, ...others]) => {
    expect(promiseFor(subject, modelOf(subject, ...others))).toEqual({ none });
  },
);
