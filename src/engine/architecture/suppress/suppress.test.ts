import { describe, expect, it } from "vitest";
import { analyzeDesign } from "../analyze.ts";

const analyze = (text: string, name = "main.tf") =>
  analyzeDesign({ files: [{ name, text }], generated: false, goals: [] });

const rulesOf = (items: readonly { rule: string; resource: string }[]): string[] =>
  items.map(({ rule, resource }) => `${rule} ${resource}`);

const publicRead = "aws-s3-public-read aws_s3_bucket.a";

const bucket = (inside: string, above = "", other = ""): string =>
  `${above}resource "aws_s3_bucket" "a" {\n${inside}}\n\n${other}resource "aws_s3_bucket" "b" {\n  acl = "public-read"\n}\n`;

describe("findings that a comment accepts", () => {
  it.each([
    [
      "Checkov's, anywhere in the block",
      bucket('  # checkov:skip=CKV_AWS_20: a public site\n  acl = "public-read"\n'),
      "checkov",
    ],
    [
      "Checkov's, behind an argument",
      bucket('  acl = "public-read" #checkov:skip=CKV_AWS_20:a public site\n'),
      "checkov",
    ],
    [
      "Checkov's, several at once",
      bucket('  acl = "public-read" # checkov:skip=CKV_AWS_21,CKV_AWS_20:a public site\n'),
      "checkov",
    ],
    ["Bridgecrew's", bucket('  // bridgecrew:skip=CKV_AWS_20: a public site\n  acl = "public-read"\n'), "checkov"],
    ["Trivy's, above the line", bucket('  #trivy:ignore:AVD-AWS-0092 a public site\n  acl = "public-read"\n'), "trivy"],
    ["Trivy's, on the line", bucket('  acl = "public-read" # trivy:ignore:aws-0092 a public site\n'), "trivy"],
    [
      "Trivy's, above the block",
      bucket('  acl = "public-read"\n', "# trivy:ignore:AVD-AWS-0092 - a public site\n"),
      "trivy",
    ],
    [
      "Trivy's, the second of two above the block",
      bucket('  acl = "public-read"\n', "#trivy:ignore:AVD-AWS-0090\n#trivy:ignore:AVD-AWS-0092 a public site\n"),
      "trivy",
    ],
    [
      "tfsec's by the long id",
      bucket('  acl = "public-read"\n', "#tfsec:ignore:aws-s3-no-public-access-with-acl a public site\n"),
      "tfsec",
    ],
    ["tfsec's by a pattern", bucket('  acl = "public-read" /* tfsec:ignore:aws-s3-*-acl a public site */\n'), "tfsec"],
    ["KICS's line", bucket('  # kics-scan ignore-line a public site\n  acl = "public-read"\n'), "kics"],
    ["KICS's block", bucket('  acl = "public-read"\n', "# kics-scan ignore-block a public site\n"), "kics"],
    [
      "ours, above the block",
      bucket('  acl = "public-read"\n', "# stackstage:ignore aws-s3-public-read a public site\n"),
      "stackstage",
    ],
    [
      "ours, in the block",
      bucket('  acl = "public-read"\n\n  # stackstage:ignore aws-s3-versioning,aws-s3-public-* a public site\n'),
      "stackstage",
    ],
  ])("%s", (_name, text, by) => {
    const { findings, suppressed } = analyze(text);
    expect(rulesOf(findings)).not.toContain(publicRead);
    expect(rulesOf(findings)).toContain("aws-s3-public-read aws_s3_bucket.b");
    expect(suppressed.find(({ rule }) => rule === "aws-s3-public-read")).toMatchObject({
      resource: "aws_s3_bucket.a",
      file: "main.tf",
      reason: "a public site",
      by,
    });
  });

  it.each([
    ["another check", '  # checkov:skip=CKV_AWS_21:no\n  acl = "public-read"\n'],
    ["Trivy's above another argument", '  acl = "public-read"\n  #trivy:ignore:AVD-AWS-0092\n  bucket = "x"\n'],
    ["Trivy's with an end date", '  #trivy:ignore:AVD-AWS-0092:exp:2024-01-01\n  acl = "public-read"\n'],
    ["KICS's next line", '  # kics-scan ignore-line\n  bucket = "x"\n  acl = "public-read"\n'],
    ["a text that looks like one", '  acl = "public-read"\n  tags = { note = "# checkov:skip=CKV_AWS_20:x" }\n'],
    ["a heredoc", '  acl = "public-read"\n  policy = <<EOT\n# checkov:skip=CKV_AWS_20:x\nEOT\n'],
    ["the name alone", '  acl = "public-read" # checkov:skip\n'],
  ])("not by %s", (_name, inside) => {
    expect(rulesOf(analyze(bucket(inside)).findings)).toContain(publicRead);
  });

  it("count neither in the score nor in what is suggested", () => {
    const plain = analyze(bucket('  acl = "public-read"\n'));
    const accepted = analyze(bucket('  acl = "public-read" # checkov:skip=CKV_AWS_20:a public site\n'));
    expect(accepted.findings).toHaveLength(plain.findings.length - 1);
    expect(accepted.passed).toBe(plain.passed);
    expect(accepted.scores.pillars.security).toBeGreaterThanOrEqual(plain.scores.pillars.security ?? 0);
    expect(accepted.terraform).toContain('acl = "public-read" # checkov:skip');
    expect(plain.terraform).not.toContain('acl = "public-read"');
    expect(accepted.issues.join()).not.toContain("aws_s3_bucket.a (main.tf:2)");
  });

  it("of a whole file", () => {
    const { findings, suppressed } = analyze(bucket('  acl = "public-read"\n', "# kics-scan ignore\n"));
    expect(findings).toEqual([]);
    expect(suppressed.length).toBeGreaterThan(2);
  });

  it("above a nested block stand for what is in it", () => {
    const group = (above: string): string =>
      `resource "aws_security_group" "web" {\n${above}  ingress {\n    from_port = 22\n    to_port = 22\n    protocol = "tcp"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n}\n`;
    const isOpen = (text: string): boolean =>
      analyze(text).findings.some(({ refs }) => refs["checkov"]?.includes("CKV_AWS_24"));
    expect(isOpen(group(""))).toBe(true);
    expect(isOpen(group("  #tfsec:ignore:aws-vpc-no-public-ingress-sgr\n"))).toBe(false);
  });

  it("above a module's call stand for the module", () => {
    const files = (above: string) => [
      { name: "main.tf", text: `${above}module "site" {\n  source = "./site"\n}\n` },
      { name: "site/main.tf", text: 'resource "aws_s3_bucket" "a" {\n  acl = "public-read"\n}\n' },
    ];
    const count = (above: string): number =>
      analyzeDesign({ files: files(above), generated: false, goals: [] }).findings.filter(
        ({ rule }) => rule === "aws-s3-public-read",
      ).length;
    expect([count(""), count("#trivy:ignore:AVD-AWS-0092\n")]).toEqual([1, 0]);
  });

  it("of CloudFormation: the resource's metadata, or a comment in it", () => {
    const template = (extra: string): string =>
      `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Site:\n    Type: AWS::S3::Bucket\n${extra}    Properties:\n      AccessControl: PublicRead\n  Other:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n`;
    const metadata =
      "    Metadata:\n      checkov:\n        skip:\n          - id: CKV_AWS_20\n            comment: a public site\n";
    for (const [extra, expected] of [
      ["", 2],
      [metadata, 1],
      ["    # checkov:skip=CKV_AWS_20:a public site\n", 1],
    ] as const) {
      const { findings, suppressed } = analyze(template(extra), "template.yaml");
      expect(findings.filter(({ rule }) => rule === "aws-s3-public-read")).toHaveLength(expected);
      expect(suppressed.map(({ reason }) => reason)).toEqual(expected === 1 ? ["a public site"] : []);
    }
  });

  it("that name a rule of ours which does not exist are warned of", () => {
    const { warnings } = analyze(bucket("  # stackstage:ignore aws-s3-public-reed for now\n"));
    expect(warnings).toMatchObject([{ file: "main.tf", line: 2 }]);
  });
});
