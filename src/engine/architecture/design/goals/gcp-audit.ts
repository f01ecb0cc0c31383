import type { Model } from "../../model/index.ts";
import { add } from "../edit.ts";
import type { Edit } from "../edit.ts";

export const hasAuditTrail = (model: Model): boolean =>
  model.ofType("google_project_iam_audit_config", "google_organization_iam_audit_config").length > 0;

const client = "data.google_client_config.current";

const auditConfig = `resource "google_project_iam_audit_config" "stackstage" {
  project = ${client}.project
  service = "allServices"

  audit_log_config {
    log_type = "ADMIN_READ"
  }

  audit_log_config {
    log_type = "DATA_READ"
  }

  audit_log_config {
    log_type = "DATA_WRITE"
  }
}
`;

/** Thirty days is what Google keeps unasked; a year is what most auditors want to see. */
const logBucket = `resource "google_logging_project_bucket_config" "stackstage" {
  project        = ${client}.project
  location       = "global"
  bucket_id      = "_Default"
  retention_days = 365
}
`;

/** Who read and who changed what, in every service of the project, kept for a year. */
export const addAuditTrail = (): Edit[] => [
  add(client, 'data "google_client_config" "current" {}\n'),
  add("google_project_iam_audit_config.stackstage", auditConfig),
  add("google_logging_project_bucket_config.stackstage", logBucket),
];
