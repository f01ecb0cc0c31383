import { set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, matches, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { eachBlock, fail, judge, mustBe, mustMatch, mustNotBe, pass, textAt, unknown, worstOf } from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const cluster = ["google_container_cluster"];
const pool = ["google_container_node_pool"];

/** Google looks after nodes, upgrades and network policy of such a cluster. */
const isAutopilot = (component: Component): boolean => textAt(component, "enable_autopilot") === "true";

const unlessAutopilot =
  (check: (component: Component) => Verdict) =>
  (component: Component): Verdict =>
    isAutopilot(component) ? pass : check(component);

const openControlPlane = (component: Component): Verdict => {
  const isPrivate = read(component.attributes, "private_cluster_config.enable_private_endpoint");
  if (asText(isPrivate) === "true") return pass;
  if (read(component.attributes, "master_authorized_networks_config") !== undefined) return pass;
  return isUnknown(isPrivate) ? unknown : fail();
};

const everyoneAuthorized = (component: Component): Verdict => {
  if (textAt(component, "private_cluster_config.enable_private_endpoint") === "true") return pass;
  return eachBlock(component, "master_authorized_networks_config.cidr_blocks", (block, path) => {
    const range = read(block, "cidr_block");
    if (isUnknown(range)) return unknown;
    return asText(range)?.endsWith("/0") === true ? fail(`${path}.cidr_block`) : pass;
  });
};

const networkPolicy = (component: Component): Verdict =>
  textAt(component, "datapath_provider") === "ADVANCED_DATAPATH"
    ? pass
    : mustBe("network_policy.enabled", true)(component);

const channel = (component: Component): Verdict =>
  judge(component, "release_channel.channel", (value) => asText(value) !== "UNSPECIFIED");

/** A fixed version and a channel contradict each other. */
const joinChannel = ({ address, attributes }: Component): readonly Edit[] =>
  read(attributes, "min_master_version") === undefined ? [set(address, "release_channel.channel", "REGULAR")] : [];

const metadataMode = (component: Component): Verdict => {
  const prefix = "node_config.workload_metadata_config";
  // The name and the value before version 4 of the provider.
  const legacy = textAt(component, `${prefix}.node_metadata`);
  return legacy === "GKE_METADATA_SERVER" ? pass : mustBe(`${prefix}.mode`, "GKE_METADATA")(component);
};

/** A cluster without its default pool has no nodes of its own. */
const metadata = (component: Component): Verdict =>
  textAt(component, "remove_default_node_pool") === "true" || isAutopilot(component) ? pass : metadataMode(component);

/** The mode needs workload identity, which is set for the whole cluster. */
const hideMetadata = (component: Component, model: Model): readonly Edit[] => {
  const owner = component.type === pool[0] ? model.target(component, "cluster") : component;
  return owner === undefined || read(owner.attributes, "workload_identity_config") === undefined
    ? []
    : [set(component.address, "node_config.workload_metadata_config.mode", "GKE_METADATA")];
};

/** A zone's name is its region's with a letter: `europe-west1-b`. */
const location = (component: Component): Verdict =>
  judge(component, "location", (value) => !matches(value, /-[a-z]$/), unknown);

const services = ["logging_service", "monitoring_service"];

export const gcpGkeRules: readonly Rule[] = [
  rule({
    id: "gcp-gke-legacy-authorisation",
    severity: "high",
    pillar: "security",
    types: cluster,
    title: "Cluster uses legacy authorisation",
    why: "Every account with access may do nearly everything in every namespace.",
    fix: "Set `enable_legacy_abac` to false.",
    refs: { checkov: ["CKV_GCP_7"] },
    check: mustNotBe("enable_legacy_abac", true),
    remedy: setTo("enable_legacy_abac", false),
  }),
  rule({
    id: "gcp-gke-public-control-plane",
    severity: "high",
    pillar: "security",
    types: cluster,
    title: "Control plane is open to the whole internet",
    why: "Anyone can try stolen credentials or a new vulnerability on the Kubernetes API.",
    fix: "List your own networks in `master_authorized_networks_config`.",
    refs: { checkov: ["CKV_GCP_20"] },
    check: openControlPlane,
  }),
  rule({
    id: "gcp-gke-everyone-authorized",
    severity: "high",
    pillar: "security",
    types: cluster,
    title: "List of networks for the control plane lets everyone in",
    why: "Anyone can try stolen credentials or a new vulnerability on the Kubernetes API.",
    fix: "List your own networks in `master_authorized_networks_config` instead of 0.0.0.0/0.",
    refs: { checkov: ["CKV_GCP_18"] },
    check: everyoneAuthorized,
  }),
  rule({
    id: "gcp-gke-public-nodes",
    severity: "medium",
    pillar: "security",
    types: cluster,
    title: "Nodes have public addresses",
    why: "Every node can be attacked from the internet directly, past the load balancer.",
    fix: "Set `private_cluster_config.enable_private_nodes = true`, for a new cluster.",
    refs: { checkov: ["CKV_GCP_25", "CKV_GCP_64"] },
    check: mustBe("private_cluster_config.enable_private_nodes", true),
  }),
  rule({
    id: "gcp-gke-no-network-policy",
    severity: "medium",
    pillar: "security",
    types: cluster,
    title: "Pods may talk to every other pod",
    why: "Who breaks into one container reaches all others; without a policy engine nothing can stop that.",
    fix: 'Set `datapath_provider = "ADVANCED_DATAPATH"` for a new cluster, or `network_policy.enabled = true`.',
    refs: { checkov: ["CKV_GCP_12"] },
    check: unlessAutopilot(networkPolicy),
  }),
  rule({
    id: "gcp-gke-no-channel",
    severity: "low",
    pillar: "operations",
    types: cluster,
    title: "Cluster is in no release channel",
    why: "Upgrades come without a plan, and old versions lose support within a year.",
    fix: 'Set `release_channel.channel = "REGULAR"`.',
    refs: { checkov: ["CKV_GCP_70"] },
    check: unlessAutopilot(channel),
    remedy: joinChannel,
  }),
  rule({
    id: "gcp-gke-unshielded-nodes",
    severity: "medium",
    pillar: "security",
    types: cluster,
    title: "Nodes are not shielded",
    why: "A forged machine can pretend to be a node and get at the cluster's secrets.",
    fix: "Set `enable_shielded_nodes` to true.",
    refs: { checkov: ["CKV_GCP_71"] },
    check: mustNotBe("enable_shielded_nodes", false),
    remedy: setTo("enable_shielded_nodes", true),
  }),
  rule({
    id: "gcp-gke-no-repair",
    severity: "medium",
    pillar: "operations",
    types: pool,
    title: "Broken nodes are not repaired by themselves",
    why: "A node that fails stays broken, and its pods wait for room, until someone acts.",
    fix: "Set `management.auto_repair = true`.",
    refs: { checkov: ["CKV_GCP_9"] },
    check: mustBe("management.auto_repair", true),
    remedy: setTo("management.auto_repair", true),
  }),
  rule({
    id: "gcp-gke-no-upgrade",
    severity: "medium",
    pillar: "operations",
    types: pool,
    title: "Nodes are not upgraded by themselves",
    why: "Known holes stay open until someone acts, and nodes fall too far behind the control plane.",
    fix: "Set `management.auto_upgrade = true`.",
    refs: { checkov: ["CKV_GCP_10"] },
    check: mustBe("management.auto_upgrade", true),
    remedy: setTo("management.auto_upgrade", true),
  }),
  rule({
    id: "gcp-gke-metadata",
    severity: "medium",
    pillar: "security",
    types: [...cluster, ...pool],
    title: "Pods can ask for the node's credentials",
    why: "Whoever breaks into a container gets the rights of the node's service account.",
    fix: 'Set `workload_metadata_config.mode = "GKE_METADATA"` in `node_config`, with workload identity.',
    refs: { checkov: ["CKV_GCP_69"] },
    check: metadata,
    remedy: hideMetadata,
  }),
  rule({
    id: "gcp-gke-single-zone",
    severity: "medium",
    pillar: "reliability",
    types: cluster,
    title: "Control plane stands in one zone",
    why: "While that zone fails, or Google upgrades the cluster, nothing can be deployed or healed.",
    fix: "Set `location` to a region instead of a zone, for a new cluster.",
    refs: {},
    check: location,
  }),
  rule({
    id: "gcp-gke-no-logs",
    severity: "medium",
    pillar: "operations",
    types: cluster,
    title: "Cluster does not log or is not monitored",
    why: "Crashes leave no trace, and nobody sees which workload runs out of memory.",
    fix: "Remove `logging_service` and `monitoring_service`, or set them to their defaults.",
    refs: { checkov: ["CKV_GCP_1", "CKV_GCP_8"] },
    check: (component) => worstOf(services.map((path) => mustNotBe(path, "none")(component))),
    remedy: ({ address }) => [
      set(address, "logging_service", "logging.googleapis.com/kubernetes"),
      set(address, "monitoring_service", "monitoring.googleapis.com/kubernetes"),
    ],
  }),
  rule({
    id: "gcp-gke-client-certificate",
    severity: "medium",
    pillar: "security",
    types: cluster,
    title: "Cluster hands out a client certificate",
    why: "It opens the cluster for years and cannot be withdrawn.",
    fix: "Set `issue_client_certificate` to false in `master_auth.client_certificate_config`.",
    refs: { checkov: ["CKV_GCP_13"] },
    check: mustNotBe("master_auth.client_certificate_config.issue_client_certificate", true),
  }),
  rule({
    id: "gcp-gke-password-login",
    severity: "high",
    pillar: "security",
    types: cluster,
    title: "Cluster takes a password",
    why: "A password that is known to many opens the whole cluster, and nobody can tell who used it.",
    fix: "Remove `username` and `password` from `master_auth`.",
    refs: { checkov: ["CKV_GCP_19"] },
    check: mustMatch("master_auth.username", /^$/, pass),
  }),
];
