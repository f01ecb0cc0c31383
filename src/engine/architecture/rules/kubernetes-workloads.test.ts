import { describe, expect, it } from "vitest";
import type { Attributes } from "../model/index.ts";
import { kubernetesIsolationRules } from "./kubernetes-isolation.ts";
import { kubernetesPrivilegeRules } from "./kubernetes-privileges.ts";
import { kubernetesResourceRules } from "./kubernetes-resources.ts";
import { at, casesOf, later } from "./rule-table-fixture.ts";
import type { Expected } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

type Value = Attributes[string];

const pod = (spec: Attributes): Attributes => ({ spec: [spec] });
const container = (...containers: Attributes[]): Attributes => pod({ container: containers });
const inContainer = (path: string, value: Value): Attributes => container(at(path, value));
const inPod = (path: string, value: Value): Attributes => pod({ container: [{}], ...at(path, value) });
const bare = container({ image: "shop/web:1.4" });
const unknownPods = [{ spec: later }, pod({ container: later })];

const wanted = (path: string, good: Value, ...bad: readonly Value[]): Expected => ({
  fail: [bare, {}, container(at(path, good), {}), ...bad.map((value) => inContainer(path, value))],
  pass: [inContainer(path, good), pod({ container: [at(path, good)], init_container: [at(path, good)] })],
  unknown: [inContainer(path, later), ...unknownPods],
});

const refused = (path: string, bad: Value, good: Value): Expected => ({
  fail: [
    inContainer(path, bad),
    container({}, at(path, bad)),
    pod({ container: [{}], init_container: [at(path, bad)] }),
  ],
  pass: [bare, {}, inContainer(path, good)],
  unknown: [inContainer(path, later), ...unknownPods],
});

const refusedInPod = (field: string, bad: Value, good: Value): Expected => ({
  fail: [inPod(field, bad)],
  pass: [bare, {}, inPod(field, good)],
  unknown: [inPod(field, later), { spec: later }],
});

const mounts = (path: Value) => inPod("volume.host_path.path", path);
const image = (name: Value, more: Attributes = {}) => container({ image: name, ...more });
const drop = (...names: string[]) => inContainer("security_context.capabilities.drop", names);
const add = (...names: string[]) => inContainer("security_context.capabilities.add", names);
const digest = "shop/web@sha256:0123";
const metadata = (annotations: Attributes) => ({ metadata: [{ annotations }], ...bare });

const amounts = (kind: "requests" | "limits", name: string): Expected => ({
  fail: [bare, {}, inContainer(`resources.${kind}`, { other: "1" })],
  pass: [inContainer(`resources.${kind}`, { [name]: "1" }), inContainer("resources.limits", { [name]: "1" })],
  unknown: [inContainer(`resources.${kind}`, { [name]: later }), ...unknownPods],
});

const probes = (name: string): Expected => ({
  fail: [bare, {}],
  pass: [inContainer(`${name}.period_seconds`, 5), pod({ container: [at(name, [{}])], init_container: [{}] })],
  unknown: [inContainer(name, later), ...unknownPods],
});

const cases = [
  ...casesOf(kubernetesPrivilegeRules, {
    "kubernetes-privileged-container": refused("security_context.privileged", true, false),
    "kubernetes-privilege-escalation": wanted("security_context.allow_privilege_escalation", false, true),
    "kubernetes-root-container": {
      fail: [
        bare,
        {},
        inContainer("security_context.run_as_user", 0),
        inPod("security_context.run_as_user", "0"),
        pod({ security_context: [{ run_as_non_root: true }], container: [at("security_context.run_as_user", 0)] }),
      ],
      pass: [
        inContainer("security_context.run_as_non_root", true),
        inPod("security_context.run_as_non_root", true),
        inContainer("security_context.run_as_user", "1000"),
        pod({ security_context: [{ run_as_user: 0 }], container: [at("security_context.run_as_user", 1000)] }),
      ],
      unknown: [inContainer("security_context.run_as_user", later), inPod("security_context.run_as_non_root", later)],
    },
    "kubernetes-low-user-id": {
      fail: [bare, {}, inContainer("security_context.run_as_user", 9999), inPod("security_context.run_as_user", 1000)],
      pass: [inContainer("security_context.run_as_user", "10000"), inPod("security_context.run_as_user", 65532)],
      unknown: [inPod("security_context.run_as_user", later)],
    },
    "kubernetes-root-group": refused("security_context.run_as_group", 0, 1000),
    "kubernetes-writable-root": wanted("security_context.read_only_root_filesystem", true, false),
    "kubernetes-added-capabilities": {
      fail: [add("NET_ADMIN"), add("NET_BIND_SERVICE", "SYS_TIME")],
      pass: [bare, add(), add("NET_BIND_SERVICE"), add("CAP_NET_BIND_SERVICE")],
      unknown: [inContainer("security_context.capabilities.add", later)],
    },
    "kubernetes-sys-admin": {
      fail: [add("SYS_ADMIN"), add("cap_sys_admin"), add("ALL")],
      pass: [bare, add("NET_ADMIN")],
      unknown: [inContainer("security_context.capabilities.add", later)],
    },
    "kubernetes-kept-capabilities": {
      fail: [bare, {}, drop("NET_RAW")],
      pass: [drop("ALL"), drop("all")],
      unknown: [inContainer("security_context.capabilities.drop", later)],
    },
    "kubernetes-net-raw": {
      fail: [bare, {}, drop("SYS_ADMIN"), add("NET_BIND_SERVICE")],
      pass: [drop("ALL"), drop("NET_RAW")],
      unknown: [inContainer("security_context.capabilities.drop", later)],
    },
    "kubernetes-proc-mount": {
      fail: [inContainer("security_context.proc_mount", "Unmasked")],
      pass: [bare, inContainer("security_context.proc_mount", "Default")],
      unknown: [{ spec: later }],
    },
    "kubernetes-windows-host-process": refused("security_context.windows_options.host_process", true, false),
    "kubernetes-selinux": {
      fail: [
        inContainer("security_context.se_linux_options.type", "spc_t"),
        inContainer("security_context.se_linux_options.user", "system_u"),
      ],
      pass: [bare, inPod("security_context.se_linux_options.type", "container_t")],
      unknown: [inContainer("security_context.se_linux_options.type", later)],
    },
    "kubernetes-apparmor-off": refused("security_context.app_armor_profile.type", "Unconfined", "RuntimeDefault"),
  }),
  ...casesOf(kubernetesIsolationRules, {
    "kubernetes-host-pid": refusedInPod("host_pid", true, false),
    "kubernetes-host-ipc": refusedInPod("host_ipc", true, false),
    "kubernetes-host-network": refusedInPod("host_network", "true", "false"),
    "kubernetes-host-path": {
      fail: [mounts("/data"), mounts(later)],
      pass: [bare, inPod("volume.empty_dir", [{}])],
      unknown: [inPod("volume", later)],
    },
    "kubernetes-node-directory": {
      fail: [mounts("/"), mounts("/etc/"), mounts("/var/lib/kubelet"), mounts("/proc")],
      pass: [bare, mounts("/data"), mounts("/var/log/pods")],
      unknown: [mounts(later)],
    },
    "kubernetes-runtime-socket": {
      fail: [
        mounts("/var/run/docker.sock"),
        mounts("/run/containerd/containerd.sock"),
        mounts("/var/run/crio/crio.sock"),
      ],
      pass: [bare, mounts("/var/log")],
      unknown: [mounts(later)],
    },
    "kubernetes-host-port": refused("port.host_port", 8080, 0),
    "kubernetes-no-seccomp": {
      fail: [
        bare,
        {},
        inContainer("security_context.seccomp_profile.type", "Unconfined"),
        pod({
          security_context: [at("seccomp_profile.type", "RuntimeDefault")],
          container: [at("security_context.seccomp_profile.type", "Unconfined")],
        }),
        metadata({ "seccomp.security.alpha.kubernetes.io/pod": "unconfined" }),
      ],
      pass: [
        inPod("security_context.seccomp_profile.type", "RuntimeDefault"),
        inContainer("security_context.seccomp_profile.type", "Localhost"),
        metadata({ "seccomp.security.alpha.kubernetes.io/pod": "runtime/default" }),
      ],
      unknown: [
        inPod("security_context.seccomp_profile.type", later),
        metadata({ "seccomp.security.alpha.kubernetes.io/pod": later }),
      ],
    },
    "kubernetes-apparmor-annotation": {
      fail: [metadata({ "container.apparmor.security.beta.kubernetes.io/web": "unconfined" })],
      pass: [bare, metadata({ "container.apparmor.security.beta.kubernetes.io/web": "runtime/default" })],
      unknown: [{ spec: later }],
    },
    "kubernetes-no-pod-context": {
      fail: [bare, {}, container(at("security_context.privileged", false), {})],
      pass: [inPod("security_context.run_as_user", 1000), inContainer("security_context.privileged", false)],
      unknown: [{ spec: later }],
    },
    "kubernetes-no-container-context": {
      fail: [bare, {}, inPod("security_context.run_as_user", 1000)],
      pass: [inContainer("security_context.privileged", false)],
      unknown: unknownPods,
    },
    "kubernetes-unsafe-sysctl": {
      fail: [inPod("security_context.sysctl.name", "kernel.msgmax")],
      pass: [bare, inPod("security_context.sysctl.name", "net.ipv4.tcp_syncookies")],
      unknown: [inPod("security_context.sysctl.name", later)],
    },
  }),
  ...casesOf(kubernetesResourceRules, {
    "kubernetes-no-cpu-request": amounts("requests", "cpu"),
    "kubernetes-no-cpu-limit": amounts("limits", "cpu"),
    "kubernetes-no-memory-request": amounts("requests", "memory"),
    "kubernetes-no-memory-limit": amounts("limits", "memory"),
    "kubernetes-no-liveness-probe": probes("liveness_probe"),
    "kubernetes-no-readiness-probe": probes("readiness_probe"),
    "kubernetes-same-probes": {
      fail: [container({ liveness_probe: [{ period_seconds: 5 }], readiness_probe: [{ period_seconds: 5 }] })],
      pass: [bare, container({ liveness_probe: [{ period_seconds: 50 }], readiness_probe: [{ period_seconds: 5 }] })],
      unknown: unknownPods,
    },
    "kubernetes-floating-image": {
      fail: [image("nginx"), image("nginx:latest"), image("registry:5000/shop/web")],
      pass: [image("nginx:1.27"), image("registry:5000/shop/web:1.4"), image(digest), {}],
      unknown: [image(later)],
    },
    "kubernetes-image-digest": {
      fail: [image("nginx:1.27")],
      pass: [image(digest), {}],
      unknown: [image(later)],
    },
    "kubernetes-image-pull-policy": {
      fail: [
        image("nginx:1.27"),
        image("nginx:1.27", { image_pull_policy: "IfNotPresent" }),
        image("nginx", { image_pull_policy: "Never" }),
      ],
      pass: [image("nginx:1.27", { image_pull_policy: "Always" }), image("nginx"), image("nginx:latest")],
      unknown: [image(later), image("nginx:1.27", { image_pull_policy: later })],
    },
  }),
];

const ruleOf = (id: string) =>
  [...kubernetesPrivilegeRules, ...kubernetesIsolationRules, ...kubernetesResourceRules].find((rule) => rule.id === id);

describe("Kubernetes workloads", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  it.each([
    ["kubernetes_deployment", "spec.template.spec"],
    ["kubernetes_daemon_set_v1", "spec.template.spec"],
    ["kubernetes_job_v1", "spec.template.spec"],
    ["kubernetes_cron_job", "spec.job_template.spec.template.spec"],
    ["kubernetes_pod_template_v1", "template.spec"],
  ])("finds the pod of a %s", (type, path) => {
    const rule = ruleOf("kubernetes-host-pid");
    const subject = component(type, "web", at(`${path}.host_pid`, true));
    expect(rule?.check(subject, modelOf(subject))).toEqual({ outcome: "fail", path: `${path}.host_pid` });
  });

  it("tells every container at fault, in one verdict", () => {
    const subject = component("kubernetes_pod", "web", container({}, { image: "nginx:1.27" }, { image: digest }));
    expect(ruleOf("kubernetes-image-digest")?.check(subject, modelOf(subject))).toMatchObject({
      outcome: "fail",
      path: "spec.container[1].image",
      also: [],
    });
    const both = component("kubernetes_pod", "web", container({ image: "nginx" }, { image: "redis" }));
    expect(ruleOf("kubernetes-floating-image")?.check(both, modelOf(both))).toEqual({
      outcome: "fail",
      path: "spec.container[0].image",
      also: ["spec.container[1].image"],
    });
  });

  it("asks no job for a probe", () => {
    expect(ruleOf("kubernetes-no-liveness-probe")?.types.some((type) => type.includes("job"))).toBe(false);
  });

  it("points at the annotation that names a bad profile", () => {
    const key = "seccomp.security.alpha.kubernetes.io/pod";
    const subject = component("kubernetes_pod", "web", metadata({ [key]: "unconfined" }));
    expect(ruleOf("kubernetes-no-seccomp")?.check(subject, modelOf(subject))).toMatchObject({
      path: `metadata[0].annotations.${key}`,
    });
  });
});
