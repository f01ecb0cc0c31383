import { readdirSync, readFileSync } from "node:fs";
import { parse as parseWithHashicorp } from "@cdktn/hcl2json";
import { describe, expect, test } from "vitest";
import { analyzeDesign } from "./analyze.ts";
import type { DesignAnalysis, DesignInput } from "./analyze.ts";
import { designFromRequest } from "./from-request.ts";
import { inspect, splitFiles } from "./parse/index.ts";

const examples = new URL("../../../examples/", import.meta.url);
const readExample = (name: string): string => readFileSync(new URL(name, examples), "utf8");
const shop = readdirSync(new URL("shop/", examples)).map((name) => ({ name, text: readExample(`shop/${name}`) }));
const single = (name: string) => [{ name: `${name}.tf`, text: readExample(`${name}.tf`) }];
const given = (files: DesignInput["files"]): DesignInput => ({ files, generated: false, goals: [] });
const asked = (text: string): DesignInput => ({ ...designFromRequest({ text }), generated: true });

const inputs: [name: string, input: DesignInput][] = [
  ["examples/shop", given(shop)],
  ["examples/serverless-api.tf", given(single("serverless-api"))],
  ["examples/three-tier.tf", given(single("three-tier"))],
  ["examples/static-site.tf", given(single("static-site"))],
  ["examples/data-pipeline.tf", given(single("data-pipeline"))],
  ["ecommerce, AWS, high availability", asked("ecommerce, AWS, high availability")],
  ["a chat on Azure with PostgreSQL", asked("a real-time chat on Azure with PostgreSQL, backups")],
  ["streaming analytics on GCP", asked("streaming analytics on Google Cloud with BigQuery and Pub/Sub")],
];

const analyses = new Map(inputs.map(([name, input]) => [name, analyzeDesign(input)]));
const of = (name: string): DesignAnalysis => {
  const found = analyses.get(name);
  if (found === undefined) throw new Error(`No analysis of ${name}`);
  return found;
};

describe.each(inputs)("%s", (name, input) => {
  const analysis = of(name);

  test("gives the same bytes again", () => {
    expect(JSON.stringify(analyzeDesign(input))).toBe(JSON.stringify(analysis));
  });

  test("names real resources and real lines in every finding", () => {
    const blocks = new Map(analysis.architecture.components.map((component) => [component.id, component.source]));
    for (const finding of analysis.findings) {
      const source = blocks.get(finding.resource.replace(/\[[^\]]*\]$/, ""));
      const isVariable = finding.resource.startsWith("var.");
      expect(isVariable || source !== undefined, `${finding.rule} at ${finding.resource}`).toBe(true);
      if (input.generated || source === undefined) continue;
      // A fault may stand in a companion, such as the versioning of a bucket: then it lies in that block, whole.
      const within = [...blocks.values()].filter(
        ({ file, line, end_line }) =>
          file === finding.file && line <= (finding.line ?? 0) && (finding.end_line ?? Infinity) <= end_line,
      );
      expect(within.length, `${finding.rule} at ${finding.file}:${finding.line}`).toBeGreaterThan(0);
    }
  });

  test("suggests Terraform that HashiCorp's own parser reads", async () => {
    for (const file of splitFiles(analysis.terraform))
      await expect(parseWithHashicorp(file.name, file.text)).resolves.toBeTypeOf("object");
  });

  test("suggests Terraform that reads back to the suggested model and refers to nothing that is missing", () => {
    const { model, warnings } = inspect(splitFiles(analysis.terraform));
    expect(warnings.filter(({ message }) => !/is not followed/.test(message))).toEqual([]);
    expect(new Set(model.components.map(({ address }) => address))).toEqual(
      new Set(analysis.suggested.architecture.components.map(({ id }) => id)),
    );
    for (const { id, references } of model.components)
      for (const { to } of references) expect(model.find(to), `${id} refers to ${to}`).toBeDefined();
  });

  test("suggests a design that scores higher when it is analysed again, with nothing critical left that can be mended", () => {
    const again = analyzeDesign({ ...input, files: splitFiles(analysis.terraform), generated: false });
    expect(again.scores).toEqual(analysis.suggested.scores);
    expect(again.cost.monthly).toBe(analysis.suggested.cost.monthly);
    expect(again.findings.filter(({ severity, fixable }) => severity === "critical" && fixable)).toEqual([]);
    expect(analysis.findings.some(({ fixable }) => fixable)).toBe(true);
    expect(again.scores.overall).toBeGreaterThan(analysis.scores.overall);
  });

  test("prices add up, and the changes account for the difference", () => {
    const { cost, suggested, changes } = analysis;
    expect(cost.items.reduce((sum, { monthly }) => sum + monthly, 0)).toBeCloseTo(cost.monthly, 2);
    expect(changes.reduce((sum, { monthly_delta }) => sum + monthly_delta, 0)).toBeCloseTo(
      suggested.cost.monthly - cost.monthly,
      2,
    );
  });
});

test("different inputs give different scores with costs, findings and pictures", () => {
  const five = inputs.slice(0, 5).map(([name]) => of(name));
  const distinct = (pick: (analysis: DesignAnalysis) => unknown): number =>
    new Set(five.map((analysis) => JSON.stringify(pick(analysis)))).size;
  expect(distinct(({ scores }) => scores)).toBe(5);
  expect(distinct(({ cost }) => cost.monthly)).toBe(5);
  expect(distinct(({ architecture }) => architecture.links)).toBe(5);
  expect(distinct(({ findings }) => findings.map(({ rule }) => rule))).toBe(5);
});

test("a literal secret is a finding wherever it stands, and nowhere in the answer", () => {
  const canary = "AKIAIOSFODNN7CANARY1";
  const analysis = analyzeDesign(
    given([
      {
        name: "main.tf",
        text: `# old: ${canary}
variable "db_password" {
  default = "hunter2-canary"
}
provider "aws" {
  access_key = "${canary}"
}
resource "aws_instance" "a" {
  user_data = <<-EOT
    export API_TOKEN=${canary}
  EOT
}
resource "aws_lambda_function" "f" {
  environment {
    variables = { DB_PASSWORD = "hunter2-canary" }
  }
}
`,
      },
    ]),
  );
  expect(JSON.stringify(analysis)).not.toMatch(/CANARY1|hunter2/);
  const secrets = analysis.findings.filter(({ rule }) => /secret|password|access-key/.test(rule));
  for (const at of [1, 3, 6, 10, 15])
    expect(
      secrets.some(({ line, end_line }) => line !== null && end_line !== null && line <= at && at <= end_line),
      `line ${at}`,
    ).toBe(true);
  expect(analysis.terraform).not.toContain('***MASKED***"');
});

test("what cannot be parsed is left out and told, and the rest is analysed", () => {
  const analysis = analyzeDesign(
    given([
      { name: "bad.tf", text: 'resource "aws_sqs_queue" "x" {\n  name = \n}\n' },
      { name: "good.tf", text: 'resource "aws_s3_bucket" "b" {\n  acl = "public-read"\n}\n' },
    ]),
  );
  expect(analysis.warnings).toEqual([expect.objectContaining({ file: "bad.tf", line: 2 })]);
  expect(analysis.findings[0]).toMatchObject({ rule: "aws-s3-public-read", file: "good.tf", line: 2, fixable: true });
  expect(analysis.terraform).not.toContain("aws_sqs_queue");
});

test.each(["constructor", "__proto__", "toString", "valueOf"])(
  "%s is no type of resource, and does no harm as a name",
  (name) => {
    const text = `resource "${name}" "x" {\n}\n\nresource "aws_s3_bucket" "${name}" {\n  ${name} = 1\n\n  tags = { ${name} = "x" }\n}\n`;
    const analysis = analyzeDesign(given([{ name: "main.tf", text }]));
    expect(analysis.resources).toBe(1);
    expect(analysis.warnings).toEqual([expect.objectContaining({ line: 1 })]);
    expect(analysis.findings.every(({ resource }) => resource === `aws_s3_bucket.${name}`)).toBe(true);
  },
);

test("a hostile name stays a name in code and diagram", async () => {
  const analysis = analyzeDesign(
    given([
      {
        name: "main.tf",
        text: 'resource "aws_s3_bucket" "b" {\n  bucket = "x\\"]; $${evil}\\n<script>"\n  acl = "public-read"\n}\n',
      },
    ]),
  );
  await expect(parseWithHashicorp("a.tf", analysis.terraform)).resolves.toBeTypeOf("object");
});
