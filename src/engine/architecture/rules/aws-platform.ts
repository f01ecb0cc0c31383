import { asText, isUnknown, read } from "../model/index.ts";
import type { Component, Value } from "../model/index.ts";
import { fail, mustBeSet, pass, unknown } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";
import { settingRule } from "./setting-rule.ts";

const airflow = (name: string, path: string, checkov: string): Rule =>
  settingRule({
    id: `aws-mwaa-${name}-logs`,
    severity: "low",
    pillar: "operations",
    types: ["aws_mwaa_environment"],
    path: `logging_configuration.${path}.enabled`,
    want: [true],
    title: `Airflow keeps no ${name} logs`,
    why: "Why a run failed, or who changed it, cannot be found out afterwards.",
    checkov: [checkov],
    safe: true,
  });

/** A document's content, as text: of one that is known in part, what is known. */
const contentOf = (value: Value | undefined): string => {
  const known = isUnknown(value) ? value.shape : value;
  return typeof known === "string" ? known : JSON.stringify(known ?? "");
};

/** Judges the text of a document, where anything of it is known. */
const contentCheck =
  (path: string, test: (content: string) => Verdict) =>
  ({ attributes }: Component): Verdict => {
    const value = read(attributes, path);
    return isUnknown(value) && value.shape === undefined ? unknown : test(contentOf(value));
  };

/** The same for documents that set up shell sessions. */
const sessionCheck =
  (test: (content: string) => Verdict) =>
  (component: Component): Verdict =>
    read(component.attributes, "document_type") === "Session" ? contentCheck("content", test)(component) : pass;

/** Rules for what runs, delivers and records: Batch, MWAA, QLDB, Transfer, Config, SSM and others. */
export const platformRules: readonly Rule[] = [
  airflow("scheduler", "scheduler_logs", "CKV_AWS_242"),
  airflow("worker", "worker_logs", "CKV_AWS_243"),
  airflow("webserver", "webserver_logs", "CKV_AWS_244"),
  settingRule({
    id: "aws-mwaa-public",
    severity: "medium",
    types: ["aws_mwaa_environment"],
    path: "webserver_access_mode",
    want: ["PRIVATE_ONLY"],
    missing: "good",
    title: "Airflow's web interface is on the internet",
    why: "Anyone can try to log in to what holds the credentials of all your data.",
    checkov: ["CKV2_AWS_66"],
  }),
  rule({
    id: "aws-batch-privileged",
    severity: "high",
    pillar: "security",
    types: ["aws_batch_job_definition"],
    title: "Batch job runs as a privileged container",
    why: "Code in it has all rights on the machine, and so on the other jobs there.",
    fix: "Leave `privileged` out of `container_properties`.",
    refs: { checkov: ["CKV_AWS_210"] },
    check: contentCheck("container_properties", (content) =>
      /"privileged"\s*:\s*"?true"?/i.test(content) ? fail("container_properties.privileged") : pass,
    ),
  }),
  settingRule({
    id: "aws-qldb-permissions",
    severity: "medium",
    types: ["aws_qldb_ledger"],
    path: "permissions_mode",
    want: ["STANDARD"],
    title: "Everyone with access to the ledger may do everything",
    why: "ALLOW_ALL ignores what policies say about tables and commands.",
    checkov: ["CKV_AWS_170"],
  }),
  settingRule({
    id: "aws-qldb-deletion-protection",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_qldb_ledger"],
    path: "deletion_protection",
    want: [true],
    missing: "good",
    title: "Ledger can be deleted by mistake",
    why: "One wrong command deletes the whole history.",
    checkov: ["CKV_AWS_172"],
    safe: true,
  }),
  settingRule({
    id: "aws-transfer-public",
    severity: "medium",
    types: ["aws_transfer_server"],
    path: "endpoint_type",
    want: ["VPC", "VPC_ENDPOINT"],
    title: "File transfer server is on the internet",
    why: "Anyone can try to log in; in a network of yours, addresses can be limited.",
    checkov: ["CKV_AWS_164"],
  }),
  rule({
    id: "aws-transfer-ftp",
    severity: "high",
    pillar: "security",
    types: ["aws_transfer_server"],
    title: "File transfer server speaks plain FTP",
    why: "Passwords and files travel readable.",
    fix: "Leave FTP out of `protocols`.",
    refs: { checkov: ["CKV_AWS_357"], fsbp: ["Transfer.2"] },
    check: ({ attributes }) => {
      const protocols = read(attributes, "protocols");
      return Array.isArray(protocols) && protocols.includes("FTP") ? fail("protocols") : pass;
    },
  }),
  settingRule({
    id: "aws-transfer-policy",
    severity: "medium",
    types: ["aws_transfer_server"],
    path: "security_policy_name",
    want: [
      "TransferSecurityPolicy-2024-01",
      "TransferSecurityPolicy-FIPS-2024-01",
      "TransferSecurityPolicy-FIPS-2024-05",
      "TransferSecurityPolicy-2025-03",
      "TransferSecurityPolicy-FIPS-2025-03",
      "TransferSecurityPolicy-AS2Restricted-2025-07",
      "TransferSecurityPolicy-Restricted-2018-11",
      "TransferSecurityPolicy-Restricted-2020-06",
      "TransferSecurityPolicy-Restricted-2024-06",
    ],
    title: "File transfer server accepts old ciphers",
    why: "Without a policy AWS takes one of 2018, whose ciphers have known weaknesses.",
    checkov: ["CKV_AWS_380"],
  }),
  settingRule({
    id: "aws-config-recorder-all",
    severity: "medium",
    pillar: "operations",
    types: ["aws_config_configuration_recorder"],
    path: "recording_group.all_supported",
    want: [true],
    missing: "good",
    title: "Configuration recorder leaves types out",
    why: "Changes of what is left out are not recorded.",
    checkov: ["CKV2_AWS_48"],
    fsbp: ["Config.1"],
    safe: true,
  }),
  rule({
    id: "aws-config-aggregator-regions",
    severity: "medium",
    pillar: "operations",
    types: ["aws_config_configuration_aggregator"],
    title: "Aggregator leaves regions out",
    why: "What is set up in another region is not seen.",
    fix: "Set `all_regions = true` in the aggregation source.",
    refs: { checkov: ["CKV_AWS_121"] },
    check: ({ attributes }) => {
      const sources = ["account_aggregation_source", "organization_aggregation_source"];
      const source = sources.find((name) => read(attributes, name) !== undefined) ?? "account_aggregation_source";
      return asText(read(attributes, `${source}.all_regions`)) === "true" ? pass : fail(`${source}.all_regions`);
    },
  }),
  rule({
    id: "aws-ssm-session-encryption",
    severity: "medium",
    pillar: "security",
    types: ["aws_ssm_document"],
    title: "Shell sessions have no key of your own",
    why: "What is typed and shown in a session passes AWS without your key.",
    fix: "Set `kmsKeyId` in the document's `inputs`.",
    refs: { checkov: ["CKV_AWS_112"] },
    check: sessionCheck((content) => (/"?kmsKeyId"?\s*:\s*"?[^"\s,]/.test(content) ? pass : fail("content"))),
  }),
  rule({
    id: "aws-ssm-session-logs",
    severity: "medium",
    pillar: "operations",
    types: ["aws_ssm_document"],
    title: "Shell sessions are not logged, or logged unencrypted",
    why: "What somebody did on a machine cannot be found out afterwards.",
    fix: "Name an `s3BucketName` or a `cloudWatchLogGroupName` in the document's `inputs`, and leave encryption on.",
    refs: { checkov: ["CKV_AWS_113"] },
    check: sessionCheck((content) => {
      const isKept = /"?(?:s3BucketName|cloudWatchLogGroupName)"?\s*:\s*"?[^"\s,]/.test(content);
      const isOpen = /"?(?:s3EncryptionEnabled|cloudWatchEncryptionEnabled)"?\s*:\s*false/.test(content);
      return isKept && !isOpen ? pass : fail("content");
    }),
  }),
  rule({
    id: "aws-ssm-document-public",
    severity: "high",
    pillar: "security",
    types: ["aws_ssm_document"],
    title: "Document is shared with every AWS account",
    why: "Its commands tell strangers about your systems.",
    fix: "Name the accounts in `permissions.account_ids`.",
    refs: { checkov: ["CKV_AWS_303"], fsbp: ["SSM.4"] },
    check: ({ attributes }) =>
      /\ball\b/i.test(contentOf(read(attributes, "permissions.account_ids"))) ? fail("permissions") : pass,
  }),
  settingRule({
    id: "aws-accelerator-logs",
    severity: "low",
    pillar: "operations",
    types: ["aws_globalaccelerator_accelerator"],
    path: "attributes.flow_logs_enabled",
    want: [true],
    title: "Accelerator keeps no flow logs",
    why: "Who connected from where cannot be found out afterwards.",
    fix: "Set `flow_logs_enabled = true` and a bucket in `attributes`.",
    checkov: ["CKV_AWS_75"],
  }),
  settingRule({
    id: "aws-stack-notifications",
    severity: "low",
    pillar: "operations",
    types: ["aws_cloudformation_stack"],
    path: "notification_arns",
    title: "Stack tells nobody of its changes",
    why: "A failed or an unexpected change is noticed by its consequences.",
    checkov: ["CKV_AWS_124"],
    fsbp: ["CloudFormation.1"],
  }),
  settingRule({
    id: "aws-ses-tls",
    severity: "medium",
    types: ["aws_ses_configuration_set"],
    path: "delivery_options.tls_policy",
    want: ["Require"],
    title: "Mail may be handed over unencrypted",
    why: "Where the receiver offers no TLS, the mail travels readable.",
    checkov: ["CKV_AWS_365"],
    safe: true,
  }),
  settingRule({
    id: "aws-cognito-guests",
    severity: "high",
    types: ["aws_cognito_identity_pool"],
    path: "allow_unauthenticated_identities",
    want: [false],
    title: "Anyone gets AWS credentials without logging in",
    why: "What the guest role may do, the whole internet may do.",
    checkov: ["CKV_AWS_366"],
  }),
  settingRule({
    id: "aws-domain-transfer-lock",
    severity: "medium",
    types: ["aws_route53domains_registered_domain"],
    path: "transfer_lock",
    want: [true],
    missing: "good",
    title: "Domain can be moved away",
    why: "Whoever gets at the account can carry the domain to another registrar.",
    checkov: ["CKV_AWS_377"],
    safe: true,
  }),
  rule({
    id: "aws-codecommit-approvals",
    severity: "low",
    pillar: "operations",
    types: ["aws_codecommit_approval_rule_template"],
    title: "Changes need the approval of fewer than two people",
    why: "One person alone, or one stolen account, puts code into production.",
    fix: "Set `NumberOfApprovalsNeeded` to 2 in `content`.",
    refs: { checkov: ["CKV_AWS_257"] },
    check: contentCheck("content", (content) => {
      const [, needed] = /"?NumberOfApprovalsNeeded"?\s*:\s*(\d+)/.exec(content) ?? [];
      return Number(needed ?? 0) >= 2 ? pass : fail("content");
    }),
  }),
  settingRule({
    id: "aws-alarm-actions",
    severity: "medium",
    pillar: "operations",
    types: ["aws_cloudwatch_metric_alarm"],
    path: "actions_enabled",
    want: [true],
    missing: "good",
    title: "Alarm does nothing when it goes off",
    why: "Nobody is told.",
    checkov: ["CKV_AWS_319"],
    fsbp: ["CloudWatch.17"],
    safe: true,
  }),
  rule({
    id: "aws-sfn-logs",
    severity: "low",
    pillar: "operations",
    types: ["aws_sfn_state_machine"],
    title: "State machine keeps no logs",
    why: "Why an execution failed has to be guessed after 90 days.",
    fix: "Add a `logging_configuration` with a `log_destination` and a `level` other than OFF.",
    refs: { checkov: ["CKV_AWS_285"], fsbp: ["StepFunctions.1"] },
    check: (component) => {
      const level = read(component.attributes, "logging_configuration.level");
      return level === "OFF" || level === undefined
        ? fail("logging_configuration.level")
        : mustBeSet("logging_configuration")(component);
    },
  }),
  settingRule({
    id: "aws-sfn-tracing",
    severity: "low",
    pillar: "operations",
    types: ["aws_sfn_state_machine"],
    path: "tracing_configuration.enabled",
    want: [true],
    title: "State machine is not traced",
    why: "Where the time goes across its steps cannot be seen.",
    checkov: ["CKV_AWS_284"],
    safe: true,
  }),
];
