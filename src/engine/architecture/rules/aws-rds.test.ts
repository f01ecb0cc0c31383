import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { rdsRules } from "./aws-rds.ts";
import { auroraRules } from "./aws-aurora.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";
import type { Rule } from "./rule.ts";

const rules: readonly Rule[] = [...rdsRules, ...auroraRules];

const later = new Unknown(["var.setting"]);

const db = (attributes = {}): Component => component("aws_db_instance", "main", { engine: "postgres", ...attributes });
const cluster = (attributes = {}): Component =>
  component("aws_rds_cluster", "main", { engine: "aurora-postgresql", ...attributes });
const member = (name: string, attributes = {}): Component =>
  component("aws_rds_cluster_instance", name, attributes, {
    references: [{ path: "cluster_identifier", to: "aws_rds_cluster.main" }],
  });

const cases: readonly RuleCase[] = [
  ["aws-rds-public", db({ publicly_accessible: true }), "fail"],
  ["aws-rds-public", db(), "pass"],
  ["aws-rds-public", member("a", { publicly_accessible: later }), "unknown"],
  ["aws-rds-backup", db(), "fail"],
  ["aws-rds-backup", db({ backup_retention_period: 0 }), "fail"],
  ["aws-rds-backup", db({ backup_retention_period: 1 }), "pass"],
  ["aws-rds-backup", cluster(), "pass"],
  ["aws-rds-backup", db({ replicate_source_db: "main" }), "unknown"],
  ["aws-rds-backup", db({ backup_retention_period: later }), "unknown"],
  ["aws-rds-backup-retention", db({ backup_retention_period: "3" }), "fail"],
  ["aws-rds-backup-retention", cluster(), "fail"],
  ["aws-rds-backup-retention", db({ backup_retention_period: 7 }), "pass"],
  ["aws-rds-backup-retention", db(), "pass"],
  ["aws-rds-minor-upgrades", db({ auto_minor_version_upgrade: false }), "fail"],
  ["aws-rds-minor-upgrades", db(), "pass"],
  ["aws-rds-enhanced-monitoring", db({ monitoring_interval: 0 }), "fail"],
  ["aws-rds-enhanced-monitoring", db({ monitoring_interval: 60 }), "pass"],
  ["aws-rds-enhanced-monitoring", db({ monitoring_interval: later }), "unknown"],
  ["aws-rds-performance-insights", db(), "fail"],
  ["aws-rds-performance-insights", db({ performance_insights_enabled: true }), "pass"],
  ["aws-rds-performance-insights", db({ engine: "mysql", instance_class: "db.t3.micro" }), "unknown"],
  ["aws-rds-final-snapshot", cluster({ skip_final_snapshot: true }), "fail"],
  ["aws-rds-final-snapshot", db(), "pass"],
  ["aws-rds-final-snapshot", db({ replicate_source_db: "main", skip_final_snapshot: true }), "unknown"],
  ["aws-rds-literal-password", db({ password: "changeme123" }), "fail"],
  ["aws-rds-literal-password", db({ password: "***MASKED***" }), "fail"],
  ["aws-rds-literal-password", cluster({ master_password: "***MASKED***" }), "fail"],
  ["aws-rds-literal-password", db({ password: later }), "pass"],
  ["aws-rds-snapshot-tags", db(), "fail"],
  ["aws-rds-snapshot-tags", cluster({ copy_tags_to_snapshot: true }), "pass"],
  ["aws-rds-encryption", db(), "fail"],
  ["aws-rds-encryption", db({ storage_encrypted: true }), "pass"],
  ["aws-rds-encryption", db({ snapshot_identifier: "snap" }), "unknown"],
  ["aws-rds-encryption", db({ storage_encrypted: later }), "unknown"],
  ["aws-rds-multi-az", db(), "fail"],
  ["aws-rds-multi-az", db({ multi_az: true }), "pass"],
  ["aws-rds-multi-az", db({ multi_az: later }), "unknown"],
  ["aws-rds-deletion-protection", db(), "fail"],
  ["aws-rds-deletion-protection", db({ deletion_protection: true }), "pass"],
  ["aws-rds-log-exports", db({ enabled_cloudwatch_logs_exports: [] }), "fail"],
  ["aws-rds-log-exports", db({ enabled_cloudwatch_logs_exports: ["postgresql"] }), "pass"],
  ["aws-rds-iam-login", db(), "fail"],
  ["aws-rds-iam-login", db({ iam_database_authentication_enabled: true }), "pass"],
  ["aws-rds-iam-login", db({ engine: "mariadb", engine_version: "10.2.43" }), "unknown"],
  ["aws-rds-iam-login", db({ engine: "sqlserver-ex" }), "unknown"],
  ["aws-rds-storage-autoscaling", db(), "fail"],
  ["aws-rds-storage-autoscaling", db({ max_allocated_storage: 100 }), "pass"],
  ["aws-rds-gp3", db(), "fail"],
  ["aws-rds-gp3", db({ storage_type: "gp2" }), "fail"],
  ["aws-rds-gp3", db({ storage_type: "gp3" }), "pass"],
  ["aws-rds-gp3", db({ storage_type: later }), "unknown"],
  ["aws-rds-old-generation", db({ instance_class: "db.t2.micro" }), "fail"],
  ["aws-rds-old-generation", member("a", { instance_class: "db.r6g.large" }), "pass"],
  ["aws-rds-arm-alternative", db({ instance_class: "db.t3.micro" }), "fail"],
  ["aws-rds-arm-alternative", db({ instance_class: "db.t4g.micro" }), "pass"],
  ["aws-rds-arm-alternative", db({ engine: "mysql", engine_version: "5.7", instance_class: "db.t3.micro" }), "unknown"],
  ["aws-rds-public-snapshot", component("aws_db_snapshot", "a", { shared_accounts: ["all"] }), "fail"],
  ["aws-rds-public-snapshot", component("aws_db_snapshot", "a"), "pass"],
  ["aws-rds-public-snapshot", component("aws_db_snapshot", "a", { shared_accounts: [later] }), "unknown"],
  ["aws-rds-old-version", db({ engine: "mysql", engine_version: "5.7" }), "fail"],
  ["aws-rds-old-version", db({ engine_version: "13.4" }), "fail"],
  ["aws-rds-old-version", db({ engine_version: "16.3" }), "pass"],
  ["aws-rds-old-version", db({ engine: "sqlserver-ex", engine_version: "15.00" }), "pass"],
  ["aws-rds-old-version", cluster({ engine: "aurora-mysql", engine_version: "5.7.mysql_aurora.2.11.3" }), "fail"],
  ["aws-rds-old-version", cluster({ engine_version: later }), "unknown"],
  ["aws-aurora-encryption", cluster(), "fail"],
  ["aws-aurora-encryption", cluster({ engine_mode: "serverless" }), "pass"],
  ["aws-aurora-encryption", cluster({ snapshot_identifier: "snap" }), "unknown"],
  ["aws-aurora-customer-key", cluster(), "fail"],
  ["aws-aurora-customer-key", cluster({ kms_key_id: later }), "pass"],
  ["aws-aurora-deletion-protection", cluster(), "fail"],
  ["aws-aurora-deletion-protection", cluster({ deletion_protection: true }), "pass"],
  ["aws-aurora-reader", cluster(), "fail", member("a")],
  ["aws-aurora-reader", cluster(), "pass", member("a"), member("b")],
  ["aws-aurora-reader", cluster(), "unknown"],
  ["aws-aurora-iam-login", cluster(), "fail"],
  ["aws-aurora-iam-login", cluster({ iam_database_authentication_enabled: true }), "pass"],
  ["aws-aurora-log-exports", cluster(), "fail"],
  ["aws-aurora-log-exports", cluster({ enabled_cloudwatch_logs_exports: ["postgresql"] }), "pass"],
  ["aws-aurora-global-encryption", component("aws_rds_global_cluster", "a"), "fail"],
  ["aws-aurora-global-encryption", component("aws_rds_global_cluster", "a", { storage_encrypted: true }), "pass"],
  [
    "aws-aurora-global-encryption",
    component("aws_rds_global_cluster", "a", { source_db_cluster_identifier: "x" }),
    "unknown",
  ],
];

describe("rules about relational databases", () => {
  it.each(cases.map((each) => [each[0], each[2], each] as const))("%s answers %s", (_, outcome, each) => {
    expect(answerOf(rules, each)).toBe(outcome);
  });

  it("are each shown failing and passing", () => {
    expect(unshown(rules, cases)).toEqual([]);
  });
});
