import { remove, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { stackKey, stackKeyArn } from "./aws-stack-key.ts";
import { fail, mustBe, mustHaveOwnKey, pass, textAt, unknown } from "./checks.ts";
import { inRoot, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** Scaling targets of the table; a literal `table/<name>` counts too. */
const scalingTargets = (table: Component, model: Model): readonly Component[] => {
  const referring = model.attached(table, "aws_appautoscaling_target", "resource_id");
  if (referring.length > 0) return referring;
  const name = textAt(table, "name");
  return model
    .ofType("aws_appautoscaling_target")
    .filter(
      (target) =>
        name !== undefined &&
        textAt(target, "resource_id") === `table/${name}` &&
        !target.references.some(({ path }) => path === "resource_id"),
    );
};

const hasPolicy = (target: Component, model: Model): boolean =>
  model.attached(target, "aws_appautoscaling_policy", "resource_id").length > 0 ||
  model
    .ofType("aws_appautoscaling_policy")
    .some(
      (policy) =>
        textAt(policy, "resource_id") !== undefined &&
        textAt(policy, "resource_id") === textAt(target, "resource_id") &&
        !policy.references.some(({ path }) => path === "resource_id"),
    );

const scales = (table: Component, model: Model): Verdict => {
  const mode = read(table.attributes, "billing_mode");
  if (isUnknown(mode)) return unknown;
  if (mode === "PAY_PER_REQUEST") return pass;
  const scaled =
    model.attached(table, "aws_appautoscaling_policy", "resource_id").length > 0 ||
    scalingTargets(table, model).some((target) => hasPolicy(target, model));
  return scaled ? pass : fail("billing_mode");
};

const payPerRequest = ({ address, attributes }: Component): Edit[] => {
  const capacities = ["read_capacity", "write_capacity"];
  const own = capacities.filter((name) => read(attributes, name) !== undefined);
  const indexes = readAll(attributes, "global_secondary_index").flatMap(([path, block]) =>
    capacities.flatMap((name) => (read(block, name) === undefined ? [] : [`${path}.${name}`])),
  );
  return [
    set(address, "billing_mode", "PAY_PER_REQUEST"),
    ...[...own, ...indexes].map((path) => remove(address, path)),
  ];
};

const tables = ["aws_dynamodb_table"];

/** Rules about DynamoDB tables. */
export const dynamodbRules: readonly Rule[] = [
  rule({
    id: "aws-dynamodb-recovery",
    severity: "medium",
    pillar: "reliability",
    types: tables,
    title: "Table cannot be restored to a point in time",
    why: "Items that a bug or a mistake overwrites or deletes are gone.",
    fix: "Set point_in_time_recovery.enabled = true.",
    refs: { checkov: ["CKV_AWS_28"], fsbp: ["DynamoDB.2"] },
    check: mustBe("point_in_time_recovery.enabled", true),
    remedy: setTo("point_in_time_recovery.enabled", true),
  }),
  rule({
    id: "aws-dynamodb-customer-key",
    severity: "low",
    pillar: "security",
    types: tables,
    title: "Table without a key of your own",
    why: "DynamoDB encrypts with a key of AWS's own; you can neither revoke it nor see who uses it.",
    fix: "Set server_side_encryption.enabled = true and server_side_encryption.kms_key_arn.",
    refs: { checkov: ["CKV_AWS_119"] },
    check: (table) => {
      const enabled = mustBe("server_side_encryption.enabled", true)(table);
      return enabled.outcome === "pass" ? mustHaveOwnKey("server_side_encryption.kms_key_arn")(table) : enabled;
    },
    remedy: inRoot(({ address }) => [
      ...stackKey,
      set(address, "server_side_encryption.enabled", true),
      set(address, "server_side_encryption.kms_key_arn", stackKeyArn),
    ]),
  }),
  rule({
    id: "aws-dynamodb-deletion-protection",
    severity: "low",
    pillar: "reliability",
    types: tables,
    title: "Table can be deleted by one call",
    why: "A mistake, or a change that replaces the table, is enough to delete its data.",
    fix: "Set deletion_protection_enabled = true.",
    refs: { fsbp: ["DynamoDB.6"] },
    check: mustBe("deletion_protection_enabled", true),
    remedy: setTo("deletion_protection_enabled", true),
  }),
  rule({
    id: "aws-dynamodb-capacity",
    severity: "low",
    pillar: "cost",
    types: tables,
    title: "Table has a fixed capacity",
    why: "It is paid for while nobody uses it, and refuses requests when more come than it was sized for.",
    fix: 'Set billing_mode = "PAY_PER_REQUEST", or add an aws_appautoscaling_target and policy.',
    refs: { checkov: ["CKV2_AWS_16"], fsbp: ["DynamoDB.1"] },
    check: scales,
    remedy: payPerRequest,
  }),
  rule({
    id: "aws-dynamodb-global-recovery",
    severity: "low",
    pillar: "reliability",
    types: tables,
    title: "Replica of the table cannot be restored to a point in time",
    why: "A copy in another region is overwritten with the same mistake; only recovery brings old items back there.",
    fix: "Set point_in_time_recovery = true in every replica block.",
    refs: { checkov: ["CKV_AWS_165"] },
    check: ({ attributes }) => {
      const bare = readAll(attributes, "replica").find(
        ([, block]) => asText(read(block, "point_in_time_recovery")) !== "true",
      );
      if (bare === undefined) return isUnknown(read(attributes, "replica")) ? unknown : pass;
      return isUnknown(read(bare[1], "point_in_time_recovery")) ? unknown : fail(bare[0]);
    },
    remedy: ({ address, attributes }) =>
      readAll(attributes, "replica").map(([path]) => set(address, `${path}.point_in_time_recovery`, true)),
  }),
];
