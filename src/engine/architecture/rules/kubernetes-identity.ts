import { set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model } from "../model/index.ts";
import { fail, mustNotBe, pass, skip, unknown, worstOf } from "./checks.ts";
import {
  both,
  eachBlockIn,
  eachContainer,
  mapAt,
  nameOf,
  namespaceOf,
  onPod,
  podMetadata,
  podOf,
  workloads,
} from "./kubernetes-pods.ts";
import type { Container, Pod } from "./kubernetes-pods.ts";
import { secretPath } from "./literal-secret.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const accounts = both("service_account");
const bindings = both("role_binding", "cluster_role_binding");
const token = "automount_service_account_token";

/** Service account that a pod runs as, by name; nothing when it is only known after apply. */
const accountName = ({ spec }: Pod): string | undefined => {
  const value = read(spec, "service_account_name") ?? read(spec, "service_account");
  return isUnknown(value) ? undefined : (asText(value) ?? "default");
};

/** `name` in a namespace, as one key. */
const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`;

const ownKey = (component: Component): string | undefined => {
  const name = nameOf(component);
  const namespace = namespaceOf(component);
  return name === undefined || namespace === undefined ? undefined : keyOf(namespace, name);
};

interface Accounts {
  byKey: ReadonlyMap<string, Component>;
  /** Those that some role is given to. */
  bound: ReadonlySet<string>;
}

/** Made once for a model: each pod asks for it. */
const known = new WeakMap<Model, Accounts>();

const accountsOf = (model: Model): Accounts => {
  const found = known.get(model) ?? {
    byKey: new Map(model.ofType(...accounts).map((account) => [ownKey(account) ?? account.id, account])),
    bound: new Set(model.ofType(...bindings).flatMap(subjectKeys)),
  };
  known.set(model, found);
  return found;
};

const subjectKeys = (binding: Component): string[] =>
  readAll(binding.attributes, "subject").flatMap(([, subject]) => {
    const name = asText(read(subject, "name"));
    if (read(subject, "kind") !== "ServiceAccount" || name === undefined) return [];
    return [keyOf(asText(read(subject, "namespace")) ?? namespaceOf(binding) ?? "default", name)];
  });

/** A pod whose account has rights in the design needs the token; what the account says holds where the pod says nothing. */
const podToken = (pod: Pod, model: Model): Verdict => {
  const own = read(pod.spec, token);
  if (isUnknown(own)) return unknown;
  if (asText(own) === "false") return pass;
  const key = podKey(pod);
  // Whose rights the pod has is only known after apply.
  if (key === undefined) return unknown;
  const { byKey, bound } = accountsOf(model);
  const needsIt = bound.has(key) ? pass : fail(pod.at(token));
  if (own !== undefined) return needsIt;
  const account = byKey.get(key);
  const inherited = account && read(account.attributes, token);
  if (isUnknown(inherited)) return unknown;
  if (asText(inherited) === "false") return pass;
  // The account's own finding tells it.
  if (asText(inherited) === "true") return skip;
  return needsIt;
};

const podKey = (pod: Pod): string | undefined => {
  const name = accountName(pod);
  const namespace = namespaceOf(pod.component);
  return name === undefined || namespace === undefined ? undefined : keyOf(namespace, name);
};

const withholdToken = (component: Component): readonly Edit[] => {
  const pod = podOf(component);
  return pod === undefined ? [] : [set(component.address, pod.at(token), false)];
};

const accountToken = (component: Component, model: Model): Verdict => {
  if (accountsOf(model).bound.has(ownKey(component) ?? "")) return pass;
  return mustNotBe(token, true)(component);
};

const isDefaultAccount = (component: Component): boolean =>
  component.type.startsWith("kubernetes_default_service_account") || nameOf(component) === "default";

const defaultToken = (component: Component): Verdict => {
  if (!isDefaultAccount(component)) return skip;
  const value = read(component.attributes, token);
  if (isUnknown(value)) return unknown;
  if (value === undefined) return fail("metadata.name");
  return asText(value) === "false" ? pass : fail(token);
};

const defaultSubject = (component: Component): Verdict =>
  worstOf(
    readAll(component.attributes, "subject").map(([path, subject]) =>
      read(subject, "kind") === "ServiceAccount" && read(subject, "name") === "default" ? fail(`${path}.name`) : pass,
    ),
  );

const secretReference = (container: Container): Verdict => {
  const { block } = container;
  const one = eachBlockIn(container, block, "env", (env, path) =>
    read(env, "value_from.secret_key_ref") === undefined ? pass : fail(`${path}.value_from[0].secret_key_ref`),
  );
  const all = eachBlockIn(container, block, "env_from", (from, path) =>
    read(from, "secret_ref") === undefined ? pass : fail(`${path}.secret_ref`),
  );
  const places = [one, all].flatMap((verdict) =>
    verdict.outcome === "fail" ? [verdict.path ?? container.path, ...(verdict.also ?? [])] : [],
  );
  const [first, ...also] = places;
  return first === undefined ? worstOf([one, all]) : { outcome: "fail", path: first, also };
};

const literalSecret = (container: Container): Verdict => {
  if (isUnknown(read(container.block, "env"))) return unknown;
  const path = secretPath(container.block, "env", "args", "command");
  return path === undefined ? pass : fail(container.at(path));
};

const configSecret = ({ attributes }: Component): Verdict => {
  const path = secretPath(attributes, "data", "binary_data");
  return path === undefined ? pass : fail(path);
};

const imageName = ({ block }: Container): string => asText(read(block, "image")) ?? "";

const labelled = (labels: Attributes, pairs: readonly (readonly [key: string, value: string])[]): boolean =>
  pairs.some(([key, value]) => asText(labels[key]) === value);

const dashboardLabels = [
  ["app", "kubernetes-dashboard"],
  ["k8s-app", "kubernetes-dashboard"],
] as const;

/** Fails a container of that image, or a pod that is labelled as such. */
const runsProgram = (image: RegExp, labels: readonly (readonly [string, string])[]) => (component: Component) => {
  const pod = podOf(component);
  if (pod === undefined) return pass;
  const { metadata, path } = podMetadata(pod);
  if (labelled(mapAt(metadata, "labels"), labels)) return fail(`${path}.labels`);
  if (labelled(mapAt(component.attributes, "metadata.labels"), labels)) return fail("metadata.labels");
  return eachContainer((container) => (image.test(imageName(container)) ? fail(container.at("image")) : pass))(
    component,
  );
};

/** `tiller` or `tiller-deploy`, and neither `distiller` nor `tillers`. */
const tillerName = /(?<![a-z])tiller(?![a-z])/i;

const isTillerImage = (container: Container): boolean => tillerName.test(imageName(container));

/** Where metadata say that the thing is Tiller: by its name, or by a label that Helm gives it. */
const tillerPlace = (metadata: Attributes, path: string): string | undefined => {
  if (matches(read(metadata, "name"), tillerName)) return `${path}.name`;
  const labels = mapAt(metadata, "labels");
  const [label] = Object.entries(labels).find(([key, value]) => isTillerLabel(key, asText(value) ?? "")) ?? [];
  return label === undefined ? undefined : entryPath(path, "labels", label);
};

const isTillerLabel = (key: string, value: string): boolean =>
  (key === "app" && value === "helm") || (key === "name" && tillerName.test(value));

/** Lines are recorded with the occurrence of each block; a map's key may hold dots. */
const entryPath = (owner: string, map: string, key: string): string =>
  `${owner.replaceAll(/\.(?![^[]*\])/g, "[0].")}[0].${map}.${key}`;

const ownMetadata = ({ attributes }: Component): Attributes => readAll(attributes, "metadata")[0]?.[1] ?? {};

const runsTiller = (component: Component): Verdict => {
  const pod = podOf(component);
  const place = tillerPlace(ownMetadata(component), "metadata") ?? (pod && tillerPodPlace(pod));
  if (place !== undefined) return fail(place);
  return eachContainer((container) => (isTillerImage(container) ? fail(container.at("image")) : pass))(component);
};

const tillerPodPlace = (pod: Pod): string | undefined => {
  const { metadata, path } = podMetadata(pod);
  return tillerPlace(metadata, path);
};

const dashboardImage = /kubernetes-dashboard|kubernetesui\//;

const openTiller = (container: Container): Verdict => {
  if (!isTillerImage(container) && tillerPodPlace(container.pod) === undefined) return pass;
  const args = ["command", "args"].flatMap((name) => {
    const value = read(container.block, name);
    return Array.isArray(value) ? value.map((item) => asText(item) ?? "") : [];
  });
  return args.some((text) => /^--?listen[= ](?:localhost|127\.0\.0\.1)(?::|$)/.test(text))
    ? pass
    : fail(container.at("args"));
};

const tillerService = (component: Component): Verdict => {
  const place = tillerPlace(ownMetadata(component), "metadata");
  if (place !== undefined) return fail(place);
  const selected = Object.entries(mapAt(component.attributes, "spec.selector"));
  const [key] = selected.find(([, value]) => matches(value, tillerName)) ?? [];
  return key === undefined ? pass : fail(entryPath("spec", "selector", key));
};

/** The variable names the program that is called: whoever can set it runs what he likes. */
const gitSync = (container: Container): Verdict =>
  eachBlockIn(container, container.block, "env", (env, path) =>
    read(env, "name") === "GITSYNC_GIT" ? fail(`${path}.name`) : pass,
  );

export const kubernetesIdentityRules: readonly Rule[] = [
  rule({
    id: "kubernetes-pod-token",
    severity: "low",
    pillar: "security",
    types: workloads,
    title: "Pod carries a token for the cluster's API that it does not use",
    why: "Who breaks into the pod can talk to the API with it, and look for rights that the account was given.",
    fix: "Set `automount_service_account_token` to false in the pod's `spec`.",
    // Checkov has another number for it in Terraform than in manifests.
    refs: { checkov: ["CKV_K8S_38", "CKV_K8S_50"], cis: ["1.12:5.1.6"] },
    check: onPod(podToken, fail()),
    remedy: withholdToken,
  }),
  rule({
    id: "kubernetes-account-token",
    severity: "low",
    pillar: "security",
    types: accounts,
    title: "Every pod of the account carries a token for the cluster's API",
    why: "The account has no role in this design, so the token only serves who breaks into a pod.",
    fix: "Set `automount_service_account_token` to false.",
    refs: { checkov: ["CKV_K8S_38"], cis: ["1.12:5.1.6"] },
    check: accountToken,
    remedy: setTo(token, false),
  }),
  rule({
    id: "kubernetes-default-account-token",
    severity: "medium",
    pillar: "security",
    types: [...accounts, ...both("default_service_account")],
    title: "Default service account hands out its token",
    why: "Every pod that names no account gets a token for the cluster's API.",
    fix: "Set `automount_service_account_token` to false on the account named default.",
    refs: { checkov: ["CKV_K8S_41"], cis: ["1.12:5.1.5"] },
    check: defaultToken,
    remedy: setTo(token, false),
  }),
  rule({
    id: "kubernetes-default-account-bound",
    severity: "high",
    pillar: "security",
    types: bindings,
    title: "Default service account is given a role",
    why: "Every pod of the namespace that names no account gets these rights.",
    fix: "Make an account for the program that needs the role and name that in `subject`.",
    refs: { checkov: ["CKV_K8S_42"], cis: ["1.12:5.1.5"] },
    check: defaultSubject,
  }),
  rule({
    id: "kubernetes-secret-in-environment",
    severity: "low",
    pillar: "security",
    types: workloads,
    title: "Secret is handed over in environment variables",
    why: "Variables end up in crash reports and logs and are inherited by every child process.",
    fix: "Mount the secret as a volume and read the file.",
    refs: { checkov: ["CKV_K8S_35"], cis: ["1.12:5.4.1", "2.0.1:5.4.1"] },
    check: eachContainer(secretReference),
  }),
  rule({
    id: "kubernetes-literal-secret",
    severity: "critical",
    pillar: "security",
    types: workloads,
    title: "Secret is written into the container's environment",
    why: "Everyone who may read the code or describe the pod has the secret.",
    fix: "Put the value into a secret store and refer to it, and change it, since it has been seen.",
    refs: { cis: ["1.12:5.4.1"], cwe: ["CWE-798"] },
    check: eachContainer(literalSecret),
  }),
  rule({
    id: "kubernetes-secret-in-config-map",
    severity: "critical",
    pillar: "security",
    types: both("config_map"),
    title: "Secret is written into a config map",
    why: "Config maps are open to everyone who may look into the namespace and are not encrypted at rest.",
    fix: "Move the value to a secret store and change it, since it has been seen.",
    refs: { cwe: ["CWE-798"] },
    check: configSecret,
  }),
  rule({
    id: "kubernetes-literal-secret-data",
    severity: "critical",
    pillar: "security",
    types: both("secret"),
    title: "Secret's value is written into the code",
    why: "Everyone who can read the repository or its history has it; base64 hides nothing.",
    fix: "Take the value from a secret store, e.g. with the External Secrets operator, and change it, since it has been seen.",
    refs: { cwe: ["CWE-798"] },
    check: configSecret,
  }),
  rule({
    id: "kubernetes-tiller",
    severity: "high",
    pillar: "security",
    types: workloads,
    title: "Tiller runs in the cluster",
    why: "The server of Helm 2 does what any pod asks, with the rights of the cluster's administrator.",
    fix: "Remove Tiller and move to Helm 3.",
    refs: { checkov: ["CKV_K8S_34"] },
    check: runsTiller,
  }),
  rule({
    id: "kubernetes-tiller-open",
    severity: "high",
    pillar: "security",
    types: workloads,
    title: "Tiller answers every pod of the cluster",
    why: "Anyone who gets into any pod can install what he likes.",
    fix: "Remove Tiller; until then start it with `--listen=localhost:44134`.",
    refs: { checkov: ["CKV_K8S_45"] },
    check: eachContainer(openTiller),
  }),
  rule({
    id: "kubernetes-tiller-service",
    severity: "high",
    pillar: "security",
    types: both("service"),
    title: "Tiller is offered as a service",
    why: "The server of Helm 2 does what any pod asks, with the rights of the cluster's administrator.",
    fix: "Delete the service and move to Helm 3.",
    refs: { checkov: ["CKV_K8S_44"] },
    check: tillerService,
  }),
  rule({
    id: "kubernetes-dashboard",
    severity: "medium",
    pillar: "security",
    types: workloads,
    title: "Kubernetes dashboard runs in the cluster",
    why: "It has wide rights and has been the way into whole clusters when it was reachable.",
    fix: "Remove it and look at the cluster from outside, with the cloud's console or a program on your own machine.",
    refs: { checkov: ["CKV_K8S_33"] },
    check: runsProgram(dashboardImage, dashboardLabels),
  }),
  rule({
    id: "kubernetes-git-sync",
    severity: "high",
    pillar: "security",
    types: workloads,
    title: "git-sync calls a program that a variable names",
    why: "Who may change the manifest runs commands with the rights of git-sync.",
    fix: "Remove the variable GITSYNC_GIT.",
    refs: { checkov: ["CKV_K8S_159"] },
    check: eachContainer(gitSync),
  }),
];
