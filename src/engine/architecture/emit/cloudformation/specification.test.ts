import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";
import { describe, expect, it } from "vitest";
import { analyzeDesign } from "../../analyze.ts";
import { designFromRequest } from "../../from-request.ts";
import { translateCloudFormation } from "../../parse/cloudformation/index.ts";
import { inspect } from "../../parse/index.ts";
import type { SourceFile } from "../../parse/project.ts";
import { Specification } from "./specification-fixture.ts";
import { at, entries, missingIn } from "./template-fixture.ts";
import { composeTemplate } from "./template.ts";

const database = loadAwsServiceSpecSync();

const specification = new Specification({
  resource: (type) => database.lookup("resource", "cloudFormationType", "equals", type)[0],
  definition: (id) => database.get("typeDefinition", id),
});

const examples = join(import.meta.dirname, "../../../../../examples");

const filesIn = (folder: string, within = ""): SourceFile[] =>
  readdirSync(join(folder, within), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = join(within, entry.name);
      if (entry.isDirectory()) return filesIn(folder, name);
      return entry.name.endsWith(".tf") ? [{ name, text: readFileSync(join(folder, name), "utf8") }] : [];
    });

const isAws = ({ text }: SourceFile): boolean => text.includes('resource "aws_');

/** One word or two for each thing that a design may hold. */
const capabilities = [
  "api",
  "auth",
  "autoscaling",
  "batch",
  "cache",
  "cdn",
  "ci cd",
  "containers",
  "dns",
  "mongodb",
  "email",
  "etl",
  "event bus",
  "file storage",
  "iot",
  "dynamodb",
  "kubernetes",
  "load balancer",
  "machine learning",
  "monitoring",
  "object storage",
  "pubsub",
  "queue",
  "registry",
  "postgres",
  "mysql",
  "scheduler",
  "search",
  "secrets",
  "lambda",
  "static site",
  "kinesis",
  "kafka",
  "rabbitmq",
  "virtual machine",
  "waf",
  "redshift",
  "workflow",
  "aurora",
];
const requirements = ["high availability", "security", "backup", "monitoring", "disaster recovery", "scalability"];

const composed = (text: string): string => {
  const { files, goals } = designFromRequest({ text, requirements, cloud: "aws" });
  return analyzeDesign({ files, generated: true, goals, cloud: "aws" }).terraform;
};

const suggested = (files: readonly SourceFile[]): string =>
  analyzeDesign({ files: [...files], generated: false, goals: [] }).terraform;

type Design = readonly [name: string, files: readonly SourceFile[]];

const written: readonly Design[] = [
  ["the shop", filesIn(join(examples, "shop"))],
  ["the modules", filesIn(join(examples, "modules"))],
  ...[...filesIn(examples), ...filesIn(join(examples, "architectures"))]
    .filter((file) => !file.name.includes("/") && isAws(file))
    .map((file): Design => [file.name, [file]]),
];

/** Designs that hold what the examples do not. */
const rare: readonly Design[] = filesIn(join(import.meta.dirname, "fixtures")).map((file) => [file.name, [file]]);

const templates = join(import.meta.dirname, "../../parse/cloudformation/fixtures");

const translated: readonly Design[] = readdirSync(templates).map((name) => {
  const { text } = translateCloudFormation({ name, text: readFileSync(join(templates, name), "utf8") });
  return [name, [{ name: "main.tf", text }]];
});

const designs: readonly Design[] = [
  ...written,
  ...written.map(([name, files]): Design => [`${name}, as suggested`, [{ name: "main.tf", text: suggested(files) }]]),
  ...translated,
  ...rare,
  ...capabilities.map((word): Design => [`a design with ${word}`, [{ name: "main.tf", text: composed(word) }]]),
];

describe("a template that AWS would not take", () => {
  const bucket = { Type: "AWS::S3::Bucket" };
  it.each([
    ["a type that is none", { Type: "AWS::S3::Pail" }, "B: AWS::S3::Pail does not exist"],
    ["an unknown property", { ...bucket, Properties: { Name: "b" } }, "B (AWS::S3::Bucket): Name does not exist"],
    [
      "an unknown property of a part",
      { ...bucket, Properties: { VersioningConfiguration: { Status: "Enabled", MfaDelete: "Enabled" } } },
      "B (AWS::S3::Bucket): VersioningConfiguration.MfaDelete does not exist",
    ],
    [
      "a missing part",
      { Type: "AWS::SNS::Subscription", Properties: { Protocol: "sms" } },
      "B (AWS::SNS::Subscription): TopicArn is missing",
    ],
    [
      "a number for a text",
      { ...bucket, Properties: { BucketName: 1 } },
      "B (AWS::S3::Bucket): BucketName is no string",
    ],
    [
      "a map for a list",
      { ...bucket, Properties: { Tags: { Key: "a", Value: "b" } } },
      "B (AWS::S3::Bucket): Tags is no list",
    ],
    [
      "an attribute that its resource has not",
      { ...bucket, Properties: { BucketName: { "Fn::GetAtt": ["B", "Url"] } } },
      "B (AWS::S3::Bucket): has no attribute Url",
    ],
  ])("is told by its fault: %s", (_, resource, fault) => {
    expect(specification.faultsIn({ Resources: { B: resource } })).toEqual([fault]);
  });
});

describe.each(designs)("the template of %s", (_, files) => {
  const template = composeTemplate(inspect([...files]).model);

  it("is what the resource specification allows", () => {
    expect(entries(at(template, "Resources")).length).toBeGreaterThan(0);
    expect(specification.faultsIn(template)).toEqual([]);
  });

  it("refers to what it holds", () => {
    expect(missingIn(template)).toEqual([]);
  });
});

describe.each(rare)("the template of %s", (_, files) => {
  it("leaves nothing out", () => {
    expect(at(composeTemplate(inspect([...files]).model), "Metadata", "StackStage")).toBeUndefined();
  });
});
