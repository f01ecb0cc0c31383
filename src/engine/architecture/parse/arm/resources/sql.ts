import type { ArmMappings, Fields } from "./mapping.ts";
import { identity, isText, translated } from "./mapping.ts";

const server = { attribute: "server_id", by: "id" } as const;
const serverName = { attribute: "server_name", by: "name" } as const;

/** What the services with SQL inside have in common. */
export const auditing: Fields = {
  "properties.state": { to: "enabled", as: isText("Enabled") },
  "properties.storageEndpoint": "storage_endpoint",
  "properties.retentionDays": "retention_in_days",
  "properties.isAzureMonitorTargetEnabled": "log_monitoring_enabled",
};

export const alerts: Fields = {
  "properties.state": "state",
  "properties.disabledAlerts": "disabled_alerts",
  "properties.emailAddresses": "email_addresses",
  "properties.emailAccountAdmins": translated("email_account_admins", { enabled: "true", disabled: "false" }),
  "properties.retentionDays": "retention_days",
  "properties.storageEndpoint": "storage_endpoint",
};

export const assessment: Fields = {
  "properties.storageContainerPath": "storage_container_path",
  "properties.recurringScans.isEnabled": "recurring_scans.enabled",
  "properties.recurringScans.emailSubscriptionAdmins": "recurring_scans.email_subscription_admins",
  "properties.recurringScans.emails": "recurring_scans.emails",
};

export const sqlMappings: ArmMappings = {
  "microsoft.sql/servers": {
    type: "azurerm_mssql_server",
    fields: {
      ...identity,
      "properties.version": "version",
      "properties.administratorLogin": "administrator_login",
      "properties.administratorLoginPassword": "administrator_login_password",
      "properties.minimalTlsVersion": "minimum_tls_version",
      "properties.publicNetworkAccess": translated("public_network_access_enabled", {
        enabled: "true",
        disabled: "false",
        securedbyperimeter: "false",
      }),
      "properties.administrators.login": "azuread_administrator.login_username",
      "properties.administrators.sid": "azuread_administrator.object_id",
      "properties.administrators.azureADOnlyAuthentication": "azuread_administrator.azuread_authentication_only",
    },
  },
  "microsoft.sql/servers/databases": {
    type: "azurerm_mssql_database",
    owner: server,
    fields: {
      "sku.name": "sku_name",
      "properties.requestedServiceObjectiveName": "sku_name",
      "properties.collation": "collation",
      "properties.maxSizeBytes": {
        to: "max_size_gb",
        as: (value) =>
          typeof value === "string" && /^"?\d+"?$/.test(value)
            ? String(Math.max(1, Math.round(Number(value.replaceAll('"', "")) / 1_073_741_824)))
            : value,
      },
      "properties.zoneRedundant": "zone_redundant",
      "properties.isLedgerOn": "ledger_enabled",
      "properties.readScale": { to: "read_scale", as: isText("Enabled") },
      "properties.licenseType": "license_type",
      "properties.elasticPoolId": "elastic_pool_id",
      "properties.requestedBackupStorageRedundancy": "storage_account_type",
      "properties.minCapacity": "min_capacity",
      "properties.autoPauseDelay": "auto_pause_delay_in_minutes",
    },
  },
  "microsoft.sql/servers/databases/transparentdataencryption": {
    type: "azurerm_mssql_database_transparent_data_encryption",
    owner: { attribute: "database_id", by: "id" },
    isNameless: true,
    fields: {},
    settingsOf: () => ({
      "properties.status": { to: "transparent_data_encryption_enabled", as: isText("Enabled") },
      "properties.state": { to: "transparent_data_encryption_enabled", as: isText("Enabled") },
    }),
  },
  "microsoft.sql/servers/databases/auditingsettings": {
    type: "azurerm_mssql_database_extended_auditing_policy",
    owner: { attribute: "database_id", by: "id" },
    isNameless: true,
    fields: auditing,
  },
  "microsoft.sql/servers/databases/extendedauditingsettings": {
    type: "azurerm_mssql_database_extended_auditing_policy",
    owner: { attribute: "database_id", by: "id" },
    isNameless: true,
    fields: auditing,
  },
  "microsoft.sql/servers/databases/backupshorttermretentionpolicies": {
    type: "azurerm_mssql_database_short_term_retention",
    owner: { attribute: "database_id", by: "id" },
    fields: {},
    settingsOf: () => ({ "properties.retentionDays": "short_term_retention_policy.retention_days" }),
  },
  "microsoft.sql/servers/databases/securityalertpolicies": {
    type: "azurerm_mssql_database_security_alert_policy",
    owner: { attribute: "database_id", by: "id" },
    isNameless: true,
    fields: alerts,
  },
  "microsoft.sql/servers/auditingsettings": {
    type: "azurerm_mssql_server_extended_auditing_policy",
    owner: server,
    isNameless: true,
    fields: auditing,
  },
  "microsoft.sql/servers/extendedauditingsettings": {
    type: "azurerm_mssql_server_extended_auditing_policy",
    owner: server,
    isNameless: true,
    fields: auditing,
  },
  "microsoft.sql/servers/securityalertpolicies": {
    type: "azurerm_mssql_server_security_alert_policy",
    owner: serverName,
    isNameless: true,
    fields: alerts,
  },
  "microsoft.sql/servers/vulnerabilityassessments": {
    type: "azurerm_mssql_server_vulnerability_assessment",
    owner: { attribute: "server_security_alert_policy_id", by: "id" },
    isNameless: true,
    fields: assessment,
  },
  "microsoft.sql/servers/firewallrules": {
    type: "azurerm_mssql_firewall_rule",
    owner: server,
    fields: { "properties.startIpAddress": "start_ip_address", "properties.endIpAddress": "end_ip_address" },
  },
  "microsoft.sql/servers/virtualnetworkrules": {
    type: "azurerm_mssql_virtual_network_rule",
    owner: server,
    fields: { "properties.virtualNetworkSubnetId": "subnet_id" },
  },
  "microsoft.sql/servers/administrators": {
    type: "azurerm_sql_active_directory_administrator",
    owner: serverName,
    isNameless: true,
    fields: {},
    settingsOf: () => ({
      "properties.login": "azuread_administrator.login_username",
      "properties.sid": "azuread_administrator.object_id",
    }),
  },
  "microsoft.sql/servers/elasticpools": {
    type: "azurerm_mssql_elasticpool",
    owner: serverName,
    fields: {
      location: "location",
      "sku.name": "sku.name",
      "sku.tier": "sku.tier",
      "sku.capacity": "sku.capacity",
      "properties.zoneRedundant": "zone_redundant",
      "properties.maxSizeBytes": "max_size_bytes",
    },
  },
  "microsoft.sql/servers/failovergroups": {
    type: "azurerm_mssql_failover_group",
    owner: server,
    fields: { "properties.partnerServers": { each: "partner_server", fields: { id: "id" } } },
  },
  "microsoft.sql/managedinstances": {
    type: "azurerm_mssql_managed_instance",
    fields: {
      ...identity,
      "sku.name": "sku_name",
      "properties.administratorLogin": "administrator_login",
      "properties.administratorLoginPassword": "administrator_login_password",
      "properties.subnetId": "subnet_id",
      "properties.vCores": "vcores",
      "properties.storageSizeInGB": "storage_size_in_gb",
      "properties.licenseType": "license_type",
      "properties.publicDataEndpointEnabled": "public_data_endpoint_enabled",
      "properties.minimalTlsVersion": "minimum_tls_version",
      "properties.zoneRedundant": "zone_redundant_enabled",
    },
  },
};
