import { parse } from "@cdktn/hcl2json";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyzeDesign } from "../analyze.ts";
import type { DesignAnalysis } from "../analyze.ts";
import { goalsFor } from "../from-request.ts";
import { inspect, splitFiles } from "../parse/index.ts";
import type { SourceFile } from "../parse/index.ts";
import { undeclaredIn, unsetIn } from "./scope-fixture.ts";

const example = new URL("../../../../examples/modules/", import.meta.url);
const booking: SourceFile[] = readdirSync(example, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".tf"))
  .toSorted()
  .map((name) => ({ name, text: readFileSync(new URL(name, example), "utf8") }));

const requirements = [
  "backup",
  "compliance",
  "disaster_recovery",
  "global_users",
  "high_availability",
  "low_cost",
  "low_latency",
  "monitoring",
  "performance",
  "scalability",
  "security",
];

const analyzed = (files: readonly SourceFile[], asked: readonly string[] = []): DesignAnalysis =>
  analyzeDesign({ files, generated: false, goals: goalsFor({ requirements: [...asked] }) });

const named = (files: Readonly<Record<string, string>>): SourceFile[] =>
  Object.entries(files).map(([name, text]) => ({ name, text }));

const written = ({ terraform }: DesignAnalysis): Map<string, string> =>
  new Map(splitFiles(terraform).map(({ name, text }) => [name, text]));

const bucket = 'variable "name" {}\nresource "aws_s3_bucket" "b" {\n  bucket = var.name\n}\n';
const cache = `resource "aws_elasticache_replication_group" "d" {
  replication_group_id = "d"
  description          = "Sessions"
  node_type            = "cache.t4g.small"
  num_cache_clusters   = 1
  auth_token           = "Sup3rS3cretT0ken1234"
}
`;

const environments = named({
  "envs/dev/main.tf":
    'provider "aws" {\n  region = "eu-west-1"\n}\nmodule "store" {\n  source = "../../modules/store"\n  name   = "dev"\n}\n',
  "envs/prod/main.tf":
    'provider "aws" {\n  region = "eu-west-1"\n}\nmodule "store" {\n  source = "../../modules/store"\n  name   = "prod"\n}\n',
  "modules/store/main.tf": bucket,
});

const projects: [string, SourceFile[]][] = [
  ["examples/modules", booking],
  ["two environments of one module", environments],
  [
    "a module that nothing calls",
    named({ "main.tf": 'resource "aws_sqs_queue" "q" {}\n', "modules/store/main.tf": bucket }),
  ],
  [
    "a secret two modules down",
    named({
      "main.tf": 'module "app" {\n  source = "./app"\n}\n',
      "app/main.tf": 'module "data" {\n  source = "./data"\n}\n',
      "app/data/main.tf": cache,
    }),
  ],
  [
    "a balancer and its network in modules of their own",
    named({
      "main.tf":
        'module "net" {\n  source = "./net"\n}\nmodule "edge" {\n  source  = "./edge"\n  subnets = module.net.subnets\n}\n',
      "net/main.tf":
        'resource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n}\nresource "aws_subnet" "s" {\n  count      = 2\n  vpc_id     = aws_vpc.v.id\n  cidr_block = "10.0.${count.index}.0/24"\n}\noutput "subnets" {\n  value = aws_subnet.s[*].id\n}\n',
      "edge/main.tf":
        'variable "subnets" {}\nresource "aws_lb" "l" {\n  name    = "l"\n  subnets = var.subnets\n}\nresource "aws_lb_listener" "http" {\n  load_balancer_arn = aws_lb.l.arn\n  port              = 80\n  protocol          = "HTTP"\n  default_action {\n    type = "fixed-response"\n    fixed_response {\n      content_type = "text/plain"\n    }\n  }\n}\n',
    }),
  ],
];

describe.each(projects)("the suggested design of %s", (_, files) => {
  test.each([
    ["", []],
    [" with everything asked", requirements],
  ])("reads back, scores higher and names nothing out of reach%s", async (__, asked) => {
    const analysis = analyzed(files, asked);
    const back = splitFiles(analysis.terraform);
    expect(back.map(({ name }) => name)).toEqual(expect.arrayContaining(files.map(({ name }) => name)));
    expect(inspect(back).warnings).toEqual([]);
    expect(analysis.suggested.scores.overall).toBeGreaterThan(analysis.scores.overall);
    expect(await undeclaredIn(back, parse)).toEqual([]);
    expect(await unsetIn(back, parse)).toEqual([]);
    const again = analyzed(back, asked);
    expect(again.scores.overall).toBe(analysis.suggested.scores.overall);
  });
});

describe("examples/modules", () => {
  const analysis = analyzed(booking, requirements);

  test("is wired across its modules", () => {
    const { links, components } = analysis.architecture;
    expect(links.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      "module.service.aws_ecs_service.this → aws_s3_bucket.uploads",
      "module.service.aws_ecs_service.this → module.database.aws_db_instance.this",
      "module.service.aws_lb.this → module.service.aws_ecs_service.this",
    ]);
    expect(components.find(({ id }) => id === "module.service.aws_lb.this")).toMatchObject({
      count: 2,
      exposed: true,
      group: "module.network.aws_vpc.this/public",
      source: { file: "modules/service/main.tf", line: 43 },
    });
  });

  test("has a finding once for both uses of a module, at its place in the module", () => {
    expect(analysis.findings.filter(({ rule }) => rule === "aws-lb-drop-invalid-headers")).toEqual([
      expect.objectContaining({
        resource: "module.service.aws_lb.this",
        file: "modules/service/main.tf",
        line: 43,
        fixable: true,
      }),
    ]);
    expect(
      written(analysis)
        .get("modules/service/main.tf")
        ?.match(/drop_invalid_header_fields/g),
    ).toHaveLength(1);
  });

  test("gets what its modules need inside of them, under the names used there", () => {
    const added = written(analysis);
    expect(added.get("modules/network/stackstage.tf")).toContain("vpc_id               = aws_vpc.this.id");
    expect(added.get("modules/database/stackstage.tf")).toContain("resources    = [aws_db_instance.this.arn]");
    expect(added.get("stackstage.tf")).toContain('resource "aws_cloudtrail" "stackstage"');
    expect(added.get("versions.tf")).toContain("required_providers");
  });

  test("gives what a module used twice adds a name for each use", () => {
    expect(written(analysis).get("modules/service/stackstage.tf")).toContain('name  = "stackstage-${var.name}"');
    expect(written(analysis).get("modules/database/stackstage.tf")).toContain('name        = "stackstage"');
  });

  test("names what changed as the whole design does", () => {
    expect(analysis.changes).toContainEqual(
      expect.objectContaining({ kind: "added", component: "module.network.aws_flow_log.this" }),
    );
  });
});

describe("one module in two roots", () => {
  test("is mended once, and each root finds it better", () => {
    const analysis = analyzed(environments);
    const files = written(analysis);
    expect(files.get("modules/store/stackstage.tf")?.match(/"aws_s3_bucket_versioning" "b"/g)).toHaveLength(1);
    expect(files.has("envs/dev/versions.tf") && files.has("envs/prod/versions.tf")).toBe(true);
    expect(
      analysis.findings.filter(({ rule }) => rule === "aws-s3-versioning").map(({ resource }) => resource),
    ).toEqual(["envs/dev: module.store.aws_s3_bucket.b", "envs/prod: module.store.aws_s3_bucket.b"]);
    expect(analysis.findings.every(({ rule, fixable }) => rule !== "aws-s3-versioning" || fixable)).toBe(true);
  });

  test("that agree on a number in one alone keep theirs", () => {
    const log =
      'variable "days" {}\nresource "aws_cloudwatch_log_group" "l" {\n  name              = "/l"\n  retention_in_days = var.days\n}\n';
    const call = (days: number): string => `module "l" {\n  source = "../l"\n  days   = ${days}\n}\n`;
    const files = named({ "a/main.tf": call(1), "b/main.tf": call(3653), "l/main.tf": log });
    expect(written(analyzed(files)).get("l/main.tf")).toContain("retention_in_days = var.days");
  });
});

test("a module used twice gets nothing that only one use could hold", () => {
  const files = named({
    "main.tf": 'module "db" {\n  source = "./db"\n  count  = 2\n}\n',
    "db/main.tf": 'resource "aws_dynamodb_table" "t" {\n  name_prefix = "t"\n  hash_key    = "id"\n}\n',
  });
  expect(written(analyzed(files, ["backup"])).get("db/stackstage.tf") ?? "").not.toContain("aws_backup_vault");
});

describe("a secret in a module", () => {
  const files = projects.find(([name]) => name.startsWith("a secret"))?.[1] ?? [];

  test("is asked for at the root and handed down", () => {
    const { terraform } = analyzed(files);
    expect(terraform).not.toContain("Sup3rS3cret");
    const code = new Map(splitFiles(terraform).map(({ name, text }) => [name, text]));
    expect(code.get("app/data/main.tf")).toMatch(/auth_token\s+= var\.d_auth_token/);
    expect(code.get("app/main.tf")).toMatch(/d_auth_token\s+= var\.data_d_auth_token/);
    expect(code.get("main.tf")).toMatch(/data_d_auth_token\s+= var\.app_data_d_auth_token/);
    expect(code.get("stackstage.tf")).toMatch(/variable "app_data_d_auth_token" \{[^}]*sensitive\s+= true/);
  });
});

test("values of a file of values stay with the design", () => {
  const files = named({
    "main.tf": 'variable "n" {}\nresource "aws_s3_bucket" "b" {\n  bucket = var.n\n}\n',
    "terraform.tfvars": 'n = "known"\n',
  });
  const { model } = inspect(splitFiles(analyzed(files).terraform));
  expect(model.find("aws_s3_bucket.b")?.attributes["bucket"]).toBe("known");
});
