import { addBlock, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import {
  fail,
  mustBe,
  mustMatch,
  mustNotBe,
  mustNotMatch,
  onlyWhere,
  pass,
  spelling,
  textAt,
  unknown,
} from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const flexible = ["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"];
const singleServers = ["azurerm_postgresql_server", "azurerm_mysql_server", "azurerm_mariadb_server"];
const cosmos = ["azurerm_cosmosdb_account"];
const redis = ["azurerm_redis_cache"];

/** A private endpoint is a second way in, so that the public one can be closed. */
const closePublicWay = (component: Component, model: Model): readonly Edit[] => {
  const { id, address } = component;
  const hasPrivateWay = model
    .ofType("azurerm_private_endpoint")
    .some(({ references }) => references.some(({ to }) => to === id || to === address));
  return hasPrivateWay ? [set(address, "public_network_access_enabled", false)] : [];
};

/** A flexible server in a subnet of its own has no public address. */
const publicAccess = (component: Component): Verdict =>
  read(component.attributes, "delegated_subnet_id") === undefined
    ? mustBe("public_network_access_enabled", false)(component)
    : pass;

const firewallRules = [
  "azurerm_mssql_firewall_rule",
  "azurerm_sql_firewall_rule",
  "azurerm_postgresql_firewall_rule",
  "azurerm_postgresql_flexible_server_firewall_rule",
  "azurerm_mysql_firewall_rule",
  "azurerm_mysql_flexible_server_firewall_rule",
  "azurerm_mariadb_firewall_rule",
];

const auditing = (component: Component, model: Model): Verdict => {
  if (read(component.attributes, "extended_auditing_policy") !== undefined) return pass;
  const policies = companionsOf(component, model, "azurerm_mssql_server_extended_auditing_policy", "server_id");
  if (policies === undefined) return unknown;
  return policies.length > 0 ? pass : fail();
};

/** A replica has the backups and the standby of its primary. */
const isPrimary = (mode: string | undefined): boolean => mode !== "Replica";

const hasOption = (component: Component, pattern: RegExp): boolean => pattern.test(textAt(component, "sku_name") ?? "");

const highAvailability = (component: Component): Verdict => {
  const block = read(component.attributes, "high_availability");
  if (isUnknown(block)) return unknown;
  return block === undefined || (Array.isArray(block) && block.length === 0) ? fail() : pass;
};

/** Only general purpose and memory optimised sizes can have a standby. */
const addStandby = (component: Component): readonly Edit[] =>
  hasOption(component, /^(?:GP|MO)_/)
    ? [addBlock(component.address, "high_availability", { mode: "ZoneRedundant" })]
    : [];

const isFilled = (value: Value | undefined): boolean =>
  value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);

const cosmosNetwork = (component: Component): Verdict => {
  const { attributes } = component;
  const isPublic = read(attributes, "public_network_access_enabled");
  if (asText(isPublic) === "false") return pass;
  const filtered = read(attributes, "is_virtual_network_filter_enabled");
  const hasSubnets = asText(filtered) === "true" && isFilled(read(attributes, "virtual_network_rule"));
  if (hasSubnets || isFilled(read(attributes, "ip_range_filter"))) return pass;
  return isUnknown(isPublic) || isUnknown(filtered) ? unknown : fail("public_network_access_enabled");
};

const failover = (component: Component): string =>
  spelling(component, "automatic_failover_enabled", "enable_automatic_failover");

const plainPort = (component: Component): string => spelling(component, "non_ssl_port_enabled", "enable_non_ssl_port");

const fromAnywhere = mustNotMatch("start_ip_address", /^0\.0\.0\.0(?:\/0)?$/);

/** Azure takes this range for its own addresses, not for the internet. */
const isAzureAlone = (component: Component): boolean =>
  textAt(component, "start_ip_address") === "0.0.0.0" && textAt(component, "end_ip_address") === "0.0.0.0";

export const azureDatabaseRules: readonly Rule[] = [
  rule({
    id: "azure-database-public",
    severity: "high",
    pillar: "security",
    types: ["azurerm_mssql_server", ...singleServers, ...flexible],
    title: "Database server is reachable from public networks",
    why: "Anyone whom its firewall lets in, or who finds a way around it, can try passwords and exploits.",
    fix: "Set `public_network_access_enabled = false` and add an `azurerm_private_endpoint`.",
    refs: {
      checkov: ["CKV_AZURE_113", "CKV_AZURE_68", "CKV_AZURE_53", "CKV_AZURE_48"],
      cis: ["2.1:4.1.2", "3.0:5.1.2"],
    },
    check: publicAccess,
    remedy: closePublicWay,
  }),
  rule({
    id: "azure-database-firewall-open",
    severity: "high",
    pillar: "security",
    types: firewallRules,
    title: "Database firewall lets every address in",
    why: "Anyone on the internet can try passwords and exploits on the database itself.",
    fix: "Set `start_ip_address` and `end_ip_address` to your own addresses.",
    refs: { checkov: ["CKV_AZURE_11", "CKV2_AZURE_26"], cis: ["2.1:4.1.2", "3.0:5.1.2"] },
    check: (component) => (isAzureAlone(component) ? pass : fromAnywhere(component)),
  }),
  rule({
    id: "azure-database-firewall-azure",
    severity: "medium",
    pillar: "security",
    types: firewallRules,
    title: "Database firewall lets all of Azure in",
    why: "From 0.0.0.0 to 0.0.0.0 stands for every machine in Azure, those of strangers among them.",
    fix: "Remove the rule and reach the database by a private endpoint.",
    refs: { checkov: ["CKV2_AZURE_34"], cis: ["2.1:4.1.2", "3.0:5.1.2"] },
    check: (component) => (isAzureAlone(component) ? fromAnywhere(component) : pass),
  }),
  rule({
    id: "azure-sql-server-azure",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_sql_server"],
    title: "SQL server lets all of Azure in",
    why: "Every machine in Azure, those of strangers among them, can try passwords on it.",
    fix: "Remove the `azurerm_sql_firewall_rule` from 0.0.0.0 to 0.0.0.0.",
    refs: { checkov: ["CKV2_AZURE_6"] },
    check: (component, model) =>
      model.attached(component, "azurerm_sql_firewall_rule", "server_name").some(isAzureAlone) ? fail() : pass,
  }),
  rule({
    id: "azure-sql-tls",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_mssql_server"],
    title: "SQL server accepts TLS 1.0 or 1.1",
    why: "Old protocol versions have known weaknesses, and auditors no longer accept them.",
    fix: 'Set `minimum_tls_version = "1.2"`.',
    refs: { checkov: ["CKV_AZURE_52"] },
    check: mustMatch("minimum_tls_version", /^1\.[23]$/, pass),
    remedy: setTo("minimum_tls_version", "1.2"),
  }),
  rule({
    id: "azure-sql-auditing",
    severity: "medium",
    pillar: "operations",
    types: ["azurerm_mssql_server", "azurerm_sql_server"],
    title: "SQL server keeps no audit log",
    why: "Who read or changed data cannot be found out afterwards.",
    fix: "Add an `azurerm_mssql_server_extended_auditing_policy` for the server.",
    refs: { checkov: ["CKV_AZURE_23"], cis: ["2.1:4.1.1", "3.0:5.1.1"] },
    check: auditing,
  }),
  rule({
    id: "azure-sql-zone-redundancy",
    severity: "medium",
    pillar: "reliability",
    types: ["azurerm_mssql_database"],
    title: "SQL database stands in one zone",
    why: "When that zone fails, the database is down until Azure restores it elsewhere.",
    fix: "Set `zone_redundant = true`; Premium and Business Critical have it at no extra charge.",
    refs: { checkov: ["CKV_AZURE_229"] },
    check: mustBe("zone_redundant", true),
    remedy: (component) =>
      hasOption(component, /^(?:P\d|BC_)/) ? [set(component.address, "zone_redundant", true)] : [],
  }),
  rule({
    id: "azure-database-geo-backup",
    severity: "medium",
    pillar: "reliability",
    types: [...flexible, ...singleServers],
    title: "Database backups stay in one region",
    why: "If the region is lost, the backups are lost with it.",
    fix: "Set `geo_redundant_backup_enabled = true`; flexible servers take it only when they are created.",
    refs: { checkov: ["CKV_AZURE_136", "CKV_AZURE_94", "CKV_AZURE_102", "CKV_AZURE_129"] },
    check: onlyWhere("create_mode", isPrimary, mustBe("geo_redundant_backup_enabled", true)),
  }),
  rule({
    id: "azure-database-standby",
    severity: "high",
    pillar: "reliability",
    types: flexible,
    title: "Database server has no standby",
    why: "When its machine or zone fails, the database is down for as long as the repair takes.",
    fix: 'Add a `high_availability` block with `mode = "ZoneRedundant"`.',
    refs: {},
    check: onlyWhere("create_mode", isPrimary, highAvailability),
    remedy: addStandby,
  }),
  rule({
    id: "azure-database-plain",
    severity: "high",
    pillar: "security",
    types: singleServers,
    title: "Database server takes unencrypted connections",
    why: "Passwords and data can be read on the way.",
    fix: "Set `ssl_enforcement_enabled = true`.",
    refs: {
      checkov: ["CKV_AZURE_29", "CKV_AZURE_28", "CKV_AZURE_47"],
      cis: ["2.1:4.3.1", "3.0:5.2.1", "3.0:5.3.1"],
    },
    check: mustBe("ssl_enforcement_enabled", true),
    remedy: setTo("ssl_enforcement_enabled", true),
  }),
  rule({
    id: "azure-cosmos-public",
    severity: "medium",
    pillar: "security",
    types: cosmos,
    title: "Cosmos DB is reachable from every network",
    why: "A leaked key works from anywhere in the world.",
    fix: "Set `public_network_access_enabled = false`, or list your networks in `ip_range_filter` or `virtual_network_rule`.",
    refs: { checkov: ["CKV_AZURE_99", "CKV_AZURE_101"] },
    check: cosmosNetwork,
    remedy: closePublicWay,
  }),
  rule({
    id: "azure-cosmos-keys",
    severity: "low",
    pillar: "security",
    types: cosmos,
    title: "Cosmos DB can be opened with a key",
    why: "The key opens everything, and nobody can tell who used it.",
    fix: "Set `local_authentication_disabled = true` and give roles in Entra ID.",
    refs: { checkov: ["CKV_AZURE_140"], cis: ["2.1:4.5.3", "3.0:5.4.3"] },
    check: mustBe("local_authentication_disabled", true),
  }),
  rule({
    id: "azure-cosmos-failover",
    severity: "medium",
    pillar: "reliability",
    types: cosmos,
    title: "Cosmos DB does not fail over by itself",
    why: "When its region fails, writes stop until someone acts.",
    fix: "Set `automatic_failover_enabled = true` with a second `geo_location`.",
    refs: {},
    check: (component) => mustBe(failover(component), true)(component),
    remedy: (component) =>
      readAll(component.attributes, "geo_location").length < 2
        ? []
        : [set(component.address, failover(component), true)],
  }),
  rule({
    id: "azure-redis-plain",
    severity: "high",
    pillar: "security",
    types: redis,
    title: "Cache has its plain-text port open",
    why: "Everything that applications store and read, keys included, crosses the network unencrypted.",
    fix: "Set `non_ssl_port_enabled` to false.",
    refs: { checkov: ["CKV_AZURE_91"] },
    check: (component) => mustNotBe(plainPort(component), true)(component),
  }),
  rule({
    id: "azure-redis-tls",
    severity: "medium",
    pillar: "security",
    types: redis,
    title: "Cache accepts TLS 1.0 or 1.1",
    why: "Old protocol versions have known weaknesses, and they are what the cache takes when nothing is said.",
    fix: 'Set `minimum_tls_version = "1.2"`.',
    refs: { checkov: ["CKV_AZURE_148"] },
    check: mustMatch("minimum_tls_version", /^1\.[23]$/),
    remedy: setTo("minimum_tls_version", "1.2"),
  }),
  rule({
    id: "azure-redis-no-replica",
    severity: "medium",
    pillar: "reliability",
    types: redis,
    title: "Cache runs on a single node",
    why: "Basic has no replica and no service level: every patch empties the cache and takes it down.",
    fix: 'Set `sku_name = "Standard"` or better.',
    refs: { checkov: ["CKV_AZURE_230"] },
    check: mustNotBe("sku_name", "Basic"),
    remedy: setTo("sku_name", "Standard"),
  }),
];
