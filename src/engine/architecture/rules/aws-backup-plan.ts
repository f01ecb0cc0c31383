import { add } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import type { Component } from "../model/index.ts";
import { stackKey } from "./aws-stack-key.ts";
import { referenceList } from "./reference-list.ts";

const vault = `resource "aws_backup_vault" "stackstage" {
  name        = "stackstage"
  kms_key_arn = aws_kms_key.stackstage.arn
}
`;

const role = `resource "aws_iam_role" "stackstage_backup" {
  name_prefix = "stackstage-backup-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "backup.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  })
}
`;

const attachment = `resource "aws_iam_role_policy_attachment" "stackstage_backup" {
  role       = aws_iam_role.stackstage_backup.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
}
`;

const plan = (copy: string): string => `resource "aws_backup_plan" "stackstage" {
  name = "stackstage-daily"

  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.stackstage.name
    schedule          = "cron(0 3 * * ? *)"

    lifecycle {
      delete_after = 35
    }
${copy}  }
}
`;

/** A daily backup, kept for five weeks in an encrypted vault; `copy` is code for the plan's rule. What it takes in, selections say. */
export const backupPlan = (copy = ""): readonly Edit[] => [
  ...stackKey,
  add("aws_backup_vault.stackstage", vault),
  add("aws_iam_role.stackstage_backup", role),
  add("aws_iam_role_policy_attachment.stackstage_backup", attachment),
  add("aws_backup_plan.stackstage", plan(copy)),
];

/** Takes these components into the plan, by their ARNs: a selection by pattern would take in the whole account. */
export const backupSelection = (label: string, components: readonly Component[]): Edit =>
  add(
    `aws_backup_selection.${label}`,
    `resource "aws_backup_selection" "${label}" {
  name         = "${label.replaceAll("_", "-")}"
  plan_id      = aws_backup_plan.stackstage.id
  iam_role_arn = aws_iam_role.stackstage_backup.arn
  resources    = ${referenceList(components, "arn")}
}
`,
  );
