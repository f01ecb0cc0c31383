import { asText, createModel, read } from "../model/index.ts";
import type { Attributes, Component, Model, Value } from "../model/index.ts";
import { own } from "../model/own.ts";

/** A resource that a module of the registry makes, and what its arguments are called in a call. */
interface Made {
  type: string;
  /** Input → path of the argument that it becomes; every other input is called like its argument. */
  inputs?: Readonly<Record<string, string>>;
  /** What the module sets when the call does not, by the major versions in which it does. */
  defaults?: readonly { path: string; value: Value; since?: number; before?: number }[];
  /** Attribute by which it belongs to the module's first resource. */
  via?: string;
}

const accessSwitches = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

/**
 * Resources of the `terraform-aws-modules` of the registry. Inputs are named after the arguments, where the table does not
 * say otherwise. Defaults are those of the modules' own `variables.tf`.
 */
const modules: Readonly<Record<string, readonly Made[]>> = {
  alb: [
    {
      type: "aws_lb",
      defaults: [
        { path: "drop_invalid_header_fields", value: true, since: 9 },
        { path: "enable_deletion_protection", value: true, since: 9 },
      ],
    },
  ],
  athena: [
    { type: "aws_athena_database", inputs: { encryption_option: "encryption_configuration.encryption_option" } },
  ],
  autoscaling: [{ type: "aws_launch_configuration" }],
  cloudfront: [
    {
      type: "aws_cloudfront_distribution",
      inputs: { default_cache_behavior: "default_cache_behavior", geo_restriction: "restrictions.geo_restriction" },
    },
  ],
  dms: [
    {
      type: "aws_dms_replication_instance",
      inputs: {
        repl_instance_publicly_accessible: "publicly_accessible",
        repl_instance_kms_key_arn: "kms_key_arn",
        repl_instance_auto_minor_version_upgrade: "auto_minor_version_upgrade",
        repl_instance_multi_az: "multi_az",
      },
    },
  ],
  "dynamodb-table": [
    {
      type: "aws_dynamodb_table",
      inputs: {
        server_side_encryption_enabled: "server_side_encryption.enabled",
        server_side_encryption_kms_key_arn: "server_side_encryption.kms_key_arn",
        point_in_time_recovery_enabled: "point_in_time_recovery.enabled",
      },
    },
  ],
  ebs: [{ type: "aws_ebs_volume" }],
  "ebs-encryption": [{ type: "aws_ebs_encryption_by_default" }],
  "ec2-instance": [{ type: "aws_instance" }],
  ecr: [
    {
      type: "aws_ecr_repository",
      inputs: {
        repository_image_tag_mutability: "image_tag_mutability",
        repository_image_scan_on_push: "image_scanning_configuration.scan_on_push",
        repository_kms_key: "encryption_configuration.kms_key",
        repository_encryption_type: "encryption_configuration.encryption_type",
      },
      defaults: [
        { path: "image_tag_mutability", value: "IMMUTABLE" },
        { path: "image_scanning_configuration.scan_on_push", value: true },
      ],
    },
  ],
  efs: [{ type: "aws_efs_file_system", defaults: [{ path: "encrypted", value: true }] }],
  eks: [
    {
      type: "aws_eks_cluster",
      inputs: {
        cluster_encryption_config: "encryption_config",
        cluster_endpoint_public_access: "vpc_config.endpoint_public_access",
        cluster_endpoint_public_access_cidrs: "vpc_config.public_access_cidrs",
        endpoint_public_access: "vpc_config.endpoint_public_access",
        endpoint_public_access_cidrs: "vpc_config.public_access_cidrs",
        cluster_enabled_log_types: "enabled_cluster_log_types",
        enabled_log_types: "enabled_cluster_log_types",
        cluster_version: "version",
        kubernetes_version: "version",
        version: "",
      },
      defaults: [
        { path: "encryption_config.resources", value: ["secrets"], since: 19 },
        { path: "vpc_config.endpoint_public_access", value: false, since: 19 },
        { path: "enabled_cluster_log_types", value: ["audit", "api", "authenticator"], since: 18 },
      ],
    },
  ],
  elasticache: [
    {
      type: "aws_elasticache_replication_group",
      defaults: [
        { path: "at_rest_encryption_enabled", value: true, since: 1 },
        { path: "transit_encryption_enabled", value: true, since: 1 },
      ],
    },
  ],
  elasticsearch: [{ type: "aws_elasticsearch_domain" }],
  kms: [{ type: "aws_kms_key", defaults: [{ path: "enable_key_rotation", value: true }] }],
  lambda: [
    {
      type: "aws_lambda_function",
      inputs: {
        tracing_mode: "tracing_config.mode",
        vpc_subnet_ids: "vpc_config.subnet_ids",
        vpc_security_group_ids: "vpc_config.security_group_ids",
        environment_variables: "environment.variables",
        dead_letter_target_arn: "dead_letter_config.target_arn",
      },
    },
  ],
  "msk-kafka-cluster": [
    {
      type: "aws_msk_cluster",
      inputs: {
        encryption_in_transit_client_broker: "encryption_info.encryption_in_transit.client_broker",
        encryption_in_transit_in_cluster: "encryption_info.encryption_in_transit.in_cluster",
        encryption_at_rest_kms_key_arn: "encryption_info.encryption_at_rest_kms_key_arn",
      },
      defaults: [
        { path: "encryption_info.encryption_in_transit.client_broker", value: "TLS" },
        { path: "encryption_info.encryption_in_transit.in_cluster", value: true },
      ],
    },
  ],
  opensearch: [
    {
      type: "aws_opensearch_domain",
      defaults: [
        { path: "encrypt_at_rest.enabled", value: true },
        { path: "node_to_node_encryption.enabled", value: true },
      ],
    },
  ],
  rds: [{ type: "aws_db_instance", defaults: [{ path: "storage_encrypted", value: true, since: 3 }] }],
  "rds-aurora": [{ type: "aws_rds_cluster", defaults: [{ path: "storage_encrypted", value: true, since: 3 }] }],
  redshift: [
    {
      type: "aws_redshift_cluster",
      defaults: [
        { path: "encrypted", value: true, since: 4 },
        { path: "publicly_accessible", value: false },
      ],
    },
  ],
  "s3-bucket": [
    { type: "aws_s3_bucket" },
    {
      type: "aws_s3_bucket_public_access_block",
      via: "bucket",
      defaults: accessSwitches.map((path) => ({ path, value: true, since: 4 })),
    },
  ],
  sns: [{ type: "aws_sns_topic" }],
  sqs: [{ type: "aws_sqs_queue", defaults: [{ path: "sqs_managed_sse_enabled", value: true, since: 4 }] }],
  vpc: [{ type: "aws_subnet", defaults: [{ path: "map_public_ip_on_launch", value: true, before: 5 }] }],
};

/** `terraform-aws-modules/s3-bucket/aws` or its repository; its submodules make other things. */
const published =
  /^(?:registry\.terraform\.io\/)?(?:terraform-aws-modules|cloudposse)\/([a-z\d-]+)\/aws$|^(?:git::)?(?:https:\/\/|ssh:\/\/|git@)?(?:git@)?github\.com[/:]terraform-aws-modules\/terraform-aws-([a-z\d-]+?)(?:\.git)?(?:\?.*)?$/;

/** Arguments of the call itself. */
const ownArguments = new Set(["source", "version", "providers", "create"]);

/** A module of which the table says nothing makes, as a rule, the resource that it is called after. */
const madeBy = (name: string): readonly Made[] => own(modules, name) ?? [{ type: `aws_${name.replaceAll("-", "_")}` }];

const majorOf = (version: string | undefined): number | undefined => {
  const [major] = /\d+/.exec(version ?? "") ?? [];
  return major === undefined ? undefined : Number(major);
};

/** Attributes with a value at a path; what is on the way are nested blocks. */
const withValue = (attributes: Attributes, path: string, value: Value): Attributes => {
  const [name = "", ...rest] = path.split(".");
  if (rest.length === 0) return { ...attributes, [name]: value };
  const block = read(attributes, name);
  const known: Attributes = typeof block === "object" && Array.isArray(block) ? (block[0] as Attributes) : {};
  return { ...attributes, [name]: [withValue(known, rest.join("."), value)] };
};

/** Path of the argument that an input becomes: `""` for one that becomes none. */
const targetOf = ({ inputs = {} }: Made, input: string): string =>
  own(inputs, input) ?? (ownArguments.has(input) ? "" : input);

const attributesOf = (call: Component, made: Made): Attributes => {
  let attributes: Attributes = {};
  for (const [input, value] of Object.entries(call.attributes)) {
    const path = targetOf(made, input);
    if (path !== "" && value !== null) attributes = withValue(attributes, path, value);
  }
  // A call that names no version does not say whose defaults hold.
  const major = majorOf(asText(read(call.attributes, "version")));
  for (const { path, value, since = 0, before = Infinity } of made.defaults ?? [])
    if (major !== undefined && major >= since && major < before && read(attributes, path) === undefined)
      attributes = withValue(attributes, path, value);
  return attributes;
};

/** Where the arguments stand: where the inputs that become them do. */
const linesOf = (call: Component, made: Made): Component["lines"] => {
  const lines = new Map<string, { line: number; end_line: number }>();
  for (const [path, place] of call.lines) {
    const [input = ""] = /^[^.[]+/.exec(path) ?? [];
    const target = targetOf(made, input);
    if (target !== "") lines.set(`${target}${path.slice(input.length)}`, place);
  }
  return lines;
};

const standInsFor = (call: Component): Component[] => {
  const [, registered, repository] = published.exec(asText(read(call.attributes, "source")) ?? "") ?? [];
  const name = registered ?? repository;
  if (name === undefined || asText(read(call.attributes, "create")) === "false") return [];
  return madeBy(name).map((made) => ({
    ...call,
    type: made.type,
    attributes: attributesOf(call, made),
    lines: linesOf(call, made),
    references: made.via === undefined ? call.references : [...call.references, { path: made.via, to: call.id }],
  }));
};

/** Resources that well-known modules of the registry make, as far as their calls tell: each under the address of its call. */
export const standInsOf = (model: Model): Component[] => model.ofType("module").flatMap((call) => standInsFor(call));

/** The design with these beside it, so that rules see them as they see resources. */
export const withStandIns = (model: Model, standIns: readonly Component[]): Model =>
  standIns.length === 0
    ? model
    : createModel({ ...model, components: [...model.components, ...standIns], asides: model.asides ?? [] });
