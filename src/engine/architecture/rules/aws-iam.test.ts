import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Attributes, Component } from "../model/index.ts";
import { iamRules } from "./aws-iam.ts";
import { iamPolicyRules } from "./aws-iam-policy.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";
import type { Rule } from "./rule.ts";

const rules: readonly Rule[] = [...iamRules, ...iamPolicyRules];

const later = new Unknown(["var.setting"]);

const json = (statement: object): string => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const policy = (statement: object): Component =>
  component("aws_iam_policy", "app", { policy: json({ Effect: "Allow", ...statement }) });
const role = (statement: object): Component =>
  component("aws_iam_role", "app", {
    assume_role_policy: json({ Effect: "Allow", Action: "sts:AssumeRole", ...statement }),
  });
const document = (statement: Attributes): Component =>
  component(
    "data.aws_iam_policy_document",
    "app",
    { statement: [statement] },
    {
      id: "data.aws_iam_policy_document.app",
      address: "data.aws_iam_policy_document.app",
    },
  );
const root = { type: "AWS", identifiers: ["arn:aws:iam::123456789012:root"] };
const password = (attributes = {}): Component => component("aws_iam_account_password_policy", "this", attributes);
const github = {
  Action: "sts:AssumeRoleWithWebIdentity",
  Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
};
const keyOf = (user: string): Component => component("aws_iam_access_key", "k", { user });

const cases: readonly RuleCase[] = [
  ["aws-iam-user-policy", component("aws_iam_user_policy", "a", { user: "x" }), "fail"],
  ["aws-iam-user-policy", component("aws_iam_policy_attachment", "a", { users: ["x"] }), "fail"],
  ["aws-iam-user-policy", component("aws_iam_policy_attachment", "a", { users: [] }), "pass"],
  ["aws-iam-user-policy", component("aws_iam_policy_attachment", "a", { users: later }), "unknown"],
  [
    "aws-iam-administrator",
    component("aws_iam_role_policy_attachment", "a", { policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" }),
    "fail",
  ],
  [
    "aws-iam-administrator",
    component("aws_iam_role", "a", { managed_policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }),
    "pass",
  ],
  ["aws-iam-administrator", component("aws_iam_role_policy_attachment", "a", { policy_arn: later }), "unknown"],
  ["aws-iam-access-key", keyOf("ci"), "fail"],
  ["aws-iam-access-key", keyOf("root"), "pass"],
  ["aws-iam-root-access-key", keyOf("root"), "fail"],
  ["aws-iam-root-access-key", keyOf("ci"), "pass"],
  ["aws-iam-root-access-key", component("aws_iam_access_key", "k", { user: later }), "unknown"],
  ["aws-iam-password-length", password(), "fail"],
  ["aws-iam-password-length", password({ minimum_password_length: 14 }), "pass"],
  ["aws-iam-password-length", password({ minimum_password_length: later }), "unknown"],
  ["aws-iam-password-reuse", password({ password_reuse_prevention: 5 }), "fail"],
  ["aws-iam-password-reuse", password({ password_reuse_prevention: 24 }), "pass"],
  ["aws-iam-password-age", password({ max_password_age: 365 }), "fail"],
  ["aws-iam-password-age", password({ max_password_age: 90 }), "pass"],
  ["aws-iam-password-lowercase", password(), "fail"],
  ["aws-iam-password-lowercase", password({ require_lowercase_characters: true }), "pass"],
  ["aws-iam-password-numbers", password(), "fail"],
  ["aws-iam-password-numbers", password({ require_numbers: true }), "pass"],
  ["aws-iam-password-symbols", password(), "fail"],
  ["aws-iam-password-symbols", password({ require_symbols: true }), "pass"],
  ["aws-iam-password-uppercase", password(), "fail"],
  ["aws-iam-password-uppercase", password({ require_uppercase_characters: true }), "pass"],
  ["aws-iam-admin-policy", policy({ Action: "*", Resource: "*" }), "fail"],
  ["aws-iam-admin-policy", policy({ Action: ["s3:Get*", "*"], Resource: ["arn:aws:s3:::a", "*"] }), "fail"],
  ["aws-iam-admin-policy", policy({ Effect: "Deny", Action: "*", Resource: "*" }), "pass"],
  ["aws-iam-admin-policy", policy({ Action: "*", Resource: "arn:aws:s3:::a" }), "pass"],
  ["aws-iam-admin-policy", component("aws_iam_policy", "app", { policy: later }), "unknown"],
  [
    "aws-iam-admin-policy",
    component("aws_iam_policy", "app", {
      policy: new Unknown(["data.aws_iam_policy_document.app"], { Statement: [{ Action: ["*"], Resource: ["*"] }] }),
    }),
    "unknown",
    document({ actions: ["*"], resources: ["*"] }),
  ],
  ["aws-iam-admin-document", document({ actions: ["*"], resources: ["*"] }), "fail"],
  ["aws-iam-admin-document", document({ actions: ["s3:GetObject"], resources: ["*"] }), "pass"],
  ["aws-iam-any-action", document({ actions: ["*"], resources: ["arn:aws:s3:::a/*"] }), "fail"],
  ["aws-iam-any-action", document({ actions: ["s3:*"], resources: ["arn:aws:s3:::a/*"] }), "pass"],
  ["aws-iam-any-action", policy({ Action: "*", Resource: "arn:aws:s3:::a/*" }), "fail"],
  ["aws-iam-opens-resources", policy({ Action: ["s3:PutBucketPolicy"], Resource: "*" }), "fail"],
  ["aws-iam-opens-resources", policy({ Action: "ram:CreateResourceShare", Resource: "*" }), "fail"],
  ["aws-iam-opens-resources", policy({ Action: ["s3:PutBucketPolicy"], Resource: "arn:aws:s3:::a" }), "pass"],
  ["aws-iam-opens-resources", policy({ Action: ["s3:GetObject"], Resource: "*" }), "pass"],
  ["aws-iam-any-resource", policy({ Action: ["logs:PutLogEvents"], Resource: "*" }), "fail"],
  ["aws-iam-any-resource", policy({ Action: ["xray:PutTraceSegments"], Resource: "*" }), "pass"],
  ["aws-iam-privilege-escalation", policy({ Action: ["iam:PassRole"], Resource: "*" }), "fail"],
  [
    "aws-iam-privilege-escalation",
    policy({ Action: ["iam:PassRole"], Resource: "arn:aws:iam::123456789012:role/app" }),
    "pass",
  ],
  ["aws-iam-privilege-escalation", policy({ Action: ["iam:GetRole"], Resource: "*" }), "pass"],
  ["aws-iam-any-resource", policy({ Action: "s3:GetObject", Resource: "*" }), "fail"],
  ["aws-iam-any-resource", document({ actions: ["kms:Decrypt"], resources: ["*"] }), "fail"],
  ["aws-iam-any-resource", document({ actions: ["kms:*"], resources: ["*"], principals: [root] }), "pass"],
  ["aws-iam-any-resource", document({ actions: ["kms:*"], resources: ["*"], principals: later }), "pass"],
  ["aws-iam-opens-resources", document({ actions: ["kms:*"], resources: ["*"], principals: [root] }), "pass"],
  ["aws-iam-any-resource", policy({ Action: "s3:ListAllMyBuckets", Resource: "*" }), "pass"],
  ["aws-iam-any-resource", policy({ Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" }), "pass"],
  ["aws-iam-any-resource", policy({ Action: "ec2:DescribeInstances", Resource: "*" }), "pass"],
  ["aws-iam-credentials-exposure", document({ actions: ["sts:AssumeRole"], resources: ["*"] }), "fail"],
  ["aws-iam-credentials-exposure", policy({ Action: "ec2:GetPasswordData", Resource: "*" }), "fail"],
  ["aws-iam-credentials-exposure", policy({ Action: "sts:GetCallerIdentity", Resource: "*" }), "pass"],
  ["aws-iam-credentials-exposure", policy({ Action: "sts:AssumeRole", Resource: "arn:aws:iam::1:role/app" }), "pass"],
  ["aws-iam-open-document", document({ principals: [{ type: "AWS", identifiers: ["*"] }] }), "fail"],
  [
    "aws-iam-open-document",
    document({ principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }] }),
    "pass",
  ],
  ["aws-iam-open-trust", role({ Principal: { AWS: "*" } }), "fail"],
  [
    "aws-iam-open-trust",
    role({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
    "pass",
  ],
  ["aws-iam-open-trust", role({ Principal: { Service: "ec2.amazonaws.com" } }), "pass"],
  ["aws-iam-open-trust", component("aws_iam_role", "app", { assume_role_policy: later }), "unknown"],
  ["aws-iam-account-trust", role({ Principal: { AWS: "arn:aws:iam::123456789012:root" } }), "fail"],
  [
    "aws-iam-account-trust",
    role({ Principal: { AWS: "123456789012" }, Condition: { StringEquals: { "sts:ExternalId": "x" } } }),
    "pass",
  ],
  ["aws-iam-account-trust", role({ Principal: { AWS: "arn:aws:iam::123456789012:role/ci" } }), "pass"],
  ["aws-iam-github-trust", role(github), "fail"],
  [
    "aws-iam-github-trust",
    role({ ...github, Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" } } }),
    "fail",
  ],
  [
    "aws-iam-github-trust",
    role({ ...github, Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/app:*" } } }),
    "pass",
  ],
];

describe("rules about identities", () => {
  it.each(cases.map((each) => [each[0], each[2], each] as const))("%s answers %s", (_, outcome, each) => {
    expect(answerOf(rules, each)).toBe(outcome);
  });

  it("are each shown failing and passing", () => {
    expect(unshown(rules, cases)).toEqual([]);
  });
});
