import { set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read } from "../model/index.ts";
import type { Component, Value } from "../model/index.ts";
import { fail, pass, unknown } from "./checks.ts";
import {
  containerField,
  containersOf,
  contextOf,
  eachContainer,
  podOf,
  servesNodes,
  workloads,
} from "./kubernetes-pods.ts";
import type { Container } from "./kubernetes-pods.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** Edits for every container that `isWrong`. */
const mend =
  (isWrong: (container: Container) => boolean, edits: (container: Container, address: string) => readonly Edit[]) =>
  (component: Component): readonly Edit[] => {
    const pod = podOf(component);
    const containers = pod === undefined ? [] : containersOf(pod).filter(isWrong);
    return containers.flatMap((container) => edits(container, component.address));
  };

/** Kubernetes refuses a privileged container, or one with SYS_ADMIN, that forbids it. */
const forbidEscalation = (component: Component): readonly Edit[] => {
  const needsIt = (container: Container): boolean =>
    (is(privileged, "true")(container) && servesNodes(component)) ||
    capabilities(container, "add")?.some(isAdmin) !== false;
  return mend(
    (container) => isNot(escalation, "false")(container) && !needsIt(container),
    (container, address) => [
      ...(is(privileged, "true")(container) ? [setFalse(address, container.at(privileged))] : []),
      setFalse(address, container.at(escalation)),
    ],
  )(component);
};

const isAdmin = (name: string): boolean => name === "SYS_ADMIN" || name === "ALL";

const setFalse = (address: string, path: string): Edit => set(address, path, false);

const isNot =
  (field: string, good: string) =>
  ({ block }: Container): boolean => {
    const value = read(block, field);
    return !isUnknown(value) && asText(value)?.toLowerCase() !== good;
  };

const is =
  (field: string, bad: string) =>
  ({ block }: Container): boolean =>
    asText(read(block, field))?.toLowerCase() === bad;

/** Capabilities under `capabilities.add` or `.drop`, as the kernel spells them without its prefix. */
const capabilities = ({ block }: Container, list: "add" | "drop"): string[] | undefined => {
  const value = read(block, `security_context.capabilities.${list}`);
  if (value === undefined) return [];
  if (isUnknown(value)) return undefined;
  const items: readonly Value[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => asText(item)?.toUpperCase().replace(/^CAP_/, "") ?? []);
};

const added = (isBad: (name: string) => boolean) =>
  eachContainer((container) => {
    const names = capabilities(container, "add");
    if (names === undefined) return unknown;
    return names.some(isBad) ? fail(container.at("security_context.capabilities.add")) : pass;
  });

const dropped = (...good: readonly string[]) =>
  eachContainer(
    (container) => {
      const names = capabilities(container, "drop");
      if (names === undefined) return unknown;
      return names.some((name) => good.includes(name))
        ? pass
        : fail(container.at("security_context.capabilities.drop"));
    },
    { missing: fail() },
  );

const sendsRaw = (container: Container): boolean => {
  const [more, less] = [capabilities(container, "add"), capabilities(container, "drop")];
  return more !== undefined && less !== undefined && !more.some(isRaw) && !less.some(isRaw);
};

const isRaw = (name: string): boolean => name === "NET_RAW" || name === "ALL";

const dropRaw = (container: Container, address: string): readonly Edit[] => [
  set(address, container.at("security_context.capabilities.drop"), [
    ...(capabilities(container, "drop") ?? []),
    "NET_RAW",
  ]),
];

/** The image's own user is root unless it says otherwise, which is not known here. */
const runsAsRoot = (container: Container): Verdict => {
  const user = contextOf(container, "run_as_user");
  const nonRoot = contextOf(container, "run_as_non_root");
  if (asText(nonRoot.value) === "true" && asText(user.value) !== "0") return pass;
  if (isUnknown(user.value)) return unknown;
  if (user.value !== undefined) return Number(asText(user.value)) > 0 ? pass : fail(user.path);
  return isUnknown(nonRoot.value) ? unknown : fail(nonRoot.path);
};

/** Users and services of a host have ids below this one. */
const highestHostUser = 9_999;

const highUser = (container: Container): Verdict => {
  const { value, path } = contextOf(container, "run_as_user");
  if (isUnknown(value)) return unknown;
  return Number(asText(value) ?? 0) > highestHostUser ? pass : fail(path);
};

const rootGroup = (container: Container): Verdict => {
  const { value, path } = contextOf(container, "run_as_group");
  if (isUnknown(value)) return unknown;
  return asText(value) === "0" ? fail(path) : pass;
};

const isUnconfined = (text: string): boolean => text.toLowerCase() === "unconfined";

const procMount = (container: Container): Verdict => {
  const { value, path } = contextOf(container, "proc_mount");
  return asText(value) === "Unmasked" ? fail(path) : pass;
};

const windowsHost = (container: Container): Verdict => {
  const { value, path } = contextOf(container, "windows_options.host_process");
  if (isUnknown(value)) return unknown;
  return asText(value) === "true" ? fail(path) : pass;
};

/** Types and users of SELinux that the baseline of the Pod Security Standards allows. */
const selinuxTypes = new Set(["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"]);

const selinux = (container: Container): Verdict => {
  const type = contextOf(container, "se_linux_options.type");
  if (isUnknown(type.value)) return unknown;
  if (!selinuxTypes.has(asText(type.value) ?? "")) return fail(type.path);
  for (const field of ["user", "role"]) {
    const { value, path } = contextOf(container, `se_linux_options.${field}`);
    if (value !== undefined && value !== "") return isUnknown(value) ? unknown : fail(path);
  }
  return pass;
};

const apparmor = (container: Container): Verdict => {
  const { value, path } = contextOf(container, "app_armor_profile.type");
  if (isUnknown(value)) return unknown;
  return isUnconfined(asText(value) ?? "") ? fail(path) : pass;
};

const privileged = "security_context.privileged";
const escalation = "security_context.allow_privilege_escalation";
const readOnly = "security_context.read_only_root_filesystem";

export const kubernetesPrivilegeRules: readonly Rule[] = [
  rule({
    id: "kubernetes-privileged-container",
    severity: "critical",
    pillar: "security",
    types: workloads,
    title: "Container runs privileged",
    why: "Who breaks into the container has the node, and with it every other pod on it.",
    fix: "Set `privileged` to false in `security_context` and add only the capabilities that are needed.",
    refs: { checkov: ["CKV_K8S_16"], cis: ["1.12:5.2.2", "2.0.1:5.2.2"], pss: ["baseline"] },
    check: containerField(privileged, (text) => text !== "true", "pass"),
    remedy: (component) =>
      servesNodes(component)
        ? []
        : mend(is(privileged, "true"), ({ at }, address) => [setFalse(address, at(privileged))])(component),
  }),
  rule({
    id: "kubernetes-privilege-escalation",
    severity: "medium",
    pillar: "security",
    types: workloads,
    title: "Container may gain more privileges than it started with",
    why: "A setuid program in the image turns a small hole into root; Kubernetes allows it unless told otherwise.",
    fix: "Set `allow_privilege_escalation` to false in `security_context`.",
    refs: { checkov: ["CKV_K8S_20"], cis: ["1.12:5.2.6", "2.0.1:5.2.6"], pss: ["restricted"] },
    check: containerField(escalation, (text) => text === "false", "fail"),
    remedy: forbidEscalation,
  }),
  rule({
    id: "kubernetes-root-container",
    severity: "medium",
    pillar: "security",
    types: workloads,
    title: "Container may run as root",
    why: "Root in the container is root for the kernel: one hole in the runtime and the node is lost.",
    fix: "Set `run_as_non_root` to true in `security_context`, and `run_as_user` where the image has no user of its own.",
    refs: { checkov: ["CKV_K8S_23"], cis: ["1.12:5.2.7", "2.0.1:5.2.7"], pss: ["restricted"] },
    check: eachContainer(runsAsRoot, { missing: fail() }),
  }),
  rule({
    id: "kubernetes-low-user-id",
    severity: "low",
    pillar: "security",
    types: workloads,
    title: "Container's user id may be one of the host's",
    why: "Who gets out of the container has the rights of the host's user with the same id.",
    fix: "Set `run_as_user` to 10000 or more in `security_context`.",
    refs: { checkov: ["CKV_K8S_40"] },
    check: eachContainer(highUser, { missing: fail() }),
  }),
  rule({
    id: "kubernetes-root-group",
    severity: "low",
    pillar: "security",
    types: workloads,
    title: "Container runs in root's group",
    why: "Files of the image and of shared volumes that are open to root's group are open to it.",
    fix: "Set `run_as_group` to another id than 0.",
    refs: {},
    check: eachContainer(rootGroup),
  }),
  rule({
    id: "kubernetes-writable-root",
    severity: "low",
    pillar: "security",
    types: workloads,
    title: "Container can write to its own file system",
    why: "Who breaks into the container can change its programs and stay.",
    fix: "Set `read_only_root_filesystem` to true and mount an `empty_dir` for what has to be written.",
    refs: { checkov: ["CKV_K8S_22"] },
    check: containerField(readOnly, (text) => text === "true", "fail"),
  }),
  rule({
    id: "kubernetes-added-capabilities",
    severity: "medium",
    pillar: "security",
    types: workloads,
    title: "Container has extra capabilities",
    why: "Capabilities such as NET_ADMIN change the node's own network or clock, for every pod on it.",
    fix: "Remove `capabilities.add`; NET_BIND_SERVICE alone is harmless.",
    refs: { checkov: ["CKV_K8S_25"], cis: ["1.12:5.2.9"], pss: ["baseline", "restricted"] },
    check: added((name) => name !== "NET_BIND_SERVICE"),
  }),
  rule({
    id: "kubernetes-sys-admin",
    severity: "high",
    pillar: "security",
    types: workloads,
    title: "Container has the capability SYS_ADMIN",
    why: "It can mount the host's disks and leave its container: it is nearly the same as privileged.",
    fix: "Remove SYS_ADMIN from `capabilities.add`.",
    refs: { checkov: ["CKV_K8S_39"], pss: ["baseline"] },
    check: added(isAdmin),
  }),
  rule({
    id: "kubernetes-kept-capabilities",
    severity: "low",
    pillar: "security",
    types: workloads,
    title: "Container keeps the runtime's default capabilities",
    why: "Most programs need none of them; each is one more way to get at the node.",
    fix: 'Set `capabilities { drop = ["ALL"] }` and add back what is needed.',
    refs: { checkov: ["CKV_K8S_37"], cis: ["1.12:5.2.9", "2.0.1:5.2.9"], pss: ["restricted"] },
    check: dropped("ALL"),
  }),
  rule({
    id: "kubernetes-net-raw",
    severity: "medium",
    pillar: "security",
    types: workloads,
    title: "Container may send forged packets",
    why: "With NET_RAW a pod can pretend to be another one of its network and read what is sent to that.",
    fix: 'Set `capabilities { drop = ["NET_RAW"] }`, or drop ALL.',
    refs: { checkov: ["CKV_K8S_28"], cis: ["1.12:5.2.8"], pss: ["restricted"] },
    check: dropped("ALL", "NET_RAW"),
    // Without it nearly every program runs: GKE Autopilot drops it from every container.
    remedy: mend(sendsRaw, dropRaw),
  }),
  rule({
    id: "kubernetes-proc-mount",
    severity: "high",
    pillar: "security",
    types: workloads,
    title: "Container sees all of the kernel's /proc",
    why: "The paths that the runtime hides there give away and change the node.",
    fix: "Remove `proc_mount`.",
    refs: { pss: ["baseline"] },
    check: eachContainer(procMount),
  }),
  rule({
    id: "kubernetes-windows-host-process",
    severity: "critical",
    pillar: "security",
    types: workloads,
    title: "Container is a process of the Windows host",
    why: "It has the rights of the host's own services on the node.",
    fix: "Set `host_process` to false in `windows_options`.",
    refs: { cis: ["1.12:5.2.10"], pss: ["baseline"] },
    check: eachContainer(windowsHost),
  }),
  rule({
    id: "kubernetes-selinux",
    severity: "medium",
    pillar: "security",
    types: workloads,
    title: "Container has an SELinux label of its own choice",
    why: "Another type, user or role than the runtime's takes off what keeps it from the node's files.",
    fix: "Remove `se_linux_options`, or set `type` to one of the container types.",
    refs: { pss: ["baseline"] },
    check: eachContainer(selinux),
  }),
  rule({
    id: "kubernetes-apparmor-off",
    severity: "medium",
    pillar: "security",
    types: workloads,
    title: "Container runs without AppArmor",
    why: "The profile that keeps it from the node's own files is switched off.",
    fix: "Remove `app_armor_profile`, or set its `type` to RuntimeDefault.",
    refs: { pss: ["baseline"] },
    check: eachContainer(apparmor),
  }),
];
