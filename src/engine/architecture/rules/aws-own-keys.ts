import { asText, isUnknown, read } from "../model/index.ts";
import type { Attributes, Component } from "../model/index.ts";
import { eachBlock, fail, mustBe, mustBeSet, mustHaveOwnKey, pass, unknown, worstOf } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** What holds data, its types, the attribute that names its key, and the checks of others that ask for one. */
type Row = readonly [id: string, what: string, types: readonly string[], path: string, checkov: readonly string[]];

const rows: readonly Row[] = [
  [
    "aws-sagemaker-notebook-customer-key",
    "Notebook instance",
    ["aws_sagemaker_notebook_instance"],
    "kms_key_id",
    ["CKV_AWS_22"],
  ],
  [
    "aws-sagemaker-endpoint-customer-key",
    "Endpoint's disk",
    ["aws_sagemaker_endpoint_configuration"],
    "kms_key_arn",
    ["CKV_AWS_98"],
  ],
  [
    "aws-sagemaker-domain-customer-key",
    "Studio's home directories",
    ["aws_sagemaker_domain"],
    "kms_key_id",
    ["CKV_AWS_187"],
  ],
  ["aws-redshift-customer-key", "Warehouse", ["aws_redshift_cluster"], "kms_key_id", ["CKV_AWS_142"]],
  [
    "aws-redshift-serverless-customer-key",
    "Serverless warehouse",
    ["aws_redshiftserverless_namespace"],
    "kms_key_id",
    ["CKV_AWS_282"],
  ],
  [
    "aws-redshift-copy-customer-key",
    "Copy of the warehouse's snapshots",
    ["aws_redshift_snapshot_copy_grant"],
    "kms_key_id",
    ["CKV_AWS_281"],
  ],
  ["aws-codebuild-customer-key", "Build output", ["aws_codebuild_project"], "encryption_key", ["CKV_AWS_147"]],
  ["aws-logs-customer-key", "Log group", ["aws_cloudwatch_log_group"], "kms_key_id", ["CKV_AWS_158"]],
  [
    "aws-timestream-customer-key",
    "Time series database",
    ["aws_timestreamwrite_database"],
    "kms_key_id",
    ["CKV_AWS_160"],
  ],
  ["aws-kinesis-video-customer-key", "Video stream", ["aws_kinesis_video_stream"], "kms_key_id", ["CKV_AWS_177"]],
  ["aws-kinesis-customer-key", "Stream", ["aws_kinesis_stream"], "kms_key_id", ["CKV_AWS_185"]],
  ["aws-fsx-ontap-customer-key", "ONTAP file system", ["aws_fsx_ontap_file_system"], "kms_key_id", ["CKV_AWS_178"]],
  [
    "aws-fsx-windows-customer-key",
    "Windows file system",
    ["aws_fsx_windows_file_system"],
    "kms_key_id",
    ["CKV_AWS_179"],
  ],
  ["aws-fsx-lustre-customer-key", "Lustre file system", ["aws_fsx_lustre_file_system"], "kms_key_id", ["CKV_AWS_190"]],
  [
    "aws-fsx-openzfs-customer-key",
    "OpenZFS file system",
    ["aws_fsx_openzfs_file_system"],
    "kms_key_id",
    ["CKV_AWS_203"],
  ],
  [
    "aws-imagebuilder-component-customer-key",
    "Build component",
    ["aws_imagebuilder_component"],
    "kms_key_id",
    ["CKV_AWS_180"],
  ],
  ["aws-s3-object-customer-key", "Object", ["aws_s3_object", "aws_s3_bucket_object"], "kms_key_id", ["CKV_AWS_186"]],
  ["aws-s3-object-copy-customer-key", "Copy of an object", ["aws_s3_object_copy"], "kms_key_id", ["CKV_AWS_181"]],
  ["aws-docdb-customer-key", "Document database", ["aws_docdb_cluster"], "kms_key_id", ["CKV_AWS_182"]],
  ["aws-neptune-customer-key", "Graph database", ["aws_neptune_cluster"], "kms_key_arn", ["CKV_AWS_347"]],
  [
    "aws-neptune-snapshot-customer-key",
    "Snapshot of the graph database",
    ["aws_neptune_cluster_snapshot"],
    "kms_key_id",
    ["CKV_AWS_280"],
  ],
  ["aws-efs-customer-key", "File system", ["aws_efs_file_system"], "kms_key_id", ["CKV_AWS_184"]],
  ["aws-elasticache-customer-key", "Cache", ["aws_elasticache_replication_group"], "kms_key_id", ["CKV_AWS_191"]],
  ["aws-memorydb-customer-key", "In-memory database", ["aws_memorydb_cluster"], "kms_key_arn", ["CKV_AWS_201"]],
  [
    "aws-memorydb-snapshot-customer-key",
    "Snapshot of the in-memory database",
    ["aws_memorydb_snapshot"],
    "kms_key_arn",
    ["CKV_AWS_278"],
  ],
  ["aws-mq-customer-key", "Message broker", ["aws_mq_broker"], "encryption_options.kms_key_id", ["CKV_AWS_209"]],
  ["aws-dms-customer-key", "Replication instance", ["aws_dms_replication_instance"], "kms_key_arn", ["CKV_AWS_212"]],
  ["aws-dms-endpoint-customer-key", "Replication endpoint", ["aws_dms_endpoint"], "kms_key_arn", ["CKV_AWS_296"]],
  [
    "aws-dms-s3-endpoint-customer-key",
    "Replication endpoint in S3",
    ["aws_dms_s3_endpoint"],
    "kms_key_arn",
    ["CKV_AWS_298"],
  ],
  [
    "aws-codepipeline-customer-key",
    "Pipeline's artifacts",
    ["aws_codepipeline"],
    "artifact_store.encryption_key",
    ["CKV_AWS_219"],
  ],
  [
    "aws-codeartifact-customer-key",
    "Package repository",
    ["aws_codeartifact_domain"],
    "encryption_key",
    ["CKV_AWS_221"],
  ],
  ["aws-ebs-copy-customer-key", "Copy of a disk snapshot", ["aws_ebs_snapshot_copy"], "kms_key_id", ["CKV_AWS_183"]],
  ["aws-ami-copy-customer-key", "Copy of a machine image", ["aws_ami_copy"], "kms_key_id", ["CKV_AWS_236"]],
  [
    "aws-firehose-customer-key",
    "Delivery stream",
    ["aws_kinesis_firehose_delivery_stream"],
    "server_side_encryption.key_arn",
    ["CKV_AWS_241"],
  ],
  [
    "aws-rds-copied-backups-customer-key",
    "Copied backups",
    ["aws_db_instance_automated_backups_replication"],
    "kms_key_id",
    ["CKV_AWS_245"],
  ],
  [
    "aws-rds-activity-stream-customer-key",
    "Activity stream",
    ["aws_rds_cluster_activity_stream"],
    "kms_key_id",
    ["CKV_AWS_246"],
  ],
  [
    "aws-rds-snapshot-copy-customer-key",
    "Copy of a database snapshot",
    ["aws_db_snapshot_copy"],
    "kms_key_id",
    ["CKV_AWS_266"],
  ],
  [
    "aws-opensearch-customer-key",
    "Search domain",
    ["aws_opensearch_domain", "aws_elasticsearch_domain"],
    "encrypt_at_rest.kms_key_id",
    ["CKV_AWS_247"],
  ],
  [
    "aws-kendra-customer-key",
    "Search index",
    ["aws_kendra_index"],
    "server_side_encryption_configuration.kms_key_id",
    ["CKV_AWS_262"],
  ],
  ["aws-appflow-customer-key", "Flow", ["aws_appflow_flow"], "kms_arn", ["CKV_AWS_263"]],
  [
    "aws-appflow-connector-customer-key",
    "Flow's credentials",
    ["aws_appflow_connector_profile"],
    "kms_arn",
    ["CKV_AWS_264"],
  ],
  [
    "aws-keyspaces-customer-key",
    "Keyspaces table",
    ["aws_keyspaces_table"],
    "encryption_specification.kms_key_identifier",
    ["CKV_AWS_265"],
  ],
  [
    "aws-comprehend-model-customer-key",
    "Language model",
    ["aws_comprehend_entity_recognizer", "aws_comprehend_document_classifier"],
    "model_kms_key_id",
    ["CKV_AWS_267"],
  ],
  [
    "aws-comprehend-volume-customer-key",
    "Disk that a language model is trained on",
    ["aws_comprehend_entity_recognizer", "aws_comprehend_document_classifier"],
    "volume_kms_key_id",
    ["CKV_AWS_268"],
  ],
  [
    "aws-dynamodb-replica-customer-key",
    "Table replica",
    ["aws_dynamodb_table_replica"],
    "kms_key_arn",
    ["CKV_AWS_271"],
  ],
  [
    "aws-cloudtrail-store-customer-key",
    "Event data store",
    ["aws_cloudtrail_event_data_store"],
    "kms_key_id",
    ["CKV_AWS_294"],
  ],
  ["aws-scheduler-customer-key", "Schedule's payload", ["aws_scheduler_schedule"], "kms_key_arn", ["CKV_AWS_297"]],
  [
    "aws-network-firewall-customer-key",
    "Network firewall",
    ["aws_networkfirewall_firewall", "aws_networkfirewall_rule_group"],
    "encryption_configuration.key_id",
    ["CKV_AWS_345"],
  ],
  [
    "aws-network-firewall-policy-customer-key",
    "Firewall policy",
    ["aws_networkfirewall_firewall_policy"],
    "encryption_configuration.key_id",
    ["CKV_AWS_346"],
  ],
  [
    "aws-sagemaker-flow-customer-key",
    "Output of human review",
    ["aws_sagemaker_flow_definition"],
    "output_config.kms_key_id",
    ["CKV_AWS_372"],
  ],
  [
    "aws-bedrock-agent-customer-key",
    "Agent",
    ["aws_bedrockagent_agent"],
    "customer_encryption_key_arn",
    ["CKV_AWS_373"],
  ],
];

const why = "Only with a key of your own can you say who decrypts the data, see who did, and take access away at once.";
const fixOf = (path: string): string => `Set \`${path}\` to the ARN of a KMS key of your own.`;

const keyRule = ([id, what, types, path, checkov]: Row): Rule =>
  rule({
    id,
    severity: "low",
    pillar: "security",
    types,
    title: `${what} has no key of your own`,
    why,
    fix: fixOf(path),
    refs: { checkov },
    check: mustHaveOwnKey(path),
  });

/** With performance insights off there is nothing to encrypt. */
const insightsKey = (component: Component): Verdict => {
  const enabled = read(component.attributes, "performance_insights_enabled");
  if (enabled === undefined || asText(enabled) === "false") return pass;
  return asText(enabled) === "true" ? mustHaveOwnKey("performance_insights_kms_key_id")(component) : unknown;
};

/** Plain parameters hold nothing secret. */
const parameterKey = (component: Component): Verdict =>
  read(component.attributes, "type") === "SecureString" ? mustHaveOwnKey("key_id")(component) : pass;

const isOwnDisk = (block: Attributes): boolean =>
  read(block, "ebs.kms_key_id") !== undefined && asText(read(block, "ebs.encrypted")) !== "false";

const shell = "configuration.execute_command_configuration";

/** A cluster that says nothing of shells, or logs none, has nothing to encrypt. */
const shellKey = (component: Component): Verdict => {
  const given = read(component.attributes, shell);
  const logging = read(component.attributes, `${shell}.logging`);
  if (given === undefined || asText(logging) === "NONE") return pass;
  if (isUnknown(given) || isUnknown(logging)) return unknown;
  const key = mustBeSet(`${shell}.kms_key_id`)(component);
  if (key.outcome === "fail") return key;
  const encrypted = ["cloud_watch_encryption_enabled", "s3_bucket_encryption_enabled"].map((name) =>
    mustBe(`${shell}.log_configuration.${name}`, true)(component),
  );
  if (encrypted.some(({ outcome }) => outcome === "pass")) return pass;
  return encrypted.find(({ outcome }) => outcome === "unknown") ?? fail(`${shell}.log_configuration`);
};

/** Rules that ask for a key that the customer controls. */
export const ownKeyRules: readonly Rule[] = [
  ...rows.map(keyRule),
  rule({
    id: "aws-rds-insights-customer-key",
    severity: "low",
    pillar: "security",
    types: ["aws_db_instance", "aws_rds_cluster_instance"],
    title: "Performance insights have no key of your own",
    why,
    fix: fixOf("performance_insights_kms_key_id"),
    refs: { checkov: ["CKV_AWS_354"] },
    check: insightsKey,
  }),
  rule({
    id: "aws-ssm-parameter-customer-key",
    severity: "low",
    pillar: "security",
    types: ["aws_ssm_parameter"],
    title: "Secret parameter has no key of your own",
    why,
    fix: fixOf("key_id"),
    refs: { checkov: ["CKV_AWS_337"] },
    check: parameterKey,
  }),
  rule({
    id: "aws-imagebuilder-recipe-customer-key",
    severity: "low",
    pillar: "security",
    types: ["aws_imagebuilder_image_recipe"],
    title: "Disks of the image have no key of your own",
    why,
    fix: fixOf("block_device_mapping.ebs.kms_key_id"),
    refs: { checkov: ["CKV_AWS_200"] },
    check: (component) =>
      eachBlock(component, "block_device_mapping", (block, path) =>
        read(block, "ebs") === undefined || isOwnDisk(block)
          ? pass
          : fail(`${path}.ebs[0].${read(block, "ebs.kms_key_id") === undefined ? "kms_key_id" : "encrypted"}`),
      ),
  }),
  rule({
    id: "aws-imagebuilder-image-customer-key",
    severity: "low",
    pillar: "security",
    types: ["aws_imagebuilder_distribution_configuration"],
    title: "Images that are handed out have no key of your own",
    why,
    fix: fixOf("distribution.ami_distribution_configuration.kms_key_id"),
    refs: { checkov: ["CKV_AWS_199"] },
    check: (component) =>
      eachBlock(component, "distribution", (block, path) =>
        read(block, "ami_distribution_configuration") === undefined ||
        read(block, "ami_distribution_configuration.kms_key_id") !== undefined
          ? pass
          : fail(`${path}.ami_distribution_configuration.kms_key_id`),
      ),
  }),
  rule({
    id: "aws-connect-customer-key",
    severity: "low",
    pillar: "security",
    types: ["aws_connect_instance_storage_config"],
    title: "Recorded calls have no key of your own",
    why,
    fix: fixOf("storage_config.s3_config.encryption_config.key_id"),
    refs: { checkov: ["CKV_AWS_269", "CKV_AWS_270"] },
    check: (component) => {
      const stores = ["s3_config", "kinesis_video_stream_config"].map((name) => `storage_config.${name}`);
      return worstOf(
        stores
          .filter((path) => read(component.attributes, path) !== undefined)
          .map((path) => mustBeSet(`${path}.encryption_config.key_id`)(component)),
      );
    },
  }),
  rule({
    id: "aws-codeguru-customer-key",
    severity: "low",
    pillar: "security",
    types: ["aws_codegurureviewer_repository_association"],
    title: "Code that is reviewed has no key of your own",
    why,
    fix: 'Set `encryption_option = "CUSTOMER_MANAGED_CMK"` and `kms_key_id` in `kms_key_details`.',
    refs: { checkov: ["CKV_AWS_381"] },
    check: mustBe("kms_key_details.encryption_option", "CUSTOMER_MANAGED_CMK"),
  }),
  rule({
    id: "aws-ecs-exec-customer-key",
    severity: "low",
    pillar: "security",
    types: ["aws_ecs_cluster"],
    title: "Shells in containers and their log have no key of your own",
    why,
    fix: "Set `kms_key_id` in `execute_command_configuration`, and `cloud_watch_encryption_enabled = true` in its `log_configuration`.",
    refs: { checkov: ["CKV_AWS_224"] },
    check: shellKey,
  }),
];
