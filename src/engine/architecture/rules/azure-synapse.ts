import { isUnknown, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, mustBe, mustNotBe, pass, unknown, worstOf } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { secretPath } from "./literal-secret.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const workspace = ["azurerm_synapse_workspace"];
const poolAlerts = "azurerm_synapse_sql_pool_security_alert_policy";
const poolAssessment = "azurerm_synapse_sql_pool_vulnerability_assessment";

/** Passes where a resource of `type` belongs to the subject by its attribute `via`. */
const mustHaveBeside =
  (type: string, via: string) =>
  (component: Component, model: Model): Verdict => {
    const companions = companionsOf(component, model, type, via);
    if (companions === undefined) return unknown;
    return companions.length > 0 ? pass : fail();
  };

/** Terraform hangs the scans on the policy, Azure's own templates on its pool. */
const scanned = (policy: Component, model: Model): Verdict => {
  const onPolicy = mustHaveBeside(poolAssessment, "sql_pool_security_alert_policy_id")(policy, model);
  const pool = model.target(policy, "sql_pool_id");
  if (onPolicy.outcome !== "fail" || pool === undefined) return onPolicy;
  return mustHaveBeside(poolAssessment, "sql_pool_id")(pool, model);
};

/** An audit of the pool's own that reaches the monitor, which it does unless it is told not to. */
const poolAudit = (pool: Component, model: Model): Verdict => {
  const policies = companionsOf(pool, model, "azurerm_synapse_sql_pool_extended_auditing_policy", "sql_pool_id");
  if (policies === undefined) return unknown;
  if (policies.length === 0) return fail();
  return worstOf(policies.map(mustNotBe("log_monitoring_enabled", false))).outcome === "fail" ? fail() : pass;
};

export const azureSynapseRules: readonly Rule[] = [
  rule({
    id: "azure-synapse-literal-password",
    severity: "critical",
    pillar: "security",
    types: workspace,
    title: "Password of the Synapse administrator is written into the code",
    why: "Everyone who can read the repository, its history or a build log can read and change all data.",
    fix: "Remove `sql_administrator_login_password` and use Entra ID alone, or read it from Key Vault.",
    refs: { checkov: ["CKV_AZURE_239"] },
    check: ({ attributes }) => {
      const path = "sql_administrator_login_password";
      if (secretPath(attributes, path) !== undefined) return fail(path);
      return isUnknown(read(attributes, path)) ? unknown : pass;
    },
  }),
  rule({
    id: "azure-synapse-no-audit",
    severity: "medium",
    pillar: "operations",
    types: workspace,
    title: "Synapse workspace keeps no audit log",
    why: "Who read or changed data cannot be found out afterwards.",
    fix: "Add an `azurerm_synapse_workspace_extended_auditing_policy` for the workspace.",
    refs: { checkov: ["CKV2_AZURE_53"] },
    check: mustHaveBeside("azurerm_synapse_workspace_extended_auditing_policy", "synapse_workspace_id"),
  }),
  rule({
    id: "azure-synapse-public-addresses",
    severity: "low",
    pillar: "security",
    types: workspace,
    title: "Synapse workspace is reached from public addresses",
    why: "Addresses change hands, and whoever has one of them can try passwords on all data.",
    fix: "Remove the `azurerm_synapse_firewall_rule` and reach the workspace by private endpoints.",
    refs: { checkov: ["CKV2_AZURE_19"] },
    check: (component, model) => {
      const allowed = companionsOf(component, model, "azurerm_synapse_firewall_rule", "synapse_workspace_id");
      if (allowed === undefined) return unknown;
      return allowed.length === 0 ? pass : fail();
    },
  }),
  rule({
    id: "azure-synapse-pool-no-audit",
    severity: "low",
    pillar: "operations",
    types: ["azurerm_synapse_sql_pool"],
    title: "SQL pool keeps no audit log",
    why: "Who read or changed data cannot be found out afterwards.",
    fix: "Add an `azurerm_synapse_sql_pool_extended_auditing_policy` for the pool.",
    refs: { checkov: ["CKV2_AZURE_54"] },
    check: poolAudit,
  }),
  rule({
    id: "azure-synapse-pool-no-alerts",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_synapse_sql_pool"],
    title: "Attacks on the SQL pool raise no alert",
    why: "Injection and guessed passwords are noticed by nobody.",
    fix: `Add an \`${poolAlerts}\` for the pool.`,
    refs: { checkov: ["CKV2_AZURE_51"] },
    check: mustHaveBeside(poolAlerts, "sql_pool_id"),
  }),
  rule({
    id: "azure-synapse-pool-not-assessed",
    severity: "low",
    pillar: "security",
    types: [poolAlerts],
    title: "SQL pool is not looked through for weaknesses",
    why: "Wide rights and weak settings stay until somebody else finds them.",
    fix: `Add an \`${poolAssessment}\` for the policy.`,
    refs: { checkov: ["CKV2_AZURE_52"] },
    check: scanned,
  }),
  rule({
    id: "azure-synapse-not-scanned",
    severity: "low",
    pillar: "security",
    types: ["azurerm_synapse_workspace_vulnerability_assessment"],
    title: "Workspace is not scanned from time to time",
    why: "What was fine when it was set up is not looked at again, while rights and data grow.",
    fix: "Set `recurring_scans.enabled = true`.",
    refs: { checkov: ["CKV2_AZURE_46"] },
    check: mustBe("recurring_scans.enabled", true),
  }),
];
