import { asText, isObject, isUnknown, read, readAll } from "../model/index.ts";
import type { Attributes, Component } from "../model/index.ts";
import { fail, judge, mustBe, mustBeOneOf, mustBeSet, pass, unknown, worstOf } from "./checks.ts";
import { parseJson } from "./policy.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";
import { settingRule } from "./setting-rule.ts";

const onDisk = "Whoever gets at the disks or a copy of them reads the data, and most compliance rules forbid that.";
const onTheWay = "Whoever sits on the way reads the data, and can change it.";

const catalogue = "data_catalog_encryption_settings";

/** The parsed text of a configuration; `undefined` where it is not known. */
const configurationOf = ({ attributes }: Component): Attributes | undefined => {
  const value = read(attributes, "configuration");
  const text = isUnknown(value) ? value.shape : value;
  const decoded = typeof text === "string" ? parseJson(text) : text;
  return isObject(decoded) ? decoded : undefined;
};

/** Judges the `EncryptionConfiguration` of EMR. */
const clusterEncryption =
  (test: (encryption: Attributes) => boolean) =>
  (component: Component): Verdict => {
    const configuration = configurationOf(component);
    if (configuration === undefined) return unknown;
    const [encryption] = readAll(configuration, "EncryptionConfiguration");
    return encryption !== undefined && test(encryption[1]) ? pass : fail("configuration");
  };

const isOn = (encryption: Attributes, name: string): boolean => asText(read(encryption, name)) === "true";
const localDisk = "AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration";

/** Rules for Athena, Glue, EMR, Kendra and data replication. */
export const analyticsRules: readonly Rule[] = [
  settingRule({
    id: "aws-athena-database-encryption",
    severity: "high",
    types: ["aws_athena_database"],
    path: "encryption_configuration.encryption_option",
    title: "Query results of the database are not encrypted",
    why: onDisk,
    fix: 'Add an `encryption_configuration` block with `encryption_option = "SSE_KMS"` and a key.',
    checkov: ["CKV_AWS_77"],
  }),
  rule({
    id: "aws-athena-workgroup-encryption",
    severity: "high",
    pillar: "security",
    types: ["aws_athena_workgroup"],
    title: "Query results of the workgroup are not encrypted",
    why: onDisk,
    fix: "Add an `encryption_configuration` block to `configuration.result_configuration`.",
    refs: { checkov: ["CKV_AWS_159"], fsbp: ["Athena.1"] },
    check: mustBeSet("configuration.result_configuration.encryption_configuration"),
  }),
  settingRule({
    id: "aws-athena-workgroup-enforced",
    severity: "medium",
    types: ["aws_athena_workgroup"],
    path: "configuration.enforce_workgroup_configuration",
    want: [true],
    missing: "good",
    title: "Clients may override the workgroup's settings",
    why: "A client that brings its own settings writes results where it likes, unencrypted.",
    checkov: ["CKV_AWS_82"],
    safe: true,
  }),
  settingRule({
    id: "aws-athena-workgroup-metrics",
    severity: "low",
    pillar: "operations",
    types: ["aws_athena_workgroup"],
    path: "configuration.publish_cloudwatch_metrics_enabled",
    want: [true],
    missing: "good",
    title: "Workgroup publishes no metrics",
    why: "What queries scan, and so what they cost, cannot be watched.",
    fsbp: ["Athena.4"],
    safe: true,
  }),
  rule({
    id: "aws-glue-catalogue-encryption",
    severity: "high",
    pillar: "security",
    types: ["aws_glue_data_catalog_encryption_settings"],
    title: "Data catalogue or its connection passwords are not encrypted",
    why: "The catalogue tells where all data lies, and its connections hold passwords.",
    fix: 'Set `encryption_at_rest.catalog_encryption_mode = "SSE-KMS"`, `return_connection_password_encrypted = true`, and a key for both.',
    refs: { checkov: ["CKV_AWS_94"], fsbp: ["Glue.2"] },
    check: (component) =>
      worstOf([
        mustBe(`${catalogue}.connection_password_encryption.return_connection_password_encrypted`, true)(component),
        mustBeSet(`${catalogue}.connection_password_encryption.aws_kms_key_id`)(component),
        mustBeOneOf(
          `${catalogue}.encryption_at_rest.catalog_encryption_mode`,
          ["SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"],
          fail(`${catalogue}.encryption_at_rest`),
        )(component),
        mustBeSet(`${catalogue}.encryption_at_rest.sse_aws_kms_key_id`)(component),
      ]),
  }),
  rule({
    id: "aws-glue-security-configuration",
    severity: "medium",
    pillar: "security",
    types: ["aws_glue_security_configuration"],
    title: "Glue's logs, bookmarks or results are not encrypted",
    why: "Jobs leave pieces of the data in all three.",
    fix: 'Set `cloudwatch_encryption_mode = "SSE-KMS"`, `job_bookmarks_encryption_mode = "CSE-KMS"` and an `s3_encryption_mode` other than DISABLED.',
    refs: { checkov: ["CKV_AWS_99"] },
    check: (component) =>
      worstOf([
        mustBe("encryption_configuration.cloudwatch_encryption.cloudwatch_encryption_mode", "SSE-KMS")(component),
        mustBe("encryption_configuration.job_bookmarks_encryption.job_bookmarks_encryption_mode", "CSE-KMS")(component),
        mustBeOneOf("encryption_configuration.s3_encryption.s3_encryption_mode", ["SSE-KMS", "SSE-S3"])(component),
      ]),
  }),
  settingRule({
    id: "aws-glue-secured",
    severity: "medium",
    types: ["aws_glue_crawler", "aws_glue_job", "aws_glue_dev_endpoint"],
    path: "security_configuration",
    title: "Glue runs without a security configuration",
    why: "Its logs, bookmarks and results are written unencrypted.",
    checkov: ["CKV_AWS_195"],
    fsbp: ["Glue.3"],
  }),
  rule({
    id: "aws-emr-at-rest",
    severity: "high",
    pillar: "security",
    types: ["aws_emr_security_configuration"],
    title: "EMR clusters keep data unencrypted",
    why: onDisk,
    fix: "Set `EnableAtRestEncryption` to true in `configuration`.",
    refs: { checkov: ["CKV_AWS_171"], fsbp: ["EMR.3"] },
    check: clusterEncryption((encryption) => isOn(encryption, "EnableAtRestEncryption")),
  }),
  rule({
    id: "aws-emr-local-disks",
    severity: "high",
    pillar: "security",
    types: ["aws_emr_security_configuration"],
    title: "Local disks of EMR clusters are not encrypted",
    why: onDisk,
    fix: "Name a key provider in `LocalDiskEncryptionConfiguration`, and set `EnableEbsEncryption` to true.",
    refs: { checkov: ["CKV_AWS_349"], fsbp: ["EMR.3"] },
    check: clusterEncryption((encryption) => {
      const provider = read(encryption, `${localDisk}.EncryptionKeyProviderType`);
      return isOn(encryption, "EnableAtRestEncryption") && provider !== undefined && provider !== "";
    }),
  }),
  rule({
    id: "aws-emr-ebs",
    severity: "medium",
    pillar: "security",
    types: ["aws_emr_security_configuration"],
    title: "EBS volumes of EMR clusters are not encrypted",
    why: onDisk,
    fix: "Set `EnableEbsEncryption` to true in `LocalDiskEncryptionConfiguration`.",
    refs: { checkov: ["CKV_AWS_350"], fsbp: ["EMR.3"] },
    check: clusterEncryption((encryption) => isOn(encryption, `${localDisk}.EnableEbsEncryption`)),
  }),
  rule({
    id: "aws-emr-in-transit",
    severity: "medium",
    pillar: "security",
    types: ["aws_emr_security_configuration"],
    title: "Nodes of EMR clusters talk unencrypted",
    why: onTheWay,
    fix: "Set `EnableInTransitEncryption` to true and give it certificates.",
    refs: { checkov: ["CKV_AWS_351"], fsbp: ["EMR.4"] },
    check: clusterEncryption((encryption) => isOn(encryption, "EnableInTransitEncryption")),
  }),
  settingRule({
    id: "aws-emr-kerberos",
    severity: "low",
    types: ["aws_emr_cluster"],
    path: "kerberos_attributes",
    title: "EMR cluster does not authenticate its users",
    why: "Whoever reaches a node acts as any user of the cluster.",
    fix: "Add a `kerberos_attributes` block and a security configuration with Kerberos.",
    checkov: ["CKV_AWS_114"],
  }),
  settingRule({
    id: "aws-emr-public-access",
    severity: "high",
    types: ["aws_emr_block_public_access_configuration"],
    path: "block_public_security_group_rules",
    want: [true],
    title: "EMR clusters may be opened to the internet",
    why: "A security group that lets everyone in is accepted.",
    checkov: ["CKV_AWS_390"],
    fsbp: ["EMR.2"],
  }),
  settingRule({
    id: "aws-emr-security-configured",
    severity: "medium",
    types: ["aws_emr_cluster"],
    path: "security_configuration",
    title: "EMR cluster runs without a security configuration",
    why: "Neither its disks nor what its nodes say to each other is encrypted.",
    checkov: ["CKV2_AWS_55"],
  }),
  settingRule({
    id: "aws-dms-public",
    severity: "critical",
    types: ["aws_dms_replication_instance"],
    path: "publicly_accessible",
    want: [false],
    missing: "good",
    title: "Replication instance has a public address",
    why: "It holds the credentials of both databases, and anyone can try its ports.",
    checkov: ["CKV_AWS_89"],
    fsbp: ["DMS.1"],
    safe: true,
  }),
  settingRule({
    id: "aws-dms-updates",
    severity: "low",
    pillar: "operations",
    types: ["aws_dms_replication_instance"],
    path: "auto_minor_version_upgrade",
    want: [true],
    title: "Replication instance gets no minor updates",
    why: "Known faults stay until somebody remembers to install the fix.",
    checkov: ["CKV_AWS_222"],
    fsbp: ["DMS.6"],
    safe: true,
  }),
  settingRule({
    id: "aws-dms-multi-az",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_dms_replication_instance"],
    path: "multi_az",
    want: [true],
    title: "Replication stops when its zone fails",
    why: "An ongoing replication falls behind, and may have to start anew.",
  }),
  rule({
    id: "aws-dms-endpoint-tls",
    severity: "medium",
    pillar: "security",
    types: ["aws_dms_endpoint", "aws_dms_s3_endpoint"],
    title: "Replication endpoint does not use TLS",
    why: onTheWay,
    fix: "Set `ssl_mode` to verify-full, or to require where the engine knows no other.",
    refs: { checkov: ["CKV2_AWS_49", "CKV_AWS_299"], fsbp: ["DMS.9"] },
    check: (component) =>
      /^(?:s3|dynamodb|kinesis|kafka|opensearch|elasticsearch|redshift)$/i.test(
        asText(read(component.attributes, "engine_name")) ?? "",
      )
        ? pass
        : mustBeOneOf("ssl_mode", ["require", "verify-ca", "verify-full"], fail("ssl_mode"))(component),
  }),
  settingRule({
    id: "aws-redshift-own-network",
    severity: "medium",
    types: ["aws_redshift_cluster"],
    path: "cluster_subnet_group_name",
    title: "Warehouse stands in no network of yours",
    why: "Without a subnet group its traffic is not under your routes and rules.",
    checkov: ["CKV_AWS_154"],
  }),
  rule({
    id: "aws-redshift-default-name",
    severity: "low",
    pillar: "security",
    types: ["aws_redshift_cluster"],
    title: "Warehouse's database has the default name",
    why: "`dev` is what attackers try first.",
    fix: "Set `database_name` to a name of your own; an existing warehouse is replaced.",
    refs: { checkov: ["CKV_AWS_320"], fsbp: ["Redshift.9"] },
    check: (component) => judge(component, "database_name", (value) => asText(value) !== "dev" && value !== ""),
  }),
];
