import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { ebsRules } from "./aws-ebs.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";
import type { Rule } from "./rule.ts";

const rules: readonly Rule[] = ebsRules;

const later = new Unknown(["var.setting"]);

const instance = (attributes = {}): Component => component("aws_instance", "web", attributes);
const volume = (attributes = {}): Component => component("aws_ebs_volume", "data", attributes);
const template = (ebs = {}): Component =>
  component("aws_launch_template", "web", { block_device_mappings: [{ ebs: [ebs] }] });
const accountDefault = component("aws_ebs_encryption_by_default", "this", { enabled: true });

const cases: readonly RuleCase[] = [
  ["aws-ebs-encryption", volume(), "fail"],
  ["aws-ebs-encryption", volume(), "pass", accountDefault],
  ["aws-ebs-encryption", volume({ encrypted: false }), "fail", accountDefault],
  ["aws-ebs-encryption", volume({ encrypted: "true" }), "pass"],
  ["aws-ebs-encryption", volume({ snapshot_id: "snap-1" }), "unknown"],
  ["aws-ebs-encryption", volume({ encrypted: later }), "unknown"],
  ["aws-ebs-customer-key", volume({ encrypted: true }), "fail"],
  ["aws-ebs-customer-key", volume({ kms_key_id: later }), "pass"],
  ["aws-ec2-disk-encryption", instance(), "fail"],
  ["aws-ec2-disk-encryption", instance(), "pass", accountDefault],
  ["aws-ec2-disk-encryption", instance({ root_block_device: [{ encrypted: true }] }), "pass"],
  [
    "aws-ec2-disk-encryption",
    instance({ root_block_device: [{ encrypted: true }], ebs_block_device: [{ device_name: "/dev/sdb" }] }),
    "fail",
  ],
  ["aws-ec2-disk-encryption", instance({ root_block_device: [{ encrypted: later }] }), "unknown"],
  ["aws-ec2-template-disk-encryption", template({ volume_size: 8 }), "fail"],
  ["aws-ec2-template-disk-encryption", template({ encrypted: true }), "pass"],
  ["aws-ec2-template-disk-encryption", component("aws_launch_template", "web"), "unknown"],
  ["aws-ebs-image-encryption", component("aws_ami", "a", { ebs_block_device: [{ volume_size: 8 }] }), "fail"],
  ["aws-ebs-image-encryption", component("aws_ami", "a", { ebs_block_device: [{ encrypted: true }] }), "pass"],
  ["aws-ebs-image-encryption", component("aws_ami", "a", { ebs_block_device: [{ snapshot_id: "snap-1" }] }), "unknown"],
  ["aws-ebs-snapshot-copy-encryption", component("aws_ebs_snapshot_copy", "a"), "fail"],
  ["aws-ebs-snapshot-copy-encryption", component("aws_ami_copy", "a", { encrypted: true }), "pass"],
  ["aws-ebs-gp3", volume({ type: "gp2" }), "fail"],
  ["aws-ebs-gp3", instance({ root_block_device: [{ volume_type: "gp2" }] }), "fail"],
  ["aws-ebs-gp3", template({ volume_type: "gp2" }), "fail"],
  ["aws-ebs-gp3", volume({ type: "gp3" }), "pass"],
  ["aws-ebs-gp3", volume({ type: later }), "unknown"],
  ["aws-ebs-default-encryption", component("aws_ebs_encryption_by_default", "this", { enabled: false }), "fail"],
  ["aws-ebs-default-encryption", component("aws_ebs_encryption_by_default", "this"), "pass"],
  ["aws-ebs-backup", volume(), "fail"],
  ["aws-ebs-backup", volume(), "pass", component("aws_backup_selection", "all")],
  ["aws-backup-vault-key", component("aws_backup_vault", "a"), "fail"],
  ["aws-backup-vault-key", component("aws_backup_vault", "a", { kms_key_arn: "alias/aws/backup" }), "fail"],
  ["aws-backup-vault-key", component("aws_backup_vault", "a", { kms_key_arn: later }), "pass"],
];

describe("rules about disks", () => {
  it.each(cases.map((each) => [each[0], each[2], each] as const))("%s answers %s", (_, outcome, each) => {
    expect(answerOf(rules, each)).toBe(outcome);
  });

  it("are each shown failing and passing", () => {
    expect(unshown(rules, cases)).toEqual([]);
  });
});
