import { asText, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, mustBe, mustBeSet, pass, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { withoutOwnKey } from "./fault-families.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** The key is a block of the resource, or a resource beside it. */
const keyOrCompanion =
  (path: string, type: string, via: string) =>
  (component: Component, model: Model): Verdict => {
    if (mustBeSet(path)(component).outcome === "pass") return pass;
    const companions = companionsOf(component, model, type, via);
    if (companions === undefined) return unknown;
    return companions.length > 0 ? pass : fail(path);
  };

const withKeyBeside = (
  id: string,
  types: readonly string[],
  what: string,
  beside: readonly [path: string, type: string, via: string],
  checkov: readonly string[],
): Rule => ({
  ...withoutOwnKey({ id, types, what, path: beside[0], checkov }),
  fix: `Set \`${beside[0]}\`, or add an \`${beside[1]}\`.`,
  check: keyOrCompanion(...beside),
});

/** Whether data is encrypted at all, or twice. */
const encryption = (
  id: string,
  types: readonly string[],
  what: string,
  path: string,
  checkov: readonly string[],
): Rule =>
  rule({
    id,
    severity: "low",
    pillar: "security",
    types,
    title: `${what} is not encrypted at every layer`,
    why: "Who gets at the disks, or breaks one layer of encryption, can read the data.",
    fix: `Set \`${path} = true\`.`,
    refs: { checkov },
    check: mustBe(path, true),
  });

/** Not every service says so with a switch. */
const dataLake = (component: Component): Verdict =>
  asText(read(component.attributes, "encryption_state")) === "Disabled" ? fail("encryption_state") : pass;

export const azureOwnKeyRules: readonly Rule[] = [
  withKeyBeside(
    "azure-storage-customer-key",
    ["azurerm_storage_account"],
    "Storage account",
    ["customer_managed_key", "azurerm_storage_account_customer_managed_key", "storage_account_id"],
    ["CKV2_AZURE_1", "CKV2_AZURE_18"],
  ),
  withKeyBeside(
    "azure-mysql-customer-key",
    ["azurerm_mysql_server"],
    "MySQL server",
    ["customer_managed_key", "azurerm_mysql_server_key", "server_id"],
    ["CKV2_AZURE_16"],
  ),
  withKeyBeside(
    "azure-postgresql-customer-key",
    ["azurerm_postgresql_server"],
    "PostgreSQL server",
    ["customer_managed_key", "azurerm_postgresql_server_key", "server_id"],
    ["CKV2_AZURE_17"],
  ),
  withKeyBeside(
    "azure-data-explorer-customer-key",
    ["azurerm_kusto_cluster"],
    "Data Explorer",
    ["key_vault_properties", "azurerm_kusto_cluster_customer_managed_key", "cluster_id"],
    ["CKV2_AZURE_11"],
  ),
  withKeyBeside(
    "azure-cognitive-customer-key",
    ["azurerm_cognitive_account"],
    "Cognitive Services account",
    ["customer_managed_key", "azurerm_cognitive_account_customer_managed_key", "cognitive_account_id"],
    ["CKV2_AZURE_22"],
  ),
  withKeyBeside(
    "azure-databricks-customer-key",
    ["azurerm_databricks_workspace"],
    "Databricks workspace",
    [
      "managed_disk_cmk_key_vault_key_id",
      "azurerm_databricks_workspace_root_dbfs_customer_managed_key",
      "workspace_id",
    ],
    ["CKV2_AZURE_48"],
  ),
  withoutOwnKey({
    id: "azure-cosmos-customer-key",
    types: ["azurerm_cosmosdb_account"],
    what: "Cosmos DB account",
    path: "key_vault_key_id",
    checkov: ["CKV_AZURE_100"],
  }),
  withoutOwnKey({
    id: "azure-aks-customer-key",
    types: ["azurerm_kubernetes_cluster"],
    what: "Disks of the cluster",
    path: "disk_encryption_set_id",
    checkov: ["CKV_AZURE_117"],
  }),
  withoutOwnKey({
    id: "azure-batch-customer-key",
    types: ["azurerm_batch_account"],
    what: "Batch account",
    path: "key_vault_reference",
    checkov: ["CKV_AZURE_76"],
  }),
  withoutOwnKey({
    id: "azure-app-configuration-customer-key",
    types: ["azurerm_app_configuration"],
    what: "App Configuration",
    path: "encryption",
    checkov: ["CKV_AZURE_186"],
  }),
  withoutOwnKey({
    id: "azure-service-bus-customer-key",
    types: ["azurerm_servicebus_namespace"],
    what: "Service Bus",
    path: "customer_managed_key",
    checkov: ["CKV_AZURE_201"],
  }),
  withoutOwnKey({
    id: "azure-data-factory-customer-key",
    types: ["azurerm_data_factory"],
    what: "Data Factory",
    path: "customer_managed_key_id",
    checkov: ["CKV2_AZURE_15"],
  }),
  withoutOwnKey({
    id: "azure-synapse-customer-key",
    types: ["azurerm_synapse_workspace"],
    what: "Synapse workspace",
    path: "customer_managed_key",
    checkov: ["CKV_AZURE_240"],
  }),
  encryption(
    "azure-service-bus-double-encryption",
    ["azurerm_servicebus_namespace"],
    "Service Bus",
    "customer_managed_key.infrastructure_encryption_enabled",
    ["CKV_AZURE_199"],
  ),
  encryption(
    "azure-database-double-encryption",
    ["azurerm_mysql_server", "azurerm_postgresql_server"],
    "Database",
    "infrastructure_encryption_enabled",
    ["CKV_AZURE_96", "CKV_AZURE_130"],
  ),
  encryption(
    "azure-data-explorer-double-encryption",
    ["azurerm_kusto_cluster"],
    "Data Explorer",
    "double_encryption_enabled",
    ["CKV_AZURE_75"],
  ),
  {
    ...encryption(
      "azure-data-explorer-disk-encryption",
      ["azurerm_kusto_cluster"],
      "Disk of Data Explorer",
      "disk_encryption_enabled",
      ["CKV_AZURE_74"],
    ),
    check: (component) =>
      mustBe(
        read(component.attributes, "enable_disk_encryption") === undefined
          ? "disk_encryption_enabled"
          : "enable_disk_encryption",
        true,
      )(component),
  },
  encryption("azure-synapse-pool-encryption", ["azurerm_synapse_sql_pool"], "Synapse pool", "data_encrypted", [
    "CKV_AZURE_241",
  ]),
  encryption(
    "azure-automation-variable-encryption",
    [
      "azurerm_automation_variable_string",
      "azurerm_automation_variable_int",
      "azurerm_automation_variable_bool",
      "azurerm_automation_variable_datetime",
    ],
    "Automation variable",
    "encrypted",
    ["CKV_AZURE_73"],
  ),
  {
    ...encryption("azure-data-lake-encryption", ["azurerm_data_lake_store"], "Data lake", "encryption_state", [
      "CKV_AZURE_105",
    ]),
    fix: 'Set `encryption_state = "Enabled"`.',
    check: dataLake,
  },
];
