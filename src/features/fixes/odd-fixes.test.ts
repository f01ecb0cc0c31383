// Fixes asked for in ways that cannot be served, and code that was pasted in other languages than Terraform.
import { call } from "../../../test/caller.ts";
import { describe, expect, test } from "vitest";

const bucket = 'resource "aws_s3_bucket" "b" {\n  acl = "public-read"\n}';
const fix = (json: object) => call("/api/apply-fix", { json });
const byId = (json: object) =>
  call("/api/apply-fix", { json: { fixId: "aws-s3-public-read@aws_s3_bucket.b", ...json } });

describe("code in another language is mended under a name that suits it", () => {
  test.each([
    [
      "Kubernetes",
      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n    - name: c\n      image: nginx:1\n      securityContext:\n        privileged: true\n",
      "manifests.yaml",
    ],
    ["Compose", "services:\n  web:\n    image: nginx:1\n    privileged: true\n", "compose.yaml"],
    [
      "CloudFormation in YAML",
      "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n",
      "template.yaml",
    ],
    [
      "CloudFormation in JSON",
      '{\n  "Resources": {\n    "B": {\n      "Type": "AWS::S3::Bucket",\n      "Properties": { "AccessControl": "PublicRead" }\n    }\n  }\n}\n',
      "template.json",
    ],
  ])("%s", async (_name, content, file) => {
    const analysed = await call("/api/analyze?diagram=none", { json: { content } });
    const { findings } = analysed.body as { findings: { rule: string; fixable: boolean }[] };
    const rules = findings.filter(({ fixable }) => fixable).map(({ rule }) => rule);
    expect(rules).not.toEqual([]);
    const { status, body } = await fix({ content, rules });
    expect(status).toBe(200);
    const { changes, patch } = body as { changes: { file: string }[]; patch: string };
    expect(new Set(changes.map((change) => change.file))).toEqual(new Set([file]));
    expect(patch).toContain(`+++ ${file}`);
  });

  test("a file that is named keeps its name", async () => {
    const { body } = await fix({ content: bucket, file: "infra/s3.tf", rules: ["aws-s3-public-read"] });
    expect(body).toMatchObject({ changes: [{ file: "infra/s3.tf", line: 2 }] });
  });
});

describe("a fix by its id", () => {
  test("in a kept analysis is made in its source, which ends its lines where it did not", async () => {
    const { body } = await call("/api/analyze?diagram=none", { json: { content: bucket } });
    const { analysis_id: analysisId } = body as { analysis_id: string };
    const { body: fixed } = await byId({ analysisId, fixType: 7 });
    expect(fixed).toMatchObject({
      success: true,
      details: {
        changes: {
          type: "aws-s3-public-read",
          before: `--- File: main.tf ---\n${bucket}\n`,
          after: expect.stringContaining('acl = "private"'),
        },
      },
    });
  });

  test.each([
    ["there is no code", {}, /no code to mend/],
    ["the finding is not there", { code: bucket.replace("public-read", "private") }, /No finding of this id/],
  ])("says why where %s", async (_name, json, error) => {
    const { body } = await byId(json);
    expect(body).toMatchObject({
      success: false,
      error: expect.stringMatching(error),
      suggestions: [expect.any(String)],
    });
  });

  test("says what is to be decided first where no change is safe unasked", async () => {
    const code = 'resource "aws_instance" "w" {\n  ami           = "ami-1"\n  instance_type = "t2.micro"\n}\n';
    const { body } = await call("/api/analyze?diagram=none", { json: { content: code } });
    const { findings } = body as { findings: { rule: string; resource: string; fixable: boolean }[] };
    const open = findings.find(({ fixable }) => !fixable);
    const { body: told } = await call("/api/apply-fix", {
      json: { fixId: `${open?.rule}@${open?.resource}`, content: code },
    });
    expect(told).toMatchObject({
      success: false,
      error: expect.stringMatching(/./),
      suggestions: [expect.stringMatching(/./)],
    });
  });
});

describe("what holds no code", () => {
  test.each([
    ["nothing", "", 422],
    ["words", "a web shop", 422],
    ["a marker without a file", "--- File: a.tf ---\n", 422],
  ])("cannot be mended: %s", async (_name, content, status) => {
    expect((await fix({ content, rules: ["aws-s3-public-read"] })).status).toBe(status);
  });

  const patch = "--- main.tf\n+++ main.tf\n@@ -1,1 +1,1 @@\n-a\n+b\n";
  test.each([
    ["nothing", "", patch, 422],
    ["a patch that is none", "b\n", "words", 422],
    ["a patch of another file", "--- File: x.tf ---\nb\n--- File: y.tf ---\nc\n", patch, 409],
    ["code that has moved on", "c\n", patch, 409],
  ])("cannot be taken back to: %s", async (_name, content, given, status) => {
    expect((await call("/api/rollback-fix", { json: { content, patch: given } })).status).toBe(status);
  });
});
