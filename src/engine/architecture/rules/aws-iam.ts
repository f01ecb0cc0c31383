import { asText, isUnknown, matches, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { atLeast, fail, judge, mustBe, pass, textAt, unknown } from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const attachesToUser = (component: Component): Verdict => {
  if (component.type !== "aws_iam_policy_attachment") return fail("user");
  const users = read(component.attributes, "users");
  if (users === undefined || (Array.isArray(users) && users.length === 0)) return pass;
  return isUnknown(users) ? unknown : fail("users");
};

const userOf = (key: Component, model: Model): string | undefined => {
  const user = model.target(key, "user");
  return textAt(key, "user") ?? (user && textAt(user, "name"));
};

const isRoot = (user: string | undefined): boolean => user === "root" || user?.endsWith(":root") === true;

const administrator = /:policy\/(?:AdministratorAccess|IAMFullAccess)$/;

const isAdministrator = (component: Component): Verdict => {
  const { attributes } = component;
  if (component.type === "data.aws_iam_policy") {
    const named = judge(component, "name", (value) => !matches(value, /^(?:AdministratorAccess|IAMFullAccess)$/), pass);
    return named.outcome === "fail" ? named : judge(component, "arn", (value) => !matches(value, administrator), pass);
  }
  if (component.type === "aws_iam_role") {
    const arns = [read(attributes, "managed_policy_arns") ?? []].flat();
    if (arns.some((arn) => matches(arn, administrator))) return fail("managed_policy_arns");
    return arns.some(isUnknown) ? unknown : pass;
  }
  const name = component.type === "aws_ssoadmin_managed_policy_attachment" ? "managed_policy_arn" : "policy_arn";
  return judge(component, name, (value) => !matches(value, administrator), pass);
};

const passwordPolicy = ["aws_iam_account_password_policy"];

/** One kind of character that passwords must hold. */
const characters = (name: string, kind: string, checkov: string, fsbp: string): Rule =>
  rule({
    id: `aws-iam-password-${kind}`,
    severity: "low",
    pillar: "security",
    types: passwordPolicy,
    title: `Passwords need no ${kind}`,
    why: "Simpler passwords are guessed faster.",
    fix: `Set ${name} = true.`,
    refs: { checkov: [checkov], fsbp: [fsbp, "IAM.7"] },
    check: mustBe(name, true),
    remedy: setTo(name, true),
  });

/** Rules about users, keys, attachments and passwords. */
export const iamRules: readonly Rule[] = [
  rule({
    id: "aws-iam-user-policy",
    severity: "low",
    pillar: "security",
    types: ["aws_iam_user_policy", "aws_iam_user_policy_attachment", "aws_iam_policy_attachment"],
    title: "Policy is attached to a single user",
    why: "Rights that are given one by one are forgotten when people change jobs.",
    fix: "Attach the policy to a group or role and put the user there.",
    refs: { checkov: ["CKV_AWS_40"], cis: ["6.0:2.14", "7.0:2.13"], fsbp: ["IAM.2"] },
    check: attachesToUser,
  }),
  rule({
    id: "aws-iam-administrator",
    severity: "high",
    pillar: "security",
    types: [
      "aws_iam_role",
      "aws_iam_role_policy_attachment",
      "aws_iam_user_policy_attachment",
      "aws_iam_group_policy_attachment",
      "aws_iam_policy_attachment",
      "aws_ssoadmin_managed_policy_attachment",
      "data.aws_iam_policy",
    ],
    title: "Identity is an administrator",
    why: "A mistake or a stolen session of it reaches everything in the account.",
    fix: "Replace AdministratorAccess or IAMFullAccess in policy_arn by a policy with the rights that are needed.",
    refs: { checkov: ["CKV_AWS_274", "CKV_AWS_275", "CKV2_AWS_56"] },
    check: isAdministrator,
  }),
  rule({
    id: "aws-iam-access-key",
    severity: "medium",
    pillar: "security",
    types: ["aws_iam_access_key"],
    title: "Long-lived access key is made in code",
    why: "The key does not expire and its secret stands in the Terraform state.",
    fix: "Remove the aws_iam_access_key and use a role, or a federated login for what runs outside of AWS.",
    refs: { cis: ["6.0:2.13", "7.0:2.12"], fsbp: ["IAM.3"] },
    check: (key, model) => (isRoot(userOf(key, model)) ? pass : fail()),
  }),
  rule({
    id: "aws-iam-root-access-key",
    severity: "critical",
    pillar: "security",
    types: ["aws_iam_access_key"],
    title: "Access key for the root user",
    why: "Nothing limits the root user: with its key an intruder can take over or close the account.",
    fix: "Remove the key; user must not be root.",
    refs: { checkov: ["CKV_AWS_348"], cis: ["6.0:2.3"], fsbp: ["IAM.4"] },
    check: (key, model) => {
      if (isRoot(userOf(key, model))) return fail("user");
      return isUnknown(read(key.attributes, "user")) && model.target(key, "user") === undefined ? unknown : pass;
    },
  }),
  rule({
    id: "aws-iam-password-length",
    severity: "medium",
    pillar: "security",
    types: passwordPolicy,
    title: "Passwords may be shorter than 14 characters",
    why: "Short passwords are guessed.",
    fix: "Set minimum_password_length = 14.",
    refs: { checkov: ["CKV_AWS_10"], cis: ["6.0:2.7", "7.0:2.8"], fsbp: ["IAM.10", "IAM.15", "IAM.7"] },
    check: atLeast("minimum_password_length", 14),
    remedy: setTo("minimum_password_length", 14),
  }),
  rule({
    id: "aws-iam-password-reuse",
    severity: "low",
    pillar: "security",
    types: passwordPolicy,
    title: "Old passwords may be used again",
    why: "A password that leaked once comes back.",
    fix: "Set password_reuse_prevention = 24.",
    refs: { checkov: ["CKV_AWS_13"], cis: ["6.0:2.8", "7.0:2.9"], fsbp: ["IAM.10", "IAM.16", "IAM.7"] },
    check: atLeast("password_reuse_prevention", 24),
    remedy: setTo("password_reuse_prevention", 24),
  }),
  rule({
    id: "aws-iam-password-age",
    severity: "low",
    pillar: "security",
    types: passwordPolicy,
    title: "Passwords never expire",
    why: "A password that leaked stays good for ever.",
    fix: "Set max_password_age = 90.",
    refs: { checkov: ["CKV_AWS_9"], fsbp: ["IAM.7"] },
    check: (component) =>
      judge(component, "max_password_age", (value) => Number(asText(value)) > 0 && Number(asText(value)) <= 90),
    remedy: setTo("max_password_age", 90),
  }),
  characters("require_lowercase_characters", "lowercase", "CKV_AWS_11", "IAM.12"),
  characters("require_numbers", "numbers", "CKV_AWS_12", "IAM.14"),
  characters("require_symbols", "symbols", "CKV_AWS_14", "IAM.13"),
  characters("require_uppercase_characters", "uppercase", "CKV_AWS_15", "IAM.11"),
];
