import { code, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, matches, read } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import {
  atLeast,
  countAt,
  fail,
  judge,
  mustBe,
  mustBeOneOf,
  mustBeSet,
  mustNotBe,
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

/** The first pool is a block of the cluster, the others are resources. */
const inPool = ({ type }: Component, name: string): string => (type === pool ? name : `default_node_pool.${name}`);

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
  const path = spelling(component, inPool(component, "zones"), inPool(component, "availability_zones"));
  if (isUnknown(read(component.attributes, path))) return unknown;
  return (countAt(component.attributes, path) ?? 0) < 2 ? fail(path) : pass;
};

const publicNodes = (component: Component): Verdict => {
  const path = spelling(
    component,
    inPool(component, "node_public_ip_enabled"),
    inPool(component, "enable_node_public_ip"),
  );
  return mustNotBe(path, true)(component);
};

const isPaid = (value: Value): boolean => !matches(value, /^free$/i);

const hostEncryption = (component: Component): Verdict =>
  mustBe(
    spelling(component, inPool(component, "host_encryption_enabled"), inPool(component, "enable_host_encryption")),
    true,
  )(component);

const dashboard = (component: Component): Verdict => mustNotBe("addon_profile.kube_dashboard.enabled", true)(component);

const secretRotation = (component: Component): Verdict =>
  mustBe(
    spelling(
      component,
      "key_vault_secrets_provider.secret_rotation_enabled",
      "addon_profile.azure_keyvault_secrets_provider.secret_rotation_enabled",
    ),
    true,
  )(component);

const surge = (component: Component): Verdict => mustBeSet(inPool(component, "upgrade_settings.max_surge"))(component);

const fixedSize = (component: Component): Verdict =>
  mustBe(
    spelling(component, inPool(component, "auto_scaling_enabled"), inPool(component, "enable_auto_scaling")),
    true,
  )(component);

/** Rules about clusters of AKS and their pools of nodes. */
export const azureKubernetesRules: readonly Rule[] = [
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
    id: "azure-aks-dashboard",
    severity: "medium",
    pillar: "security",
    types: cluster,
    title: "Cluster runs the old dashboard",
    why: "It was the way into many clusters, and gets no more fixes.",
    fix: "Remove `kube_dashboard` from `addon_profile`.",
    refs: { checkov: ["CKV_AZURE_8"] },
    check: dashboard,
  }),
  rule({
    id: "azure-aks-few-pods",
    severity: "low",
    pillar: "cost",
    types: [...cluster, pool],
    title: "Nodes take fewer than 50 pods",
    why: "Nodes are paid for and stay half empty, because no more pods fit by their number.",
    fix: "Set `max_pods` to 50 or more, for a new pool.",
    refs: { checkov: ["CKV_AZURE_168"] },
    check: (component) => atLeast(inPool(component, "max_pods"), 50)(component),
  }),
  rule({
    id: "azure-aks-no-scale-set",
    severity: "low",
    pillar: "reliability",
    types: cluster,
    title: "Nodes are no scale set",
    why: "They can neither be scaled by themselves nor spread over zones.",
    fix: 'Set `type = "VirtualMachineScaleSets"` in `default_node_pool`.',
    refs: { checkov: ["CKV_AZURE_169"] },
    check: mustBeOneOf("default_node_pool.type", ["VirtualMachineScaleSets"], pass),
  }),
  rule({
    id: "azure-aks-stale-secrets",
    severity: "low",
    pillar: "security",
    types: cluster,
    title: "Pods do not get renewed secrets",
    why: "After a secret was changed in the vault, pods go on with the old one, so nobody dares to change it.",
    fix: "Set `secret_rotation_enabled = true` in `key_vault_secrets_provider`.",
    refs: { checkov: ["CKV_AZURE_172"] },
    check: secretRotation,
    remedy: setTo("key_vault_secrets_provider.secret_rotation_enabled", true),
  }),
  rule({
    id: "azure-aks-network-disks",
    severity: "low",
    pillar: "performance",
    types: [...cluster, pool],
    title: "Nodes keep their system on network disks",
    why: "Ephemeral disks start faster, are quicker, and cost nothing.",
    fix: 'Set `os_disk_type = "Ephemeral"` where the size of machine has room for it.',
    refs: { checkov: ["CKV_AZURE_226"] },
    check: (component) => mustBe(inPool(component, "os_disk_type"), "Ephemeral")(component),
  }),
  rule({
    id: "azure-aks-host-encryption",
    severity: "low",
    pillar: "security",
    types: [...cluster, pool],
    title: "Nodes are not encrypted on their host",
    why: "Temporary disks and caches lie unencrypted on the host, whatever the disks themselves do.",
    fix: "Set `host_encryption_enabled = true` for the pool.",
    refs: { checkov: ["CKV_AZURE_227"] },
    check: hostEncryption,
  }),
  rule({
    id: "azure-aks-mixed-system-pool",
    severity: "low",
    pillar: "reliability",
    types: cluster,
    title: "Applications share nodes with the cluster's own pods",
    why: "An application that takes all memory takes DNS and metrics of the whole cluster down with it.",
    fix: "Set `only_critical_addons_enabled = true` in `default_node_pool`, and add a pool for applications.",
    refs: { checkov: ["CKV_AZURE_232"] },
    check: mustBe("default_node_pool.only_critical_addons_enabled", true),
  }),
  rule({
    id: "azure-aks-http-routing",
    severity: "medium",
    pillar: "security",
    types: cluster,
    title: "Cluster publishes applications by the add-on for trying out",
    why: "It creates public addresses and names by itself, knows no TLS, and is retired.",
    fix: "Set `http_application_routing_enabled` to false and use an ingress controller.",
    refs: { checkov: ["CKV_AZURE_246"] },
    check: (component) =>
      mustNotBe(
        spelling(component, "http_application_routing_enabled", "addon_profile.http_application_routing.enabled"),
        true,
      )(component),
  }),
  rule({
    id: "azure-aks-simple-network",
    severity: "low",
    pillar: "security",
    types: cluster,
    title: "Pods have no addresses in your network",
    why: "With kubenet security groups and firewalls cannot tell one pod from another.",
    fix: 'Set `network_plugin = "azure"` in `network_profile`, for a new cluster.',
    refs: { checkov: ["CKV2_AZURE_29"] },
    check: mustBe("network_profile.network_plugin", "azure"),
  }),
  rule({
    id: "azure-aks-slow-upgrades",
    severity: "low",
    pillar: "reliability",
    types: [...cluster, pool],
    title: "Upgrades replace one node at a time",
    why: "An upgrade of many nodes takes hours, in which the cluster runs two versions.",
    fix: 'Set `upgrade_settings.max_surge = "33%"` for the pool.',
    refs: {},
    check: surge,
  }),
  rule({
    id: "azure-aks-fixed-size",
    severity: "low",
    pillar: "cost",
    types: [...cluster, pool],
    title: "Number of nodes does not follow the load",
    why: "At night nodes are paid for and idle, and at peaks pods wait for room.",
    fix: "Set `auto_scaling_enabled = true` with `min_count` and `max_count`.",
    refs: {},
    check: fixedSize,
  }),
];
