import { read } from "../model/index.ts";
import type { Rule } from "./rule.ts";
import { fail, pass, unknown } from "./checks.ts";
import { rule } from "./rule.ts";
import { settingRule } from "./setting-rule.ts";

const notebooks = ["aws_sagemaker_notebook_instance"];
const quality = ["aws_sagemaker_data_quality_job_definition"];

/** Rules for SageMaker, Bedrock and WorkSpaces. */
export const machineLearningRules: readonly Rule[] = [
  settingRule({
    id: "aws-sagemaker-direct-internet",
    severity: "high",
    types: notebooks,
    path: "direct_internet_access",
    want: ["Disabled"],
    title: "Notebook has a way to the internet of its own",
    why: "Training data can leave past your network's rules and logs.",
    checkov: ["CKV_AWS_122"],
    fsbp: ["SageMaker.1"],
  }),
  settingRule({
    id: "aws-sagemaker-own-network",
    severity: "medium",
    types: notebooks,
    path: "subnet_id",
    title: "Notebook runs outside of your network",
    why: "Security groups, endpoints and flow logs do not apply to it.",
    checkov: ["CKV_AWS_306"],
    fsbp: ["SageMaker.2"],
  }),
  settingRule({
    id: "aws-sagemaker-root",
    severity: "medium",
    types: notebooks,
    path: "root_access",
    want: ["Disabled"],
    title: "Users are root on the notebook",
    why: "Anyone who may open it can change its software and read what other users left there.",
    checkov: ["CKV_AWS_307"],
    fsbp: ["SageMaker.3"],
  }),
  settingRule({
    id: "aws-sagemaker-metadata",
    severity: "medium",
    types: notebooks,
    path: "instance_metadata_service_configuration.minimum_instance_metadata_service_version",
    want: ["2"],
    title: "Notebook accepts version 1 of the metadata service",
    why: "A request forged through the notebook can fetch its role's credentials.",
    checkov: ["CKV_AWS_371"],
  }),
  settingRule({
    id: "aws-sagemaker-model-isolation",
    severity: "medium",
    types: ["aws_sagemaker_model"],
    path: "enable_network_isolation",
    want: [true],
    title: "Model's container can call out",
    why: "Code that came with a model can send away what it is asked.",
    checkov: ["CKV_AWS_370"],
    fsbp: ["SageMaker.5"],
  }),
  settingRule({
    id: "aws-sagemaker-quality-volume-key",
    severity: "low",
    types: quality,
    path: "job_resources.cluster_config.volume_kms_key_id",
    title: "Disk of the data quality job has no key of your own",
    why: "Samples of the data lie on it.",
    checkov: ["CKV_AWS_368"],
  }),
  settingRule({
    id: "aws-sagemaker-quality-output-key",
    severity: "low",
    types: quality,
    path: "data_quality_job_output_config.kms_key_id",
    title: "Results of the data quality job have no key of your own",
    why: "They tell statistics of the data.",
    checkov: ["CKV_AWS_367"],
  }),
  settingRule({
    id: "aws-sagemaker-quality-traffic",
    severity: "low",
    types: quality,
    path: "network_config.enable_inter_container_traffic_encryption",
    want: [true],
    title: "Machines of the data quality job talk unencrypted",
    why: "Whoever sits on the way reads the data.",
    checkov: ["CKV_AWS_369"],
  }),
  rule({
    id: "aws-sagemaker-endpoint-spare",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_sagemaker_endpoint_configuration"],
    title: "Endpoint runs on a single machine",
    why: "When it or its zone fails, nothing answers.",
    fix: "Set `initial_instance_count` to 2 or more, so that two zones are used.",
    refs: { fsbp: ["SageMaker.4"] },
    check: ({ attributes }) => {
      const count = read(attributes, "production_variants.initial_instance_count");
      if (count === undefined) return pass;
      if (typeof count !== "number") return unknown;
      return count < 2 ? fail("production_variants.initial_instance_count") : pass;
    },
  }),
  settingRule({
    id: "aws-bedrock-guardrail",
    severity: "medium",
    types: ["aws_bedrockagent_agent"],
    path: "guardrail_configuration",
    title: "Agent answers without guardrails",
    why: "What users write can make it say or do what it must not.",
    fix: "Add a `guardrail_configuration` block with a guardrail and its version.",
    checkov: ["CKV_AWS_383"],
  }),
  settingRule({
    id: "aws-workspaces-root-disk",
    severity: "high",
    types: ["aws_workspaces_workspace"],
    path: "root_volume_encryption_enabled",
    near: "workspace_properties.root_volume_size_gib",
    want: [true],
    title: "Root volume of the desktop is not encrypted",
    why: "Whoever gets at a copy of the disk reads what its user left there.",
    fix: "Set `root_volume_encryption_enabled = true` and name a `volume_encryption_key`; an existing desktop is replaced.",
    checkov: ["CKV_AWS_156"],
    fsbp: ["WorkSpaces.2"],
  }),
  settingRule({
    id: "aws-workspaces-user-disk",
    severity: "high",
    types: ["aws_workspaces_workspace"],
    path: "user_volume_encryption_enabled",
    near: "workspace_properties.user_volume_size_gib",
    want: [true],
    title: "User volume of the desktop is not encrypted",
    why: "Whoever gets at a copy of the disk reads the user's files.",
    fix: "Set `user_volume_encryption_enabled = true` and name a `volume_encryption_key`; an existing desktop is replaced.",
    checkov: ["CKV_AWS_155"],
    fsbp: ["WorkSpaces.1"],
  }),
];
