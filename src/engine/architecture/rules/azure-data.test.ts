import { describe, expect, it } from "vitest";
import type { Attributes } from "../model/index.ts";
import { Unknown } from "../model/index.ts";
import { azureDatabaseRules } from "./azure-databases.ts";
import { azureNetworkRules } from "./azure-network.ts";
import { azurePlatformRules } from "./azure-platform.ts";
import { azureStorageRules } from "./azure-storage.ts";
import { at, casesOf, later, refuses, wants } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

const inbound = (port: string, more: Attributes = {}) => ({
  security_rule: [
    {
      direction: "Inbound",
      access: "Allow",
      protocol: "Tcp",
      source_address_prefix: "*",
      destination_port_range: port,
      ...more,
    },
  ],
});
const openPort = (port: number) => ({
  fail: [
    inbound(`${port}`),
    inbound(`${port - 1}-${port + 1}`, { source_address_prefix: "Internet" }),
    inbound(`7-8, ${port}`, { source_address_prefix: "any" }),
    inbound(`${port}`, { source_address_prefix: "0.0.0.0" }),
    inbound("", { destination_port_ranges: ["1", `${port}`], source_address_prefixes: ["10.0.0.0/8", "0.0.0.0/0"] }),
  ],
  pass: [
    {},
    inbound(`${port}`, { access: "Deny" }),
    inbound(`${port}`, { direction: "Outbound" }),
    inbound(`${port}`, { protocol: "Icmp" }),
    inbound(`${port}`, { source_address_prefix: "10.0.0.0/8" }),
    inbound(`${port + 1}`),
    inbound("*"),
    inbound("0-65535"),
    inbound(`7, ${port + 1}-${port + 2}`),
    inbound(`${port}`, { source_address_prefix: "VirtualNetwork" }),
  ],
  unknown: [
    { security_rule: later },
    inbound(`${port}`, { source_address_prefix: later }),
    inbound("", { destination_port_range: later }),
    inbound(`${port}`, { access: later }),
  ],
});
const addresses = (first: string, last: string) => ({ start_ip_address: first, end_ip_address: last });
const address = (id: Attributes[string]) => at("ip_configuration.public_ip_address_id", id);

const cases = [
  ...casesOf(azureNetworkRules, {
    "azure-nsg-every-port-open": {
      fail: [
        inbound("*"),
        inbound("*", { protocol: "*", source_address_prefix: "0.0.0.0/0" }),
        inbound("1-65535"),
        inbound("", { destination_port_ranges: ["22", "0-65535"] }),
      ],
      pass: [
        {},
        inbound("22"),
        inbound("*", { access: "Deny" }),
        inbound("*", { source_address_prefix: "10.0.0.0/8" }),
      ],
      unknown: [{ security_rule: later }, inbound("*", { source_address_prefix: later })],
    },
    "azure-nsg-ssh-open": openPort(22),
    "azure-nsg-rdp-open": openPort(3389),
    "azure-nsg-http-open": openPort(80),
    "azure-nsg-database-open": openPort(5432),
    "azure-nsg-admin-port-open": openPort(2376),
    "azure-nsg-udp-open": {
      fail: [inbound("53", { protocol: "Udp" })],
      pass: [inbound("53"), inbound("53", { protocol: "Udp", source_address_prefix: "10.0.0.0/8" })],
      unknown: [inbound("53", { protocol: later })],
    },
    "azure-subnet-no-nsg": {
      fail: [{ name: "app" }],
      pass: [
        { name: "GatewaySubnet" },
        at("delegation.service_delegation.name", "Microsoft.Netapp/volumes"),
        { network_security_group_id: later },
      ],
    },
    "azure-nic-public-ip": {
      fail: [address("/subscriptions/x"), address(new Unknown(["azurerm_public_ip.web"]))],
      pass: [{}, { ip_configuration: [{ name: "internal" }] }],
      unknown: [address(later)],
    },
    "azure-nic-ip-forwarding": refuses("ip_forwarding_enabled", true, false),
    "azure-flow-log-retention": {
      fail: [{}, { retention_policy: [{ enabled: true, days: 7 }] }],
      pass: [{ retention_policy: [{ enabled: true, days: 90 }] }, { retention_policy: [{ enabled: true, days: 0 }] }],
      unknown: [{ retention_policy: [{ enabled: true, days: later }] }],
    },
    "azure-vnet-ddos": { fail: [], pass: [] },
    "azure-app-gateway-waf": {
      fail: [{}, at("waf_configuration.enabled", false)],
      pass: [at("waf_configuration.enabled", true), { firewall_policy_id: later }],
      unknown: [at("waf_configuration.enabled", later)],
    },
    "azure-front-door-waf": {
      fail: [{ frontend_endpoint: [{ web_application_firewall_policy_link_id: later }, {}] }],
      pass: [{ frontend_endpoint: [{ web_application_firewall_policy_link_id: later }] }],
    },
    "azure-waf-policy-disabled": refuses("policy_settings.enabled", false, true),
  }),
  ...casesOf(azureStorageRules, {
    "azure-storage-http": refuses("enable_https_traffic_only", false, true),
    "azure-storage-tls": refuses("min_tls_version", "TLS1_0", "TLS1_2"),
    "azure-storage-public-blobs": wants("allow_nested_items_to_be_public", false, true),
    "azure-storage-public-network": {
      fail: [{}, { public_network_access_enabled: true }],
      pass: [at("network_rules.default_action", "Allow"), { public_network_access_enabled: false }],
      unknown: [{ public_network_access_enabled: later }],
    },
    "azure-storage-open-network": {
      fail: [
        at("network_rules.default_action", "Allow"),
        { network_rules: [{ default_action: "Deny", ip_rules: ["0.0.0.0/0"] }] },
      ],
      pass: [{}, at("network_rules.default_action", "Deny"), { public_network_access_enabled: false }],
      unknown: [{ network_rules: later }],
    },
    "azure-storage-public-container": refuses("container_access_type", "blob", "private"),
    "azure-storage-local-copies": refuses("account_replication_type", "LRS", "GRS"),
    "azure-storage-soft-delete": {
      fail: [{}, { blob_properties: [{}] }],
      pass: [{ blob_properties: [{ delete_retention_policy: [{}] }] }, { account_kind: "FileStorage" }],
      unknown: [{ blob_properties: later }],
    },
    "azure-storage-shared-key": wants("shared_access_key_enabled", false, true),
  }),
  ...casesOf(azureDatabaseRules, {
    "azure-database-public": wants("public_network_access_enabled", false, true),
    "azure-database-firewall-open": {
      fail: [addresses("0.0.0.0", "255.255.255.255"), addresses("0.0.0.0", "10.0.27.62"), addresses("0.0.0.0/0", "")],
      pass: [{}, addresses("192.0.2.1", "192.0.2.9"), addresses("0.0.0.0", "0.0.0.0")],
      unknown: [{ start_ip_address: later }],
    },
    "azure-database-firewall-azure": {
      fail: [addresses("0.0.0.0", "0.0.0.0")],
      pass: [addresses("0.0.0.0", "255.255.255.255"), { start_ip_address: later }],
    },
    "azure-sql-server-azure": { fail: [], pass: [{}] },
    "azure-sql-tls": refuses("minimum_tls_version", "1.0", "1.2"),
    "azure-sql-auditing": { fail: [{}], pass: [{ extended_auditing_policy: [{}] }] },
    "azure-sql-zone-redundancy": wants("zone_redundant", true, false),
    "azure-database-geo-backup": {
      fail: [{}, { geo_redundant_backup_enabled: false }],
      pass: [{ geo_redundant_backup_enabled: true }, { create_mode: "Replica" }],
      unknown: [{ geo_redundant_backup_enabled: later }],
    },
    "azure-database-standby": {
      fail: [{}],
      pass: [{ high_availability: [{ mode: "ZoneRedundant" }] }, { create_mode: "Replica" }],
      unknown: [{ high_availability: later }],
    },
    "azure-database-plain": wants("ssl_enforcement_enabled", true, false),
    "azure-cosmos-public": {
      fail: [{}, { is_virtual_network_filter_enabled: true, virtual_network_rule: [], ip_range_filter: [] }],
      pass: [
        { public_network_access_enabled: false },
        { is_virtual_network_filter_enabled: true, virtual_network_rule: [{ id: later }] },
        { ip_range_filter: ["192.0.2.0/24"] },
      ],
      unknown: [{ public_network_access_enabled: later }],
    },
    "azure-cosmos-keys": wants("local_authentication_disabled", true, false),
    "azure-cosmos-failover": wants("automatic_failover_enabled", true, false),
    "azure-redis-plain": refuses("enable_non_ssl_port", true, false),
    "azure-redis-tls": wants("minimum_tls_version", "1.2", "1.0"),
    "azure-redis-no-replica": refuses("sku_name", "Basic", "Standard"),
  }),
  ...casesOf(azurePlatformRules, {
    "azure-key-vault-purge": wants("purge_protection_enabled", true, false),
    "azure-key-vault-network": {
      fail: [{}, at("network_acls.default_action", "Allow")],
      pass: [at("network_acls.default_action", "Deny"), { public_network_access_enabled: false }],
      unknown: [at("network_acls.default_action", later), { public_network_access_enabled: later }],
    },
    "azure-key-vault-secret-expiry": { fail: [{}], pass: [{ expiration_date: "2030-01-01T00:00:00Z" }] },
    "azure-key-vault-key-expiry": { fail: [{}], pass: [{ expiration_date: later }] },
    "azure-service-bus-keys": wants("local_auth_enabled", false, true),
    "azure-data-factory-public": wants("public_network_enabled", false, true),
    "azure-no-diagnostics": { fail: [{}], pass: [] },
    "azure-no-tags": { fail: [{}, { tags: {} }], pass: [{ tags: { owner: "shop" } }, { tags: later }] },
  }),
];

describe("networks, data and the platform on Azure", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  const find = (id: string) =>
    [...azureNetworkRules, ...azureStorageRules, ...azureDatabaseRules, ...azurePlatformRules].find(
      (rule) => rule.id === id,
    );
  const to = (path: string, target: string) => ({ references: [{ path, to: target }] });

  it("judges a rule that is a resource of its own", () => {
    const attributes = inbound("22").security_rule[0];
    const single = component("azurerm_network_security_rule", "ssh", attributes);
    expect(find("azure-nsg-ssh-open")?.check(single, modelOf(single))).toEqual({
      outcome: "fail",
      path: "source_address_prefix",
    });
  });

  it("takes a subnet's security group by its association", () => {
    const subnet = component("azurerm_subnet", "app", { name: "app" });
    const association = component(
      "azurerm_subnet_network_security_group_association",
      "app",
      {},
      to("subnet_id", subnet.id),
    );
    expect(find("azure-subnet-no-nsg")?.check(subnet, modelOf(subnet, association)).outcome).toBe("pass");
  });

  it("asks for a DDoS plan only where something is public", () => {
    const network = component("azurerm_virtual_network", "main");
    const address4 = component("azurerm_public_ip", "web");
    expect(find("azure-vnet-ddos")?.check(network, modelOf(network)).outcome).toBe("pass");
    expect(find("azure-vnet-ddos")?.check(network, modelOf(network, address4)).outcome).toBe("fail");
  });

  it("does not take a firewall policy that is switched off", () => {
    const gateway = component(
      "azurerm_application_gateway",
      "web",
      {},
      to("firewall_policy_id", "azurerm_web_application_firewall_policy.off"),
    );
    const off = component("azurerm_web_application_firewall_policy", "off", at("policy_settings.enabled", false));
    expect(find("azure-app-gateway-waf")?.check(gateway, modelOf(gateway, off)).outcome).toBe("fail");
  });

  it("takes network rules of an account that stand apart, and judges them there", () => {
    const account = component("azurerm_storage_account", "files");
    const rules = component(
      "azurerm_storage_account_network_rules",
      "files",
      { default_action: "Allow" },
      to("storage_account_id", account.id),
    );
    const rule = find("azure-storage-open-network");
    expect(rule?.check(account, modelOf(account, rules)).outcome).toBe("pass");
    expect(rule?.check(rules, modelOf(account, rules)).outcome).toBe("fail");
  });

  it("closes the public way only where there is a private one, and public blobs only where none is meant", () => {
    const server = component("azurerm_mssql_server", "main");
    const endpoint = component("azurerm_private_endpoint", "db", {}, to("private_service_connection", server.id));
    expect(find("azure-database-public")?.remedy?.(server, modelOf(server))).toEqual([]);
    expect(find("azure-database-public")?.remedy?.(server, modelOf(server, endpoint))).toHaveLength(1);
    const account = component("azurerm_storage_account", "files", { name: "files" });
    const shown = component("azurerm_storage_container", "web", {
      storage_account_name: "files",
      container_access_type: "blob",
    });
    expect(find("azure-storage-public-blobs")?.remedy?.(account, modelOf(account, shown))).toEqual([]);
    expect(find("azure-storage-public-blobs")?.remedy?.(account, modelOf(account))).toHaveLength(1);
  });

  it("misses diagnostic settings once for a stack", () => {
    const vault = component("azurerm_key_vault", "main");
    const server = component("azurerm_mssql_server", "main");
    const setting = component("azurerm_monitor_diagnostic_setting", "main");
    const rule = find("azure-no-diagnostics");
    expect(rule?.check(vault, modelOf(server, vault)).outcome).toBe("fail");
    expect(rule?.check(server, modelOf(server, vault)).outcome).toBe("skip");
    expect(rule?.check(vault, modelOf(vault, setting)).outcome).toBe("pass");
  });
});
