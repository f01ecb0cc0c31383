import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { addCompanion, labelOf } from "../../rules/remedies.ts";
import { add, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { all, every } from "./cloud-goals.ts";
import { homeOf } from "./azure-home.ts";
import type { Home } from "./azure-home.ts";
import { flexibleServers, isPrimary, isTransactional } from "./azure-standby.ts";
import { declared, mentions, numberAt, singles } from "./declared.ts";

const machines = ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"];

/** Five weeks is the most that Azure's databases keep; two weeks outlast a holiday. */
const longest = 35;
const enough = 14;

const isBackedUp = (machine: Component, model: Model): boolean =>
  model.attached(machine, "azurerm_backup_protected_vm", "source_vm_id").length > 0;

const keepsLong = (server: Component): boolean => numberAt(server, "backup_retention_days") >= enough;

const keepsSqlLong = (database: Component): boolean =>
  numberAt(database, "short_term_retention_policy.retention_days") >= enough;

/** Continuous backup can bring an account back to any second, not only to the last four hours. */
const isContinuous = (account: Component): boolean => textAt(account, "backup.type") === "Continuous";

/** Old versions are not kept where files lie in a real directory tree, nor in accounts for file shares. */
const holdsBlobs = (account: Component): boolean =>
  textAt(account, "is_hns_enabled") !== "true" && textAt(account, "account_kind") !== "FileStorage";

const keepsBlobs = (account: Component): boolean =>
  read(account.attributes, "blob_properties.delete_retention_policy") !== undefined &&
  textAt(account, "blob_properties.versioning_enabled") === "true";

const isShareBackedUp = (share: Component, model: Model): boolean =>
  model.attached(share, "azurerm_backup_protected_file_share", "source_file_share_name").length > 0;

/** Whether everything that holds data can be brought back as it was two weeks ago. */
export const isKept = (model: Model): boolean | undefined =>
  all(
    every(model.ofType(...machines), (machine) => isBackedUp(machine, model)),
    every(model.ofType(...flexibleServers).filter(isPrimary), keepsLong),
    every(model.ofType("azurerm_mssql_database").filter(isTransactional), keepsSqlLong),
    every(model.ofType("azurerm_cosmosdb_account"), isContinuous),
    every(model.ofType("azurerm_storage_account").filter(holdsBlobs), keepsBlobs),
    every(model.ofType("azurerm_storage_share"), (share) => isShareBackedUp(share, model)),
  );

const vaultName = "azurerm_recovery_services_vault.stackstage";

const vault = ({ placed }: Home): string => `resource "azurerm_recovery_services_vault" "stackstage" {
  name                = "stackstage-backup"
${placed}  sku                 = "Standard"
}
`;

const policy = (
  kind: "vm" | "file_share",
  { group }: Home,
): string => `resource "azurerm_backup_policy_${kind}" "stackstage" {
  name                = "daily-${kind.replaceAll("_", "-")}"
  resource_group_name = ${group}
  recovery_vault_name = ${vaultName}.name

  backup {
    frequency = "Daily"
    time      = "03:00"
  }

  retention_daily {
    count = ${longest}
  }
}
`;

const vaultOf = (home: Home): Edit => add(vaultName, vault(home));

const protectMachine = (machine: Component, model: Model, home: Home): readonly Edit[] => [
  vaultOf(home),
  add("azurerm_backup_policy_vm.stackstage", policy("vm", home)),
  ...addCompanion(
    machine,
    model,
    "azurerm_backup_protected_vm",
    (reference) => `  resource_group_name = ${home.group}
  recovery_vault_name = ${vaultName}.name
  source_vm_id        = ${reference}.id
  backup_policy_id    = azurerm_backup_policy_vm.stackstage.id
`,
  ),
];

const container = (label: string, account: string, { group }: Home): string =>
  `resource "azurerm_backup_container_storage_account" "${label}" {
  resource_group_name = ${group}
  recovery_vault_name = ${vaultName}.name
  storage_account_id  = ${account}.id
}
`;

const protectedShare = (label: string, share: string, container: string, { group }: Home): string =>
  `resource "azurerm_backup_protected_file_share" "${label}" {
  resource_group_name       = ${group}
  recovery_vault_name       = ${vaultName}.name
  source_storage_account_id = azurerm_backup_container_storage_account.${container}.storage_account_id
  source_file_share_name    = ${share}.name
  backup_policy_id          = azurerm_backup_policy_file_share.stackstage.id
}
`;

const protectShare = (share: Component, model: Model, home: Home): Edit[] => {
  const account = singles(model, "azurerm_storage_account").find((candidate) => mentions(share, candidate));
  if (account === undefined || isShareBackedUp(share, model)) return [];
  const label = labelOf(account);
  return [
    vaultOf(home),
    add("azurerm_backup_policy_file_share.stackstage", policy("file_share", home)),
    add(`azurerm_backup_container_storage_account.${label}`, container(label, account.address, home)),
    add(
      `azurerm_backup_protected_file_share.${labelOf(share)}`,
      protectedShare(labelOf(share), share.address, label, home),
    ),
  ];
};

const keepBlobs = ({ address }: Component): Edit[] => [
  set(address, "blob_properties.versioning_enabled", true),
  set(address, "blob_properties.delete_retention_policy.days", longest),
  set(address, "blob_properties.container_delete_retention_policy.days", longest),
];

const keepDocuments = ({ address }: Component): Edit[] => [
  set(address, "backup.type", "Continuous"),
  set(address, "backup.tier", "Continuous7Days"),
];

/** Machines and file shares backed up daily into a vault, databases kept for five weeks, files kept when they are deleted or changed. */
export const addBackups = (model: Model): Edit[] => {
  const home = homeOf(model);
  return [
    ...(home === undefined
      ? []
      : [
          ...declared(model, ...machines)
            .filter((machine) => !isBackedUp(machine, model))
            .flatMap((machine) => protectMachine(machine, model, home)),
          ...singles(model, "azurerm_storage_share").flatMap((share) => protectShare(share, model, home)),
        ]),
    ...declared(model, ...flexibleServers)
      .filter((server) => isPrimary(server) && !keepsLong(server))
      .map(({ address }) => set(address, "backup_retention_days", longest)),
    ...declared(model, "azurerm_mssql_database")
      .filter((database) => isTransactional(database) && !keepsSqlLong(database))
      .map(({ address }) => set(address, "short_term_retention_policy.retention_days", longest)),
    ...declared(model, "azurerm_cosmosdb_account")
      .filter((account) => !isContinuous(account))
      .flatMap(keepDocuments),
    ...declared(model, "azurerm_storage_account")
      .filter((account) => holdsBlobs(account) && !keepsBlobs(account))
      .flatMap(keepBlobs),
  ];
};
