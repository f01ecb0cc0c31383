import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Attributes, Component, Value } from "../model/index.ts";
import { s3Rules } from "./aws-s3.ts";
import { s3AccessRules } from "./aws-s3-access.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";
import type { Rule } from "./rule.ts";

const rules: readonly Rule[] = [...s3Rules, ...s3AccessRules];

const later = new Unknown(["var.setting"]);

const bucket = (attributes = {}): Component => component("aws_s3_bucket", "assets", attributes);
/** A resource of the bucket's own, as `bucket = aws_s3_bucket.assets.id` makes it. */
const of = (type: string, attributes = {}): Component =>
  component(
    `aws_s3_bucket_${type}`,
    "assets",
    { bucket: new Unknown(["aws_s3_bucket.assets"]), ...attributes },
    {
      references: [{ path: "bucket", to: "aws_s3_bucket.assets" }],
    },
  );
const stray = (type: string): Component =>
  component(`aws_s3_bucket_${type}`, "stray", { bucket: new Unknown(["aws_s3_bucket.elsewhere"]) });
const allowAnyone = (condition = {}): string =>
  JSON.stringify({
    Statement: { Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:GetObject", Resource: "*", ...condition },
  });
const deny = (value: string): string =>
  JSON.stringify({
    Statement: [
      { Effect: "Deny", Principal: "*", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": value } } },
    ],
  });
const sse = (algorithm: Value): Attributes => ({
  rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: algorithm }] }],
});
const block = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};

const cases: readonly RuleCase[] = [
  ["aws-s3-kms-encryption", bucket(), "fail"],
  ["aws-s3-kms-encryption", bucket(), "skip", of("server_side_encryption_configuration", sse("AES256"))],
  ["aws-s3-amazon-key", bucket(), "fail", of("server_side_encryption_configuration", sse("AES256"))],
  ["aws-s3-amazon-key", bucket({ server_side_encryption_configuration: [sse("AES256")] }), "fail"],
  ["aws-s3-amazon-key", bucket({ server_side_encryption_configuration: [sse("AES256")], website: [{}] }), "pass"],
  ["aws-s3-amazon-key", bucket(), "skip"],
  ["aws-s3-kms-encryption", bucket(), "pass", of("server_side_encryption_configuration", sse("aws:kms"))],
  ["aws-s3-kms-encryption", bucket(), "unknown", of("server_side_encryption_configuration", sse(later))],
  ["aws-s3-kms-encryption", bucket({ server_side_encryption_configuration: [sse("aws:kms")] }), "pass"],
  ["aws-s3-kms-encryption", bucket({ server_side_encryption_configuration: new Unknown([], [sse("AES256")]) }), "fail"],
  [
    "aws-s3-kms-encryption",
    bucket({ server_side_encryption_configuration: new Unknown([], [sse("aws:kms")]) }),
    "unknown",
  ],
  ["aws-s3-kms-encryption", bucket({ acl: "log-delivery-write" }), "pass"],
  ["aws-s3-lifecycle", bucket(), "fail", of("lifecycle_configuration", { rule: [{ id: "a", status: "Disabled" }] })],
  ["aws-s3-public-access-let-in", bucket(), "skip"],
  ["aws-s3-public-access-let-in", bucket(), "fail", of("public_access_block", { block_public_acls: true })],
  [
    "aws-s3-public-access-let-in",
    bucket(),
    "pass",
    of("public_access_block", { block_public_acls: true, block_public_policy: true }),
  ],
  ["aws-s3-versioning", bucket(), "fail"],
  ["aws-s3-versioning", bucket({ versioning: [{ enabled: true }] }), "pass"],
  ["aws-s3-versioning", bucket({ versioning: [{ enabled: "false" }] }), "fail"],
  ["aws-s3-versioning", bucket({ versioning: [{ enabled: later }] }), "unknown"],
  ["aws-s3-versioning", bucket(), "pass", of("versioning", { versioning_configuration: [{ status: "Enabled" }] })],
  ["aws-s3-versioning", bucket(), "fail", of("versioning", { versioning_configuration: [{ status: "Suspended" }] })],
  ["aws-s3-versioning", bucket(), "unknown", stray("versioning")],
  ["aws-s3-access-logging", bucket(), "fail"],
  ["aws-s3-access-logging", bucket({ logging: [{ target_bucket: "logs" }] }), "pass"],
  ["aws-s3-access-logging", bucket(), "unknown", stray("logging")],
  ["aws-s3-lifecycle", bucket(), "fail"],
  ["aws-s3-lifecycle", bucket(), "pass", of("lifecycle_configuration")],
  ["aws-s3-lifecycle", bucket(), "unknown", stray("lifecycle_configuration")],
  ["aws-s3-abort-incomplete-uploads", of("lifecycle_configuration", { rule: [{ status: "Enabled" }] }), "fail"],
  [
    "aws-s3-abort-incomplete-uploads",
    of("lifecycle_configuration", { rule: [{ abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] }] }),
    "pass",
  ],
  [
    "aws-s3-abort-incomplete-uploads",
    of("lifecycle_configuration", {
      rule: [{ filter: [{ prefix: "tmp/" }], abort_incomplete_multipart_upload: [{}] }],
    }),
    "fail",
  ],
  [
    "aws-s3-abort-incomplete-uploads",
    of("lifecycle_configuration", { rule: [{ filter: [{ prefix: "" }], abort_incomplete_multipart_upload: [{}] }] }),
    "pass",
  ],
  ["aws-s3-abort-incomplete-uploads", of("lifecycle_configuration", { rule: later }), "unknown"],
  ["aws-s3-secure-transport", bucket(), "fail"],
  ["aws-s3-secure-transport", bucket(), "unknown", of("policy", { policy: deny("false") })],
  ["aws-s3-secure-transport", of("policy", { policy: deny("false") }), "pass"],
  ["aws-s3-secure-transport", of("policy", { policy: deny("true") }), "fail"],
  ["aws-s3-secure-transport", of("policy", { policy: later }), "unknown"],
  ["aws-s3-replication", bucket(), "fail"],
  ["aws-s3-replication", bucket(), "pass", of("replication_configuration", { rule: [{ status: "Enabled" }] })],
  ["aws-s3-replication", bucket({ replication_configuration: [{ rules: [{ status: later }] }] }), "unknown"],
  ["aws-s3-force-destroy", bucket({ force_destroy: true }), "fail"],
  ["aws-s3-force-destroy", bucket(), "pass"],
  ["aws-s3-force-destroy", bucket({ force_destroy: later }), "unknown"],
  ["aws-s3-public-read", bucket({ acl: "public-read" }), "fail"],
  ["aws-s3-public-read", bucket({ acl: "private" }), "pass"],
  ["aws-s3-public-read", bucket({ acl: later }), "unknown"],
  ["aws-s3-public-read", bucket({ acl: "public-read" }), "pass", of("public_access_block", block)],
  [
    "aws-s3-public-read",
    of("acl", {
      access_control_policy: [
        { grant: [{ permission: "READ", grantee: [{ uri: "http://acs.amazonaws.com/groups/global/AllUsers" }] }] },
      ],
    }),
    "fail",
  ],
  ["aws-s3-public-write", of("acl", { acl: "public-read-write" }), "fail"],
  ["aws-s3-public-write", of("acl", { acl: "public-read" }), "pass"],
  ["aws-s3-authenticated-read", of("acl", { acl: "authenticated-read" }), "fail"],
  ["aws-s3-authenticated-read", of("acl", { acl: "private" }), "pass"],
  ["aws-s3-public-policy", of("policy", { policy: allowAnyone() }), "fail"],
  [
    "aws-s3-public-policy",
    of("policy", { policy: allowAnyone({ Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }) }),
    "pass",
  ],
  ["aws-s3-public-policy", of("policy", { policy: later }), "unknown"],
  ["aws-s3-public-access-block", bucket(), "fail"],
  ["aws-s3-public-access-block", bucket(), "pass", of("public_access_block", {})],
  ["aws-s3-public-access-block", bucket(), "pass", component("aws_s3_account_public_access_block", "this", block)],
  ["aws-s3-public-access-block", bucket(), "unknown", stray("public_access_block")],
  ["aws-s3-block-public-acls", of("public_access_block", { ...block, block_public_acls: false }), "fail"],
  ["aws-s3-block-public-acls", of("public_access_block", block), "pass"],
  ["aws-s3-block-public-acls", of("public_access_block", { block_public_acls: later }), "unknown"],
  ["aws-s3-block-public-policy", of("public_access_block", {}), "fail"],
  ["aws-s3-block-public-policy", of("public_access_block", block), "pass"],
  ["aws-s3-ignore-public-acls", of("public_access_block", {}), "fail"],
  ["aws-s3-ignore-public-acls", of("public_access_block", block), "pass"],
  ["aws-s3-restrict-public-buckets", of("public_access_block", {}), "fail"],
  ["aws-s3-restrict-public-buckets", of("public_access_block", block), "pass"],
  ["aws-s3-object-ownership", of("ownership_controls", { rule: [{ object_ownership: "ObjectWriter" }] }), "fail"],
  [
    "aws-s3-object-ownership",
    of("ownership_controls", { rule: [{ object_ownership: "BucketOwnerEnforced" }] }),
    "pass",
  ],
  ["aws-s3-account-public-access-block", component("aws_s3_account_public_access_block", "this"), "fail"],
  ["aws-s3-account-public-access-block", component("aws_s3_account_public_access_block", "this", block), "pass"],
];

describe("rules about S3 buckets", () => {
  it.each(cases.map((each) => [each[0], each[2], each] as const))("%s answers %s", (_, outcome, each) => {
    expect(answerOf(rules, each)).toBe(outcome);
  });

  it("are each shown failing and passing", () => {
    expect(unshown(rules, cases)).toEqual([]);
  });
});
