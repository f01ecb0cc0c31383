import { describe, expect, it } from "vitest";
import { asText, isUnknown, read } from "../../model/index.ts";
import { inspect } from "../index.ts";

const inspectManifest = (object: string, rest = "") =>
  inspect([{ name: "main.tf", text: `resource "kubernetes_manifest" "m" {\n  manifest = ${object}\n}\n${rest}` }]).model
    .components[0];

const deployment = `{
    apiVersion = "apps/v1"
    kind       = "Deployment"
    metadata   = { name = "web", namespace = "shop" }
    spec = {
      template = {
        spec = {
          hostPID = true
          containers = [{
            name  = "web"
            image = var.image
            securityContext = {
              capabilities = { add = ["SYS_ADMIN"] }
            }
          }]
        }
      }
    }
  }`;

describe("an object in Terraform", () => {
  const found = inspectManifest(deployment, 'variable "image" {}\n');
  const spec = "spec.template.spec";

  it("is read as the provider's own resource under its own address", () => {
    expect([found?.address, found?.type, found?.service]).toEqual([
      "kubernetes_manifest.m",
      "kubernetes_deployment_v1",
      "k8s.deployment",
    ]);
    expect(read(found?.attributes ?? {}, `${spec}.host_pid`)).toBe(true);
    expect(read(found?.attributes ?? {}, `${spec}.container.security_context.capabilities.add`)).toEqual(["SYS_ADMIN"]);
  });

  it("keeps what is only known after apply, and the line of everything", () => {
    expect(isUnknown(read(found?.attributes ?? {}, `${spec}.container.image`))).toBe(true);
    const block = "spec[0].template[0].spec[0].container[0]";
    expect(found?.lines.get(`${block}.image`)?.line).toBe(12);
    expect(found?.lines.get(`${block}.security_context[0].capabilities[0].add`)?.line).toBe(14);
  });

  it.each([
    ["Gateway", "gateway.networking.k8s.io/v1", "kubernetes_gateway"],
    ["HTTPRoute", "gateway.networking.k8s.io/v1", "kubernetes_http_route"],
    ["Cluster", "postgresql.cnpg.io/v1", "kubernetes_postgresql_cluster"],
    ["Cluster", "cluster.x-k8s.io/v1beta1", "kubernetes_manifest"],
    ["VirtualService", "networking.istio.io/v1", "kubernetes_virtual_service"],
    ["HorizontalPodAutoscaler", "autoscaling/v2", "kubernetes_horizontal_pod_autoscaler_v2"],
    ["Widget", "example.com/v1", "kubernetes_manifest"],
  ])("of the kind %s", (kind, version, type) => {
    const object = `{ apiVersion = "${version}", kind = "${kind}", metadata = { name = "x", namespace = "shop" } }`;
    const component = inspectManifest(object);
    expect(component?.type).toBe(type);
    const place = type === "kubernetes_manifest" ? "manifest.metadata.namespace" : "metadata.namespace";
    expect(asText(read(component?.attributes ?? {}, place))).toBe("shop");
  });

  it.each([
    "var.x",
    "yamldecode(var.x)",
    '"text"',
    "[]",
    "{}",
    '{ kind = "Pod" }',
    '{ "__proto__" = { kind = "Pod" } }',
  ])("%s says nothing of its kind", (object) => {
    expect(inspectManifest(object, 'variable "x" {}\n')?.type).toBe("kubernetes_manifest");
  });

  it("is read in the text of a kubectl_manifest, line by line", () => {
    const text = `resource "kubectl_manifest" "m" {
  yaml_body = <<-YAML
    apiVersion: v1
    kind: Pod
    metadata: { name: p }
    spec:
      hostPID: true
  YAML
}
`;
    const [found] = inspect([{ name: "main.tf", text }]).model.components;
    expect([found?.type, found?.address]).toEqual(["kubernetes_pod_v1", "kubectl_manifest.m"]);
    expect(found?.lines.get("spec[0].host_pid")?.line).toBe(7);
  });

  it("is read in a text of YAML that the code decodes", () => {
    const yaml =
      "yamldecode(<<-Y\n    apiVersion: v1\n    kind: Pod\n    metadata: {name: p}\n    spec: {hostPID: true}\n  Y\n  )";
    expect(inspectManifest(yaml)?.type).toBe("kubernetes_pod_v1");
  });
});
