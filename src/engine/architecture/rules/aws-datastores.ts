import { asText, isUnknown, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { atLeast, fail, mustBe, mustBeSet, mustNotBe, pass, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const warehouse = ["aws_redshift_cluster"];
const documents = ["aws_docdb_cluster"];
const graph = ["aws_neptune_cluster"];

const warehouseLogs = (component: Component, model: Model): Verdict => {
  const inline = read(component.attributes, "logging.enable");
  if (isUnknown(inline)) return unknown;
  if (asText(inline) === "true") return pass;
  const companions = companionsOf(component, model, "aws_redshift_logging", "cluster_identifier");
  if (companions === undefined) return unknown;
  return companions.length > 0 ? pass : fail();
};

/** Backups of a week, the least that FSBP asks for; AWS keeps one day unless told otherwise. */
const keptAWeek = atLeast("backup_retention_period", 7);
const keepAWeek = setTo("backup_retention_period", 7);

export const datastoreRules: readonly Rule[] = [
  rule({
    id: "aws-redshift-public",
    severity: "critical",
    pillar: "security",
    types: warehouse,
    title: "Warehouse is reachable from the internet",
    why: "Anyone can try passwords on the database that holds all of the company's figures.",
    fix: "Set `publicly_accessible = false`.",
    refs: { checkov: ["CKV_AWS_87"], fsbp: ["Redshift.1"] },
    check: mustBe("publicly_accessible", false),
    remedy: setTo("publicly_accessible", false),
  }),
  rule({
    id: "aws-redshift-encryption",
    severity: "high",
    pillar: "security",
    types: warehouse,
    title: "Warehouse is not encrypted",
    why: "Tables and snapshots lie readable on disks, and a copied snapshot gives everything away.",
    fix: "Set `encrypted = true`.",
    refs: { checkov: ["CKV_AWS_64"], fsbp: ["Redshift.10"] },
    check: mustBe("encrypted", true),
    remedy: setTo("encrypted", true),
  }),
  rule({
    id: "aws-redshift-logging",
    severity: "low",
    pillar: "operations",
    types: warehouse,
    title: "Warehouse keeps no audit log",
    why: "Who logged in and which queries ran cannot be found out afterwards.",
    fix: "Add an `aws_redshift_logging` for the cluster.",
    refs: { checkov: ["CKV_AWS_71"], fsbp: ["Redshift.4"] },
    check: warehouseLogs,
  }),
  rule({
    id: "aws-redshift-snapshots",
    severity: "medium",
    pillar: "reliability",
    types: warehouse,
    title: "Warehouse takes no automatic snapshots",
    why: "After a mistake in a load job the data cannot be brought back.",
    fix: "Set `automated_snapshot_retention_period` to 7: a bad load is usually noticed within a week.",
    refs: { checkov: ["CKV_AWS_343"], fsbp: ["Redshift.3"] },
    check: atLeast("automated_snapshot_retention_period", 1, pass),
    remedy: setTo("automated_snapshot_retention_period", 7),
  }),
  rule({
    id: "aws-redshift-vpc-routing",
    severity: "low",
    pillar: "security",
    types: warehouse,
    title: "Warehouse copies data past the VPC",
    why: "Loads and unloads take the public way, where neither security groups nor flow logs see them.",
    fix: "Set `enhanced_vpc_routing = true`; the VPC then needs a way to S3.",
    refs: { checkov: ["CKV_AWS_321"], fsbp: ["Redshift.7"] },
    check: mustBe("enhanced_vpc_routing", true),
  }),
  rule({
    id: "aws-redshift-upgrades",
    severity: "low",
    pillar: "operations",
    types: warehouse,
    title: "Warehouse does not take upgrades",
    why: "Security fixes of the engine wait until someone remembers them.",
    fix: "Set `allow_version_upgrade` to true.",
    refs: { checkov: ["CKV_AWS_141"], fsbp: ["Redshift.6"] },
    check: mustNotBe("allow_version_upgrade", false),
    remedy: setTo("allow_version_upgrade", true),
  }),
  rule({
    id: "aws-docdb-encryption",
    severity: "high",
    pillar: "security",
    types: documents,
    title: "Document database is not encrypted",
    why: "Documents and snapshots lie readable on disks, and most compliance rules forbid that.",
    fix: "Set `storage_encrypted = true`; an existing cluster is replaced, so restore its snapshot into the new one.",
    refs: { checkov: ["CKV_AWS_74"], fsbp: ["DocumentDB.1"] },
    check: mustBe("storage_encrypted", true),
    remedy: setTo("storage_encrypted", true),
  }),
  rule({
    id: "aws-docdb-backup",
    severity: "medium",
    pillar: "reliability",
    types: documents,
    title: "Document database keeps less than a week of backups",
    why: "What is noticed too late cannot be brought back.",
    fix: "Set `backup_retention_period` to 7 or more.",
    refs: { checkov: ["CKV_AWS_360"], fsbp: ["DocumentDB.2"] },
    check: keptAWeek,
    remedy: keepAWeek,
  }),
  rule({
    id: "aws-docdb-logs",
    severity: "low",
    pillar: "operations",
    types: documents,
    title: "Document database exports no logs",
    why: "Who changed what, and which queries are slow, cannot be found out afterwards.",
    fix: "List audit and profiler in `enabled_cloudwatch_logs_exports`.",
    refs: { checkov: ["CKV_AWS_85"], fsbp: ["DocumentDB.4"] },
    check: mustBeSet("enabled_cloudwatch_logs_exports"),
    remedy: setTo("enabled_cloudwatch_logs_exports", ["audit", "profiler"]),
  }),
  rule({
    id: "aws-neptune-encryption",
    severity: "high",
    pillar: "security",
    types: graph,
    title: "Graph database is not encrypted",
    why: "The graph and its snapshots lie readable on disks, and most compliance rules forbid that.",
    fix: "Set `storage_encrypted = true`; an existing cluster is replaced, so restore its snapshot into the new one.",
    refs: { checkov: ["CKV_AWS_44"], fsbp: ["Neptune.1"] },
    check: mustBe("storage_encrypted", true),
    remedy: setTo("storage_encrypted", true),
  }),
  rule({
    id: "aws-neptune-backup",
    severity: "medium",
    pillar: "reliability",
    types: graph,
    title: "Graph database keeps less than a week of backups",
    why: "What is noticed too late cannot be brought back.",
    fix: "Set `backup_retention_period` to 7 or more.",
    refs: { checkov: ["CKV_AWS_361"], fsbp: ["Neptune.5"] },
    check: keptAWeek,
    remedy: keepAWeek,
  }),
  rule({
    id: "aws-neptune-logs",
    severity: "low",
    pillar: "operations",
    types: graph,
    title: "Graph database exports no audit log",
    why: "Who changed or read what cannot be found out afterwards.",
    fix: "List audit in `enable_cloudwatch_logs_exports`.",
    refs: { checkov: ["CKV_AWS_101"], fsbp: ["Neptune.2"] },
    check: mustBeSet("enable_cloudwatch_logs_exports"),
    remedy: setTo("enable_cloudwatch_logs_exports", ["audit"]),
  }),
  rule({
    id: "aws-neptune-iam",
    severity: "low",
    pillar: "security",
    types: graph,
    title: "Graph database asks for no login",
    why: "Whatever can reach its port can read and change the whole graph.",
    fix: "Set `iam_database_authentication_enabled = true` and sign requests.",
    refs: { checkov: ["CKV_AWS_359"], fsbp: ["Neptune.7"] },
    check: mustBe("iam_database_authentication_enabled", true),
  }),
  rule({
    id: "aws-neptune-public",
    severity: "critical",
    pillar: "security",
    types: ["aws_neptune_cluster_instance"],
    title: "Graph database is reachable from the internet",
    why: "Anyone can try credentials and exploits on the database.",
    fix: "Set `publicly_accessible` to false.",
    refs: { checkov: ["CKV_AWS_102"] },
    check: mustNotBe("publicly_accessible", true),
    remedy: setTo("publicly_accessible", false),
  }),
  rule({
    id: "aws-datastore-deletion-protection",
    severity: "medium",
    pillar: "reliability",
    types: [...documents, ...graph],
    title: "Database can be deleted by mistake",
    why: "One wrong command or plan deletes the cluster with all its data.",
    fix: "Set `deletion_protection = true`.",
    refs: { checkov: ["CKV2_AWS_58"], fsbp: ["DocumentDB.5", "Neptune.4"] },
    check: mustBe("deletion_protection", true),
    remedy: setTo("deletion_protection", true),
  }),
];
