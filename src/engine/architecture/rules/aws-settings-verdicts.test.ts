import { expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Attributes } from "../model/index.ts";
import { maskMarker } from "../secrets/index.ts";
import { rules } from "./index.ts";
import { at, later } from "./rule-table-fixture.ts";
import { component, toldOf } from "./rules-fixture.ts";
import type { ToldCase } from "./rules-fixture.ts";

/** Points at `to` in attribute `path`. */
const pointing = (type: string, path: string, to: string, attributes: Attributes = {}): ToldCase[1] =>
  component(type, "one", attributes, { references: [{ path, to }] });

const one = (type: string, attributes: Attributes = {}): ToldCase[1] => component(type, "one", attributes);
const other = (type: string, attributes: Attributes = {}): ToldCase[1] => component(type, "other", attributes);

const publicPolicy = JSON.stringify({
  Statement: { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" },
});
const allUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
const alarm = component(
  "aws_cloudwatch_metric_alarm",
  "cpu",
  {},
  { references: [{ path: "alarm_actions", to: "aws_sns_topic.one" }] },
);
const key = (policy: Attributes[string]): ToldCase[1] => other("aws_kms_key", { policy });
const topic = pointing("aws_sns_topic", "kms_master_key_id", "aws_kms_key.other", {
  kms_master_key_id: new Unknown(["aws_kms_key.other"]),
});
const rule = (block: Attributes): ToldCase[1] =>
  one("aws_security_group_rule", { type: "ingress", cidr_blocks: ["0.0.0.0/0"], protocol: "tcp", ...block });

const cases: readonly ToldCase[] = [
  // Lambda
  ["aws-lambda-runtime", one("aws_lambda_function", { runtime: ["python3.8"] }), "pass"],
  [
    "aws-lambda-env-secret",
    one("aws_lambda_function", {
      environment: [{ variables: { API_TOKEN: maskMarker, DB_PASSWORD: maskMarker } }],
    }),
    "fail at environment[0].variables",
  ],
  ["aws-lambda-env-secret", one("aws_lambda_function", { environment: later }), "unknown"],
  ["aws-lambda-url-cors", one("aws_lambda_function_url", { cors: [{ allow_credentials: true }] }), "pass"],
  ["aws-lambda-url-cors", one("aws_lambda_function_url", { cors: [{ allow_origins: ["*"] }] }), "pass"],
  [
    "aws-lambda-url-cors",
    one("aws_lambda_function_url", { cors: [{ allow_origins: ["*"], allow_credentials: true }] }),
    "fail at cors[0].allow_origins",
  ],
  [
    "aws-lambda-open-cors",
    one("aws_lambda_function"),
    "unknown",
    other("aws_lambda_function_url", { function_name: later }),
  ],
  // Alarms can only use a topic whose key lets CloudWatch in.
  [
    "aws-sns-alarms-shut-out",
    topic,
    "pass",
    key(JSON.stringify({ Statement: { Principal: { Service: "cloudwatch.amazonaws.com" }, Action: "kms:*" } })),
    alarm,
  ],
  [
    "aws-sns-alarms-shut-out",
    topic,
    "fail at kms_master_key_id",
    key(JSON.stringify({ Statement: { Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*" } })),
    alarm,
  ],
  ["aws-sns-alarms-shut-out", topic, "unknown", key(later), alarm],
  ["aws-msk-logs", one("aws_msk_cluster", { logging_info: later }), "unknown"],
  ["aws-msk-logs", one("aws_msk_cluster", at("logging_info.broker_logs.s3.enabled", later)), "unknown"],
  // Parameters of databases
  ["aws-postgres-query-log", one("aws_db_parameter_group", { family: "mysql8.0" }), "pass"],
  ["aws-postgres-query-log", one("aws_db_instance", { engine: "postgres", parameter_group_name: "shared" }), "unknown"],
  ["aws-postgres-query-log", one("aws_db_instance", { engine: "postgres" }), "fail at engine"],
  [
    "aws-postgres-query-log",
    one("aws_db_parameter_group", { family: "postgres16", parameter: [{ name: "log_statement", value: ["ddl"] }] }),
    "fail at parameter[0].value",
  ],
  ["aws-postgres-tls", one("aws_db_parameter_group", { family: "oracle-ee-19" }), "pass"],
  ["aws-codecommit-approvals", one("aws_codecommit_approval_rule_template", { content: "{}" }), "fail at content"],
  [
    "aws-codecommit-approvals",
    one("aws_codecommit_approval_rule_template", { content: '{"Statements":[{"NumberOfApprovalsNeeded":2}]}' }),
    "pass",
  ],
  // RDS
  ["aws-rds-backup-retention", one("aws_db_instance", { backup_retention_period: later }), "unknown"],
  ["aws-rds-backup-retention", one("aws_rds_cluster"), "fail at backup_retention_period"],
  ["aws-rds-old-generation", one("aws_db_instance", { instance_class: "db.m4.large" }), "fail at instance_class"],
  ["aws-rds-arm-alternative", one("aws_db_instance", { engine: "mysql", instance_class: ["db.t3.micro"] }), "pass"],
  [
    "aws-emr-at-rest",
    one("aws_emr_security_configuration", {
      configuration: new Unknown(["var.key"], { EncryptionConfiguration: { EnableAtRestEncryption: true } }),
    }),
    "pass",
  ],
  ["aws-emr-at-rest", one("aws_emr_security_configuration", { configuration: "{" }), "unknown"],
  // S3: who is let in
  [
    "aws-s3-public-read",
    one("aws_s3_bucket", { grant: [{ type: "Group", uri: allUsers, permissions: ["READ"] }] }),
    "fail at grant[0]",
  ],
  [
    "aws-s3-public-read",
    one("aws_s3_bucket", {
      grant: [
        { type: "Group", uri: allUsers },
        { id: "abc", permissions: [later] },
      ],
    }),
    "pass",
  ],
  [
    "aws-s3-public-read",
    one("aws_s3_bucket_acl", {
      access_control_policy: [
        {
          grant: [
            { permission: "READ" },
            { grantee: [{ uri: allUsers }] },
            { grantee: [{ uri: allUsers }], permission: "READ" },
          ],
        },
      ],
    }),
    "fail at access_control_policy[0].grant[2]",
  ],
  ["aws-s3-public-read", one("aws_s3_bucket", { acl: ["public-read"] }), "pass"],
  [
    "aws-s3-public-read",
    one("aws_s3_bucket", { acl: "public-read" }),
    "fail at acl",
    other("aws_s3_bucket_public_access_block", { bucket: later, block_public_acls: true }),
  ],
  ["aws-s3-public-policy", one("aws_s3_bucket_policy"), "pass"],
  [
    "aws-s3-public-policy",
    pointing("aws_s3_bucket_policy", "bucket", "aws_s3_bucket.other", { policy: publicPolicy }),
    "pass",
    other("aws_s3_bucket"),
    component(
      "aws_s3_bucket_public_access_block",
      "b",
      { restrict_public_buckets: true },
      { references: [{ path: "bucket", to: "aws_s3_bucket.other" }] },
    ),
  ],
  ["aws-s3-public-policy", one("aws_s3_bucket_policy", { policy: publicPolicy }), "fail at policy"],
  [
    "aws-s3-public-access-let-in",
    one("aws_s3_bucket"),
    "skip",
    other("aws_s3_bucket_public_access_block", { bucket: later }),
  ],
  // S3: how it keeps what it has
  ["aws-s3-secure-transport", one("aws_s3_bucket_policy"), "pass"],
  [
    "aws-s3-secure-transport",
    one("aws_s3_bucket_policy", {
      policy: JSON.stringify({ Statement: { Effect: "Deny", Principal: "*", Action: "s3:*" } }),
    }),
    "fail at policy",
  ],
  ["aws-s3-versioning", one("aws_s3_bucket", { versioning: [{ enabled: ["true"] }] }), "fail at versioning.enabled"],
  [
    "aws-s3-kms-encryption",
    one("aws_s3_bucket"),
    "unknown",
    other("aws_s3_bucket_server_side_encryption_configuration", { bucket: later }),
    component("aws_s3_bucket_policy", "p", { bucket: later }),
    component("aws_s3_bucket_acl", "a", { bucket: later }),
  ],
  [
    "aws-s3-abort-incomplete-uploads",
    one("aws_s3_bucket_lifecycle_configuration", {
      rule: [
        { status: "Enabled", filter: [{ and: [] }], abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] },
      ],
    }),
    "pass",
  ],
  [
    "aws-s3-abort-incomplete-uploads",
    one("aws_s3_bucket_lifecycle_configuration", {
      rule: [
        {
          status: "Enabled",
          filter: [{ prefix: "logs/" }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        },
      ],
    }),
    "fail",
  ],
  ["aws-secrets-rotation", one("aws_secretsmanager_secret", { rotation_lambda_arn: later }), "pass"],
  // Settings that stand in a list
  [
    "aws-beanstalk-health",
    one("aws_elastic_beanstalk_environment", {
      setting: [{ namespace: "aws:elasticbeanstalk:healthreporting:system", name: "SystemType", value: later }],
    }),
    "unknown",
  ],
  [
    "aws-beanstalk-health",
    one("aws_elastic_beanstalk_environment", {
      setting: [{ namespace: "aws:elasticbeanstalk:healthreporting:system", name: "SystemType", value: "basic" }],
    }),
    "fail at setting[0].value",
  ],
  ["aws-ecs-one-role", one("aws_ecs_task_definition", { task_role_arn: ["a"], execution_role_arn: ["a"] }), "pass"],
  [
    "aws-ecs-one-role",
    one("aws_ecs_task_definition", {
      task_role_arn: new Unknown(["aws_iam_role.a"]),
      execution_role_arn: new Unknown(["aws_iam_role.a"]),
    }),
    "fail at task_role_arn",
  ],
  // Sizes
  [
    "aws-node-old-generation",
    one("aws_eks_node_group", { instance_types: ["m4.large", later] }),
    "fail at instance_types",
  ],
  ["aws-node-old-generation", one("aws_eks_node_group", { instance_types: { a: "m4.large" } }), "pass"],
  [
    "aws-node-old-generation",
    one("aws_opensearch_domain", at("cluster_config.instance_type", "m4.large.search")),
    "fail at cluster_config.instance_type",
  ],
  ["aws-node-old-generation", one("aws_redshift_cluster", { node_type: "DC2 large" }), "pass"],
  ["aws-single-subnet", one("aws_elasticache_subnet_group", { subnet_ids: [later] }), "unknown"],
  [
    "aws-single-subnet",
    one("aws_elasticache_subnet_group", { subnet_ids: [new Unknown(["aws_subnet.a"])] }),
    "fail at subnet_ids",
  ],
  // Ports: all of them are another rule's finding; 0 to 0 and a range without an end are meant as all.
  ["aws-sg-open-ssh", rule({ from_port: 0, to_port: 65535 }), "pass"],
  ["aws-sg-open-ssh", rule({ from_port: 20, to_port: 25 }), "fail at cidr_blocks"],
  ["aws-sg-open-ssh", rule({ from_port: 22 }), "fail at cidr_blocks"],
  ["aws-sg-open-all", rule({ from_port: 0 }), "fail at cidr_blocks"],
  ["aws-sg-open-all", rule({ to_port: 65535 }), "fail at cidr_blocks"],
  ["aws-sg-open-all", rule({ from_port: 1 }), "fail at cidr_blocks"],
  ["aws-sg-open-ssh", rule({ to_port: 21 }), "pass"],
  ["aws-sg-open-ssh", rule({ to_port: 22 }), "fail at cidr_blocks"],
  ["aws-sg-open-ssh", rule({ from_port: 443, to_port: 443 }), "pass"],
  ["aws-sg-open-ssh", rule({ from_port: later }), "unknown"],
  ["aws-sg-open-ssh", one("aws_vpc_security_group_egress_rule", { cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" }), "pass"],
  [
    "aws-vpc-acl-open-ssh",
    one("aws_network_acl_rule", { egress: later, rule_action: "allow", cidr_block: "0.0.0.0/0", protocol: "-1" }),
    "unknown",
  ],
  [
    "aws-vpc-gateway-endpoint",
    one("aws_vpc"),
    "unknown",
    component("aws_subnet", "a", {}, { references: [{ path: "vpc_id", to: "aws_vpc.one" }] }),
    component("aws_nat_gateway", "n", {}, { references: [{ path: "subnet_id", to: "aws_subnet.a" }] }),
    component("aws_vpc_endpoint", "e", { vpc_id: later }),
  ],
];

it.each(cases.map((given) => [given[0], JSON.stringify(given[1].attributes), given[2], given] as const))(
  "%s of %s: %s",
  (_id, _attributes, told, given) => {
    expect(toldOf(rules, given)).toBe(told);
  },
);
