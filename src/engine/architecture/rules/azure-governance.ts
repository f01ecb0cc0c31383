import { asText, isUnknown, matches, read } from "../model/index.ts";
import type { Component, Value } from "../model/index.ts";
import { fail, judge, mustBe, mustBeSet, pass, skip, textAt, unknown } from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const contact = ["azurerm_security_center_contact"];
const profile = ["azurerm_monitor_log_profile"];
const pricing = ["azurerm_security_center_subscription_pricing"];

/** The kinds of resource that the defender has a switch for: how Azure calls them, what they are, Checkov's id. */
const defended: readonly (readonly [resourceType: string, what: string, checkov: string])[] = [
  ["AppServices", "apps", "CKV_AZURE_61"],
  ["Arm", "the resource manager", "CKV_AZURE_234"],
  ["ContainerRegistry", "container registries", "CKV_AZURE_86"],
  ["KeyVaults", "key vaults", "CKV_AZURE_87"],
  ["KubernetesService", "Kubernetes", "CKV_AZURE_85"],
  ["SqlServers", "SQL servers", "CKV_AZURE_69"],
  ["SqlServerVirtualMachines", "SQL servers on machines", "CKV_AZURE_79"],
  ["StorageAccounts", "storage accounts", "CKV_AZURE_84"],
  ["VirtualMachines", "machines", "CKV_AZURE_55"],
];

/** Without a word the switch is that of the machines. */
const resourceTypeOf = (component: Component): string =>
  (textAt(component, "resource_type") ?? "VirtualMachines").toLowerCase();

const isListed = (component: Component): boolean =>
  defended.some(([resourceType]) => resourceType.toLowerCase() === resourceTypeOf(component));

const defenderRule = (
  id: string,
  what: string,
  checkov: readonly string[],
  concerns: (component: Component) => boolean,
): Rule =>
  rule({
    id,
    severity: "low",
    pillar: "security",
    types: pricing,
    title: `Defender for Cloud watches ${what} on its free tier only`,
    why: "The free tier gives advice and sees no attacks.",
    fix: 'Set `tier = "Standard"`.',
    refs: { checkov: [...checkov, "CKV_AZURE_19"] },
    check: (component) => {
      if (isUnknown(read(component.attributes, "resource_type"))) return unknown;
      return concerns(component) ? mustBe("tier", "Standard")(component) : skip;
    },
  });

const textsOf = (value: Value | undefined): string[] =>
  Array.isArray(value) ? value.flatMap((item: Value) => asText(item) ?? []) : [];

/** `retention_policy.days` of 365 or more, or 0 for ever, while the policy is on. */
const retention = (component: Component): Verdict => {
  const enabled = read(component.attributes, "retention_policy.enabled");
  const days = read(component.attributes, "retention_policy.days");
  if (isUnknown(enabled) || isUnknown(days)) return unknown;
  if (asText(enabled) === "false") return Number(asText(days) ?? 0) === 0 ? pass : fail("retention_policy.enabled");
  const kept = Number(asText(days) ?? Number.NaN);
  return kept === 0 || kept >= 365 ? pass : fail("retention_policy.days");
};

const activities = ["Action", "Delete", "Write"];

const categories = (component: Component): Verdict =>
  judge(component, "categories", (value) => {
    const texts = new Set(textsOf(value));
    return activities.every((activity) => texts.has(activity));
  });

const wholeScope = /^\/(?:subscriptions\/[^/]+)?$/;

/** Everything on a whole subscription: an owner under another name. */
const customOwner = (component: Component): Verdict => {
  const actions = read(component.attributes, "permissions.actions");
  if (isUnknown(actions)) return unknown;
  if (!textsOf(actions).includes("*")) return pass;
  const scopes = read(component.attributes, "assignable_scopes");
  const list: readonly Value[] = Array.isArray(scopes) ? scopes : [];
  const isWide = (scope: Value): boolean =>
    isUnknown(scope)
      ? scope.refs.some((ref) => ref.includes("azurerm_subscription") || ref.includes("azurerm_client_config"))
      : matches(scope, wholeScope);
  if (scopes === undefined || list.some(isWide)) return fail("permissions.actions");
  return list.some(isUnknown) || isUnknown(scopes) ? unknown : pass;
};

const assignedOwner = (component: Component): Verdict => {
  const name = read(component.attributes, "role_definition_name");
  if (isUnknown(name)) return unknown;
  return matches(name, /^(?:Owner|User Access Administrator)$/i) ? fail("role_definition_name") : pass;
};

export const azureGovernanceRules: readonly Rule[] = [
  ...defended.map(([resourceType, what, checkov]) =>
    defenderRule(
      `azure-defender-off-${resourceType.toLowerCase()}`,
      what,
      [checkov],
      (component) => resourceTypeOf(component) === resourceType.toLowerCase(),
    ),
  ),
  defenderRule("azure-defender-off", "some resources", [], (component) => !isListed(component)),
  rule({
    id: "azure-security-contact-no-phone",
    severity: "low",
    pillar: "operations",
    types: contact,
    title: "Security contact has no phone number",
    why: "At night an e-mail about a break-in is read in the morning.",
    fix: "Set `phone`.",
    refs: { checkov: ["CKV_AZURE_20"] },
    check: mustBeSet("phone"),
  }),
  rule({
    id: "azure-security-contact-no-mail",
    severity: "low",
    pillar: "operations",
    types: contact,
    title: "Security contact has no e-mail address",
    why: "Microsoft finds stolen keys and attacks, and has nobody to tell.",
    fix: "Set `email`.",
    refs: { checkov: ["CKV_AZURE_131"] },
    check: mustBeSet("email"),
  }),
  rule({
    id: "azure-security-contact-not-told",
    severity: "low",
    pillar: "operations",
    types: contact,
    title: "Alerts about attacks are not sent",
    why: "An attack is noticed, and nobody hears of it.",
    fix: "Set `alert_notifications = true`.",
    refs: { checkov: ["CKV_AZURE_21"] },
    check: mustBe("alert_notifications", true),
    remedy: setTo("alert_notifications", true),
  }),
  rule({
    id: "azure-security-admins-not-told",
    severity: "low",
    pillar: "operations",
    types: contact,
    title: "Alerts about attacks do not reach the administrators",
    why: "The contact's address gets old; the owners of the subscription are always somebody.",
    fix: "Set `alerts_to_admins = true`.",
    refs: { checkov: ["CKV_AZURE_22"] },
    check: mustBe("alerts_to_admins", true),
    remedy: setTo("alerts_to_admins", true),
  }),
  rule({
    id: "azure-activity-log-retention",
    severity: "low",
    pillar: "operations",
    types: profile,
    title: "Activity log is kept for less than a year",
    why: "Who gave somebody a right, or deleted something, cannot be found out afterwards.",
    fix: "Set `retention_policy.days` to 365 or more, or to 0 for ever.",
    refs: { checkov: ["CKV_AZURE_37"] },
    check: retention,
  }),
  rule({
    id: "azure-activity-log-gaps",
    severity: "low",
    pillar: "operations",
    types: profile,
    title: "Activity log leaves activities out",
    why: "What is not written down cannot be found out afterwards.",
    fix: 'Set `categories = ["Action", "Delete", "Write"]`.',
    refs: { checkov: ["CKV_AZURE_38"] },
    check: categories,
    remedy: setTo("categories", activities),
  }),
  rule({
    id: "azure-role-custom-owner",
    severity: "high",
    pillar: "security",
    types: ["azurerm_role_definition"],
    title: "Role may do everything on the whole subscription",
    why: "It is an owner under another name, which no report about owners shows.",
    fix: "List the `actions` that the work needs.",
    refs: { checkov: ["CKV_AZURE_39"], cis: ["2.1:1.23", "3.0:2.23"] },
    check: customOwner,
  }),
  rule({
    id: "azure-role-owner",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_role_assignment"],
    title: "Someone is made owner",
    why: "Who steals that login can give rights to others, and delete everything.",
    fix: "Set `role_definition_name` to the role that the work needs.",
    refs: {},
    check: assignedOwner,
  }),
  rule({
    id: "azure-logs-short",
    severity: "low",
    pillar: "operations",
    types: ["azurerm_log_analytics_workspace"],
    title: "Logs are kept for less than 90 days",
    why: "Break-ins are often noticed only months later, when the log is gone.",
    fix: "Set `retention_in_days` to 90 or more; the first 31 days are free.",
    refs: {},
    check: (component) => judge(component, "retention_in_days", (days) => Number(asText(days)) >= 90),
    remedy: setTo("retention_in_days", 90),
  }),
];
