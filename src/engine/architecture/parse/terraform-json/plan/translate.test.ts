import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readJson } from "../../document/json.ts";
import { judgeTranslation, lineOf } from "../judge-fixture.ts";
import { looksLikePlan, looksLikeTerraformJson, translatePlan } from "../index.ts";

const readFixture = (name: string): { name: string; text: string } => ({
  name,
  text: readFileSync(join(import.meta.dirname, "../fixtures", name), "utf8"),
});

const translate = (value: unknown): ReturnType<typeof translatePlan> =>
  translatePlan({ name: "plan.json", text: JSON.stringify(value, undefined, 2) });

const linksIn = (name: string): string[] =>
  judgeTranslation(translatePlan(readFixture(name))).model.links.map(
    ({ from, to, label }) => `${from} → ${to}${label === undefined ? "" : ` ${label}`}`,
  );

/** A plan of one resource, with what its configuration says when that is given. */
const planOf = (
  type: string,
  values: object,
  { unknown = {}, sensitive = {}, expressions }: { unknown?: object; sensitive?: object; expressions?: object } = {},
): object => ({
  format_version: "1.2",
  planned_values: {
    root_module: {
      resources: [{ address: `${type}.it`, mode: "managed", type, name: "it", values, sensitive_values: sensitive }],
    },
  },
  resource_changes: [{ address: `${type}.it`, change: { actions: ["create"], after_unknown: unknown } }],
  ...(expressions && {
    configuration: { root_module: { resources: [{ address: `${type}.it`, expressions }] } },
  }),
});

/** Body of the only resource, on one line each. */
const bodyOf = (plan: object): string[] =>
  /^resource .*\n([\s\S]*?)^\}/m
    .exec(translate(plan).text)?.[1]
    ?.split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "") ?? [];

const plans = ["plan-aws-network", "plan-aws-serverless", "plan-azure", "plan-gcp", "state-aws", "state-file"];

describe("real plans and states", () => {
  test.each(plans)("%s is a plan, and all of it is written and read", (name) => {
    const file = readFixture(`${name}.json`);
    const [root] = readJson(file.text).documents;
    expect(root !== undefined && looksLikePlan(root) && !looksLikeTerraformJson(root)).toBe(true);
    const translation = translatePlan(file);
    expect(translation.problems).toEqual([]);
    expect(translation.lines).toHaveLength(translation.text.split("\n").length - 1);
    const { warnings, model } = judgeTranslation(translation);
    expect(warnings).toEqual([]);
    expect(model.components.length).toBeGreaterThan(3);
  });

  test.each(plans)("%s says the same on one line", (name) => {
    const file = readFixture(`${name}.json`);
    const flat = translatePlan({ ...file, text: JSON.stringify(JSON.parse(file.text)) });
    expect(flat.text).toBe(translatePlan(file).text);
    expect(new Set(flat.lines)).toEqual(new Set([1]));
  });

  test.each([
    ["plan-aws-network", "Tr0ub4dor"],
    ["plan-aws-serverless", "c0ffee"],
    ["plan-azure", "Wh0-kn0ws"],
    ["plan-gcp", "p9!kd82"],
    ["state-aws", "correct-horse"],
    ["state-file", "never-printed"],
    ["state-file", '"admin"'],
  ])("%s: no secret is carried over (%s)", (name, secret) => {
    const file = readFixture(`${name}.json`);
    expect(file.text).toContain(secret);
    expect(translatePlan(file).text).not.toContain(secret);
  });

  test.each([
    ["plan-aws-network", "aws-rds-public", "aws_db_instance.main", '"publicly_accessible": true', 1],
    ["plan-aws-network", "aws-sg-open-ssh", "aws_security_group.web", '"0.0.0.0/0"', 2],
    ["plan-aws-network", "aws-ec2-imdsv2", "aws_instance.web_1", '"http_tokens": "optional"', 2],
    ["plan-aws-network", "aws-rds-deletion-protection", "aws_db_instance.main", '"address": "aws_db_instance.main"', 1],
    ["plan-aws-serverless", "aws-lambda-runtime", "aws_lambda_function.api_list", '"runtime": "nodejs16.x"', 2],
    ["plan-azure", "azure-storage-http", "azurerm_storage_account.main_logs", '"https_traffic_only_enabled"', 1],
    ["plan-gcp", "gcp-sql-open-network", "google_sql_database_instance.main", '"value": "0.0.0.0/0"', 1],
    ["state-aws", "aws-sqs-encryption", "aws_sqs_queue.jobs", '"sqs_managed_sse_enabled"', 1],
    ["state-file", "aws-rds-public", "aws_db_instance.db_this", '"publicly_accessible"', 1],
  ])("%s: %s of %s points at the line in the file", (name, rule, resource, part, time) => {
    const file = readFixture(`${name}.json`);
    const { findings } = judgeTranslation(translatePlan(file));
    expect(findings).toContainEqual({ rule, resource, line: lineOf(file.text, part, time) });
  });

  test("the network of a module is drawn as if its code were there", () => {
    const { model } = judgeTranslation(translatePlan(readFixture("plan-aws-network.json")));
    expect(linksIn("plan-aws-network.json")).toEqual([
      "aws_instance.web_0 → aws_db_instance.main 5432",
      "aws_instance.web_1 → aws_db_instance.main 5432",
      "aws_lb.web → aws_instance.web_0 8080",
      "aws_lb.web → aws_instance.web_1 8080",
    ]);
    const groups = model.groups.map(({ id, parent }) => [id, parent]);
    expect(groups).toContainEqual(["aws_vpc.vpc_this", "region"]);
    expect(groups).toContainEqual(["aws_vpc.vpc_this/vpc_private", "aws_vpc.vpc_this"]);
    const groupOf = (id: string): string | undefined => model.find(id)?.group;
    expect(groupOf("aws_instance.web_0")).toMatch(/^aws_vpc\.vpc_this\/(?:.*\/)?vpc_private$/);
    expect(groupOf("aws_db_instance.main")).toMatch(/^aws_vpc\.vpc_this\/(?:.*\/)?vpc_private$/);
    expect(groupOf("aws_lb.web")).toBe("aws_vpc.vpc_this/vpc_public");
    expect(model.region).toBe("eu-central-1");
  });

  test("count.index and each.value pick one instance", () => {
    const network = translatePlan(readFixture("plan-aws-network.json")).text;
    expect(network).toContain("subnet_id = aws_subnet.vpc_private_0.id");
    expect(network).toContain("subnet_id = aws_subnet.vpc_private_1.id");
    expect(network).toContain("target_id = aws_instance.web_1.id");
    const serverless = translatePlan(readFixture("plan-aws-serverless.json")).text;
    expect(serverless).toContain("integration_uri = aws_lambda_function.api_create.invoke_arn");
    expect(serverless).toContain("integration_uri = aws_lambda_function.api_list.invoke_arn");
  });

  test("a resource whose label is not its own name says its address", () => {
    const { text } = translatePlan(readFixture("plan-aws-network.json"));
    expect(text).toContain('resource "aws_vpc" "vpc_this" {\n  # module.vpc.aws_vpc.this[0]\n');
    expect(text).toContain('resource "aws_instance" "web_1" {\n  # aws_instance.web[1]\n');
    expect(text).not.toContain("# aws_lb.web");
  });

  test("a policy document that is only read on apply is written out", () => {
    const { text } = translatePlan(readFixture("plan-aws-serverless.json"));
    expect(text).toContain("policy = data.aws_iam_policy_document.api.json");
    expect(text).toContain("resources = [aws_dynamodb_table.orders.arn]");
  });

  test("what is built already is joined by the ids and ARNs in its values", () => {
    expect(linksIn("state-aws.json")).toEqual([
      "aws_lambda_function.worker → aws_s3_bucket.incoming",
      "aws_lambda_function.worker → aws_sqs_queue.jobs",
      "aws_sqs_queue.jobs → aws_lambda_function.worker",
    ]);
    const { text } = translatePlan(readFixture("state-aws.json"));
    expect(text).toContain('\\"Resource\\":\\"${aws_s3_bucket.incoming.arn}/*\\"');
    expect(text).toContain('function_name = "worker"');
    expect(text).not.toMatch(/unique_id|tags_all|^ {2}arn|inline_policy/m);
  });

  test("rules that a group only repeats are there once", () => {
    const { text } = translatePlan(readFixture("state-file.json"));
    expect(text).not.toContain("ingress {");
    expect(text).toContain("security_group_id = aws_security_group.db_this.id");
    expect(text).toContain('region = "eu-north-1"');
  });

  test("what will be destroyed is left out", () => {
    expect(readFixture("plan-aws-network.json").text).toContain("aws_eip");
    expect(translatePlan(readFixture("plan-aws-network.json")).text).not.toContain("aws_eip");
  });
});

describe("values", () => {
  test.each([
    [
      "null, empty text and empty lists are not set",
      { ami: "a", user_data: null, key_name: "", ebs_block_device: [] },
      {},
      ['ami = "a"'],
    ],
    [
      "numbers and booleans stand as they are",
      { cpu: 1.5, big: 12345678901, on: false },
      {},
      ["cpu = 1.5", "big = 12345678901", "on = false"],
    ],
    ["nothing in a text is a template", { ami: "${var.x} %{ if }" }, {}, ['ami = "$${var.x} %%{ if }"']],
    ["what the provider will choose is left out", {}, { unknown: { key_name: true }, expressions: {} }, []],
    [
      "what is unknown without a reference is unknown",
      {},
      { unknown: { ami: true }, expressions: { ami: {} } },
      ["ami = var.known_after_apply"],
    ],
    [
      "without configuration nothing says that it was not set",
      {},
      { unknown: { key_name: true, arn: true } },
      ["key_name = var.known_after_apply"],
    ],
    [
      "a secret of a variable is another variable",
      { key: "hunter22" },
      { sensitive: { key: true }, expressions: { key: { references: ["var.k"] } } },
      ["key = var.sensitive_value"],
    ],
    [
      "a secret in the code is marked as one",
      { key: "hunter22" },
      { sensitive: { key: true }, expressions: { key: { constant_value: "hunter22" } } },
      ['key = "***MASKED***"'],
    ],
    [
      "a secret that comes from a resource is a reference",
      { password: "hunter22" },
      {
        sensitive: { password: true },
        expressions: { password: { references: ["aws_instance.it.password_data", "aws_instance.it"] } },
      },
      ["password = aws_instance.it.password_data"],
    ],
    [
      "a secret deep in a map",
      { tags: { a: "b", c: "hunter22" } },
      { sensitive: { tags: { c: true } } },
      ["tags = {", 'a = "b"', "c = var.sensitive_value", "}"],
    ],
    [
      "a secret block",
      { ebs_block_device: [{ a: "hunter22" }] },
      { sensitive: { ebs_block_device: true } },
      ["ebs_block_device = var.sensitive_value"],
    ],
    ["a telling name without a mark", { master_password: "hunter22" }, {}, ["master_password = var.sensitive_value"]],
    [
      "an unknown member of a map",
      { tags: { a: "b" } },
      { unknown: { tags: { c: true } }, expressions: { tags: {} } },
      ["tags = {", 'a = "b"', "c = var.known_after_apply", "}"],
    ],
    [
      "an unknown item of a list",
      { layers: ["a", null] },
      { unknown: { layers: [false, true] }, expressions: { layers: {} } },
      ['layers = ["a", var.known_after_apply]'],
    ],
  ])("%s", (_, values, rest, lines) => {
    expect(bodyOf(planOf("aws_instance", values, rest))).toEqual(lines);
  });

  test("secrets in blocks stay out wherever they stand", () => {
    const values = {
      master_user: [{ name: "a", password: "hunter22" }],
      config: [["hunter22"]],
      x: { y: [{ z: "hunter22" }] },
    };
    const sensitive = { config: true, x: { y: [{ z: true }] } };
    expect(translate(planOf("aws_thing", values, { sensitive })).text).not.toContain("hunter22");
  });
});

describe("labels", () => {
  const resource = (address: string, index?: string | number): object => ({
    address,
    mode: "managed",
    type: "aws_s3_bucket",
    name: "b",
    ...(index !== undefined && { index }),
    values: { bucket: "x" },
  });

  test("module and index are in the name, and no two are the same", () => {
    const modules = ['module.m["a"]', 'module.m["a.b"].module.n', "module.m_a"].map((address) => ({
      address,
      resources: [resource(`${address}.aws_s3_bucket.b`)],
    }));
    const resources = ["x y", "x_y", 'x}"${', "1", "é"].map((key) => resource("aws_s3_bucket.b", key));
    const { text, problems } = translate({
      format_version: "1.2",
      planned_values: { root_module: { resources, child_modules: modules } },
    });
    const labels = Array.from(text.matchAll(/^resource "aws_s3_bucket" "(.*)" \{$/gm), ([, label]) => label);
    expect(labels).toEqual(["b_x_y", "b_x_y_2", "b_x_", "b_1", "b__", "m_a_b", "m_a_b_n_b", "m_a_b_2"]);
    expect(problems).toEqual([]);
    expect(
      judgeTranslation(translate({ format_version: "1.2", planned_values: { root_module: { resources } } })).warnings,
    ).toEqual([]);
  });
});

describe("hostile input", () => {
  test.each([
    "",
    "null",
    "[]",
    "{",
    '{"planned_values": 1}',
    '{"format_version":"1.0","values":{"root_module":[]}}',
    "x",
  ])("%j has nothing in it and does no harm", (text) => {
    expect(judgeTranslation(translatePlan({ name: "x", text })).model.components).toEqual([]);
  });

  test("names that are none are left out and told of", () => {
    const text = `{"format_version":"1.2","planned_values":{"root_module":{"resources":[
      {"mode":"managed","type":"__proto__","name":"a","values":{}},
      {"mode":"managed","type":"aws_instance","name":"a\\" {}","values":{}},
      {"mode":"managed","type":"aws_instance","name":"constructor","values":{"__proto__":"x","a b":1,"tags":{"__proto__":"y","a\\n}":"\${"}}}
    ]}}}`;
    const translation = translatePlan({ name: "x", text });
    expect(translation.problems.map(({ line }) => line)).toEqual([2, 3, 4]);
    const { model, warnings } = judgeTranslation(translation);
    expect(warnings).toEqual([]);
    expect(model.components.map(({ id }) => id)).toEqual(["aws_instance.constructor"]);
  });

  test("references that go in circles, through everything, come to an end", () => {
    const many = Array.from({ length: 300 }, (_, index) => `module.m.o${index % 30}`);
    const outputs = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`o${index}`, { expression: { references: ["var.v", ...many] } }]),
    );
    const call = { expressions: { v: { references: many } }, module: { outputs, module_calls: {} } };
    const plan = {
      ...planOf("aws_instance", {}, { unknown: { ami: true } }),
      configuration: {
        root_module: {
          resources: [
            {
              address: "aws_instance.it",
              expressions: { ami: { references: ["each.value", "aws_instance.it", ...many] } },
            },
          ],
          module_calls: { m: call },
        },
      },
    };
    expect(bodyOf(plan)).toEqual(["ami = aws_instance.it.id"]);
  });

  test("more resources than a design may have are told of", () => {
    const resources = Array.from({ length: 1_200 }, (_, index) => ({
      mode: "managed",
      type: "aws_sqs_queue",
      name: "q",
      index,
      values: { name: `q-${index}` },
    }));
    const { problems, text } = translate({ format_version: "1.2", planned_values: { root_module: { resources } } });
    expect(problems).toHaveLength(1);
    expect(text.match(/^resource /gm)).toHaveLength(1_000);
  });
});
