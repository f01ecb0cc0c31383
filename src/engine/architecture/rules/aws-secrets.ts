import { remove } from "../design/edit.ts";
import { asText, isUnknown, read } from "../model/index.ts";
import { useStackKey } from "./aws-stack-key.ts";
import { fail, judge, mustBe, mustHaveOwnKey, pass, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { secretPath } from "./literal-secret.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule } from "./rule.ts";

const providerKeys = ["access_key", "secret_key", "token"];

/** Rules about where secrets are kept, and about those that stand in the code. */
export const secretsRules: readonly Rule[] = [
  rule({
    id: "aws-secrets-rotation",
    severity: "low",
    pillar: "security",
    types: ["aws_secretsmanager_secret"],
    title: "Secret is never rotated",
    why: "A secret that leaked once stays good for ever.",
    fix: "Add an aws_secretsmanager_secret_rotation with rotation_rules.",
    refs: { checkov: ["CKV2_AWS_57"], fsbp: ["SecretsManager.1"] },
    check: (secret, model) => {
      if (read(secret.attributes, "rotation_lambda_arn") !== undefined) return pass;
      const rotations = companionsOf(secret, model, "aws_secretsmanager_secret_rotation", "secret_id");
      if (rotations === undefined) return unknown;
      return rotations.length > 0 ? pass : fail();
    },
  }),
  rule({
    id: "aws-secrets-rotation-period",
    severity: "low",
    pillar: "security",
    types: ["aws_secretsmanager_secret_rotation"],
    title: "Secret is rotated too rarely",
    why: "A secret that leaked stays good for months.",
    fix: "Set rotation_rules.automatically_after_days = 90 or less.",
    refs: { checkov: ["CKV_AWS_304"], fsbp: ["SecretsManager.4"] },
    check: (rotation) =>
      judge(rotation, "rotation_rules.automatically_after_days", (value) => Number(asText(value)) <= 90, pass),
    remedy: setTo("rotation_rules.automatically_after_days", 90),
  }),
  rule({
    id: "aws-secrets-key",
    severity: "low",
    pillar: "security",
    types: ["aws_secretsmanager_secret"],
    title: "Secret without a key of your own",
    why: "You can neither share it with another account nor revoke access by the key.",
    fix: "Set kms_key_id.",
    refs: { checkov: ["CKV_AWS_149"] },
    check: mustHaveOwnKey("kms_key_id"),
    remedy: useStackKey("kms_key_id"),
  }),
  rule({
    id: "aws-secrets-recovery",
    severity: "low",
    pillar: "reliability",
    types: ["aws_secretsmanager_secret"],
    title: "Deleted secret cannot be brought back",
    why: "A mistaken delete takes effect at once and stops what needs the secret.",
    fix: "Set recovery_window_in_days = 7 or more.",
    refs: {},
    check: (secret) => judge(secret, "recovery_window_in_days", (value) => Number(asText(value)) > 0, pass),
    remedy: setTo("recovery_window_in_days", 30),
  }),
  rule({
    id: "aws-ssm-secure-string",
    severity: "low",
    pillar: "security",
    types: ["aws_ssm_parameter"],
    title: "Parameter is stored in the clear",
    why: "Everyone who may read parameters reads it, without needing a key.",
    fix: 'Set type = "SecureString".',
    refs: { checkov: ["CKV2_AWS_34"] },
    check: mustBe("type", "SecureString"),
  }),
  rule({
    id: "aws-provider-access-key",
    severity: "critical",
    pillar: "security",
    types: ["provider.aws"],
    title: "Access key stands in the provider block",
    why: "Everyone who can read the repository can act in the account with these rights.",
    fix: "Remove access_key and secret_key from the provider and use a profile, a role or environment variables.",
    refs: { checkov: ["CKV_AWS_41"] },
    check: ({ attributes }) => {
      const path = secretPath(attributes, ...providerKeys);
      if (path !== undefined) return fail(path);
      return providerKeys.some((name) => isUnknown(read(attributes, name))) ? unknown : pass;
    },
    remedy: ({ address, attributes }) =>
      providerKeys.flatMap((name) => (read(attributes, name) === undefined ? [] : [remove(address, name)])),
  }),
];
