import { asText, isUnknown, matches, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, judge, mustNotMatch, pass, skip, unknown } from "./checks.ts";
import { both, mapAt, nameOf, workloads } from "./kubernetes-pods.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** What lives in a namespace. */
const namespaced = [
  ...workloads,
  ...both(
    "service",
    "service_account",
    "config_map",
    "secret",
    "ingress",
    "role",
    "role_binding",
    "network_policy",
    "persistent_volume_claim",
    "pod_disruption_budget",
    "horizontal_pod_autoscaler",
    "resource_quota",
    "limit_range",
  ),
  "kubernetes_horizontal_pod_autoscaler_v2",
];
const namespaces = both("namespace");

/** Kubernetes makes these itself in every namespace. */
const isOwnObject = (component: Component): boolean => {
  const name = nameOf(component);
  return (
    (component.type.startsWith("kubernetes_service_account") && name === "default") ||
    (/^kubernetes_service(?:_v1)?$/.test(component.type) && name === "kubernetes")
  );
};

const defaultNamespace = (component: Component): Verdict => {
  if (isOwnObject(component)) return skip;
  const value = read(component.attributes, "metadata.namespace");
  if (value === undefined) return fail("metadata.name");
  if (isUnknown(value)) return value.refs.length > 0 ? pass : unknown;
  return asText(value) === "default" || value === "" ? fail("metadata.namespace") : pass;
};

const systemNamespaces = new Set(["kube-system", "kube-public", "kube-node-lease"]);
const enforce = "pod-security.kubernetes.io/enforce";

const podSecurity = (component: Component): Verdict => {
  if (systemNamespaces.has(nameOf(component) ?? "")) return skip;
  const labels = read(component.attributes, "metadata.labels");
  if (isUnknown(labels)) return unknown;
  const value = mapAt(component.attributes, "metadata.labels")[enforce];
  if (isUnknown(value)) return unknown;
  const level = asText(value);
  if (level === undefined) return fail("metadata[0].labels");
  return level === "privileged" ? fail(`metadata[0].labels.${enforce}`) : pass;
};

/** Companions are found by the namespace that they name. */
const known = new WeakMap<Model, Map<string, ReadonlySet<string> | undefined>>();

/** Names and blocks of namespaces that resources of `type` stand in; nothing when one of them is only known after apply. */
const homesOf = (model: Model, type: string): ReadonlySet<string> | undefined => {
  const cache = known.get(model) ?? new Map<string, ReadonlySet<string> | undefined>();
  known.set(model, cache);
  if (!cache.has(type)) cache.set(type, collectHomes(model.ofType(...both(type))));
  return cache.get(type);
};

const collectHomes = (components: readonly Component[]): ReadonlySet<string> | undefined => {
  const homes = new Set<string>();
  for (const { attributes, references } of components) {
    const value = read(attributes, "metadata.namespace");
    const targets = references.filter(({ path }) => path === "metadata").map(({ to }) => to);
    if (isUnknown(value) && targets.length === 0) return undefined;
    for (const home of [asText(value) ?? "default", ...targets]) homes.add(home);
  }
  return homes;
};

const hasCompanion =
  (type: string) =>
  (component: Component, model: Model): Verdict => {
    if (systemNamespaces.has(nameOf(component) ?? "")) return skip;
    const homes = homesOf(model, type);
    if (homes === undefined) return unknown;
    return [nameOf(component), component.address, component.id].some((home) => home !== undefined && homes.has(home))
      ? pass
      : fail();
  };

/** Ways of the provider to write what newer clusters refuse, with the version that dropped each. */
const removedTypes = [
  "kubernetes_ingress",
  "kubernetes_cron_job",
  "kubernetes_pod_disruption_budget",
  "kubernetes_horizontal_pod_autoscaler_v2beta2",
  "kubernetes_validating_webhook_configuration",
  "kubernetes_mutating_webhook_configuration",
  "kubernetes_certificate_signing_request",
  "kubernetes_csi_driver",
  "kubernetes_pod_security_policy",
  "kubernetes_pod_security_policy_v1beta1",
];

/** Versions of the API that Kubernetes 1.16 to 1.32 stopped to serve. */
const removedVersion =
  /^(?:extensions\/v1beta1|apps\/v1beta[12]|networking\.k8s\.io\/v1beta1|rbac\.authorization\.k8s\.io\/v1(?:alpha|beta)1|policy\/v1beta1|batch\/v(?:1beta1|2alpha1)|autoscaling\/v2beta[12]|admissionregistration\.k8s\.io\/v1beta1|apiextensions\.k8s\.io\/v1beta1|certificates\.k8s\.io\/v1beta1|storage\.k8s\.io\/v1beta1|scheduling\.k8s\.io\/v1(?:alpha|beta)1|coordination\.k8s\.io\/v1beta1|discovery\.k8s\.io\/v1beta1|flowcontrol\.apiserver\.k8s\.io\/v1beta[123]|node\.k8s\.io\/v1beta1|events\.k8s\.io\/v1beta1)$/;

const manifestVersion = (component: Component): Verdict =>
  judge(component, "manifest.apiVersion", (value) => !matches(value, removedVersion), pass);

export const kubernetesNamespaceRules: readonly Rule[] = [
  rule({
    id: "kubernetes-default-namespace",
    severity: "low",
    pillar: "operations",
    types: namespaced,
    title: "Object stands in the default namespace",
    why: "Rights, quotas and network policies are given by namespace; there everything shares them.",
    fix: "Set `namespace` in `metadata` to one of the program's own.",
    refs: { checkov: ["CKV_K8S_21"], cis: ["1.12:5.6.4"] },
    check: defaultNamespace,
  }),
  rule({
    id: "kubernetes-no-pod-security",
    severity: "medium",
    pillar: "security",
    types: namespaces,
    title: "Namespace admits every kind of pod",
    why: "Anyone who may start pods in it can start privileged ones.",
    fix: `Add the label ${enforce} with baseline or restricted.`,
    refs: { cis: ["1.12:5.2.1"] },
    check: podSecurity,
  }),
  rule({
    id: "kubernetes-no-quota",
    severity: "low",
    pillar: "cost",
    types: namespaces,
    title: "Namespace has no quota",
    why: "One team or one faulty loop can take, and have paid for, all the cluster can grow to.",
    fix: "Add a `kubernetes_resource_quota_v1` in the namespace.",
    refs: {},
    check: hasCompanion("resource_quota"),
  }),
  rule({
    id: "kubernetes-removed-api",
    severity: "medium",
    pillar: "operations",
    types: removedTypes,
    title: "Object is written for an API that newer clusters refuse",
    why: "After the next upgrade of the cluster it can no longer be applied.",
    fix: "Use the stable version of the kind: in Terraform the type that ends in `_v1` (`_v2` for autoscalers). Pod security policies are labels of the namespace now.",
    refs: {},
    check: () => fail(),
  }),
  rule({
    id: "kubernetes-removed-manifest-api",
    severity: "medium",
    pillar: "operations",
    types: ["kubernetes_manifest"],
    title: "Manifest is written for an API that newer clusters refuse",
    why: "After the next upgrade of the cluster it can no longer be applied.",
    fix: "Set `apiVersion` to the stable version of the kind.",
    refs: {},
    check: manifestVersion,
  }),
  rule({
    id: "kubernetes-volume-access",
    severity: "low",
    pillar: "reliability",
    types: both("persistent_volume"),
    title: "Volume's data is deleted with its claim",
    why: "Deleting a namespace or a claim by mistake deletes the disk.",
    fix: 'Set `persistent_volume_reclaim_policy = "Retain"`.',
    refs: {},
    check: mustNotMatch("spec.persistent_volume_reclaim_policy", /^(?:Delete|Recycle)$/),
    remedy: setTo("spec.persistent_volume_reclaim_policy", "Retain"),
  }),
];
