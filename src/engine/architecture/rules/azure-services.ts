import { asText, isObject, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Component, Value } from "../model/index.ts";
import { findRegion } from "../regions/index.ts";
import {
  atLeast,
  fail,
  judge,
  mustBe,
  mustBeOneOf,
  mustBeSet,
  mustNotBe,
  mustNotMatch,
  onlyWhere,
  pass,
  textAt,
  unknown,
} from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const search = ["azurerm_search_service"];
const fabric = ["azurerm_service_fabric_cluster"];
const network = ["azurerm_virtual_network"];

const busTls = (component: Component): Verdict => mustBeOneOf("minimum_tls_version", ["1.2", "1.3"], pass)(component);

/** A namespace in a region with zones spans them since 2024; where the old switch is still written, it is obeyed. */
const acrossZones = (component: Component): Verdict => {
  if (read(component.attributes, "zone_redundant") !== undefined) return mustBe("zone_redundant", true)(component);
  const region = findRegion("azure", textAt(component, "location") ?? "");
  if (region === undefined) return unknown;
  return region.zones > 0 ? pass : fail("location");
};

/** Is `value` this setting of a fabric, in whatever order they are written? */
const encryptsAndSigns = (component: Component): Verdict => {
  if (isUnknown(read(component.attributes, "fabric_settings"))) return unknown;
  const settings = readAll(component.attributes, "fabric_settings");
  const security = settings.find(([, block]) => asText(read(block, "name")) === "Security");
  if (security === undefined) return fail("fabric_settings");
  const { parameters } = security[1];
  const isPair = isObject(parameters) && asText(parameters["name"]) === "ClusterProtectionLevel";
  const level = read(security[1], isPair ? "parameters.value" : "parameters.ClusterProtectionLevel");
  if (isUnknown(level)) return unknown;
  return asText(level) === "EncryptAndSign" ? pass : fail(`${security[0]}.parameters`);
};

const servers = (component: Component): readonly Value[] | "unknown" | undefined => {
  const value = read(component.attributes, "dns_servers");
  if (isUnknown(value)) return "unknown";
  return Array.isArray(value) ? value : undefined;
};

/** None at all means Azure's own service, which never goes down alone. */
const enoughServers = (component: Component): Verdict => {
  const list = servers(component);
  if (list === "unknown") return unknown;
  return list === undefined || list.length !== 1 ? pass : fail("dns_servers");
};

const privateAddress = /^(?:10\.|127\.|168\.63\.129\.16$|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/;

const ownServers = (component: Component): Verdict => {
  const list = servers(component);
  if (list === "unknown") return unknown;
  if (list === undefined) return pass;
  if (list.some((server) => !isUnknown(server) && !matches(server, privateAddress))) return fail("dns_servers");
  return list.some(isUnknown) ? unknown : pass;
};

const repository = ({ attributes }: Component): Verdict =>
  ["github_configuration", "vsts_configuration"].some((name) => read(attributes, name) !== undefined) ? pass : fail();

/** Only listed addresses, or none at all. */
const vaultAddress = (component: Component): Verdict => {
  const isPublic = read(component.attributes, "public_network_access_enabled");
  const addresses = read(component.attributes, "network_acls.ip_rules");
  if (asText(isPublic) === "false" || (Array.isArray(addresses) && addresses.length > 0)) return pass;
  return isUnknown(isPublic) || isUnknown(addresses) ? unknown : fail("public_network_access_enabled");
};

const serviceSize = (
  id: string,
  types: readonly string[],
  what: string,
  path: string,
  free: RegExp,
  checkov: string,
): Rule =>
  rule({
    id,
    severity: "low",
    pillar: "reliability",
    types,
    title: `${what} runs on a size without promised availability`,
    why: "Sizes for trying things out may be down for hours without anyone owing you anything.",
    fix: `Set \`${path}\` to a size for production.`,
    refs: { checkov: [checkov] },
    check: mustNotMatch(path, free),
  });

export const azureServiceRules: readonly Rule[] = [
  serviceSize("azure-web-pubsub-free", ["azurerm_web_pubsub"], "Web PubSub", "sku", /^Free/i, "CKV_AZURE_175"),
  serviceSize("azure-signalr-free", ["azurerm_signalr_service"], "SignalR", "sku.name", /^Free/i, "CKV_AZURE_196"),
  serviceSize(
    "azure-data-explorer-free",
    ["azurerm_kusto_cluster"],
    "Data Explorer",
    "sku.name",
    /^Dev\(No SLA\)/i,
    "CKV_AZURE_180",
  ),
  rule({
    id: "azure-app-configuration-free",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_app_configuration"],
    title: "App Configuration runs on a size without promised availability",
    why: "The free size may be down for hours, and answers only 1,000 requests a day.",
    fix: 'Set `sku = "standard"`.',
    refs: { checkov: ["CKV_AZURE_188"] },
    check: mustBeOneOf("sku", ["standard", "premium"], fail("sku")),
  }),
  rule({
    id: "azure-app-configuration-purge",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_app_configuration"],
    title: "App Configuration can be deleted for good",
    why: "A mistake or a stolen login destroys the settings that every application needs to start.",
    fix: "Set `purge_protection_enabled = true` with the standard `sku`.",
    refs: { checkov: ["CKV_AZURE_187"] },
    check: mustBe("purge_protection_enabled", true),
    remedy: setTo("purge_protection_enabled", true),
  }),
  rule({
    id: "azure-search-few-replicas",
    severity: "low",
    pillar: "reliability",
    types: search,
    title: "Search has fewer than 3 replicas",
    why: "While one copy restarts or indexes, writing is not guaranteed to work.",
    fix: "Set `replica_count` to 3 or more.",
    refs: { checkov: ["CKV_AZURE_208"] },
    check: atLeast("replica_count", 3),
  }),
  rule({
    id: "azure-search-single-replica",
    severity: "medium",
    pillar: "reliability",
    types: search,
    title: "Search has a single replica",
    why: "While its one copy restarts, nothing can be found.",
    fix: "Set `replica_count` to 2 or more.",
    refs: { checkov: ["CKV_AZURE_209"] },
    check: atLeast("replica_count", 2),
    remedy: setTo("replica_count", 2),
  }),
  rule({
    id: "azure-service-bus-tls",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_servicebus_namespace", "azurerm_eventhub_namespace"],
    title: "Messages may travel over TLS 1.0 or 1.1",
    why: "Old protocol versions have known weaknesses, and auditors no longer accept them.",
    fix: 'Set `minimum_tls_version = "1.2"`.',
    refs: { checkov: ["CKV_AZURE_205", "CKV_AZURE_223"] },
    check: busTls,
    remedy: setTo("minimum_tls_version", "1.2"),
  }),
  rule({
    id: "azure-event-hub-single-zone",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_eventhub_namespace"],
    title: "Event Hubs stands in one zone",
    why: "When that zone fails, events are lost or wait.",
    fix: "Move it to a region with availability zones, where it spans them; provider 3 has `zone_redundant` for it.",
    refs: { checkov: ["CKV_AZURE_228"] },
    check: acrossZones,
  }),
  rule({
    id: "azure-event-hub-fixed-size",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_eventhub_namespace"],
    title: "Event Hubs does not grow with the load",
    why: "At a peak senders are refused, and what they cannot keep is lost.",
    fix: "Set `auto_inflate_enabled = true` with `maximum_throughput_units`.",
    refs: {},
    check: onlyWhere("sku", (sku) => sku === "Standard", mustBe("auto_inflate_enabled", true)),
  }),
  rule({
    id: "azure-service-fabric-plain",
    severity: "medium",
    pillar: "security",
    types: fabric,
    title: "Nodes of the cluster talk without encryption",
    why: "Who gets into the network can read and change what the services tell each other.",
    fix: 'Add `fabric_settings` named Security with `ClusterProtectionLevel = "EncryptAndSign"`.',
    refs: { checkov: ["CKV_AZURE_125"] },
    check: encryptsAndSigns,
  }),
  rule({
    id: "azure-service-fabric-no-directory",
    severity: "medium",
    pillar: "security",
    types: fabric,
    title: "Cluster does not check logins with Entra ID",
    why: "A certificate that was copied once opens the cluster for good.",
    fix: "Add an `azure_active_directory` block.",
    refs: { checkov: ["CKV_AZURE_126"] },
    check: mustBeSet("azure_active_directory.tenant_id"),
  }),
  rule({
    id: "azure-spring-portal-http",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_spring_cloud_api_portal"],
    title: "API portal answers plain HTTP",
    why: "Tokens that people try APIs with can be read on the way.",
    fix: "Set `https_only_enabled = true`.",
    refs: { checkov: ["CKV_AZURE_161"] },
    check: mustBe("https_only_enabled", true),
    remedy: setTo("https_only_enabled", true),
  }),
  rule({
    id: "azure-spring-app-plain",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_spring_cloud_app"],
    title: "Traffic to the Spring app is encrypted only half of the way",
    why: "Between the gateway and the app it can be read.",
    fix: "Set `tls_enabled = true`.",
    refs: { checkov: ["CKV2_AZURE_55"] },
    check: mustBe("tls_enabled", true),
    remedy: setTo("tls_enabled", true),
  }),
  rule({
    id: "azure-data-factory-no-repository",
    severity: "low",
    pillar: "operations",
    types: ["azurerm_data_factory"],
    title: "Pipelines are kept nowhere else",
    why: "Who changed what is not known, and a mistake cannot be taken back.",
    fix: "Add `github_configuration` or `vsts_configuration`.",
    refs: { checkov: ["CKV_AZURE_103"] },
    check: repository,
  }),
  rule({
    id: "azure-synapse-shared-hosts",
    severity: "low",
    pillar: "security",
    types: ["azurerm_synapse_spark_pool"],
    title: "Spark pool shares its hosts with other customers",
    why: "Some regulators ask for hardware of one's own.",
    fix: "Set `compute_isolation_enabled = true`, with nodes of size XXXLarge.",
    refs: { checkov: ["CKV_AZURE_242"] },
    check: mustBe("compute_isolation_enabled", true),
  }),
  rule({
    id: "azure-synapse-pool-not-audited",
    severity: "low",
    pillar: "operations",
    types: ["azurerm_synapse_sql_pool_extended_auditing_policy", "azurerm_synapse_workspace_extended_auditing_policy"],
    title: "Audit log of Synapse does not reach the monitor",
    why: "The log stays where nobody looks, and raises no alert.",
    fix: "Remove `log_monitoring_enabled = false`.",
    refs: { checkov: ["CKV2_AZURE_54"] },
    check: mustNotBe("log_monitoring_enabled", false),
  }),
  rule({
    id: "azure-vnet-one-name-server",
    severity: "low",
    pillar: "reliability",
    types: [...network, "azurerm_virtual_network_dns_servers"],
    title: "Network asks a single name server",
    why: "When that server is down, nothing in the network finds anything.",
    fix: "Add a second address to `dns_servers`.",
    refs: { checkov: ["CKV_AZURE_182"] },
    check: enoughServers,
  }),
  rule({
    id: "azure-vnet-foreign-name-server",
    severity: "low",
    pillar: "security",
    types: network,
    title: "Network asks name servers of others",
    why: "They learn the names of your systems, and can send your machines wherever they like.",
    fix: "Set `dns_servers` to addresses of your own network, or leave it out.",
    refs: { checkov: ["CKV_AZURE_183"] },
    check: ownServers,
  }),
  rule({
    id: "azure-key-vault-soft-delete",
    severity: "medium",
    pillar: "reliability",
    types: ["azurerm_key_vault"],
    title: "Deleted keys and secrets are gone at once",
    why: "A mistake destroys all data that the key encrypts.",
    fix: "Remove `soft_delete_enabled = false`.",
    refs: { checkov: ["CKV_AZURE_111"] },
    check: mustNotBe("soft_delete_enabled", false),
  }),
  rule({
    id: "azure-key-vault-public",
    severity: "low",
    pillar: "security",
    types: ["azurerm_key_vault"],
    title: "Vault has a public address",
    why: "Its firewall is all that stands between a stolen login and every secret.",
    fix: "Set `public_network_access_enabled = false` and use a private endpoint.",
    refs: { checkov: ["CKV_AZURE_189"] },
    check: vaultAddress,
  }),
  rule({
    id: "azure-key-vault-software-key",
    severity: "low",
    pillar: "security",
    types: ["azurerm_key_vault_key"],
    title: "Key is not kept in hardware",
    why: "Some regulators ask for keys that cannot leave a hardware module.",
    fix: 'Set `key_type = "RSA-HSM"` or "EC-HSM", in a premium vault.',
    refs: { checkov: ["CKV_AZURE_112"] },
    check: mustBeOneOf("key_type", ["RSA-HSM", "EC-HSM"], fail("key_type")),
  }),
  rule({
    id: "azure-key-vault-unlabelled-secret",
    severity: "low",
    pillar: "operations",
    types: ["azurerm_key_vault_secret"],
    title: "Secret does not say what it is",
    why: "Nobody knows whether it is a password, a key or a connection string, so nobody dares to change it.",
    fix: "Set `content_type`.",
    refs: { checkov: ["CKV_AZURE_114"] },
    check: mustBeSet("content_type"),
  }),
  rule({
    id: "azure-recovery-soft-delete",
    severity: "high",
    pillar: "reliability",
    types: ["azurerm_recovery_services_vault"],
    title: "Deleted backups are gone at once",
    why: "Ransomware deletes backups first; without soft delete that is the end of them.",
    fix: "Set `soft_delete_enabled` to true.",
    refs: {},
    check: mustNotBe("soft_delete_enabled", false),
    remedy: setTo("soft_delete_enabled", true),
  }),
  rule({
    id: "azure-recovery-local",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_recovery_services_vault"],
    title: "Backups are kept in one datacenter",
    why: "A fire or flood there takes the backups with it.",
    fix: 'Set `storage_mode_type = "GeoRedundant"`.',
    refs: {},
    check: (component) => judge(component, "storage_mode_type", (mode) => asText(mode) !== "LocallyRedundant", pass),
  }),
];
