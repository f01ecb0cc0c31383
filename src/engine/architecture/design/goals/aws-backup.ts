import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { backupPlan, backupSelection } from "../../rules/aws-backup-plan.ts";
import { partnerOfAws } from "../../regions/index.ts";
import { isInDefaultRegion } from "../../rules/remedies.ts";
import type { Edit } from "../edit.ts";
import { add, addBlock, code } from "../edit.ts";
import { declared } from "./declared.ts";

const copyAction = `
    copy_action {
      destination_vault_arn = aws_backup_vault.stackstage_recovery.arn

      lifecycle {
        delete_after = 35
      }
    }
`;

const stateful = ["aws_db_instance", "aws_rds_cluster", "aws_dynamodb_table", "aws_efs_file_system"] as const;

/** Everything that holds data but volumes without a backup, which a rule of their own has selected. */
const backedUp = (model: Model): Component[] => [
  ...model.ofType(...stateful).filter(({ attributes }) => read(attributes, "replicate_source_db") === undefined),
  ...(model.ofType("aws_dlm_lifecycle_policy", "aws_backup_selection").length > 0
    ? model.ofType("aws_ebs_volume")
    : []),
];

const withSelection = (model: Model, copy?: string): Edit[] => {
  const chosen = backedUp(model).filter(
    (component) => !component.address.startsWith("module.") && isInDefaultRegion(component),
  );
  return [...backupPlan(copy), ...(chosen.length === 0 ? [] : [backupSelection("stackstage", chosen)])];
};

/** A daily backup of everything that holds data, kept for five weeks in an encrypted vault. */
export const addBackupPlan = (model: Model): Edit[] => withSelection(model);

export const copiesElsewhere = (model: Model): boolean =>
  model.ofType("aws_backup_plan").some((component) => read(component.attributes, "rule.copy_action") !== undefined) ||
  model.ofType(
    "aws_db_instance_automated_backups_replication",
    "aws_rds_global_cluster",
    "aws_s3_bucket_replication_configuration",
  ).length > 0;

/** A plan that the stack has already copies as well; else there is a new one. */
const copyingPlan = (model: Model): readonly Edit[] => {
  const [plan] = declared(model, "aws_backup_plan");
  return plan === undefined
    ? withSelection(model, copyAction)
    : [
        addBlock(plan.address, "rule.copy_action", {
          destination_vault_arn: code("aws_backup_vault.stackstage_recovery.arn"),
          lifecycle: [{ delete_after: 35 }],
        }),
      ];
};

/** The daily backup, copied to a vault in another region. */
export const addRecoveryCopies = (model: Model): Edit[] => {
  const region = partnerOfAws(model.region);
  return [
    ...(model.find("provider.aws.recovery") === undefined
      ? [add("provider.aws.recovery", `provider "aws" {\n  alias  = "recovery"\n  region = "${region}"\n}\n`)]
      : []),
    add(
      "aws_kms_key.stackstage_recovery",
      `resource "aws_kms_key" "stackstage_recovery" {\n  provider                = aws.recovery\n  description             = "Encrypts backups in the recovery region"\n  deletion_window_in_days = 30\n  enable_key_rotation     = true\n}\n`,
    ),
    add(
      "aws_backup_vault.stackstage_recovery",
      `resource "aws_backup_vault" "stackstage_recovery" {\n  provider    = aws.recovery\n  name        = "stackstage-recovery"\n  kms_key_arn = aws_kms_key.stackstage_recovery.arn\n}\n`,
    ),
    ...copyingPlan(model),
  ];
};
