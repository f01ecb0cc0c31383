import { asText, isObject, isUnknown, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { fail, mustBe, mustBeSet, mustNotBe, pass, unknown, worstOf } from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";
import { onceForStack } from "./stack.ts";

const vault = ["azurerm_key_vault"];

/** What writes logs that somebody will ask for: the first of these that a stack has stands for its diagnostic settings. */
const logged = [
  "azurerm_key_vault",
  "azurerm_mssql_server",
  "azurerm_postgresql_flexible_server",
  "azurerm_mysql_flexible_server",
  "azurerm_kubernetes_cluster",
  "azurerm_application_gateway",
  "azurerm_storage_account",
  "azurerm_linux_web_app",
  "azurerm_windows_web_app",
];

const vaultNetwork = (component: Component): Verdict => {
  const isPublic = read(component.attributes, "public_network_access_enabled");
  if (asText(isPublic) === "false") return pass;
  const verdict = mustBe("network_acls.default_action", "Deny")(component);
  return verdict.outcome === "fail" && isUnknown(isPublic) ? unknown : verdict;
};

const tags = ({ attributes }: Component): Verdict => {
  const value = read(attributes, "tags");
  return value === undefined || (isObject(value) && Object.keys(value).length === 0) ? fail() : pass;
};

export const azurePlatformRules: readonly Rule[] = [
  rule({
    id: "azure-key-vault-purge",
    severity: "medium",
    pillar: "security",
    types: vault,
    title: "Vault can be purged",
    why: "Whoever deletes keys or secrets can destroy them for good, and with them all that they encrypt.",
    fix: "Set `purge_protection_enabled = true`; it cannot be taken back.",
    refs: { checkov: ["CKV_AZURE_110", "CKV_AZURE_42"], cis: ["5.0:8.3.5", "6.0:8.3.5"] },
    // Soft delete had a switch of its own until Azure made it the rule for all vaults.
    check: (component) =>
      worstOf([
        mustBe("purge_protection_enabled", true)(component),
        mustNotBe("soft_delete_enabled", false)(component),
      ]),
    remedy: setTo("purge_protection_enabled", true),
  }),
  rule({
    id: "azure-key-vault-network",
    severity: "medium",
    pillar: "security",
    types: vault,
    title: "Vault is reachable from every network",
    why: "A stolen login is enough to read every secret, from anywhere in the world.",
    fix: 'Set `network_acls.default_action = "Deny"` and list your networks.',
    refs: { checkov: ["CKV_AZURE_109"], cis: ["4.0:9.3.7"] },
    check: vaultNetwork,
  }),
  rule({
    id: "azure-key-vault-secret-expiry",
    severity: "low",
    pillar: "security",
    types: ["azurerm_key_vault_secret"],
    title: "Secret never expires",
    why: "A secret that leaked years ago still opens the door.",
    fix: "Set `expiration_date` and renew the secret before it.",
    refs: { checkov: ["CKV_AZURE_41"], cis: ["5.0:8.3.3", "6.0:8.3.3"] },
    check: mustBeSet("expiration_date"),
  }),
  rule({
    id: "azure-key-vault-key-expiry",
    severity: "low",
    pillar: "security",
    types: ["azurerm_key_vault_key"],
    title: "Key never expires",
    why: "The longer a key is used, the more depends on nobody ever having copied it.",
    fix: "Set `expiration_date`, or a `rotation_policy` that renews the key.",
    refs: { checkov: ["CKV_AZURE_40"], cis: ["5.0:8.3.1", "6.0:8.3.1"] },
    check: mustBeSet("expiration_date"),
  }),
  rule({
    id: "azure-service-bus-keys",
    severity: "low",
    pillar: "security",
    types: ["azurerm_servicebus_namespace"],
    title: "Service Bus can be opened with a key",
    why: "The key opens everything, and nobody can tell who used it.",
    fix: "Set `local_auth_enabled = false` and give roles in Entra ID.",
    refs: { checkov: ["CKV_AZURE_203"] },
    check: mustBe("local_auth_enabled", false),
  }),
  rule({
    id: "azure-data-factory-public",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_data_factory"],
    title: "Data Factory is reachable from public networks",
    why: "A stolen login is enough to run pipelines that read and move all data.",
    fix: "Set `public_network_enabled = false` and use private endpoints.",
    refs: { checkov: ["CKV_AZURE_104"] },
    check: mustBe("public_network_enabled", false),
  }),
  rule({
    id: "azure-no-diagnostics",
    severity: "medium",
    pillar: "operations",
    types: logged,
    title: "Nothing in the stack sends its logs anywhere",
    why: "Azure resources drop their logs unless a diagnostic setting says where to; after an incident there is nothing to look at.",
    fix: "Add an `azurerm_monitor_diagnostic_setting` for each resource whose log matters.",
    refs: {
      cis: [
        "5.0:6.1.1.1",
        "5.0:6.1.1.8",
        "5.0:6.1.1.9",
        "5.0:6.1.4",
        "6.0:6.1.1.1",
        "6.0:6.1.1.7",
        "6.0:6.1.1.8",
        "6.0:6.1.4",
      ],
    },
    check: onceForStack(logged, (_, model) =>
      model.ofType("azurerm_monitor_diagnostic_setting").length > 0 ? pass : fail(),
    ),
  }),
  rule({
    id: "azure-no-tags",
    severity: "low",
    pillar: "cost",
    types: ["azurerm_resource_group"],
    title: "Resource group has no tags",
    why: "Nobody can tell whose it is and which budget pays for it.",
    fix: "Set `tags`, e.g. owner, environment and cost centre.",
    refs: {},
    check: tags,
  }),
];
