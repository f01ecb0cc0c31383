import { describe, expect, it } from "vitest";
import type { Attributes, Component } from "../model/index.ts";
import { kubernetesWiringRules } from "./kubernetes-wiring.ts";
import { later } from "./rule-table-fixture.ts";
import { answerOf, component, modelOf, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";

const object = (type: string, name: string, attributes: Attributes = {}): Component =>
  component(`kubernetes_${type}_v1`, name, { metadata: [{ name, namespace: "shop" }], ...attributes });

const template = (labels: Attributes[string], spec: Attributes = {}): Attributes => ({
  metadata: [{ labels }],
  spec: [{ container: [{ name: "web" }], ...spec }],
});

const deployment = (spec: Attributes = {}, pod: Attributes = {}): Component =>
  object("deployment", "web", { spec: [{ ...spec, template: [template({ app: "web" }, pod)] }] });

const service = (selector: Attributes[string]): Component => object("service", "web", { spec: [{ selector }] });
const labelled = (type: string, field: string, labels: Attributes[string]): Component =>
  object(type, "x", { spec: [{ [field]: [{ match_labels: labels }] }] });
const egress = (rule: Attributes): Component => object("network_policy", "x", { spec: [{ egress: [rule] }] });
const ingress = (name: Attributes[string]): Component => {
  const backend = [{ service: [{ name }] }];
  return object("ingress", "x", { spec: [{ rule: [{ http: [{ path: [{ path: "/", backend }] }] }] }] });
};
const scaler = (name: Attributes[string], kind = "Deployment"): Component =>
  component("kubernetes_horizontal_pod_autoscaler_v2", "x", {
    metadata: [{ name: "x", namespace: "shop" }],
    spec: [{ min_replicas: 2, scale_target_ref: [{ kind, name }] }],
  });
const claim = (mode: string): Component =>
  object("persistent_volume_claim", "disk", { spec: [{ access_modes: [mode] }] });
const onDisk = (replicas: Attributes[string]): Component =>
  deployment({ replicas }, { volume: [{ persistent_volume_claim: [{ claim_name: "disk" }] }] });
const set = (fields: Attributes): Component =>
  object("stateful_set", "db", { spec: [{ ...fields, template: [template({ app: "db" })] }] });
const cron = (spec: Attributes): Component => object("cron_job", "x", { spec: [spec] });

const pods = deployment();
const cases: readonly RuleCase[] = [
  ["kubernetes-service-without-pods", service({ app: "wbe" }), "fail", pods],
  ["kubernetes-service-without-pods", service({ app: "web" }), "pass", pods],
  ["kubernetes-service-without-pods", service({ app: "wbe" }), "skip"],
  ["kubernetes-service-without-pods", service({ app: later }), "unknown", pods],
  ["kubernetes-service-without-pods", service(later), "unknown", pods],
  ["kubernetes-network-policy-without-pods", labelled("network_policy", "pod_selector", { app: "api" }), "fail", pods],
  ["kubernetes-network-policy-without-pods", labelled("network_policy", "pod_selector", { app: "web" }), "pass", pods],
  ["kubernetes-network-policy-without-pods", labelled("network_policy", "pod_selector", {}), "skip", pods],
  ["kubernetes-budget-without-pods", labelled("pod_disruption_budget", "selector", { app: "api" }), "fail", pods],
  ["kubernetes-budget-without-pods", labelled("pod_disruption_budget", "selector", { app: "web" }), "pass", pods],
  ["kubernetes-open-egress", egress({}), "fail"],
  ["kubernetes-open-egress", egress({ ports: [{ port: 53 }] }), "pass"],
  ["kubernetes-open-egress", egress({ to: [{ ip_block: [{ cidr: "10.0.0.0/8" }] }] }), "pass"],
  ["kubernetes-open-egress", egress({ to: later }), "unknown"],
  ["kubernetes-ingress-without-service", ingress("wbe"), "fail", service({ app: "web" })],
  ["kubernetes-ingress-without-service", ingress("web"), "pass", service({ app: "web" })],
  ["kubernetes-ingress-without-service", ingress(later), "unknown", service({ app: "web" })],
  ["kubernetes-ingress-without-service", ingress("wbe"), "skip"],
  ["kubernetes-autoscaler-without-target", scaler("wbe"), "fail", pods],
  ["kubernetes-autoscaler-without-target", scaler("web"), "pass", pods],
  ["kubernetes-autoscaler-without-target", scaler("web", "Rollout"), "skip", pods],
  ["kubernetes-autoscaler-without-target", scaler(later), "unknown", pods],
  ["kubernetes-fixed-count", deployment({ replicas: 3 }), "fail", scaler("web")],
  ["kubernetes-fixed-count", pods, "pass", scaler("web")],
  ["kubernetes-fixed-count", deployment({ replicas: 3 }), "skip"],
  ["kubernetes-disk-of-one-node", onDisk(2), "fail", claim("ReadWriteOnce")],
  ["kubernetes-disk-of-one-node", onDisk(2), "pass", claim("ReadWriteMany")],
  ["kubernetes-disk-of-one-node", onDisk(1), "skip", claim("ReadWriteOnce")],
  ["kubernetes-disk-of-one-node", onDisk(later), "unknown", claim("ReadWriteOnce")],
  ["kubernetes-set-without-service", set({}), "fail"],
  ["kubernetes-set-without-service", set({ service_name: "db" }), "fail", service({ app: "web" })],
  ["kubernetes-set-without-service", set({ service_name: "web" }), "pass", service({ app: "web" })],
  ["kubernetes-set-without-service", set({ service_name: later }), "unknown"],
  ["kubernetes-host-aliases", deployment({}, { host_aliases: [{ ip: "10.0.0.1" }] }), "fail"],
  ["kubernetes-host-aliases", pods, "pass"],
  ["kubernetes-late-runs", cron({}), "fail"],
  ["kubernetes-late-runs", cron({ starting_deadline_seconds: 300 }), "pass"],
];

describe("objects that are to find each other", () => {
  it.each(cases.map((row) => ({ row, id: row[0], outcome: row[2] })))("$id: $outcome", ({ row, outcome }) => {
    expect(answerOf(kubernetesWiringRules, row)).toBe(outcome);
  });

  it("every rule is shown failing and passing", () => {
    expect(unshown(kubernetesWiringRules, cases)).toEqual([]);
  });

  it("points at the backend of the ingress", () => {
    const rule = kubernetesWiringRules.find(({ id }) => id === "kubernetes-ingress-without-service");
    expect(rule?.check(ingress("wbe"), modelOf(ingress("wbe"), service({ app: "web" })))).toMatchObject({
      path: "spec[0].rule[0].http[0].path[0].backend[0].service[0].name",
    });
  });

  it("looks no further than the namespace", () => {
    const elsewhere = component("kubernetes_service_v1", "web", {
      metadata: [{ name: "web", namespace: "other" }],
      spec: [{ selector: { app: "web" } }],
    });
    expect(answerOf(kubernetesWiringRules, ["kubernetes-service-without-pods", elsewhere, "skip", pods])).toBe("skip");
  });
});
