import { expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Attributes } from "../model/index.ts";
import { rules } from "./index.ts";
import { at, later } from "./rule-table-fixture.ts";
import { component, toldOf } from "./rules-fixture.ts";
import type { ToldCase } from "./rules-fixture.ts";

/** Points at `to` in attribute `path`. */
const pointing = (type: string, path: string, to: string, attributes: Attributes = {}): ToldCase[1] =>
  component(type, "one", attributes, { references: [{ path, to }] });

const one = (type: string, attributes: Attributes = {}): ToldCase[1] => component(type, "one", attributes);
const other = (type: string, attributes: Attributes = {}): ToldCase[1] => component(type, "other", attributes);

const cases: readonly ToldCase[] = [
  // API Gateway: a stage of an HTTP API may write its log without a role of the account, any other needs one.
  [
    "aws-apigateway-waf",
    pointing("aws_api_gateway_stage", "rest_api_id", "aws_api_gateway_rest_api.other"),
    "pass",
    other("aws_api_gateway_rest_api", at("endpoint_configuration.types", ["PRIVATE"])),
  ],
  [
    "aws-apigateway-waf",
    one("aws_api_gateway_stage"),
    "unknown",
    other("aws_wafv2_web_acl_association", { resource_arn: later }),
  ],
  [
    "aws-apigateway-open-route",
    one("aws_apigatewayv2_route", { api_key_required: true, authorization_type: "NONE" }),
    "pass",
  ],
  [
    "aws-apigateway-open-route",
    one("aws_apigatewayv2_route", { authorization_type: "NONE" }),
    "fail at authorization_type",
  ],
  ["aws-apigateway-open-route", one("aws_apigatewayv2_route", { route_key: later, authorization_type: "JWT" }), "pass"],
  // A list of one is one zone, unless the one stands for a list that is not known.
  ["aws-asg-zones", one("aws_autoscaling_group", { vpc_zone_identifier: ["subnet-1"] }), "fail at vpc_zone_identifier"],
  ["aws-asg-zones", one("aws_autoscaling_group", { vpc_zone_identifier: [new Unknown()] }), "unknown"],
  ["aws-asg-zones", one("aws_autoscaling_group", { availability_zones: [later] }), "fail at availability_zones"],
  [
    "aws-asg-no-scaling-policy",
    one("aws_autoscaling_group", { min_size: 1, max_size: 3, tag: [{ key: later }, { key: "Name" }] }),
    "fail",
  ],
  [
    "aws-asg-no-scaling-policy",
    one("aws_autoscaling_group", { min_size: 1, max_size: 3, tag: [{ key: "kubernetes.io/cluster/main" }] }),
    "pass",
  ],
  // CloudFront
  [
    "aws-cloudfront-viewer-tls",
    one("aws_cloudfront_distribution", at("viewer_certificate.cloudfront_default_certificate", later)),
    "unknown",
  ],
  ["aws-cloudfront-viewer-tls", one("aws_cloudfront_distribution", { aliases: later }), "unknown"],
  [
    "aws-cloudfront-viewer-tls",
    one("aws_cloudfront_distribution", { aliases: ["www.example.com"] }),
    "fail at viewer_certificate",
  ],
  [
    "aws-cloudfront-origin-tls",
    one("aws_cloudfront_distribution", {
      origin: [at("custom_origin_config.origin_ssl_protocols", [later, "TLSv1.2"])],
    }),
    "pass",
  ],
  [
    "aws-cloudfront-origin-tls",
    one("aws_cloudfront_distribution", { origin: [at("custom_origin_config.origin_ssl_protocols", ["SSLv3"])] }),
    "fail at origin[0].custom_origin_config[0].origin_ssl_protocols",
  ],
  [
    "aws-cloudfront-open-bucket",
    one("aws_cloudfront_distribution", { origin: [{ domain_name: ["a.s3.amazonaws.com"] }] }),
    "pass",
  ],
  // A literal address outlives the machine that has it.
  ["aws-dns-record-literal", one("aws_route53_record", { type: later }), "unknown"],
  [
    "aws-dns-record-literal",
    one("aws_route53_record", { type: "A", alias: [{ name: "lb-1.eu-west-1.elb.amazonaws.com" }] }),
    "fail at alias.name",
  ],
  [
    "aws-dns-record-literal",
    one("aws_route53_record", { type: "A", alias: [{ name: new Unknown(["aws_lb.front"]) }] }),
    "pass",
  ],
  ["aws-dns-record-literal", one("aws_route53_record", { type: "A" }), "fail"],
  [
    "aws-nat-instance",
    one("aws_route", { destination_cidr_block: "0.0.0.0/0", instance_id: "i-1" }),
    "fail at instance_id",
  ],
  ["aws-nat-instance", one("aws_route", { destination_cidr_block: "10.0.0.0/8", instance_id: "i-1" }), "pass"],
  [
    "aws-iam-user-groupless",
    one("aws_iam_user", { name: "anna" }),
    "pass",
    other("aws_iam_group_membership", { users: ["bert", "anna"] }),
  ],
  [
    "aws-iam-user-groupless",
    one("aws_iam_user", { name: "anna" }),
    "fail",
    other("aws_iam_group_membership", { users: ["bert"] }),
  ],
  [
    "aws-guardduty-members",
    one("aws_guardduty_detector"),
    "unknown",
    component(
      "aws_guardduty_organization_configuration",
      "own",
      { auto_enable: later },
      { references: [{ path: "detector_id", to: "aws_guardduty_detector.one" }] },
    ),
  ],
  [
    "aws-guardduty-members",
    one("aws_guardduty_detector"),
    "pass",
    component(
      "aws_guardduty_organization_configuration",
      "own",
      { auto_enable_organization_members: "ALL" },
      { references: [{ path: "detector_id", to: "aws_guardduty_detector.one" }] },
    ),
  ],
  ["aws-sg-unused", component("aws_security_group", "one", {}, { id: "module.net.aws_security_group.one" }), "unknown"],
  // Classic load balancers
  [
    "aws-elb-certificate",
    one("aws_elb", { listener: [{ ssl_certificate_id: "arn:aws:iam::1:server-certificate/a" }] }),
    "fail at listener[0].ssl_certificate_id",
  ],
  [
    "aws-elb-certificate",
    one("aws_elb", { listener: [{ ssl_certificate_id: "arn:aws:acm:eu-west-1:1:certificate/a" }, {}] }),
    "fail at listener[1].ssl_certificate_id",
  ],
  [
    "aws-elb-plain",
    one("aws_elb", { listener: [{ lb_protocol: "https" }, { lb_protocol: "http" }] }),
    "fail at listener[1].lb_protocol",
  ],
  [
    "aws-elb-classic-tls-policy",
    one("aws_load_balancer_policy", {
      policy_type_name: "SSLNegotiationPolicyType",
      policy_attribute: [{ name: "Reference-Security-Policy", value: "ELBSecurityPolicy-TLS-1-2-2017-01" }],
    }),
    "pass",
  ],
  [
    "aws-elb-classic-tls-policy",
    one("aws_load_balancer_policy", {
      policy_type_name: "SSLNegotiationPolicyType",
      policy_attribute: [{ name: "Reference-Security-Policy", value: "ELBSecurityPolicy-2015-05" }],
    }),
    "fail at policy_attribute[0]",
  ],
  [
    "aws-elb-classic-tls-policy",
    one("aws_load_balancer_policy", {
      policy_type_name: "SSLNegotiationPolicyType",
      policy_attribute: [{ name: "Protocol-SSLv3", value: "true" }],
    }),
    "fail at policy_attribute[0]",
  ],
  // DynamoDB, EBS, EC2
  [
    "aws-dynamodb-global-recovery",
    one("aws_dynamodb_table", { replica: [{ region_name: "eu-west-1", point_in_time_recovery: later }] }),
    "unknown",
  ],
  [
    "aws-dynamodb-global-recovery",
    one("aws_dynamodb_table", {
      replica: [{ region_name: "eu-west-1", point_in_time_recovery: true }, { region_name: "us-west-2" }],
    }),
    "fail at replica[1]",
  ],
  ["aws-ec2-disk-encryption", one("aws_instance", { launch_template: [{ id: "lt-1" }] }), "unknown"],
  ["aws-ec2-disk-encryption", one("aws_instance"), "fail"],
  [
    "aws-ec2-template-disk-encryption",
    one("aws_launch_template", { block_device_mappings: [{ device_name: "/dev/sdb", virtual_name: "ephemeral0" }] }),
    "pass",
  ],
  [
    "aws-ec2-template-disk-encryption",
    one("aws_launch_template", { block_device_mappings: [{ ebs: [{ volume_size: 8 }] }] }),
    "fail at block_device_mappings[0].ebs",
  ],
  [
    "aws-ec2-template-disk-encryption",
    one("aws_launch_template", { block_device_mappings: [{ ebs: [{ volume_size: 8 }] }] }),
    "pass",
    other("aws_ebs_encryption_by_default"),
  ],
  [
    "aws-ec2-image-owner",
    one("data.aws_ami", { most_recent: true, filter: [{ name: "name", values: ["ubuntu-24.04"] }] }),
    "pass",
  ],
  [
    "aws-ec2-image-owner",
    one("data.aws_ami", { most_recent: true, filter: [{ name: "name" }], name_regex: "^ubuntu" }),
    "fail at name_regex",
  ],
  [
    "aws-ec2-image-owner",
    one("data.aws_ami", { most_recent: true, filter: [{ name: "name", values: ["ubuntu-*"] }] }),
    "fail at filter[0]",
  ],
  [
    "aws-ec2-image-owner",
    one("data.aws_ami", {
      most_recent: true,
      filter: [
        { name: "name", values: ["ubuntu-*"] },
        { name: "owner-id", values: ["99"] },
      ],
    }),
    "pass",
  ],
  ["aws-ecr-scan-on-push", one("aws_ecr_repository"), "pass", other("aws_ecr_registry_scanning_configuration")],
  // ECS: the count of a service that is scaled is the least that the scaling leaves.
  [
    "aws-ecs-container-insights",
    one("aws_ecs_cluster", { setting: [{ name: "containerInsights", value: "disabled" }] }),
    "fail at setting[0].value",
  ],
  [
    "aws-ecs-container-insights",
    one("aws_ecs_cluster", { setting: [{ name: "containerInsights", value: "enhanced" }] }),
    "pass",
  ],
  [
    "aws-ecs-single-task",
    one("aws_ecs_service", { desired_count: 1 }),
    "unknown",
    other("aws_appautoscaling_target", { resource_id: later, min_capacity: 2 }),
  ],
  [
    "aws-ecs-single-task",
    one("aws_ecs_service", { name: "web", desired_count: 1 }),
    "pass",
    other("aws_appautoscaling_target", { resource_id: "service/main/web", min_capacity: 2 }),
  ],
  [
    "aws-ecs-single-task",
    one("aws_ecs_service", { name: "web", desired_count: 1 }),
    "fail at desired_count",
    other("aws_appautoscaling_target", { min_capacity: 2 }),
  ],
  [
    "aws-efs-backup",
    one("aws_efs_file_system"),
    "unknown",
    component("aws_efs_backup_policy", "own", at("backup_policy.status", later), {
      references: [{ path: "file_system_id", to: "aws_efs_file_system.one" }],
    }),
  ],
  [
    "aws-efs-backup",
    one("aws_efs_file_system"),
    "pass",
    component("aws_efs_backup_policy", "own", at("backup_policy.status", "ENABLED"), {
      references: [{ path: "file_system_id", to: "aws_efs_file_system.one" }],
    }),
  ],
  // EKS
  ["aws-eks-public-endpoint", one("aws_eks_cluster", { vpc_config: [{ public_access_cidrs: later }] }), "unknown"],
  [
    "aws-eks-public-endpoint",
    one("aws_eks_cluster", { vpc_config: [{ public_access_cidrs: ["203.0.113.7/32"] }] }),
    "pass",
  ],
  [
    "aws-eks-control-plane-logs",
    one("aws_eks_cluster", { enabled_cluster_log_types: "api" }),
    "fail at enabled_cluster_log_types",
  ],
  ["aws-eks-old-version", one("aws_eks_cluster", { version: "latest" }), "pass"],
  // Load balancers that answer in plain
  ["aws-lb-listener-http", one("aws_elb", { listener: [{ lb_protocol: later }] }), "unknown"],
  [
    "aws-lb-listener-http",
    one("aws_lb_listener", {
      port: 443,
      certificate_arn: "arn:aws:acm:eu-west-1:1:certificate/a",
      default_action: [{ type: "forward" }],
    }),
    "pass",
  ],
  ["aws-lb-listener-http", one("aws_lb_listener", { port: 80, default_action: [{ type: later }] }), "unknown"],
  [
    "aws-lb-listener-http",
    one("aws_lb_listener", { protocol: "HTTP", default_action: [{ type: "redirect", redirect: [{ port: "8443" }] }] }),
    "fail at protocol",
  ],
  [
    "aws-lb-listener-http",
    one("aws_lb_listener", {
      protocol: "HTTP",
      default_action: [{ type: "redirect", redirect: [{ protocol: "HTTP" }] }],
    }),
    "fail at default_action[0].redirect[0].protocol",
  ],
  // Versions
  [
    "aws-postgres-file-read",
    one("aws_rds_cluster", { engine: "aurora-postgresql", engine_version: "10.12" }),
    "fail at engine_version",
  ],
  ["aws-postgres-file-read", one("aws_rds_cluster", { engine: "aurora-postgresql", engine_version: "10.14" }), "pass"],
  [
    "aws-postgres-file-read",
    one("aws_rds_cluster", { engine: "aurora-postgresql", engine_version: "11.8" }),
    "fail at engine_version",
  ],
  ["aws-postgres-file-read", one("aws_rds_cluster", { engine: "aurora-postgresql", engine_version: "12.4" }), "pass"],
  ["aws-postgres-file-read", one("aws_db_instance", { engine: ["postgres"], engine_version: "13.1" }), "pass"],
  ["aws-mq-old-version", one("aws_mq_broker", { engine_type: "Kafka", engine_version: "1.0" }), "pass"],
];

it.each(cases.map((given) => [given[0], JSON.stringify(given[1].attributes), given[2], given] as const))(
  "%s of %s: %s",
  (_id, _attributes, told, given) => {
    expect(toldOf(rules, given)).toBe(told);
  },
);
