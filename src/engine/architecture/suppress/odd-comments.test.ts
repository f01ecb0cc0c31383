import { expect, it } from "vitest";
import { analyzeDesign } from "../analyze.ts";

const accepted = (...files: { name: string; text: string }[]): string[] =>
  analyzeDesign({ files, generated: false, goals: [] }).suppressed.map(
    ({ rule, resource, reason }) => `${rule} ${resource}: ${reason}`,
  );

const bucket = (comment: string): string => `${comment}\nresource "aws_s3_bucket" "a" {\n  acl = "public-read"\n}\n`;
const publicRead = "aws-s3-public-read aws_s3_bucket.a";

it.each([
  ["Checkov's without an id", "# checkov:skip="],
  ["Trivy's without an id", "# trivy:ignore: all of it"],
  ["Trivy's for a workspace", "# trivy:ignore:AVD-AWS-0092[env=dev]"],
  ["Trivy's with an end", "# trivy:ignore:AVD-AWS-0092:exp:2020-01-01"],
  ["KICS's without a word of its own", "# kics-scan please do not"],
  ["KICS's without ids", "# kics-scan disable= ,"],
  ["ours without an id", "# stackstage:ignore"],
  [
    "a rule's name with a star that does not fit",
    "# stackstage:ignore aws-s3-*-read-*-x, *-s3, aws-s3-public-read*read",
  ],
])("%s accepts nothing", (_name, comment) => {
  expect(accepted({ name: "main.tf", text: bucket(comment) })).toEqual([]);
});

it("a name with stars in it accepts what has all of its parts in their order", () => {
  expect(accepted({ name: "main.tf", text: bucket("# stackstage:ignore aws-*public*ead a site") })).toContain(
    `${publicRead}: a site`,
  );
});

it("a comment that nothing follows for many lines is about nothing", () => {
  const text = `${bucket("")}# trivy:ignore:AVD-AWS-0092\n${"#\n".repeat(60)}`;
  expect(accepted({ name: "main.tf", text })).toEqual([]);
});

it("without a reason, or with one of KICS's, it is accepted all the same", () => {
  expect(accepted({ name: "main.tf", text: bucket("# stackstage:ignore aws-s3-public-read") })).toContain(
    `${publicRead}: `,
  );
  expect(accepted({ name: "main.tf", text: bucket("# kics-scan ignore") })).toContain(`${publicRead}: `);
});

it("Checkov's annotations are about the object that they stand in", () => {
  const pod = (name: string, annotations: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n${annotations}spec:\n  hostPID: true\n  containers: [{ name: a, image: "a:1" }]\n`;
  const text = `${pod("one", '  annotations:\n    checkov.io/skip1: CKV_K8S_17=debugging\n    "checkov.io/skip2": "CKV_K8S_19"\n')}---\n${pod("two", "")}`;
  const found = accepted({ name: "pods.yaml", text });
  expect(found).toContain("kubernetes-host-pid kubernetes_pod_v1.one: debugging");
  expect(found.filter((line) => line.includes(".two"))).toEqual([]);
});

it("Checkov's metadata of CloudFormation need an id, and stand among the resources", () => {
  const text = `Metadata: { checkov: { skip: [{ id: CKV_AWS_20 }] } }
Resources:
  a:
    Type: AWS::S3::Bucket
    Metadata:
      checkov:
        skip:
          - comment: no id
          - { id: CKV_AWS_20, comment: a site }
    Properties: { AccessControl: PublicRead }
  b:
    Type: AWS::S3::Bucket
    Metadata: { checkov: { skip: all } }
    Properties: { AccessControl: PublicRead }
---
Metadata: checkov
`;
  const found = accepted({ name: "t.yaml", text });
  expect(found.filter((line) => line.startsWith("aws-s3-public-read"))).toEqual([
    "aws-s3-public-read aws_s3_bucket_acl.a: a site",
  ]);
});

it("a comment above the call of a module of the registry stands for what the call is told", () => {
  const call = (comment: string): string =>
    `${comment}module "site" {\n  source  = "terraform-aws-modules/s3-bucket/aws"\n  version = "~> 3.0"\n  acl     = "public-read"\n}\n`;
  const text = `${call("# stackstage:ignore aws-s3-public-read a site\n")}module "open" {\n  source = "./none"\n}\n`;
  expect(accepted({ name: "main.tf", text })).toContain("aws-s3-public-read module.site: a site");
  expect(accepted({ name: "main.tf", text: call("") })).toEqual([]);
});
