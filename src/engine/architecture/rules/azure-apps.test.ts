import { describe, expect, it } from "vitest";
import { azureAppRules } from "./azure-app.ts";
import { azureComputeRules } from "./azure-compute.ts";
import { azureContainerRules } from "./azure-containers.ts";
import { at, casesOf, later, refuses, wants } from "./rule-table.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

const ranges = (...cidrs: string[]) => at("api_server_access_profile.authorized_ip_ranges", cidrs);

const cases = [
  ...casesOf(azureComputeRules, {
    "azure-vm-password-login": {
      fail: [
        { disable_password_authentication: false },
        at("os_profile_linux_config.disable_password_authentication", false),
      ],
      pass: [{}, { disable_password_authentication: true }],
      unknown: [{ disable_password_authentication: later }],
    },
    "azure-vm-host-encryption": wants("encryption_at_host_enabled", true, false),
    "azure-vm-no-zone": { fail: [{}], pass: [{ zone: "1" }, { availability_set_id: later }] },
    "azure-vm-no-backup": { fail: [{}], pass: [] },
    "azure-vm-old-series": refuses("size", "Standard_DS1_v2", "Standard_D2s_v5"),
    "azure-vm-no-updates": refuses("enable_automatic_updates", false, true),
    "azure-disk-unencrypted": refuses("encryption_settings.enabled", false, true),
    "azure-disk-customer-key": { fail: [{}], pass: [{ disk_encryption_set_id: later }] },
  }),
  ...casesOf(azureAppRules, {
    "azure-app-http": wants("https_only", true, false),
    "azure-app-tls": {
      fail: [at("site_config.minimum_tls_version", "1.1"), at("site_config.min_tls_version", 1)],
      pass: [{}, at("site_config.minimum_tls_version", "1.2"), at("site_config.min_tls_version", 1.3)],
      unknown: [at("site_config.minimum_tls_version", later)],
    },
    "azure-app-no-identity": { fail: [{}], pass: [{ identity: [{ type: "SystemAssigned" }] }] },
    "azure-app-ftp": refuses("site_config.ftps_state", "AllAllowed", "Disabled"),
    "azure-app-remote-debugging": refuses("site_config.remote_debugging_enabled", true, false),
    "azure-app-no-health-check": { fail: [{}], pass: [at("site_config.health_check_path", "/health")] },
    "azure-app-any-origin": {
      fail: [at("site_config.cors.allowed_origins", ["*"])],
      pass: [{}, at("site_config.cors.allowed_origins", ["https://example.com"])],
      unknown: [at("site_config.cors.allowed_origins", later)],
    },
    "azure-app-http2": wants("site_config.http2_enabled", true, false),
    "azure-app-no-logs": { fail: [{}], pass: [{ logs: [{}] }, { logs: later }] },
    "azure-app-no-request-logs": {
      fail: [{ logs: [{}] }],
      skip: [{}],
      pass: [at("logs.http_logs", [{ file_system: [{}] }])],
      unknown: [{ logs: later }],
    },
    "azure-app-plan-single-instance": {
      fail: [{ sku_name: "P1v3" }, { sku_name: "P1v3", worker_count: 1 }],
      pass: [{ sku_name: "P1v3", worker_count: 2 }, { sku_name: "Y1" }],
      unknown: [{ sku_name: "P1v3", worker_count: later }],
    },
    "azure-app-plan-zones": {
      fail: [{ sku_name: "P1v3" }],
      pass: [{ sku_name: "P1v3", zone_balancing_enabled: true }, { sku_name: "Y1" }],
      unknown: [{ sku_name: later }],
    },
  }),
  ...casesOf(azureContainerRules, {
    "azure-aks-no-rbac": {
      fail: [{ role_based_access_control_enabled: false }, at("role_based_access_control.enabled", false)],
      pass: [{}, { role_based_access_control_enabled: true }],
      unknown: [{ role_based_access_control_enabled: later }],
    },
    "azure-aks-public-api": {
      fail: [{}, ranges(), ranges("0.0.0.0/0"), { private_cluster_enabled: false }],
      pass: [
        ranges("192.0.2.0/24"),
        { api_server_authorized_ip_ranges: ["192.0.2.1"] },
        { private_cluster_enabled: true },
      ],
      unknown: [{ private_cluster_enabled: later }, at("api_server_access_profile.authorized_ip_ranges", later)],
    },
    "azure-aks-no-network-policy": { fail: [{}], pass: [at("network_profile.network_policy", "calico")] },
    "azure-aks-no-monitoring": {
      fail: [{}],
      pass: [{ oms_agent: [{}] }, at("addon_profile.oms_agent.enabled", true)],
      unknown: [{ addon_profile: later }],
    },
    "azure-aks-local-accounts": wants("local_account_disabled", true, false),
    "azure-aks-free-tier": wants("sku_tier", "Standard", "Free"),
    "azure-aks-no-upgrades": {
      fail: [{}, { automatic_upgrade_channel: "none" }, { automatic_channel_upgrade: "none" }],
      pass: [{ automatic_upgrade_channel: "patch" }, { automatic_channel_upgrade: "stable" }],
      unknown: [{ automatic_upgrade_channel: later }],
    },
    "azure-aks-single-zone": {
      fail: [{}, at("default_node_pool.zones", ["1"])],
      pass: [at("default_node_pool.zones", ["1", "2"])],
      unknown: [at("default_node_pool.zones", later)],
    },
    "azure-aks-public-nodes": refuses("default_node_pool.node_public_ip_enabled", true, false),
    "azure-aks-no-azure-policy": wants("azure_policy_enabled", true, false),
    "azure-acr-admin": refuses("admin_enabled", true, false),
    "azure-acr-public": wants("public_network_access_enabled", false, true),
    "azure-acr-anonymous": refuses("anonymous_pull_enabled", true, false),
  }),
];

describe("machines, apps and clusters on Azure", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  const check = (id: string) =>
    [...azureComputeRules, ...azureAppRules, ...azureContainerRules].find((rule) => rule.id === id)?.check;

  it("takes a backup of a machine", () => {
    const machine = component("azurerm_linux_virtual_machine", "web");
    const backup = component(
      "azurerm_backup_protected_vm",
      "web",
      {},
      { references: [{ path: "source_vm_id", to: machine.id }] },
    );
    expect(check("azure-vm-no-backup")?.(machine, modelOf(machine, backup)).outcome).toBe("pass");
  });

  it("lets autoscaling decide how many instances a plan has", () => {
    const plan = component("azurerm_service_plan", "web", { sku_name: "P1v3" });
    const scaling = component(
      "azurerm_monitor_autoscale_setting",
      "web",
      {},
      { references: [{ path: "target_resource_id", to: plan.id }] },
    );
    expect(check("azure-app-plan-single-instance")?.(plan, modelOf(plan, scaling)).outcome).toBe("pass");
  });

  it("knows that only the old kind of app takes FTP by default", () => {
    const app = component("azurerm_app_service", "old");
    expect(check("azure-app-ftp")?.(app, modelOf(app)).outcome).toBe("fail");
  });

  it("reads the zones of a node pool at its top", () => {
    const pool = component("azurerm_kubernetes_cluster_node_pool", "jobs", { zones: ["1", "2", "3"] });
    expect(check("azure-aks-single-zone")?.(pool, modelOf(pool)).outcome).toBe("pass");
  });
});
