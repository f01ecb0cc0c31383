import { describe, expect, it } from "vitest";
import { azureDatabaseSettingRules } from "./azure-database-settings.ts";
import { azureGovernanceRules } from "./azure-governance.ts";
import { azureIdentityRules } from "./azure-identities.ts";
import { azureOwnKeyRules } from "./azure-own-keys.ts";
import { azurePublicServiceRules } from "./azure-public-services.ts";
import { azureServiceRules } from "./azure-services.ts";
import { azureSqlSecurityRules } from "./azure-sql-security.ts";
import { azureStorageRecordRules } from "./azure-storage-records.ts";
import { Unknown } from "../model/index.ts";
import { at, casesOf, later, refuses, wants } from "./rule-table-fixture.ts";
import type { Expected } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

const isSet = (path: string): Expected => ({ fail: [{}], pass: [at(path, later)] });
const closed = wants("public_network_access_enabled", false, true);
const identified = isSet("identity");
const keyless = wants("local_auth_enabled", false, true);
const endpoint: Expected = { fail: [{}, { public_network_access_enabled: false }], pass: [] };
const setting = (name: string, good: string, bad: string): Expected => ({
  fail: [{ name, value: bad }],
  pass: [
    { name: "other", value: bad },
    { name, value: good },
  ],
  unknown: [
    { name: later, value: bad },
    { name, value: later },
  ],
});
const retained = (days: number) => ({ retention_policy: [{ enabled: true, days }] });
const defended =
  "AppServices Arm ContainerRegistry KeyVaults KubernetesService SqlServers SqlServerVirtualMachines StorageAccounts VirtualMachines".split(
    " ",
  );
const defender = (kind: string): Expected => ({
  fail: [{ resource_type: kind, tier: "Free" }, { resource_type: kind }],
  pass: [{ resource_type: kind, tier: "Standard" }],
  unknown: [
    { resource_type: kind, tier: later },
    { resource_type: later, tier: "Free" },
  ],
});
const role = (actions: string[], scope: string) => ({ permissions: [{ actions }], assignable_scopes: [scope] });
const fabric = (level: string) => ({
  fabric_settings: [{ name: "Security", parameters: { ClusterProtectionLevel: level } }],
});

const cases = [
  ...casesOf(azureOwnKeyRules, {
    "azure-storage-customer-key": isSet("customer_managed_key"),
    "azure-mysql-customer-key": isSet("customer_managed_key"),
    "azure-postgresql-customer-key": isSet("customer_managed_key"),
    "azure-data-explorer-customer-key": isSet("key_vault_properties"),
    "azure-cognitive-customer-key": isSet("customer_managed_key"),
    "azure-databricks-customer-key": isSet("managed_disk_cmk_key_vault_key_id"),
    "azure-cosmos-customer-key": isSet("key_vault_key_id"),
    "azure-aks-customer-key": isSet("disk_encryption_set_id"),
    "azure-batch-customer-key": isSet("key_vault_reference"),
    "azure-app-configuration-customer-key": isSet("encryption"),
    "azure-service-bus-customer-key": isSet("customer_managed_key"),
    "azure-data-factory-customer-key": isSet("customer_managed_key_id"),
    "azure-synapse-customer-key": isSet("customer_managed_key"),
    "azure-service-bus-double-encryption": wants("customer_managed_key.infrastructure_encryption_enabled", true, false),
    "azure-database-double-encryption": wants("infrastructure_encryption_enabled", true, false),
    "azure-data-explorer-double-encryption": wants("double_encryption_enabled", true, false),
    "azure-data-explorer-disk-encryption": wants("enable_disk_encryption", true, false),
    "azure-synapse-pool-encryption": wants("data_encrypted", true, false),
    "azure-automation-variable-encryption": wants("encrypted", true, false),
    "azure-data-lake-encryption": {
      fail: [{ encryption_state: "Disabled" }],
      pass: [{}, { encryption_state: "Enabled" }],
    },
  }),
  ...casesOf(azurePublicServiceRules, {
    "azure-redis-public": { ...closed, pass: [{ subnet_id: later }, { public_network_access_enabled: false }] },
    "azure-redis-public-address": {
      fail: [{ start_ip: "1.2.3.4" }, { start_ip: "0.0.0.0" }],
      pass: [{}, { start_ip: "10.2.3.4" }, { start_ip: "172.16.0.1" }],
      unknown: [{ start_ip: later }],
    },
    "azure-event-grid-domain-public": closed,
    "azure-event-grid-topic-public": closed,
    "azure-iot-hub-public": closed,
    "azure-search-public": closed,
    "azure-cognitive-public": closed,
    "azure-machine-learning-public": {
      ...closed,
      pass: [{ public_network_access_enabled: false }, { public_access_behind_virtual_network_enabled: false }],
    },
    "azure-databricks-public": closed,
    "azure-api-management-public": closed,
    "azure-service-bus-public": closed,
    "azure-automation-public": closed,
    "azure-function-public": closed,
    "azure-web-app-public": closed,
    "azure-disk-public": closed,
    "azure-spring-portal-public": refuses("public_network_access_enabled", true, false),
    "azure-app-configuration-public": {
      fail: [{ public_network_access: "Enabled" }],
      pass: [{ public_network_access: "Disabled" }],
      unknown: [{}, { public_network_access: later }],
    },
    "azure-file-sync-public": wants("incoming_traffic_policy", "AllowVirtualNetworksOnly", "AllowAllTraffic"),
    "azure-batch-public": {
      fail: [{}, at("network_profile.account_access.default_action", "Allow")],
      pass: [{ public_network_access_enabled: false }, at("network_profile.account_access.default_action", "Deny")],
      unknown: [{ public_network_access_enabled: later }],
    },
    "azure-search-any-address": {
      fail: [{ allowed_ips: ["0.0.0.0/0"] }, { allowed_ips: ["192.0.2.1", "0.0.0.0"] }],
      pass: [{}, { allowed_ips: ["192.0.2.0/24"] }],
      unknown: [{ allowed_ips: later }],
    },
    "azure-container-group-no-network": { fail: [{}], pass: [{ subnet_ids: ["x"] }, { network_profile_id: later }] },
    "azure-container-group-public": wants("ip_address_type", "Private", "Public"),
    "azure-api-management-no-network": {
      fail: [{ sku_name: "Developer_1" }],
      pass: [{ sku_name: "Consumption_0" }, at("virtual_network_configuration", later)],
      unknown: [{ sku_name: later }],
    },
    "azure-spring-no-network": { fail: [{}], pass: [{ network: [{}] }, { sku_name: "B0" }] },
    "azure-synapse-no-managed-network": wants("managed_virtual_network_enabled", true, false),
    "azure-synapse-exfiltration": wants("data_exfiltration_protection_enabled", true, false),
    "azure-synapse-firewall-open": refuses("start_ip_address", "0.0.0.0", "192.0.2.1"),
    "azure-key-vault-no-private-endpoint": endpoint,
    "azure-storage-no-private-endpoint": endpoint,
    "azure-machine-learning-no-private-endpoint": endpoint,
    "azure-cognitive-exfiltration": {
      fail: [{ kind: "OpenAI" }, { kind: "OpenAI", outbound_network_access_restricted: false }],
      pass: [{ kind: "Face" }, { kind: "OpenAI", outbound_network_access_restricted: true }],
      unknown: [{ kind: "OpenAI", outbound_network_access_restricted: later }, { kind: later }],
    },
    "azure-database-no-private-endpoint": endpoint,
  }),
  ...casesOf(azureIdentityRules, {
    "azure-web-pubsub-no-identity": identified,
    "azure-data-explorer-no-identity": identified,
    "azure-event-grid-topic-no-identity": identified,
    "azure-event-grid-domain-no-identity": identified,
    "azure-service-bus-no-identity": identified,
    "azure-search-no-identity": identified,
    "azure-cognitive-no-identity": identified,
    "azure-container-group-no-identity": identified,
    "azure-recovery-vault-no-identity": identified,
    "azure-automation-no-identity": identified,
    "azure-app-configuration-keys": keyless,
    "azure-event-grid-topic-keys": keyless,
    "azure-event-grid-domain-keys": keyless,
    "azure-cognitive-keys": keyless,
    "azure-machine-learning-login": keyless,
    "azure-cosmos-key-writes": wants("access_key_metadata_writes_enabled", false, true),
    "azure-storage-local-users": {
      fail: [{ local_user_enabled: true }, { sftp_enabled: true }],
      pass: [{}, { local_user_enabled: false }, { sftp_enabled: true, local_user_enabled: false }],
      unknown: [{ local_user_enabled: later }],
    },
  }),
  ...casesOf(azureSqlSecurityRules, {
    "azure-sql-alerts-off": { fail: [], pass: [{}] },
    "azure-sql-audit-retention": {
      fail: [at("extended_auditing_policy.retention_in_days", 30)],
      pass: [
        {},
        at("extended_auditing_policy.retention_in_days", 90),
        at("extended_auditing_policy.retention_in_days", 0),
      ],
      unknown: [at("extended_auditing_policy.retention_in_days", later)],
    },
    "azure-sql-audit-not-written": refuses("log_monitoring_enabled", false, true),
    "azure-sql-threats-ignored": {
      fail: [{ disabled_alerts: ["Sql_Injection"] }, { state: "Disabled" }],
      pass: [{}, { disabled_alerts: [] }, { state: "Enabled" }],
      unknown: [{ disabled_alerts: later }],
    },
    "azure-sql-alerts-unread": { fail: [{}, { email_addresses: [] }], pass: [{ email_addresses: ["a@example.com"] }] },
    "azure-sql-alerts-not-to-admins": wants("email_account_admins", true, false),
    "azure-sql-no-directory-admin": isSet("azuread_administrator"),
    "azure-sql-not-assessed": { fail: [{}], pass: [] },
    "azure-sql-assessment-not-repeated": wants("recurring_scans.enabled", true, false),
    "azure-sql-assessment-unread": { fail: [{}], pass: [at("recurring_scans.emails", ["a@example.com"])] },
    "azure-sql-assessment-not-to-admins": wants("recurring_scans.email_subscription_admins", true, false),
    "azure-sql-database-unencrypted": refuses("transparent_data_encryption_enabled", false, true),
    "azure-sql-no-ledger": {
      fail: [{}, { ledger_enabled: false }],
      pass: [{ ledger_enabled: true }, { create_mode: "Secondary" }],
      unknown: [{ ledger_enabled: later }],
    },
    "azure-sql-local-backup": refuses("storage_account_type", "Local", "Geo"),
    "azure-sql-pool-single-zone": wants("zone_redundant", true, false),
    "azure-sql-instance-public": refuses("public_data_endpoint_enabled", true, false),
    "azure-database-threats-ignored": wants("threat_detection_policy.enabled", true, false),
  }),
  ...casesOf(azureDatabaseSettingRules, {
    "azure-postgresql-no-checkpoint-log": setting("log_checkpoints", "on", "off"),
    "azure-postgresql-no-connection-log": setting("log_connections", "on", "off"),
    "azure-postgresql-no-throttling": setting("connection_throttling", "on", "off"),
    "azure-postgresql-log-retention": setting("log_retention_days", "7", "3"),
    "azure-database-tls": wants("ssl_minimal_tls_version_enforced", "TLS1_2", "TLS1_0"),
    "azure-database-short-backup": refuses("backup_retention_days", 3, 7),
    "azure-database-no-growth": wants("auto_grow_enabled", true, false),
    "azure-cosmos-periodic-backup": wants("backup.type", "Continuous", "Periodic"),
    "azure-database-burstable": {
      fail: [{ sku_name: "B_Standard_B1ms" }],
      pass: [{}, { sku_name: "GP_Standard_D2s_v3" }],
      unknown: [{ sku_name: later }],
    },
  }),
  ...casesOf(azureGovernanceRules, {
    ...Object.fromEntries(defended.map((kind) => [`azure-defender-off-${kind.toLowerCase()}`, defender(kind)])),
    "azure-defender-off": defender("OpenSourceRelationalDatabases"),
    "azure-security-contact-no-phone": isSet("phone"),
    "azure-security-contact-no-mail": isSet("email"),
    "azure-security-contact-not-told": wants("alert_notifications", true, false),
    "azure-security-admins-not-told": wants("alerts_to_admins", true, false),
    "azure-activity-log-retention": {
      fail: [{}, retained(30), { retention_policy: [{ enabled: false, days: 30 }] }],
      pass: [retained(365), retained(0), { retention_policy: [{ enabled: false, days: 0 }] }],
      unknown: [{ retention_policy: later }],
    },
    "azure-activity-log-gaps": {
      fail: [{}, { categories: ["Action"] }],
      pass: [{ categories: ["Write", "Action", "Delete"] }],
      unknown: [{ categories: later }],
    },
    "azure-role-custom-owner": {
      fail: [role(["*"], "/subscriptions/0000"), role(["*"], "/")],
      pass: [{}, role(["Microsoft.Compute/*/read"], "/"), role(["*"], "/subscriptions/0000/resourceGroups/a")],
      unknown: [at("permissions.actions", later)],
    },
    "azure-role-owner": refuses("role_definition_name", "Owner", "Reader"),
    "azure-logs-short": wants("retention_in_days", 90, 30),
  }),
  ...casesOf(azureServiceRules, {
    "azure-web-pubsub-free": refuses("sku", "Free_F1", "Standard_S1"),
    "azure-signalr-free": refuses("sku.name", "Free_F1", "Standard_S1"),
    "azure-data-explorer-free": refuses("sku.name", "Dev(No SLA)_Standard_E2a_v4", "Standard_D13_v2"),
    "azure-app-configuration-free": wants("sku", "standard", "free"),
    "azure-app-configuration-purge": wants("purge_protection_enabled", true, false),
    "azure-search-few-replicas": wants("replica_count", 3, 2),
    "azure-search-single-replica": wants("replica_count", 2, 1),
    "azure-service-bus-tls": refuses("minimum_tls_version", "1.1", "1.2"),
    "azure-event-hub-single-zone": {
      fail: [{ zone_redundant: false }, { location: "West US" }],
      pass: [{ zone_redundant: true }, { location: "West Europe" }, { location: "eastus2" }],
      unknown: [{}, { zone_redundant: later }, { location: later }],
    },
    "azure-event-hub-fixed-size": {
      fail: [{ sku: "Standard" }],
      pass: [{ sku: "Premium" }, { sku: "Standard", auto_inflate_enabled: true }],
      unknown: [{ sku: later }],
    },
    "azure-service-fabric-plain": {
      fail: [{}, fabric("Sign"), { fabric_settings: [{ name: "Other" }] }],
      pass: [fabric("EncryptAndSign")],
      unknown: [{ fabric_settings: later }],
    },
    "azure-service-fabric-no-directory": isSet("azure_active_directory.tenant_id"),
    "azure-spring-portal-http": wants("https_only_enabled", true, false),
    "azure-spring-app-plain": wants("tls_enabled", true, false),
    "azure-data-factory-no-repository": {
      fail: [{}],
      pass: [{ vsts_configuration: [{}] }, { github_configuration: [{}] }],
    },
    "azure-synapse-shared-hosts": wants("compute_isolation_enabled", true, false),
    "azure-synapse-pool-not-audited": refuses("log_monitoring_enabled", false, true),
    "azure-vnet-one-name-server": {
      fail: [{ dns_servers: ["10.0.0.4"] }],
      pass: [{}, { dns_servers: ["10.0.0.4", "10.0.0.5"] }, { dns_servers: [] }],
      unknown: [{ dns_servers: later }],
    },
    "azure-vnet-foreign-name-server": {
      fail: [{ dns_servers: ["8.8.8.8", "10.0.0.4"] }],
      pass: [{}, { dns_servers: ["10.0.0.4", "168.63.129.16"] }],
      unknown: [{ dns_servers: [later] }, { dns_servers: later }],
    },
    "azure-key-vault-soft-delete": refuses("soft_delete_enabled", false, true),
    "azure-key-vault-public": {
      fail: [{}, { public_network_access_enabled: true }],
      pass: [{ public_network_access_enabled: false }, at("network_acls.ip_rules", ["192.0.2.1"])],
      unknown: [{ public_network_access_enabled: later }],
    },
    "azure-key-vault-software-key": wants("key_type", "RSA-HSM", "RSA"),
    "azure-key-vault-unlabelled-secret": isSet("content_type"),
    "azure-recovery-soft-delete": refuses("soft_delete_enabled", false, true),
    "azure-recovery-local": refuses("storage_mode_type", "LocallyRedundant", "GeoRedundant"),
  }),
  ...casesOf(azureStorageRecordRules, {
    "azure-storage-public-activity-log": { fail: [], pass: [{}, { container_access_type: "blob" }] },
    "azure-machine-learning-open-store": {
      fail: [],
      pass: [{}, { high_business_impact: false }],
      unknown: [{ high_business_impact: true }],
    },
    "azure-storage-no-queue-log": {
      fail: [{}, { queue_properties: [{ logging: [{ read: true, write: true, delete: false }] }] }],
      pass: [
        { queue_properties: [{ logging: [{ read: true, write: true, delete: true }] }] },
        { account_kind: "BlobStorage" },
      ],
      unknown: [{ queue_properties: later }],
    },
    "azure-storage-no-blob-log": { fail: [{}], pass: [] },
    "azure-storage-locks-azure-out": {
      fail: [at("network_rules.bypass", ["None"])],
      pass: [{}, at("network_rules.bypass", ["Logging", "AzureServices"]), at("network_rules.default_action", "Deny")],
      unknown: [at("network_rules.bypass", later)],
    },
    "azure-storage-bad-name": refuses("name", "Not_Allowed", "storage1"),
    "azure-storage-endless-links": isSet("sas_policy"),
    "azure-storage-no-versions": {
      fail: [{}],
      pass: [at("blob_properties.versioning_enabled", true), { account_kind: "FileStorage" }],
      unknown: [{ blob_properties: later }],
    },
  }),
];

describe("services, keys and databases on Azure", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  const all = [...azureOwnKeyRules, ...azurePublicServiceRules, ...azureSqlSecurityRules, ...azureStorageRecordRules];
  const pointing = (type: string, path: string, to: string) =>
    component(type, "beside", {}, { references: [{ path, to }] });

  it.each([
    [
      "azure-storage-customer-key",
      "azurerm_storage_account",
      "azurerm_storage_account_customer_managed_key",
      "storage_account_id",
    ],
    [
      "azure-storage-no-private-endpoint",
      "azurerm_storage_account",
      "azurerm_private_endpoint",
      "private_service_connection",
    ],
    [
      "azure-key-vault-no-private-endpoint",
      "azurerm_key_vault",
      "azurerm_private_endpoint",
      "private_service_connection",
    ],
    [
      "azure-storage-no-blob-log",
      "azurerm_storage_account",
      "azurerm_monitor_diagnostic_setting",
      "target_resource_id",
    ],
    [
      "azure-sql-no-directory-admin",
      "azurerm_mssql_server",
      "azurerm_sql_active_directory_administrator",
      "server_name",
    ],
  ])("%s of %s is content with %s", (id, type, beside, path) => {
    const subject = component(type, "main");
    const rule = all.find((one) => one.id === id);
    const model = modelOf(subject, pointing(beside, path, subject.id));
    expect(rule && outcomeOf(rule, subject, model)).toBe("pass");
  });

  it("takes a server for looked through when its alerts have an assessment", () => {
    const server = component("azurerm_mssql_server", "main");
    const alerts = component(
      "azurerm_mssql_server_security_alert_policy",
      "main",
      {},
      {
        references: [{ path: "server_name", to: server.id }],
      },
    );
    const assessment = component(
      "azurerm_mssql_server_vulnerability_assessment",
      "main",
      {},
      {
        references: [{ path: "server_security_alert_policy_id", to: alerts.id }],
      },
    );
    const rule = all.find(({ id }) => id === "azure-sql-not-assessed");
    expect(rule && outcomeOf(rule, server, modelOf(server, alerts, assessment))).toBe("pass");
    expect(rule && outcomeOf(rule, server, modelOf(server, alerts))).toBe("fail");
  });

  it("knows the whole subscription by its data source", () => {
    const subscription = new Unknown(["data.azurerm_subscription.primary"]);
    const subject = component("azurerm_role_definition", "custom", {
      permissions: [{ actions: ["*"] }],
      assignable_scopes: [subscription],
    });
    const rule = azureGovernanceRules.find(({ id }) => id === "azure-role-custom-owner");
    expect(rule && outcomeOf(rule, subject)).toBe("fail");
  });
});
