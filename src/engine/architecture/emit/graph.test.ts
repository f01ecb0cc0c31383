import { expect, test } from "vitest";
import { analyzeDesign } from "../analyze.ts";
import { toGraph } from "./graph.ts";

const graphOf = (text: string) => {
  const { architecture, findings } = analyzeDesign({ files: [{ name: "main.tf", text }], generated: false, goals: [] });
  return toGraph(architecture, { title: "t", findings });
};

const balancer = (listeners: string): string => `
  resource "aws_lb" "web" {}
  resource "aws_lb_target_group" "web" {}
  ${listeners}`;
const listener = (protocol: string): string => `
  resource "aws_lb_listener" "${protocol.toLowerCase()}" {
    load_balancer_arn = aws_lb.web.arn
    protocol = "${protocol}"
    default_action { target_group_arn = aws_lb_target_group.web.arn }
  }`;

test.each([
  ["HTTP", balancer(listener("HTTP"))],
  ["HTTPS", balancer(listener("HTTPS"))],
  ["HTTPS", balancer(listener("HTTP") + listener("HTTPS"))],
  [undefined, balancer("")],
  [
    "HTTP",
    `resource "google_compute_url_map" "m" {}
     resource "google_compute_target_http_proxy" "p" { url_map = google_compute_url_map.m.id }
     resource "google_compute_global_forwarding_rule" "r" { target = google_compute_target_http_proxy.p.id }`,
  ],
  ["HTTPS", 'resource "azurerm_linux_web_app" "app" {}'],
])("users speak %s to what listens so", (label, text) => {
  expect(graphOf(text).edges.find(({ from }) => from === "users")?.label).toBe(label);
});

test("findings on what is drawn as a frame stand on its head", () => {
  const { groups } = graphOf(`
    resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
    resource "aws_subnet" "web" {
      vpc_id = aws_vpc.main.id
      map_public_ip_on_launch = true
    }
    resource "aws_instance" "web" { subnet_id = aws_subnet.web.id }`);
  expect(groups.filter(({ findings }) => findings !== undefined).map(({ label }) => label)).toEqual([
    "VPC 10.0.0.0/16",
    "Web subnet",
  ]);
});

test("a bucket for logs alone stands with what watches the design", () => {
  const { nodes } = graphOf(`
    resource "aws_s3_bucket" "assets" {}
    resource "aws_s3_bucket" "logs" {}
    resource "aws_s3_bucket_logging" "assets" {
      bucket = aws_s3_bucket.assets.id
      target_bucket = aws_s3_bucket.logs.id
    }`);
  expect(nodes.map(({ id, group }) => [id, group])).toEqual([
    ["aws_s3_bucket.assets", "region"],
    ["aws_s3_bucket.logs", "operations"],
  ]);
});

test("what matters most about a database stands first on its card, and nothing is cut", () => {
  const { nodes } = graphOf(`resource "aws_db_instance" "main" {
    identifier = "orders"
    engine = "sqlserver-ee"
    instance_class = "db.r6i.16xlarge"
    multi_az = true
  }`);
  expect(nodes[0]?.sub).toBe("orders · sqlserver-ee · Multi-AZ · db.r6i.16xlarge");
});

test("each cloud has its own panels, in its own region", () => {
  const { groups, nodes } = graphOf(`
    resource "aws_sqs_queue" "a" {}
    resource "aws_sns_topic" "b" {}
    resource "aws_kms_key" "k" {}
    resource "aws_route53_zone" "z" {}
    resource "azurerm_key_vault" "v" { location = "West Europe" }
    resource "azurerm_redis_cache" "r" { location = "West Europe" }
    resource "azurerm_dns_zone" "d" {}
    resource "azurerm_cdn_frontdoor_profile" "f" {}`);
  const labels = new Map(groups.map(({ id, label }) => [id, label]));
  const parents = new Map(groups.map(({ id, parent }) => [id, parent]));
  const placeOf = (id: string | undefined): string[] =>
    id === undefined ? [] : [...placeOf(parents.get(id)), labels.get(id) ?? ""];
  const places = new Map(nodes.map(({ id, group }) => [id, placeOf(group).join(" / ")]));
  expect(places.get("aws_kms_key.k")).toBe("AWS Cloud / Region us-east-1 / Security & operations");
  expect(places.get("azurerm_key_vault.v")).toBe("Azure / Region westeurope / Security & operations");
  expect(places.get("aws_route53_zone.z")).toBe("AWS Cloud");
  expect(places.get("azurerm_dns_zone.d")).toBe("Azure / Global edge");
  expect(places.get("azurerm_cdn_frontdoor_profile.f")).toBe("Azure / Global edge");
});

test("what an answer holds beyond what the engine says is drawn as far as it can be", () => {
  const part = { service: "aws.ec2", kind: "compute" };
  const graph = toGraph(
    {
      cloud: "aws",
      region: "",
      components: [
        { id: "aws_instance.a", type: "aws_instance", name: "a", group: "rack", ...part },
        { id: "aws_instance.b", type: "aws_instance", name: "b", group: "ghost", ...part },
        { id: "aws_cloudtrail.x", type: "aws_cloudtrail", name: "x", service: "aws.cloudtrail", kind: "operations" },
      ],
      groups: [{ id: "rack", kind: "rack", label: "Rack 4" }],
      links: [{ from: "aws_instance.a", to: "aws_instance.gone", kind: "calls" }],
    },
    { title: "t", subtitle: "two machines" },
  );
  expect(graph.subtitle).toBe("two machines");
  expect(graph.groups).toEqual([
    { id: "rack", kind: "plain", label: "Rack 4" },
    { id: "operations", kind: "operations", label: "Security & operations", parent: "rack" },
  ]);
  expect(graph.nodes.map(({ id, group }) => [id, group])).toEqual([
    ["aws_instance.a", "rack"],
    ["aws_instance.b", "ghost"],
    ["aws_cloudtrail.x", "operations"],
  ]);
  expect(graph.edges).toEqual([]);
});

test("a design of nothing but roles is drawn as what it is, and a panel without a frame stands alone", () => {
  const role = { id: "aws_iam_role.r", type: "aws_iam_role", service: "aws.iam", kind: "identity", name: "r" };
  const design = { cloud: "aws" as const, region: "", groups: [], links: [] };
  const roles = toGraph({ ...design, components: [role] }, { title: "t" });
  expect(roles.nodes.map(({ id }) => id)).toEqual(["aws_iam_role.r"]);
  const trail = { id: "aws_cloudtrail.t", type: "aws_cloudtrail", service: "aws.cloudtrail", kind: "operations" };
  const trails = toGraph({ ...design, components: [{ ...trail, name: "t" }] }, { title: "t" });
  expect(trails.groups).toEqual([{ id: "operations", kind: "operations", label: "Security & operations" }]);
});
