import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model, Value } from "../model/index.ts";
import { eachBlock, fail, judge, pass, unknown } from "./checks.ts";
import { dangerous, execute, impersonation, roleBindings, roles, secrets, serviceStatus } from "./kubernetes-grants.ts";
import type { Power } from "./kubernetes-grants.ts";
import { both, nameOf, namespaceOf } from "./kubernetes-pods.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const bindings = both("role_binding", "cluster_role_binding");

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
    for (const field of ["resources", "verbs", "api_groups"])
      if (holds(block, field, []) === true) return fail(`${path}.${field}`);
    return pass;
  });

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
  return matches(read(subject, "kind"), /^(?:ServiceAccount|Node)$/) || /^system:(?:node|serviceaccount)/.test(name);
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

/** Fails a binding that gives a program a role that holds too much. */
const accountWithout =
  (judgeRole: (role: Component) => Verdict) =>
  (binding: Component, model: Model): Verdict => {
    const subjects = readAll(binding.attributes, "subject");
    if (isUnknown(read(binding.attributes, "subject"))) return unknown;
    if (!subjects.some(([, subject]) => isAccount(subject))) return pass;
    const role = roleOf(binding, model);
    if (role === undefined) return pass;
    const verdict = judgeRole(role);
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
      check: accountWithout(without(power)),
    }),
  ),
  rule({
    id: "kubernetes-account-everything",
    severity: "high",
    pillar: "security",
    types: bindings,
    title: "Program may do everything in its scope",
    why: "Who breaks into a pod of that service account reads every secret, runs commands in every pod and hands out roles.",
    fix: "Bind a role in `role_ref` that holds only what the program needs.",
    refs: { checkov: boundPowers.map(([, , id]) => id), cis: ["1.12:5.1.3"] },
    check: accountWithout((role) =>
      eachBlock(role, "rule", (block) => (isEverything(block) && !isNarrow(block) ? fail("rule") : pass)),
    ),
  }),
];
