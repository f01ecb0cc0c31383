import { add } from "../design/edit.ts";
import { asText, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { exportLogs } from "./aws-rds.ts";
import { useStackKey } from "./aws-stack-key.ts";
import { fail, judge, mustBe, mustBeSet, mustHaveOwnKey, pass, textAt, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { freshLabel, inRoot, labelOf, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** Aurora Serverless v1 scales and encrypts by itself. */
const isServerless = (cluster: Component): boolean => textAt(cluster, "engine_mode") === "serverless";

const instancesOf = (cluster: Component, model: Model): readonly Component[] | undefined =>
  companionsOf(cluster, model, "aws_rds_cluster_instance", "cluster_identifier");

const hasReader = (cluster: Component, model: Model): Verdict => {
  if (isServerless(cluster) || read(cluster.attributes, "db_cluster_instance_class") !== undefined) return pass;
  const count = instancesOf(cluster, model)?.length;
  if (count === undefined || count === 0) return unknown;
  return count > 1 ? pass : fail();
};

const addReader: NonNullable<Rule["remedy"]> = (cluster, model) => {
  const [writer] = instancesOf(cluster, model) ?? [];
  if (writer === undefined || writer.id !== writer.address || writer.address.startsWith("module.")) return [];
  const label = freshLabel(model, "aws_rds_cluster_instance", `${labelOf(writer)}_reader`);
  return [
    add(
      `aws_rds_cluster_instance.${label}`,
      `resource "aws_rds_cluster_instance" "${label}" {
  cluster_identifier           = ${writer.address}.cluster_identifier
  instance_class               = ${writer.address}.instance_class
  engine                       = ${writer.address}.engine
  engine_version               = ${writer.address}.engine_version
  monitoring_interval          = ${writer.address}.monitoring_interval
  monitoring_role_arn          = ${writer.address}.monitoring_role_arn
  performance_insights_enabled = ${writer.address}.performance_insights_enabled
}
`,
    ),
  ];
};

const clusters = ["aws_rds_cluster"];

/** Rules about Aurora clusters. */
export const auroraRules: readonly Rule[] = [
  rule({
    id: "aws-aurora-encryption",
    severity: "high",
    pillar: "security",
    types: clusters,
    title: "Database cluster is not encrypted",
    why: "Whoever gets at a backup or a snapshot can read all data.",
    fix: "Set storage_encrypted = true; an existing cluster is replaced, so restore the new one from an encrypted copy of its snapshot.",
    refs: { checkov: ["CKV_AWS_96"], fsbp: ["RDS.27"] },
    check: (cluster) => {
      const verdict = mustBe("storage_encrypted", true)(cluster);
      if (verdict.outcome !== "fail" || read(cluster.attributes, "storage_encrypted") !== undefined) return verdict;
      if (isServerless(cluster)) return pass;
      const inherits = ["snapshot_identifier", "replication_source_identifier", "global_cluster_identifier"];
      return inherits.some((name) => read(cluster.attributes, name) !== undefined) ? unknown : verdict;
    },
    remedy: setTo("storage_encrypted", true),
  }),
  rule({
    id: "aws-aurora-customer-key",
    severity: "low",
    pillar: "security",
    types: clusters,
    title: "Database cluster without a key of your own",
    why: "You can neither revoke access to the data by the key nor see who decrypts it.",
    fix: "Set kms_key_id; an existing cluster is replaced, so restore the new one from a copy of its snapshot with that key.",
    refs: { checkov: ["CKV_AWS_327"] },
    check: mustHaveOwnKey("kms_key_id"),
    // A cluster that is encrypted already is not worth replacing for another key.
    remedy: (cluster, model) =>
      textAt(cluster, "storage_encrypted") === "true" ? [] : useStackKey("kms_key_id")(cluster, model),
  }),
  rule({
    id: "aws-aurora-deletion-protection",
    severity: "medium",
    pillar: "reliability",
    types: clusters,
    title: "Database cluster can be deleted by one call",
    why: "A mistake, or a stolen key, is enough to delete it.",
    fix: "Set deletion_protection = true.",
    refs: { checkov: ["CKV_AWS_139"], fsbp: ["RDS.7"] },
    check: mustBe("deletion_protection", true),
    remedy: setTo("deletion_protection", true),
  }),
  rule({
    id: "aws-aurora-reader",
    severity: "high",
    pillar: "reliability",
    types: clusters,
    title: "Database cluster has a single instance",
    why: "When it fails there is nothing to fail over to: a new one has to be started first.",
    fix: "Add a second aws_rds_cluster_instance with the same cluster_identifier.",
    refs: { cis: ["6.0:3.2.4", "7.0:3.2.4"], fsbp: ["RDS.15"] },
    check: hasReader,
    remedy: inRoot(addReader),
  }),
  rule({
    id: "aws-aurora-iam-login",
    severity: "low",
    pillar: "security",
    types: clusters,
    title: "Login with IAM is off for the cluster",
    why: "Applications have to keep long-lived passwords instead of short-lived tokens.",
    fix: "Set iam_database_authentication_enabled = true.",
    refs: { checkov: ["CKV_AWS_162"], fsbp: ["RDS.12"] },
    check: (cluster) =>
      isServerless(cluster) ? unknown : mustBe("iam_database_authentication_enabled", true)(cluster),
    remedy: setTo("iam_database_authentication_enabled", true),
  }),
  rule({
    id: "aws-aurora-log-exports",
    severity: "low",
    pillar: "operations",
    types: clusters,
    title: "Logs of the database cluster are not exported",
    why: "Errors and audit records are lost when the instances rotate their files.",
    fix: "Set enabled_cloudwatch_logs_exports to the logs of the engine.",
    refs: { checkov: ["CKV_AWS_324"], fsbp: ["RDS.34"] },
    check: mustBeSet("enabled_cloudwatch_logs_exports"),
    remedy: exportLogs,
  }),
  rule({
    id: "aws-aurora-global-encryption",
    severity: "high",
    pillar: "security",
    types: ["aws_rds_global_cluster"],
    title: "Global database is not encrypted",
    why: "Whoever gets at a backup in any of its regions can read all data.",
    fix: "Set storage_encrypted = true.",
    refs: { checkov: ["CKV_AWS_140"] },
    check: (component) => {
      const inherits = read(component.attributes, "source_db_cluster_identifier") !== undefined;
      return judge(component, "storage_encrypted", (value) => asText(value) === "true", inherits ? unknown : fail());
    },
    remedy: setTo("storage_encrypted", true),
  }),
];
