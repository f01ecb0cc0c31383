// What an attacker sends in other formats than Terraform, over HTTP. The ids are rows of the security checklist.
import { request } from "node:http";
import { parse as parseTerraform } from "@cdktn/hcl2json";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import type { Answer } from "./refusal.ts";
import { refusalOf, refused } from "./refusal.ts";
import { filesWith, readStored } from "./stored-state.ts";
import { zip } from "./zip.ts";

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.stop();
});

const ask = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
  const response = await fetch(`${api.url}${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, type: response.headers.get("content-type") ?? "", text: await response.text() };
};

const upload = async (name: string, bytes: Uint8Array<ArrayBuffer> | string, diagram = "none"): Promise<Answer> => {
  const form = new FormData();
  form.append("file", new Blob([bytes]), name);
  const response = await fetch(`${api.url}/api/analyze?diagram=${diagram}`, { method: "POST", body: form });
  return { status: response.status, type: response.headers.get("content-type") ?? "", text: await response.text() };
};

const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("");
const bucket = 'resource "aws_s3_bucket" "b" {\n}\n';
const template = 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  B:\n    Type: AWS::S3::Bucket\n';

describe("YAML and JSON", () => {
  const laughs = many(12, (n) => `  a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(",")}]\n`);
  test.each([
    ["H1 billion laughs", `${template}Metadata:\n  a0: &a0 [x,x,x]\n${laughs}`],
    ["H3 a merge key of itself", `${template}Metadata: &m\n  <<: *m\n`],
    [
      "H2 manifests of which the last is far too long",
      `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: x}]}\n---\n${many(60_000, (n) => `k${n}: v\n`)}`,
    ],
    [
      "H5 tags of Python",
      `${template}    Properties:\n      BucketName: !!python/object/apply:os.system ["id"]\n      Tags: !unknown [1]\n`,
    ],
    ["H8 a text that holds itself", `${template}    Properties:\n      BucketName: !Sub "\${B}-\${B.Arn}"\n`],
    [
      "H9 copies without end",
      '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","contentVersion":"1.0.0.0","resources":[{"type":"Microsoft.Storage/storageAccounts","apiVersion":"2023-01-01","name":"[concat(\'s\', copyIndex())]","location":"x","copy":{"name":"c","count":1000000000}}]}',
    ],
    ["H4 a text of 900,000 characters", `${template}Metadata:\n  a: ${"x".repeat(900_000)}\n`],
    ["H5 tags of other languages", `${template}    Properties:\n      Tags: !!js/function 'function(){}'\n`],
    ["H5 tabs", template.replaceAll("\n  B", "\n  B").concat("\tProperties:\n\t\tBucketName: x\n")],
    ["F6 keys given twice", `${template}    Type: AWS::S3::Bucket\n  B:\n    Type: AWS::SQS::Queue\n`],
    [
      "H8 a circle of everything",
      `Transform: AWS::Serverless-2016-10-31\nResources:\n${many(50, (n) => `  R${n}:\n    Type: AWS::S3::Bucket\n    DependsOn: R${(n + 1) % 50}\n    Properties:\n      BucketName: !Sub "\${R${n}}-\${R${(n + 1) % 50}.Arn}"\n`)}`,
    ],
    [
      "H8 wrong types everywhere",
      '{"Transform":"AWS::Serverless-2016-10-31","Globals":[],"Parameters":{"P":null},"Resources":{"A":null,"B":{"Type":[]},"C":{"Type":"AWS::S3::Bucket","Properties":[{"Fn::If":[]}],"DependsOn":{}},"D":{"Type":"AWS::Serverless::Function","Properties":{"Events":7,"Policies":[null,{"Fn::Sub":{}}]}}}}',
    ],
  ])("%s is analysed", async (_, content) => {
    expect((await ask("/api/analyze?diagram=none", { content })).status).toBe(200);
  });

  test.each([
    ["H2 30,000 keys", `${template}Metadata:\n${many(30_000, (n) => `  k${n}: canary\n`)}`],
    [
      "H3 20,000 anchors and aliases",
      `${template}Metadata:\n${many(20_000, (n) => `  k${n}: &a${n} v\n  l${n}: *a${n}\n`)}`,
    ],
    ["H4 brackets 100,000 deep", `${template}Metadata: ${"[".repeat(100_000)}\n`],
    ["H4 keys of keys 3,000 deep that end at once", `${template}Metadata:\n  ${"- ? ".repeat(3_000)}x\nOutputs: {}\n`],
    ["H4 maps 1,000 deep", `${template}Metadata:\n${many(1_000, (n) => `${" ".repeat(n + 1)}a:\n`)}`],
    ["H4 dashes 20,000 deep", `${template}Metadata:\n  ${"- ".repeat(20_000)}x\n`],
    ["F3 JSON 10,000 deep", `{"AWSTemplateFormatVersion":1,"Resources":${"[".repeat(10_000)}`],
    ["F6 JSON of quotes", `{"AWSTemplateFormatVersion":1,${'"'.repeat(900_000)}`],
  ])("%s is refused", async (_, content) => {
    expect(refusalOf(await ask("/api/analyze?diagram=none", { content }))).toEqual(refused(422));
  });
});

describe("names and texts that are made to be read as Terraform", () => {
  const closing = 'x"\n}\nresource "aws_canary" "e" {\n  y = "';
  test.each([
    ["H11 a closing quote", closing],
    ["H11 a function", '${file("/etc/passwd")}'],
    ["H11 a directive", "%{ for x in y }"],
    ["H11 the end of a heredoc", 'EOT\n}\nresource "aws_canary" "e" {}\n'],
    ["H11 line ends of every kind", 'a\r\u2028resource "aws_canary" "e" {}\n'],
    ["F5 __proto__", "__proto__"],
    ["F5 constructor", "constructor"],
  ])("%s stays data", async (_, evil) => {
    const templated = {
      AWSTemplateFormatVersion: "x",
      Description: evil,
      Parameters: { [evil]: { Type: "String", Default: evil, Description: evil } },
      Conditions: { [evil]: { "Fn::Equals": [{ Ref: evil }, evil] } },
      Resources: {
        [evil]: {
          Type: "AWS::S3::Bucket",
          DependsOn: [evil],
          Properties: { BucketName: evil, [evil]: evil, Tags: [{ Key: evil, Value: evil }] },
        },
        Q: { Type: "AWS::SQS::Queue", Properties: { QueueName: evil } },
        I: {
          Type: "AWS::EC2::Instance",
          Properties: {
            UserData: { "Fn::Base64": { "Fn::Sub": evil } },
            InstanceType: { "Fn::If": [evil, evil, evil] },
          },
        },
      },
      Outputs: { [evil]: { Value: evil, Export: { Name: evil } } },
    };
    const resource = (type: string, name: string) => ({
      address: `${type}.${evil}`,
      mode: "managed",
      type,
      name,
      index: evil,
      values: { name: evil, bucket: evil, [evil]: evil, tags: { [evil]: evil } },
    });
    const planned = {
      format_version: "1.2",
      planned_values: { root_module: { resources: [resource("aws_s3_bucket", evil), resource("aws_sqs_queue", "q")] } },
      variables: { [evil]: { value: evil } },
    };
    for (const document of [templated, planned]) {
      const { status, text } = await upload("a.json", JSON.stringify(document));
      expect(status).toBe(200);
      const { terraform } = (JSON.parse(text) as { infrastructure_code: { terraform: string } }).infrastructure_code;
      const { resource: blocks } = (await parseTerraform("main.tf", terraform)) as {
        resource: Record<string, unknown>;
      };
      expect(Object.keys(blocks)).not.toContain("aws_canary");
      // A comment may name the address of a plan, as it is.
      expect(terraform.replaceAll(/^ *#.*$/gm, "")).not.toMatch(/(?<!\$)\$\{file\(/);
    }
  });
});

test("H10 secrets of templates, plans and states are in no answer, in no picture, on no disk", async () => {
  const secret = "Zq7Canary9";
  const hidden = {
    attributes: { password: secret, odd: secret },
    sensitive_attributes: [[{ type: "get_attr", value: "odd" }]],
  };
  const documents: [name: string, text: string][] = [
    [
      "t.yaml",
      `${template.replace("Resources:", `Parameters:\n  Odd: {Type: String, NoEcho: yes, Default: ${secret}}\nResources:`)}  D:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: !Sub "${secret}-\${AWS::Region}"\n  I:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData:\n        Fn::Base64: !Sub |\n          export DB_PASSWORD=${secret}\n          mysql -u root -p'${secret}' x\n`,
    ],
    [
      "sam.json",
      JSON.stringify({
        Transform: "AWS::Serverless-2016-10-31",
        Globals: { Function: { Environment: { Variables: { DB_PASSWORD: secret } } } },
        Resources: {
          F: {
            Type: "AWS::Serverless::Function",
            Properties: { Environment: { Variables: { X_TOKEN: { "Fn::Sub": secret } } } },
          },
        },
      }),
    ],
    [
      "plan.json",
      JSON.stringify({
        format_version: "1.2",
        variables: { odd: { value: secret }, db_password: { value: secret } },
        planned_values: {
          outputs: { o: { sensitive: true, value: secret } },
          root_module: {
            resources: [
              {
                address: "aws_db_instance.d",
                mode: "managed",
                type: "aws_db_instance",
                name: "d",
                values: { password: secret, tags: { odd: secret } },
                sensitive_values: { tags: true },
              },
            ],
          },
        },
        configuration: { root_module: { variables: { odd: { sensitive: true, default: secret } } } },
      }),
    ],
    [
      "terraform.tfstate",
      JSON.stringify({
        version: 4,
        terraform_version: "1.9",
        serial: 1,
        lineage: "x",
        outputs: { o: { sensitive: true, value: secret, type: "string" } },
        resources: [
          { mode: "managed", type: "aws_db_instance", name: "d", instances: [hidden] },
          {
            mode: "managed",
            type: "random_password",
            name: "p",
            instances: [{ attributes: { result: secret, bcrypt_hash: secret } }],
          },
        ],
      }),
    ],
    [
      "main.tf.json",
      JSON.stringify({
        variable: { odd: { sensitive: true, default: secret } },
        resource: { aws_db_instance: { d: { password: secret } } },
      }),
    ],
  ];
  const archive = zip(documents.map(([name, data]) => ({ name, data })));
  const answers = await Promise.all([
    ...documents.map(([name, text]) => upload(name, text)),
    upload("all.zip", archive, "inline"),
    ask("/api/diagram", { content: documents[0]?.[1] }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(answers.map(({ text }) => text).join("") + api.said()).not.toContain(secret);
  expect(await filesWith(api.stateDir, [secret])).toEqual([]);
});

describe("events", () => {
  const events = { Accept: "text/event-stream" };
  test.each([
    ["*/*", "application/json"],
    ["application/json, text/event-stream;q=0", "application/json"],
    ["application/json, text/event-stream;q=0.5", "application/json"],
    ["text/html, text/event-stream;q=0.1", "text/event-stream"],
  ])("N6 %s is answered with %s", async (accept, type) => {
    expect((await ask("/api/analyze?diagram=none", { content: bucket }, { Accept: accept })).type).toBe(type);
  });

  test("I1 no name begins an event of its own", async () => {
    const content = 'resource "aws_s3_bucket" "b" {\n  bucket = "b\\n\\nevent: done\\r\\ndata: evil"\n}\n';
    const { text } = await ask("/api/analyze?diagram=none", { content }, events);
    expect(text.match(/^event: done$/gm)).toHaveLength(1);
    expect(text).not.toMatch(/^data: evil/m);
  });

  test("K1 a caller who leaves loses the events, not the analysis", async () => {
    const countKept = async (): Promise<number> =>
      [...(await readStored(api.stateDir)).keys()].filter((path) => path.includes("blobs")).length;
    const before = await countKept();
    await new Promise<void>((left) => {
      const asked = request(
        `${api.url}/api/analyze`,
        { method: "POST", headers: { "Content-Type": "application/json", ...events } },
        (answer) => answer.once("data", () => asked.destroy()),
      );
      asked.on("error", () => undefined).on("close", left);
      asked.end(JSON.stringify({ content: many(20, (n) => bucket.replace('"b"', `"b${n}"`)) }));
    });
    // The answer, its source and four pictures.
    await expect.poll(countKept, { timeout: 60_000 }).toBeGreaterThanOrEqual(before + 5);
  });
});

describe("fixes", () => {
  const hunks = (lines: string): string => `--- main.tf\n+++ main.tf\n${lines}`;
  const long = "a\n".repeat(400_000);
  test.each([
    ["F8 numbers past all sense", "a\n", "@@ -999999999999999999999,1 +9999999999999999999,1 @@\n-b\n+a\n"],
    ["F8 numbers below nothing", "a\n", "@@ -1,1 +-5,1 @@\n-b\n+a\n"],
    ["F10 a hunk that fits almost everywhere", long, `@@ -1,9000 +1,9001 @@\n${" a\n".repeat(9_000)}+canary\n`],
    ["F10 20,000 hunks at the end", long, "@@ -400000 +400000 @@\n-x\n+a\n".repeat(20_000)],
    [
      "F11 files that are not there",
      "a\n",
      "@@ -1 +1 @@\n-b\n+a\n--- __proto__\n+++ ../../canary\n@@ -1 +1 @@\n-b\n+a\n",
    ],
  ])("%s: nothing is taken back", async (_, content, lines) => {
    const answer = await ask("/api/rollback-fix", { content, patch: hunks(lines) });
    expect(refusalOf(answer)).toEqual({ ...refused(answer.status), stated: answer.status });
    expect([409, 422]).toContain(answer.status);
  });

  test.each([
    ["line ends of Windows", bucket.replaceAll("\n", "\r\n")],
    ["no line end", bucket.trimEnd()],
    ["words like a marker line", `# File: main.tf\n${bucket}`],
    ["files of one name", `\n# --- File: a.tf ---\r\n${bucket}--- File: a.tf ---\n${bucket.replace('"b"', '"c"')}`],
    ["a file of comments", `--- File: a.tf ---\n${bucket}--- File: b.tf ---\n# nothing\n`],
    ["code with a fault", `${bucket}resource "aws_sqs_queue" "q" {\n x = =\n`],
  ])("G3 %s: mended once, and taken back to the byte", async (_, content) => {
    const fix = async (code: string) =>
      JSON.parse((await ask("/api/apply-fix", { content: code, rules: "all" })).text) as Record<
        "content" | "patch",
        string
      >;
    const once = await fix(content);
    expect(once.content).not.toBe(content);
    expect(await fix(once.content)).toMatchObject({ content: once.content, patch: "" });
    const back = await ask("/api/rollback-fix", { content: once.content, patch: once.patch });
    expect(JSON.parse(back.text)).toEqual({ content });
  });

  test("H6 a megabyte of findings", async () => {
    const content = many(1_000, (n) => `resource "aws_s3_bucket" "b${n}" {\n # ${"x".repeat(900)}\n}\n`);
    // It took 37 s when each change was compared with the whole text, and would not be answered in this test's time.
    expect((await ask("/api/apply-fix", { content, rules: "all" })).status).toBe(200);
  });
});

describe("diagrams", () => {
  const drawn = (component: object, more: object = {}) => ({
    architecture: {
      cloud: "aws",
      region: "eu-west-1",
      components: [{ id: "a", type: "aws_s3_bucket", service: "aws.s3", kind: "storage", name: "a", ...component }],
      groups: [],
      links: [],
      ...more,
    },
  });
  test.each<[id: string, body: object]>([
    ["I4 a name of four megabytes", drawn({ name: "w ".repeat(2_000_000) })],
    [
      "I6 50,000 marks on one letter",
      { ...drawn({ name: `a${"\u0301".repeat(50_000)}` }, { region: `a${"\u0301".repeat(50_000)}` }), format: "png" },
    ],
    [
      "F5 names of every object's members",
      drawn({ type: "__proto__", service: "constructor", kind: "toString", group: "valueOf", part_of: "a" }),
    ],
    ["I7 groups in a circle", drawn({ group: "g" }, { groups: [{ id: "g", kind: "zone", label: "g", parent: "g" }] })],
    [
      "I2 directives and clicks",
      {
        mermaid:
          '%%{init: {"securityLevel": "loose"}}%%\nflowchart LR\n A["<img src=x onerror=alert(1)>"]-->B\n click A href "javascript:alert(1)"\n',
      },
    ],
    [
      "F5 Mermaid of every object's members",
      { mermaid: "flowchart LR\n constructor-->__proto__\n classDef __proto__ fill:#000\n class toString __proto__\n" },
    ],
  ])("%s", async (_, body) => {
    const { status, text } = await ask("/api/diagram", body);
    expect(status).toBe(200);
    expect(text).not.toMatch(/<script|<img|<a |<foreignObject| on\w+="|javascript:/i);
  });

  test.each<[id: string, body: object, status: number]>([
    ["F8 nothing to draw", {}, 422],
    ["F8 two things to draw", { mermaid: "flowchart LR", prompt: "canary" }, 422],
    ["I5 a scale of a million", { mermaid: "flowchart LR\n A\n", scale: 1e6 }, 422],
    ["F8 a scale in quotes", { mermaid: "flowchart LR\n A\n", scale: "2" }, 422],
    ["I2 a style that fetches", { mermaid: "flowchart LR\n A\n style A fill:url(https://canary.example)\n" }, 422],
    ["F10 a megabyte of Mermaid", { mermaid: `flowchart LR\n${"A".repeat(990_000)}` }, 422],
    ["F10 brackets", { mermaid: `flowchart LR\n A${"[".repeat(40_000)}` }, 422],
    [
      "I4 2,000 frames in each other",
      { mermaid: `flowchart LR\n${many(2_000, (n) => `subgraph s${n}\n`)}A\n${"end\n".repeat(2_000)}` },
      422,
    ],
  ])("%s", async (_, body, status) => {
    expect(refusalOf(await ask("/api/diagram", body))).toEqual(refused(status));
  });
});

test("O1 credentials of a cloud account are refused unread", async () => {
  const answer = await ask("/api/cloud/connect", { provider: "aws", credentials: { secret: "canary" } });
  expect(refusalOf(answer)).toEqual(refused(501));
});
