import { expect, test } from "vitest";
import { translatePlan } from "../index.ts";

const planned = (type: string, name: string, values: object, more: object = {}) => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  name,
  values,
  ...more,
});
const unknown = (address: string, after_unknown: object) => ({ address, change: { after_unknown } });
const references = (...names: string[]) => ({ references: names });
const plan = {
  format_version: "1.2",
  planned_values: {
    root_module: {
      resources: [
        planned("aws_vpc", "main", {}),
        planned("aws_subnet", "pool", {}, { index: 0, address: "aws_subnet.pool[0]" }),
        planned("aws_subnet", "pool", {}, { index: 1, address: "aws_subnet.pool[1]" }),
        planned("aws_instance", "web", { ami: "ami-1" }, { index: 2, address: "aws_instance.web[2]" }),
        planned("aws_instance", "each", { ami: "ami-1" }, { index: "x", address: 'aws_instance.each["x"]' }),
        planned("aws_instance", "gone", { ami: "ami-1" }),
        planned("aws_instance", "module", { ami: "ami-1" }),
        planned("aws_instance", "odd", { ami: "ami-1" }),
        planned("aws_sqs_queue", "jobs", { tags: { a: "b" }, name: "jobs" }, { sensitive_values: { tags: false } }),
        planned("aws_sqs_queue_policy", "jobs", {}),
        planned("aws_ssm_parameter", "both", {}),
        planned("custom_thing", "it", { rule: [{ port: 1 }] }),
        planned("aws_security_group", "many", { ingress: [{ from_port: 5 }] }),
        { ...planned("aws_iam_policy_document", "doc", {}), mode: "data", address: "data.aws_iam_policy_document.doc" },
      ],
      child_modules: [
        {
          address: 'module.net["a"]',
          resources: [planned("aws_subnet", "it", {}, { address: 'module.net["a"].aws_subnet.it' })],
        },
      ],
    },
  },
  resource_changes: [
    unknown("aws_instance.web[2]", { subnet_id: true }),
    unknown('aws_instance.each["x"]', { vpc_security_group_ids: true, subnet_ids: true }),
    unknown("aws_instance.gone", { subnet_id: true }),
    unknown("aws_instance.module", { subnet_id: true }),
    unknown("aws_instance.odd", { subnet_id: true, vpc_id: true }),
    unknown("aws_sqs_queue.jobs", { tags: false, redrive_policy: false }),
    unknown("aws_sqs_queue_policy.jobs", { policy: true }),
    unknown("aws_ssm_parameter.both", { value: true }),
    unknown("custom_thing.it", { rule: [{ id: true }] }),
    unknown("aws_security_group.many", { ingress: false, vpc_id: true }),
  ],
  configuration: {
    root_module: {
      module_calls: {
        net: {
          module: {
            outputs: { id: { expression: references("aws_subnet.it.id", "aws_subnet.it") } },
            resources: [{ address: "aws_subnet.it", expressions: {} }],
          },
        },
      },
      resources: [
        { address: "aws_instance.web", expressions: { subnet_id: references("aws_subnet.pool", "count.index") } },
        { address: "aws_instance.each", expressions: { subnet_ids: references("aws_subnet.pool", "each.key") } },
        {
          address: "aws_instance.gone",
          expressions: { subnet_id: references("aws_subnet.pool[9].id", "aws_subnet.pool[9]") },
        },
        {
          address: "aws_instance.module",
          expressions: { subnet_id: references('module.net["a"].id', 'module.net["a"]') },
        },
        {
          address: "aws_instance.odd",
          expressions: {
            subnet_id: references("", "each", "var", "module.net", "data.aws_vpc", "var.nobody"),
            vpc_id: references("data.aws_vpc.asked.id", "data.aws_vpc.asked"),
          },
        },
        { address: "data.aws_vpc.asked", expressions: { id: references("aws_vpc.main.id", "aws_vpc.main") } },
        {
          address: "aws_sqs_queue_policy.jobs",
          expressions: { policy: references("data.aws_iam_policy_document.doc") },
        },
        {
          address: "aws_ssm_parameter.both",
          expressions: {
            value: references("aws_vpc.main.id", "aws_vpc.main", "aws_sqs_queue.jobs.url", "aws_sqs_queue.jobs"),
          },
        },
        { address: "custom_thing.it", expressions: { rule: [{ id: references("aws_vpc.main.id", "aws_vpc.main") }] } },
        {
          address: "aws_security_group.many",
          expressions: {
            vpc_id: references("aws_vpc.main.id", "aws_vpc.main"),
            ingress: Array.from({ length: 51 }, (_, from_port) => ({ from_port: { constant_value: from_port } })),
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
    { mode: "managed", type: "aws_sqs_queue", name: "one", instances: [{ attributes: { name: "same" } }] },
    { mode: "managed", type: "aws_sqs_queue", name: "two", instances: [{ attributes: { name: "same" } }] },
    { mode: "managed", type: "aws_sqs_queue_policy", name: "p", instances: [{ attributes: { queue_url: "same" } }] },
  ],
};

const { text, problems } = translatePlan({ name: "plan.json", text: JSON.stringify(plan, undefined, 1) });

/** The line of an attribute in the block of a resource. */
const attribute = (type: string, label: string, name: string): string | undefined =>
  text
    .split(`resource "${type}" "${label}" {\n`)[1]
    ?.split("\n}\n")[0]
    ?.split("\n")
    .map((line) => line.trim())
    .find((line) => line.startsWith(`${name} = `))
    ?.slice(name.length + 3);

test.each([
  ["of several goes round by the index", "aws_instance", "web_2", "subnet_id", "aws_subnet.pool_0.id"],
  [
    "by a key that none has means all",
    "aws_instance",
    "each_x",
    "subnet_ids",
    "[aws_subnet.pool_0.id, aws_subnet.pool_1.id]",
  ],
  ["to an index that is not there leads nowhere", "aws_instance", "gone", "subnet_id", "var.known_after_apply"],
  [
    "to the output of one module's instance is what stands in it",
    "aws_instance",
    "module",
    "subnet_id",
    "aws_subnet.net_a_it.id",
  ],
  ["that names nothing whole leads nowhere", "aws_instance", "odd", "subnet_id", "var.known_after_apply"],
  ["to a data source is what that was asked by", "aws_instance", "odd", "vpc_id", "aws_vpc.main.id"],
  [
    "to a policy document is its text",
    "aws_sqs_queue_policy",
    "jobs",
    "policy",
    "data.aws_iam_policy_document.doc.json",
  ],
  [
    "to several things is a text of them",
    "aws_ssm_parameter",
    "both",
    "value",
    '"${aws_vpc.main.id}${aws_sqs_queue.jobs.url}"',
  ],
  ["in a block of an unknown type is found", "custom_thing", "it", "id", "aws_vpc.main.id"],
  ["beside very many blocks is found", "aws_security_group", "many", "vpc_id", "aws_vpc.main.id"],
])("a reference %s", (_, type, label, name, code) => {
  expect(attribute(type, label, name)).toBe(code);
  expect(problems).toEqual([]);
});

test("marks that hold for a whole value hold for what is in it, and none makes no value", () => {
  expect(text).toContain('resource "aws_sqs_queue" "jobs" {\n  tags = {\n    a = "b"\n  }\n  name = "jobs"\n}\n');
});

test("a value that two things have for their name stays a value", () => {
  const stored = translatePlan({ name: "terraform.tfstate", text: JSON.stringify(state) });
  expect(stored.text).toContain('queue_url = "same"');
});
