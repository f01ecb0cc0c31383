import { expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Attributes } from "../model/index.ts";
import { rules } from "./index.ts";
import { at, later } from "./rule-table-fixture.ts";
import { component, toldOf } from "./rules-fixture.ts";
import type { ToldCase } from "./rules-fixture.ts";

/** Points at `to` in attribute `path`. */
const pointing = (type: string, path: string, to: string, attributes: Attributes = {}): ToldCase[1] =>
  component(type, "one", attributes, { references: [{ path, to }] });

const one = (type: string, attributes: Attributes = {}): ToldCase[1] => component(type, "one", attributes);
const other = (type: string, attributes: Attributes = {}): ToldCase[1] => component(type, "other", attributes);

/** A value of which something is known: a template, or the object that a policy is encoded from. */
const shaped = (shape: ConstructorParameters<typeof Unknown>[1], ...refs: string[]): Unknown =>
  new Unknown(refs, shape);

const cases: readonly ToldCase[] = [
  // IAM
  [
    "aws-iam-admin-policy",
    one("aws_ssoadmin_permission_set_inline_policy", {
      inline_policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } }),
    }),
    "fail at inline_policy",
  ],
  ["aws-iam-admin-document", one("data.aws_iam_policy_document", { statement: later }), "unknown"],
  [
    "aws-iam-any-resource",
    one("aws_iam_policy", {
      policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: ["s3", "s3:GetObject"], Resource: "*" }] }),
    }),
    "fail at policy",
  ],
  ["aws-iam-open-trust", one("aws_iam_role"), "pass"],
  ["aws-iam-open-trust", one("aws_iam_role", { assume_role_policy: "" }), "pass"],
  [
    "aws-iam-github-trust",
    one("aws_iam_role", {
      assume_role_policy: shaped({
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRoleWithWebIdentity",
            Principal: { Federated: "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com" },
            Condition: { StringLike: { "token.actions.githubusercontent.com:sub": later } },
          },
        ],
      }),
    }),
    "pass",
  ],
  [
    "aws-iam-github-trust",
    one("aws_iam_role", {
      assume_role_policy: shaped({
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRoleWithWebIdentity",
            Principal: { Federated: "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com" },
            Condition: { StringLike: { "token.actions.githubusercontent.com:sub": shaped("repo:*", "var.later") } },
          },
        ],
      }),
    }),
    "fail at assume_role_policy",
  ],
  [
    "aws-iam-administrator",
    one("aws_iam_role", {
      managed_policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/AdministratorAccess"],
    }),
    "fail at managed_policy_arns",
  ],
  ["aws-iam-administrator", one("aws_iam_role", { managed_policy_arns: later }), "unknown"],
  ["aws-iam-administrator", one("aws_iam_role"), "pass"],
  ["aws-iam-administrator", one("data.aws_iam_policy", { name: "AdministratorAccess" }), "fail at name"],
  [
    "aws-iam-administrator",
    one("data.aws_iam_policy", { arn: "arn:aws:iam::aws:policy/AdministratorAccess" }),
    "fail at arn",
  ],
  ["aws-iam-administrator", one("data.aws_iam_policy", { name: "ReadOnlyAccess" }), "pass"],
  [
    "aws-iam-administrator",
    one("aws_ssoadmin_managed_policy_attachment", {
      managed_policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
    "fail at managed_policy_arn",
  ],
  [
    "aws-iam-root-access-key",
    pointing("aws_iam_access_key", "user", "aws_iam_user.other"),
    "fail at user",
    other("aws_iam_user", { name: "root" }),
  ],
  // Storage that is paid for and not used
  ["aws-efs-no-lifecycle", one("aws_efs_file_system", { lifecycle_policy: later }), "unknown"],
  ["aws-s3-old-versions-kept", one("aws_s3_bucket_lifecycle_configuration", { rule: [{ id: "a" }] }), "unknown"],
  ["aws-s3-old-versions-kept", one("aws_s3_bucket_lifecycle_configuration", { rule: later }), "unknown"],
  [
    "aws-s3-old-versions-kept",
    pointing("aws_s3_bucket_lifecycle_configuration", "bucket", "aws_s3_bucket.other", { rule: [{ id: "a" }] }),
    "unknown",
    other("aws_s3_bucket"),
    component("aws_s3_bucket_versioning", "v", { bucket: later }),
  ],
  [
    "aws-s3-old-versions-kept",
    pointing("aws_s3_bucket_lifecycle_configuration", "bucket", "aws_s3_bucket.other"),
    "fail at rule",
    other("aws_s3_bucket", at("versioning.enabled", true)),
  ],
  ["aws-kms-rotation", one("aws_kms_key", { key_usage: later }), "unknown"],
];

it.each(cases.map((given) => [given[0], JSON.stringify(given[1].attributes), given[2], given] as const))(
  "%s of %s: %s",
  (_id, _attributes, told, given) => {
    expect(toldOf(rules, given)).toBe(told);
  },
);
