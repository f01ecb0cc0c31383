import { describe, expect, it } from "vitest";
import { examine } from "./translation-fixture.ts";

const queue = (name: string, properties = ""): string => `Resources:
  ${name}:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: ${name}
${properties}`;

describe("a finding", () => {
  it("about what is missing stands where properties are introduced", () => {
    expect(examine(queue("Jobs")).findings).toContain("aws-sqs-encryption:4");
  });

  it("about what is written stands there", () => {
    expect(examine(queue("Jobs", "      SqsManagedSseEnabled: false\n")).findings).toContain("aws-sqs-encryption:6");
  });

  it("about a resource without properties stands at its name", () => {
    const template = "Resources:\n  Data:\n    Type: AWS::EC2::Volume\n";
    expect(examine(template).findings).toContain("aws-ebs-encryption:2");
  });

  it("about a distribution stands at its configuration", () => {
    const template = `Resources:
  Cdn:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
`;
    expect(examine(template).findings).toContain("aws-cloudfront-waf:5");
  });
});

describe("several templates of one file", () => {
  it("are all read, with their own lines", () => {
    const { model, findings } = examine(`${queue("One")}---\n${queue("Two")}`);
    expect(model.components.map(({ id }) => id)).toEqual(["aws_sqs_queue.One", "aws_sqs_queue.Two"]);
    expect(findings.filter((finding) => finding.startsWith("aws-sqs-encryption"))).toEqual([
      "aws-sqs-encryption:4",
      "aws-sqs-encryption:10",
    ]);
  });
});
