import { expect, test } from "vitest";
import { examine } from "./translation-fixture.ts";

const template = `AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList, Default: "orders, line-items"}
  Given: {Type: CommaDelimitedList}
Resources:
  Fn::ForEach::Tables:
    - Name
    - !Ref Names
    - '&{Name}Topic':
        Type: AWS::SNS::Topic
        Properties:
          TopicName: !Sub '\${Name}-of-\${AWS::Region}'
          DisplayName: !Ref Name
  Fn::ForEach::Zones:
    - Zone
    - [A, B]
    - Fn::ForEach::Sizes:
        - Size
        - [Small]
        - Bucket\${Zone}\${Size}:
            Type: AWS::S3::Bucket
            Properties: {BucketName: {"Fn::Sub": "data-\${Zone}"}}
  Fn::ForEach::Unknown:
    - Name
    - !Ref Given
    - Queue\${Name}: {Type: AWS::SQS::Queue}
Outputs:
  Fn::ForEach::Arns:
    - Zone
    - [A, B]
    - Arn\${Zone}: {Value: !GetAtt [!Sub 'Bucket\${Zone}Small', Arn]}
`;

test("a loop makes a resource for each of its values, at the place where it is written", () => {
  const { model, translation } = examine(template);
  expect(model.components.map(({ id, source }) => [id, source.line])).toEqual([
    ["aws_sns_topic.ordersTopic", 10],
    ["aws_sns_topic.lineitemsTopic", 10],
    ["aws_s3_bucket.BucketASmall", 21],
    ["aws_s3_bucket.BucketBSmall", 21],
  ]);
  expect(model.find("aws_sns_topic.ordersTopic")?.attributes["display_name"]).toBe("orders");
  expect(model.find("aws_s3_bucket.BucketBSmall")?.attributes["bucket"]).toBe("data-B");
  expect(translation.text).toContain("aws_s3_bucket.BucketASmall.arn");
  expect(translation.problems.map(({ line, message }) => [line, message])).toEqual([
    [24, "resources that a loop or a macro makes are left out"],
  ]);
});

test("loops in loops come to an end", () => {
  const loop = (body: string): string => `{"Fn::ForEach::L": ["N", [${'"a",'.repeat(99)}"b"], ${body}]}`;
  const nested = Array.from({ length: 8 }).reduce<string>(
    (inner) => loop(inner),
    '{"A&{N}": {"Type": "AWS::SQS::Queue"}}',
  );
  const { translation } = examine(`{"Resources": ${nested}}`);
  expect(translation.problems.map(({ message }) => message)).toContain(
    "resources that a loop or a macro makes are left out",
  );
});

test.each([
  ["a loop that is no list", "Fn::ForEach::X: words"],
  ["a loop over a text", "Fn::ForEach::X: [Name, words, {A: {Type: 'AWS::SNS::Topic'}}]"],
  ["a loop over what is worked out", "Fn::ForEach::X: [Name, [!Sub a], {'A${Name}': {Type: 'AWS::SNS::Topic'}}]"],
  ["a loop over a function", "Fn::ForEach::X: [Name, !Split [',', 'a,b'], {'A${Name}': {Type: 'AWS::SNS::Topic'}}]"],
  ["a loop without a body", "Fn::ForEach::X: [Name, [a]]"],
])("%s makes nothing", (_, loop) => {
  const { model } = examine(
    `Transform: AWS::LanguageExtensions\nResources:\n  ${loop}\n  Kept: {Type: AWS::SQS::Queue}\n`,
  );
  expect(model.components.map(({ id }) => id)).toEqual(["aws_sqs_queue.Kept"]);
});

test("a loop fills in texts and nothing else", () => {
  const { translation } = examine(
    "Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::X:\n    - Name\n    - [a]\n    - 'Q${Name}':\n        Type: AWS::SQS::Queue\n        Properties: {DelaySeconds: 5, QueueName: {'Fn::Sub': '${Name}-${AWS::Region}'}, KmsMasterKeyId: {Ref: Other}}\n",
  );
  expect(translation.text).toContain('delay_seconds = 5\n  name = "a-${data.aws_region.current.name}"');
  expect(translation.text).toContain("kms_master_key_id = var.Other");
});
