import { expect, it } from "vitest";
import { rules } from "./index.ts";
import { later } from "./rule-table-fixture.ts";
import { component, toldOf } from "./rules-fixture.ts";

const named = (type: string, attributes = {}): ReturnType<typeof component> =>
  component(type, "one", { ...attributes });

/** What a rule says of a resource alone, beside a companion that is its own, and beside one that may be anybody's. */
const companions: readonly (readonly [
  id: string,
  subject: ReturnType<typeof component>,
  companion: string,
  via: string,
  answers: readonly [alone: string, own: string, anybodys: string],
])[] = [
  [
    "azure-app-plan-single-instance",
    named("azurerm_service_plan", { worker_count: 1 }),
    "azurerm_monitor_autoscale_setting",
    "target_resource_id",
    ["fail at worker_count", "pass", "unknown"],
  ],
  [
    "azure-vm-no-backup",
    named("azurerm_linux_virtual_machine"),
    "azurerm_backup_protected_vm",
    "source_vm_id",
    ["fail", "pass", "unknown"],
  ],
  [
    "azure-sql-auditing",
    named("azurerm_mssql_server"),
    "azurerm_mssql_server_extended_auditing_policy",
    "server_id",
    ["fail", "pass", "unknown"],
  ],
  [
    "azure-nat-gateway-unused",
    named("azurerm_nat_gateway"),
    "azurerm_subnet_nat_gateway_association",
    "nat_gateway_id",
    ["fail", "pass", "unknown"],
  ],
  [
    "azure-lb-no-backends",
    named("azurerm_lb"),
    "azurerm_lb_backend_address_pool",
    "loadbalancer_id",
    ["fail", "pass", "unknown"],
  ],
  [
    "azure-acr-single-region",
    named("azurerm_container_registry", { sku: "Premium" }),
    "azurerm_container_registry_replication",
    "container_registry_id",
    ["fail at georeplications", "pass", "unknown"],
  ],
  [
    "azure-vm-no-antimalware",
    named("azurerm_windows_virtual_machine"),
    "azurerm_virtual_machine_extension",
    "virtual_machine_id",
    ["fail", "fail", "unknown"],
  ],
  [
    "azure-subnet-no-nsg",
    named("azurerm_subnet", { name: "web" }),
    "azurerm_subnet_network_security_group_association",
    "subnet_id",
    ["fail", "pass", "unknown"],
  ],
  [
    "azure-front-door-waf",
    named("azurerm_cdn_frontdoor_profile"),
    "azurerm_cdn_frontdoor_security_policy",
    "cdn_frontdoor_profile_id",
    ["fail", "pass", "unknown"],
  ],
  [
    "azure-storage-customer-key",
    named("azurerm_storage_account"),
    "azurerm_storage_account_customer_managed_key",
    "storage_account_id",
    ["fail at customer_managed_key", "pass", "unknown"],
  ],
  [
    "azure-front-door-single-origin",
    named("azurerm_cdn_frontdoor_origin_group"),
    "azurerm_cdn_frontdoor_origin",
    "cdn_frontdoor_origin_group_id",
    ["unknown", "fail", "unknown"],
  ],
  [
    "azure-vmss-no-autoscale",
    named("azurerm_linux_virtual_machine_scale_set"),
    "azurerm_monitor_autoscale_setting",
    "target_resource_id",
    ["fail", "pass", "unknown"],
  ],
  [
    "azure-sql-no-directory-admin",
    named("azurerm_mssql_server"),
    "azurerm_sql_active_directory_administrator",
    "server_name",
    ["fail", "pass", "unknown"],
  ],
  [
    "azure-sql-alerts-off",
    named("azurerm_mssql_server"),
    "azurerm_mssql_server_security_alert_policy",
    "server_name",
    ["pass", "fail", "unknown"],
  ],
  [
    "azure-sql-not-assessed",
    named("azurerm_mssql_server"),
    "azurerm_mssql_server_security_alert_policy",
    "server_name",
    ["fail", "fail", "unknown"],
  ],
  [
    "azure-storage-locks-azure-out",
    named("azurerm_storage_account"),
    "azurerm_storage_account_network_rules",
    "storage_account_id",
    ["pass", "pass", "unknown"],
  ],
  [
    "azure-storage-public-network",
    named("azurerm_storage_account"),
    "azurerm_storage_account_network_rules",
    "storage_account_id",
    ["fail at public_network_access_enabled", "pass", "unknown"],
  ],
  [
    "azure-synapse-no-audit",
    named("azurerm_synapse_workspace"),
    "azurerm_synapse_workspace_extended_auditing_policy",
    "synapse_workspace_id",
    ["fail", "pass", "unknown"],
  ],
  [
    "azure-synapse-pool-no-audit",
    named("azurerm_synapse_sql_pool"),
    "azurerm_synapse_sql_pool_extended_auditing_policy",
    "sql_pool_id",
    ["fail", "pass", "unknown"],
  ],
  [
    "azure-synapse-public-addresses",
    named("azurerm_synapse_workspace"),
    "azurerm_synapse_firewall_rule",
    "synapse_workspace_id",
    ["pass", "fail", "unknown"],
  ],
  [
    "gcp-project-no-audit",
    named("google_project"),
    "google_project_iam_audit_config",
    "project",
    ["fail", "fail", "unknown"],
  ],
  [
    "gcp-group-no-autoscaler",
    named("google_compute_instance_group_manager", { target_size: 2 }),
    "google_compute_autoscaler",
    "target",
    ["fail at target_size", "pass", "unknown"],
  ],
  [
    "gcp-group-single-machine",
    named("google_compute_instance_group_manager", { target_size: 1 }),
    "google_compute_autoscaler",
    "target",
    ["fail at target_size", "pass", "unknown"],
  ],
  [
    "gcp-disk-no-snapshots",
    named("google_compute_disk"),
    "google_compute_disk_resource_policy_attachment",
    "disk",
    ["fail", "pass", "unknown"],
  ],
];

it.each(companions)(
  "%s: a companion decides, one of which nobody knows whose it is leaves it open",
  (id, subject, type, via, answers) => {
    const own = component(type, "own", {}, { references: [{ path: via, to: subject.id }] });
    const anybodys = component(type, "anybodys", { [via]: later });
    expect([[], [own], [anybodys]].map((others) => toldOf(rules, [id, subject, "", ...others]))).toEqual(answers);
  },
);
