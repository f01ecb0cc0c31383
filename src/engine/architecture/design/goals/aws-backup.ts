import type { Model } from "../../model/index.ts";
import { read } from "../../model/index.ts";
import { stackKey } from "../../rules/aws-stack-key.ts";
import type { Edit } from "../edit.ts";
import { add } from "../edit.ts";

/** Where copies go: far enough for a regional outage, near enough for the same law. */
const partnerRegions: Readonly<Record<string, string>> = {
  "us-east-1": "us-west-2",
  "us-east-2": "us-west-2",
  "us-west-1": "us-east-2",
  "us-west-2": "us-east-2",
  "ca-central-1": "ca-west-1",
  "sa-east-1": "us-east-1",
  "eu-west-1": "eu-central-1",
  "eu-west-2": "eu-west-1",
  "eu-west-3": "eu-central-1",
  "eu-central-1": "eu-west-1",
  "eu-north-1": "eu-central-1",
  "eu-south-1": "eu-central-1",
  "ap-southeast-1": "ap-southeast-2",
  "ap-southeast-2": "ap-southeast-1",
  "ap-northeast-1": "ap-northeast-3",
  "ap-northeast-2": "ap-northeast-1",
  "ap-south-1": "ap-southeast-1",
};

const backedUp = ["aws_db_instance", "aws_rds_cluster", "aws_dynamodb_table", "aws_efs_file_system", "aws_ebs_volume"] as const;

const roleCode = `resource "aws_iam_role" "stackstage_backup" {
  name = "stackstage-backup"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "backup.amazonaws.com" }
    }]
  })
}
`;

const attachment = `resource "aws_iam_role_policy_attachment" "stackstage_backup" {
  role       = aws_iam_role.stackstage_backup.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
}
`;

const vault = `resource "aws_backup_vault" "stackstage" {
  name        = "stackstage"
  kms_key_arn = aws_kms_key.stackstage.arn
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

const copyAction = `
    copy_action {
      destination_vault_arn = aws_backup_vault.stackstage_recovery.arn

      lifecycle {
        delete_after = 35
      }
    }
`;

const selection = (model: Model): string => {
  const arns = backedUp
    .flatMap((type) => model.ofType(type))
    .filter(({ id, address }) => id === address)
    .map(({ address }) => `${address}.arn`);
  return `resource "aws_backup_selection" "stackstage" {
  name         = "stackstage"
  plan_id      = aws_backup_plan.stackstage.id
  iam_role_arn = aws_iam_role.stackstage_backup.arn

  resources = [
${arns.map((arn) => `    ${arn},\n`).join("")}  ]
}
`;
};

const common = (model: Model, copy: string): Edit[] => [
  ...stackKey,
  add("aws_backup_vault.stackstage", vault),
  add("aws_iam_role.stackstage_backup", roleCode),
  add("aws_iam_role_policy_attachment.stackstage_backup", attachment),
  add("aws_backup_plan.stackstage", plan(copy)),
  add("aws_backup_selection.stackstage", selection(model)),
];

/** A daily backup of everything that holds data, kept for five weeks in an encrypted vault. */
export const addBackupPlan = (model: Model): Edit[] => common(model, "");

export const copiesElsewhere = (model: Model): boolean =>
  model.ofType("aws_backup_plan").some((component) => read(component.attributes, "rule.copy_action") !== undefined) ||
  model.ofType("aws_db_instance_automated_backups_replication", "aws_rds_global_cluster", "aws_s3_bucket_replication_configuration").length > 0;

/** The daily backup, copied to a vault in another region. */
export const addRecoveryCopies = (model: Model): Edit[] => {
  const region = partnerRegions[model.region] ?? (model.region === "us-east-1" ? "us-west-2" : "us-east-1");
  return [
    add("provider.aws_recovery", `provider "aws" {\n  alias  = "recovery"\n  region = "${region}"\n}\n`),
    add(
      "aws_kms_key.stackstage_recovery",
      `resource "aws_kms_key" "stackstage_recovery" {\n  provider                = aws.recovery\n  description             = "Encrypts backups in the recovery region"\n  deletion_window_in_days = 30\n  enable_key_rotation     = true\n}\n`,
    ),
    add(
      "aws_backup_vault.stackstage_recovery",
      `resource "aws_backup_vault" "stackstage_recovery" {\n  provider    = aws.recovery\n  name        = "stackstage-recovery"\n  kms_key_arn = aws_kms_key.stackstage_recovery.arn\n}\n`,
    ),
    ...common(model, copyAction),
  ];
};
