import { describe, expect, it } from "vitest";
import { isUnknown, read } from "../../model/index.ts";
import { inspect } from "../index.ts";
import { translateKubernetes } from "./index.ts";
import { patchFiles } from "./kustomization.ts";
import { terraformOf } from "./translate-fixture.ts";

const said = (text: string, name = "x.yaml"): string[] =>
  translateKubernetes({ name, text }).problems.map(({ message }) => message);

describe("manifests that are written in an odd way", () => {
  it("reads the ingress of older versions, with ports by name and by number", () => {
    const lines = terraformOf(`apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata: {name: web}
spec:
  backend: {serviceName: fallback, servicePort: "8080"}
  rules:
    - just words
    - http:
        paths:
          - backend: {serviceName: shop, servicePort: http}
          - backend: {service: {name: new, port: {number: 80}}}
          - backend: {serviceName: odd, servicePort: {name: x}}
          - backend: none
`);
    expect(lines).toEqual(
      expect.arrayContaining([
        "default_backend {",
        'name = "fallback"',
        "number = 8080",
        'name = "http"',
        "number = 80",
      ]),
    );
  });

  it("reads the metrics of autoscalers before their targets were maps, and keeps those that are", () => {
    const lines = terraformOf(`apiVersion: autoscaling/v2beta1
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {kind: Deployment, name: web}
  maxReplicas: 3
  metrics:
    - {type: Resource, resource: {name: cpu, targetAverageUtilization: 60}}
    - {type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 70}}}
    - {type: Pods, pods: {metricName: requests, target: {}}}
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: old}
spec: {maxReplicas: 2, scaleTargetRef: {kind: Deployment, name: old}}
`);
    expect(lines).toEqual(
      expect.arrayContaining([
        'type = "Utilization"',
        "average_utilization = 60",
        "average_utilization = 70",
        'resource "kubernetes_horizontal_pod_autoscaler_v1" "old" {',
      ]),
    );
  });

  it("writes bare values where lists, maps and blocks belong, and tells of those that fit nowhere", () => {
    const text = `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {version: 1, none: ~, odd: {a: b}}
  annotations: words
spec:
  volumes: [{name: data, emptyDir: ~}, {name: odd, emptyDir: [1]}, {name: text, emptyDir: words}]
  containers:
    - name: web
      command: run
      args: ~
      env: [{name: A, value: 1}]
      resources: {limits: ~}
      securityContext: {capabilities: {add: {a: b}}}
      hostPID: maybe
  hostPID: "TRUE"
  hostpid: false
`;
    const lines = terraformOf(text);
    expect(lines).toEqual(
      expect.arrayContaining([
        'version = "1"',
        'none = ""',
        "odd = {",
        'command = ["run"]',
        "args = []",
        "limits = {}",
        "host_pid = true",
      ]),
    );
    expect(lines).not.toContain("host_pid = false");
    expect(said(text)).toEqual(
      Array.from({ length: 4 }, () => "Terraform's provider has no argument for this field: it is left out"),
    );
  });

  it("keeps an object of others' making as it is, whatever it holds", () => {
    const lines = terraformOf(`apiVersion: example.com/v1
kind: Widget
metadata: {name: w}
spec: {list: [1, a, ~, true], nothing: ~}
status: {ready: true}
`);
    expect(lines).toEqual(expect.arrayContaining(['list = [1, "a", null, true]', "nothing = null"]));
    expect(lines.join()).not.toContain("ready");
  });

  it("takes lists apart, but no list in a list, and tells of what is no object", () => {
    const text = `- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
- [{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}]
---
items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}, {}]
---
{apiVersion: example.com/v1, kind: Shelf, items: [1]}
---
words
`;
    expect(terraformOf(text).filter((line) => line.startsWith("resource"))).toEqual([
      'resource "kubernetes_config_map_v1" "a" {',
      'resource "kubernetes_config_map_v1" "c" {',
      'resource "kubernetes_manifest" "shelf" {',
    ]);
    expect(said(text)).toEqual(
      Array.from({ length: 2 }, () => "this is no Kubernetes object: it has no apiVersion and kind"),
    );
  });

  it("names objects of one name by their namespaces, where they have one", () => {
    const configMap = (namespace: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app${namespace}}\n---\n`;
    const heads = terraformOf(configMap("") + configMap(", namespace: prod") + configMap(", namespace: 1"));
    expect(heads.filter((line) => line.startsWith("resource")).map((line) => line.split('"')[3])).toEqual([
      "app",
      "prod_app",
      "_1_app",
    ]);
  });
});

describe("kustomizations", () => {
  it("say which files are laid over objects, by paths from where they stand", () => {
    const text = `resources: [../base]
patches: [{path: ./replicas.yaml}, {path: "../../shared//limits.yaml"}, {patch: "a: b"}, {path: "a: b\\nc: d"}, words]
patchesJson6902: {not: a list}
patchesStrategicMerge: [memory.yaml, {a: b}]
`;
    const names = patchFiles([
      { name: "overlays/prod/kustomization.yaml", text },
      { name: "deployment.yaml", text: "kind: Deployment" },
      { name: "kustomization.yml", text: "words" },
    ]);
    expect([...names]).toEqual(["overlays/prod/replicas.yaml", "shared/limits.yaml", "overlays/prod/memory.yaml"]);
  });

  it("that only gather make nothing, and those that change are told of", () => {
    expect(said("resources: [a.yaml]", "kustomization.yaml")).toEqual([]);
    expect(said("words", "kustomization.yaml")).toEqual([]);
    expect(said("images: [{name: a}]\npatches: []", "kustomization.yaml")).toEqual([
      "a kustomization, which is not applied (images, patches): build it (kubectl kustomize) and send what comes out",
    ]);
  });
});

describe("objects in Terraform that are known in part", () => {
  const first = (text: string) => inspect([{ name: "main.tf", text: `variable "x" {}\n${text}` }]).model.components[0];

  it("keep what is unknown in a block, in a list of them, and in a value", () => {
    const found = first(`resource "kubernetes_manifest" "m" {
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "p", labels = { app = var.x, list = ["a"] } }
    spec = {
      hostPID    = true
      hostpid    = false
      containers = [var.x, { name = "web", command = "run", args = var.x, env = var.x }]
      volumes    = ["words"]
    }
  }
}`);
    const pod = found?.attributes ?? {};
    expect(found?.type).toBe("kubernetes_pod_v1");
    expect(read(pod, "spec.host_pid")).toBe(true);
    expect(isUnknown(read(pod, "metadata.labels.app"))).toBe(true);
    const spec = read(pod, "spec");
    expect(Array.isArray(spec)).toBe(true);
    expect(JSON.stringify(spec)).toContain('"command":["run"]');
    expect(JSON.stringify(spec)).toContain('"volume":[{}]');
    expect(found?.lines.get("spec[0].container[0]")?.line).toBe(10);
  });

  it.each([
    [
      "a manifest without metadata",
      'manifest = { apiVersion = "v1", kind = "Pod" }',
      "kubernetes_manifest",
      "kubernetes_pod_v1",
    ],
    ["a text of a list", 'yaml_body = "[1, 2]"', "kubectl_manifest", "kubectl_manifest"],
    ["a text that is not known", "yaml_body = var.x", "kubectl_manifest", "kubectl_manifest"],
    [
      "a text with a list inside",
      'yaml_body = "apiVersion: v1\\nkind: Pod\\nspec: {containers: [{name: a}]}"',
      "kubectl_manifest",
      "kubernetes_pod_v1",
    ],
  ])("%s", (_, body, type, expected) => {
    expect(first(`resource "${type}" "m" {\n  ${body}\n}`)?.type).toBe(expected);
  });
});
