import { asText, isObject, isUnknown, matches, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import {
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

const registry = ["azurerm_container_registry"];

/** Only the Premium tier has what these switches turn on. */
const inPremium =
  (check: (component: Component, model: Model) => Verdict) =>
  (component: Component, model: Model): Verdict => {
    const sku = read(component.attributes, "sku");
    if (isUnknown(sku)) return unknown;
    return matches(sku, /^premium$/i) ? check(component, model) : fail("sku");
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

/** Rules about registries of images, and about containers without a cluster. */
export const azureContainerRules: readonly Rule[] = [
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
    check: (component) => judge(component, "service_uri", (uri) => matches(uri, /^https:/i), pass),
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
