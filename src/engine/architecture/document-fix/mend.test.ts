import { readdirSync, readFileSync } from "node:fs";
import { applyPatch, parsePatch } from "diff";
import type { StructuredPatch } from "diff";
import { parse as parseJson } from "jsonc-parser";
import type { ParseError } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { fixCode } from "../fix.ts";
import type { FixedCode } from "../fix.ts";
import type { SourceFile } from "../parse/index.ts";

const folder = new URL("fixtures/", import.meta.url);
/** They end in `.txt`, so that no formatter takes their oddities for its own work. */
const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".txt"))
  .map((name) => name.slice(0, -".txt".length))
  .toSorted();
const fixture = (name: string): SourceFile => ({ name, text: readFileSync(new URL(`${name}.txt`, folder), "utf8") });

const fixed = new Map<string, FixedCode>();
const fixAll = (name: string): FixedCode => {
  const known = fixed.get(name) ?? fixCode({ files: [fixture(name)], rules: "all" });
  fixed.set(name, known);
  return known;
};

const isJson = (name: string): boolean => name.endsWith(".json");

/** Comments as they are told apart by eye: what stands behind a mark, outside of quotation marks. */
const commentsIn = ({ name, text }: SourceFile): string[] =>
  Array.from(
    text.matchAll(
      isJson(name)
        ? /"(?:[^"\\\n]|\\.)*"|(\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)/g
        : /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|(?:^|(?<=\s))(#[^\r\n]*)/g,
    ),
    ([, comment]) => comment?.trim(),
  ).filter((comment) => comment !== undefined);

const errorsIn = ({ name, text }: SourceFile): unknown[] => {
  if (!isJson(name))
    return parseAllDocuments(text, { logLevel: "silent" }).flatMap((document) => document.errors ?? []);
  const errors: ParseError[] = [];
  parseJson(text, errors);
  return errors;
};

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Lines that a patch takes out or leaves where they are, by what its hunks say. */
const removed = (part: StructuredPatch): string[] =>
  part.hunks.flatMap(({ lines }) => lines.filter((line) => line.startsWith("-")));

describe("the fixtures", () => {
  it.each([
    ["cloudformation", 12],
    ["kubernetes", 8],
    ["arm", 4],
    ["compose", 3],
  ])("of %s are %i at least, all of them with comments", (format, least) => {
    const own = names.filter((name) => name.startsWith(`${format}/`));
    expect(own.length).toBeGreaterThanOrEqual(least);
    expect(own.filter((name) => commentsIn(fixture(name)).length === 0 && name !== "kubernetes/pod.json")).toEqual([]);
  });
});

describe("all fixes in a file", () => {
  it.each(names)("%s", (name) => {
    const given = fixture(name);
    const { files, changes, patch, before, after } = fixAll(name);
    const [next] = files;
    if (next === undefined) throw new Error("no file");
    expect(changes).not.toEqual([]);
    expect(errorsIn(next)).toEqual(errorsIn(given));
    expect(after.score).toBeGreaterThan(before.score);

    const left = new Set(after.findings.map(({ rule, resource }) => `${rule} ${resource}`));
    expect(changes.filter(({ rule, resource }) => left.has(`${rule} ${resource}`))).toEqual([]);

    const kept = commentsIn(next);
    expect(commentsIn(given).filter((comment) => !kept.includes(comment))).toEqual([]);

    const [part, ...others] = parsePatch(patch);
    if (part === undefined) throw new Error("no patch");
    expect(others).toEqual([]);
    expect(applyPatch(given.text, part)).toBe(next.text);
    const gone = removed(part).map((line) => line.slice(1).replace(/\r$/, ""));
    const lines = new Set(linesOf(next.text).map((line) => line.trimEnd()));
    expect(
      linesOf(given.text).filter((line) => !lines.has(line.trimEnd()) && !gone.includes(line.replace(/\r?\n$/, ""))),
    ).toEqual([]);
    const strayBreaks = given.text.includes("\r\n") ? next.text.match(/(?<!\r)\n/g) : null;
    expect(strayBreaks).toBeNull();
    expect(next.text.endsWith("\n")).toBe(given.text.endsWith("\n"));
  });

  it.each(names)("%s, done twice, is done once", (name) => {
    const once = fixAll(name);
    const rules = [...new Set(once.changes.map(({ rule }) => rule))];
    const twice = fixCode({ files: once.files, rules });
    const again = new Set(once.changes.map(({ rule, resource }) => `${rule} ${resource}`));
    expect(twice.changes.filter(({ rule, resource }) => again.has(`${rule} ${resource}`))).toEqual([]);
  });

  it("names the reason where a change is not made", () => {
    const { open } = fixAll("cloudformation/anchors.yaml");
    expect(
      open.find(({ resource, rule }) => resource.endsWith(".First") && rule === "aws-dynamodb-recovery"),
    ).toMatchObject({
      reason: expect.stringContaining("anchor"),
    });
    expect(fixAll("arm/inner.json").open.find(({ rule }) => rule === "azure-storage-endless-links")).toMatchObject({
      reason: expect.stringContaining("2021-02-01"),
    });
  });
});

/** Rules whose findings are the most frequent in templates. */
const frequent = [
  "aws-s3-public-access-block",
  "aws-s3-public-read",
  "aws-s3-kms-encryption",
  "aws-s3-versioning",
  "aws-s3-access-logging",
  "aws-s3-lifecycle",
  "aws-s3-secure-transport",
  "aws-s3-block-public-acls",
  "aws-rds-encryption",
  "aws-rds-multi-az",
  "aws-rds-backup-retention",
  "aws-rds-deletion-protection",
  "aws-rds-public",
  "aws-rds-gp3",
  "aws-rds-snapshot-tags",
  "aws-rds-enhanced-monitoring",
  "aws-rds-performance-insights",
  "aws-rds-log-exports",
  "aws-rds-iam-login",
  "aws-aurora-encryption",
  "aws-docdb-encryption",
  "aws-ebs-encryption",
  "aws-ec2-imdsv2",
  "aws-ec2-disk-encryption",
  "aws-sqs-encryption",
  "aws-sqs-dead-letters",
  "aws-sns-encryption",
  "aws-kinesis-encryption",
  "aws-dynamodb-recovery",
  "aws-dynamodb-deletion-protection",
  "aws-dynamodb-customer-key",
  "aws-lambda-dead-letters",
  "aws-lambda-tracing",
  "aws-lb-deletion-protection",
  "aws-lb-drop-invalid-headers",
  "aws-lb-listener-tls-policy",
  "aws-logs-retention",
  "aws-kms-rotation",
  "aws-cloudtrail-regions",
  "aws-cloudtrail-validation",
  "aws-ecr-scan-on-push",
  "aws-ecr-mutable-tags",
  "aws-efs-encryption",
  "aws-redshift-public",
  "aws-redshift-encryption",
  "aws-elasticache-at-rest",
  "aws-elasticache-failover",
  "aws-opensearch-at-rest",
  "aws-sg-open-ssh",
  "aws-sg-open-rdp",
  "aws-vpc-flow-logs",
  "aws-apigateway-tracing",
  "aws-cloudfront-viewer-http",
  "kubernetes-privilege-escalation",
  "kubernetes-net-raw",
  "kubernetes-no-seccomp",
  "kubernetes-pod-token",
  "kubernetes-account-token",
  "kubernetes-privileged-container",
  "kubernetes-host-pid",
  "kubernetes-host-ipc",
  "kubernetes-host-network",
  "kubernetes-no-disruption-budget",
  "azure-storage-http",
  "azure-storage-tls",
  "azure-storage-soft-delete",
  "azure-app-http",
  "azure-sql-tls",
  "docker-privileged-container",
  "docker-privilege-escalation",
  "docker-no-restart-policy",
];

it("the most frequent findings are among those that are mended", () => {
  const mended = new Set(names.flatMap((name) => fixAll(name).changes.map(({ rule }) => rule)));
  expect(frequent.filter((rule) => !mended.has(rule))).toEqual([]);
});

const changeOf = (name: string, rule: string): string[] =>
  fixCode({ files: [fixture(name)], rules: [rule] })
    .patch.split("\n")
    .filter((line) => /^[-+](?![-+]{2} )/.test(line));

describe("one rule", () => {
  it.each([
    [
      "cloudformation/buckets.yaml",
      "aws-s3-public-read",
      [
        "-      AccessControl: PublicRead # until the CDN is there",
        "+      AccessControl: Private # until the CDN is there",
      ],
    ],
    [
      "cloudformation/network.yaml",
      "aws-sg-open-ssh",
      ["-          CidrIp: 0.0.0.0/0 # anybody!", "+          CidrIp: 10.0.0.0/16 # anybody!"],
    ],
    [
      "cloudformation/web.yaml",
      "aws-lb-deletion-protection",
      ['-          Value: "false" # in test', '+          Value: "true" # in test'],
    ],
    [
      "cloudformation/messages.json",
      "aws-kms-rotation",
      ['-        "EnableKeyRotation": false, // why?', '+        "EnableKeyRotation": true, // why?'],
    ],
    [
      "cloudformation/table.json",
      "aws-dynamodb-deletion-protection",
      [
        '-				"PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": false } // as of May',
        '+				"PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": false }, // as of May',
        '+				"DeletionProtectionEnabled": true',
      ],
    ],
    ["cloudformation/serverless.yaml", "aws-lambda-tracing", ["+      Tracing: Active"]],
    [
      "kubernetes/web.yaml",
      "kubernetes-net-raw",
      [
        "+          capabilities:",
        "+            drop:",
        "+            - NET_RAW",
        '-            drop: ["CHOWN"] # not needed',
        '+            drop: ["CHOWN", NET_RAW] # not needed',
      ],
    ],
    [
      "kubernetes/web.yaml",
      "kubernetes-host-pid",
      ["-      hostPID: true # debugging", "+      hostPID: false # debugging"],
    ],
    [
      "compose/shop.yaml",
      "docker-no-restart-policy",
      ["+    restart: unless-stopped", '-    restart: "no" # by hand', "+    restart: unless-stopped # by hand"],
    ],
    [
      "arm/storage.json",
      "azure-storage-public-blobs",
      [
        '-        "allowBlobPublicAccess": true // a public site',
        '+        "allowBlobPublicAccess": false // a public site',
      ],
    ],
  ])("%s: %s", (name, rule, lines) => {
    expect(changeOf(name, rule)).toEqual(lines);
  });

  it("on one resource leaves the others alone", () => {
    const files = [fixture("cloudformation/buckets.yaml")];
    const { changes } = fixCode({ files, rules: ["aws-s3-versioning"], resource: "aws_s3_bucket.Uploads" });
    expect(changes.map(({ resource }) => resource)).toEqual(["aws_s3_bucket.Uploads"]);
  });
});

describe("several files", () => {
  it("of several formats are each changed in their own language, and only where something is mended", () => {
    const files = [
      fixture("kubernetes/web.yaml"),
      fixture("cloudformation/buckets.yaml"),
      { name: "main.tf", text: 'resource "aws_sns_topic" "news" {} # none\n' },
    ];
    const { files: next, changes } = fixCode({ files, rules: ["kubernetes-host-pid", "aws-sns-encryption"] });
    expect(changes.map(({ file }) => file)).toEqual(["main.tf", "kubernetes/web.yaml"]);
    expect(next[0]?.text).toBe(files[0]?.text.replace("hostPID: true", "hostPID: false"));
    expect(next[1]).toEqual(files[1]);
    expect(next[2]?.text).toContain("kms_master_key_id");
  });

  it("that share a resource to be added get one each", () => {
    const table = (id: string) =>
      `Resources:\n  ${id}:\n    Type: AWS::SecretsManager::Secret\n    Properties: { GenerateSecretString: {} }\n`;
    const files = [
      { name: "a.yaml", text: table("One") },
      { name: "b.yaml", text: table("Two") },
    ];
    const { files: next } = fixCode({ files, rules: ["aws-secrets-key"] });
    for (const { text } of next) expect(text).toContain("  StackstageKey:\n    Type: AWS::KMS::Key");
  });
});

describe("what is added", () => {
  it("takes the condition of what it belongs to", () => {
    expect(fixAll("cloudformation/cluster.yaml").files[0]?.text).toMatch(
      /BucketPolicy:\n {4}Type: AWS::S3::BucketPolicy\n {4}Condition: IsProduction\n/,
    );
  });

  it("takes no name that the template has already", () => {
    const text =
      "Resources:\n  StackstageKey:\n    Type: AWS::SNS::Topic\n  S:\n    Type: AWS::SecretsManager::Secret\n    Properties: { GenerateSecretString: {} }\n";
    const { files } = fixCode({ files: [{ name: "a.yaml", text }], rules: ["aws-secrets-key"] });
    const resources = parseAllDocuments(files[0]?.text ?? "")[0]?.get("Resources");
    expect(Object.keys(JSON.parse(JSON.stringify(resources)))).toHaveLength(3);
    expect(files[0]?.text.startsWith(text.slice(0, 60))).toBe(true);
  });
});
