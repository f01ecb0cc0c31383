import type { Edit } from "../design/edit.ts";
import { isUnknown, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, mustBe, mustBeSet, mustNotBe, pass, textAt, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { addCompanion, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const fileSystem = ["aws_efs_file_system"];

/** Is the file system one of the resources that a backup plan takes in? */
const isSelected = ({ id, address }: Component, model: Model): boolean =>
  model
    .ofType("aws_backup_selection")
    .some(({ references }) => references.some(({ path, to }) => path === "resources" && (to === id || to === address)));

const backup = (component: Component, model: Model): Verdict => {
  if (isSelected(component, model)) return pass;
  const policies = companionsOf(component, model, "aws_efs_backup_policy", "file_system_id");
  if (policies === undefined) return unknown;
  const [policy] = policies;
  if (policy === undefined) return fail();
  if (isUnknown(read(policy.attributes, "backup_policy.status"))) return unknown;
  return textAt(policy, "backup_policy.status") === "ENABLED" ? pass : fail();
};

const enableBackup = (component: Component, model: Model): readonly Edit[] => {
  const policies = companionsOf(component, model, "aws_efs_backup_policy", "file_system_id") ?? [];
  if (policies.length > 0) return policies.flatMap(setTo("backup_policy.status", "ENABLED"));
  return addCompanion(
    component,
    model,
    "aws_efs_backup_policy",
    (reference) => `  file_system_id = ${reference}.id

  backup_policy {
    status = "ENABLED"
  }
`,
  );
};

export const efsRules: readonly Rule[] = [
  rule({
    id: "aws-efs-encryption",
    severity: "high",
    pillar: "security",
    types: fileSystem,
    title: "File system is not encrypted",
    why: "Files lie readable on AWS' disks and in backups, and most compliance rules forbid that.",
    fix: "Set `encrypted = true`; an existing file system is replaced by a new one, so copy its files first.",
    refs: { checkov: ["CKV_AWS_42"], fsbp: ["EFS.1"], cis: ["6.0:3.3.1", "7.0:3.3.1"] },
    check: mustBe("encrypted", true),
    remedy: setTo("encrypted", true),
  }),
  rule({
    id: "aws-efs-backup",
    severity: "medium",
    pillar: "reliability",
    types: fileSystem,
    title: "File system is not backed up",
    why: "Files that are deleted or overwritten by mistake cannot be brought back.",
    fix: 'Add an `aws_efs_backup_policy` with `status = "ENABLED"`.',
    refs: { checkov: ["CKV2_AWS_18"], fsbp: ["EFS.2"] },
    check: backup,
    remedy: enableBackup,
  }),
  rule({
    id: "aws-efs-access-point-root",
    severity: "low",
    pillar: "security",
    types: ["aws_efs_access_point"],
    title: "Access point opens the whole file system",
    why: "An application sees the files of all others.",
    fix: "Set `root_directory.path` to a directory of the application's own.",
    refs: { checkov: ["CKV_AWS_329"], fsbp: ["EFS.3"] },
    check: (component) =>
      read(component.attributes, "root_directory.path") === undefined
        ? fail()
        : mustNotBe("root_directory.path", "/")(component),
  }),
  rule({
    id: "aws-efs-access-point-user",
    severity: "low",
    pillar: "security",
    types: ["aws_efs_access_point"],
    title: "Access point lets clients choose their user",
    why: "A client may claim to be root and read or change every file.",
    fix: "Add a `posix_user` block with `uid` and `gid`.",
    refs: { checkov: ["CKV_AWS_330"], fsbp: ["EFS.4"] },
    check: mustBeSet("posix_user"),
  }),
];
