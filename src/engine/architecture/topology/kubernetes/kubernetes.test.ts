import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { toGraph } from "../../emit/graph.ts";
import { publish } from "../../emit/architecture.ts";
import { translateCompose } from "../../parse/compose/index.ts";
import { inspect } from "../../parse/index.ts";
import { translateKubernetes } from "../../parse/kubernetes/index.ts";

const read = (path: string): string => readFileSync(new URL(`../../parse/${path}`, import.meta.url), "utf8");

const architectureOf = (terraform: string) => publish(inspect([{ name: "main.tf", text: terraform }]).model);

const inCluster = (manifest: string) => architectureOf(translateKubernetes({ name: "m.yaml", text: manifest }).text);
const guestbook = inCluster(read("kubernetes/fixtures/guestbook.yaml"));
const wordpress = inCluster(read("kubernetes/fixtures/wordpress.yaml"));
const votes = architectureOf(translateCompose({ name: "c.yaml", text: read("compose/fixtures/voting-app.yaml") }).text);

type Shown = ReturnType<typeof publish>;

/** `kubernetes_service_v1.web` → `service.web`. */
const short = (id: string): string => id.replace(/^(?:kubernetes|docker)_/, "").replace(/_v\d\./, ".");

const arrowsOf = ({ links }: Shown): string[] =>
  links.map(
    ({ from, to, kind, label }) => `${short(from)} -${kind}-> ${short(to)}${label === undefined ? "" : ` ${label}`}`,
  );

describe("the picture of a cluster", () => {
  it("has arrows from the ingress to the store, found by names and labels", () => {
    expect(arrowsOf(guestbook)).toEqual([
      "deployment.frontend -data-> service.redis-follower",
      "deployment.frontend -data-> service.redis-leader",
      "deployment.redis-follower -data-> service.redis-leader",
      "deployment.redis-leader -data-> persistent_volume_claim.redis-data",
      "ingress.guestbook -traffic-> service.frontend",
      "service.frontend -traffic-> deployment.frontend 80",
      "service.redis-follower -data-> deployment.redis-follower 6379",
      "service.redis-leader -data-> deployment.redis-leader 6379",
    ]);
  });

  it("has no cloud and no region", () => {
    expect([guestbook.cloud, guestbook.region]).toEqual(["kubernetes", ""]);
    expect(guestbook.groups).toEqual([
      { id: "cluster", kind: "cluster", label: "Kubernetes cluster" },
      { id: "cluster/guestbook", kind: "namespace", label: "guestbook", parent: "cluster" },
    ]);
    expect(wordpress.groups.map(({ kind }) => kind)).toEqual(["cluster"]);
  });

  it("folds configuration, accounts, autoscalers and budgets onto what they are for", () => {
    const parts = guestbook.components.flatMap(({ id, part_of }) =>
      part_of === undefined ? [] : [`${short(id)} on ${short(part_of)}`],
    );
    expect(parts).toEqual([
      "config_map.frontend on deployment.frontend",
      "service_account.frontend on deployment.frontend",
      "horizontal_pod_autoscaler.frontend on deployment.frontend",
      "pod_disruption_budget.frontend on deployment.frontend",
    ]);
  });

  it("tells what runs in a container by its image", () => {
    const shown = new Map(
      wordpress.components.map(({ id, service, kind, detail }) => [short(id), [service, kind, detail]]),
    );
    expect(shown.get("stateful_set.wordpress-mysql")).toEqual(["app.mysql", "database", "mysql:8.0 · 20Gi"]);
    expect(shown.get("deployment.wordpress")).toEqual(["app.wordpress", "container", "wordpress:6.4-apache"]);
  });

  it("lets users in through an ingress or a balancer", () => {
    const edges = (shown: Shown): (string | undefined)[][] =>
      toGraph(shown, { title: "" }).edges.flatMap(({ from, to, label }) =>
        from === "users" ? [[short(to), label]] : [],
      );
    expect(edges(guestbook)).toEqual([["ingress.guestbook", "HTTPS"]]);
    expect(edges(wordpress)).toEqual([["service.wordpress", "HTTP"]]);
  });

  it("has roles and network policies in a strip inside the cluster", () => {
    const { groups, nodes } = toGraph(inCluster(read("kubernetes/fixtures/rbac.yaml")), { title: "" });
    expect(groups.find(({ kind }) => kind === "operations")?.parent).toBe("cluster");
    expect(nodes.flatMap(({ group, label }) => (group === "operations" ? [label] : []))).toEqual([
      "RBAC ×2",
      "Network policy",
    ]);
  });

  const service = (annotations: string, type: string): string =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: s, annotations: ${annotations}}\nspec: {type: ${type}}\n`;

  it.each([
    ["{}", "LoadBalancer", true],
    ["{}", "NodePort", true],
    ["{}", "ClusterIP", undefined],
    ["{service.beta.kubernetes.io/azure-load-balancer-internal: 'true'}", "LoadBalancer", undefined],
    ["{networking.gke.io/load-balancer-type: Internal}", "LoadBalancer", undefined],
    ["{service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing}", "LoadBalancer", true],
  ])("a service with %s of type %s is exposed: %s", (annotations, type, exposed) => {
    expect(inCluster(service(annotations, type)).components[0]?.exposed).toBe(exposed);
  });

  it("is the same for both spellings of a type", () => {
    const old = translateKubernetes({ name: "m", text: read("kubernetes/fixtures/guestbook.yaml") }).text.replaceAll(
      /(kubernetes_\w+)_v[12]\b/g,
      "$1",
    );
    expect(arrowsOf(architectureOf(old))).toEqual(arrowsOf(guestbook));
  });

  it("stands in the cloud's cluster where the design has one", () => {
    const aks = 'resource "azurerm_kubernetes_cluster" "main" {\n  name = "prod"\n  location = "westeurope"\n}\n';
    const mixed = architectureOf(
      aks + translateKubernetes({ name: "m", text: read("kubernetes/fixtures/guestbook.yaml") }).text,
    );
    const byId = new Map(mixed.groups.map((group) => [group.id, group]));
    expect(mixed.cloud).toBe("azure");
    expect(byId.get("azurerm_kubernetes_cluster.main/cluster")).toEqual({
      id: "azurerm_kubernetes_cluster.main/cluster",
      kind: "cluster",
      label: "Kubernetes cluster prod",
      parent: "region",
    });
    expect(byId.get("azurerm_kubernetes_cluster.main/cluster/guestbook")?.kind).toBe("namespace");
  });

  it("a service over thousands of pods makes no flood of arrows", () => {
    const pods = Array.from(
      { length: 300 },
      (_, index) => `apiVersion: v1\nkind: Pod\nmetadata: {name: p${index}, labels: {a: b}}\n`,
    );
    const services = Array.from(
      { length: 20 },
      (_, index) => `apiVersion: v1\nkind: Service\nmetadata: {name: s${index}}\nspec: {selector: {a: b}}\n`,
    );
    expect(inCluster([...pods, ...services].join("---\n")).links.length).toBe(20 * 50);
  });
});

describe("the picture of containers", () => {
  it("has arrows to hosts that settings name and to what is waited for", () => {
    expect(arrowsOf(votes)).toEqual([
      "container.db -data-> volume.db-data",
      "container.result -data-> container.db",
      "container.vote -data-> container.redis",
      "container.worker -data-> container.db",
      "container.worker -data-> container.redis",
    ]);
  });

  it("lets users in where a port is published to more than the machine itself", () => {
    expect(votes.components.flatMap(({ id, exposed }) => (exposed === true ? [short(id)] : []))).toEqual([
      "container.vote",
      "container.result",
    ]);
  });

  it("stands on its host", () => {
    expect([votes.cloud, votes.groups]).toEqual(["docker", [{ id: "host", kind: "cluster", label: "Docker host" }]]);
    expect(votes.components.find(({ id }) => short(id) === "container.vote")?.count).toBe(2);
  });
});
