import { own } from "../model/own.ts";
import { add, code, remove, set } from "../design/edit.ts";
import type { Code, Edit } from "../design/edit.ts";
import { asText, isUnknown, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { rdsClassRules } from "./aws-rds-classes.ts";
import { fail, judge, mustBe, mustBeSet, mustNotBe, pass, textAt, unknown } from "./checks.ts";
import { secretPath } from "./literal-secret.ts";
import { inRoot, labelOf, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** A replica takes its storage, backups and password from its source. */
const isReplica = ({ attributes }: Component): boolean => read(attributes, "replicate_source_db") !== undefined;

/** Nothing to judge on a replica. */
const unlessReplica =
  (check: (component: Component) => Verdict) =>
  (component: Component): Verdict =>
    isReplica(component) ? unknown : check(component);

const days = (component: Component): number | undefined => {
  const text = textAt(component, "backup_retention_period");
  return text === undefined ? undefined : Number(text);
};

/** Without a value an instance keeps no backup at all, a cluster keeps one day. Source: AWS provider documentation. */
const backupOff = (component: Component): Verdict => {
  if (isUnknown(read(component.attributes, "backup_retention_period"))) return unknown;
  const kept = days(component) ?? (component.type === "aws_rds_cluster" ? 1 : 0);
  return kept > 0 ? pass : fail("backup_retention_period");
};

const backupShort = (component: Component): Verdict => {
  if (isUnknown(read(component.attributes, "backup_retention_period"))) return unknown;
  const kept = days(component) ?? (component.type === "aws_rds_cluster" ? 1 : 0);
  return kept === 0 || kept >= 7 ? pass : fail("backup_retention_period");
};

/** Classes too small for Performance Insights with MySQL and MariaDB. Source: AWS, "Performance Insights engine and instance class support". */
const tooSmall = /^db\.t[234]g?\.(?:micro|small)$/;

const insights = (component: Component): Verdict => {
  const postgres = textAt(component, "engine")?.includes("postgres") === true;
  const missing = !postgres && tooSmall.test(textAt(component, "instance_class") ?? "") ? unknown : fail();
  return judge(component, "performance_insights_enabled", (value) => asText(value) === "true", missing);
};

/** Engines that know IAM login. Source: AWS, "IAM database authentication": MySQL, PostgreSQL, MariaDB from 10.6. */
const knowsIam = (component: Component): boolean => {
  const engine = textAt(component, "engine");
  const [major = "", minor = "0"] = (textAt(component, "engine_version") ?? "").split(".");
  if (engine === "mariadb") return major === "" || Number(major) > 10 || (Number(major) === 10 && Number(minor) >= 6);
  return engine === undefined || engine === "mysql" || engine.includes("postgres");
};

const logExports: Readonly<Record<string, readonly string[]>> = {
  mysql: ["error", "slowquery"],
  mariadb: ["error", "slowquery"],
  postgres: ["postgresql", "upgrade"],
  "aurora-mysql": ["audit", "error", "slowquery"],
  "aurora-postgresql": ["postgresql"],
};

/** Has the engine's own logs exported, where it is known which it has. */
export const exportLogs: NonNullable<Rule["remedy"]> = (component) => {
  const names = own(logExports, textAt(component, "engine") ?? "");
  return names === undefined ? [] : [set(component.address, "enabled_cloudwatch_logs_exports", names)];
};

const monitoringRole: readonly Edit[] = [
  add(
    "aws_iam_role.stackstage_rds_monitoring",
    `resource "aws_iam_role" "stackstage_rds_monitoring" {
  name_prefix = "stackstage-rds-monitoring-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "monitoring.rds.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  })
}
`,
  ),
  add(
    "aws_iam_role_policy_attachment.stackstage_rds_monitoring",
    `resource "aws_iam_role_policy_attachment" "stackstage_rds_monitoring" {
  role       = aws_iam_role.stackstage_rds_monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}
`,
  ),
];

/** Of several instances each needs a name of its own. */
const snapshotName = (component: Component): string | Code => {
  const base = labelOf(component).replaceAll("_", "-");
  if (component.id === component.address) return `${base}-final`;
  const key = component.id.endsWith('"]') ? 'replace(each.key, "/[^0-9A-Za-z]+/", "-")' : "count.index";
  return code(`"${base}-\${${key}}-final"`);
};

/** Where there are replicas RDS does not manage the password. Source: AWS, "Password management with Amazon RDS", limitations. */
const askForPassword = (component: Component, name: string): Edit[] => {
  const variable = `${labelOf(component).replaceAll("-", "_")}_password`;
  return [
    add(
      `variable.${variable}`,
      `variable "${variable}" {
  description = "Master password of ${component.address}"
  type        = string
  sensitive   = true
}
`,
    ),
    set(component.address, name, code(`var.${variable}`)),
  ];
};

const passwords = ["password", "master_password"];

/** Rules that hold for single instances, Aurora clusters and the instances in them. */
const sharedRules: readonly Rule[] = [
  rule({
    id: "aws-rds-public",
    severity: "critical",
    pillar: "security",
    types: ["aws_db_instance", "aws_rds_cluster_instance"],
    title: "Database can be reached from the internet",
    why: "It gets a public address: one open security group and anyone can try to log in.",
    fix: "Set publicly_accessible = false.",
    refs: { checkov: ["CKV_AWS_17"], cis: ["6.0:3.2.3", "7.0:3.2.3"], fsbp: ["RDS.2"] },
    check: mustNotBe("publicly_accessible", true),
    remedy: setTo("publicly_accessible", false),
  }),
  rule({
    id: "aws-rds-backup",
    severity: "high",
    pillar: "reliability",
    types: ["aws_db_instance", "aws_rds_cluster"],
    title: "Database is not backed up",
    why: "Data that is lost, damaged or deleted by mistake cannot be brought back.",
    fix: "Set backup_retention_period = 7 or more.",
    refs: { checkov: ["CKV_AWS_133"], fsbp: ["RDS.11"] },
    check: unlessReplica(backupOff),
    remedy: setTo("backup_retention_period", 7),
  }),
  rule({
    id: "aws-rds-backup-retention",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_db_instance", "aws_rds_cluster"],
    title: "Backups of the database are kept for less than a week",
    why: "Damage that is noticed after a holiday is already in every backup that is left.",
    fix: "Set backup_retention_period = 7 or more.",
    refs: { fsbp: ["RDS.11"] },
    check: unlessReplica(backupShort),
    remedy: setTo("backup_retention_period", 7),
  }),
  rule({
    id: "aws-rds-minor-upgrades",
    severity: "low",
    pillar: "operations",
    types: ["aws_db_instance", "aws_rds_cluster_instance"],
    title: "Minor upgrades are not installed by themselves",
    why: "Security fixes of the engine wait until somebody thinks of them.",
    fix: "Set auto_minor_version_upgrade = true.",
    refs: { checkov: ["CKV_AWS_226"], cis: ["6.0:3.2.2", "7.0:3.2.2"], fsbp: ["RDS.13"] },
    check: mustNotBe("auto_minor_version_upgrade", false),
    remedy: setTo("auto_minor_version_upgrade", true),
  }),
  rule({
    id: "aws-rds-enhanced-monitoring",
    severity: "low",
    pillar: "operations",
    types: ["aws_db_instance", "aws_rds_cluster_instance"],
    title: "Enhanced monitoring is off",
    why: "When the database is slow nobody sees what its processes, memory and disks were doing.",
    fix: "Set monitoring_interval = 60 and monitoring_role_arn.",
    refs: { checkov: ["CKV_AWS_118"], fsbp: ["RDS.6"] },
    check: (component) => judge(component, "monitoring_interval", (value) => Number(asText(value)) > 0),
    remedy: inRoot(({ address, attributes }) => [
      set(address, "monitoring_interval", 60),
      ...(read(attributes, "monitoring_role_arn") === undefined
        ? [...monitoringRole, set(address, "monitoring_role_arn", code("aws_iam_role.stackstage_rds_monitoring.arn"))]
        : []),
    ]),
  }),
  rule({
    id: "aws-rds-performance-insights",
    severity: "low",
    pillar: "performance",
    types: ["aws_db_instance", "aws_rds_cluster_instance"],
    title: "Performance Insights is off",
    why: "Which query makes the database slow stays guesswork.",
    fix: "Set performance_insights_enabled = true; seven days of history are free.",
    refs: { checkov: ["CKV_AWS_353"] },
    check: insights,
    remedy: setTo("performance_insights_enabled", true),
  }),
  rule({
    id: "aws-rds-final-snapshot",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_db_instance", "aws_rds_cluster"],
    title: "Database is deleted without a last snapshot",
    why: "One terraform destroy, or a change that replaces the database, and its data is gone.",
    fix: "Set skip_final_snapshot = false and final_snapshot_identifier.",
    refs: {},
    check: unlessReplica(mustNotBe("skip_final_snapshot", true)),
    remedy: (component) => [
      set(component.address, "skip_final_snapshot", false),
      ...(read(component.attributes, "final_snapshot_identifier") === undefined
        ? [set(component.address, "final_snapshot_identifier", snapshotName(component))]
        : []),
    ],
  }),
  rule({
    id: "aws-rds-literal-password",
    severity: "critical",
    pillar: "security",
    types: ["aws_db_instance", "aws_rds_cluster"],
    title: "Master password stands in the code",
    why: "Everyone who can read the repository or the state can log in to the database as its master.",
    fix: "Set manage_master_user_password = true and remove the password: RDS then keeps and rotates it in Secrets Manager. With replicas, give it as a sensitive variable.",
    refs: {},
    check: ({ attributes }) => {
      // Here a placeholder, which is no secret elsewhere, is what one logs in with.
      const path = secretPath(attributes, ...passwords) ?? passwords.find((name) => asText(attributes[name]));
      return path === undefined ? pass : fail(path);
    },
    remedy: (component, model) => {
      const { address, attributes } = component;
      const written = passwords.filter((name) => read(attributes, name) !== undefined);
      return model.attached(component, "aws_db_instance", "replicate_source_db").length > 0
        ? written.flatMap((name) => askForPassword(component, name))
        : [...written.map((name) => remove(address, name)), set(address, "manage_master_user_password", true)];
    },
  }),
  rule({
    id: "aws-rds-snapshot-tags",
    severity: "low",
    pillar: "operations",
    types: ["aws_db_instance", "aws_rds_cluster"],
    title: "Snapshots do not carry the database's tags",
    why: "Costs and owners of the snapshots cannot be told, and rules that go by tag miss them.",
    fix: "Set copy_tags_to_snapshot = true.",
    refs: { checkov: ["CKV2_AWS_60", "CKV_AWS_313"], fsbp: ["RDS.16", "RDS.17"] },
    check: mustBe("copy_tags_to_snapshot", true),
    remedy: setTo("copy_tags_to_snapshot", true),
  }),
];

const storage = ["aws_db_instance"];

/** Rules about single RDS instances, and what they share with Aurora. */
export const rdsRules: readonly Rule[] = [
  ...sharedRules,
  rule({
    id: "aws-rds-encryption",
    severity: "high",
    pillar: "security",
    types: storage,
    title: "Database storage is not encrypted",
    why: "Whoever gets at the disk, a backup or a snapshot can read all data.",
    fix: "Set storage_encrypted = true; an existing database is replaced, so restore the new one from an encrypted copy of its snapshot.",
    refs: { checkov: ["CKV_AWS_16"], cis: ["6.0:3.2.1", "7.0:3.2.1"], fsbp: ["RDS.3"] },
    check: (component) => {
      const verdict = mustBe("storage_encrypted", true)(component);
      const inherits = isReplica(component) || read(component.attributes, "snapshot_identifier") !== undefined;
      return inherits && read(component.attributes, "storage_encrypted") === undefined ? unknown : verdict;
    },
    remedy: setTo("storage_encrypted", true),
  }),
  rule({
    id: "aws-rds-multi-az",
    severity: "high",
    pillar: "reliability",
    types: storage,
    title: "Database has no standby in a second zone",
    why: "When its machine or zone fails the database is down until it is restored by hand.",
    fix: "Set multi_az = true.",
    refs: { checkov: ["CKV_AWS_157"], cis: ["6.0:3.2.4", "7.0:3.2.4"], fsbp: ["RDS.5"] },
    check: unlessReplica(mustBe("multi_az", true)),
    remedy: ({ address, attributes }) => [
      set(address, "multi_az", true),
      // AWS refuses a standby for a database that is bound to one zone.
      ...(read(attributes, "availability_zone") === undefined ? [] : [remove(address, "availability_zone")]),
    ],
  }),
  rule({
    id: "aws-rds-deletion-protection",
    severity: "medium",
    pillar: "reliability",
    types: storage,
    title: "Database can be deleted by one call",
    why: "A mistake, or a stolen key, is enough to delete it.",
    fix: "Set deletion_protection = true.",
    refs: { checkov: ["CKV_AWS_293"], fsbp: ["RDS.8"] },
    check: mustBe("deletion_protection", true),
    remedy: setTo("deletion_protection", true),
  }),
  rule({
    id: "aws-rds-log-exports",
    severity: "low",
    pillar: "operations",
    types: storage,
    title: "Logs of the database are not exported",
    why: "Errors and slow queries are lost when the instance rotates its files.",
    fix: "Set enabled_cloudwatch_logs_exports to the logs of the engine.",
    refs: { checkov: ["CKV_AWS_129"], fsbp: ["RDS.9"] },
    check: mustBeSet("enabled_cloudwatch_logs_exports"),
    remedy: exportLogs,
  }),
  rule({
    id: "aws-rds-iam-login",
    severity: "low",
    pillar: "security",
    types: storage,
    title: "Login with IAM is off",
    why: "Applications have to keep long-lived passwords instead of short-lived tokens.",
    fix: "Set iam_database_authentication_enabled = true.",
    refs: { checkov: ["CKV_AWS_161"], fsbp: ["RDS.10"] },
    check: (component) =>
      knowsIam(component) ? mustBe("iam_database_authentication_enabled", true)(component) : unknown,
    remedy: setTo("iam_database_authentication_enabled", true),
  }),
  rule({
    id: "aws-rds-storage-autoscaling",
    severity: "low",
    pillar: "reliability",
    types: storage,
    title: "Storage does not grow by itself",
    why: "A full disk stops the database.",
    fix: "Set max_allocated_storage above allocated_storage.",
    refs: {},
    check: (component) => judge(component, "max_allocated_storage", (value) => Number(asText(value)) > 0),
    remedy: (component) => {
      const allocated = Number(textAt(component, "allocated_storage") ?? Number.NaN);
      return Number.isFinite(allocated) && allocated > 0
        ? [set(component.address, "max_allocated_storage", Math.max(100, allocated * 5))]
        : [];
    },
  }),
  rule({
    id: "aws-rds-gp3",
    severity: "low",
    pillar: "cost",
    types: storage,
    title: "Database on gp2 storage",
    why: "gp3 costs the same or less and does not run out of burst credits.",
    fix: 'Set storage_type = "gp3".',
    refs: {},
    check: (component) => {
      const fast = read(component.attributes, "iops") !== undefined || isReplica(component);
      return judge(component, "storage_type", (value) => asText(value) !== "gp2", fast ? pass : fail());
    },
    remedy: setTo("storage_type", "gp3"),
  }),
  ...rdsClassRules,
  rule({
    id: "aws-rds-public-snapshot",
    severity: "critical",
    pillar: "security",
    types: ["aws_db_snapshot", "aws_db_cluster_snapshot"],
    title: "Database snapshot is shared with everyone",
    why: "Any AWS account can restore it and read all data in it.",
    fix: 'Remove "all" from shared_accounts.',
    refs: { checkov: ["CKV_AWS_302"], fsbp: ["RDS.1"] },
    check: ({ attributes }) => {
      const accounts = [read(attributes, "shared_accounts") ?? []].flat();
      if (accounts.some((account) => asText(account) === "all")) return fail("shared_accounts");
      return accounts.some(isUnknown) ? unknown : pass;
    },
    remedy: setTo("shared_accounts", []),
  }),
];
