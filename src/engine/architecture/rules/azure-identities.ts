import { set } from "../design/edit.ts";
import { read } from "../model/index.ts";
import { mustBe, mustNotBe } from "./checks.ts";
import { openedByKey, withoutIdentity } from "./fault-families.ts";
import { rule } from "./rule.ts";
import type { Rule } from "./rule.ts";

const localAuth = "local_auth_enabled";

export const azureIdentityRules: readonly Rule[] = [
  withoutIdentity({
    id: "azure-web-pubsub-no-identity",
    types: ["azurerm_web_pubsub"],
    what: "Web PubSub",
    checkov: ["CKV_AZURE_176"],
  }),
  withoutIdentity({
    id: "azure-data-explorer-no-identity",
    types: ["azurerm_kusto_cluster"],
    what: "Data Explorer",
    checkov: ["CKV_AZURE_181"],
  }),
  withoutIdentity({
    id: "azure-event-grid-topic-no-identity",
    types: ["azurerm_eventgrid_topic"],
    what: "Event Grid topic",
    checkov: ["CKV_AZURE_191"],
  }),
  withoutIdentity({
    id: "azure-event-grid-domain-no-identity",
    types: ["azurerm_eventgrid_domain"],
    what: "Event Grid domain",
    checkov: ["CKV_AZURE_194"],
  }),
  withoutIdentity({
    id: "azure-service-bus-no-identity",
    types: ["azurerm_servicebus_namespace"],
    what: "Service Bus",
    checkov: ["CKV_AZURE_202"],
  }),
  withoutIdentity({
    id: "azure-search-no-identity",
    types: ["azurerm_search_service"],
    what: "Search service",
    checkov: ["CKV_AZURE_207"],
  }),
  withoutIdentity({
    id: "azure-cognitive-no-identity",
    types: ["azurerm_cognitive_account"],
    what: "Cognitive Services account",
    checkov: ["CKV_AZURE_238"],
  }),
  withoutIdentity({
    id: "azure-container-group-no-identity",
    types: ["azurerm_container_group"],
    what: "Container group",
    checkov: ["CKV2_AZURE_28"],
  }),
  withoutIdentity({
    id: "azure-recovery-vault-no-identity",
    types: ["azurerm_recovery_services_vault"],
    what: "Recovery vault",
    checkov: ["CKV2_AZURE_35"],
  }),
  withoutIdentity({
    id: "azure-automation-no-identity",
    types: ["azurerm_automation_account"],
    what: "Automation account",
    checkov: ["CKV2_AZURE_36"],
  }),
  openedByKey({
    id: "azure-app-configuration-keys",
    types: ["azurerm_app_configuration"],
    what: "App Configuration",
    path: localAuth,
    checkov: ["CKV_AZURE_184"],
  }),
  openedByKey({
    id: "azure-event-grid-topic-keys",
    types: ["azurerm_eventgrid_topic"],
    what: "Event Grid topic",
    path: localAuth,
    checkov: ["CKV_AZURE_192"],
  }),
  openedByKey({
    id: "azure-event-grid-domain-keys",
    types: ["azurerm_eventgrid_domain"],
    what: "Event Grid domain",
    path: localAuth,
    checkov: ["CKV_AZURE_195"],
  }),
  openedByKey({
    id: "azure-cognitive-keys",
    types: ["azurerm_cognitive_account"],
    what: "Cognitive Services account",
    path: localAuth,
    checkov: ["CKV_AZURE_236"],
  }),
  {
    ...openedByKey({
      id: "azure-machine-learning-login",
      types: ["azurerm_machine_learning_compute_cluster"],
      what: "Compute cluster",
      path: localAuth,
      checkov: ["CKV_AZURE_142"],
    }),
    title: "Compute cluster has local accounts",
    why: "Passwords and keys that are kept on its machines outlive the people who know them.",
  },
  {
    ...openedByKey({
      id: "azure-cosmos-key-writes",
      types: ["azurerm_cosmosdb_account"],
      what: "Cosmos DB",
      path: "access_key_metadata_writes_enabled",
      checkov: ["CKV_AZURE_132"],
    }),
    title: "Keys of Cosmos DB may change its containers",
    why: "Who holds a data key can change or drop databases, which only an administrator should.",
    fix: "Set `access_key_metadata_writes_enabled = false`.",
  },
  rule({
    id: "azure-storage-local-users",
    severity: "low",
    pillar: "security",
    types: ["azurerm_storage_account"],
    title: "Storage account has local users",
    why: "They log in with passwords of their own, past Entra ID and its rules.",
    fix: "Set `local_user_enabled = false` unless SFTP needs them.",
    refs: { checkov: ["CKV_AZURE_244"] },
    // Nobody but SFTP makes use of them, and that is off unless it is said.
    check: (component) =>
      mustBe("sftp_enabled", true)(component).outcome === "pass"
        ? mustBe("local_user_enabled", false)(component)
        : mustNotBe("local_user_enabled", true)(component),
    remedy: ({ address, attributes }) =>
      read(attributes, "sftp_enabled") === undefined ? [set(address, "local_user_enabled", false)] : [],
  }),
];
