import { describe, expect, it } from "vitest";
import type { Attributes, Component } from "../model/index.ts";
import { maskMarker } from "../secrets/index.ts";
import { azureDatabaseRules } from "./azure-databases.ts";
import { azureFederationRules } from "./azure-federation.ts";
import { azureMachineRules } from "./azure-machines.ts";
import { azureSqlSecurityRules } from "./azure-sql-security.ts";
import { azureStorageRecordRules } from "./azure-storage-records.ts";
import { azureSynapseRules } from "./azure-synapse.ts";
import { later } from "./rule-table-fixture.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";

/** A resource that points at another with attribute `via`. */
const pointing = (type: string, via: string, target: Component, attributes: Attributes = {}): Component =>
  component(type, "other", attributes, { references: [{ path: via, to: target.id }] });

const workspace = component("azurerm_synapse_workspace", "main");
const withPassword = (sql_administrator_login_password: Attributes[string]): Component =>
  component("azurerm_synapse_workspace", "main", { sql_administrator_login_password });
const pool = component("azurerm_synapse_sql_pool", "main");
const poolPolicy = pointing("azurerm_synapse_sql_pool_security_alert_policy", "sql_pool_id", pool);
const poolAudit = (attributes: Attributes = {}) =>
  pointing("azurerm_synapse_sql_pool_extended_auditing_policy", "sql_pool_id", pool, attributes);
const scans = (enabled: boolean) =>
  component("azurerm_synapse_workspace_vulnerability_assessment", "main", { recurring_scans: [{ enabled }] });

const github = (subject: Attributes[string], issuer = "https://token.actions.githubusercontent.com"): Component =>
  component("azuread_application_federated_identity_credential", "deploy", { issuer, subject });

const machine = component("azurerm_virtual_machine", "main");
const extension = (attributes: Attributes) =>
  pointing("azurerm_virtual_machine_extension", "virtual_machine_id", machine, attributes);
const antimalware = { type: "IaaSAntimalware", publisher: "Microsoft.Azure.Security" };
const networkInterface = component("azurerm_network_interface", "main", {
  ip_configuration: [{ public_ip_address_id: "/subscriptions/x" }],
});
const userOf = (attributes: Attributes) =>
  pointing("azurerm_linux_virtual_machine", "network_interface_ids", networkInterface, attributes);
const disk = (attributes: Attributes) => component("azurerm_managed_disk", "data", attributes);
const diskUser = pointing("azurerm_virtual_machine", "storage_data_disk", disk({}));

const account = component("azurerm_storage_account", "main");
const openAccount = component("azurerm_storage_account", "main", { public_network_access_enabled: true });
const closedAccount = component("azurerm_storage_account", "main", { public_network_access_enabled: false });
const container = (container_access_type: Attributes[string]) =>
  component(
    "azurerm_storage_container",
    "logs",
    { container_access_type },
    { references: [{ path: "storage_account_id", to: account.id }] },
  );
const activityLog = pointing("azurerm_monitor_activity_log_alert", "scopes", account);
const training = pointing("azurerm_machine_learning_workspace", "storage_account_id", account, {
  high_business_impact: true,
});

const server = component("azurerm_sql_server", "main");
const alerts = (state: string) =>
  pointing("azurerm_mssql_server_security_alert_policy", "server_name", server, { state });
const allowed = (start_ip_address: string) =>
  pointing("azurerm_sql_firewall_rule", "server_name", server, { start_ip_address, end_ip_address: "0.0.0.0" });

const synapse: RuleCase[] = [
  ["azure-synapse-literal-password", withPassword(maskMarker), "fail"],
  ["azure-synapse-literal-password", withPassword(later), "unknown"],
  ["azure-synapse-literal-password", workspace, "pass"],
  ["azure-synapse-no-audit", workspace, "fail"],
  [
    "azure-synapse-no-audit",
    workspace,
    "pass",
    pointing("azurerm_synapse_workspace_extended_auditing_policy", "synapse_workspace_id", workspace),
  ],
  [
    "azure-synapse-public-addresses",
    workspace,
    "fail",
    pointing("azurerm_synapse_firewall_rule", "synapse_workspace_id", workspace),
  ],
  ["azure-synapse-public-addresses", workspace, "pass"],
  ["azure-synapse-pool-no-audit", pool, "fail"],
  ["azure-synapse-pool-no-audit", pool, "fail", poolAudit({ log_monitoring_enabled: false })],
  ["azure-synapse-pool-no-audit", pool, "pass", poolAudit()],
  ["azure-synapse-pool-no-alerts", pool, "fail"],
  ["azure-synapse-pool-no-alerts", pool, "pass", poolPolicy],
  ["azure-synapse-pool-not-assessed", poolPolicy, "fail"],
  [
    "azure-synapse-pool-not-assessed",
    poolPolicy,
    "pass",
    pointing("azurerm_synapse_sql_pool_vulnerability_assessment", "sql_pool_security_alert_policy_id", poolPolicy),
  ],
  [
    "azure-synapse-pool-not-assessed",
    poolPolicy,
    "pass",
    pool,
    pointing("azurerm_synapse_sql_pool_vulnerability_assessment", "sql_pool_id", pool),
  ],
  ["azure-synapse-not-scanned", scans(false), "fail"],
  ["azure-synapse-not-scanned", scans(true), "pass"],
];

const federation: RuleCase[] = [
  ["azure-federation-github", github("repo:shop/web:ref:refs/heads/main"), "pass"],
  ["azure-federation-github", github("repo:shop/web:*"), "pass"],
  ["azure-federation-github", github("system:serviceaccount:a:b", "https://oidc.example.com"), "pass"],
  ["azure-federation-github", github("*"), "fail"],
  ["azure-federation-github", github("repo:*"), "fail"],
  ["azure-federation-github", github("repo:shop"), "fail"],
  ["azure-federation-github", github("environment:production"), "fail"],
  ["azure-federation-github", github(""), "fail"],
  ["azure-federation-github", github(later), "unknown"],
];

const rest: RuleCase[] = [
  ["azure-vm-no-antimalware", machine, "fail"],
  ["azure-vm-no-antimalware", machine, "fail", extension({ ...antimalware, auto_upgrade_minor_version: false })],
  ["azure-vm-no-antimalware", machine, "fail", extension({ type: "CustomScript" })],
  ["azure-vm-no-antimalware", machine, "pass", extension({ ...antimalware, auto_upgrade_minor_version: true })],
  ["azure-vm-public-console", networkInterface, "fail", userOf({ boot_diagnostics: [{}] })],
  ["azure-vm-public-console", networkInterface, "pass", userOf({})],
  ["azure-vm-public-console", networkInterface, "pass", userOf({ boot_diagnostics: [{ enabled: false }] })],
  ["azure-vm-disk-without-key", diskUser, "fail", disk({})],
  ["azure-vm-disk-without-key", diskUser, "fail", disk({ encryption_settings: [{ enabled: false }] })],
  ["azure-vm-disk-without-key", diskUser, "pass", disk({ disk_encryption_set_id: "x" })],
  ["azure-storage-public-activity-log", container("blob"), "fail", account, activityLog],
  ["azure-storage-public-activity-log", container(later), "unknown", account, activityLog],
  ["azure-storage-public-activity-log", container("blob"), "pass", account],
  ["azure-storage-public-activity-log", container("private"), "pass", account, activityLog],
  ["azure-machine-learning-open-store", training, "fail", openAccount],
  ["azure-machine-learning-open-store", training, "pass", closedAccount],
  ["azure-sql-alerts-off", server, "fail", alerts("Disabled")],
  ["azure-sql-alerts-off", server, "pass", alerts("Enabled")],
  ["azure-sql-server-azure", server, "fail", allowed("0.0.0.0")],
  ["azure-sql-server-azure", server, "pass", allowed("192.0.2.1")],
];

const rules = [
  ...azureSynapseRules,
  ...azureFederationRules,
  ...azureMachineRules,
  ...azureStorageRecordRules,
  ...azureSqlSecurityRules,
  ...azureDatabaseRules,
];
const cases = [...synapse, ...federation, ...rest];

describe("resources of Azure that are judged by what stands beside them", () => {
  it.each(cases.map((example) => ({ id: example[0], outcome: example[2], example })))(
    "$id answers $outcome",
    ({ example, outcome }) => {
      expect(answerOf(rules, example)).toBe(outcome);
    },
  );

  it("shows each rule of Synapse and of federation failing and passing", () => {
    expect(unshown([...azureSynapseRules, ...azureFederationRules], cases)).toEqual([]);
  });
});
