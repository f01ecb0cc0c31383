import { both } from "./kubernetes-pods.ts";
import type { Severity } from "./rule.ts";

export const roles = both("role", "cluster_role");
const clusterRoles = both("cluster_role");

/** What a rule of a role must hold to be dangerous: one of each. */
export interface Power {
  groups?: readonly string[];
  resources: readonly string[];
  verbs: readonly string[];
}

const reads = ["get", "list", "watch"];
const change = ["create", "update", "patch"];

export const secrets: Power = { groups: [""], resources: ["secrets"], verbs: reads };
export const execute: Power = {
  groups: [""],
  resources: ["pods/exec", "pods/attach", "nodes/proxy"],
  verbs: ["create", "get"],
};
export const impersonation: Power = {
  resources: ["users", "groups", "serviceaccounts", "userextras", "uids"],
  verbs: ["impersonate"],
};
export const roleBindings: Power = { resources: ["rolebindings", "clusterrolebindings"], verbs: [...change, "bind"] };
export const serviceStatus: Power = { groups: [""], resources: ["services/status"], verbs: ["update", "patch"] };

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
export const dangerous: readonly Grant[] = [
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
  {
    id: "kubernetes-role-changes-workloads",
    severity: "medium",
    types: clusterRoles,
    title: "Role may change workloads of every namespace",
    why: "A changed deployment runs any program with that workload's accounts, secrets and volumes.",
    checkov: [],
    cis: ["1.12:5.1.4"],
    power: {
      groups: ["apps", "batch"],
      resources: ["deployments", "daemonsets", "statefulsets", "replicasets", "jobs", "cronjobs"],
      verbs: change,
    },
  },
  {
    id: "kubernetes-role-changes-network-policies",
    severity: "medium",
    types: roles,
    title: "Role may change network policies",
    why: "Who has it takes away what keeps pods apart.",
    checkov: [],
    cis: [],
    power: { groups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: [...change, "delete"] },
  },
  {
    id: "kubernetes-role-deletes-events",
    severity: "low",
    types: roles,
    title: "Role may delete the traces of what it did",
    why: "Events and logs are what an attack is found by.",
    checkov: [],
    cis: [],
    power: { groups: [""], resources: ["events", "pods/log"], verbs: ["delete", "deletecollection"] },
  },
];
