import { asText, isObject, isUnknown, matches, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import {
  fail,
  judge,
  mustBe,
  mustBeSet,
  mustNotBe,
  mustNotMatch,
  pass,
  skip,
  spelling,
  textAt,
  unknown,
} from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const cluster = ["google_container_cluster"];
const pool = ["google_container_node_pool"];
const both = [...cluster, ...pool];

const isAutopilot = (component: Component): boolean => textAt(component, "enable_autopilot") === "true";

/** A cluster that gives its default pool away has no nodes of its own, and Google looks after those of Autopilot. */
const ofNodes =
  (check: (component: Component) => Verdict) =>
  (component: Component): Verdict =>
    isAutopilot(component) || textAt(component, "remove_default_node_pool") === "true" ? pass : check(component);

const unlessAutopilot =
  (check: (component: Component) => Verdict) =>
  (component: Component): Verdict =>
    isAutopilot(component) ? pass : check(component);

const labels = (component: Component): Verdict => {
  const value = read(component.attributes, "resource_labels");
  if (isUnknown(value)) return pass;
  return isObject(value) && Object.keys(value).length > 0 ? pass : fail("resource_labels");
};

/** Container-optimised images, whatever their case. */
const image = (component: Component): Verdict =>
  judge(component, "node_config.image_type", (value) => matches(value, /^cos(?:_containerd)?$/i));

const binaryAuthorization = (component: Component): Verdict => {
  const mode = read(component.attributes, "binary_authorization.evaluation_mode");
  if (isUnknown(mode)) return unknown;
  if (mode !== undefined) return matches(mode, /^disabled$/i) ? fail("binary_authorization.evaluation_mode") : pass;
  return mustBe(spelling(component, "binary_authorization.enabled", "enable_binary_authorization"), true)(component);
};

const defaultAccount = (component: Component): Verdict => {
  const account = read(component.attributes, "node_config.service_account");
  if (isUnknown(account))
    return account.refs.some((ref) => ref.includes("default_service_account"))
      ? fail("node_config.service_account")
      : pass;
  const text = asText(account) ?? "default";
  return text === "default" || text.endsWith("-compute@developer.gserviceaccount.com")
    ? fail("node_config.service_account")
    : pass;
};

const autoscaled = (component: Component): Verdict =>
  read(component.attributes, "autoscaling") === undefined ? fail("node_count") : pass;

/** The controller was taken out of Kubernetes with 1.25. */
const podPolicy = (component: Component): Verdict => {
  const [, minor] = /^1\.(\d+)(?:\.|$)/.exec(textAt(component, "min_master_version") ?? "") ?? [];
  return minor === undefined || Number(minor) >= 25
    ? skip
    : mustBe("pod_security_policy_config.enabled", true)(component);
};

const shielded = (name: string) => `node_config.shielded_instance_config.${name}`;

export const gcpGkeSettingRules: readonly Rule[] = [
  rule({
    id: "gcp-gke-no-pod-policy",
    severity: "medium",
    pillar: "security",
    types: cluster,
    title: "Old cluster lets pods ask for any right",
    why: "Before Kubernetes 1.25 nothing but this controller kept a pod from taking over its node.",
    fix: "Move to a supported `min_master_version` with pod security admission, or set `pod_security_policy_config.enabled`.",
    refs: { checkov: ["CKV_GCP_24"] },
    check: podPolicy,
  }),
  rule({
    id: "gcp-gke-no-labels",
    severity: "low",
    pillar: "cost",
    types: cluster,
    title: "Cluster has no labels",
    why: "Nobody can tell whose it is and which budget pays for it.",
    fix: "Set `resource_labels`, e.g. owner and environment.",
    refs: { checkov: ["CKV_GCP_21"] },
    check: labels,
  }),
  rule({
    id: "gcp-gke-image",
    severity: "low",
    pillar: "security",
    types: both,
    title: "Nodes do not run the container-optimised system",
    why: "A full system has more programs that can be attacked and have to be kept up to date.",
    fix: 'Set `node_config.image_type = "COS_CONTAINERD"`.',
    refs: { checkov: ["CKV_GCP_22"] },
    check: ofNodes(image),
    remedy: setTo("node_config.image_type", "COS_CONTAINERD"),
  }),
  rule({
    id: "gcp-gke-routes",
    severity: "low",
    pillar: "security",
    types: cluster,
    title: "Pods have no addresses in your network",
    why: "Routes run out at a few hundred nodes, and firewalls cannot tell one pod from another.",
    fix: "Add `ip_allocation_policy`, for a new cluster.",
    refs: { checkov: ["CKV_GCP_23"] },
    check: mustBeSet("ip_allocation_policy"),
  }),
  rule({
    id: "gcp-gke-blind-nodes",
    severity: "low",
    pillar: "operations",
    types: cluster,
    title: "Traffic between pods of a node is not seen",
    why: "Flow logs and firewalls miss what stays on one node.",
    fix: "Set `enable_intranode_visibility = true`.",
    refs: { checkov: ["CKV_GCP_61"] },
    check: mustBe("enable_intranode_visibility", true),
    remedy: setTo("enable_intranode_visibility", true),
  }),
  rule({
    id: "gcp-gke-no-groups",
    severity: "low",
    pillar: "security",
    types: cluster,
    title: "Rights in the cluster are not given to groups",
    why: "People who leave keep their rights until somebody thinks of the cluster.",
    fix: "Set `authenticator_groups_config.security_group`.",
    refs: { checkov: ["CKV_GCP_65"] },
    check: mustBeSet("authenticator_groups_config.security_group"),
  }),
  rule({
    id: "gcp-gke-any-image",
    severity: "low",
    pillar: "security",
    types: cluster,
    title: "Cluster runs any image",
    why: "An image that nobody built or checked is deployed like any other.",
    fix: 'Set `binary_authorization.evaluation_mode = "PROJECT_SINGLETON_POLICY_ENFORCE"`.',
    refs: { checkov: ["CKV_GCP_66"] },
    check: binaryAuthorization,
  }),
  rule({
    id: "gcp-gke-insecure-boot",
    severity: "low",
    pillar: "security",
    types: both,
    title: "Nodes start without checking what they start",
    why: "Malware in the boot process is noticed by nobody.",
    fix: "Set `enable_secure_boot = true` in `shielded_instance_config`.",
    refs: { checkov: ["CKV_GCP_68"] },
    check: ofNodes(mustBe(shielded("enable_secure_boot"), true)),
    remedy: setTo(shielded("enable_secure_boot"), true),
  }),
  rule({
    id: "gcp-gke-no-integrity-monitoring",
    severity: "low",
    pillar: "security",
    types: both,
    title: "Nodes are not watched for changes of their system",
    why: "Malware that changes the system is noticed by nobody.",
    fix: "Remove `enable_integrity_monitoring = false`.",
    refs: { checkov: ["CKV_GCP_72"] },
    check: unlessAutopilot(mustNotBe(shielded("enable_integrity_monitoring"), false)),
    remedy: setTo(shielded("enable_integrity_monitoring"), true),
  }),
  rule({
    id: "gcp-gke-pool-inside",
    severity: "low",
    pillar: "reliability",
    types: cluster,
    title: "Node pools are part of the cluster's own block",
    why: "Such a pool cannot be taken out without making the whole cluster anew.",
    fix: "Move each `node_pool` to a `google_container_node_pool`.",
    refs: { checkov: ["CKV_GCP_123"] },
    check: ({ attributes }) => (read(attributes, "node_pool") === undefined ? pass : fail("node_pool")),
  }),
  rule({
    id: "gcp-gke-default-account",
    severity: "medium",
    pillar: "security",
    types: both,
    title: "Nodes run as the default service account",
    why: "That account may edit almost everything in the project, and so may whoever breaks out of a container.",
    fix: "Set `node_config.service_account` to an account with the roles that nodes need.",
    refs: { checkov: ["CKV2_GCP_1"] },
    check: ofNodes(defaultAccount),
  }),
  rule({
    id: "gcp-gke-alpha",
    severity: "medium",
    pillar: "reliability",
    types: cluster,
    title: "Cluster tries out unfinished features",
    why: "Google deletes such a cluster after 30 days, and gives it no security fixes.",
    fix: "Remove `enable_kubernetes_alpha`.",
    refs: { checkov: ["CKV2_GCP_19"] },
    check: mustNotBe("enable_kubernetes_alpha", true),
    remedy: setTo("enable_kubernetes_alpha", false),
  }),
  rule({
    id: "gcp-gke-old-version",
    severity: "medium",
    pillar: "security",
    types: cluster,
    title: "Cluster may run a version whose nodes give away credentials",
    why: "Before 1.12 any pod can ask the old metadata service for the node's credentials.",
    fix: "Set `min_master_version` to a supported version, or join a `release_channel`.",
    refs: { checkov: ["CKV_GCP_67"] },
    check: mustNotMatch("min_master_version", /^1\.(?:\d|1[01])(?:\.|$)/),
  }),
  rule({
    id: "gcp-gke-fixed-size",
    severity: "low",
    pillar: "cost",
    types: pool,
    title: "Number of nodes does not follow the load",
    why: "At night nodes are paid for and idle, and at peaks pods wait for room.",
    fix: "Add `autoscaling` with `min_node_count` and `max_node_count`.",
    refs: {},
    check: autoscaled,
  }),
  rule({
    id: "gcp-gke-deletion-protection",
    severity: "medium",
    pillar: "reliability",
    types: cluster,
    title: "Cluster can be deleted by mistake",
    why: "One wrong plan takes every application down.",
    fix: "Set `deletion_protection` to true.",
    refs: {},
    check: mustNotBe("deletion_protection", false),
    remedy: setTo("deletion_protection", true),
  }),
];
