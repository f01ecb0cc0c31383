import { describe, expect, it } from "vitest";
import type { Brief, DesignRequest } from "./brief.ts";
import { readRequest } from "./read-request.ts";

type Expected = Partial<Brief>;

const cases: [said: string, request: DesignRequest, expected: Expected][] = [
  [
    "a few words",
    { text: "ecommerce, AWS, high availability" },
    {
      title: "E-commerce on AWS",
      cloud: "aws",
      region: "us-east-1",
      compute: "containers",
      capabilities: ["cache", "email", "object_storage", "queue", "relational_db", "web"],
      requirements: ["high_availability"],
    },
  ],
  [
    "a sentence that describes the architecture",
    {
      text: "A web shop on Azure with PostgreSQL, Redis cache, background jobs, and a CDN; must survive a zone outage, GDPR",
    },
    {
      project: "ecommerce",
      cloud: "azure",
      region: "germanywestcentral",
      capabilities: ["cache", "cdn", "queue", "relational_db", "web"],
      requirements: ["compliance", "data_residency", "high_availability"],
      facts: [],
    },
  ],
  [
    "a form",
    {
      project_type: "Data Pipeline",
      cloud: "GCP",
      region: "europe-west3",
      requirements: ["low_cost", "Auto Scaling", "monitoring"],
    },
    {
      cloud: "gcp",
      region: "europe-west3",
      capabilities: ["etl", "object_storage", "scheduler", "stream", "warehouse"],
      requirements: ["low_cost", "monitoring", "scalability"],
    },
  ],
  [
    "what is there already",
    {
      text: "three t3.large instances behind an ALB with Multi-AZ RDS MySQL, 500 GB and 2 read replicas, in Frankfurt",
    },
    {
      cloud: "aws",
      region: "eu-central-1",
      compute: "vm",
      engine: "mysql",
      facts: ["database_multi_zone"],
      sizes: { instances: 3, machine: "t3.large", databaseGb: 500, replicas: 2 },
    },
  ],
  [
    "sizes of containers",
    { text: "API on ECS Fargate, 4 containers with 2 vCPU and 4 GB memory, 1.5 TB Postgres database on db.r6g.xlarge" },
    {
      project: "api",
      compute: "containers",
      sizes: { instances: 4, vcpu: 2, memoryMb: 4096, database: "db.r6g.xlarge", databaseGb: 1536 },
    },
  ],
  [
    "the cloud by its products",
    { text: "Cloud Run service with Cloud SQL and Pub/Sub in Tokyo" },
    { cloud: "gcp", region: "asia-northeast1", capabilities: ["containers", "pubsub", "relational_db"] },
  ],
  ["the cloud by its region", { text: "blog", region: "westeurope" }, { cloud: "azure", region: "westeurope" }],
  [
    "the cloud by its machines",
    { text: "two e2-standard-4 machines" },
    { cloud: "gcp", sizes: { instances: 2, machine: "e2-standard-4" } },
  ],
  ["a region of another cloud", { cloud: "azure", region: "eu-west-2", text: "saas" }, { region: "uksouth" }],
  [
    "the nearest place before a law",
    { text: "internal tool on AWS, GDPR, data must stay in Sweden" },
    { region: "eu-north-1", requirements: ["compliance", "data_residency"] },
  ],
  [
    "what is denied",
    { project_type: "microservices", cloud: "aws", text: "no Kubernetes, without a cache or queue" },
    { compute: "containers", capabilities: ["api", "pubsub", "registry", "relational_db"] },
  ],
  ["where it is going", { text: "migrate our CRM from AWS to Azure" }, { project: "saas", cloud: "azure" }],
  ["a part beside the whole", { text: "web app with nightly batch jobs on AWS" }, { project: "web-app" }],
  ["the whole behind a general word", { text: "web app for online banking" }, { project: "fintech" }],
  [
    "a static website as no application",
    { text: "static portfolio website, cheap" },
    { capabilities: ["cdn", "dns", "static_site"] },
  ],
  [
    "facts only beside what they describe",
    { text: "Aurora PostgreSQL (db.r6g.large, Multi-AZ), encrypted bucket, Redis, HTTPS everywhere" },
    { products: ["aurora"], facts: ["database_multi_zone", "encryption"] },
  ],
  [
    "serverless as a requirement",
    { project_type: "chat", requirements: ["serverless"] },
    { compute: "serverless", requirements: ["serverless"] },
  ],
  ["full-width letters", { text: "ＡＷＳ ｅｃｏｍｍｅｒｃｅ" }, { project: "ecommerce", cloud: "aws" }],
];

describe("readRequest", () => {
  it.each(cases)("understands %s", (_said, request, expected) => {
    expect(readRequest(request)).toMatchObject(expected);
  });

  it("matches whole words only", () => {
    const brief = readRequest({
      text: "coffee laws, workshops, scarecrow, azurean gaming-free lambdas3, capital, research",
    });
    expect(brief).toMatchObject({ project: "gaming", cloud: "aws" });
    expect(brief.notes).toContain("No cloud was named: AWS is assumed.");
    const plain = readRequest({ text: "coffee laws, workshops, scarecrow, azurean, capital, research, rapid" });
    expect(plain.notes).toContain("Nothing was recognised: a plain web application is assumed.");
  });

  it("asks nothing of an empty request", () => {
    expect(readRequest({})).toMatchObject({
      title: "Web application on AWS",
      capabilities: ["object_storage", "relational_db", "web"],
      requirements: [],
    });
  });

  it("keeps only the words it knows of hostile text", () => {
    const words = "ecommerce on aws with postgres and redis";
    const hostile = `${words} "\${file("/etc/passwd")}" \n}\n resource "x" "y" {\r\n \u0000\u202E %{ for } <<EOF`;
    const { notes: _notes, ...expected } = readRequest({ text: words });
    expect(readRequest({ text: hostile })).toMatchObject(expected);
  });

  it("looks at the first 20,000 characters of a long text", () => {
    const filler = `${"a".repeat(50)} `.repeat(20_000);
    expect(readRequest({ text: `ecommerce on Azure ${filler} redis kubernetes` })).toEqual(
      readRequest({ text: "ecommerce on Azure" }),
    );
  });

  it("is not slowed down by text made to slow it down", () => {
    for (const text of ["no ".repeat(400_000), "1,".repeat(500_000), "1.1".repeat(300_000), "\u0301".repeat(1_000_000)])
      expect(readRequest({ text, project_type: text, region: text, requirements: [text] }).cloud).toBe("aws");
  });
});
