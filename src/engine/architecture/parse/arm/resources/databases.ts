import { entryOf } from "../../document/node.ts";
import type { ArmMapping, ArmMappings, Fields } from "./mapping.ts";
import { identity, isText, translated, unless, whenEnabled } from "./mapping.ts";

const publicAccess = translated("public_network_access_enabled", {
  enabled: "true",
  disabled: "false",
  securedbyperimeter: "false",
});

const addresses: Fields = {
  "properties.startIpAddress": "start_ip_address",
  "properties.endIpAddress": "end_ip_address",
};

/** `GP_Gen5_2` of a single server stands in its SKU, all else in its properties. */
const single = (type: string): ArmMapping => ({
  type,
  fields: {
    ...identity,
    "sku.name": "sku_name",
    "properties.version": "version",
    "properties.administratorLogin": "administrator_login",
    "properties.administratorLoginPassword": "administrator_login_password",
    "properties.sslEnforcement": whenEnabled("ssl_enforcement_enabled"),
    "properties.minimalTlsVersion": "ssl_minimal_tls_version_enforced",
    "properties.publicNetworkAccess": publicAccess,
    "properties.infrastructureEncryption": whenEnabled("infrastructure_encryption_enabled"),
    "properties.storageProfile.storageMB": "storage_mb",
    "properties.storageProfile.backupRetentionDays": "backup_retention_days",
    "properties.storageProfile.geoRedundantBackup": whenEnabled("geo_redundant_backup_enabled"),
    "properties.storageProfile.storageAutogrow": whenEnabled("auto_grow_enabled"),
  },
});

const flexible = (type: string): ArmMapping => ({
  type,
  fields: {
    ...identity,
    "sku.name": "sku_name",
    "properties.version": "version",
    "properties.administratorLogin": "administrator_login",
    "properties.administratorLoginPassword": "administrator_password",
    "properties.availabilityZone": "zone",
    "properties.highAvailability": {
      write: (value, { body, fields, line }) => {
        const mode = entryOf(value, "mode");
        if (mode?.kind === "scalar" && /^disabled$/i.test(String(mode.value))) return;
        const block = body.block("high_availability", { line, endLine: value.endLine });
        fields(value, { mode: "mode", standbyAvailabilityZone: "standby_availability_zone" }, block);
      },
    },
    "properties.storage.storageSizeGB": {
      to: "storage_mb",
      as: (value) => (typeof value === "string" && /^\d+$/.test(value) ? String(Number(value) * 1024) : value),
    },
    "properties.backup.backupRetentionDays": "backup_retention_days",
    "properties.backup.geoRedundantBackup": whenEnabled("geo_redundant_backup_enabled"),
    "properties.network.delegatedSubnetResourceId": "delegated_subnet_id",
    "properties.network.privateDnsZoneArmResourceId": "private_dns_zone_id",
    "properties.network.publicNetworkAccess": publicAccess,
    "properties.dataEncryption.primaryKeyURI": "customer_managed_key.key_vault_key_id",
  },
});

const rule = (type: string, by: "id" | "name"): ArmMapping => ({
  type,
  owner: { attribute: by === "id" ? "server_id" : "server_name", by },
  fields: addresses,
});

const configuration = (type: string, by: "id" | "name"): ArmMapping => ({
  type,
  owner: { attribute: by === "id" ? "server_id" : "server_name", by },
  fields: { "properties.value": "value" },
});

const database = (type: string, by: "id" | "name"): ArmMapping => ({
  type,
  owner: { attribute: by === "id" ? "server_id" : "server_name", by },
  fields: { "properties.charset": "charset", "properties.collation": "collation" },
});

const threats: Fields = {
  "properties.state": { to: "threat_detection_policy.enabled", as: isText("Enabled") },
  "properties.emailAccountAdmins": "threat_detection_policy.email_account_admins",
};

export const databaseMappings: ArmMappings = {
  "microsoft.dbforpostgresql/servers": single("azurerm_postgresql_server"),
  "microsoft.dbformysql/servers": single("azurerm_mysql_server"),
  "microsoft.dbformariadb/servers": single("azurerm_mariadb_server"),
  "microsoft.dbforpostgresql/flexibleservers": flexible("azurerm_postgresql_flexible_server"),
  "microsoft.dbformysql/flexibleservers": flexible("azurerm_mysql_flexible_server"),
  "microsoft.dbforpostgresql/servers/firewallrules": rule("azurerm_postgresql_firewall_rule", "name"),
  "microsoft.dbformysql/servers/firewallrules": rule("azurerm_mysql_firewall_rule", "name"),
  "microsoft.dbformariadb/servers/firewallrules": rule("azurerm_mariadb_firewall_rule", "name"),
  "microsoft.dbforpostgresql/flexibleservers/firewallrules": rule(
    "azurerm_postgresql_flexible_server_firewall_rule",
    "id",
  ),
  "microsoft.dbformysql/flexibleservers/firewallrules": rule("azurerm_mysql_flexible_server_firewall_rule", "name"),
  "microsoft.dbforpostgresql/servers/configurations": configuration("azurerm_postgresql_configuration", "name"),
  "microsoft.dbformysql/servers/configurations": configuration("azurerm_mysql_configuration", "name"),
  "microsoft.dbforpostgresql/flexibleservers/configurations": configuration(
    "azurerm_postgresql_flexible_server_configuration",
    "id",
  ),
  "microsoft.dbformysql/flexibleservers/configurations": configuration(
    "azurerm_mysql_flexible_server_configuration",
    "name",
  ),
  "microsoft.dbforpostgresql/servers/databases": database("azurerm_postgresql_database", "name"),
  "microsoft.dbformysql/servers/databases": database("azurerm_mysql_database", "name"),
  "microsoft.dbformariadb/servers/databases": database("azurerm_mariadb_database", "name"),
  "microsoft.dbforpostgresql/flexibleservers/databases": database("azurerm_postgresql_flexible_server_database", "id"),
  "microsoft.dbformysql/flexibleservers/databases": database("azurerm_mysql_flexible_database", "name"),
  "microsoft.dbforpostgresql/servers/securityalertpolicies": {
    type: "azurerm_postgresql_server_security_alert_policy",
    owner: { attribute: "server_name", by: "name" },
    fields: {},
    settingsOf: () => threats,
  },
  "microsoft.dbformysql/servers/securityalertpolicies": {
    type: "azurerm_mysql_server_security_alert_policy",
    owner: { attribute: "server_name", by: "name" },
    fields: {},
    settingsOf: () => threats,
  },
  "microsoft.documentdb/databaseaccounts": {
    type: "azurerm_cosmosdb_account",
    defaults: () => [["offer_type", '"Standard"']],
    fields: {
      ...identity,
      kind: "kind",
      "properties.databaseAccountOfferType": "offer_type",
      "properties.publicNetworkAccess": publicAccess,
      "properties.isVirtualNetworkFilterEnabled": "is_virtual_network_filter_enabled",
      "properties.ipRules": {
        write: (value, { body, hcl, line }) => {
          if (value.kind !== "list" || value.items.length === 0) return;
          const list = value.items.flatMap((item) => {
            const range = item.kind === "map" ? entryOf(item, "ipAddressOrRange") : item;
            return range === undefined ? [] : [{ value: hcl(range), line: item.line }];
          });
          body.attribute("ip_range_filter", { list }, line);
        },
      },
      "properties.ipRangeFilter": {
        write: (value, { body, hcl, line }) => {
          const isEmpty =
            value.kind === "list" ? value.items.length === 0 : value.kind === "scalar" && value.value === "";
          if (!isEmpty) body.attribute("ip_range_filter", hcl(value), line);
        },
      },
      "properties.virtualNetworkRules": { each: "virtual_network_rule", fields: { id: "id" } },
      "properties.locations": {
        each: "geo_location",
        fields: {
          locationName: "location",
          failoverPriority: "failover_priority",
          isZoneRedundant: "zone_redundant",
        },
      },
      "properties.consistencyPolicy.defaultConsistencyLevel": "consistency_policy.consistency_level",
      "properties.enableAutomaticFailover": "automatic_failover_enabled",
      "properties.enableMultipleWriteLocations": "multiple_write_locations_enabled",
      "properties.enableFreeTier": "free_tier_enabled",
      "properties.disableLocalAuth": unless("local_authentication_enabled"),
      "properties.disableKeyBasedMetadataWriteAccess": unless("access_key_metadata_writes_enabled"),
      "properties.keyVaultKeyUri": "key_vault_key_id",
      "properties.backupPolicy.type": "backup.type",
      "properties.capabilities": { each: "capabilities", fields: { name: "name" } },
    },
  },
  "microsoft.documentdb/databaseaccounts/sqldatabases": {
    type: "azurerm_cosmosdb_sql_database",
    owner: { attribute: "account_name", by: "name" },
    fields: { "properties.options.throughput": "throughput" },
  },
  "microsoft.documentdb/databaseaccounts/sqldatabases/containers": {
    type: "azurerm_cosmosdb_sql_container",
    owner: { attribute: "database_name", by: "name" },
    fields: {
      "properties.resource.partitionKey.paths": "partition_key_paths",
      "properties.options.throughput": "throughput",
    },
  },
  "microsoft.cache/redis": {
    type: "azurerm_redis_cache",
    fields: {
      ...identity,
      zones: "zones",
      "properties.sku.name": "sku_name",
      "properties.sku.family": "family",
      "properties.sku.capacity": "capacity",
      "properties.enableNonSslPort": "non_ssl_port_enabled",
      "properties.minimumTlsVersion": "minimum_tls_version",
      "properties.publicNetworkAccess": publicAccess,
      "properties.shardCount": "shard_count",
      "properties.subnetId": "subnet_id",
      "properties.redisVersion": "redis_version",
    },
    // Source: Microsoft.Cache/redis, "minimumTlsVersion": without it all versions are taken.
    defaults: () => [["minimum_tls_version", '"1.0"']],
  },
  "microsoft.cache/redis/firewallrules": {
    type: "azurerm_redis_firewall_rule",
    owner: { attribute: "redis_cache_name", by: "name" },
    fields: { "properties.startIP": "start_ip", "properties.endIP": "end_ip" },
  },
};
