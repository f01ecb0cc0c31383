import { addBlock } from "../design/edit.ts";
import { asText, isUnknown, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, judge, mustBe, mustBeSet, mustNotBe, onlyWhere, pass, unknown, worstOf } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const server = ["azurerm_mssql_server"];
const database = ["azurerm_mssql_database"];
const alertPolicy = ["azurerm_mssql_server_security_alert_policy"];
const assessment = ["azurerm_mssql_server_vulnerability_assessment"];
const auditPolicies = [
  "azurerm_mssql_server_extended_auditing_policy",
  "azurerm_mssql_database_extended_auditing_policy",
];

/** Zero days mean for ever. */
const keptLongEnough = (component: Component, path: string, least: number): Verdict =>
  judge(component, path, (value) => Number(asText(value)) === 0 || Number(asText(value)) >= least);

const auditRetention = (component: Component): Verdict => {
  if (auditPolicies.includes(component.type))
    return read(component.attributes, "retention_in_days") === undefined
      ? pass
      : keptLongEnough(component, "retention_in_days", 90);
  return read(component.attributes, "extended_auditing_policy") === undefined
    ? pass
    : keptLongEnough(component, "extended_auditing_policy.retention_in_days", 90);
};

const auditLogs = (component: Component): Verdict => mustNotBe("log_monitoring_enabled", false)(component);

const everyThreat = (component: Component): Verdict =>
  worstOf([
    judge(component, "disabled_alerts", (value) => Array.isArray(value) && value.every((item) => item === ""), pass),
    mustNotBe("state", "Disabled")(component),
  ]);

const someAddress = (component: Component): Verdict =>
  judge(component, "email_addresses", (value) => !Array.isArray(value) || value.length > 0);

const administrator = (component: Component, model: Model): Verdict => {
  if (read(component.attributes, "azuread_administrator") !== undefined) return pass;
  const beside = companionsOf(component, model, "azurerm_sql_active_directory_administrator", "server_name");
  if (beside === undefined) return unknown;
  return beside.length > 0 ? pass : fail();
};

/** Where the server has a policy for alerts at all, it has to be switched on. */
const alertsOn = (component: Component, model: Model): Verdict => {
  const policies = companionsOf(component, model, "azurerm_mssql_server_security_alert_policy", "server_name");
  if (policies === undefined) return unknown;
  return policies.some((policy) => mustBe("state", "Enabled")(policy).outcome === "fail") ? fail() : pass;
};

/** A server that is looked through from time to time has a policy for alerts, and an assessment on it. */
const assessed = (component: Component, model: Model): Verdict => {
  const policies = companionsOf(component, model, "azurerm_mssql_server_security_alert_policy", "server_name");
  if (policies === undefined) return unknown;
  const found = policies.flatMap(
    (policy) =>
      companionsOf(policy, model, "azurerm_mssql_server_vulnerability_assessment", "server_security_alert_policy_id") ??
      [],
  );
  return found.length > 0 ? pass : fail();
};

const isLocal = (value: unknown): boolean => /^(?:local|zone)$/i.test(String(value));

const scans = (component: Component): Verdict => mustBe("recurring_scans.enabled", true)(component);

const secondary = (mode: string | undefined): boolean => mode !== "Secondary" && mode !== "OnlineSecondary";

export const azureSqlSecurityRules: readonly Rule[] = [
  rule({
    id: "azure-sql-audit-retention",
    severity: "low",
    pillar: "operations",
    types: [...server, "azurerm_sql_server", ...auditPolicies],
    title: "Audit log is kept for less than 90 days",
    why: "Break-ins are often noticed only months later, when the log is gone.",
    fix: "Set `retention_in_days` to 90 or more.",
    refs: { checkov: ["CKV_AZURE_24"], cis: ["2.1:4.1.6", "3.0:5.1.6"] },
    check: auditRetention,
  }),
  rule({
    id: "azure-sql-audit-not-written",
    severity: "medium",
    pillar: "operations",
    types: auditPolicies,
    title: "Audit policy does not send its log to the monitor",
    why: "The log stays where nobody looks, and raises no alert.",
    fix: "Set `log_monitoring_enabled = true`.",
    refs: { checkov: ["CKV_AZURE_156"] },
    check: auditLogs,
  }),
  rule({
    id: "azure-sql-threats-ignored",
    severity: "medium",
    pillar: "security",
    types: alertPolicy,
    title: "Some attacks on the database raise no alert",
    why: "Injection and guessed passwords are noticed, and nobody hears of it.",
    fix: 'Set `state = "Enabled"` and leave `disabled_alerts` empty.',
    refs: { checkov: ["CKV_AZURE_25"] },
    check: everyThreat,
  }),
  rule({
    id: "azure-sql-alerts-off",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_sql_server"],
    title: "Attacks on the SQL server raise no alert",
    why: "Injection and guessed passwords are noticed by nobody.",
    fix: 'Set `state = "Enabled"` in the server\'s `azurerm_mssql_server_security_alert_policy`.',
    refs: { checkov: ["CKV2_AZURE_13"] },
    check: alertsOn,
  }),
  rule({
    id: "azure-sql-alerts-unread",
    severity: "medium",
    pillar: "operations",
    types: alertPolicy,
    title: "Alerts of the database go to nobody",
    why: "An attack is noticed, and nobody hears of it until the data is for sale.",
    fix: "Set `email_addresses`.",
    refs: { checkov: ["CKV_AZURE_26"] },
    check: someAddress,
  }),
  rule({
    id: "azure-sql-alerts-not-to-admins",
    severity: "low",
    pillar: "operations",
    types: alertPolicy,
    title: "Alerts of the database do not reach the administrators",
    why: "The list of addresses gets old; the owners of the subscription are always somebody.",
    fix: "Set `email_account_admins = true`.",
    refs: { checkov: ["CKV_AZURE_27"] },
    check: mustBe("email_account_admins", true),
    remedy: setTo("email_account_admins", true),
  }),
  rule({
    id: "azure-sql-no-directory-admin",
    severity: "medium",
    pillar: "security",
    types: [...server, "azurerm_sql_server"],
    title: "SQL server knows only passwords",
    why: "Without an administrator from Entra ID every login is a shared password without a second factor.",
    fix: "Add an `azuread_administrator` block.",
    refs: { checkov: ["CKV2_AZURE_7", "CKV2_AZURE_27"], cis: ["2.1:4.1.4", "3.0:5.1.4"] },
    check: administrator,
  }),
  rule({
    id: "azure-sql-not-assessed",
    severity: "low",
    pillar: "security",
    types: [...server, "azurerm_sql_server"],
    title: "SQL server is never looked through for weaknesses",
    why: "Wrong settings and too wide rights stay until an attacker finds them.",
    fix: "Add an `azurerm_mssql_server_vulnerability_assessment`.",
    refs: { checkov: ["CKV2_AZURE_2"] },
    check: assessed,
  }),
  rule({
    id: "azure-sql-assessment-not-repeated",
    severity: "low",
    pillar: "security",
    types: assessment,
    title: "Server is looked through once only",
    why: "What becomes wrong afterwards is not seen.",
    fix: "Set `recurring_scans.enabled = true`.",
    refs: { checkov: ["CKV2_AZURE_3"] },
    check: scans,
  }),
  rule({
    id: "azure-sql-assessment-unread",
    severity: "low",
    pillar: "operations",
    types: assessment,
    title: "Findings about the server go to nobody",
    why: "Weaknesses are found, and nobody hears of them.",
    fix: "Set `recurring_scans.emails`.",
    refs: { checkov: ["CKV2_AZURE_4"] },
    check: mustBeSet("recurring_scans.emails"),
  }),
  rule({
    id: "azure-sql-assessment-not-to-admins",
    severity: "low",
    pillar: "operations",
    types: assessment,
    title: "Findings about the server do not reach the administrators",
    why: "The list of addresses gets old; the owners of the subscription are always somebody.",
    fix: "Set `recurring_scans.email_subscription_admins = true`.",
    refs: { checkov: ["CKV2_AZURE_5"] },
    check: mustBe("recurring_scans.email_subscription_admins", true),
    remedy: setTo("recurring_scans.email_subscription_admins", true),
  }),
  rule({
    id: "azure-sql-database-unencrypted",
    severity: "high",
    pillar: "security",
    types: database,
    title: "Database is not encrypted at rest",
    why: "Who gets hold of its files or a backup can read all data.",
    fix: "Remove `transparent_data_encryption_enabled = false`.",
    refs: { checkov: ["CKV2_AZURE_25"], cis: ["2.1:4.1.5", "3.0:5.1.5"] },
    check: mustNotBe("transparent_data_encryption_enabled", false),
    remedy: setTo("transparent_data_encryption_enabled", true),
  }),
  rule({
    id: "azure-sql-no-ledger",
    severity: "low",
    pillar: "security",
    types: database,
    title: "Database has no ledger",
    why: "Changes made past the application cannot be told from those it made.",
    fix: "Set `ledger_enabled = true`, for a new database.",
    refs: { checkov: ["CKV_AZURE_224"] },
    check: onlyWhere("create_mode", secondary, mustBe("ledger_enabled", true)),
  }),
  rule({
    id: "azure-sql-local-backup",
    severity: "low",
    pillar: "reliability",
    types: database,
    title: "Backups of the database stay in one region",
    why: "What destroys the region takes the backups with it.",
    fix: 'Set `storage_account_type = "Geo"`.',
    refs: {},
    check: ({ attributes }) => {
      const type = read(attributes, "storage_account_type");
      if (isUnknown(type)) return unknown;
      return isLocal(type) ? fail("storage_account_type") : pass;
    },
    remedy: setTo("storage_account_type", "Geo"),
  }),
  rule({
    id: "azure-sql-pool-single-zone",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_mssql_elasticpool"],
    title: "Elastic pool stands in one zone",
    why: "When that zone fails, all databases of the pool are down.",
    fix: "Set `zone_redundant = true` with a Premium or Business Critical `sku`.",
    refs: {},
    check: mustBe("zone_redundant", true),
  }),
  rule({
    id: "azure-sql-instance-public",
    severity: "high",
    pillar: "security",
    types: ["azurerm_mssql_managed_instance"],
    title: "Managed instance has a public endpoint",
    why: "Anyone on the internet can try passwords and exploits on the database.",
    fix: "Set `public_data_endpoint_enabled = false`.",
    refs: {},
    check: mustNotBe("public_data_endpoint_enabled", true),
    remedy: setTo("public_data_endpoint_enabled", false),
  }),
  rule({
    id: "azure-database-threats-ignored",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_mysql_server", "azurerm_postgresql_server"],
    title: "Attacks on the database raise no alert",
    why: "Injection and guessed passwords are noticed by nobody.",
    fix: "Add a `threat_detection_policy` block with `enabled = true`.",
    refs: { checkov: ["CKV_AZURE_127", "CKV_AZURE_128"] },
    check: mustBe("threat_detection_policy.enabled", true),
    remedy: ({ address, attributes }) =>
      read(attributes, "threat_detection_policy") === undefined
        ? [addBlock(address, "threat_detection_policy", { enabled: true })]
        : [],
  }),
];
