import { trailKey } from "../../rules/aws-cloudtrail.ts";
import { logBucket } from "../../rules/aws-log-bucket.ts";
import type { Edit } from "../edit.ts";
import { add } from "../edit.ts";

const trail = `resource "aws_cloudtrail" "stackstage" {
  name                          = "stackstage"
  s3_bucket_name                = aws_s3_bucket.stackstage_logs.id
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  kms_key_id                    = aws_kms_key.stackstage_trail.arn

  depends_on = [aws_s3_bucket_policy.stackstage_logs]
}
`;

/** An audit trail over all regions, encrypted and tamper-evident, in a bucket of its own. */
export const addAuditTrail = (): Edit[] => [...logBucket, ...trailKey, add("aws_cloudtrail.stackstage", trail)];
