import { describe, expect, it } from "vitest";
import type { Attributes, Component } from "../model/index.ts";
import { maskMarker } from "../secrets/index.ts";
import { kubernetesIdentityRules } from "./kubernetes-identity.ts";
import { kubernetesPolicyRules } from "./kubernetes-policies.ts";
import { kubernetesRbacRules } from "./kubernetes-rbac.ts";
import { at, casesOf, later, refuses, wants } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

type Value = Attributes[string];

const container = (attributes: Attributes): Attributes => ({ spec: [{ container: [attributes] }] });
const subject = (kind: string, name: Value): Attributes => ({ subject: [{ kind, name }] });
const permits = (resources: Value, verbs: Value, groups: Value = [""], more: Attributes = {}): Attributes => ({
  rule: [{ api_groups: groups, resources, verbs, ...more }],
});

/** A role may have one of these, and nothing else of the kind. */
const power = (resource: string, verb: string, harmless: string, groups: Value = [""]) => ({
  fail: [permits([resource], [verb], groups), permits([resource], ["*"], groups), permits(["*"], [verb], groups)],
  pass: [
    {},
    permits([resource], [harmless], groups),
    permits(["configmaps"], [verb], groups),
    permits([resource], [verb], groups, { resource_names: ["one"] }),
  ],
  unknown: [{ rule: later }, permits([resource], later, groups)],
});

const harmless = { fail: [], pass: [subject("ServiceAccount", "web"), {}] };
const list = (field: string, ...names: string[]) => at(`spec.${field}`, names);

const cases = [
  ...casesOf(kubernetesIdentityRules, {
    "kubernetes-pod-token": {
      fail: [container({}), {}, at("spec.automount_service_account_token", true)],
      pass: [at("spec.automount_service_account_token", false)],
      unknown: [at("spec.automount_service_account_token", later), { spec: later }],
    },
    "kubernetes-account-token": refuses("automount_service_account_token", true, false),
    "kubernetes-default-account-token": {
      fail: [
        at("metadata.name", "default"),
        { ...at("metadata.name", "default"), automount_service_account_token: true },
      ],
      pass: [{ ...at("metadata.name", "default"), automount_service_account_token: false }],
      unknown: [{ ...at("metadata.name", "default"), automount_service_account_token: later }],
    },
    "kubernetes-default-account-bound": {
      fail: [subject("ServiceAccount", "default")],
      pass: [subject("ServiceAccount", "web"), subject("User", "default"), {}],
    },
    "kubernetes-secret-in-environment": {
      fail: [
        container({ env: [{ name: "A" }, at("value_from.secret_key_ref", [{ name: "db" }])] }),
        container({ env_from: [at("secret_ref.name", "db")] }),
      ],
      pass: [container({ env: [{ name: "A", value: "b" }], env_from: [at("config_map_ref.name", "web")] }), {}],
      unknown: [container({ env: later })],
    },
    "kubernetes-literal-secret": {
      fail: [
        container({ env: [{ name: "PASSWORD", value: maskMarker }] }),
        container({ args: [`--token=${maskMarker}`] }),
      ],
      pass: [container({ env: [{ name: "A", value: "b" }] }), {}],
      unknown: [container({ env: later })],
    },
    "kubernetes-secret-in-config-map": {
      fail: [{ data: { password: maskMarker } }],
      pass: [{ data: { mode: "fast" } }],
    },
    "kubernetes-literal-secret-data": {
      fail: [{ data: { password: maskMarker } }],
      pass: [{ data: { password: later } }],
    },
    "kubernetes-tiller": {
      fail: [
        container({ image: "gcr.io/kubernetes-helm/tiller:v2.16" }),
        container({ image: "registry.example.com/tiller-deploy:v2" }),
        { metadata: [{ labels: { app: "helm" } }], spec: [{}] },
        { metadata: [{ name: "tiller-deploy" }], spec: [{}] },
      ],
      pass: [container({ image: "nginx" }), container({ image: "shop/tillers" })],
    },
    "kubernetes-tiller-open": {
      fail: [
        container({ image: "gcr.io/kubernetes-helm/tiller:v2.16" }),
        container({ image: "gcr.io/kubernetes-helm/tiller:v2.16", args: ["--listen=10.7.2.8:44134"] }),
      ],
      pass: [
        container({ image: "gcr.io/kubernetes-helm/tiller:v2.16", args: ["--listen=localhost:44134"] }),
        container({ image: "nginx" }),
      ],
    },
    "kubernetes-tiller-service": {
      fail: [
        { metadata: [{ labels: { name: "tiller" } }] },
        { metadata: [{ name: "tiller-deploy" }] },
        at("spec.selector", { name: "tiller" }),
      ],
      pass: [at("spec.selector", { app: "web" })],
    },
    "kubernetes-dashboard": {
      fail: [container({ image: "kubernetesui/dashboard:v2.7" })],
      pass: [container({ image: "grafana/grafana:11" })],
    },
    "kubernetes-git-sync": {
      fail: [container({ env: [{ name: "GITSYNC_GIT", value: "/tmp/git" }] })],
      pass: [container({ env: [{ name: "GITSYNC_REPO", value: "r" }] })],
      unknown: [container({ env: later })],
    },
  }),
  ...casesOf(kubernetesRbacRules, {
    "kubernetes-wildcard-role": {
      fail: [permits(["*"], ["get"]), permits(["pods"], ["*"]), permits(["pods"], ["get"], ["*"])],
      pass: [permits(["pods"], ["get"]), {}],
      unknown: [{ rule: later }],
    },
    "kubernetes-cluster-admin": {
      fail: [at("role_ref.name", "cluster-admin")],
      pass: [at("role_ref.name", "view")],
      unknown: [at("role_ref.name", later)],
    },
    "kubernetes-masters-group": { fail: [subject("Group", "system:masters")], pass: [subject("Group", "ops")] },
    "kubernetes-role-for-everyone": {
      fail: [subject("Group", "system:unauthenticated"), subject("User", "system:anonymous")],
      pass: [subject("Group", "ops")],
      unknown: [subject("Group", later)],
    },
    "kubernetes-role-reads-secrets": power("secrets", "list", "create"),
    "kubernetes-role-executes": power("pods/exec", "create", "delete"),
    "kubernetes-role-impersonates": power("users", "impersonate", "get"),
    "kubernetes-role-binds": power("clusterroles", "bind", "get", ["rbac.authorization.k8s.io"]),
    "kubernetes-role-escalates": power("roles", "escalate", "get", ["rbac.authorization.k8s.io"]),
    "kubernetes-role-changes-bindings": power("rolebindings", "create", "get", ["rbac.authorization.k8s.io"]),
    "kubernetes-role-controls-webhooks": power("validatingwebhookconfigurations", "update", "get"),
    "kubernetes-role-approves-certificates": power("certificatesigningrequests/approval", "update", "get"),
    "kubernetes-role-changes-service-status": power("services/status", "patch", "get"),
    "kubernetes-role-creates-pods": power("pods", "create", "get"),
    "kubernetes-role-creates-tokens": power("serviceaccounts/token", "create", "get"),
    "kubernetes-role-creates-volumes": power("persistentvolumes", "create", "get"),
    "kubernetes-role-changes-workloads": {
      fail: [permits(["deployments"], ["update"], ["apps"]), permits(["cronjobs"], ["create"], ["batch"])],
      pass: [permits(["deployments"], ["get"], ["apps"]), permits(["widgets"], ["update"], ["apps"]), {}],
      unknown: [{ rule: later }],
    },
    "kubernetes-role-changes-network-policies": {
      fail: [permits(["networkpolicies"], ["delete"], ["networking.k8s.io"])],
      pass: [permits(["networkpolicies"], ["list"], ["networking.k8s.io"])],
    },
    "kubernetes-role-deletes-events": power("events", "delete", "get"),
    "kubernetes-account-everything": harmless,
    "kubernetes-account-secrets": harmless,
    "kubernetes-account-execution": harmless,
    "kubernetes-account-impersonation": harmless,
    "kubernetes-account-bindings": harmless,
    "kubernetes-account-service-status": harmless,
  }),
  ...casesOf(kubernetesPolicyRules, {
    "kubernetes-policy-privileged": refuses("spec.privileged", true, false),
    "kubernetes-policy-host-pid": refuses("spec.host_pid", true, false),
    "kubernetes-policy-host-ipc": refuses("spec.host_ipc", true, false),
    "kubernetes-policy-host-network": refuses("spec.host_network", true, false),
    "kubernetes-policy-escalation": wants("spec.allow_privilege_escalation", false, true),
    "kubernetes-policy-root": {
      fail: [
        {},
        at("spec.run_as_user.rule", "RunAsAny"),
        at("spec.run_as_user", [{ rule: "MustRunAs", range: [{ min: 0 }] }]),
      ],
      pass: [
        at("spec.run_as_user.rule", "MustRunAsNonRoot"),
        at("spec.run_as_user", [{ rule: "MustRunAs", range: [{ min: 1 }] }]),
      ],
    },
    "kubernetes-policy-net-raw": {
      fail: [{}, list("required_drop_capabilities", "SYS_TIME")],
      pass: [list("required_drop_capabilities", "NET_RAW"), list("required_drop_capabilities", "ALL")],
      unknown: [at("spec.required_drop_capabilities", later)],
    },
    "kubernetes-policy-kept-capabilities": {
      fail: [{}],
      pass: [list("required_drop_capabilities", "ALL")],
      unknown: [at("spec.required_drop_capabilities", later)],
    },
    "kubernetes-policy-added-capabilities": {
      fail: [list("allowed_capabilities", "*")],
      pass: [{}, list("allowed_capabilities")],
      unknown: [at("spec.allowed_capabilities", later)],
    },
    "kubernetes-policy-seccomp": {
      fail: [{}],
      pass: [
        {
          metadata: [{ annotations: { "seccomp.security.alpha.kubernetes.io/defaultProfileName": "runtime/default" } }],
        },
      ],
      unknown: [{ metadata: [{ annotations: { "seccomp.security.alpha.kubernetes.io/defaultProfileName": later } }] }],
    },
  }),
];

const ruleOf = (id: string) => [...kubernetesIdentityRules, ...kubernetesRbacRules].find((rule) => rule.id === id);
const answer = (id: string, one: Component, ...others: Component[]) =>
  ruleOf(id)?.check(one, modelOf(one, ...others)).outcome;

const named = (name: string, namespace = "shop") => ({ metadata: [{ name, namespace }] });

describe("access to a Kubernetes cluster", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject: one, outcome }) => {
    expect(outcomeOf(rule, one)).toBe(outcome);
  });

  const web = component("kubernetes_pod", "web", { ...named("web"), spec: [{ service_account_name: "web" }] });
  const account = (token?: boolean) =>
    component("kubernetes_service_account_v1", "web", {
      ...named("web"),
      ...(token !== undefined && { automount_service_account_token: token }),
    });
  const binding = (role: string, kind = "ClusterRole") =>
    component("kubernetes_role_binding", "web", {
      ...named("web"),
      ...subject("ServiceAccount", "web"),
      role_ref: [{ kind, name: role }],
    });

  it("takes what the service account says where the pod says nothing", () => {
    expect(answer("kubernetes-pod-token", web, account(false))).toBe("pass");
    expect(answer("kubernetes-pod-token", web, account(true))).toBe("skip");
    expect(answer("kubernetes-pod-token", web, account())).toBe("fail");
  });

  it("leaves its token to an account that has a role", () => {
    expect(answer("kubernetes-pod-token", web, account(), binding("reader"))).toBe("pass");
    expect(answer("kubernetes-account-token", account(true), binding("reader"))).toBe("pass");
    expect(answer("kubernetes-account-token", account(true))).toBe("fail");
  });

  it.each([
    ["kubernetes-account-secrets", "secrets", "get"],
    ["kubernetes-account-execution", "pods/exec", "create"],
    ["kubernetes-account-impersonation", "users", "impersonate"],
    ["kubernetes-account-bindings", "clusterrolebindings", "create"],
    ["kubernetes-account-service-status", "services/status", "patch"],
  ])("%s looks into the role that a program is given", (id, resource, verb) => {
    const strong = component("kubernetes_cluster_role", "strong", {
      metadata: [{ name: "strong" }],
      ...permits([resource], [verb]),
    });
    const weak = component("kubernetes_cluster_role", "weak", {
      metadata: [{ name: "weak" }],
      ...permits(["pods"], ["get"]),
    });
    const all = component("kubernetes_cluster_role", "all", {
      metadata: [{ name: "all" }],
      ...permits(["*"], ["*"]),
    });
    expect(answer("kubernetes-account-everything", binding("all"), all)).toBe("fail");
    expect(answer("kubernetes-account-everything", binding("strong"), strong)).toBe("pass");
    expect(answer(id, binding("strong"), strong, weak)).toBe("fail");
    expect(answer(id, binding("weak"), strong, weak)).toBe("pass");
    expect(answer(id, binding("strong", "Role"), strong)).toBe("pass");
  });

  it("tells a role that may do everything once", () => {
    const all = component("kubernetes_cluster_role", "all", permits(["*"], ["*"], ["*"]));
    const broken = kubernetesRbacRules.filter(
      ({ types, check }) => types.includes(all.type) && check(all, modelOf(all)).outcome === "fail",
    );
    expect(broken.map(({ id }) => id)).toEqual(["kubernetes-wildcard-role"]);
  });
});
