import { describe, expect, it } from "vitest";
import type { Attributes, Component } from "../model/index.ts";
import { kubernetesAvailabilityRules } from "./kubernetes-availability.ts";
import { kubernetesNamespaceRules } from "./kubernetes-namespaces.ts";
import { kubernetesNetworkRules } from "./kubernetes-network.ts";
import { at, casesOf, later, refuses } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

type Value = Attributes[string];

const annotated = (key: string, value: Value): Attributes => ({ metadata: [{ annotations: { [key]: value } }] });
const nginx = (name: string, value: Value) => annotated(`nginx.ingress.kubernetes.io/${name}`, value);
const template = (spec: Attributes, more: Attributes = {}): Attributes => ({
  spec: [{ template: [{ metadata: [{ labels: { app: "web" } }], spec: [spec] }], ...more }],
});
const balancer = (more: Attributes): Attributes => ({ spec: [{ type: "LoadBalancer", ...more }] });
const enforce = (value: Value): Attributes => ({
  metadata: [{ name: "shop", labels: { "pod-security.kubernetes.io/enforce": value } }],
});

const cases = [
  ...casesOf(kubernetesNetworkRules, {
    "kubernetes-no-network-policy": { fail: [{ spec: [{}] }], pass: [], unknown: [{ spec: later }] },
    "kubernetes-open-network-policy": {
      fail: [at("spec.ingress", [{}]), at("spec.ingress.from.ip_block.cidr", "0.0.0.0/0")],
      pass: [{ spec: [{ pod_selector: [{}] }] }, at("spec.ingress.from.pod_selector", [{}])],
      unknown: [at("spec.ingress.from", later)],
    },
    "kubernetes-public-load-balancer": {
      fail: [balancer({}), balancer({ load_balancer_source_ranges: ["0.0.0.0/0"] })],
      pass: [
        balancer({ load_balancer_source_ranges: ["203.0.113.0/24"] }),
        { ...annotated("service.beta.kubernetes.io/aws-load-balancer-internal", "true"), ...balancer({}) },
        { ...annotated("service.beta.kubernetes.io/azure-load-balancer-internal", "true"), ...balancer({}) },
        { ...annotated("networking.gke.io/load-balancer-type", "Internal"), ...balancer({}) },
      ],
      unknown: [at("spec.type", later), balancer({ load_balancer_source_ranges: later })],
    },
    "kubernetes-node-port": refuses("spec.type", "NodePort", "ClusterIP"),
    "kubernetes-external-ips": {
      fail: [at("spec.external_ips", ["203.0.113.9"])],
      pass: [{}, at("spec.external_ips", [])],
      unknown: [at("spec.external_ips", later)],
    },
    "kubernetes-service-without-selector": {
      fail: [at("spec.type", "ClusterIP")],
      pass: [at("spec.selector", { app: "web" })],
      unknown: [at("spec.selector", later)],
    },
    "kubernetes-ingress-no-tls": {
      fail: [at("spec.rule.host", "shop.example.com")],
      pass: [
        at("spec.tls.secret_name", "shop"),
        annotated("alb.ingress.kubernetes.io/certificate-arn", "arn:aws:acm:x"),
      ],
      unknown: [at("spec.tls", later)],
    },
    "kubernetes-ingress-any-host": {
      fail: [at("spec.rule.http", [{}]), at("spec.rule.host", "*")],
      pass: [at("spec.rule.host", "shop.example.com"), at("spec.rule.host", "*.example.com")],
      unknown: [at("spec.rule.host", later)],
    },
    "kubernetes-ingress-lua": {
      fail: [nginx("server-snippet", "content_by_lua 'x'")],
      pass: [nginx("server-snippet", "return 404;"), {}],
    },
    "kubernetes-ingress-snippet": {
      fail: [nginx("configuration-snippet", "return 404;")],
      pass: [nginx("rewrite-target", "/"), {}],
    },
    "kubernetes-ingress-alias": {
      fail: [nginx("server-snippet", "location /t { alias /var/run/; }")],
      pass: [nginx("server-snippet", "return 404;"), {}],
    },
  }),
  ...casesOf(kubernetesAvailabilityRules, {
    "kubernetes-single-replica": {
      fail: [{ spec: [{}] }, at("spec.replicas", "1")],
      pass: [at("spec.replicas", 2), at("spec.replicas", 0)],
      unknown: [at("spec.replicas", later)],
    },
    "kubernetes-no-disruption-budget": { fail: [template({}, { replicas: 3 })], pass: [], unknown: [{ spec: later }] },
    "kubernetes-stuck-disruption-budget": {
      fail: [at("spec.max_unavailable", "0"), at("spec.min_available", "100%")],
      pass: [at("spec.max_unavailable", 1), at("spec.min_available", "50%")],
      unknown: [at("spec.max_unavailable", later)],
    },
    "kubernetes-not-spread": {
      fail: [template({}, { replicas: 3 })],
      pass: [
        template({ topology_spread_constraint: [{ max_skew: 1 }] }, { replicas: 3 }),
        template(at("affinity.pod_anti_affinity", [{}]), { replicas: 3 }),
      ],
      unknown: [template({ topology_spread_constraint: later }, { replicas: 3 })],
    },
    "kubernetes-no-autoscaler": { fail: [{}], pass: [] },
    "kubernetes-autoscaler-without-room": {
      fail: [{ spec: [{ min_replicas: 3, max_replicas: 3 }] }, at("spec.max_replicas", 1)],
      pass: [{ spec: [{ min_replicas: 2, max_replicas: 5 }] }],
      unknown: [{ spec: [{ min_replicas: 2, max_replicas: later }] }],
    },
    "kubernetes-bare-pod": {
      fail: [{}, at("spec.restart_policy", "Always")],
      pass: [at("spec.restart_policy", "Never")],
      unknown: [at("spec.restart_policy", later)],
    },
    "kubernetes-no-restart": {
      type: "kubernetes_deployment",
      fail: [template({ restart_policy: "Never" })],
      pass: [template({}), template({ restart_policy: "Always" })],
      unknown: [template({ restart_policy: later })],
    },
    "kubernetes-recreate": refuses("spec.strategy.type", "Recreate", "RollingUpdate"),
    "kubernetes-data-in-pod": {
      fail: [template({}), template({ volume: [{ empty_dir: [{}] }] })],
      pass: [
        template({}, { volume_claim_template: [{}] }),
        template({ volume: [at("persistent_volume_claim.claim_name", "data")] }),
      ],
      unknown: [template({}, { volume_claim_template: later })],
    },
    "kubernetes-memory-volume": {
      fail: [at("spec.volume.empty_dir.medium", "Memory")],
      pass: [
        at("spec.volume.empty_dir", [{ medium: "Memory", size_limit: "64Mi" }]),
        at("spec.volume.empty_dir", [{}]),
      ],
      unknown: [at("spec.volume", later)],
    },
    "kubernetes-no-grace": refuses("spec.termination_grace_period_seconds", 0, 30),
    "kubernetes-overlapping-runs": {
      fail: [{}, at("spec.concurrency_policy", "Allow")],
      pass: [at("spec.concurrency_policy", "Forbid"), at("spec.concurrency_policy", "Replace")],
      unknown: [at("spec.concurrency_policy", later)],
    },
    "kubernetes-endless-job": { fail: [{}], pass: [at("spec.active_deadline_seconds", 600)] },
    "kubernetes-job-kept": { fail: [{}], pass: [at("spec.ttl_seconds_after_finished", 600)] },
  }),
  ...casesOf(kubernetesNamespaceRules, {
    "kubernetes-default-namespace": {
      fail: [{}, at("metadata.namespace", "default")],
      pass: [at("metadata.namespace", "shop"), at("metadata.namespace", later)],
    },
    "kubernetes-no-pod-security": {
      fail: [at("metadata.name", "shop"), enforce("privileged")],
      pass: [enforce("baseline"), enforce("restricted")],
      unknown: [enforce(later), at("metadata.labels", later)],
    },
    "kubernetes-no-quota": { fail: [at("metadata.name", "shop")], pass: [] },
    "kubernetes-removed-api": { fail: [{}], pass: [] },
    "kubernetes-removed-manifest-api": {
      fail: [{ manifest: { apiVersion: "extensions/v1beta1" } }, { manifest: { apiVersion: "batch/v1beta1" } }],
      pass: [{ manifest: { apiVersion: "batch/v1" } }, {}],
      unknown: [{ manifest: { apiVersion: later } }],
    },
    "kubernetes-volume-access": {
      fail: [at("spec.persistent_volume_reclaim_policy", "Delete")],
      pass: [{}, at("spec.persistent_volume_reclaim_policy", "Retain")],
      unknown: [at("spec.persistent_volume_reclaim_policy", later)],
    },
  }),
];

const ruleOf = (id: string) =>
  [...kubernetesNetworkRules, ...kubernetesAvailabilityRules, ...kubernetesNamespaceRules].find(
    (rule) => rule.id === id,
  );
const answer = (id: string, one: Component, ...others: Component[]) =>
  ruleOf(id)?.check(one, modelOf(one, ...others)).outcome;

describe("Kubernetes around its workloads", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  const inShop = { metadata: [{ name: "web", namespace: "shop" }] };
  const web = (replicas: Value = 3) =>
    component("kubernetes_deployment_v1", "web", { ...inShop, ...template({}, { replicas }) });
  const selecting = (type: string, name: string, field: string, labels: Attributes, namespace = "shop") =>
    component(type, name, { metadata: [{ name, namespace }], spec: [{ [field]: [{ match_labels: labels }] }] });
  const scaler = (least: Value, target = "web") =>
    component("kubernetes_horizontal_pod_autoscaler_v2", "web", {
      ...inShop,
      spec: [{ min_replicas: least, max_replicas: 9, scale_target_ref: [{ kind: "Deployment", name: target }] }],
    });

  it.each([
    [{ app: "web" }, "shop", "pass"],
    [{}, "shop", "pass"],
    [{ app: "db" }, "shop", "fail"],
    [{ app: "web" }, "blog", "fail"],
  ])("a network policy for %o in %s: %s", (labels, namespace, outcome) => {
    const policy = selecting("kubernetes_network_policy_v1", "own", "pod_selector", labels, namespace);
    expect(answer("kubernetes-no-network-policy", web(), policy)).toBe(outcome);
  });

  it("does not know of a policy whose namespace comes later", () => {
    const policy = component("kubernetes_network_policy", "own", {
      metadata: [{ namespace: later }],
      spec: [{ pod_selector: [{}] }],
    });
    expect(answer("kubernetes-no-network-policy", web(), policy)).toBe("unknown");
  });

  it("lets a policy match by a label that comes later", () => {
    const doubtful = component("kubernetes_deployment_v1", "web", {
      ...inShop,
      spec: [{ template: [{ metadata: [{ labels: { tier: later } }], spec: [{}] }] }],
    });
    const policy = selecting("kubernetes_network_policy_v1", "own", "pod_selector", { tier: "front" });
    expect(answer("kubernetes-no-network-policy", doubtful, policy)).toBe("pass");
    expect(answer("kubernetes-no-network-policy", web(), policy)).toBe("fail");
  });

  it("takes an autoscaler's least for the number of pods", () => {
    expect(answer("kubernetes-single-replica", web(1), scaler(2))).toBe("pass");
    expect(answer("kubernetes-single-replica", web(3), scaler(1))).toBe("fail");
    expect(answer("kubernetes-single-replica", web(1), scaler(2, "other"))).toBe("fail");
    expect(answer("kubernetes-no-autoscaler", web(), scaler(2))).toBe("pass");
    expect(answer("kubernetes-no-autoscaler", web(), scaler(2, "other"))).toBe("fail");
  });

  it("asks one pod alone neither for a budget nor for a spread", () => {
    expect(answer("kubernetes-no-disruption-budget", web(1))).toBe("skip");
    expect(answer("kubernetes-not-spread", web(1))).toBe("skip");
  });

  it("finds the budget that selects the pods", () => {
    const type = "kubernetes_pod_disruption_budget_v1";
    expect(answer("kubernetes-no-disruption-budget", web(), selecting(type, "own", "selector", { app: "web" }))).toBe(
      "pass",
    );
    expect(answer("kubernetes-no-disruption-budget", web(), selecting(type, "own", "selector", { app: "db" }))).toBe(
      "fail",
    );
  });

  it("finds the quota of a namespace, by name or by reference", () => {
    const shop = component("kubernetes_namespace_v1", "shop", { metadata: [{ name: "shop" }] });
    const named = component("kubernetes_resource_quota_v1", "own", { metadata: [{ namespace: "shop" }] });
    const linked = component(
      "kubernetes_resource_quota",
      "own",
      { metadata: [{ namespace: later }] },
      { references: [{ path: "metadata", to: shop.id }] },
    );
    expect(answer("kubernetes-no-quota", shop, named)).toBe("pass");
    expect(answer("kubernetes-no-quota", shop, linked)).toBe("pass");
  });

  it("leaves alone what Kubernetes makes itself", () => {
    expect(
      answer(
        "kubernetes-default-namespace",
        component("kubernetes_service_account", "own", at("metadata.name", "default")),
      ),
    ).toBe("skip");
    expect(
      answer("kubernetes-bare-pod", component("kubernetes_pod", "api", at("metadata.namespace", "kube-system"))),
    ).toBe("skip");
  });
});
