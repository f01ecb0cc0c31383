import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseHcl } from "../hcl/index.ts";
import { translateKubernetes } from "./index.ts";
import schema from "./provider-schema.json" with { type: "json" };
import { terraformOf, unknownArguments } from "./translate-fixture.ts";

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");

const translate = (text: string) => translateKubernetes({ name: "manifest.yaml", text });

/** A pod whose specification is `spec`, indented by two. */
const podWith = (spec: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n${spec.replaceAll(/^(?=.)/gm, "  ")}\n`;

const container = (fields: string): string =>
  podWith(`containers:\n  - name: c\n${fields.replaceAll(/^(?=.)/gm, "    ")}`);

describe("manifests as Terraform", () => {
  it.each([
    ["a field of the pod", podWith("hostPID: true"), ["host_pid = true"]],
    ["a list of maps", container("ports: [{containerPort: 80}]"), ["container {", "port {", "container_port = 80"]],
    ["a map of texts", container("resources: {limits: {cpu: 1}}"), ["resources {", "limits = {", 'cpu = "1"']],
    ["an empty map", podWith("volumes: [{name: t, emptyDir: {}}]"), ["volume {", "empty_dir {"]],
    ["a number that is a text to the provider", container("securityContext: {runAsUser: 0}"), ["run_as_user = 0"]],
    ["a text that is a number to the provider", container('ports: [{containerPort: "80"}]'), ["container_port = 80"]],
    ["a value of the environment", container("env: [{name: A, value: 1}]"), ["env {", 'name = "A"', 'value = "1"']],
    [
      "what a value is taken from",
      container("env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}]"),
      ["value_from {", "secret_key_ref {", 'key = "k"'],
    ],
    [
      "a probe",
      container("livenessProbe: {httpGet: {path: /, port: web, httpHeaders: [{name: X, value: y}]}}"),
      ["liveness_probe {", "http_get {", 'port = "web"', "http_header {"],
    ],
    ["the first name of the account", podWith("serviceAccount: robot"), ['service_account_name = "robot"']],
    [
      "an octal mode",
      podWith("volumes: [{name: c, secret: {secretName: s, defaultMode: 0400}}]"),
      ['default_mode = "0400"'],
    ],
    [
      "a secret, whose data is base64",
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {k: dg==}\nstringData: {p: q}\n",
      ["binary_data = {", 'k = "dg=="', "data = {", 'p = "q"'],
    ],
    [
      "a class of storage",
      "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: fast}\nprovisioner: ebs.csi.aws.com\n",
      ['storage_provisioner = "ebs.csi.aws.com"'],
    ],
    [
      "a volume, whose source is a block of its own",
      "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: v}\nspec: {capacity: {storage: 1Gi}, nfs: {server: s, path: /}}\n",
      ["persistent_volume_source {", "nfs {", 'server = "s"'],
    ],
    [
      "an ingress of old",
      "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: i}\nspec: {rules: [{http: {paths: [{backend: {serviceName: s, servicePort: 80}}]}}]}\n",
      ["backend {", "service {", 'name = "s"', "port {", "number = 80"],
    ],
    [
      "an autoscaler of old",
      "apiVersion: autoscaling/v2beta1\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec: {metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 60}}]}\n",
      ["metric {", "target {", 'type = "Utilization"', "average_utilization = 60"],
    ],
    [
      "what the provider has no resource for",
      "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: c}\nspec: {dnsNames: [a.example]}\nstatus: {ready: true}\n",
      ['resource "kubernetes_manifest" "c" {', 'kind = "Certificate"', 'dnsNames = ["a.example"]'],
    ],
    [
      "a keeper of pods that the provider does not know",
      "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: k}\nspec: {template: {spec: {containers: [{image: a}]}}}\n",
      ['resource "kubernetes_deployment_v1" "k" {', "template {", 'image = "a"'],
    ],
    [
      "a role and what it is bound to",
      fixture("rbac.yaml"),
      [
        'non_resource_urls = ["/healthz"]',
        "role_ref {",
        'kind = "ClusterRole"',
        "subject {",
        'kind = "ServiceAccount"',
      ],
    ],
  ])("%s", (_, manifest, lines) => {
    expect(terraformOf(manifest)).toEqual(expect.arrayContaining(lines));
    expect(parseHcl(translate(manifest).text).problems).toEqual([]);
  });

  it("leaves out what the cluster writes, and keeps what else is called the same", () => {
    const lines = terraformOf(
      "apiVersion: v1\nkind: Pod\nmetadata: {name: p, uid: x, creationTimestamp: null, labels: {uid: y}}\nstatus: {phase: Running}\n",
    ).join("\n");
    expect(lines).toContain('uid = "y"');
    expect(lines).not.toMatch(/"x"|Running|creation/);
  });

  it.each(["guestbook.yaml", "wordpress.yaml", "bad-pod.yaml", "rbac.yaml"])(
    "%s has only arguments that the provider has, and nothing is left out",
    (name) => {
      const { text, problems } = translate(fixture(name));
      expect(problems).toEqual([]);
      expect(unknownArguments(text, schema)).toEqual([]);
    },
  );

  it("names the line of the manifest for every line", () => {
    const manifest = fixture("bad-pod.yaml");
    const { text, lines } = translate(manifest);
    const original = manifest.split("\n");
    const pairs = text.split("\n").flatMap((line, index) => {
      const value = /= "([^"]+)"$/.exec(line)?.[1];
      return value === undefined ? [] : [[original[(lines[index] ?? 0) - 1], value]];
    });
    expect(pairs.length).toBeGreaterThan(6);
    for (const [line, value] of pairs) expect(line).toContain(value);
  });

  it("refers to a namespace that the file declares, so that it is there first", () => {
    expect(terraformOf(fixture("guestbook.yaml"))).toContain(
      "namespace = kubernetes_namespace_v1.guestbook.metadata[0].name",
    );
    expect(terraformOf(fixture("rbac.yaml"))).toContain('namespace = "ops"');
  });

  it("names resources after their objects, with the namespace where two are called the same", () => {
    const service = (namespace: string): string =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: web.v1, namespace: ${namespace}}\nspec: {}\n`;
    expect(terraformOf(`${service("a")}---\n${service("b")}`).filter((line) => line.startsWith("resource"))).toEqual([
      'resource "kubernetes_service_v1" "a_web_v1" {',
      'resource "kubernetes_service_v1" "b_web_v1" {',
    ]);
    expect(terraformOf(`${service("a")}---\n${service("a")}`).filter((line) => line.startsWith("resource"))).toEqual([
      'resource "kubernetes_service_v1" "web_v1" {',
      'resource "kubernetes_service_v1" "web_v12" {',
    ]);
  });

  it("reads JSON and lists", () => {
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { containers: [{ image: "a" }] } };
    const list = JSON.stringify({ apiVersion: "v1", kind: "PodList", items: [pod, pod] }, undefined, 1);
    expect(terraformOf(list).filter((line) => line.startsWith("resource")).length).toBe(2);
  });
});

describe("what is no manifest", () => {
  it("a chart's template is to be rendered first", () => {
    const { text, problems } = translate("apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n");
    expect([text.trim(), problems.map(({ line }) => line)]).toEqual(["", [4]]);
    expect(problems[0]?.message).toContain("helm template");
  });

  it.each(["summary: 'pod {{ $labels.pod }} is down'", "args: ['{{inputs.parameters.file}}']"])(
    "braces in a text make no chart: %s",
    (field) => {
      expect(translate(`apiVersion: example.com/v1\nkind: Rule\nmetadata: {name: r}\n${field}\n`).problems).toEqual([]);
    },
  );

  it.each([
    [
      "a kustomization",
      "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\nimages: []\n",
      /kubectl kustomize/,
    ],
    ["another document", "apiVersion: v1\nkind: Pod\n---\nreplicas: 3\n", /no Kubernetes object/],
    [
      "a version that is no longer served",
      "apiVersion: apps/v1beta2\nkind: StatefulSet\nmetadata: {name: d}\n",
      /Kubernetes 1\.16 on refuse .* apps\/v1$/,
    ],
    ["a field that the provider lacks", podWith("hostUsers: false"), /left out/],
  ])("%s is told of", (_, text, message) => {
    expect(translate(text).problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
  });

  it("a kustomization that only gathers files changes nothing", () => {
    const file = { name: "base/kustomization.yaml", text: "resources: [a.yaml]\n" };
    expect(translateKubernetes(file).problems).toEqual([]);
  });

  it("empty documents are nothing to tell of", () => {
    expect(translate("---\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: n}\n---\n").problems).toEqual([]);
  });
});
