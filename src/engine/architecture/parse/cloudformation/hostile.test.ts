import { describe, expect, it } from "vitest";
import { parseHcl } from "../hcl/index.ts";
import { translateCloudFormation } from "./index.ts";
import { examine, templateOf } from "./translation-fixture.ts";

/** Texts that would end a string, open a template or begin a block if they were not quoted. */
const nasty = [
  '"',
  '"}',
  '${file("/etc/passwd")}',
  "%{ if true }",
  "$",
  "$$",
  "\\",
  '\\"',
  "a\nb",
  "\r\n}\nresource",
  "*/",
  "#",
  "<<EOT",
];

const templateWith = (text: string): string =>
  JSON.stringify({
    Parameters: { P: { Type: "String", Default: text, Description: text, AllowedValues: [text] } },
    Mappings: { M: { [text]: { [text]: text } } },
    Conditions: { C: { "Fn::Equals": [text, { Ref: "P" }] } },
    Resources: {
      [text]: { Type: "AWS::S3::Bucket", DependsOn: text, Properties: { BucketName: text, [text]: text } },
      B: {
        Type: "AWS::S3::Bucket",
        Condition: "C",
        Properties: {
          BucketName: { "Fn::Join": [text, [text, { Ref: "P" }, text]] },
          Tags: [{ Key: text, Value: { "Fn::Sub": [text, { [text]: text }] } }],
        },
      },
      T: { Type: `AWS::SNS::Topic${text}`, Properties: {} },
      P: { Type: "AWS::S3::BucketPolicy", Properties: { Bucket: { Ref: text }, PolicyDocument: { [text]: text } } },
    },
    Outputs: { [text]: { Value: { "Fn::FindInMap": ["M", text, text] }, Description: text } },
  });

describe("a template that means harm", () => {
  it.each(nasty)("keeps %j inside its string", (text) => {
    const { text: terraform } = translateCloudFormation({ name: "t.json", text: templateWith(text) });
    const { body, problems } = parseHcl(terraform);
    expect(problems).toEqual([]);
    const blocks = body.flatMap((item) => (item.kind === "block" ? [`${item.type} ${item.labels[0] ?? ""}`] : ["?"]));
    const own = /^(?:variable |locals |resource aws_s3_bucket|data aws_|output )/;
    expect(blocks.filter((block) => !own.test(block))).toEqual([]);
    expect(body.filter((item) => item.kind === "block" && item.type === "resource")).toHaveLength(3);
  });

  it("carries a text over as it is", () => {
    for (const text of nasty) {
      const { model } = examine(
        JSON.stringify({ Resources: { B: { Type: "AWS::S3::Bucket", Properties: { BucketName: text } } } }),
      );
      expect(model.components[0]?.attributes["bucket"]).toBe(text);
    }
  });

  it("knows names that every object has for what they are", () => {
    const names = ["__proto__", "constructor", "toString"];
    const resources = names.map((name) => `${name}: {Type: "AWS::S3::Bucket", Properties: {${name}: 1}}\n`).join("");
    const { translation, model, warnings } = examine(templateOf(resources));
    expect(translation.problems).toEqual([]);
    expect(warnings).toEqual([]);
    expect(model.components).toHaveLength(3);
  });

  it.each(["__proto__", "constructor", "toString"])("knows %s for no word of a property's", (word) => {
    const rule = `R: {Type: "AWS::ElasticLoadBalancingV2::ListenerRule", Properties: {Conditions: [{Field: ${word}, Values: [a]}]}}\n`;
    const table = `T: {Type: "AWS::Serverless::SimpleTable", Properties: {PrimaryKey: {Name: id, Type: ${word}}}}\n`;
    const { model } = examine(templateOf(rule + table));
    expect(model.components.map(({ type }) => type)).toEqual(["aws_lb_listener_rule", "aws_dynamodb_table"]);
  });

  it.each([
    ["nothing", ""],
    ["a list", "- a\n"],
    ["a text", "hello"],
    ["no resources", "AWSTemplateFormatVersion: 2010-09-09\nResources: 1\n"],
    ["resources that are texts", "AWSTemplateFormatVersion: 2010-09-09\nResources: {A: x, B: [1], C: null}\n"],
    ["properties that are lists", templateOf("A: {Type: AWS::S3::Bucket, Properties: [1]}\n")],
    ["a function as resource", templateOf("A: !Ref B\n")],
    [
      "functions without arguments",
      templateOf("A: {Type: AWS::SNS::Topic, Properties: {A: !If x, B: !Sub [], C: !Cidr [], D: !Select []}}\n"),
    ],
    ["a loop", templateOf('"Fn::ForEach::X": [I, [a], {"B${I}": {Type: AWS::SNS::Topic}}]\n')],
    [
      "resources that are part of each other",
      templateOf(
        "A: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {InternetGatewayId: !Ref A}}\nB: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {InternetGatewayId: !Ref A}}\n",
      ),
    ],
  ])("is read without harm: %s", (_, text) => {
    const { translation, warnings } = examine(text);
    expect(parseHcl(translation.text).problems).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ["resources", (count: number) => Array.from({ length: count }, (_, index) => `R${index}: {Type: AWS::SNS::Topic}`)],
    [
      "policies of a role",
      (count: number) => [
        `R: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [${Array.from({ length: count }, (_, index) => `a${index}`).join(", ")}]}}`,
      ],
    ],
    [
      "events of a function",
      (count: number) => [
        "F:\n  Type: AWS::Serverless::Function\n  Properties:\n    Events:",
        ...Array.from({ length: count }, (_, index) => `      E${index}: {Type: AlexaSkill}`),
      ],
    ],
  ])("names the limit of %s", (_, make) => {
    const { problems } = translateCloudFormation({ name: "t", text: templateOf(`${make(2_100).join("\n")}\n`) });
    expect(problems.map(({ message }) => message)).toEqual([
      "more than 2000 resources: from here on they are left out",
    ]);
  });

  it("says what it cannot see, and leaves it unknown", () => {
    const { translation, model, warnings } = examine(
      templateOf(`Network: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x, Parameters: {Size: 1}}}
Made: {Type: "Custom::Thing", Properties: {ServiceToken: x}}
Group: {Type: AWS::EC2::SecurityGroup, DependsOn: Made, Properties: {GroupDescription: !GetAtt Made.Text, VpcId: !GetAtt Network.Outputs.Vpc}}
`),
    );
    expect(translation.problems.map(({ line, message }) => [line, message])).toEqual([
      [3, "a nested stack is not followed: only the files of this upload are read"],
      [4, "what a custom resource makes is not known"],
    ]);
    expect(warnings).toEqual([]);
    expect(translation.text).toContain('vpc_id = aws_cloudformation_stack.Network.outputs["Vpc"]');
    expect(translation.text).toContain("description = var.Made_Text");
    expect(model.components).toHaveLength(2);
  });

  it("follows a path only so far", () => {
    const text = templateOf(
      `F: {Type: AWS::Serverless::Function, Properties: {Events: {E: {Type: Api, Properties: {Path: ${"/a".repeat(100)}}}}}}\n`,
    );
    expect(translateCloudFormation({ name: "t", text }).problems.map(({ message }) => message)).toEqual([
      "this path has too many parts",
    ]);
  });

  it("never repeats input in a problem", () => {
    const text = templateOf(
      "hidden: {Type: hidden, Condition: hidden, DependsOn: hidden, Properties: {A: !hidden hidden}}\nA: {Type: AWS::S3::Bucket, DependsOn: hidden2, Properties: {BucketName: !Ref hidden3, A: !hidden4 x}}\n",
      "Transform: hidden5\n",
    );
    const { problems } = translateCloudFormation({ name: "t", text });
    expect(problems.length).toBeGreaterThan(3);
    for (const { message } of problems) expect(message).not.toContain("hidden");
  });
});
