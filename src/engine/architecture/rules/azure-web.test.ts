import { describe, expect, it } from "vitest";
import { azureEdgeRules } from "./azure-edge.ts";
import { azureContainerRules } from "./azure-containers.ts";
import { azureKubernetesRules } from "./azure-kubernetes.ts";
import { azureMachineRules } from "./azure-machines.ts";
import { azureWebRules } from "./azure-web.ts";
import { Unknown } from "../model/index.ts";
import { maskMarker } from "../secrets/index.ts";
import { at, casesOf, later, refuses, wants } from "./rule-table-fixture.ts";
import type { Expected } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

const ranges = (...cidrs: string[]) => at("api_server_access_profile.authorized_ip_ranges", cidrs);

const isSet = (path: string): Expected => ({ fail: [{}], pass: [at(path, later)] });
const owasp = (version: string, more = {}) => ({
  managed_rules: [{ managed_rule_set: [{ type: "OWASP", version, ...more }] }],
});
const zoned: Expected = {
  fail: [{}, { zones: ["1"] }],
  pass: [{ zones: ["1", "2"] }],
  unknown: [{ zones: later }],
};
const masked = `export DB_PASSWORD=${maskMarker}`;
const encoded = btoa("#!/bin/sh\nexport DB_PASSWORD=correct-horse-battery\n");
const address = (id: Unknown) => at("ip_configuration.public_ip_address_id", id);
const listener = (protocol: string) => ({ http_listener: [{ name: "main", protocol }] });

const cases = [
  ...casesOf(azureWebRules, {
    "azure-app-no-authentication": {
      fail: [{}, at("auth_settings.enabled", false)],
      pass: [at("auth_settings.enabled", true), at("auth_settings_v2.auth_enabled", true)],
      unknown: [at("auth_settings.enabled", later)],
    },
    "azure-app-no-client-certificate": {
      fail: [
        {},
        { client_cert_enabled: false },
        { client_certificate_enabled: true, client_certificate_mode: "Optional" },
      ],
      pass: [{ client_cert_enabled: true }, { client_certificate_enabled: true, client_certificate_mode: "Required" }],
      unknown: [{ client_cert_enabled: later }],
    },
    "azure-app-no-error-log": {
      fail: [{ logs: [{}] }, at("logs.detailed_error_messages", false)],
      pass: [at("logs.detailed_error_messages", true)],
      skip: [{}],
      unknown: [at("logs.detailed_error_messages", later)],
    },
    "azure-app-no-request-traces": {
      fail: [{ logs: [{}] }, at("logs.failed_request_tracing_enabled", false)],
      pass: [at("logs.failed_request_tracing_enabled", true)],
      skip: [{}],
      unknown: [at("logs.failed_request_tracing_enabled", later)],
    },
    "azure-function-http2": wants("site_config.http2_enabled", true, false),
    "azure-app-old-dotnet": refuses("site_config.dotnet_framework_version", "v5.0", "v8.0"),
    "azure-app-old-php": {
      fail: [at("site_config.php_version", "7.3"), at("site_config.application_stack.php_version", "8.0")],
      // The newest that the old resource takes.
      pass: [{}, at("site_config.php_version", "7.4"), at("site_config.application_stack.php_version", "8.3")],
      unknown: [at("site_config.php_version", later)],
    },
    "azure-app-old-python": refuses("site_config.application_stack.python_version", "3.7", "3.12"),
    "azure-app-old-java": refuses("site_config.java_version", "1.7", "17"),
    "azure-app-no-shared-files": isSet("storage_account"),
    "azure-app-slot-http": wants("https_only", true, false),
    "azure-app-slot-tls": refuses("site_config.min_tls_version", "1.1", "1.2"),
    "azure-app-slot-debugging": refuses("site_config.remote_debugging_enabled", true, false),
    "azure-function-no-logs": refuses("enable_builtin_logging", false, true),
    "azure-app-sleeps": refuses("site_config.always_on", false, true),
    "azure-app-deploy-password": wants("ftp_publish_basic_authentication_enabled", false, true),
    "azure-app-plan-too-small": {
      fail: [{ sku_name: "F1" }, { sku_name: "B1" }],
      pass: [{}, { sku_name: "P1v3" }, { sku_name: "Y1" }],
      unknown: [{ sku_name: later }],
    },
    "azure-app-environment-single-zone": wants("zone_redundant", true, false),
    "azure-app-settings-http": refuses("http_settings.require_https", false, true),
    "azure-container-app-insecure": refuses("ingress.allow_insecure_connections", true, false),
    "azure-container-app-single": wants("template.min_replicas", 2, 1),
  }),
  ...casesOf(azureMachineRules, {
    "azure-vm-start-secret": {
      fail: [
        { custom_data: masked },
        { custom_data: encoded },
        { os_profile: [{ admin_password: masked, custom_data: masked }] },
      ],
      pass: [{}, { custom_data: "echo hello" }, { os_profile: [{ admin_password: masked }] }],
      unknown: [{ user_data: later }],
    },
    "azure-vm-no-antimalware": { fail: [{}], pass: [{ os_profile_linux_config: [{}] }] },
    "azure-vm-public-console": { fail: [], pass: [{}, address(new Unknown(["azurerm_public_ip.web"]))] },
    "azure-vm-disk-without-key": { fail: [], pass: [{}] },
    "azure-vm-no-ssh-key": isSet("admin_ssh_key"),
    "azure-vm-extensions": wants("allow_extension_operations", false, true),
    "azure-vm-unmanaged-disk": {
      fail: [at("storage_os_disk.vhd_uri", later), { storage_data_disk: [{ vhd_uri: "x" }] }],
      pass: [{}, at("storage_os_disk.managed_disk_type", "Premium_LRS")],
    },
    "azure-vmss-no-image-upgrades": wants("automatic_os_upgrade_policy.enable_automatic_os_upgrade", true, false),
    "azure-vm-no-agent": refuses("provision_vm_agent", false, true),
    "azure-vmss-public-ip": {
      fail: [at("network_interface.ip_configuration.public_ip_address", [{}])],
      pass: [{}, at("network_interface.ip_configuration.name", "internal")],
    },
    "azure-vmss-single-zone": zoned,
    "azure-vmss-single-instance": refuses("instances", 1, 2),
    "azure-disk-magnetic": refuses("storage_account_type", "Standard_LRS", "StandardSSD_LRS"),
    "azure-public-ip-basic": refuses("sku", "Basic", "Standard"),
    "azure-lb-basic": refuses("sku", "Basic", "Standard"),
  }),
  ...casesOf(azureKubernetesRules, {
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
    "azure-aks-dashboard": refuses("addon_profile.kube_dashboard.enabled", true, false),
    "azure-aks-few-pods": wants("default_node_pool.max_pods", 50, 30),
    "azure-aks-no-scale-set": refuses("default_node_pool.type", "AvailabilitySet", "VirtualMachineScaleSets"),
    "azure-aks-stale-secrets": wants("key_vault_secrets_provider.secret_rotation_enabled", true, false),
    "azure-aks-network-disks": wants("default_node_pool.os_disk_type", "Ephemeral", "Managed"),
    "azure-aks-host-encryption": wants("default_node_pool.enable_host_encryption", true, false),
    "azure-aks-mixed-system-pool": wants("default_node_pool.only_critical_addons_enabled", true, false),
    "azure-aks-http-routing": refuses("http_application_routing_enabled", true, false),
    "azure-aks-simple-network": wants("network_profile.network_plugin", "azure", "kubenet"),
    "azure-aks-slow-upgrades": isSet("default_node_pool.upgrade_settings.max_surge"),
    "azure-aks-fixed-size": wants("default_node_pool.enable_auto_scaling", true, false),
  }),
  ...casesOf(azureEdgeRules, {
    "azure-app-gateway-http": {
      fail: [listener("Http")],
      pass: [
        {},
        listener("Https"),
        {
          ...listener("Http"),
          request_routing_rule: [{ http_listener_name: "main", redirect_configuration_name: "https" }],
        },
      ],
      unknown: [{ http_listener: [{ protocol: later }] }],
    },
    "azure-app-gateway-tls": {
      fail: [
        {},
        at("ssl_policy.policy_name", "AppGwSslPolicy20150501"),
        at("ssl_policy.min_protocol_version", "TLSv1_1"),
      ],
      pass: [at("ssl_policy.policy_name", "AppGwSslPolicy20220101"), at("ssl_policy.min_protocol_version", "TLSv1_2")],
      unknown: [at("ssl_policy.policy_name", later)],
    },
    "azure-app-gateway-single-zone": zoned,
    "azure-app-gateway-single-instance": {
      fail: [at("sku.capacity", 1)],
      pass: [at("sku.capacity", 2), at("autoscale_configuration.min_capacity", 1)],
      unknown: [at("sku.capacity", later)],
    },
    "azure-waf-log4j": {
      fail: [
        {},
        owasp("3.0"),
        owasp("3.2", { rule_group_override: [{ rule: [{ id: "944240", enabled: false }] }] }),
        owasp("3.1", { rule_group_override: [{ disabled_rules: ["944240"] }] }),
      ],
      pass: [owasp("3.2"), owasp("3.2", { rule_group_override: [{ rule: [{ id: "944240", enabled: true }] }] })],
      unknown: [{ managed_rules: later }],
    },
    "azure-waf-only-watches": refuses("policy_settings.mode", "Detection", "Prevention"),
    "azure-cdn-http": wants("is_http_allowed", false, true),
    "azure-cdn-no-https": refuses("is_https_allowed", false, true),
    "azure-cdn-tls": refuses("cdn_managed_https.tls_version", "TLS10", "TLS12"),
    "azure-front-door-http": refuses("https_redirect_enabled", false, true),
    "azure-api-management-certificate": {
      fail: [{ sku_name: "Consumption_0" }],
      pass: [{ sku_name: "Developer_1" }, { sku_name: "Consumption_0", client_certificate_enabled: true }],
      unknown: [{ sku_name: later }],
    },
    "azure-api-management-tls": refuses("security.enable_frontend_tls10", true, false),
    "azure-api-management-backend-http": wants("url", "https://example.com", "http://example.com"),
    "azure-api-management-plain-api": {
      fail: [{ protocols: ["http", "https"] }],
      pass: [{}, { protocols: ["https"] }],
      unknown: [{ protocols: later }],
    },
    "azure-firewall-threats": {
      fail: [{}, { threat_intel_mode: "Alert" }],
      pass: [{ threat_intel_mode: "Deny" }, { firewall_policy_id: later }],
      unknown: [{ threat_intel_mode: later }],
    },
    "azure-firewall-no-policy": isSet("firewall_policy_id"),
    "azure-firewall-intrusions": wants("intrusion_detection.mode", "Deny", "Alert"),
    "azure-firewall-single-zone": zoned,
  }),
];

describe("the web, machines and clusters on Azure in detail", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  it("reads the settings of a pool at its top", () => {
    const pool = component("azurerm_kubernetes_cluster_node_pool", "jobs", { max_pods: 110 });
    const rule = azureKubernetesRules.find(({ id }) => id === "azure-aks-few-pods");
    expect(rule && outcomeOf(rule, pool)).toBe("pass");
  });

  it("asks the older kind of machine for a key only where it runs Linux", () => {
    const rule = azureMachineRules.find(({ id }) => id === "azure-vm-no-ssh-key");
    const windows = component("azurerm_virtual_machine", "a");
    const linux = component("azurerm_virtual_machine", "b", { os_profile_linux_config: [{}] });
    expect(rule && [windows, linux].map((subject) => outcomeOf(rule, subject))).toEqual(["pass", "fail"]);
  });

  it("takes a replication of the registry that stands beside it", () => {
    const registry = component("azurerm_container_registry", "main", { sku: "Premium" });
    const copy = component(
      "azurerm_container_registry_replication",
      "west",
      {},
      {
        references: [{ path: "container_registry_id", to: registry.id }],
      },
    );
    const rule = azureContainerRules.find(({ id }) => id === "azure-acr-single-region");
    expect(rule && outcomeOf(rule, registry, modelOf(registry, copy))).toBe("pass");
  });

  it("follows a firewall to its policy", () => {
    const policy = component("azurerm_firewall_policy", "main", { threat_intelligence_mode: "Off" });
    const firewall = component(
      "azurerm_firewall",
      "main",
      { firewall_policy_id: later },
      {
        references: [{ path: "firewall_policy_id", to: policy.id }],
      },
    );
    const rule = azureEdgeRules.find(({ id }) => id === "azure-firewall-threats");
    expect(rule && outcomeOf(rule, firewall, modelOf(firewall, policy))).toBe("fail");
  });
});
