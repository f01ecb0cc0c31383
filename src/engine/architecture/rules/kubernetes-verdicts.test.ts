import { expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Attributes, Component } from "../model/index.ts";
import { maskMarker } from "../secrets/index.ts";
import { rules } from "./index.ts";
import { at, later } from "./rule-table-fixture.ts";
import { component, toldOf } from "./rules-fixture.ts";
import type { ToldCase } from "./rules-fixture.ts";

const meta = (name: string, more: Attributes = {}): Attributes => ({
  metadata: [{ name, namespace: "shop", ...more }],
});

/** A Deployment of one container; `pod` is its pod's specification, `labels` its pods' labels. */
const deployment = (container: Attributes, pod: Attributes = {}, labels: Attributes = { app: "web" }): Component =>
  component("kubernetes_deployment_v1", "web", {
    ...meta("web"),
    spec: [{ replicas: 2, template: [{ metadata: [{ labels }], spec: [{ container: [container], ...pod }] }] }],
  });

const object = (type: string, attributes: Attributes = {}, more: Attributes = {}): Component =>
  component(`kubernetes_${type}`, "one", { ...meta("one", more), ...attributes });

const inContainer = (field: string): string => `fail at spec.template.spec.container[0].${field}`;
const nginx = "nginx.ingress.kubernetes.io/configuration-snippet";
const enforce = "pod-security.kubernetes.io/enforce";
const scaler = (target: Attributes, name = "scaler"): Component =>
  component("kubernetes_horizontal_pod_autoscaler_v2", name, {
    ...meta(name),
    spec: [{ min_replicas: 1, max_replicas: 3, scale_target_ref: [target] }],
  });
const account = (attributes: Attributes): Component =>
  component("kubernetes_service_account_v1", "web", { ...meta("web"), ...attributes });
const binding = (attributes: Attributes): Component => object("role_binding_v1", attributes);
const everything = component("kubernetes_cluster_role_v1", "all", {
  metadata: [{ name: "all" }],
  rule: [{ api_groups: ["*"], resources: ["*"], verbs: ["*"] }],
});
const service = component("kubernetes_service_v1", "api", meta("api"));
const homeless = component("kubernetes_service_v1", "lost", { metadata: [{ name: later, namespace: "shop" }] });
const set = (name: Attributes[string]): Component =>
  component("kubernetes_stateful_set_v1", "db", { ...meta("db"), spec: [{ service_name: name }] });

const cases: readonly ToldCase[] = [
  // Autoscalers
  ["kubernetes-no-autoscaler", deployment({}), "unknown", scaler({ kind: "Deployment", name: later })],
  ["kubernetes-no-autoscaler", deployment({}), "pass", scaler({ kind: "Deployment", name: "web" })],
  ["kubernetes-no-autoscaler", deployment({}), "fail", scaler({ kind: "Deployment", name: "other" })],
  [
    "kubernetes-autoscaler-without-room",
    object("horizontal_pod_autoscaler_v2", { spec: [{ min_replicas: 2 }] }),
    "fail at spec.max_replicas",
  ],
  ["kubernetes-single-replica", deployment({}), "unknown", scaler({ kind: "Deployment", name: later })],
  ["kubernetes-autoscaler-without-target", scaler({ kind: "Deployment", name: "web" }), "pass", deployment({})],
  [
    "kubernetes-autoscaler-without-target",
    scaler({ kind: "Deployment", name: "other" }),
    "fail at spec.scale_target_ref.name",
    deployment({}),
  ],
  [
    "kubernetes-autoscaler-without-target",
    scaler({ kind: "Deployment", name: ["web"] }),
    "fail at spec.scale_target_ref.name",
    deployment({}),
  ],
  [
    "kubernetes-autoscaler-without-target",
    scaler({ kind: "Deployment", name: "other" }),
    "unknown",
    deployment({}),
    homeless,
  ],
  ["kubernetes-autoscaler-without-target", scaler({ kind: "Deployment", name: "other" }), "skip"],
  ["kubernetes-autoscaler-without-target", scaler({ name: "web" }), "skip", deployment({})],
  // Services that others name
  ["kubernetes-set-without-service", set("api"), "pass", service],
  ["kubernetes-set-without-service", set("db"), "fail at spec.service_name", service],
  ["kubernetes-set-without-service", set(["api"]), "fail at spec.service_name", service],
  ["kubernetes-set-without-service", set("db"), "unknown", service, homeless],
  [
    "kubernetes-ingress-without-service",
    object("ingress_v1", at("spec.default_backend.service.name", ["api"])),
    "fail at spec[0].default_backend[0].service[0].name",
    service,
  ],
  [
    "kubernetes-ingress-without-service",
    object("ingress_v1", { spec: [{ rule: [{ http: [{ path: [{ backend: [{}] }] }] }] }] }),
    "pass",
    service,
  ],
  [
    "kubernetes-ingress-without-service",
    component("kubernetes_ingress_v1", "one", { metadata: [{ namespace: later }] }),
    "unknown",
    service,
  ],
  [
    "kubernetes-disk-of-one-node",
    deployment({}, { volume: [{ persistent_volume_claim: [{ claim_name: "data" }] }] }),
    "pass",
    component("kubernetes_persistent_volume_claim_v1", "data", {
      ...meta("data"),
      spec: [{ access_modes: "ReadWriteOnce" }],
    }),
  ],
  [
    "kubernetes-disk-of-one-node",
    deployment({}, { volume: [{ persistent_volume_claim: [{ claim_name: "data" }] }] }),
    "fail at spec.template.spec.volume[0].persistent_volume_claim[0].claim_name",
    component("kubernetes_persistent_volume_claim_v1", "data", {
      ...meta("data"),
      spec: [{ access_modes: ["ReadWriteOnce", later] }],
    }),
  ],
  // Whose rights a pod has
  ["kubernetes-pod-token", deployment({}, { service_account_name: later }), "unknown"],
  [
    "kubernetes-pod-token",
    deployment({}, { service_account_name: "web" }),
    "unknown",
    account({ automount_service_account_token: later }),
  ],
  [
    "kubernetes-pod-token",
    deployment({}, { service_account_name: "web" }),
    "pass",
    account({ automount_service_account_token: false }),
  ],
  [
    "kubernetes-pod-token",
    deployment({}, { service_account_name: "web" }),
    "skip",
    account({ automount_service_account_token: true }),
  ],
  [
    "kubernetes-pod-token",
    deployment({}, { service_account_name: "web" }),
    "pass",
    binding({
      subject: [
        { kind: "User", name: "web" },
        { kind: "ServiceAccount", name: "web" },
      ],
    }),
  ],
  [
    "kubernetes-pod-token",
    deployment({}, { service_account_name: "web" }),
    "fail at spec.template.spec.automount_service_account_token",
    component("kubernetes_cluster_role_binding_v1", "b", {
      metadata: [{ name: "b" }],
      subject: [{ kind: "ServiceAccount", name: "web" }, { kind: "ServiceAccount" }],
    }),
  ],
  [
    "kubernetes-account-everything",
    binding({ subject: [{ kind: "ServiceAccount", name: "web" }], role_ref: [{ kind: "ClusterRole", name: "all" }] }),
    "fail at role_ref",
    everything,
  ],
  [
    "kubernetes-account-everything",
    component(
      "kubernetes_role_binding_v1",
      "one",
      { subject: [{ kind: "User", name: "system:serviceaccount:shop:web" }] },
      { references: [{ path: "role_ref", to: "kubernetes_cluster_role_v1.all" }] },
    ),
    "fail at role_ref",
    everything,
  ],
  [
    "kubernetes-account-everything",
    binding({ subject: [{ name: "anna" }, {}], role_ref: [{ kind: "ClusterRole", name: "all" }] }),
    "pass",
    everything,
  ],
  ["kubernetes-account-everything", binding({ subject: later }), "unknown", everything],
  [
    "kubernetes-account-everything",
    binding({ subject: [{ kind: "ServiceAccount", name: "web" }], role_ref: [{ kind: "Role", name: "own" }] }),
    "pass",
    component("kubernetes_role_v1", "own", {
      ...meta("own"),
      rule: [{ api_groups: [""], resources: ["pods"], verbs: ["get"] }],
    }),
    component("kubernetes_role_v1", "nameless"),
  ],
  [
    "kubernetes-role-for-everyone",
    binding({ subject: [{ name: "system:authenticated", kind: "Group" }] }),
    "fail at subject[0].name",
  ],
  ["kubernetes-role-for-everyone", binding({ subject: [{ name: ["system:authenticated"], kind: "Group" }] }), "pass"],
  [
    "kubernetes-wildcard-role",
    object("role_v1", { rule: [{ api_groups: [""], resources: [["*"]], verbs: ["get"] }] }),
    "pass",
  ],
  // Secrets
  [
    "kubernetes-secret-in-environment",
    deployment({
      env: [
        { name: "A", value: "1" },
        { name: "B", value_from: [{ secret_key_ref: [{ name: "s", key: "k" }] }] },
      ],
      env_from: [{ config_map_ref: [{ name: "c" }] }, { secret_ref: [{ name: "s" }] }],
    }),
    "fail at spec.template.spec.container[0].env[1].value_from[0].secret_key_ref spec.template.spec.container[0].env_from[1].secret_ref",
  ],
  [
    "kubernetes-secret-in-config-map",
    object("config_map_v1", { data: { "app.ini": `password = ${maskMarker}` } }),
    "fail at data.app.ini",
  ],
  // Programs that nobody should run
  [
    "kubernetes-dashboard",
    deployment({}, {}, { app: "kubernetes-dashboard" }),
    "fail at spec.template.metadata.labels",
  ],
  [
    "kubernetes-dashboard",
    component("kubernetes_deployment_v1", "web", {
      ...meta("web", { labels: { "k8s-app": "kubernetes-dashboard" } }),
      spec: [{ template: [{ spec: [{ container: [{}] }] }] }],
    }),
    "fail at metadata.labels",
  ],
  ["kubernetes-dashboard", deployment({ image: "kubernetesui/dashboard:v2.7.0" }), inContainer("image")],
  [
    "kubernetes-tiller",
    deployment({}, {}, { app: "helm", name: ["tiller"] }),
    "fail at spec[0].template[0].metadata[0].labels.app",
  ],
  [
    "kubernetes-tiller-open",
    deployment({ image: "gcr.io/kubernetes-helm/tiller:v2.17.0", args: ["--listen=localhost:44134", later] }),
    "pass",
  ],
  [
    "kubernetes-tiller-open",
    deployment({ image: "gcr.io/kubernetes-helm/tiller:v2.17.0", args: "--listen=localhost:44134" }),
    inContainer("args"),
  ],
  [
    "kubernetes-tiller-service",
    object("service_v1", at("spec.selector", { app: ["tiller"], name: "tiller" })),
    "fail at spec[0].selector.name",
  ],
  // Isolation
  [
    "kubernetes-host-path",
    deployment({}, { volume: [{ host_path: [{}] }] }),
    "fail at spec.template.spec.volume[0].host_path[0].path",
  ],
  [
    "kubernetes-node-directory",
    deployment({}, { volume: [{ host_path: [{ path: "/etc/" }] }] }),
    "fail at spec.template.spec.volume[0].host_path[0].path",
  ],
  [
    "kubernetes-no-seccomp",
    deployment({ security_context: [{ seccomp_profile: [{ type: ["RuntimeDefault"] }] }] }),
    inContainer("security_context.seccomp_profile.type"),
  ],
  [
    "kubernetes-unsafe-sysctl",
    deployment({}, { security_context: [{ sysctl: [{ name: ["kernel.shm_rmid_forced"] }] }] }),
    "fail at spec.template.spec.security_context.sysctl[0].name",
  ],
  ["kubernetes-selinux", deployment({ security_context: [{ se_linux_options: [{ user: later }] }] }), "unknown"],
  [
    "kubernetes-selinux",
    deployment({ security_context: [{ se_linux_options: [{ role: "sysadm_r" }] }] }),
    inContainer("security_context.se_linux_options.role"),
  ],
  [
    "kubernetes-added-capabilities",
    deployment({ security_context: [{ capabilities: [{ add: "SYS_TIME" }] }] }),
    inContainer("security_context.capabilities.add"),
  ],
  [
    "kubernetes-kept-capabilities",
    deployment({ security_context: [{ capabilities: [{ drop: [["ALL"]] }] }] }),
    inContainer("security_context.capabilities.drop"),
  ],
  ["kubernetes-floating-image", deployment({ image: ["nginx:1.27"] }), inContainer("image")],
  ["kubernetes-floating-image", deployment({ image: "registry:5000/shop/web" }), inContainer("image")],
  // Namespaces
  [
    "kubernetes-default-namespace",
    component("kubernetes_secret_v1", "one", { metadata: [{ name: "one", namespace: new Unknown() }] }),
    "unknown",
  ],
  [
    "kubernetes-no-pod-security",
    component("kubernetes_namespace_v1", "one", { metadata: [{ name: "kube-system" }] }),
    "skip",
  ],
  [
    "kubernetes-no-pod-security",
    component("kubernetes_namespace_v1", "one", { metadata: [{ labels: { [enforce]: "privileged" } }] }),
    `fail at metadata[0].labels.${enforce}`,
  ],
  ["kubernetes-no-quota", component("kubernetes_namespace_v1", "one", { metadata: [{ name: "kube-system" }] }), "skip"],
  [
    "kubernetes-no-quota",
    component("kubernetes_namespace_v1", "one", { metadata: [{}] }),
    "unknown",
    component("kubernetes_resource_quota_v1", "q", { metadata: [{ namespace: later }] }),
  ],
  [
    "kubernetes-no-quota",
    component("kubernetes_namespace_v1", "one", { metadata: [{ name: "shop" }] }),
    "pass",
    component("kubernetes_resource_quota_v1", "q", { metadata: [{ namespace: "shop" }] }),
  ],
  [
    "kubernetes-removed-manifest-api",
    component("kubernetes_manifest", "one", { manifest: { apiVersion: ["v1"] } }),
    "pass",
  ],
  // What the network lets in
  [
    "kubernetes-open-network-policy",
    object("network_policy_v1", {
      spec: [{ policy_types: later, ingress: [{ from: [{ ip_block: [{ cidr: "10.0.0.0/8" }] }] }] }],
    }),
    "unknown",
  ],
  [
    "kubernetes-open-network-policy",
    object("network_policy_v1", {
      spec: [{ ingress: [{ from: [{ pod_selector: [{}] }, { ip_block: [{ cidr: "0.0.0.0/0" }] }] }] }],
    }),
    "fail at spec.ingress[0].from[1]",
  ],
  ["kubernetes-service-without-selector", object("service_v1", at("spec.type", "ExternalName")), "skip"],
  [
    "kubernetes-ingress-snippet",
    object("ingress_v1", {}, { annotations: { [nginx]: [later] } }),
    `fail at metadata[0].annotations.${nginx}`,
  ],
  // Policies for pods
  [
    "kubernetes-policy-seccomp",
    object(
      "pod_security_policy_v1beta1",
      {},
      { annotations: { "seccomp.security.alpha.kubernetes.io/defaultProfileName": "runtime/default" } },
    ),
    "pass",
  ],
  [
    "kubernetes-policy-seccomp",
    object(
      "pod_security_policy_v1beta1",
      {},
      { annotations: { "seccomp.security.alpha.kubernetes.io/defaultProfileName": "unconfined" } },
    ),
    "fail at metadata[0].annotations.seccomp.security.alpha.kubernetes.io/defaultProfileName",
  ],
  [
    "kubernetes-policy-root",
    object("pod_security_policy_v1beta1", { spec: [{ run_as_user: [{ rule: "MustRunAs", range: [{ max: 9 }] }] }] }),
    "fail at spec.run_as_user",
  ],
  [
    "kubernetes-policy-kept-capabilities",
    object("pod_security_policy_v1beta1", { spec: [{ required_drop_capabilities: [later, "all"] }] }),
    "pass",
  ],
  // A kubelet's configuration
  [
    "kubernetes-control-always-allow",
    component("kubernetes_manifest", "one", {
      manifest: { kind: "KubeletConfiguration", authorization: { mode: { a: "AlwaysAllow" } } },
    }),
    "pass",
  ],
  [
    "kubernetes-control-always-allow",
    component("kubernetes_manifest", "one", {
      manifest: { kind: "KubeletConfiguration", authorization: { mode: ["Webhook", later, "AlwaysAllow"] } },
    }),
    "fail at manifest.authorization.mode",
  ],
];

it.each(cases.map((given) => [given[0], JSON.stringify(given[1].attributes), given[2], given] as const))(
  "%s of %s: %s",
  (_id, _attributes, told, given) => {
    expect(toldOf(rules, given)).toBe(told);
  },
);
