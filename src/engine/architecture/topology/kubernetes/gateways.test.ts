import { describe, expect, it } from "vitest";
import { publish } from "../../emit/architecture.ts";
import { translateCompose } from "../../parse/compose/index.ts";
import { inspect } from "../../parse/index.ts";
import { translateKubernetes } from "../../parse/kubernetes/index.ts";

const architectureOf = (text: string) => publish(inspect([{ name: "main.tf", text }]).model);
const inCluster = (text: string) => architectureOf(translateKubernetes({ name: "m.yaml", text }).text);
const inCompose = (text: string) => architectureOf(translateCompose({ name: "c.yaml", text }).text);

const arrows = ({ links }: ReturnType<typeof publish>): string[] =>
  links.map(({ from, to, label }) => [from, to].map((id) => id.replace(/^.*\./, "")).join(" → ") + (label ?? ""));

const service = (name: string, namespace = "shop"): string =>
  `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {selector: {app: ${name}}}\n`;

const gateway = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: infra}
spec: {listeners: [{name: https, protocol: HTTPS, port: 443}]}
`;

const route = `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop, namespace: shop}
spec:
  parentRefs: [{name: public, namespace: infra}]
  rules:
    - matches: [{path: {value: /api}}]
      backendRefs: [{name: api}]
    - backendRefs: [{name: web}, {name: gone}]
`;

describe("gateways and routes", () => {
  it("lead from the gateway to the services, across namespaces", () => {
    const shop = inCluster(gateway + route + service("api") + service("web") + service("web", "other"));
    expect(arrows(shop)).toEqual(["public → shop", "shop → api/api", "shop → shop_web"]);
    expect(shop.components.find(({ name }) => name === "public")).toMatchObject({
      service: "k8s.gateway",
      exposed: true,
    });
    expect(shop.groups.map(({ label }) => label)).toEqual(expect.arrayContaining(["infra", "shop"]));
  });

  it("are Istio's as well", () => {
    const istio = gateway.replace("gateway.networking.k8s.io/v1", "networking.istio.io/v1");
    const virtual = `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: shop}
spec:
  gateways: [infra/public, mesh]
  http: [{route: [{destination: {host: web.shop.svc.cluster.local}}]}]
`;
    expect(arrows(inCluster(istio + virtual + service("web")))).toEqual(["public → shop", "shop → web"]);
  });

  it.each(["spec: 1", "spec: {rules: {a: b}, parentRefs: x}", "spec: {rules: [1, {backendRefs: [[]]}]}", ""])(
    "a route shaped otherwise leads nowhere: %s",
    (spec) => {
      const broken = `---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\n${spec}\n`;
      expect(arrows(inCluster(gateway + broken))).toEqual([]);
    },
  );
});

describe("what talks to a store", () => {
  it.each([
    ["postgresql.cnpg.io/v1", "Cluster", "db-rw.shop.svc"],
    ["kafka.strimzi.io/v1", "Kafka", "db-kafka-bootstrap:9092"],
    ["databases.spotahome.com/v1", "RedisFailover", "rfs-db"],
    ["rabbitmq.com/v1beta1", "RabbitmqCluster", "db"],
  ])("finds the one that an operator runs: %s %s", (version, kind, host) => {
    const store = `apiVersion: ${version}\nkind: ${kind}\nmetadata: {name: db, namespace: shop}\n`;
    const pod = `---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: c, image: w, env: [{name: STORE_HOST, value: "${host}"}]}]}\n`;
    expect(arrows(inCluster(store + pod))).toEqual(["web → db"]);
  });

  it("is a client where it is a job in the store's image", () => {
    const job = `---
apiVersion: batch/v1
kind: CronJob
metadata: {name: backup, namespace: shop}
spec:
  schedule: "0 1 * * *"
  jobTemplate: {spec: {template: {spec: {containers: [{name: b, image: postgres:16, command: [sh, -c, pg_dump -h db]}]}}}}
`;
    const shop = inCluster(service("db") + job);
    expect(shop.components.find(({ name }) => name === "backup")?.service).toBe("k8s.cronjob");
    expect(arrows(shop)).toEqual(["backup → db"]);
  });
});

it("a proxy that finds its services by labels leads to them", () => {
  const shop = inCompose(`services:
  proxy: {image: "traefik:v3.1"}
  web: {image: "web:1", labels: ["traefik.http.routers.web.rule=Host(a)"]}
  db: {image: "postgres:16"}
`);
  expect(arrows(shop)).toEqual(["proxy → web"]);
});
