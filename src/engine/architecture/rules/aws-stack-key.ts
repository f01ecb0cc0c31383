import { add, code, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { callerIdentity } from "./aws-log-bucket.ts";
import { inRoot } from "./remedies.ts";

/**
 * A key of the stack's own for what needs a customer-managed one. Its policy is that of the keys that AWS manages:
 * whoever may use the bucket, table, secret or topic may use the key through that service, so nobody is shut out.
 * Alarms are let in by name. Source: AWS, "Allow a principal to use a key through an AWS service"; "Encrypt SNS topics".
 */
export const stackKey: readonly Edit[] = [
  callerIdentity,
  add(
    "aws_kms_key.stackstage",
    `resource "aws_kms_key" "stackstage" {
  description             = "Encrypts what this stack stores"
  deletion_window_in_days = 30
  enable_key_rotation     = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Administer"
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::\${data.aws_caller_identity.stackstage.account_id}:root"
        }
        Action   = "kms:*"
        Resource = "*"
      },
      {
        Sid       = "UseThroughServices"
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action = [
          "kms:CreateGrant",
          "kms:Decrypt",
          "kms:DescribeKey",
          "kms:Encrypt",
          "kms:GenerateDataKey*",
          "kms:ReEncrypt*",
        ]
        Resource = "*"
        Condition = {
          StringEquals = {
            "kms:CallerAccount" = data.aws_caller_identity.stackstage.account_id
          }
          StringLike = {
            "kms:ViaService" = [
              "backup.*.amazonaws.com",
              "dynamodb.*.amazonaws.com",
              "ec2.*.amazonaws.com",
              "rds.*.amazonaws.com",
              "s3.*.amazonaws.com",
              "secretsmanager.*.amazonaws.com",
              "sns.*.amazonaws.com",
            ]
          }
        }
      },
      {
        Sid       = "DeliverAlarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = {
          StringEquals = {
            "aws:SourceAccount" = data.aws_caller_identity.stackstage.account_id
          }
        }
      },
    ]
  })
}
`,
  ),
];

/** Reference to the key that `stackKey` adds. */
export const stackKeyArn = code("aws_kms_key.stackstage.arn");

/** Remedy that has the stack's own key used at `path`. */
export const useStackKey = (path: string) => inRoot(({ address }) => [...stackKey, set(address, path, stackKeyArn)]);
