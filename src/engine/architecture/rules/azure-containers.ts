import { code, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import {
  countAt,
  fail,
  judge,
  mustBe,
  mustBeSet,
  mustNotBe,
  onlyWhere,
  pass,
  spelling,
  unknown,
  worstOf,
} from "./checks.ts";
import { inRoot, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const cluster = ["azurerm_kubernetes_cluster"];
const pool = "azurerm_kubernetes_cluster_node_pool";
const registry = ["azurerm_container_registry"];

const access = (component: Component): Verdict =>
  worstOf(
    ["role_based_access_control_enabled", "role_based_access_control.enabled"].map((path) =>
      mustNotBe(path, false)(component),
    ),
  );

const apiServer = (component: Component): Verdict => {
  const isPrivate = read(component.attributes, "private_cluster_enabled");
  if (asText(isPrivate) === "true") return pass;
  const path = spelling(component, "api_server_access_profile.authorized_ip_ranges", "api_server_authorized_ip_ranges");
  const ranges = read(component.attributes, path);
  if (isUnknown(ranges)) return unknown;
  if (!Array.isArray(ranges) || ranges.length === 0)
    return isUnknown(isPrivate) ? unknown : fail("private_cluster_enabled");
  return ranges.some((range: Value) => asText(range)?.endsWith("/0") ?? false) ? fail(path) : pass;
};

const agent = (component: Component): Verdict => {
  const addOn = read(component.attributes, "addon_profile.oms_agent.enabled");
  if (isUnknown(addOn)) return unknown;
  return asText(addOn) === "true" ? pass : mustBeSet("oms_agent")(component);
};

/** The only workspace of the design is meant for its logs. */
const connectWorkspace = (component: Component, model: Model): readonly Edit[] => {
  const [workspace, ...others] = model.ofType("azurerm_log_analytics_workspace");
  return workspace === undefined || others.length > 0 || workspace.id !== workspace.address
    ? []
    : [set(component.address, "oms_agent.log_analytics_workspace_id", code(`${workspace.address}.id`))];
};

const channel = (component: Component): string =>
  spelling(component, "automatic_upgrade_channel", "automatic_channel_upgrade");

const zones = (component: Component): Verdict => {
  const prefix = component.type === pool ? "" : "default_node_pool.";
  const path = spelling(component, `${prefix}zones`, `${prefix}availability_zones`);
  if (isUnknown(read(component.attributes, path))) return unknown;
  return (countAt(component.attributes, path) ?? 0) < 2 ? fail(path) : pass;
};

const publicNodes = (component: Component): Verdict => {
  const prefix = component.type === pool ? "" : "default_node_pool.";
  const path = spelling(component, `${prefix}node_public_ip_enabled`, `${prefix}enable_node_public_ip`);
  return mustNotBe(path, true)(component);
};

const isPaid = (value: Value): boolean => !/^free$/i.test(asText(value) ?? "");

export const azureContainerRules: readonly Rule[] = [
  rule({
    id: "azure-aks-no-rbac",
    severity: "high",
    pillar: "security",
    types: cluster,
    title: "Cluster does not check roles",
    why: "Whoever can log in may do everything in every namespace.",
    fix: "Set `role_based_access_control_enabled` to true.",
    refs: { checkov: ["CKV_AZURE_5"] },
    check: access,
  }),
  rule({
    id: "azure-aks-public-api",
    severity: "high",
    pillar: "security",
    types: cluster,
    title: "Kubernetes API is open to the whole internet",
    why: "Anyone can try stolen credentials or a new vulnerability on the control plane.",
    fix: "List your addresses in `api_server_access_profile.authorized_ip_ranges`, or set `private_cluster_enabled` to true.",
    refs: { checkov: ["CKV_AZURE_6", "CKV_AZURE_115"] },
    check: apiServer,
  }),
  rule({
    id: "azure-aks-no-network-policy",
    severity: "medium",
    pillar: "security",
    types: cluster,
    title: "Pods may talk to every other pod",
    why: "Who breaks into one container reaches all others; without a policy engine nothing can stop that.",
    fix: "Set `network_policy` in `network_profile`, for a new cluster.",
    refs: { checkov: ["CKV_AZURE_7"] },
    check: mustBeSet("network_profile.network_policy"),
  }),
  rule({
    id: "azure-aks-no-monitoring",
    severity: "medium",
    pillar: "operations",
    types: cluster,
    title: "Cluster is not monitored",
    why: "Logs and figures of containers are lost when they stop, so a crash leaves no trace.",
    fix: "Add an `oms_agent` block with the id of a Log Analytics workspace.",
    refs: { checkov: ["CKV_AZURE_4"] },
    check: agent,
    remedy: inRoot(connectWorkspace),
  }),
  rule({
    id: "azure-aks-local-accounts",
    severity: "medium",
    pillar: "security",
    types: cluster,
    title: "Cluster has local administrators",
    why: "Their certificate opens everything, cannot be withdrawn, and nobody can tell who used it.",
    fix: "Set `local_account_disabled = true` and use Entra ID.",
    refs: { checkov: ["CKV_AZURE_141"] },
    check: mustBe("local_account_disabled", true),
    remedy: ({ address, attributes }) =>
      read(attributes, "azure_active_directory_role_based_access_control") === undefined
        ? []
        : [set(address, "local_account_disabled", true)],
  }),
  rule({
    id: "azure-aks-free-tier",
    severity: "medium",
    pillar: "reliability",
    types: cluster,
    title: "Control plane comes without a service level",
    why: "The free tier is meant for trials: Azure promises nothing for it and limits its size.",
    fix: 'Set `sku_tier = "Standard"`.',
    refs: { checkov: ["CKV_AZURE_170"] },
    check: (component) => judge(component, "sku_tier", isPaid),
    remedy: setTo("sku_tier", "Standard"),
  }),
  rule({
    id: "azure-aks-no-upgrades",
    severity: "low",
    pillar: "operations",
    types: cluster,
    title: "Cluster does not take upgrades by itself",
    why: "Security fixes wait until someone remembers them, and old versions lose support within a year.",
    fix: 'Set `automatic_upgrade_channel = "patch"`.',
    refs: { checkov: ["CKV_AZURE_171"] },
    check: (component) => judge(component, channel(component), (value) => asText(value)?.toLowerCase() !== "none"),
    remedy: (component) => [set(component.address, channel(component), "patch")],
  }),
  rule({
    id: "azure-aks-single-zone",
    severity: "medium",
    pillar: "reliability",
    types: [...cluster, pool],
    title: "Nodes stand in one zone",
    why: "When that zone fails, everything that runs on them is down.",
    fix: 'Set `zones = ["1", "2", "3"]` for the node pool, when it is created.',
    refs: {},
    check: zones,
  }),
  rule({
    id: "azure-aks-public-nodes",
    severity: "high",
    pillar: "security",
    types: [...cluster, pool],
    title: "Nodes have public addresses",
    why: "Every node can be attacked from the internet directly, past the load balancer.",
    fix: "Set `node_public_ip_enabled` to false.",
    refs: { checkov: ["CKV_AZURE_143"] },
    check: publicNodes,
  }),
  rule({
    id: "azure-aks-no-azure-policy",
    severity: "low",
    pillar: "operations",
    types: cluster,
    title: "Cluster does not check what is deployed",
    why: "Privileged containers and images from anywhere start without anybody noticing.",
    fix: "Set `azure_policy_enabled = true`.",
    refs: { checkov: ["CKV_AZURE_116"] },
    check: (component) =>
      mustBe(spelling(component, "azure_policy_enabled", "addon_profile.azure_policy.enabled"), true)(component),
    remedy: setTo("azure_policy_enabled", true),
  }),
  rule({
    id: "azure-acr-admin",
    severity: "medium",
    pillar: "security",
    types: registry,
    title: "Registry has a shared administrator",
    why: "One password, known to all who ever used it, may replace every image.",
    fix: "Set `admin_enabled` to false and give roles to people and clusters.",
    refs: { checkov: ["CKV_AZURE_137"] },
    check: mustNotBe("admin_enabled", true),
  }),
  rule({
    id: "azure-acr-public",
    severity: "medium",
    pillar: "security",
    types: registry,
    title: "Registry is reachable from every network",
    why: "A leaked password works from anywhere in the world.",
    fix: "Set `public_network_access_enabled = false` with the Premium `sku` and a private endpoint.",
    refs: { checkov: ["CKV_AZURE_139"] },
    check: mustBe("public_network_access_enabled", false),
  }),
  rule({
    id: "azure-acr-anonymous",
    severity: "high",
    pillar: "security",
    types: registry,
    title: "Registry gives images to strangers",
    why: "Anyone can download the images, with the program and whatever secrets were built into it.",
    fix: "Set `anonymous_pull_enabled` to false.",
    refs: { checkov: ["CKV_AZURE_138"] },
    check: onlyWhere("sku", (sku) => !/^basic$/i.test(sku ?? ""), mustNotBe("anonymous_pull_enabled", true)),
  }),
];
