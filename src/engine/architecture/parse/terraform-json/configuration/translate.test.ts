import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readJson } from "../../document/json.ts";
import { judge, judgeTranslation, lineOf, substanceOf } from "../judge-fixture.ts";
import { looksLikePlan, looksLikeTerraformJson, translateTerraformJson } from "../index.ts";

const readFixture = (name: string): { name: string; text: string } => ({
  name,
  text: readFileSync(join(import.meta.dirname, "../fixtures", name), "utf8"),
});

const translate = (value: unknown): ReturnType<typeof translateTerraformJson> =>
  translateTerraformJson({ name: "main.tf.json", text: JSON.stringify(value, undefined, 2) });

/** Body of the only resource, on one line each. */
const bodyOf = (type: string, body: unknown): string[] =>
  translate({ resource: { [type]: { it: body } } })
    .text.split("\n")
    .slice(1, -2)
    .map((line) => line.trim());

describe("real designs", () => {
  const names = ["web", "dynamic", "modules", "cdk-aws", "cdk-gcp"];

  test.each(names)("%s.tf.json is Terraform's JSON, and all of it is written and read", (name) => {
    const file = readFixture(`${name}.tf.json`);
    const [root] = readJson(file.text).documents;
    expect(root !== undefined && looksLikeTerraformJson(root) && !looksLikePlan(root)).toBe(true);
    const translation = translateTerraformJson(file);
    expect(translation.problems).toEqual([]);
    expect(translation.lines).toHaveLength(translation.text.split("\n").length - 1);
    const { warnings, model } = judgeTranslation(translation);
    expect(warnings.filter(({ message }) => !message.includes("module"))).toEqual([]);
    expect(model.components.length).toBeGreaterThan(3);
  });

  test.each(["web", "dynamic", "modules"])("%s: JSON and HCL of one design are the same components", (name) => {
    const json = judgeTranslation(translateTerraformJson(readFixture(`${name}.tf.json`)));
    const hcl = judge(readFixture(`${name}.tf`).text);
    const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
    expect(json.model.components.toSorted(byId).map(substanceOf)).toEqual(
      hcl.model.components.toSorted(byId).map(substanceOf),
    );
    const told = ({ findings }: typeof hcl): string[] =>
      findings.map(({ rule, resource }) => `${rule} ${resource}`).toSorted();
    expect(told(json)).toEqual(told(hcl));
    expect(json.model.links).toEqual(hcl.model.links);
  });

  test.each([
    ["web", "aws-sg-open-ssh", "aws_security_group.web", `"0.0.0.0/0"`],
    ["web", "aws-rds-public", "aws_db_instance.main", `"publicly_accessible"`],
    ["cdk-aws", "aws-lambda-runtime", "aws_lambda_function.worker", `"runtime"`],
    ["cdk-gcp", "gcp-sql-open-network", "google_sql_database_instance.main", `"0.0.0.0/0"`],
  ])("%s: %s points at the line in the JSON file", (name, rule, resource, part) => {
    const file = readFixture(`${name}.tf.json`);
    const { findings } = judgeTranslation(translateTerraformJson(file));
    expect(findings).toContainEqual({ rule, resource, line: lineOf(file.text, part) });
  });

  test("what the CDK wires together is joined on the picture", () => {
    const { model } = judgeTranslation(translateTerraformJson(readFixture("cdk-aws.tf.json")));
    expect(model.links.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      "aws_lambda_function.worker → aws_s3_bucket.incoming",
      "aws_sqs_queue.jobs_1F2E3D4C → aws_lambda_function.worker",
      "aws_sqs_queue.jobs_1F2E3D4C → aws_sqs_queue.jobs-dlq",
    ]);
  });
});

describe("strings", () => {
  test.each([
    ["plain", '"plain"'],
    ["${aws_s3_bucket.a.id}", "aws_s3_bucket.a.id"],
    ["${ var.x }", "var.x"],
    ["a-${var.x}-b", '"a-${var.x}-b"'],
    ["${var.x}${var.y}", '"${var.x}${var.y}"'],
    ["$${HOME} %%{if}", '"$${HOME} %%{if}"'],
    ['say "hi" \\ and\nbye', '"say \\"hi\\" \\\\ and\\nbye"'],
    ['${jsonencode({"a" = "}"})}', 'jsonencode({"a" = "}"})'],
    ['${var.x ? "${var.y}-z" : ""}', 'var.x ? "${var.y}-z" : ""'],
    ["${[\n  1,\n  2\n]}", "[ 1, 2 ]"],
    ["cost: 5$ {x}", '"cost: 5$ {x}"'],
  ])("%j is %s", (text, code) => {
    expect(bodyOf("aws_instance", { ami: text })).toEqual([`ami = ${code}`]);
  });

  test.each(["${var.x", "${}", "${var.x}\n}\n${", "${a b}", '${"}', "${var.x} } resource ${", "${1 # }"])(
    "%j cannot be read: it is told of, not known, and never gets out of its place",
    (text) => {
      const translation = translate({ resource: { aws_instance: { a: { ami: text }, b: { ami: "b" } } } });
      const { model, warnings } = judgeTranslation(translation);
      expect(warnings).toEqual([]);
      expect(model.components.map(({ id }) => id)).toEqual(["aws_instance.a", "aws_instance.b"]);
      expect(translation.problems.length).toBeLessThanOrEqual(1);
    },
  );

  test("an unreadable string is unknown, not missing", () => {
    const { text, problems } = translate({ resource: { aws_db_instance: { a: { multi_az: "${" } } } });
    expect(text).toContain("multi_az = var.unreadable_expression");
    expect(text).toContain('variable "unreadable_expression"');
    expect(problems).toMatchObject([{ line: 5 }]);
  });
});

describe("blocks and maps", () => {
  test.each([
    ["aws_instance", { root_block_device: { encrypted: true } }, ["root_block_device {", "encrypted = true", "}"]],
    ["aws_instance", { tags: { a: "b" } }, ["tags = {", 'a = "b"', "}"]],
    ["aws_security_group", { ingress: [] }, []],
    ["aws_security_group", { ingress: "${var.rules}" }, ["ingress = var.rules"]],
    ["aws_ecs_cluster", { configuration: {} }, ["configuration {", "}"]],
    ["aws_thing", { configuration: { a: 1 } }, ["configuration = {", "a = 1", "}"]],
    ["google_compute_instance", { metadata: { a: "b" } }, ["metadata = {", 'a = "b"', "}"]],
    ["kubernetes_secret", { metadata: { name: "b" } }, ["metadata {", 'name = "b"', "}"]],
    ["aws_wafv2_web_acl", { default_action: { allow: {} } }, ["default_action {", "allow {", "}", "}"]],
    ["aws_instance", { "//": "note", ami: null }, []],
  ])("%s %j", (type, body, lines) => {
    expect(bodyOf(type, body)).toEqual(lines);
  });

  test("names that could not stand in code are left out and told of", () => {
    const { text, problems } = translate({
      resource: { aws_instance: { 'a" {': { 'x = 1 } "': 1, ami: "a" } } },
      nonsense: { a: 1 },
      variable: "x",
    });
    expect(text).toContain('resource "aws_instance" "a\\" {" {\n  ami = "a"\n}');
    expect(problems.map(({ line }) => line)).toEqual([5, 10, 13]);
  });

  test("a name of JavaScript's own is a name like any other", () => {
    const text = `{"resource":{"aws_instance":{"constructor":{"__proto__":{"a":1},"tags":{"toString":"x"}}}}}`;
    const { model, warnings } = judgeTranslation(translateTerraformJson({ name: "x", text }));
    expect(warnings).toEqual([]);
    expect(model.find("aws_instance.constructor")?.attributes["tags"]).toEqual({ toString: "x" });
  });

  test.each(["", "null", "[]", "{", "[1]", '{"resource": 3}', '{"resource": {"a": {"b": 1}}}', "x"])(
    "%j has nothing in it and does no harm",
    (text) => {
      expect(judgeTranslation(translateTerraformJson({ name: "x", text })).model.components).toEqual([]);
    },
  );
});

test.each([{ a: 1 }, { resources: {} }, {}, { resource: 1 }, [1]])(
  "%j does not look like Terraform's JSON",
  (value) => {
    const [root] = readJson(JSON.stringify(value)).documents;
    expect(root !== undefined && looksLikeTerraformJson(root)).toBe(false);
  },
);
