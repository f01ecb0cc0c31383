import { entryOf } from "../../document/node.ts";
import type { ArmMappings, Fields } from "./mapping.ts";
import { identity, translated, unless, whenEnabled } from "./mapping.ts";

const account = { attribute: "storage_account_id", by: "id" } as const;

const blobServices: Fields = {
  "properties.isVersioningEnabled": "blob_properties.versioning_enabled",
  "properties.changeFeed.enabled": "blob_properties.change_feed_enabled",
  "properties.deleteRetentionPolicy": {
    write: (value, { fields, body, line }) => {
      const policy = entryOf(value, "enabled");
      if (policy?.kind === "scalar" && String(policy.value) === "false") return;
      const block = body.block("blob_properties.delete_retention_policy", { line, endLine: value.endLine });
      fields(value, { days: "days" }, block);
    },
  },
  "properties.containerDeleteRetentionPolicy.days": "blob_properties.container_delete_retention_policy.days",
  "properties.restorePolicy.days": "blob_properties.restore_policy.days",
};

export const storageMappings: ArmMappings = {
  "microsoft.storage/storageaccounts": {
    type: "azurerm_storage_account",
    fields: {
      ...identity,
      kind: "account_kind",
      "sku.name": {
        write: (value, { body, hcl, line }) => {
          const code = hcl(value);
          const parts = /^"(Standard|Premium)_(\w+)"$/i.exec(typeof code === "string" ? code : "");
          const half = (index: 1 | 2): string =>
            parts?.[index] !== undefined
              ? `"${parts[index]}"`
              : `element(split("_", ${typeof code === "string" ? code : '""'}), ${index - 1})`;
          body.attribute("account_tier", half(1), line);
          body.attribute("account_replication_type", half(2), line);
        },
      },
      "properties.accessTier": "access_tier",
      "properties.supportsHttpsTrafficOnly": "https_traffic_only_enabled",
      "properties.minimumTlsVersion": "min_tls_version",
      "properties.allowBlobPublicAccess": "allow_nested_items_to_be_public",
      "properties.allowSharedKeyAccess": "shared_access_key_enabled",
      "properties.publicNetworkAccess": translated("public_network_access_enabled", {
        enabled: "true",
        disabled: "false",
        securedbyperimeter: "false",
      }),
      "properties.isHnsEnabled": "is_hns_enabled",
      "properties.isLocalUserEnabled": "local_user_enabled",
      "properties.isSftpEnabled": "sftp_enabled",
      "properties.largeFileSharesState": whenEnabled("large_file_share_enabled"),
      "properties.allowCrossTenantReplication": "cross_tenant_replication_enabled",
      "properties.sasPolicy.sasExpirationPeriod": "sas_policy.expiration_period",
      "properties.networkAcls.defaultAction": "network_rules.default_action",
      "properties.networkAcls.bypass": {
        to: "network_rules.bypass",
        as: (value) => (typeof value === "string" ? `split(", ", ${value})` : value),
      },
      "properties.networkAcls.ipRules": { pluck: "network_rules.ip_rules", of: "value" },
      "properties.networkAcls.virtualNetworkRules": { pluck: "network_rules.virtual_network_subnet_ids", of: "id" },
      "properties.encryption.requireInfrastructureEncryption": "infrastructure_encryption_enabled",
      "properties.encryption.keyvaultproperties.keyname": "customer_managed_key.key_vault_key_id",
    },
    // Source: Microsoft.Storage/storageAccounts, "supportsHttpsTrafficOnly": true by default since 2019-04-01.
    defaults: ({ apiVersion, text }) => [
      ...(apiVersion !== "" && apiVersion < "2019-04-01" ? [["https_traffic_only_enabled", "false"] as const] : []),
      // Without a word the oldest protocol is taken.
      ...(text("properties.minimumTlsVersion") === undefined ? [["min_tls_version", '"TLS1_0"'] as const] : []),
    ],
  },
  "microsoft.storage/storageaccounts/blobservices": {
    type: "azurerm_storage_account_blob_services",
    owner: account,
    settingsOf: () => blobServices,
    fields: blobServices,
  },
  "microsoft.storage/storageaccounts/fileservices": {
    type: "azurerm_storage_account_file_services",
    owner: account,
    settingsOf: () => ({ "properties.shareDeleteRetentionPolicy.days": "share_properties.retention_policy.days" }),
    fields: {},
  },
  "microsoft.storage/storageaccounts/queueservices": {
    type: "azurerm_storage_account_queue_services",
    owner: account,
    settingsOf: () => ({}),
    fields: {},
  },
  "microsoft.storage/storageaccounts/tableservices": {
    type: "azurerm_storage_account_table_services",
    owner: account,
    settingsOf: () => ({}),
    fields: {},
  },
  "microsoft.storage/storageaccounts/blobservices/containers": {
    type: "azurerm_storage_container",
    owner: account,
    fields: {
      "properties.publicAccess": translated("container_access_type", {
        none: '"private"',
        blob: '"blob"',
        container: '"container"',
      }),
      "properties.metadata": "metadata",
    },
  },
  "microsoft.storage/storageaccounts/fileservices/shares": {
    type: "azurerm_storage_share",
    owner: account,
    fields: { "properties.shareQuota": "quota", "properties.accessTier": "access_tier" },
  },
  "microsoft.storage/storageaccounts/queueservices/queues": {
    type: "azurerm_storage_queue",
    owner: account,
    fields: {},
  },
  "microsoft.storage/storageaccounts/tableservices/tables": {
    type: "azurerm_storage_table",
    owner: account,
    fields: {},
  },
  "microsoft.storage/storageaccounts/managementpolicies": {
    type: "azurerm_storage_management_policy",
    owner: account,
    isNameless: true,
    fields: {
      "properties.policy.rules": { each: "rule", fields: { name: "name", enabled: "enabled" } },
    },
  },
  "microsoft.storagesync/storagesyncservices": {
    type: "azurerm_storage_sync",
    fields: { "properties.incomingTrafficPolicy": "incoming_traffic_policy" },
  },
  "microsoft.netapp/netappaccounts": { type: "azurerm_netapp_account", fields: { ...identity } },
  "microsoft.datalakestore/accounts": {
    type: "azurerm_data_lake_store",
    fields: {
      "properties.encryptionState": "encryption_state",
      "properties.firewallState": "firewall_state",
      "properties.newTier": "tier",
    },
  },
  "microsoft.recoveryservices/vaults": {
    type: "azurerm_recovery_services_vault",
    fields: {
      ...identity,
      "sku.name": "sku",
      "properties.publicNetworkAccess": translated("public_network_access_enabled", {
        enabled: "true",
        disabled: "false",
      }),
      "properties.securitySettings.softDeleteSettings.softDeleteState": translated("soft_delete_enabled", {
        enabled: "true",
        alwayson: "true",
        disabled: "false",
      }),
      "properties.securitySettings.immutabilitySettings.state": "immutability",
      "properties.redundancySettings.standardTierStorageRedundancy": "storage_mode_type",
      "properties.redundancySettings.crossRegionRestore": whenEnabled("cross_region_restore_enabled"),
    },
  },
  "microsoft.recoveryservices/vaults/backuppolicies": {
    type: "azurerm_backup_policy_vm",
    owner: { attribute: "recovery_vault_name", by: "name" },
    fields: { "properties.retentionPolicy.dailySchedule.retentionDuration.count": "retention_daily.count" },
  },
  "microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems": {
    type: "azurerm_backup_protected_vm",
    isNameless: true,
    isPlaceless: true,
    fields: { "properties.sourceResourceId": "source_vm_id", "properties.policyId": "backup_policy_id" },
  },
  "microsoft.appconfiguration/configurationstores": {
    type: "azurerm_app_configuration",
    fields: {
      ...identity,
      "sku.name": { to: "sku", as: (value) => (typeof value === "string" ? value.toLowerCase() : value) },
      "properties.publicNetworkAccess": "public_network_access",
      "properties.disableLocalAuth": unless("local_auth_enabled"),
      "properties.enablePurgeProtection": "purge_protection_enabled",
      "properties.softDeleteRetentionInDays": "soft_delete_retention_days",
      "properties.encryption.keyVaultProperties.keyIdentifier": "encryption.key_vault_key_identifier",
    },
  },
};
