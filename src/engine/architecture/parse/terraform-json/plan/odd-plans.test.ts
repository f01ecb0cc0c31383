import { expect, test } from "vitest";
import { translatePlan } from "../index.ts";

const translate = (value: unknown): ReturnType<typeof translatePlan> =>
  translatePlan({ name: "plan.json", text: JSON.stringify(value, undefined, 1) });

/** Lines of the block that begins so. */
const blockOf = (text: string, head: string): string[] =>
  (text.split(`${head} {\n`)[1] ?? "")
    .split("\n}\n")
    .slice(0, 1)
    .flatMap((body) => body.split("\n"))
    .map((line) => line.trim());

const changes = {
  format_version: "1.2",
  resource_changes: [
    {
      address: "module.app.aws_sqs_queue.it[0]",
      module_address: "module.app",
      mode: "managed",
      type: "aws_sqs_queue",
      name: "it",
      index: 0,
      change: { after: { name: "jobs" }, after_unknown: { arn: true } },
    },
    {
      address: "aws_sqs_queue.other",
      mode: "managed",
      type: "aws_sqs_queue",
      name: "other",
      change: { after: { name: "other" } },
    },
    { address: "aws_sqs_queue.gone", type: "aws_sqs_queue", name: "gone", change: { after: null } },
    { address: "odd", type: "odd type", name: "a", change: { after: {} } },
    { type: "aws_sqs_queue", name: "bare", change: { after: {} } },
    {},
    "words",
  ],
};
const plan = {
  format_version: "1.2",
  planned_values: {
    root_module: {
      resources: [
        {
          address: "aws_security_group.lb",
          type: "aws_security_group",
          name: "lb",
          values: { name: "lb", arn: "arn:aws:ec2:eu-west-1:1:security-group/sg-1" },
        },
        {
          address: "aws_security_group.app",
          mode: "managed",
          type: "aws_security_group",
          name: "app",
          provider_name: "aws",
          depends_on: ["aws_security_group.lb", 5],
          values: {
            ingress: [
              { from_port: 443, to_port: 443 },
              { from_port: 22, cidr_blocks: ["10.0.0.0/8"] },
              { from_port: 80 },
            ],
            timeouts: { create: "5m" },
            "odd name": 1,
            tags: { a: "b" },
            description: null,
            egress: [],
          },
          sensitive_values: { tags: true },
        },
        { type: "aws_sns_topic", name: "none" },
        {
          address: "aws_db_instance.db",
          type: "aws_db_instance",
          name: "db",
          values: { identifier: "db", vpc_security_group_ids: ["x", "y"], username: "me" },
          sensitive_values: { vpc_security_group_ids: [false, true], username: true },
        },
        {
          address: "data.aws_iam_policy_document.it",
          mode: "data",
          type: "aws_iam_policy_document",
          name: "it",
          values: {},
        },
        { address: "data.aws_ami.it", mode: "data", type: "aws_ami", name: "it", values: {} },
      ],
      child_modules: [
        {
          address: 'module.web["a b"]',
          resources: [
            {
              address: "module.web.aws_lb.it",
              type: "aws_lb",
              name: "it",
              index: "9 x",
              values: { name: "lb", security_groups: ["known"] },
            },
          ],
        },
        {},
      ],
    },
  },
  resource_changes: [
    {
      address: "aws_security_group.app",
      change: { after_unknown: { ingress: [{ security_groups: true }, {}, {}], vpc_id: true, owner_id: true } },
    },
    { change: {} },
    { address: "module.web.aws_lb.it", change: { after_unknown: { security_groups: [true], subnets: true } } },
  ],
  configuration: {
    provider_config: {
      aws: { name: "aws", expressions: {} },
      "aws.west": { name: "aws", alias: "west", expressions: { region: { constant_value: "us-west-2" } } },
      "aws.bad": { name: "aws", alias: "bad name" },
      "module.m:aws": { name: "aws", module_address: "module.m" },
      google: { expressions: { project: { references: ["var.project"] }, region: { references: ["var.nobody"] } } },
      "bad name": {},
      azurerm: { name: "azurerm" },
    },
    root_module: {
      variables: { project: { default: "shop" } },
      module_calls: {
        web: {
          expressions: { groups: { references: ["aws_security_group.lb.id", "aws_security_group.lb"] } },
          module: {
            resources: [
              {
                address: "aws_lb.it",
                expressions: {
                  security_groups: { references: ["var.groups"] },
                  subnets: { references: ["local.subnets"] },
                },
              },
            ],
          },
        },
      },
      resources: [
        {},
        {
          address: "aws_security_group.app",
          provider_config_key: "aws.west",
          expressions: {
            timeouts: { create: { constant_value: "5m" } },
            tags: { constant_value: { a: "b" } },
            vpc_id: { references: ["local.vpc"] },
            ingress: [
              { from_port: { constant_value: 22 }, cidr_blocks: { references: ["var.office"] } },
              {
                from_port: { constant_value: 443 },
                security_groups: { references: ["aws_security_group.lb.id", "aws_security_group.lb"] },
              },
            ],
          },
        },
      ],
    },
  },
};
const state = {
  version: 4,
  terraform_version: "1.9.0",
  resources: [
    {
      mode: "managed",
      type: "aws_db_instance",
      name: "db",
      module: "module.db",
      instances: [
        {
          index_key: "a",
          attributes: { identifier: "db", password: "Tr0ub4dor&3", engine: "mysql" },
          sensitive_attributes: [[{ type: "get_attr", value: "password" }], [], "x", [{}]],
          dependencies: ["aws_vpc.main", 5],
        },
        {},
      ],
    },
    { mode: "managed", type: "aws_sqs_queue", name: "jobs", instances: [{ attributes: { id: "same", name: "same" } }] },
    {
      mode: "managed",
      type: "aws_sqs_queue",
      name: "more",
      instances: [{ attributes: { id: "same2", name: "same" } }],
    },
    {
      mode: "managed",
      type: "aws_sqs_queue_policy",
      name: "p",
      instances: [{ attributes: { queue_url: "same", policy: "x" }, dependencies: ["aws_sqs_queue.more"] }],
    },
    { mode: "data", type: "aws_ami", name: "x", instances: [{}] },
    { mode: "managed", type: "9", name: "x" },
  ],
};

test("a plan of which only the changes are there has what they come to", () => {
  const { text, problems } = translate(changes);
  expect(text.match(/^resource .*$/gm)).toEqual([
    'resource "aws_sqs_queue" "app_it" {',
    'resource "aws_sqs_queue" "other" {',
    'resource "aws_sqs_queue" "bare" {',
  ]);
  expect(blockOf(text, 'resource "aws_sqs_queue" "app_it"')).toEqual([
    "# module.app.aws_sqs_queue.it[0]",
    'name = "jobs"',
  ]);
  expect(problems.map(({ message }) => message)).toEqual([
    "expected a resource with its type and its name: it is left out",
  ]);
});

test("a plan's providers have their places, where those are known", () => {
  const { text } = translate(plan);
  expect(text.slice(0, text.indexOf("resource "))).toBe(
    `provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias = "west"
  region = "us-west-2"
}

provider "google" {
  project = "shop"
}

provider "azurerm" {
  features {
  }
}

`,
  );
});

test("a plan's blocks are matched with those of the code, whatever their order", () => {
  const { text, problems } = translate(plan);
  expect(blockOf(text, 'resource "aws_security_group" "app"')).toEqual([
    "provider = aws.west",
    "ingress {",
    "from_port = 443",
    "to_port = 443",
    "security_groups = [aws_security_group.lb.id]",
    "}",
    "ingress {",
    "from_port = 22",
    'cidr_blocks = ["10.0.0.0/8"]',
    "}",
    "ingress {",
    "from_port = 80",
    "}",
    "timeouts {",
    'create = "5m"',
    "}",
    "tags = var.sensitive_value",
    "vpc_id = var.known_after_apply",
  ]);
  expect(problems.map(({ message }) => message)).toEqual(["expected the name of an argument: it is left out"]);
});

test("a plan's other resources have what is known of them, and no more", () => {
  const { text } = translate(plan);
  expect(text).toContain('resource "aws_sns_topic" "none" {\n}\n');
  expect(blockOf(text, 'resource "aws_db_instance" "db"')).toEqual([
    'identifier = "db"',
    'vpc_security_group_ids = ["x", var.sensitive_value]',
    "username = var.sensitive_value",
  ]);
  expect(blockOf(text, 'resource "aws_lb" "web_a_b_it_9_x"').slice(1)).toEqual([
    'name = "lb"',
    "security_groups = [aws_security_group.lb.id]",
    "subnets = var.known_after_apply",
  ]);
  expect(text).toContain('data "aws_iam_policy_document" "it" {');
  expect(text).not.toContain("aws_ami");
});

test("a state file keeps its secrets, and what names two things is the one that is depended on", () => {
  const { text, problems } = translate(state);
  expect(blockOf(text, 'resource "aws_db_instance" "db_db_a"')).toEqual([
    '# module.db.aws_db_instance.db["a"]',
    'identifier = "db"',
    "password = var.sensitive_value",
    'engine = "mysql"',
  ]);
  expect(blockOf(text, 'resource "aws_db_instance" "db_db"')).toEqual(["# module.db.aws_db_instance.db"]);
  expect(blockOf(text, 'resource "aws_sqs_queue_policy" "p"')).toEqual([
    "queue_url = aws_sqs_queue.more.name",
    'policy = "x"',
  ]);
  expect(problems).toHaveLength(1);
});
