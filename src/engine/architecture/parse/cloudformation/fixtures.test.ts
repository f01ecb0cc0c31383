import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../document/index.ts";
import type { DocumentNode } from "../document/node.ts";
import { intrinsicOf } from "./intrinsics.ts";
import { examine } from "./translation-fixture.ts";
import { translateCloudFormation } from "./index.ts";

const folder = new URL("fixtures/", import.meta.url);
const names = readdirSync(folder).toSorted();
const textOf = (name: string): string => readFileSync(new URL(name, folder), "utf8");

/** The document as JSON, its short tags written out. */
const toJson = (node: DocumentNode): unknown => {
  const intrinsic = node.tag === undefined ? undefined : intrinsicOf(node);
  if (intrinsic !== undefined) {
    const name = ["Ref", "Condition"].includes(intrinsic.name) ? intrinsic.name : `Fn::${intrinsic.name}`;
    return { [name]: toJson(intrinsic.argument) };
  }
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(toJson);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, toJson(value)]));
};

/** Some of what rules find in each, with the line of the template that it stands on, and what they do not. */
const expected: Readonly<Record<string, { components: number; found: string[]; absent: string[] }>> = {
  "aurora.yaml": {
    components: 9,
    found: ["aws-rds-public:54", "aws-rds-final-snapshot:33", "aws-aurora-deletion-protection:42"],
    absent: ["aws-rds-encryption", "aws-rds-literal-password"],
  },
  "beanstalk.json": { components: 7, found: [], absent: ["aws-iam-admin-policy"] },
  "codepipeline.yaml": {
    components: 12,
    found: ["aws-iam-administrator:49", "aws-codebuild-privileged:38", "aws-s3-public-access-block:9"],
    absent: ["aws-s3-kms-encryption"],
  },
  "cognito-api.yaml": { components: 16, found: ["aws-apigateway-open-method:86"], absent: ["aws-apigateway-tracing"] },
  "ecs-fargate-alb.yaml": {
    components: 19,
    found: ["aws-lb-listener-http:116", "aws-sqs-dead-letters:54"],
    absent: ["aws-lb-deletion-protection", "aws-ecs-container-insights", "aws-ecs-public-ip"],
  },
  "efs.yaml": {
    components: 9,
    found: ["aws-ebs-encryption:48", "aws-ec2-public-address:62", "aws-ec2-imdsv2:57"],
    absent: ["aws-efs-encryption", "aws-efs-backup"],
  },
  "eks-cluster.yaml": { components: 10, found: ["aws-eks-public-endpoint:47"], absent: ["aws-kms-rotation"] },
  "elasticache.yaml": {
    components: 4,
    found: ["aws-elasticache-transit:39"],
    absent: ["aws-elasticache-at-rest"],
  },
  "iam-users.json": {
    components: 14,
    found: ["aws-iam-administrator:15", "aws-iam-admin-policy:45", "aws-iam-access-key:60"],
    absent: [],
  },
  "lamp-autoscaling.yaml": {
    components: 16,
    found: [
      "aws-sg-open-ssh:77",
      "aws-lb-listener-http:42",
      "aws-ec2-template-disk-encryption:106",
      "aws-ec2-imdsv2:108",
      "aws-rds-multi-az:178",
    ],
    absent: ["aws-rds-encryption", "aws-rds-final-snapshot"],
  },
  "redshift.yaml": { components: 10, found: ["aws-redshift-public:65"], absent: [] },
  "sam-api-dynamodb.yaml": {
    components: 25,
    found: ["aws-apigateway-open-method:60", "aws-dynamodb-recovery:67"],
    absent: ["aws-lambda-tracing", "aws-lambda-arm-alternative", "aws-apigateway-access-logs"],
  },
  "sam-thumbnails.yaml": { components: 15, found: ["aws-s3-public-access-block:13"], absent: ["aws-sns-encryption"] },
  "security-baseline.yaml": {
    components: 17,
    found: ["aws-kms-rotation:13", "aws-cloudtrail-validation:94"],
    absent: ["aws-s3-public-access-block", "aws-s3-secure-transport", "aws-cloudtrail-multi-region"],
  },
  "sqs-worker.yaml": {
    components: 11,
    found: ["aws-lambda-runtime:66"],
    absent: ["aws-sqs-dead-letters", "aws-dynamodb-recovery", "aws-lambda-tracing"],
  },
  "static-site.yaml": {
    components: 13,
    found: ["aws-cloudfront-viewer-http:69"],
    absent: ["aws-cloudfront-logging", "aws-cloudfront-viewer-tls"],
  },
  "step-functions.yaml": { components: 12, found: ["aws-lambda-tracing:15"], absent: ["aws-sfn-logging"] },
  "vpc-public-private.yaml": {
    components: 24,
    found: ["aws-vpc-subnet-public-address:49", "aws-vpc-flow-logs:25"],
    absent: ["aws-sg-open-ssh"],
  },
  "wordpress-multi-az.json": {
    components: 9,
    found: ["aws-sg-open-ssh:104", "aws-lb-listener-http:72", "aws-rds-encryption:178"],
    absent: ["aws-rds-multi-az"],
  },
};

describe.each(names)("%s", (name) => {
  const text = textOf(name);
  const { translation, model, warnings, findings } = examine(text);

  it("becomes Terraform without a problem", () => {
    expect(translation.problems).toEqual([]);
    expect(warnings).toEqual([]);
    expect(model.components).toHaveLength(expected[name]?.components ?? -1);
  });

  it("has a line of the template for every line", () => {
    const last = text.trimEnd().split("\n").length;
    expect(translation.lines).toHaveLength(translation.text.trimEnd().split("\n").length);
    expect(translation.lines.every((line) => line >= 1 && line <= last)).toBe(true);
  });

  it("is judged where the template says it", () => {
    const { found = [], absent = [] } = expected[name] ?? {};
    expect(findings).toEqual(expect.arrayContaining(found));
    expect(findings.map((finding) => finding.split(":")[0]).filter((rule) => absent.includes(rule ?? ""))).toEqual([]);
  });

  it("says the same in the long form of JSON", () => {
    const [root] = readDocument(text).documents;
    const json = JSON.stringify(root && toJson(root), null, 2);
    expect(translateCloudFormation({ name: "template.json", text: json }).text).toBe(translation.text);
  });
});
