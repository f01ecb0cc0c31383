import { asText, isObject, isUnknown, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import {
  atLeast,
  eachBlock,
  fail,
  judge,
  mustBe,
  mustBeOneOf,
  mustBeSet,
  mustNotBe,
  onlyWhere,
  pass,
  spelling,
  unknown,
  worstOf,
} from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { secretPath } from "./literal-secret.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const cluster = ["azurerm_kubernetes_cluster"];
const pool = "azurerm_kubernetes_cluster_node_pool";
const registry = ["azurerm_container_registry"];

/** The first pool is a block of the cluster, the others are resources. */
const inPool = ({ type }: Component, name: string): string => (type === pool ? name : `default_node_pool.${name}`);

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

/** Only the Premium tier has what these switches turn on. */
const inPremium =
  (check: (component: Component, model: Model) => Verdict) =>
  (component: Component, model: Model): Verdict => {
    const sku = read(component.attributes, "sku");
    if (isUnknown(sku)) return unknown;
    return /^premium$/i.test(asText(sku) ?? "") ? check(component, model) : fail("sku");
  };

const replicated = (component: Component, model: Model): Verdict => {
  if (mustBeSet("georeplications")(component).outcome === "pass") return pass;
  if (mustBeSet("georeplication_locations")(component).outcome === "pass") return pass;
  const beside = companionsOf(component, model, "azurerm_container_registry_replication", "container_registry_id");
  return beside === undefined ? unknown : beside.length > 0 ? pass : fail("georeplications");
};

/** The registry and each of its copies. */
const inEveryZone = (component: Component): Verdict =>
  worstOf([
    mustBe("zone_redundancy_enabled", true)(component),
    eachBlock(component, "georeplications", (copy, path) => {
      const zones = read(copy, "zone_redundancy_enabled");
      if (isUnknown(zones)) return unknown;
      return asText(zones) === "true" ? pass : fail(`${path}.zone_redundancy_enabled`);
    }),
  ]);

const untagged = (component: Component): Verdict =>
  read(component.attributes, "retention_policy_in_days") === undefined
    ? mustBe("retention_policy.enabled", true)(component)
    : judge(component, "retention_policy_in_days", (value) => Number(asText(value)) > 0);

const signed = (component: Component): Verdict =>
  mustBe(spelling(component, "trust_policy_enabled", "trust_policy.enabled"), true)(component);

const variables = (component: Component): Verdict => {
  const containers = read(component.attributes, "container");
  if (isUnknown(containers)) return unknown;
  const list = Array.isArray(containers) ? containers : [];
  for (const [index, container] of list.entries()) {
    if (!isObject(container) || read(container, "environment_variables") === undefined) continue;
    const path = `container[${index}].environment_variables`;
    if (
      read(container, "secure_environment_variables") === undefined ||
      secretPath(container, "environment_variables") !== undefined
    )
      return fail(path);
  }
  return pass;
};

const surge = (component: Component): Verdict => mustBeSet(inPool(component, "upgrade_settings.max_surge"))(component);

const fixedSize = (component: Component): Verdict =>
  mustBe(
    spelling(component, inPool(component, "auto_scaling_enabled"), inPool(component, "enable_auto_scaling")),
    true,
  )(component);

export const azureKubernetesRules: readonly Rule[] = [
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
  rule({
    id: "azure-acr-no-scan",
    severity: "low",
    pillar: "security",
    types: registry,
    title: "Images are not scanned for known holes",
    why: "The Basic tier stores images and does no more, so vulnerable packages reach production unseen.",
    fix: 'Set `sku` to "Standard" or "Premium", with Defender for container registries.',
    refs: { checkov: ["CKV_AZURE_163"] },
    check: mustBeOneOf("sku", ["Standard", "Premium"], fail("sku")),
  }),
  rule({
    id: "azure-acr-unsigned",
    severity: "low",
    pillar: "security",
    types: registry,
    title: "Registry does not know signed images",
    why: "An image that somebody swapped for another is deployed like any other.",
    fix: "Set `trust_policy_enabled = true` with the Premium `sku`.",
    refs: { checkov: ["CKV_AZURE_164"] },
    check: signed,
  }),
  rule({
    id: "azure-acr-single-region",
    severity: "low",
    pillar: "reliability",
    types: registry,
    title: "Images are kept in one region",
    why: "When that region fails, nothing can be started anywhere.",
    fix: "Add `georeplications` with the Premium `sku`.",
    refs: { checkov: ["CKV_AZURE_165"] },
    check: inPremium(replicated),
  }),
  rule({
    id: "azure-acr-no-quarantine",
    severity: "low",
    pillar: "security",
    types: registry,
    title: "New images can be used before they were checked",
    why: "A vulnerable image may be running before the scan of it is done.",
    fix: "Set `quarantine_policy_enabled = true` with the Premium `sku`.",
    refs: { checkov: ["CKV_AZURE_166"] },
    check: mustBe("quarantine_policy_enabled", true),
  }),
  rule({
    id: "azure-acr-keeps-everything",
    severity: "low",
    pillar: "cost",
    types: registry,
    title: "Images without a tag are kept for ever",
    why: "Every build leaves layers behind that nobody uses and everyone pays for.",
    fix: "Set `retention_policy_in_days` with the Premium `sku`.",
    refs: { checkov: ["CKV_AZURE_167"] },
    check: untagged,
  }),
  rule({
    id: "azure-acr-single-zone",
    severity: "low",
    pillar: "reliability",
    types: registry,
    title: "Registry stands in one zone",
    why: "When that zone fails, nothing can be started in the region.",
    fix: "Set `zone_redundancy_enabled = true` with the Premium `sku`, for a new registry.",
    refs: { checkov: ["CKV_AZURE_233"] },
    check: inEveryZone,
  }),
  rule({
    id: "azure-acr-shared-data-endpoint",
    severity: "low",
    pillar: "security",
    types: registry,
    title: "Images are fetched from an address that all customers share",
    why: "A firewall has to open all of Azure's storage for it, also that of strangers.",
    fix: "Set `data_endpoint_enabled = true` with the Premium `sku`.",
    refs: { checkov: ["CKV_AZURE_237"] },
    check: mustBe("data_endpoint_enabled", true),
  }),
  rule({
    id: "azure-acr-webhook-http",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_container_registry_webhook"],
    title: "Registry calls a webhook over plain HTTP",
    why: "Who listens learns of every image, and can answer in the name of the receiver.",
    fix: "Set `service_uri` to an https address.",
    refs: { checkov: ["CKV2_AZURE_30"] },
    check: (component) => judge(component, "service_uri", (uri) => /^https:/i.test(asText(uri) ?? ""), pass),
  }),
  rule({
    id: "azure-container-plain-variables",
    severity: "low",
    pillar: "security",
    types: ["azurerm_container_group"],
    title: "Container has all of its settings in plain sight",
    why: "Passwords among them can be read by whoever may look at the container.",
    fix: "Move secrets to `secure_environment_variables`.",
    refs: { checkov: ["CKV_AZURE_235"] },
    check: variables,
  }),
  rule({
    id: "azure-machine-learning-idle-nodes",
    severity: "low",
    pillar: "cost",
    types: ["azurerm_machine_learning_compute_cluster"],
    title: "Compute cluster never goes down to nothing",
    why: "Machines are paid for while nobody trains a model.",
    fix: "Set `scale_settings.min_node_count = 0`.",
    refs: { checkov: ["CKV_AZURE_150"] },
    check: onlyWhere("scale_settings", () => true, mustBe("scale_settings.min_node_count", 0)),
    remedy: setTo("scale_settings.min_node_count", 0),
  }),
];
