import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Attributes, Component } from "../model/index.ts";
import { fail, mustBe, mustNotBe, pass, unknown } from "./checks.ts";
import { mapAt } from "./kubernetes-pods.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const policies = ["kubernetes_pod_security_policy", "kubernetes_pod_security_policy_v1beta1"];

const strategyOf = (component: Component, field: string): string | undefined =>
  asText(read(component.attributes, `spec.${field}.rule`));

const policyList =
  (field: string, isGood: (names: readonly string[]) => boolean) =>
  (component: Component): Verdict => {
    const value = read(component.attributes, `spec.${field}`);
    if (isUnknown(value)) return unknown;
    const names = Array.isArray(value) ? value.map((item) => (asText(item) ?? "").toUpperCase()) : [];
    return isGood(names) ? pass : fail(`spec.${field}`);
  };

const policySeccomp = (component: Component): Verdict => {
  const annotations: Attributes = mapAt(component.attributes, "metadata.annotations");
  const found = Object.entries(annotations).find(([key]) =>
    /^seccomp\.security\.alpha\.kubernetes\.io\/(?:default|allowed)Profile/.test(key),
  );
  if (found === undefined) return fail("metadata");
  const [key, value] = found;
  if (isUnknown(value)) return unknown;
  return matches(value, /(?:runtime|docker)\/default/) ? pass : fail(`metadata[0].annotations.${key}`);
};

const policyRoot = (component: Component): Verdict => {
  const user = strategyOf(component, "run_as_user");
  if (user === "MustRunAsNonRoot") return pass;
  const lowest = readAll(component.attributes, "spec.run_as_user.range").map(([, range]) =>
    Number(asText(read(range, "min")) ?? 0),
  );
  return user === "MustRunAs" && lowest.length > 0 && lowest.every((id) => id > 0) ? pass : fail("spec.run_as_user");
};

interface PolicySwitch {
  id: string;
  field: string;
  checkov: string;
  title: string;
}

const policySwitches: readonly PolicySwitch[] = [
  { id: "privileged", field: "privileged", checkov: "CKV_K8S_2", title: "Policy admits privileged containers" },
  {
    id: "host-pid",
    field: "host_pid",
    checkov: "CKV_K8S_1",
    title: "Policy admits pods that share the node's processes",
  },
  {
    id: "host-ipc",
    field: "host_ipc",
    checkov: "CKV_K8S_3",
    title: "Policy admits pods that share the node's memory segments",
  },
  {
    id: "host-network",
    field: "host_network",
    checkov: "CKV_K8S_4",
    title: "Policy admits pods that share the node's network",
  },
];

const policyWhy = "Anyone who may start pods under this policy can take over a node.";

/** Pod security policies were dropped in Kubernetes 1.25; older clusters still obey them. */
export const kubernetesPolicyRules: readonly Rule[] = [
  ...policySwitches.map(({ id, field, checkov, title }) =>
    rule({
      id: `kubernetes-policy-${id}`,
      severity: "high",
      pillar: "security",
      types: policies,
      title,
      why: policyWhy,
      fix: `Set \`${field}\` to false.`,
      refs: { checkov: [checkov] },
      check: mustNotBe(`spec.${field}`, true),
      remedy: setTo(`spec.${field}`, false),
    }),
  ),
  rule({
    id: "kubernetes-policy-escalation",
    severity: "medium",
    pillar: "security",
    types: policies,
    title: "Policy admits containers that gain privileges",
    why: "A setuid program in an image turns a small hole into root.",
    fix: "Set `allow_privilege_escalation` to false.",
    refs: { checkov: ["CKV_K8S_5"] },
    check: mustBe("spec.allow_privilege_escalation", false),
    remedy: setTo("spec.allow_privilege_escalation", false),
  }),
  rule({
    id: "kubernetes-policy-root",
    severity: "medium",
    pillar: "security",
    types: policies,
    title: "Policy admits containers that run as root",
    why: "Root in the container is root for the kernel: one hole in the runtime and the node is lost.",
    fix: 'Set `run_as_user { rule = "MustRunAsNonRoot" }`.',
    refs: { checkov: ["CKV_K8S_6"] },
    check: policyRoot,
  }),
  rule({
    id: "kubernetes-policy-net-raw",
    severity: "medium",
    pillar: "security",
    types: policies,
    title: "Policy admits containers that forge packets",
    why: "With NET_RAW a pod can pretend to be another one of its network.",
    fix: 'Set `required_drop_capabilities = ["NET_RAW"]`, or ALL.',
    refs: { checkov: ["CKV_K8S_7"] },
    check: policyList("required_drop_capabilities", (names) => names.includes("NET_RAW") || names.includes("ALL")),
  }),
  rule({
    id: "kubernetes-policy-kept-capabilities",
    severity: "low",
    pillar: "security",
    types: policies,
    title: "Policy lets containers keep their capabilities",
    why: "Most programs need none of them; each is one more way to get at the node.",
    fix: 'Set `required_drop_capabilities = ["ALL"]`.',
    refs: { checkov: ["CKV_K8S_36"] },
    check: policyList("required_drop_capabilities", (names) => names.length > 0),
  }),
  rule({
    id: "kubernetes-policy-added-capabilities",
    severity: "medium",
    pillar: "security",
    types: policies,
    title: "Policy admits extra capabilities",
    why: "Capabilities such as NET_ADMIN change the node's own network or clock, for every pod on it.",
    fix: "Remove `allowed_capabilities`.",
    refs: { checkov: ["CKV_K8S_24"] },
    check: policyList("allowed_capabilities", (names) => names.length === 0),
  }),
  rule({
    id: "kubernetes-policy-seccomp",
    severity: "low",
    pillar: "security",
    types: policies,
    title: "Policy sets no seccomp profile",
    why: "Rarely used system calls are where holes in the kernel are found; without a profile all are open.",
    fix: "Add the annotation seccomp.security.alpha.kubernetes.io/defaultProfileName with runtime/default.",
    refs: { checkov: ["CKV_K8S_32"] },
    check: policySeccomp,
  }),
];
