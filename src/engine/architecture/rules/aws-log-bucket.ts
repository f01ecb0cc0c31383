import { add } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";

/** The account that the code is applied in, for policies. */
export const callerIdentity: Edit = add(
  "data.aws_caller_identity.stackstage",
  `data "aws_caller_identity" "stackstage" {}
`,
);

const bucket = `resource "aws_s3_bucket" "stackstage_logs" {
  bucket_prefix = "stackstage-logs-"
}
`;

const access = `resource "aws_s3_bucket_public_access_block" "stackstage_logs" {
  bucket                  = aws_s3_bucket.stackstage_logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
`;

const versioning = `resource "aws_s3_bucket_versioning" "stackstage_logs" {
  bucket = aws_s3_bucket.stackstage_logs.id

  versioning_configuration {
    status = "Enabled"
  }
}
`;

// S3 and the load balancers can only deliver to a bucket with SSE-S3.
const encryption = `resource "aws_s3_bucket_server_side_encryption_configuration" "stackstage_logs" {
  bucket = aws_s3_bucket.stackstage_logs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}
`;

const lifecycle = `resource "aws_s3_bucket_lifecycle_configuration" "stackstage_logs" {
  bucket = aws_s3_bucket.stackstage_logs.id

  rule {
    id     = "expire-logs"
    status = "Enabled"

    filter {}

    expiration {
      days = 365
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}
`;

const policy = `resource "aws_s3_bucket_policy" "stackstage_logs" {
  bucket = aws_s3_bucket.stackstage_logs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "DeliverLogs"
        Effect = "Allow"
        Principal = {
          Service = [
            "cloudtrail.amazonaws.com",
            "delivery.logs.amazonaws.com",
            "logdelivery.elasticloadbalancing.amazonaws.com",
            "logging.s3.amazonaws.com",
          ]
        }
        Action   = "s3:PutObject"
        Resource = "\${aws_s3_bucket.stackstage_logs.arn}/*"
        Condition = {
          StringEquals = {
            "aws:SourceAccount" = data.aws_caller_identity.stackstage.account_id
          }
        }
      },
      {
        Sid    = "CheckLogBucket"
        Effect = "Allow"
        Principal = {
          Service = ["cloudtrail.amazonaws.com", "delivery.logs.amazonaws.com"]
        }
        Action   = ["s3:GetBucketAcl", "s3:ListBucket"]
        Resource = aws_s3_bucket.stackstage_logs.arn
      },
      {
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource = [
          aws_s3_bucket.stackstage_logs.arn,
          "\${aws_s3_bucket.stackstage_logs.arn}/*",
        ]
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}
`;

/** One bucket for all access, flow and audit logs, itself private, versioned, encrypted and emptied after a year. */
export const logBucket: readonly Edit[] = [
  callerIdentity,
  add("aws_s3_bucket.stackstage_logs", bucket),
  add("aws_s3_bucket_public_access_block.stackstage_logs", access),
  add("aws_s3_bucket_versioning.stackstage_logs", versioning),
  add("aws_s3_bucket_server_side_encryption_configuration.stackstage_logs", encryption),
  add("aws_s3_bucket_lifecycle_configuration.stackstage_logs", lifecycle),
  add("aws_s3_bucket_policy.stackstage_logs", policy),
];
