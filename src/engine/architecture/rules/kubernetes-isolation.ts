import { set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read } from "../model/index.ts";
import type { Attributes, Component } from "../model/index.ts";
import { fail, pass, unknown } from "./checks.ts";
import {
  containersOf,
  contextOf,
  eachBlockIn,
  eachContainer,
  mapAt,
  onPod,
  podMetadata,
  podOf,
  servesNodes,
  workloads,
} from "./kubernetes-pods.ts";
import type { Container, Pod } from "./kubernetes-pods.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** Fails a pod that switches `field` on. */
const offInPod = (field: string) =>
  onPod(({ spec, at }) => {
    const value = read(spec, field);
    if (isUnknown(value)) return unknown;
    return asText(value)?.toLowerCase() === "true" ? fail(at(field)) : pass;
  });

const switchOff =
  (field: string) =>
  (component: Component): readonly Edit[] => {
    const pod = podOf(component);
    return pod === undefined || servesNodes(component) ? [] : [set(component.address, pod.at(field), false)];
  };

/** Judges the directory of the node that each volume mounts. */
const hostPaths = (isBad: (path: string) => boolean, notKnown: Verdict = unknown) =>
  onPod((pod) =>
    eachBlockIn(pod, pod.spec, "volume", (volume, path) => {
      const mounted = read(volume, "host_path");
      if (mounted === undefined) return pass;
      const directory = read(volume, "host_path.path");
      if (isUnknown(directory)) return notKnown;
      return isBad((asText(directory) ?? "").replace(/(?<=.)\/+$/, "")) ? fail(`${path}.host_path[0].path`) : pass;
    }),
  );

const runtimeSocket =
  /\/(?:docker|dockershim|containerd|crio|cri-dockerd)\.sock$|^\/(?:var\/)?run\/(?:containerd|crio)$/;

/** Directories from which the whole node can be taken over. */
const nodeDirectory =
  /^\/(?:|etc|proc|sys|dev|root|boot|usr|bin|sbin|lib|var|run|home|var\/run|var\/lib|var\/lib\/(?:kubelet|docker|etcd|containerd)|etc\/kubernetes|etc\/kubernetes\/.*)$/;

const hostPort = eachContainer((container) =>
  eachBlockIn(container, container.block, "port", (port, path) => {
    const value = read(port, "host_port");
    if (isUnknown(value)) return unknown;
    return Number(asText(value) ?? 0) > 0 ? fail(`${path}.host_port`) : pass;
  }),
);

const isGoodProfile = (text: string): boolean => /^(?:runtimedefault|localhost)$/i.test(text);
const isGoodAnnotation = (text: string): boolean => /^(?:runtime\/default|docker\/default|localhost\/.+)$/.test(text);

/** Annotations by which a profile was chosen before Kubernetes 1.19. */
const seccompAnnotations = (container: Container): readonly string[] => [
  `container.seccomp.security.alpha.kubernetes.io/${asText(read(container.block, "name")) ?? ""}`,
  "seccomp.security.alpha.kubernetes.io/pod",
  "seccomp.security.alpha.kubernetes.io/defaultProfileName",
];

const annotatedSeccomp = (container: Container, missing: string): Verdict => {
  const { metadata, path } = podMetadata(container.pod);
  if (isUnknown(read(metadata, "annotations"))) return unknown;
  const annotations = mapAt(metadata, "annotations");
  const name = seccompAnnotations(container).find((key) => annotations[key] !== undefined);
  if (name === undefined) return fail(missing);
  const value = annotations[name];
  if (isUnknown(value)) return unknown;
  return isGoodAnnotation(asText(value) ?? "") ? pass : fail(annotationPath(path, name));
};

/** Lines are recorded with the occurrence of each block; a map's key may hold dots. */
const annotationPath = (metadataPath: string, key: string): string =>
  `${metadataPath.replaceAll(".", "[0].")}[0].annotations.${key}`;

const seccomp = (container: Container): Verdict => {
  const { value, path } = contextOf(container, "seccomp_profile.type");
  if (isUnknown(value)) return unknown;
  if (value !== undefined) return isGoodProfile(asText(value) ?? "") ? pass : fail(path);
  return annotatedSeccomp(container, path);
};

/** The runtime's own profile, for the whole pod; a container that chose another one keeps it. */
const useRuntimeProfile = (component: Component): readonly Edit[] => {
  const pod = podOf(component);
  const isBare =
    pod !== undefined &&
    containersOf(pod).every((container) => contextOf(container, "seccomp_profile.type").value === undefined);
  return isBare ? [set(component.address, pod.at("security_context.seccomp_profile.type"), "RuntimeDefault")] : [];
};

const apparmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

const apparmor = onPod((pod) => {
  const { metadata, path } = podMetadata(pod);
  const bad = Object.entries(mapAt(metadata, "annotations")).find(
    ([key, value]) => key.startsWith(apparmorAnnotation) && asText(value) === "unconfined",
  );
  return bad === undefined ? pass : fail(annotationPath(path, bad[0]));
});

const hasContext = ({ block }: Container): boolean => read(block, "security_context") !== undefined;

const podContext = (pod: Pod): Verdict => {
  if (read(pod.spec, "security_context") !== undefined) return pass;
  const containers = containersOf(pod);
  return containers.length > 0 && containers.every(hasContext) ? pass : fail(pod.at("security_context"));
};

/** Kernel settings that belong to the pod alone: those of the baseline of the Pod Security Standards. */
const safeSysctls = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
]);

const sysctls = onPod((pod) =>
  eachBlockIn(pod, pod.spec, "security_context.sysctl", (sysctl: Attributes, path) => {
    const name = read(sysctl, "name");
    if (isUnknown(name)) return unknown;
    return safeSysctls.has(asText(name) ?? "") ? pass : fail(`${path}.name`);
  }),
);

export const kubernetesIsolationRules: readonly Rule[] = [
  rule({
    id: "kubernetes-host-pid",
    severity: "high",
    pillar: "security",
    types: workloads,
    title: "Pod shares the node's processes",
    why: "It sees every process of the node with its arguments and environment, and can disturb it.",
    fix: "Set `host_pid` to false or leave it out.",
    refs: { checkov: ["CKV_K8S_17"], cis: ["1.12:5.2.3", "2.0.1:5.2.3"], pss: ["baseline"] },
    check: offInPod("host_pid"),
    remedy: switchOff("host_pid"),
  }),
  rule({
    id: "kubernetes-host-ipc",
    severity: "high",
    pillar: "security",
    types: workloads,
    title: "Pod shares the node's memory segments",
    why: "It can read and change what programs of the node and of other pods hand to each other.",
    fix: "Set `host_ipc` to false or leave it out.",
    refs: { checkov: ["CKV_K8S_18"], cis: ["1.12:5.2.4", "2.0.1:5.2.4"], pss: ["baseline"] },
    check: offInPod("host_ipc"),
    remedy: switchOff("host_ipc"),
  }),
  rule({
    id: "kubernetes-host-network",
    severity: "high",
    pillar: "security",
    types: workloads,
    title: "Pod shares the node's network",
    why: "It reaches what only listens on the node itself, can watch all its traffic, and no network policy holds it.",
    fix: "Set `host_network` to false or leave it out.",
    refs: { checkov: ["CKV_K8S_19"], cis: ["1.12:5.2.5", "2.0.1:5.2.5"], pss: ["baseline"] },
    check: offInPod("host_network"),
    remedy: switchOff("host_network"),
  }),
  rule({
    id: "kubernetes-host-path",
    severity: "medium",
    pillar: "security",
    types: workloads,
    title: "Pod mounts a directory of the node",
    why: "Files of the node, or what other pods left there, can be read and changed; and on another node they are missing.",
    fix: "Use a persistent volume claim, a config map or an `empty_dir` instead of `host_path`.",
    refs: { cis: ["1.12:5.2.11"], pss: ["baseline"] },
    check: hostPaths(() => true, fail()),
  }),
  rule({
    id: "kubernetes-node-directory",
    severity: "high",
    pillar: "security",
    types: workloads,
    title: "Pod mounts a directory that rules the node",
    why: "Whoever can write there, or read its keys, takes over the node and often the cluster.",
    fix: "Mount the one file that is needed, read-only, or remove the `host_path`.",
    refs: { cis: ["1.12:5.2.11"], pss: ["baseline"] },
    check: hostPaths((path) => nodeDirectory.test(path)),
  }),
  rule({
    id: "kubernetes-runtime-socket",
    severity: "critical",
    pillar: "security",
    types: workloads,
    title: "Pod mounts the container runtime's socket",
    why: "Who can talk to the runtime starts a privileged container, and so has the node.",
    fix: "Remove the volume; build images with a tool that needs no runtime, such as BuildKit rootless.",
    refs: { checkov: ["CKV_K8S_27"], pss: ["baseline"] },
    check: hostPaths((path) => runtimeSocket.test(path)),
  }),
  rule({
    id: "kubernetes-host-port",
    severity: "low",
    pillar: "security",
    types: workloads,
    title: "Container takes a port of the node",
    why: "It is reached at every address of the node past services and network policies, and only one such pod fits on a node.",
    fix: "Remove `host_port` and put a service in front.",
    refs: { checkov: ["CKV_K8S_26"], cis: ["1.12:5.2.12", "2.0.1:5.2.12"], pss: ["baseline"] },
    check: hostPort,
  }),
  rule({
    id: "kubernetes-no-seccomp",
    severity: "low",
    pillar: "security",
    types: workloads,
    title: "Container may make every system call",
    why: "Rarely used system calls are where holes in the kernel are found; without a profile all are open.",
    fix: "Set `seccomp_profile.type` to RuntimeDefault in the pod's `security_context`.",
    refs: { checkov: ["CKV_K8S_31"], cis: ["1.12:5.6.2", "2.0.1:5.6.2"], pss: ["baseline", "restricted"] },
    check: eachContainer(seccomp, { missing: fail() }),
    remedy: useRuntimeProfile,
  }),
  rule({
    id: "kubernetes-apparmor-annotation",
    severity: "medium",
    pillar: "security",
    types: workloads,
    title: "Annotation switches AppArmor off",
    why: "The profile that keeps a container from the node's own files is not applied.",
    fix: "Remove the annotation, or set it to runtime/default.",
    refs: { pss: ["baseline"] },
    check: apparmor,
  }),
  rule({
    id: "kubernetes-no-pod-context",
    severity: "low",
    pillar: "security",
    types: workloads,
    title: "Pod has no security context",
    why: "Nothing is said about user, privileges or profiles, so all of Kubernetes' lenient defaults hold.",
    fix: "Add a `security_context` to the pod's `spec`.",
    refs: { checkov: ["CKV_K8S_29"], cis: ["1.12:5.6.3"] },
    check: onPod(podContext, fail()),
  }),
  rule({
    id: "kubernetes-no-container-context",
    severity: "low",
    pillar: "security",
    types: workloads,
    title: "Container has no security context",
    why: "Privilege escalation, capabilities and the file system can only be restricted there.",
    fix: "Add a `security_context` to the container.",
    refs: { checkov: ["CKV_K8S_30"], cis: ["1.12:5.6.3"] },
    check: eachContainer((container) => (hasContext(container) ? pass : fail(container.at("security_context"))), {
      missing: fail(),
    }),
  }),
  rule({
    id: "kubernetes-unsafe-sysctl",
    severity: "medium",
    pillar: "security",
    types: workloads,
    title: "Pod changes kernel settings of the node",
    why: "Such a setting holds for every pod of the node and can bring it down.",
    fix: "Remove the `sysctl` block, or set it on the node.",
    refs: { pss: ["baseline"] },
    check: sysctls,
  }),
];
