import { describe, expect, it } from "vitest";
import { azureAppRules } from "./azure-app.ts";
import { azureComputeRules } from "./azure-compute.ts";
import { azureContainerRules } from "./azure-containers.ts";
import { azureKubernetesRules } from "./azure-kubernetes.ts";
import { at, casesOf, later, refuses, wants } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

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
    "azure-acr-admin": refuses("admin_enabled", true, false),
    "azure-acr-public": wants("public_network_access_enabled", false, true),
    "azure-acr-anonymous": refuses("anonymous_pull_enabled", true, false),
    "azure-acr-no-scan": wants("sku", "Premium", "Basic"),
    "azure-acr-unsigned": wants("trust_policy_enabled", true, false),
    "azure-acr-single-region": {
      fail: [{}, { sku: "Premium" }],
      pass: [
        { sku: "Premium", georeplications: [{}] },
        { sku: "Premium", georeplication_locations: ["a"] },
      ],
      unknown: [{ sku: later }],
    },
    "azure-acr-no-quarantine": wants("quarantine_policy_enabled", true, false),
    "azure-acr-keeps-everything": {
      fail: [{ sku: "Basic" }, { sku: "Premium", retention_policy: [{ enabled: false }] }],
      pass: [
        { sku: "Premium", retention_policy: [{ enabled: true }] },
        { sku: "Premium", retention_policy_in_days: 7 },
      ],
      unknown: [{ sku: "Premium", retention_policy: later }],
    },
    "azure-acr-single-zone": {
      fail: [{}, { zone_redundancy_enabled: true, georeplications: [{ location: "x" }] }],
      pass: [
        { zone_redundancy_enabled: true },
        { zone_redundancy_enabled: true, georeplications: [{ zone_redundancy_enabled: true }] },
      ],
      unknown: [{ zone_redundancy_enabled: later }],
    },
    "azure-acr-shared-data-endpoint": wants("data_endpoint_enabled", true, false),
    "azure-acr-webhook-http": refuses("service_uri", "http://example.com", "https://example.com"),
    "azure-container-plain-variables": {
      fail: [{ container: [{ environment_variables: { a: "b" } }] }],
      pass: [{}, { container: [{ environment_variables: { a: "b" }, secure_environment_variables: { c: "d" } }] }],
      unknown: [{ container: later }],
    },
    "azure-machine-learning-idle-nodes": wants("scale_settings.min_node_count", 0, 1),
  }),
];

describe("machines, apps and clusters on Azure", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  const check = (id: string) =>
    [...azureComputeRules, ...azureAppRules, ...azureKubernetesRules].find((rule) => rule.id === id)?.check;

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
