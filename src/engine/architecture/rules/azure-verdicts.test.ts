import { expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Attributes } from "../model/index.ts";
import { rules } from "./index.ts";
import { at, later } from "./rule-table-fixture.ts";
import { component, toldOf } from "./rules-fixture.ts";
import type { ToldCase } from "./rules-fixture.ts";

/** Points at `to` in attribute `path`. */
const pointing = (type: string, path: string, to: string, attributes: Attributes = {}): ToldCase[1] =>
  component(type, "one", attributes, { references: [{ path, to }] });

const one = (type: string, attributes: Attributes = {}): ToldCase[1] => component(type, "one", attributes);
const other = (type: string, attributes: Attributes = {}): ToldCase[1] => component(type, "other", attributes);

const inbound = (block: Attributes): ToldCase[1] =>
  one("azurerm_network_security_rule", {
    direction: "Inbound",
    access: "Allow",
    protocol: "Tcp",
    source_address_prefix: "*",
    ...block,
  });
const everyone = "fail at source_address_prefix";

const actions = at("permissions.actions", ["*"]);
const data = { storage_os_disk: [{ managed_disk_type: "Premium_LRS" }] };

const cases: readonly ToldCase[] = [
  // Apps, by the words of both generations of the provider
  ["azure-aks-free-tier", one("azurerm_kubernetes_cluster", { sku_tier: ["Free"] }), "pass"],
  ["azure-database-tls", one("azurerm_mysql_flexible_server"), "pass"],
  // Parameters of databases
  [
    "azure-postgresql-no-checkpoint-log",
    one("azurerm_postgresql_configuration", { name: ["log_checkpoints"], value: "off" }),
    "pass",
  ],
  [
    "azure-postgresql-no-checkpoint-log",
    one("azurerm_postgresql_configuration", { name: "log_checkpoints", value: ["on"] }),
    "fail at value",
  ],
  // Edge
  [
    "azure-app-gateway-http",
    one("azurerm_application_gateway", {
      http_listener: [
        { name: "a", protocol: "Https" },
        { name: "b", protocol: "Http" },
      ],
    }),
    "fail at http_listener[1].protocol",
  ],
  [
    "azure-waf-log4j",
    one("azurerm_web_application_firewall_policy", { managed_rules: [{ managed_rule_set: [{ version: "3.2" }] }] }),
    "pass",
  ],
  [
    "azure-waf-log4j",
    one("azurerm_web_application_firewall_policy", { managed_rules: [{ managed_rule_set: [{ type: "OWASP" }] }] }),
    "fail",
  ],
  [
    "azure-waf-log4j",
    one("azurerm_web_application_firewall_policy", {
      managed_rules: [{ managed_rule_set: [{ type: "OWASP", version: "2.2.9" }] }],
    }),
    "fail",
  ],
  ["azure-waf-log4j", one("azurerm_cdn_frontdoor_firewall_policy", { managed_rule: [{ version: "2.1" }] }), "fail"],
  [
    "azure-federation-github",
    one("azurerm_federated_identity_credential", {
      issuer: "https://token.actions.githubusercontent.com",
      subject: ["repo:a/b:ref:main"],
    }),
    "fail at subject",
  ],
  [
    "azure-federation-github",
    one("azurerm_federated_identity_credential", {
      issuer: "https://token.actions.githubusercontent.com",
      subject: "repo",
    }),
    "fail at subject",
  ],
  // Governance
  [
    "azure-defender-off",
    one("azurerm_security_center_subscription_pricing", { tier: "Free", resource_type: "CloudPosture" }),
    "fail at tier",
  ],
  [
    "azure-activity-log-retention",
    one("azurerm_monitor_log_profile", { retention_policy: [{ enabled: false }] }),
    "pass",
  ],
  [
    "azure-activity-log-retention",
    one("azurerm_monitor_log_profile", { retention_policy: [{ enabled: false, days: 30 }] }),
    "fail at retention_policy.enabled",
  ],
  ["azure-activity-log-gaps", one("azurerm_monitor_log_profile", { categories: "Write" }), "fail at categories"],
  ["azure-role-custom-owner", one("azurerm_role_definition", actions), "fail at permissions.actions"],
  ["azure-role-custom-owner", one("azurerm_role_definition", { ...actions, assignable_scopes: later }), "unknown"],
  ["azure-role-custom-owner", one("azurerm_role_definition", { ...actions, assignable_scopes: [later] }), "unknown"],
  [
    "azure-role-custom-owner",
    one("azurerm_role_definition", { ...actions, assignable_scopes: [new Unknown(["data.azurerm_client_config.me"])] }),
    "fail at permissions.actions",
  ],
  [
    "azure-role-custom-owner",
    one("azurerm_role_definition", { ...actions, assignable_scopes: [["/"], "/subscriptions/s/resourceGroups/g"] }),
    "pass",
  ],
  // Idle things
  [
    "azure-nat-gateway-unused",
    one("azurerm_nat_gateway"),
    "unknown",
    component("module", "net", {}, { references: [{ path: "nat", to: "azurerm_nat_gateway.one" }] }),
  ],
  ["azure-budget-silent", one("azurerm_consumption_budget_subscription", { notification: later }), "unknown"],
  [
    "azure-acr-single-zone",
    one("azurerm_container_registry", {
      sku: "Premium",
      zone_redundancy_enabled: true,
      georeplications: [{ zone_redundancy_enabled: later }],
    }),
    "unknown",
  ],
  [
    "azure-acr-single-zone",
    one("azurerm_container_registry", { sku: "Premium", zone_redundancy_enabled: true, georeplications: [{}] }),
    "fail at georeplications[0].zone_redundancy_enabled",
  ],
  [
    "azure-container-plain-variables",
    one("azurerm_container_group", { container: [later, { image: "a" }, { environment_variables: { A: "1" } }] }),
    "fail at container[2].environment_variables",
  ],
  // Machines of the first generation of the provider
  [
    "azure-vm-no-ssh-key",
    one("azurerm_virtual_machine", { os_profile_linux_config: [{ ssh_keys: [{ key_data: "ssh-rsa A" }] }] }),
    "pass",
  ],
  ["azure-vm-no-ssh-key", one("azurerm_virtual_machine", { os_profile_linux_config: [{}] }), "fail at admin_ssh_key"],
  [
    "azure-vm-unmanaged-disk",
    one("azurerm_virtual_machine", {
      ...data,
      storage_data_disk: [
        { managed_disk_type: "Premium_LRS" },
        { vhd_uri: "https://a.blob.core.windows.net/vhds/b.vhd" },
      ],
    }),
    "fail at storage_data_disk[1].vhd_uri",
  ],
  [
    "azure-vm-unmanaged-disk",
    one("azurerm_virtual_machine", { ...data, storage_data_disk: [{ managed_disk_type: "Premium_LRS" }] }),
    "pass",
  ],
  [
    "azure-vm-disk-without-key",
    component(
      "azurerm_virtual_machine",
      "one",
      {},
      {
        references: [
          { path: "network_interface_ids", to: "azurerm_network_interface.other" },
          { path: "storage_data_disk", to: "azurerm_managed_disk.other" },
        ],
      },
    ),
    "fail at storage_data_disk",
    other("azurerm_network_interface"),
    other("azurerm_managed_disk"),
  ],
  ["azure-vmss-no-image-upgrades", one("azurerm_virtual_machine_scale_set", { automatic_os_upgrade: true }), "pass"],
  // Networks: ranges, lists with commas, and a star that is told elsewhere
  ["azure-nsg-ssh-open", inbound({ destination_port_range: "20-25" }), everyone],
  ["azure-nsg-ssh-open", inbound({ destination_port_range: "80, 22" }), everyone],
  ["azure-nsg-ssh-open", inbound({ destination_port_range: "*" }), "pass"],
  ["azure-nsg-ssh-open", inbound({ destination_port_range: "*", protocol: later }), "unknown"],
  ["azure-nsg-ssh-open", inbound({ destination_port_ranges: "22" }), everyone],
  ["azure-nsg-ssh-open", inbound({ destination_port_ranges: [["22"], "443"] }), "pass"],
  ["azure-nsg-ssh-open", inbound({ destination_port_range: "ssh" }), "pass"],
  ["azure-subnet-no-nsg", one("azurerm_subnet", { delegation: [{ name: "netapp" }] }), "pass"],
  ["azure-subnet-no-nsg", one("azurerm_subnet", { delegation: [{}] }), "fail"],
  [
    "azure-flow-log-retention",
    one("azurerm_network_watcher_flow_log", { retention_policy: [{ enabled: false, days: 90 }] }),
    "fail at retention_policy.enabled",
  ],
  [
    "azure-flow-log-retention",
    one("azurerm_network_watcher_flow_log", { retention_policy: [{ enabled: true, days: 30 }] }),
    "fail at retention_policy.days",
  ],
  [
    "azure-flow-log-retention",
    one("azurerm_network_watcher_flow_log", { enabled: false, retention_policy: [{ enabled: true }] }),
    "fail at enabled",
  ],
  [
    "azure-app-gateway-waf",
    one("azurerm_application_gateway", { waf_configuration: { enabled: false } }),
    "fail at waf_configuration",
  ],
  ["azure-app-gateway-waf", one("azurerm_application_gateway"), "fail"],
  // Services on the public network
  ["azure-redis-public-address", one("azurerm_redis_firewall_rule", { start_ip: ["10.0.0.4"] }), "fail at start_ip"],
  [
    "azure-search-any-address",
    one("azurerm_search_service", { allowed_ips: [later, "0.0.0.0/0"] }),
    "fail at allowed_ips",
  ],
  ["azure-search-any-address", one("azurerm_search_service", { allowed_ips: [["0.0.0.0/0"]] }), "pass"],
  [
    "azure-app-configuration-public",
    one("azurerm_app_configuration", { public_network_access: ["Disabled"] }),
    "fail at public_network_access",
  ],
  [
    "azure-service-fabric-plain",
    one("azurerm_service_fabric_cluster", {
      fabric_settings: [{ name: "Security", parameters: { name: "ClusterProtectionLevel", value: "EncryptAndSign" } }],
    }),
    "pass",
  ],
  [
    "azure-service-fabric-plain",
    one("azurerm_service_fabric_cluster", {
      fabric_settings: [{ name: "Security", parameters: { ClusterProtectionLevel: later } }],
    }),
    "unknown",
  ],
  [
    "azure-vnet-foreign-name-server",
    one("azurerm_virtual_network", { dns_servers: [later, ["8.8.8.8"]] }),
    "fail at dns_servers",
  ],
  ["azure-arm-alternative", one("azurerm_linux_virtual_machine", { size: ["Standard_D2s_v5"] }), "pass"],
  // Spares
  ["azure-app-plan-no-autoscale", one("azurerm_service_plan", { sku_name: later }), "unknown"],
  [
    "azure-app-plan-no-autoscale",
    one("azurerm_service_plan", { sku_name: "P1v3", premium_plan_auto_scale_enabled: true }),
    "pass",
  ],
  ["azure-app-plan-no-autoscale", one("azurerm_service_plan", { sku_name: "P1v3" }), "fail"],
  ["azure-vpn-gateway-passive", one("azurerm_virtual_network_gateway", { active_active: false }), "pass"],
  ["azure-cosmos-single-zone", one("azurerm_cosmosdb_account", { geo_location: later }), "unknown"],
  [
    "azure-cosmos-single-zone",
    one("azurerm_cosmosdb_account", { geo_location: [{ zone_redundant: later }] }),
    "unknown",
  ],
  [
    "azure-cosmos-single-zone",
    one("azurerm_cosmosdb_account", { geo_location: [{ location: "westeurope" }] }),
    "fail at geo_location[0].zone_redundant",
  ],
  [
    "azure-cosmos-single-zone",
    one("azurerm_cosmosdb_account", { geo_location: [{ location: "westeurope" }, { location: "northeurope" }] }),
    "pass",
  ],
  [
    "azure-sql-short-recovery",
    one("azurerm_mssql_database", { short_term_retention_policy: [{ retention_days: later }] }),
    "unknown",
  ],
  [
    "azure-sql-short-recovery",
    one("azurerm_mssql_database", { short_term_retention_policy: [{ backup_interval_in_hours: 12 }] }),
    "pass",
  ],
  [
    "azure-sql-not-assessed",
    one("azurerm_mssql_server"),
    "fail",
    component(
      "azurerm_mssql_server_security_alert_policy",
      "p",
      {},
      { references: [{ path: "server_name", to: "azurerm_mssql_server.one" }] },
    ),
    component("azurerm_mssql_server_vulnerability_assessment", "a", { server_security_alert_policy_id: later }),
  ],
  // Storage
  [
    "azure-storage-locks-azure-out",
    pointing("azurerm_storage_account_network_rules", "storage_account_id", "azurerm_storage_account.other", {
      default_action: "Deny",
      bypass: ["Metrics"],
    }),
    "fail at bypass",
    other("azurerm_storage_account"),
  ],
  ["azure-storage-bad-name", one("azurerm_storage_account", { name: "My-Store" }), "fail at name"],
  [
    "azure-storage-open-network",
    one("azurerm_storage_account", { network_rules: [{ default_action: "Deny", ip_rules: later }] }),
    "unknown",
  ],
  [
    "azure-storage-open-network",
    one("azurerm_storage_account", { network_rules: [{ default_action: "Deny", ip_rules: [later, "0.0.0.0/0"] }] }),
    "fail at network_rules.ip_rules",
  ],
];

it.each(cases.map((given) => [given[0], JSON.stringify(given[1].attributes), given[2], given] as const))(
  "%s of %s: %s",
  (_id, _attributes, told, given) => {
    expect(toldOf(rules, given)).toBe(told);
  },
);
