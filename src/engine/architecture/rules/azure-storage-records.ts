import { set } from "../design/edit.ts";
import { asText, isUnknown, matches, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, judge, mustBe, mustBeSet, mustMatch, onlyWhere, pass, textAt, unknown, worstOf } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { isPointedAt } from "./pointed-at.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const account = ["azurerm_storage_account"];
const networkRules = "azurerm_storage_account_network_rules";

/** File shares and premium accounts keep no records of queues. */
const holdsQueues = (kind: string | undefined): boolean =>
  kind !== "FileStorage" && kind !== "BlockBlobStorage" && kind !== "BlobStorage";

const operations = ["read", "write", "delete"];

const queueLog = (component: Component): Verdict =>
  worstOf(operations.map((name) => mustBe(`queue_properties.logging.${name}`, true)(component)));

/** Records of blobs and tables go where a diagnostic setting sends them. */
const records =
  (service: string) =>
  (component: Component, model: Model): Verdict =>
    isPointedAt(component, model, "azurerm_monitor_diagnostic_setting", "azurerm_log_analytics_storage_insights")
      ? pass
      : fail(`${service}_properties`);

/** Without a word Azure's own services are let in. */
const trusted = (component: Component, model: Model): Verdict => {
  const prefix = component.type === networkRules ? "" : "network_rules.";
  if (prefix !== "" && read(component.attributes, "network_rules") === undefined) {
    const beside = companionsOf(component, model, networkRules, "storage_account_id");
    return beside === undefined ? unknown : pass;
  }
  // While everybody is let in, nobody is kept out.
  if (!/^deny$/i.test(textAt(component, `${prefix}default_action`) ?? "deny")) return pass;
  return judge(
    component,
    `${prefix}bypass`,
    (value) => Array.isArray(value) && value.some((name) => asText(name) === "AzureServices"),
    pass,
  );
};

const properName = (component: Component): Verdict => {
  const name = read(component.attributes, "name");
  if (name === undefined || isUnknown(name)) return name === undefined ? pass : unknown;
  return matches(name, /^[a-z\d]{3,24}$/) ? pass : fail("name");
};

const secondCopy = (component: Component): Verdict =>
  onlyWhere(
    "account_kind",
    (kind) => kind !== "FileStorage",
    mustBe("blob_properties.versioning_enabled", true),
  )(component);

/** What writes the log of who did what in the subscription. */
const activityLogs = ["azurerm_monitor_activity_log_alert", "azurerm_monitor_log_profile"];

/** Only containers of an account that the activity log goes to. */
const publicLog = (container: Component, model: Model): Verdict => {
  const exposed = mustMatch("container_access_type", /^private$/i, pass)(container);
  if (exposed.outcome === "pass") return pass;
  const owner = model.target(container, "storage_account_id") ?? model.target(container, "storage_account_name");
  return owner !== undefined && isPointedAt(owner, model, ...activityLogs)
    ? exposed.outcome === "fail"
      ? fail("container_access_type")
      : unknown
    : pass;
};

/** Workspaces for data whose leak would hurt the business say so themselves. */
const openWorkspaceStore = (workspace: Component, model: Model): Verdict => {
  const impact = read(workspace.attributes, "high_business_impact");
  if (asText(impact) === "false" || impact === undefined) return pass;
  const store = model.target(workspace, "storage_account_id");
  if (store === undefined || isUnknown(impact)) return unknown;
  const closed = mustBe("public_network_access_enabled", false)(store);
  return closed.outcome === "fail" ? fail("storage_account_id") : closed;
};

export const azureStorageRecordRules: readonly Rule[] = [
  rule({
    id: "azure-storage-no-queue-log",
    severity: "low",
    pillar: "operations",
    types: account,
    title: "Nobody writes down who uses the queues",
    why: "Who read, wrote or deleted messages cannot be found out afterwards.",
    fix: "Set `read`, `write` and `delete` to true in `queue_properties.logging`.",
    refs: { checkov: ["CKV_AZURE_33"], cis: ["2.1:3.5", "3.0:4.12"] },
    check: onlyWhere("account_kind", holdsQueues, queueLog),
  }),
  rule({
    id: "azure-storage-no-blob-log",
    severity: "low",
    pillar: "operations",
    types: account,
    title: "Nobody writes down who uses the files",
    why: "Which files were fetched with a leaked key cannot be found out afterwards.",
    fix: "Add an `azurerm_monitor_diagnostic_setting` for the account's blob and table services.",
    refs: { checkov: ["CKV2_AZURE_20", "CKV2_AZURE_21"] },
    check: records("blob"),
  }),
  rule({
    id: "azure-storage-locks-azure-out",
    severity: "low",
    pillar: "operations",
    types: [...account, networkRules],
    title: "Storage account's firewall keeps Azure's own services out",
    why: "Backup, monitoring and logging of the account stop working.",
    fix: 'Set `bypass = ["AzureServices"]`.',
    refs: { checkov: ["CKV_AZURE_36"], cis: ["5.0:9.3.5", "6.0:9.3.5"] },
    check: trusted,
    remedy: (component) => [
      set(component.address, component.type === networkRules ? "bypass" : "network_rules.bypass", ["AzureServices"]),
    ],
  }),
  rule({
    id: "azure-storage-bad-name",
    severity: "low",
    pillar: "operations",
    types: account,
    title: "Storage account has a name that Azure refuses",
    why: "The design cannot be deployed.",
    fix: "Set `name` to 3 to 24 small letters and digits.",
    refs: { checkov: ["CKV_AZURE_43"] },
    check: properName,
  }),
  rule({
    id: "azure-storage-endless-links",
    severity: "low",
    pillar: "security",
    types: account,
    title: "Links to files may be valid for ever",
    why: "A link that leaks opens the file for as long as whoever made it liked.",
    fix: 'Set `sas_policy.expiration_period`, e.g. "07.00:00:00".',
    refs: { checkov: ["CKV2_AZURE_41"] },
    check: mustBeSet("sas_policy"),
    remedy: setTo("sas_policy.expiration_period", "07.00:00:00"),
  }),
  rule({
    id: "azure-storage-public-activity-log",
    severity: "high",
    pillar: "security",
    types: ["azurerm_storage_container"],
    title: "Activity log can be read by everyone",
    why: "It names your people, resources and weak points, which is what an attacker looks for first.",
    fix: 'Set `container_access_type = "private"`.',
    refs: { checkov: ["CKV2_AZURE_8"], cis: ["2.1:5.1.3"] },
    check: publicLog,
    remedy: setTo("container_access_type", "private"),
  }),
  rule({
    id: "azure-machine-learning-open-store",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_machine_learning_workspace"],
    title: "Sensitive training data can be reached from public networks",
    why: "The workspace is marked as one for data of high business impact, and a leaked key opens it from anywhere.",
    fix: "Set `public_network_access_enabled = false` on the workspace's storage account.",
    refs: { checkov: ["CKV2_AZURE_50"] },
    check: openWorkspaceStore,
  }),
  rule({
    id: "azure-storage-no-versions",
    severity: "low",
    pillar: "reliability",
    types: account,
    title: "Overwritten files are gone",
    why: "A program that writes the wrong content, or malware, cannot be undone.",
    fix: "Set `blob_properties.versioning_enabled = true`.",
    refs: {},
    check: secondCopy,
  }),
];
