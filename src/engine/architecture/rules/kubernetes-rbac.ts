import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model, Value } from "../model/index.ts";
import { eachBlock, fail, judge, pass, unknown } from "./checks.ts";
import { both, nameOf, namespaceOf } from "./kubernetes-pods.ts";
import { rule } from "./rule.ts";
import type { Rule, Severity, Verdict } from "./rule.ts";

const roles = both("role", "cluster_role");
const clusterRoles = both("cluster_role");
const bindings = both("role_binding", "cluster_role_binding");

/** What a rule of a role must hold to be dangerous: one of each. */
interface Power {
  groups?: readonly string[];
  resources: readonly string[];
  verbs: readonly string[];
}

const listOf = (value: Value | undefined): readonly Value[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Whether a list holds one of the names, or the star for all of them; nothing when that is not known. */
const holds = (block: Attributes, field: string, names: readonly string[]): boolean | undefined => {
  const items = listOf(read(block, field));
  if (items.some((item) => !isUnknown(item) && [...names, "*"].includes(asText(item) ?? ""))) return true;
  return items.some(isUnknown) ? undefined : false;
};

/** Rights on single named objects are no rights on all of them. */
const isNarrow = (block: Attributes): boolean => listOf(read(block, "resource_names")).length > 0;

/** What may do everything is told once, as that. */
const isEverything = (block: Attributes): boolean =>
  holds(block, "resources", []) === true && holds(block, "verbs", []) === true;

const grants = (block: Attributes, { groups, resources, verbs }: Power): boolean | undefined => {
  if (isNarrow(block) || isEverything(block)) return false;
  const parts = [
    groups === undefined ? true : holds(block, "api_groups", groups),
    holds(block, "resources", resources),
    holds(block, "verbs", verbs),
  ];
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
};

const without =
  (power: Power, field: "resources" | "verbs" = "resources") =>
  (component: Component): Verdict =>
    eachBlock(component, "rule", (block, path) => {
      const given = grants(block, power);
      if (given === undefined) return unknown;
      return given ? fail(`${path}.${field}`) : pass;
    });

const wildcard = (component: Component): Verdict =>
  eachBlock(component, "rule", (block, path) => {
    for (const field of ["verbs", "resources", "api_groups"])
      if (holds(block, field, []) === true) return fail(`${path}.${field}`);
    return pass;
  });

const reads = ["get", "list", "watch"];
const change = ["create", "update", "patch"];

const secrets: Power = { groups: [""], resources: ["secrets"], verbs: reads };
const execute: Power = {
  groups: [""],
  resources: ["pods/exec", "pods/attach", "nodes/proxy"],
  verbs: ["create", "get"],
};
const impersonation: Power = {
  resources: ["users", "groups", "serviceaccounts", "userextras", "uids"],
  verbs: ["impersonate"],
};
const roleBindings: Power = { resources: ["rolebindings", "clusterrolebindings"], verbs: [...change, "bind"] };
const serviceStatus: Power = { groups: [""], resources: ["services/status"], verbs: ["update", "patch"] };

interface Grant {
  id: string;
  severity: Severity;
  types: readonly string[];
  title: string;
  why: string;
  checkov: readonly string[];
  cis: readonly string[];
  power: Power;
  field?: "resources" | "verbs";
}

/** Rights by which an account can take more than it was given. */
const dangerous: readonly Grant[] = [
  {
    id: "kubernetes-role-reads-secrets",
    severity: "high",
    types: roles,
    title: "Role may read every secret",
    why: "Passwords, certificates and the tokens of stronger accounts are all secrets.",
    checkov: ["CKV2_K8S_5"],
    cis: ["1.12:5.1.2"],
    power: secrets,
  },
  {
    id: "kubernetes-role-executes",
    severity: "high",
    types: roles,
    title: "Role may run commands in pods",
    why: "Who has it acts as any pod of its scope, with that pod's data and rights.",
    checkov: ["CKV2_K8S_2"],
    cis: ["1.12:5.1.10"],
    power: execute,
  },
  {
    id: "kubernetes-role-impersonates",
    severity: "high",
    types: roles,
    title: "Role may act as somebody else",
    why: "Who may impersonate takes the rights of an administrator without his password.",
    checkov: ["CKV2_K8S_3"],
    cis: ["1.12:5.1.8"],
    power: impersonation,
    field: "verbs",
  },
  {
    id: "kubernetes-role-binds",
    severity: "high",
    types: clusterRoles,
    title: "Role may bind roles that it does not have",
    why: "Whoever has it can take every role, that of the cluster's administrator included.",
    checkov: ["CKV_K8S_157"],
    cis: ["1.12:5.1.8"],
    power: { resources: ["roles", "clusterroles", "rolebindings", "clusterrolebindings"], verbs: ["bind"] },
    field: "verbs",
  },
  {
    id: "kubernetes-role-escalates",
    severity: "high",
    types: clusterRoles,
    title: "Role may add rights to roles",
    why: "Whoever has it can grant every right that the cluster knows.",
    checkov: ["CKV_K8S_158"],
    cis: ["1.12:5.1.8"],
    power: { resources: ["roles", "clusterroles"], verbs: ["escalate"] },
    field: "verbs",
  },
  {
    id: "kubernetes-role-changes-bindings",
    severity: "high",
    types: roles,
    title: "Role may give roles to others",
    why: "Who has it hands his rights on, to accounts that nobody watches.",
    checkov: ["CKV2_K8S_1"],
    cis: ["1.12:5.1.8"],
    power: roleBindings,
  },
  {
    id: "kubernetes-role-controls-webhooks",
    severity: "high",
    types: clusterRoles,
    title: "Role may change admission webhooks",
    why: "A webhook sees and changes everything that is sent to the cluster, secrets included.",
    checkov: ["CKV_K8S_155"],
    cis: ["1.12:5.1.12"],
    power: {
      resources: ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
      verbs: [...change, "delete"],
    },
  },
  {
    id: "kubernetes-role-approves-certificates",
    severity: "high",
    types: clusterRoles,
    title: "Role may approve certificates",
    why: "Whoever has it can sign a certificate in the name of every user, e.g. a member of system:masters.",
    checkov: ["CKV_K8S_156"],
    cis: ["1.12:5.1.11"],
    power: {
      resources: ["certificatesigningrequests/approval", "signers"],
      verbs: ["update", "patch", "approve", "sign"],
    },
  },
  {
    id: "kubernetes-role-changes-service-status",
    severity: "medium",
    types: roles,
    title: "Role may change where services are reached",
    why: "A forged address in a service's status draws traffic away (CVE-2020-8554).",
    checkov: ["CKV2_K8S_4"],
    cis: [],
    power: serviceStatus,
  },
  {
    id: "kubernetes-role-creates-pods",
    severity: "medium",
    types: roles,
    title: "Role may start pods",
    why: "A pod mounts any secret of its namespace and runs as any of its accounts.",
    checkov: [],
    cis: ["1.12:5.1.4"],
    power: { groups: [""], resources: ["pods"], verbs: ["create"] },
  },
  {
    id: "kubernetes-role-creates-tokens",
    severity: "high",
    types: roles,
    title: "Role may make tokens of service accounts",
    why: "Who has it acts as every account of its scope.",
    checkov: [],
    cis: ["1.12:5.1.13"],
    power: { groups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] },
  },
  {
    id: "kubernetes-role-creates-volumes",
    severity: "medium",
    types: clusterRoles,
    title: "Role may make persistent volumes",
    why: "A volume of the kind hostPath opens the nodes' own files.",
    checkov: [],
    cis: ["1.12:5.1.9"],
    power: { groups: [""], resources: ["persistentvolumes"], verbs: ["create"] },
  },
];

/** Subjects that stand for everyone, or for everyone with any account at all. */
const everyone = new Set([
  "system:anonymous",
  "system:unauthenticated",
  "system:authenticated",
  "system:serviceaccounts",
]);

const publicSubject = (component: Component): Verdict =>
  eachBlock(component, "subject", (subject, path) => {
    const name = read(subject, "name");
    if (isUnknown(name)) return unknown;
    return everyone.has(asText(name) ?? "") ? fail(`${path}.name`) : pass;
  });

const isAccount = (subject: Attributes): boolean => {
  const name = asText(read(subject, "name")) ?? "";
  return read(subject, "kind") === "ServiceAccount" || /^system:(?:node|serviceaccount)/.test(name);
};

/** The role that a binding gives, where it is in the design. */
const roleOf = (binding: Component, model: Model): Component | undefined => {
  const direct = model.target(binding, "role_ref");
  if (direct !== undefined) return direct;
  const name = asText(read(binding.attributes, "role_ref.name"));
  const isCluster = asText(read(binding.attributes, "role_ref.kind")) === "ClusterRole";
  return name === undefined
    ? undefined
    : rolesIn(model).get(roleKey(name, isCluster ? undefined : namespaceOf(binding)));
};

const roleKey = (name: string, namespace: string | undefined): string => `${namespace ?? ""}/${name}`;

/** Made once for a model: each binding asks for it. */
const known = new WeakMap<Model, ReadonlyMap<string, Component>>();

const rolesIn = (model: Model): ReadonlyMap<string, Component> => {
  const found =
    known.get(model) ??
    new Map(
      model.ofType(...roles).map((role) => {
        const isCluster = role.type.startsWith("kubernetes_cluster_role");
        return [roleKey(nameOf(role) ?? role.id, isCluster ? undefined : namespaceOf(role)), role];
      }),
    );
  known.set(model, found);
  return found;
};

/** Fails a binding that gives a program a role with such a power. */
const accountWithout =
  (power: Power) =>
  (binding: Component, model: Model): Verdict => {
    const subjects = readAll(binding.attributes, "subject");
    if (isUnknown(read(binding.attributes, "subject"))) return unknown;
    if (!subjects.some(([, subject]) => isAccount(subject))) return pass;
    const role = roleOf(binding, model);
    if (role === undefined) return pass;
    const verdict = without(power)(role);
    return verdict.outcome === "fail" ? fail("role_ref") : verdict;
  };

const boundPowers = [
  ["secrets", "read every secret", "CKV2_K8S_5", secrets],
  ["execution", "run commands in other pods", "CKV2_K8S_2", execute],
  ["impersonation", "act as somebody else", "CKV2_K8S_3", impersonation],
  ["bindings", "give roles to others", "CKV2_K8S_1", roleBindings],
  ["service-status", "change where services are reached", "CKV2_K8S_4", serviceStatus],
] as const;

export const kubernetesRbacRules: readonly Rule[] = [
  rule({
    id: "kubernetes-wildcard-role",
    severity: "high",
    pillar: "security",
    types: roles,
    title: "Role holds a star",
    why: "It gives rights that nobody listed, those of resources that are only installed later included.",
    fix: "List `verbs`, `resources` and `api_groups` that are needed.",
    refs: { checkov: ["CKV_K8S_49"], cis: ["1.12:5.1.3", "2.0.1:5.1.3"] },
    check: wildcard,
  }),
  rule({
    id: "kubernetes-cluster-admin",
    severity: "high",
    pillar: "security",
    types: bindings,
    title: "Rights of the cluster's administrator are given away",
    why: "One stolen token of that subject and the whole cluster with all its secrets is lost.",
    fix: "Name a role in `role_ref` that holds what the subject needs.",
    refs: { cis: ["1.12:5.1.1", "2.0.1:5.1.1"] },
    check: (component) => judge(component, "role_ref.name", (value) => asText(value) !== "cluster-admin", pass),
  }),
  rule({
    id: "kubernetes-masters-group",
    severity: "critical",
    pillar: "security",
    types: bindings,
    title: "Group system:masters is used",
    why: "Its members pass every check, and no binding can be deleted to stop them.",
    fix: "Use a group of your own in `subject`.",
    refs: { cis: ["1.12:5.1.7"] },
    check: (component) =>
      eachBlock(component, "subject", (subject, path) =>
        read(subject, "name") === "system:masters" ? fail(`${path}.name`) : pass,
      ),
  }),
  rule({
    id: "kubernetes-role-for-everyone",
    severity: "critical",
    pillar: "security",
    types: bindings,
    title: "Role is given to everyone",
    why: "Anyone who reaches the API, or any pod of the cluster, has these rights.",
    fix: "Name users, groups or service accounts of your own in `subject`.",
    refs: {},
    check: publicSubject,
  }),
  ...dangerous.map(({ id, severity, types, title, why, checkov, cis, power, field }) =>
    rule({
      id,
      severity,
      pillar: "security",
      types,
      title,
      why,
      fix: "Take that rule out of the role, or narrow it with `resource_names`.",
      refs: { ...(checkov.length > 0 && { checkov }), ...(cis.length > 0 && { cis }) },
      check: without(power, field),
    }),
  ),
  ...boundPowers.map(([name, ability, id, power]) =>
    rule({
      id: `kubernetes-account-${name}`,
      severity: "high",
      pillar: "security",
      types: bindings,
      title: `Program may ${ability}`,
      why: "Who breaks into a pod of that service account has these rights and gets further into the cluster.",
      fix: "Bind a role in `role_ref` that holds only what the program needs.",
      refs: { checkov: [id] },
      check: accountWithout(power),
    }),
  ),
];
