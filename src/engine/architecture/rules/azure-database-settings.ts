import { asText, isUnknown, matches, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { atLeast, fail, mustBe, mustMatch, onlyWhere, pass, unknown } from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const postgresSettings = ["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"];
const servers = ["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"];

/** Judges the setting of this name, and no other. */
const setting =
  (name: RegExp, isGood: (value: string) => boolean) =>
  (component: Component): Verdict => {
    const own = read(component.attributes, "name");
    if (isUnknown(own)) return unknown;
    if (!matches(own, name)) return pass;
    const value = read(component.attributes, "value");
    if (isUnknown(value)) return unknown;
    return isGood(asText(value) ?? "") ? pass : fail("value");
  };

const isOn = (value: string): boolean => /^(?:on|true|1)$/i.test(value);

const settingRule = (
  id: string,
  name: string,
  title: string,
  why: string,
  checkov: readonly string[],
  cis: readonly string[],
): Rule =>
  rule({
    id,
    severity: "low",
    pillar: "operations",
    types: postgresSettings,
    title,
    why,
    fix: `Set \`value = "on"\` for ${name}.`,
    refs: { checkov, cis },
    check: setting(new RegExp(`^${name}$`), isOn),
    remedy: setTo("value", "on"),
  });

const retention = (component: Component): Verdict =>
  setting(/^log(?:file)?[._]retention(?:_days)?$/, (value) => Number(value) > 3)(component);

/** What a server of the retired single kind speaks unless it is told to. */
const oldProtocols =
  (types: readonly string[]) =>
  (component: Component): Verdict =>
    types.includes(component.type)
      ? mustMatch(
          "ssl_minimal_tls_version_enforced",
          /^TLS1_[23]$/,
          fail("ssl_minimal_tls_version_enforced"),
        )(component)
      : pass;

const singleServers = ["azurerm_mysql_server", "azurerm_postgresql_server", "azurerm_mariadb_server"];

export const azureDatabaseSettingRules: readonly Rule[] = [
  settingRule(
    "azure-postgresql-no-checkpoint-log",
    "log_checkpoints",
    "PostgreSQL does not log its checkpoints",
    "Slow writing and lost transactions cannot be explained afterwards.",
    ["CKV_AZURE_30"],
    ["2.1:4.3.2", "3.0:5.2.2"],
  ),
  settingRule(
    "azure-postgresql-no-connection-log",
    "log_connections",
    "PostgreSQL does not log who connects",
    "Guessed passwords and strange clients are noticed by nobody.",
    ["CKV_AZURE_31"],
    ["2.1:4.3.3", "3.0:5.2.5"],
  ),
  settingRule(
    "azure-postgresql-no-throttling",
    "connection_throttling",
    "PostgreSQL lets passwords be tried without end",
    "A program can try thousands of passwords a minute.",
    ["CKV_AZURE_32"],
    ["2.1:4.3.5", "3.0:5.2.3"],
  ),
  rule({
    id: "azure-postgresql-log-retention",
    severity: "low",
    pillar: "operations",
    types: postgresSettings,
    title: "PostgreSQL keeps its log for three days or less",
    why: "By the time somebody looks, the log is gone.",
    fix: "Set `value` of the retention to 4 days or more.",
    refs: { checkov: ["CKV_AZURE_146"], cis: ["2.1:4.3.6", "3.0:5.2.4"] },
    check: retention,
    remedy: setTo("value", "7"),
  }),
  rule({
    id: "azure-database-tls",
    severity: "medium",
    pillar: "security",
    types: singleServers,
    title: "Database server accepts TLS 1.0 or 1.1",
    why: "Old protocol versions have known weaknesses, and auditors no longer accept them.",
    fix: 'Set `ssl_minimal_tls_version_enforced = "TLS1_2"`.',
    refs: { checkov: ["CKV_AZURE_54", "CKV_AZURE_147", "CKV2_AZURE_37"] },
    check: oldProtocols(singleServers),
    remedy: setTo("ssl_minimal_tls_version_enforced", "TLS1_2"),
  }),
  rule({
    id: "azure-database-short-backup",
    severity: "low",
    pillar: "reliability",
    types: [...servers, ...singleServers],
    title: "Database backups are kept for less than 7 days",
    why: "A mistake that is noticed after a week cannot be undone.",
    fix: "Set `backup_retention_days` to 7 or more.",
    refs: {},
    check: atLeast("backup_retention_days", 7, pass),
    remedy: setTo("backup_retention_days", 7),
  }),
  rule({
    id: "azure-database-no-growth",
    severity: "low",
    pillar: "reliability",
    types: singleServers,
    title: "Database storage does not grow by itself",
    why: "When the disk is full, the database takes no more writes.",
    fix: "Set `auto_grow_enabled = true`.",
    refs: {},
    check: mustBe("auto_grow_enabled", true),
    remedy: setTo("auto_grow_enabled", true),
  }),
  rule({
    id: "azure-cosmos-periodic-backup",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_cosmosdb_account"],
    title: "Cosmos DB has no continuous backup",
    why: "From periodic backups only support can restore, and only a whole account, hours old.",
    fix: 'Set `backup.type = "Continuous"`.',
    refs: {},
    check: mustBe("backup.type", "Continuous"),
  }),
  rule({
    id: "azure-database-burstable",
    severity: "low",
    pillar: "performance",
    types: servers,
    title: "Database runs on a burstable size",
    why: "When its credits are used up it slows down to a fraction, just when there is most to do.",
    fix: "Set `sku_name` to a GP_ or MO_ size for production.",
    refs: {},
    check: onlyWhere(
      "sku_name",
      (sku) => sku?.startsWith("B_") === true,
      () => fail("sku_name"),
    ),
  }),
];
