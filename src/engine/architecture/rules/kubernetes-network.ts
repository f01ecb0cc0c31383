import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, judge, mustNotBe, pass, skip, unknown } from "./checks.ts";
import { both, mapAt, namespaceOf, onPod, workloads } from "./kubernetes-pods.ts";
import type { Pod } from "./kubernetes-pods.ts";
import { selectorsOf } from "./kubernetes-selectors.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const services = both("service");
const ingresses = both("ingress");
const policies = both("network_policy");

/** A policy may stand in another repository, but as far as this design goes the pod is open. */
const networkPolicy = (pod: Pod, model: Model): Verdict => {
  const held = selectorsOf(model, policies, "spec.pod_selector");
  if (held.pick(pod)) return pass;
  const isDoubtful = held.isDoubtful || namespaceOf(pod.component) === undefined;
  return isDoubtful && held.count > 0 ? unknown : fail();
};

const openRange = /^(?:0\.0\.0\.0|::)\/0$/;

/** A rule without peers lets everyone in, from any namespace and from outside. */
const openPolicy = (component: Component): Verdict => {
  const types = read(component.attributes, "spec.policy_types");
  for (const [path, ingress] of readAll(component.attributes, "spec.ingress")) {
    if (isUnknown(read(ingress, "from"))) return unknown;
    const peers = readAll(ingress, "from");
    if (peers.length === 0) return fail(path);
    const open = peers.find(([, peer]) => matches(read(peer, "ip_block.cidr"), openRange));
    if (open !== undefined) return fail(`${path}.${open[0]}`);
  }
  return isUnknown(types) ? unknown : pass;
};

const isInternal = (component: Component): boolean =>
  Object.entries(mapAt(component.attributes, "metadata.annotations")).some(
    ([key, value]) =>
      /load-balancer-(?:internal|scheme|type)|\/internal-load-balancer$/.test(key) &&
      matches(value, /^(?:true|internal|0\.0\.0\.0\/0)$/i),
  );

const serviceType = (component: Component): string | undefined => {
  const value = read(component.attributes, "spec.type");
  return isUnknown(value) ? undefined : (asText(value) ?? "ClusterIP");
};

const publicBalancer = (component: Component): Verdict => {
  const type = serviceType(component);
  if (type === undefined) return unknown;
  if (type !== "LoadBalancer") return skip;
  if (isInternal(component)) return pass;
  const ranges = read(component.attributes, "spec.load_balancer_source_ranges");
  if (isUnknown(ranges)) return unknown;
  const list = Array.isArray(ranges) ? ranges : [];
  if (list.length === 0) return fail("spec.type");
  return list.some((range) => matches(range, openRange)) ? fail("spec.load_balancer_source_ranges") : pass;
};

const ingressTls = (component: Component): Verdict => {
  const value = read(component.attributes, "spec.tls");
  if (isUnknown(value)) return unknown;
  if (readAll(component.attributes, "spec.tls").length > 0) return pass;
  const annotations = mapAt(component.attributes, "metadata.annotations");
  // Balancers of clouds take the certificate from an annotation.
  const isElsewhere = Object.keys(annotations).some((key) => /certificate|pre-shared-cert|ssl-cert/.test(key));
  return isElsewhere ? pass : fail("spec.tls");
};

const anyHost = (component: Component): Verdict => {
  const rules = readAll(component.attributes, "spec.rule");
  for (const [path, block] of rules) {
    const host = read(block, "host");
    if (isUnknown(host)) return unknown;
    if (host === undefined || host === "*") return fail(host === undefined ? path : `${path}.host`);
  }
  return pass;
};

/** Snippets go into the controller's own configuration, where they can read its token for every secret (CVE-2021-25742). */
const snippet =
  (isBad: (text: string, key: string) => boolean) =>
  (component: Component): Verdict => {
    const annotations = mapAt(component.attributes, "metadata.annotations");
    const found = Object.entries(annotations).find(
      ([key, value]) => /^nginx\.ingress\.kubernetes\.io\/.*snippet/.test(key) && isBad(asText(value) ?? "", key),
    );
    return found === undefined ? pass : fail(`metadata[0].annotations.${found[0]}`);
  };

export const kubernetesNetworkRules: readonly Rule[] = [
  rule({
    id: "kubernetes-no-network-policy",
    severity: "medium",
    pillar: "security",
    types: workloads,
    title: "No network policy holds the pod",
    why: "It can be reached by every pod of the cluster, and who breaks in reaches all of them.",
    fix: "Add a `kubernetes_network_policy_v1` for the namespace that denies everything, and one for what has to be reached.",
    refs: { checkov: ["CKV2_K8S_6"], cis: ["1.12:5.3.2"] },
    check: onPod(networkPolicy),
  }),
  rule({
    id: "kubernetes-open-network-policy",
    severity: "medium",
    pillar: "security",
    types: policies,
    title: "Network policy lets everyone in",
    why: "It holds nothing back: every pod and every address may connect.",
    fix: "Name peers in `from`.",
    refs: {},
    check: openPolicy,
  }),
  rule({
    id: "kubernetes-public-load-balancer",
    severity: "medium",
    pillar: "security",
    types: services,
    title: "Service is open to the whole internet",
    why: "The program behind it is reached directly, past the ingress with its certificates and limits.",
    fix: "Set `load_balancer_source_ranges`, use the cloud's annotation for an internal balancer, or put an ingress in front.",
    refs: {},
    check: publicBalancer,
  }),
  rule({
    id: "kubernetes-node-port",
    severity: "low",
    pillar: "security",
    types: services,
    title: "Service opens a port on every node",
    why: "It is reached at each node's address, past the balancer and what filters there.",
    fix: 'Set `type = "ClusterIP"` and put an ingress or a load balancer in front.',
    refs: {},
    check: mustNotBe("spec.type", "NodePort"),
  }),
  rule({
    id: "kubernetes-external-ips",
    severity: "high",
    pillar: "security",
    types: services,
    title: "Service claims addresses outside of the cluster",
    why: "Traffic of the cluster to such an address is sent to these pods: that is how it is intercepted (CVE-2020-8554).",
    fix: "Remove `external_ips`.",
    refs: { cve: ["CVE-2020-8554"] },
    check: (component) =>
      judge(component, "spec.external_ips", (value) => Array.isArray(value) && value.length === 0, pass),
  }),
  rule({
    id: "kubernetes-service-without-selector",
    severity: "low",
    pillar: "reliability",
    types: services,
    title: "Service selects no pods",
    why: "Requests to it find nobody, unless somebody keeps its endpoints by hand.",
    fix: "Set `selector` to the labels of the pods.",
    refs: {},
    check: (component) => {
      const isElsewhere = serviceType(component) === "ExternalName";
      if (isElsewhere) return skip;
      const selector = read(component.attributes, "spec.selector");
      if (isUnknown(selector)) return unknown;
      return Object.keys(mapAt(component.attributes, "spec.selector")).length > 0 ? pass : fail("spec.selector");
    },
  }),
  rule({
    id: "kubernetes-ingress-no-tls",
    severity: "high",
    pillar: "security",
    types: ingresses,
    title: "Ingress answers in plain HTTP",
    why: "Passwords and sessions can be read and changed on the way.",
    fix: "Add `tls` with the hosts and the secret that holds their certificate.",
    refs: {},
    check: ingressTls,
  }),
  rule({
    id: "kubernetes-ingress-any-host",
    severity: "low",
    pillar: "security",
    types: ingresses,
    title: "Ingress answers under any name",
    why: "It takes requests that are meant for others, or for no one, and other teams' hosts with it.",
    fix: "Set `host` in every `rule`.",
    refs: {},
    check: anyHost,
  }),
  rule({
    id: "kubernetes-ingress-lua",
    severity: "high",
    pillar: "security",
    types: ingresses,
    title: "Ingress runs Lua in the controller",
    why: "Code in a snippet reads the controller's token and with it every secret of the cluster.",
    fix: "Remove the snippet, and switch `allow-snippet-annotations` off in the controller.",
    refs: { checkov: ["CKV_K8S_152"], cve: ["CVE-2021-25742"] },
    check: snippet((text) => /\blua_|_by_lua|_lua_/.test(text)),
  }),
  rule({
    id: "kubernetes-ingress-snippet",
    severity: "medium",
    pillar: "security",
    types: ingresses,
    title: "Ingress writes into the controller's configuration",
    why: "Who may change the ingress can make the controller hand out its token.",
    fix: "Remove the snippet, and switch `allow-snippet-annotations` off in the controller.",
    refs: { checkov: ["CKV_K8S_153"], cve: ["CVE-2021-25742"] },
    check: snippet(() => true),
  }),
  rule({
    id: "kubernetes-ingress-alias",
    severity: "high",
    pillar: "security",
    types: ingresses,
    title: "Ingress serves the controller's own files",
    why: "An alias in a snippet opens any directory of the controller, its token included.",
    fix: "Remove the alias from the snippet.",
    refs: { checkov: ["CKV_K8S_154"], cve: ["CVE-2021-25742"] },
    check: snippet((text) => /\balias\b/.test(text)),
  }),
];
