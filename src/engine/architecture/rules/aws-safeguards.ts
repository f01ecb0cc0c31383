import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { companionsOf } from "./companions.ts";
import { parameter } from "./aws-parameter-groups.ts";
import { fail, judge, mustBeSet, mustNotMatch, pass, unknown } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";
import { settingRule } from "./setting-rule.ts";

/** A setting of an environment, by its namespace and name. */
const beanstalk =
  (namespace: string, name: string, good: string) =>
  (component: Component): Verdict => {
    if (isUnknown(read(component.attributes, "setting"))) return unknown;
    const found = readAll(component.attributes, "setting").find(
      ([, one]) => asText(read(one, "namespace")) === namespace && asText(read(one, "name")) === name,
    );
    if (found === undefined) return fail("setting");
    const value = read(found[1], "value");
    return isUnknown(value) ? unknown : asText(value)?.toLowerCase() === good ? pass : fail(`${found[0]}.value`);
  };

/** What should not be there at all. */
const unwanted = (
  row: Pick<Rule, "id" | "severity" | "title" | "why" | "fix"> & { type: string; checkov: string[] },
): Rule =>
  rule({
    id: row.id,
    severity: row.severity,
    pillar: "security",
    types: [row.type],
    title: row.title,
    why: row.why,
    fix: row.fix,
    refs: { checkov: row.checkov },
    check: () => fail(),
  });

/** Is the component named by one of these? */
const isNamedBy = (
  component: Component,
  model: Model,
  by: readonly (readonly [type: string, via: string])[],
): boolean => by.some(([type, via]) => companionsOf(component, model, type, via)?.length !== 0);

/** Rules about settings that keep data and accounts safe: parameter groups, snapshots, keys, users, builds. */
export const safeguardRules: readonly Rule[] = [
  rule({
    id: "aws-docdb-tls",
    severity: "high",
    pillar: "security",
    types: ["aws_docdb_cluster_parameter_group"],
    title: "Document database takes unencrypted connections",
    why: "Documents and passwords travel readable.",
    fix: "Set the parameter `tls` to enabled.",
    refs: { checkov: ["CKV_AWS_90"] },
    check: parameter("tls", /^(?:enabled|fips-140-3|tls1\.[23]\+)$/i, pass),
  }),
  rule({
    id: "aws-docdb-audit",
    severity: "low",
    pillar: "operations",
    types: ["aws_docdb_cluster_parameter_group"],
    title: "Document database keeps no audit log",
    why: "Who changed or read what cannot be found out afterwards.",
    fix: "Set the parameter `audit_logs` to enabled.",
    refs: { checkov: ["CKV_AWS_104"] },
    check: parameter("audit_logs", /^(?:enabled|all|ddl|dml_read|dml_write)$/i, fail("parameter")),
  }),
  rule({
    id: "aws-redshift-tls",
    severity: "high",
    pillar: "security",
    types: ["aws_redshift_parameter_group"],
    title: "Warehouse takes unencrypted connections",
    why: "Queries, answers and passwords travel readable.",
    fix: "Set the parameter `require_ssl` to true.",
    refs: { checkov: ["CKV_AWS_105"], fsbp: ["Redshift.2"] },
    check: parameter("require_ssl", /^(?:true|1)$/i, fail("parameter")),
  }),
  settingRule({
    id: "aws-snapshot-encryption",
    severity: "high",
    types: ["aws_db_cluster_snapshot", "aws_neptune_cluster_snapshot", "aws_docdb_global_cluster"],
    path: "storage_encrypted",
    want: [true],
    title: "Copy of the database is not encrypted",
    why: "Whoever gets at it reads everything in the database.",
    checkov: ["CKV_AWS_146", "CKV_AWS_279", "CKV_AWS_292"],
    fsbp: ["RDS.4"],
  }),
  settingRule({
    id: "aws-rds-certificate",
    severity: "low",
    types: ["aws_db_instance", "aws_rds_cluster_instance"],
    path: "ca_cert_identifier",
    want: ["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"],
    missing: "good",
    title: "Database's certificate comes from an authority that has run out",
    why: "Clients that check it refuse to connect.",
    checkov: ["CKV_AWS_211"],
  }),
  settingRule({
    id: "aws-neptune-copy-tags",
    severity: "low",
    pillar: "operations",
    types: ["aws_neptune_cluster"],
    path: "copy_tags_to_snapshot",
    want: [true],
    title: "Snapshots of the graph database lose their tags",
    why: "Whom a snapshot belongs to, and what it costs them, is not seen.",
    checkov: ["CKV_AWS_362"],
    fsbp: ["Neptune.8"],
    safe: true,
  }),
  settingRule({
    id: "aws-elasticache-own-network",
    severity: "medium",
    types: ["aws_elasticache_cluster"],
    path: "subnet_group_name",
    title: "Cache stands in the default network",
    why: "Everything else that was put there reaches it.",
    checkov: ["CKV_AWS_323"],
    fsbp: ["ElastiCache.7"],
  }),
  unwanted({
    id: "aws-elasticache-classic-group",
    severity: "medium",
    type: "aws_elasticache_security_group",
    title: "Cache security group of EC2-Classic",
    why: "It has no effect in a VPC, and EC2-Classic is gone.",
    fix: "Use security groups of the VPC in `security_group_ids`.",
    checkov: ["CKV_AWS_196"],
  }),
  unwanted({
    id: "aws-rds-classic-group",
    severity: "medium",
    type: "aws_db_security_group",
    title: "Database security group of EC2-Classic",
    why: "It has no effect in a VPC, and EC2-Classic is gone.",
    fix: "Use security groups of the VPC in `vpc_security_group_ids`.",
    checkov: ["CKV_AWS_198"],
  }),
  unwanted({
    id: "aws-default-network",
    severity: "low",
    type: "aws_default_vpc",
    title: "Default network is in use",
    why: "All its subnets are public, and everything that names no network lands there.",
    fix: "Make a network of your own with private subnets.",
    checkov: ["CKV_AWS_148"],
  }),
  unwanted({
    id: "aws-ami-shared",
    severity: "medium",
    type: "aws_ami_launch_permission",
    title: "Machine image is given to another account",
    why: "What was left on its disk is given away with it.",
    fix: "Share it only where it must be, and look through the disk before.",
    checkov: ["CKV_AWS_205"],
  }),
  unwanted({
    id: "aws-iam-user",
    severity: "low",
    type: "aws_iam_user",
    title: "Access is given to a user rather than a role",
    why: "Users have keys that last; single sign-on and roles give some that run out.",
    fix: "Let people come in by IAM Identity Center, and machines by roles.",
    checkov: ["CKV_AWS_273"],
  }),
  rule({
    id: "aws-iam-group-empty",
    severity: "low",
    pillar: "operations",
    types: ["aws_iam_group"],
    title: "Group has no members",
    why: "Rights that nobody uses are not missed when somebody adds themselves.",
    fix: "Add members by an aws_iam_group_membership, or remove the group.",
    refs: { checkov: ["CKV2_AWS_14"] },
    check: (component, model) =>
      isNamedBy(component, model, [
        ["aws_iam_group_membership", "group"],
        ["aws_iam_user_group_membership", "groups"],
      ])
        ? pass
        : fail(),
  }),
  rule({
    id: "aws-kms-key-off",
    severity: "medium",
    pillar: "operations",
    types: ["aws_kms_key"],
    title: "Key is switched off",
    why: "What is encrypted with it cannot be read.",
    fix: "Set `is_enabled = true`, or remove the key.",
    refs: { checkov: ["CKV_AWS_227"] },
    check: (component) => judge(component, "is_enabled", (value) => asText(value) !== "false", pass),
  }),
  rule({
    id: "aws-kms-policy",
    severity: "low",
    pillar: "security",
    types: ["aws_kms_key"],
    title: "Key has no policy of its own",
    why: "The default one lets every administrator of the account decide who decrypts.",
    fix: "Say in `policy`, or in an aws_kms_key_policy, who may administer and who may use the key.",
    refs: { checkov: ["CKV2_AWS_64"] },
    check: (component, model) =>
      isNamedBy(component, model, [["aws_kms_key_policy", "key_id"]]) ? pass : mustBeSet("policy")(component),
  }),
  rule({
    id: "aws-ecr-kms",
    severity: "low",
    pillar: "security",
    types: ["aws_ecr_repository"],
    title: "Images are not encrypted with KMS",
    why: "Only with KMS can you see who decrypted what, and take access away at once.",
    fix: 'Add an `encryption_configuration` block with `encryption_type = "KMS"`; an existing repository is replaced.',
    refs: { checkov: ["CKV_AWS_136"] },
    check: (component) =>
      judge(
        component,
        "encryption_configuration.encryption_type",
        (value) => asText(value)?.startsWith("KMS") === true,
      ),
  }),
  rule({
    id: "aws-sqs-managed-key",
    severity: "low",
    pillar: "security",
    types: ["aws_sqs_queue"],
    title: "Queue uses the key that AWS keeps for SQS",
    why: "Its policy cannot be changed, so other accounts and some services cannot be let in, nor shut out.",
    fix: "Set `kms_master_key_id` to a key of your own.",
    refs: { checkov: ["CKV2_AWS_73"] },
    check: mustNotMatch("kms_master_key_id", /^alias\/aws\//),
  }),
  rule({
    id: "aws-ecs-one-role",
    severity: "medium",
    pillar: "security",
    types: ["aws_ecs_task_definition"],
    title: "Code of the task has the rights of the agent that starts it",
    why: "It can pull images and read secrets that are meant for the start alone.",
    fix: "Give `task_role_arn` another role than `execution_role_arn`.",
    refs: { checkov: ["CKV_AWS_249"] },
    check: ({ attributes }) => {
      const [task, agent] = [read(attributes, "task_role_arn"), read(attributes, "execution_role_arn")];
      if (task === undefined || agent === undefined) return pass;
      const keyOf = (value: typeof task): string => (isUnknown(value) ? value.refs.join(" ") : (asText(value) ?? ""));
      return keyOf(task) !== "" && keyOf(task) === keyOf(agent) ? fail("task_role_arn") : pass;
    },
  }),
  settingRule({
    id: "aws-ecs-exec-logs",
    severity: "low",
    pillar: "operations",
    types: ["aws_ecs_cluster"],
    path: "configuration.execute_command_configuration.logging",
    want: ["DEFAULT", "OVERRIDE"],
    missing: "good",
    title: "Shells in containers are not logged",
    why: "What somebody did in a running container cannot be found out afterwards.",
    checkov: ["CKV_AWS_223"],
  }),
  settingRule({
    id: "aws-lambda-signed-code",
    severity: "low",
    types: ["aws_lambda_function"],
    path: "code_signing_config_arn",
    title: "Function runs code that nobody signed",
    why: "Whoever may upload code can run any.",
    fix: "Add an aws_lambda_code_signing_config and name it in `code_signing_config_arn`.",
    checkov: ["CKV_AWS_272"],
  }),
  settingRule({
    id: "aws-cloudtrail-notification",
    severity: "low",
    pillar: "operations",
    types: ["aws_cloudtrail"],
    path: "sns_topic_name",
    title: "Trail tells nobody of new log files",
    why: "What reads the log learns of it late, or not at all.",
    checkov: ["CKV_AWS_252"],
  }),
  settingRule({
    id: "aws-codebuild-open-logs",
    severity: "medium",
    types: ["aws_codebuild_project"],
    path: "logs_config.s3_logs.encryption_disabled",
    want: [false],
    missing: "good",
    title: "Build logs are not encrypted",
    why: "They often hold what a build was given in confidence.",
    checkov: ["CKV_AWS_311"],
    fsbp: ["CodeBuild.3"],
    safe: true,
  }),
  settingRule({
    id: "aws-codebuild-logs-config",
    severity: "low",
    pillar: "operations",
    types: ["aws_codebuild_project"],
    path: "logs_config",
    title: "Build says nowhere where its log goes",
    why: "Who built what, and why it failed, cannot be relied on to be found.",
    checkov: ["CKV_AWS_314"],
    fsbp: ["CodeBuild.4"],
  }),
  rule({
    id: "aws-beanstalk-health",
    severity: "low",
    pillar: "operations",
    types: ["aws_elastic_beanstalk_environment"],
    title: "Environment reports only the load balancer's view of health",
    why: "A broken application on healthy machines goes unnoticed.",
    fix: "Set `SystemType` of aws:elasticbeanstalk:healthreporting:system to enhanced.",
    refs: { checkov: ["CKV_AWS_312"], fsbp: ["ElasticBeanstalk.1"] },
    check: beanstalk("aws:elasticbeanstalk:healthreporting:system", "SystemType", "enhanced"),
  }),
  rule({
    id: "aws-beanstalk-updates",
    severity: "low",
    pillar: "operations",
    types: ["aws_elastic_beanstalk_environment"],
    title: "Environment gets no updates of its platform",
    why: "Known faults stay until somebody remembers to install the fix.",
    fix: "Set `ManagedActionsEnabled` of aws:elasticbeanstalk:managedactions to true.",
    refs: { checkov: ["CKV_AWS_340"], fsbp: ["ElasticBeanstalk.2"] },
    check: beanstalk("aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled", "true"),
  }),
];
