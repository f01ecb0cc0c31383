import { set } from "../design/edit.ts";
import { asText, isUnknown, read, readAll, serviceOf, softwareOf } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { allPlaces, fail, judge, mustBe, mustBeSet, mustNotBe, pass, unknown } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const types = ["docker_container"];

const textOf = ({ attributes }: Component, path: string): string | undefined => asText(read(attributes, path));

/** Judges the path of the host behind every mount. */
const everyHostPath =
  (isBad: (path: string) => boolean) =>
  ({ attributes }: Component): Verdict =>
    allPlaces(
      readAll(attributes, "volumes").map(([place, mount]) => {
        const path = read(mount, "host_path");
        // What lies beside the file is nobody else's.
        if (path === undefined || isUnknown(path)) return pass;
        return isBad(asText(path) ?? "") ? fail(`${place}.host_path`) : pass;
      }),
    );

const sockets = /^(?:\/var)?\/run\/(?:docker|containerd\/containerd|crio\/crio|podman\/podman)\.sock$/;
const ofTheHost = /^\/(?:$|(?:bin|boot|dev|etc|lib|proc|root|run|sbin|sys|usr|var\/lib\/docker|var\/run)\/?$)/;

/** Capabilities by which a container gets out of itself. */
const mighty = new Set([
  "ALL",
  "BPF",
  "DAC_READ_SEARCH",
  "NET_ADMIN",
  "SYS_ADMIN",
  "SYS_MODULE",
  "SYS_PTRACE",
  "SYS_RAWIO",
]);

const texts = (component: Component, path: string): string[] => {
  const value = read(component.attributes, path);
  return Array.isArray(value) ? value.flatMap((item) => asText(item) ?? []) : [];
};

const hasMightyCapability = (component: Component): Verdict => {
  if (isUnknown(read(component.attributes, "capabilities"))) return unknown;
  const added = texts(component, "capabilities.add").map((name) => name.toUpperCase().replace(/^CAP_/, ""));
  return added.some((name) => mighty.has(name)) ? fail("capabilities.add") : pass;
};

const isFloating = (image: string): boolean => {
  if (image.includes("@sha256:")) return false;
  const tag = image.slice(image.lastIndexOf("/") + 1).split(":")[1];
  return tag === undefined || tag === "latest";
};

const isLoopback = (ip: string | undefined): boolean => ip !== undefined && /^(?:127\.|::1$)/.test(ip);

/** A store whose port every address of the host answers on. */
const publishesStore = (component: Component): Verdict => {
  const software = softwareOf(textOf(component, "image") ?? "");
  const kind = software === undefined ? undefined : serviceOf(software).kind;
  if (kind !== "database" && kind !== "cache" && kind !== "messaging") return pass;
  return allPlaces(
    readAll(component.attributes, "ports").map(([place, port]) =>
      read(port, "external") !== undefined && !isLoopback(asText(read(port, "ip"))) ? fail(place) : pass,
    ),
  );
};

const isConfined = (option: string): boolean => !/^(?:seccomp|apparmor)[:=]unconfined$/.test(option);

const dropsPrivileges = (component: Component): Verdict => {
  if (isUnknown(read(component.attributes, "security_opts"))) return unknown;
  const options = texts(component, "security_opts");
  return options.some((option) => /^no-new-privileges(?:[:=]true)?$/.test(option)) ? pass : fail("security_opts");
};

/** Users of the kernel's own root; what an image does by itself is not known here. */
const isRoot = (user: string): boolean => /^(?:root|0)(?::|$)/.test(user);

const dropsAll = (component: Component): Verdict => {
  if (isUnknown(read(component.attributes, "capabilities"))) return unknown;
  const dropped = texts(component, "capabilities.drop").map((name) => name.toUpperCase());
  return dropped.includes("ALL") ? pass : fail("capabilities");
};

/** Docker's own driver keeps all that a container ever printed, unless it is told how much. */
const boundsLogs = (component: Component): Verdict => {
  const driver = read(component.attributes, "log_driver");
  if (isUnknown(driver) || isUnknown(read(component.attributes, "log_opts"))) return unknown;
  if (driver !== undefined && asText(driver) !== "json-file") return pass;
  const isBound = read(component.attributes, "log_opts.max-size") !== undefined;
  return isBound ? pass : fail(driver === undefined ? "log_opts" : "log_driver");
};

const limitsProcessor = (component: Component): Verdict => {
  const values = ["cpus", "cpu_quota", "cpu_set", "cpu_shares"].map((name) => read(component.attributes, name));
  if (values.some((value) => value !== undefined && !isUnknown(value))) return pass;
  return values.some(isUnknown) ? unknown : fail("cpus");
};

const checksHealth = (component: Component): Verdict => {
  const [first] = texts(component, "healthcheck.test");
  return first === "NONE" ? fail("healthcheck") : mustBeSet("healthcheck")(component);
};

/** Containers of Docker and Compose. The first of the CIS Docker Benchmark's section 5 in its numbers. */
export const dockerContainerRules: readonly Rule[] = [
  rule({
    id: "docker-privileged-container",
    severity: "critical",
    pillar: "security",
    types,
    title: "Container runs privileged",
    why: "A privileged container reaches every device and the kernel of its host: whoever breaks into it owns the machine.",
    fix: "Remove `privileged` and add only the capabilities that the container needs.",
    refs: { cis_docker: ["5.4"] },
    check: mustNotBe("privileged", true),
    remedy: ({ address }) => [set(address, "privileged", false)],
  }),
  rule({
    id: "docker-runtime-socket",
    severity: "critical",
    pillar: "security",
    types,
    title: "Docker's socket is mounted",
    why: "Who can talk to the socket can start a privileged container: it is root on the host, read-only mount or not.",
    fix: "Do not mount the socket; put a proxy that allows single calls in front of it where one is needed.",
    refs: { cis_docker: ["5.31"] },
    check: everyHostPath((path) => sockets.test(path)),
  }),
  rule({
    id: "docker-host-path",
    severity: "high",
    pillar: "security",
    types,
    title: "Container mounts a directory of the host's system",
    why: "Through it the container reads the host's configuration and secrets, or changes what the host runs.",
    fix: "Mount a named volume, or the one directory that is needed.",
    refs: { cis_docker: ["5.5"] },
    check: everyHostPath((path) => ofTheHost.test(path)),
  }),
  rule({
    id: "docker-host-network",
    severity: "high",
    pillar: "security",
    types,
    title: "Container shares the host's network",
    why: "It reaches services that listen on the host alone, and no port of its own is kept from the outside.",
    fix: "Remove `network_mode: host`, join a network and publish the ports that are needed.",
    refs: { cis_docker: ["5.9"] },
    check: mustNotBe("network_mode", "host"),
  }),
  rule({
    id: "docker-host-process-namespace",
    severity: "high",
    pillar: "security",
    types,
    title: "Container shares the host's processes",
    why: "It sees every process of the host with its environment, and may send signals to it.",
    fix: "Remove `pid: host`.",
    refs: { cis_docker: ["5.15"] },
    check: mustNotBe("pid_mode", "host"),
  }),
  rule({
    id: "docker-host-ipc",
    severity: "high",
    pillar: "security",
    types,
    title: "Container shares the host's memory segments",
    why: "It reads and changes what programs of the host and of other containers hand to each other.",
    fix: "Remove `ipc: host`.",
    refs: { cis_docker: ["5.16"] },
    check: mustNotBe("ipc_mode", "host"),
  }),
  rule({
    id: "docker-host-users",
    severity: "medium",
    pillar: "security",
    types,
    title: "Container shares the host's users",
    why: "Where the daemon maps users, root in this container is the host's root all the same.",
    fix: "Remove `userns_mode: host`.",
    refs: { cis_docker: ["5.30"] },
    check: mustNotBe("userns_mode", "host"),
  }),
  rule({
    id: "docker-root-user",
    severity: "medium",
    pillar: "security",
    types,
    title: "Container runs as root",
    why: "Root in the container is root for the kernel: one hole in the runtime and the host is lost.",
    fix: "Set `user` to an account of the image without rights, e.g. 10001.",
    refs: { cis_docker: ["4.1"] },
    check: (component) => judge(component, "user", (user) => !isRoot(asText(user) ?? ""), pass),
  }),
  rule({
    id: "docker-added-capabilities",
    severity: "high",
    pillar: "security",
    types,
    title: "Container has capabilities that lead out of it",
    why: "Capabilities such as SYS_ADMIN or SYS_PTRACE are enough to take over the host.",
    fix: "Drop all capabilities and add back only harmless ones.",
    refs: { cis_docker: ["5.3"] },
    check: hasMightyCapability,
  }),
  rule({
    id: "docker-published-store",
    severity: "high",
    pillar: "security",
    types,
    title: "Database is published on every address of the host",
    why: "Docker opens published ports past the host's firewall: anybody who reaches the host reaches the database.",
    fix: "Remove the port, since containers of one network reach each other without; or publish it on 127.0.0.1.",
    refs: { cis_docker: ["5.13"] },
    check: publishesStore,
  }),
  rule({
    id: "docker-unconfined",
    severity: "medium",
    pillar: "security",
    types,
    title: "Container runs without its security profile",
    why: "The default profiles of seccomp and AppArmor keep a container from hundreds of calls that attacks are made of.",
    fix: "Remove the `unconfined` options.",
    refs: { cis_docker: ["5.21"] },
    check: (component) => (texts(component, "security_opts").every(isConfined) ? pass : fail("security_opts")),
  }),
  rule({
    id: "docker-privilege-escalation",
    severity: "low",
    pillar: "security",
    types,
    title: "Container's processes may gain privileges",
    why: "A program with the setuid bit makes root of a process that was started as somebody else.",
    fix: 'Add "no-new-privileges:true" to the security options.',
    refs: { cis_docker: ["5.25"] },
    check: dropsPrivileges,
    remedy: ({ address, attributes }) =>
      read(attributes, "security_opts") === undefined
        ? [set(address, "security_opts", ["no-new-privileges:true"])]
        : [],
  }),
  rule({
    id: "docker-kept-capabilities",
    severity: "low",
    pillar: "security",
    types,
    title: "Container keeps Docker's default capabilities",
    why: "Most programs need none of them; each is one more way to get at the host.",
    fix: "Set `cap_drop: [ALL]` and add back what is needed with `cap_add`.",
    refs: { cis_docker: ["5.3"] },
    check: dropsAll,
  }),
  rule({
    id: "docker-writable-root",
    severity: "low",
    pillar: "security",
    types,
    title: "Container can write to its own file system",
    why: "Who breaks into the container can change its programs and stay.",
    fix: "Set `read_only: true` and mount a volume or a `tmpfs` for what has to be written.",
    refs: { cis_docker: ["5.12"] },
    check: mustBe("read_only", true),
  }),
  rule({
    id: "docker-floating-image",
    severity: "medium",
    pillar: "operations",
    types,
    title: "Image has no fixed version",
    why: "The same file starts another program tomorrow than today, and nobody can say which one ran.",
    fix: "Name a version of the image, or its digest.",
    refs: { cis_docker: ["5.27"] },
    check: (component) => judge(component, "image", (image) => !isFloating(asText(image) ?? "")),
  }),
  rule({
    id: "docker-no-memory-limit",
    severity: "medium",
    pillar: "reliability",
    types,
    title: "Container may use all memory of its host",
    why: "A leak in one container ends the others: the kernel kills what it likes when memory runs out.",
    fix: "Set a limit of memory.",
    refs: { cis_docker: ["5.10"] },
    check: mustBeSet("memory"),
  }),
  rule({
    id: "docker-no-cpu-limit",
    severity: "low",
    pillar: "performance",
    types,
    title: "Container may use every processor of its host",
    why: "One busy container makes all others of the machine slow.",
    fix: "Set `cpus`.",
    refs: { cis_docker: ["5.11"] },
    check: limitsProcessor,
  }),
  rule({
    id: "docker-unbounded-logs",
    severity: "low",
    pillar: "reliability",
    types,
    title: "Container's log grows until the disk is full",
    why: "Docker keeps every line that was ever printed; a full disk stops all containers of the host.",
    fix: "Set `max-size` and `max-file` in the options of `logging`, or use the driver local.",
    refs: {},
    check: boundsLogs,
  }),
  rule({
    id: "docker-no-healthcheck",
    severity: "low",
    pillar: "reliability",
    types,
    title: "Nobody checks the container's health",
    why: "A process that hangs looks alive: nothing restarts it, and what depends on it starts too early.",
    fix: "Add a `healthcheck`.",
    refs: { cis_docker: ["5.26"] },
    check: checksHealth,
  }),
  rule({
    id: "docker-no-restart-policy",
    severity: "low",
    pillar: "reliability",
    types,
    title: "Container stays down after a crash or a reboot",
    why: "Without a policy nothing starts it again.",
    fix: "Set `restart` to unless-stopped or on-failure.",
    refs: { cis_docker: ["5.14"] },
    check: (component) => judge(component, "restart", (policy) => asText(policy) !== "no"),
    remedy: ({ address }) => [set(address, "restart", "unless-stopped")],
  }),
];
