import { expect, it } from "vitest";
import { inspect } from "../parse/index.ts";
import { receive } from "../receive.ts";

const modelOf = (name: string, text: string) => inspect(receive([{ name, text }]).files).model;

const arrows = (name: string, text: string): string[] =>
  modelOf(name, text).links.map(({ from, to, kind, label = "" }) =>
    `${[from, to].map((id) => id.replace(/^.*\./, "")).join(` ${kind} `)} ${label}`.trim(),
  );

const object = (kind: string, version: string, name: string, rest: string, namespace = "app"): string =>
  `---\napiVersion: ${version}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace} }\n${rest}\n`;
const service = (name: string): string =>
  object("Service", "v1", name, `spec: { selector: { app: ${name} }, ports: [{ port: 80 }] }`);
const workload = (name: string, container: string): string =>
  object(
    "Deployment",
    "apps/v1",
    name,
    `spec: { template: { metadata: { labels: { app: ${name} } }, spec: { containers: [${container}] } } }`,
  );
const back = service("api") + service("web") + service("db");

it("routes of Kubernetes lead where they name a service, whatever else they hold", () => {
  const routes = [
    object("Gateway", "gateway.networking.k8s.io/v1", "edge", "spec: { listeners: [] }", "net"),
    object(
      "HTTPRoute",
      "gateway.networking.k8s.io/v1",
      "shop",
      "spec: { parentRefs: [{ name: edge, namespace: net }, {}], rules: [{ matches: [{ path: { value: /api } }], backendRefs: [{ name: api }, {}] }] }",
    ),
    object("Gateway", "networking.istio.io/v1", "mesh", "spec: {}"),
    object(
      "VirtualService",
      "networking.istio.io/v1",
      "site",
      "spec: { gateways: [net/edge, mesh, [x]], http: [{ match: [{ uri: { prefix: /web } }], route: [{ destination: { host: web.app.svc.cluster.local } }, { destination: {} }, { weight: 1 }] }], tcp: [{ route: [{ destination: { host: db } }] }] }",
    ),
    object(
      "IngressRoute",
      "traefik.io/v1alpha1",
      "door",
      'spec: { routes: [{ match: "Host(x)", services: [{ name: web }, { port: 1 }] }] }',
    ),
  ];
  expect(arrows("k.yaml", routes.join("") + back).toSorted()).toEqual([
    "door traffic web",
    "edge traffic shop",
    "edge traffic site",
    "mesh traffic site",
    "shop traffic api",
    "site traffic db",
    "site traffic web /web",
  ]);
});

it("an ingress tells its paths apart, and names services that are there", () => {
  const ingress = object(
    "Ingress",
    "networking.k8s.io/v1",
    "front",
    `spec:
  tls: [{ secretName: cert }, { secretName: none }]
  defaultBackend: { resource: { kind: X, name: y } }
  rules:
    - http:
        paths:
          - { path: /api, backend: { service: { name: api } } }
          - { path: /a-path-that-is-too-long-for-an-arrow, backend: { service: { name: web } } }
          - { backend: { service: { name: db } } }
          - { path: /none, backend: { service: { name: gone } } }`,
  );
  const one = object(
    "Ingress",
    "networking.k8s.io/v1",
    "one",
    "spec: { rules: [{ http: { paths: [{ path: /all, backend: { service: { name: api } } }] } }] }",
  );
  expect(
    arrows("k.yaml", ingress + one + back + object("Secret", "v1", "cert", "type: kubernetes.io/tls")).toSorted(),
  ).toEqual(["front traffic api /api", "front traffic db", "front traffic web", "one traffic api"]);
});

it("a pod uses what its words name", () => {
  const text =
    back +
    workload(
      "api",
      '{ name: api, image: "api:1", command: [run, 5, [x]], env: [{ name: DB, value: "http://db:80" }, { name: N }] }',
    ) +
    workload("web", '{ name: web, image: "web:1", args: "http://db" }');
  expect(arrows("k.yaml", text).toSorted()).toEqual([
    "api traffic api 80",
    "api traffic db",
    "web traffic db",
    "web traffic web 80",
  ]);
});

it("a proxy of Docker's finds its containers by their labels or their variables", () => {
  const text = `services:
  proxy: { image: "nginxproxy/nginx-proxy:1", ports: ["80:80"] }
  edge: { image: "traefik:v3" }
  web:
    image: web:1
    environment: [VIRTUAL_HOST=x.y, PLAIN]
    networks: { default: { aliases: [www] } }
  api:
    image: api:1
    command: [serve, "http://www:80", "postgres://db/x"]
    labels: ["traefik.http.routers.api.rule=Host(x)"]
    depends_on: [db, cache]
  db: { image: "postgres:16" }
  cache: { image: "redis:7" }
`;
  expect(arrows("docker-compose.yaml", text).toSorted()).toEqual([
    "api data cache",
    "api data db",
    "api traffic web",
    "edge traffic api",
    "proxy traffic web",
  ]);
});

const attached = (role: string): string => `resource "aws_iam_role_policy_attachment" "b" {
  role       = ${role}
  policy_arn = aws_iam_policy.p.arn
}
resource "aws_iam_role_policy" "c" {
  role   = ${role}
  policy = "{}"
}
resource "aws_iam_instance_profile" "i" {
  role = ${role}
}
`;
const granted = `resource "aws_lambda_function" "f" {
  role = aws_iam_role.r.arn
}
resource "aws_iam_role" "r" {
  name = "r"
}
resource "aws_dynamodb_table" "t" {
  name = "t"
}
resource "aws_iam_policy" "p" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "dynamodb:*", Resource = aws_dynamodb_table.t.arn }] })
}
`;

it.each([
  ["of the design", attached("aws_iam_role.r.name"), ["f data t"]],
  ["from elsewhere", attached('"elsewhere"'), []],
])("rights are those of a role %s", (_what, text, expected) => {
  expect(arrows("main.tf", granted + text)).toEqual(expected);
});
