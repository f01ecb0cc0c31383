import { entryOf } from "../../document/node.ts";
import type { ArmMappings } from "./mapping.ts";
import { identity, isText, translated, whenEnabled } from "./mapping.ts";
import { alerts, assessment, auditing } from "./sql.ts";

const publicAccess = translated("public_network_access_enabled", { enabled: "true", disabled: "false" });

const pool = { attribute: "sql_pool_id", by: "id" } as const;
const workspace = { attribute: "synapse_workspace_id", by: "id" } as const;

export const analyticsMappings: ArmMappings = {
  "microsoft.datafactory/factories": {
    type: "azurerm_data_factory",
    fields: {
      ...identity,
      "properties.publicNetworkAccess": translated("public_network_enabled", { enabled: "true", disabled: "false" }),
      "properties.repoConfiguration": {
        write: (value, { body, fields, line }) => {
          const kind = entryOf(value, "type");
          const isHub = kind?.kind === "scalar" && /github/i.test(String(kind.value));
          const name = isHub ? "github_configuration" : "vsts_configuration";
          const block = body.block(name, { line, endLine: value.endLine });
          fields(value, { accountName: "account_name", repositoryName: "repository_name" }, block);
        },
      },
      "properties.encryption.keyName": "customer_managed_key_id",
    },
  },
  "microsoft.synapse/workspaces": {
    type: "azurerm_synapse_workspace",
    fields: {
      ...identity,
      "properties.managedVirtualNetwork": { to: "managed_virtual_network_enabled", as: isText("default") },
      "properties.managedVirtualNetworkSettings.preventDataExfiltration": "data_exfiltration_protection_enabled",
      "properties.publicNetworkAccess": publicAccess,
      "properties.sqlAdministratorLogin": "sql_administrator_login",
      "properties.sqlAdministratorLoginPassword": "sql_administrator_login_password",
      "properties.encryption.cmk.key.keyVaultUrl": "customer_managed_key.key_versionless_id",
      "properties.defaultDataLakeStorage.accountUrl": "storage_data_lake_gen2_filesystem_id",
    },
  },
  "microsoft.synapse/workspaces/sqlpools": {
    type: "azurerm_synapse_sql_pool",
    owner: workspace,
    fields: { "sku.name": "sku_name", "properties.createMode": "create_mode" },
  },
  "microsoft.synapse/workspaces/sqlpools/transparentdataencryption": {
    type: "azurerm_synapse_sql_pool_encryption",
    owner: { attribute: "sql_pool_id", by: "id" },
    fields: {},
    settingsOf: () => ({ "properties.status": whenEnabled("data_encrypted") }),
  },
  "microsoft.synapse/workspaces/bigdatapools": {
    type: "azurerm_synapse_spark_pool",
    owner: workspace,
    fields: {
      "properties.nodeSize": "node_size",
      "properties.nodeCount": "node_count",
      "properties.isComputeIsolationEnabled": "compute_isolation_enabled",
    },
  },
  "microsoft.synapse/workspaces/sqlpools/securityalertpolicies": {
    type: "azurerm_synapse_sql_pool_security_alert_policy",
    owner: pool,
    fields: alerts,
  },
  "microsoft.synapse/workspaces/sqlpools/vulnerabilityassessments": {
    type: "azurerm_synapse_sql_pool_vulnerability_assessment",
    owner: pool,
    fields: assessment,
  },
  "microsoft.synapse/workspaces/sqlpools/extendedauditingsettings": {
    type: "azurerm_synapse_sql_pool_extended_auditing_policy",
    owner: pool,
    fields: auditing,
  },
  "microsoft.synapse/workspaces/sqlpools/auditingsettings": {
    type: "azurerm_synapse_sql_pool_extended_auditing_policy",
    owner: pool,
    fields: auditing,
  },
  "microsoft.synapse/workspaces/securityalertpolicies": {
    type: "azurerm_synapse_workspace_security_alert_policy",
    owner: workspace,
    fields: alerts,
  },
  "microsoft.synapse/workspaces/vulnerabilityassessments": {
    type: "azurerm_synapse_workspace_vulnerability_assessment",
    owner: { attribute: "workspace_security_alert_policy_id", by: "id" },
    fields: assessment,
  },
  "microsoft.synapse/workspaces/extendedauditingsettings": {
    type: "azurerm_synapse_workspace_extended_auditing_policy",
    owner: workspace,
    fields: auditing,
  },
  "microsoft.synapse/workspaces/auditingsettings": {
    type: "azurerm_synapse_workspace_extended_auditing_policy",
    owner: workspace,
    fields: auditing,
  },
  "microsoft.synapse/workspaces/firewallrules": {
    type: "azurerm_synapse_firewall_rule",
    owner: workspace,
    fields: { "properties.startIpAddress": "start_ip_address", "properties.endIpAddress": "end_ip_address" },
  },
  "microsoft.databricks/workspaces": {
    type: "azurerm_databricks_workspace",
    fields: {
      "sku.name": "sku",
      "properties.publicNetworkAccess": publicAccess,
      "properties.parameters.enableNoPublicIp.value": "custom_parameters.no_public_ip",
      "properties.parameters.prepareEncryption.value": "customer_managed_key_enabled",
    },
  },
  "microsoft.kusto/clusters": {
    type: "azurerm_kusto_cluster",
    fields: {
      ...identity,
      "sku.name": "sku.name",
      "sku.capacity": "sku.capacity",
      zones: "zones",
      "properties.enableDiskEncryption": "disk_encryption_enabled",
      "properties.enableDoubleEncryption": "double_encryption_enabled",
      "properties.publicNetworkAccess": publicAccess,
    },
  },
  "microsoft.streamanalytics/streamingjobs": {
    type: "azurerm_stream_analytics_job",
    fields: { ...identity, "properties.transformation.properties.streamingUnits": "streaming_units" },
  },
  "microsoft.hdinsight/clusters": { type: "azurerm_hdinsight_hadoop_cluster", fields: { ...identity } },
  "microsoft.purview/accounts": {
    type: "azurerm_purview_account",
    fields: {
      ...identity,
      "properties.publicNetworkAccess": translated("public_network_enabled", { enabled: "true", disabled: "false" }),
    },
  },
};
