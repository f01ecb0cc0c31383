import { describe, expect, it } from "vitest";
import { inspect } from "../parse/index.ts";
import { translateKubernetes } from "../parse/kubernetes/index.ts";
import { review, rules } from "./index.ts";

const ours = rules.filter(({ id }) => id.startsWith("kubernetes-"));

/** Lines on which a rule finds its fault in manifests. */
const linesOf = (text: string, id: string): number[] => {
  const { text: terraform, lines } = translateKubernetes({ name: "m.yaml", text });
  const { model } = inspect([{ name: "m.yaml", text: terraform, origin: lines }]);
  return review(model, ours)
    .failures.filter(({ rule }) => rule.id === `kubernetes-${id}`)
    .map(({ place }) => place.line);
};

/** A pod whose specification begins on line 5. */
const pod = (spec: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n${spec}`;

const containers = (...contexts: string[]): string =>
  [
    "  containers:",
    ...contexts.map((context, index) => `  - {name: c${index}, image: x, securityContext: ${context}}`),
  ].join("\n");

describe("the same fault however it is written", () => {
  it.each([
    [
      "root of the pod, which a container overrides",
      "  securityContext: {runAsUser: 0}\n" + containers("{runAsUser: 1000}"),
      "root-container",
      [],
    ],
    [
      "root of a container, which overrides the pod",
      "  securityContext: {runAsUser: 1000, runAsNonRoot: true}\n" + containers("{runAsUser: 0}"),
      "root-container",
      [7],
    ],
    [
      "root of the pod, inherited",
      "  securityContext: {runAsUser: 0}\n" + containers("{privileged: false}"),
      "root-container",
      [5],
    ],
    [
      "non-root of the pod, inherited",
      "  securityContext: {runAsNonRoot: true}\n" + containers("{privileged: false}"),
      "root-container",
      [],
    ],
    ["non-root that is user 0 all the same", containers("{runAsNonRoot: true, runAsUser: 0}"), "root-container", [6]],
    ["one of several containers", containers("{privileged: false}", "{privileged: true}"), "privileged-container", [7]],
    [
      "a container that prepares the pod",
      "  initContainers:\n  - {name: i, image: x, securityContext: {privileged: true}}\n" + containers("{}"),
      "privileged-container",
      [6],
    ],
    [
      "capabilities in lower case",
      containers("{capabilities: {drop: [all]}}", "{capabilities: {drop: [net_raw]}}"),
      "net-raw",
      [],
    ],
    ["capabilities with the kernel's prefix", containers("{capabilities: {drop: [CAP_NET_RAW]}}"), "net-raw", []],
    ["no capabilities dropped", containers("{capabilities: {add: [CHOWN]}}"), "net-raw", [6]],
    [
      "seccomp in its own field",
      "  securityContext: {seccompProfile: {type: RuntimeDefault}}\n" + containers("{}"),
      "no-seccomp",
      [],
    ],
    [
      "seccomp of a container against the pod's",
      "  securityContext: {seccompProfile: {type: RuntimeDefault}}\n" +
        containers("{seccompProfile: {type: Unconfined}}"),
      "no-seccomp",
      [7],
    ],
    ["a quoted bool", containers('{privileged: "true"}'), "privileged-container", [6]],
    [
      "an anchor",
      "  containers:\n  - {name: a, image: x, securityContext: &s {privileged: true}}\n  - {name: b, image: x, securityContext: *s}",
      "privileged-container",
      [6],
    ],
    [
      "a merged map",
      "  containers:\n  - name: a\n    image: x\n    securityContext: &s\n      runAsUser: 10001\n  - name: b\n    image: x\n    securityContext:\n      <<: *s\n      runAsUser: 0",
      "low-user-id",
      [14],
    ],
  ] as const)("%s", (_, spec, id, lines) => {
    expect(linesOf(pod(spec), id)).toEqual(lines);
  });

  const spec = "{hostPID: true, containers: [{name: a, image: x}]}";
  const template = `{metadata: {labels: {a: b}}, spec: ${spec}}`;
  it.each([
    ["v1", "Pod", spec],
    ["apps/v1", "Deployment", `{template: ${template}}`],
    ["extensions/v1beta1", "Deployment", `{template: ${template}}`],
    ["apps/v1", "StatefulSet", `{template: ${template}}`],
    ["apps/v1", "DaemonSet", `{template: ${template}}`],
    ["apps/v1", "ReplicaSet", `{template: ${template}}`],
    ["v1", "ReplicationController", `{template: ${template}}`],
    ["batch/v1", "Job", `{template: ${template}}`],
    ["batch/v1beta1", "CronJob", `{jobTemplate: {spec: {template: ${template}}}}`],
    ["argoproj.io/v1alpha1", "Rollout", `{template: ${template}}`],
  ])("in %s %s", (version, kind, body) => {
    expect(linesOf(`apiVersion: ${version}\nkind: ${kind}\nmetadata: {name: x}\nspec: ${body}\n`, "host-pid")).toEqual([
      4,
    ]);
  });

  it("in the annotation of older clusters", () => {
    const annotated = (value: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  annotations:\n    seccomp.security.alpha.kubernetes.io/pod: ${value}\nspec: {containers: [{name: a, image: x}]}\n`;
    expect(linesOf(annotated("runtime/default"), "no-seccomp")).toEqual([]);
    expect(linesOf(annotated("unconfined"), "no-seccomp")).toEqual([6]);
  });

  it("after comments and empty documents, in lists and in JSON", () => {
    const bad = `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: ${spec}\n`;
    expect(linesOf(`# first\n---\n# nothing\n---\n${bad}...\n`, "host-pid")).toEqual([8]);
    expect(
      linesOf(`apiVersion: v1\nkind: List\nitems:\n- ${bad.trimEnd().replaceAll("\n", "\n  ")}\n`, "host-pid"),
    ).toEqual([7]);
    const json = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { hostPID: true, containers: [] } };
    expect(linesOf(JSON.stringify(json, undefined, 1), "host-pid")).toEqual([8]);
  });

  it.each([
    [
      "a service account of its own name",
      "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  namespace: shop\n  name: default\n",
      "default-account-token",
      [5],
    ],
    [
      "no namespace",
      "apiVersion: v1\nkind: Service\nmetadata:\n  labels: {a: b}\n  name: web\nspec: {}\n",
      "default-namespace",
      [5],
    ],
    [
      "Tiller by its label",
      "apiVersion: v1\nkind: Service\nmetadata:\n  name: x\n  labels:\n    app: helm\nspec: {}\n",
      "tiller-service",
      [6],
    ],
    [
      "the middle one of three stars",
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\nrules:\n- apiGroups: ["*"]\n  resources: ["*"]\n  verbs: ["*"]\n',
      "wildcard-role",
      [6],
    ],
  ] as const)("at the line that says it: %s", (_, text, id, lines) => {
    expect(linesOf(text, id)).toEqual(lines);
  });
});
