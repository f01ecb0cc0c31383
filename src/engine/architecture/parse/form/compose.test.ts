import { parse } from "@cdktn/hcl2json";
import { describe, expect, it } from "vitest";
import type { Cloud } from "../../model/index.ts";
import { composeTerraform } from "./compose.ts";
import { readRequest } from "./read-request.ts";

type Blocks = Record<string, Record<string, unknown>>;

const projects = [
  "ecommerce",
  "web app",
  "static website",
  "blog",
  "saas",
  "api",
  "microservices",
  "mobile backend",
  "data pipeline",
  "streaming media",
  "iot",
  "machine learning",
  "chat",
  "gaming",
  "internal tool",
  "batch processing",
  "serverless api",
  "fintech",
  "healthcare",
];

/** Descriptions that bring in what no project type has by itself. */
const descriptions = [
  "three machines, HTTPS load balancer, Multi-AZ encrypted Postgres 500 GB, 2 read replicas, versioned bucket, NFS, email, own domain, WAF, CDN, Memcached, CloudWatch, secrets, CI/CD",
  "Kubernetes with 5 nodes, MongoDB, Redis, Kafka, RabbitMQ queue, search, WAF, DNS, HTTPS website, serverless workers",
  "auto scaling group, web app with WAF, custom domain, Aurora MySQL, lambda, event bus, topic, queue, cron, workflow",
  "serverless API with WAF, DNS, SQL Server, login, stream, workflow, scheduler, search, Application Insights, 512 MB memory",
  "Docker containers with 4 vCPU and 8 GB memory, file share, autoscaled, Spanner, worker, load balancer, CDN with TLS, pub/sub, static site",
  "serverless website behind a load balancer",
  "ETL into a warehouse, Kafka, MariaDB",
  "one virtual machine with a domain name, Bigtable and uploads",
  "queue",
  "kubernetes autoscaled with shared files, search, scheduler and CDN",
];

const clouds: readonly Cloud[] = ["aws", "azure", "gcp"];
const requests = [...projects, ...descriptions].flatMap((text) => clouds.map((cloud) => ({ cloud, text })));

const composed = (cloud: string, text: string): string =>
  composeTerraform(readRequest({ cloud, text }))
    .files.map((file) => file.text)
    .join("\n");

const reference = /(?<![\w."/-])(?:data\.\w+\.\w+|var\.\w+|(?:aws|azurerm|google)_\w+\.\w+)/g;
const referencesIn = (value: unknown): string[] => JSON.stringify(value).match(reference) ?? [];

/** Address → what it refers to, for all that a design declares. */
const graphOf = async (text: string): Promise<Map<string, string[]>> => {
  const { resource = {}, data = {}, variable = {} } = (await parse("design.tf", text)) as Record<string, Blocks>;
  const graph = new Map<string, string[]>();
  for (const [prefix, blocks] of [
    ["", resource],
    ["data.", data],
  ] as const)
    for (const [type, named] of Object.entries(blocks))
      for (const [name, body] of Object.entries(named)) graph.set(`${prefix}${type}.${name}`, referencesIn(body));
  for (const name of Object.keys(variable)) graph.set(`var.${name}`, []);
  return graph;
};

/** Addresses on a circle of references, which Terraform refuses. */
const circleIn = (graph: ReadonlyMap<string, readonly string[]>): string[] => {
  const left = new Map(
    [...graph].map(([address, targets]) => [address, targets.filter((target) => target !== address)]),
  );
  for (let removed = true; removed;) {
    removed = false;
    for (const [address, targets] of left)
      if (!targets.some((target) => left.has(target))) removed = left.delete(address);
  }
  return [...left.keys()];
};

describe("composeTerraform", () => {
  it.each(requests)("writes valid Terraform on $cloud for $text", async ({ cloud, text }) => {
    const graph = await graphOf(composed(cloud, text));
    const targets = [...graph.values()].flat();
    expect(targets.filter((target) => !graph.has(target))).toEqual([]);
    expect(circleIn(graph)).toEqual([]);
    expect([...graph.keys()].some((address) => !address.startsWith("var."))).toBe(true);
  });

  it.each(clouds)("gives every project type a design of its own on %s", (cloud) => {
    const designs = projects.map((text) => composed(cloud, text));
    expect(new Set(designs).size).toBe(projects.length);
    const bodies = designs.map((text) => (text.match(/^resource "\w+" "\w+"/gm) ?? []).join());
    expect(new Set(bodies).size).toBeGreaterThan(projects.length - 5);
  });

  it("answers the same bytes for the same request", () => {
    for (const { cloud, text } of requests) expect(composed(cloud, text)).toBe(composed(cloud, text));
  });

  it("lets nothing of the user's text into the code", () => {
    const words = "ecommerce with postgres, redis and a queue, 3 containers";
    const hostile = `${words} "}\nresource "null_resource" "evil" {} \${var.x} evilmark`;
    for (const cloud of clouds) expect(composed(cloud, hostile)).toBe(composed(cloud, words));
    const form = { project_type: 'evilmark" {', cloud: "aws", region: '${evilmark}"', requirements: ["evilmark"] };
    expect(composeTerraform(readRequest(form)).files[0]?.text).not.toContain("evilmark");
  });

  it("writes no secret and opens no store to the world", () => {
    for (const { cloud, text } of requests) {
      const code = composed(cloud, text);
      expect(code).not.toMatch(/password\s*=\s*"/);
      const groups = [...code.matchAll(/resource "aws_security_group" "(\w+)" \{[\s\S]*?\n\}/g)];
      const open = groups.filter(([group]) => group.split("egress")[0]?.includes("0.0.0.0/0") === true);
      expect(open.filter(([, name]) => name !== "lb" && name !== "app")).toEqual([]);
      expect(code).not.toMatch(/\bauthorized_networks|acl\s*=\s*"public|container_access_type/);
    }
  });

  it.each([
    ["aws", "multi_az", /multi_az +=/],
    ["azure", "a zone-redundant server", /mode = "ZoneRedundant"/],
    ["gcp", "a regional instance", /availability_type +=/],
  ])("reflects a stated standby on %s as %s, and adds none unasked", (cloud, _as, attribute) => {
    expect(composed(cloud, "web app with Multi-AZ Postgres")).toMatch(attribute);
    expect(composed(cloud, "web app with Postgres, must be highly available")).not.toMatch(attribute);
  });

  it.each([
    ["aws", "five m5.large instances with Postgres 750 GB", [/count += 5/, /"m5\.large"/, /allocated_storage += 750/]],
    [
      "azure",
      "five Standard_D4s_v3 virtual machines with Postgres 750 GB",
      [/count += 5/, /"Standard_D4s_v3"/, /1048576/],
    ],
    ["gcp", "five n2-standard-4 machines with Postgres 750 GB", [/count += 5/, /"n2-standard-4"/, /disk_size += 750/]],
  ])("reflects stated sizes on %s", (cloud, text, attributes) => {
    for (const attribute of attributes) expect(composed(cloud, text)).toMatch(attribute);
  });
});
