import { addBlock, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, kubernetesMinor, oldestKubernetes, read } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import { stackKey, stackKeyArn } from "./aws-stack-key.ts";
import { fail, judge, pass, unknown } from "./checks.ts";
import { inRoot, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const cluster = ["aws_eks_cluster"];
const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

const everywhere = new Set(["0.0.0.0/0", "::/0"]);

const listsAll = (value: Value, wanted: readonly string[]): boolean => {
  const texts = new Set((Array.isArray(value) ? value : []).map((item: Value) => asText(item)));
  return wanted.every((text) => texts.has(text));
};

/** A list in which one element is only known after apply may hold anything. */
const hasUnknown = (value: Value | undefined): boolean =>
  Array.isArray(value) && value.some((item: Value) => isUnknown(item));

const endpoint = ({ attributes }: Component): Verdict => {
  const isPublic = read(attributes, "vpc_config.endpoint_public_access");
  if (isUnknown(isPublic)) return unknown;
  if (asText(isPublic) === "false") return pass;
  const cidrs = read(attributes, "vpc_config.public_access_cidrs");
  if (isUnknown(cidrs)) return unknown;
  if (!Array.isArray(cidrs) || cidrs.length === 0) return fail("vpc_config.endpoint_public_access");
  if (cidrs.some((cidr: Value) => everywhere.has(asText(cidr) ?? ""))) return fail("vpc_config.public_access_cidrs");
  return hasUnknown(cidrs) ? unknown : pass;
};

/** Code in the same design that talks to the cluster would be shut out with the rest of the internet. */
const isManagedFromHere = (model: Model): boolean =>
  model.components.some(({ type }) => /^(?:kubernetes|helm|kubectl)_/.test(type));

const closeEndpoint = ({ address }: Component, model: Model): readonly Edit[] =>
  isManagedFromHere(model)
    ? []
    : [
        set(address, "vpc_config.endpoint_private_access", true),
        set(address, "vpc_config.endpoint_public_access", false),
      ];

const logs = (component: Component): Verdict => {
  const value = read(component.attributes, "enabled_cluster_log_types");
  const verdict = judge(component, "enabled_cluster_log_types", (types) => listsAll(types, logTypes));
  return verdict.outcome === "fail" && hasUnknown(value) ? unknown : verdict;
};

const encryptSecrets = ({ address, attributes }: Component): readonly Edit[] =>
  read(attributes, "encryption_config") === undefined
    ? [
        ...stackKey,
        addBlock(address, "encryption_config", {
          resources: ["secrets"],
          provider: [{ key_arn: stackKeyArn }],
        }),
      ]
    : [set(address, "encryption_config.resources", ["secrets"])];

const isSupported = (value: Value): boolean => (kubernetesMinor(asText(value)) ?? oldestKubernetes) >= oldestKubernetes;

const nodeAccess = ({ attributes }: Component): Verdict => {
  const access = read(attributes, "remote_access");
  if (isUnknown(access)) return unknown;
  const key = read(attributes, "remote_access.ec2_ssh_key");
  if (access === undefined || key === undefined) return pass;
  const groups = read(attributes, "remote_access.source_security_group_ids");
  return groups === undefined || (Array.isArray(groups) && groups.length === 0) ? fail("remote_access") : pass;
};

export const eksRules: readonly Rule[] = [
  rule({
    id: "aws-eks-public-endpoint",
    severity: "high",
    pillar: "security",
    types: cluster,
    title: "Kubernetes API is open to the whole internet",
    why: "Anyone can try stolen credentials or a new vulnerability on the control plane.",
    fix: "Set `endpoint_public_access` to false with `endpoint_private_access` true, or list your own addresses in `public_access_cidrs`.",
    refs: { checkov: ["CKV_AWS_38", "CKV_AWS_39"], fsbp: ["EKS.1"] },
    check: endpoint,
    remedy: closeEndpoint,
  }),
  rule({
    id: "aws-eks-control-plane-logs",
    severity: "medium",
    pillar: "operations",
    types: cluster,
    title: "Control-plane logs are incomplete",
    why: "Who changed what in the cluster, and why a pod was not placed, cannot be found out afterwards.",
    fix: "List api, audit, authenticator, controllerManager and scheduler in `enabled_cluster_log_types`.",
    refs: { checkov: ["CKV_AWS_37"], fsbp: ["EKS.8"] },
    check: logs,
    remedy: setTo("enabled_cluster_log_types", logTypes),
  }),
  rule({
    id: "aws-eks-secrets-encryption",
    severity: "medium",
    pillar: "security",
    types: cluster,
    title: "Kubernetes secrets are not encrypted with a key of your own",
    why: "Who gets at a copy of the cluster's database reads every secret in it.",
    fix: 'Add an `encryption_config` block with `resources = ["secrets"]` and a KMS key.',
    refs: { checkov: ["CKV_AWS_58"], fsbp: ["EKS.3"] },
    check: (component) => judge(component, "encryption_config.resources", (value) => listsAll(value, ["secrets"])),
    remedy: inRoot(encryptSecrets),
  }),
  rule({
    id: "aws-eks-old-version",
    severity: "high",
    pillar: "operations",
    types: cluster,
    title: "Kubernetes version is out of standard support",
    why: "Security fixes come late or not at all, and AWS charges six times the price for the control plane.",
    fix: `Raise \`version\` one minor version at a time to 1.${oldestKubernetes} or later.`,
    refs: { checkov: ["CKV_AWS_339"], fsbp: ["EKS.2"] },
    check: (component) => judge(component, "version", isSupported, pass),
  }),
  rule({
    id: "aws-eks-node-ssh",
    severity: "high",
    pillar: "security",
    types: ["aws_eks_node_group"],
    title: "Nodes can be reached by SSH from anywhere",
    why: "With a key but no source groups, EKS opens port 22 of every node to the internet.",
    fix: "List the groups that may connect in `source_security_group_ids`, or leave `remote_access` out and use Session Manager.",
    refs: { checkov: ["CKV_AWS_100"] },
    check: nodeAccess,
  }),
];
